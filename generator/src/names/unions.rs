//! Labels of a union's variants: one strategy for all variants of a union, so that siblings look alike.
//!
//! In order: what the discriminator sends, the types' names (without what they share with the union's), the property
//! that only one of them has, the types in more words. What is still alike then gets its position.

use std::collections::{BTreeMap, BTreeSet};

use super::candidates::{explicit_pascal, push_new, useful_title};
use super::case::{LONGEST, Words};
use super::place;
use crate::ir::{
    Api, EnumBase, Parent, Role, StringFormat, Tagging, Type, TypeId, TypeKind, Union, Variant,
};

/// How deep the words of a type go: `StringListList`.
const DEEPEST: usize = 3;

/// The labels, in pascal case, by variant. `known` has the names of types that are named already.
pub(super) fn labels(
    api: &Api,
    id: TypeId,
    union: &Union,
    known: &[Option<String>],
) -> Vec<String> {
    let view = View { api, id, known };
    let own_name = view.name_words(id);
    let explicit: Vec<Option<String>> = (union.variants.iter())
        .map(|variant| variant.explicit_name.as_deref().filter(|name| !name.trim().is_empty()))
        .map(|name| name.map(explicit_pascal))
        .collect();
    let all = |label: &dyn Fn(&Variant) -> Words| -> Vec<Words> {
        union.variants.iter().map(|variant| label(variant).capped(LONGEST)).collect()
    };
    let long = all(&|variant| view.words(&variant.ty, true, 0));
    let short = without_owner(all(&|variant| view.words(&variant.ty, false, 0)), own_name.as_ref());
    let mut strategies = Vec::new();
    if union.tagging != Tagging::Shape
        && union.variants.iter().all(|variant| readable(&variant.tags))
    {
        strategies.push(without_owner(
            all(&|variant| Words::of(variant.tags.first().map_or("", String::as_str))),
            own_name.as_ref(),
        ));
    }
    let by_property = by_property(&view, union, &short);
    strategies.extend([short.clone(), by_property.clone(), long]);
    for words in &strategies {
        let texts: Vec<String> = (words.iter().zip(&explicit))
            .map(|(words, explicit)| explicit.clone().unwrap_or_else(|| words.pascal()))
            .collect();
        if unique(&texts) {
            return texts;
        }
    }
    mixed(union, &explicit, &by_property)
}

/// The label of a variant that nothing but its position tells from another.
pub(super) fn position(index: usize) -> String {
    format!("Variant{}", index + 1)
}

/// Which variant holds a type: itself, or in a list or map.
pub(super) fn holder(union: &Union, id: TypeId) -> Option<usize> {
    union.variants.iter().position(|variant| {
        let mut ty = &variant.ty;
        loop {
            match ty {
                Type::Named(named) => return *named == id,
                Type::List(inner)
                | Type::Map(inner)
                | Type::Nullable(inner)
                | Type::Boxed(inner) => ty = inner,
                _ => return false,
            }
        }
    })
}

/// Each by the best label that no variant before it has.
fn mixed(union: &Union, explicit: &[Option<String>], words: &[Words]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let mut labels = Vec::new();
    for (index, ((variant, explicit), words)) in
        union.variants.iter().zip(explicit).zip(words).enumerate()
    {
        let mut choices: Vec<String> = explicit.iter().cloned().collect();
        push_new(&mut choices, words.pascal());
        for tag in &variant.tags {
            push_new(&mut choices, Words::of(tag).capped(LONGEST).pascal());
        }
        let free = choices.into_iter().find(|text| !taken.contains(text));
        let label = free.unwrap_or_else(|| position(index));
        taken.insert(label.clone());
        labels.push(label);
    }
    labels
}

/// What a discriminator sends makes a name when it is one short text.
fn readable(tags: &[String]) -> bool {
    match tags {
        [tag] => {
            tag.starts_with(char::is_alphabetic)
                && !tag.contains(['/', ':', '#'])
                && Words::of(tag).count() <= 6
        }
        _ => false,
    }
}

/// `EventCreated` and `EventDeleted` of `Event` are `Created` and `Deleted`.
fn without_owner(words: Vec<Words>, owner: Option<&Words>) -> Vec<Words> {
    let Some(owner) = owner else { return words };
    let starts_well = |words: &Words| words.first().starts_with(char::is_alphabetic);
    let stripped: Option<Vec<Words>> =
        words.iter().map(|words| words.after(owner).filter(starts_well)).collect();
    stripped.unwrap_or(words)
}

/// Objects of one label go by a constant of their own, else by a property that only one of them has or needs.
fn by_property(view: &View<'_>, union: &Union, short: &[Words]) -> Vec<Words> {
    let count = |names: &dyn Fn(&Variant) -> BTreeSet<String>| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for name in union.variants.iter().flat_map(names) {
            *counts.entry(name).or_default() += 1;
        }
        counts
    };
    let fields = |variant: &Variant| view.fields(&variant.ty);
    let known =
        count(&|variant| fields(variant).iter().map(|(name, _)| (*name).to_owned()).collect());
    let needed = count(&|variant| variant.probe.required.iter().cloned().collect());
    let constants = |variant: &Variant| view.constants(&variant.ty);
    let fixed = count(&|variant| constants(variant).into_iter().collect());
    let mut alike: BTreeMap<&Words, usize> = BTreeMap::new();
    for label in short {
        *alike.entry(label).or_default() += 1;
    }
    let mut labels = Vec::new();
    for (variant, label) in union.variants.iter().zip(short) {
        let fields = fields(variant);
        let own = |required: bool| {
            let own = fields.iter().filter(|(name, is_required)| {
                *is_required == required && known.get(*name) == Some(&1)
            });
            plainest(own.map(|(name, _)| (*name).to_owned()))
        };
        let only_needed = || {
            let needed = (variant.probe.required.iter())
                .filter(|name| needed.get(name.as_str()) == Some(&1));
            plainest(needed.cloned())
        };
        let property = match alike.get(label) {
            Some(1) | None => None,
            Some(_) => {
                plainest(constants(variant).into_iter().filter(|text| fixed.get(text) == Some(&1)))
                    .or_else(|| own(true))
                    .or_else(|| own(false))
                    .or_else(only_needed)
            }
        };
        let property = property.filter(|name| name.contains(char::is_alphanumeric));
        labels
            .push(property.map_or_else(|| label.clone(), |name| Words::of(&name).capped(LONGEST)));
    }
    labels
}

