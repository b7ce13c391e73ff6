//! `const` (JSON Schema 2020-12, validation, section 6.1.3): an enumeration of one value.

use serde_json::{Map, Value};

use crate::spec::ext;
use crate::spec::repair::Context;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

pub(super) fn rewrite(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let Some(value) = map.shift_remove("const") else { return };
    let at = trail.child("const");
    context.since(Version::V3_1, &at, "`const`");
    if matches!(map.get("type"), Some(Value::Array(_) | Value::Null)) {
        map.shift_remove("type");
    }
    if value.is_null() {
        map.insert("nullable".to_owned(), Value::Bool(true));
    }
    let place = trail.child("enum");
    map.insert("enum".to_owned(), Value::Array(vec![value]));
    map.insert(ext::CONST.to_owned(), Value::Bool(true));
    context.relocated(&at, &place);
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
            &[
                (
                    json!({ "const": "a" }),
                    json!({ "enum": ["a"], "x-oasmith-const": true, "type": "string" }),
                ),
                (
                    json!({ "type": "integer", "const": 1, "enum": [1, 2] }),
                    json!({ "type": "integer", "enum": [1], "x-oasmith-const": true }),
                ),
                (
                    json!({ "type": ["string", "null"], "const": "a" }),
                    json!({ "enum": ["a"], "x-oasmith-const": true, "type": "string" }),
                ),
                (
                    json!({ "const": null }),
                    json!({ "nullable": true, "enum": [null], "x-oasmith-const": true }),
                ),
            ],
        );
        assert_reported(
            Version::V3_0,
            &[(
                json!({ "type": "string", "const": "a" }),
                json!({ "type": "string", "enum": ["a"], "x-oasmith-const": true }),
                &["OAS0212"],
            )],
        );
    }
}
