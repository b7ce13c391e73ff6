//! From a pointer in the final document to a place in a file: spans by pointer, and moves made on the way.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use super::{Pointer, SourceFile};
use crate::diag::Part;

/// Names one of the files of a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// Spans of all nodes of all files, and where moved nodes came from.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    pub(super) files: Vec<SourceFile>,
    /// Per file.
    pub(super) spans: Vec<Spans>,
    /// Nodes that stand elsewhere in the final document than in their file, by pointer in the final document.
    pub(super) moves: BTreeMap<Pointer, (FileId, Pointer)>,
}

/// Byte ranges of keys (empty for the root and for elements) and values, by pointer in the file.
pub(super) type Spans = HashMap<Arc<str>, (Range<usize>, Range<usize>)>;

/// A place a person can go to. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// Byte range in its text.
    pub bytes: Range<usize>,
    /// Line of the first character.
    pub line: usize,
    /// Column of the first character.
    pub column: usize,
}

impl SourceMap {
    /// The file of this id.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// Records that the node at `to` in the final document is the one at `from` in `file`.
    pub fn record_move(&mut self, to: Pointer, file: FileId, from: Pointer) {
        self.moves.insert(to, (file, from));
    }

    /// Follows moves: file and pointer there of a node of the final document.
    #[must_use]
    pub fn original(&self, pointer: &Pointer) -> (FileId, Pointer) {
        let mut at = Some(pointer.clone());
        while let Some(prefix) = at {
            if let Some((file, from)) = self.moves.get(&prefix) {
                let rest = &pointer.as_str()[prefix.as_str().len()..];
                return (*file, Pointer::new(&format!("{}{rest}", from.as_str())));
            }
            at = prefix.parent();
        }
        (FileId(0), pointer.clone())
    }

    /// Where a node stands; the nearest known ancestor when it has no place of its own.
    #[must_use]
    pub fn locate(&self, pointer: &Pointer, part: Part) -> Option<Location> {
        let (file, mut at) = self.original(pointer);
        let spans = self.spans.get(file.0 as usize)?;
        loop {
            if let Some((key, value)) = spans.get(at.as_str()) {
                let bytes = match part {
                    Part::Key if !key.is_empty() => key.clone(),
                    _ => value.clone(),
                };
                return Some(self.at(file, bytes));
            }
            at = at.parent()?;
        }
    }

    /// The location of a byte range.
    #[must_use]
    pub fn at(&self, file: FileId, bytes: Range<usize>) -> Location {
        let text = &self.files[file.0 as usize].text;
        let mut start = bytes.start.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let before = &text[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Location {
            file,
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            bytes,
        }
    }
}
