//! Operations: their tags, security, bodies.

use serde_json::{Map, Value, json};

use crate::spec::repair::Context;
use crate::spec::walk::Trail;

pub(super) fn normalize(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    tags(map, trail, context);
    if map.get("operationId").and_then(Value::as_str).is_some_and(|id| id.trim().is_empty()) {
        let empty = Value::from("");
        context.unusable(&trail.child("operationId"), "a name", &empty);
        map.shift_remove("operationId");
    }
    if !map.contains_key("responses") {
        context
            .missing(&trail.pointer(), "an operation has no `responses`".to_owned())
            .at_key()
            .help("describe at least one: `responses: { default: { description: … } }`");
        map.insert("responses".to_owned(), json!({}));
    }
}

/// A list of names; some write them as objects, or one of them alone.
fn tags(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let Some(tags) = map.get("tags") else { return };
    let is_list = tags.as_array().is_some_and(|tags| tags.iter().all(Value::is_string));
    if is_list {
        return;
    }
    let name = |tag: &Value| match tag {
        Value::String(name) => Some(name.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(tag) => Some(tag.get("name")?.as_str()?.to_owned()),
        _ => None,
    };
    let names: Vec<String> = match tags {
        Value::Array(tags) => tags.iter().filter_map(name).collect(),
        tag => name(tag).into_iter().collect(),
    };
    let at = trail.child("tags");
    if names.is_empty() {
        context.unusable(&at, "a list of names", tags);
        map.shift_remove("tags");
    } else {
        context.wrong_type(&at, "a list of names", tags);
        map.insert("tags".to_owned(), Value::from(names));
    }
}

/// `security`, of an operation or of the whole description: a list of maps from schemes to scopes.
pub(super) fn normalize_security(
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    let Some(security) = map.get("security") else { return };
    if is_security(security) {
        return;
    }
    let at = trail.child("security");
    let expected = "a list of maps from security schemes to scopes";
    let alternatives: Option<Vec<Value>> = match security {
        Value::Array(alternatives) => alternatives.iter().map(requirement).collect(),
        alternative @ Value::Object(_) => requirement(alternative).map(|one| vec![one]),
        _ => None,
    };
    if let Some(alternatives) = alternatives {
        context.wrong_type(&at, expected, security);
        map.insert("security".to_owned(), Value::Array(alternatives));
    } else {
        context.unusable(&at, expected, security);
        map.shift_remove("security");
    }
}

fn is_security(security: &Value) -> bool {
    let is_scopes = |scopes: &Value| {
        scopes.as_array().is_some_and(|scopes| scopes.iter().all(Value::is_string))
    };
    security.as_array().is_some_and(|alternatives| {
        alternatives.iter().all(|alternative| {
            alternative.as_object().is_some_and(|schemes| schemes.values().all(is_scopes))
        })
    })
}

fn requirement(value: &Value) -> Option<Value> {
    match value {
        Value::String(scheme) => Some(json!({ scheme: [] })),
        Value::Object(schemes) => {
            let schemes = schemes.iter().map(|(scheme, scopes)| {
                let scopes = match scopes {
                    Value::Array(scopes) => {
                        scopes.iter().filter(|scope| scope.is_string()).cloned().collect()
                    }
                    Value::String(scope) if !scope.is_empty() => vec![Value::from(scope.as_str())],
                    // Scopes with their descriptions, as in the scheme.
                    Value::Object(scopes) => {
                        scopes.keys().map(|scope| Value::from(scope.as_str())).collect()
                    }
                    _ => Vec::new(),
                };
                (scheme.clone(), Value::Array(scopes))
            });
            Some(Value::Object(schemes.collect()))
        }
        Value::Null => Some(json!({})),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::normalized;
    use super::*;
    use crate::spec::version::Version;

    #[test]
    fn table() {
        let none: [&str; 0] = [];
        for (before, after, codes) in [
            (json!({ "tags": ["a"] }), json!({ "tags": ["a"] }), &none[..]),
            (json!({ "tags": "a" }), json!({ "tags": ["a"] }), &["OAS0209"]),
            (
                json!({ "tags": [{ "name": "a" }, "b"] }),
                json!({ "tags": ["a", "b"] }),
                &["OAS0209"],
            ),
            (json!({ "tags": {} }), json!({}), &["OAS0210"]),
            (json!({ "operationId": 5 }), json!({ "operationId": "5" }), &["OAS0209"]),
            (json!({ "operationId": "" }), json!({}), &["OAS0210"]),
            (json!({ "deprecated": "true" }), json!({ "deprecated": true }), &["OAS0209"]),
            (json!({ "security": [] }), json!({ "security": [] }), &none),
            (
                json!({ "security": [{}, { "k": [] }] }),
                json!({ "security": [{}, { "k": [] }] }),
                &none,
            ),
            (
                json!({ "security": { "k": [] } }),
                json!({ "security": [{ "k": [] }] }),
                &["OAS0209"],
            ),
            (json!({ "security": ["k"] }), json!({ "security": [{ "k": [] }] }), &["OAS0209"]),
            (
                json!({ "security": [{ "k": null }] }),
                json!({ "security": [{ "k": [] }] }),
                &["OAS0209"],
            ),
            (json!({ "security": "k" }), json!({}), &["OAS0210"]),
        ] {
            let mut operation = before.clone();
            operation["responses"] = json!({});
            let mut expected = after.clone();
            expected["responses"] = json!({});
            let (root, _, found) =
                normalized(Version::V3_0, json!({ "paths": { "/a": { "get": operation } } }));
            assert_eq!(
                (&root["paths"]["/a"]["get"], &found[..]),
                (&expected, codes),
                "from {before}"
            );
        }
        let (root, _, found) =
            normalized(Version::V3_0, json!({ "paths": { "/a": { "get": {} } } }));
        assert_eq!(
            (&root["paths"]["/a"]["get"], found),
            (&json!({ "responses": {} }), vec!["OAS0211"])
        );
    }
}
