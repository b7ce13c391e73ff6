//! `format: date`, `date-time` and `time` as types of chrono.

use super::decode::Decode;
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::encode::{Encode, Encoder};
use super::formats_rfc3339::{
    Clock, ClockTime, Day, read_date_time, read_day, write_date_time, write_day,
};
use super::param::{ParamValue, ToParam};
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, TimeZone, Timelike};

impl Decode for NaiveDate {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let text = input.text()?;
        read_day(&text).and_then(|day| date(&day)).ok_or_else(|| input.bad_text("a date"))
    }
}

impl Encode for NaiveDate {
    fn encode(&self, out: &mut Encoder) {
        out.text(&write_day(&day(self)));
    }
}

impl ToParam for NaiveDate {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::from(write_day(&day(self)))
    }
}

impl Decode for DateTime<FixedOffset> {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let text = input.text()?;
        let time = read_date_time(&text).and_then(|(day, clock, offset)| {
            let time = date(&day)?.and_time(NaiveTime::from_clock(clock)?);
            FixedOffset::east_opt(offset * 60)?.from_local_datetime(&time).single()
        });
        time.ok_or_else(|| input.bad_text("a date with a time"))
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

impl ClockTime for NaiveTime {
    fn from_clock(clock: Clock) -> Option<Self> {
        // chrono has leap seconds as the second before, with more than a thousand million nanoseconds.
        let (second, leap) =
            if clock.second == 60 { (59, 1_000_000_000) } else { (clock.second, 0) };
        let nanosecond = clock.nanosecond + leap;
        Self::from_hms_nano_opt(clock.hour.into(), clock.minute.into(), second.into(), nanosecond)
    }

    fn clock(self) -> Clock {
        let leap = self.nanosecond() >= 1_000_000_000;
        Clock {
            hour: small(self.hour()),
            minute: small(self.minute()),
            second: small(self.second()) + u8::from(leap),
            nanosecond: self.nanosecond() % 1_000_000_000,
        }
    }
}

fn date(day: &Day) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(day.year, day.month.into(), day.of_month.into())
}

fn day(date: &impl Datelike) -> Day {
    Day { year: date.year(), month: small(date.month()), of_month: small(date.day()) }
}

/// Offsets of seconds, which are in no RFC 3339, are moved to UTC.
fn rfc3339(time: &DateTime<FixedOffset>) -> String {
    let seconds = time.offset().local_minus_utc();
    if seconds % 60 == 0 {
        write_date_time(&day(time), time.time().clock(), seconds / 60)
    } else {
        let time = time.to_utc();
        write_date_time(&day(&time), time.time().clock(), 0)
    }
}

/// Months, days, hours, minutes and seconds are below a hundred.
fn small(number: u32) -> u8 {
    u8::try_from(number).unwrap_or_default()
}
