//! `format: date` and `format: date-time` as types of chrono.

use super::decode::Decode;
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::encode::{Encode, Encoder};
use super::param::{ParamValue, ToParam};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, SecondsFormat};

impl Decode for NaiveDate {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let text = input.text()?;
        Self::parse_from_str(&text, "%Y-%m-%d").map_err(|_| input.bad_text("a date"))
    }
}

impl Encode for NaiveDate {
    fn encode(&self, out: &mut Encoder) {
        out.text(&self.to_string());
    }
}

impl ToParam for NaiveDate {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::from(self.to_string())
    }
}

impl Decode for DateTime<FixedOffset> {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let text = input.text()?;
        read_date_time(&text).ok_or_else(|| input.bad_text("a date with a time"))
    }
}

impl Encode for DateTime<FixedOffset> {
    fn encode(&self, out: &mut Encoder) {
        out.text(&rfc3339(self));
    }
}

impl ToParam for DateTime<FixedOffset> {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::from(rfc3339(self))
    }
}

/// RFC 3339, and what services write that have not read it: a space for the `T`, an offset without a
/// colon, no offset at all (then it is UTC).
fn read_date_time(text: &str) -> Option<DateTime<FixedOffset>> {
    let mut text = text.to_owned();
    if text.as_bytes().get(10) == Some(&b' ') {
        text.replace_range(10..11, "T");
    }
    DateTime::parse_from_rfc3339(&text)
        .or_else(|_| DateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .or_else(|_| {
            NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%.f")
                .map(|time| time.and_utc().fixed_offset())
        })
        .ok()
}

fn rfc3339(time: &DateTime<FixedOffset>) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
