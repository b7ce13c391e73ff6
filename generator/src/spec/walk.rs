//! Visits every object of a description that the meta-table knows, parents before children.

use serde_json::{Map, Value};

use super::shape::{Kind, Shape, shape};
use crate::source::{Pointer, escape_into, lookup};

/// Deeper nodes are not visited. Parsers of JSON and YAML stop at 128 levels; rewrites and bundling add a few.
pub(super) const DEPTH_LIMIT: usize = 400;

/// The place of the node that is being visited. A [`Pointer`] is made only when somebody needs one.
#[derive(Debug, Default)]
pub(super) struct Trail {
    text: String,
    depth: usize,
}

/// What is done at each object.
pub(super) trait Visitor {
    /// Called before the children of `node`; they are visited if it returns `true`.
    fn enter(&mut self, kind: Kind, node: &mut Value, trail: &Trail) -> bool;

    /// Called after the children of a node that was entered.
    fn leave(&mut self, _kind: Kind) {}
}

/// Visits `node` and what is in it.
pub(super) fn walk(kind: Kind, node: &mut Value, trail: &mut Trail, visitor: &mut impl Visitor) {
    if trail.depth > DEPTH_LIMIT || !visitor.enter(kind, node, trail) {
        return;
    }
    match node {
        Value::Object(map) => children(kind, map, trail, visitor),
        // A list of `items`, before it is rewritten as `prefixItems`.
        Value::Array(_) if kind == Kind::Schema => elements(kind, node, trail, visitor),
        _ => {}
    }
    visitor.leave(kind);
}

fn children(
    kind: Kind,
    map: &mut Map<String, Value>,
    trail: &mut Trail,
    visitor: &mut impl Visitor,
) {
    for (key, child) in map {
        match shape(kind, key) {
            Shape::One(kind) => trail.within(key, |trail| walk(kind, child, trail, visitor)),
            Shape::SchemaOrFlag if !child.is_boolean() => {
                trail.within(key, |trail| walk(Kind::Schema, child, trail, visitor));
            }
            Shape::List(kind) => {
                trail.within(key, |trail| elements(kind, child, trail, visitor));
            }
            Shape::Map(kind) => {
                let Value::Object(entries) = child else { continue };
                trail.within(key, |trail| {
                    for (name, entry) in entries {
                        trail.within(name, |trail| walk(kind, entry, trail, visitor));
                    }
                });
            }
            _ => {}
        }
    }
}

fn elements(kind: Kind, list: &mut Value, trail: &mut Trail, visitor: &mut impl Visitor) {
    for (index, item) in list.as_array_mut().into_iter().flatten().enumerate() {
        trail.within_index(index, |trail| walk(kind, item, trail, visitor));
    }
}

impl Trail {
    /// A trail that starts at a node.
    pub(super) fn at(pointer: &Pointer) -> Self {
        Self { text: pointer.as_str().to_owned(), depth: 0 }
    }

    /// Does something at the child of this key.
    pub(super) fn within<R>(&mut self, key: &str, act: impl FnOnce(&mut Self) -> R) -> R {
        let length = self.text.len();
        self.text.push('/');
        escape_into(key, &mut self.text);
        self.finish(length, act)
    }

    fn within_index<R>(&mut self, index: usize, act: impl FnOnce(&mut Self) -> R) -> R {
        let length = self.text.len();
        self.text.push('/');
        self.text.push_str(&index.to_string());
        self.finish(length, act)
    }

    fn finish<R>(&mut self, length: usize, act: impl FnOnce(&mut Self) -> R) -> R {
        self.depth += 1;
        let result = act(self);
        self.depth -= 1;
        self.text.truncate(length);
        result
    }

    /// The pointer of the node.
    pub(super) fn pointer(&self) -> Pointer {
        Pointer::new(&self.text)
    }

    /// The pointer of the child at a key.
    pub(super) fn child(&self, key: &str) -> Pointer {
        self.pointer().key(key)
    }
}

/// The text of a reference, if this is one.
pub(super) fn reference(map: &Map<String, Value>) -> Option<&str> {
    lookup(map, "$ref").and_then(Value::as_str)
}
