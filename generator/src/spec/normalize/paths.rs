//! `paths`: keys that are paths, methods that openapiv3 does not know, webhooks among them.

use serde_json::{Map, Value, json};

use crate::source::Pointer;
use crate::spec::codes;
use crate::spec::ext;
use crate::spec::repair::Context;
use crate::spec::shape::is_method;
use crate::spec::version::Version;

/// Notes how many operations the document has before any of them moves.
pub(super) fn count(root: &mut Map<String, Value>) {
    if root.get(ext::OPERATIONS).is_some_and(Value::is_u64) {
        return;
    }
    let paths = root.get("paths").and_then(Value::as_object);
    let items = paths.into_iter().flatten().filter(|(key, _)| !key.starts_with("x-"));
    let count: usize =
        items.filter_map(|(_, item)| item.as_object()).map(|item| operation_keys(item).len()).sum();
    root.insert(ext::OPERATIONS.to_owned(), json!(count));
}

/// The number of operations that the document had.
pub(in crate::spec) fn operations(root: &Value) -> usize {
    let count = root.get(ext::OPERATIONS).and_then(Value::as_u64).unwrap_or_default();
    usize::try_from(count).unwrap_or(usize::MAX)
}

/// Method and way to each operation of a path item.
fn operation_keys(item: &Map<String, Value>) -> Vec<(String, Vec<String>)> {
    let mut keys = Vec::new();
    for (key, value) in item {
        let Value::Object(operation) = value else { continue };
        if key == "additionalOperations" {
            let methods = operation.iter().filter(|(_, value)| value.is_object());
            keys.extend(
                methods.map(|(method, _)| (method.clone(), vec![key.clone(), method.clone()])),
            );
        } else if is_operation(key, operation) {
            keys.push((key.to_uppercase(), vec![key.clone()]));
        }
    }
    keys
}

/// A method, in whatever capitals, or another key that holds what only an operation has.
fn is_operation(key: &str, value: &Map<String, Value>) -> bool {
    let lower = key.to_ascii_lowercase();
    is_method(&lower)
        || lower == "query"
        || (!key.starts_with("x-")
            && key.chars().all(|c| c.is_ascii_alphabetic())
            && value.get("responses").is_some_and(Value::is_object))
}

pub(super) fn normalize(root: &mut Map<String, Value>, context: &mut Context<'_>) {
    webhooks(root, context);
    let Some(Value::Object(paths)) = root.get_mut("paths") else { return };
    let place = Pointer::root().key("paths");
    slashes(paths, &place, context);
    let mut added = Vec::new();
    for (path, item) in paths.iter_mut() {
        let Value::Object(item) = item else { continue };
        if !path.starts_with('/') || path.starts_with(ext::METHOD_PATH) {
            continue;
        }
        let at = place.key(path);
        capitals(item, &at, context);
        let others: Vec<(String, Vec<String>)> = operation_keys(item)
            .into_iter()
            .filter(|(_, way)| way.first().is_some_and(|key| !is_method(key)))
            .collect();
        for (method, way) in others {
            added.extend(separate(&method, &way, path, item, &at, context));
        }
        item.shift_remove("additionalOperations");
    }
    added.sort_by(|(one, _), (other, _)| one.cmp(other));
    paths.extend(added);
}

/// The names between braces in a path, each once.
pub(super) fn placeholders(path: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut rest = path;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        // `{{name}}`, or a brace that is text.
        let name = name.rsplit('{').next().unwrap_or(name);
        if !name.is_empty() && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        rest = after;
    }
    names
}

/// Webhooks (3.1; `x-webhooks` before) become paths under a prefix that no path has.
fn webhooks(root: &mut Map<String, Value>, context: &mut Context<'_>) {
    for keyword in ["webhooks", "x-webhooks"] {
        if !root.get(keyword).is_some_and(Value::is_object) {
            continue;
        }
        let Some(Value::Object(hooks)) = root.shift_remove(keyword) else { continue };
        let from = Pointer::root().key(keyword);
        let Some(Value::Object(paths)) = root.get_mut("paths") else { return };
        for (name, mut item) in hooks {
            let Value::Object(map) = &mut item else { continue };
            let path = ext::webhook_path(&name);
            let to = Pointer::root().keys(["paths", &path]);
            if paths.contains_key(&path) {
                continue;
            }
            // Where the request goes is up to the subscriber, and so is how it is secured.
            map.shift_remove("servers");
            context.relocated(&from.key(&name), &to);
            paths.insert(path, item);
        }
    }
}

/// A path begins with a slash (OpenAPI 3.0.4, section 4.7.8.1).
fn slashes(paths: &mut Map<String, Value>, place: &Pointer, context: &mut Context<'_>) {
    let is_path = |key: &str| key.starts_with('/') || key.starts_with("x-");
    if paths.keys().all(|key| is_path(key)) {
        return;
    }
    for (key, value) in std::mem::take(paths) {
        if is_path(&key) || !value.is_object() {
            paths.insert(key, value);
            continue;
        }
        let path = format!("/{key}");
        let from = place.key(&key);
        context
            .sink
            .warning(
                codes::WRONG_TYPE,
                &from,
                format!("expected a path that begins with `/`, found `{key}`"),
            )
            .at_key()
            .help(format!("write `{path}`"));
        if !paths.contains_key(&path) {
            context.relocated(&from, &place.key(&path));
            paths.insert(path, value);
        }
    }
}

