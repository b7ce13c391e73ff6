//! Places that stay what they are while nodes move.

use crate::diag::{Part, Place};
use crate::source::{Pointer, SourceMap};

/// The place of a node, found at once: a rewrite that is under way may put another node at that pointer.
pub(super) fn fixed(at: &Pointer, map: &SourceMap) -> Place {
    let (file, at) = map.original(at);
    Place::Source(file, at, Part::Value)
}
