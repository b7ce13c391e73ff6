//! Names in `required` that no schema declares: a slip of the pen, or what an earlier version had. A service does not
//! send such a member, so no answer would be read if it were asked for.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use crate::diag::{folded, nearest};
use crate::source::{Pointer, lookup};
use crate::spec::codes;
use crate::spec::components::{self, key_in, list};
use crate::spec::ext;
use crate::spec::repair::Context;
use crate::spec::shape::Kind;
use crate::spec::walk::{Trail, Visitor, reference, walk};

/// Looks at all schemas; their references are settled.
pub(super) fn check(root: &mut Value, context: &mut Context<'_>) {
    let mut survey = Survey::default();
    walk(Kind::Root, root, &mut Trail::default(), &mut survey);
    let findings: Vec<Finding> =
        survey.asked.iter().flat_map(|(at, names)| survey.findings(root, at, names)).collect();
    // The last first, so that the places of the others stay.
    for finding in findings.iter().rev() {
        finding.report(context);
        finding.settle(root, context);
    }
}

const COMBINED: [&str; 3] = ["allOf", "oneOf", "anyOf"];

/// What is to be known of all schemas.
#[derive(Default)]
struct Survey {
    /// Schemas that require what they do not declare themselves: the names, and their places in `required`.
    asked: Vec<(Pointer, Vec<(usize, String)>)>,
    /// The schemas that have one in `allOf`, `oneOf` or `anyOf`, and in which of them, by its place.
    parents: HashMap<String, Vec<(Pointer, &'static str)>>,
}

/// A name that is not declared.
struct Finding {
    /// The schema that requires it.
    at: Pointer,
    index: usize,
    name: String,
    /// The property that is meant.
    meant: Option<String>,
    /// The one that it resembles.
    near: Option<String>,
    /// Whether a value may be given to whoever asks for it.
    sent: bool,
}

/// The properties of a schema, and of all schemas that it is made of or a part of.
#[derive(Default)]
struct Known<'v> {
    names: Vec<&'v str>,
    /// Whether other names are spoken of, too.
    open: bool,
    seen: HashSet<*const Map<String, Value>>,
}

impl Visitor for Survey {
    fn enter(&mut self, kind: Kind, node: &mut Value, trail: &Trail) -> bool {
        let (Kind::Schema, Value::Object(map)) = (kind, node) else { return true };
        for keyword in COMBINED {
            let Some(Value::Array(branches)) = lookup(map, keyword) else { continue };
            let at = trail.pointer();
            for (index, branch) in branches.iter().enumerate() {
                let place = match branch.as_object().and_then(reference) {
                    Some(text) => component(text),
                    None => Some(at.key(keyword).index(index)),
                };
                if let Some(place) = place {
                    let parents = self.parents.entry(place.as_str().to_owned()).or_default();
                    parents.push((at.clone(), keyword));
                }
            }
        }
        let properties = lookup(map, "properties").and_then(Value::as_object);
        let required = lookup(map, "required").and_then(Value::as_array);
        let names = required.into_iter().flatten().enumerate();
        let names: Vec<(usize, String)> = names
            .filter_map(|(index, name)| Some((index, name.as_str()?.to_owned())))
            .filter(|(_, name)| properties.is_none_or(|known| !known.contains_key(name)))
            .collect();
        if !names.is_empty() {
            let at = trail.pointer();
            if !is_condition(&at, map) {
                self.asked.push((at, names));
            }
        }
        true
    }
}

/// Whether a schema only tells values apart: what is required there need not be declared.
fn is_condition(at: &Pointer, map: &Map<String, Value>) -> bool {
    let path: Vec<String> = at.segments().collect();
    let within = |keyword: &str| {
        path.iter().enumerate().any(|(index, key)| {
            key == keyword && index.checked_sub(1).is_none_or(|before| path[before] != "properties")
        })
    };
    let is_branch = path
        .len()
        .checked_sub(2)
        .is_some_and(|list| matches!(path[list].as_str(), "oneOf" | "anyOf"));
    within("not") || (is_branch && !map.contains_key("properties") && !map.contains_key("allOf"))
}

