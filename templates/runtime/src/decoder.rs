//! The reader that generated types decode themselves from: one pass over the text, nothing generic
//! but thin shells, so that the work is compiled once here and not once per type in every client.

use super::decode::Decode;
use super::decode_error::DecodeError;
use super::json_scanner::{Integer, Scanner};
use std::borrow::Cow;

/// `serde_json` allows as many containers in each other: one less than 128.
const DEPTH_LIMIT: u32 = 127;

/// Reads one JSON value after the other from a text.
pub struct Decoder<'de> {
    pub(super) scan: Scanner<'de>,
    pub(super) depth: u32,
    /// How many bytes were read for variants that did not fit.
    pub(super) wasted: usize,
}

type Step<'a, 'de> = &'a mut dyn FnMut(&mut Decoder<'de>) -> Result<(), DecodeError>;
type MemberStep<'a, 'de> =
    &'a mut dyn FnMut(Cow<'de, str>, &mut Decoder<'de>) -> Result<(), DecodeError>;

impl<'de> Decoder<'de> {
    /// A reader at the start of `text`.
    #[must_use]
    pub fn new(text: &'de str) -> Self {
        Self { scan: Scanner::new(text), depth: 0, wasted: 0 }
    }

    /// Makes sure that nothing but white space is left.
    ///
    /// # Errors
    ///
    /// Something is left.
    pub fn finish(&mut self) -> Result<(), DecodeError> {
        match self.scan.peek() {
            None => Ok(()),
            Some(_) => Err(DecodeError::syntax("text after the value", self.scan.at())),
        }
    }

    /// Reads a value of a type.
    ///
    /// # Errors
    ///
    /// The value is not of this type.
    #[inline]
    pub fn value<T: Decode>(&mut self) -> Result<T, DecodeError> {
        T::decode::<()>(self)
    }

    // Objects

    /// Reads an object of any keys; `each` has to read the value.
    ///
    /// # Errors
    ///
    /// The value is not an object, or `each` failed.
    pub fn members(&mut self, each: MemberStep<'_, 'de>) -> Result<(), DecodeError> {
        let mut more = self.enter_object(None)?;
        while more {
            let key = self.scan.key()?;
            if let Err(error) = each(key.clone(), self) {
                return Err(error.in_key(key.into_owned()));
            }
            more = self.next_item(true)?;
        }
        Ok(())
    }

    // Arrays and scalars

    /// Reads an array; `each` has to read one item.
    ///
    /// # Errors
    ///
    /// The value is not an array, or `each` failed.
    pub fn array(&mut self, each: Step<'_, 'de>) -> Result<(), DecodeError> {
        if self.scan.peek() != Some(b'[') {
            return Err(self.mismatch("an array"));
        }
        let (mut more, mut index) = (self.enter(b']')?, 0);
        while more {
            each(self).map_err(|error| error.in_index(index))?;
            more = self.next_item(false)?;
            index += 1;
        }
        Ok(())
    }

    /// Reads an array that has one item per step; `expected` names it in the error.
    ///
    /// # Errors
    ///
    /// The value is not an array, is longer or shorter, or a step failed.
    pub fn tuple(
        &mut self,
        expected: &'static str,
        steps: &mut [Step<'_, 'de>],
    ) -> Result<(), DecodeError> {
        let mut left = steps.iter_mut();
        self.array(&mut |input| match left.next() {
            Some(step) => step(input),
            None => Err(DecodeError::mismatch(expected, "more items", input.scan.at())),
        })?;
        if left.len() > 0 {
            return Err(self.too_short(expected));
        }
        Ok(())
    }

