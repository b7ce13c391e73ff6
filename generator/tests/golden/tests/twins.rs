//! Property: whatever the JSON is, generated types read and write what types with serde's derives would.
//!
//! Texts are made by a seeded generator that knows the shape of a type, and spoils it here and there: a member that is
//! missing, unknown, there twice, of another type, or at the edge of its range.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// The member that tells the types of a union.
const TAG: &str = "shapeType";

/// Texts for each pair of types.
const TEXTS: usize = 4_000;

/// What a value looks like.
enum Shape {
    Text,
    Integer,
    Number,
    Flag,
    Any,
    /// One of these texts of JSON.
    Of(&'static [&'static str]),
    List(&'static Shape),
    Map(&'static Shape),
    Object(&'static [(&'static str, Shape)]),
    /// An object that another constant has, so that shapes may be of themselves.
    Named(fn() -> &'static Shape),
}

/// Not `-0`, which is an integer to JSON Schema and a float to `serde_json`.
const INTEGERS: &[&str] =
    &["0", "1", "-1", "10", "404", "9223372036854775807", "-9223372036854775808"];
const NUMBERS: &[&str] = &[
    "0.1",
    "-0.0",
    "1.0",
    "1e2",
    "1E-7",
    "5e-324",
    "0.30000000000000004",
    "123456789012345680",
    "9007199254740993",
    "1.7976931348623157e308",
];
const BEYOND: &str = "1e400";
const ODD: &[&str] = &[
    "null",
    "true",
    "9223372036854775808",
    "18446744073709551616",
    "1.5",
    "1e2",
    BEYOND,
    r#""""#,
    r#""1""#,
    "[]",
    "{}",
    "[null]",
    r#"{"x":1}"#,
];
const TEXTS_IN_QUOTES: &[&str] = &[
    r#""""#,
    r#""a""#,
    r#""in-active""#,
    r#""\u00e4\ud83d\ude00\n\"\\\/""#,
    "\"\u{65e5}\u{672c} \u{7f}\"",
    r#""null""#,
];

/// A small generator of numbers (xorshift): the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (end as u64)).unwrap()
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    fn pick(&mut self, of: &'static [&'static str]) -> &'static str {
        of[self.below(of.len())]
    }

    fn value(&mut self, shape: &Shape, depth: usize, out: &mut String) {
        if self.one_in(40) {
            return out.push_str(self.pick(ODD));
        }
        match shape {
            Shape::Text => out.push_str(self.pick(TEXTS_IN_QUOTES)),
            Shape::Integer => out.push_str(self.pick(INTEGERS)),
            Shape::Number => {
                let of = if self.one_in(3) { INTEGERS } else { NUMBERS };
                out.push_str(self.pick(of));
            }
            Shape::Flag => out.push_str(self.pick(&["true", "false"])),
            Shape::Of(texts) => out.push_str(self.pick(texts)),
            Shape::Any => {
                let shapes = [Shape::Text, Shape::Number, Shape::Flag, Shape::Of(ODD)];
                let which = self.below(shapes.len());
                self.value(&shapes[which], depth, out);
            }
            Shape::List(item) => {
                out.push('[');
                for index in 0..self.below(4) {
                    out.push_str(if index == 0 { "" } else { ", " });
                    self.value(item, depth, out);
                }
                out.push(']');
            }
            Shape::Map(value) => {
                out.push('{');
                for index in 0..self.below(4) {
                    out.push_str(if index == 0 { "" } else { "," });
                    // Equal keys now and then.
                    out.push_str(["\"b\":", "\"a\" : ", "\"\\u0061\":"][self.below(3)]);
                    self.value(value, depth, out);
                }
                out.push('}');
            }
            Shape::Object(members) => self.object(members, depth, out),
            Shape::Named(shape) if depth > 0 => self.value(shape(), depth - 1, out),
            Shape::Named(_) => out.push_str("null"),
        }
    }

    fn object(&mut self, members: &[(&str, Shape)], depth: usize, out: &mut String) {
        let mut order: Vec<Option<usize>> = (0..members.len()).map(Some).collect();
        // The first one is required; the rest is there as often as not.
        order.retain(|index| *index == Some(0) || self.one_in(2));
        if self.one_in(40) {
            order.remove(0);
        }
        if self.one_in(6) {
            let at = self.below(order.len() + 1);
            order.insert(at, None);
        }
        // A tag that is there twice is another question: who reads it first cannot see the second.
        let again = order.first().copied().flatten().filter(|index| members[*index].0 != TAG);
        if self.one_in(40) && again.is_some() {
            order.push(again);
        }
        if order.len() > 1 && self.one_in(2) {
            let end = order.len() - 1;
            let with = self.below(end) + 1;
            order.swap(0, with);
        }
        out.push('{');
        for (index, member) in order.into_iter().enumerate() {
            out.push_str(if index == 0 { "" } else { ",\n " });
            let unknown = ("unknown", Shape::Any);
            let (name, shape) = member.and_then(|index| members.get(index)).unwrap_or(&unknown);
            out.extend(["\"", *name, "\": "]);
            self.value(shape, depth, out);
        }
        out.push('}');
    }
}

