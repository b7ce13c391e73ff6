//! A place as text, byte range, line and column: of a description or of codegen.toml alike.

use std::ops::Range;

use super::Place;
use crate::source::{SourceFile, SourceMap, line_and_column};

/// Where a label goes.
pub(super) struct Spot<'a> {
    /// The file's path.
    pub(super) path: &'a str,
    /// The file's text.
    pub(super) text: &'a str,
    /// What is marked: at most to the end of the line it starts on.
    pub(super) bytes: Range<usize>,
    /// Line, from 1.
    pub(super) line: usize,
    /// Column in characters, from 1.
    pub(super) column: usize,
}

impl<'a> Spot<'a> {
    /// The spot of a place; `None` when there is no such file.
    pub(super) fn new(
        place: &Place,
        map: &'a SourceMap,
        config: Option<&'a SourceFile>,
    ) -> Option<Self> {
        let (file, bytes, line, column) = match place {
            Place::Config(bytes) => {
                let file = config?;
                let (line, column) = line_and_column(&file.text, bytes.start);
                (file, bytes.clone(), line, column)
            }
            place => {
                let at = place.location(map)?;
                (map.get(at.file)?, at.bytes, at.line, at.column)
            }
        };
        let text = &*file.text;
        let start = floor(text, bytes.start);
        let end = floor(text, bytes.end).max(start);
        let marked = text.get(start..end).unwrap_or_default();
        let marked = marked.lines().next().unwrap_or_default().trim_end();
        Some(Self { path: &file.path, text, bytes: start..start + marked.len(), line, column })
    }

    /// The line, without its break and without the byte order mark of the file.
    pub(super) fn line_range(&self) -> Range<usize> {
        let before = self.text.get(..self.bytes.start).unwrap_or_default();
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let mark = self.text.get(start..).filter(|line| line.starts_with('\u{feff}'));
        let start = start + mark.map_or(0, |_| '\u{feff}'.len_utf8());
        let rest = self.text.get(start..).unwrap_or_default();
        start..start + rest.lines().next().unwrap_or_default().len()
    }
}

/// The character boundary at or before an offset.
fn floor(text: &str, offset: usize) -> usize {
    let boundary = (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    boundary.unwrap_or_default()
}
