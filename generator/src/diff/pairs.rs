//! Which item of the old crate is which of the new one: by path, and else by what it is in the description.

use std::collections::BTreeMap;

use super::{Item, Surface};
use crate::rust::Kind;

/// Pairs of paths, both ways.
pub(super) struct Pairs<'a> {
    old: &'a Surface,
    new: &'a Surface,
    new_of: BTreeMap<&'a str, &'a str>,
    old_of: BTreeMap<&'a str, &'a str>,
    old_parts: Parts<'a>,
    new_parts: Parts<'a>,
}

/// The items of a surface by what they are part of; what is part of nothing, under the empty path.
type Parts<'a> = BTreeMap<&'a str, Vec<&'a str>>;

impl<'a> Pairs<'a> {
    /// Pairs what stands at the top, then the parts of each pair. What has the same path is the same to the compiler,
    /// so paths go first.
    pub(super) fn of(old: &'a Surface, new: &'a Surface) -> Self {
        let mut pairs = Self {
            old,
            new,
            new_of: BTreeMap::new(),
            old_of: BTreeMap::new(),
            old_parts: by_parent(old),
            new_parts: by_parent(new),
        };
        let (tops, new_tops) = (pairs.old_parts("").to_vec(), pairs.new_parts("").to_vec());
        let found = pairs.join(&tops, &new_tops);
        pairs.join_parts(found);
        // A method may be found under another handle: its tag changed.
        let old = methods(old, &pairs.new_of);
        let new = methods(new, &pairs.old_of);
        let found = pairs.same_identity(&old, &new);
        pairs.join_parts(found);
        pairs
    }

    /// The path in the new crate of an item of the old one.
    pub(super) fn new_of(&self, old: &str) -> Option<&'a str> {
        self.new_of.get(old).copied()
    }

    /// The path in the old crate of an item of the new one.
    pub(super) fn old_of(&self, new: &str) -> Option<&'a str> {
        self.old_of.get(new).copied()
    }

    /// The parts of an item of the old crate; of the empty path, what is part of nothing.
    pub(super) fn old_parts(&self, path: &str) -> &[&'a str] {
        self.old_parts.get(path).map_or(&[], Vec::as_slice)
    }

    /// The same of the new crate.
    pub(super) fn new_parts(&self, path: &str) -> &[&'a str] {
        self.new_parts.get(path).map_or(&[], Vec::as_slice)
    }

    /// All pairs, by the new path.
    pub(super) fn all(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.old_of.iter().map(|(new, old)| (*old, *new))
    }

    fn join_parts(&mut self, mut open: Vec<(&'a str, &'a str)>) {
        while let Some((old, new)) = open.pop() {
            let (old, new) = (self.old_parts(old).to_vec(), self.new_parts(new).to_vec());
            open.extend(self.join(&old, &new));
        }
    }

    fn join(&mut self, old: &[&'a str], new: &[&'a str]) -> Vec<(&'a str, &'a str)> {
        let (before, after) = (self.old, self.new);
        let name = |surface: &'a Surface, path: &'a str| {
            let item = &surface.items[path];
            let top = item.public.parent.is_none();
            (class(item), if top { path } else { last(path) })
        };
        let by_name: BTreeMap<(u8, &str), &'a str> =
            new.iter().map(|path| (name(after, path), *path)).collect();
        let mut found = Vec::new();
        for path in old {
            let same = by_name.get(&name(before, path)).copied();
            if let Some(other) = same.filter(|other| !self.old_of.contains_key(other)) {
                self.pair(path, other);
                found.push((*path, other));
            }
        }
        found.extend(self.same_identity(old, new));
        found
    }

    fn same_identity(&mut self, old: &[&'a str], new: &[&'a str]) -> Vec<(&'a str, &'a str)> {
        let (before, after) = (self.old, self.new);
        let mut by_identity: BTreeMap<(u8, &str), &'a str> = BTreeMap::new();
        for path in new.iter().filter(|path| !self.old_of.contains_key(**path)) {
            let item = &after.items[*path];
            by_identity.entry((class(item), &item.identity)).or_insert(path);
        }
        let mut found = Vec::new();
        for path in old {
            let item = &before.items[*path];
            if self.new_of.contains_key(path) {
                continue;
            }
            if let Some(other) = by_identity.remove(&(class(item), item.identity.as_str())) {
                self.pair(path, other);
                found.push((*path, other));
            }
        }
        found
    }

    fn pair(&mut self, old: &'a str, new: &'a str) {
        self.new_of.insert(old, new);
        self.old_of.insert(new, old);
    }
}

/// The methods that have no pair.
fn methods<'a>(surface: &'a Surface, known: &BTreeMap<&str, &str>) -> Vec<&'a str> {
    let items = surface.items.iter();
    let methods = items.filter(|(path, item)| {
        item.public.kind == Kind::Method && !known.contains_key(path.as_str())
    });
    methods.map(|(path, _)| path.as_str()).collect()
}

fn by_parent(surface: &Surface) -> Parts<'_> {
    let mut parts: Parts<'_> = BTreeMap::new();
    for (path, item) in &surface.items {
        let parent = item.public.parent.as_deref();
        // `Client::from_env` is the runtime's and no item here.
        let parent = parent.filter(|parent| surface.items.contains_key(*parent));
        parts.entry(parent.unwrap_or_default()).or_default().push(path);
    }
    parts
}

pub(super) fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// Kinds that share a name space, so that one can stand where another stood.
fn class(item: &Item) -> u8 {
    match item.public.kind {
        Kind::Struct | Kind::Enum | Kind::Union | Kind::Newtype | Kind::Alias | Kind::Export => 0,
        Kind::Field => 1,
        Kind::Variant => 2,
        Kind::Constructor => 3,
        Kind::Handle => 4,
        Kind::Accessor | Kind::Getter => 5,
        Kind::Method => 6,
        Kind::Marker => 7,
        Kind::Argument | Kind::Setter => 8,
        Kind::Way => 9,
        Kind::BuilderSetter => 10,
        Kind::Constant => 11,
        Kind::Feature => 12,
        Kind::Variable => 13,
    }
}
