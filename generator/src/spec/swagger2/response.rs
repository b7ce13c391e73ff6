//! Responses: `schema`, `produces` and `examples` become `content`, headers get a schema.

use serde_json::{Map, Value, json};

use super::codes;
use super::front::Front;
use super::media_types::{BYTES, JSON, is_structured};
use super::schema;
use super::simple_schema::split;
use crate::source::Pointer;

/// What an operation says about what it answers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Produces<'a> {
    /// Its own list.
    pub(super) own: Option<&'a [String]>,
    /// Whether the response is one of an error.
    pub(super) is_error: bool,
}

/// One response.
pub(super) fn convert(
    value: &Value,
    at: &Pointer,
    to: &Pointer,
    produces: Produces<'_>,
    front: &mut Front<'_>,
) -> Value {
    let Value::Object(before) = value else { return value.clone() };
    if before.get("$ref").is_some_and(Value::is_string) {
        return value.clone();
    }
    let (stray, _) = split(before);
    let mut after = Map::new();
    for (key, value) in before {
        let stray = stray.contains_key(key) && !key.starts_with("x-");
        if !stray && !matches!(key.as_str(), "schema" | "examples" | "headers") {
            after.insert(key.clone(), value.clone());
        }
    }
    if let Some(Value::Object(headers)) = before.get("headers") {
        after.insert("headers".to_owned(), convert_headers(headers, at, to, front));
    }
    let mut schema = before.get("schema").filter(|schema| !schema.is_null()).cloned();
    let mut from = at.key("schema");
    if schema.is_none() && stray.contains_key("type") {
        front
            .warn(codes::MISPLACED_SCHEMA, &at.key("type"), "a response has a `type` of its own")
            .help("describe the body under `schema`");
        schema = Some(Value::Object(stray));
        from = at.clone();
    }
    let mut content = Map::new();
    if let Some(schema) = &schema {
        for name in media_types(schema, at, produces, front) {
            front.moves.note(&from, &to.keys(["content", name.as_str(), "schema"]));
            content.insert(name, json!({ "schema": schema::convert(schema) }));
        }
    }
    if let Some(Value::Object(examples)) = before.get("examples") {
        add_examples(examples, at, to, schema.is_some(), &mut content, front);
    }
    if !content.is_empty() {
        after.insert("content".to_owned(), Value::Object(content));
    }
    Value::Object(after)
}

/// In what the body may be written.
fn media_types(
    schema: &Value,
    at: &Pointer,
    produces: Produces<'_>,
    front: &Front<'_>,
) -> Vec<String> {
    let resolved = front.resolve(schema, &at.key("schema")).map(|(schema, _)| schema);
    let is_bytes = resolved.is_some_and(schema::is_bytes);
    let is_object = resolved.is_some_and(schema::is_structured);
    let of_document = front.produces.as_deref().unwrap_or_default();
    let own = produces.own.unwrap_or_default();
    if is_bytes {
        // A list for the whole document is of what is usual, and bytes are not.
        let usual = own.is_empty() && of_document.iter().all(|name| is_structured(name));
        let list = if own.is_empty() { of_document } else { own };
        return if usual || list.is_empty() { vec![BYTES.to_owned()] } else { list.to_vec() };
    }
    let list = if produces.own.is_some() { own } else { of_document };
    // What an operation produces when it succeeds (an archive, say) is not what its errors are written in.
    if produces.is_error && is_object && !list.iter().any(|name| is_structured(name)) {
        let usual: Vec<String> =
            of_document.iter().filter(|name| is_structured(name)).cloned().collect();
        return if usual.is_empty() { vec![JSON.to_owned()] } else { usual };
    }
    if list.is_empty() { vec![JSON.to_owned()] } else { list.to_vec() }
}

/// Examples are keyed by media type (Swagger 2.0, section "Example Object"), and by names where nobody looked it up.
fn add_examples(
    examples: &Map<String, Value>,
    at: &Pointer,
    to: &Pointer,
    has_schema: bool,
    content: &mut Map<String, Value>,
    front: &mut Front<'_>,
) {
    for (key, example) in examples {
        if key.starts_with("x-") {
            continue;
        }
        if key.contains('/') && (!has_schema || content.contains_key(key)) {
            let place = to.keys(["content", key.as_str(), "example"]);
            front.moves.note_place(&at.keys(["examples", key]), &place);
            let media = content.entry(key.clone()).or_insert_with(|| json!({}));
            if let Value::Object(media) = media {
                media.insert("example".to_owned(), example.clone());
            }
            continue;
        }
        let Some((name, Value::Object(media))) = content.iter_mut().next() else { continue };
        let place = to.keys(["content", name.as_str(), "examples", key]);
        front.moves.note_place(&at.keys(["examples", key]), &place);
        let named = media.entry("examples").or_insert_with(|| json!({}));
        if let Value::Object(named) = named {
            named.insert(key.clone(), json!({ "value": example }));
        }
    }
    // A media type has one of both (OpenAPI 3.0.4, section 4.7.14.1).
    for media in content.values_mut().filter_map(Value::as_object_mut) {
        if media.contains_key("example") {
            media.shift_remove("examples");
        }
    }
}

fn convert_headers(
    headers: &Map<String, Value>,
    at: &Pointer,
    to: &Pointer,
    front: &mut Front<'_>,
) -> Value {
    let headers = headers.iter().map(|(name, header)| {
        let Value::Object(before) = header else { return (name.clone(), header.clone()) };
        if before.contains_key("schema") || before.contains_key("$ref") {
            return (name.clone(), header.clone());
        }
        let (mut schema, mut after) = split(before);
        if schema.is_empty() {
            schema.insert("type".to_owned(), Value::from("string"));
        }
        after.insert("schema".to_owned(), Value::Object(schema));
        let from = at.keys(["headers", name]);
        front.moves.note_place(&from, &to.keys(["headers", name, "schema"]));
        (name.clone(), Value::Object(after))
    });
    Value::Object(headers.collect())
}
