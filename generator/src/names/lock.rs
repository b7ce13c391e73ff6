//! `names.lock`: names once given stay, whatever is added, moved or taken away.
//!
//! A name that is not just its item's own key (of an inline type, of one of two keys that are one name in Rust, of a
//! method without an operation id) is noted with the place of the item, and is had again by what stands at that place. In
//! every scope such names come after those that somebody asked for and before all others, so that a newcomer gives way.
//!
//! Places with an index in them (`oneOf/1`) move when a list is reordered. They are noted with what the item looks like,
//! which is looked for in the list first. When nothing is at a place any more, the name is dropped and free again.

mod file;
mod shape;

use std::collections::{BTreeMap, BTreeSet};

pub use file::parse;

use super::scope::{Claim, Given, Scope};
use super::{Context, codes};
use crate::config::Config;
use crate::diag::{Part, Place, Severity};
use crate::ir::{Api, Operation, TypeId};
use crate::source::{FileId, Pointer};

/// What a line is about: the table it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A type, by pointer.
    Type,
    /// What is sent in place of a type that is received, by pointer.
    Sent,
    /// A field, value or variant: `Type::wire name`.
    Member,
    /// Module, accessor and feature of a tag, by tag; or of a part of paths.
    Group,
    /// The method of an operation, by pointer and operation id: one that is given another id has another name.
    Method,
    /// An argument or setter, by the pointer of the operation, location and name.
    Parameter,
    /// The setter of a security scheme, by key.
    Credential,
    /// The constant of a webhook or callback, by pointer.
    Webhook,
}

/// All kinds with the tables they stand in.
pub(super) const TABLES: [(&str, Kind); 8] = [
    ("types", Kind::Type),
    ("sent", Kind::Sent),
    ("members", Kind::Member),
    ("groups", Kind::Group),
    ("methods", Kind::Method),
    ("parameters", Kind::Parameter),
    ("credentials", Kind::Credential),
    ("webhooks", Kind::Webhook),
];

/// The names of an earlier run, and on which of them this one has built.
#[derive(Clone, Debug, Default)]
pub struct Lock {
    entries: BTreeMap<(Kind, String), Entry>,
    file: Option<FileId>,
}

#[derive(Clone, Debug)]
struct Entry {
    name: String,
    /// Place of the name in the text.
    bytes: std::ops::Range<usize>,
}

/// The names that this run leaves for the next one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    /// By kind and key.
    names: BTreeMap<(Kind, String), String>,
    /// Those that came from a lock.
    held: BTreeSet<(Kind, String)>,
    /// Keys of types, where they have one.
    types: BTreeMap<TypeId, String>,
}

impl Kept {
    /// Whether a name was taken from names.lock.
    #[must_use]
    pub fn is_held(&self, kind: Kind, key: &str) -> bool {
        self.held.contains(&(kind, key.to_owned()))
    }

    /// Whether the name of a type was.
    #[must_use]
    pub fn holds_type(&self, id: TypeId) -> bool {
        let key = self.types.get(&id);
        key.is_some_and(|key| self.is_held(Kind::Type, key) || self.is_held(Kind::Sent, key))
    }

    /// The text of names.lock.
    #[must_use]
    pub fn text(&self) -> String {
        file::text(&self.names)
    }
}

/// The key of an operation's method.
#[must_use]
pub fn method_key(operation: &Operation) -> String {
    let at = operation.origin.as_str();
    operation.operation_id.as_ref().map_or_else(|| at.to_owned(), |id| format!("{at} {id}"))
}

/// An item that claims a name.
pub(super) struct Item<'a> {
    pub(super) kind: Kind,
    pub(super) key: String,
    pub(super) at: &'a Pointer,
    /// What it is for a person.
    pub(super) what: &'static str,
    /// Whether a name that it got as its first choice, from its own key, needs a line all the same.
    pub(super) always: bool,
}

/// The state of a run: what was kept, and what is kept from now on.
#[derive(Default)]
pub(super) struct Keeper {
    lock: Lock,
    /// Keys of types, resolved to those of the lock they are noted under.
    known: BTreeMap<(Kind, String), String>,
    used: BTreeSet<(Kind, String)>,
    kept: Kept,
}

