//! How to tell the variants of a union apart: settled when all types are known.

use std::collections::HashSet;

use indexmap::{IndexMap, IndexSet};
use serde_json::Value;

use super::{Lowering, codes};
use crate::diag::folded;
use crate::ir::{
    Access, Api, Discriminated, Enum, EnumBase, Field, JsonKinds, Object, Presence, Probe, Tagging,
    Type, TypeId, TypeKind, Union, Variant,
};

/// How far names for other types are followed.
const MAX_STEPS: usize = 64;

/// A union that waits for all types to be known.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub(super) id: TypeId,
    /// The property of the declared discriminator.
    pub(super) property: Option<String>,
    /// Tags of the discriminator with component keys.
    pub(super) mapping: IndexMap<String, String>,
    /// Component keys of each variant.
    pub(super) keys: Vec<Vec<String>>,
}

impl Lowering<'_> {
    /// Fills in tags and probes of all unions, those inside other unions first.
    pub(super) fn settle_unions(&mut self) {
        let mut pending = std::mem::take(&mut self.unions);
        // A union within a union is made after the outer one has claimed its id, so later ones come first; unions of
        // components in any order may still refer to each other, hence a second round.
        pending.sort_by_key(|union| std::cmp::Reverse(union.id));
        for _ in 0..2 {
            for union in &pending {
                self.settle(union, false);
            }
        }
        for union in &pending {
            self.settle(union, true);
        }
    }

    fn settle(&mut self, pending: &Pending, report: bool) {
        let TypeKind::Union(union) = &self.api.types[pending.id].kind else { return };
        let mut union = union.clone();
        let tagged = match &pending.property {
            Some(property) => self.declared(&union, property, pending, report),
            None => None,
        };
        let tagged = tagged.or_else(|| self.constant_property(&union));
        if let Some((property, tags)) = tagged {
            for (variant, tags) in union.variants.iter_mut().zip(tags) {
                variant.tags = tags;
                variant.tag_is_field =
                    has_field(&self.api, &variant.ty, &property, &mut Vec::new());
                variant.probe = Probe::default();
            }
            union.tagging = Tagging::Property(Discriminated { property });
        } else {
            for variant in &mut union.variants {
                variant.tags.clear();
                variant.tag_is_field = false;
                variant.probe = probe(&self.api, &variant.ty);
            }
            union.tagging = Tagging::Shape;
        }
        self.api.types[pending.id].kind = TypeKind::Union(union);
    }

    /// Tags by a declared discriminator: `mapping`, else constants of the property, else the schema's name.
    fn declared(
        &mut self,
        union: &Union,
        property: &str,
        pending: &Pending,
        report: bool,
    ) -> Option<(String, Vec<Vec<String>>)> {
        let objects = |variant: &Variant| kinds(&self.api, &variant.ty, &mut Vec::new()).object;
        if !union.variants.iter().all(objects) {
            return None;
        }
        let listed: Vec<Vec<String>> =
            union.variants.iter().map(|variant| self.texts_of(&variant.ty, property)).collect();
        let mut taken: HashSet<String> = pending.mapping.keys().cloned().collect();
        let mut all = Vec::with_capacity(union.variants.len());
        for (index, variant) in union.variants.iter().enumerate() {
            let keys = pending.keys.get(index).map_or(&[][..], Vec::as_slice);
            let mapped = pending.mapping.iter().filter(|(_, key)| keys.contains(key));
            let mut tags: Vec<String> = mapped.map(|(tag, _)| tag.clone()).collect();
            // A text that several variants list (the enum of a parent's property) tells nothing.
            // Nor does a list of several beside a mapping: that says which of them is meant.
            let others = || listed.iter().enumerate().filter(|(other, _)| *other != index);
            let own = listed[index].iter().filter(|text| {
                !taken.contains(*text) && !others().any(|(_, texts)| texts.contains(text))
            });
            if tags.is_empty() || listed[index].len() == 1 {
                tags.extend(own.cloned());
            }
            if let ([only], true) = (listed[index].as_slice(), tags.is_empty()) {
                if report {
                    self.sink.note(
                        codes::TAG_TWICE,
                        &variant.origin,
                        format!("`{only}` as `{property}` names another alternative, too"),
                    );
                }
                return None;
            }
            if tags.is_empty() {
                // `Link` beside an enum with `link`: the enum says how the name is written.
                let alike =
                    |key: &String| listed[index].iter().find(|text| folded(text) == folded(key));
                let names = keys.iter().flat_map(|key| alike(key).into_iter().chain([key]));
                for name in names.filter(|name| !taken.contains(*name)) {
                    if !tags.contains(name) {
                        tags.push(name.clone());
                    }
                }
            }
            taken.extend(tags.iter().cloned());
            all.push(tags);
        }
        // A variant without a tag could never be read; telling them apart by shape loses none.
        all.iter().all(|tags| !tags.is_empty()).then(|| (property.to_owned(), all))
    }

    /// A required property that is constant in each variant, with no text twice.
    fn constant_property(&self, union: &Union) -> Option<(String, Vec<Vec<String>>)> {
        let first = object_of(&self.api, &union.variants.first()?.ty)?;
        first.fields.iter().find_map(|field| {
            let property = &field.wire_name;
            let mut taken = IndexSet::new();
            let mut tags = Vec::new();
            for variant in &union.variants {
                let texts = if is_required(&self.api, &variant.ty, property, &mut Vec::new()) {
                    self.texts_of(&variant.ty, property)
                } else {
                    Vec::new()
                };
                if texts.is_empty() || !texts.iter().all(|text| taken.insert(text.clone())) {
                    return None;
                }
                tags.push(texts);
            }
            Some((property.clone(), tags))
        })
    }

    /// The texts a property can have in a type, if they are listed.
    fn texts_of(&self, ty: &Type, property: &str) -> Vec<String> {
        if let Some((_, union)) = union_of(&self.api, ty) {
            return match &union.tagging {
                Tagging::Property(inner) if inner.property == property => {
                    union.variants.iter().flat_map(|variant| variant.tags.clone()).collect()
                }
                _ => Vec::new(),
            };
        }
        let Some(field) = field_of(&self.api, ty, property) else { return Vec::new() };
        if let Some(constant) = &field.constant {
            return constant.as_str().map(str::to_owned).into_iter().collect();
        }
        let Some(list) = enum_of(&self.api, &field.ty) else { return Vec::new() };
        if list.base != EnumBase::String {
            return Vec::new();
        }
        let texts = list.values.iter().filter_map(|value| value.value.as_str());
        texts.map(str::to_owned).collect()
    }
}

