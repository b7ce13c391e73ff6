//! Components that nothing uses.

use std::collections::BTreeSet;

use serde_json::Value;

use super::codes;
use crate::diag::Sink;
use crate::source::Pointer;
use crate::spec::ext;

/// Maps under `components`, and what one of their entries is called. Examples and links are documentation; callbacks and
/// path items are copied to where they are used.
const KINDS: [(&str, &str); 6] = [
    ("schemas", "schema"),
    ("responses", "response"),
    ("parameters", "parameter"),
    ("requestBodies", "request body"),
    ("headers", "header"),
    ("securitySchemes", "security scheme"),
];

/// Reports them.
pub(super) fn unused(root: &Value, sink: &mut Sink) {
    let Some(components) = root.get("components") else { return };
    let used = used(root, components);
    for (kind, noun) in KINDS {
        let entries = components.get(kind).and_then(Value::as_object);
        for (key, entry) in entries.into_iter().flatten() {
            if used.contains(&(kind, key.as_str())) || entry.get(ext::HOISTED).is_some() {
                continue;
            }
            let at = Pointer::root().keys(["components", kind, key]);
            let message = format!("nothing uses the {noun} `{key}`");
            sink.note(codes::UNUSED_COMPONENT, &at, message).at_key().help(match kind {
                "schemas" => "its type is generated all the same; remove it, or refer to it",
                "securitySchemes" => {
                    "the builder has a setter for it all the same; remove it, or name it under `security`"
                }
                _ => "remove it, or refer to it",
            });
        }
    }
}

/// Kind and key of all components that can be reached from outside of them.
fn used<'a>(root: &'a Value, components: &'a Value) -> BTreeSet<(&'static str, &'a str)> {
    let mut found = Vec::new();
    for (keyword, value) in root.as_object().into_iter().flatten() {
        match keyword.as_str() {
            "components" => {}
            "security" => schemes(value, &mut found),
            _ => references(value, &mut found),
        }
    }
    let mut used = BTreeSet::new();
    loop {
        while let Some((kind, key)) = found.pop() {
            let Some((key, entry)) =
                components.get(kind).and_then(|entries| entries.as_object()?.get_key_value(key))
            else {
                continue;
            };
            if used.insert((kind, key.as_str())) {
                references(entry, &mut found);
            }
        }
        heirs(components, &used, &mut found);
        if found.is_empty() {
            return used;
        }
    }
}

/// Schemas that extend a used one whose discriminator names its heirs: nothing refers to them, but answers hold them.
fn heirs<'a>(
    components: &'a Value,
    used: &BTreeSet<(&'static str, &'a str)>,
    found: &mut Vec<(&'static str, &'a str)>,
) {
    let Some(schemas) = components.get("schemas").and_then(Value::as_object) else { return };
    for (key, schema) in schemas {
        let parents = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        let mut parents = parents.filter_map(|branch| component(branch.get("$ref")?.as_str()?));
        let inherits = parents.any(|parent| {
            used.contains(&parent)
                && schemas.get(parent.1).is_some_and(|parent| parent.get("discriminator").is_some())
        });
        if inherits && !used.contains(&("schemas", key.as_str())) {
            found.push(("schemas", key.as_str()));
        }
    }
}

/// All references in a value. The document is 128 levels deep at most when it is read.
fn references<'a>(value: &'a Value, found: &mut Vec<(&'static str, &'a str)>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        Value::Object(map) => {
            for (key, child) in map {
                match (key.as_str(), child) {
                    ("$ref", Value::String(text)) => found.extend(component(text)),
                    ("mapping", Value::Object(names)) => {
                        let texts = names.values().filter_map(Value::as_str);
                        found.extend(texts.filter_map(component));
                    }
                    ("security", alternatives) => schemes(alternatives, found),
                    _ => {}
                }
                references(child, found);
            }
        }
        _ => {}
    }
}

/// The schemes that alternatives of a requirement name.
fn schemes<'a>(alternatives: &'a Value, found: &mut Vec<(&'static str, &'a str)>) {
    let all = alternatives.as_array().into_iter().flatten().filter_map(Value::as_object).flatten();
    found.extend(all.map(|(key, _)| ("securitySchemes", key.as_str())));
}

fn component(text: &str) -> Option<(&'static str, &str)> {
    let (kind, key) = text.strip_prefix("#/components/")?.split_once('/')?;
    let (kind, _) = KINDS.into_iter().find(|(known, _)| *known == kind)?;
    Some((kind, key))
}
