//! Types out of JSON, and the errors of values that are something else.

use super::models::{ApiKey, Tree};
use oasmith_runtime as runtime;
use runtime::{Decode, DecodeError, Secret, from_json_str};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

fn error<T: Decode + Debug>(text: &str) -> String {
    from_json_str::<T>(text).expect_err(text).to_string()
}

#[allow(clippy::needless_pass_by_value, reason = "literals read best without `&`")]
fn check<T: Decode + Debug + PartialEq>(text: &str, expected: T) {
    assert_eq!(from_json_str::<T>(text).expect(text), expected, "{text}");
}

#[test]
fn scalars() {
    check("true", true);
    check("-128", i8::MIN);
    check("127", i8::MAX);
    check("-9223372036854775808", i64::MIN);
    check("9223372036854775807", i64::MAX);
    check("18446744073709551615", u64::MAX);
    check("-0", 0_i32);
    check("-0", 0_u32);
    check("0.1", 0.1_f64);
    check("0.1", 0.1_f32);
    check("1", 1.0_f64);
    check("1e-400", 0.0_f64);
    check("179769313486231570000000000000000000000e270", f64::MAX);
    check("null", ());
    check("null", None::<i32>);
    check("5", Some(5));
    check("5", Box::new(5));
    check(r#""a\u00e9\n""#, "a\u{e9}\n".to_owned());
    check(r#""s""#, Secret::from("s"));
    check(r#""10.0.0.1""#, Ipv4Addr::new(10, 0, 0, 1));
    check(r#""::1""#, Ipv6Addr::LOCALHOST);
    check(r#""::1""#, IpAddr::V6(Ipv6Addr::LOCALHOST));
}

#[test]
fn containers() {
    check("[]", Vec::<u8>::new());
    check("[1,[2]]", (1_u8, vec![2_i64]));
    check("[1,2,3,4,5,6,7,8]", (1, 2, 3, 4, 5, 6, 7, 8));
    check(r#"{"b":1,"a":null}"#, BTreeMap::from([("a".into(), None), ("b".into(), Some(1))]));
    check(r#"{"a":[1,"x",{}]}"#, json!({"a": [1, "x", {}]}));
}

#[test]
fn integers_are_integers() {
    let fraction = "expected an integer of 32 bits, found a number with a fraction (at byte 0)";
    assert_eq!(error::<i32>("1.0"), fraction);
    assert_eq!(error::<i32>("1e3"), fraction);
    assert_eq!(error::<i32>("1E0"), fraction);
    for text in ["2147483648", "-2147483649", "99999999999999999999999"] {
        let error = error::<i32>(text);
        assert!(
            error.starts_with("expected an integer of 32 bits, found a number out of its range"),
            "{error}"
        );
    }
    assert!(from_json_str::<u8>("256").is_err());
    assert!(from_json_str::<u64>("-1").is_err());
    assert!(from_json_str::<u64>("18446744073709551616").is_err());
    assert!(from_json_str::<i64>("9223372036854775808").is_err());
    assert!(from_json_str::<i64>("01").is_err());
    assert!(from_json_str::<i64>("-").is_err());
    assert!(from_json_str::<i64>("1x").is_err());
    assert!(from_json_str::<i64>(r#""1""#).is_err());
    assert!(from_json_str::<f64>("1e400").is_err());
    assert!(from_json_str::<f32>("1e39").is_err());
}

#[test]
fn kinds_are_named() {
    assert_eq!(error::<String>("1"), "expected a string, found an integer (at byte 0)");
    assert_eq!(error::<String>(" {}"), "expected a string, found an object (at byte 1)");
    assert_eq!(error::<bool>("null"), "expected a boolean, found null (at byte 0)");
    assert_eq!(error::<Vec<u8>>("true"), "expected an array, found a boolean (at byte 0)");
    assert_eq!(error::<f64>("[]"), "expected a number, found an array (at byte 0)");
    assert_eq!(error::<()>(r#""a""#), "expected null, found a string (at byte 0)");
    assert_eq!(error::<String>(""), "expected a string, found the end of the text (at byte 0)");
    assert_eq!(error::<String>("?"), "expected a string, found text that is not JSON (at byte 0)");
    assert_eq!(error::<bool>("trap"), "expected a boolean, found a boolean (at byte 0)");
    assert_eq!(
        error::<Ipv4Addr>(r#""1.2.3""#),
        "expected an IPv4 address, found another string (at byte 7)"
    );
    assert_eq!(
        error::<(u8, u8)>("[1]"),
        "expected an array of 2 items, found fewer items (at byte 3)"
    );
    assert_eq!(
        error::<(u8,)>("[1,2]"),
        "`[1]`: expected an array of 1 item, found more items (at byte 3)"
    );
    assert_eq!(error::<u8>("1 1"), "text after the value (at byte 2)");
}

#[test]
fn fields_may_come_in_any_order_with_others_between_them() {
    let text = r#"{"x":{"keyId":[1,{"a":"}"}]},"creationTime":7,"nick":null,"\u006beyId":"k","y":"\"","scopes":[]}"#;
    let expected = ApiKey {
        key_id: "k".into(),
        key: None,
        scopes: Some(Vec::new()),
        nick: Some(None),
        created: 7,
    };
    check(text, expected);
}

#[test]
fn null_and_absent_are_told_apart_where_asked() {
    let read = |text: &str| from_json_str::<ApiKey>(text).expect(text);
    let key = read(r#"{"keyId":"k","creationTime":1,"scopes":null}"#);
    assert_eq!((key.scopes, key.nick), (None, None));
    assert_eq!(read(r#"{"keyId":"k","creationTime":1,"nick":null}"#).nick, Some(None));
    assert_eq!(read(r#"{"keyId":"k","creationTime":1,"nick":"n"}"#).nick, Some(Some("n".into())));
}

#[test]
fn objects_are_held_to_their_fields() {
    assert_eq!(error::<ApiKey>(r#"{"keyId":"k"}"#), "missing field `creationTime` (at byte 13)");
    assert_eq!(error::<ApiKey>("{}"), "missing field `keyId` (at byte 2)");
    assert_eq!(error::<ApiKey>("[]"), "expected an object (`ApiKey`), found an array (at byte 0)");
    assert_eq!(
        error::<ApiKey>(r#"{"keyId":null}"#),
        "`keyId`: expected a string, found null (at byte 9)"
    );
    assert_eq!(
        error::<ApiKey>(r#"{"keyId":"k","keyId":"k"}"#),
        "`keyId`: duplicate field (at byte 13)"
    );
    assert_eq!(
        error::<ApiKey>(r#"{"nick":null,"nick":null}"#),
        "`nick`: duplicate field (at byte 13)"
    );
    assert_eq!(error::<ApiKey>(r#"{"key":null,"key":"a"}"#), "`key`: duplicate field (at byte 12)");
    assert!(error::<ApiKey>(r#"{"zzz":{"a":}}"#).starts_with("expected a value"));
}

#[test]
fn errors_have_the_path_and_never_the_value() {
    let text = r#"{"weight":1,"items":[],"left":{"weight":1,"items":[
        {"keyId":"a","creationTime":1},{"keyId":"a","creationTime":"hunter2"}]}}"#;
    let error = from_json_str::<Tree>(text).unwrap_err();
    assert_eq!(error.path(), "left.items[1].creationTime");
    assert_eq!(error.expected(), Some("an integer of 64 bits"));
    assert_eq!(error.found(), Some("a string"));
    assert_eq!(error.offset(), text.find(r#""hunter2""#));
    let shown = format!("{error} {error:?} {:?}", error.path());
    assert!(!shown.contains("hunter2"), "{shown}");
    assert!(
        error.to_string().starts_with("`left.items[1].creationTime`: expected an integer"),
        "{error}"
    );
}

#[test]
fn keys_of_the_other_side_cannot_break_the_line_of_an_error() {
    let error = from_json_str::<BTreeMap<String, u8>>(r#"{"a\nb \"c":"x"}"#).unwrap_err();
    assert_eq!(error.path(), r#"["a\nb \"c"]"#);
    let long = format!(r#"{{"{}":"x"}}"#, "k".repeat(100_000));
    let error = from_json_str::<BTreeMap<String, u8>>(&long).unwrap_err();
    assert!(error.to_string().len() < 200);
}

#[test]
fn more_than_64_fields_are_watched_for_duplicates() {
    const NAMES: [&str; 70] = {
        let mut names = ["x"; 70];
        (names[0], names[63], names[64], names[69]) = ("a", "b", "c", "d");
        names
    };
    struct Wide(usize);
    impl Decode for Wide {
        fn decode<Here>(input: &mut runtime::Decoder<'_>) -> Result<Self, DecodeError> {
            let mut sum = 0;
            let mut object = input.object("Wide", &NAMES)?;
            while let Some(field) = object.next_field()? {
                sum += field;
                object.skip()?;
            }
            Ok(Self(sum))
        }
    }
    let read = |text: &str| from_json_str::<Wide>(text).map(|wide| wide.0);
    assert_eq!(read(r#"{"d":1,"c":1,"b":1,"a":1}"#).unwrap(), 69 + 64 + 63);
    for twice in [r#"{"d":1,"c":1,"d":1}"#, r#"{"c":1,"c":1}"#, r#"{"b":1,"b":1}"#] {
        assert!(read(twice).unwrap_err().to_string().contains("duplicate field"), "{twice}");
    }
}

/// A type that holds itself is as deep as its text, and the text has a limit.
#[test]
fn recursive_types_do_not_overflow_the_stack() {
    let nested = |count: usize| {
        let open = r#"{"weight":1,"items":[],"left":"#.repeat(count);
        format!("{open}null{}", "}".repeat(count))
    };
    assert!(from_json_str::<Option<Tree>>(&nested(120)).is_ok());
    let error = from_json_str::<Option<Tree>>(&nested(100_000)).unwrap_err();
    assert!(error.to_string().contains("nested too deeply"), "{error}");
}

#[test]
fn errors_are_one_pointer_wide() {
    assert_eq!(size_of::<Result<(), DecodeError>>(), size_of::<usize>());
}

#[test]
fn raw_texts_are_slices_of_the_text() {
    let mut input = runtime::Decoder::new(r#" {"a": [1, 2 ] , "b":"x"} "#);
    let members = input.raw_members().unwrap();
    let members: Vec<_> = members.iter().map(|(key, json)| (&**key, *json)).collect();
    assert_eq!(members, [("a", "[1, 2 ]"), ("b", r#""x""#)]);
    assert!(input.finish().is_ok());
    assert_eq!(runtime::Decoder::new("[ 1,{} ]").raw_items().unwrap(), ["1", "{}"]);
}

#[test]
fn values_keep_what_serde_json_keeps() {
    let text = r#"{"z":1,"a":{"k":1.0},"z":18446744073709551615}"#;
    check(text, serde_json::from_str::<Value>(text).unwrap());
}