impl Keeper {
    pub(super) fn new(lock: Lock, api: &Api, config: &Config) -> Self {
        if !config.lock {
            return Self::default();
        }
        let (types, known) = shape::matched(api, lock.entries.keys());
        Self { lock, known, kept: Kept { types, ..Kept::default() }, ..Self::default() }
    }

    /// Whether anything is kept of the members of a type.
    pub(super) fn has_members(&self, owner: &str) -> bool {
        let start = format!("{owner}::");
        let next = self.lock.entries.range((Kind::Member, start.clone())..).next();
        next.is_some_and(|((kind, key), _)| *kind == Kind::Member && key.starts_with(&start))
    }

    fn entry(&self, kind: Kind, key: &str) -> Option<((Kind, String), &Entry)> {
        let own = (kind, key.to_owned());
        let noted = self.known.get(&own).map_or(own, |noted| (kind, noted.clone()));
        let entry = self.lock.entries.get(&noted)?;
        Some((noted, entry))
    }
}

impl Context<'_, '_> {
    /// Gives all items of a scope a name, those that have a kept one that.
    pub(super) fn give_all(
        &mut self,
        scope: &mut Scope,
        items: &[Item<'_>],
        claims: &mut [Claim],
    ) -> Vec<Given> {
        let held = self.hold(items, claims);
        let given = scope.assign(claims);
        self.keep(items, claims, &given, &held);
        given
    }

    /// Puts the names that are kept before all others but those that were asked for, which have strength 0. Gives for
    /// each item whether its first candidate is such a name now.
    fn hold(&mut self, items: &[Item<'_>], claims: &mut [Claim]) -> Vec<bool> {
        if self.keeper.lock.entries.is_empty() {
            return vec![false; items.len()];
        }
        let mut taken: BTreeSet<String> = (claims.iter())
            .filter(|claim| claim.strength == 0)
            .filter_map(|claim| claim.candidates.first().cloned())
            .collect();
        let mut held = Vec::with_capacity(items.len());
        for (item, claim) in items.iter().zip(claims) {
            let Some((noted, entry)) = self.keeper.entry(item.kind, &item.key) else {
                held.push(false);
                continue;
            };
            let (name, bytes) = (entry.name.clone(), entry.bytes.clone());
            self.keeper.used.insert(noted);
            // Who asks for another name wants to be rid of the one that was kept.
            let asks = claim.strength == 0;
            let is_free = !asks && taken.insert(name.clone());
            if is_free {
                claim.strength = 0;
                claim.candidates.retain(|other| *other != name);
                claim.candidates.insert(0, name);
            } else if !asks {
                self.taken(&name, bytes);
            }
            held.push(is_free);
        }
        held
    }

    /// Notes what the items got, and says which of them had to give way to a name that is kept.
    fn keep(&mut self, items: &[Item<'_>], claims: &[Claim], given: &[Given], held: &[bool]) {
        if !self.config.lock {
            return;
        }
        let mut owners: BTreeMap<&str, &Item<'_>> = BTreeMap::new();
        for ((item, given), held) in items.iter().zip(given).zip(held) {
            if *held && given.candidate == 0 {
                owners.insert(&given.text, item);
            }
        }
        for (((item, given), claim), held) in items.iter().zip(given).zip(claims).zip(held) {
            let key = (item.kind, item.key.clone());
            let is_held = *held && given.candidate == 0;
            if *held && !is_held {
                let entry = self.keeper.entry(item.kind, &item.key);
                let entry = entry.map(|(_, entry)| (entry.name.clone(), entry.bytes.clone()));
                if let Some((name, bytes)) = entry {
                    self.taken(&name, bytes);
                }
            }
            let asked = !held && claim.strength == 0 && given.candidate == 0;
            if !asked && (item.always || is_held || given.candidate > 0 || given.numbered) {
                self.keeper.kept.names.insert(key.clone(), given.text.clone());
            }
            if is_held {
                self.keeper.kept.held.insert(key);
            }
            let wanted = claim.candidates.first().map(String::as_str);
            if let Some(owner) = wanted.and_then(|name| owners.get(name)).filter(|_| !held) {
                self.gave_way(
                    item.what,
                    item.at,
                    owner.at,
                    wanted.unwrap_or_default(),
                    &given.text,
                );
            }
        }
    }

    /// Says that an item would have a name if it were not kept for another one.
    pub(super) fn gave_way(
        &mut self,
        what: &str,
        at: &Pointer,
        owner: &Pointer,
        wanted: &str,
        got: &str,
    ) {
        self.sink
            .warning(
                codes::GAVE_WAY,
                at,
                format!("`{wanted}` is kept for another {what} by names.lock; this one is called `{got}`"),
            )
            .also(owner, Part::Key, "this one keeps the name")
            .help("give one of them another name under `[names]` in codegen.toml, or remove the line from names.lock");
    }

    /// The name that is kept for a type.
    pub(super) fn held_type(&mut self, id: TypeId) -> Option<String> {
        let key = self.keeper.kept.types.get(&id)?;
        let kind = shape::kind_of(&self.api.types[id]);
        let (noted, entry) = self.keeper.entry(kind, key)?;
        let name = entry.name.clone();
        self.keeper.used.insert(noted);
        Some(name)
    }

    /// Says that a type cannot have the name that is kept for it.
    pub(super) fn cannot_hold_type(&mut self, id: TypeId) {
        let Some(key) = self.keeper.kept.types.get(&id) else { return };
        let kind = shape::kind_of(&self.api.types[id]);
        let found = self.keeper.entry(kind, key);
        if let Some((name, bytes)) =
            found.map(|(_, entry)| (entry.name.clone(), entry.bytes.clone()))
        {
            self.taken(&name, bytes);
        }
    }

    /// Notes the name of a type for the next run.
    pub(super) fn note_type(&mut self, id: TypeId, name: &str, held: bool) {
        let Some(key) = self.keeper.kept.types.get(&id) else { return };
        let key = (shape::kind_of(&self.api.types[id]), key.clone());
        if held {
            self.keeper.kept.held.insert(key.clone());
        }
        self.keeper.kept.names.insert(key, name.to_owned());
    }

    /// The name that is kept for a group, and what notes the one it gets.
    pub(super) fn held_group(&mut self, key: &str) -> Option<String> {
        let (noted, entry) = self.keeper.entry(Kind::Group, key)?;
        let name = entry.name.clone();
        self.keeper.used.insert(noted);
        Some(name)
    }

    /// Notes the module of a group; `held` is the name that was kept for it.
    pub(super) fn note_group(&mut self, key: &str, name: &str, held: Option<&str>) {
        let noted = (Kind::Group, key.to_owned());
        if let Some(held) = held {
            if held == name {
                self.keeper.kept.held.insert(noted.clone());
            } else if let Some((_, entry)) = self.keeper.entry(Kind::Group, key) {
                let bytes = entry.bytes.clone();
                self.taken(held, bytes);
            }
        }
        if held == Some(name) || name != key {
            self.keeper.kept.names.insert(noted, name.to_owned());
        }
    }

    /// A name that cannot be had as it is kept.
    fn taken(&mut self, name: &str, bytes: std::ops::Range<usize>) {
        let Some(file) = self.keeper.lock.file else { return };
        self.sink
            .report(
                codes::LOCK_TAKEN,
                Severity::Warning,
                Place::Bytes(file, bytes),
                format!("`{name}` cannot be kept: another item has it, or it is reserved"),
            )
            .help("write another name in this line, or remove it; without a change the next best name is kept from now on");
    }

    /// What is kept for the next run. Lines about nothing are dropped.
    pub(super) fn kept(&mut self) -> Kept {
        if let Some(file) = self.keeper.lock.file {
            for (key, entry) in &self.keeper.lock.entries {
                if self.keeper.used.contains(key) {
                    continue;
                }
                self.sink
                    .report(
                        codes::LOCK_UNUSED,
                        Severity::Note,
                        Place::Bytes(file, entry.bytes.clone()),
                        format!("nothing is at `{}` any more; `{}` is not kept", key.1, entry.name),
                    )
                    .help("the line is removed when the crate is written; to keep the name for what moved, correct the place");
            }
        }
        std::mem::take(&mut self.keeper.kept)
    }
}
