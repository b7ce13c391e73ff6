//! Members that are `null` in an example of an answer, though their schemas allow none: many services send it so.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Map, Value};

use crate::source::Pointer;
use crate::spec::codes;
use crate::spec::components::{self, key_in, list};
use crate::spec::ext;
use crate::spec::repair::Context;
use crate::spec::shape::Kind;
use crate::spec::walk::{Trail, Visitor, reference, walk};

/// How deep examples are looked into.
const DEPTH: usize = 64;

/// Notes them on the schemas that have the properties.
pub(super) fn mark(root: &mut Value, context: &mut Context<'_>) {
    let mut survey = Survey::default();
    walk(Kind::Root, root, &mut Trail::default(), &mut survey);
    let document: &Value = root;
    let mut reader = Reader { root: document, found: BTreeMap::new(), seen: HashSet::new() };
    for (schema, example) in &survey.pairs {
        let of = |at: &Pointer| at.find(document);
        if let (Some(node), Some(value)) = (of(schema), of(example)) {
            reader.read(schema, node, example, value, &mut Vec::new(), DEPTH);
        }
    }
    for ((schema, name), example) in reader.found {
        let node = root.pointer_mut(schema.as_str()).and_then(Value::as_object_mut);
        let names =
            node.map(|node| node.entry(ext::NULLS).or_insert_with(|| Value::Array(Vec::new())));
        let Some(Value::Array(names)) = names else { continue };
        if names.iter().any(|known| *known == name) {
            continue;
        }
        let message = format!("the example has `null` for `{name}`, and the schema allows none");
        names.push(Value::from(name));
        context
            .sink
            .note(codes::NULL_EXAMPLE, &example, message)
            .at_key()
            .help("allow it in the schema, or correct the example; where it is only received it is optional");
    }
}

/// Schemas and examples of them.
#[derive(Default)]
struct Survey {
    pairs: Vec<(Pointer, Pointer)>,
}

impl Visitor for Survey {
    fn enter(&mut self, kind: Kind, node: &mut Value, trail: &Trail) -> bool {
        let Value::Object(map) = node else { return true };
        match kind {
            Kind::Schema
                if map.get("example").is_some_and(|it| it.is_object() || it.is_array()) =>
            {
                self.pairs.push((trail.pointer(), trail.child("example")));
            }
            Kind::MediaType if map.contains_key("schema") => {
                let at = trail.pointer();
                if at.segments().any(|key| key == "responses") {
                    let schema = at.key("schema");
                    if map.contains_key("example") {
                        self.pairs.push((schema.clone(), at.key("example")));
                    }
                    let several = map.get("examples").and_then(Value::as_object);
                    for (name, example) in several.into_iter().flatten() {
                        let target = example.as_object().and_then(reference);
                        let key = target.and_then(|it| it.strip_prefix("#/components/examples/"));
                        let place = match key {
                            Some(key) => Pointer::root().keys(["components", "examples", key]),
                            None => at.key("examples").key(name),
                        };
                        self.pairs.push((schema.clone(), place.key("value")));
                    }
                }
            }
            _ => {}
        }
        true
    }
}

struct Reader<'v> {
    root: &'v Value,
    /// By the schema with the property, and its name: the first example.
    found: BTreeMap<(Pointer, String), Pointer>,
    seen: HashSet<(*const Map<String, Value>, *const Value)>,
}

