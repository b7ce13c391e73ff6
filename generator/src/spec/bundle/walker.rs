//! Visits the description and what is brought into it, and settles each reference to another file.

use std::borrow::Cow;
use std::mem;

use serde_json::{Map, Value, json};

use super::codes;
use super::files::{FileIndex, Files, Found, Lost, Node, ROOT, reference};
use super::imports::{Imports, insert};
use super::losses::{Losses, take_out};
use crate::diag::Sink;
use crate::source::{Loader, Pointer, SourceMap};
use crate::spec::ext;
use crate::spec::place;
use crate::spec::shape::{Kind, Shape, shape};
use crate::spec::walk::{DEPTH_LIMIT, Trail};

/// More path items and maps than any description has in files of their own; copies of copies could double each time.
const COPY_LIMIT: usize = 50_000;

/// What bundling works with.
pub(super) struct Bundler<'a> {
    files: Files<'a>,
    imports: Imports,
    losses: Losses,
    /// The nodes that are being copied into the place of a reference, outer ones first.
    copying: Vec<(FileIndex, Pointer)>,
    copies: usize,
    depth: usize,
    map: &'a mut SourceMap,
    sink: &'a mut Sink,
}

impl<'a> Bundler<'a> {
    pub(super) fn new(
        root: &Value,
        map: &'a mut SourceMap,
        loader: &'a dyn Loader,
        sink: &'a mut Sink,
    ) -> Self {
        let is_v2 = root.get("swagger").is_some() && root.get("openapi").is_none();
        Self {
            files: Files::new(root, map, loader),
            imports: Imports::new(is_v2),
            losses: Losses::default(),
            copying: Vec::new(),
            copies: 0,
            depth: 0,
            map,
            sink,
        }
    }

    /// Brings in everything that is referred to.
    pub(super) fn run(mut self, root: &mut Value) {
        self.adopt_components(root);
        self.visit(Kind::Root, root, &mut Trail::default(), ROOT);
        while let Some(import) = self.imports.next() {
            let Some(place) = self.imports.place(import.kind) else { continue };
            let Some(mut value) = self.files.value(&import.node) else { continue };
            let to = place.key(&import.key);
            self.map.record_move(to.clone(), self.files.id(import.node.file), import.node.at);
            self.visit(import.kind, &mut value, &mut Trail::at(&to), import.node.file);
            if import.kind == Kind::Schema && import.is_hoisted {
                mark_hoisted(&mut value);
            }
            insert(root, &place, &import.key, value);
        }
        self.losses.report(self.sink);
    }

    /// A component that is only a reference to another file gives its name to what is there.
    fn adopt_components(&mut self, root: &Value) {
        let mut maps = Vec::new();
        for kind in Kind::COMPONENTS.into_iter().filter(|kind| *kind != Kind::PathItem) {
            let Some(place) = self.imports.place(kind) else { continue };
            let Some((node, map)) = self.component_map(root, &place) else { continue };
            self.imports.reserve(kind, map.keys());
            maps.push((kind, node, map));
        }
        for (kind, container, map) in maps {
            for (key, entry) in &map {
                if container.file != ROOT {
                    let at = container.at.key(key);
                    self.imports.know(kind, &Node { file: container.file, at, alias: None }, key);
                }
                let map = entry.as_object().filter(|map| map.len() == 1);
                let Some(text) = map.and_then(reference) else { continue };
                if container.file == ROOT && text.starts_with('#') {
                    continue;
                }
                let found = self.files.find(&text, container.file, self.map, self.sink);
                if let Ok(Found::Node(node)) = found {
                    self.imports.adopt(kind, &node, key);
                }
            }
        }
    }

    /// A map of components, which may be in another file, or be in a map that is; of entries that are no references
    /// only the keys.
    fn component_map(&mut self, root: &Value, at: &Pointer) -> Option<(Node, Map<String, Value>)> {
        let mut node = Node { file: ROOT, at: Pointer::root(), alias: None };
        let mut value = Cow::Borrowed(root);
        for segment in at.segments() {
            value = match value {
                Cow::Borrowed(value) => Cow::Borrowed(value.get(&segment)?),
                Cow::Owned(mut value) => Cow::Owned(value.get_mut(&segment)?.take()),
            };
            node.at = node.at.key(&segment);
            let text = value.as_object().and_then(reference);
            if let Some(text) = text.filter(|text| node.file != ROOT || !text.starts_with('#')) {
                let found = self.files.find(&text, node.file, self.map, self.sink);
                let Ok(Found::Node(target)) = found else { return None };
                value = Cow::Owned(self.files.value(&target)?);
                node = target;
            }
        }
        let entry = |(key, entry): (&String, &Value)| {
            let is_reference = entry.get("$ref").is_some();
            (key.clone(), if is_reference { entry.clone() } else { Value::Null })
        };
        Some((node, value.as_object()?.iter().map(entry).collect()))
    }