/// Of several properties the one in the fewest words, whatever the order of the document.
fn plainest(names: impl Iterator<Item = String>) -> Option<String> {
    names.min_by_key(|name| (Words::of(name).count(), name.len(), name.clone()))
}

fn unique(texts: &[String]) -> bool {
    texts.iter().collect::<BTreeSet<_>>().len() == texts.len()
}

struct View<'a> {
    api: &'a Api,
    /// The union.
    id: TypeId,
    known: &'a [Option<String>],
}

impl<'a> View<'a> {
    /// Words of a type that has a name by itself.
    fn name_words(&self, id: TypeId) -> Option<Words> {
        self.known.get(id.index()).and_then(Option::as_deref).map(Words::of)
    }

    /// Fields of an object, and whether they are always there.
    fn fields(&self, ty: &Type) -> Vec<(&'a str, bool)> {
        use crate::ir::Presence::{Nullable, Required};
        let Type::Named(id) = ty else { return Vec::new() };
        match &self.api.types[*id].kind {
            TypeKind::Object(object) => (object.fields.iter())
                .map(|field| {
                    (field.wire_name.as_str(), matches!(field.presence, Required | Nullable))
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// Texts that fields of an object always have.
    fn constants(&self, ty: &Type) -> Vec<String> {
        let Type::Named(id) = ty else { return Vec::new() };
        let TypeKind::Object(object) = &self.api.types[*id].kind else { return Vec::new() };
        let constants = object.fields.iter().filter_map(|field| field.constant.as_ref()?.as_str());
        constants.map(str::to_owned).collect()
    }

    /// What a type is, in words.
    fn words(&self, ty: &Type, long: bool, depth: usize) -> Words {
        if depth > DEEPEST {
            return Words::of("value");
        }
        let of = |text: &str| Words::of(text);
        match ty {
            Type::Any => of("any"),
            Type::Null => of("null"),
            Type::Bool => of("boolean"),
            Type::Integer(_) => of("integer"),
            Type::Number(_) => of("number"),
            Type::String(format) => of(format_word(*format)),
            Type::Binary => of("binary"),
            Type::List(inner) if long => self.words(inner, true, depth + 1).with("list"),
            Type::List(_) => of("list"),
            Type::Map(inner) if long => self.words(inner, true, depth + 1).with("map"),
            Type::Map(_) => of("map"),
            Type::Tuple(_) => of("tuple"),
            Type::Nullable(inner) | Type::Boxed(inner) => self.words(inner, long, depth + 1),
            Type::External(path) => of(path.rsplit("::").next().unwrap_or(path)),
            Type::Named(id) => self.named(*id, long, depth),
        }
    }

    fn named(&self, id: TypeId, long: bool, depth: usize) -> Words {
        if let Some(words) = self.name_words(id) {
            return words;
        }
        let def = &self.api.types[id];
        let place = def.hint.parent.as_ref().map(|(_, role)| role);
        let role_words = place.and_then(place::role_words);
        let title = def.hint.title.as_deref();
        if let Some(words) = title.and_then(|title| useful_title(title, role_words.as_ref(), None))
        {
            return words;
        }
        let own = matches!(
            def.hint.parent,
            Some((Parent::Type(parent), Role::Variant { .. })) if parent == self.id
        );
        if !own && let Some(words) = role_words {
            return words;
        }
        match &def.kind {
            TypeKind::Object(_) => Words::of("object"),
            TypeKind::Union(_) => Words::of("choice"),
            TypeKind::Enum(values) => match (values.values.as_slice(), long, values.base) {
                ([only], ..) => match &only.value {
                    serde_json::Value::String(text) => Words::of(text),
                    other => Words::of(&other.to_string()),
                },
                (_, true, EnumBase::String) => Words::of("string enum"),
                (_, true, EnumBase::Integer) => Words::of("integer enum"),
                _ => Words::of("enum"),
            },
            TypeKind::Alias(inner) | TypeKind::Newtype(inner) => self.words(inner, long, depth + 1),
        }
    }
}

fn format_word(format: StringFormat) -> &'static str {
    match format {
        StringFormat::Plain => "string",
        StringFormat::Date => "date",
        StringFormat::DateTime => "date time",
        StringFormat::Time => "time",
        StringFormat::Duration => "duration",
        StringFormat::Uuid => "uuid",
        StringFormat::Uri => "uri",
        StringFormat::Ipv4 => "ipv4",
        StringFormat::Ipv6 => "ipv6",
        StringFormat::Ip => "ip",
        StringFormat::Byte => "bytes",
        StringFormat::Password => "secret",
        StringFormat::Int64 => "int64 string",
        StringFormat::Uint64 => "uint64 string",
        StringFormat::Decimal => "decimal",
    }
}
