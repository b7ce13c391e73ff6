//! `prefixItems` (JSON Schema 2020-12, section 10.3.1.1) and lists of `items` (its older form) travel inside `items`.

use serde_json::{Map, Value, json};

use crate::source::lookup;
use crate::spec::ext;
use crate::spec::repair::Context;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

/// What is rewritten here.
const KEYWORDS: [&str; 5] =
    ["items", "prefixItems", "additionalItems", "unevaluatedItems", "contains"];

pub(super) fn rewrite(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    // Most schemas are no arrays.
    if lookup(map, "type").is_none_or(|name| name != "array")
        && !map.keys().any(|keyword| KEYWORDS.contains(&keyword.as_str()))
    {
        return;
    }
    let items = trail.child("items");
    let old_form = map.get("items").is_some_and(Value::is_array);
    if let Some(Value::Array(list)) = map.get_mut("items") {
        context.since(Version::V3_1, &items, "a list of `items`");
        let list = Value::Array(std::mem::take(list));
        map.shift_remove("items");
        if !map.contains_key("prefixItems") {
            context.relocated(&items, &trail.child("prefixItems"));
            map.insert("prefixItems".to_owned(), list);
        }
        if let Some(rest) = map.shift_remove("additionalItems") {
            context.relocated(&trail.child("additionalItems"), &items);
            map.insert("items".to_owned(), rest);
        }
    }
    map.shift_remove("additionalItems");
    if let Some(Value::Array(prefix)) = map.shift_remove("prefixItems")
        && !prefix.is_empty()
    {
        let from = trail.child("prefixItems");
        if !old_form {
            context.since(Version::V3_1, &from, "`prefixItems`");
        }
        let is_closed = |keyword: &str| map.get(keyword) == Some(&Value::Bool(false));
        let limit = map.get("maxItems").and_then(Value::as_u64);
        let closed = is_closed("items")
            || is_closed("unevaluatedItems")
            || limit.is_some_and(|limit| limit <= prefix.len() as u64);
        if !closed {
            map.insert(ext::TUPLE_REST.to_owned(), Value::Bool(true));
        }
        let mut travelling = json!({ "allOf": prefix, ext::PREFIX_ITEMS: true });
        if let (Some(rest @ Value::Object(_)), Value::Object(travelling)) =
            (map.shift_remove("items"), &mut travelling)
        {
            context.relocated(&items, &items.key("anyOf").index(0));
            travelling.insert("anyOf".to_owned(), Value::Array(vec![rest]));
        }
        map.insert("items".to_owned(), travelling);
        context.relocated(&from, &items.key("allOf"));
    }
    match map.get("items") {
        Some(Value::Bool(true)) => {
            map.insert("items".to_owned(), json!({}));
        }
        Some(Value::Bool(false)) => {
            map.insert("items".to_owned(), json!({}));
            map.insert("maxItems".to_owned(), json!(0));
        }
        Some(_) => {}
        None => no_items(map, trail, context),
    }
    map.shift_remove("unevaluatedItems");
    map.shift_remove("contains");
}

/// 3.0 requires `items` on an array; later versions do not.
fn no_items(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    if map.get("type").is_none_or(|name| name != "array") {
        return;
    }
    if let Some(rest @ Value::Object(_)) = map.shift_remove("unevaluatedItems") {
        context.relocated(&trail.child("unevaluatedItems"), &trail.child("items"));
        map.insert("items".to_owned(), rest);
        return;
    }
    if context.version < Version::V3_1 {
        context
            .missing(&trail.child("type"), "an array has no `items`".to_owned())
            .help("say what is in it: `items: {}` allows anything");
    }
    map.insert("items".to_owned(), json!({}));
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_reported, assert_silent, rewritten_with_moves};
    use super::*;
    use crate::source::Pointer;

    #[test]
    fn table() {
        let pair = json!([{ "type": "string" }, { "type": "integer" }]);
        let travels = json!({ "allOf": pair, "x-oasmith-prefix-items": true });
        assert_silent(
            Version::V3_1,
            &[
                (
                    json!({ "type": "array", "prefixItems": pair, "items": false }),
                    json!({ "type": "array", "items": travels }),
                ),
                (
                    json!({ "type": "array", "prefixItems": pair, "items": { "type": "boolean" } }),
                    json!({
                        "type": "array",
                        "x-oasmith-tuple-rest": true,
                        "items": {
                            "allOf": pair,
                            "x-oasmith-prefix-items": true,
                            "anyOf": [{ "type": "boolean" }],
                        },
                    }),
                ),
                (
                    json!({ "type": "array", "prefixItems": pair, "maxItems": 2 }),
                    json!({ "type": "array", "maxItems": 2, "items": travels }),
                ),
                (
                    json!({ "prefixItems": pair }),
                    json!({ "x-oasmith-tuple-rest": true, "items": travels, "type": "array" }),
                ),
                (
                    json!({ "type": "array", "items": pair, "additionalItems": false }),
                    json!({ "type": "array", "items": travels }),
                ),
                (json!({ "type": "array" }), json!({ "type": "array", "items": {} })),
                (
                    json!({ "type": "array", "items": true }),
                    json!({ "type": "array", "items": {} }),
                ),
                (
                    json!({ "type": "array", "items": false }),
                    json!({ "type": "array", "items": {}, "maxItems": 0 }),
                ),
                (
                    json!({ "type": "array", "unevaluatedItems": { "type": "string" } }),
                    json!({ "type": "array", "items": { "type": "string" } }),
                ),
            ],
        );
        assert_reported(
            Version::V3_0,
            &[
                (json!({ "type": "array" }), json!({ "type": "array", "items": {} }), &["OAS0211"]),
                (
                    json!({ "type": "array", "items": pair, "maxItems": 2 }),
                    json!({ "type": "array", "maxItems": 2, "items": travels }),
                    &["OAS0212"],
                ),
                (
                    json!({ "type": "array", "items": [] }),
                    json!({ "type": "array", "items": {} }),
                    &["OAS0211", "OAS0212"],
                ),
            ],
        );
    }

    #[test]
    fn entries_are_found_again() {
        let (_, map, _) = rewritten_with_moves(
            Version::V3_1,
            &json!({ "type": "array", "prefixItems": [{}, { "title": "t" }] }),
        );
        let place = Pointer::new("/components/schemas/S/items/allOf/1/title");
        assert_eq!(map.original(&place).1.as_str(), "/components/schemas/S/prefixItems/1/title");
    }
}
