//! Counts the operations of a document without the generator, so that one it overlooks is missed here.

use serde_json::{Map, Value};

/// The fixed fields of a path item that are operations: OpenAPI 3.0.4 section 4.7.9; `query` of 3.2.0.
const METHODS: [&str; 9] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/// Operations under `paths`. Path items behind a `$ref` count when it leads to a place of this document.
#[must_use]
pub fn operations(root: &Value) -> usize {
    let items = root.get("paths").and_then(Value::as_object).into_iter().flatten();
    let items = items.filter(|(path, _)| path.starts_with('/'));
    items.filter_map(|(_, item)| item.as_object()).map(|item| of_item(root, item)).sum()
}

fn of_item(root: &Value, item: &Map<String, Value>) -> usize {
    let here = of_map(item);
    let target = item.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix('#'));
    let target = target.and_then(|pointer| root.pointer(pointer)).and_then(Value::as_object);
    // Fields beside the reference win over those of its target, which section 4.7.9 leaves open.
    here.max(target.map(of_map).unwrap_or_default())
}

fn of_map(item: &Map<String, Value>) -> usize {
    let is_method = |key: &str| METHODS.contains(&key.to_ascii_lowercase().as_str());
    let fixed = item.iter().filter(|(key, value)| is_method(key) && value.is_object()).count();
    let more = item.get("additionalOperations").and_then(Value::as_object);
    fixed + more.map_or(0, |more| more.values().filter(|value| value.is_object()).count())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_an_operation() {
        let root = json!({
            "paths": {
                "/a": {"get": {}, "POST": {}, "parameters": [], "summary": "s", "x-get": {}},
                "/b": {"query": {}, "additionalOperations": {"COPY": {}}, "put": null},
                "/c": {"$ref": "#/components/pathItems/c"},
                "/d": {"$ref": "other.yaml"},
                "x-internal": {"get": {}},
            },
            "components": {"pathItems": {"c": {"delete": {}}}},
            "webhooks": {"w": {"post": {}}},
        });
        assert_eq!(operations(&root), 5);
        assert_eq!(operations(&json!([])), 0);
    }
}
