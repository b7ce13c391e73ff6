//! `enum` is a list of values that fit the type.

use std::collections::HashSet;

use serde_json::{Map, Number, Value};

use crate::spec::codes;
use crate::spec::repair::Context;
use crate::spec::walk::Trail;

pub(super) fn rewrite(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let Some(value) = map.get_mut("enum") else { return };
    let at = trail.child("enum");
    match value {
        Value::Array(_) => {}
        // Names with their descriptions.
        Value::Object(entries) if !entries.is_empty() => {
            context.wrong_type(&at, "a list of values", value);
            *value = entries_of(value);
        }
        Value::String(_) | Value::Number(_) | Value::Bool(_) => {
            context.wrong_type(&at, "a list of values", value);
            *value = Value::Array(vec![value.take()]);
        }
        Value::Null | Value::Object(_) => {
            context.unusable(&at, "a list of values", value);
            map.shift_remove("enum");
            return;
        }
    }
    let Value::Array(values) = value else { return };
    if values.is_empty() {
        context.unusable(&at, "a list of at least one value", &Value::Array(Vec::new()));
        map.shift_remove("enum");
        return;
    }
    let mut seen = HashSet::with_capacity(values.len());
    let first: Vec<bool> = values.iter().map(|value| seen.insert(value.to_string())).collect();
    retain(values, &first);
    let null = values.iter().any(Value::is_null);
    for (_, list) in map.iter_mut().filter(|(keyword, _)| is_about_values(keyword)) {
        if let Value::Array(list) = list {
            retain(list, &first);
        }
    }
    if null {
        map.insert("nullable".to_owned(), Value::Bool(true));
    }
    move_to_items(map, trail, context);
}

/// Keeps the entries that are marked, of a list that is as long as the marks.
fn retain(list: &mut Vec<Value>, marked: &[bool]) {
    if list.len() == marked.len() {
        let mut marks = marked.iter();
        list.retain(|_| marks.next() == Some(&true));
    }
}

/// Extensions that name or describe the values, in their order.
fn is_about_values(keyword: &str) -> bool {
    keyword.starts_with("x-enum") || matches!(keyword, "x-ms-enum" | "x-descriptions")
}

fn entries_of(value: &Value) -> Value {
    value.as_object().into_iter().flatten().map(|(key, _)| Value::from(key.as_str())).collect()
}

/// On an array: it is the items that are one of the values.
fn move_to_items(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let is_array = map.get("type").is_some_and(|name| name == "array");
    let Some(Value::Array(values)) = map.get("enum") else { return };
    if !is_array || values.iter().any(|value| value.is_array() || value.is_null()) {
        return;
    }
    let about: Vec<String> = map.keys().filter(|key| is_about_values(key)).cloned().collect();
    let items = map.entry("items").or_insert_with(|| Value::Object(Map::new()));
    let Value::Object(items) = items else { return };
    if items.contains_key("enum") || items.contains_key("$ref") {
        return;
    }
    let at = trail.child("enum");
    context
        .sink
        .warning(codes::MISPLACED, &at, "expected lists as values of an array, found single values")
        .at_key()
        .help("put `enum` under `items`; it is read as if it stood there");
    let said: Vec<(String, Value)> =
        about.into_iter().filter_map(|keyword| map.shift_remove_entry(&keyword)).collect();
    if let Some(values) = map.shift_remove("enum")
        && let Some(Value::Object(items)) = map.get_mut("items")
    {
        items.insert("enum".to_owned(), values);
        for (keyword, said) in said {
            items.insert(keyword, said);
        }
        context.relocated(&at, &trail.pointer().keys(["items", "enum"]));
    }
}

