//! Unions by tag and by shape.

use oasmith_runtime as runtime;
use runtime::{Candidate, Decode, DecodeError, Decoder, Kinds, from_json_str};
use std::time::{Duration, Instant};

fn tag(text: &str) -> Option<String> {
    let mut input = Decoder::new(text);
    let tag = input.tag("t").unwrap().map(std::borrow::Cow::into_owned);
    assert_eq!(input.raw().unwrap(), text.trim(), "nothing is consumed");
    tag
}

#[test]
fn tags_are_found_wherever_they_are() {
    assert_eq!(tag(r#"{"t":"a"}"#).as_deref(), Some("a"));
    assert_eq!(tag(r#" {"x":{"t":"no"},"y":["t"],"\u0074":"\u0061"}"#).as_deref(), Some("a"));
    for none in
        [r#"{"x":{"t":"no"}}"#, "{}", r#"{"t":1}"#, r#"{"t":null}"#, r#"["t"]"#, r#""t""#, "1"]
    {
        assert_eq!(tag(none), None, "{none}");
    }
    assert!(Decoder::new(r#"{"x" "t":"a"}"#).tag("t").is_err());
}

const TABLE: &[Candidate] = &[
    Candidate { kinds: Kinds::OBJECT, required: &["a"], known: &["a", "b"] },
    Candidate { kinds: Kinds::OBJECT, required: &["a"], known: &["a", "b", "c"] },
    Candidate { kinds: Kinds::STRING.or(Kinds::INTEGER), required: &[], known: &[] },
    Candidate { kinds: Kinds::NUMBER, required: &[], known: &[] },
    Candidate { kinds: Kinds::OBJECT, required: &[], known: &[] },
    Candidate { kinds: Kinds::ARRAY.or(Kinds::NULL), required: &[], known: &[] },
];

fn candidates(text: &str) -> Vec<usize> {
    let mut input = Decoder::new(text);
    let found = input.candidates(TABLE).unwrap().collect();
    assert_eq!(input.raw().unwrap(), text, "nothing is consumed");
    found
}

#[test]
fn candidates_fit_in_kind_and_keys() {
    assert_eq!(candidates(r#"{"a":1}"#), [0, 1, 4]);
    assert_eq!(candidates(r#"{"c":1,"a":1}"#), [1, 0, 4]);
    assert_eq!(candidates(r#"{"a":1,"b":{"c":1}}"#), [0, 1, 4]);
    assert_eq!(candidates(r#"{"b":1,"c":2}"#), [4]);
    assert_eq!(candidates(r#""x""#), [2]);
    assert_eq!(candidates("1"), [2, 3]);
    assert_eq!(candidates("1.0"), [3]);
    assert_eq!(candidates("null"), [5]);
    assert_eq!(candidates("[]"), [5]);
    assert!(candidates("true").is_empty());
    assert!(Decoder::new(r#"{"a":1,}"#).candidates(TABLE).is_err());
}

#[test]
fn attempts_that_fail_leave_no_trace() {
    let mut input = Decoder::new(r#"[[[1,"x"]],2]"#);
    assert_eq!(input.attempt::<Vec<Vec<Vec<u8>>>>(), None);
    assert_eq!(input.attempt::<(Vec<(u8, String)>, u8)>(), Some((vec![(1, "x".into())], 2)));
    assert!(input.finish().is_ok());
}

/// Two variants that both hold the union again: every level doubles the work of a reader that only tries.
enum Expression {
    Left(Box<Expression>),
    Right(Box<Expression>),
    End,
}

impl Expression {
    fn depth(&self) -> usize {
        match self {
            Self::Left(next) | Self::Right(next) => 1 + next.depth(),
            Self::End => 0,
        }
    }
}

struct One(Box<Expression>);

impl Decode for One {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let mut next = None;
        let mut object = input.object("One", &["next"])?;
        while object.next_field()?.is_some() {
            object.field(&mut next)?;
        }
        next.map(Self).ok_or_else(|| object.incomplete(&[(0, "next")]))
    }
}

impl Decode for Expression {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        if let Some(One(next)) = input.attempt() {
            return Ok(Self::Left(next));
        }
        if let Some(One(next)) = input.attempt() {
            return Ok(Self::Right(next));
        }
        if input.null() { Ok(Self::End) } else { Err(input.no_variant("Expression")) }
    }
}

#[test]
fn unions_in_unions_take_no_exponential_time() {
    let text = format!("{}true{}", r#"{"next":"#.repeat(120), "}".repeat(120));
    let start = Instant::now();
    let error = from_json_str::<Expression>(&text).err().unwrap();
    assert!(error.to_string().contains("no variant of `Expression` fits"), "{error}");
    assert!(start.elapsed() < Duration::from_secs(5));
    let fine = text.replace("true", "null");
    assert_eq!(from_json_str::<Expression>(&fine).unwrap().depth(), 120);
}
