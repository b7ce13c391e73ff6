//! One order for paths, components and responses, whatever the document has: by key.
//!
//! What is first met decides in many places: which of two equal operation ids counts, which key a schema gets that
//! becomes a component, which of two equal types stays. All of that has to stay when something is moved in the document
//! or added before it. What is listed for people is listed in the document's order, which [`of_paths`] gives back.

use serde_json::{Map, Value};

use super::ext;

/// Maps at the top that are sorted, those of Swagger 2.0 too.
const SORTED: [&str; 7] = [
    "paths",
    "webhooks",
    "x-webhooks",
    "definitions",
    "parameters",
    "responses",
    "securityDefinitions",
];

/// Sorts, and notes the order of the paths. The second time, nothing is left to do.
pub(super) fn sort(root: &mut Value) {
    let Value::Object(root) = root else { return };
    note(root);
    for key in SORTED {
        if let Some(Value::Object(map)) = root.get_mut(key) {
            map.sort_keys();
        }
    }
    let operations = root.get_mut("paths").and_then(Value::as_object_mut).into_iter();
    let operations = operations.flat_map(Map::values_mut).filter_map(Value::as_object_mut);
    for operation in operations.flat_map(Map::values_mut) {
        if let Some(Value::Object(responses)) = operation.get_mut("responses") {
            responses.sort_keys();
        }
    }
    let components = root.get_mut("components").and_then(Value::as_object_mut);
    for map in components.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
        map.sort_keys();
    }
}

fn note(root: &mut Map<String, Value>) {
    if root.get(ext::PATHS).is_some_and(Value::is_array) {
        return;
    }
    let paths = root.get("paths").and_then(Value::as_object).into_iter().flat_map(Map::keys);
    let order = paths.map(|path| Value::from(path.as_str())).collect();
    root.insert(ext::PATHS.to_owned(), Value::Array(order));
}

/// The paths in the document's order.
pub(super) fn of_paths(root: &Value) -> Vec<String> {
    let order = root.get(ext::PATHS).and_then(Value::as_array).into_iter().flatten();
    order.filter_map(Value::as_str).map(str::to_owned).collect()
}
