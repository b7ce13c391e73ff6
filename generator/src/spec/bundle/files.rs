//! The files of a description: each is read once, and nodes are found in them through references.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value};

use super::address::{Address, folder, normal, percent_decoded};
use crate::diag::Sink;
use crate::source::{FileId, Loader, Pointer, SourceFile, SourceMap, load_value};

/// Chains of references are followed so far.
const CHAIN_LIMIT: usize = 32;

/// Index of a file; the description itself is [`ROOT`].
pub(super) type FileIndex = usize;

/// The description itself.
pub(super) const ROOT: FileIndex = 0;

/// Why a reference leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lost {
    /// It is a URL.
    Url,
    /// The file cannot be read, and why.
    Unread { path: String, reason: String },
    /// The file does not parse, which has been reported.
    Unparsed,
    /// There is nothing at the pointer.
    Nothing { path: String, fragment: String },
}

/// Where a reference leads.
#[derive(Clone, Debug)]
pub(super) enum Found {
    /// To somewhere in the description, or to a schema that has its address as `$id`: later steps resolve it.
    Local(String),
    /// To a node of another file.
    Node(Node),
}

/// A node of another file.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) file: FileIndex,
    pub(super) at: Pointer,
    /// The place that the reference named, when that was only a reference to this one.
    pub(super) alias: Option<(FileIndex, Pointer)>,
}

/// The files.
pub(super) struct Files<'a> {
    loader: &'a dyn Loader,
    /// Folder of the description as its path shows it.
    folder: String,
    /// The description's path in its normal form.
    root: String,
    list: Vec<File>,
    by_path: BTreeMap<String, Result<FileIndex, Lost>>,
    /// URIs that schemas of the description give themselves.
    identifiers: Vec<String>,
}

struct File {
    id: FileId,
    path: String,
    root: Rc<Value>,
}

impl<'a> Files<'a> {
    pub(super) fn new(root: &Value, map: &SourceMap, loader: &'a dyn Loader) -> Self {
        let path = map.get(FileId(0)).map(|file| file.path.replace('\\', "/")).unwrap_or_default();
        let folder = folder(&path).to_owned();
        let name = path.get(folder.len()..).unwrap_or_default().to_owned();
        let mut identifiers = Vec::new();
        note_identifiers(root, &mut identifiers);
        // References into the description are left to later steps, so its value is not needed here.
        let list = vec![File { id: FileId(0), path: name, root: Rc::new(Value::Null) }];
        let root = normal(&path);
        Self { loader, folder, root, list, by_path: BTreeMap::new(), identifiers }
    }

    /// The node that a reference in `file` leads to.
    pub(super) fn find(
        &mut self,
        text: &str,
        file: FileIndex,
        map: &mut SourceMap,
        sink: &mut Sink,
    ) -> Result<Found, Lost> {
        let found = self.resolve(text, file, 0, map, sink)?;
        let Found::Node(first) = found else { return Ok(found) };
        // What is nothing but a reference stands for its target.
        let mut node = first.clone();
        for _ in 0..CHAIN_LIMIT {
            let Some(text) = self.value(&node).and_then(|value| only_reference(&value)) else {
                let moved = node.file != first.file || node.at != first.at;
                node.alias = moved.then_some((first.file, first.at));
                return Ok(Found::Node(node));
            };
            match self.resolve(&text, node.file, 0, map, sink)? {
                Found::Node(next) => node = next,
                local @ Found::Local(_) => return Ok(local),
            }
        }
        Err(self.nothing(&first))
    }

    /// The value of a node.
    pub(super) fn value(&self, node: &Node) -> Option<Value> {
        node.at.find(&self.list.get(node.file)?.root).cloned()
    }

    /// Whether there is something at a place of a file.
    pub(super) fn has(&self, file: FileIndex, at: &Pointer) -> bool {
        self.list.get(file).is_some_and(|file| at.find(&file.root).is_some())
    }

    /// The map's id of a file.
    pub(super) fn id(&self, file: FileIndex) -> FileId {
        self.list.get(file).map_or(FileId(0), |file| file.id)
    }

    /// The path of a file, relative to the folder of the description.
    pub(super) fn path(&self, file: FileIndex) -> &str {
        self.list.get(file).map_or("", |file| &file.path)
    }

    fn resolve(
        &mut self,
        text: &str,
        file: FileIndex,
        depth: usize,
        map: &mut SourceMap,
        sink: &mut Sink,
    ) -> Result<Found, Lost> {
        let (file, fragment) = match Address::new(text, self.path(file)) {
            Address::Same(fragment) => (file, fragment),
            address if self.is_identifier(text) => {
                drop(address);
                return Ok(Found::Local(text.to_owned()));
            }
            Address::Url(_) => return Err(Lost::Url),
            Address::File { path, literal, fragment } => {
                match self.open(&path, &literal, map, sink) {
                    Ok(file) => (file, fragment),
                    Err(Lost::Unread { .. }) if may_be_a_name(text) => {
                        return Ok(Found::Local(text.to_owned()));
                    }
                    Err(lost) => return Err(lost),
                }
            }
        };
        if file == ROOT {
            return Ok(Found::Local(format!("#{fragment}")));
        }
        if !fragment.is_empty() && !fragment.starts_with('/') {
            let root = self.list.get(file).map(|file| file.root.clone()).unwrap_or_default();
            return match anchor(&root, &percent_decoded(&fragment), &Pointer::root(), 0) {
                Some(at) => Ok(Found::Node(Node { file, at, alias: None })),
                None => Err(Lost::Nothing { path: self.path(file).to_owned(), fragment }),
            };
        }
        let decoded = percent_decoded(&fragment);
        match self.follow(file, &Pointer::new(&decoded), depth, map, sink) {
            Err(Lost::Nothing { .. }) if decoded != fragment => {
                self.follow(file, &Pointer::new(&fragment), depth, map, sink)
            }
            result => result,
        }
    }

