//! JSON: values and places by `serde_json`.

use std::fmt;
use std::ops::Range;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::tree::{Children, NodeId, Tree};
use super::value::Reading;

/// Why a text is not JSON.
#[derive(Debug)]
pub(super) struct Failure {
    /// What is wrong, without a position.
    pub(super) message: String,
    /// Where.
    pub(super) offset: usize,
    /// Whether it is sound so far, but nests deeper than `serde_json` goes.
    pub(super) too_deep: bool,
}

/// The value of a text.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<Value, Failure> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = reading.value(&mut deserializer);
    value.and_then(|value| deserializer.end().map(|()| value)).map_err(|error| {
        let message = error.to_string();
        let position = format!(" at line {} column {}", error.line(), error.column());
        let message = message.strip_suffix(&position).unwrap_or(&message).to_owned();
        let last = offset(text, error.line(), error.column());
        // At the end it names the last character it saw; what is missing would come after it.
        let offset = if error.is_eof() { text.trim_end_matches(SPACE).len() } else { last };
        Failure { too_deep: message == "recursion limit exceeded", message, offset }
    })
}

/// The offset of `serde_json`'s line (from 1) and column (in bytes; 0 is the line break before).
fn offset(text: &str, line: usize, column: usize) -> usize {
    let mut starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let start = starts.nth(line.saturating_sub(1)).unwrap_or(text.len());
    (start + column.saturating_sub(1)).min(text.len())
}

/// Places of a text that [`read`] could read; `base` is what precedes it in its file.
pub(super) fn places(text: &str, base: usize) -> Tree {
    let mut places = Places { text, base, tree: Tree::default() };
    let trimmed = text.trim_matches(SPACE);
    let start = places.offset_of(trimmed);
    let root = places.tree.push(None, start + base..start + base + trimmed.len());
    places.children(root, trimmed);
    places.tree
}

/// White space of JSON (RFC 8259, section 2).
const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

struct Places<'a> {
    text: &'a str,
    base: usize,
    tree: Tree,
}

impl Places<'_> {
    /// Adds what is in a node. Recursion ends: `serde_json` read the text, and that goes 128 levels deep at most.
    fn children(&mut self, node: NodeId, text: &str) {
        let children = match text.as_bytes().first() {
            Some(b'{') => {
                let Ok(entries) = serde_json::from_str::<Entries<'_>>(text) else { return };
                let mut before = self.offset_of(text) + 1;
                let mut children = Vec::with_capacity(entries.0.len());
                for (key, value) in entries.0 {
                    let start = self.offset_of(value.get());
                    let range = self.key(before..start);
                    before = start + value.get().len();
                    children.push((key.into_boxed_str(), self.child(Some(range), value.get())));
                }
                Children::Entries(children)
            }
            Some(b'[') => {
                let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(text) else { return };
                let items = items.into_iter().map(|value| self.child(None, value.get()));
                Children::Items(items.collect())
            }
            _ => return,
        };
        if let Some(node) = self.tree.node_mut(node) {
            node.children = children;
        }
    }

    fn child(&mut self, key: Option<Range<usize>>, text: &str) -> NodeId {
        let start = self.base + self.offset_of(text);
        let id = self.tree.push(key, start..start + text.len());
        self.children(id, text);
        id
    }

    /// Between two values stand a comma, the key and a colon, and white space; the key is what remains.
    fn key(&self, between: Range<usize>) -> Range<usize> {
        let text = self.text.get(between.clone()).unwrap_or_default();
        let from_key = text.trim_start_matches(SPACE).trim_start_matches(',');
        let from_key = from_key.trim_start_matches(SPACE);
        let start = self.base + between.start + (text.len() - from_key.len());
        let key = from_key.trim_end_matches(SPACE).trim_end_matches(':').trim_end_matches(SPACE);
        start..start + key.len()
    }

    /// The offset of a part of the text in it.
    fn offset_of(&self, part: &str) -> usize {
        part.as_ptr().addr().saturating_sub(self.text.as_ptr().addr())
    }
}

/// The entries of one object, in text order.
struct Entries<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> serde::Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EntriesVisitor).map(Entries)
    }
}

struct EntriesVisitor;

impl<'de> Visitor<'de> for EntriesVisitor {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(entries)
    }
}
