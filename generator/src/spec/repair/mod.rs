//! Gives keywords values of the JSON types that the meta-table asks for.

mod convert;

use serde_json::{Map, Value};

use super::codes;
use super::shape::{Kind, Shape, fits, shape};
use super::version::Version;
use super::walk::Trail;
use crate::diag::{Diagnostic, Sink};
use crate::source::{FileId, Pointer, SourceMap};

/// What every rewrite may use.
pub(super) struct Context<'a> {
    pub(super) version: Version,
    pub(super) map: &'a mut SourceMap,
    pub(super) sink: &'a mut Sink,
}

impl Context<'_> {
    /// Reports a value of the wrong type that was understood.
    pub(super) fn wrong_type(&mut self, at: &Pointer, expected: &str, found: &Value) {
        self.wrong_type_of(at, expected, &describe(found));
    }

    /// The same, of a value that is gone already.
    pub(super) fn wrong_type_of(&mut self, at: &Pointer, expected: &str, found: &str) {
        let key = at.last().unwrap_or_default();
        let message = format!("expected `{key}` to be {expected}, found {found}");
        self.sink
            .warning(codes::WRONG_TYPE, at, message)
            .help(format!("write {expected}; it is read as if it were"));
    }

    /// Reports a value that was not understood.
    pub(super) fn unusable(&mut self, at: &Pointer, expected: &str, found: &Value) {
        let key = at.last().unwrap_or_default();
        let message = format!("expected `{key}` to be {expected}, found {}", describe(found));
        self.sink
            .warning(codes::UNUSABLE_VALUE, at, message)
            .help(format!("write {expected}, or leave it out; it is not read"));
    }

    /// Reports something required that was filled in.
    pub(super) fn missing(&mut self, at: &Pointer, message: String) -> &mut Diagnostic {
        self.sink.warning(codes::MISSING, at, message)
    }

    /// Reports what only later versions of OpenAPI know, when the document is of an earlier one.
    pub(super) fn since(&mut self, version: Version, at: &Pointer, what: &str) {
        if self.version < version {
            self.other_version(at, what, version);
        }
    }

    /// Reports what only earlier versions of OpenAPI know, when the document is of a later one.
    pub(super) fn until(&mut self, version: Version, at: &Pointer, what: &str) {
        if self.version > version {
            self.other_version(at, what, version);
        }
    }

    fn other_version(&mut self, at: &Pointer, what: &str, version: Version) {
        let (there, here) = (version.name(), self.version.name());
        let message = format!("{what} is of {there}, the description is of {here}");
        self.sink
            .warning(codes::OTHER_VERSION, at, message)
            .help(format!("write it the way of {here}; it is read as in {there}"));
    }

    /// Records that the node at `from` now stands at `to`. What was reported before stays where it was seen.
    pub(super) fn relocated(&mut self, from: &Pointer, to: &Pointer) {
        self.sink.settle(self.map);
        self.map.record_relocation(from, to);
    }

    /// Records that the node at `to` is a copy of the one at `from`; as [`Self::relocated`].
    pub(super) fn copied(&mut self, from: &Pointer, to: &Pointer) {
        self.sink.settle(self.map);
        self.map.record_copy(from, to);
    }

    /// Records where in its file the node at `to` stands; as [`Self::relocated`].
    pub(super) fn moved(&mut self, to: Pointer, file: FileId, from: Pointer) {
        self.sink.settle(self.map);
        self.map.record_move(to, file, from);
    }

    /// Records that entries of a list moved up because some before them were left out.
    pub(super) fn list_shrunk(&mut self, list: &Pointer, kept: &[usize]) {
        for (to, from) in kept.iter().enumerate().filter(|(to, from)| to != *from) {
            self.relocated(&list.index(*from), &list.index(to));
        }
    }
}

/// Puts the values of all keywords of an object right.
pub(super) fn repair_keywords(
    kind: Kind,
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    let odd: Vec<String> = map
        .iter()
        .filter(|(key, value)| !fits(shape(kind, key), value))
        .map(|(key, _)| key.clone())
        .collect();
    for key in odd {
        let Some(value) = map.get_mut(&key) else { continue };
        let at = trail.child(&key);
        let shape = shape(kind, &key);
        let keep = match shape {
            Shape::List(kind) => repair_list(kind, value, &at, context),
            Shape::Map(kind) => repair_map(kind, value, &at, context),
            Shape::TextMap => repair_texts(value, &at, context),
            shape => repair_value(shape, value, &at, context),
        };
        if !keep {
            map.shift_remove(&key);
        }
    }
}

