//! Paths and path items: parameters for all operations of a path.

use serde_json::{Map, Value};

use super::front::Front;
use super::operation::{self, Parameters};
use crate::source::Pointer;
use crate::spec::shape::is_method;

/// The map of paths.
pub(super) fn convert<'a>(value: &'a Value, at: &Pointer, front: &mut Front<'a>) -> Value {
    let Value::Object(paths) = value else { return value.clone() };
    let paths = paths.iter().map(|(path, item)| {
        let item = match item {
            Value::Object(map) if !path.starts_with("x-") => {
                convert_item(map, &at.key(path), front)
            }
            item => item.clone(),
        };
        (path.clone(), item)
    });
    Value::Object(paths.collect())
}

fn convert_item<'a>(item: &'a Map<String, Value>, at: &Pointer, front: &mut Front<'a>) -> Value {
    let mut shared = Parameters::default();
    let mut parameters = None;
    if let Some(value) = item.get("parameters") {
        parameters = Some(shared.take(value, &at.key("parameters"), front));
    }
    let mut after = Map::new();
    for (key, value) in item {
        match value {
            Value::Object(before) if is_method(key) => {
                let operation = operation::convert(before, &at.key(key), &shared, front);
                after.insert(key.clone(), operation);
            }
            _ if key == "parameters" => {
                if let Some(parameters) = parameters.take_if(|list| !operation::is_empty(list)) {
                    after.insert(key.clone(), parameters);
                }
            }
            value => {
                after.insert(key.clone(), value.clone());
            }
        }
    }
    Value::Object(after)
}