/// Compares a generated type with its twin; `native` reads and writes without serde.
fn compare<T, Twin>(shape: &Shape, native: fn(&str) -> Option<String>)
where
    T: DeserializeOwned + Serialize,
    Twin: DeserializeOwned + Serialize,
{
    let mut random = Random(0x5eed_0a51_0000_0001);
    let mut text = String::new();
    let mut read = 0;
    for _ in 0..TEXTS {
        text.clear();
        random.value(shape, 3, &mut text);
        if random.one_in(60) {
            let characters = text.chars().count();
            text = text.chars().take(random.below(characters + 1)).collect();
        }
        let written = |twin: Twin| serde_json::to_string(&twin).unwrap();
        let expected = serde_json::from_str::<Twin>(&text).ok().map(written);
        // Serde's traits of ours, and its derive for unions, see also what nobody asks for: a number beyond all numbers.
        let is_beyond = text.contains(BEYOND);
        if !is_beyond {
            let ours = serde_json::from_str::<T>(&text).ok();
            let ours = ours.map(|ours| serde_json::to_string(&ours).unwrap());
            assert_eq!(ours, expected, "by serde: {text}");
        }
        if !is_beyond || expected.is_some() {
            assert_eq!(native(&text), expected, "{text}");
        }
        read += usize::from(expected.is_some());
    }
    // Both outcomes are frequent, or the property says little.
    assert!(read > TEXTS / 4 && read < TEXTS * 39 / 40, "{read} of {TEXTS}");
}

macro_rules! same {
    ($krate:ident, $type:ident, $twin:ty, $shape:expr) => {
        compare::<$krate::model::$type, $twin>(&$shape, |text| {
            let value = $krate::runtime::from_json_str::<$krate::model::$type>(text).ok()?;
            Some($krate::runtime::to_json_string(&value))
        })
    };
}

/// Serde's way to tell `null` from absent.
#[allow(clippy::option_option, reason = "absent, null and a value are three states")]
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    input: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(input).map(Some)
}

#[derive(Deserialize, Serialize)]
struct Point {
    x: f64,
    y: f64,
}