/// Reads values as values of the type, where they are not but can be.
pub(super) fn fit_to_type(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let Some(Value::String(name)) = map.get("type") else { return };
    let name = name.clone();
    let Some(Value::Array(values)) = map.get("enum") else { return };
    let misfits: Vec<usize> = values
        .iter()
        .enumerate()
        .filter(|(_, value)| !is_of_type(value, &name))
        .map(|(index, _)| index)
        .collect();
    let Some(first) = misfits.first() else { return };
    let at = trail.child("enum").index(*first);
    let read: Option<Vec<Value>> = values.iter().map(|value| as_type(value, &name)).collect();
    let fixed_by_value = name == "integer"
        && misfits.iter().all(|index| values.get(*index).is_some_and(Value::is_number));
    let diagnostic = if fixed_by_value && read.is_some() {
        None
    } else {
        let found = values.get(*first).map(crate::spec::repair::describe).unwrap_or_default();
        let message = format!("expected a value of type `{name}`, found {found}");
        Some(context.sink.warning(codes::ENUM_TYPE, &at, message))
    };
    if let Some(read) = read {
        if let Some(diagnostic) = diagnostic {
            diagnostic.help(match name.as_str() {
                "string" => "put the values in quotes; they are read as text",
                _ => "write the values without quotes; they are read as such",
            });
        }
        map.insert("enum".to_owned(), Value::Array(read));
    } else if misfits.len() == values.len() {
        if let Some(diagnostic) = diagnostic {
            diagnostic.help("correct the `type`; the values decide what it is read as");
        }
        map.shift_remove("type");
    } else {
        if let Some(diagnostic) = diagnostic {
            diagnostic.help("correct the `type` or the value; the value is kept");
        }
        map.shift_remove("type");
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match (name, value) {
        (_, Value::Null) => true,
        ("string", value) => value.is_string(),
        ("integer", value) => value.is_i64() || value.is_u64(),
        ("number", value) => value.is_number(),
        ("boolean", value) => value.is_boolean(),
        _ => true,
    }
}

fn as_type(value: &Value, name: &str) -> Option<Value> {
    if is_of_type(value, name) {
        return Some(value.clone());
    }
    match (name, value) {
        ("string", Value::Number(number)) => Some(Value::from(number.to_string())),
        ("string", Value::Bool(flag)) => Some(Value::from(flag.to_string())),
        ("integer", Value::String(text)) => text.trim().parse::<i64>().ok().map(Value::from),
        ("integer", Value::Number(number)) => super::bounds::whole(number).map(Value::Number),
        ("number", Value::String(text)) => {
            let float: f64 = text.trim().parse().ok()?;
            text.trim()
                .parse::<i64>()
                .map(Number::from)
                .ok()
                .or_else(|| Number::from_f64(float))
                .map(Value::Number)
        }
        ("boolean", Value::String(text)) => match text.as_str() {
            "true" | "True" => Some(Value::Bool(true)),
            "false" | "False" => Some(Value::Bool(false)),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{assert_reported, assert_silent};
    use crate::spec::version::Version;

    #[test]
    fn table() {
        let version = Version::V3_0;
        assert_silent(
            version,
            &[
                (
                    json!({ "type": "string", "enum": ["a", null, "a"] }),
                    json!({ "type": "string", "enum": ["a", null], "nullable": true }),
                ),
                (json!({ "enum": [1, 2] }), json!({ "enum": [1, 2], "type": "integer" })),
                (json!({ "enum": [1, "a"] }), json!({ "enum": [1, "a"] })),
                (
                    json!({ "type": "integer", "enum": [1.0, 2] }),
                    json!({ "type": "integer", "enum": [1, 2] }),
                ),
            ],
        );
        assert_reported(
            version,
            &[
                (
                    json!({ "type": "string", "enum": "a" }),
                    json!({ "type": "string", "enum": ["a"] }),
                    &["OAS0209"],
                ),
                (
                    json!({ "type": "string", "enum": { "a": "first", "b": "second" } }),
                    json!({ "type": "string", "enum": ["a", "b"] }),
                    &["OAS0209"],
                ),
                (
                    json!({ "type": "string", "enum": [] }),
                    json!({ "type": "string" }),
                    &["OAS0210"],
                ),
                (
                    json!({ "type": "string", "enum": null }),
                    json!({ "type": "string" }),
                    &["OAS0210"],
                ),
                (
                    json!({ "type": "string", "enum": [1, true, "a"] }),
                    json!({ "type": "string", "enum": ["1", "true", "a"] }),
                    &["OAS0221"],
                ),
                (
                    json!({ "type": "integer", "enum": ["1", "2"] }),
                    json!({ "type": "integer", "enum": [1, 2] }),
                    &["OAS0221"],
                ),
                (
                    json!({ "type": "integer", "enum": ["a", "b"] }),
                    json!({ "enum": ["a", "b"], "type": "string" }),
                    &["OAS0221"],
                ),
                (
                    json!({ "type": "boolean", "enum": ["true"] }),
                    json!({ "type": "boolean", "enum": [true] }),
                    &["OAS0221"],
                ),
                (
                    json!({ "type": "array", "enum": ["a"], "items": { "type": "string" } }),
                    json!({ "type": "array", "items": { "type": "string", "enum": ["a"] } }),
                    &["OAS0222"],
                ),
            ],
        );
    }
}
