//! From characters, lines and columns to bytes and back.

/// Offsets in a text. Parsers count characters; places are byte ranges.
#[derive(Debug)]
pub(super) struct Offsets<'a> {
    text: &'a str,
    /// Byte offset of every 64th character; empty when the text is ASCII and counts agree.
    checkpoints: Vec<usize>,
}

const STEP: usize = 64;

impl<'a> Offsets<'a> {
    /// Offsets in this text.
    pub(super) fn new(text: &'a str) -> Self {
        let checkpoints = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(STEP).map(|(at, _)| at).collect()
        };
        Self { text, checkpoints }
    }

    /// The byte offset of a character.
    pub(super) fn of_character(&self, index: usize) -> usize {
        if self.checkpoints.is_empty() {
            return index.min(self.text.len());
        }
        let Some(start) = self.checkpoints.get(index / STEP) else { return self.text.len() };
        let rest = self.text.get(*start..).unwrap_or_default();
        rest.char_indices().nth(index % STEP).map_or(self.text.len(), |(at, _)| start + at)
    }
}

/// The byte offset of a line and a column, both from 1, the column in characters.
pub(super) fn of_line_column(text: &str, line: usize, column: usize) -> usize {
    let mut lines = text.split_inclusive('\n');
    let start: usize = lines.by_ref().take(line.saturating_sub(1)).map(str::len).sum();
    let line = lines.next().unwrap_or_default();
    let column = line.char_indices().nth(column.saturating_sub(1));
    start + column.map_or(line.trim_end().len(), |(at, _)| at)
}

/// Line and column of an offset, both from 1, the column in characters.
#[must_use]
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    line_and_column_in(text, &line_starts(text), offset)
}

/// [`line_and_column`] for a text whose line starts are known.
pub(super) fn line_and_column_in(text: &str, starts: &[usize], offset: usize) -> (usize, usize) {
    let offset = (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let offset = offset.unwrap_or_default();
    let line = starts.partition_point(|start| *start <= offset);
    let start = line.checked_sub(1).and_then(|line| starts.get(line)).copied().unwrap_or_default();
    let before = text.get(start..offset).unwrap_or_default();
    // An editor does not count a byte order mark.
    (line, before.chars().filter(|c| *c != '\u{feff}').count() + 1)
}

/// Offsets at which lines start.
pub(super) fn line_starts(text: &str) -> Vec<usize> {
    let after_breaks = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
    std::iter::once(0).chain(after_breaks).collect()
}
