//! JSON: values by `serde_json`.

use serde_json::Value;

use super::json_places::SPACE;
use super::value::Reading;

/// Why a text is not JSON.
#[derive(Debug)]
pub(super) struct Failure {
    /// What is wrong, without a position.
    pub(super) message: String,
    /// Where.
    pub(super) offset: usize,
    /// Whether it is sound so far, but nests deeper than `serde_json` goes.
    pub(super) too_deep: bool,
}

/// The value of a text.
pub(super) fn read(text: &str, reading: &mut Reading) -> Result<Value, Failure> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = reading.value(&mut deserializer);
    value.and_then(|value| deserializer.end().map(|()| value)).map_err(|error| {
        let message = error.to_string();
        let position = format!(" at line {} column {}", error.line(), error.column());
        let message = message.strip_suffix(&position).unwrap_or(&message).to_owned();
        let last = offset(text, error.line(), error.column());
        // At the end it names the last character it saw; what is missing would come after it.
        let offset = if error.is_eof() { text.trim_end_matches(SPACE).len() } else { last };
        Failure { too_deep: message == "recursion limit exceeded", message, offset }
    })
}

/// The offset of `serde_json`'s line (from 1) and column (in bytes; 0 is the line break before).
fn offset(text: &str, line: usize, column: usize) -> usize {
    let mut starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let start = starts.nth(line.saturating_sub(1)).unwrap_or(text.len());
    (start + column.saturating_sub(1)).min(text.len())
}
