//! What every rewrite may use.

use serde_json::{Map, Value};

use super::moves::Moves;
use crate::diag::{Code, Diagnostic, Severity, Sink};
use crate::source::{Pointer, SourceMap};
use crate::spec::bundle::percent_decoded;
use crate::spec::place;

/// Chains of references are followed so far.
const CHAIN_LIMIT: usize = 32;

/// The 2.0 document, what holds for all of it, and where its nodes go.
pub(super) struct Front<'a> {
    pub(super) before: &'a Value,
    pub(super) consumes: Option<Vec<String>>,
    pub(super) produces: Option<Vec<String>>,
    pub(super) moves: Moves,
    pub(super) map: &'a SourceMap,
    pub(super) sink: &'a mut Sink,
}

impl<'a> Front<'a> {
    /// Reports something that was understood all the same; `at` is a place of the 2.0 document.
    pub(super) fn warn(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.sink.report(code, Severity::Warning, place::fixed(at, self.map), message)
    }

    /// The object that stands at a place, or that a reference there leads to, and where that is.
    pub(super) fn resolve(
        &self,
        node: &'a Value,
        at: &Pointer,
    ) -> Option<(&'a Map<String, Value>, Pointer)> {
        let (mut node, mut at) = (node, at.clone());
        for _ in 0..CHAIN_LIMIT {
            let map = node.as_object()?;
            let Some(Value::String(text)) = map.get("$ref") else { return Some((map, at)) };
            at = place_of(text, self.before)?;
            node = at.find(self.before)?;
        }
        None
    }
}

/// The place that the text of a reference names.
pub(super) fn place_of(text: &str, root: &Value) -> Option<Pointer> {
    let fragment = text.strip_prefix('#')?;
    [percent_decoded(fragment).as_str(), fragment]
        .into_iter()
        .find(|fragment| fragment.starts_with('/') && root.pointer(fragment).is_some())
        .map(Pointer::new)
}
