//! `contentEncoding` and `contentMediaType` (JSON Schema 2020-12, validation, section 8) as formats; `examples`.

use serde_json::{Map, Value};

use crate::spec::repair::Context;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

pub(super) fn rewrite(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    examples(map, trail, context);
    let encoding = map.shift_remove("contentEncoding");
    let media_type = map.shift_remove("contentMediaType");
    map.shift_remove("contentSchema");
    let encoding = encoding.as_ref().and_then(Value::as_str);
    let media_type = media_type.as_ref().and_then(Value::as_str);
    let (format, keyword) = match (encoding, media_type) {
        (Some("base64" | "base64url"), _) => ("byte", "contentEncoding"),
        (None | Some("binary"), Some(media_type)) if is_binary(media_type) => {
            ("binary", "contentMediaType")
        }
        _ => return,
    };
    context.since(Version::V3_1, &trail.child(keyword), &format!("`{keyword}`"));
    // OpenAPI 3.1.1, section 4.8.14.3: raw binary data have no type.
    if map.get("type").is_none_or(|name| name == "string") {
        map.insert("type".to_owned(), Value::from("string"));
        map.insert("format".to_owned(), Value::from(format));
    }
}

/// What is not text to a program.
fn is_binary(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_text = essence.starts_with("text/")
        || ["json", "xml", "yaml", "javascript", "x-www-form-urlencoded", "graphql"]
            .iter()
            .any(|text| essence.ends_with(text));
    !is_text && essence.contains('/')
}

/// `examples` of a schema is a list; 3.0 has one `example`.
fn examples(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let Some(examples) = map.shift_remove("examples") else { return };
    let at = trail.child("examples");
    let (first, key) = match examples {
        Value::Array(list) => (list.into_iter().next(), "0".to_owned()),
        Value::Object(entries) => {
            // As beside a schema: names, each with an example object.
            let found = entries.into_iter().next();
            match found {
                Some((name, Value::Object(mut example))) if example.contains_key("value") => {
                    (example.shift_remove("value"), name)
                }
                Some((name, value)) => (Some(value), name),
                None => (None, String::new()),
            }
        }
        other => (Some(other), String::new()),
    };
    if let Some(first) = first
        && !map.contains_key("example")
    {
        let from = if key.is_empty() { at } else { at.key(&key) };
        context.relocated(&from, &trail.child("example"));
        map.insert("example".to_owned(), first);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::assert_silent;
    use super::*;

    #[test]
    fn table() {
        assert_silent(
            Version::V3_1,
            &[
                (
                    json!({ "type": "string", "contentEncoding": "base64", "contentMediaType": "image/png" }),
                    json!({ "type": "string", "format": "byte" }),
                ),
                (
                    json!({ "contentMediaType": "application/octet-stream" }),
                    json!({ "type": "string", "format": "binary" }),
                ),
                (
                    json!({ "type": "string", "contentMediaType": "application/json", "contentSchema": {} }),
                    json!({ "type": "string" }),
                ),
                (
                    json!({ "type": "string", "contentEncoding": "quoted-printable" }),
                    json!({ "type": "string" }),
                ),
                (
                    json!({ "type": "string", "examples": ["a", "b"] }),
                    json!({ "type": "string", "example": "a" }),
                ),
                (
                    json!({ "type": "string", "example": "c", "examples": ["a"] }),
                    json!({ "type": "string", "example": "c" }),
                ),
                (
                    json!({ "type": "string", "examples": { "first": { "value": "a" } } }),
                    json!({ "type": "string", "example": "a" }),
                ),
            ],
        );
    }
}
