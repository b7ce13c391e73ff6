//! Schemas that exclude each other where a value would have to be of all: what nobody can send is not what was meant.

use serde_json::Value;

use super::schema::is_annotation;
use crate::source::{Pointer, lookup};
use crate::spec::codes;
use crate::spec::components::{self, list};
use crate::spec::ext;
use crate::spec::repair::Context;
use crate::spec::shape::Kind;
use crate::spec::walk::{Trail, Visitor, walk};

/// Looks at all schemas; their references are settled.
pub(super) fn check(root: &mut Value, context: &mut Context<'_>) {
    let mut survey = Survey::default();
    walk(Kind::Root, root, &mut Trail::default(), &mut survey);
    for at in &survey.typed {
        type_beside_choice(root, at, context);
    }
    for at in &survey.listed {
        lists_without_common_value(root, at, context);
    }
}

#[derive(Default)]
struct Survey {
    /// Schemas with `type` beside `oneOf` or `anyOf`.
    typed: Vec<Pointer>,
    /// Schemas with several in `allOf`.
    listed: Vec<Pointer>,
}

impl Visitor for Survey {
    fn enter(&mut self, kind: Kind, node: &mut Value, trail: &Trail) -> bool {
        let (Kind::Schema, Value::Object(map)) = (kind, node) else { return true };
        let has = |keyword| lookup(map, keyword).is_some();
        if has("type") && (has("oneOf") || has("anyOf")) {
            self.typed.push(trail.pointer());
        }
        if list(map, "allOf").len() > 1 {
            self.listed.push(trail.pointer());
        }
        true
    }
}

/// `type` that one of the alternatives beside it cannot be: whoever listed that one wants it.
fn type_beside_choice(root: &mut Value, at: &Pointer, context: &mut Context<'_>) {
    let Some(map) = at.find(root).and_then(Value::as_object) else { return };
    let Some(own) = map.get("type").and_then(Value::as_str) else { return };
    let says_more = |(keyword, value): (&String, &Value)| match keyword.as_str() {
        "type" | "oneOf" | "anyOf" | "discriminator" => false,
        // Filled in where an array has none.
        "items" => value.as_object().is_none_or(|items| !items.is_empty()),
        keyword => !is_annotation(keyword),
    };
    if map.iter().any(says_more) {
        return;
    }
    let excluded = ["oneOf", "anyOf"].into_iter().find_map(|keyword| {
        let each = list(map, keyword).iter();
        each.filter_map(|branch| components::schema(root, branch)?.get("type")?.as_str())
            .find(|other| !agree(own, other))
            .map(|other| (keyword, other))
    });
    let Some((keyword, other)) = excluded else { return };
    let message =
        format!("`type: {own}` excludes a schema of `{keyword}`, which is of the type `{other}`");
    context.sink.warning(codes::EXCLUSION, &at.key("type"), message).at_key().help(
        "remove it: the schemas say of which types they are; it is read as if it were absent",
    );
    if let Some(map) = root.pointer_mut(at.as_str()).and_then(Value::as_object_mut) {
        map.shift_remove("type");
        map.shift_remove("items");
    }
}

/// `allOf` of lists of constants that have none in common: each is a list of what is allowed.
fn lists_without_common_value(root: &mut Value, at: &Pointer, context: &mut Context<'_>) {
    let Some(map) = at.find(root).and_then(Value::as_object) else { return };
    // The items of a tuple hold one each, and what is there for some values only holds for none for sure.
    if ["anyOf", "enum", ext::PREFIX_ITEMS, ext::BRANCHES].iter().any(|key| map.contains_key(*key))
    {
        return;
    }
    let lists: Option<Vec<&Vec<Value>>> = list(map, "allOf")
        .iter()
        .map(|branch| components::schema(root, branch)?.get("enum")?.as_array())
        .collect();
    let Some((first, rest)) = lists.as_ref().and_then(|lists| lists.split_first()) else { return };
    if first.iter().any(|value| rest.iter().all(|list| list.contains(value))) {
        return;
    }
    let message = "no value is in all of these lists, as `allOf` asks";
    context
        .sink
        .warning(codes::EXCLUSION, &at.key("allOf"), message)
        .at_key()
        .help("write `anyOf`; it is read as that");
    let (from, to) = (at.key("allOf"), at.key("anyOf"));
    if let Some(map) = root.pointer_mut(at.as_str()).and_then(Value::as_object_mut)
        && let Some(branches) = map.shift_remove("allOf")
    {
        map.insert("anyOf".to_owned(), branches);
        context.relocated(&from, &to);
    }
}

/// Whether a value can be of both types.
fn agree(one: &str, other: &str) -> bool {
    let is_number = |name| matches!(name, "integer" | "number");
    one == other || (is_number(one) && is_number(other))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::normalized;
    use crate::spec::version::Version;

    #[test]
    fn table() {
        let none: &[&str] = &[];
        let text = json!({ "type": "string" });
        let object = json!({ "type": "object", "properties": { "a": {} } });
        let one = json!({ "$ref": "#/components/schemas/One" });
        let two = json!({ "$ref": "#/components/schemas/Two" });
        for (before, after, codes) in [
            (
                json!({ "type": "array", "anyOf": [object, text] }),
                json!({ "anyOf": [object, text] }),
                // It has no `items` either.
                &["OAS0211", "OAS0229"][..],
            ),
            (
                json!({ "type": "object", "oneOf": [one, object] }),
                json!({ "oneOf": [one, object] }),
                &["OAS0229"],
            ),
            (
                json!({ "type": "number", "oneOf": [{ "type": "integer" }, { "type": "number" }] }),
                json!({ "type": "number", "oneOf": [{ "type": "integer" }, { "type": "number" }] }),
                none,
            ),
            // What it says beside has no other meaning.
            (
                json!({ "type": "object", "properties": { "b": {} }, "oneOf": [text, object] }),
                json!({ "type": "object", "properties": { "b": {} }, "oneOf": [text, object] }),
                none,
            ),
            (
                json!({ "type": "string", "allOf": [one, two] }),
                json!({ "type": "string", "anyOf": [one, two] }),
                &["OAS0229"],
            ),
            (
                json!({ "allOf": [one, { "enum": ["b", "c"] }] }),
                json!({ "allOf": [one, { "enum": ["b", "c"], "type": "string" }] }),
                none,
            ),
            (json!({ "allOf": [one, text] }), json!({ "allOf": [one, text] }), none),
        ] {
            let root = json!({ "components": { "schemas": {
                "S": before,
                "One": { "type": "string", "enum": ["a", "b"] },
                "Two": { "type": "string", "enum": ["c"] },
            } } });
            let (root, _, found) = normalized(Version::V3_0, root);
            assert_eq!(
                (&root["components"]["schemas"]["S"], &found[..]),
                (&after, codes),
                "{before}"
            );
        }
    }
}