/// Puts one value right; `false` when it cannot be kept.
fn repair_value(shape: Shape, value: &mut Value, at: &Pointer, context: &mut Context<'_>) -> bool {
    let expected = convert::expected(shape);
    if let Some(converted) = convert::convert(shape, value) {
        context.wrong_type(at, expected, value);
        *value = converted;
        return true;
    }
    context.unusable(at, expected, value);
    false
}

fn repair_list(kind: Kind, value: &mut Value, at: &Pointer, context: &mut Context<'_>) -> bool {
    let expected = convert::expected(Shape::List(kind));
    match value {
        Value::Array(_) => {}
        Value::Null => {
            context.unusable(at, expected, value);
            return false;
        }
        Value::Object(entries) if kind == Kind::Parameter && !is_one_parameter(entries) => {
            let origins: Vec<Pointer> = entries.keys().map(|key| at.key(key)).collect();
            let list = convert::named_list(std::mem::take(entries));
            context.wrong_type_of(at, expected, "an object");
            *value = list;
            for (index, origin) in origins.iter().enumerate() {
                context.relocated(origin, &at.index(index));
            }
        }
        _ => {
            context.wrong_type(at, expected, value);
            context.relocated(at, &at.index(0));
            *value = Value::Array(vec![value.take()]);
        }
    }
    let Value::Array(items) = value else { return false };
    let mut kept = Vec::with_capacity(items.len());
    let mut index = 0;
    items.retain_mut(|item| {
        let at = at.index(index);
        let keep =
            fits(Shape::One(kind), item) || repair_value(Shape::One(kind), item, &at, context);
        if keep {
            kept.push(index);
        }
        index += 1;
        keep
    });
    context.list_shrunk(at, &kept);
    true
}

/// `parameters` as one parameter instead of a list, not as a map from names.
fn is_one_parameter(map: &Map<String, Value>) -> bool {
    map.contains_key("$ref") || map.get("name").is_some_and(Value::is_string)
}

fn repair_map(kind: Kind, value: &mut Value, at: &Pointer, context: &mut Context<'_>) -> bool {
    if !value.is_object() {
        let shape = Shape::Map(kind);
        return repair_value(shape, value, at, context);
    }
    let Value::Object(entries) = value else { return false };
    let odd: Vec<String> = entries
        .iter()
        .filter(|(key, entry)| {
            !key.starts_with("x-") && kind != Kind::Example && !fits(Shape::One(kind), entry)
        })
        .map(|(key, _)| key.clone())
        .collect();
    for key in odd {
        let Some(entry) = entries.get_mut(&key) else { continue };
        if !repair_value(Shape::One(kind), entry, &at.key(&key), context) {
            entries.shift_remove(&key);
        }
    }
    // Extensions may stand in any object, but openapiv3 takes them for entries of the map.
    entries.retain(|key, entry| !key.starts_with("x-") || entry.is_object());
    true
}

fn repair_texts(value: &mut Value, at: &Pointer, context: &mut Context<'_>) -> bool {
    let Value::Object(entries) = value else {
        return repair_value(Shape::TextMap, value, at, context);
    };
    let odd: Vec<String> = entries
        .iter()
        .filter(|(_, entry)| !entry.is_string())
        .map(|(key, _)| key.clone())
        .collect();
    for key in odd {
        let Some(entry) = entries.get_mut(&key) else { continue };
        if !repair_value(Shape::Text, entry, &at.key(&key), context) {
            entries.shift_remove(&key);
        }
    }
    true
}

/// What a value is, for a message.
pub(crate) fn describe(value: &Value) -> String {
    match value {
        Value::Null => "nothing (`null`)".to_owned(),
        Value::Bool(flag) => format!("`{flag}`"),
        Value::Number(number) => format!("the number {number}"),
        Value::String(text) if text.is_empty() => "empty text".to_owned(),
        Value::String(text) => format!("the text `{}`", shortened(text)),
        Value::Array(items) if items.is_empty() => "an empty list".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(map) if map.is_empty() => "an empty object".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

fn shortened(text: &str) -> String {
    const LENGTH: usize = 40;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= LENGTH && line.len() == text.len() {
        return line.to_owned();
    }
    line.chars().take(LENGTH).chain(['…']).collect()
}
