//! Dates and times as RFC 3339 writes them, and as services do that have not read it; the types they become are a
//! crate's, in a file of its own for each.

use super::decode::Decode;
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::encode::{Encode, Encoder};
use super::param::{ParamValue, ToParam};
use std::fmt::{self, Write as _};
use std::str::FromStr;

/// A day: `full-date` of RFC 3339, section 5.6.
pub(super) struct Day {
    pub(super) year: i32,
    pub(super) month: u8,
    pub(super) of_month: u8,
}

/// The time of a day: `partial-time` of RFC 3339, section 5.6.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 60, which is a leap second.
    pub second: u8,
    /// Below a thousand million.
    pub nanosecond: u32,
}

impl Clock {
    /// For crates that have no leap second: the second before it.
    #[must_use]
    pub fn without_leap(self) -> Self {
        Self { second: self.second.min(59), ..self }
    }
}

/// A crate's type for the time of a day.
pub trait ClockTime: Copy {
    /// From its parts, when there is such a time.
    fn from_clock(clock: Clock) -> Option<Self>;

    /// Its parts.
    fn clock(self) -> Clock;
}

/// A time of a day (`format: time`), with the offset from UTC when it has one.
///
/// RFC 3339 wants an offset, many services give none; what came without is written without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay<T> {
    /// The time.
    pub time: T,
    /// Minutes east of UTC.
    pub offset: Option<i16>,
}

impl<T> From<T> for TimeOfDay<T> {
    /// Without an offset.
    fn from(time: T) -> Self {
        Self { time, offset: None }
    }
}

impl<T: ClockTime> FromStr for TimeOfDay<T> {
    type Err = DecodeError;

    fn from_str(text: &str) -> Result<Self, DecodeError> {
        let parts = read_clock(text);
        let time = parts.and_then(|(clock, rest)| {
            let offset = if rest.is_empty() { None } else { Some(read_offset(rest)?) };
            Some(Self { time: T::from_clock(clock)?, offset })
        });
        time.ok_or_else(|| Decoder::new("").bad_text(TIME).without_offset())
    }
}

impl<T: ClockTime> fmt::Display for TimeOfDay<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        write_clock(self.time.clock(), &mut text);
        if let Some(offset) = self.offset {
            write_offset(offset.into(), &mut text);
        }
        f.write_str(&text)
    }
}

impl<T: ClockTime> Decode for TimeOfDay<T> {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let text = input.text()?;
        text.parse().map_err(|_| input.bad_text(TIME))
    }
}

impl<T: ClockTime> Encode for TimeOfDay<T> {
    fn encode(&self, out: &mut Encoder) {
        out.text(&self.to_string());
    }
}

impl<T: ClockTime> ToParam for TimeOfDay<T> {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::from(self.to_string())
    }
}

const TIME: &str = "a time";

/// `full-date`; a day or month of one digit is understood.
pub(super) fn read_day(text: &str) -> Option<Day> {
    let (year, rest) = text.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    if year.len() != 4 {
        return None;
    }
    Some(Day { year: digits(year)?, month: short(month)?, of_month: short(day)? })
}

/// `date-time`, with the offset in minutes. A space stands for the `T` in what many databases write, and times without
/// an offset are UTC.
pub(super) fn read_date_time(text: &str) -> Option<(Day, Clock, i32)> {
    let (day, time) = text.split_once(['T', 't', ' '])?;
    let (clock, rest) = read_clock(time)?;
    let offset = if rest.is_empty() { 0 } else { read_offset(rest)?.into() };
    Some((read_day(day)?, clock, offset))
}

/// `partial-time` and what follows it. Seconds may be absent, and digits beyond nanoseconds are cut off.
fn read_clock(text: &str) -> Option<(Clock, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(text.len());
    let (time, mut rest) = text.split_at(end);
    let (hour, time) = time.split_once(':')?;
    let (minute, second) = time.split_once(':').unwrap_or((time, "00"));
    let mut nanosecond = 0;
    if let Some(fraction) = rest.strip_prefix(['.', ',']) {
        let end = fraction.find(|c: char| !c.is_ascii_digit()).unwrap_or(fraction.len());
        let (fraction, after) = fraction.split_at(end);
        rest = after;
        let kept = fraction.get(..9).unwrap_or(fraction);
        nanosecond = digits::<u32>(kept)? * 10_u32.pow(9 - u32::try_from(kept.len()).ok()?);
    }
    let clock =
        Clock { hour: pair(hour)?, minute: pair(minute)?, second: pair(second)?, nanosecond };
    (clock.hour < 24 && clock.minute < 60 && clock.second <= 60).then_some((clock, rest))
}

/// `time-offset` in minutes, with or without a colon, or hours alone.
fn read_offset(text: &str) -> Option<i16> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => (-1, text),
        None => (1, text.strip_prefix('+')?),
    };
    let (hours, minutes) = match text.split_once(':') {
        Some(parts) => parts,
        None => (text.get(..2)?, text.get(2..).filter(|rest| !rest.is_empty()).unwrap_or("00")),
    };
    let (hours, minutes) = (pair(hours)?, pair(minutes)?);
    (hours < 24 && minutes < 60).then(|| sign * (i16::from(hours) * 60 + i16::from(minutes)))
}

fn pair(text: &str) -> Option<u8> {
    if text.len() == 2 { digits(text) } else { None }
}

fn short(text: &str) -> Option<u8> {
    if text.len() <= 2 { digits(text) } else { None }
}

/// A number of digits only: the standard library takes a sign, too.
fn digits<T: FromStr>(text: &str) -> Option<T> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// `full-date`. Years that RFC 3339 does not have are written with a sign, as in ISO 8601.
pub(super) fn write_day(day: &Day) -> String {
    let Day { year, month, of_month: day } = *day;
    if (0..=9999).contains(&year) {
        format!("{year:04}-{month:02}-{day:02}")
    } else {
        format!("{year:+06}-{month:02}-{day:02}")
    }
}

/// `date-time`, with the offset in minutes.
pub(super) fn write_date_time(day: &Day, clock: Clock, offset: i32) -> String {
    let mut text = write_day(day);
    text.push('T');
    write_clock(clock, &mut text);
    write_offset(offset, &mut text);
    text
}

fn write_clock(clock: Clock, out: &mut String) {
    let Clock { hour, minute, second, nanosecond } = clock;
    let _ = write!(out, "{hour:02}:{minute:02}:{second:02}");
    match nanosecond {
        0 => {}
        _ if nanosecond.is_multiple_of(1_000_000) => {
            let _ = write!(out, ".{:03}", nanosecond / 1_000_000);
        }
        _ if nanosecond.is_multiple_of(1_000) => {
            let _ = write!(out, ".{:06}", nanosecond / 1_000);
        }
        _ => {
            let _ = write!(out, ".{nanosecond:09}");
        }
    }
}

fn write_offset(minutes: i32, out: &mut String) {
    if minutes == 0 {
        return out.push('Z');
    }
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.abs();
    let _ = write!(out, "{sign}{:02}:{:02}", minutes / 60, minutes % 60);
}
