//! Where the nodes of a file stand, however it is written.

use std::ops::Range;

use super::tree::Tree;
use super::{Format, after_mark, json_places, yaml_places};

/// A node's place. A wrong one can misplace a caret, never change a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spot {
    /// The key it stands under; `None` for the root and for elements.
    pub(super) key: Option<Range<usize>>,
    /// Its value.
    pub(super) value: Range<usize>,
}

/// The places of one file.
#[derive(Clone, Debug)]
pub(super) enum Places {
    Json(json_places::Places),
    Yaml(Tree),
}

impl Places {
    /// Of a whole file's text, which the other methods have to be given, too.
    pub(super) fn new(text: &str, format: Format) -> Self {
        match format {
            Format::Json => Self::Json(json_places::Places::default()),
            Format::Yaml => {
                let (base, text) = after_mark(text);
                Self::Yaml(yaml_places::places(text, base))
            }
        }
    }

    /// The node at these segments, or its nearest ancestor.
    pub(super) fn nearest(
        &self,
        text: &str,
        segments: impl Iterator<Item = String>,
    ) -> Option<Spot> {
        match self {
            Self::Json(places) => {
                let mut spot = json_places::Places::root(text);
                for segment in segments {
                    match places.child(text, &spot, &segment) {
                        Some(child) => spot = child,
                        None => break,
                    }
                }
                Some(spot)
            }
            Self::Yaml(tree) => tree.nearest(segments).map(|node| node.spot.clone()),
        }
    }

    /// The ranges of all equal keys in the node at these segments, in text order.
    pub(super) fn keys(
        &self,
        text: &str,
        mut segments: impl Iterator<Item = String>,
        key: &str,
    ) -> Vec<Range<usize>> {
        match self {
            Self::Json(places) => {
                let root = json_places::Places::root(text);
                let spot = segments.try_fold(root, |spot, it| places.child(text, &spot, &it));
                spot.map(|spot| places.keys(text, &spot, key)).unwrap_or_default()
            }
            Self::Yaml(tree) => {
                tree.exact(segments).map(|node| tree.keys(node, key)).unwrap_or_default()
            }
        }
    }
}
