//! `content`: media types, and how their parts are encoded.

use serde_json::{Map, Value, json};

use crate::source::Pointer;
use crate::spec::codes;
use crate::spec::ext;
use crate::spec::repair::Context;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

/// What a body is when nothing says it.
const USUAL: &str = "application/json";

/// Puts `content` right: the media type is left out, or is all there is.
pub(super) fn normalize_content(
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    let at = trail.child("content");
    match map.get_mut("content") {
        None | Some(Value::Null) => own_schema(map, trail, context),
        Some(Value::String(text)) if text.contains('/') => {
            let text = text.clone();
            context.wrong_type(&at, "a map from media types", &Value::from(text.as_str()));
            map.insert("content".to_owned(), json!({ text: {} }));
        }
        Some(Value::Object(types)) => {
            let is_media_type = types.get("schema").is_some_and(Value::is_object)
                && !types.keys().any(|key| key.contains('/'));
            if is_media_type {
                let media_type = Value::Object(std::mem::take(types));
                types.insert(USUAL.to_owned(), media_type);
                context.copied(&at, &at.key(USUAL));
                context
                    .sink
                    .warning(
                        codes::MISPLACED,
                        &at.key("schema"),
                        "expected a media type, found `schema`",
                    )
                    .at_key()
                    .help(format!("put it under its media type; it is read as `{USUAL}`"));
            }
        }
        Some(_) => {}
    }
    if context.version >= Version::V3_1
        && let Some(Value::Object(types)) = map.get_mut("content")
    {
        for (_, media) in types.iter_mut().filter(|(name, _)| name.starts_with("multipart/")) {
            let properties = media.pointer_mut("/schema/properties").and_then(Value::as_object_mut);
            properties.into_iter().flatten().for_each(|(_, property)| untyped_part(property));
        }
    }
}

/// A part without a type holds raw binary data (OpenAPI 3.1.1, sections 4.8.14.3 and 4.8.15.1.1).
fn untyped_part(schema: &mut Value) {
    let Some(keywords) = schema.as_object_mut() else { return };
    if keywords.get("type").is_some_and(|name| name == "array") {
        keywords.get_mut("items").into_iter().for_each(untyped_part);
    } else if keywords.keys().all(|key| matches!(key.as_str(), "title" | "description")) {
        keywords.insert("type".to_owned(), Value::from("string"));
        keywords.insert("format".to_owned(), Value::from("binary"));
    }
}

/// `schema` of a body or response itself, as in 2.0. On a parameter that is where it belongs.
fn own_schema(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    if map.contains_key("in") || map.contains_key("name") || !map.contains_key("schema") {
        return;
    }
    let Some(schema) = map.shift_remove("schema") else { return };
    let from = trail.child("schema");
    context
        .sink
        .warning(codes::MISPLACED, &from, "expected `content`, found `schema`")
        .at_key()
        .help(format!("put it into `content`, under its media type; it is read as `{USUAL}`"));
    map.insert("content".to_owned(), json!({ USUAL: { "schema": schema } }));
    context.relocated(&from, &trail.pointer().keys(["content", USUAL, "schema"]));
}

pub(super) fn normalize(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let mut written = "schema";
    if let Some(schema) = map.shift_remove("itemSchema") {
        let from = trail.child("itemSchema");
        context.since(Version::V3_2, &from, "`itemSchema`");
        if !map.contains_key("schema") {
            context.relocated(&from, &trail.child("schema"));
            map.insert("schema".to_owned(), schema);
            map.insert(ext::ITEM_SCHEMA.to_owned(), Value::Bool(true));
            written = "itemSchema";
        }
    }
    if trail.pointer().last().is_some_and(|name| is_event_stream(&name))
        && let Some(schema) = map.get_mut("schema")
    {
        event_data(schema, &trail.child(written), &trail.child("schema"), context);
    }
}

pub(super) fn is_event_stream(media_type: &str) -> bool {
    media_type.to_ascii_lowercase().starts_with("text/event-stream")
}

/// The data of an event is text on the wire; where the description says what JSON the text is (OpenAPI 3.2.0, section
/// 4.14.4.3), that is its schema.
pub(super) fn event_data(
    schema: &mut Value,
    from: &Pointer,
    to: &Pointer,
    context: &mut Context<'_>,
) {
    let data = ["properties", "data"];
    if let Some(found) = schema.pointer_mut("/properties/data")
        && let Some(content) = found.get_mut("contentSchema").map(Value::take)
    {
        *found = content;
        context.map.record_relocation(&from.keys(data).key("contentSchema"), &to.keys(data));
    }
    for keyword in ["oneOf", "anyOf", "allOf"] {
        let branches = schema.get_mut(keyword).and_then(Value::as_array_mut);
        for (index, branch) in branches.into_iter().flatten().enumerate() {
            let (from, to) = (from.key(keyword).index(index), to.key(keyword).index(index));
            event_data(branch, &from, &to, context);
        }
    }
}