    /// Reads a string; it is copied only when it has escapes.
    ///
    /// # Errors
    ///
    /// The value is not a string.
    #[inline]
    pub fn text(&mut self) -> Result<Cow<'de, str>, DecodeError> {
        match self.scan.peek() {
            Some(b'"') => self.scan.string(),
            _ => Err(self.mismatch("a string")),
        }
    }

    /// Reads `null` if it is next, and says whether it was.
    #[inline]
    pub fn null(&mut self) -> bool {
        self.scan.peek() == Some(b'n') && self.scan.literal("null")
    }

    /// Reads a boolean.
    ///
    /// # Errors
    ///
    /// The value is not a boolean.
    pub fn boolean(&mut self) -> Result<bool, DecodeError> {
        match self.scan.peek() {
            Some(b't') if self.scan.literal("true") => Ok(true),
            Some(b'f') if self.scan.literal("false") => Ok(false),
            _ => Err(self.mismatch("a boolean")),
        }
    }

    /// Reads an integer that may be negative; `expected` names the type in the error.
    ///
    /// # Errors
    ///
    /// The value is not an integer, or is out of range.
    pub fn signed(&mut self, expected: &'static str) -> Result<i64, DecodeError> {
        let start = self.scan.at();
        let Integer { negative, magnitude } = self.integer(expected)?;
        let number = if negative {
            0_i64.checked_sub_unsigned(magnitude)
        } else {
            i64::try_from(magnitude).ok()
        };
        number.ok_or_else(|| DecodeError::range(expected, start))
    }

    /// Reads an integer that is not negative; `expected` names the type in the error.
    ///
    /// # Errors
    ///
    /// The value is not an integer, or is out of range.
    pub fn unsigned(&mut self, expected: &'static str) -> Result<u64, DecodeError> {
        let start = self.scan.at();
        match self.integer(expected)? {
            Integer { negative: true, magnitude: 1.. } => Err(DecodeError::range(expected, start)),
            Integer { magnitude, .. } => Ok(magnitude),
        }
    }

    /// Reads the digits of a number as they are written; `expected` names the type in the error.
    ///
    /// # Errors
    ///
    /// The value is not a number.
    pub fn number_text(&mut self, expected: &'static str) -> Result<&'de str, DecodeError> {
        match self.scan.peek() {
            Some(b'-' | b'0'..=b'9') => self.scan.number(),
            _ => Err(self.mismatch(expected)),
        }
    }

    /// Reads any value as the text that it is.
    ///
    /// # Errors
    ///
    /// The text is not JSON.
    pub fn raw(&mut self) -> Result<&'de str, DecodeError> {
        self.scan.peek();
        let start = self.scan.at();
        self.skip()?;
        Ok(self.scan.slice(start, self.scan.at()))
    }

    /// Reads an object as keys and the texts of their values.
    ///
    /// # Errors
    ///
    /// The value is not an object.
    pub fn raw_members(&mut self) -> Result<Vec<(Cow<'de, str>, &'de str)>, DecodeError> {
        let mut members = Vec::new();
        self.members(&mut |key, input| {
            members.push((key, input.raw()?));
            Ok(())
        })?;
        Ok(members)
    }

    /// Reads an array as the texts of its items.
    ///
    /// # Errors
    ///
    /// The value is not an array.
    pub fn raw_items(&mut self) -> Result<Vec<&'de str>, DecodeError> {
        let mut items = Vec::new();
        self.array(&mut |input| {
            items.push(input.raw()?);
            Ok(())
        })?;
        Ok(items)
    }

    /// Passes over any value.
    ///
    /// # Errors
    ///
    /// The text is not JSON.
    pub fn skip(&mut self) -> Result<(), DecodeError> {
        self.scan.skip(DEPTH_LIMIT - self.depth)
    }

    // Errors

    /// The error for a value that is something else than expected, as in `a UUID`.
    #[cold]
    #[must_use]
    pub fn mismatch(&mut self, expected: &'static str) -> DecodeError {
        let found = self.scan.found();
        DecodeError::mismatch(expected, found, self.scan.at())
    }

    /// The error for a string that was read and does not say what is expected, as in `a UUID`.
    #[cold]
    #[must_use]
    pub fn bad_text(&self, expected: &'static str) -> DecodeError {
        DecodeError::mismatch(expected, "another string", self.scan.at())
    }

    /// The error for a value that was read and is none of those expected, as in ``a value of `Level` ``.
    #[cold]
    #[must_use]
    pub fn other_value(&self, expected: &'static str) -> DecodeError {
        DecodeError::mismatch(expected, "another one", self.scan.at())
    }

    /// The error for an array that ended before all items of a tuple, as in `an array of 2 items`, were there.
    #[cold]
    #[must_use]
    pub fn too_short(&self, expected: &'static str) -> DecodeError {
        DecodeError::mismatch(expected, "fewer items", self.scan.at())
    }

    /// The error for a number that was read and is not in the range of what is expected, as in `i8`.
    #[cold]
    #[must_use]
    pub fn out_of_range(&self, expected: &'static str) -> DecodeError {
        DecodeError::range(expected, self.scan.at())
    }

    /// The error for a value that is none of the variants of a union.
    #[cold]
    #[must_use]
    pub fn no_variant(&mut self, name: &'static str) -> DecodeError {
        let found = self.scan.found();
        DecodeError::no_variant(name, found, self.scan.at())
    }

    /// Opens the object that is next; whether it has a first key.
    pub(super) fn enter_object(&mut self, name: Option<&'static str>) -> Result<bool, DecodeError> {
        if self.scan.peek() == Some(b'{') {
            return self.enter(b'}');
        }
        Err(match name {
            Some(name) => DecodeError::not_an_object(name, self.scan.found(), self.scan.at()),
            None => self.mismatch("an object"),
        })
    }

    pub(super) fn enter(&mut self, end: u8) -> Result<bool, DecodeError> {
        if self.depth >= DEPTH_LIMIT {
            return Err(DecodeError::syntax("nested too deeply", self.scan.at()));
        }
        self.scan.bump();
        if self.scan.peek() == Some(end) {
            self.scan.bump();
            return Ok(false);
        }
        self.depth += 1;
        Ok(true)
    }

    /// Goes to the next member or item, or closes the container; whether there is one.
    #[inline]
    pub(super) fn next_item(&mut self, object: bool) -> Result<bool, DecodeError> {
        let end = if object { b'}' } else { b']' };
        match self.scan.peek() {
            Some(b',') => {
                self.scan.bump();
                Ok(true)
            }
            Some(byte) if byte == end => {
                self.scan.bump();
                self.depth -= 1;
                Ok(false)
            }
            _ => Err(self.scan.no_end(object)),
        }
    }

    #[inline]
    fn integer(&mut self, expected: &'static str) -> Result<Integer, DecodeError> {
        match self.scan.peek() {
            Some(b'-' | b'0'..=b'9') => {}
            _ => return Err(self.mismatch(expected)),
        }
        match self.scan.integer()? {
            Some(integer) => Ok(integer),
            None if self.scan.is_integer() => Err(DecodeError::range(expected, self.scan.at())),
            None => Err(self.mismatch(expected)),
        }
    }
}
