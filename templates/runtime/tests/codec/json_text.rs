//! What is JSON and what is not: `serde_json` and RFC 8259 are the judges.

use oasmith_runtime as runtime;
use runtime::{Decoder, from_json_slice, from_json_str};
use serde_json::Value;

const JSON: &[&str] = &[
    "null",
    " true ",
    "\r\n\tfalse",
    "0",
    "-0",
    "1",
    "-1",
    "10",
    "1.5",
    "-0.25",
    "1e3",
    "1E+3",
    "1e-3",
    "0e0",
    "0.0",
    "18446744073709551615",
    "-9223372036854775808",
    "18446744073709551616",
    "123456789012345678901234567890",
    "1e-400",
    "\"\"",
    "\"a\"",
    r#""\" \\ \/ \b \f \n \r \t""#,
    r#""\u0041\u00e9\u20AC""#,
    r#""\ud83d\ude00""#,
    r#""\uD83D\uDE00 tail""#,
    "\"\u{7f}\u{e9}\u{1f600}\"",
    "\"12345678\"",
    "\"1234567\"",
    "\"123456789\"",
    r#""1234567\n""#,
    r#""12345678\n9""#,
    "[]",
    "[ ]",
    "[1]",
    "[1, 2 ,3]",
    "[[],{}]",
    "{}",
    "{ }",
    r#"{"a":1}"#,
    r#"{ "a" : [ { "b" : null } ] , "c" : "d" }"#,
    r#"{"a":1,"a":2}"#,
    r#"{"":0}"#,
    r#"{"\u0061":0}"#,
];

const NOT_JSON: &[&str] = &[
    "",
    " ",
    "nul",
    "nulll",
    "True",
    "truefalse",
    "1 2",
    "01",
    "-01",
    "00",
    "-",
    "+1",
    ".5",
    "1.",
    "1.e3",
    "1e",
    "1e+",
    "0x10",
    "NaN",
    "Infinity",
    "1e400",
    "-1e999",
    "\"",
    "\"a",
    "'a'",
    "\"\\\"",
    r#""\x""#,
    r#""\u12""#,
    r#""\u12g4""#,
    r#""\ud83d""#,
    r#""\ud83d\u0041""#,
    r#""\ude00""#,
    "\"\t\"",
    "\"\n\"",
    "\"\u{0}\"",
    "\"1234567\u{1f}\"",
    "[",
    "]",
    "[1",
    "[1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1}",
    "{",
    "}",
    "{1:2}",
    "{a:1}",
    r#"{"a"}"#,
    r#"{"a":}"#,
    r#"{"a":1"#,
    r#"{"a":1,}"#,
    r#"{,"a":1}"#,
    r#"{"a" 1}"#,
    r#"{"a":1 "b":2}"#,
    r#"{"a":1]"#,
    "[] []",
    "{}x",
    "\u{feff}1",
    "1\u{0}",
    "\u{a0}1",
    "// c\n1",
    "[1,/**/2]",
];

#[test]
fn values_are_those_of_serde_json() {
    for text in JSON {
        let expected: Value = serde_json::from_str(text).unwrap();
        assert_eq!(from_json_str::<Value>(text).unwrap(), expected, "{text}");
    }
}

#[test]
fn what_serde_json_refuses_is_refused() {
    for text in NOT_JSON {
        assert!(serde_json::from_str::<Value>(text).is_err(), "{text:?} is JSON");
        let error = from_json_str::<Value>(text).expect_err(text);
        assert!(error.offset().unwrap() <= text.len(), "{text:?}: {error}");
    }
}

/// Values that nobody reads are checked like those of serde, which does not look at pairs of surrogates there.
#[test]
fn skipped_values_are_checked_too() {
    for text in JSON.iter().chain(NOT_JSON) {
        let expected = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
        // A number too large for a float is a number in shape.
        let mut input = Decoder::new(text);
        let found = input.skip().and_then(|()| input.finish()).is_ok();
        assert_eq!(found, expected, "{text:?}");
    }
}

/// A small fuzzer: texts with bytes changed, taken out and doubled, the same in every run.
#[test]
fn damaged_texts_are_judged_as_serde_json_judges() {
    let seeds = [
        r#"{"a":[1,-2.5e3,true,null],"b":{"c":"x\n\u00e9\ud83d\ude00","d":[]},"e":""}"#,
        r#"[[0,10,"12345678","123456789\"tail"],{"k":{"k":{"k":[{}]}}},false]"#,
    ];
    let palette = b"{}[]\",:\\ u0d8e1-+.Etfnl\n\x01\xc3";
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    for round in 0..40_000 {
        let mut text = seeds[round % seeds.len()].as_bytes().to_vec();
        for _ in 0..=random(3) {
            let at = random(text.len());
            match random(if text.is_empty() { 1 } else { 4 }) {
                0 => text.insert(at, palette[random(palette.len())]),
                1 => drop(text.remove(at)),
                2 => text[at] = palette[random(palette.len())],
                _ => text.truncate(at.max(1)),
            }
        }
        let expected = serde_json::from_slice::<Value>(&text).ok();
        let found = from_json_slice::<Value>(&text).ok();
        assert_eq!(found, expected, "{}", String::from_utf8_lossy(&text));
        if let Ok(text) = std::str::from_utf8(&text) {
            let expected = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
            let mut input = Decoder::new(text);
            assert_eq!(input.skip().and_then(|()| input.finish()).is_ok(), expected, "{text}");
        }
    }
}

#[test]
fn nesting_ends_where_it_ends_for_serde_json() {
    for (open, close) in [("[", "]"), (r#"{"a":"#, "}"), (r#"[{"a":"#, "}]")] {
        for count in [1, 60, 63, 64, 126, 127, 128, 129, 200] {
            let text = format!("{}null{}", open.repeat(count), close.repeat(count));
            let expected = serde_json::from_str::<Value>(&text).is_ok();
            assert_eq!(from_json_str::<Value>(&text).is_ok(), expected, "{count} times {open}");
            assert_eq!(Decoder::new(&text).skip().is_ok(), expected, "{count} times {open}");
        }
    }
    let hostile = "[".repeat(10_000_000);
    assert!(from_json_str::<Value>(&hostile).is_err());
    assert!(Decoder::new(&hostile).skip().is_err());
}

#[test]
fn bytes_that_are_not_utf8_are_refused_with_their_place() {
    let error = from_json_slice::<Value>(b"[\"ab\xff\"]").unwrap_err();
    assert_eq!(error.offset(), Some(4));
    assert_eq!(error.to_string(), "text that is not UTF-8 (at byte 4)");
}