/// A part is encoded by `style` when any of the three keywords is there, by `contentType` otherwise (OpenAPI 3.1.1,
/// section 4.8.15.1.2); openapiv3 does not tell an absent `explode` from a false one.
pub(super) fn normalize_encoding(
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    if let Some(style) = map.get("style").and_then(Value::as_str) {
        match super::parameter::style("query", style) {
            Some(known) if known == style => {}
            Some(known) => {
                context.wrong_type(&trail.child("style"), "a style", &Value::from(style));
                map.insert("style".to_owned(), Value::from(known));
            }
            None => {
                let at = trail.child("style");
                context
                    .sink
                    .warning(
                        codes::UNKNOWN_STYLE,
                        &at,
                        format!("expected a style, found `{style}`"),
                    )
                    .help("write one of `form`, `spaceDelimited`, `pipeDelimited`, `deepObject`");
                map.shift_remove("style");
            }
        }
    }
    if ["style", "explode", "allowReserved"].iter().any(|key| map.contains_key(*key)) {
        map.entry("style").or_insert_with(|| Value::from("form"));
        let form = map.get("style").is_some_and(|style| style == "form");
        map.entry("explode").or_insert(Value::Bool(form));
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::normalized;
    use super::*;

    #[test]
    fn table() {
        let schema = json!({ "type": "string" });
        let json_body = json!({ "content": { "application/json": { "schema": schema } } });
        let none: [&str; 0] = [];
        for (version, before, after, codes) in [
            (Version::V3_0, json_body.clone(), json_body.clone(), &none[..]),
            (Version::V3_0, json!({ "schema": schema }), json_body.clone(), &["OAS0222"]),
            (
                Version::V3_0,
                json!({ "content": { "schema": schema } }),
                json_body.clone(),
                &["OAS0222"],
            ),
            (
                Version::V3_0,
                json!({ "content": "a/b" }),
                json!({ "content": { "a/b": {} } }),
                &["OAS0209"],
            ),
            (
                Version::V3_0,
                json!({ "content": ["a/b"] }),
                json!({ "content": { "a/b": {} } }),
                &["OAS0209"],
            ),
            (
                Version::V3_0,
                json!({ "content": { "a/b": null } }),
                json!({ "content": { "a/b": {} } }),
                &["OAS0209"],
            ),
            (
                Version::V3_2,
                json!({ "content": { "a/b": { "itemSchema": schema } } }),
                json!({ "content": { "a/b": { "schema": schema, "x-oasmith-item-schema": true } } }),
                &none,
            ),
            (
                Version::V3_2,
                json!({ "content": { "text/event-stream": { "itemSchema": { "oneOf": [
                    { "type": "object", "properties": { "data": {
                        "type": "string",
                        "contentMediaType": "application/json",
                        "contentSchema": schema,
                    } } },
                ] } } } }),
                json!({ "content": { "text/event-stream": {
                    "schema": { "oneOf": [{ "type": "object", "properties": { "data": schema } }] },
                    "x-oasmith-item-schema": true,
                } } }),
                &none,
            ),
            (
                Version::V3_0,
                json!({ "content": { "a/b": { "examples": [1] } } }),
                json!({ "content": { "a/b": { "examples": { "example1": { "value": 1 } } } } }),
                &["OAS0209", "OAS0209"],
            ),
            (
                Version::V3_0,
                json!({ "content": { "a/b": { "encoding": {
                    "p": { "contentType": "c/d" },
                    "q": { "explode": false },
                    "r": { "style": "form" },
                    "s": { "style": "DeepObject" },
                    "t": { "style": "tabs" },
                } } } }),
                json!({ "content": { "a/b": { "encoding": {
                    "p": { "contentType": "c/d" },
                    "q": { "explode": false, "style": "form" },
                    "r": { "style": "form", "explode": true },
                    "s": { "style": "deepObject", "explode": false },
                    "t": {},
                } } } }),
                &["OAS0209", "OAS0215"],
            ),
        ] {
            let components = json!({ "requestBodies": { "B": before } });
            let (root, _, found) = normalized(version, json!({ "components": components }));
            assert_eq!(
                (&root["components"]["requestBodies"]["B"], &found[..]),
                (&after, codes),
                "from {before}"
            );
        }
    }
}
