//! `TextNumber`: numbers that travel as strings, as many services write what JavaScript cannot count.

use super::decode::Decode;
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::decoder_lookahead::Kinds;
use super::encode::{Encode, Encoder};
use super::param::{ParamValue, ToParam};
use std::fmt;
use std::str::FromStr;

/// A number that is written as a JSON string, and read from a string or a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextNumber<T>(pub T);

impl<T: Decode + FromStr> Decode for TextNumber<T> {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        if input.kind() != Kinds::STRING {
            return T::decode::<()>(input).map(Self);
        }
        let text = input.text()?;
        text.parse().map(Self).map_err(|_| input.bad_text("a number in a string"))
    }
}

impl<T: fmt::Display> Encode for TextNumber<T> {
    fn encode(&self, out: &mut Encoder) {
        out.text(&self.0.to_string());
    }
}

impl<T: fmt::Display> ToParam for TextNumber<T> {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::from(self.0.to_string())
    }
}

impl<T: fmt::Display> fmt::Display for TextNumber<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T> From<T> for TextNumber<T> {
    fn from(number: T) -> Self {
        Self(number)
    }
}

impl<T: FromStr> FromStr for TextNumber<T> {
    type Err = T::Err;

    fn from_str(text: &str) -> Result<Self, T::Err> {
        text.parse().map(Self)
    }
}

impl<'de, T: Decode + FromStr> serde::Deserialize<'de> for TextNumber<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::serde_bridge::deserialize(deserializer)
    }
}

impl<T: fmt::Display> serde::Serialize for TextNumber<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        super::serde_bridge::serialize(self, serializer)
    }
}
