//! Responses, their keys and links.

use serde_json::{Map, Value, json};

use crate::spec::codes;
use crate::spec::repair::Context;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

/// Keys are status codes, ranges or `default` (OpenAPI 3.0.4, section 4.7.16).
pub(super) fn normalize_keys(
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    if map.keys().all(|key| is_key(key)) {
        return;
    }
    for (key, value) in std::mem::take(map) {
        if is_key(&key) {
            map.insert(key, value);
            continue;
        }
        let at = trail.child(&key);
        let message = format!("expected a status code, a range or `default`, found `{key}`");
        let diagnostic = context.sink.warning(codes::STATUS_CODE, &at, message).at_key();
        match meant_key(&key) {
            Some(meant) if !map.contains_key(&meant) => {
                diagnostic.help(format!("write `{meant}`; it is read as that"));
                context.relocated(&at, &trail.child(&meant));
                map.insert(meant, value);
            }
            _ => {
                diagnostic.help("write a status code such as `200`; it is left out");
            }
        }
    }
}

fn is_key(key: &str) -> bool {
    let bytes = key.as_bytes();
    let is_code = bytes.len() == 3
        && bytes.iter().all(u8::is_ascii_digit)
        && bytes.first().is_some_and(|first| *first != b'0');
    let is_range = bytes.len() == 3
        && bytes.first().is_some_and(u8::is_ascii_digit)
        && key.get(1..).is_some_and(|rest| rest.eq_ignore_ascii_case("xx"));
    is_code || is_range || key == "default" || key.starts_with("x-")
}

/// `Default`, ` 200`, `200 OK`, `2xx_error`.
fn meant_key(key: &str) -> Option<String> {
    let key = key.trim();
    if key.eq_ignore_ascii_case("default") {
        return Some("default".to_owned());
    }
    let (code, rest) = (key.get(..3)?, key.get(3..)?);
    let ends = !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    (ends && is_key(code) && code != "x-").then(|| code.to_owned())
}

pub(super) fn normalize(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    if !map.contains_key("description") {
        if context.version < Version::V3_2 {
            context
                .missing(&trail.pointer(), "a response has no `description`".to_owned())
                .at_key()
                .help("say when it is sent: `description: …`");
        }
        map.insert("description".to_owned(), Value::from(""));
    }
    if let Some(Value::Object(headers)) = map.get_mut("headers") {
        // OpenAPI 3.0.4, section 4.7.17.1: `content` says it.
        headers.retain(|name, _| !name.eq_ignore_ascii_case("content-type"));
    }
}

/// openapiv3 wants to know which operation a link leads to.
pub(super) fn normalize_link(map: &mut Map<String, Value>) {
    if !map.contains_key("operationId") && !map.contains_key("operationRef") {
        map.insert("operationId".to_owned(), Value::from(""));
    }
    if map.get("parameters").is_some_and(|parameters| !parameters.is_object()) {
        map.insert("parameters".to_owned(), json!({}));
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::normalized;
    use super::*;

    #[test]
    fn keys() {
        let response = json!({ "description": "" });
        let none: [&str; 0] = [];
        for (before, after, codes) in [
            ("200", Some("200"), &none[..]),
            ("2XX", Some("2XX"), &none),
            ("5xx", Some("5xx"), &none),
            ("default", Some("default"), &none),
            ("Default", Some("default"), &["OAS0219"]),
            ("200 OK", Some("200"), &["OAS0219"]),
            ("4XX - client", Some("4XX"), &["OAS0219"]),
            ("abcdef", None, &["OAS0219"]),
            ("2000", None, &["OAS0219"]),
            ("099", None, &["OAS0219"]),
            ("", None, &["OAS0219"]),
        ] {
            let operation = json!({ "responses": { before: response } });
            let (root, _, found) =
                normalized(Version::V3_0, json!({ "paths": { "/a": { "get": operation } } }));
            let responses = root["paths"]["/a"]["get"]["responses"].as_object().expect("a map");
            let key = responses.keys().next().map(String::as_str);
            assert_eq!((key, &found[..]), (after, codes), "from {before}");
        }
    }

    #[test]
    fn table() {
        let none: [&str; 0] = [];
        for (version, before, after, codes) in [
            (Version::V3_0, json!({}), json!({ "description": "" }), &["OAS0211"][..]),
            (Version::V3_2, json!({}), json!({ "description": "" }), &none),
            (
                Version::V3_0,
                json!({ "description": "", "headers": { "content-type": {}, "x-a": { "schema": {} } } }),
                json!({ "description": "", "headers": { "x-a": { "schema": {} } } }),
                &none,
            ),
            (
                Version::V3_0,
                json!({ "description": "", "headers": { "A": { "type": "integer" } } }),
                json!({ "description": "", "headers": { "A": { "schema": { "type": "integer" } } } }),
                &["OAS0212"],
            ),
            (
                Version::V3_0,
                json!({ "description": "", "links": { "L": { "parameters": [] } } }),
                json!({ "description": "", "links": { "L": { "parameters": {}, "operationId": "" } } }),
                &none,
            ),
        ] {
            let components = json!({ "responses": { "R": before } });
            let (root, _, found) = normalized(version, json!({ "components": components }));
            let response = &root["components"]["responses"]["R"];
            assert_eq!((response, &found[..]), (&after, codes), "from {before}");
        }
    }
}
