//! Dates and times of each crate against RFC 3339, and against what services write.

use crate::formats::{read, written};
use oasmith_runtime as runtime;
use runtime::{Decode, TimeOfDay};

fn refuses<T: Decode>(texts: &[&str]) {
    for text in texts {
        assert!(read::<T>(text).is_none(), "{text}");
    }
}

/// What RFC 3339 and services write as a date, and what is none, for each crate.
const NO_DATES: &[&str] =
    &["2023-02-29", "2024-02-29T00:00:00Z", "29.2.2024", "", "2024-2", "24-02-29", "+2024-02-29"];

/// RFC 3339, section 5.8, and what services write: seconds since 1970, and what is written again with the offset
/// that came. A leap second is the second before it where a crate has none.
const DATE_TIMES: &[(&str, i64, &str)] = &[
    ("1985-04-12T23:20:50.52Z", 482_196_050, "1985-04-12T23:20:50.520Z"),
    ("1996-12-19T16:39:57-08:00", 851_042_397, "1996-12-19T16:39:57-08:00"),
    ("1937-01-01T12:00:27.87+00:20", -1_041_337_173, "1937-01-01T12:00:27.870+00:20"),
    ("1996-12-20t00:39:57z", 851_042_397, "1996-12-20T00:39:57Z"),
    ("1996-12-20 00:39:57Z", 851_042_397, "1996-12-20T00:39:57Z"),
    ("1996-12-20T00:39:57", 851_042_397, "1996-12-20T00:39:57Z"),
    ("1996-12-20 00:39:57.000001", 851_042_397, "1996-12-20T00:39:57.000001Z"),
    ("1996-12-19T16:39:57.000-0800", 851_042_397, "1996-12-19T16:39:57-08:00"),
    ("1996-12-19 16:39:57-08", 851_042_397, "1996-12-19T16:39:57-08:00"),
    ("1996-12-20T00:39:57.1234567899Z", 851_042_397, "1996-12-20T00:39:57.123456789Z"),
    ("1996-12-20T00:39:57-00:00", 851_042_397, "1996-12-20T00:39:57Z"),
    ("0001-01-01T00:00:00Z", -62_135_596_800, "0001-01-01T00:00:00Z"),
];

/// RFC 3339, section 5.8: the end of 1990, once more in another offset.
const LEAP_SECONDS: &[&str] = &["1990-12-31T23:59:60Z", "1990-12-31T15:59:60-08:00"];
const END_OF_1990: i64 = 662_687_999;

const NO_DATE_TIMES: &[&str] = &[
    "",
    "1996-12-20",
    "1996-13-20T00:39:57Z",
    "1996-12-20T25:39:57Z",
    "1996-12-20T24:00:00Z",
    "1996-12-20T00:60:00Z",
    "1996-12-20T00:00:61Z",
    "1996-12-20T00:39:57.Z",
    "1996-12-20T00:39:57+",
    "1996-12-20T00:39:57+1",
    "1996-12-20T00:39:57+24:00",
    "1996-12-20T00:39:57Z[UTC]",
    "851042397",
    "1996-12-2\u{e9}00:39:57Z",
    "1996-12-20T\u{e9}",
];

/// `full-time`, `partial-time`, and what is written again.
const TIMES: &[(&str, &str)] = &[
    ("23:20:50.52Z", "23:20:50.520Z"),
    ("16:39:57-08:00", "16:39:57-08:00"),
    ("00:00:00", "00:00:00"),
    ("09:30", "09:30:00"),
    ("12:00:27.87+0020", "12:00:27.870+00:20"),
];

const NO_TIMES: &[&str] = &["", "9:30", "24:00", "09:30:61", "09", "noon", "09:30:00 Z", "-09:30"];

