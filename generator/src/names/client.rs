//! Names on the client and its builder, and those of webhooks.

use super::case::{LONGEST, Words};
use super::lock::{Item, Kind};
use super::renames::rename;
use super::scope::{Claim, Scope};
use super::{Context, Ident, candidates, reserved};
use crate::config::Config;

/// `default_org_id`, for each value the client carries around: an accessor and a setter. `org_id` and
/// `default_org_id` in codegen.toml mean the same.
pub(super) fn defaults(config: &Config) -> Vec<Ident> {
    let mut scope = Scope::new(&[reserved::BUILDER_METHODS, reserved::GROUPS]);
    (config.defaults.keys())
        .map(|name| {
            let words = Words::of(name);
            let prefix = Words::of("default");
            let words = if words.after(&prefix).is_some() { words } else { prefix.then(&words) };
            Ident::new(scope.claim(&[words.capped(LONGEST).snake()]).text)
        })
        .collect()
}

/// The setter of each security scheme. With `name` goes `name_prefix`, which is kept free too.
pub(super) fn security_schemes(context: &mut Context<'_, '_>, defaults: &[Ident]) -> Vec<Ident> {
    let mut scope = Scope::new(&[reserved::BUILDER_METHODS]);
    for name in defaults {
        scope.take(name.as_str());
    }
    let mut explicit = Vec::new();
    let mut claims = Vec::new();
    for scheme in &context.api.security_schemes {
        let asked = rename(context.config, &scheme.origin);
        let words = Words::of(&scheme.key).capped(LONGEST);
        let mut names: Vec<String> =
            asked.iter().map(|asked| candidates::explicit_snake(asked)).collect();
        for name in [words.snake(), words.with("auth").snake(), words.with("credential").snake()] {
            candidates::push_new(&mut names, name);
        }
        for name in candidates::snake_of(&scheme.key) {
            candidates::push_new(&mut names, name);
        }
        claims.push(Claim { strength: u8::from(asked.is_none()), candidates: names });
        explicit.push(asked);
    }
    let prefixes: Vec<String> = (claims.iter())
        .filter_map(|claim| claim.candidates.first())
        .map(|name| format!("{name}_prefix"))
        .collect();
    for claim in &mut claims {
        // `a_prefix` would be two methods: the setter of one scheme and the prefix of another.
        if claim.candidates.len() > 1 {
            claim.candidates.retain(|name| !prefixes.contains(name));
        }
    }
    let items: Vec<Item<'_>> = (context.api.security_schemes.iter())
        .map(|scheme| Item {
            kind: Kind::Credential,
            key: scheme.key.clone(),
            at: &scheme.origin,
            what: "security scheme",
            always: false,
        })
        .collect();
    let given = context.give_all(&mut scope, &items, &mut claims);
    (context.api.security_schemes.iter().zip(explicit).zip(given))
        .map(|((scheme, asked), given)| {
            context.give(given, &scheme.origin, asked.as_deref(), "security scheme")
        })
        .collect()
}

/// A constant for each webhook and callback.
pub(super) fn webhooks(context: &mut Context<'_, '_>, owners: &[Words]) -> Vec<Ident> {
    let mut explicit = Vec::new();
    let mut claims = Vec::new();
    for webhook in &context.api.webhooks {
        let asked = rename(context.config, &webhook.origin);
        let words = Words::of(&webhook.name).capped(LONGEST);
        let method = Words::of(&webhook.method.as_str().to_ascii_lowercase());
        let mut names: Vec<String> =
            asked.iter().map(|asked| Words::of(asked).screaming()).collect();
        let mut choices = vec![words.clone()];
        choices.extend(
            webhook.callback_of.and_then(|id| owners.get(id)).map(|owner| owner.then(&words)),
        );
        choices.extend(webhook.operation_id.as_deref().map(Words::of));
        choices.push(words.then(&method));
        for words in choices {
            candidates::push_new(&mut names, words.screaming());
        }
        claims.push(Claim { strength: u8::from(asked.is_none()), candidates: names });
        explicit.push(asked);
    }
    let items: Vec<Item<'_>> = (context.api.webhooks.iter())
        .map(|webhook| Item {
            kind: Kind::Webhook,
            key: webhook.origin.as_str().to_owned(),
            at: &webhook.origin,
            what: "webhook",
            always: webhook.callback_of.is_some(),
        })
        .collect();
    let given = context.give_all(&mut Scope::default(), &items, &mut claims);
    (context.api.webhooks.iter().zip(explicit).zip(given))
        .map(|((webhook, asked), given)| {
            context.give(given, &webhook.origin, asked.as_deref(), "webhook")
        })
        .collect()
}