fn is_required(api: &Api, ty: &Type, property: &str, seen: &mut Vec<TypeId>) -> bool {
    match union_of(api, ty) {
        Some((id, union)) => {
            if seen.contains(&id) {
                return true;
            }
            seen.push(id);
            union.variants.iter().all(|inner| is_required(api, &inner.ty, property, seen))
        }
        None => {
            field_of(api, ty, property).is_some_and(|field| field.presence == Presence::Required)
        }
    }
}

/// Whether a type writes the property itself.
fn has_field(api: &Api, ty: &Type, property: &str, seen: &mut Vec<TypeId>) -> bool {
    match union_of(api, ty) {
        Some((id, union)) => {
            // A union by the same property puts the tag in where its variants do not.
            let same = Tagging::Property(Discriminated { property: property.to_owned() });
            if seen.contains(&id) || union.tagging == same {
                return true;
            }
            seen.push(id);
            union.variants.iter().all(|inner| has_field(api, &inner.ty, property, seen))
        }
        // One that may be left out would leave the tag out.
        None => field_of(api, ty, property).is_some_and(|field| {
            field.presence == Presence::Required && field.access == Access::Both
        }),
    }
}

/// What a value of a type looks like.
fn probe(api: &Api, ty: &Type) -> Probe {
    Probe {
        kinds: kinds(api, ty, &mut Vec::new()),
        required: required_keys(api, ty, &mut Vec::new()).unwrap_or_default(),
        texts: texts(api, ty, &mut Vec::new()).unwrap_or_default(),
    }
}

/// Keys that each value of a type has; `None` for a union that is being looked at already.
fn required_keys(api: &Api, ty: &Type, seen: &mut Vec<TypeId>) -> Option<Vec<String>> {
    if let Some(object) = object_of(api, ty) {
        let always = |field: &&Field| {
            matches!(field.presence, Presence::Required | Presence::Nullable)
                && field.access == Access::Both
        };
        let fields = object.fields.iter().filter(always);
        return Some(fields.map(|field| field.wire_name.clone()).collect());
    }
    let Some((id, union)) = union_of(api, ty) else { return Some(Vec::new()) };
    if seen.contains(&id) {
        return None;
    }
    seen.push(id);
    let each = union.variants.iter().filter_map(|inner| required_keys(api, &inner.ty, seen));
    each.reduce(|mut common, keys| {
        common.retain(|key| keys.contains(key));
        common
    })
}

