//! `format: date`, `date-time`, `time` and `duration` as types of jiff.

use super::decode::Decode;
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::encode::{Encode, Encoder};
use super::formats_rfc3339::{
    Clock, ClockTime, Day, read_date_time, read_day, write_date_time, write_day,
};
use super::param::{ParamValue, ToParam};
use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use jiff::{Span, SpanFieldwise, Timestamp};

impl Decode for Date {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let text = input.text()?;
        read_day(&text).and_then(|day| date(&day)).ok_or_else(|| input.bad_text("a date"))
    }
}

impl Encode for Date {
    fn encode(&self, out: &mut Encoder) {
        out.text(&write_day(&day(*self)));
    }
}

impl ToParam for Date {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::from(write_day(&day(*self)))
    }
}

/// An instant: it keeps no offset, and is written in UTC.
impl Decode for Timestamp {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let text = input.text()?;
        let time = read_date_time(&text).and_then(|(day, clock, offset)| {
            let time = date(&day)?.to_datetime(Time::from_clock(clock)?);
            Offset::from_seconds(offset * 60).ok()?.to_timestamp(time).ok()
        });
        time.ok_or_else(|| input.bad_text("a date with a time"))
    }
}

impl Encode for Timestamp {
    fn encode(&self, out: &mut Encoder) {
        out.text(&rfc3339(*self));
    }
}

impl ToParam for Timestamp {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::from(rfc3339(*self))
    }
}

/// ISO 8601 as in RFC 3339, appendix A.
impl Decode for SpanFieldwise {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let text = input.text()?;
        // jiff reads durations in words, too, which are none on the wire.
        let is_iso = text.trim_start_matches(['+', '-']).starts_with(['P', 'p']);
        let span = if is_iso { text.parse::<Span>().ok() } else { None };
        span.map(Span::fieldwise).ok_or_else(|| input.bad_text("a duration"))
    }
}

impl Encode for SpanFieldwise {
    fn encode(&self, out: &mut Encoder) {
        out.text(&self.0.to_string());
    }
}

impl ToParam for SpanFieldwise {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::from(self.0.to_string())
    }
}

impl ClockTime for Time {
    fn from_clock(clock: Clock) -> Option<Self> {
        let Clock { hour, minute, second, nanosecond } = clock.without_leap();
        let [hour, minute, second] = [hour, minute, second].map(|part| i8::try_from(part).ok());
        Self::new(hour?, minute?, second?, i32::try_from(nanosecond).ok()?).ok()
    }

    fn clock(self) -> Clock {
        Clock {
            hour: self.hour().unsigned_abs(),
            minute: self.minute().unsigned_abs(),
            second: self.second().unsigned_abs(),
            nanosecond: self.subsec_nanosecond().unsigned_abs(),
        }
    }
}

fn date(day: &Day) -> Option<Date> {
    let year = i16::try_from(day.year).ok()?;
    Date::new(year, i8::try_from(day.month).ok()?, i8::try_from(day.of_month).ok()?).ok()
}

fn day(date: Date) -> Day {
    Day {
        year: date.year().into(),
        month: date.month().unsigned_abs(),
        of_month: date.day().unsigned_abs(),
    }
}

fn rfc3339(time: Timestamp) -> String {
    let time = Offset::UTC.to_datetime(time);
    write_date_time(&day(time.date()), time.time().clock(), 0)
}
