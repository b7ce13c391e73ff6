//! YAML: values by `serde_yaml`.

use serde_json::Value;

use super::offsets::{Offsets, of_line_column};
use super::value::{self, Reading};
use super::yaml_places;

/// Why a text cannot be read as YAML.
#[derive(Debug)]
pub(super) struct Failure {
    /// Which kind.
    pub(super) kind: FailureKind,
    /// What is wrong, without a position.
    pub(super) message: String,
    /// Where; `None` when `serde_yaml` does not say.
    pub(super) offset: Option<usize>,
    /// What the parser was in when it failed, and where that starts.
    pub(super) context: Option<(String, usize)>,
}

/// Kinds of failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FailureKind {
    /// Not YAML.
    Syntax,
    /// Deeper than `serde_yaml` goes (128).
    TooDeep,
    /// Aliases of aliases of aliases.
    Expansion,
    /// A mapping or a sequence is a key.
    Key,
    /// A second document follows.
    Documents,
}

/// The value of a text.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<Value, Failure> {
    if let Some(offset) = endless_nesting(text) {
        return Err(Failure {
            kind: FailureKind::TooDeep,
            message: String::new(),
            offset: Some(offset),
            context: None,
        });
    }
    let mut documents = serde_yaml::Deserializer::from_str(text);
    let Some(first) = documents.next() else { return Ok(Value::Null) };
    let value = reading.value(first).map_err(|error| failure(text, &error, reading))?;
    // A `---` at the end with nothing behind it is no second document.
    for more in documents {
        let mut other = Reading::new(text.len(), true);
        match other.value(more) {
            Ok(Value::Null) => {}
            Ok(_) => {
                return Err(Failure {
                    kind: FailureKind::Documents,
                    message: String::new(),
                    offset: None,
                    context: None,
                });
            }
            Err(error) => return Err(failure(text, &error, &other)),
        }
    }
    Ok(value)
}

/// Where a text made of brackets gets too deep. libyaml looks at all open ones for each token, which takes minutes for
/// some hundred thousand; saphyr-parser stops at the 256th, so it goes first where there are very many.
fn endless_nesting(text: &str) -> Option<usize> {
    const MANY: usize = 10_000;
    if text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).count() <= MANY {
        return None;
    }
    let error = yaml_places::first_error(text)?;
    let offset = Offsets::new(text).of_character(error.marker().index());
    if error.info() == "recursion limit exceeded" {
        return Some(offset);
    }
    // Behind an error that libyaml may not see, only a count can tell.
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate().skip(offset) {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MANY {
            return Some(at);
        }
    }
    None
}

fn failure(text: &str, error: &serde_yaml::Error, reading: &Reading) -> Failure {
    let text_of_error = error.to_string();
    let (problem, context) = match text_of_error.split_once(", while ") {
        Some((problem, context)) => (problem, Some(format!("while {context}"))),
        None => (text_of_error.as_str(), None),
    };
    let (problem, position) = split_position(problem);
    let kind = if reading.exhausted || problem == "repetition limit exceeded" {
        FailureKind::Expansion
    } else if problem == "recursion limit exceeded" {
        FailureKind::TooDeep
    } else if problem.ends_with(value::KEY) {
        FailureKind::Key
    } else {
        FailureKind::Syntax
    };
    let offset = error.location().filter(|place| place.line() > 1 || place.index() > 0);
    let offset = match (offset, position) {
        (Some(place), _) => Some(place.index()),
        // Errors of its reader carry a byte offset, and that only in their text.
        (None, Some(Position::Byte(byte))) => Some(byte),
        _ if kind == FailureKind::Syntax => Some(0),
        _ => None,
    };
    let context = context.and_then(|context| match split_position(&context) {
        (what, Some(Position::LineColumn(line, column))) => {
            Some((what.to_owned(), of_line_column(text, line, column)))
        }
        _ => None,
    });
    Failure { kind, message: problem.to_owned(), offset, context }
}

enum Position {
    LineColumn(usize, usize),
    Byte(usize),
}

/// Cuts ` at line 1 column 2` or ` at position 3` off a message.
fn split_position(message: &str) -> (&str, Option<Position>) {
    if let Some((what, place)) = message.rsplit_once(" at line ")
        && let Some((line, column)) = place.split_once(" column ")
        && let (Ok(line), Ok(column)) = (line.parse(), column.parse())
    {
        return (what, Some(Position::LineColumn(line, column)));
    }
    if let Some((what, byte)) = message.rsplit_once(" at position ")
        && let Ok(byte) = byte.parse()
    {
        return (what, Some(Position::Byte(byte)));
    }
    (message, None)
}
