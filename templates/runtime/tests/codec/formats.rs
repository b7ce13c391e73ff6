//! Types for formats of strings.

use oasmith_runtime as runtime;
use runtime::{Decode, ParamValue, TextNumber, ToParam, from_json_str, to_json_string};

fn read<T: Decode>(text: &str) -> Option<T> {
    from_json_str(&serde_json::to_string(text).unwrap()).ok()
}

/// The text that a value has in JSON, which is also the text that it has as a parameter.
fn written(value: &impl ToParam) -> String {
    let json: String = serde_json::from_str(&to_json_string(value)).unwrap();
    assert!(matches!(value.to_param(), ParamValue::Scalar(text) if text == json));
    json
}

#[test]
fn numbers_in_strings() {
    let large = TextNumber(i64::MIN);
    assert_eq!(written(&large), "-9223372036854775808");
    assert_eq!(read("-9223372036854775808"), Some(large));
    assert_eq!(from_json_str::<TextNumber<i64>>("-9223372036854775808").unwrap(), large);
    assert_eq!(serde_json::to_string(&TextNumber(u64::MAX)).unwrap(), "\"18446744073709551615\"");
    assert_eq!(serde_json::from_str::<TextNumber<u64>>("7").unwrap(), TextNumber(7));
    for text in ["", " 1", "1.0", "0x1", "a", "18446744073709551616"] {
        assert_eq!(read::<TextNumber<u64>>(text), None, "{text}");
    }
    assert!(from_json_str::<TextNumber<u64>>("null").is_err());
}

#[cfg(feature = "uuid")]
#[test]
fn uuids() {
    let text = "67e55044-10b1-426f-9247-bb680e5fe0c8";
    let id: uuid::Uuid = read(text).unwrap();
    assert_eq!(id.as_bytes()[..4], [0x67, 0xe5, 0x50, 0x44]);
    assert_eq!(written(&id), text);
    assert_eq!(read(&text.to_uppercase()), Some(id));
    for text in ["", "67e55044", "67e55044-10b1-426f-9247-bb680e5fe0cg"] {
        assert_eq!(read::<uuid::Uuid>(text), None, "{text}");
    }
}

/// RFC 4648, section 10, and both alphabets.
#[cfg(feature = "base64")]
#[test]
fn base64() {
    use runtime::Base64;
    for (bytes, text) in [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ] {
        let value = Base64::from(bytes.as_bytes());
        assert_eq!(written(&value), text);
        assert_eq!(read(text), Some(value.clone()));
        assert_eq!(read(text.trim_end_matches('=')), Some(value.clone()));
        assert_eq!(serde_json::from_str::<Base64>(&format!("{text:?}")).unwrap(), value);
    }
    let bytes = Base64(vec![0xfb, 0xff]);
    assert_eq!(written(&bytes), "+/8=");
    for text in ["+/8=", "-_8", "-_8="] {
        assert_eq!(read(text), Some(bytes.clone()), "{text}");
    }
    for text in ["+_8=", "Z", "Zg=a", "Z g=", "Zg==="] {
        assert_eq!(read::<Base64>(text), None, "{text}");
    }
}

#[cfg(feature = "chrono")]
#[test]
fn dates() {
    use chrono::{Datelike, NaiveDate};
    let date: NaiveDate = read("2024-02-29").unwrap();
    assert_eq!((date.year(), date.month(), date.day()), (2024, 2, 29));
    assert_eq!(written(&date), "2024-02-29");
    for text in ["2023-02-29", "2024-02-29T00:00:00Z", "29.2.2024", "", "2024-2"] {
        assert_eq!(read::<NaiveDate>(text), None, "{text}");
    }
}

/// RFC 3339, section 5.8, and what services write.
#[cfg(feature = "chrono")]
#[test]
fn dates_with_times() {
    use chrono::{DateTime, FixedOffset};
    for (text, seconds, again) in [
        ("1985-04-12T23:20:50.52Z", 482_196_050, "1985-04-12T23:20:50.520Z"),
        ("1996-12-19T16:39:57-08:00", 851_042_397, "1996-12-19T16:39:57-08:00"),
        ("1937-01-01T12:00:27.87+00:20", -1_041_337_173, "1937-01-01T12:00:27.870+00:20"),
        ("1996-12-20t00:39:57z", 851_042_397, "1996-12-20T00:39:57Z"),
        ("1996-12-20 00:39:57Z", 851_042_397, "1996-12-20T00:39:57Z"),
        ("1996-12-20T00:39:57", 851_042_397, "1996-12-20T00:39:57Z"),
        ("1996-12-20 00:39:57.000001", 851_042_397, "1996-12-20T00:39:57.000001Z"),
        ("1996-12-19T16:39:57.000-0800", 851_042_397, "1996-12-19T16:39:57-08:00"),
    ] {
        let time: DateTime<FixedOffset> = read(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(time.timestamp(), seconds, "{text}");
        assert_eq!(written(&time), again);
    }
    for text in [
        "",
        "1996-12-20",
        "1996-13-20T00:39:57Z",
        "1996-12-20T25:39:57Z",
        "851042397",
        "1996-12-2\u{e9}00:39:57Z",
    ] {
        assert_eq!(read::<DateTime<FixedOffset>>(text), None, "{text}");
    }
}
