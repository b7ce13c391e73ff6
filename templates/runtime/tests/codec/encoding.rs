//! Types into JSON, compared with what `serde_json` writes.

use super::models::{ApiKey, Tree};
use oasmith_runtime as runtime;
use runtime::{Encode, Encoder, Secret, from_json_str, to_json_string};
use serde_json::json;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

fn same(value: &(impl Encode + serde::Serialize)) {
    assert_eq!(to_json_string(value), serde_json::to_string(value).unwrap());
}

#[test]
fn scalars_are_written_as_serde_json_writes_them() {
    for number in [0.0, -0.0, 1.0, 0.1, 1e15, 1e16, 1e21, 1e-7, f64::MAX, f64::MIN_POSITIVE] {
        same(&number);
    }
    for number in [0.1_f32, 16_777_216.0, f32::MAX, f32::NAN, f32::INFINITY] {
        same(&number);
    }
    for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(to_json_string(&number), "null");
    }
    for number in [0, i64::MIN, i64::MAX] {
        same(&number);
    }
    same(&u64::MAX);
    same(&i8::MIN);
    same(&true);
    same(&());
    same(&None::<u8>);
    same(&Some(1_u8));
    same(&IpAddr::V4(Ipv4Addr::LOCALHOST));
    same(&Ipv6Addr::LOCALHOST);
}

#[test]
fn every_character_is_escaped_as_serde_json_escapes_it() {
    let all: String =
        (0..=0x2ff).chain([0x2028, 0xffff, 0x1f600]).filter_map(char::from_u32).collect();
    same(&all);
    for character in all.chars() {
        same(&character.to_string());
        same(&format!("ab{character}{character}c"));
    }
}

#[test]
fn escapes_are_found_wherever_they_stand() {
    // They are looked for eight bytes at a time, and at the end in what is left.
    for length in 0..=21 {
        for first in 0..=length {
            for second in first..=length {
                let mut text = vec!['!'; length];
                for (place, character) in [(first, '"'), (second, '\u{1f}')] {
                    text.splice(place..(place + 1).min(length), [character]);
                }
                let text: String = text.into_iter().collect();
                same(&text);
                assert_eq!(from_json_str::<String>(&to_json_string(&text)).unwrap(), text);
            }
        }
    }
}

#[test]
fn containers_are_written_as_serde_json_writes_them() {
    same(&Vec::<u8>::new());
    same(&vec![vec!["a"], vec![], vec!["b", "c"]]);
    same(&[Some(1), None]);
    same(&(1, "a", [true]));
    same(&BTreeMap::from([("a\"".to_owned(), vec![1]), (String::new(), vec![])]));
    same(&json!({"b": [1, {"c": null}], "a": "\u{1}"}));
}

#[test]
fn models_leave_out_what_is_absent() {
    let mut key = ApiKey { key_id: "k".into(), key: None, scopes: None, nick: None, created: 5 };
    assert_eq!(to_json_string(&key), r#"{"keyId":"k","creationTime":5}"#);
    key.key = Some(Secret::from("s"));
    key.scopes = Some(vec!["a".into(), "b".into()]);
    key.nick = Some(None);
    let text = r#"{"keyId":"k","key":"s","scopes":["a","b"],"nick":null,"creationTime":5}"#;
    assert_eq!(to_json_string(&key), text);
    assert_eq!(from_json_str::<ApiKey>(text).unwrap(), key);
}

#[test]
fn what_was_kept_is_written_again() {
    let text = r#"{"weight":0.5,"items":[],"pair":[true,1],"a":{"b":[]},"z":null}"#;
    assert_eq!(to_json_string(&from_json_str::<Tree>(text).unwrap()), text);
}

#[test]
fn tags_are_put_first_and_never_twice() {
    let tagged = |value: &dyn Encode| {
        let mut out = Encoder::new();
        out.tagged("ty\"pe", "d\"og", value);
        String::from_utf8(out.into_bytes()).unwrap()
    };
    assert_eq!(tagged(&json!({})), r#"{"ty\"pe":"d\"og"}"#);
    assert_eq!(tagged(&json!({"a": 1})), r#"{"ty\"pe":"d\"og","a":1}"#);
    assert_eq!(tagged(&json!({"a": {"ty\"pe": 1}})), r#"{"ty\"pe":"d\"og","a":{"ty\"pe":1}}"#);
    assert_eq!(tagged(&json!({"ty\"pe": "puppy"})), r#"{"ty\"pe":"puppy"}"#);
    assert_eq!(tagged(&json!([1])), "[1]");
    let mut out = Encoder::new();
    out.begin_array();
    out.item(&1);
    out.begin_item();
    out.tagged("t", "v", &json!({"a": 1}));
    out.item(&2);
    out.end_array();
    assert_eq!(out.into_bytes(), br#"[1,{"t":"v","a":1},2]"#);
}

#[test]
fn constants_are_written_as_they_are() {
    let mut out = Encoder::new();
    out.begin_object();
    out.constant("type", "\"dog\"");
    out.constant("legs", "4");
    out.end_object();
    assert_eq!(out.into_bytes(), br#"{"type":"dog","legs":4}"#);
}

#[test]
fn read_only_members_are_kept_and_not_sent() {
    let written = |mut out: Encoder| {
        out.begin_object();
        out.read_only("id", &Some(1));
        out.read_only("none", &None::<i64>);
        out.field("a", &true);
        out.end_object();
        out.into_bytes()
    };
    assert_eq!(written(Encoder::new()), br#"{"a":true}"#);
    assert_eq!(written(Encoder::kept()), br#"{"id":1,"a":true}"#);
}
