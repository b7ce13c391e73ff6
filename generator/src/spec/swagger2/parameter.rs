//! Parameters in the query, in the path and in headers.

use serde_json::{Map, Value};

use super::codes;
use super::front::Front;
use super::schema;
use super::simple_schema::{Separation, separation, split};
use crate::source::Pointer;

/// One parameter that is neither a body nor part of a form.
pub(super) fn convert(
    before: &Map<String, Value>,
    at: &Pointer,
    to: &Pointer,
    front: &mut Front<'_>,
) -> Value {
    let (mut own, mut after) = split(before);
    let separation = separation(before, at, front);
    let is_list = own.get("type").is_some_and(|name| name == "array");
    if let Some(schema) = before.get("schema") {
        // As 3.0 has it.
        let name = before.get("name").and_then(Value::as_str).unwrap_or_default();
        front
            .warn(
                codes::MISPLACED_SCHEMA,
                &at.key("schema"),
                format!("the parameter `{name}` has a `schema`, which only a body has"),
            )
            .help("write `type` and what belongs to it beside `name`");
        after.insert("schema".to_owned(), schema::convert(schema));
    } else if !after.contains_key("content") {
        if own.is_empty() {
            own.insert("type".to_owned(), Value::from("string"));
            let name = before.get("name").and_then(Value::as_str).unwrap_or_default();
            front
                .warn(codes::MISPLACED_SCHEMA, at, format!("the parameter `{name}` has no `type`"))
                .help("add it; `string` is assumed");
        }
        after.insert("schema".to_owned(), Value::Object(own));
        front.moves.note_place(at, &to.key("schema"));
    }
    if is_list {
        style(before, separation, &mut after);
    }
    Value::Object(after)
}

/// `collectionFormat` as `style` and `explode` (OpenAPI 3.0.4, section 4.7.12.3).
fn style(before: &Map<String, Value>, separation: Separation, after: &mut Map<String, Value>) {
    if before.get("in").is_none_or(|place| place != "query") {
        // Commas are what the default style of paths and headers means.
        return;
    }
    let (style, explode) = query_style(separation);
    after.insert("style".to_owned(), Value::from(style));
    after.insert("explode".to_owned(), Value::from(explode));
}

/// The style of a list in a query or a form.
pub(super) fn query_style(separation: Separation) -> (&'static str, bool) {
    match separation {
        Separation::Commas => ("form", false),
        Separation::Spaces => ("spaceDelimited", false),
        Separation::Pipes => ("pipeDelimited", false),
        Separation::Repeated => ("form", true),
    }
}