/// Methods are keys in lower case.
fn capitals(item: &mut Map<String, Value>, at: &Pointer, context: &mut Context<'_>) {
    let odd: Vec<String> = item
        .iter()
        .filter(|(key, value)| {
            let lower = key.to_ascii_lowercase();
            **key != lower && (is_method(&lower) || lower == "query") && value.is_object()
        })
        .map(|(key, _)| key.clone())
        .collect();
    for key in odd {
        let lower = key.to_ascii_lowercase();
        if item.contains_key(&lower) {
            continue;
        }
        let from = at.key(&key);
        context
            .sink
            .warning(codes::UNKNOWN_METHOD, &from, format!("expected a method, found `{key}`"))
            .at_key()
            .help(format!("write `{lower}`"));
        let place = item.keys().position(|other| *other == key);
        if let (Some(place), Some(value)) = (place, item.shift_remove(&key)) {
            context.relocated(&from, &at.key(&lower));
            item.shift_insert(place, lower, value);
        }
    }
}

/// An operation with another method gets a path of its own, with all that its path says for it.
fn separate(
    method: &str,
    way: &[String],
    path: &str,
    item: &mut Map<String, Value>,
    at: &Pointer,
    context: &mut Context<'_>,
) -> Option<(String, Value)> {
    let from = at.keys(way.iter().map(String::as_str));
    let operation = match way {
        [key] => item.shift_remove(key)?,
        [key, method] => item.get_mut(key)?.as_object_mut()?.shift_remove(method)?,
        _ => return None,
    };
    if method == "QUERY" || way.len() > 1 {
        context.since(Version::V3_2, &from, &format!("the method `{method}`"));
    } else {
        let key = from.last().unwrap_or_default();
        context
            .sink
            .warning(codes::UNKNOWN_METHOD, &from, format!("expected a method, found `{key}`"))
            .at_key()
            .help("put it under `additionalOperations` (OpenAPI 3.2)");
    }
    let separate = ext::method_path(method, path);
    let to = Pointer::root().keys(["paths", &separate]);
    let shared = item
        .iter()
        .filter(|(key, value)| !value.is_object() && !is_method(key))
        .map(|(key, value)| (key.clone(), value.clone()));
    let mut shared: Map<String, Value> = shared.collect();
    context.copied(at, &to);
    context.relocated(&from, &to.key("post"));
    shared.insert("post".to_owned(), operation);
    Some((separate, Value::Object(shared)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::normalized;
    use super::*;

    #[test]
    fn methods_and_webhooks_travel() {
        let get = json!({ "responses": {} });
        let (root, map, codes) = normalized(
            Version::V3_2,
            json!({
                "paths": { "/a": {
                    "parameters": [{ "name": "q", "in": "query", "schema": {} }],
                    "get": get,
                    "query": get,
                    "additionalOperations": { "COPY": get },
                } },
                "webhooks": { "new/pet": { "post": get } },
            }),
        );
        assert_eq!(codes, Vec::<&str>::new());
        assert_eq!(root["x-oasmith-operations"], json!(3));
        let paths: Vec<&String> = root["paths"].as_object().expect("paths").keys().collect();
        assert_eq!(
            paths,
            [
                "/a",
                "/x-oasmith-webhook/new~1pet",
                "/x-oasmith-method/COPY/a",
                "/x-oasmith-method/QUERY/a",
            ]
        );
        let query = &root["paths"]["/x-oasmith-method/QUERY/a"];
        assert_eq!(query["parameters"], root["paths"]["/a"]["parameters"]);
        assert_eq!(query["post"], get);
        let from = |path: &str, rest: &str| {
            map.original(&Pointer::new(&format!(
                "{}{rest}",
                Pointer::root().keys(["paths", path]).as_str()
            )))
            .1
        };
        let query = "/x-oasmith-method/QUERY/a";
        assert_eq!(from(query, "/post/responses").as_str(), "/paths/~1a/query/responses");
        assert_eq!(from(query, "/parameters/0").as_str(), "/paths/~1a/parameters/0");
        let copy = "/x-oasmith-method/COPY/a";
        assert_eq!(from(copy, "/post").as_str(), "/paths/~1a/additionalOperations/COPY");
        let hook = "/x-oasmith-webhook/new~1pet";
        assert_eq!(from(hook, "/post").as_str(), "/webhooks/new~1pet/post");
    }

    #[test]
    fn odd_keys_are_understood() {
        let get = json!({ "responses": {} });
        let (root, _, codes) = normalized(
            Version::V3_0,
            json!({ "paths": { "a": { "GET": get }, "/b": { "purge": get }, "x-c": 1 } }),
        );
        assert_eq!(codes, ["OAS0209", "OAS0225", "OAS0225"]);
        assert_eq!(root["paths"]["/a"]["get"], get);
        assert_eq!(root["paths"]["/x-oasmith-method/PURGE/b"]["post"], get);
        assert_eq!(root["x-oasmith-operations"], json!(2));
    }
}
