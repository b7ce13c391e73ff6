//! What the service remembers: organizations and keys.

use std::collections::BTreeMap;

use super::clock::Clock;
use super::key_text;

/// What an organization pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// Nothing: 25 keys.
    Free,
    /// By contract.
    Paid,
    /// Through AWS.
    AwsMarketplace,
    /// By the month.
    Subscription,
}

/// Keys that an organization without a paid tier may have at a time.
const FREE_KEYS: usize = 25;
const FLUSH_EVERY: i64 = 15 * 60 * 1000;

/// Organizations and keys.
#[derive(Debug, Default)]
pub(super) struct Store {
    orgs: BTreeMap<String, Org>,
    keys: Vec<Key>,
    last_flush: i64,
}

#[derive(Debug)]
struct Org {
    tier: Option<Tier>,
    deleted: bool,
}

/// A stored key; its text is not among what is stored.
#[derive(Clone, Debug)]
pub(super) struct Key {
    pub(super) id: String,
    pub(super) digest: String,
    pub(super) org_id: String,
    pub(super) user_id: String,
    pub(super) created: i64,
    pub(super) expires: Option<i64>,
    pub(super) last_used: Option<i64>,
    /// Used since the last flush.
    used: Option<i64>,
    /// `None` when none were given.
    pub(super) scopes: Option<Vec<String>>,
    pub(super) alias: Option<String>,
    pub(super) revoked: bool,
}

/// A key to be.
pub(super) struct NewKey {
    pub(super) org_id: String,
    pub(super) user_id: String,
    pub(super) expires: Option<i64>,
    pub(super) scopes: Vec<String>,
    pub(super) alias: Option<String>,
}

impl Store {
    pub(super) fn add_org(&mut self, org_id: &str, tier: Option<Tier>) {
        self.orgs.insert(org_id.to_owned(), Org { tier, deleted: false });
    }

    pub(super) fn delete_org(&mut self, org_id: &str) {
        if let Some(org) = self.orgs.get_mut(org_id) {
            org.deleted = true;
        }
    }

    pub(super) fn has_org(&self, org_id: &str) -> bool {
        self.orgs.get(org_id).is_some_and(|org| !org.deleted)
    }

    /// Whether the organization has as many keys as its tier allows. Expired ones count, revoked ones do not.
    pub(super) fn is_full(&self, org_id: &str) -> bool {
        let free =
            self.orgs.get(org_id).is_some_and(|org| matches!(org.tier, None | Some(Tier::Free)));
        free && self.of_org(org_id).filter(|key| !key.revoked).count() >= FREE_KEYS
    }

    /// Stores a key and gives it back with its text.
    pub(super) fn create(&mut self, new: NewKey, now: i64) -> (Key, String) {
        let (id, text) = key_text::generate();
        let text_for_user = format!("{text}:{}", new.org_id);
        let key = Key {
            id,
            digest: key_text::digest(&text),
            org_id: new.org_id,
            user_id: new.user_id,
            created: now,
            expires: new.expires,
            last_used: None,
            used: None,
            scopes: (!new.scopes.is_empty()).then_some(new.scopes),
            alias: new.alias,
            revoked: false,
        };
        self.keys.push(key.clone());
        (key, text_for_user)
    }

    /// Stores a key without any check, and gives its text.
    pub(super) fn issue(
        &mut self,
        org_id: &str,
        user_id: &str,
        scopes: &[&str],
        clock: &Clock,
    ) -> String {
        let new = NewKey {
            org_id: org_id.to_owned(),
            user_id: user_id.to_owned(),
            expires: None,
            scopes: scopes.iter().map(|&scope| scope.to_owned()).collect(),
            alias: None,
        };
        self.create(new, clock.now()).1
    }

    pub(super) fn find(&self, key_id: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.id == key_id)
    }

    /// All keys of an organization, oldest first.
    pub(super) fn of_org(&self, org_id: &str) -> impl Iterator<Item = &Key> {
        self.keys.iter().filter(move |key| key.org_id == org_id)
    }

    pub(super) fn find_mut(
        &mut self,
        org_id: &str,
        user_id: &str,
        key_id: &str,
    ) -> Option<&mut Key> {
        self.keys
            .iter_mut()
            .find(|key| key.org_id == org_id && key.user_id == user_id && key.id == key_id)
    }

    /// The key that a text stands for, if it may be used now; notes the use.
    pub(super) fn authenticate(&mut self, text: &str, now: i64) -> Option<Key> {
        let digest = key_text::digest(text);
        let key = self.keys.iter_mut().find(|key| key.digest == digest)?;
        if key.revoked || key.expires.is_some_and(|expires| now > expires) {
            return None;
        }
        key.used = Some(now);
        let key = key.clone();
        if now.saturating_sub(self.last_flush) >= FLUSH_EVERY {
            // The first use of all only starts the interval.
            if self.last_flush != 0 {
                self.flush_last_used();
            }
            self.last_flush = now;
        }
        Some(key)
    }

    pub(super) fn flush_last_used(&mut self) {
        for key in &mut self.keys {
            key.last_used = key.used.take().or(key.last_used);
        }
    }
}
