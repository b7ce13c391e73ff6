//! Security definitions.

use serde_json::{Map, Value, json};

use super::codes;
use super::front::Front;
use crate::source::Pointer;

/// One security scheme; `to` is where it will be.
pub(super) fn convert(value: &Value, at: &Pointer, to: &Pointer, front: &mut Front<'_>) -> Value {
    let Value::Object(before) = value else { return value.clone() };
    match before.get("type").and_then(Value::as_str) {
        Some("basic") => {
            let mut after = without(before, &[]);
            after.insert("type".to_owned(), Value::from("http"));
            after.insert("scheme".to_owned(), Value::from("basic"));
            Value::Object(after)
        }
        // A scheme of 3.0 has `flows` already.
        Some("oauth2") if !before.contains_key("flows") => oauth(before, at, to, front),
        _ => value.clone(),
    }
}

fn oauth(before: &Map<String, Value>, at: &Pointer, to: &Pointer, front: &mut Front<'_>) -> Value {
    let has = |key: &str| before.get(key).is_some_and(Value::is_string);
    let name = match before.get("flow").and_then(Value::as_str) {
        Some("implicit") => "implicit",
        Some("password") => "password",
        Some("application") => "clientCredentials",
        Some("accessCode") => "authorizationCode",
        other => {
            let name = match (other, has("authorizationUrl"), has("tokenUrl")) {
                (Some("clientCredentials"), ..) => "clientCredentials",
                (Some("authorizationCode"), ..) | (_, true, true) => "authorizationCode",
                (_, true, false) => "implicit",
                (_, false, _) => "clientCredentials",
            };
            let flow = at.key("flow");
            let at = if other.is_some() { &flow } else { at };
            let found = other.map_or("no flow".to_owned(), |other| format!("the flow `{other}`"));
            front
                .warn(codes::UNKNOWN_FLOW, at, format!("found {found}, read as `{name}`"))
                .help("write `implicit`, `password`, `application` or `accessCode`");
            name
        }
    };
    let mut flow = Map::new();
    for key in ["authorizationUrl", "tokenUrl", "refreshUrl", "scopes"] {
        if let Some(value) = before.get(key) {
            flow.insert(key.to_owned(), value.clone());
            front.moves.note_place(&at.key(key), &to.keys(["flows", name, key]));
        }
    }
    if !flow.contains_key("scopes") {
        flow.insert("scopes".to_owned(), json!({}));
    }
    let own = ["flow", "authorizationUrl", "tokenUrl", "refreshUrl", "scopes"];
    let mut after = without(before, &own);
    after.insert("flows".to_owned(), json!({ name: flow }));
    Value::Object(after)
}

fn without(map: &Map<String, Value>, keys: &[&str]) -> Map<String, Value> {
    let kept = map.iter().filter(|(key, _)| !keys.contains(&key.as_str()));
    kept.map(|(key, value)| (key.clone(), value.clone())).collect()
}
