//! What a value of the wrong JSON type evidently means.

use serde_json::{Map, Number, Value, json};

use crate::spec::shape::{Kind, Shape};

/// The value that is meant, if that is evident.
pub(super) fn convert(shape: Shape, value: &Value) -> Option<Value> {
    match shape {
        Shape::Text => text(value).map(Value::String),
        Shape::Flag => flag(value).map(Value::Bool),
        Shape::Number => number(value).map(Value::Number),
        Shape::Count => count(value).map(Value::from),
        Shape::Texts => texts(value).map(Value::from),
        Shape::TextMap => match value {
            // A list of scopes without their descriptions.
            Value::Array(items) => items
                .iter()
                .map(|item| Some((text(item)?, Value::from(""))))
                .collect::<Option<Map<_, _>>>()
                .map(Value::Object),
            _ => None,
        },
        Shape::One(kind) => object(kind, value),
        Shape::Map(kind) => named_map(kind, value),
        Shape::Any | Shape::Special | Shape::SchemaOrFlag | Shape::List(_) => None,
    }
}

/// As a message calls what a shape asks for.
pub(super) fn expected(shape: Shape) -> &'static str {
    match shape {
        Shape::Any | Shape::Special => "a value",
        Shape::SchemaOrFlag => "`true`, `false` or a schema",
        Shape::Text => "text",
        Shape::Flag => "`true` or `false`",
        Shape::Number => "a number",
        Shape::Count => "a whole number that is not negative",
        Shape::Texts => "a list of texts",
        Shape::TextMap => "a map from text to text",
        Shape::One(_) => "an object",
        Shape::List(_) => "a list of objects",
        Shape::Map(_) => "a map of objects",
    }
}

/// A map from names to parameters as a list of them.
pub(super) fn named_list(entries: Map<String, Value>) -> Value {
    entries
        .into_iter()
        .map(|(name, mut value)| {
            if let Value::Object(map) = &mut value
                && !map.contains_key("$ref")
            {
                map.entry("name").or_insert(Value::String(name));
            }
            value
        })
        .collect()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        // A description written as a list of lines.
        Value::Array(items) if !items.is_empty() => {
            let lines: Option<Vec<&str>> = items.iter().map(Value::as_str).collect();
            lines.map(|lines| lines.join("\n"))
        }
        _ => None,
    }
}

fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        // The booleans of YAML 1.1, which other readers still know.
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "1" => Some(true),
            "false" | "no" | "off" | "0" => Some(false),
            _ => None,
        },
        Value::Number(number) => match number.as_u64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        _ => None,
    }
}

fn number(value: &Value) -> Option<Number> {
    let text = value.as_str()?.trim();
    text.parse::<i64>()
        .map(Number::from)
        .or_else(|_| text.parse::<u64>().map(Number::from))
        .ok()
        .or_else(|| text.parse::<f64>().ok().and_then(Number::from_f64))
}

fn count(value: &Value) -> Option<u64> {
    // As far as floats are exact.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Number(number) => {
            let float = number.as_f64()?;
            let whole = (0.0..=EXACT).contains(&float) && float.fract() == 0.0;
            whole.then(|| format!("{float:.0}").parse().ok())?
        }
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(items) => {
            let texts: Vec<String> = items.iter().filter_map(text).collect();
            (!texts.is_empty() || items.is_empty()).then_some(texts)
        }
        Value::String(_) | Value::Number(_) => text(value).map(|text| vec![text]),
        _ => None,
    }
}

/// An object that is written by its most important text alone.
fn object(kind: Kind, value: &Value) -> Option<Value> {
    if let Value::Null = value {
        // A key with nothing behind it, where an empty object says the same.
        return matches!(
            kind,
            Kind::MediaType
                | Kind::Encoding
                | Kind::Response
                | Kind::PathItem
                | Kind::Components
                | Kind::Paths
                | Kind::Responses
        )
        .then(|| json!({}));
    }
    let text = value.as_str()?;
    let keyword = match kind {
        Kind::Server | Kind::ExternalDocs => "url",
        Kind::Contact | Kind::License | Kind::Tag => "name",
        Kind::Response | Kind::RequestBody => "description",
        Kind::ServerVariable => "default",
        // Swagger 2.0.
        Kind::Discriminator => "propertyName",
        _ => return None,
    };
    Some(json!({ keyword: text }))
}

fn named_map(kind: Kind, value: &Value) -> Option<Value> {
    let Value::Array(items) = value else { return None };
    let entries = items.iter().enumerate().map(|(index, item)| match kind {
        Kind::Example => Some((format!("example{}", index + 1), item.clone())),
        // Media types without anything said of them.
        Kind::MediaType => Some((item.as_str()?.to_owned(), json!({}))),
        // Properties, variables and the like, as a list of objects with a name.
        _ => {
            let mut map = item.as_object()?.clone();
            let name = map.shift_remove("name")?.as_str()?.to_owned();
            Some((name, Value::Object(map)))
        }
    });
    entries.collect::<Option<Map<_, _>>>().filter(|map| !map.is_empty()).map(Value::Object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_meant() {
        for (shape, value, meant) in [
            (Shape::Text, json!(1.5), Some(json!("1.5"))),
            (Shape::Text, json!(["a", "b"]), Some(json!("a\nb"))),
            (Shape::Text, json!({}), None),
            (Shape::Flag, json!("True"), Some(json!(true))),
            (Shape::Flag, json!(0), Some(json!(false))),
            (Shape::Flag, json!("maybe"), None),
            (Shape::Flag, json!(null), None),
            (Shape::Number, json!("-3"), Some(json!(-3))),
            (Shape::Number, json!("0.5"), Some(json!(0.5))),
            (Shape::Number, json!("NaN"), None),
            (Shape::Count, json!("10"), Some(json!(10))),
            (Shape::Count, json!(10.0), Some(json!(10))),
            (Shape::Count, json!(-1), None),
            (Shape::Count, json!(1.5), None),
            (Shape::Texts, json!("a"), Some(json!(["a"]))),
            (Shape::Texts, json!(["a", 1, {}]), Some(json!(["a", "1"]))),
            (Shape::TextMap, json!(["read"]), Some(json!({"read": ""}))),
            (Shape::One(Kind::Server), json!("/v1"), Some(json!({"url": "/v1"}))),
            (Shape::One(Kind::Tag), json!("pets"), Some(json!({"name": "pets"}))),
            (Shape::One(Kind::Parameter), json!("pets"), None),
            (Shape::One(Kind::MediaType), json!(null), Some(json!({}))),
            (Shape::Map(Kind::MediaType), json!(["a/b"]), Some(json!({"a/b": {}}))),
            (Shape::Map(Kind::Schema), json!([{"name": "a"}]), Some(json!({"a": {}}))),
            (Shape::Map(Kind::Schema), json!("a"), None),
        ] {
            assert_eq!(convert(shape, &value), meant, "{shape:?} {value}");
        }
    }
}
