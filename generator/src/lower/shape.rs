//! What several schemas say together: `allOf` and the keywords beside it, as one set of keywords.

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, ReferenceOr, Schema};
use serde_json::Value;

use super::codes;
use super::keywords::{Keywords, Kind};
use super::{Lowering, MAX_DEPTH};
use crate::ir::TypeId;
use crate::source::Pointer;
use crate::spec::{SchemaNode, ext};

/// A place that holds a schema or a reference to one.
#[derive(Clone, Debug)]
pub(super) struct Position<'a> {
    pub(super) node: SchemaNode<'a>,
    /// Where the schema or the reference stands.
    pub(super) at: Pointer,
    /// The component the position is in, when it was reached through a reference to that.
    pub(super) home: Option<TypeId>,
}

/// The keywords of one schema of an `allOf`, with those of all schemas it is made of beside it.
#[derive(Clone, Debug)]
pub(super) struct Facet<'a> {
    pub(super) keywords: Keywords<'a>,
    pub(super) at: Pointer,
    pub(super) home: Option<TypeId>,
    /// Whether it holds for some values only (`then`, `dependentSchemas`): it has nothing but properties.
    pub(super) maybe: bool,
}

/// A `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(super) struct Choice<'a> {
    pub(super) branches: Vec<Position<'a>>,
    /// Where the list stands.
    pub(super) at: Pointer,
}

/// A property, as all facets declare it.
#[derive(Clone, Debug, Default)]
pub(super) struct Property<'a> {
    pub(super) positions: Vec<Position<'a>>,
    /// The positions are alternatives; otherwise all hold.
    pub(super) alternatives: bool,
}

/// What facets say together.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape<'a> {
    pub(super) kind: Option<Kind>,
    pub(super) format: Option<String>,
    pub(super) minimum: Option<f64>,
    pub(super) maximum: Option<f64>,
    pub(super) properties: IndexMap<&'a str, Property<'a>>,
    /// Names that have to be there, with the places that say so.
    pub(super) required: IndexMap<&'a str, Vec<Pointer>>,
    pub(super) additional: Extra<'a>,
    pub(super) items: Vec<Position<'a>>,
    /// Values all `enum` lists agree on; `None` without an `enum`.
    pub(super) values: Option<Vec<Listed>>,
    pub(super) choices: Vec<Choice<'a>>,
    pub(super) constant: bool,
    /// Properties that are `null` in examples.
    pub(super) nulls: Vec<&'a str>,
}

/// A value of an `enum`, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) value: Value,
    /// Index of the facet with the list.
    pub(super) facet: usize,
    /// Index in the list.
    pub(super) index: usize,
}

/// What facets say of other keys.
#[derive(Clone, Debug, Default)]
pub(super) enum Extra<'a> {
    /// Nothing.
    #[default]
    Unsaid,
    /// `false`.
    None,
    /// `true`.
    Any,
    /// A schema.
    Typed(Vec<Position<'a>>),
}

impl<'a> Position<'a> {
    /// A child of this position's schema.
    pub(super) fn child<S: std::borrow::Borrow<Schema>>(
        lowering: &Lowering<'a>,
        node: &'a ReferenceOr<S>,
        at: Pointer,
        home: Option<TypeId>,
    ) -> Self {
        Self { node: lowering.spec.schema(node), at, home }
    }

    /// What identifies it: the target of a reference, or its own place.
    pub(super) fn identity(&self) -> Pointer {
        match self.node {
            SchemaNode::Component(key) => component_pointer(key),
            SchemaNode::Inline(_) => self.at.clone(),
        }
    }
}

/// Where a component schema stands.
pub(super) fn component_pointer(key: &str) -> Pointer {
    Pointer::root().keys(["components", "schemas", key])
}

impl<'a> Lowering<'a> {
    /// All facets of positions that hold together. `seen` holds the components being expanded.
    pub(super) fn facets(
        &mut self,
        positions: &[Position<'a>],
        seen: &mut Vec<&'a str>,
    ) -> Vec<Facet<'a>> {
        let mut facets = Vec::new();
        for position in positions {
            self.expand(position, seen, &mut facets, (0, false));
        }
        facets
    }

