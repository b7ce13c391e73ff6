//! `Secret`: text that is not shown and is wiped from memory.

use super::decode::Decode;
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::encode::{Encode, Encoder};
use super::param::{ParamValue, ToParam};
use std::borrow::Cow;
use std::fmt;
use zeroize::Zeroizing;

/// A text that must not get into logs: a key, a token, a password.
///
/// `Debug` does not show it, there is no `Display`, and its memory is wiped when it is dropped.
#[derive(Clone, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<&String> for Secret {
    fn from(text: &String) -> Self {
        Self::from(text.clone())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

impl PartialEq for Secret {
    /// Looks at every byte, so that the time it takes does not tell how much is right.
    fn eq(&self, other: &Self) -> bool {
        let (left, right) = (self.expose().as_bytes(), other.expose().as_bytes());
        let differences = left.iter().zip(right).fold(0, |all, (a, b)| all | (a ^ b));
        std::hint::black_box(differences) == 0 && left.len() == right.len()
    }
}

impl Decode for Secret {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        input.text().map(|text| Self::from(text.into_owned()))
    }
}

impl Encode for Secret {
    fn encode(&self, out: &mut Encoder) {
        out.text(self.expose());
    }
}

impl ToParam for Secret {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::Scalar(Cow::Borrowed(self.expose()))
    }
}

impl<'de> serde::Deserialize<'de> for Secret {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::serde_bridge::deserialize(deserializer)
    }
}

impl serde::Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        super::serde_bridge::serialize(self, serializer)
    }
}
