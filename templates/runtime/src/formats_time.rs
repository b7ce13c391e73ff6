//! `format: date`, `date-time` and `time` as types of the crate `time`.

use super::decode::Decode;
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::encode::{Encode, Encoder};
use super::formats_rfc3339::{
    Clock, ClockTime, Day, read_date_time, read_day, write_date_time, write_day,
};
use super::param::{ParamValue, ToParam};
use time::{Date, Month, OffsetDateTime, Time, UtcOffset};

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

impl Decode for OffsetDateTime {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let text = input.text()?;
        let time = read_date_time(&text).and_then(|(day, clock, offset)| {
            let offset = UtcOffset::from_whole_seconds(offset * 60).ok()?;
            let time = Time::from_clock(clock)?;
            Some(Self::new_in_offset(date(&day)?, time, offset))
        });
        time.ok_or_else(|| input.bad_text("a date with a time"))
    }
}

impl Encode for OffsetDateTime {
    fn encode(&self, out: &mut Encoder) {
        out.text(&rfc3339(*self));
    }
}

impl ToParam for OffsetDateTime {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::from(rfc3339(*self))
    }
}

impl ClockTime for Time {
    fn from_clock(clock: Clock) -> Option<Self> {
        let Clock { hour, minute, second, nanosecond } = clock.without_leap();
        Self::from_hms_nano(hour, minute, second, nanosecond).ok()
    }

    fn clock(self) -> Clock {
        let (hour, minute, second, nanosecond) = self.as_hms_nano();
        Clock { hour, minute, second, nanosecond }
    }
}

fn date(day: &Day) -> Option<Date> {
    Date::from_calendar_date(day.year, Month::try_from(day.month).ok()?, day.of_month).ok()
}

fn day(date: Date) -> Day {
    let (year, month, day) = date.to_calendar_date();
    Day { year, month: month.into(), of_month: day }
}

/// Offsets of seconds, which are in no RFC 3339, are moved to UTC.
fn rfc3339(time: OffsetDateTime) -> String {
    let time = match time.offset().seconds_past_minute() {
        0 => Some(time),
        _ => time.checked_to_offset(UtcOffset::UTC),
    }
    .unwrap_or(time);
    write_date_time(&day(time.date()), time.time().clock(), time.offset().whole_minutes().into())
}
