//! `format: decimal` as `rust_decimal::Decimal`: a number that keeps its digits.

use super::decode::Decode;
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::decoder_lookahead::Kinds;
use super::encode::{Encode, Encoder};
use super::param::{ParamValue, ToParam};
use rust_decimal::Decimal;

/// Reads a number, or one in a string. Digits beyond the 28 that a decimal has are rounded away.
impl Decode for Decimal {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        if input.kind() == Kinds::STRING {
            let text = input.text()?;
            return read(&text).ok_or_else(|| input.bad_text("a number in a string"));
        }
        read(input.number_text("a number")?).ok_or_else(|| input.out_of_range("a decimal"))
    }
}

/// Writes a number, with the zeros at its end.
impl Encode for Decimal {
    fn encode(&self, out: &mut Encoder) {
        out.raw(&self.to_string());
    }
}

impl ToParam for Decimal {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::from(self.to_string())
    }
}

fn read(text: &str) -> Option<Decimal> {
    let number =
        if text.contains(['e', 'E']) { Decimal::from_scientific(text) } else { text.parse() };
    number.ok()
}