    /// Walks a pointer, through references where it has to.
    fn follow(
        &mut self,
        file: FileIndex,
        path: &Pointer,
        depth: usize,
        map: &mut SourceMap,
        sink: &mut Sink,
    ) -> Result<Found, Lost> {
        if self.has(file, path) {
            return Ok(Found::Node(Node { file, at: path.clone(), alias: None }));
        }
        let whole = Node { file, at: path.clone(), alias: None };
        let mut node = Node { file, at: Pointer::root(), alias: None };
        let mut segments = path.segments();
        let mut hops = depth;
        while let Some(segment) = segments.next() {
            let mut next = node.at.key(&segment);
            while !self.has(node.file, &next) {
                let text = self.value(&node).and_then(|value| reference(value.as_object()?));
                let text = text.ok_or_else(|| self.nothing(&whole))?;
                hops += 1;
                if hops > CHAIN_LIMIT {
                    return Err(self.nothing(&whole));
                }
                match self.resolve(&text, node.file, hops, map, sink)? {
                    Found::Node(found) => node = found,
                    Found::Local(text) => {
                        // The rest of the way is in the description.
                        let rest = segments.fold(Pointer::root().key(&segment), |at, s| at.key(&s));
                        return Ok(Found::Local(format!("{text}{}", rest.as_str())));
                    }
                }
                next = node.at.key(&segment);
            }
            node.at = next;
        }
        Ok(Found::Node(node))
    }

    fn open(
        &mut self,
        path: &str,
        literal: &str,
        map: &mut SourceMap,
        sink: &mut Sink,
    ) -> Result<FileIndex, Lost> {
        let shown = normal(&format!("{}{path}", self.folder));
        if shown == self.root {
            return Ok(ROOT);
        }
        if let Some(known) = self.by_path.get(path) {
            return known.clone();
        }
        let opened = self.read(path, literal, shown, map, sink);
        self.by_path.insert(path.to_owned(), opened.clone());
        opened
    }

    fn read(
        &mut self,
        path: &str,
        literal: &str,
        shown: String,
        map: &mut SourceMap,
        sink: &mut Sink,
    ) -> Result<FileIndex, Lost> {
        let text = self.loader.load(path).or_else(|reason| {
            let literal = (literal != path).then(|| self.loader.load(literal).ok()).flatten();
            literal.ok_or_else(|| Lost::Unread { path: path.to_owned(), reason })
        })?;
        let file = SourceFile { path: shown, text: text.into() };
        let (id, root) = load_value(file, map, sink);
        let root = root.ok_or(Lost::Unparsed)?;
        self.list.push(File { id, path: path.to_owned(), root: Rc::new(root) });
        Ok(self.list.len() - 1)
    }

    fn nothing(&self, node: &Node) -> Lost {
        let path = self.path(node.file).to_owned();
        Lost::Nothing { path, fragment: node.at.as_str().to_owned() }
    }

    /// Whether a schema of the description has this URI, in full or after a base.
    fn is_identifier(&self, text: &str) -> bool {
        let uri = text.split('#').next().unwrap_or_default();
        self.identifiers.iter().any(|id| {
            id.strip_suffix(uri).is_some_and(|base| base.is_empty() || base.ends_with('/'))
        })
    }
}

/// The text of a reference, if this is one.
pub(super) fn reference(map: &Map<String, Value>) -> Option<String> {
    map.get("$ref").and_then(Value::as_str).map(str::to_owned)
}

/// Whether a reference may be the name of a component (`Pet`, `definitions/Pet`), as Swagger 1.2 had it, and not a file:
/// later steps look for it.
fn may_be_a_name(text: &str) -> bool {
    let words: Vec<&str> = text.trim_start_matches('/').split('/').collect();
    !text.contains(['.', '#', ':'])
        && matches!(
            words.as_slice(),
            [_] | ["definitions" | "parameters" | "responses", _] | ["components", _, _]
        )
}

fn only_reference(value: &Value) -> Option<String> {
    value.as_object().filter(|map| map.len() == 1).and_then(reference)
}

/// More identifiers than any description has.
const IDENTIFIER_LIMIT: usize = 10_000;

/// Parsers stop at 128 levels, so this recursion ends.
fn note_identifiers(value: &Value, identifiers: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(uri) if matches!(key.as_str(), "$id" | "$self") => {
                        if identifiers.len() < IDENTIFIER_LIMIT {
                            identifiers.push(uri.trim_end_matches('#').to_owned());
                        }
                    }
                    value => note_identifiers(value, identifiers),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                note_identifiers(item, identifiers);
            }
        }
        _ => {}
    }
}

/// The schema with this anchor (JSON Schema 2020-12, section 8.2.2; drafts 6 and 7 write it as `$id: "#name"`).
fn anchor(value: &Value, name: &str, at: &Pointer, depth: usize) -> Option<Pointer> {
    if depth > 128 {
        return None;
    }
    match value {
        Value::Object(map) => {
            let is = |key: &str, text: &str| map.get(key).is_some_and(|value| value == text);
            if is("$anchor", name) || is("$dynamicAnchor", name) || is("$id", &format!("#{name}")) {
                return Some(at.clone());
            }
            map.iter().find_map(|(key, value)| anchor(value, name, &at.key(key), depth + 1))
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| anchor(item, name, &at.index(index), depth + 1)),
        _ => None,
    }
}
