//! What a test double has to know of each operation: JSON, because data costs the compiler nothing.
//!
//! The first value holds the schemas that requests refer to, each other one an operation. Schemas are JSON Schema
//! without prose, as far as `templates/runtime/src/testing_schema.rs` reads it.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::facets::Facets;
use super::schema::{Direction, Schemas, is_true, list, lookup, reference, required};
use super::{AnswerBody, OperationSamples};
use crate::ir::{Api, Encoding, Location, Operation, Parameter};
use crate::spec::ext;

/// Keywords that are taken over as they are.
const KEPT: [&str; 13] = [
    "type",
    "enum",
    "nullable",
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "format",
];

/// The table of an API.
pub(super) fn table(schemas: Schemas<'_>, api: &Api, samples: &[OperationSamples]) -> Vec<Value> {
    let mut table = Table { schemas, wanted: Vec::new(), seen: BTreeSet::new() };
    let operations: Vec<Value> = api
        .operations
        .iter()
        .zip(samples)
        .map(|(operation, samples)| table.operation(operation, samples))
        .collect();
    let mut shared = Map::new();
    while let Some(key) = table.wanted.pop() {
        if let Some(schema) = schemas.component(&key) {
            let schema = table.schema(schema);
            shared.insert(key, schema);
        }
    }
    shared.sort_keys();
    let mut lines = vec![json!({ "schemas": shared })];
    lines.extend(operations);
    lines
}

struct Table<'a> {
    schemas: Schemas<'a>,
    /// Components that are still to be written.
    wanted: Vec<String>,
    seen: BTreeSet<String>,
}

