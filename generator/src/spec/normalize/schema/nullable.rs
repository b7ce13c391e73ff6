//! `nullable` where it is no keyword: as an extension in 2.0, and left over from 3.0 in later versions.

use serde_json::{Map, Value};

use crate::spec::repair::Context;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

pub(super) fn rewrite(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let extension = map.shift_remove("x-nullable");
    if extension == Some(Value::Bool(true)) {
        map.insert("nullable".to_owned(), Value::Bool(true));
    } else if map.get("nullable") == Some(&Value::Bool(true)) {
        // JSON Schema does not know it, but nobody writes it to say nothing.
        context.until(Version::V3_0, &trail.child("nullable"), "`nullable`");
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{assert_reported, assert_silent};
    use super::*;

    #[test]
    fn table() {
        let nullable = json!({ "type": "string", "nullable": true });
        assert_silent(
            Version::V3_0,
            &[
                (nullable.clone(), nullable.clone()),
                (json!({ "type": "string", "x-nullable": true }), nullable.clone()),
                (json!({ "type": "string", "x-nullable": false }), json!({ "type": "string" })),
            ],
        );
        assert_reported(Version::V3_1, &[(nullable.clone(), nullable, &["OAS0212"])]);
    }
}
