//! `Decode`: the types that can be read from JSON.

use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::decoder_lookahead::Kinds;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// A type that reads itself from JSON.
pub trait Decode: Sized {
    /// Reads the value that is next.
    ///
    /// `Here` is of no meaning and always `()`: a function that is generic is compiled where it is used, and once there,
    /// so that nobody compiles the codecs of all types for the few that they use.
    ///
    /// # Errors
    ///
    /// The value is not of this type, or the text is not JSON.
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError>;
}

/// Reads a JSON text that holds one value.
///
/// # Errors
///
/// The text is not JSON, or its value is not of this type.
pub fn from_json_str<T: Decode>(text: &str) -> Result<T, DecodeError> {
    let mut input = Decoder::new(text);
    let value = T::decode::<()>(&mut input)?;
    input.finish()?;
    Ok(value)
}

/// Reads a JSON text that holds one value.
///
/// # Errors
///
/// The text is not UTF-8 or not JSON, or its value is not of this type.
pub fn from_json_slice<T: Decode>(text: &[u8]) -> Result<T, DecodeError> {
    from_json_str(utf8(text)?)
}

fn utf8(text: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(text)
        .map_err(|error| DecodeError::syntax("text that is not UTF-8", error.valid_up_to()))
}

macro_rules! decode_integers {
    ($($method:ident: $($type:ident $expected:literal),*;)*) => {$($(
        impl Decode for $type {
            fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                let number = input.$method($expected)?;
                Self::try_from(number).map_err(|_| input.out_of_range($expected))
            }
        }
    )*)*};
}

decode_integers! {
    signed: i8 "an integer of 8 bits", i16 "an integer of 16 bits", i32 "an integer of 32 bits",
        i64 "an integer of 64 bits", isize "an integer";
    unsigned: u8 "an unsigned integer of 8 bits", u16 "an unsigned integer of 16 bits",
        u32 "an unsigned integer of 32 bits", u64 "an unsigned integer of 64 bits",
        usize "an unsigned integer";
}

macro_rules! decode_floats {
    ($($type:ident)*) => {$(
        impl Decode for $type {
            fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                match input.number_text("a number")?.parse::<$type>() {
                    Ok(number) if number.is_finite() => Ok(number),
                    _ => Err(input.out_of_range("a number")),
                }
            }
        }
    )*};
}

decode_floats!(f32 f64);

macro_rules! decode_addresses {
    ($($type:ident $expected:literal)*) => {$(
        impl Decode for $type {
            fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                input.text()?.parse().map_err(|_| input.bad_text($expected))
            }
        }
    )*};
}

decode_addresses!(IpAddr "an IP address" Ipv4Addr "an IPv4 address" Ipv6Addr "an IPv6 address");

macro_rules! decode_tuples {
    ($($expected:literal ($($slot:ident)*);)*) => {$(
        impl<$($slot: Decode),*> Decode for ($($slot,)*) {
            #[allow(non_snake_case, reason = "the type parameters lend their names to the slots")]
            fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
                $(let mut $slot: Option<$slot> = None;)*
                input.tuple($expected, &mut [
                    $(&mut |input: &mut Decoder<'_>| {
                        $slot = Some(input.value()?);
                        Ok(())
                    }),*
                ])?;
                match ($($slot,)*) {
                    ($(Some($slot),)*) => Ok(($($slot,)*)),
                    _ => Err(input.too_short($expected)),
                }
            }
        }
    )*};
}

decode_tuples! {
    "an array of 1 item" (A);
    "an array of 2 items" (A B);
    "an array of 3 items" (A B C);
    "an array of 4 items" (A B C D);
    "an array of 5 items" (A B C D E);
    "an array of 6 items" (A B C D E F);
    "an array of 7 items" (A B C D E F G);
    "an array of 8 items" (A B C D E F G H);
}

impl Decode for bool {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        input.boolean()
    }
}

impl Decode for () {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        if input.null() { Ok(()) } else { Err(input.mismatch("null")) }
    }
}

impl Decode for String {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        input.text().map(std::borrow::Cow::into_owned)
    }
}

impl<T: Decode> Decode for Box<T> {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        T::decode::<()>(input).map(Self::new)
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        if input.null() { Ok(None) } else { T::decode::<()>(input).map(Some) }
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let mut items = Self::new();
        input.array(&mut |input| {
            items.push(T::decode::<()>(input)?);
            Ok(())
        })?;
        Ok(items)
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let mut members = Self::new();
        input.members(&mut |key, input| {
            members.insert(key.into_owned(), T::decode::<()>(input)?);
            Ok(())
        })?;
        Ok(members)
    }
}

impl Decode for serde_json::Value {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        Ok(match input.kind() {
            Kinds::NULL => input.value().map(|()| Self::Null)?,
            Kinds::BOOLEAN => Self::Bool(input.boolean()?),
            Kinds::STRING => Self::String(input.value()?),
            Kinds::INTEGER | Kinds::NUMBER => Self::Number(input.value()?),
            Kinds::ARRAY => Self::Array(input.value()?),
            Kinds::OBJECT => Self::Object(input.value()?),
            _ => return Err(input.mismatch("a value")),
        })
    }
}

impl Decode for serde_json::Number {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        // Its own reader: how much of a number it keeps depends on features that others switch on.
        let text = input.number_text("a number")?;
        text.parse().map_err(|_| input.out_of_range("a number"))
    }
}

impl Decode for serde_json::Map<String, serde_json::Value> {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let mut members = Self::new();
        input.members(&mut |key, input| {
            members.insert(key.into_owned(), input.value()?);
            Ok(())
        })?;
        Ok(members)
    }
}