    /// Settles what is in a node; `false` when the node has to be left out.
    fn visit(&mut self, kind: Kind, node: &mut Value, trail: &mut Trail, file: FileIndex) -> bool {
        let Value::Object(map) = node else { return true };
        if self.depth > DEPTH_LIMIT {
            return true;
        }
        self.depth += 1;
        let keep = self.settle(kind, map, trail, file);
        self.depth -= 1;
        keep
    }

    fn settle(
        &mut self,
        kind: Kind,
        map: &mut Map<String, Value>,
        trail: &mut Trail,
        file: FileIndex,
    ) -> bool {
        if kind == Kind::Discriminator {
            self.settle_mapping(map, trail, file);
            return true;
        }
        if let Some(text) = reference(map).filter(|text| file != ROOT || !text.starts_with('#')) {
            let is_copied = kind == Kind::PathItem || self.imports.place(kind).is_none();
            return match self.find(&text, trail, file) {
                Err(()) => {
                    self.visit_children(kind, map, trail, file);
                    take_out(kind, map)
                }
                Ok(Found::Local(text)) => {
                    map.insert("$ref".to_owned(), Value::from(text));
                    self.visit_children(kind, map, trail, file);
                    true
                }
                Ok(Found::Node(target)) if is_copied => {
                    if !is_referable(kind) {
                        self.report_misplaced(&text, trail);
                    }
                    self.copy(kind, map, &target, trail, file);
                    true
                }
                Ok(Found::Node(target)) => {
                    if let Some(text) = self.imports.reference(kind, &target, &self.files) {
                        map.insert("$ref".to_owned(), Value::from(text));
                    }
                    self.visit_children(kind, map, trail, file);
                    true
                }
            };
        }
        self.visit_children(kind, map, trail, file);
        true
    }

    fn visit_children(
        &mut self,
        kind: Kind,
        map: &mut Map<String, Value>,
        trail: &mut Trail,
        file: FileIndex,
    ) {
        for (key, child) in map {
            let shape = match (kind, key.as_str()) {
                (_, "$ref") => continue,
                // Swagger 2.0, section "Response Object".
                (Kind::Response, "schema") => Shape::One(Kind::Schema),
                (kind, key) => shape(kind, key),
            };
            match shape {
                // A list of `items`, as JSON Schema had it before `prefixItems`.
                Shape::One(Kind::Schema) if child.is_array() => {
                    trail.within(key, |trail| self.visit_items(Kind::Schema, child, trail, file));
                }
                Shape::One(kind) => {
                    trail.within(key, |trail| self.visit(kind, child, trail, file));
                }
                Shape::SchemaOrFlag => {
                    trail.within(key, |trail| self.visit(Kind::Schema, child, trail, file));
                }
                Shape::List(kind) => trail.within(key, |trail| {
                    self.within_container(child, trail, file, |bundler, child, trail, file| {
                        bundler.visit_items(kind, child, trail, file);
                    });
                }),
                Shape::Map(kind) => trail.within(key, |trail| {
                    self.within_container(child, trail, file, |bundler, child, trail, file| {
                        bundler.visit_entries(kind, child, trail, file);
                    });
                }),
                _ => {}
            }
        }
    }

    fn visit_items(&mut self, kind: Kind, list: &mut Value, trail: &mut Trail, file: FileIndex) {
        let Value::Array(items) = list else { return };
        let mut kept = Vec::with_capacity(items.len());
        for (index, mut item) in mem::take(items).into_iter().enumerate() {
            let keep =
                trail.within(&index.to_string(), |trail| self.visit(kind, &mut item, trail, file));
            if keep {
                kept.push(index);
                items.push(item);
            }
        }
        let list = trail.pointer();
        for (to, from) in kept.into_iter().enumerate().filter(|(to, from)| to != from) {
            self.map.record_relocation(&list.index(from), &list.index(to));
        }
    }

    fn visit_entries(&mut self, kind: Kind, map: &mut Value, trail: &mut Trail, file: FileIndex) {
        let Value::Object(entries) = map else { return };
        entries
            .retain(|key, entry| trail.within(key, |trail| self.visit(kind, entry, trail, file)));
    }

    /// A map or list may be written as a reference, though the specification does not say so.
    fn within_container(
        &mut self,
        node: &mut Value,
        trail: &mut Trail,
        file: FileIndex,
        act: impl FnOnce(&mut Self, &mut Value, &mut Trail, FileIndex),
    ) {
        let text = node.as_object().and_then(reference);
        let Some(text) = text.filter(|text| file != ROOT || !text.starts_with('#')) else {
            return act(self, node, trail, file);
        };
        match self.find(&text, trail, file) {
            Err(()) => {
                if let Value::Object(map) = node {
                    map.shift_remove("$ref");
                }
                act(self, node, trail, file);
            }
            Ok(Found::Local(text)) => {
                if let Value::Object(map) = node {
                    map.insert("$ref".to_owned(), Value::from(text));
                }
            }
            Ok(Found::Node(target)) => {
                self.report_misplaced(&text, trail);
                if !self.begin_copy(&target, trail) {
                    *node = Value::Null;
                    return;
                }
                *node = self.files.value(&target).unwrap_or_default();
                let at = trail.pointer();
                self.map.record_move(at, self.files.id(target.file), target.at.clone());
                act(self, node, trail, target.file);
                self.copying.pop();
            }
        }
    }

