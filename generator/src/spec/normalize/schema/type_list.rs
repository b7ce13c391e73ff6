//! `type` as a list (JSON Schema 2020-12, validation, section 6.1.1): one type, `nullable`, or a choice.

use serde_json::{Map, Value, json};

use super::type_name::{is_type, only_null, unknown};
use crate::spec::ext;
use crate::spec::repair::Context;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

pub(super) fn rewrite(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let Some(Value::Array(list)) = map.get("type") else { return };
    let list = list.clone();
    let at = trail.child("type");
    context.since(Version::V3_1, &at, "a list of types");
    let mut types: Vec<&str> = Vec::new();
    let mut null = false;
    for (index, entry) in list.iter().enumerate() {
        match entry.as_str() {
            Some("null") => null = true,
            None if entry.is_null() => null = true,
            Some(name) if is_type(name) && !types.contains(&name) => types.push(name),
            Some(name) if is_type(name) => {}
            Some(name) => unknown(name, &at.index(index), context),
            None => context.unusable(&at, "a list of types", entry),
        }
    }
    // Every integer is a number; who names both has integers whose digits all count.
    let integer = types.contains(&"number") && types.contains(&"integer");
    if integer {
        types.retain(|name| *name != "integer");
    }
    let everything = covers_everything(&types) && !types.iter().any(|name| has_own(map, name));
    if integer && !everything {
        map.entry("format").or_insert_with(|| Value::from(ext::EXACT_NUMBER));
    }
    if null {
        map.insert("nullable".to_owned(), Value::Bool(true));
    }
    match types.as_slice() {
        [] if null => only_null(map),
        [] => {
            map.shift_remove("type");
        }
        [one] => {
            map.insert("type".to_owned(), Value::from(*one));
        }
        several => {
            map.shift_remove("type");
            if everything {
                return;
            }
            map.insert(ext::TYPES.to_owned(), Value::from(several));
            // Values, or other choices, already say it all.
            if !["enum", "anyOf", "oneOf", "allOf"].iter().any(|key| map.contains_key(*key)) {
                split(several, map, trail, context);
            }
        }
    }
}

fn covers_everything(types: &[&str]) -> bool {
    ["string", "number", "boolean", "array", "object"].iter().all(|name| types.contains(name))
}

fn has_own(map: &Map<String, Value>, name: &str) -> bool {
    map.iter().any(|(keyword, value)| belongs_to(keyword, value, name))
}

/// One branch for each type, with the keywords that say something of it.
fn split(types: &[&str], map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let branches = trail.child("anyOf");
    let mut list = Vec::with_capacity(types.len());
    for (index, name) in types.iter().enumerate() {
        let mut branch = Map::from_iter([("type".to_owned(), json!(name))]);
        let own: Vec<String> = map
            .iter()
            .filter(|(keyword, value)| belongs_to(keyword, value, name))
            .map(|(keyword, _)| keyword.clone())
            .collect();
        for keyword in own {
            if let Some(value) = map.shift_remove(&keyword) {
                let to = branches.index(index).key(&keyword);
                context.relocated(&trail.child(&keyword), &to);
                branch.insert(keyword, value);
            }
        }
        context.copied(&trail.child("type"), &branches.index(index).key("type"));
        list.push(Value::Object(branch));
    }
    map.insert("anyOf".to_owned(), Value::Array(list));
}

/// Whether a keyword says something of values of this type only.
pub(super) fn belongs_to(keyword: &str, value: &Value, name: &str) -> bool {
    match keyword {
        "format" => match value.as_str() {
            Some(format) if is_numeric_format(format) => matches!(name, "integer" | "number"),
            _ => name == "string",
        },
        "pattern" | "minLength" | "maxLength" | "contentEncoding" | "contentMediaType"
        | "contentSchema" => name == "string",
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => {
            matches!(name, "integer" | "number")
        }
        "items" | "prefixItems" | "minItems" | "maxItems" | "uniqueItems" | "contains"
        | "minContains" | "maxContains" | "unevaluatedItems" | "additionalItems" => name == "array",
        "properties"
        | "required"
        | "additionalProperties"
        | "patternProperties"
        | "minProperties"
        | "maxProperties"
        | "propertyNames"
        | "dependentRequired"
        | "dependentSchemas"
        | "unevaluatedProperties" => name == "object",
        _ => false,
    }
}

/// The formats of numbers in the registry of formats (spec.openapis.org/registry/format).
pub(super) fn is_numeric_format(format: &str) -> bool {
    matches!(
        format,
        "int8"
            | "int16"
            | "int32"
            | "int64"
            | "uint8"
            | "uint16"
            | "uint32"
            | "uint64"
            | "double-int"
            | "float"
            | "double"
            | "decimal128"
            | "decimal"
            | ext::EXACT_NUMBER
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_reported, assert_silent, rewritten_with_moves};
    use super::*;
    use crate::source::Pointer;

    #[test]
    fn table() {
        assert_silent(
            Version::V3_1,
            &[
                (
                    json!({ "type": ["string", "null"], "maxLength": 1 }),
                    json!({ "type": "string", "maxLength": 1, "nullable": true }),
                ),
                (json!({ "type": ["string"] }), json!({ "type": "string" })),
                (json!({ "type": ["null"] }), json!({ "nullable": true, "enum": [null] })),
                (
                    json!({ "type": ["integer", "number"] }),
                    json!({ "type": "number", "format": "x-oasmith-exact" }),
                ),
                (
                    json!({ "type": ["string", "integer"], "minimum": 1, "pattern": "a", "title": "t" }),
                    json!({
                        "title": "t",
                        "x-oasmith-types": ["string", "integer"],
                        "anyOf": [
                            { "type": "string", "pattern": "a" },
                            { "type": "integer", "minimum": 1 },
                        ],
                    }),
                ),
                (
                    json!({ "type": ["array", "string"], "items": { "type": "string" }, "format": "date" }),
                    json!({
                        "x-oasmith-types": ["array", "string"],
                        "anyOf": [
                            { "type": "array", "items": { "type": "string" } },
                            { "type": "string", "format": "date" },
                        ],
                    }),
                ),
                (
                    json!({ "type": ["string", "number", "null"], "enum": ["a", 1, null] }),
                    json!({
                        "enum": ["a", 1, null],
                        "nullable": true,
                        "x-oasmith-types": ["string", "number"],
                    }),
                ),
                (
                    json!({ "type": ["string", "number", "boolean", "array", "object", "null"] }),
                    json!({ "nullable": true }),
                ),
            ],
        );
        assert_reported(
            Version::V3_0,
            &[
                (
                    json!({ "type": ["string", "null"] }),
                    json!({ "type": "string", "nullable": true }),
                    &["OAS0212"],
                ),
                (
                    json!({ "type": ["Pet", "string"] }),
                    json!({ "type": "string" }),
                    &["OAS0212", "OAS0213"],
                ),
            ],
        );
    }

    #[test]
    fn keywords_are_found_again() {
        let (_, map, _) = rewritten_with_moves(
            Version::V3_1,
            &json!({ "type": ["string", "integer"], "minimum": 1 }),
        );
        let place = Pointer::new("/components/schemas/S/anyOf/1/minimum");
        assert_eq!(map.original(&place).1.as_str(), "/components/schemas/S/minimum");
    }
}
