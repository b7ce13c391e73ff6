//! Diagnostics: what is wrong, where, and the way out. Collected by every stage, printed once.

mod allow;
mod codes;
mod github;
mod json;
mod near;
mod render;
mod spot;

pub use codes::{all_codes, explain};
pub use github::render_github;
pub use json::render_json;
pub use near::{folded, nearest};
pub use render::{Color, render_text};

use std::ops::Range;

use crate::source::{FileId, Location, Pointer, SourceMap};

/// A kind of diagnostic. Each stage has a table of its own (`codes.rs`); [`all_codes`] joins them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code {
    /// `OAS0101`: the first two digits name the stage.
    pub id: &'static str,
    /// One line: what it says.
    pub summary: &'static str,
    /// A paragraph: why it matters, what the generator does, and the way out.
    pub explanation: &'static str,
}

impl Code {
    /// Whether no input shows it: it says that oasmith itself is wrong (the codes of emission, `OAS060x`; `OAS029x` of the
    /// typed description), or guards a bound that an earlier stage keeps (`OAS0301`).
    #[must_use]
    pub fn is_internal(&self) -> bool {
        ["OAS029", "OAS0301", "OAS060"].iter().any(|prefix| self.id.starts_with(prefix))
    }
}

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// No crate can be made.
    Error,
    /// A crate is made; something in the description was repaired or could not be expressed.
    Warning,
    /// For information.
    Note,
}

impl Severity {
    /// As it is printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Which part of a node is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The key it stands under.
    Key,
    /// Its value.
    Value,
}

/// A place in the final document, or in a text that did not become one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A node of the final document.
    Node(Pointer, Part),
    /// A node as its file has it. What is reported while nodes move is settled to one, see [`Sink::settle`].
    Source(FileId, Pointer, Part),
    /// A byte range of a file.
    Bytes(FileId, Range<usize>),
    /// codegen.toml, by byte range.
    Config(Range<usize>),
}

impl Place {
    /// Where to point at: the node's key when its value goes over several lines, since their first one is its first
    /// child's. `None` for codegen.toml and for what is nowhere.
    #[must_use]
    pub fn location(&self, map: &SourceMap) -> Option<Location> {
        match self {
            Self::Node(pointer, part) => {
                let (file, pointer) = map.original(pointer);
                Self::in_file(file, &pointer, *part, map)
            }
            Self::Source(file, pointer, part) => Self::in_file(*file, pointer, *part, map),
            Self::Bytes(file, bytes) => Some(map.at(*file, bytes.clone())),
            Self::Config(_) => None,
        }
    }

    /// The pointer of a node: in its file where it is settled, else in the final document.
    #[must_use]
    pub fn pointer(&self) -> Option<&Pointer> {
        match self {
            Self::Node(pointer, _) | Self::Source(_, pointer, _) => Some(pointer),
            Self::Bytes(..) | Self::Config(_) => None,
        }
    }

    fn in_file(file: FileId, pointer: &Pointer, part: Part, map: &SourceMap) -> Option<Location> {
        let at = map.locate_in(file, pointer, part)?;
        let text = map.get(at.file).and_then(|file| file.text.get(at.bytes.clone()));
        if part == Part::Value && text.is_some_and(|text| text.contains('\n')) {
            return map.locate_in(file, pointer, Part::Key);
        }
        Some(at)
    }

    /// A node that may move is the one that its file has.
    fn settle(&mut self, map: &SourceMap) {
        if let Self::Node(pointer, part) = self {
            let (file, pointer) = map.original(pointer);
            *self = Self::Source(file, pointer, *part);
        }
    }
}

/// A place with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub place: Place,
    /// What is to be seen there; may be empty.
    pub text: String,
}

/// Something to say about the input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind.
    pub code: Code,
    /// How bad.
    pub severity: Severity,
    /// Lower case, things in backticks, what was expected, no final dot.
    pub message: String,
    /// Where it is.
    pub primary: Label,
    /// Other places it has to do with ("first use here").
    pub secondary: Vec<Label>,
    /// The way out.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Adds the way out.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a text at the primary place.
    pub fn label(&mut self, text: impl Into<String>) -> &mut Self {
        self.primary.text = text.into();
        self
    }

    /// Points at the key instead of the value.
    pub fn at_key(&mut self) -> &mut Self {
        if let Place::Node(_, part) | Place::Source(_, _, part) = &mut self.primary.place {
            *part = Part::Key;
        }
        self
    }

    /// Adds another place.
    pub fn also(&mut self, at: &Pointer, part: Part, text: impl Into<String>) -> &mut Self {
        self.secondary.push(Label { place: Place::Node(at.clone(), part), text: text.into() });
        self
    }
}

