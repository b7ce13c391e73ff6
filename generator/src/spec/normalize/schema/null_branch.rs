//! `null` as a branch of `anyOf` or `oneOf`: 3.0 says `nullable` beside them. A branch that is left alone is no choice.

use serde_json::{Map, Value, json};

use super::is_annotation;
use crate::spec::repair::Context;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

/// Branches of branches of branches are merged so far.
const NESTING_LIMIT: usize = 16;

/// Rewrites the branches; whether one of them became part of the schema.
pub(super) fn rewrite(
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) -> bool {
    if !map.keys().any(|keyword| matches!(keyword.as_str(), "allOf" | "anyOf" | "oneOf"))
        || context.version < Version::V3_1 && map.contains_key("$ref")
    {
        return false;
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        if let Some(Value::Array(branches)) = map.get(keyword)
            && branches.is_empty()
        {
            let at = trail.child(keyword);
            context.unusable(&at, "a list of at least one schema", &Value::Array(Vec::new()));
            map.shift_remove(keyword);
        }
    }
    let mut any = false;
    for _ in 0..NESTING_LIMIT {
        let merged = ["anyOf", "oneOf"].into_iter().any(|keyword| {
            without_null(keyword, map, trail, context) && merge_single(keyword, map, trail, context)
        });
        if !merged {
            break;
        }
        any = true;
    }
    any
}

/// Takes the branches out that only allow `null`; whether there were any.
fn without_null(
    keyword: &str,
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) -> bool {
    let Some(Value::Array(branches)) = map.get_mut(keyword) else { return false };
    let Some(null) = branches.iter().position(is_null_branch) else { return false };
    let list = trail.child(keyword);
    context.since(Version::V3_1, &list.index(null), "a branch that is `null`");
    let mut kept = Vec::with_capacity(branches.len());
    let mut index = 0;
    branches.retain(|branch| {
        let keep = !is_null_branch(branch);
        if keep {
            kept.push(index);
        }
        index += 1;
        keep
    });
    context.list_shrunk(&list, &kept);
    map.insert("nullable".to_owned(), Value::Bool(true));
    true
}

/// A schema that allows `null` and nothing else, whatever it says about it.
pub(super) fn is_null_branch(branch: &Value) -> bool {
    let map = match branch {
        Value::Null => return true,
        Value::Object(map) => map,
        _ => return false,
    };
    let mut null = false;
    for (keyword, value) in map {
        null |= match (keyword.as_str(), value) {
            ("type", Value::String(name)) => name == "null",
            ("type" | "const", Value::Null) => true,
            ("type", Value::Array(names)) => {
                !names.is_empty() && names.iter().all(|name| name.is_null() || name == "null")
            }
            ("enum", Value::Array(values)) => values.len() == 1 && values[0].is_null(),
            (annotation, _) if is_annotation(annotation) => continue,
            _ => false,
        };
        if !null {
            return false;
        }
    }
    null
}

/// A branch that is left alone becomes part of the schema.
fn merge_single(
    keyword: &str,
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) -> bool {
    let Some(Value::Array(branches)) = map.get_mut(keyword) else { return false };
    let list = trail.child(keyword);
    match branches.as_mut_slice() {
        [] => {
            map.shift_remove(keyword);
            map.entry("enum").or_insert_with(|| json!([null]));
            false
        }
        [branch] => {
            let branch = branch.take();
            map.shift_remove(keyword);
            map.shift_remove("discriminator");
            let mergeable = map.keys().all(|keyword| is_annotation(keyword));
            match branch {
                Value::Object(inner) if mergeable && !inner.contains_key("$ref") => {
                    for (key, value) in inner {
                        if !map.contains_key(&key) {
                            let from = list.index(0).key(&key);
                            context.relocated(&from, &trail.child(&key));
                            map.insert(key, value);
                        }
                    }
                    true
                }
                branch => {
                    add_to_all(branch, map, trail, context, &list.index(0));
                    false
                }
            }
        }
        _ => false,
    }
}

fn add_to_all(
    branch: Value,
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
    from: &crate::source::Pointer,
) {
    let all = map.entry("allOf").or_insert_with(|| Value::Array(Vec::new()));
    if let Value::Array(all) = all {
        context.relocated(from, &trail.child("allOf").index(all.len()));
        all.push(branch);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_reported, assert_silent, rewritten_with_moves};
    use super::*;
    use crate::source::Pointer;

    const T: &str = "#/components/schemas/T";

    #[test]
    fn table() {
        assert_silent(
            Version::V3_1,
            &[
                // As FastAPI writes optional values.
                (
                    json!({ "anyOf": [{ "type": "string", "format": "uuid" }, { "type": "null" }], "title": "Id" }),
                    json!({ "title": "Id", "nullable": true, "type": "string", "format": "uuid" }),
                ),
                (
                    json!({ "oneOf": [{ "type": "null" }, { "$ref": T }] }),
                    json!({ "nullable": true, "allOf": [{ "$ref": T }] }),
                ),
                (
                    json!({ "anyOf": [{ "$ref": T }, { "const": null }, { "type": "string" }] }),
                    json!({ "anyOf": [{ "$ref": T }, { "type": "string" }], "nullable": true }),
                ),
                (
                    json!({ "oneOf": [{ "type": ["null"] }, { "enum": [null], "description": "none" }] }),
                    json!({ "nullable": true, "enum": [null] }),
                ),
                // An outer text wins; what the branch says of itself comes along.
                (
                    json!({ "anyOf": [{ "type": "integer", "title": "in", "minimum": 1 }, { "type": "null" }], "title": "out" }),
                    json!({ "title": "out", "nullable": true, "type": "integer", "minimum": 1 }),
                ),
                (
                    json!({ "anyOf": [{ "oneOf": [{ "type": "string" }, { "type": "null" }] }, { "type": "null" }] }),
                    json!({ "nullable": true, "type": "string" }),
                ),
                (
                    json!({ "type": "object", "properties": { "a": {} }, "oneOf": [{ "required": ["a"] }, { "type": "null" }] }),
                    json!({ "type": "object", "properties": { "a": {} }, "nullable": true, "allOf": [{ "required": ["a"] }] }),
                ),
                // No null: nothing to do.
                (json!({ "oneOf": [{ "$ref": T }] }), json!({ "oneOf": [{ "$ref": T }] })),
            ],
        );
        assert_reported(
            Version::V3_0,
            &[
                (
                    json!({ "oneOf": [{ "type": "null" }, { "$ref": T }] }),
                    json!({ "nullable": true, "allOf": [{ "$ref": T }] }),
                    &["OAS0212"],
                ),
                (json!({ "oneOf": [] }), json!({}), &["OAS0210"]),
            ],
        );
    }

    #[test]
    fn moved_branches_are_found_again() {
        let (_, map, _) = rewritten_with_moves(
            Version::V3_1,
            &json!({ "anyOf": [{ "type": "null" }, { "title": "a" }, { "title": "b" }] }),
        );
        let from = |place: &str| {
            map.original(&Pointer::new(&format!("/components/schemas/S{place}"))).1.to_string()
        };
        assert_eq!(from("/anyOf/0/title"), "#/components/schemas/S/anyOf/1/title");
        assert_eq!(from("/anyOf/1"), "#/components/schemas/S/anyOf/2");
    }
}