impl<'v> Reader<'v> {
    /// `required`: names that the schemas beside this one require.
    fn read(
        &mut self,
        at: &Pointer,
        node: &'v Value,
        value_at: &Pointer,
        value: &'v Value,
        required: &mut Vec<&'v str>,
        depth: usize,
    ) {
        if !has_null(value) {
            return;
        }
        let Some(map) = components::schema(self.root, node) else { return };
        let Some(depth) = depth.checked_sub(1) else { return };
        if !self.seen.insert((std::ptr::from_ref(map), std::ptr::from_ref(value))) {
            return;
        }
        let at = place(self.root, at, node);
        if required.is_empty() {
            asked(self.root, map, required, DEPTH);
        }
        for (index, branch) in list(map, "allOf").iter().enumerate() {
            self.read(&at.key("allOf").index(index), branch, value_at, value, required, depth);
        }
        match value {
            Value::Array(items) if !map.contains_key(ext::PREFIX_ITEMS) => {
                let Some(schema) = map.get("items") else { return };
                let at = at.key("items");
                for (index, item) in items.iter().enumerate() {
                    self.read(&at, schema, &value_at.index(index), item, &mut Vec::new(), depth);
                }
            }
            Value::Object(members) => {
                for (name, member) in members {
                    if !has_null(member) {
                        continue;
                    }
                    let known = map.get("properties").and_then(|all| all.get(name));
                    let value_at = value_at.key(name);
                    match known {
                        Some(schema) if member.is_null() => {
                            if required.contains(&name.as_str())
                                && !allows_null(self.root, schema, DEPTH)
                            {
                                self.found.entry((at.clone(), name.clone())).or_insert(value_at);
                            }
                        }
                        Some(schema) => {
                            let at = at.key("properties").key(name);
                            self.read(&at, schema, &value_at, member, &mut Vec::new(), depth);
                        }
                        None => {
                            if let Some(schema @ Value::Object(_)) = map.get("additionalProperties")
                            {
                                let at = at.key("additionalProperties");
                                self.read(&at, schema, &value_at, member, &mut Vec::new(), depth);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether there is anything to find. Most parts of examples have none, and pointers into them would cost more.
fn has_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(has_null),
        Value::Object(members) => members.values().any(has_null),
        _ => false,
    }
}

/// Names that a schema and those it is made of require.
fn asked<'v>(root: &'v Value, map: &'v Map<String, Value>, out: &mut Vec<&'v str>, depth: usize) {
    out.extend(list(map, "required").iter().filter_map(Value::as_str));
    if let Some(depth) = depth.checked_sub(1) {
        for branch in
            list(map, "allOf").iter().filter_map(|branch| components::schema(root, branch))
        {
            asked(root, branch, out, depth);
        }
    }
}

/// Whether a schema may allow `null`. Alternatives are not looked into.
fn allows_null(root: &Value, node: &Value, depth: usize) -> bool {
    let (Some(map), Some(depth)) = (components::schema(root, node), depth.checked_sub(1)) else {
        return true;
    };
    let is_typed = map.contains_key("type") || map.contains_key("properties");
    let mut parts = list(map, "allOf").iter().peekable();
    map.get("nullable") == Some(&Value::Bool(true))
        || map.contains_key("oneOf")
        || map.contains_key("anyOf")
        || list(map, "enum").iter().any(Value::is_null)
        || (!is_typed && parts.peek().is_none())
        || parts.any(|part| {
            components::schema(root, part).is_some_and(|part| part.contains_key("type"))
                && allows_null(root, part, depth)
        })
}

/// Where the schema stands that a node is or refers to.
fn place(root: &Value, at: &Pointer, node: &Value) -> Pointer {
    let mut at = at.clone();
    let mut node = node;
    for _ in 0..64 {
        let target = node.as_object().and_then(reference);
        let Some(key) = target.and_then(|it| key_in("schemas", it)) else {
            break;
        };
        at = Pointer::root().keys(["components", "schemas", key]);
        let Some(found) = at.find(root) else { break };
        node = found;
    }
    at
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::normalized;
    use super::*;
    use crate::spec::version::Version;

    #[test]
    fn what_examples_show() {
        let text = json!({ "type": "string" });
        let root = json!({
            "paths": { "/a": { "get": { "responses": { "200": { "description": "", "content": {
                "application/json": {
                    "schema": { "type": "array", "items": { "$ref": "#/components/schemas/Child" } },
                    "example": [{ "image": null, "name": null, "id": "1", "note": null, "either": null, "kind": {} }],
                },
            } } } } } },
            "components": { "schemas": {
                "Base": {
                    "type": "object",
                    "required": ["id", "name", "either"],
                    "properties": { "id": text, "name": text, "note": text, "either": { "oneOf": [text, {}] } },
                },
                "Child": { "allOf": [
                    { "$ref": "#/components/schemas/Base" },
                    {
                        "type": "object",
                        "required": ["image", "kind"],
                        "properties": {
                            "image": { "$ref": "#/components/schemas/Image" },
                            "kind": { "$ref": "#/components/schemas/Image" },
                        },
                    },
                ] },
                "Image": { "type": "object", "properties": { "url": text } },
                "Fine": {
                    "type": "object",
                    "required": ["a", "b"],
                    "properties": { "a": { "type": "string", "nullable": true }, "b": {} },
                    "example": { "a": null, "b": null },
                },
            } },
        });
        let (root, _, codes) = normalized(Version::V3_0, root);
        assert_eq!(codes, ["OAS0231"; 2]);
        let schemas = &root["components"]["schemas"];
        assert_eq!(schemas["Base"][ext::NULLS], json!(["name"]));
        assert_eq!(schemas["Child"]["allOf"][1][ext::NULLS], json!(["image"]));
        assert_eq!(schemas["Fine"].get(ext::NULLS), None);
    }
}
