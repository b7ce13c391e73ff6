//! What is brought in from other files becomes a component; each node once.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde_json::{Map, Value};

use super::files::{FileIndex, Files, Node};
use crate::source::Pointer;
use crate::spec::shape::Kind;

/// The components that come from other files.
pub(super) struct Imports {
    /// Swagger 2.0 keeps them in other places.
    is_v2: bool,
    keys: BTreeMap<(Kind, FileIndex, Pointer), String>,
    taken: BTreeSet<(Kind, String)>,
    queue: VecDeque<Import>,
}

/// A node that is brought in.
#[derive(Clone, Debug)]
pub(super) struct Import {
    pub(super) kind: Kind,
    pub(super) node: Node,
    pub(super) key: String,
    /// Whether it had no name as a component or as a file.
    pub(super) is_hoisted: bool,
}

impl Imports {
    pub(super) fn new(is_v2: bool) -> Self {
        Self { is_v2, keys: BTreeMap::new(), taken: BTreeSet::new(), queue: VecDeque::new() }
    }

    /// Keeps the keys of the description's own components for them.
    pub(super) fn reserve<'a>(&mut self, kind: Kind, keys: impl Iterator<Item = &'a String>) {
        self.taken.extend(keys.map(|key| (kind, key.clone())));
    }

    /// A node of another file that is a component of the description already.
    pub(super) fn know(&mut self, kind: Kind, node: &Node, key: &str) {
        let known = (kind, node.file, node.at.clone());
        self.keys.entry(known).or_insert_with(|| key.to_owned());
    }

    /// The map that holds components of a kind; `None` when there is none.
    pub(super) fn place(&self, kind: Kind) -> Option<Pointer> {
        let root = Pointer::root();
        if !self.is_v2 {
            return kind.component_map().map(|name| root.keys(["components", name]));
        }
        // Swagger 2.0, section "Swagger Object".
        let name = match kind {
            Kind::Schema => "definitions",
            Kind::Parameter => "parameters",
            Kind::Response => "responses",
            Kind::SecurityScheme => "securityDefinitions",
            _ => return None,
        };
        Some(root.key(name))
    }

    /// A component of the description that is only a reference to this node: the node takes its place.
    pub(super) fn adopt(&mut self, kind: Kind, node: &Node, key: &str) {
        let known = (kind, node.file, node.at.clone());
        if !self.keys.contains_key(&known) {
            self.enqueue(kind, node, key.to_owned(), false);
        }
    }

    /// The reference to the component that a node becomes; `None` when the kind has no components.
    pub(super) fn reference(
        &mut self,
        kind: Kind,
        node: &Node,
        files: &Files<'_>,
    ) -> Option<String> {
        let place = self.place(kind)?;
        let known = (kind, node.file, node.at.clone());
        if let Some(key) = self.keys.get(&known) {
            return Some(format!("#{}/{key}", place.as_str()));
        }
        let (file, at) = match &node.alias {
            Some((file, at)) if self.is_component(at) => (*file, at),
            _ => (node.file, &node.at),
        };
        // A file of its own gives a name as a component does.
        let is_hoisted = !at.as_str().is_empty() && !self.is_component(at);
        let key = self.free_key(kind, &name(files.path(file), at), files.path(file));
        self.enqueue(kind, node, key.clone(), is_hoisted);
        Some(format!("#{}/{key}", place.as_str()))
    }

    /// The next node to bring in.
    pub(super) fn next(&mut self) -> Option<Import> {
        self.queue.pop_front()
    }

    fn enqueue(&mut self, kind: Kind, node: &Node, key: String, is_hoisted: bool) {
        self.keys.insert((kind, node.file, node.at.clone()), key.clone());
        self.taken.insert((kind, key.clone()));
        self.queue.push_back(Import { kind, node: node.clone(), key, is_hoisted });
    }

    fn free_key(&self, kind: Kind, name: &str, path: &str) -> String {
        let is_free = |key: &str| !self.taken.contains(&(kind, key.to_owned()));
        if is_free(name) {
            return name.to_owned();
        }
        let longer = format!("{}_{name}", stem(path));
        let numbered = (2_usize..).map(|number| format!("{longer}_{number}"));
        let mut candidates = std::iter::once(longer.clone()).chain(numbered);
        candidates.find(|key| is_free(key)).unwrap_or(longer)
    }

    /// Whether this is the address of a component of its file.
    fn is_component(&self, at: &Pointer) -> bool {
        let segments: Vec<String> = at.segments().collect();
        match segments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["components", _, _] => true,
            ["definitions" | "parameters" | "responses", _] => self.is_v2,
            _ => false,
        }
    }
}

/// Puts a component into the description.
pub(super) fn insert(root: &mut Value, place: &Pointer, key: &str, value: Value) {
    let mut node = root;
    for segment in place.segments() {
        let Value::Object(map) = node else { return };
        let child = map.entry(segment).or_insert_with(|| Value::Object(Map::new()));
        if !child.is_object() {
            *child = Value::Object(Map::new());
        }
        node = child;
    }
    if let Value::Object(map) = node {
        map.insert(key.to_owned(), value);
    }
}

/// The last segment that says something, or the name of the file.
fn name(path: &str, at: &Pointer) -> String {
    let segments: Vec<String> = at.segments().collect();
    let says_something = |segment: &&String| {
        segment.parse::<u32>().is_err()
            && !segment.contains('/')
            && !matches!(
                segment.as_str(),
                "schema"
                    | "items"
                    | "properties"
                    | "additionalProperties"
                    | "allOf"
                    | "anyOf"
                    | "oneOf"
                    | "content"
                    | "schemas"
                    | "components"
                    | "definitions"
                    | "$defs"
                    | "parameters"
                    | "responses"
                    | "headers"
                    | "requestBody"
                    | "paths"
            )
    };
    let named = segments.iter().rev().find(says_something).map(|segment| tidy(segment));
    let named = named.filter(|name| !name.is_empty());
    named.unwrap_or_else(|| match segments.iter().rev().find(|word| word.parse::<u32>().is_err()) {
        Some(word) => format!("{}_{}", stem(path), tidy(word)),
        None => stem(path),
    })
}

/// The name of a file without what says how it is written; that of its folder for `index.yaml`.
fn stem(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or_default();
    let mut stem = file;
    for extension in [".yaml", ".yml", ".json", ".schema", ".openapi"] {
        stem = stem.strip_suffix(extension).unwrap_or(stem);
    }
    if let ("index" | "_index", Some(folder)) = (stem, parts.next()) {
        stem = folder;
    }
    let stem = tidy(stem);
    if stem.is_empty() { "external".to_owned() } else { stem }
}

/// Only what may stand in a component key (OpenAPI 3.0.4, section 4.7.7.1).
fn tidy(word: &str) -> String {
    let allowed = |c: char| if c.is_alphanumeric() || ".-_".contains(c) { c } else { '_' };
    word.chars().map(allowed).collect::<String>().trim_matches(['_', '.']).to_owned()
}
