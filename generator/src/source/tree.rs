//! Where the nodes of a YAML file stand: a tree of byte ranges, built only when a place is asked for.

use std::ops::Range;

use super::places::Spot;

/// Places of all nodes of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

/// Index of a node.
pub(super) type NodeId = usize;

/// A node.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// Where it is.
    pub(super) spot: Spot,
    /// What is in it.
    pub(super) children: Children,
}

/// What is in a node.
#[derive(Clone, Debug)]
pub(super) enum Children {
    /// Nothing.
    None,
    /// Entries in text order, those of equal keys too.
    Entries(Vec<(Box<str>, NodeId)>),
    /// Elements.
    Items(Vec<NodeId>),
    /// What is in another node: this one is an alias.
    Alias(NodeId),
}

/// A merge inside a merge inside a merge …: nobody writes more, and a cycle ends.
const MAX_MERGES: usize = 16;

impl Tree {
    /// Adds a node without children and gives its id. The first one is the root.
    pub(super) fn push(&mut self, key: Option<Range<usize>>, value: Range<usize>) -> NodeId {
        self.nodes.push(Node { spot: Spot { key, value }, children: Children::None });
        self.nodes.len() - 1
    }

    /// A node.
    pub(super) fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id)
    }

    /// A node.
    pub(super) fn node_mut(&mut self, id: NodeId) -> Option<&mut Node> {
        self.nodes.get_mut(id)
    }

    /// The node at these segments, or its nearest ancestor.
    pub(super) fn nearest(&self, segments: impl Iterator<Item = String>) -> Option<&Node> {
        let mut id = 0;
        for segment in segments {
            match self.child(id, &segment, MAX_MERGES) {
                Some(child) => id = child,
                None => break,
            }
        }
        self.node(id)
    }

    /// The node at these segments, itself.
    pub(super) fn exact(&self, mut segments: impl Iterator<Item = String>) -> Option<&Node> {
        let id = segments.try_fold(0, |id, segment| self.child(id, &segment, MAX_MERGES))?;
        self.node(id)
    }

    /// The ranges of all equal keys in a node, in text order.
    pub(super) fn keys(&self, node: &Node, key: &str) -> Vec<Range<usize>> {
        let Some(Children::Entries(entries)) = self.contents(node) else { return Vec::new() };
        let same = entries.iter().filter(|(name, _)| **name == *key);
        same.filter_map(|(_, id)| self.node(*id)?.spot.key.clone()).collect()
    }

    pub(super) fn contents<'a>(&'a self, node: &'a Node) -> Option<&'a Children> {
        match &node.children {
            // An anchor is never on an alias, so this is one step.
            Children::Alias(target) => self.node(*target).map(|target| &target.children),
            children => Some(children),
        }
    }

    pub(super) fn child(&self, id: NodeId, segment: &str, merges: usize) -> Option<NodeId> {
        match self.contents(self.node(id)?)? {
            Children::Items(items) => items.get(segment.parse::<usize>().ok()?).copied(),
            Children::Entries(entries) => {
                // The last of equal keys is the one that counts.
                let own = entries.iter().rev().find(|(key, _)| **key == *segment);
                own.map(|(_, id)| *id).or_else(|| self.merged(entries, segment, merges))
            }
            Children::None | Children::Alias(_) => None,
        }
    }

    /// A child that came by a merge key.
    fn merged(
        &self,
        entries: &[(Box<str>, NodeId)],
        segment: &str,
        merges: usize,
    ) -> Option<NodeId> {
        let merges = merges.checked_sub(1)?;
        let mut sources = entries.iter().filter(|(key, _)| &**key == "<<");
        sources.find_map(|(_, source)| match self.contents(self.node(*source)?)? {
            Children::Items(items) => {
                items.iter().find_map(|item| self.child(*item, segment, merges))
            }
            _ => self.child(*source, segment, merges),
        })
    }
}
