//! `patternProperties` (JSON Schema 2020-12, section 10.3.2.2) travel in `additionalProperties`.

use serde_json::{Map, Value, json};

use crate::spec::ext;
use crate::spec::repair::Context;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

pub(super) fn rewrite(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let additional = trail.child("additionalProperties");
    if let Some(value) = map.get_mut("additionalProperties") {
        match value {
            Value::Bool(_) | Value::Object(_) => {}
            Value::String(text) if matches!(text.as_str(), "true" | "false") => {
                let flag = text == "true";
                context.wrong_type(&additional, "`true`, `false` or a schema", value);
                *value = Value::Bool(flag);
            }
            // The name of a type is understood where the schema is visited.
            Value::String(name) if super::type_name::is_type(name) => {}
            _ => {
                context.unusable(&additional, "`true`, `false` or a schema", value);
                map.shift_remove("additionalProperties");
            }
        }
    }
    if let Some(rest) = map.shift_remove("unevaluatedProperties")
        && !map.contains_key("additionalProperties")
        && rest.is_object()
    {
        context.relocated(&trail.child("unevaluatedProperties"), &additional);
        map.insert("additionalProperties".to_owned(), rest);
    }
    let Some(Value::Object(patterns)) = map.shift_remove("patternProperties") else { return };
    if patterns.is_empty() {
        return;
    }
    let from = trail.child("patternProperties");
    context.since(Version::V3_1, &from, "`patternProperties`");
    let (names, mut schemas): (Vec<String>, Vec<Value>) = patterns.into_iter().unzip();
    let rest = map.shift_remove("additionalProperties").filter(Value::is_object);
    let value = match (schemas.as_mut_slice(), rest) {
        ([one], None) => {
            if let Some(name) = names.first() {
                context.relocated(&from.key(name), &additional);
            }
            one.take()
        }
        (_, rest) => {
            let list = additional.key("oneOf");
            if rest.is_some() {
                context.relocated(&additional, &list.index(schemas.len()));
            }
            for (index, name) in names.iter().enumerate() {
                context.relocated(&from.key(name), &list.index(index));
            }
            schemas.extend(rest);
            json!({ "oneOf": schemas })
        }
    };
    map.insert("additionalProperties".to_owned(), value);
    map.insert(ext::PATTERNS.to_owned(), Value::from(names));
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_reported, assert_silent};
    use super::*;

    #[test]
    fn table() {
        let string = json!({ "type": "string" });
        let number = json!({ "type": "number" });
        assert_silent(
            Version::V3_1,
            &[
                (
                    json!({ "type": "object", "patternProperties": { "^a": string }, "additionalProperties": false }),
                    json!({ "type": "object", "additionalProperties": string, "x-oasmith-patterns": ["^a"] }),
                ),
                (
                    json!({ "patternProperties": { "^a": string, "^b": number } }),
                    json!({
                        "additionalProperties": { "oneOf": [string, number] },
                        "x-oasmith-patterns": ["^a", "^b"],
                        "type": "object",
                    }),
                ),
                (
                    json!({ "type": "object", "patternProperties": { "^a": string }, "additionalProperties": number }),
                    json!({
                        "type": "object",
                        "additionalProperties": { "oneOf": [string, number] },
                        "x-oasmith-patterns": ["^a"],
                    }),
                ),
                (
                    json!({ "type": "object", "unevaluatedProperties": string }),
                    json!({ "type": "object", "additionalProperties": string }),
                ),
                (
                    json!({ "type": "object", "unevaluatedProperties": false }),
                    json!({ "type": "object" }),
                ),
            ],
        );
        assert_reported(
            Version::V3_0,
            &[
                (
                    json!({ "type": "object", "additionalProperties": "true" }),
                    json!({ "type": "object", "additionalProperties": true }),
                    &["OAS0209"],
                ),
                (
                    json!({ "type": "object", "additionalProperties": "string" }),
                    json!({ "type": "object", "additionalProperties": string }),
                    &["OAS0209"],
                ),
                (
                    json!({ "type": "object", "additionalProperties": [] }),
                    json!({ "type": "object" }),
                    &["OAS0210"],
                ),
                (
                    json!({ "type": "object", "additionalProperties": null }),
                    json!({ "type": "object" }),
                    &["OAS0210"],
                ),
            ],
        );
    }
}
