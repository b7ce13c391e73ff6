//! From a pointer in the final document to a place in a file: spans by pointer, and moves made on the way.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use super::offsets::{line_and_column_in, line_starts};
use super::places::{Places, Spot};
use super::{Format, Pointer, SourceFile};
use crate::diag::Part;

/// Names one of the files of a description. The description itself is `FileId(0)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// The files, and where moved nodes came from. Spans are found when a place is first asked for: a run that has
/// nothing to say does not pay for them.
#[derive(Clone, Debug, Default)]
pub struct SourceMap {
    files: Vec<Entry>,
    /// Nodes that stand elsewhere in the final document than in their file, by pointer in the final document.
    moves: BTreeMap<Pointer, (FileId, Pointer)>,
}

#[derive(Clone, Debug)]
struct Entry {
    file: SourceFile,
    format: Format,
    places: OnceLock<Places>,
    line_starts: OnceLock<Vec<usize>>,
}

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
    ///
    /// # Panics
    /// When the id is another map's.
    #[must_use]
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize].file
    }

    /// The file of this id, if there is one.
    #[must_use]
    pub fn get(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize).map(|entry| &entry.file)
    }

    /// The file of this path, if it was loaded.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<FileId> {
        let at = self.files.iter().position(|entry| entry.file.path == path)?;
        u32::try_from(at).ok().map(FileId)
    }

    /// Records that the node at `to` in the final document is the one at `from` in `file`. What is in it moves along.
    /// `from` is a pointer in the file; of a node that may have moved before, [`SourceMap::original`] gives it.
    pub fn record_move(&mut self, to: Pointer, file: FileId, from: Pointer) {
        self.moves.insert(to, (file, from));
    }

    /// Records that the node at `from` in the final document now stands at `to`, with all that is in it.
    pub fn record_relocation(&mut self, from: &Pointer, to: &Pointer) {
        let (file, origin) = self.original(from);
        for (place, source) in self.moves_within(from) {
            self.moves.remove(&place);
            self.moves.insert(rebased(&place, from, to), source);
        }
        self.moves.insert(to.clone(), (file, origin));
    }

    /// Records that the node at `to` in the final document is a copy of the one at `from`.
    pub fn record_copy(&mut self, from: &Pointer, to: &Pointer) {
        let (file, origin) = self.original(from);
        for (place, source) in self.moves_within(from) {
            self.moves.insert(rebased(&place, from, to), source);
        }
        self.moves.insert(to.clone(), (file, origin));
    }

    /// Records relocations from the document before a rewrite to the one after it, all at once: where one leads to may
    /// be where another comes from.
    pub fn record_moves(&mut self, moves: &[(Pointer, Pointer)]) {
        let mut origins = Vec::with_capacity(moves.len());
        for (from, to) in moves {
            origins.push((to.clone(), self.original(from)));
            let within = self.moves_within(from).into_iter();
            origins.extend(within.map(|(place, source)| (rebased(&place, from, to), source)));
        }
        self.moves.extend(origins);
    }

    fn moves_within(&self, node: &Pointer) -> Vec<(Pointer, (FileId, Pointer))> {
        self.moves
            .range(node.clone()..)
            .take_while(|(place, _)| place.as_str().starts_with(node.as_str()))
            .filter(|(place, _)| place.is_within(node))
            .map(|(place, source)| (place.clone(), source.clone()))
            .collect()
    }

    /// Follows moves: file and pointer there of a node of the final document.
    #[must_use]
    pub fn original(&self, pointer: &Pointer) -> (FileId, Pointer) {
        let text = pointer.as_str();
        let mut end = Some(text.len());
        while let Some((prefix, rest)) = end.and_then(|end| text.split_at_checked(end)) {
            if let Some((file, from)) = self.moves.get(prefix) {
                return (*file, Pointer::new(&format!("{}{rest}", from.as_str())));
            }
            end = prefix.rfind('/');
        }
        (FileId(0), pointer.clone())
    }

    /// Where a node stands; the nearest known ancestor when it has no place of its own.
    #[must_use]
    pub fn locate(&self, pointer: &Pointer, part: Part) -> Option<Location> {
        let (file, at) = self.original(pointer);
        self.locate_in(file, &at, part)
    }

    /// The same of a node of a file.
    #[must_use]
    pub fn locate_in(&self, file: FileId, at: &Pointer, part: Part) -> Option<Location> {
        let Spot { key, value } = self.spot(file, at)?;
        let bytes = key.filter(|_| part == Part::Key).unwrap_or(value);
        Some(self.at(file, bytes))
    }

    /// The location of a byte range.
    #[must_use]
    pub fn at(&self, file: FileId, bytes: Range<usize>) -> Location {
        let Some(entry) = self.files.get(file.0 as usize) else {
            return Location { file, bytes, line: 1, column: 1 };
        };
        let text = &entry.file.text;
        let starts = entry.line_starts.get_or_init(|| line_starts(text));
        let (line, column) = line_and_column_in(text, starts, bytes.start);
        Location { file, bytes, line, column }
    }

    /// Adds a text that is no part of the description, for places in it by byte range.
    pub(crate) fn add_text(&mut self, file: SourceFile) -> FileId {
        self.push(file, Format::Yaml)
    }

    /// Adds a file.
    pub(super) fn push(&mut self, file: SourceFile, format: Format) -> FileId {
        // A description of four thousand million files does not fit into memory.
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(Entry {
            file,
            format,
            places: OnceLock::new(),
            line_starts: OnceLock::new(),
        });
        id
    }

    /// Where a node of a file is, or its nearest ancestor.
    pub(super) fn spot(&self, file: FileId, at: &Pointer) -> Option<Spot> {
        let (places, text) = self.places(file)?;
        places.nearest(text, at.segments())
    }

    /// Where a key occurs in a node of a file, which it may more than once.
    pub(super) fn keys(&self, file: FileId, at: &Pointer, key: &str) -> Vec<Range<usize>> {
        let places = self.places(file);
        places.map(|(places, text)| places.keys(text, at.segments(), key)).unwrap_or_default()
    }

    /// The places of a file, and its text.
    pub(super) fn places(&self, file: FileId) -> Option<(&Places, &str)> {
        let entry = self.files.get(file.0 as usize)?;
        let text = &*entry.file.text;
        Some((entry.places.get_or_init(|| Places::new(text, entry.format)), text))
    }
}

fn rebased(place: &Pointer, from: &Pointer, to: &Pointer) -> Pointer {
    let rest = place.as_str().get(from.as_str().len()..).unwrap_or_default();
    Pointer::new(&format!("{}{rest}", to.as_str()))
}
