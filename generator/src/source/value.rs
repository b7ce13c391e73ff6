//! Any serde deserializer into a JSON value, with what such a value cannot show: equal keys, tags, merge keys.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess};
use serde::de::{VariantAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::Pointer;

/// What is being read, what was noticed, and where it failed.
#[derive(Debug)]
pub(super) struct Reading {
    /// Whether `<<` is a merge key.
    merge_keys: bool,
    /// How much may still be built; only aliases can use it up.
    budget: usize,
    /// What was noticed on the way, in document order.
    pub(super) findings: Vec<(Pointer, Finding)>,
    /// Set when the budget was used up.
    pub(super) exhausted: bool,
    /// Path of the node at which reading failed, innermost segment first.
    failed_at: Vec<Segment>,
}

/// Something a JSON value cannot hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Finding {
    /// A key of this mapping that occurs more than once.
    DuplicateKey(String),
    /// An application's tag (`!Ref`).
    Tag(String),
    /// `.inf` or `.nan`.
    NotFinite,
    /// The value of `<<` is neither a mapping nor a list of mappings.
    Merge,
}

#[derive(Clone, Debug)]
enum Segment {
    Key(String),
    Index(usize),
}

/// More than this many findings help nobody; aliases could multiply them.
const MAX_FINDINGS: usize = 10_000;
/// What a node costs beside its text: about what a `Value` in a map takes.
const NODE_COST: usize = 16;
/// What aliases may add to what the text itself can hold.
const ALIAS_BUDGET: usize = 64 << 20;

impl Reading {
    /// A reading of a text of this length.
    pub(super) fn new(bytes: usize, merge_keys: bool) -> Self {
        // A node takes at least one byte of text; an escape never makes text more than twice as long.
        let budget = bytes.saturating_mul(NODE_COST + 2).saturating_add(ALIAS_BUDGET);
        Self { merge_keys, budget, findings: Vec::new(), exhausted: false, failed_at: Vec::new() }
    }

    /// Reads a value.
    pub(super) fn value<'de, D: Deserializer<'de>>(
        &mut self,
        deserializer: D,
    ) -> Result<Value, D::Error> {
        Node { reading: self, at: At::Root }.deserialize(deserializer)
    }

    /// The node at which reading failed.
    pub(super) fn failed_at(&self) -> Pointer {
        self.failed_at.iter().rev().fold(Pointer::root(), |at, segment| match segment {
            Segment::Key(key) => at.key(key),
            Segment::Index(index) => at.index(*index),
        })
    }

    fn notice(&mut self, at: &At<'_>, finding: Finding) {
        if self.findings.len() < MAX_FINDINGS {
            self.findings.push((at.pointer(), finding));
        }
    }

    fn pay<E: Error>(&mut self, text: usize) -> Result<(), E> {
        let Some(rest) = self.budget.checked_sub(text + NODE_COST) else {
            self.exhausted = true;
            return Err(E::custom("aliases expand to too much"));
        };
        self.budget = rest;
        Ok(())
    }
}

/// The path to the node being read; a pointer is made only when there is something to say.
#[derive(Clone, Copy)]
enum At<'a> {
    Root,
    Key(&'a At<'a>, &'a str),
    Index(&'a At<'a>, usize),
}

impl At<'_> {
    fn pointer(&self) -> Pointer {
        match self {
            Self::Root => Pointer::root(),
            Self::Key(parent, key) => parent.pointer().key(key),
            Self::Index(parent, index) => parent.pointer().index(*index),
        }
    }
}

struct Node<'a> {
    reading: &'a mut Reading,
    at: At<'a>,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.reading.pay(0)?;
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.reading.pay(0)?;
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.reading.pay(0)?;
        Ok(value.into())
    }

    // Readers of JSON make a float of such a number, and real descriptions have them
    // (`minimum: -9223372036854776000`).
    #[expect(clippy::cast_precision_loss, reason = "as a reader of JSON does")]
    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    #[expect(clippy::cast_precision_loss, reason = "as a reader of JSON does")]
    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.reading.pay(0)?;
        Ok(Number::from_f64(value).map_or_else(
            || {
                self.reading.notice(&self.at, Finding::NotFinite);
                Value::Null
            },
            Value::Number,
        ))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.reading.pay(value.len())?;
        Ok(value.into())
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.reading.pay(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        self.reading.pay(0)?;
        let mut list = Vec::new();
        loop {
            let at = At::Index(&self.at, list.len());
            match items.next_element_seed(Node { reading: &mut *self.reading, at }) {
                Ok(Some(value)) => list.push(value),
                Ok(None) => return Ok(Value::Array(list)),
                Err(error) => {
                    self.reading.failed_at.push(Segment::Index(list.len()));
                    return Err(error);
                }
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        self.reading.pay(0)?;
        let mut object = Map::new();
        // Keys that only a merge brought so far: an explicit one replaces them, and is no duplicate.
        let mut merged = BTreeSet::new();
        while let Some(key) = entries.next_key_seed(Key)? {
            self.reading.pay::<A::Error>(key.len())?;
            let at = At::Key(&self.at, &key);
            let value = match entries.next_value_seed(Node { reading: &mut *self.reading, at }) {
                Ok(value) => value,
                Err(error) => {
                    self.reading.failed_at.push(Segment::Key(key));
                    return Err(error);
                }
            };
            if self.reading.merge_keys && key == "<<" {
                let Err(value) = merge(value, &mut object, &mut merged) else { continue };
                self.reading.notice(&at, Finding::Merge);
                object.insert(key, value);
            } else if merged.remove(&key) || !object.contains_key(&key) {
                object.insert(key, value);
            } else {
                self.reading.notice(&self.at, Finding::DuplicateKey(key.clone()));
                object.insert(key, value);
            }
        }
        Ok(Value::Object(object))
    }

    // serde_yaml shows a value with an application's tag as an enum.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (tag, contents) = data.variant::<String>()?;
        self.reading.notice(&self.at, Finding::Tag(tag));
        contents.newtype_variant_seed(self)
    }
}

/// Applies a merge key (<https://yaml.org/type/merge.html>): keys that are there stay, earlier mappings of a list win.
/// Gives the value back when it cannot be merged.
fn merge(
    value: Value,
    object: &mut Map<String, Value>,
    merged: &mut BTreeSet<String>,
) -> Result<(), Value> {
    let sources = match value {
        Value::Object(source) => vec![source],
        Value::Array(items) if items.iter().all(Value::is_object) => items
            .into_iter()
            .filter_map(|item| if let Value::Object(source) = item { Some(source) } else { None })
            .collect(),
        value => return Err(value),
    };
    for (key, value) in sources.into_iter().flatten() {
        if !object.contains_key(&key) {
            merged.insert(key.clone());
            object.insert(key, value);
        }
    }
    Ok(())
}

/// What a key has to be; [`super::yaml`] recognises serde's message by it.
pub(super) const KEY: &str = "a scalar as key";

/// A key as it is written: `200` and `true` become text, as JSON wants it.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(KEY)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_string<E: Error>(self, value: String) -> Result<String, E> {
        Ok(value)
    }
}
