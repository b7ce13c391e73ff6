//! Members of types: fields of objects, values of enums, variants of unions, and the catch-all of each.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::case::{LONGEST, Symbols, Words};
use super::lock::{Item, Kind};
use super::scope::{Claim, Scope};
use super::{Context, Ident, candidates, unions};
use crate::ir::{Enum, Field, Object, Type, TypeDef, TypeKind, Union};
use crate::source::Pointer;

/// Members and catch-all of a type. `labels` are those of its variants, if it is a union.
pub(super) fn assign(
    context: &mut Context<'_, '_>,
    def: &TypeDef,
    labels: &[String],
    name: &str,
    texts: &[String],
) -> (Vec<Ident>, Ident) {
    match &def.kind {
        TypeKind::Object(object) => fields(context, object, name),
        TypeKind::Enum(values) => enum_values(context, def, values, name),
        TypeKind::Union(union) => variants(context, union, labels, (name, texts)),
        TypeKind::Alias(_) | TypeKind::Newtype(_) => (Vec::new(), Ident::new("Unknown")),
    }
}

fn fields(context: &mut Context<'_, '_>, object: &Object, owner: &str) -> (Vec<Ident>, Ident) {
    let mut scope = Scope::default();
    let plain =
        if context.keeper.has_members(owner) { None } else { plain_fields(&mut scope, object) };
    let members = plain.unwrap_or_else(|| {
        scope = Scope::default();
        claimed_fields(context, &mut scope, object, owner)
    });
    (
        members,
        rest(&mut scope, &["additional_properties", "other_properties", "unknown_properties"]),
    )
}

/// The plain names of all fields, where nobody asks for another and no two are alike: the same as
/// [`claimed_fields`], without the second choices.
fn plain_fields(scope: &mut Scope, object: &Object) -> Option<Vec<Ident>> {
    let plain = |field: &Field| {
        let text = Words::of(&field.wire_name).capped(LONGEST).snake();
        (field.explicit_name.is_none() && scope.take(&text)).then(|| Ident::new(text))
    };
    object.fields.iter().map(plain).collect()
}

fn claimed_fields(
    context: &mut Context<'_, '_>,
    scope: &mut Scope,
    object: &Object,
    owner: &str,
) -> Vec<Ident> {
    let mut claims = Vec::new();
    for field in &object.fields {
        let asked = field.explicit_name.as_deref();
        let mut names = Vec::new();
        if let Some(asked) = asked {
            names.push(candidates::explicit_snake(asked));
        }
        let spelled = candidates::snake_of(&field.wire_name);
        let strength = match spelled.first() {
            _ if asked.is_some() => 0,
            Some(plain) if candidates::is_exact(&field.wire_name, plain) => 1,
            _ if field.wire_name.contains(char::is_alphanumeric) => 2,
            _ => 3,
        };
        for name in spelled {
            candidates::push_new(&mut names, name);
        }
        claims.push(Claim { strength, candidates: names });
    }
    let items: Vec<Item<'_>> = (object.fields.iter())
        .map(|field| member(owner, &field.wire_name, &field.origin, "field", false))
        .collect();
    let given = context.give_all(scope, &items, &mut claims);
    (object.fields.iter().zip(given))
        .map(|(field, given)| {
            context.give(given, &field.origin, field.explicit_name.as_deref(), "field")
        })
        .collect()
}

fn enum_values(
    context: &mut Context<'_, '_>,
    def: &TypeDef,
    values: &Enum,
    owner: &str,
) -> (Vec<Ident>, Ident) {
    let texts: Vec<String> = values.values.iter().map(|value| text_of(&value.value)).collect();
    let spelled = spelled_alike(&texts);
    let mut claims = Vec::new();
    for ((text, name), value) in texts.iter().zip(spelled).zip(&values.values) {
        let asked = value.explicit_name.as_deref();
        let mut names = Vec::new();
        if let Some(asked) = asked {
            names.push(candidates::explicit_pascal(asked));
        }
        if name == "Self" {
            candidates::push_new(&mut names, format!("{name}Value"));
        }
        candidates::push_new(&mut names, name.clone());
        let cased = format!("{name}{}", Words::of(super::case::letter_case(text)).pascal());
        candidates::push_new(&mut names, cased);
        for name in candidates::pascal_of(text) {
            candidates::push_new(&mut names, name);
        }
        candidates::push_new(&mut names, format!("{name}Value"));
        let strength = match asked {
            Some(_) => 0,
            None if text.contains(char::is_alphanumeric) => 1,
            None => 2,
        };
        claims.push(Claim { strength, candidates: names });
    }
    let mut scope = variant_scope();
    let items: Vec<Item<'_>> = (texts.iter().zip(&claims))
        .map(|(text, claim)| {
            let plain = Words::of(text).capped(LONGEST).pascal();
            member(owner, text, &def.origin, "value", claim.candidates.first() != Some(&plain))
        })
        .collect();
    let given = context.give_all(&mut scope, &items, &mut claims);
    let members =
        given.into_iter().map(|given| context.give(given, &def.origin, None, "value")).collect();
    (members, rest(&mut scope, UNKNOWN))
}

