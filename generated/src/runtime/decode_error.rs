//! Why a JSON text could not be read: the place, what was expected, what was there.

use std::borrow::Cow;
use std::fmt;

/// The reason why a JSON text could not be read as a type.
///
/// It never holds a value of the text, only its kind: the value may be a secret.
pub struct DecodeError(Box<Details>);

struct Details {
    problem: Problem,
    offset: Option<usize>,
    /// Innermost first: it is built while the readers return.
    path: Vec<Segment>,
}

enum Problem {
    Mismatch { expected: &'static str, found: &'static str },
    NotAnObject { name: &'static str, found: &'static str },
    NoVariant { name: &'static str, found: &'static str },
    Range { expected: &'static str },
    Missing { field: &'static str },
    Duplicate,
    Syntax { reason: &'static str },
}

enum Segment {
    Key(Cow<'static, str>),
    Index(usize),
}

impl DecodeError {
    /// Where in the value the problem is, as in `items[3].creationTime`; empty for the value itself.
    #[must_use]
    pub fn path(&self) -> String {
        let mut path = String::new();
        for segment in self.0.path.iter().rev() {
            segment.append_to(&mut path);
        }
        path
    }

    /// The offset in bytes at which the problem was met, where a text was read.
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        self.0.offset
    }

    /// What would have been right, as in `a string`; `None` when the text is not JSON at all.
    #[must_use]
    pub fn expected(&self) -> Option<&'static str> {
        match self.0.problem {
            Problem::Mismatch { expected, .. } | Problem::Range { expected } => Some(expected),
            Problem::NotAnObject { name, .. } | Problem::NoVariant { name, .. } => Some(name),
            Problem::Missing { field } => Some(field),
            Problem::Duplicate | Problem::Syntax { .. } => None,
        }
    }

    /// The kind of value that was there instead, as in `a number`.
    #[must_use]
    pub fn found(&self) -> Option<&'static str> {
        match self.0.problem {
            Problem::Mismatch { found, .. }
            | Problem::NotAnObject { found, .. }
            | Problem::NoVariant { found, .. } => Some(found),
            _ => None,
        }
    }

    pub(super) fn mismatch(expected: &'static str, found: &'static str, offset: usize) -> Self {
        Self::new(Problem::Mismatch { expected, found }, offset)
    }

    pub(super) fn not_an_object(name: &'static str, found: &'static str, offset: usize) -> Self {
        Self::new(Problem::NotAnObject { name, found }, offset)
    }

    pub(super) fn no_variant(name: &'static str, found: &'static str, offset: usize) -> Self {
        Self::new(Problem::NoVariant { name, found }, offset)
    }

    pub(super) fn range(expected: &'static str, offset: usize) -> Self {
        Self::new(Problem::Range { expected }, offset)
    }

    pub(super) fn missing(field: &'static str, offset: usize) -> Self {
        Self::new(Problem::Missing { field }, offset)
    }

    pub(super) fn duplicate(offset: usize) -> Self {
        Self::new(Problem::Duplicate, offset)
    }

    pub(super) fn syntax(reason: &'static str, offset: usize) -> Self {
        Self::new(Problem::Syntax { reason }, offset)
    }

    /// The same error one object further out.
    pub(super) fn in_key(mut self, key: impl Into<Cow<'static, str>>) -> Self {
        self.0.path.push(Segment::Key(key.into()));
        self
    }

    /// The same error one array further out.
    pub(super) fn in_index(mut self, index: usize) -> Self {
        self.0.path.push(Segment::Index(index));
        self
    }

    /// For texts that nobody but us has seen: an offset in them would mislead.
    pub(super) fn without_offset(mut self) -> Self {
        self.0.offset = None;
        self
    }

    #[cold]
    fn new(problem: Problem, offset: usize) -> Self {
        Self(Box::new(Details { problem, offset: Some(offset), path: Vec::new() }))
    }
}

impl Segment {
    fn append_to(&self, path: &mut String) {
        match self {
            Self::Index(index) => {
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
            }
            Self::Key(key) if is_plain(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(key);
            }
            // Keys come from the other side: they must not break the line or flood the log.
            Self::Key(key) => {
                let start: String = key.chars().take(64).collect();
                path.push_str("[\"");
                path.extend(start.escape_debug());
                path.push_str("\"]");
            }
        }
    }
}

fn is_plain(key: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$' | b'@');
    !key.is_empty() && key.len() <= 64 && key.bytes().all(word)
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if !path.is_empty() {
            write!(f, "`{path}`: ")?;
        }
        match self.0.problem {
            Problem::Mismatch { expected, found } => {
                write!(f, "expected {expected}, found {found}")?;
            }
            Problem::NotAnObject { name, found } => {
                write!(f, "expected an object (`{name}`), found {found}")?;
            }
            Problem::NoVariant { name, found } => {
                write!(f, "no variant of `{name}` fits, found {found}")?;
            }
            Problem::Range { expected } => {
                write!(f, "expected {expected}, found a number out of its range")?;
            }
            Problem::Missing { field } => write!(f, "missing field `{field}`")?,
            Problem::Duplicate => f.write_str("duplicate field")?,
            Problem::Syntax { reason } => f.write_str(reason)?,
        }
        match self.0.offset {
            Some(offset) => write!(f, " (at byte {offset})"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
    }
}

impl std::error::Error for DecodeError {}
