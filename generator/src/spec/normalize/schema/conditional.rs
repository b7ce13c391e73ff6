//! Keywords that only validate (`if`, `dependentSchemas`, `contains` …): not for a client, unless nothing else says
//! what a value looks like.

use serde_json::{Map, Value};

use crate::spec::repair::Context;
use crate::spec::walk::Trail;

const VALIDATION: [&str; 9] = [
    "if",
    "then",
    "else",
    "dependentSchemas",
    "dependentRequired",
    "dependencies",
    "propertyNames",
    "minContains",
    "maxContains",
];

/// Any of these says what values look like.
const STRUCTURE: [&str; 10] = [
    "$ref",
    "type",
    "enum",
    "properties",
    "additionalProperties",
    "items",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
];

pub(super) fn rewrite(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    if !map.keys().any(|keyword| VALIDATION.contains(&keyword.as_str())) {
        return;
    }
    if !map.keys().any(|keyword| STRUCTURE.contains(&keyword.as_str())) {
        let list = trail.child("anyOf");
        let mut branches = Vec::new();
        for keyword in ["then", "else"] {
            if let Some(branch) = map.shift_remove(keyword).filter(Value::is_object) {
                context.map.record_relocation(&trail.child(keyword), &list.index(branches.len()));
                branches.push(branch);
            }
        }
        if !branches.is_empty() {
            map.insert("anyOf".to_owned(), Value::Array(branches));
        }
    }
    map.retain(|keyword, _| !VALIDATION.contains(&keyword.as_str()));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::assert_silent;
    use crate::spec::version::Version;

    #[test]
    fn table() {
        let a = json!({ "type": "object", "properties": { "a": {} } });
        let b = json!({ "type": "object", "properties": { "b": {} } });
        assert_silent(
            Version::V3_1,
            &[
                (json!({ "if": {}, "then": a, "else": b }), json!({ "anyOf": [a, b] })),
                (
                    json!({ "type": "object", "if": {}, "then": a, "propertyNames": {} }),
                    json!({ "type": "object" }),
                ),
                (json!({ "type": "object", "dependentRequired": {} }), json!({ "type": "object" })),
            ],
        );
    }
}
