//! Enumerations, open and closed.

use oasmith_runtime as runtime;
use runtime::{IntEnum, TextEnum, ToParam, ValueEnum, from_json_str, to_json_string};
use serde_json::{Value, json};

#[derive(Clone, Debug, PartialEq)]
enum Status {
    Active,
    Inactive,
    Unknown(String),
}

impl TextEnum for Status {
    const VALUES: &'static [(&'static str, Self)] =
        &[("active", Self::Active), ("in-active", Self::Inactive)];
}

runtime::text_enum!(Status, Unknown);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Order {
    Asc,
    Desc,
}

impl TextEnum for Order {
    const VALUES: &'static [(&'static str, Self)] = &[("asc", Self::Asc), ("desc", Self::Desc)];
}

runtime::closed_text_enum!(Order);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Level {
    Low,
    High,
    Unknown(i64),
}

impl IntEnum for Level {
    const VALUES: &'static [(i64, Self)] = &[(1, Self::Low), (-2, Self::High)];
}

runtime::int_enum!(Level, Unknown);

#[derive(Clone, Debug, PartialEq)]
enum Mixed {
    Auto,
    Zero,
    Unknown(Value),
}

impl ValueEnum for Mixed {
    fn value(&self) -> Value {
        match self {
            Self::Auto => "auto".into(),
            Self::Zero => 0.into(),
            Self::Unknown(value) => value.clone(),
        }
    }

    fn from_value(value: Value) -> Self {
        match &value {
            Value::String(text) if text == "auto" => Self::Auto,
            Value::Number(number) if number.as_i64() == Some(0) => Self::Zero,
            _ => Self::Unknown(value),
        }
    }
}

runtime::value_enum!(Mixed);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Side {
    Left,
    Right,
}

impl IntEnum for Side {
    const VALUES: &'static [(i64, Self)] = &[(-1, Self::Left), (1, Self::Right)];
}

runtime::closed_int_enum!(Side);

#[derive(Clone, Copy, Debug, PartialEq)]
enum Choice {
    Auto,
    Half,
}

impl runtime::ClosedValueEnum for Choice {
    fn value(&self) -> serde_json::Value {
        match self {
            Self::Auto => json!("auto"),
            Self::Half => json!(0.5),
        }
    }

    fn from_value(value: &serde_json::Value) -> Option<Self> {
        [Self::Auto, Self::Half].into_iter().find(|known| known.value() == *value)
    }
}

runtime::closed_value_enum!(Choice);

fn scalar(value: &dyn ToParam) -> String {
    match value.to_param() {
        runtime::ParamValue::Scalar(text) => text.into_owned(),
        _ => panic!("not a scalar"),
    }
}

#[test]
fn unknown_texts_travel_unchanged() {
    for (json, value) in [
        (r#""active""#, Status::Active),
        (r#""in-active""#, Status::Inactive),
        (r#""n\u00e9w""#, Status::Unknown("n\u{e9}w".into())),
        (r#""""#, Status::Unknown(String::new())),
    ] {
        assert_eq!(from_json_str::<Status>(json).unwrap(), value);
        assert_eq!(serde_json::from_str::<Status>(json).unwrap(), value);
        let text: String = serde_json::from_str(json).unwrap();
        assert_eq!(to_json_string(&value), serde_json::to_string(&text).unwrap());
        assert_eq!(serde_json::to_value(&value).unwrap(), json!(text));
        assert_eq!(
            (value.as_str(), value.to_string(), scalar(&value)),
            (&*text, text.clone(), text.clone())
        );
        assert_eq!(value.as_ref() as &str, text);
        assert_eq!((Status::from(&*text), Status::from(text)), (value.clone(), value));
    }
    assert!(from_json_str::<Status>("1").is_err());
    assert_eq!(format!("[{:>8}]", Status::Active), "[  active]");
}

#[test]
fn closed_enums_refuse_other_texts() {
    assert_eq!(from_json_str::<Order>(r#""asc""#).unwrap(), Order::Asc);
    assert_eq!(serde_json::to_string(&Order::Desc).unwrap(), r#""desc""#);
    assert_eq!("desc".parse(), Ok(Order::Desc));
    assert_eq!(
        "up".parse::<Order>().unwrap_err().to_string(),
        "expected a value of `Order`, found another one"
    );
    let error = from_json_str::<Vec<Order>>(r#"["asc","up"]"#).unwrap_err().to_string();
    assert_eq!(error, "`[1]`: expected a value of `Order`, found another string (at byte 11)");
    assert_eq!((Order::Asc.as_str(), scalar(&Order::Asc)), ("asc", "asc".to_owned()));
}

#[test]
fn closed_enums_refuse_other_numbers_and_values() {
    assert_eq!(from_json_str::<Side>("-1").unwrap(), Side::Left);
    assert_eq!((to_json_string(&Side::Right), scalar(&Side::Right)), ("1".into(), "1".into()));
    assert_eq!((Side::try_from(1), i64::from(Side::Left)), (Ok(Side::Right), -1));
    assert!(Side::try_from(0).is_err());
    let error = from_json_str::<Vec<Side>>("[1,0]").unwrap_err().to_string();
    assert_eq!(error, "`[1]`: expected a value of `Side`, found another one (at byte 4)");
    assert_eq!(serde_json::from_str::<Choice>("0.5").unwrap(), Choice::Half);
    assert_eq!(to_json_string(&Choice::Auto), r#""auto""#);
    assert_eq!(scalar(&Choice::Auto), "auto");
    let error = from_json_str::<Choice>("0.25").unwrap_err().to_string();
    assert_eq!(error, "expected a value of `Choice`, found another one (at byte 4)");
}

#[test]
fn unknown_numbers_travel_unchanged() {
    for (json, value) in [("1", Level::Low), ("-2", Level::High), ("77", Level::Unknown(77))] {
        assert_eq!(from_json_str::<Level>(json).unwrap(), value);
        assert_eq!(to_json_string(&value), json);
        assert_eq!(serde_json::from_str::<Level>(json).unwrap(), value);
        assert_eq!((value.to_string(), scalar(&value)), (json.to_owned(), json.to_owned()));
        assert_eq!(Level::from(i64::from(value)), value);
    }
    assert!(from_json_str::<Level>("1.5").is_err());
}

#[test]
fn unknown_values_travel_unchanged() {
    for (json, value) in [
        (r#""auto""#, Mixed::Auto),
        ("0", Mixed::Zero),
        ("[1]", Mixed::Unknown(json!([1]))),
        ("null", Mixed::Unknown(Value::Null)),
    ] {
        assert_eq!(from_json_str::<Mixed>(json).unwrap(), value);
        assert_eq!(to_json_string(&value), json);
        assert_eq!(serde_json::from_str::<Mixed>(json).unwrap(), value);
    }
    assert_eq!((scalar(&Mixed::Auto), scalar(&Mixed::Zero)), ("auto".to_owned(), "0".to_owned()));
}
