//! `format: uuid` as `uuid::Uuid`.

use super::decode::Decode;
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::encode::{Encode, Encoder};
use super::param::{ParamValue, ToParam};
use uuid::Uuid;

impl Decode for Uuid {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let text = input.text()?;
        Self::try_parse(&text).map_err(|_| input.bad_text("a UUID"))
    }
}

impl Encode for Uuid {
    fn encode(&self, out: &mut Encoder) {
        out.text(self.hyphenated().encode_lower(&mut Self::encode_buffer()));
    }
}

impl ToParam for Uuid {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::from(self.to_string())
    }
}
