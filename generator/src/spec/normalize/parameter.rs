//! Parameters and headers, one by one.

use serde_json::{Map, Value, json};

use super::paths::placeholders;
use crate::spec::codes;
use crate::spec::ext;
use crate::spec::repair::Context;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

/// What 2.0 writes beside `in`, and 3.0 in `schema`.
const SCHEMA_KEYWORDS: [&str; 18] = [
    "type",
    "format",
    "items",
    "enum",
    "default",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "nullable",
    "properties",
];

pub(super) fn normalize(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    name(map, trail, context);
    location(map, trail, context);
    let place = map.get("in").and_then(Value::as_str).unwrap_or_default().to_owned();
    if place == "path" && map.get("required") != Some(&Value::Bool(true)) {
        let name = map.get("name").and_then(Value::as_str).unwrap_or_default();
        context
            .missing(
                &trail.pointer(),
                format!("the path parameter `{name}` is not `required: true`"),
            )
            .help("path parameters are always required; write `required: true`");
        map.insert("required".to_owned(), Value::Bool(true));
    }
    collection_format(map, &place, trail, context);
    schema_or_content(map, trail, context);
    known_style(map, &place, trail, context);
}

pub(super) fn normalize_header(
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    schema_or_content(map, trail, context);
    known_style(map, "header", trail, context);
}

/// A component has a key that is better than no name; one in a list is left out with the list.
fn name(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    if map.get("name").and_then(Value::as_str).is_some_and(|name| !name.is_empty()) {
        return;
    }
    let at = trail.pointer();
    let key = if at.as_str().starts_with("/components/parameters/") { at.last() } else { None };
    let diagnostic = context.missing(&at, "a parameter has no `name`".to_owned());
    diagnostic.help(match &key {
        Some(key) => format!("add its name; `{key}` is used"),
        None => "add its name; it is left out".to_owned(),
    });
    map.insert("name".to_owned(), Value::from(key.unwrap_or_default()));
}

fn location(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let found = map.get("in").cloned().unwrap_or_default();
    let text = found.as_str().unwrap_or_default();
    if matches!(text, "path" | "query" | "header" | "cookie") {
        return;
    }
    let at = trail.child("in");
    if text == "querystring" {
        context.since(Version::V3_2, &at, "`in: querystring`");
        map.insert("in".to_owned(), Value::from("query"));
        map.insert(ext::QUERY_STRING.to_owned(), Value::Bool(true));
        return;
    }
    let lower = text.trim().to_ascii_lowercase();
    let name = map.get("name").and_then(Value::as_str).unwrap_or_default();
    let known = ["path", "query", "header", "cookie"];
    let meant = known.into_iter().find(|place| *place == lower).unwrap_or_else(|| {
        let path = trail.pointer().segments().nth(1).unwrap_or_default();
        if placeholders(&path).iter().any(|known| known == name) { "path" } else { "query" }
    });
    let message = if found.is_null() {
        format!("the parameter `{name}` has no `in`")
    } else {
        format!("expected a place for a parameter, found `{text}`")
    };
    context
        .sink
        .warning(codes::UNKNOWN_LOCATION, &at, message)
        .help(format!("write `in: path`, `query`, `header` or `cookie`; it is read as `{meant}`"));
    map.insert("in".to_owned(), Value::from(meant));
}

/// `collectionFormat` of 2.0 as a style.
fn collection_format(
    map: &mut Map<String, Value>,
    place: &str,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    let Some(format) = map.shift_remove("collectionFormat") else { return };
    let at = trail.child("collectionFormat");
    context.until(Version::V2, &at, "`collectionFormat`");
    let (style, explode) = match (format.as_str().unwrap_or_default(), place) {
        ("multi", "query") => ("form", true),
        ("csv", "query" | "cookie") => ("form", false),
        ("ssv", "query") => ("spaceDelimited", false),
        ("pipes", "query") => ("pipeDelimited", false),
        _ => return,
    };
    map.entry("style").or_insert_with(|| Value::from(style));
    map.entry("explode").or_insert(Value::Bool(explode));
}

/// Exactly one of the two (OpenAPI 3.0.4, section 4.7.12.2).
fn schema_or_content(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let empty = |content: &Value| content.as_object().is_none_or(Map::is_empty);
    if map.get("content").is_some_and(empty) {
        map.shift_remove("content");
    }
    if map.contains_key("schema") {
        if map.contains_key("content") {
            let at = trail.child("content");
            context
                .sink
                .warning(codes::UNUSABLE_VALUE, &at, "expected `schema` or `content`, found both")
                .at_key()
                .help("remove one of them; `schema` is used");
            map.shift_remove("content");
        }
    } else if !map.contains_key("content") {
        leftover_schema(map, trail, context);
    }
    map.retain(|keyword, _| !SCHEMA_KEYWORDS.contains(&keyword.as_str()));
}

fn leftover_schema(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let mut schema = Map::new();
    for keyword in SCHEMA_KEYWORDS {
        if let Some(value) = map.shift_remove(keyword) {
            let to = trail.pointer().keys(["schema", keyword]);
            context.relocated(&trail.child(keyword), &to);
            schema.insert(keyword.to_owned(), value);
        }
    }
    if schema.is_empty() {
        let name = map.get("name").and_then(Value::as_str).unwrap_or_default();
        let which = if name.is_empty() { String::new() } else { format!(" `{name}`") };
        context
            .missing(&trail.pointer(), format!("the parameter{which} has no `schema`"))
            .help("say what it holds; it is read as text");
        map.insert("schema".to_owned(), json!({ "type": "string" }));
        return;
    }
    if let Some(keyword) = schema.keys().next() {
        let what = format!("`{keyword}` beside a parameter's name");
        context.until(Version::V2, &trail.child(keyword), &what);
    }
    map.insert("schema".to_owned(), Value::Object(schema));
}