impl Survey {
    fn findings(&self, root: &Value, at: &Pointer, names: &[(usize, String)]) -> Vec<Finding> {
        let Some(node) = at.find(root).and_then(Value::as_object) else {
            return Vec::new();
        };
        let known = self.known(root, at);
        // Where no property is known, the name is all that is declared.
        if known.open || known.names.is_empty() {
            return Vec::new();
        }
        let own: Vec<&str> = list(node, "required").iter().filter_map(Value::as_str).collect();
        let unknown = names.iter().filter(|(_, name)| !known.names.contains(&name.as_str()));
        unknown
            .map(|(index, name)| {
                let wanted = folded(name);
                let alike = known.names.iter().find(|known| folded(known) == wanted);
                let free = known.names.iter().filter(|known| !own.contains(known));
                Finding {
                    at: at.clone(),
                    index: *index,
                    name: name.clone(),
                    meant: alike.map(|name| (*name).to_owned()),
                    near: nearest(name, free.copied()).map(str::to_owned),
                    sent: !node.contains_key("additionalProperties"),
                }
            })
            .collect()
    }

    /// What is declared beside a schema: in what it is made of, and in what is made of it.
    fn known<'v>(&self, root: &'v Value, at: &Pointer) -> Known<'v> {
        let mut known = Known::default();
        if let Some(node) = at.find(root) {
            known.add(root, node, "");
        }
        let mut above: HashSet<&str> = HashSet::new();
        let mut pending = vec![at.as_str()];
        while let Some(place) = pending.pop() {
            for (parent, keyword) in self.parents.get(place).into_iter().flatten() {
                if above.insert(parent.as_str()) {
                    if let Some(node) = parent.find(root) {
                        // What holds for some values is required of none for sure.
                        known.open |= node.get(ext::BRANCHES).is_some();
                        // Another alternative says nothing of this one.
                        known.add(root, node, if *keyword == "allOf" { "" } else { keyword });
                    }
                    pending.push(parent.as_str());
                }
            }
        }
        known
    }
}

impl<'v> Known<'v> {
    /// Adds what a schema declares, but for the schemas under one keyword.
    fn add(&mut self, root: &'v Value, node: &'v Value, without: &str) {
        let mut pending = vec![(node, without)];
        while let Some((node, without)) = pending.pop() {
            let Some(map) = components::schema(root, node) else { continue };
            if !self.seen.insert(std::ptr::from_ref(map)) {
                continue;
            }
            let properties = map.get("properties").and_then(Value::as_object);
            self.names.extend(properties.into_iter().flatten().map(|(name, _)| name.as_str()));
            let tag =
                map.get("discriminator").and_then(|found| found.get("propertyName")?.as_str());
            self.names.extend(tag);
            self.open |=
                !matches!(map.get("additionalProperties"), None | Some(Value::Bool(false)));
            for keyword in COMBINED.into_iter().filter(|keyword| *keyword != without) {
                pending.extend(list(map, keyword).iter().map(|branch| (branch, "")));
            }
        }
    }
}

impl Finding {
    fn report(&self, context: &mut Context<'_>) {
        let name = &self.name;
        let (message, help) = match (&self.meant, &self.near) {
            (Some(meant), _) => (
                format!("`{name}` is required, and the property is called `{meant}`"),
                format!("did you mean `{meant}`? it is read as that"),
            ),
            (None, near) => (
                format!("`{name}` is required, and there is no such property"),
                match near {
                    Some(near) => format!("did you mean `{near}`? it is not asked for"),
                    None => "declare it under `properties`, or remove it; it is not asked for"
                        .to_owned(),
                },
            ),
        };
        let at = self.at.key("required").index(self.index);
        context.sink.warning(codes::UNDECLARED, &at, message).help(help);
    }

    fn settle(&self, root: &mut Value, context: &mut Context<'_>) {
        let node = root.pointer_mut(self.at.as_str());
        let Some(map) = node.and_then(Value::as_object_mut) else { return };
        let Some(names) = map.get_mut("required").and_then(Value::as_array_mut) else { return };
        if let Some(meant) = &self.meant
            && !names.iter().any(|name| name == meant)
            && let Some(name) = names.get_mut(self.index)
        {
            *name = Value::from(meant.as_str());
            return;
        }
        let kept: Vec<usize> = (0..names.len()).filter(|index| *index != self.index).collect();
        if self.index < names.len() {
            names.remove(self.index);
        }
        if names.is_empty() {
            map.shift_remove("required");
        }
        context.list_shrunk(&self.at.key("required"), &kept);
        if self.meant.is_none() && self.sent {
            // Some services do ask for it: who sends the object can still say it.
            let properties = map.entry("properties").or_insert_with(|| json!({}));
            if let Some(properties) = properties.as_object_mut() {
                let text = "The description requires it and does not say what it is.";
                properties
                    .insert(self.name.clone(), json!({ "description": text, "writeOnly": true }));
            }
        }
    }
}

