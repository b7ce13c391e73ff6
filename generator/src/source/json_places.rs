//! JSON: places, found when they are asked for.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use super::after_mark;
use super::places::Spot;

/// Where the nodes of a text stand. A container is gone through when something in it is asked for, and what is in that
/// only gone over: a run asks for a few places, and most of a description is elsewhere.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// What is in the containers that were gone through, by where they begin.
    containers: Mutex<BTreeMap<usize, Arc<[Spot]>>>,
}

/// White space of JSON (RFC 8259, section 2).
pub(super) const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];

impl Places {
    /// The whole value.
    pub(super) fn root(text: &str) -> Spot {
        let (start, rest) = after_mark(text);
        let end = start + rest.trim_end_matches(SPACE).len();
        Spot { key: None, value: end - rest.trim_matches(SPACE).len()..end }
    }

    /// Entries in text order, those of equal keys too; or elements. Empty for what is no container. In a text that is
    /// no JSON, those up to where it is none.
    pub(super) fn children(&self, text: &str, parent: &Spot) -> Arc<[Spot]> {
        let start = parent.value.start;
        let mut containers = self.containers.lock().unwrap_or_else(PoisonError::into_inner);
        let children = containers.entry(start).or_insert_with(|| {
            let mut children = Vec::new();
            let _ = Scanner { bytes: text.as_bytes(), at: start }.children(&mut children);
            children.into()
        });
        Arc::clone(children)
    }

    /// What stands under this key or index. The last of equal keys is the one that counts.
    pub(super) fn child(&self, text: &str, parent: &Spot, segment: &str) -> Option<Spot> {
        let children = self.children(text, parent);
        match text.as_bytes().get(parent.value.start)? {
            b'{' => children.iter().rev().find(|child| child.is_under(text, segment)).cloned(),
            _ => children.get(segment.parse::<usize>().ok()?).cloned(),
        }
    }

    /// The ranges of all equal keys, in text order.
    pub(super) fn keys(&self, text: &str, parent: &Spot, key: &str) -> Vec<Range<usize>> {
        let children = self.children(text, parent);
        let same = children.iter().filter(|child| child.is_under(text, key));
        same.filter_map(|child| child.key.clone()).collect()
    }
}

impl Clone for Places {
    /// One that has yet to look.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Spot {
    fn is_under(&self, text: &str, key: &str) -> bool {
        let written = self.key.clone().and_then(|range| text.get(range));
        written.is_some_and(|written| match written.get(1..written.len().saturating_sub(1)) {
            Some(plain) if !plain.contains('\\') => plain == key,
            _ => serde_json::from_str::<String>(written).is_ok_and(|text| text == key),
        })
    }
}

/// Goes over a text and looks only for where things begin and end. `None` where it cannot be JSON.
struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Scanner<'_> {
    /// What is in the container that begins here.
    fn children(mut self, out: &mut Vec<Spot>) -> Option<()> {
        let end = match self.peek()? {
            b'{' => b'}',
            b'[' => b']',
            _ => return None,
        };
        self.at += 1;
        loop {
            self.space();
            match self.peek()? {
                byte if byte == end => return Some(()),
                b',' if !out.is_empty() => {
                    self.at += 1;
                    self.space();
                }
                _ if out.is_empty() => {}
                _ => return None,
            }
            let mut key = None;
            if end == b'}' {
                let start = self.at;
                self.string()?;
                key = Some(start..self.at);
                self.space();
                (self.peek()? == b':').then(|| self.at += 1)?;
                self.space();
            }
            let start = self.at;
            self.value()?;
            out.push(Spot { key, value: start..self.at });
        }
    }

    /// Goes over a value, whatever is in it.
    fn value(&mut self) -> Option<()> {
        let start = self.at;
        // Brackets of one kind tell the end: those of the other are balanced between them.
        let (open, close) = match self.peek()? {
            b'"' => return self.string(),
            b'{' => (b'{', b'}'),
            b'[' => (b'[', b']'),
            _ => {
                self.skip(|byte| {
                    !matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\n' | b'\r')
                });
                return (self.at > start).then_some(());
            }
        };
        let mut depth = 0_usize;
        loop {
            self.at += memchr::memchr3(b'"', open, close, self.bytes.get(self.at..)?)?;
            match self.peek()? {
                b'"' => self.string()?,
                byte => {
                    self.at += 1;
                    depth = if byte == open { depth + 1 } else { depth - 1 };
                    if depth == 0 {
                        return Some(());
                    }
                }
            }
        }
    }

    /// Goes over a string.
    fn string(&mut self) -> Option<()> {
        (self.peek()? == b'"').then(|| self.at += 1)?;
        loop {
            self.at += memchr::memchr2(b'"', b'\\', self.bytes.get(self.at..)?)?;
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
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        self.at += rest.iter().position(|byte| !passes(*byte)).unwrap_or(rest.len());
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }
}
