//! The stage `spec` over a description in which each node in turn is replaced, left out or doubled: whatever is odd about
//! one node, the rest becomes typed, every reference leads somewhere, and preparing again changes nothing.

use oasmith::diag::Sink;
use oasmith::source::{Document, NoFiles, Pointer, SourceMap};
use oasmith::spec;
use serde_json::{Value, json};

/// Something of everything; small, because it is read some ten thousand times.
fn description(version: &str) -> Value {
    json!({
        "openapi": version,
        "info": { "title": "t", "version": "1", "contact": { "name": "n" }, "license": { "name": "l" } },
        "servers": [{ "url": "/{v}", "variables": { "v": { "default": "1", "enum": ["1", "2"] } } }],
        "security": [{ "key": [] }, {}],
        "tags": [{ "name": "pets", "externalDocs": { "url": "/docs" } }],
        "paths": {
            "/pets/{id}": {
                "summary": "s",
                "parameters": [{ "$ref": "#/components/parameters/Id" }],
                "get": {
                    "tags": ["pets"],
                    "operationId": "get",
                    "parameters": [
                        { "name": "limit", "in": "query", "schema": { "type": "integer", "minimum": 1 } },
                        { "name": "filter", "in": "query", "style": "deepObject", "explode": true,
                          "schema": { "type": "object", "properties": { "a": { "type": "string" } } },
                          "examples": { "one": { "value": { "a": "b" } } } },
                        { "name": "json", "in": "cookie", "content": { "application/json": { "schema": {} } } },
                    ],
                    "requestBody": { "$ref": "#/components/requestBodies/Body" },
                    "responses": {
                        "200": {
                            "description": "d",
                            "headers": { "X-Count": { "schema": { "type": "integer" } } },
                            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Pet" } } },
                            "links": { "self": { "operationId": "get", "parameters": { "id": "$request.path.id" } } },
                        },
                        "default": { "$ref": "#/components/responses/Error" },
                    },
                    "callbacks": { "event": { "{$url}": { "post": { "responses": { "204": { "description": "" } } } } } },
                    "deprecated": false,
                    "security": [{ "oauth": ["read"] }],
                    "servers": [{ "url": "/other" }],
                },
            },
            "/copy": { "$ref": "#/components/pathItems/Item" },
        },
        "components": {
            "schemas": {
                "Pet": {
                    "type": "object",
                    "required": ["id"],
                    "discriminator": { "propertyName": "kind", "mapping": { "cat": "#/components/schemas/Cat" } },
                    "properties": {
                        "id": { "type": "integer", "format": "int64", "exclusiveMinimum": 0 },
                        "kind": { "type": "string", "enum": ["cat", "dog"], "default": "cat" },
                        "tags": { "type": "array", "items": { "type": "string", "maxLength": 9 }, "uniqueItems": true },
                        "pair": { "type": "array", "prefixItems": [{ "type": "string" }, {}], "items": false },
                        "name": { "type": ["string", "null"], "example": "e" },
                        "owner": { "anyOf": [{ "$ref": "#/components/schemas/Cat" }, { "type": "null" }] },
                        "const": { "const": "c" },
                        "more": { "type": "object", "additionalProperties": { "type": "number" }, "patternProperties": { "^x": {} } },
                    },
                },
                "Cat": {
                    "allOf": [{ "$ref": "#/components/schemas/Pet" }, { "type": "object", "properties": { "lives": { "type": "number" } } }],
                    "not": { "required": ["bark"] },
                    "externalDocs": { "url": "/cats" },
                    "if": {}, "then": { "title": "t" },
                },
                "Alias": { "$ref": "#/components/schemas/Cat" },
                "Deep": { "$ref": "#/components/schemas/Pet/properties/tags/items" },
                "Choice": { "oneOf": [{ "type": "string" }, { "$ref": "#/components/schemas/Local" }], "$defs": { "x": { "$anchor": "x" } } },
                "Local": { "properties": { "x": { "$ref": "#x" } } },
            },
            "parameters": { "Id": { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } } },
            "requestBodies": { "Body": { "required": true, "content": {
                "multipart/form-data": {
                    "schema": { "type": "object", "properties": { "file": { "type": "string", "format": "binary" } } },
                    "encoding": { "file": { "contentType": "image/png", "headers": { "X-A": { "schema": {} } }, "explode": true } },
                },
            } } },
            "responses": { "Error": { "description": "e" } },
            "headers": { "H": { "schema": { "type": "string" } } },
            "examples": { "E": { "summary": "s", "value": 1 } },
            "links": { "L": { "operationRef": "#/paths" } },
            "callbacks": { "C": { "{$url}": { "$ref": "#/components/pathItems/Item" } } },
            "pathItems": { "Item": { "post": { "responses": { "201": { "$ref": "#/components/responses/Error" } } } } },
            "securitySchemes": {
                "key": { "type": "apiKey", "in": "header", "name": "K" },
                "oauth": { "type": "oauth2", "flows": { "clientCredentials": { "tokenUrl": "/t", "scopes": { "read": "r" } } } },
                "basic": { "type": "http", "scheme": "basic" },
                "oidc": { "type": "openIdConnect", "openIdConnectUrl": "/o" },
            },
        },
        "webhooks": { "new": { "post": { "responses": { "200": { "description": "" } } } } },
    })
}

