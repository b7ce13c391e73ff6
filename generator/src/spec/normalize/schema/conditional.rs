//! Keywords that only validate (`if`, `dependentSchemas`, `contains` …): not for a client, unless nothing else says
//! what a value looks like. Properties that only their branches name may be there or not: they are optional.

use serde_json::{Map, Value, json};

use crate::source::Pointer;
use crate::spec::ext;
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

/// With these a branch takes more than its own `properties` to know.
const COMPOSED: [&str; 4] = ["$ref", "allOf", "anyOf", "oneOf"];

pub(super) fn rewrite(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    if !map.keys().any(|keyword| VALIDATION.contains(&keyword.as_str())) {
        return;
    }
    if !map.keys().any(|keyword| STRUCTURE.contains(&keyword.as_str())) {
        let list = trail.child("anyOf");
        let mut branches = Vec::new();
        for keyword in ["then", "else"] {
            if let Some(branch) = map.shift_remove(keyword).filter(Value::is_object) {
                context.relocated(&trail.child(keyword), &list.index(branches.len()));
                branches.push(branch);
            }
        }
        if !branches.is_empty() {
            map.insert("anyOf".to_owned(), Value::Array(branches));
        }
    } else if map.get("type").is_some_and(|name| name == "object")
        || map.contains_key("properties")
        || map.contains_key("allOf")
    {
        properties_of_branches(map, trail, context);
    }
    map.retain(|keyword, _| !VALIDATION.contains(&keyword.as_str()));
}

/// Makes the properties that only branches have properties of the schema: any of the schemas they have there.
fn properties_of_branches(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    let mut found: Vec<(String, Vec<(Pointer, Value)>)> = Vec::new();
    let mut composed: Vec<(Pointer, Map<String, Value>)> = Vec::new();
    let mut asked: Vec<String> = Vec::new();
    // `else` often holds the next `if`; first in, first out keeps the order of the document.
    let mut waiting = branches(map, &trail.pointer());
    while !waiting.is_empty() {
        let mut inner = Vec::new();
        for (branch, at) in waiting {
            inner.extend(branches(branch, &at));
            if COMPOSED.iter().any(|keyword| branch.contains_key(*keyword)) {
                composed.push((at.clone(), branch.clone()));
            }
            asked.extend(names_in_condition(branch));
            let properties = branch.get("properties").and_then(Value::as_object);
            for (name, schema) in properties.into_iter().flatten() {
                // `false` says that the property must not be there.
                let own = map.get("properties").and_then(|own| own.get(name));
                if own.is_some() || !(schema.is_object() || *schema == Value::Bool(true)) {
                    continue;
                }
                let place = at.keys(["properties", name]);
                match found.iter_mut().find(|(known, _)| known == name) {
                    Some((_, schemas)) if schemas.iter().any(|(_, known)| known == schema) => {}
                    Some((_, schemas)) => schemas.push((place, schema.clone())),
                    None => found.push((name.clone(), vec![(place, schema.clone())])),
                }
            }
        }
        waiting = inner;
    }
    asked.extend(names_in_condition(map));
    asked.retain(|name| !found.iter().any(|(known, _)| known == name));
    let own = map.get("properties").and_then(Value::as_object);
    asked.retain(|name| own.is_none_or(|own| !own.contains_key(name)));
    if found.is_empty() && composed.is_empty() && asked.is_empty() {
        return;
    }
    // A condition says of a property that it may be there, and nothing of what it may be.
    let anything = asked.into_iter().map(|name| (name, json!({})));
    if composed.is_empty() && !map.contains_key("allOf") {
        let at = trail.child("properties");
        let mut properties = added_properties(found, &at, context);
        properties.extend(anything);
        let entry = map.entry("properties").or_insert_with(|| Value::Object(Map::new()));
        if let Value::Object(own) = entry {
            own.extend(properties);
        }
        return;
    }
    // What an `allOf` or a reference has is known to `lower` only.
    let list = map.entry("allOf").or_insert_with(|| Value::Array(Vec::new()));
    let Value::Array(list) = list else { return };
    let at = trail.child("allOf").index(list.len());
    let mut properties = added_properties(found, &at.key("properties"), context);
    properties.extend(anything);
    let mut schemas = Vec::with_capacity(composed.len());
    for (index, (from, mut schema)) in composed.into_iter().enumerate() {
        context.relocated(&from, &at.key("allOf").index(index));
        schema.retain(|keyword, _| !VALIDATION.contains(&keyword.as_str()));
        schemas.push(Value::Object(schema));
    }
    let mut branches = Map::from_iter([(ext::BRANCHES.to_owned(), Value::Bool(true))]);
    if !schemas.is_empty() {
        branches.insert("allOf".to_owned(), Value::Array(schemas));
    }
    branches.insert("properties".to_owned(), Value::Object(properties));
    list.push(Value::Object(branches));
}

