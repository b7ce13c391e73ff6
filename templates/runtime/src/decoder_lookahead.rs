//! Looking at a value before reading it: what unions need to find their variant.

use super::decode::Decode;
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::json_scanner::Scanner;
use std::borrow::Cow;

/// Trying variants reads a text again and again, and unions in unions multiply that. Once this many
/// times the length of the text (and a little) was read in vain, variants are no longer tried.
const WASTE_LIMIT: usize = 64;

/// A set of JSON kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kinds(u8);

/// What a union knows about one of its variants before trying it.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// The kinds of JSON value that the variant can be.
    pub kinds: Kinds,
    /// The keys that an object must have to be this variant.
    pub required: &'static [&'static str],
    /// The keys that the variant has a field for.
    pub known: &'static [&'static str],
}

/// The variants worth trying, most promising first, as indexes into the table of candidates.
#[derive(Debug)]
pub struct Candidates {
    first: Option<usize>,
    others: std::vec::IntoIter<usize>,
}

impl<'de> Decoder<'de> {
    /// The kind of the value that is next; empty when there is no value.
    pub fn kind(&mut self) -> Kinds {
        match self.scan.peek() {
            Some(b'{') => Kinds::OBJECT,
            Some(b'[') => Kinds::ARRAY,
            Some(b'"') => Kinds::STRING,
            Some(b'-' | b'0'..=b'9') if self.scan.is_integer() => Kinds::INTEGER,
            Some(b'-' | b'0'..=b'9') => Kinds::NUMBER,
            Some(b't' | b'f') => Kinds::BOOLEAN,
            Some(b'n') => Kinds::NULL,
            _ => Kinds::NONE,
        }
    }

    /// The string under a key of the object that is next; nothing is consumed. `None` when there is
    /// no object, no such key, or something else than a string under it.
    ///
    /// # Errors
    ///
    /// The text is not JSON.
    pub fn tag(&mut self, name: &str) -> Result<Option<Cow<'de, str>>, DecodeError> {
        if self.scan.peek() != Some(b'{') {
            return Ok(None);
        }
        let start = self.scan;
        let tag = self.find_tag(name);
        self.scan = start;
        tag
    }

    /// The variants that the value that is next may be: its kind fits and, for an object, the required
    /// keys are there. Those that know more of the object's keys come first, then the order of the table.
    ///
    /// # Errors
    ///
    /// The text is not JSON.
    pub fn candidates(&mut self, table: &[Candidate]) -> Result<Candidates, DecodeError> {
        let kind = self.kind();
        let mut fitting: Vec<usize> = Vec::new();
        let mut fits = (0..).zip(table).filter(|(_, candidate)| candidate.kinds.accept(kind));
        if kind != Kinds::OBJECT {
            let first = fits.next().map(|(index, _)| index);
            fitting.extend(fits.map(|(index, _)| index));
            return Ok(Candidates { first, others: fitting.into_iter() });
        }
        let start = self.scan;
        let keys = self.keys();
        self.scan = start;
        let keys = keys?;
        let has = |name: &&str| keys.iter().any(|key| key == name);
        // Few fit, and to put each in its place takes a fiftieth of the code that sorting them would.
        let mut ranked: Vec<(usize, usize)> = Vec::new();
        for (index, candidate) in fits {
            if candidate.required.iter().all(&has) {
                let known = candidate.known.iter().filter(|name| has(name)).count();
                let place = ranked.partition_point(|(other, _)| *other >= known);
                ranked.insert(place, (known, index));
            }
        }
        fitting.extend(ranked.into_iter().map(|(_, index)| index));
        Ok(Candidates { first: None, others: fitting.into_iter() })
    }

    /// Reads a value of a type, or nothing at all.
    pub fn attempt<T: Decode>(&mut self) -> Option<T> {
        let (start, depth) = self.begin_attempt()?;
        let Ok(value) = T::decode::<()>(self) else {
            self.end_attempt(start, depth);
            return None;
        };
        Some(value)
    }

    fn find_tag(&mut self, name: &str) -> Result<Option<Cow<'de, str>>, DecodeError> {
        let depth = self.depth;
        let mut more = self.enter(b'}')?;
        while more {
            let key = self.scan.key()?;
            if key == name {
                self.depth = depth;
                return match self.scan.peek() {
                    Some(b'"') => self.scan.string().map(Some),
                    _ => Ok(None),
                };
            }
            self.skip()?;
            more = self.next_item(true)?;
        }
        Ok(None)
    }

    fn keys(&mut self) -> Result<Vec<Cow<'de, str>>, DecodeError> {
        let mut keys = Vec::new();
        self.members(&mut |key, input| {
            keys.push(key);
            input.skip()
        })?;
        Ok(keys)
    }

    fn begin_attempt(&self) -> Option<(Scanner<'de>, u32)> {
        let limit = self.scan.len().saturating_mul(WASTE_LIMIT).saturating_add(1 << 16);
        (self.wasted <= limit).then_some((self.scan, self.depth))
    }

    #[cold]
    fn end_attempt(&mut self, start: Scanner<'de>, depth: u32) {
        let read = self.scan.at().saturating_sub(start.at());
        self.wasted = self.wasted.saturating_add(read + 1);
        self.scan = start;
        self.depth = depth;
    }
}

impl Kinds {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// `null`.
    pub const NULL: Self = Self(1);
    /// `true` and `false`.
    pub const BOOLEAN: Self = Self(1 << 1);
    /// Numbers without fraction and exponent.
    pub const INTEGER: Self = Self(1 << 2);
    /// Numbers, integers among them.
    pub const NUMBER: Self = Self(1 << 3);
    /// Strings.
    pub const STRING: Self = Self(1 << 4);
    /// Arrays.
    pub const ARRAY: Self = Self(1 << 5);
    /// Objects.
    pub const OBJECT: Self = Self(1 << 6);
    /// Every kind.
    pub const ANY: Self = Self(0x7f);

    /// Both sets in one.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether a value of kind `kind` is in the set; an integer is a number, too.
    #[must_use]
    pub const fn accept(self, kind: Self) -> bool {
        let wide = if kind.0 == Self::INTEGER.0 { kind.0 | Self::NUMBER.0 } else { kind.0 };
        self.0 & wide != 0
    }
}

impl Iterator for Candidates {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        self.first.take().or_else(|| self.others.next())
    }
}