/// What a node is replaced by; `None` leaves it out.
fn odd_values() -> Vec<Option<Value>> {
    let values = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1.5),
        json!(""),
        json!("text"),
        json!("string"),
        json!([]),
        json!([null]),
        json!(["text", 1]),
        json!([{ "type": "string" }]),
        json!({}),
        json!({ "text": 1 }),
        json!({ "type": 1, "items": [], "x-a": null }),
        json!({ "$ref": "#/components/schemas/Pet" }),
        json!({ "$ref": "#/components/responses/Error" }),
        json!({ "$ref": "#/nowhere", "description": 1 }),
        json!({ "$ref": 1 }),
    ];
    values.into_iter().map(Some).chain([None]).collect()
}

/// All of the mutants take a minute; of them each run reads a part, unless `OASMITH_ALL_MUTANTS` is set.
fn share(part: usize) -> usize {
    if std::env::var_os("OASMITH_ALL_MUTANTS").is_some() { 1 } else { part }
}

#[test]
fn one_odd_node() {
    let mut problems = Vec::new();
    let values = odd_values();
    let mut number = 0;
    for version in ["3.0.4", "3.1.1"] {
        let description = description(version);
        for place in places(&description) {
            for value in &values {
                number += 1;
                // Prime to the number of values, so that each meets each place in some version.
                if number % share(5) != 0 {
                    continue;
                }
                let mut mutant = description.clone();
                replace(&mut mutant, &place, value.clone());
                problems.extend(
                    check(mutant)
                        .err()
                        .map(|problem| format!("{version} {place} is {value:?}: {problem}")),
                );
            }
        }
    }
    report(&problems);
}

#[test]
fn three_odd_nodes() {
    let mut problems = Vec::new();
    let values = odd_values();
    // A linear congruential generator (Knuth, MMIX): the same mutants in every run.
    let mut state: u64 = 1;
    let mut pick = |below: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % below
    };
    for number in 0..8_000 / share(8) {
        let mut mutant = description(if number % 2 == 0 { "3.0.4" } else { "3.1.1" });
        let mut changes = Vec::new();
        for _ in 0..3 {
            let places = places(&mutant);
            let place = places[pick(places.len())].clone();
            let value = values[pick(values.len())].clone();
            replace(&mut mutant, &place, value.clone());
            changes.push(format!("{place} is {value:?}"));
        }
        problems.extend(check(mutant).err().map(|problem| format!("{changes:?}: {problem}")));
    }
    report(&problems);
}

fn report(problems: &[String]) {
    let shown = problems.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
    assert!(problems.is_empty(), "{} problems:\n{shown}", problems.len());
}

/// Where something can be changed; without a version nothing would be read.
fn places(root: &Value) -> Vec<Pointer> {
    let mut places = Vec::new();
    collect(root, &Pointer::root(), &mut places);
    places.retain(|place| !matches!(place.as_str(), "" | "/openapi"));
    places
}

fn collect(node: &Value, at: &Pointer, places: &mut Vec<Pointer>) {
    places.push(at.clone());
    match node {
        Value::Object(map) => {
            map.iter().for_each(|(key, child)| collect(child, &at.key(key), places));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, child)| collect(child, &at.index(n), places));
        }
        _ => {}
    }
}

fn replace(root: &mut Value, place: &Pointer, value: Option<Value>) {
    if let Some(value) = value {
        *root.pointer_mut(place.as_str()).expect("a place of it") = value;
        return;
    }
    let (parent, last) = (place.parent().expect("not the root"), place.last());
    let last = last.expect("not the root");
    match root.pointer_mut(parent.as_str()).expect("a place of it") {
        Value::Object(map) => drop(map.shift_remove(&last)),
        Value::Array(items) => drop(items.remove(last.parse().expect("an index"))),
        _ => unreachable!("only objects and lists have children"),
    }
}

fn check(root: Value) -> Result<(), String> {
    let mut sink = Sink::new(false);
    let mut map = SourceMap::default();
    let document = spec::prepare(Document { root }, &mut map, &NoFiles, &mut sink);
    let document = document.ok_or("refused")?;
    let typed = spec::typed(&document, &mut sink).ok_or("not typed")?;
    let diagnostics = sink.into_sorted(&map);
    if let Some(refused) = diagnostics.iter().find(|found| found.code.id == "OAS0290") {
        return Err(format!("{:?} {}", refused.primary.place, refused.message));
    }
    let api = serde_json::to_value(&typed.api).map_err(|error| error.to_string())?;
    references_lead(&api, &api)?;
    let mut sink = Sink::new(false);
    let again = spec::prepare(document.clone(), &mut SourceMap::default(), &NoFiles, &mut sink);
    if let Some(diagnostic) = sink.into_sorted(&map).first() {
        return Err(format!("again: {:?} {}", diagnostic.primary.place, diagnostic.message));
    }
    if again.is_none_or(|again| again.root != document.root) {
        return Err("preparing again changes it".to_owned());
    }
    Ok(())
}

fn references_lead(node: &Value, api: &Value) -> Result<(), String> {
    match node {
        Value::Object(map) => {
            if let (Some(Value::String(reference)), 1) = (map.get("$ref"), map.len()) {
                let target = reference.strip_prefix("#/components/").and_then(|rest| {
                    let (kind, key) = rest.split_once('/')?;
                    api.get("components")?.get(kind)?.get(key)
                });
                target.ok_or_else(|| format!("{reference} leads nowhere"))?;
            }
            let is_data = |key: &str| {
                matches!(key, "example" | "default" | "enum" | "value" | "scopes" | "requestBody")
            };
            map.iter()
                .filter(|(key, value)| {
                    !is_data(key) && !key.starts_with("x-")
                        || value.get("$ref").is_some() && *key == "requestBody"
                })
                .try_for_each(|(_, child)| references_lead(child, api))
        }
        Value::Array(items) => items.iter().try_for_each(|item| references_lead(item, api)),
        _ => Ok(()),
    }
}
