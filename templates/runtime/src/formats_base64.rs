//! `format: byte` as `Base64`: bytes that are written as base64 (RFC 4648).

use super::decode::Decode;
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::encode::{Encode, Encoder};
use super::param::{ParamValue, ToParam};
use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Bytes that travel as base64: written in the standard alphabet with padding, read in either alphabet, with
/// padding or without.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64(pub Vec<u8>);

const CONFIG: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD_ENGINE: GeneralPurpose = GeneralPurpose::new(&STANDARD, CONFIG);
const URL_SAFE_ENGINE: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, CONFIG);

impl Base64 {
    fn text(&self) -> String {
        STANDARD_ENGINE.encode(&self.0)
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Decode for Base64 {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let text = input.text()?;
        let engine = if text.contains(['-', '_']) { &URL_SAFE_ENGINE } else { &STANDARD_ENGINE };
        engine.decode(&*text).map(Self).map_err(|_| input.bad_text("base64"))
    }
}

impl Encode for Base64 {
    fn encode(&self, out: &mut Encoder) {
        out.text(&self.text());
    }
}

impl ToParam for Base64 {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::from(self.text())
    }
}

impl<'de> serde::Deserialize<'de> for Base64 {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        super::serde_bridge::deserialize(deserializer)
    }
}

impl serde::Serialize for Base64 {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        super::serde_bridge::serialize(self, serializer)
    }
}
