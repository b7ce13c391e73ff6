//! Components of a document of plain values, and what references lead to. `refs.rs` does this for the typed description.

use serde_json::{Map, Value};

use crate::source::lookup;

/// Chains of references that are followed. Circles of references alone are broken; this is more than any chain.
const CHAIN_LIMIT: usize = 64;

/// An object, and the key of its component when a reference led to it.
pub(crate) type Found<'v> = (Option<&'v str>, &'v Map<String, Value>);

/// All components of a kind (`schemas`).
pub(crate) fn of_kind<'v>(root: &'v Value, kind: &str) -> Option<&'v Value> {
    root.get("components")?.get(kind)
}

/// The key of the component of this kind that a reference names.
pub(crate) fn key_in<'t>(kind: &str, reference: &'t str) -> Option<&'t str> {
    reference.strip_prefix("#/components/")?.strip_prefix(kind)?.strip_prefix('/')
}

/// The key of the component of this kind that an object refers to.
pub(crate) fn key_of<'v>(kind: &str, map: &'v Map<String, Value>) -> Option<&'v str> {
    key_in(kind, lookup(map, "$ref")?.as_str()?)
}

/// The object that a node stands for. `components`: all of the kind; none when it is no object or leads nowhere.
pub(crate) fn resolved<'v>(
    components: Option<&'v Value>,
    kind: &str,
    node: &'v Value,
) -> Option<Found<'v>> {
    let mut found = (None, node.as_object()?);
    for _ in 0..CHAIN_LIMIT {
        let Some(key) = key_of(kind, found.1) else { return Some(found) };
        found = (Some(key), components?.get(key)?.as_object()?);
    }
    None
}

/// The schema object that a node stands for.
pub(crate) fn schema<'v>(root: &'v Value, node: &'v Value) -> Option<&'v Map<String, Value>> {
    Some(resolved(of_kind(root, "schemas"), "schemas", node)?.1)
}

/// The members of a keyword that is a list; none when it is not.
pub(crate) fn list<'v>(map: &'v Map<String, Value>, keyword: &str) -> &'v [Value] {
    lookup(map, keyword).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn chains_end_at_an_object_and_circles_nowhere() {
        let root = json!({ "components": { "schemas": {
            "A": { "$ref": "#/components/schemas/B/C" },
            "B/C": { "type": "string" },
            "Loop": { "$ref": "#/components/schemas/Loop" },
        } } });
        let refer = |key: &str| json!({ "$ref": format!("#/components/schemas/{key}") });
        let all = of_kind(&root, "schemas");
        let (through, other, looped) =
            (refer("A"), json!({ "$ref": "#/components/headers/A" }), refer("Loop"));
        let (key, map) = resolved(all, "schemas", &through).unwrap();
        assert_eq!((key, map["type"].as_str()), (Some("B/C"), Some("string")));
        // A reference to another kind is not followed.
        assert_eq!(resolved(all, "schemas", &other).unwrap().0, None);
        assert!(resolved(all, "schemas", &looped).is_none());
        assert!(resolved(all, "schemas", &refer("Nobody")).is_none());
        assert!(resolved(all, "schemas", &json!(true)).is_none());
    }
}
