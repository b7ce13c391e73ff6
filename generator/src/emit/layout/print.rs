//! From a plan to lines, with a blank one between items.

use super::plan::{Break, Piece, Plan};

/// Columns of a line. Lines that are indented deep have [`LEAST`] all the same.
const MARGIN: isize = 89;
const LEAST: isize = 60;

/// The text that grows, and what has to be known of its last lines.
#[derive(Debug, Default)]
pub(in crate::emit) struct Sheet {
    text: String,
    /// Where the line that is being printed begins, and the one before it.
    line: usize,
    previous: usize,
}

impl Sheet {
    pub(in crate::emit) fn new(header: &str, capacity: usize) -> Self {
        let mut text = String::with_capacity(capacity);
        text.push_str(header);
        Self { line: text.len(), previous: text.len(), text }
    }

    pub(in crate::emit) fn into_text(self) -> String {
        self.text
    }

    /// Prints an item. `false` when documentation would not stand on lines of its own; nothing is printed then.
    pub(super) fn item(&mut self, plan: &mut Plan<'_>) -> bool {
        plan.measure();
        let start = (self.text.len(), self.line, self.previous);
        let printed = Printer {
            sheet: self,
            space: MARGIN,
            indent: 0,
            pending: 0,
            boxes: Vec::with_capacity(32),
        }
        .print(plan)
        .is_some();
        if !printed {
            self.text.truncate(start.0);
            (self.line, self.previous) = (start.1, start.2);
        }
        printed
    }

    /// Takes lines that are laid out, and not yet set apart.
    pub(in crate::emit) fn lines(&mut self, text: &str) {
        for line in text.lines() {
            self.text.push_str(line);
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        let previous = self.text.get(self.previous..self.line).unwrap_or_default();
        let line = &self.text[self.line..];
        if apart(previous.strip_suffix('\n').unwrap_or(previous), line) {
            self.text.insert(self.line, '\n');
            self.line += 1;
        }
        self.text.push('\n');
        self.previous = self.line;
        self.line = self.text.len();
    }
}

/// Whether a blank line goes between two lines, which prettyplease sets without one.
///
/// Only indentation is looked at: an item at the outermost level, or a method in an `impl`, is never deeper than four
/// columns, and no statement is that shallow, since all functions are methods. Typed literals hold no line break,
/// so no text of a description can look like an item.
fn apart(previous: &str, line: &str) -> bool {
    let indent = indent_of(line);
    let code = &line[indent..];
    if indent > 4 || code.is_empty() || code.starts_with(['}', ')', ']']) {
        return false;
    }
    let before = indent_of(previous);
    let previous_code = &previous[before..];
    let ends_item = before == indent
        && !previous_code.starts_with("//")
        && (previous_code == "}"
            || (previous.ends_with(';') && indent == 0 && !continues(previous, line)));
    // The head of a file: its docs and attributes, then what it is made of.
    let after_head = indent == 0
        && (previous.starts_with("//!") || previous.starts_with("#!["))
        && !line.starts_with("//!")
        && !line.starts_with("#![");
    ends_item || after_head
}

/// Lines are indented by blanks.
fn indent_of(line: &str) -> usize {
    line.bytes().take_while(|byte| *byte == b' ').count()
}

/// Whether two lines that end in `;` belong together: lists of imports, modules and macro calls.
fn continues(previous: &str, line: &str) -> bool {
    const LISTS: [&str; 5] = ["use ", "pub use ", "mod ", "pub mod ", "crate::"];
    LISTS.iter().any(|start| previous.starts_with(start) && line.starts_with(start))
        // A module that is there under a condition.
        || (previous.starts_with("mod ") && line.starts_with("#[cfg("))
}

struct Printer<'s> {
    sheet: &'s mut Sheet,
    /// What is left of the line.
    space: isize,
    indent: isize,
    /// Blanks that are printed when something follows them.
    pending: isize,
    boxes: Vec<Frame>,
}

#[derive(Clone, Copy)]
struct Frame {
    /// The indentation to go back to.
    indent: isize,
    fits: bool,
    loose: bool,
}

impl Printer<'_> {
    fn print(mut self, plan: &Plan<'_>) -> Option<()> {
        for (piece, size) in plan.pieces.iter().zip(&plan.sizes) {
            let size = isize::try_from(*size).unwrap_or(isize::MAX);
            match piece {
                Piece::Word(text) => self.word(text),
                Piece::Docs(text) => self.docs(text)?,
                Piece::Break(place) => self.place(place, size),
                Piece::Open { indent, loose } => {
                    let fits = size <= self.space;
                    self.boxes.push(Frame { indent: self.indent, fits, loose: *loose });
                    if !fits {
                        self.indent += isize::from(*indent);
                    }
                }
                Piece::Close => self.indent = self.boxes.pop()?.indent,
                Piece::Wide | Piece::Nothing => {}
            }
        }
        Some(())
    }

    fn word(&mut self, text: &str) {
        self.blanks();
        self.sheet.text.push_str(text);
        self.space -= text.len().cast_signed();
    }

    fn blanks(&mut self) {
        const BLANKS: &str = "                                                                ";
        while self.pending > 0 {
            let some = BLANKS.get(..self.pending.unsigned_abs()).unwrap_or(BLANKS);
            self.sheet.text.push_str(some);
            self.pending -= some.len().cast_signed();
        }
    }

    fn place(&mut self, place: &Break, size: isize) {
        let goes_on = place.never
            || self
                .boxes
                .last()
                .is_some_and(|frame| frame.fits || (frame.loose && size <= self.space));
        if goes_on {
            let blank = usize::from(place.blank).cast_signed();
            self.pending += blank;
            self.space -= blank + place.unbroken.len().cast_signed();
            if !place.unbroken.is_empty() {
                self.sheet.text.push_str(place.unbroken);
            }
            return;
        }
        if place.before != 0 {
            self.blanks();
            self.sheet.text.push(char::from(place.before));
        }
        self.sheet.end_line();
        self.pending = self.indent + isize::from(place.indent);
        self.space = (MARGIN - self.pending).max(LEAST);
        if !place.after.is_empty() {
            self.word(place.after);
        }
    }

    /// Lines of documentation. Each is as long as it is.
    fn docs(&mut self, text: &str) -> Option<()> {
        let frame = self.boxes.last();
        if frame.is_some_and(|frame| frame.fits || frame.loose)
            || self.sheet.line != self.sheet.text.len()
        {
            return None;
        }
        let indent = self.pending;
        let mut first = true;
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if !first {
                self.sheet.end_line();
                self.pending = indent;
            }
            first = false;
            self.blanks();
            self.sheet.text.push_str(line);
        }
        self.space = 0;
        Some(())
    }
}