/// Properties that an `if` looks at.
fn names_in_condition(schema: &Map<String, Value>) -> Vec<String> {
    let properties =
        schema.get("if").and_then(|condition| condition.get("properties")?.as_object());
    properties.into_iter().flatten().map(|(name, _)| name.clone()).collect()
}

/// Each property with the schema it has in some branch, or a choice of those it has. They go to `at`.
fn added_properties(
    found: Vec<(String, Vec<(Pointer, Value)>)>,
    at: &Pointer,
    context: &mut Context<'_>,
) -> Map<String, Value> {
    let mut properties = Map::new();
    for (name, mut schemas) in found {
        let to = at.key(&name);
        if schemas.len() == 1
            && let Some((from, schema)) = schemas.pop()
        {
            context.relocated(&from, &to);
            properties.insert(name, schema);
            continue;
        }
        let mut choices = Vec::with_capacity(schemas.len());
        for (index, (from, schema)) in schemas.into_iter().enumerate() {
            context.relocated(&from, &to.key("anyOf").index(index));
            choices.push(schema);
        }
        properties.insert(name, json!({ "anyOf": choices }));
    }
    properties
}

/// The schemas that hold for some values of a schema at `at`.
fn branches<'a>(
    schema: &'a Map<String, Value>,
    at: &Pointer,
) -> Vec<(&'a Map<String, Value>, Pointer)> {
    let mut branches = Vec::new();
    for keyword in ["then", "else"] {
        if let Some(Value::Object(branch)) = schema.get(keyword) {
            branches.push((branch, at.key(keyword)));
        }
    }
    for keyword in ["dependentSchemas", "dependencies"] {
        let dependent = schema.get(keyword).and_then(Value::as_object);
        for (name, branch) in dependent.into_iter().flatten() {
            if let Value::Object(branch) = branch {
                branches.push((branch, at.keys([keyword, name])));
            }
        }
    }
    branches
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
                (json!({ "type": "object", "if": {}, "then": a, "propertyNames": {} }), a),
                (
                    json!({
                        "type": "object",
                        "properties": { "a": { "type": "string" } },
                        "then": { "properties": { "a": { "minLength": 1 }, "b": false } },
                        "else": { "if": {}, "then": b, "else": { "properties": { "b": { "type": "integer" } } } },
                        "dependentSchemas": { "a": { "properties": { "c": { "type": "integer" } } } },
                    }),
                    json!({
                        "type": "object",
                        "properties": {
                            "a": { "type": "string" },
                            "c": { "type": "integer" },
                            "b": { "anyOf": [{}, { "type": "integer" }] },
                        },
                    }),
                ),
                (json!({ "type": "object", "dependentRequired": {} }), json!({ "type": "object" })),
                (
                    json!({
                        "type": "object",
                        "if": { "properties": { "k": { "const": 1 } } },
                        "then": { "$ref": "#/components/schemas/T", "required": ["c"] },
                    }),
                    json!({
                        "type": "object",
                        "allOf": [{
                            "x-oasmith-branches": true,
                            "allOf": [{ "required": ["c"], "allOf": [{ "$ref": "#/components/schemas/T" }] }],
                            "properties": { "k": {} },
                        }],
                    }),
                ),
            ],
        );
    }
}
