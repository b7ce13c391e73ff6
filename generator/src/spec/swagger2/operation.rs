//! Operations: their parameters are parted into those that stay and those that are a body.

use serde_json::{Map, Value};

use super::front::Front;
use super::response::{Produces, convert as convert_response};
use super::{body, codes, form, media_types, parameter, servers};
use crate::source::Pointer;

/// The parameters of a path or an operation that are no parameters in 3.0.
#[derive(Clone, Debug, Default)]
pub(super) struct Parameters<'a> {
    bodies: Vec<Body<'a>>,
    fields: Vec<form::Field<'a>>,
}

#[derive(Clone, Debug)]
struct Body<'a> {
    map: &'a Map<String, Value>,
    /// Where it is described.
    at: Pointer,
    /// The reference that leads to it, when it is one of the document's `parameters`.
    reference: Option<&'a str>,
}

impl<'a> Parameters<'a> {
    /// Takes bodies and fields out of a list of parameters and gives the others, converted.
    pub(super) fn take(&mut self, list: &'a Value, at: &Pointer, front: &mut Front<'a>) -> Value {
        let items = match list {
            Value::Array(items) => items,
            // One parameter instead of a list, or a map from names, is put right later.
            other => return other.clone(),
        };
        let mut after = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let from = at.index(index);
            let resolved = front.resolve(item, &from);
            let place = resolved.as_ref().and_then(|(map, _)| map.get("in")?.as_str());
            match (place, resolved) {
                (Some("body"), Some((map, at))) => {
                    let reference = item.get("$ref").and_then(Value::as_str);
                    let reference = reference.filter(|text| text.starts_with("#/parameters/"));
                    self.bodies.push(Body { map, at, reference });
                }
                (Some("formData"), Some((map, at))) => self.fields.push((map, at)),
                (_, _) => {
                    let to = at.index(after.len());
                    if from != to {
                        front.moves.note(&from, &to);
                    }
                    after.push(match item {
                        Value::Object(map) if !map.contains_key("$ref") => {
                            parameter::convert(map, &from, &to, front)
                        }
                        item => item.clone(),
                    });
                }
            }
        }
        Value::Array(after)
    }

    /// With those of the path, as far as they are not described anew.
    fn with(&mut self, shared: &Self) {
        if self.bodies.is_empty() {
            self.bodies.clone_from(&shared.bodies);
        }
        for (field, at) in &shared.fields {
            if !self.fields.iter().any(|(own, _)| own.get("name") == field.get("name")) {
                self.fields.push((field, at.clone()));
            }
        }
    }
}

/// One operation; `shared` are the parameters of its path.
pub(super) fn convert<'a>(
    before: &'a Map<String, Value>,
    at: &Pointer,
    shared: &Parameters<'a>,
    front: &mut Front<'a>,
) -> Value {
    let consumes = media_types::list(before.get("consumes"));
    let produces = media_types::list(before.get("produces"));
    let mut taken = Parameters::default();
    let mut after = Map::new();
    for (key, value) in before {
        match key.as_str() {
            "consumes" | "produces" | "schemes" => {}
            "parameters" => {
                let parameters = taken.take(value, &at.key(key), front);
                if !is_empty(&parameters) {
                    after.insert(key.clone(), parameters);
                }
            }
            "responses" => {
                let responses = convert_responses(value, &at.key(key), produces.as_deref(), front);
                after.insert(key.clone(), responses);
            }
            _ => {
                after.insert(key.clone(), value.clone());
            }
        }
    }
    taken.with(shared);
    if !after.contains_key("requestBody")
        && let Some(body) = request_body(&taken, at, consumes.as_deref(), front)
    {
        after.insert("requestBody".to_owned(), body);
    }
    if let Some(servers) = servers::of_operation(before, at, front) {
        after.insert("servers".to_owned(), servers);
    }
    Value::Object(after)
}

/// Whether nothing is left of a list of parameters.
pub(super) fn is_empty(list: &Value) -> bool {
    list.as_array().is_some_and(Vec::is_empty)
}

fn convert_responses(
    value: &Value,
    at: &Pointer,
    own: Option<&[String]>,
    front: &mut Front<'_>,
) -> Value {
    let Value::Object(responses) = value else { return value.clone() };
    let responses = responses.iter().map(|(status, response)| {
        if status.starts_with("x-") {
            return (status.clone(), response.clone());
        }
        let is_error = !status.starts_with(['1', '2', '3']);
        let at = at.key(status);
        let produces = Produces { own, is_error };
        (status.clone(), convert_response(response, &at, &at, produces, front))
    });
    Value::Object(responses.collect())
}

fn request_body(
    taken: &Parameters<'_>,
    operation: &Pointer,
    own: Option<&[String]>,
    front: &mut Front<'_>,
) -> Option<Value> {
    let of_document = front.consumes.clone();
    let consumes = own.or(of_document.as_deref());
    let to = operation.key("requestBody");
    let mut body = match taken.bodies.as_slice() {
        [] => None,
        [one] => match one.reference.filter(|_| own.is_none() && taken.fields.is_empty()) {
            Some(reference) => {
                let mut map = Map::new();
                map.insert("$ref".to_owned(), Value::from(reference));
                Some(Value::Object(map))
            }
            None => Some(body::convert(one.map, &one.at, &to, consumes, front)),
        },
        [first, .., last] => {
            front
                .warn(codes::BODIES, &last.at, "an operation has several body parameters")
                .help("describe one body, whose properties they are; it is read as that");
            let bodies: Vec<_> =
                taken.bodies.iter().map(|body| (body.map, body.at.clone())).collect();
            let joined = body::joined(&bodies);
            Some(body::convert(&joined, &first.at, &to, consumes, front))
        }
    };
    if taken.fields.is_empty() {
        return body;
    }
    if let Some(body) = taken.bodies.first() {
        front
            .warn(codes::BODIES, &body.at, "an operation has a body parameter beside a form")
            .help("remove one of them; they are read as two ways to send the request");
    }
    let body = body.get_or_insert_with(|| Value::Object(Map::new()));
    let Value::Object(map) = body else { return None };
    let content = map.entry("content").or_insert_with(|| Value::Object(Map::new()));
    let Value::Object(content) = content else { return None };
    let is_alone = content.is_empty();
    let is_required = form::add(&taken.fields, &to, consumes, content, front);
    if is_alone && is_required {
        map.insert("required".to_owned(), Value::Bool(true));
    }
    Some(body.clone())
}
