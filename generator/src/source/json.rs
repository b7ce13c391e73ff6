//! JSON: values and places by `serde_json`.

use std::ops::Range;

use serde_json::Value;

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

/// Places of a text; `base` is what precedes it in its file. One that is no JSON has one place, which is all of it.
pub(super) fn places(text: &str, base: usize) -> Tree {
    let mut places = Places { text, base, at: 0, tree: Tree::default() };
    if places.value(None, DEPTH).is_some() {
        return places.tree;
    }
    let mut tree = Tree::default();
    let end = base + text.trim_end_matches(SPACE).len();
    tree.push(None, end - text.trim_matches(SPACE).len()..end);
    tree
}

/// White space of JSON (RFC 8259, section 2).
const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

/// How deep a text nests that [`read`] could read: `serde_json` goes no further.
const DEPTH: usize = 128;

/// One pass over a text, which looks only for where things begin and end. Nothing is given of what cannot be JSON.
struct Places<'a> {
    text: &'a str,
    base: usize,
    at: usize,
    tree: Tree,
}

impl Places<'_> {
    /// Adds the value that comes next, and what is in it.
    fn value(&mut self, key: Option<Range<usize>>, depth: usize) -> Option<NodeId> {
        let depth = depth.checked_sub(1)?;
        self.space();
        let start = self.at;
        let id = self.tree.push(key, 0..0);
        let children = match self.peek()? {
            b'{' => Children::Entries(self.entries(depth)?),
            b'[' => Children::Items(self.items(depth)?),
            b'"' => {
                self.string()?;
                Children::None
            }
            _ => {
                self.skip(|byte| {
                    !matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r')
                });
                (self.at > start).then_some(Children::None)?
            }
        };
        let node = self.tree.node_mut(id)?;
        node.value = self.base + start..self.base + self.at;
        node.children = children;
        Some(id)
    }

    fn entries(&mut self, depth: usize) -> Option<Vec<(Box<str>, NodeId)>> {
        let mut entries = Vec::new();
        self.at += 1;
        while self.has_more(b'}', entries.is_empty())? {
            let start = self.at;
            self.string()?;
            let text = self.text.get(start..self.at)?;
            let key = match text.get(1..text.len() - 1)? {
                plain if !plain.contains('\\') => plain.into(),
                _ => serde_json::from_str::<Box<str>>(text).ok()?,
            };
            let range = self.base + start..self.base + self.at;
            self.space();
            (self.peek()? == b':').then(|| self.at += 1)?;
            entries.push((key, self.value(Some(range), depth)?));
        }
        Some(entries)
    }

    fn items(&mut self, depth: usize) -> Option<Vec<NodeId>> {
        let mut items = Vec::new();
        self.at += 1;
        while self.has_more(b']', items.is_empty())? {
            items.push(self.value(None, depth)?);
        }
        Some(items)
    }

    /// Goes to the next entry or element, or over the bracket that is the end.
    fn has_more(&mut self, end: u8, is_first: bool) -> Option<bool> {
        self.space();
        match self.peek()? {
            byte if byte == end => {
                self.at += 1;
                Some(false)
            }
            b',' if !is_first => {
                self.at += 1;
                self.space();
                Some(true)
            }
            _ => is_first.then_some(true),
        }
    }

    /// Goes over a string.
    fn string(&mut self) -> Option<()> {
        (self.peek()? == b'"').then(|| self.at += 1)?;
        loop {
            self.skip(|byte| !matches!(byte, b'"' | b'\\'));
            if self.peek()? == b'"' {
                self.at += 1;
                return Some(());
            }
            self.at += 2;
        }
    }

    fn space(&mut self) {
        self.skip(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    }

    fn skip(&mut self, passes: impl Fn(u8) -> bool) {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| !passes(*byte)).unwrap_or(rest.len());
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }
}
