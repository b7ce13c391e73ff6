//! References that are resolved by putting a copy of the target in their place.

use serde_json::{Map, Value};

use super::survey::Site;
use crate::diag::Sink;
use crate::source::{FileId, Pointer, SourceMap};
use crate::spec::codes;
use crate::spec::shape::Kind;

/// More copies than any description needs; copies of copies could double with each round.
const COPY_LIMIT: usize = 20_000;

/// The copies of a round.
#[derive(Default)]
pub(super) struct Copies {
    list: Vec<(Pointer, Kind, Pointer)>,
}

impl Copies {
    /// Plans one; children of a place are planned before the place.
    pub(super) fn add(&mut self, site: &Site, target: Pointer) {
        self.list.push((site.at.clone(), site.kind, target));
    }

    /// Carries them out.
    pub(super) fn carry_out(self, root: &mut Value, map: &mut SourceMap, sink: &mut Sink) {
        for (number, (at, kind, target)) in self.list.into_iter().enumerate() {
            let endless = at.is_within(&target) || target.is_within(&at);
            if endless || number >= COPY_LIMIT {
                sink.broken(
                    codes::REFERENCE_LOOP,
                    &at.key("$ref"),
                    format!("the {} at `{target}` contains itself", kind.noun()),
                )
                .help("describe one of them without the other");
                drop_reference(root, &at);
                continue;
            }
            let Some(Value::Object(copy)) = target.find(root).cloned() else {
                drop_reference(root, &at);
                continue;
            };
            sink.settle(map);
            insert(root, &at, &target, copy, map);
        }
    }
}

/// Puts the copy at its place. What stands beside the reference wins (OpenAPI 3.1.1, section 4.8.9.1 leaves it open).
fn insert(
    root: &mut Value,
    at: &Pointer,
    target: &Pointer,
    copy: Map<String, Value>,
    map: &mut SourceMap,
) {
    let Some(Value::Object(node)) = root.pointer_mut(at.as_str()) else { return };
    let mut siblings = std::mem::replace(node, copy);
    siblings.shift_remove("$ref");
    let origins: Vec<(Pointer, (FileId, Pointer))> =
        siblings.keys().map(|key| (at.key(key), map.original(&at.key(key)))).collect();
    node.extend(siblings);
    map.record_copy(target, at);
    for (to, (file, from)) in origins {
        map.record_move(to, file, from);
    }
}

fn drop_reference(root: &mut Value, at: &Pointer) {
    if let Some(Value::Object(node)) = root.pointer_mut(at.as_str()) {
        node.shift_remove("$ref");
    }
}
