//! Schemas of the prepared document, as they are written there.

use serde_json::{Map, Value};

use crate::source::Pointer;
pub(super) use crate::source::lookup;
pub(super) use crate::spec::components::list;
use crate::spec::components::{self, Found};
use crate::spec::ext;

/// In which direction a value goes: `readOnly` properties are not sent, `writeOnly` ones are not received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    /// Sent.
    Request,
    /// Received.
    Response,
}

impl Direction {
    /// Whether a property of this schema travels this way.
    pub(super) fn carries(self, schemas: Schemas<'_>, property: &Value) -> bool {
        let keyword = match self {
            Self::Request => "readOnly",
            Self::Response => "writeOnly",
        };
        schemas.resolve(property).is_none_or(|(_, map)| !is_true(map, keyword))
    }
}

/// The kind of the components that schemas are.
const KIND: &str = "schemas";

/// All schemas of a document.
#[derive(Clone, Copy)]
pub(super) struct Schemas<'a> {
    root: &'a Value,
    /// `components.schemas`.
    all: Option<&'a Value>,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(root: &'a Value) -> Self {
        Self { root, all: components::of_kind(root, KIND) }
    }

    /// The node at a pointer.
    pub(super) fn node(self, pointer: &Pointer) -> Option<&'a Value> {
        pointer.find(self.root)
    }

    /// A node that may be a reference to a component of any kind.
    pub(super) fn deref(self, node: &'a Value) -> Option<&'a Value> {
        let mut node = node;
        // The document has no circle of references alone; the bound is for one that has.
        for _ in 0..64 {
            let Some(reference) = node.get("$ref").and_then(Value::as_str) else {
                return Some(node);
            };
            let (kind, key) = reference.strip_prefix("#/components/")?.split_once('/')?;
            node = self.root.get("components")?.get(kind)?.get(key)?;
        }
        None
    }

    /// The component schema of this key.
    pub(super) fn component(self, key: &str) -> Option<&'a Value> {
        self.all?.get(key)
    }

    /// All component schemas.
    pub(super) fn components(self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.all.and_then(Value::as_object).into_iter().flatten()
    }

    /// The schema object that a schema stands for.
    pub(super) fn resolve<'v>(self, schema: &'v Value) -> Option<Found<'v>>
    where
        'a: 'v,
    {
        components::resolved(self.all, KIND, schema)
    }
}

/// The key of the component that a schema refers to.
pub(super) fn reference(map: &Map<String, Value>) -> Option<&str> {
    components::key_of(KIND, map)
}

/// Whether a keyword is there and `true`.
pub(super) fn is_true(map: &Map<String, Value>, keyword: &str) -> bool {
    lookup(map, keyword) == Some(&Value::Bool(true))
}

/// The format that texts are of.
pub(super) fn format(map: &Map<String, Value>) -> Option<&str> {
    lookup(map, "format").or_else(|| lookup(map, ext::MADE_UP_FORMAT))?.as_str()
}

/// The names of `required`.
pub(super) fn required(map: &Map<String, Value>) -> impl Iterator<Item = &str> {
    list(map, "required").iter().filter_map(Value::as_str)
}

/// A bound that is a number.
pub(super) fn number(map: &Map<String, Value>, keyword: &str) -> Option<f64> {
    lookup(map, keyword).and_then(Value::as_f64)
}

/// A bound that is a count.
pub(super) fn count(map: &Map<String, Value>, keyword: &str) -> Option<usize> {
    let value = lookup(map, keyword)?;
    let count = value.as_u64().or_else(|| {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
        value.as_f64().filter(|n| *n >= 0.0 && *n < 1e9).map(|n| n as u64)
    })?;
    usize::try_from(count).ok()
}

/// The texts of a `discriminator.mapping` that stand for a component, and the property that holds them.
pub(super) fn tags<'v>(map: &'v Map<String, Value>, key: &str) -> Option<(&'v str, String)> {
    let discriminator = lookup(map, "discriminator")?;
    let property = discriminator.get("propertyName")?.as_str()?;
    let mapping = discriminator.get("mapping").and_then(Value::as_object);
    let is_target = |target: &Value| {
        target
            .as_str()
            .is_some_and(|text| text == key || components::key_in(KIND, text) == Some(key))
    };
    let mapped = mapping.into_iter().flatten().find(|(_, target)| is_target(target));
    Some((property, mapped.map_or_else(|| key.to_owned(), |(tag, _)| tag.clone())))
}
