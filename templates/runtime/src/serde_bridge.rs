//! Serde's traits for generated types, by way of JSON text: whoever wants a model in YAML or in a struct of
//! their own gets it, and nobody else pays for it.

use super::decode::{Decode, from_json_slice};
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::decoder_lookahead::Kinds;
use super::encode::{Encode, Encoder};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};
use std::fmt;

/// Implements serde's traits for a type that is `Decode` and `Encode`. A condition is that of a direction which the API
/// does not use, so that the consumer asks for it.
#[doc(hidden)]
#[macro_export]
macro_rules! serde_traits {
    ($type:ty $(, decode if $decode:meta)? $(, encode if $encode:meta)?) => {
        $(#[$decode])?
        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                runtime::deserialize(deserializer)
            }
        }

        $(#[$encode])?
        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                runtime::serialize(self, serializer)
            }
        }
    };
}
pub use serde_traits;

/// Reads a type that is `Decode` from any self-describing format.
///
/// # Errors
///
/// The format is broken, or the value is not of this type.
pub fn deserialize<'de, T: Decode, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let text = json_text(deserializer)?;
    from_json_slice(&text).map_err(|error| D::Error::custom(error.without_offset()))
}

/// Writes a type that is `Encode` to any format.
///
/// # Errors
///
/// The serializer failed.
pub fn serialize<S: Serializer>(value: &dyn Encode, serializer: S) -> Result<S::Ok, S::Error> {
    let mut out = Encoder::kept();
    value.encode(&mut out);
    let text = out.into_bytes();
    let text = std::str::from_utf8(&text).map_err(S::Error::custom)?;
    Passing(text).serialize(serializer)
}

/// What a deserializer holds, as JSON. Not by way of `serde_json::Value`, which would lose duplicate keys.
fn json_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let mut out = Encoder::new();
    Writing(&mut out).deserialize(deserializer)?;
    Ok(out.into_bytes())
}

/// How `serde_json` hands out numbers when somebody has switched its feature `arbitrary_precision` on.
const NUMBER_KEY: &str = "$serde_json::private::Number";

struct Writing<'a>(&'a mut Encoder);

struct WritingItem<'a>(&'a mut Encoder);

impl<'de> DeserializeSeed<'de> for Writing<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

macro_rules! write_scalars {
    ($($method:ident $type:ty),*) => {$(
        fn $method<E>(self, value: $type) -> Result<(), E> {
            value.encode(self.0);
            Ok(())
        }
    )*};
}

impl<'de> Visitor<'de> for Writing<'_> {
    type Value = ();

    write_scalars!(visit_bool bool, visit_i64 i64, visit_u64 u64, visit_f32 f32, visit_f64 f64, visit_str &str);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has")
    }

    fn visit_i128<E>(self, value: i128) -> Result<(), E> {
        self.0.raw(&value.to_string());
        Ok(())
    }

    fn visit_u128<E>(self, value: u128) -> Result<(), E> {
        self.0.raw(&value.to_string());
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        ().encode(self.0);
        Ok(())
    }

    fn visit_none<E>(self) -> Result<(), E> {
        ().encode(self.0);
        Ok(())
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.0.begin_array();
        while items.next_element_seed(WritingItem(self.0))?.is_some() {}
        self.0.end_array();
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut next = members.next_key::<String>()?;
        if next.as_deref() == Some(NUMBER_KEY) {
            self.0.raw(&members.next_value::<String>()?);
            return Ok(());
        }
        self.0.begin_object();
        while let Some(key) = next {
            self.0.key(&key);
            members.next_value_seed(Writing(self.0))?;
            next = members.next_key()?;
        }
        self.0.end_object();
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for WritingItem<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.0.begin_item();
        Writing(self.0).deserialize(deserializer)
    }
}

/// The text of one JSON value, on its way to a serializer. It holds the text and not a place in it, because
/// a serializer may ask for a value more than once.
struct Passing<'a>(&'a str);

impl Serialize for Passing<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let input = &mut Decoder::new(self.0);
        match input.kind() {
            Kinds::OBJECT => {
                let mut map = serializer.serialize_map(None)?;
                for (key, value) in read(input.raw_members())? {
                    map.serialize_entry(&key, &Passing(value))?;
                }
                map.end()
            }
            Kinds::ARRAY => {
                let mut seq = serializer.serialize_seq(None)?;
                for item in read(input.raw_items())? {
                    seq.serialize_element(&Passing(item))?;
                }
                seq.end()
            }
            Kinds::STRING => serializer.serialize_str(&read(input.text())?),
            Kinds::BOOLEAN => serializer.serialize_bool(read(input.boolean())?),
            Kinds::NULL => serializer.serialize_unit(),
            _ => {
                let digits = read(input.number_text("a number"))?;
                match (digits.parse::<i64>(), digits.parse::<u64>()) {
                    (_, Ok(number)) => serializer.serialize_u64(number),
                    (Ok(number), _) => serializer.serialize_i64(number),
                    _ => serializer.serialize_f64(digits.parse().map_err(S::Error::custom)?),
                }
            }
        }
    }
}

fn read<T, E: serde::ser::Error>(result: Result<T, DecodeError>) -> Result<T, E> {
    result.map_err(|error| E::custom(error.without_offset()))
}