impl Table<'_> {
    fn operation(&mut self, operation: &Operation, samples: &OperationSamples) -> Value {
        let mut line = Map::new();
        line.insert("method".to_owned(), json!(operation.method.as_str()));
        line.insert("path".to_owned(), json!(operation.path));
        let parameters = operation.parameters.iter().map(|parameter| self.parameter(parameter));
        line.insert("parameters".to_owned(), parameters.collect());
        if let Some(body) = &operation.body {
            let content = body.content.iter().map(|media| {
                let schema = self.schemas.node(&media.origin.key("schema"));
                let schema = schema.map_or_else(|| json!({}), |schema| self.schema(schema));
                (media.media_type.clone(), schema)
            });
            let content: Map<String, Value> = content.collect();
            line.insert(
                "body".to_owned(),
                json!({ "required": body.required, "content": content }),
            );
        }
        let answer = &samples.answer;
        let mut told = Map::new();
        told.insert("status".to_owned(), json!(answer.status));
        if !answer.headers.is_empty() {
            told.insert("headers".to_owned(), json!(answer.headers));
        }
        if let Some(media_type) = &answer.media_type {
            told.insert("type".to_owned(), json!(media_type));
        }
        match &answer.body {
            AnswerBody::Empty => {}
            AnswerBody::Json(value) => drop(told.insert("json".to_owned(), value.clone())),
            AnswerBody::Text(text) => drop(told.insert("text".to_owned(), json!(text))),
        }
        line.insert("answer".to_owned(), Value::Object(told));
        Value::Object(line)
    }

    fn parameter(&mut self, parameter: &Parameter) -> Value {
        let place = match parameter.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::QueryString => "querystring",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        let node = self.schemas.node(&parameter.origin);
        let schema = node.and_then(super::schema_of);
        let schema = schema.map_or_else(|| json!({}), |schema| self.schema(schema));
        let mut line = Map::new();
        line.insert("name".to_owned(), json!(parameter.wire_name));
        line.insert("in".to_owned(), json!(place));
        if parameter.required {
            line.insert("required".to_owned(), json!(true));
        }
        match &parameter.encoding {
            Encoding::Content(media_type) => {
                drop(line.insert("content".to_owned(), json!(media_type)));
            }
            Encoding::Style { style, explode, .. } => {
                line.insert("style".to_owned(), json!(style.as_str()));
                if *explode {
                    line.insert("explode".to_owned(), json!(true));
                }
            }
        }
        line.insert("schema".to_owned(), schema);
        Value::Object(line)
    }

    /// A branch of `allOf`. One that is closed would close out what the other branches know, which nobody means; and
    /// what another branch makes read-only need not be there (JSON Schema 2020-12, section 9.4).
    fn branch(&mut self, schema: &Value, unsent: &[&str]) -> Value {
        let found = self.schemas.resolve(schema);
        let demands = |name: &str| unsent.contains(&name);
        let mut out = match found {
            Some((Some(_), map)) if required(map).any(demands) => {
                self.schema(&Value::Object(map.clone()))
            }
            _ => self.schema(schema),
        };
        let Some(map) = out.as_object_mut() else { return out };
        if map.contains_key("$ref") {
            map.insert("open".to_owned(), Value::Bool(true));
        } else {
            // What other branches describe is not additional to whoever wrote this one.
            map.remove("additionalProperties");
        }
        if let Some(names) = map.get_mut("required").and_then(Value::as_array_mut) {
            names.retain(|name| name.as_str().is_none_or(|name| !unsent.contains(&name)));
        }
        out
    }

    fn schema(&mut self, schema: &Value) -> Value {
        let Some(map) = schema.as_object() else { return json!({}) };
        if let Some(key) = reference(map) {
            if self.seen.insert(key.to_owned()) {
                self.wanted.push(key.to_owned());
            }
            return json!({ "$ref": key });
        }
        let mut out = Map::new();
        for keyword in KEPT {
            if let Some(value) = lookup(map, keyword) {
                out.insert(keyword.to_owned(), value.clone());
            }
        }
        for keyword in ["allOf", "oneOf", "anyOf"] {
            let branches = list(map, keyword);
            if !branches.is_empty() {
                let facets = Facets::of(self.schemas, &[schema], 0);
                let properties = if keyword == "allOf" { facets.properties() } else { Vec::new() };
                let names = properties.iter().map(|(name, _)| *name);
                let unsent: Vec<&str> = names
                    .filter(|name| !facets.carries(self.schemas, name, Direction::Request))
                    .collect();
                let branches = branches.iter().map(|branch| match keyword {
                    "allOf" => self.branch(branch, &unsent),
                    _ => self.schema(branch),
                });
                let branches = branches.collect();
                out.insert(keyword.to_owned(), branches);
            }
        }
        if let Some(properties) = lookup(map, "properties").and_then(Value::as_object) {
            let known = properties.iter().map(|(name, schema)| (name.clone(), self.schema(schema)));
            out.insert("properties".to_owned(), Value::Object(known.collect()));
        }
        // Names that are not sent need not be there.
        let sent = |name: &&str| {
            let schema = lookup(map, "properties").and_then(|properties| properties.get(*name));
            schema.is_none_or(|schema| Direction::Request.carries(self.schemas, schema))
        };
        let names: Vec<&str> = required(map).filter(sent).collect();
        if !names.is_empty() {
            out.insert("required".to_owned(), json!(names));
        }
        match lookup(map, "items") {
            Some(items) if items.get(ext::PREFIX_ITEMS).is_some() => {
                let prefix =
                    items.as_object().map(|items| list(items, "allOf")).unwrap_or_default();
                let prefix: Vec<Value> = prefix.iter().map(|item| self.schema(item)).collect();
                out.insert("prefixItems".to_owned(), Value::Array(prefix));
                if !is_true(map, ext::TUPLE_REST) {
                    out.insert("items".to_owned(), Value::Bool(false));
                }
            }
            Some(items) => {
                let items = self.schema(items);
                out.insert("items".to_owned(), items);
            }
            None => {}
        }
        match lookup(map, "additionalProperties") {
            Some(Value::Bool(false)) => {
                // What has to be there cannot be forbidden, whatever the description says; nor what is beside it.
                let known = lookup(map, "properties").and_then(Value::as_object);
                let has = |name: &str| known.is_some_and(|known| known.contains_key(name));
                let combined = ["allOf", "oneOf", "anyOf"].iter().any(|key| map.contains_key(*key));
                if !combined && names.iter().all(|name| has(name)) {
                    out.insert("additionalProperties".to_owned(), Value::Bool(false));
                }
            }
            // Which names a pattern is about is not looked at.
            Some(schema @ Value::Object(_)) if !map.contains_key(ext::PATTERNS) => {
                let schema = self.schema(schema);
                out.insert("additionalProperties".to_owned(), schema);
            }
            _ => {}
        }
        Value::Object(out)
    }
}
