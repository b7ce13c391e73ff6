//! The keys under `components`, and access to them.

use std::collections::HashSet;

use serde_json::{Map, Value};

use crate::source::Pointer;
use crate::spec::shape::Kind;

/// Which components there are; built once a round, because a visitor cannot look elsewhere while it holds a node.
#[derive(Debug, Default)]
pub(super) struct ComponentKeys {
    kinds: Vec<(Kind, HashSet<String>)>,
}

impl ComponentKeys {
    pub(super) fn of(root: &Value) -> Self {
        let kinds = Kind::COMPONENTS
            .into_iter()
            .map(|kind| (kind, entries(root, kind).map(|(key, _)| key.clone()).collect()))
            .collect();
        Self { kinds }
    }

    /// Whether a reference of this text is in its final form and leads somewhere.
    pub(super) fn leads(&self, kind: Kind, text: &str) -> bool {
        key_of(kind, text).is_some_and(|key| self.has(kind, key))
    }

    fn has(&self, kind: Kind, key: &str) -> bool {
        self.kinds.iter().any(|(other, keys)| *other == kind && keys.contains(key))
    }
}

/// The text of a reference to a component.
pub(super) fn reference_to(kind: Kind, key: &str) -> String {
    format!("#/components/{}/{key}", kind.component_map().unwrap_or_default())
}

/// The key in a reference in its final form.
pub(super) fn key_of(kind: Kind, text: &str) -> Option<&str> {
    text.strip_prefix("#/components/")?.strip_prefix(kind.component_map()?)?.strip_prefix('/')
}

/// The components of a kind.
pub(super) fn entries(root: &Value, kind: Kind) -> impl Iterator<Item = (&String, &Value)> {
    components(root, kind).into_iter().flatten()
}

/// A component.
pub(super) fn component<'a>(root: &'a Value, kind: Kind, key: &str) -> Option<&'a Value> {
    components(root, kind)?.get(key)
}

fn components(root: &Value, kind: Kind) -> Option<&Map<String, Value>> {
    root.get("components")?.get(kind.component_map()?)?.as_object()
}

/// The components of a kind, to be changed; made when there are none.
pub(super) fn components_mut(root: &mut Value, kind: Kind) -> Option<&mut Map<String, Value>> {
    let components = child_object(root.as_object_mut()?, "components")?;
    child_object(components, kind.component_map()?)
}

fn child_object<'a>(
    map: &'a mut Map<String, Value>,
    key: &str,
) -> Option<&'a mut Map<String, Value>> {
    let child = map.entry(key).or_insert_with(|| Value::Object(Map::new()));
    if !child.is_object() {
        *child = Value::Object(Map::new());
    }
    child.as_object_mut()
}

/// Kind and key of the component a pointer is the address of.
pub(super) fn component_at(pointer: &Pointer) -> Option<(Kind, String)> {
    let mut segments = pointer.segments();
    let (first, map, key) = (segments.next()?, segments.next()?, segments.next()?);
    if first != "components" || segments.next().is_some() {
        return None;
    }
    let kind = Kind::COMPONENTS.into_iter().find(|kind| kind.component_map() == Some(&map))?;
    Some((kind, key))
}
