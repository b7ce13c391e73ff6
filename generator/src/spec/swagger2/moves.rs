//! Which node ended up where: for diagnostics, and for references that name the old place.

use std::collections::BTreeMap;

use crate::source::{Pointer, SourceMap};

/// Moves from places of the 2.0 document to places of the 3.0 one.
#[derive(Debug, Default)]
pub(super) struct Moves {
    list: Vec<(Pointer, Pointer)>,
    /// Where a reference to a node leads now: to the first place that it moved to.
    first: BTreeMap<Pointer, Pointer>,
}

impl Moves {
    /// Notes that a node stands somewhere now; it may stand in several places.
    pub(super) fn note(&mut self, from: &Pointer, to: &Pointer) {
        self.list.push((from.clone(), to.clone()));
        self.first.entry(from.clone()).or_insert_with(|| to.clone());
    }

    /// Notes a place for diagnostics only: references to the node do not lead there.
    pub(super) fn note_place(&mut self, from: &Pointer, to: &Pointer) {
        self.list.push((from.clone(), to.clone()));
    }

    /// Where a node is now; it may be inside one that moved.
    pub(super) fn target(&self, from: &Pointer) -> Pointer {
        let text = from.as_str();
        let mut end = Some(text.len());
        while let Some((prefix, rest)) = end.and_then(|end| text.split_at_checked(end)) {
            if let Some(to) = self.first.get(prefix) {
                return Pointer::new(&format!("{}{rest}", to.as_str()));
            }
            end = prefix.rfind('/');
        }
        from.clone()
    }

    /// Tells the map of them, all at once: a place that one leads to may be one that another comes from.
    pub(super) fn record(&self, map: &mut SourceMap) {
        map.record_moves(&self.list);
    }
}
