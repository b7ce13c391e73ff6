//! `true` and `false` as schemas (JSON Schema 2020-12, section 4.3.2), and what else stands where a schema should.

use serde_json::{Value, json};

use super::type_name::is_type;
use crate::spec::repair::Context;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

const EXPECTED: &str = "a schema";

pub(super) fn rewrite(node: &mut Value, trail: &Trail, context: &mut Context<'_>) {
    let at = || trail.pointer();
    let schema = match node {
        Value::Object(_) => return,
        Value::Bool(anything) => {
            context.since(Version::V3_1, &at(), "a boolean as a schema");
            if *anything { json!({}) } else { json!({ "not": {} }) }
        }
        Value::String(name) if is_type(name) => {
            context.wrong_type(&at(), EXPECTED, node);
            json!({ "type": node.take() })
        }
        Value::Array(items) if items.len() == 1 && items[0].is_object() => {
            context.relocated(&at().index(0), &at());
            context.wrong_type_of(&at(), EXPECTED, "a list");
            items.remove(0)
        }
        _ => {
            context.unusable(&at(), EXPECTED, node);
            json!({})
        }
    };
    *node = schema;
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_reported, assert_silent};
    use super::*;

    #[test]
    fn table() {
        assert_silent(
            Version::V3_1,
            &[
                (json!(true), json!({})),
                (json!(false), json!({ "not": {} })),
                (
                    json!({ "type": "object", "properties": { "a": true } }),
                    json!({ "type": "object", "properties": { "a": {} } }),
                ),
            ],
        );
        assert_reported(
            Version::V3_0,
            &[
                (json!(true), json!({}), &["OAS0212"]),
                (json!("string"), json!({ "type": "string" }), &["OAS0209"]),
                (json!([{ "type": "string" }]), json!({ "type": "string" }), &["OAS0209"]),
                (json!(null), json!({}), &["OAS0210"]),
                (json!("Pet"), json!({}), &["OAS0210"]),
                (json!([]), json!({}), &["OAS0210"]),
            ],
        );
    }
}
