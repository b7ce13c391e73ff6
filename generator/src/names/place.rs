//! Where an inline type lives, in words: `status` of an order, an item of `lines`, the request of an operation.

use super::candidates::{self, media_words, status_key_words};
use super::case::{LONGEST, Words};
use super::plural::singular;
use crate::ir::{Parent, Role, Type, TypeDef, TypeKind};

/// A place relative to its parent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// These words, after the parent's name.
    Below(Words),
    /// One of what the parent's name is the plural of.
    OneOf(Vec<String>),
    /// A branch of the parent, which is a union. Lowering leaves out branches (`null`, doubles), so their number is not the
    /// number of the variant.
    Variant(usize, Vec<String>),
}

/// The place of a role.
pub(super) fn place(
    role: &Role,
    parent: Parent,
    def: &TypeDef,
    parent_kind: Option<&TypeKind>,
) -> Place {
    let mut wrappers = Vec::new();
    let mut role = role;
    loop {
        role = match role {
            Role::Item(inner) => {
                wrappers.push("item");
                inner
            }
            Role::MapValue(inner) => {
                wrappers.push("value");
                inner
            }
            Role::Nth(inner, index) => {
                wrappers.push(ordinal(*index));
                inner
            }
            _ => break,
        };
    }
    wrappers.reverse();
    let words = match role {
        Role::Property(name) | Role::Parameter(name) => Words::of(name).capped(LONGEST),
        Role::Header(name) => {
            let plain = name.strip_prefix("X-").or_else(|| name.strip_prefix("x-")).unwrap_or(name);
            Words::of(plain).capped(LONGEST).with("header")
        }
        Role::Component(key) => component_words(key, def),
        Role::Request(media) => {
            let word = if matches!(parent, Parent::Webhook(_)) { "payload" } else { "request" };
            media.as_ref().map_or_else(|| Words::of(word), |media| media_words(media).with(word))
        }
        Role::Response(status, media) => {
            let status = status.as_deref().map(status_key_words);
            let media = media.as_deref().map(media_words);
            let parts = [status, media, Some(Words::of("response"))];
            let words = parts.into_iter().flatten().reduce(|all, more| all.then(&more));
            words.unwrap_or_else(|| Words::of("response"))
        }
        Role::Element => {
            let item = !matches!(
                parent_kind,
                Some(TypeKind::Alias(Type::Map(_)) | TypeKind::Newtype(Type::Map(_)))
            );
            let element = if item { "item" } else { "value" };
            let more: Vec<String> = wrappers.iter().map(|word| (*word).to_owned()).collect();
            if let (
                Some(TypeKind::Alias(Type::Tuple(_)) | TypeKind::Newtype(Type::Tuple(_))),
                Some(words),
            ) = (parent_kind, Words::from_list(&more))
            {
                return Place::Below(words);
            }
            if item {
                return Place::OneOf(more);
            }
            let all: Vec<String> = std::iter::once(element.to_owned()).chain(more).collect();
            return Place::Below(Words::from_list(&all).unwrap_or_else(|| Words::of(element)));
        }
        Role::Variant { index, .. } => {
            return Place::Variant(
                *index,
                wrappers.iter().map(|word| (*word).to_owned()).collect(),
            );
        }
        // Unwrapped above.
        Role::Item(_) | Role::MapValue(_) | Role::Nth(..) => Words::of("item"),
    };
    let named = matches!(role, Role::Property(_) | Role::Parameter(_) | Role::Component(_));
    Place::Below(wrap(words, &wrappers, named))
}

/// Which item of a tuple. A longer one than this is a list of another kind, whose items all are `item`.
fn ordinal(index: usize) -> &'static str {
    const ORDINALS: [&str; 8] =
        ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"];
    ORDINALS.get(index).copied().unwrap_or("item")
}

/// `lines` with an item around it is `line`; what has no singular gets the wrapper's word.
fn wrap(words: Words, wrappers: &[&str], named: bool) -> Words {
    let mut words = words;
    for (index, wrapper) in wrappers.iter().enumerate() {
        words = if index == 0 && named && *wrapper == "item" {
            one_of(&words).unwrap_or_else(|| words.with(wrapper))
        } else {
            words.with(wrapper)
        };
    }
    words
}

/// The words with the last one in the singular; `None` when it is no plural.
pub(super) fn one_of(words: &Words) -> Option<Words> {
    let (before, last) = words.split_last();
    let last = singular(last)?;
    match before {
        Some(before) => Some(before.with(&last)),
        None => Words::from_list([last]),
    }
}

/// A response called `NotFound` is `NotFoundResponse`, so that it leaves `NotFound` to a schema.
fn component_words(key: &str, def: &TypeDef) -> Words {
    let words = Words::of(key).capped(LONGEST);
    let mut segments = def.origin.segments();
    let section = match segments.next().as_deref() {
        Some("components") => segments.next(),
        other => other.map(str::to_owned),
    };
    let (suffix, enough): (&str, &[&str]) = match section.as_deref() {
        Some("responses") => ("response", &["response", "responses", "result", "reply"]),
        Some("requestBodies") => ("request", &["request", "body", "payload", "input"]),
        Some("headers") => ("header", &["header"]),
        _ => return words,
    };
    let (_, last) = words.split_last();
    if enough.contains(&last) { words } else { words.with(suffix) }
}

/// The words of the role itself, for telling whether a title says more.
pub(super) fn role_words(role: &Role) -> Option<Words> {
    let mut role = role;
    while let Role::Item(inner) | Role::MapValue(inner) | Role::Nth(inner, _) = role {
        role = inner;
    }
    match role {
        Role::Property(name)
        | Role::Parameter(name)
        | Role::Header(name)
        | Role::Component(name) => Some(Words::of(name)),
        _ => None,
    }
}

/// The name of a type in that place under a parent of this name.
pub(super) fn name_in(parent: &str, place: &Place, labels: Option<&[String]>) -> (String, bool) {
    match place {
        Place::Below(words) => (candidates::below(parent, words), false),
        Place::OneOf(more) => {
            let owner = Words::of(parent);
            let base = match one_of(&owner) {
                Some(one) => one.pascal(),
                None => candidates::below(parent, &Words::of("item")),
            };
            (with(&base, more), false)
        }
        Place::Variant(index, more) => {
            let label = labels.and_then(|labels| labels.get(*index));
            let number = || format!("Variant{}", index + 1);
            let text = label.cloned().unwrap_or_else(number);
            let base = candidates::below(parent, &Words::of(&text));
            (with(&base, more), label.is_none())
        }
    }
}

fn with(base: &str, more: &[String]) -> String {
    Words::from_list(more)
        .map_or_else(|| base.to_owned(), |words| base.to_owned() + &words.pascal())
}