    /// Puts what a reference leads to in its place. What stands beside the reference wins, as for references inside
    /// the description.
    fn copy(
        &mut self,
        kind: Kind,
        map: &mut Map<String, Value>,
        target: &Node,
        trail: &mut Trail,
        file: FileIndex,
    ) {
        map.shift_remove("$ref");
        self.visit_children(kind, map, trail, file);
        if !self.begin_copy(target, trail) {
            return;
        }
        let at = trail.pointer();
        let siblings: Vec<_> =
            map.keys().map(|key| at.key(key)).map(|at| (self.map.original(&at), at)).collect();
        let own = mem::take(map);
        if let Some(Value::Object(copy)) = self.files.value(target) {
            *map = copy;
        }
        self.map.record_move(at, self.files.id(target.file), target.at.clone());
        let mut value = Value::Object(mem::take(map));
        self.visit(kind, &mut value, trail, target.file);
        if let Value::Object(copy) = value {
            *map = copy;
        }
        for ((file, from), to) in siblings {
            self.map.record_move(to, file, from);
        }
        map.extend(own);
        self.copying.pop();
    }

    /// Notes that a node is being copied; `false` when it is in itself.
    fn begin_copy(&mut self, target: &Node, trail: &Trail) -> bool {
        let node = (target.file, target.at.clone());
        self.copies += 1;
        if self.copying.contains(&node) || self.copies > COPY_LIMIT {
            let path = self.files.path(target.file);
            let message = match target.at.as_str() {
                "" => format!("`{path}` contains itself"),
                at => format!("`{at}` in `{path}` contains itself"),
            };
            let at = place::fixed(&trail.child("$ref"), self.map);
            self.sink
                .broken_at(codes::ENDLESS_FILES, at, message)
                .help("describe one of the objects of the circle without the other");
            return false;
        }
        self.copying.push(node);
        true
    }

    /// The values of `mapping` are names of components or references (OpenAPI 3.0.4, section 4.7.25.1).
    fn settle_mapping(&mut self, map: &mut Map<String, Value>, trail: &mut Trail, file: FileIndex) {
        let Some(Value::Object(mapping)) = map.get_mut("mapping") else { return };
        trail.within("mapping", |trail| {
            for (key, value) in mapping {
                let Value::String(text) = value else { continue };
                let component = Pointer::root().keys(["components", "schemas", text.as_str()]);
                let reference = if file != ROOT && self.files.has(file, &component) {
                    format!("#{}", component.as_str())
                } else if is_path(text) && (file != ROOT || !text.starts_with('#')) {
                    text.clone()
                } else {
                    continue;
                };
                let found = self.files.find(&reference, file, self.map, self.sink);
                match found {
                    Ok(Found::Node(node)) => {
                        let reference = self.imports.reference(Kind::Schema, &node, &self.files);
                        *text = reference.unwrap_or_default();
                    }
                    Ok(Found::Local(local)) => *text = local,
                    Err(lost) => {
                        self.losses.note(lost, &reference, &trail.child(key), self.map);
                    }
                }
            }
        });
    }

    fn find(&mut self, text: &str, trail: &Trail, file: FileIndex) -> Result<Found, ()> {
        self.files.find(text, file, self.map, self.sink).map_err(|lost: Lost| {
            self.losses.note(lost, text, &trail.child("$ref"), self.map);
        })
    }

    fn report_misplaced(&mut self, text: &str, trail: &Trail) {
        let at = trail.pointer();
        let what = at.last().unwrap_or_default();
        let place = place::fixed(&at.key("$ref"), self.map);
        let message = format!("`{text}` stands in the place of `{what}`, where no reference may");
        self.sink
            .report(codes::MISPLACED_REFERENCE, crate::diag::Severity::Warning, place, message)
            .help("refer to the objects in it one by one, or write it here");
    }
}

/// Whether the specification allows a reference in the place of an object of this kind.
fn is_referable(kind: Kind) -> bool {
    kind.component_map().is_some()
}

/// Whether a value of `mapping` is a reference and no name.
fn is_path(text: &str) -> bool {
    let file = text.split('#').next().unwrap_or_default();
    text.contains('#') || [".yaml", ".yml", ".json"].iter().any(|end| file.ends_with(end))
}

fn mark_hoisted(schema: &mut Value) {
    if let Value::Bool(anything) = schema {
        *schema = if *anything { json!({}) } else { json!({ "not": {} }) };
    }
    if let Value::Object(schema) = schema {
        schema.insert(ext::HOISTED.to_owned(), Value::Bool(true));
    }
}
