//! `in: body` becomes a request body.

use serde_json::{Map, Value};

use super::codes;
use super::front::Front;
use super::media_types::{BYTES, JSON, is_form};
use super::schema;
use super::simple_schema::split;
use crate::source::Pointer;

/// The request body that a parameter describes.
pub(super) fn convert(
    before: &Map<String, Value>,
    at: &Pointer,
    to: &Pointer,
    consumes: Option<&[String]>,
    front: &mut Front<'_>,
) -> Value {
    let (schema, from) = schema_of(before, at, front);
    let is_bytes = before.get("schema").and_then(|schema| front.resolve(schema, at));
    let is_bytes = is_bytes.is_some_and(|(schema, _)| schema::is_bytes(schema));
    let mut content = Map::new();
    for name in media_types(consumes, is_bytes) {
        let place = to.keys(["content", name.as_str(), "schema"]);
        if let Some(from) = &from {
            front.moves.note(from, &place);
        }
        let mut media = Map::new();
        media.insert("schema".to_owned(), schema.clone());
        if let Some(example) = before.get("example") {
            media.insert("example".to_owned(), example.clone());
        }
        content.insert(name, Value::Object(media));
    }
    let mut after = Map::new();
    for (key, value) in before {
        if matches!(key.as_str(), "description" | "required") || key.starts_with("x-") {
            after.insert(key.clone(), value.clone());
        }
    }
    after.insert("content".to_owned(), Value::Object(content));
    front.moves.note(at, to);
    Value::Object(after)
}

/// Several body parameters of one operation: the properties of one object.
pub(super) fn joined(parameters: &[(&Map<String, Value>, Pointer)]) -> Map<String, Value> {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (parameter, _) in parameters {
        let Some(Value::String(name)) = parameter.get("name") else { continue };
        if parameter.get("required") == Some(&Value::Bool(true)) {
            required.push(Value::from(name.as_str()));
        }
        let schema = parameter.get("schema").cloned();
        properties
            .insert(name.clone(), schema.unwrap_or_else(|| Value::Object(split(parameter).0)));
    }
    let mut schema = Map::new();
    schema.insert("type".to_owned(), Value::from("object"));
    schema.insert("properties".to_owned(), Value::Object(properties));
    let is_required = !required.is_empty();
    if is_required {
        schema.insert("required".to_owned(), Value::Array(required));
    }
    let mut body = Map::new();
    body.insert("required".to_owned(), Value::from(is_required));
    body.insert("schema".to_owned(), Value::Object(schema));
    body
}

fn schema_of(
    before: &Map<String, Value>,
    at: &Pointer,
    front: &mut Front<'_>,
) -> (Value, Option<Pointer>) {
    if let Some(schema) = before.get("schema") {
        return (schema::convert(schema), Some(at.key("schema")));
    }
    let (schema, _) = split(before);
    let message = if schema.is_empty() {
        "a body parameter has no `schema`; it may be any JSON value"
    } else {
        "a body parameter has its type beside its name"
    };
    front.warn(codes::MISPLACED_SCHEMA, at, message).help("describe the body under `schema`");
    (Value::Object(schema), None)
}

/// In what the body may be written.
fn media_types(consumes: Option<&[String]>, is_bytes: bool) -> Vec<String> {
    let consumes = consumes.unwrap_or_default();
    let mut names: Vec<String> = consumes.iter().filter(|name| !is_form(name)).cloned().collect();
    if names.is_empty() {
        // A body in a form only: its properties are the fields.
        names = consumes.to_vec();
    }
    if names.is_empty() {
        names.push(if is_bytes { BYTES } else { JSON }.to_owned());
    }
    names
}