fn known_style(
    map: &mut Map<String, Value>,
    place: &str,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    let Some(text) = map.get("style").and_then(Value::as_str) else { return };
    let at = trail.child("style");
    match style(place, text) {
        Some(known) if known == text => {}
        // 3.2 has a style of its own for cookies; it differs in what is percent-encoded.
        None if (place, text) == ("cookie", "cookie") => {
            context.since(Version::V3_2, &at, "the style `cookie`");
            map.insert("style".to_owned(), Value::from("form"));
        }
        known => {
            let message = format!("expected a style for `in: {place}`, found `{text}`");
            let diagnostic = context.sink.warning(codes::UNKNOWN_STYLE, &at, message);
            diagnostic.help(match known {
                Some(known) => format!("write `{known}`"),
                None => format!("write one of {}; the first is used", styles(place)),
            });
            match known {
                Some(known) => map.insert("style".to_owned(), Value::from(known)),
                None => map.shift_remove("style"),
            };
        }
    }
}

/// The styles of a place, default first (OpenAPI 3.0.4, section 4.7.12.3).
fn styles_of(place: &str) -> &'static [&'static str] {
    match place {
        "path" => &["simple", "label", "matrix"],
        "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
        "header" => &["simple"],
        _ => &["form"],
    }
}

fn styles(place: &str) -> String {
    styles_of(place).iter().map(|style| format!("`{style}`")).collect::<Vec<_>>().join(", ")
}

/// A style of a place, also when it is written with other capitals or separators.
pub(super) fn style(place: &str, text: &str) -> Option<&'static str> {
    let letters: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
    styles_of(place).iter().copied().find(|style| style.eq_ignore_ascii_case(&letters))
}

#[cfg(test)]
mod tests {
    use super::super::testing::normalized;
    use super::*;

    #[test]
    fn table() {
        let query = |rest: Value| {
            let mut parameter = json!({ "name": "q", "in": "query" });
            if let (Some(parameter), Value::Object(rest)) = (parameter.as_object_mut(), rest) {
                parameter.extend(rest);
            }
            parameter
        };
        let string = json!({ "type": "string" });
        let none: [&str; 0] = [];
        for (before, after, codes) in [
            (query(json!({ "schema": {} })), query(json!({ "schema": {} })), &none[..]),
            (query(json!({})), query(json!({ "schema": string })), &["OAS0211"]),
            (
                query(json!({ "type": "integer", "default": 1, "collectionFormat": "multi" })),
                query(
                    json!({ "style": "form", "explode": true, "schema": { "type": "integer", "default": 1 } }),
                ),
                &["OAS0212", "OAS0212"],
            ),
            (
                query(json!({ "schema": string, "type": "integer" })),
                query(json!({ "schema": string })),
                &none,
            ),
            (
                query(json!({ "schema": string, "content": { "a/b": {} } })),
                query(json!({ "schema": string })),
                &["OAS0210"],
            ),
            (
                query(json!({ "content": { "a/b": {} } })),
                query(json!({ "content": { "a/b": {} } })),
                &none,
            ),
            (
                query(json!({ "schema": string, "style": "simple" })),
                query(json!({ "schema": string })),
                &["OAS0215"],
            ),
            (
                query(json!({ "schema": string, "style": "deep_object" })),
                query(json!({ "schema": string, "style": "deepObject" })),
                &["OAS0215"],
            ),
            (
                query(json!({ "schema": string, "required": "false", "explode": "true" })),
                query(json!({ "schema": string, "required": false, "explode": true })),
                &["OAS0209", "OAS0209"],
            ),
            (
                json!({ "name": "q", "in": "Query", "schema": string }),
                query(json!({ "schema": string })),
                &["OAS0214"],
            ),
            (
                json!({ "name": "q", "in": "body", "schema": string }),
                query(json!({ "schema": string })),
                &["OAS0214"],
            ),
            (
                json!({ "name": "q", "schema": string }),
                query(json!({ "schema": string })),
                &["OAS0214"],
            ),
            (
                json!({ "name": "q", "in": "path", "schema": string }),
                json!({ "name": "q", "in": "path", "schema": string, "required": true }),
                &["OAS0211"],
            ),
            (
                json!({ "in": "query", "schema": string }),
                json!({ "name": "P", "in": "query", "schema": string }),
                &["OAS0211"],
            ),
        ] {
            let components = json!({ "parameters": { "P": before } });
            let (root, _, found) = normalized(Version::V3_0, json!({ "components": components }));
            let parameter = &root["components"]["parameters"]["P"];
            assert_eq!((parameter, &found[..]), (&after, codes), "from {before}");
        }
        let components = json!({ "parameters": {
            "P": { "name": "q", "in": "querystring", "content": { "a/b": {} } },
        } });
        let (root, _, found) = normalized(Version::V3_2, json!({ "components": components }));
        assert_eq!(
            (&root["components"]["parameters"]["P"], found.len()),
            (&query(json!({ "content": { "a/b": {} }, "x-oasmith-querystring": true })), 0)
        );
    }
}