const POINT: Shape = Shape::Object(&[("x", Shape::Number), ("y", Shape::Number)]);
/// `x` and `y` are required, and members are there as often as not.
const POINTS: Shape =
    Shape::Of(&[r#"{"x":1,"y":-2.5}"#, r#"{"y":0,"x":1e2,"z":[]}"#, r#"{"x":1}"#]);

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(clippy::option_option, reason = "absent, null and a value are three states")]
struct Presence {
    always: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sometimes: Option<String>,
    null_or_value: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    three_states: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    nullable_reference: Option<Option<Point>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    defaulted: Option<i64>,
}

#[test]
fn presence() {
    same!(
        golden_objects,
        Presence,
        Presence,
        Shape::Object(&[
            ("always", Shape::Text),
            ("sometimes", Shape::Text),
            ("null-or-value", Shape::Of(&["null", "\"a\""])),
            ("three-states", Shape::Of(&["null", "\"a\""])),
            ("nullable-reference", POINTS),
            ("defaulted", Shape::Integer),
        ])
    );
}

#[derive(Deserialize, Serialize)]
#[allow(clippy::option_option, reason = "absent, null and a value are three states")]
struct Tree {
    value: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<Box<Tree>>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    right: Option<Option<Box<Tree>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    children: Option<Vec<Tree>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<TreeHolder>,
}

#[derive(Deserialize, Serialize)]
struct TreeHolder {
    tree: Box<Tree>,
}

const TREE: Shape = Shape::Object(&[
    ("value", Shape::Integer),
    ("left", Shape::Named(|| &TREE)),
    ("right", Shape::Named(|| &TREE)),
    ("children", Shape::List(&Shape::Of(&[r#"{"value":1}"#, r#"{"value":2,"right":null}"#]))),
    ("parent", Shape::Of(&[r#"{"tree":{"value":3,"children":[]}}"#, "null"])),
]);

#[test]
fn types_of_themselves() {
    same!(golden_objects, Tree, Tree, TREE);
}

#[derive(Deserialize, Serialize)]
struct Additional {
    #[serde(skip_serializing_if = "Option::is_none")]
    typed: Option<Beside>,
    #[serde(skip_serializing_if = "Option::is_none")]
    any: Option<BTreeMap<String, Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    maps: Option<BTreeMap<String, BTreeMap<String, Vec<i64>>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    objects: Option<BTreeMap<String, Point>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nullables: Option<BTreeMap<String, Option<i64>>>,
}

#[derive(Deserialize, Serialize)]
struct Beside {
    known: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_properties: Option<String>,
    #[serde(flatten)]
    other: BTreeMap<String, i64>,
}

const BESIDE: Shape = Shape::Object(&[
    ("known", Shape::Text),
    ("additional_properties", Shape::Text),
    ("z", Shape::Integer),
    ("a", Shape::Integer),
]);

#[test]
fn maps_and_members_that_have_no_name() {
    same!(golden_objects, Beside, Beside, BESIDE);
    same!(
        golden_objects,
        Additional,
        Additional,
        Shape::Object(&[
            ("typed", BESIDE),
            ("any", Shape::Map(&Shape::Any)),
            ("maps", Shape::Map(&Shape::Map(&Shape::List(&Shape::Integer)))),
            ("objects", Shape::Map(&POINTS)),
            ("nullables", Shape::Map(&Shape::Of(&["null", "1", "-1"]))),
        ])
    );
    same!(golden_objects, Point, Point, POINT);
}

/// An enumeration that is open reads every value of its type.
#[derive(Deserialize, Serialize)]
#[allow(clippy::option_option, reason = "absent, null and a value are three states")]
struct Everything {
    state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    maybe: Option<Option<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ratio: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    symbols: Option<String>,
}

#[test]
fn enumerations() {
    same!(
        golden_enums,
        Everything,
        Everything,
        Shape::Object(&[
            ("state", Shape::Of(&["\"\"", "\"in-active\"", "\"404\"", "\"self\"", "\"other\""])),
            ("level", Shape::Integer),
            ("answer", Shape::Of(&["true", "\"yes\"", "1", "1.5", "false", "null", "{}"])),
            ("maybe", Shape::Of(&["null", "\"a\"", "\"c\""])),
            ("ratio", Shape::Number),
            ("symbols", Shape::Of(&["\"<\"", "\"\\u003c=\"", "\"\u{65e5}\u{672c}\"", "\" \""])),
        ])
    );
}

/// What no tag is of is kept as it is, which serde's derive has no word for: that part is by hand.
#[derive(Serialize)]
#[serde(untagged)]
enum AnyShape {
    Known(KnownShape),
    Unknown(Value),
}

#[derive(Deserialize, Serialize)]
#[serde(tag = "shapeType")]
enum KnownShape {
    #[serde(rename = "circle")]
    Circle {
        #[serde(skip_serializing_if = "Option::is_none")]
        label: Option<String>,
        radius: f64,
    },
    Square {
        #[serde(skip_serializing_if = "Option::is_none")]
        label: Option<String>,
        side: f64,
    },
}

impl<'de> Deserialize<'de> for AnyShape {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(input)?;
        match value.get("shapeType").and_then(Value::as_str) {
            Some("circle" | "Square") => {
                serde_json::from_value(value).map(Self::Known).map_err(serde::de::Error::custom)
            }
            _ => Ok(Self::Unknown(value)),
        }
    }
}

#[test]
fn unions_with_a_tag() {
    same!(
        golden_unions,
        Shape,
        AnyShape,
        Shape::Object(&[
            (TAG, Shape::Of(&["\"circle\"", "\"Square\"", "\"square\"", "null"])),
            ("label", Shape::Text),
            ("radius", Shape::Number),
            ("side", Shape::Number),
        ])
    );
}
