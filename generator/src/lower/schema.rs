//! Schema positions: from what one or several schemas say to a type.

use super::keywords::{Keywords, Kind};
use super::shape::{Extra, Facet, Position, Shape, component_pointer};
use super::{Lowered, Lowering, MAX_DEPTH, Making, Slot, Target, codes, docs, scalar};
use crate::ir::{Parent, Role, Type, TypeKind};
use crate::spec::{SchemaNode, ext};

/// The runtime reads and writes tuples of up to eight items; a longer one is a list of what its items may be.
const LONGEST_TUPLE: usize = 8;

impl<'a> Lowering<'a> {
    /// Lowers one position.
    pub(super) fn position(&mut self, position: &Position<'a>, slot: Slot) -> Lowered {
        let nullable = self.is_nullable(position.node);
        let ty = match position.node {
            SchemaNode::Component(key) => self.reference(key),
            SchemaNode::Inline(schema) => {
                let key = vec![position.at.clone()];
                if let Some(id) = self.made.get(&key) {
                    Type::Named(*id)
                } else if self.depth >= MAX_DEPTH {
                    self.too_deep(&position.at);
                    Type::Any
                } else {
                    let making = Making {
                        target: Target::Inline(slot),
                        key,
                        docs: docs::of_schema(schema),
                        explicit: self.explicit_type_name(&position.at, &schema.schema_data),
                        shared_out: 0,
                    };
                    self.depth += 1;
                    let ty = self.body(position, making, None);
                    self.depth -= 1;
                    ty
                }
            }
        };
        Lowered { ty, nullable }
    }