    fn expand(
        &mut self,
        position: &Position<'a>,
        seen: &mut Vec<&'a str>,
        out: &mut Vec<Facet<'a>>,
        (depth, maybe): (usize, bool),
    ) {
        if depth > MAX_DEPTH {
            self.too_deep(&position.at);
            return;
        }
        let (schema, at, home) = match position.node {
            // What is written in the schema that is being lowered is at home there.
            SchemaNode::Inline(schema) => {
                (schema, position.at.clone(), position.home.filter(|_| depth > 0))
            }
            SchemaNode::Component(key) => {
                let Some((key, schema)) = self.component_schema(key) else { return };
                if seen.contains(&key) {
                    return;
                }
                seen.push(key);
                (schema, component_pointer(key), self.components.get(key).map(|known| known.id))
            }
        };
        if out.iter().any(|facet| facet.at == at) {
            return;
        }
        let mut keywords = Keywords::of(schema);
        let maybe = maybe || keywords.data.extensions.contains_key(ext::BRANCHES);
        for branch in self.positions(keywords.all_of, &at.key("allOf"), home) {
            self.expand(&branch, seen, out, (depth + 1, maybe));
        }
        if maybe {
            for (list, name) in [(keywords.one_of, "oneOf"), (keywords.any_of, "anyOf")] {
                for branch in self.positions(list, &at.key(name), home) {
                    self.expand(&branch, seen, out, (depth + 1, maybe));
                }
            }
            keywords = keywords.only_properties();
        }
        out.push(Facet { keywords, at, home, maybe });
    }

    /// Puts facets together. `within` are the components that are being expanded: a choice among whose branches is
    /// one of them is a parent's list of its children and says nothing of the child.
    pub(super) fn combine(&mut self, facets: &[Facet<'a>], within: &[&'a str]) -> Shape<'a> {
        let mut shape = Shape::default();
        for (number, facet) in facets.iter().enumerate() {
            let keywords = &facet.keywords;
            self.combine_kind(&mut shape, facet);
            if let Some(format) = &keywords.format {
                shape.format = Some(format.clone().into_owned());
            }
            shape.minimum = tighter(shape.minimum, keywords.minimum, f64::max);
            shape.maximum = tighter(shape.maximum, keywords.maximum, f64::min);
            for (name, position) in self.properties(facet).filter(|_| !facet.maybe) {
                shape.properties.entry(name).or_default().positions.push(position);
            }
            for (index, name) in keywords.required.iter().enumerate() {
                let at = facet.at.key("required").index(index);
                shape.required.entry(name.as_str()).or_default().push(at);
            }
            if let Some(additional) = keywords.additional {
                let extra = self.extra(additional, facet);
                shape.additional.join(extra);
            }
            if let Some(items) = keywords.items {
                let position = Position::child(self, items, facet.at.key("items"), facet.home);
                shape.items.push(position);
            }
            if !keywords.values.is_empty() {
                shape.join_values(&keywords.values, number);
            }
            let nulls = keywords.data.extensions.get(ext::NULLS).and_then(Value::as_array);
            shape.nulls.extend(nulls.into_iter().flatten().filter_map(Value::as_str));
            shape.constant |= keywords.data.extensions.contains_key(crate::spec::ext::CONST);
            for (key, branches) in [("oneOf", keywords.one_of), ("anyOf", keywords.any_of)] {
                if !branches.is_empty() && !self.lists_children(branches, within) {
                    let at = facet.at.key(key);
                    let branches = self.positions(branches, &at, facet.home);
                    shape.choices.push(Choice { branches, at });
                }
            }
        }
        // What holds for some values only says nothing of properties that all of them have.
        let own = shape.properties.len();
        for facet in facets.iter().filter(|facet| facet.maybe) {
            for (name, position) in self.properties(facet) {
                let entry = shape.properties.entry(name);
                if entry.index() >= own {
                    let property = entry.or_default();
                    property.alternatives = true;
                    property.positions.push(position);
                }
            }
        }
        shape
    }

    fn properties<'f>(
        &'f self,
        facet: &'f Facet<'a>,
    ) -> impl Iterator<Item = (&'a str, Position<'a>)> + use<'f, 'a> {
        let all = facet.keywords.properties.into_iter().flatten();
        all.map(|(name, property)| {
            let at = facet.at.key("properties").key(name);
            (name.as_str(), Position::child(self, property, at, facet.home))
        })
    }

    fn combine_kind(&mut self, shape: &mut Shape<'a>, facet: &Facet<'a>) {
        let Some(kind) = facet.keywords.kind else { return };
        shape.kind = match (shape.kind, kind) {
            (Some(Kind::Integer), Kind::Number) | (Some(Kind::Number), Kind::Integer) => {
                Some(Kind::Integer)
            }
            (Some(before), kind) if before != kind => {
                self.sink
                    .warning(
                        codes::CONTRADICTION,
                        &facet.at,
                        format!(
                            "a value cannot be `{}` and `{}`, as `allOf` asks; expected one type",
                            before.name(),
                            kind.name()
                        ),
                    )
                    .help("remove the part that does not hold; the later type is taken");
                Some(kind)
            }
            _ => Some(kind),
        };
    }

    fn extra(&self, additional: &'a AdditionalProperties, facet: &Facet<'a>) -> Extra<'a> {
        match additional {
            AdditionalProperties::Any(true) => Extra::Any,
            AdditionalProperties::Any(false) => Extra::None,
            AdditionalProperties::Schema(schema) => {
                let at = facet.at.key("additionalProperties");
                let position = Position::child(self, schema.as_ref(), at, facet.home);
                if is_bare_object(&position) { Extra::Any } else { Extra::Typed(vec![position]) }
            }
        }
    }

    /// The positions of a list of schemas that stands at `at`.
    pub(super) fn positions(
        &self,
        list: &'a [ReferenceOr<Schema>],
        at: &Pointer,
        home: Option<TypeId>,
    ) -> Vec<Position<'a>> {
        let each = list.iter().enumerate();
        each.map(|(index, node)| Position::child(self, node, at.index(index), home)).collect()
    }

    fn lists_children(&self, branches: &[ReferenceOr<Schema>], within: &[&'a str]) -> bool {
        branches.iter().any(|branch| match self.spec.schema(branch) {
            SchemaNode::Component(key) => within.contains(&key),
            SchemaNode::Inline(_) => false,
        })
    }
}

