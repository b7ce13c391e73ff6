//! Path items, and callbacks: maps of them.

use serde_json::{Map, Value};

use crate::spec::codes;
use crate::spec::ext;
use crate::spec::repair::Context;
use crate::spec::shape::{Kind, is_method};
use crate::spec::walk::Trail;

pub(super) fn normalize(
    kind: Kind,
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    if kind == Kind::Callback {
        // openapiv3 takes extensions for expressions.
        map.retain(|key, _| !key.starts_with("x-"));
        return;
    }
    if let Some(Value::String(text)) = map.get("$ref") {
        let message = format!("`{text}` leads to no path item");
        context
            .sink
            .broken(codes::DANGLING_REFERENCE, &trail.child("$ref"), message)
            .help("write the path item here");
        map.shift_remove("$ref");
    }
    note_order(map);
}

/// openapiv3 has a field for each method, in the order of the specification's table (OpenAPI 3.0.4, section 4.7.9).
const TYPED_ORDER: [&str; 8] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

fn note_order(map: &mut Map<String, Value>) {
    map.shift_remove(ext::METHODS);
    let methods: Vec<&str> = map.keys().map(String::as_str).filter(|key| is_method(key)).collect();
    let rank = |method: &&str| TYPED_ORDER.iter().position(|known| known == method);
    if !methods.is_sorted_by_key(rank) {
        let methods = Value::from(methods);
        map.insert(ext::METHODS.to_owned(), methods);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::testing::normalized;
    use crate::spec::ext;
    use crate::spec::version::Version;

    #[test]
    fn the_order_of_methods_is_noted_where_it_would_be_lost() {
        let operation = json!({ "responses": {} });
        let order = |paths: Value| {
            let (root, _, _) = normalized(Version::V3_0, json!({ "paths": paths }));
            root["paths"]["/a"][ext::METHODS].clone()
        };
        assert_eq!(
            order(json!({ "/a": { "post": operation, "parameters": [], "get": operation } })),
            json!(["post", "get"])
        );
        assert_eq!(
            order(json!({ "/a": { "PATCH": operation, "get": operation } })),
            json!(["patch", "get"])
        );
        assert_eq!(order(json!({ "/a": { "get": operation, "post": operation } })), Value::Null);
        let not_ours = json!({ "/a": { "get": operation, ext::METHODS: ["post", "get"] } });
        assert_eq!(order(not_ours), Value::Null);
    }
}
