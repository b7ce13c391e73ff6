//! What the description says a successful body is, read here once more without the client: for the cases in which the
//! Python client makes something else of a body.

use serde_json::{Map, Value};

/// A field of a model.
enum Field {
    Text,
    Bool,
    Texts,
}

/// The fields of `UserApiKey`: name, type, whether it has to be there.
const KEY: &[(&str, Field, bool)] = &[
    ("keyId", Field::Text, true),
    ("orgId", Field::Text, true),
    ("userId", Field::Text, true),
    ("creationTime", Field::Text, true),
    ("key", Field::Text, false),
    ("expirationTime", Field::Text, false),
    ("lastUsedTime", Field::Text, false),
    ("scopes", Field::Texts, false),
    ("resourceId", Field::Text, false),
    ("alias", Field::Text, false),
    ("revoked", Field::Bool, false),
];

/// The described fields of a body that is valid for the operation; `None` when it is not.
#[must_use]
pub fn described(op: &str, body: &str) -> Option<Value> {
    let body: Value = serde_json::from_str(body).ok()?;
    match op {
        "create_api_key" | "revoke_api_key" => key(&body),
        "get_api_key" => {
            let mut response = Map::new();
            match body.as_object()?.get("key") {
                None | Some(Value::Null) => {}
                Some(value) => {
                    response.insert("key".to_owned(), key(value)?);
                }
            }
            Some(response.into())
        }
        "list_api_keys" => {
            let items = body.as_object()?.get("items")?.as_array()?;
            let items: Option<Vec<Value>> = items.iter().map(key).collect();
            Some(serde_json::json!({ "items": items? }))
        }
        _ => None,
    }
}

fn key(value: &Value) -> Option<Value> {
    let object = value.as_object()?;
    let mut known = Map::new();
    for (name, field, required) in KEY {
        match object.get(*name) {
            None | Some(Value::Null) if *required => return None,
            None | Some(Value::Null) => {}
            Some(value) if field.takes(value) => {
                known.insert((*name).to_owned(), value.clone());
            }
            Some(_) => return None,
        }
    }
    Some(known.into())
}

impl Field {
    fn takes(&self, value: &Value) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Bool => value.is_boolean(),
            Self::Texts => value.as_array().is_some_and(|items| items.iter().all(Value::is_string)),
        }
    }
}
