//! Sequences of JSON values: a value per line (JSON Lines, NDJSON) and JSON text sequences (RFC 7464).
use super::answer::{Answer, RawResponse};
use super::decode::{Decode, from_json_slice};
use super::decode_error::DecodeError;
use super::encode::{Encode, to_json_vec};
use super::error::Error;
use super::parts::Parts;

/// What begins a value of a JSON text sequence (RFC 7464 section 2.2). No JSON text can hold it as it is.
pub(super) const RECORD_SEPARATOR: u8 = 0x1E;

impl Parts {
    /// A body of JSON values, one after the other.
    pub fn json_lines<T: Encode>(&mut self, media_type: &str, items: &[T]) {
        let is_sequence = is_sequence(media_type);
        let mut body = Vec::new();
        for item in items {
            add_line(&mut body, is_sequence, item);
        }
        self.set_body(media_type, body.into());
    }
}

impl Answer {
    /// The body as JSON values, one after the other; lines that are blank are skipped.
    ///
    /// # Errors
    /// When one of the values is something else; the error tells its line.
    pub fn json_lines<T: Decode>(self) -> Result<Vec<T>, Error> {
        let raw = self.into_raw();
        let text = raw.json_text()?;
        lines(&text)
            .into_iter()
            .map(|(number, line)| {
                if has_separators(&text) && may_be_cut_off(line) {
                    return Err(cut_off(&raw, number));
                }
                from_json_slice(line).map_err(|error| mismatch(&raw, number, error))
            })
            .collect()
    }
}

fn add_line(body: &mut Vec<u8>, is_sequence: bool, item: &dyn Encode) {
    if is_sequence {
        body.push(RECORD_SEPARATOR);
    }
    body.extend(to_json_vec(item));
    body.push(b'\n');
}

/// `application/json-seq` and the media types that end in `+json-seq` (RFC 8091).
fn is_sequence(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    essence.to_ascii_lowercase().ends_with("json-seq")
}

/// The values that are not blank, each with the number of the line it begins on. The separator tells what it is,
/// whatever the media type says: a value of a sequence may go over several lines.
fn lines(text: &[u8]) -> Vec<(usize, &[u8])> {
    let separator = if has_separators(text) { RECORD_SEPARATOR } else { b'\n' };
    let mut number = 1;
    let mut found = Vec::new();
    for (index, line) in text.split(|byte| *byte == separator).enumerate() {
        if separator == b'\n' {
            number = index + 1;
        }
        if !line.trim_ascii().is_empty() {
            found.push((number, line));
        }
        number += line.split(|byte| *byte == b'\n').count() - 1;
    }
    found
}

fn has_separators(text: &[u8]) -> bool {
    text.trim_ascii_start().first() == Some(&RECORD_SEPARATOR)
}

/// Numbers and names do not show where they end: a shorter one is what is left when a writer was interrupted, so white
/// space has to follow them in a sequence (RFC 7464 section 2.4).
pub(super) fn may_be_cut_off(value: &[u8]) -> bool {
    let is_open = |byte: &u8| matches!(byte, b'-' | b'0'..=b'9' | b't' | b'f' | b'n');
    value.trim_ascii_start().first().is_some_and(is_open)
        && !value.last().is_some_and(u8::is_ascii_whitespace)
}

fn cut_off(raw: &RawResponse, number: usize) -> Error {
    let reason = format!("line {number}: the value may be cut off: expected white space after it");
    Error::undecodable(raw.clone(), &reason)
}

fn mismatch(raw: &RawResponse, number: usize, error: DecodeError) -> Error {
    Error::undecodable(raw.clone(), &format!("line {number}: {error}")).with_source(error)
}
