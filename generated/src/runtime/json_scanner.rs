//! The words of JSON (RFC 8259): white space, strings, numbers, and whole values to be passed over.

use super::decode_error::DecodeError;
use std::borrow::Cow;

/// A place in a JSON text.
#[derive(Clone, Copy)]
pub(super) struct Scanner<'de> {
    text: &'de str,
    at: usize,
}

/// An integer as it was written.
pub(super) struct Integer {
    pub(super) negative: bool,
    pub(super) magnitude: u64,
}

impl<'de> Scanner<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The next byte that is not white space; it stays.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = self.byte();
            match byte {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                _ => return byte,
            }
        }
    }

    /// Passes over the byte that `peek` has shown.
    #[inline]
    pub(super) fn bump(&mut self) {
        self.at += 1;
    }

    /// The text between two places.
    #[inline]
    pub(super) fn slice(&self, start: usize, end: usize) -> &'de str {
        self.text.get(start..end).unwrap_or_default()
    }

    /// Passes over `word` if it is next.
    pub(super) fn literal(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word.as_bytes());
        if found {
            self.at += word.len();
        }
        found
    }

    /// What is next, in words for an error.
    pub(super) fn found(&mut self) -> &'static str {
        match self.peek() {
            None => "the end of the text",
            Some(b'"') => "a string",
            Some(b'{') => "an object",
            Some(b'[') => "an array",
            Some(b'-' | b'0'..=b'9') if self.is_integer() => "an integer",
            Some(b'-' | b'0'..=b'9') => "a number with a fraction",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            Some(_) => "text that is not JSON",
        }
    }

    /// Whether the number that is next has neither fraction nor exponent.
    pub(super) fn is_integer(&self) -> bool {
        let end = self.rest().iter().find(|byte| !matches!(byte, b'-' | b'0'..=b'9'));
        !matches!(end, Some(b'.' | b'e' | b'E'))
    }

    /// Reads the string whose opening quote is next.
    #[inline]
    pub(super) fn string(&mut self) -> Result<Cow<'de, str>, DecodeError> {
        let start = self.at + 1;
        let end = plain_run(self.text.as_bytes(), start);
        if self.text.as_bytes().get(end) == Some(&b'"') {
            self.at = end + 1;
            return Ok(Cow::Borrowed(self.slice(start, end)));
        }
        self.string_with_escapes()
    }

    /// Passes over the string whose opening quote is next; only its shape is looked at.
    pub(super) fn skip_string(&mut self) -> Result<(), DecodeError> {
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        loop {
            at = plain_run(bytes, at);
            match bytes.get(at) {
                Some(b'"') => {
                    self.at = at + 1;
                    return Ok(());
                }
                Some(b'\\') => match bytes.get(at + 1) {
                    Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => at += 2,
                    Some(b'u') if is_hex(bytes.get(at + 2..at + 6)) => at += 6,
                    _ => return Err(DecodeError::syntax("bad escape in a string", at)),
                },
                Some(_) => return Err(DecodeError::syntax("control character in a string", at)),
                None => return Err(DecodeError::syntax("unterminated string", at)),
            }
        }
    }

    /// Reads the digits of a number without making a number of them.
    pub(super) fn number(&mut self) -> Result<&'de str, DecodeError> {
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        match self.byte() {
            Some(b'0') => {
                self.at += 1;
                if matches!(self.byte(), Some(b'0'..=b'9')) {
                    return Err(DecodeError::syntax("number with a leading zero", self.at));
                }
            }
            _ => self.digits()?,
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(self.slice(start, self.at))
    }

    /// Reads an integer; `None` when the number has a fraction, an exponent or more than 64 bits,
    /// and then it is still next.
    #[inline]
    pub(super) fn integer(&mut self) -> Result<Option<Integer>, DecodeError> {
        let start = self.at;
        let negative = self.byte() == Some(b'-');
        if negative {
            self.at += 1;
        }
        let first = self.at;
        let mut magnitude = 0_u64;
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            let next =
                magnitude.checked_mul(10).and_then(|n| n.checked_add(u64::from(digit - b'0')));
            let Some(next) = next else {
                self.at = start;
                return Ok(None);
            };
            magnitude = next;
            self.at += 1;
        }
        match self.byte() {
            _ if self.at == first => Err(DecodeError::syntax("number without digits", first)),
            _ if self.at > first + 1 && self.text.as_bytes().get(first) == Some(&b'0') => {
                Err(DecodeError::syntax("number with a leading zero", first + 1))
            }
            Some(b'.' | b'e' | b'E') => {
                self.at = start;
                Ok(None)
            }
            _ => Ok(Some(Integer { negative, magnitude })),
        }
    }

    /// Passes over one value, and says so when more than `room` containers are open in it.
    ///
    /// One bit per open container takes the place of a stack, so `room` is at most 128.
    pub(super) fn skip(&mut self, room: u32) -> Result<(), DecodeError> {
        let (mut is_object, mut depth) = (0_u128, 0_u32);
        'value: loop {
            match self.peek() {
                Some(open @ (b'{' | b'[')) => {
                    if depth >= room {
                        return Err(DecodeError::syntax("nested too deeply", self.at));
                    }
                    self.at += 1;
                    depth += 1;
                    is_object = is_object << 1 | u128::from(open == b'{');
                    match (open, self.peek()) {
                        (b'{', Some(b'}')) | (b'[', Some(b']')) => {
                            self.at += 1;
                            depth -= 1;
                            is_object >>= 1;
                        }
                        (b'{', _) => {
                            self.skip_key()?;
                            continue 'value;
                        }
                        _ => continue 'value,
                    }
                }
                Some(b'"') => self.skip_string()?,
                Some(b'-' | b'0'..=b'9') => {
                    self.number()?;
                }
                Some(b't') if self.literal("true") => {}
                Some(b'f') if self.literal("false") => {}
                Some(b'n') if self.literal("null") => {}
                None => return Err(DecodeError::syntax("the text ends too early", self.at)),
                Some(_) => return Err(DecodeError::syntax("expected a value", self.at)),
            }
            while depth > 0 {
                let object = is_object & 1 == 1;
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        if object {
                            self.peek();
                            self.skip_key()?;
                        }
                        continue 'value;
                    }
                    Some(b'}') if object => self.at += 1,
                    Some(b']') if !object => self.at += 1,
                    _ => return Err(self.no_end(object)),
                }
                depth -= 1;
                is_object >>= 1;
            }
            return Ok(());
        }
    }

    /// The error for a container that neither goes on nor ends.
    #[cold]
    pub(super) fn no_end(&self, object: bool) -> DecodeError {
        let reason = match (self.byte(), object) {
            (None, _) => "the text ends too early",
            (Some(_), true) => "expected `,` or `}`",
            (Some(_), false) => "expected `,` or `]`",
        };
        DecodeError::syntax(reason, self.at)
    }

    /// Reads a key and its colon.
    #[inline]
    pub(super) fn key(&mut self) -> Result<Cow<'de, str>, DecodeError> {
        if self.peek() != Some(b'"') {
            return Err(self.no_key());
        }
        let key = self.string()?;
        self.colon()?;
        Ok(key)
    }

    fn skip_key(&mut self) -> Result<(), DecodeError> {
        if self.byte() != Some(b'"') {
            return Err(self.no_key());
        }
        self.skip_string()?;
        self.colon()
    }

    #[inline]
    fn colon(&mut self) -> Result<(), DecodeError> {
        if self.peek() == Some(b':') {
            self.at += 1;
            return Ok(());
        }
        Err(DecodeError::syntax("expected `:`", self.at))
    }

    #[cold]
    fn no_key(&self) -> DecodeError {
        let ended = self.byte().is_none();
        let reason = if ended { "the text ends too early" } else { "expected a key in quotes" };
        DecodeError::syntax(reason, self.at)
    }

    /// `serde_json` turns escapes into characters: pairs of surrogates are its business.
    #[cold]
    fn string_with_escapes(&mut self) -> Result<Cow<'de, str>, DecodeError> {
        let start = self.at;
        self.skip_string()?;
        match serde_json::from_str::<String>(self.slice(start, self.at)) {
            Ok(text) => Ok(Cow::Owned(text)),
            // The shape was right, so what is left are surrogates that form no pair.
            Err(error) => {
                Err(DecodeError::syntax("bad escape in a string", start + error.column()))
            }
        }
    }

    fn digits(&mut self) -> Result<(), DecodeError> {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start {
            return Err(DecodeError::syntax("number without digits", start));
        }
        Ok(())
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'de [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }
}

