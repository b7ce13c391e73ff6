//! Makes every reference `#/components/<kind>/<key>` and lead somewhere.
//!
//! Works on the document as it was written, before any other rewrite: a pointer in a reference counts list entries and
//! keys as they stand in the text. A round finds the references that are not in that form yet and settles them; what
//! is moved to `components` may hold others, which the next round finds.

mod components;
mod copies;
pub(super) mod hoist;
mod identifiers;
mod loops;
mod settle;
mod survey;
mod target;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::diag::Sink;
use crate::source::SourceMap;

/// Each round settles all references it sees. New ones come only from what it moved to where references are looked
/// for, or wrapped, so few rounds are ever needed; the last one treats the rest as broken.
const ROUNDS: usize = 8;

/// Settles all references of a document.
pub(super) fn resolve(root: &mut Value, map: &mut SourceMap, sink: &mut Sink) {
    for round in 1..=ROUNDS {
        let found = survey::survey(root);
        if !found.sites.is_empty() {
            settle::settle(root, &found, round == ROUNDS, map, sink);
        }
        // Breaking a circle may leave references to nothing behind.
        let broken = loops::break_loops(root, sink);
        sink.settle(map);
        if found.sites.is_empty() && !broken {
            break;
        }
    }
}
