//! `type` as one text: the names that exist, and the names that people use for them.

use serde_json::{Map, Value};

use crate::diag::nearest;
use crate::spec::codes;
use crate::spec::repair::Context;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "array", "object"];

/// Whether this is the name of a type in OpenAPI 3.0.
pub(super) fn is_type(name: &str) -> bool {
    TYPES.contains(&name)
}

pub(super) fn rewrite(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let Some(value) = map.get("type") else { return };
    let at = trail.child("type");
    match value {
        Value::String(name) if is_type(name) => {}
        Value::Array(_) => {}
        Value::String(name) if name == "null" => {
            context.since(Version::V3_1, &at, "the type `null`");
            only_null(map);
        }
        Value::String(name) => {
            let name = name.clone();
            by_another_name(&name, map, trail, context);
        }
        other => {
            context.unusable(&at, "the name of a type", other);
            map.shift_remove("type");
        }
    }
}

/// How 3.0 says that a value is `null` and nothing else.
pub(super) fn only_null(map: &mut Map<String, Value>) {
    map.shift_remove("type");
    map.insert("nullable".to_owned(), Value::Bool(true));
    map.entry("enum").or_insert_with(|| Value::Array(vec![Value::Null]));
}

fn by_another_name(
    name: &str,
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    let at = trail.child("type");
    let lower = name.trim().to_ascii_lowercase();
    // A list of types in one text.
    if lower.contains(['|', ',']) {
        let names: Vec<&str> = lower.split(['|', ',']).map(str::trim).collect();
        if names.iter().all(|name| is_type(name) || *name == "null") {
            context.wrong_type(&at, "one type, or a list of types", &Value::from(name));
            map.insert("type".to_owned(), Value::from(names));
            return;
        }
    }
    let Some((meant, format)) = meaning(&lower) else {
        unknown(name, &at, context);
        map.shift_remove("type");
        return;
    };
    if lower == "file" {
        context.until(Version::V2, &at, "the type `file`");
    } else {
        let message = format!("expected the name of a type, found `{name}`");
        context.sink.warning(codes::UNKNOWN_TYPE, &at, message).help(if meant.is_empty() {
            "leave `type` out where any value is allowed".to_owned()
        } else {
            format!("write `type: {meant}`{}; it is read as that", also(format))
        });
    }
    if meant.is_empty() {
        map.shift_remove("type");
        return;
    }
    map.insert("type".to_owned(), Value::from(meant));
    if !format.is_empty() {
        map.entry("format").or_insert_with(|| Value::from(format));
    }
}

fn also(format: &str) -> String {
    if format.is_empty() { String::new() } else { format!(" with `format: {format}`") }
}

/// Reports a name that means no type.
pub(super) fn unknown(name: &str, at: &crate::source::Pointer, context: &mut Context<'_>) {
    let near = nearest(name, TYPES);
    context
        .sink
        .warning(codes::UNKNOWN_TYPE, at, format!("expected the name of a type, found `{name}`"))
        .help(near.map_or_else(
            || {
                "write one of `string`, `number`, `integer`, `boolean`, `array`, `object`"
                    .to_owned()
            },
            |near| format!("did you mean `{near}`?"),
        ));
}

/// The type and format that a common name stands for.
fn meaning(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "any" | "mixed" | "*" | "unknown" => ("", ""),
        "string" | "str" | "text" | "char" | "enum" | "varchar" => ("string", ""),
        "uuid" | "guid" => ("string", "uuid"),
        "date" => ("string", "date"),
        "date-time" | "datetime" | "timestamp" => ("string", "date-time"),
        "uri" | "url" => ("string", "uri"),
        "email" => ("string", "email"),
        "binary" | "file" => ("string", "binary"),
        "byte" | "base64" => ("string", "byte"),
        "password" => ("string", "password"),
        "integer" | "int" => ("integer", ""),
        "int32" => ("integer", "int32"),
        "int64" | "long" => ("integer", "int64"),
        "number" | "numeric" | "decimal" => ("number", ""),
        "float" => ("number", "float"),
        "double" => ("number", "double"),
        "boolean" | "bool" => ("boolean", ""),
        "array" | "list" => ("array", ""),
        "object" | "map" | "dict" | "json" | "hash" => ("object", ""),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{assert_reported, assert_silent};
    use super::*;

    #[test]
    fn table() {
        assert_silent(
            Version::V3_1,
            &[(json!({ "type": "null" }), json!({ "nullable": true, "enum": [null] }))],
        );
        assert_reported(
            Version::V3_0,
            &[
                (
                    json!({ "type": "null" }),
                    json!({ "nullable": true, "enum": [null] }),
                    &["OAS0212"],
                ),
                (json!({ "type": "String" }), json!({ "type": "string" }), &["OAS0213"]),
                (
                    json!({ "type": "uuid" }),
                    json!({ "type": "string", "format": "uuid" }),
                    &["OAS0213"],
                ),
                (
                    json!({ "type": "long", "format": "id" }),
                    json!({ "type": "integer", "format": "id" }),
                    &["OAS0213"],
                ),
                (json!({ "type": "any" }), json!({}), &["OAS0213"]),
                (json!({ "type": "Pet" }), json!({}), &["OAS0213"]),
                (json!({ "type": null }), json!({}), &["OAS0210"]),
                (json!({ "type": {} }), json!({}), &["OAS0210"]),
                (
                    json!({ "type": "file" }),
                    json!({ "type": "string", "format": "binary" }),
                    &["OAS0212"],
                ),
            ],
        );
    }
}