impl Extra<'_> {
    /// `allOf` with `additionalProperties: false` in one branch would forbid the other branches' properties; nobody
    /// means that, so what another branch allows is allowed.
    fn join(&mut self, other: Self) {
        match (&mut *self, other) {
            (Self::Typed(positions), Self::Typed(more)) => positions.extend(more),
            (Self::Typed(_), _) | (Self::Any, Self::None | Self::Unsaid) => {}
            (_, other) => *self = other,
        }
    }
}

impl Shape<'_> {
    fn join_values(&mut self, listed: &[Value], facet: usize) {
        let own = || {
            let values = listed.iter().enumerate();
            values.map(|(index, value)| Listed { value: value.clone(), facet, index }).collect()
        };
        self.values = Some(match self.values.take() {
            None => own(),
            Some(before) => {
                let both: Vec<_> =
                    before.into_iter().filter(|entry| listed.contains(&entry.value)).collect();
                // Lists without a common value contradict each other: the later one is an override.
                if both.is_empty() { own() } else { both }
            }
        });
    }

    /// Whether nothing is known but, perhaps, that it is an object.
    pub(super) fn is_bare(&self) -> bool {
        matches!(self.kind, None | Some(Kind::Object)) && self.has_no_structure()
    }

    /// Whether nothing but a type is known.
    pub(super) fn has_no_structure(&self) -> bool {
        self.properties.is_empty()
            && self.required.is_empty()
            && matches!(self.additional, Extra::Unsaid | Extra::Any | Extra::None)
            && self.items.is_empty()
            && self.values.is_none()
            && self.format.is_none()
    }
}

impl Kind {
    /// Whether a value can be of both types.
    pub(super) fn agrees_with(self, other: Self) -> bool {
        let number = |kind| matches!(kind, Self::Integer | Self::Number);
        self == other || (number(self) && number(other))
    }

    /// As `type` has it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// `type: object` and not a word more. As the values of a map it is how Go's `map[string]any` and Java's
/// `Map<String, Object>` are written down: they may be texts as well.
fn is_bare_object(position: &Position<'_>) -> bool {
    let SchemaNode::Inline(schema) = position.node else { return false };
    let keywords = Keywords::of(schema);
    keywords.kind == Some(Kind::Object)
        && !keywords.data.nullable
        && Keywords { kind: None, ..keywords }.is_annotation()
}

fn tighter(one: Option<f64>, other: Option<f64>, pick: fn(f64, f64) -> f64) -> Option<f64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(pick(one, other)),
        (one, other) => one.or(other),
    }
}
