//! Objects whose keys are known: read field by field, and the macro that makes both codecs out of a struct's fields.

use super::decode::Decode;
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use std::collections::BTreeMap;
use std::fmt;

/// Implements `Decode`, `Encode` and serde's traits for a struct with named fields.
///
/// Each field has its number, its name and its key: `0 id "id"` has to be there, `1 ? alias "alias"` may be absent, and
/// `2 (nullable optional) note "note"` says by which methods it is read and written. `with "state" = "\"on\""` is a
/// member that is written, before the others, and has no field; `..others` is the field of all members that have none of
/// their own. A condition is that of a direction which the API does not use.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    (
        $type:ident $(, decode if $decode:meta)? $(, encode if $encode:meta)?
        $(; $(
            $index:literal $($required:ident)? $(? $optional:ident)?
            $(($read:ident $write:ident) $field:ident)? $key:literal
        ),+)?
        $(; with $($constant:literal = $json:literal),+)?
        $(; ..$rest:ident)?
    ) => {
        $(#[$decode])?
        impl runtime::Decode for $type {
            fn decode<Here>(
                input: &mut runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, runtime::DecodeError> {
                $($(
                    let mut $($required)? $($optional)? $($field)? = ::core::option::Option::None;
                )+)?
                $(let mut $rest = ::std::collections::BTreeMap::new();)?
                let mut object = input.object(::core::stringify!($type), &[$($($key),+)?])?;
                $(object.keep(&mut $rest);)?
                while let ::core::option::Option::Some(index) = object.next_field()? {
                    // One way out for all fields, and below one for all that have to be there: each more would drop another
                    // set of them, which makes code that grows with the square of their number.
                    match index {
                        $($(
                            $index => $(object.field(&mut $required))?
                                $(object.optional(&mut $optional))?
                                $(object.$read(&mut $field))?,
                        )+)?
                        _ => object.skip(),
                    }?;
                }
                #[allow(irrefutable_let_patterns, reason = "there may be no field that has to be there")]
                let ($($(
                    $(::core::option::Option::Some($required))? $($optional)? $($field)?,
                )+)?) = ($($($($required)? $($optional)? $($field)?,)+)?) else {
                    return ::core::result::Result::Err(
                        object.incomplete(&[$($($(($index, ::core::stringify!($required)),)?)+)?]),
                    );
                };
                ::core::result::Result::Ok(Self {
                    $($($($required)? $($optional)? $($field)?,)+)?
                    $($rest,)?
                })
            }
        }

        $(#[$encode])?
        impl runtime::Encode for $type {
            #[inline]
            fn encode(&self, out: &mut runtime::Encoder) {
                out.begin_object();
                $($(out.constant($constant, $json);)+)?
                $($(
                    $(out.field($key, &self.$required);)?
                    $(out.optional($key, &self.$optional);)?
                    $(out.$write($key, &self.$field);)?
                )+)?
                $(out.rest(&self.$rest);)?
                out.end_object();
            }
        }

        runtime::macros::serde_traits!(
            $type $(, decode if $decode)? $(, encode if $encode)?
        );
    };
}
pub use object;

impl<'de> Decoder<'de> {
    /// Begins an object whose keys are known.
    ///
    /// # Errors
    ///
    /// The value is not an object.
    pub fn object(
        &mut self,
        name: &'static str,
        fields: &'static [&'static str],
    ) -> Result<ObjectDecoder<'_, 'de>, DecodeError> {
        let is_empty = !self.enter_object(Some(name))?;
        Ok(ObjectDecoder {
            input: self,
            name,
            fields,
            rest: None,
            seen: SeenFields::default(),
            next: 0,
            place: if is_empty { Place::End } else { Place::Start },
        })
    }
}

/// An object that is being read: [`ObjectDecoder::next_field`], then the value of that field, until there is none.
pub struct ObjectDecoder<'i, 'de> {
    input: &'i mut Decoder<'de>,
    name: &'static str,
    fields: &'static [&'static str],
    rest: Option<&'i mut dyn Rest<'de>>,
    seen: SeenFields,
    /// The field after the one that was read last.
    next: usize,
    place: Place,
}

/// What was read last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    Member,
    End,
}

/// Where members go that have no field.
trait Rest<'de> {
    fn read(&mut self, key: &str, input: &mut Decoder<'de>) -> Result<(), DecodeError>;
}

impl<'de, T: Decode> Rest<'de> for BTreeMap<String, T> {
    fn read(&mut self, key: &str, input: &mut Decoder<'de>) -> Result<(), DecodeError> {
        self.insert(key.to_owned(), T::decode::<()>(input)?);
        Ok(())
    }
}

