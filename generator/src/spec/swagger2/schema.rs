//! Schema objects: what 2.0 writes otherwise than 3.0.

use serde_json::{Map, Value, json};

use crate::spec::shape::{Kind, Shape, shape};
use crate::spec::walk::DEPTH_LIMIT;

/// A schema of `definitions`, of a body or of a response. Nothing in it moves.
pub(super) fn convert(value: &Value) -> Value {
    let mut after = value.clone();
    rewrite(&mut after, 0);
    after
}

fn rewrite(schema: &mut Value, depth: usize) {
    let Value::Object(map) = schema else { return };
    if depth > DEPTH_LIMIT {
        return;
    }
    if let Some(name @ Value::String(_)) = map.get("discriminator") {
        let discriminator = json!({ "propertyName": name });
        map.insert("discriminator".to_owned(), discriminator);
    }
    nullable(map);
    null(map);
    file(map);
    map.shift_remove("collectionFormat");
    for (key, child) in map.iter_mut() {
        match (shape(Kind::Schema, key), child) {
            // A list of `items` is of JSON Schema, but common in 2.0.
            (Shape::List(Kind::Schema) | Shape::One(Kind::Schema), Value::Array(items)) => {
                for item in items {
                    rewrite(item, depth + 1);
                }
            }
            (Shape::One(Kind::Schema) | Shape::SchemaOrFlag, child) => rewrite(child, depth + 1),
            (Shape::Map(Kind::Schema), Value::Object(entries)) => {
                for entry in entries.values_mut() {
                    rewrite(entry, depth + 1);
                }
            }
            _ => {}
        }
    }
}

/// `x-nullable` is how 2.0 says what `nullable` says since 3.0.
pub(super) fn nullable(map: &mut Map<String, Value>) {
    if let Some(nullable) = map.get("x-nullable").filter(|value| value.is_boolean()).cloned() {
        map.shift_remove("x-nullable");
        map.entry("nullable").or_insert(nullable);
    }
}

/// `type` is as in JSON Schema (Swagger 2.0, section "Schema Object"), so it may be a list, and one with `null`.
fn null(map: &mut Map<String, Value>) {
    let Some(kind) = map.get("type") else { return };
    let is_null = |kind: &Value| kind.is_null() || kind == "null";
    let kinds = match kind {
        Value::Array(list) => list.as_slice(),
        kind => std::slice::from_ref(kind),
    };
    let mut named: Vec<Value> = kinds.iter().filter(|kind| !is_null(kind)).cloned().collect();
    let has_null = named.len() < kinds.len();
    if kinds.is_empty() || (!has_null && !kind.is_array()) {
        return;
    }
    match named.len() {
        0 => {
            map.shift_remove("type");
            map.entry("enum").or_insert_with(|| json!([null]));
        }
        1 => {
            map.insert("type".to_owned(), named.remove(0));
        }
        _ => {
            map.insert("type".to_owned(), Value::Array(named));
        }
    }
    if has_null {
        map.insert("nullable".to_owned(), Value::Bool(true));
    }
}

/// `type: file` is bytes (Swagger 2.0, sections "Parameter Object" and "Response Object").
pub(super) fn file(map: &mut Map<String, Value>) {
    if map.get("type").is_some_and(|name| name == "file") {
        map.insert("type".to_owned(), Value::from("string"));
        map.insert("format".to_owned(), Value::from("binary"));
    }
}

/// Whether a schema says that it is bytes.
pub(super) fn is_bytes(schema: &Map<String, Value>) -> bool {
    let is = |key: &str, text: &str| schema.get(key).is_some_and(|value| value == text);
    is("type", "file") || (is("type", "string") && is("format", "binary"))
}

/// Whether a schema says that it is an object or a list.
pub(super) fn is_structured(schema: &Map<String, Value>) -> bool {
    let named = schema.get("type").and_then(Value::as_str);
    matches!(named, Some("object" | "array"))
        || ["properties", "allOf", "additionalProperties", "items"]
            .iter()
            .any(|key| schema.contains_key(*key))
}