/// Values in words. Signs are spelled for all or for none; other symbols for those that are alike without, all of them.
fn spelled_alike(texts: &[String]) -> Vec<String> {
    let spell =
        |text: &String, symbols, longest| Words::spelled(text, symbols).capped(longest).pascal();
    let all = |symbols| texts.iter().map(|text| spell(text, symbols, LONGEST)).collect::<Vec<_>>();
    let different = |names: &[String]| names.iter().collect::<BTreeSet<_>>().len();
    let (plain, signs) = (all(Symbols::Separate), all(Symbols::Signs));
    let mut names = if different(&signs) > different(&plain) { signs } else { plain };
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        groups.entry(name.clone()).or_default().push(index);
    }
    for group in groups.into_values().filter(|group| group.len() > 1) {
        let members: Vec<&String> = group.iter().filter_map(|index| texts.get(*index)).collect();
        let spelled = [Symbols::Separate, Symbols::Spell, Symbols::SpellAll].map(|symbols| {
            members.iter().map(|text| spell(text, symbols, 2 * LONGEST)).collect::<Vec<_>>()
        });
        // The least spelling, at more length, that tells all apart, else none: then letter case does, or nothing.
        if let Some(spelled) = spelled.into_iter().find(|names| different(names) == names.len()) {
            for (index, name) in group.into_iter().zip(spelled) {
                if let Some(slot) = names.get_mut(index) {
                    *slot = name;
                }
            }
        }
    }
    names
}

fn variants(
    context: &mut Context<'_, '_>,
    union: &Union,
    labels: &[String],
    (owner, texts): (&str, &[String]),
) -> (Vec<Ident>, Ident) {
    let mut claims: Vec<Claim> = (union.variants.iter().zip(labels))
        .map(|(variant, label)| Claim {
            strength: u8::from(variant.explicit_name.is_none()),
            candidates: vec![label.clone(), format!("{label}Value")],
        })
        .collect();
    let mut scope = variant_scope();
    // What one is called depends on all of them.
    let items: Vec<Item<'_>> = (union.variants.iter())
        .map(|variant| {
            let text = variant.tags.first().cloned().unwrap_or_else(|| told_by(&variant.ty, texts));
            member(owner, &text, &variant.origin, "variant", true)
        })
        .collect();
    let given = context.give_all(&mut scope, &items, &mut claims);
    let members = (union.variants.iter().zip(given).enumerate())
        .map(|(index, (variant, mut given))| {
            given.numbered |= given.text == unions::position(index);
            context.give(given, &variant.origin, None, "variant")
        })
        .collect();
    (members, rest(&mut scope, UNKNOWN))
}

/// What tells a variant without a tag from the others, wherever it stands in the list.
fn told_by(ty: &Type, texts: &[String]) -> String {
    match ty {
        Type::Named(id) => texts.get(id.index()).cloned().unwrap_or_default(),
        Type::List(inner) => told_by(inner, texts) + "[]",
        Type::Map(inner) => told_by(inner, texts) + "{}",
        Type::Nullable(inner) | Type::Boxed(inner) => told_by(inner, texts),
        Type::External(path) => path.clone(),
        plain => format!("{plain:?}"),
    }
}

fn member<'a>(
    owner: &str,
    wire: &str,
    at: &'a Pointer,
    what: &'static str,
    always: bool,
) -> Item<'a> {
    Item { kind: Kind::Member, key: format!("{owner}::{wire}"), at, what, always }
}

/// Names of the variant that holds what the description does not know.
const UNKNOWN: &[&str] = &["Unknown", "UnknownValue", "Other", "OtherValue", "Unrecognized"];

/// The only name that no variant can have.
fn variant_scope() -> Scope {
    Scope::new(&[&["Self"]])
}

fn rest(scope: &mut Scope, names: &[&str]) -> Ident {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    Ident::new(scope.claim(&names).text)
}

/// The text of a value, by which it is named.
fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "null".to_owned(),
        other => other.to_string(),
    }
}