impl<'i> ObjectDecoder<'i, '_> {
    /// Keeps members that have no field; they are passed over otherwise.
    pub fn keep<T: Decode>(&mut self, rest: &'i mut BTreeMap<String, T>) {
        self.rest = Some(rest);
    }

    /// The index of the next field whose value is there, which has to be read then.
    ///
    /// # Errors
    ///
    /// The text is not JSON, a field is there twice, or the value of another key is not of the type that is kept.
    pub fn next_field(&mut self) -> Result<Option<usize>, DecodeError> {
        loop {
            match self.place {
                Place::Start => self.place = Place::Member,
                Place::Member => {
                    if !self.input.next_item(true)? {
                        self.place = Place::End;
                        return Ok(None);
                    }
                }
                Place::End => return Ok(None),
            }
            let start = self.input.scan.at();
            let key = self.input.scan.key()?;
            if let Some(index) = position(self.fields, &key, self.next) {
                self.next = index + 1;
                return if self.seen.insert(index) {
                    Ok(Some(index))
                } else {
                    Err(self.within(DecodeError::duplicate(start)))
                };
            }
            match &mut self.rest {
                Some(rest) => {
                    if let Err(error) = rest.read(&key, self.input) {
                        return Err(error.in_key(key.into_owned()));
                    }
                }
                None => self.input.skip()?,
            }
        }
    }

    /// Reads the value of a field; `null` is an error unless `T` can be `null`.
    ///
    /// # Errors
    ///
    /// The value is not of this type.
    pub fn field<T: Decode>(&mut self, slot: &mut Option<T>) -> Result<(), DecodeError> {
        match T::decode::<()>(self.input) {
            Ok(value) => {
                *slot = Some(value);
                Ok(())
            }
            Err(error) => Err(self.within(error)),
        }
    }

    /// Reads the value of an optional field; `null` is the same as absent.
    ///
    /// # Errors
    ///
    /// The value is neither `null` nor of this type.
    pub fn optional<T: Decode>(&mut self, slot: &mut Option<T>) -> Result<(), DecodeError> {
        if self.input.null() {
            return Ok(());
        }
        self.field(slot)
    }

    /// Reads the value of an optional field that tells `null` (`Some(None)`) from absent (`None`).
    ///
    /// # Errors
    ///
    /// The value is neither `null` nor of this type.
    pub fn nullable<T: Decode>(&mut self, slot: &mut Option<Option<T>>) -> Result<(), DecodeError> {
        let mut value = None;
        self.optional(&mut value)?;
        *slot = Some(value);
        Ok(())
    }

    /// Passes over the value of a field.
    ///
    /// # Errors
    ///
    /// The text is not JSON.
    pub fn skip(&mut self) -> Result<(), DecodeError> {
        self.input.skip()
    }

    /// The error for an object that lacks one of the fields that have to be there, by their indexes.
    #[cold]
    #[must_use]
    pub fn incomplete(&self, required: &[(usize, &'static str)]) -> DecodeError {
        let missing = required.iter().find(|(index, _)| !self.seen.has(*index));
        let key = missing.and_then(|(index, _)| self.fields.get(*index));
        DecodeError::missing(key.copied().unwrap_or(self.name), self.input.scan.at())
    }

    #[cold]
    fn within(&self, error: DecodeError) -> DecodeError {
        let key = self.next.checked_sub(1).and_then(|index| self.fields.get(index));
        error.in_key(key.copied().unwrap_or_default())
    }
}

impl fmt::Debug for ObjectDecoder<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectDecoder").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Which fields were there: a word for the first 64, as few types have more.
#[derive(Default)]
struct SeenFields {
    first: u64,
    others: Vec<usize>,
}

impl SeenFields {
    /// `false` when it was there before.
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        if index < 64 {
            let bit = 1 << index;
            let new = self.first & bit == 0;
            self.first |= bit;
            return new;
        }
        let place = self.others.binary_search(&index);
        if let Err(place) = place {
            self.others.insert(place, index);
        }
        place.is_err()
    }

    fn has(&self, index: usize) -> bool {
        if index < 64 {
            return self.first & 1 << index != 0;
        }
        self.others.binary_search(&index).is_ok()
    }
}

/// Services tend to write keys in the order of the description, and to leave out some of them.
#[inline]
fn position(fields: &[&str], key: &str, next: usize) -> Option<usize> {
    let (before, after) = fields.split_at_checked(next).unwrap_or((fields, &[]));
    let found = after.iter().position(|field| *field == key).map(|place| next + place);
    found.or_else(|| before.iter().position(|field| *field == key))
}