/// The place of the component that a reference names.
fn component(text: &str) -> Option<Pointer> {
    let key = key_in("schemas", text)?;
    Some(Pointer::root().keys(["components", "schemas", key]))
}

#[cfg(test)]
mod tests {
    use super::super::testing::normalized;
    use super::*;
    use crate::spec::version::Version;

    fn check(schemas: &Value) -> (Value, Vec<&'static str>) {
        let root = json!({ "components": { "schemas": schemas } });
        let (mut root, _, codes) = normalized(Version::V3_0, root);
        (root["components"]["schemas"].take(), codes)
    }

    fn object(required: &Value, properties: &Value) -> Value {
        json!({ "type": "object", "required": required, "properties": properties })
    }

    #[test]
    fn a_name_of_other_capitals_is_the_property() {
        let (schemas, codes) = check(&json!({
            "File": object(&json!(["id", "name", "Size"]), &json!({ "Id": {}, "Name": {}, "Size": {} })),
            "Twice": object(&json!(["stream_id", "streamId"]), &json!({ "streamId": {} })),
        }));
        assert_eq!(schemas["File"]["required"], json!(["Id", "Name", "Size"]));
        assert_eq!(schemas["Twice"]["required"], json!(["streamId"]));
        assert_eq!(codes, ["OAS0228"; 3]);
    }

    #[test]
    fn a_name_without_a_property_is_not_asked_for() {
        let (schemas, codes) = check(&json!({
            "Crawls": object(&json!(["success", "data"]), &json!({ "success": {} })),
            "Only": object(&json!(["data"]), &json!({ "success": {} })),
            "Closed": {
                "type": "object",
                "required": ["data"],
                "properties": { "success": {} },
                "additionalProperties": false,
            },
        }));
        assert_eq!(schemas["Crawls"]["required"], json!(["success"]));
        assert_eq!(schemas["Crawls"]["properties"]["data"]["writeOnly"], json!(true));
        assert_eq!(schemas["Only"].get("required"), None);
        assert_eq!(schemas["Closed"]["properties"], json!({ "success": {} }));
        assert_eq!(codes, ["OAS0228"; 3]);
    }

    #[test]
    fn what_is_declared_elsewhere_stays() {
        let none: [&str; 0] = [];
        let reference = |key: &str| json!({ "$ref": format!("#/components/schemas/{key}") });
        let schemas = json!({
            // By what it is made of, and by what is made of it.
            "Base": object(&json!(["kind"]), &json!({ "id": {} })),
            "Child": { "allOf": [
                reference("Base"),
                object(&json!(["id"]), &json!({ "kind": {} })),
            ] },
            "Beside": {
                "required": ["a"],
                "oneOf": [object(&json!(["b"]), &json!({ "a": {} })), reference("Child")],
                "properties": { "b": {} },
            },
            // A value of the map.
            "Some": {
                "type": "object",
                "properties": { "a": {} },
                "if": { "properties": { "a": { "enum": [1] } } },
                "then": { "required": ["b"], "properties": { "c": {} } },
            },
            "Alone": { "type": "object", "required": ["a"] },
            "Map": { "type": "object", "required": ["a"], "additionalProperties": { "type": "string" } },
            // Tells values apart.
            "Either": {
                "type": "object",
                "properties": { "a": {} },
                "anyOf": [{ "required": ["b"] }, { "required": ["c"] }],
                "not": { "required": ["d"] },
            },
            "Tagged": {
                "type": "object",
                "required": ["kind"],
                "discriminator": { "propertyName": "kind" },
                "properties": { "a": {} },
            },
        });
        let (after, codes) = check(&schemas);
        assert_eq!(codes, none);
        for key in ["Alone", "Base", "Child", "Beside", "Map", "Either", "Tagged"] {
            assert_eq!(after[key]["required"], schemas[key]["required"], "{key}");
        }
        // Not by another alternative.
        let (_, codes) = check(&json!({ "Pet": { "oneOf": [
            object(&json!(["a"]), &json!({ "b": {} })),
            object(&json!(["a"]), &json!({ "a": {} })),
        ] } }));
        assert_eq!(codes, ["OAS0228"]);
    }
}
