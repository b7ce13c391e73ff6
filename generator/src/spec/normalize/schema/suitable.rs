//! A schema whose keywords are those of its type: the type is inferred where they leave no doubt, keywords that have no
//! effect on it go. openapiv3 then knows it for what it is.

use serde_json::{Map, Value};

use super::enumeration;
use super::type_list::{belongs_to, is_numeric_format};
use crate::spec::codes;
use crate::spec::repair::Context;
use crate::spec::walk::Trail;

pub(super) fn rewrite(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    discriminator(map, trail, context);
    enumeration::fit_to_type(map, trail, context);
    if !map.contains_key("type")
        && let Some(name) = inferred(map)
    {
        map.insert("type".to_owned(), Value::from(name));
        if name == "array" && !map.contains_key("items") {
            map.insert("items".to_owned(), Value::Object(Map::new()));
        }
    }
    without_effect(map, trail, context);
}

/// The type that the keywords of a schema speak of.
fn inferred(map: &Map<String, Value>) -> Option<&'static str> {
    if ["allOf", "anyOf", "oneOf", "not", "$ref"].iter().any(|key| map.contains_key(*key)) {
        return None;
    }
    if let Some(Value::Array(values)) = map.get("enum") {
        let mut values = values.iter().filter(|value| !value.is_null()).peekable();
        values.peek()?;
        let values: Vec<&Value> = values.collect();
        let all = |test: fn(&Value) -> bool| values.iter().all(|value| test(value));
        return if all(Value::is_string) {
            Some("string")
        } else if all(|value| value.is_i64() || value.is_u64()) {
            Some("integer")
        } else if all(Value::is_number) {
            Some("number")
        } else if all(Value::is_boolean) {
            Some("boolean")
        } else {
            None
        };
    }
    let has = |keys: &[&str]| keys.iter().any(|key| map.contains_key(*key));
    if has(&["properties", "additionalProperties", "minProperties", "maxProperties"]) {
        return Some("object");
    }
    if has(&["items", "minItems", "maxItems", "uniqueItems"]) {
        return Some("array");
    }
    if has(&["pattern", "minLength", "maxLength"]) {
        return Some("string");
    }
    match map.get("format").and_then(Value::as_str) {
        Some("float" | "double" | "decimal") => Some("number"),
        Some(format) if is_numeric_format(format) => Some("integer"),
        Some(
            "date" | "date-time" | "time" | "duration" | "uuid" | "uri" | "url" | "email" | "byte"
            | "binary" | "password" | "ipv4" | "ipv6" | "hostname",
        ) => Some("string"),
        _ if has(&["minimum", "maximum", "multipleOf"]) => Some("number"),
        _ => None,
    }
}

/// JSON Schema 2020-12, section 7.6.1: a keyword for one type says nothing of values of another.
fn without_effect(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let Some(Value::String(name)) = map.get("type") else { return };
    let name = name.clone();
    let foreign: Vec<String> = map
        .iter()
        .filter(|(keyword, value)| {
            let format =
                *keyword == "format" && !matches!(name.as_str(), "array" | "object" | "boolean");
            !format
                && !belongs_to(keyword, value, &name)
                && ["string", "number", "array", "object"]
                    .iter()
                    .any(|other| belongs_to(keyword, value, other))
        })
        .map(|(keyword, _)| keyword.clone())
        .collect();
    for keyword in foreign {
        let value = map.shift_remove(&keyword);
        let says_nothing =
            value.and_then(|value| value.as_object().map(Map::is_empty)) == Some(true);
        if matches!(keyword.as_str(), "items" | "properties") && !says_nothing {
            let message = format!("`{keyword}` has no effect on the type `{name}`");
            let other = if keyword == "items" { "array" } else { "object" };
            context
                .sink
                .warning(codes::NO_EFFECT, &trail.child(&keyword), message)
                .at_key()
                .help(format!("remove it, or write `type: {other}`"));
        }
    }
    if name != "integer" && name != "number" {
        map.retain(|keyword, _| {
            !matches!(keyword.as_str(), "exclusiveMinimum" | "exclusiveMaximum")
        });
    }
}

/// A discriminator says nothing without the name of its property.
fn discriminator(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let Some(Value::Object(discriminator)) = map.get("discriminator") else { return };
    if discriminator
        .get("propertyName")
        .is_some_and(|name| matches!(name, Value::String(_) | Value::Number(_) | Value::Bool(_)))
    {
        return;
    }
    let at = trail.child("discriminator");
    context
        .missing(&at, "a discriminator has no `propertyName`".to_owned())
        .help("name the property whose value tells the schemas apart; it is read without");
    map.shift_remove("discriminator");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{assert_reported, assert_silent};
    use crate::spec::version::Version;

    #[test]
    fn table() {
        assert_silent(
            Version::V3_0,
            &[
                (
                    json!({ "properties": { "a": {} } }),
                    json!({ "properties": { "a": {} }, "type": "object" }),
                ),
                (json!({ "items": {} }), json!({ "items": {}, "type": "array" })),
                (json!({ "pattern": "a" }), json!({ "pattern": "a", "type": "string" })),
                (json!({ "format": "int64" }), json!({ "format": "int64", "type": "integer" })),
                (json!({ "format": "uuid" }), json!({ "format": "uuid", "type": "string" })),
                (json!({ "format": "other" }), json!({ "format": "other" })),
                // Part of a choice, not a type of its own.
                (json!({ "required": ["a"] }), json!({ "required": ["a"] })),
                (
                    json!({ "properties": { "a": {} }, "allOf": [{}] }),
                    json!({ "properties": { "a": {} }, "allOf": [{}] }),
                ),
                (
                    json!({ "type": "string", "minimum": 1, "exclusiveMinimum": true, "uniqueItems": true }),
                    json!({ "type": "string" }),
                ),
                (json!({ "type": "boolean", "format": "flag" }), json!({ "type": "boolean" })),
                // A 64-bit number as text.
                (
                    json!({ "type": "string", "format": "int64" }),
                    json!({ "type": "string", "format": "int64" }),
                ),
            ],
        );
        assert_reported(
            Version::V3_0,
            &[
                (
                    json!({ "type": "string", "items": { "type": "string" } }),
                    json!({ "type": "string" }),
                    &["OAS0226"],
                ),
                (
                    json!({ "type": "string", "properties": { "a": {} }, "required": ["a"] }),
                    json!({ "type": "string" }),
                    &["OAS0226"],
                ),
                (
                    json!({ "oneOf": [{}, {}], "discriminator": {} }),
                    json!({ "oneOf": [{}, {}] }),
                    &["OAS0211"],
                ),
                (
                    json!({ "oneOf": [{}, {}], "discriminator": "kind" }),
                    json!({ "oneOf": [{}, {}], "discriminator": { "propertyName": "kind" } }),
                    &["OAS0209"],
                ),
            ],
        );
    }
}