/// Collects diagnostics.
#[derive(Debug, Default)]
pub struct Sink {
    strict: bool,
    fallbacks: usize,
    diagnostics: Vec<Diagnostic>,
    /// So many of them have places that no move changes any more.
    settled: usize,
}

impl Sink {
    /// A sink. With `strict`, what [`Sink::broken`] reports is an error.
    #[must_use]
    pub fn new(strict: bool) -> Self {
        Self { strict, ..Self::default() }
    }

    /// Reports something that is certainly a mistake in the description, and that the caller repairs or reads over
    /// all the same: an error for a description that its owner maintains here (codegen.toml, `[input] strict`), a
    /// warning for one that is taken as it comes.
    pub fn broken(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.broken_at(code, Place::Node(at.clone(), Part::Value), message)
    }

    /// As [`Sink::broken`], anywhere.
    pub fn broken_at(
        &mut self,
        code: Code,
        place: Place,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        let severity = if self.strict { Severity::Error } else { Severity::Warning };
        self.report(code, severity, place, message)
    }

    /// Reports a schema position that becomes `serde_json::Value` though the description says more.
    pub fn fallback(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.fallbacks += 1;
        self.warning(code, at, message)
    }

    /// How often [`Sink::fallback`] was called.
    #[must_use]
    pub fn fallbacks(&self) -> usize {
        self.fallbacks
    }

    /// Reports an error at the value of a node.
    pub fn error(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.report(code, Severity::Error, Place::Node(at.clone(), Part::Value), message)
    }

    /// Reports a warning at the value of a node.
    pub fn warning(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.report(code, Severity::Warning, Place::Node(at.clone(), Part::Value), message)
    }

    /// Reports a note at the value of a node.
    pub fn note(
        &mut self,
        code: Code,
        at: &Pointer,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.report(code, Severity::Note, Place::Node(at.clone(), Part::Value), message)
    }

    /// Reports anything anywhere.
    ///
    /// # Panics
    /// Never: the diagnostic just pushed is there.
    pub fn report(
        &mut self,
        code: Code,
        severity: Severity,
        place: Place,
        message: impl Into<String>,
    ) -> &mut Diagnostic {
        self.diagnostics.push(Diagnostic {
            code,
            severity,
            message: message.into(),
            primary: Label { place, text: String::new() },
            secondary: Vec::new(),
            help: None,
        });
        self.diagnostics.last_mut().expect("just pushed")
    }

    /// Makes the places of all that was reported so far those of their files. A rewrite calls it before it tells the
    /// map of a move: afterwards another node may stand at a pointer that was reported.
    pub fn settle(&mut self, map: &SourceMap) {
        for diagnostic in self.diagnostics.iter_mut().skip(self.settled) {
            diagnostic.primary.place.settle(map);
            for label in &mut diagnostic.secondary {
                label.place.settle(map);
            }
        }
        self.settled = self.diagnostics.len();
    }

    /// Takes over what another one collected.
    pub fn absorb(&mut self, other: Self) {
        self.fallbacks += other.fallbacks;
        self.diagnostics.extend(other.diagnostics);
    }

    /// Whether an error was reported.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// All of them, sorted by file and place, then code; those that say the same of the same place once.
    #[must_use]
    pub fn into_sorted(self, map: &SourceMap) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics;
        diagnostics.sort_by_cached_key(|diagnostic| {
            let place = &diagnostic.primary.place;
            // codegen.toml last; places nobody knows first.
            let in_config = matches!(place, Place::Config(_));
            let start = match place {
                Place::Config(bytes) => Some((FileId(0), bytes.start)),
                place => place.location(map).map(|at| (at.file, at.bytes.start)),
            };
            (in_config, start, diagnostic.code.id, diagnostic.message.clone())
        });
        // What is written once may be in the final document several times.
        let start = |diagnostic: &Diagnostic| {
            let at = diagnostic.primary.place.location(map)?;
            Some((at.file, at.bytes.start))
        };
        diagnostics.dedup_by(|b, a| {
            let alike = a.code == b.code && a.severity == b.severity && a.message == b.message;
            a == b || (alike && start(a).is_some() && start(a) == start(b))
        });
        diagnostics
    }
}
