//! `required` in its three wrong places, and `properties` that hold what belongs beside them.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::spec::codes;
use crate::spec::repair::Context;
use crate::spec::walk::Trail;

pub(super) fn rewrite(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let mut moved = Vec::new();
    if let Some(Value::Object(properties)) = map.get_mut("properties") {
        moved = flagged(properties, trail, context);
        if let Some(list) = list_inside(properties, trail, context) {
            moved.extend(list);
        }
    }
    let mut names = own_list(map, trail, context);
    if moved.is_empty() {
        if let Some(names) = names {
            map.insert("required".to_owned(), Value::from(names));
        }
        return;
    }
    for name in moved {
        let names = names.get_or_insert_with(|| existing(map));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if let Some(names) = names {
        map.insert("required".to_owned(), Value::from(names));
    }
}

/// `required: true` on properties: their names. Such a flag is of JSON Schema draft 3.
fn flagged(
    properties: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) -> Vec<String> {
    let mut names = Vec::new();
    for (name, property) in properties {
        let Value::Object(property) = property else { continue };
        let flag = match property.get("required") {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" => true,
                "false" | "no" => false,
                _ => continue,
            },
            _ => continue,
        };
        property.shift_remove("required");
        let at = trail.pointer().keys(["properties", name, "required"]);
        context
            .sink
            .warning(
                codes::REQUIRED_FLAG,
                &at,
                format!("expected a list of property names, found `{flag}`"),
            )
            .help(if flag {
                format!("put `{name}` into the list `required` beside `properties`")
            } else {
                "remove it; properties are optional unless they are listed".to_owned()
            });
        if flag {
            names.push(name.clone());
        }
    }
    names
}

/// A list called `required` among the properties: it is indented too far.
fn list_inside(
    properties: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) -> Option<Vec<String>> {
    let names = texts(properties.get("required")?)?;
    properties.shift_remove("required");
    let at = trail.pointer().keys(["properties", "required"]);
    context
        .sink
        .warning(codes::MISPLACED, &at, "expected a property, found a list of required properties")
        .help("put `required` beside `properties`, not into it");
    Some(names)
}

/// The list of the schema itself, when it had to be changed.
fn own_list(
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) -> Option<Vec<String>> {
    let value = map.get("required")?;
    if let Value::Array(items) = value
        && items.iter().all(Value::is_string)
        && unique(items)
    {
        return None;
    }
    let value = map.shift_remove("required")?;
    let at = trail.child("required");
    let names = match &value {
        Value::Array(items) => {
            if !items.iter().all(Value::is_string) {
                context.wrong_type(&at, "a list of property names", &value);
            }
            let names: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            names.into_iter().map(str::to_owned).collect()
        }
        Value::String(name) if has_property(map, name) => {
            context.wrong_type(&at, "a list of property names", &value);
            vec![name.clone()]
        }
        _ => {
            context.unusable(&at, "a list of property names", &value);
            return None;
        }
    };
    let mut seen = HashSet::with_capacity(names.len());
    let once = names.iter().filter(|name| seen.insert(*name)).cloned().collect();
    Some(once)
}

fn has_property(map: &Map<String, Value>, name: &str) -> bool {
    map.get("properties").and_then(|properties| properties.get(name)).is_some()
}

fn unique(items: &[Value]) -> bool {
    let mut seen = HashSet::with_capacity(items.len());
    items.iter().filter_map(Value::as_str).all(|name| seen.insert(name))
}

fn existing(map: &Map<String, Value>) -> Vec<String> {
    map.get("required").and_then(texts).unwrap_or_default()
}

fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::assert_reported;
    use crate::spec::version::Version;

    #[test]
    fn table() {
        let object = |rest: serde_json::Value| {
            let mut schema = json!({ "type": "object", "properties": { "a": {}, "b": {} } });
            if let (Some(schema), Some(rest)) = (schema.as_object_mut(), rest.as_object()) {
                schema.extend(rest.clone());
            }
            schema
        };
        assert_reported(
            Version::V3_0,
            &[
                (
                    json!({ "type": "object", "properties": { "a": { "required": true }, "b": {} } }),
                    object(json!({ "required": ["a"] })),
                    &["OAS0220"],
                ),
                (
                    json!({
                        "type": "object",
                        "properties": { "a": { "required": "true" }, "b": { "required": false } },
                        "required": ["b"],
                    }),
                    object(json!({ "required": ["b", "a"] })),
                    &["OAS0220", "OAS0220"],
                ),
                (
                    json!({ "type": "object", "properties": { "a": {}, "b": {}, "required": ["a"] } }),
                    object(json!({ "required": ["a"] })),
                    &["OAS0222"],
                ),
                (
                    object(json!({ "required": "a" })),
                    object(json!({ "required": ["a"] })),
                    &["OAS0209"],
                ),
                (object(json!({ "required": true })), object(json!({})), &["OAS0210"]),
                (
                    object(json!({ "required": ["a", "a"] })),
                    object(json!({ "required": ["a"] })),
                    &[],
                ),
                (
                    object(json!({ "required": ["a", 1] })),
                    object(json!({ "required": ["a"] })),
                    &["OAS0209"],
                ),
                // A property may be called `required`.
                (
                    json!({ "type": "object", "properties": { "required": { "type": "boolean" } } }),
                    json!({ "type": "object", "properties": { "required": { "type": "boolean" } } }),
                    &[],
                ),
            ],
        );
    }
}
