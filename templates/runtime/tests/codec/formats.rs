//! Types for formats of strings.

use oasmith_runtime as runtime;
use runtime::{Decode, ParamValue, TextNumber, ToParam, from_json_str, to_json_string};

pub(crate) fn read<T: Decode>(text: &str) -> Option<T> {
    from_json_str(&serde_json::to_string(text).unwrap()).ok()
}

/// The text that a value has in JSON, which is also the text that it has as a parameter.
pub(crate) fn written(value: &impl ToParam) -> String {
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

#[cfg(feature = "rust_decimal")]
#[test]
fn decimals() {
    use rust_decimal::Decimal;
    for (json, again) in [
        ("0.10", "0.10"),
        ("-1", "-1"),
        ("79228162514264337593543950335", "79228162514264337593543950335"),
        ("1.5e3", "1500"),
        ("25e-1", "2.5"),
        ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231"),
        ("\"12.30\"", "12.30"),
    ] {
        let number: Decimal = from_json_str(json).unwrap_or_else(|_| panic!("{json}"));
        assert_eq!(to_json_string(&number), again);
        assert!(matches!(number.to_param(), ParamValue::Scalar(text) if text == again));
    }
    for json in ["79228162514264337593543950336", "1e40", "\"\"", "\"a\"", "null", "true"] {
        assert!(from_json_str::<Decimal>(json).is_err(), "{json}");
    }
    let text: TextNumber<Decimal> = read("12.30").unwrap();
    assert_eq!((written(&text).as_str(), text.0.scale()), ("12.30", 2));
    assert_eq!(from_json_str::<TextNumber<Decimal>>("12.30").unwrap(), text);
}
