//! YAML: places, by the events of saphyr-parser.

use std::collections::BTreeMap;
use std::ops::Range;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use super::offsets::Offsets;
use super::tree::{Children, NodeId, Tree};

/// Places of the first document of a text; `base` is what precedes it in its file. Of a text that saphyr-parser cannot
/// read, those up to there.
pub(super) fn places(text: &str, base: usize) -> Tree {
    let (mut tree, mut error) = attempt(text, text, base);
    let mut patched = String::new();
    for _ in 0..MAX_PATCHES.min(MAX_WORK / text.len().max(1)) {
        let Some(at) = &error else { break };
        if patched.is_empty() {
            text.clone_into(&mut patched);
        }
        if !patch(&mut patched, at) {
            break;
        }
        let (next, next_error) = attempt(text, &patched, base);
        if next_error.as_ref().is_some_and(|next| next.marker().index() < at.marker().index()) {
            break;
        }
        (tree, error) = (next, next_error);
    }
    tree
}

/// How often a text is patched and read again.
const MAX_PATCHES: usize = 100;
/// How much is read again in all, in bytes: a second or so.
const MAX_WORK: usize = 64 << 20;

/// saphyr-parser wants the lines of a quoted scalar and the brackets of a flow collection indented, as YAML 1.2 does;
/// libyaml and real descriptions do not. Line breaks become spaces there, which moves nothing.
fn patch(text: &mut String, error: &ScanError) -> bool {
    let at = Offsets::new(text).of_character(error.marker().index());
    let breaks = match error.info() {
        "invalid indentation" => {
            let before = text.get(..at).unwrap_or_default();
            before.rfind('\n').map(|at| at..at + 1)
        }
        "invalid indentation in quoted scalar" => {
            let rest = text.get(at..).unwrap_or_default();
            let style = match rest.chars().next() {
                Some('"') => ScalarStyle::DoubleQuoted,
                _ => ScalarStyle::SingleQuoted,
            };
            end_of_quoted(rest, style).map(|end| at..at + end)
        }
        _ => None,
    };
    let Some(range) = breaks else { return false };
    let Some(part) = text.get(range.clone()) else { return false };
    let part = part.replace(['\n', '\r'], " ");
    text.replace_range(range, &part);
    true
}

/// Where the quoted scalar in a text ends, behind its closing quote.
fn end_of_quoted(text: &str, style: ScalarStyle) -> Option<usize> {
    let quote = match style {
        ScalarStyle::SingleQuoted => '\'',
        ScalarStyle::DoubleQuoted => '"',
        _ => return None,
    };
    let mut characters = text.char_indices().skip_while(|(_, c)| *c != quote).skip(1);
    while let Some((at, c)) = characters.next() {
        if quote == '"' && c == '\\' {
            characters.next();
        } else if c == quote {
            let again = text.get(at + 1..).is_some_and(|rest| rest.starts_with(quote));
            if quote == '"' || !again {
                return Some(at + 1);
            }
            characters.next();
        }
    }
    None
}

fn attempt(text: &str, patched: &str, base: usize) -> (Tree, Option<ScanError>) {
    let mut places = Places {
        text,
        base,
        offsets: Offsets::new(text),
        tree: Tree::default(),
        stack: Vec::new(),
        anchors: BTreeMap::new(),
        anchored_texts: BTreeMap::new(),
    };
    let mut error = None;
    for event in Parser::new_from_str(patched) {
        match event {
            Ok((Event::DocumentEnd, _)) => break,
            Ok((event, span)) => places.event(event, span),
            Err(problem) => {
                error = Some(problem);
                break;
            }
        }
    }
    // Containers that an error left open end where their last child does.
    while !places.stack.is_empty() {
        places.end(None);
    }
    (places.tree, error)
}

/// What saphyr-parser has against a text.
pub(super) fn first_error(text: &str) -> Option<ScanError> {
    Parser::new_from_str(text).find_map(Result::err)
}

/// Where the second document of a text starts.
pub(super) fn second_document(text: &str) -> Option<usize> {
    let starts = Parser::new_from_str(text).map_while(Result::ok);
    let mut starts = starts.filter(|(event, _)| matches!(event, Event::DocumentStart(_)));
    starts.nth(1).map(|(_, span)| Offsets::new(text).of_character(span.start.index()))
}

struct Places<'a> {
    text: &'a str,
    base: usize,
    offsets: Offsets<'a>,
    tree: Tree,
    stack: Vec<Frame>,
    /// Containers by anchor.
    anchors: BTreeMap<usize, NodeId>,
    /// Texts of scalars by anchor: an alias may be a key.
    anchored_texts: BTreeMap<usize, Box<str>>,
}

