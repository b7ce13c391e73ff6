//! Secrets are not shown, and are compared byte by byte.

use oasmith_runtime as runtime;
use runtime::{DecodeError, Secret, ToParam, from_json_str, to_json_string};

#[test]
fn secrets_are_not_shown() {
    let secret = Secret::from("hunter2");
    assert_eq!(format!("{secret:?} {secret:#?}"), "Secret([redacted]) Secret([redacted])");
    assert_eq!(secret.clone().expose(), "hunter2");
    assert_eq!(Secret::from(String::from("a")).expose(), "a");
}

#[test]
fn secrets_are_compared_in_full() {
    for (left, right, same) in [
        ("", "", true),
        ("a", "a", true),
        ("a", "b", false),
        ("a", "", false),
        ("ab", "a", false),
        ("ab", "cb", false),
    ] {
        assert_eq!(Secret::from(left) == Secret::from(right), same, "{left} {right}");
    }
}

#[test]
fn secrets_travel_as_strings() {
    let secret: Secret = from_json_str(r#""a\"b""#).unwrap();
    assert_eq!(to_json_string(&secret), r#""a\"b""#);
    assert_eq!(serde_json::to_string(&secret).unwrap(), r#""a\"b""#);
    assert_eq!(serde_json::from_str::<Secret>(r#""a\"b""#).unwrap(), secret);
    assert!(matches!(secret.to_param(), runtime::ParamValue::Scalar(text) if text == "a\"b"));
}

#[test]
fn errors_do_not_show_what_was_there_instead() {
    let error: DecodeError =
        from_json_str::<Vec<Secret>>(r#"[{"password":"hunter2"}]"#).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}
