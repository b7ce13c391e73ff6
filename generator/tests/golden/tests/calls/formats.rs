//! Formats of numbers and strings, at their limits.

use golden_formats::{ErrorKind, model};
use serde_json::{Value, json};

#[tokio::test]
async fn numbers_at_their_limits() {
    let json = json!({
        "int8": -128, "int16": 32767, "int32": i32::MIN, "int64": i64::MAX, "uint8": 255, "uint16": 65535,
        "uint32": u32::MAX, "uint64": u64::MAX, "integer": i64::MIN, "odd-format": 1, "wide": u64::MAX,
        "below": i64::MIN, "float": 0.1, "double": 1e308, "number": -0.5, "decimal": 0.1,
    });
    let nothing = model::Numbers::default();
    let (_, received) = exchange!(golden_formats.calls.numbers, &nothing, &json.to_string());
    assert_eq!(received.uint64, Some(u64::MAX));
    assert_eq!(received.float, Some(0.1));
    let (sent, _) = exchange!(golden_formats.calls.numbers, &received, "{}");
    assert_eq!(sent, json);
}

#[tokio::test]
async fn numbers_beyond_64_bits() {
    let answer =
        r#"{"beyond": 340282366920938463463374607431768211455, "number": 18446744073709551616}"#;
    let nothing = model::Numbers::default();
    let (_, received) = exchange!(golden_formats.calls.numbers, &nothing, answer);
    assert_eq!(received.beyond, Some(340_282_366_920_938_463_463_374_607_431_768_211_455.0));
    assert_eq!(received.number, Some(18_446_744_073_709_551_616.0));
}

#[tokio::test]
async fn numbers_out_of_range_are_errors_with_a_place() {
    for (answer, place) in [
        (r#"{"int8": 128}"#, "int8"),
        (r#"{"uint8": -1}"#, "uint8"),
        (r#"{"int32": 2147483648}"#, "int32"),
        (r#"{"integer": 9223372036854775808}"#, "integer"),
        (r#"{"uint64": 18446744073709551616}"#, "uint64"),
        (r#"{"integer": 1.5}"#, "integer"),
    ] {
        let server = golden::Server::answering(golden::Reply::json(answer));
        let client = client!(golden_formats, server);
        let error = client.calls().numbers(&model::Numbers::default()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{answer}");
        assert!(error.to_string().contains(place), "{error}");
    }
}

#[tokio::test]
async fn strings_with_a_meaning() {
    let json = json!({
        "date": "2020-02-29", "date-time": "2020-01-02T03:04:05.678+01:30", "time": "03:04:05Z", "duration": "P1DT2H",
        "uuid": "67e55044-10b1-426f-9247-bb680e5fe0c8", "uri": "https://example.com/?a#b", "email": "a@example.com",
        "ipv4": "127.0.0.1", "ipv6": "2001:db8::1", "ip": "::1", "byte": "AP/+", "password": "hush hush",
        "int64": "9223372036854775807", "uint64": "18446744073709551615", "decimal": "0.10", "unknown": "AB 123",
        "dates": {"x": ["2020-01-01"]},
    });
    let nothing = model::Strings::default();
    let (_, received) = exchange!(golden_formats.calls.strings, &nothing, &json.to_string());
    assert_eq!(received.byte.as_ref().map(|byte| byte.0.clone()), Some(vec![0x00, 0xff, 0xfe]));
    assert_eq!(received.int64.map(|number| number.0), Some(i64::MAX));
    assert_eq!(received.uint64.map(|number| number.0), Some(u64::MAX));
    assert_eq!(received.ip.map(|ip| ip.is_loopback()), Some(true));
    assert_eq!(received.decimal.as_deref(), Some("0.10"));
    let shown = format!("{received:?}");
    assert!(!shown.contains("hush"), "{shown}");
    let (sent, _) = exchange!(golden_formats.calls.strings, &received, "{}");
    assert_eq!(sent, json);
}

#[tokio::test]
async fn numbers_as_text_may_come_as_numbers() {
    // Services that say `type: string, format: int64` send both.
    let nothing = model::Strings::default();
    let answer = r#"{"int64": 9007199254740993}"#;
    let (_, received) = exchange!(golden_formats.calls.strings, &nothing, answer);
    assert_eq!(received.int64.map(|number| number.0), Some(9_007_199_254_740_993));
}

#[tokio::test]
async fn texts_that_do_not_have_the_format() {
    for (name, value) in
        [("date", "2020-02-30"), ("uuid", "67e55044"), ("ipv4", "1.2.3"), ("byte", "*")]
    {
        let answer = json!({name: value}).to_string();
        let server = golden::Server::answering(golden::Reply::json(&answer));
        let client = client!(golden_formats, server);
        let error = client.calls().strings(&model::Strings::default()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{answer}");
        assert!(error.to_string().contains(name), "{error}");
    }
}

#[tokio::test]
#[allow(deprecated, reason = "that it is, is part of the test")]
async fn descriptions_are_only_text() {
    let json = json!({"text": "a", "number": 2, "list": ["b"], "old": "c"});
    let nothing = model::Described::default();
    let (sent, received) = exchange!(golden_formats.calls.described, &nothing, &json.to_string());
    assert_eq!(sent, Value::Object(serde_json::Map::new()));
    assert_eq!(received.old.as_deref(), Some("c"));
}