    /// Lowers positions that hold together: a property that several branches of an `allOf` declare.
    pub(super) fn conjunction(&mut self, positions: &[Position<'a>], slot: Slot) -> Lowered {
        let positions = self.essential(positions);
        let [first, .., last] = positions.as_slice() else {
            return positions.first().map_or_else(Lowered::any, |only| self.position(only, slot));
        };
        let nullable = positions.iter().all(|position| self.is_nullable(position.node));
        let key: Vec<_> = positions.iter().map(Position::identity).collect();
        if let Some(id) = self.made.get(&key) {
            return Lowered { ty: Type::Named(*id), nullable };
        }
        if self.depth >= MAX_DEPTH {
            self.too_deep(&first.at);
            return Lowered::any();
        }
        let mut text = crate::ir::Docs::default();
        for position in positions.iter().rev() {
            if let SchemaNode::Inline(schema) = position.node {
                docs::complete(&mut text, docs::of_schema(schema));
            }
        }
        let data = match last.node {
            SchemaNode::Inline(schema) => Some(&schema.schema_data),
            SchemaNode::Component(_) => None,
        };
        let explicit = data.and_then(|data| self.explicit_type_name(&last.at, data));
        let making =
            Making { target: Target::Inline(slot), key, docs: text, explicit, shared_out: 0 };
        self.depth += 1;
        let mut within = Vec::new();
        let facets = self.facets(&positions, &mut within);
        let ty = self.facets_body(facets, &within, making);
        self.depth -= 1;
        Lowered { ty, nullable }
    }

    /// Defines a component.
    pub(super) fn component_body(&mut self, key: &'a str) {
        let Some(component) = self.components.get(key).copied() else { return };
        let Some(node) = self.component_schemas().and_then(|schemas| schemas.get(key)) else {
            return;
        };
        let at = component_pointer(key);
        let ty = match self.spec.schema(node) {
            SchemaNode::Component(target) => self.reference(target),
            SchemaNode::Inline(schema) => {
                let making = Making {
                    target: Target::Reserved(component.id),
                    key: vec![at.clone()],
                    docs: docs::of_schema(schema),
                    explicit: None,
                    shared_out: 0,
                };
                let node = SchemaNode::Inline(schema);
                let position = Position { node, at: at.clone(), home: None };
                match self.inheritance(key, schema, &making) {
                    Some(ty) => ty,
                    None => self.body(&position, making, Some(key)),
                }
            }
        };
        // A component that is another name for itself is found by the passes.
        if !self.defined.contains(&component.id) {
            self.define(component.id, TypeKind::Alias(ty));
        }
    }

    /// The type of a reference.
    pub(super) fn reference(&self, key: &str) -> Type {
        // Whether this is a file or text is settled by the place that refers to it.
        let file = self.component_schema(key).is_some_and(|(_, schema)| {
            let keywords = Keywords::of(schema);
            keywords.kind == Some(Kind::String) && keywords.format.as_deref() == Some("binary")
        });
        if file {
            return Type::Binary;
        }
        // Every reference leads somewhere, which the previous stage sees to.
        self.components.get(key).map_or(Type::Any, |component| Type::Named(component.id))
    }

    /// What an inline schema means. `component`: the key of the component it is the body of.
    pub(super) fn body(
        &mut self,
        position: &Position<'a>,
        making: Making,
        component: Option<&'a str>,
    ) -> Type {
        let SchemaNode::Inline(schema) = position.node else { return Type::Any };
        if let Some(path) = self.external(&position.at, Some(&schema.schema_data)) {
            return Type::External(path);
        }
        let only = self.only_branch(position).filter(|only| !self.is_bare_child(component, only));
        if let Some(only) = only {
            return match only.node {
                SchemaNode::Component(key) => self.reference(key),
                SchemaNode::Inline(_) if self.depth < MAX_DEPTH => {
                    self.depth += 1;
                    let ty = self.body(&only, making, component);
                    self.depth -= 1;
                    ty
                }
                SchemaNode::Inline(_) => {
                    self.too_deep(&only.at);
                    Type::Any
                }
            };
        }
        let mut within: Vec<&'a str> = component.into_iter().collect();
        let facets = self.facets(std::slice::from_ref(position), &mut within);
        self.facets_body(facets, &within, making)
    }

    /// The one schema that an `allOf`, `oneOf` or `anyOf` with nothing but annotations beside it comes down to.
    fn only_branch(&mut self, position: &Position<'a>) -> Option<Position<'a>> {
        let SchemaNode::Inline(schema) = position.node else { return None };
        let keywords = Keywords::of(schema);
        let (list, name) = match (keywords.all_of, keywords.one_of, keywords.any_of) {
            (list, [], []) => (list, "allOf"),
            ([], list, []) => (list, "oneOf"),
            ([], [], list) => (list, "anyOf"),
            _ => return None,
        };
        let kind = keywords.kind;
        // `type: object` beside the list repeats what its branches say.
        let bare = Keywords { all_of: &[], one_of: &[], any_of: &[], kind: None, ..keywords };
        if list.is_empty() || !matches!(kind, None | Some(Kind::Object)) || !bare.is_annotation() {
            return None;
        }
        let mut branches = self.positions(list, &position.at.key(name), position.home);
        if name == "allOf" {
            branches = self.essential(&branches);
        } else {
            branches.retain(|branch| !super::choice::is_null(branch));
        }
        if branches.len() == 1 { branches.pop() } else { None }
    }

    /// Whether a component is its parent and nothing else: an object like the parent's own, not the parent's union.
    fn is_bare_child(&self, component: Option<&str>, only: &Position<'a>) -> bool {
        match only.node {
            SchemaNode::Component(key) => component.is_some_and(|child| {
                self.is_parent(key)
                    && self.children.get(key).is_some_and(|children| children.contains(&child))
            }),
            SchemaNode::Inline(_) => false,
        }
    }

    /// Positions that say something of their own: without repetitions, annotations, and components that another one
    /// is made of.
    fn essential(&mut self, positions: &[Position<'a>]) -> Vec<Position<'a>> {
        let mut kept: Vec<Position<'a>> = Vec::new();
        for position in positions {
            let identity = position.identity();
            if !kept.iter().any(|other| other.identity() == identity) {
                kept.push(position.clone());
            }
        }
        let says = |position: &Position<'a>| match position.node {
            SchemaNode::Component(_) => true,
            SchemaNode::Inline(schema) => !Keywords::of(schema).is_annotation(),
        };
        if kept.len() > 1 && kept.iter().any(says) {
            kept.retain(says);
        }
        if kept.len() > 1 {
            let made_of: Vec<_> = kept.iter().map(|position| self.parts(position)).collect();
            let mut number = 0;
            let whole = kept.clone();
            kept.retain(|position| {
                let index = number;
                number += 1;
                let identity = position.identity();
                !(0..whole.len()).any(|other| {
                    other != index
                        && made_of[other].contains(&identity)
                        && !(made_of[index].contains(&whole[other].identity()) && other > index)
                })
            });
        }
        kept
    }

    /// The components that a position is made of by `allOf`.
    fn parts(&mut self, position: &Position<'a>) -> Vec<crate::source::Pointer> {
        if matches!(position.node, SchemaNode::Inline(_)) {
            return Vec::new();
        }
        let identity = position.identity();
        let facets = self.facets(std::slice::from_ref(position), &mut Vec::new());
        let parts = facets.into_iter().filter(|facet| !facet.maybe).map(|facet| facet.at);
        parts.filter(|at| *at != identity).collect()
    }

    /// What facets mean together.
    pub(super) fn facets_body(
        &mut self,
        facets: Vec<Facet<'a>>,
        within: &[&'a str],
        making: Making,
    ) -> Type {
        let (facets, shape, choices) = self.settle_choices(facets, within);
        if choices.is_empty() {
            self.plain(&shape, &facets, &making)
        } else {
            self.chosen(facets, &shape, choices, making)
        }
    }

    /// What a shape without alternatives means.
    pub(super) fn plain(
        &mut self,
        shape: &Shape<'a>,
        facets: &[Facet<'a>],
        making: &Making,
    ) -> Type {
        if shape.values.is_some() {
            return self.listed(shape, facets, making);
        }
        match shape.kind {
            Some(Kind::Object) => self.object(shape, making),
            Some(Kind::Array) => self.array(shape, facets, making),
            Some(kind) => {
                let format = shape.format.as_deref();
                scalar::scalar(kind, format, shape.minimum, shape.maximum, &self.config.types)
            }
            None if !shape.properties.is_empty()
                || !shape.required.is_empty()
                || !matches!(shape.additional, Extra::Unsaid) =>
            {
                self.object(shape, making)
            }
            None => self.untyped(facets),
        }
    }

    fn untyped(&mut self, facets: &[Facet<'a>]) -> Type {
        for facet in facets {
            if facet.keywords.not.is_some_and(|not| self.allows_everything(not)) {
                self.sink.note(
                    codes::FALSE_SCHEMA,
                    &facet.at,
                    "this schema allows no value; any JSON value is taken",
                );
            }
        }
        Type::Any
    }

    fn allows_everything(&self, node: &'a openapiv3::ReferenceOr<openapiv3::Schema>) -> bool {
        match self.spec.schema(node) {
            SchemaNode::Inline(schema) => {
                let keywords = Keywords::of(schema);
                keywords.is_annotation() && keywords.not.is_none()
            }
            SchemaNode::Component(_) => false,
        }
    }

    fn array(&mut self, shape: &Shape<'a>, facets: &[Facet<'a>], making: &Making) -> Type {
        let slot = making.target.item();
        if let Some((items, rest)) = self.prefix_items(shape) {
            if items.len() <= LONGEST_TUPLE && Self::has_fixed_length(facets, items.len()) {
                let types = items.iter().enumerate();
                let types = types
                    .map(|(index, item)| self.position(item, making.target.nth(index)).element());
                return Type::Tuple(types.collect());
            }
            let items: Vec<_> = items.into_iter().chain(rest).collect();
            return Type::List(Box::new(self.alternatives(&items, slot).element()));
        }
        if shape.items.is_empty() {
            return Type::List(Box::new(Type::Any));
        }
        let items = shape.items.clone();
        Type::List(Box::new(self.conjunction(&items, slot).element()))
    }

    /// The items of a tuple, one by one, and what comes after them; `None` for a list.
    fn prefix_items(&self, shape: &Shape<'a>) -> Option<(Vec<Position<'a>>, Vec<Position<'a>>)> {
        let [position] = shape.items.as_slice() else { return None };
        let SchemaNode::Inline(schema) = position.node else { return None };
        if !schema.schema_data.extensions.contains_key(ext::PREFIX_ITEMS) {
            return None;
        }
        let keywords = Keywords::of(schema);
        let of = |list, name| self.positions(list, &position.at.key(name), position.home);
        Some((of(keywords.all_of, "allOf"), of(keywords.any_of, "anyOf")))
    }

    fn has_fixed_length(facets: &[Facet<'a>], length: usize) -> bool {
        facets.iter().all(|facet| {
            !facet.keywords.data.extensions.contains_key(ext::TUPLE_REST)
                || facet.keywords.max_items == Some(length)
        })
    }

    /// Where the parts of a type live.
    pub(super) fn part(id: crate::ir::TypeId, role: Role) -> Slot {
        Slot::new(Parent::Type(id), role)
    }
}