/// Keys that are constant in each value of a type, with their texts; `None` as above. A reader skips constants, so
/// without these two objects that differ in a constant only would be taken for each other, and a union of unions would
/// give each value to the first, which takes what it does not know, too.
fn texts(api: &Api, ty: &Type, seen: &mut Vec<TypeId>) -> Option<Vec<(String, Vec<String>)>> {
    if let Some(object) = object_of(api, ty) {
        let constant = |field: &Field| {
            let text = match (&field.constant, enum_of(api, &field.ty)) {
                (Some(value), _) => value.as_str(),
                (None, Some(list)) => match list.values.as_slice() {
                    [only] => only.value.as_str(),
                    _ => None,
                },
                (None, None) => None,
            };
            Some((field.wire_name.clone(), vec![text?.to_owned()]))
        };
        return Some(object.fields.iter().filter_map(constant).collect());
    }
    let Some((id, union)) = union_of(api, ty) else { return Some(Vec::new()) };
    if seen.contains(&id) {
        return None;
    }
    seen.push(id);
    let mut common: Option<Vec<(String, Vec<String>)>> = None;
    for variant in &union.variants {
        let own = match &union.tagging {
            Tagging::Property(tagged) => {
                Some(vec![(tagged.property.clone(), variant.tags.clone())])
            }
            Tagging::Shape => texts(api, &variant.ty, seen),
        };
        let Some(own) = own else { continue };
        common = Some(match common {
            None => own,
            Some(mut common) => {
                common.retain_mut(|(key, texts)| {
                    let more = own.iter().find(|(other, _)| other == key);
                    for text in more.iter().flat_map(|(_, more)| more) {
                        if !texts.contains(text) {
                            texts.push(text.clone());
                        }
                    }
                    more.is_some()
                });
                common
            }
        });
    }
    common
}

fn kinds(api: &Api, ty: &Type, seen: &mut Vec<TypeId>) -> JsonKinds {
    let none = JsonKinds::default();
    match ty {
        Type::Any | Type::External(_) => JsonKinds {
            bool: true,
            integer: true,
            number: true,
            string: true,
            array: true,
            object: true,
        },
        Type::Null => none,
        Type::Bool => JsonKinds { bool: true, ..none },
        Type::Integer(_) => JsonKinds { integer: true, ..none },
        Type::Number(_) => JsonKinds { integer: true, number: true, ..none },
        Type::String(_) | Type::Binary => JsonKinds { string: true, ..none },
        Type::List(_) | Type::Tuple(_) => JsonKinds { array: true, ..none },
        Type::Map(_) => JsonKinds { object: true, ..none },
        Type::Nullable(inner) | Type::Boxed(inner) => kinds(api, inner, seen),
        Type::Named(id) if seen.contains(id) => none,
        Type::Named(id) => {
            seen.push(*id);
            match &api.types[*id].kind {
                TypeKind::Object(_) => JsonKinds { object: true, ..none },
                TypeKind::Alias(inner) | TypeKind::Newtype(inner) => kinds(api, inner, seen),
                TypeKind::Enum(list) => list
                    .values
                    .iter()
                    .fold(none, |all, value| joined(all, kinds_of_value(&value.value))),
                TypeKind::Union(union) => union
                    .variants
                    .iter()
                    .fold(none, |all, variant| joined(all, kinds(api, &variant.ty, seen))),
            }
        }
    }
}

fn kinds_of_value(value: &Value) -> JsonKinds {
    let none = JsonKinds::default();
    match value {
        Value::Null => none,
        Value::Bool(_) => JsonKinds { bool: true, ..none },
        Value::Number(number) if number.is_f64() => JsonKinds { number: true, ..none },
        Value::Number(_) => JsonKinds { integer: true, ..none },
        Value::String(_) => JsonKinds { string: true, ..none },
        Value::Array(_) => JsonKinds { array: true, ..none },
        Value::Object(_) => JsonKinds { object: true, ..none },
    }
}

fn joined(one: JsonKinds, other: JsonKinds) -> JsonKinds {
    JsonKinds {
        bool: one.bool || other.bool,
        integer: one.integer || other.integer,
        number: one.number || other.number,
        string: one.string || other.string,
        array: one.array || other.array,
        object: one.object || other.object,
    }
}

fn object_of<'t>(api: &'t Api, ty: &Type) -> Option<&'t Object> {
    match definition(api, ty, 0)? {
        (_, TypeKind::Object(object)) => Some(object),
        _ => None,
    }
}

fn union_of<'t>(api: &'t Api, ty: &Type) -> Option<(TypeId, &'t Union)> {
    match definition(api, ty, 0)? {
        (id, TypeKind::Union(union)) => Some((id, union)),
        _ => None,
    }
}

fn enum_of<'t>(api: &'t Api, ty: &Type) -> Option<&'t Enum> {
    match definition(api, ty, 0)? {
        (_, TypeKind::Enum(list)) => Some(list),
        _ => None,
    }
}

/// The definition behind names for it.
fn definition<'t>(api: &'t Api, ty: &Type, steps: usize) -> Option<(TypeId, &'t TypeKind)> {
    if steps > MAX_STEPS {
        return None;
    }
    match ty {
        Type::Named(id) => match &api.types[*id].kind {
            TypeKind::Alias(inner) => definition(api, inner, steps + 1),
            kind => Some((*id, kind)),
        },
        Type::Boxed(inner) => definition(api, inner, steps + 1),
        _ => None,
    }
}

fn field_of<'t>(api: &'t Api, ty: &Type, property: &str) -> Option<&'t Field> {
    let object = object_of(api, ty)?;
    object.fields.iter().find(|field| field.wire_name == property)
}
