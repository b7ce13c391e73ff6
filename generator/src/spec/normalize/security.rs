//! Security schemes: their types by other names, and what a type cannot do without.

use serde_json::{Map, Value, json};

use crate::spec::codes;
use crate::spec::ext;
use crate::spec::repair::{Context, describe};
use crate::spec::version::Version;
use crate::spec::walk::Trail;

pub(super) fn normalize(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    scheme_type(map, trail, context);
    match map.get("type").and_then(Value::as_str).unwrap_or_default() {
        "apiKey" => api_key(map, trail, context),
        "http" => {
            require(map, "scheme", "bearer", trail, context);
        }
        "oauth2" => oauth2(map, trail, context),
        "openIdConnect" => {
            require(map, "openIdConnectUrl", "", trail, context);
        }
        _ => {}
    }
}

/// The type, if needed from what else is there.
fn scheme_type(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let found = map.get("type").cloned().unwrap_or_default();
    let text = found.as_str().unwrap_or_default();
    if matches!(text, "apiKey" | "http" | "oauth2" | "openIdConnect") {
        return;
    }
    let at = trail.child("type");
    if text == "mutualTLS" {
        context.since(Version::V3_1, &at, "`type: mutualTLS`");
        map.insert("type".to_owned(), Value::from("http"));
        map.insert("scheme".to_owned(), Value::from("mutualTLS"));
        map.insert(ext::MUTUAL_TLS.to_owned(), Value::Bool(true));
        return;
    }
    let letters: String =
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    let (meant, scheme) = match letters.as_str() {
        "apikey" => ("apiKey", ""),
        "http" | "https" => ("http", ""),
        "basic" | "httpbasic" => ("http", "basic"),
        "bearer" | "jwt" | "httpbearer" => ("http", "bearer"),
        "oauth2" | "oauth" => ("oauth2", ""),
        "openidconnect" | "oidc" | "openid" => ("openIdConnect", ""),
        _ if map.contains_key("scheme") => ("http", ""),
        _ if map.contains_key("flows") || map.contains_key("flow") => ("oauth2", ""),
        _ if map.contains_key("openIdConnectUrl") => ("openIdConnect", ""),
        _ if map.contains_key("in") || map.contains_key("name") => ("apiKey", ""),
        _ => ("http", "bearer"),
    };
    if letters == "basic" {
        context.until(Version::V2, &at, "`type: basic`");
    } else if found.is_null() {
        context
            .missing(&trail.pointer(), "a security scheme has no `type`".to_owned())
            .help(format!("add it; it is read as `type: {meant}`"));
    } else {
        context.wrong_type(&at, "`apiKey`, `http`, `oauth2` or `openIdConnect`", &found);
    }
    map.insert("type".to_owned(), Value::from(meant));
    if !scheme.is_empty() {
        map.entry("scheme").or_insert_with(|| Value::from(scheme));
    }
}

fn api_key(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    require(map, "name", "Authorization", trail, context);
    if header_with_value(map, trail, context) {
        return;
    }
    let found = map.get("in").cloned().unwrap_or_default();
    let text = found.as_str().unwrap_or_default();
    if matches!(text, "query" | "header" | "cookie") {
        return;
    }
    let lower = text.trim().to_ascii_lowercase();
    let meant =
        if matches!(lower.as_str(), "query" | "cookie") { lower } else { "header".to_owned() };
    if found.is_null() {
        context
            .missing(&trail.pointer(), "an API key has no `in`".to_owned())
            .help(format!("say where it is sent; `in: {meant}` is used"));
    } else {
        context.wrong_type(&trail.child("in"), "`query`, `header` or `cookie`", &found);
    }
    map.insert("in".to_owned(), Value::from(meant));
}

/// The name of a header with the beginning of its value, as in `Authorization: Bearer`. Whether it is a scheme of HTTP.
fn header_with_value(
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) -> bool {
    let found = map.get("name").cloned().unwrap_or_default();
    let Some((name, value)) = found.as_str().and_then(|text| text.split_once(':')) else {
        return false;
    };
    let place = map.get("in").and_then(Value::as_str).unwrap_or("header");
    if !place.trim().eq_ignore_ascii_case("header") || name.trim().is_empty() {
        return false;
    }
    let (name, scheme) = (name.trim(), value.split_whitespace().next().unwrap_or_default());
    let is_scheme = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_http = name.eq_ignore_ascii_case("authorization") && is_scheme && !scheme.is_empty();
    let expected = "the name of a header";
    let message = format!("expected `name` to be {expected}, found {}", describe(&found));
    let help = if is_http {
        format!("write `type: http` and `scheme: {}`; it is read as that", scheme.to_lowercase())
    } else {
        format!("write `{name}`; it is read as that")
    };
    context.sink.warning(codes::WRONG_TYPE, &trail.child("name"), message).help(help);
    if is_http {
        map.insert("type".to_owned(), Value::from("http"));
        map.insert("scheme".to_owned(), Value::from(scheme.to_lowercase()));
        map.shift_remove("name");
        map.shift_remove("in");
    } else {
        map.insert("name".to_owned(), Value::from(name));
    }
    is_http
}