#[cfg(feature = "chrono")]
#[test]
fn dates_and_times_of_chrono() {
    use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveTime, Timelike};
    let date: NaiveDate = read("2024-02-29").unwrap();
    assert_eq!((date.year(), date.month(), date.day()), (2024, 2, 29));
    assert_eq!(written(&date), "2024-02-29");
    refuses::<NaiveDate>(NO_DATES);
    assert_eq!(written(&NaiveDate::from_ymd_opt(12_345, 1, 2).unwrap()), "+12345-01-02");
    assert_eq!(written(&NaiveDate::from_ymd_opt(-1, 1, 2).unwrap()), "-00001-01-02");
    for &(text, seconds, again) in DATE_TIMES {
        let time: DateTime<FixedOffset> = read(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(time.timestamp(), seconds, "{text}");
        assert_eq!(written(&time), again);
    }
    for text in LEAP_SECONDS {
        let time: DateTime<FixedOffset> = read(text).unwrap();
        assert_eq!((time.timestamp(), written(&time).as_str()), (END_OF_1990, *text));
    }
    let odd = FixedOffset::east_opt(1_172).unwrap();
    let odd = DateTime::from_timestamp(0, 0).unwrap().with_timezone(&odd);
    assert_eq!(written(&odd), "1970-01-01T00:00:00Z");
    refuses::<DateTime<FixedOffset>>(NO_DATE_TIMES);
    for &(text, again) in TIMES {
        let time: TimeOfDay<NaiveTime> = read(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(written(&time), again);
    }
    refuses::<TimeOfDay<NaiveTime>>(NO_TIMES);
    let time: TimeOfDay<NaiveTime> = "16:39:57-08:00".parse().unwrap();
    assert_eq!((time.time.hour(), time.time.second(), time.offset), (16, 57, Some(-480)));
}

#[cfg(feature = "time")]
#[test]
fn dates_and_times_of_time() {
    use time::{Date, Month, OffsetDateTime, Time};
    let date: Date = read("2024-02-29").unwrap();
    assert_eq!(date.to_calendar_date(), (2024, Month::February, 29));
    assert_eq!(written(&date), "2024-02-29");
    refuses::<Date>(NO_DATES);
    for &(text, seconds, again) in DATE_TIMES {
        let time: OffsetDateTime = read(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(time.unix_timestamp(), seconds, "{text}");
        assert_eq!(written(&time), again);
    }
    for text in LEAP_SECONDS {
        assert_eq!(read::<OffsetDateTime>(text).unwrap().unix_timestamp(), END_OF_1990);
    }
    let odd = OffsetDateTime::UNIX_EPOCH.to_offset(time::UtcOffset::from_hms(0, 19, 32).unwrap());
    assert_eq!(written(&odd), "1970-01-01T00:00:00Z");
    refuses::<OffsetDateTime>(NO_DATE_TIMES);
    for &(text, again) in TIMES {
        let time: TimeOfDay<Time> = read(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(written(&time), again);
    }
    refuses::<TimeOfDay<Time>>(NO_TIMES);
}

#[cfg(feature = "jiff")]
#[test]
fn dates_and_times_of_jiff() {
    use jiff::Timestamp;
    use jiff::civil::{Date, Time, date};
    assert_eq!(read::<Date>("2024-02-29"), Some(date(2024, 2, 29)));
    assert_eq!(written(&date(2024, 2, 29)), "2024-02-29");
    refuses::<Date>(NO_DATES);
    for &(text, seconds, again) in DATE_TIMES {
        let time: Timestamp = read(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(time.as_nanosecond().div_euclid(1_000_000_000), seconds.into(), "{text}");
        // An instant has no offset of its own.
        assert!(again == written(&time) || !again.ends_with('Z'), "{text}");
        assert_eq!(read(&written(&time)), Some(time));
    }
    for text in LEAP_SECONDS {
        assert_eq!(read::<Timestamp>(text).unwrap().as_second(), END_OF_1990);
    }
    refuses::<Timestamp>(NO_DATE_TIMES);
    for &(text, again) in TIMES {
        let time: TimeOfDay<Time> = read(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(written(&time), again);
    }
    refuses::<TimeOfDay<Time>>(NO_TIMES);
}

/// RFC 3339, appendix A.
#[cfg(feature = "jiff")]
#[test]
fn durations() {
    use jiff::{Span, SpanFieldwise};
    for (text, span) in [
        ("P1Y2M3DT4H5M6S", Span::new().years(1).months(2).days(3).hours(4).minutes(5).seconds(6)),
        ("PT36H", Span::new().hours(36)),
        ("P2W", Span::new().weeks(2)),
        ("PT0S", Span::new()),
        ("PT0.5S", Span::new().milliseconds(500)),
        ("-P1D", Span::new().days(-1)),
    ] {
        assert_eq!(read::<SpanFieldwise>(text), Some(span.fieldwise()), "{text}");
        assert_eq!(written(&span.fieldwise()), text);
    }
    for text in ["", "P", "1 hour", "36:00", "1D", "PT"] {
        assert_eq!(read::<SpanFieldwise>(text), None, "{text}");
    }
}
