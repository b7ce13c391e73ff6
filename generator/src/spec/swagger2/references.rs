//! References follow what they lead to.

use serde_json::Value;

use super::front::{Front, place_of};
use super::moves::Moves;
use crate::spec::shape::Kind;
use crate::spec::walk::{Trail, Visitor, walk};

/// Rewrites all references of the converted document.
pub(super) fn rewrite(root: &mut Value, front: &Front<'_>) {
    let mut rewriter = Rewriter { before: front.before, moves: &front.moves };
    walk(Kind::Root, root, &mut Trail::default(), &mut rewriter);
}

struct Rewriter<'a> {
    before: &'a Value,
    moves: &'a Moves,
}

impl Visitor for Rewriter<'_> {
    fn enter(&mut self, _: Kind, node: &mut Value, _: &Trail) -> bool {
        if let Value::Object(map) = node
            && let Some(Value::String(text)) = map.get_mut("$ref")
        {
            if let Some(from) = place_of(text, self.before) {
                let to = self.moves.target(&from);
                if to != from {
                    *text = format!("#{}", to.as_str());
                }
            } else if let Some(key) = text.strip_prefix("#/definitions/") {
                // It leads nowhere, but says what it should be called.
                *text = format!("#/components/schemas/{key}");
            }
        }
        true
    }
}
