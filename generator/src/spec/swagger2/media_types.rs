//! `consumes` and `produces`, and what they leave open.

use serde_json::Value;

/// What is used where the document says nothing.
pub(super) const JSON: &str = "application/json";
/// What is used for bytes where the document says nothing.
pub(super) const BYTES: &str = "application/octet-stream";
/// A form.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";
/// A form that may hold files.
pub(super) const MULTIPART: &str = "multipart/form-data";

/// A list of media types; `None` when there is none. An empty one clears that of the document (Swagger 2.0, section
/// "Operation Object").
pub(super) fn list(value: Option<&Value>) -> Option<Vec<String>> {
    let names: Vec<&str> = match value? {
        Value::String(name) => name.split(',').collect(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let mut list: Vec<String> = Vec::new();
    for name in names.into_iter().map(str::trim).filter(|name| !name.is_empty()) {
        if !list.iter().any(|known| known == name) {
            list.push(name.to_owned());
        }
    }
    Some(list)
}

/// Whether this is one of the two types of a form.
pub(super) fn is_form(name: &str) -> bool {
    [FORM, MULTIPART].contains(&essence(name).as_str())
}

/// Whether objects and lists can be written in this type.
pub(super) fn is_structured(name: &str) -> bool {
    let essence = essence(name);
    ["json", "xml", "yaml", "msgpack", "cbor", "protobuf", "javascript", "event-stream", "*"]
        .iter()
        .any(|word| essence.contains(word))
        || is_form(name)
}

/// A media type without its parameters.
pub(super) fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