/// `flows`; 2.0 has one flow, written beside the type.
fn oauth2(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    if map.contains_key("flows") {
        return;
    }
    let name = match map.get("flow").and_then(Value::as_str) {
        Some("implicit") => "implicit",
        Some("password") => "password",
        Some("application") => "clientCredentials",
        Some(_) => "authorizationCode",
        None => {
            context
                .missing(&trail.pointer(), "an OAuth scheme has no `flows`".to_owned())
                .help("describe at least one flow");
            map.insert("flows".to_owned(), json!({}));
            return;
        }
    };
    context.until(Version::V2, &trail.child("flow"), "`flow`");
    map.shift_remove("flow");
    let to = trail.pointer().keys(["flows", name]);
    let mut flow = Map::new();
    for keyword in ["authorizationUrl", "tokenUrl", "scopes"] {
        if let Some(value) = map.shift_remove(keyword) {
            context.relocated(&trail.child(keyword), &to.key(keyword));
            flow.insert(keyword.to_owned(), value);
        }
    }
    map.insert("flows".to_owned(), json!({ name: flow }));
}

pub(super) fn normalize_flow(
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    let name = trail.pointer().last().unwrap_or_default();
    if matches!(name.as_str(), "implicit" | "authorizationCode") {
        require(map, "authorizationUrl", "", trail, context);
    }
    if name != "implicit" {
        require(map, "tokenUrl", "", trail, context);
    }
    if !map.contains_key("scopes") {
        context
            .missing(&trail.pointer(), "an OAuth flow has no `scopes`".to_owned())
            .at_key()
            .help("add them; `scopes: {}` says that there are none");
        map.insert("scopes".to_owned(), json!({}));
    }
}

fn require(
    map: &mut Map<String, Value>,
    keyword: &str,
    filler: &str,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    if map.contains_key(keyword) {
        return;
    }
    let used = if filler.is_empty() { String::new() } else { format!("; `{filler}` is used") };
    context
        .missing(&trail.pointer(), format!("a security scheme has no `{keyword}`"))
        .at_key()
        .help(format!("add `{keyword}`{used}"));
    map.insert(keyword.to_owned(), Value::from(filler));
}

#[cfg(test)]
mod tests {
    use super::super::testing::normalized;
    use super::*;

    #[test]
    fn table() {
        let none: [&str; 0] = [];
        let key = json!({ "type": "apiKey", "in": "header", "name": "K" });
        let flows = json!({ "clientCredentials": { "tokenUrl": "/t", "scopes": {} } });
        for (before, after, codes) in [
            (key.clone(), key.clone(), &none[..]),
            (
                json!({ "type": "apikey", "in": "Header", "name": "K" }),
                key.clone(),
                &["OAS0209", "OAS0209"][..],
            ),
            (
                json!({ "type": "apiKey", "in": "header", "name": "Authorization: Bearer" }),
                json!({ "type": "http", "scheme": "bearer" }),
                &["OAS0209"],
            ),
            (
                json!({ "type": "apiKey", "in": "header", "name": "K: Token" }),
                key.clone(),
                &["OAS0209"],
            ),
            (
                json!({ "in": "header", "name": "K" }),
                json!({ "in": "header", "name": "K", "type": "apiKey" }),
                &["OAS0211"],
            ),
            (
                json!({ "type": "basic" }),
                json!({ "type": "http", "scheme": "basic" }),
                &["OAS0212"],
            ),
            (
                json!({ "type": "bearer" }),
                json!({ "type": "http", "scheme": "bearer" }),
                &["OAS0209"],
            ),
            (
                json!({ "type": "http" }),
                json!({ "type": "http", "scheme": "bearer" }),
                &["OAS0211"],
            ),
            (
                json!({ "type": "mutualTLS" }),
                json!({ "type": "http", "scheme": "mutualTLS", "x-oasmith-mutual-tls": true }),
                &["OAS0212"],
            ),
            (
                json!({ "type": "oauth2", "flow": "application", "tokenUrl": "/t", "scopes": {} }),
                json!({ "type": "oauth2", "flows": flows }),
                &["OAS0212"],
            ),
            (
                json!({ "type": "oauth2", "flows": { "implicit": { "scopes": ["a"] } } }),
                json!({ "type": "oauth2", "flows": { "implicit": { "scopes": { "a": "" }, "authorizationUrl": "" } } }),
                &["OAS0209", "OAS0211"],
            ),
            (json!({ "type": "oauth2" }), json!({ "type": "oauth2", "flows": {} }), &["OAS0211"]),
            (
                json!({ "type": "openIdConnect" }),
                json!({ "type": "openIdConnect", "openIdConnectUrl": "" }),
                &["OAS0211"],
            ),
        ] {
            let components = json!({ "securitySchemes": { "S": before } });
            let (root, _, found) = normalized(Version::V3_0, json!({ "components": components }));
            let scheme = &root["components"]["securitySchemes"]["S"];
            assert_eq!((scheme, &found[..]), (&after, codes), "from {before}");
        }
    }
}