/// A container that has not ended.
struct Frame {
    node: NodeId,
    /// Whether it is a key itself, so that its end is no value's.
    is_key: bool,
    /// The key whose value comes next.
    key: Option<(Box<str>, Range<usize>)>,
}

impl Places<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let range = self.scalar_range(span, style);
                if anchor > 0 {
                    self.anchored_texts.insert(anchor, (&*text).into());
                }
                if self.awaits_key() {
                    self.set_key((&*text).into(), range);
                } else {
                    self.add(range);
                }
            }
            Event::Alias(anchor) => {
                let range = self.range(span);
                if self.awaits_key() {
                    let text = self.anchored_texts.get(&anchor).cloned().unwrap_or_default();
                    self.set_key(text, range);
                } else {
                    let node = self.add(range);
                    if let (Some(target), Some(node)) =
                        (self.anchors.get(&anchor), self.tree.node_mut(node))
                    {
                        node.children = Children::Alias(*target);
                    }
                }
            }
            Event::SequenceStart(anchor, _) => {
                self.start(anchor, span, Children::Items(Vec::new()));
            }
            Event::MappingStart(anchor, _) => {
                self.start(anchor, span, Children::Entries(Vec::new()));
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(Some(span)),
            _ => {}
        }
    }

    fn start(&mut self, anchor: usize, span: Span, children: Children) {
        let range = self.range(span);
        let is_key = self.awaits_key();
        // serde_yaml refuses a container as key; here it only must not upset what follows.
        let id = if is_key { self.tree.push(None, range) } else { self.add(range) };
        if let Some(node) = self.tree.node_mut(id) {
            node.children = children;
        }
        if anchor > 0 {
            self.anchors.insert(anchor, id);
        }
        self.stack.push(Frame { node: id, is_key, key: None });
    }

    fn end(&mut self, span: Option<Span>) {
        let Some(frame) = self.stack.pop() else { return };
        // `]` and `}` have a length, the end of a block does not: it ends with its last child.
        let end = span.map(|span| self.range(span)).filter(|range| !range.is_empty());
        let end = end.map(|range| range.end).or_else(|| self.end_of_last_child(frame.node));
        let Some(node) = self.tree.node_mut(frame.node) else { return };
        let value = &mut node.spot.value;
        value.end = value.end.max(end.unwrap_or_default());
        let range = value.clone();
        if frame.is_key {
            self.set_key("".into(), range);
        }
    }

    fn end_of_last_child(&self, node: NodeId) -> Option<usize> {
        let last = match &self.tree.node(node)?.children {
            Children::Entries(entries) => entries.last()?.1,
            Children::Items(items) => *items.last()?,
            Children::None | Children::Alias(_) => return None,
        };
        self.tree.node(last).map(|node| node.spot.value.end)
    }

    /// In a mapping, what comes without a pending key is the key.
    fn awaits_key(&self) -> bool {
        self.stack.last().is_some_and(|frame| {
            frame.key.is_none()
                && self
                    .tree
                    .node(frame.node)
                    .is_some_and(|node| matches!(node.children, Children::Entries(_)))
        })
    }

    fn set_key(&mut self, text: Box<str>, range: Range<usize>) {
        if let Some(frame) = self.stack.last_mut() {
            frame.key = Some((text, range));
        }
    }

    /// Adds a node to the container that is open.
    fn add(&mut self, value: Range<usize>) -> NodeId {
        let Some(frame) = self.stack.last_mut() else { return self.tree.push(None, value) };
        let key = frame.key.take();
        let parent = frame.node;
        let (name, range) = key.map_or((None, None), |(name, range)| (Some(name), Some(range)));
        let id = self.tree.push(range, value);
        match (self.tree.node_mut(parent).map(|node| &mut node.children), name) {
            (Some(Children::Entries(entries)), Some(name)) => entries.push((name, id)),
            (Some(Children::Items(items)), _) => items.push(id),
            _ => {}
        }
        id
    }

    /// Bytes of a scalar. That of a quoted one ends with the quote; its span can have the comment behind it.
    fn scalar_range(&self, span: Span, style: ScalarStyle) -> Range<usize> {
        let range = self.range(span);
        let text = self.text.get(range.start - self.base..range.end - self.base);
        let end = text.and_then(|text| end_of_quoted(text, style));
        range.start..end.map_or(range.end, |end| range.start + end)
    }

    /// Bytes of a span, without the white space that block scalars end in.
    fn range(&self, span: Span) -> Range<usize> {
        let start = self.offsets.of_character(span.start.index());
        let end = self.offsets.of_character(span.end.index()).max(start);
        let text = self.text.get(start..end).unwrap_or_default();
        self.base + start..self.base + start + text.trim_end().len()
    }
}
