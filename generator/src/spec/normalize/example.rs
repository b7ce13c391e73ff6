//! Example objects: what stands there may also be the example itself.

use serde_json::{Value, json};

use crate::spec::repair::Context;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

pub(super) fn normalize(node: &mut Value, trail: &Trail, context: &mut Context<'_>) {
    if let Value::Object(map) = node {
        for keyword in ["dataValue", "serializedValue"] {
            if let Some(value) = map.shift_remove(keyword)
                && !map.contains_key("value")
            {
                let at = trail.child(keyword);
                context.since(Version::V3_2, &at, &format!("`{keyword}`"));
                context.relocated(&at, &trail.child("value"));
                map.insert("value".to_owned(), value);
            }
        }
        let is_example = map.is_empty()
            || map.keys().any(|key| {
                matches!(
                    key.as_str(),
                    "$ref" | "value" | "externalValue" | "summary" | "description"
                ) || key.starts_with("x-")
            });
        if is_example {
            return;
        }
    }
    context.wrong_type(&trail.pointer(), "an example object", node);
    *node = json!({ "value": node.take() });
    let (file, origin) = context.map.original(&trail.pointer());
    context.moved(trail.child("value"), file, origin);
}

#[cfg(test)]
mod tests {
    use super::super::testing::normalized;
    use super::*;

    #[test]
    fn table() {
        let none: [&str; 0] = [];
        for (before, after, codes) in [
            (json!({ "value": 1 }), json!({ "value": 1 }), &none[..]),
            (json!({}), json!({}), &none),
            (json!({ "dataValue": 1 }), json!({ "value": 1 }), &none),
            (json!("text"), json!({ "value": "text" }), &["OAS0209"]),
            (json!({ "name": "Tom" }), json!({ "value": { "name": "Tom" } }), &["OAS0209"]),
        ] {
            let components = json!({ "examples": { "E": before } });
            let (root, _, found) = normalized(Version::V3_2, json!({ "components": components }));
            assert_eq!((&root["components"]["examples"]["E"], &found[..]), (&after, codes));
        }
    }
}
