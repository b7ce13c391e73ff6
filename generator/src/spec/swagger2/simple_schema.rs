//! Types of parameters that are no body, and of headers: 2.0 writes them without `schema`.

use serde_json::{Map, Value};

use super::codes;
use super::front::Front;
use super::schema;
use crate::source::Pointer;

/// How lists are written in a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Separation {
    Commas,
    Spaces,
    Pipes,
    Repeated,
}

/// Keywords that say something of the value (Swagger 2.0, section "Items Object"), and what later versions added.
const KEYWORDS: [&str; 28] = [
    "type",
    "format",
    "items",
    "default",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "maxItems",
    "minItems",
    "uniqueItems",
    "enum",
    "multipleOf",
    "nullable",
    "x-nullable",
    "properties",
    "additionalProperties",
    "allOf",
    "anyOf",
    "oneOf",
    "title",
    "maxProperties",
    "minProperties",
    "readOnly",
    "const",
];

/// Splits an object into its schema and what else it says.
pub(super) fn split(before: &Map<String, Value>) -> (Map<String, Value>, Map<String, Value>) {
    let mut schema = Map::new();
    let mut rest = Map::new();
    for (key, value) in before {
        let is_schema = KEYWORDS.contains(&key.as_str()) || key.starts_with("x-enum");
        let target = if is_schema { &mut schema } else { &mut rest };
        target.insert(key.clone(), value.clone());
    }
    rest.shift_remove("collectionFormat");
    if before.get("properties").is_some() {
        // The list of an object's properties, not the flag of the parameter.
        if let Some(required @ Value::Array(_)) = rest.shift_remove("required") {
            schema.insert("required".to_owned(), required);
        } else if let Some(flag) = before.get("required") {
            rest.insert("required".to_owned(), flag.clone());
        }
    }
    (converted(schema), rest)
}

/// How a parameter writes lists; reports what it cannot.
pub(super) fn separation(
    before: &Map<String, Value>,
    at: &Pointer,
    front: &mut Front<'_>,
) -> Separation {
    let place = before.get("in").and_then(Value::as_str).unwrap_or("header");
    let format = before.get("collectionFormat");
    let is_list = before.get("type").is_some_and(|name| name == "array");
    let several = matches!(place, "query" | "formData");
    match format.and_then(Value::as_str) {
        Some("ssv") if several => Separation::Spaces,
        Some("pipes") if several => Separation::Pipes,
        Some("multi") if several => Separation::Repeated,
        None | Some("csv") => Separation::Commas,
        Some(other) => {
            if is_list {
                let known = ["ssv", "tsv", "pipes", "multi"].contains(&other);
                let message = if known {
                    format!("a list in `{place}` cannot be sent as `{other}`")
                } else {
                    format!("`{other}` is no `collectionFormat`")
                };
                front
                    .warn(codes::COLLECTION_FORMAT, &at.key("collectionFormat"), message)
                    .help("it is sent as `csv`; ask the provider what the server understands");
            }
            Separation::Commas
        }
    }
}

fn converted(schema: Map<String, Value>) -> Map<String, Value> {
    match schema::convert(&Value::Object(schema)) {
        Value::Object(schema) => schema,
        _ => Map::new(),
    }
}
