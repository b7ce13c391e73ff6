//! Visits every object of a prepared document that the meta-table knows, without changing any.

use serde_json::Value;

use crate::source::Pointer;
use crate::spec::shape::{Kind, Shape, shape};

/// Prepared documents are not deeper; a bound all the same.
const DEPTH_LIMIT: usize = 500;

/// Calls `visit` with each object and the segments that lead to it, parents before children.
pub(super) fn walk<'a>(root: &'a Value, visit: &mut dyn FnMut(Kind, &'a Value, &Trail<'a>)) {
    node(Kind::Root, root, &mut Trail(Vec::new()), visit);
}

/// The keys and indexes that lead to a node.
pub(super) struct Trail<'a>(Vec<Step<'a>>);

#[derive(Clone, Copy)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl Trail<'_> {
    /// As a pointer.
    pub(super) fn pointer(&self) -> Pointer {
        self.0.iter().fold(Pointer::root(), |at, step| match step {
            Step::Key(key) => at.key(key),
            Step::Index(index) => at.index(*index),
        })
    }
}

fn node<'a>(
    kind: Kind,
    value: &'a Value,
    trail: &mut Trail<'a>,
    visit: &mut dyn FnMut(Kind, &'a Value, &Trail<'a>),
) {
    let Value::Object(map) = value else { return };
    if trail.0.len() > DEPTH_LIMIT {
        return;
    }
    visit(kind, value, trail);
    for (key, child) in map {
        let mut step = |kind, value: &'a Value, steps: &[Step<'a>]| {
            let length = trail.0.len();
            trail.0.extend(steps);
            node(kind, value, trail, visit);
            trail.0.truncate(length);
        };
        let key = Step::Key(key);
        match (shape(kind, key.text()), child) {
            (Shape::One(kind), child) => step(kind, child, &[key]),
            (Shape::SchemaOrFlag, child) => step(Kind::Schema, child, &[key]),
            (Shape::List(kind), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    step(kind, item, &[key, Step::Index(index)]);
                }
            }
            (Shape::Map(kind), Value::Object(entries)) => {
                for (name, entry) in entries {
                    step(kind, entry, &[key, Step::Key(name)]);
                }
            }
            _ => {}
        }
    }
}

impl<'a> Step<'a> {
    fn text(self) -> &'a str {
        match self {
            Self::Key(key) => key,
            Self::Index(_) => "",
        }
    }
}
