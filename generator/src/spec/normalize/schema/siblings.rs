//! Keywords beside `$ref`. 3.1 applies them (JSON Schema 2020-12, section 8.2.3.1); 3.0 ignores them, but what
//! describes the reference is evidently meant there too.

use serde_json::{Map, Value};

use super::is_annotation;
use crate::spec::codes;
use crate::spec::repair::Context;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

pub(super) fn rewrite(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    match map.get("$ref") {
        None => return,
        Some(Value::String(_)) => {}
        Some(other) => {
            context.unusable(&trail.child("$ref"), "a reference", other);
            map.shift_remove("$ref");
            return;
        }
    }
    if context.version < Version::V3_1 {
        ignore_structure(map, trail, context);
    }
    let Some(reference) = map.shift_remove("$ref") else { return };
    let reference = Value::Object(Map::from_iter([("$ref".to_owned(), reference)]));
    if !map.iter().any(|(keyword, value)| says_something(keyword, value)) {
        map.clear();
        map.extend(reference.as_object().cloned().unwrap_or_default());
        return;
    }
    let list = trail.child("allOf");
    match map.get_mut("allOf") {
        Some(Value::Array(items)) => {
            for index in (0..items.len()).rev() {
                context.relocated(&list.index(index), &list.index(index + 1));
            }
            items.insert(0, reference);
        }
        _ => {
            map.insert("allOf".to_owned(), Value::Array(vec![reference]));
        }
    }
    let (file, origin) = context.map.original(&trail.pointer());
    context.moved(list.index(0), file, origin);
}

/// 3.0: what would change the structure is not read.
fn ignore_structure(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let ignored: Vec<String> = map
        .keys()
        .filter(|keyword| *keyword != "$ref" && !is_annotation(keyword))
        .cloned()
        .collect();
    for keyword in ignored {
        map.shift_remove(&keyword);
        // Other keywords say once more what the target is, or bound its values.
        let structure = [
            "properties",
            "additionalProperties",
            "items",
            "enum",
            "allOf",
            "anyOf",
            "oneOf",
            "const",
        ];
        if structure.contains(&keyword.as_str()) {
            let message = format!("`{keyword}` beside `$ref` is ignored in OpenAPI 3.0");
            context
                .sink
                .warning(codes::IGNORED_SIBLINGS, &trail.child(&keyword), message)
                .at_key()
                .help("put the reference into `allOf`, beside the other keywords");
        }
    }
}

/// Whether a keyword beside a reference is a reason not to leave it a mere reference.
fn says_something(keyword: &str, value: &Value) -> bool {
    match (keyword, value) {
        ("xml" | "summary" | "$comment" | "$schema" | "$id" | "$anchor" | "$defs", _)
        | (_, Value::Null) => false,
        ("description" | "title", Value::String(text)) => !text.trim().is_empty(),
        ("nullable" | "deprecated" | "readOnly" | "writeOnly", Value::Bool(flag)) => *flag,
        (extension, _) if extension.starts_with("x-") => {
            extension.starts_with("x-rust-")
                || matches!(extension, "x-nullable" | "x-deprecated-reason")
        }
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{assert_reported, assert_silent, rewritten_with_moves};
    use super::*;
    use crate::source::Pointer;

    const T: &str = "#/components/schemas/T";

    #[test]
    fn table() {
        let both = [
            (json!({ "$ref": T }), json!({ "$ref": T })),
            (json!({ "$ref": T, "x-order": 1 }), json!({ "$ref": T })),
            (json!({ "$ref": T, "description": " " }), json!({ "$ref": T })),
            (json!({ "$ref": T, "nullable": false }), json!({ "$ref": T })),
            (
                json!({ "$ref": T, "description": "d" }),
                json!({ "description": "d", "allOf": [{ "$ref": T }] }),
            ),
        ];
        assert_silent(Version::V3_0, &both);
        assert_silent(Version::V3_1, &both);
        assert_silent(
            Version::V3_1,
            &[(
                json!({ "$ref": T, "properties": { "a": {} } }),
                json!({ "properties": { "a": {} }, "allOf": [{ "$ref": T }] }),
            )],
        );
        assert_reported(
            Version::V3_0,
            &[
                (
                    json!({ "$ref": T, "properties": { "a": {} } }),
                    json!({ "$ref": T }),
                    &["OAS0223"],
                ),
                (json!({ "$ref": T, "type": "object" }), json!({ "$ref": T }), &[]),
                (json!({ "$ref": 1, "title": "t" }), json!({ "title": "t" }), &["OAS0210"]),
            ],
        );
    }

    #[test]
    fn entries_of_an_existing_list_are_found_again() {
        let (schema, map, _) = rewritten_with_moves(
            Version::V3_1,
            &json!({ "$ref": T, "allOf": [{ "title": "a" }, { "title": "b" }] }),
        );
        assert_eq!(schema, json!({ "allOf": [{ "$ref": T }, { "title": "a" }, { "title": "b" }] }));
        let from = |index| {
            let place = Pointer::new("/components/schemas/S/allOf").index(index);
            map.original(&place).1.as_str().to_owned()
        };
        assert_eq!(from(0), "/components/schemas/S");
        assert_eq!(from(1), "/components/schemas/S/allOf/0");
        assert_eq!(from(2), "/components/schemas/S/allOf/1");
    }
}
