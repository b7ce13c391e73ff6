//! Serde's traits of generated types give what derived ones give, value by value.

use super::models::{ApiKey, ApiKeyTwin, Tree, TreeTwin};
use oasmith_runtime as runtime;
use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::{Deserialize, Serialize};

const KEYS: &[&str] = &[
    r#"{"keyId":"k","creationTime":1}"#,
    r#"{"creationTime":-5,"keyId":"\u00e9\n"}"#,
    r#"{"keyId":"k","creationTime":1,"key":"s","scopes":["a","b"],"nick":"n"}"#,
    r#"{"keyId":"k","creationTime":1,"key":null,"scopes":null,"nick":null}"#,
    r#"{"keyId":"k","creationTime":1,"more":{"a":[1,2,{}]},"x":null}"#,
    r#"{"keyId":"k","creationTime":1,"more":1,"more":2}"#,
    // what both refuse
    r#"{"keyId":"k"}"#,
    r#"{"creationTime":1}"#,
    "{}",
    "[]",
    "null",
    "1",
    r#"{"keyId":null,"creationTime":1}"#,
    r#"{"keyId":1,"creationTime":1}"#,
    r#"{"keyId":"k","creationTime":null}"#,
    r#"{"keyId":"k","creationTime":1.0}"#,
    r#"{"keyId":"k","creationTime":"1"}"#,
    r#"{"keyId":"k","creationTime":9223372036854775808}"#,
    r#"{"keyId":"k","keyId":"k","creationTime":1}"#,
    r#"{"keyId":"k","creationTime":1,"nick":null,"nick":null}"#,
    r#"{"keyId":"k","creationTime":1,"scopes":[null]}"#,
    r#"{"keyId":"k","creationTime":1,"scopes":{}}"#,
    r#"{"keyId":"k","creationTime":1"#,
];

const TREES: &[&str] = &[
    r#"{"weight":1,"items":[]}"#,
    r#"{"weight":-0.5,"items":[{"keyId":"k","creationTime":1}],"pair":[true,255]}"#,
    r#"{"weight":1e3,"items":[],"left":{"weight":2,"items":[],"b":{"c":null}},"a":[1,-1,1.5,"x"]}"#,
    r#"{"weight":1,"items":[],"left":null,"pair":null}"#,
    r#"{"weight":1,"items":[],"pair":[true]}"#,
    r#"{"weight":1,"items":[],"pair":[true,256]}"#,
    r#"{"weight":1,"items":[],"pair":[true,1,2]}"#,
    r#"{"weight":null,"items":[]}"#,
    r#"{"weight":1,"items":[{"keyId":"k"}]}"#,
    r#"{"weight":1}"#,
];

fn same<'de, T, Twin>(text: &'de str)
where
    T: Deserialize<'de>
        + Serialize
        + runtime::Decode
        + runtime::Encode
        + PartialEq<Twin>
        + std::fmt::Debug,
    Twin: Deserialize<'de> + Serialize + std::fmt::Debug,
{
    let derived = serde_json::from_str::<Twin>(text).ok();
    for ours in [serde_json::from_str::<T>(text).ok(), runtime::from_json_str::<T>(text).ok()] {
        match (ours, &derived) {
            (Some(ours), Some(derived)) => {
                assert!(ours == *derived, "{ours:?} {derived:?}");
                let expected = serde_json::to_string(derived).unwrap();
                assert_eq!(serde_json::to_string(&ours).unwrap(), expected);
                assert_eq!(runtime::to_json_string(&ours), expected);
                let expected = serde_json::to_value(derived).unwrap();
                assert_eq!(serde_json::to_value(&ours).unwrap(), expected);
            }
            (ours, derived) => {
                assert!(ours.is_none() && derived.is_none(), "{text}: {ours:?} {derived:?}");
            }
        }
    }
}

#[test]
fn models_equal_their_twins() {
    for text in KEYS {
        same::<ApiKey, ApiKeyTwin>(text);
    }
    for text in TREES {
        same::<Tree, TreeTwin>(text);
    }
}

#[test]
fn floats_are_the_nearest_ones_or_none() {
    // Subnormal ones, halves between two, and what is beyond the largest: an infinite one could not be written again.
    for text in [
        "0.1",
        "-0.0",
        "1e39",
        "-3.402823669209385e+38",
        "3.4028235e38",
        "1e-45",
        "1e-46",
        "16777217",
        "0.30000001192092896",
        "1e400",
        "-1e400",
        "\"1\"",
        "null",
        "true",
    ] {
        let exact = text.parse::<f64>().ok().filter(|number| number.is_finite());
        let ours = runtime::from_json_str::<f64>(text).ok();
        assert_eq!(ours.map(f64::to_bits), exact.map(f64::to_bits), "{text}");
        let exact = text.parse::<f32>().ok().filter(|number| number.is_finite());
        let ours = runtime::from_json_str::<f32>(text).ok();
        assert_eq!(ours.map(f32::to_bits), exact.map(f32::to_bits), "{text}");
    }
}

#[test]
fn errors_have_the_path() {
    let text = r#"{"weight":1,"items":[{"keyId":"k","creationTime":"hunter2"}]}"#;
    let error = serde_json::from_str::<Tree>(text).unwrap_err().to_string();
    assert!(
        error
            .starts_with("`items[0].creationTime`: expected an integer of 64 bits, found a string"),
        "{error}"
    );
    assert!(!error.contains("hunter2") && !error.contains("byte"), "{error}");
}

/// The numbers of other formats: whole ones come as whole ones, from any width.
#[test]
fn other_deserializers_are_read() {
    let pairs = [("weight", 1.0_f32), ("x", 0.1)];
    let items = |error: serde::de::value::Error| error.to_string();
    let map = MapDeserializer::<_, serde::de::value::Error>::new(pairs.into_iter());
    assert!(Tree::deserialize(map).map_err(items).unwrap_err().contains("missing field `items`"));
    let numbers = SeqDeserializer::<_, serde::de::value::Error>::new([1_i128, 300].into_iter());
    assert!(runtime::deserialize::<(u8, u8), _>(numbers).is_err());
    let numbers = SeqDeserializer::<_, serde::de::value::Error>::new([1_i128, 255].into_iter());
    assert_eq!(runtime::deserialize::<(u8, u8), _>(numbers).unwrap(), (1, 255));
}

/// What `serde_json` hands out when another crate has switched its feature `arbitrary_precision` on.
#[test]
fn numbers_of_any_precision_are_read() {
    let pairs = [("$serde_json::private::Number", "18446744073709551615")];
    let map = MapDeserializer::<_, serde::de::value::Error>::new(pairs.into_iter());
    assert_eq!(runtime::deserialize::<u64, _>(map).unwrap(), u64::MAX);
}

#[test]
fn values_of_serde_json_are_read_and_written() {
    let value = serde_json::json!({"weight": 2.5, "items": [], "n": [u64::MAX, i64::MIN, 1e300]});
    let tree: Tree = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(tree).unwrap(), value);
}
