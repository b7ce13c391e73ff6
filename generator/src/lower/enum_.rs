//! Enums: lists of constants, with the names and texts that extensions give them.

use indexmap::IndexMap;
use serde_json::Value;

use super::keywords::Kind;
use super::shape::{Facet, Shape};
use super::{Lowering, Making};
use crate::ir::{Docs, Enum, EnumBase, EnumValue, Type, TypeKind};

/// Extensions that name the values of an enum, in order of claim.
const NAMES: [&str; 3] = ["x-enum-varnames", "x-enumNames", "x-enum-names"];

/// Extensions that describe the values of an enum.
const TEXTS: [&str; 6] = [
    "x-enum-descriptions",
    "x-enumDescriptions",
    "x-enum-description",
    "x-enum-desc",
    "x-enumDescription",
    "x-descriptions",
];

impl<'a> Lowering<'a> {
    /// What a shape with an `enum` means.
    pub(super) fn listed(
        &mut self,
        shape: &Shape<'a>,
        facets: &[Facet<'a>],
        making: &Making,
    ) -> Type {
        let values = self.enum_values(shape, facets);
        let open = !self.config.types.closed_enums;
        let mut making = making.clone();
        making.docs.title = making.docs.title.or_else(|| facets.iter().rev().find_map(ms_title));
        self.enumeration(values, shape.kind, open, &making)
    }

    /// The values of a shape with an `enum`; `null` is none of them, and none is there twice.
    pub(super) fn enum_values(
        &mut self,
        shape: &Shape<'a>,
        facets: &[Facet<'a>],
    ) -> Vec<EnumValue> {
        let mut values: Vec<EnumValue> = Vec::new();
        for listed in shape.values.iter().flatten() {
            if listed.value.is_null() {
                continue;
            }
            let Some(facet) = facets.get(listed.facet) else { continue };
            if values.iter().any(|other| other.value == listed.value) {
                continue;
            }
            let at = facet.at.key("enum").index(listed.index);
            let extensions = &facet.keywords.data.extensions;
            let all = &facet.keywords.values;
            let said = |names: &[&str]| {
                names.iter().find_map(|name| said_of(extensions.get(*name)?, listed, all))
            };
            let (named, text) = (said(&NAMES), said(&TEXTS));
            let (ms_name, ms_text) = ms_enum(extensions, &listed.value);
            values.push(EnumValue {
                value: listed.value.clone(),
                explicit_name: self.overrides.name(&at).or(named).or(ms_name),
                docs: Docs { description: text.or(ms_text), ..Docs::default() },
            });
        }
        values
    }

    /// The type of a list of values.
    pub(super) fn enumeration(
        &mut self,
        values: Vec<EnumValue>,
        kind: Option<Kind>,
        open: bool,
        making: &Making,
    ) -> Type {
        if values.is_empty() {
            return Type::Null;
        }
        if values.iter().all(|value| value.value.is_boolean())
            && matches!(kind, None | Some(Kind::Boolean))
        {
            return Type::Bool;
        }
        let base = match kind {
            None | Some(Kind::String) if values.iter().all(|value| value.value.is_string()) => {
                EnumBase::String
            }
            None | Some(Kind::Integer) if values.iter().all(|value| value.value.is_i64()) => {
                EnumBase::Integer
            }
            _ => EnumBase::Mixed,
        };
        let id = self.claim(making);
        self.define(id, TypeKind::Enum(Enum { base, values, open }))
    }
}

/// What an extension says of a value: a list in the order of `enum`, or a map by value.
fn said_of(extension: &Value, listed: &super::shape::Listed, all: &[Value]) -> Option<String> {
    let said = match extension {
        // Some count `null` as a value and some do not.
        Value::Array(list) if list.len() < all.len() => {
            let before = all.iter().take(listed.index).filter(|value| !value.is_null());
            list.get(before.count())?
        }
        Value::Array(list) => list.get(listed.index)?,
        Value::Object(map) => match &listed.value {
            Value::String(text) => map.get(text)?,
            other => map.get(&other.to_string())?,
        },
        _ => return None,
    };
    said.as_str().filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

/// `x-ms-enum`: a list of objects with `value`, `name` and `description`.
fn ms_enum(
    extensions: &IndexMap<String, Value>,
    value: &Value,
) -> (Option<String>, Option<String>) {
    let entries = extensions.get("x-ms-enum").and_then(|ext| ext.get("values")?.as_array());
    // Values of numbers are often written as text there.
    let text = Value::from(value.to_string());
    let same = |entry: &&Value| entry.get("value").is_some_and(|of| of == value || *of == text);
    let entry = entries.and_then(|list| list.iter().find(same));
    let text = |key: &str| entry.and_then(|entry| entry.get(key)?.as_str()).map(str::to_owned);
    (text("name"), text("description"))
}

/// The name that `x-ms-enum` gives the type. Several schemas may say the same name, so it is no stronger than a title.
fn ms_title(facet: &Facet<'_>) -> Option<String> {
    let name = facet.keywords.data.extensions.get("x-ms-enum")?.get("name")?.as_str()?;
    Some(name.to_owned())
}
