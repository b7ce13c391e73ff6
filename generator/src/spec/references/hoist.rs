//! Targets of references that are no components become components.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::components::{component, components_mut, reference_to};
use crate::source::{Pointer, SourceMap};
use crate::spec::ext;
use crate::spec::shape::{Kind, is_method};

/// What a round moves to `components`, by where it stands.
#[derive(Default)]
pub(in crate::spec) struct Hoists {
    places: BTreeMap<Pointer, (Kind, String)>,
}

impl Hoists {
    /// The key that the object at a place will have; `None` when it is needed as an object of two kinds.
    pub(in crate::spec) fn key(
        &mut self,
        root: &Value,
        kind: Kind,
        place: &Pointer,
    ) -> Option<String> {
        if let Some((known, key)) = self.places.get(place) {
            return (*known == kind).then(|| key.clone());
        }
        let key = self.free_key(root, kind, place);
        self.places.insert(place.clone(), (kind, key.clone()));
        Some(key)
    }

    /// Moves them, inner ones before what they are in.
    pub(in crate::spec) fn carry_out(self, root: &mut Value, map: &mut SourceMap) {
        let mut places: Vec<_> = self.places.into_iter().collect();
        places.sort_by_key(|(place, _)| std::cmp::Reverse(place.as_str().len()));
        for (place, (kind, key)) in places {
            move_to_components(root, kind, &place, &key, map);
        }
    }

    fn free_key(&self, root: &Value, kind: Kind, place: &Pointer) -> String {
        let is_free = |key: &str| {
            component(root, kind, key).is_none()
                && !self.places.values().any(|(other, taken)| *other == kind && taken == key)
        };
        unique_key(root, place, is_free)
    }
}

/// Moves the object at a place to `components` and leaves a reference to it.
fn move_to_components(
    root: &mut Value,
    kind: Kind,
    place: &Pointer,
    key: &str,
    map: &mut SourceMap,
) {
    let Some(node) = root.pointer_mut(place.as_str()) else { return };
    let mut moved = std::mem::replace(node, json!({ "$ref": reference_to(kind, key) }));
    if kind == Kind::Schema {
        if let Value::Bool(anything) = moved {
            moved = if anything { json!({}) } else { json!({ "not": {} }) };
        }
        if let Value::Object(schema) = &mut moved {
            schema.insert(ext::HOISTED.to_owned(), Value::Bool(true));
        }
    }
    if let Some(components) = components_mut(root, kind) {
        components.insert(key.to_owned(), moved);
    }
    let name = kind.component_map().unwrap_or_default();
    map.record_relocation(place, &Pointer::root().keys(["components", name, key]));
}

fn unique_key(root: &Value, place: &Pointer, is_free: impl Fn(&str) -> bool) -> String {
    let words = words(root, place);
    let own = words.last().filter(|_| is_named(place));
    let full = words.join("_");
    if let Some(own) = own.filter(|own| is_free(own)) {
        return own.clone();
    }
    if is_free(&full) {
        return full;
    }
    let mut number = 2;
    loop {
        let key = format!("{full}_{number}");
        if is_free(&key) {
            return key;
        }
        number += 1;
    }
}

/// Whether the last segment of a place is a name that somebody gave it.
fn is_named(place: &Pointer) -> bool {
    let parent = place.parent().and_then(|parent| parent.last());
    matches!(parent.as_deref(), Some("$defs" | "definitions" | "parameters" | "responses"))
        && place.last().is_some_and(|last| last.parse::<u32>().is_err())
}

/// The words that say where something stands: the component or operation, then the way from there.
fn words(root: &Value, place: &Pointer) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut node = Some(root);
    let mut before = String::new();
    for segment in place.segments() {
        node = node.and_then(|node| match node {
            Value::Object(map) => map.get(&segment),
            Value::Array(items) => items.get(segment.parse::<usize>().ok()?),
            _ => None,
        });
        let is_name = matches!(
            before.as_str(),
            "properties" | "patternProperties" | "$defs" | "definitions" | "schemas"
        );
        let word = match segment.as_str() {
            _ if is_name => segment.clone(),
            "items" | "prefixItems" => "item".to_owned(),
            "additionalProperties" => "value".to_owned(),
            "requestBody" => "request".to_owned(),
            "components" | "schemas" | "paths" | "properties" | "patternProperties" | "content"
            | "schema" | "allOf" | "anyOf" | "oneOf" | "$defs" | "definitions" | "parameters"
            | "responses" | "requestBodies" | "headers" | "pathItems" => String::new(),
            method if is_method(method) && words.first().is_some_and(|_| before.contains('/')) => {
                words.insert(0, method.to_owned());
                String::new()
            }
            _ if before == "content" => String::new(),
            _ if before == "parameters" => node
                .and_then(|node| node.get("name"))
                .and_then(Value::as_str)
                .unwrap_or(&segment)
                .to_owned(),
            other => other.to_owned(),
        };
        let word = tidy(&word);
        if !word.is_empty() {
            words.push(word);
        }
        before = segment;
    }
    if words.is_empty() {
        words.push("hoisted".to_owned());
    }
    words
}

/// Only what may stand in a component key (OpenAPI 3.0.4, section 4.7.7.1).
fn tidy(word: &str) -> String {
    let tidy: String =
        word.chars().map(|c| if c.is_alphanumeric() || c == '.' { c } else { '_' }).collect();
    let mut parts = tidy.split('_').filter(|part| !part.is_empty());
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "_" + part)
}
