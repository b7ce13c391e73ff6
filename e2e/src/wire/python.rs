//! Python values as the recordings write them.

use serde_json::{Map, Value};

/// The expression of a value that JSON does not have: `{"__py__": "(5, 0.3)"}`.
#[must_use]
pub fn expression(value: &Value) -> Option<&str> {
    let object = value.as_object()?;
    if object.len() == 1 { object.get("__py__")?.as_str() } else { None }
}

/// The seconds in a `_request_timeout`: the number, or the last one of a tuple, which is that for each read.
#[must_use]
pub fn seconds(value: &Value) -> Option<f64> {
    if let Some(number) = value.as_f64() {
        return Some(number);
    }
    let numbers: Vec<f64> = expression(value)?
        .trim_matches(|c| matches!(c, '(' | ')'))
        .split(',')
        .filter_map(|number| number.trim().parse().ok())
        .collect();
    numbers.last().copied()
}

/// A model of the Python client as the JSON it was read from: names as on the wire; nulls, unknown fields and what JSON
/// does not have are left out.
#[must_use]
pub fn as_on_the_wire(value: &Value) -> Value {
    match value {
        Value::Array(items) => items.iter().map(as_on_the_wire).collect(),
        Value::Object(_) if expression(value).is_some() => Value::Null,
        Value::Object(fields) => fields
            .iter()
            .filter_map(|(name, value)| Some((wire_name(name)?.to_owned(), as_on_the_wire(value))))
            .filter(|(_, value)| !value.is_null())
            .collect::<Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

fn wire_name(python: &str) -> Option<&str> {
    Some(match python {
        "key_id" => "keyId",
        "org_id" => "orgId",
        "user_id" => "userId",
        "creation_time" => "creationTime",
        "expiration_time" => "expirationTime",
        "last_used_time" => "lastUsedTime",
        "resource_id" => "resourceId",
        known @ ("items" | "key" | "keyId" | "orgId" | "userId" | "creationTime"
        | "expirationTime" | "lastUsedTime" | "scopes" | "resourceId" | "alias"
        | "revoked") => known,
        _ => return None,
    })
}