fn is_hex(digits: Option<&[u8]>) -> bool {
    digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
}

/// The first place from `at` on that holds a quote, a backslash or a control character.
///
/// Eight bytes at a time: a byte is below `n` when subtracting `n` borrows into its top bit. A borrow
/// can spill into the bytes above a hit, never below, and only the lowest hit counts.
#[inline]
pub(super) fn plain_run(bytes: &[u8], mut at: usize) -> usize {
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        if let Some(place) = first_special(u64::from_le_bytes(*eight)) {
            return at + place;
        }
        at += 8;
    }
    // Of the last bytes those before `at` are shifted out, and the zeros that come in are special.
    match bytes.len().checked_sub(at) {
        None | Some(0) => at,
        Some(rest) => {
            let shift = 8 * (bytes.len().min(8) - rest);
            at + first_special(last_word(bytes) >> shift).unwrap_or(rest)
        }
    }
}

/// The first of the eight bytes that is a quote, a backslash or a control character.
#[inline]
fn first_special(word: u64) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = ONES << 7;
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    let quote = zero(word ^ (ONES * u64::from(b'"')));
    let escape = zero(word ^ (ONES * u64::from(b'\\')));
    let hits = (control | quote | escape) & TOPS;
    (hits != 0).then(|| (hits.trailing_zeros() / 8) as usize)
}

/// The last eight bytes, the first of them lowest; of fewer all, and zeros above.
#[inline]
fn last_word(bytes: &[u8]) -> u64 {
    if let Some(eight) = bytes.last_chunk::<8>() {
        return u64::from_le_bytes(*eight);
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        // They overlap where they are equal.
        let last = u64::from(u32::from_le_bytes(*last)) << (8 * (bytes.len() - 4));
        return u64::from(u32::from_le_bytes(*first)) | last;
    }
    bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}
