//! What is defined once for the whole document becomes `components`.

use serde_json::{Map, Value};

use super::front::Front;
use super::response::{Produces, convert as convert_response};
use super::{body, parameter, schema, security};
use crate::source::Pointer;

/// The components.
pub(super) fn components(root: &Map<String, Value>, front: &mut Front<'_>) -> Map<String, Value> {
    let here = Pointer::root();
    let mut components = Map::new();
    if let Some(Value::Object(definitions)) = root.get("definitions") {
        front.moves.note(&here.key("definitions"), &here.keys(["components", "schemas"]));
        let schemas = definitions.iter().map(|(key, value)| (key.clone(), schema::convert(value)));
        components.insert("schemas".to_owned(), Value::Object(schemas.collect()));
    }
    if let Some(Value::Object(parameters)) = root.get("parameters") {
        convert_parameters(parameters, &mut components, front);
    }
    if let Some(Value::Object(responses)) = root.get("responses") {
        let from = here.key("responses");
        let to = here.keys(["components", "responses"]);
        front.moves.note(&from, &to);
        let responses = responses.iter().map(|(key, value)| {
            let (at, to) = (from.key(key), to.key(key));
            (key.clone(), convert_response(value, &at, &to, Produces::default(), front))
        });
        let responses = responses.collect();
        components.insert("responses".to_owned(), Value::Object(responses));
    }
    if let Some(Value::Object(schemes)) = root.get("securityDefinitions") {
        let from = here.key("securityDefinitions");
        let to = here.keys(["components", "securitySchemes"]);
        front.moves.note(&from, &to);
        let schemes = schemes.iter().map(|(key, value)| {
            (key.clone(), security::convert(value, &from.key(key), &to.key(key), front))
        });
        let schemes = schemes.collect();
        components.insert("securitySchemes".to_owned(), Value::Object(schemes));
    }
    components
}

/// Adds `components` of 3.0; what is there already stays.
pub(super) fn merge(value: &Value, components: &mut Map<String, Value>) {
    let Value::Object(more) = value else { return };
    for (name, entries) in more {
        match (components.get_mut(name), entries) {
            (Some(Value::Object(known)), Value::Object(entries)) => {
                for (key, entry) in entries {
                    known.entry(key.clone()).or_insert_with(|| entry.clone());
                }
            }
            (Some(_), _) => {}
            (None, entries) => {
                components.insert(name.clone(), entries.clone());
            }
        }
    }
}

/// Bodies go to `requestBodies`; fields of forms are copied to the operations, because 3.0 has no place for them.
fn convert_parameters(
    parameters: &Map<String, Value>,
    components: &mut Map<String, Value>,
    front: &mut Front<'_>,
) {
    let here = Pointer::root();
    let (mut plain, mut bodies) = (Map::new(), Map::new());
    for (key, value) in parameters {
        let at = here.keys(["parameters", key]);
        let place = front.resolve(value, &at).and_then(|(map, _)| map.get("in")?.as_str());
        match (place, value) {
            (Some("formData"), _) => {}
            (Some("body"), Value::Object(map)) => {
                let to = here.keys(["components", "requestBodies", key]);
                front.moves.note(&at, &to);
                let body = if map.contains_key("$ref") {
                    value.clone()
                } else {
                    let consumes = front.consumes.clone();
                    body::convert(map, &at, &to, consumes.as_deref(), front)
                };
                bodies.insert(key.clone(), body);
            }
            (_, value) => {
                let to = here.keys(["components", "parameters", key]);
                front.moves.note(&at, &to);
                let parameter = match value {
                    Value::Object(map) if !map.contains_key("$ref") => {
                        parameter::convert(map, &at, &to, front)
                    }
                    value => value.clone(),
                };
                plain.insert(key.clone(), parameter);
            }
        }
    }
    for (name, entries) in [("parameters", plain), ("requestBodies", bodies)] {
        if !entries.is_empty() {
            components.insert(name.to_owned(), Value::Object(entries));
        }
    }
}
