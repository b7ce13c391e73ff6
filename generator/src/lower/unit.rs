//! Branches of a union as far as scalars go: what cannot be told apart is merged, so that an enum and "any text" are
//! one open enum, and a date or any text is text.

use super::choice;
use super::keywords::{Keywords, Kind};
use super::shape::{Choice, Extra, Facet, Position};
use super::{Lowering, docs, scalar};
use crate::ir::{EnumValue, Number, StringFormat, Type};
use crate::spec::SchemaNode;

/// Alternatives beyond this number are not looked at one by one against each other.
const MAX_FLATTENED: usize = 512;

/// How far unions of unions are looked into for enums.
const MAX_COLLAPSED: usize = 3;

/// A branch with what holds beside the choice.
pub(super) struct Branch<'a> {
    pub(super) position: Position<'a>,
    /// The branch's facets after those that all branches share.
    pub(super) facets: Vec<Facet<'a>>,
    /// Whether the branch alone says it all.
    pub(super) whole: bool,
}

/// What a branch comes down to.
pub(super) enum Unit<'a> {
    /// Constants.
    Listed {
        values: Vec<EnumValue>,
        kind: Option<Kind>,
        open: bool,
        branch: Box<Branch<'a>>,
        merged: bool,
    },
    /// A scalar.
    Scalar { ty: Type, kind: Kind, branch: Box<Branch<'a>> },
    /// Anything else.
    Other(Box<Branch<'a>>),
}

impl<'a> Lowering<'a> {
    /// The branches of a choice, merged where they cannot be told apart. `base` holds beside each of them; unnamed
    /// unions among them are spliced in.
    pub(super) fn units(
        &mut self,
        choice: Choice<'a>,
        base: &[Facet<'a>],
        splice: bool,
    ) -> Vec<Unit<'a>> {
        let kind = self.combine(base, &[]).kind;
        let mut units: Vec<Unit<'a>> = Vec::new();
        for position in self.flattened(choice, splice) {
            if let Some(branch) = self.branch(position, base, kind) {
                let unit = self.unit(branch, 0);
                self.add(&mut units, unit);
            }
        }
        // Tried in order, an open enum would take every text: it comes after the formats.
        units.sort_by_key(|unit| matches!(unit, Unit::Listed { .. }));
        units
    }

    /// Branches once each, with the branches of unnamed unions in their place.
    fn flattened(&mut self, choice: Choice<'a>, splice: bool) -> Vec<Position<'a>> {
        let mut flat: Vec<Position<'a>> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        let mut pending: Vec<Position<'a>> = choice.branches.into_iter().rev().collect();
        while let Some(position) = pending.pop() {
            if choice::is_null(&position) || !seen.insert(position.identity()) {
                continue;
            }
            if splice
                && flat.len() < MAX_FLATTENED
                && let SchemaNode::Inline(schema) = position.node
                && schema.schema_data.discriminator.is_none()
                && schema.schema_data.title.is_none()
            {
                let keywords = Keywords::of(schema);
                let bare = Keywords { one_of: &[], any_of: &[], ..keywords.clone() };
                let (list, name) = match (keywords.one_of, keywords.any_of) {
                    (list, []) => (list, "oneOf"),
                    ([], list) => (list, "anyOf"),
                    _ => (&[][..], ""),
                };
                if !list.is_empty() && bare.is_annotation() {
                    let inner = self.positions(list, &position.at.key(name), position.home);
                    pending.extend(inner.into_iter().rev());
                    continue;
                }
            }
            flat.push(position);
        }
        flat
    }

    /// A branch, unless it is of another JSON type than what holds beside it, so that no value can be both.
    fn branch(
        &mut self,
        position: Position<'a>,
        base: &[Facet<'a>],
        kind: Option<Kind>,
    ) -> Option<Branch<'a>> {
        let own = self.facets(std::slice::from_ref(&position), &mut Vec::new());
        let own_kind = own.iter().rev().find_map(|facet| facet.keywords.kind);
        if let (Some(kind), Some(own_kind)) = (kind, own_kind)
            && !kind.agrees_with(own_kind)
        {
            return None;
        }
        let whole = base.is_empty()
            || (matches!(position.node, SchemaNode::Component(_)) && self.covers(&own, base));
        let mut facets = if whole { Vec::new() } else { base.to_vec() };
        for facet in own {
            if !facets.iter().any(|known| known.at == facet.at) {
                facets.push(facet);
            }
        }
        Some(Branch { position, facets, whole })
    }

    /// Whether a component has all that holds beside the choice, usually because it is made of the same parent.
    fn covers(&mut self, own: &[Facet<'a>], base: &[Facet<'a>]) -> bool {
        let base = self.combine(base, &[]);
        let own = self.combine(own, &[]);
        base.values.is_none()
            && base.items.is_empty()
            && matches!(base.kind, None | Some(Kind::Object))
            && (base.kind.is_none() || own.kind == Some(Kind::Object) || !own.choices.is_empty())
            && !matches!(base.additional, Extra::Typed(_))
            && base.properties.keys().all(|name| own.properties.contains_key(name))
            && base.required.keys().all(|name| own.required.contains_key(name))
    }

    /// What a branch comes down to, as far as scalars go.
    fn unit(&mut self, branch: Branch<'a>, depth: usize) -> Unit<'a> {
        if let SchemaNode::Component(key) = branch.position.node
            && self.component_schema(key).is_some_and(|(key, schema)| {
                let at = super::shape::component_pointer(key);
                self.external(&at, Some(&schema.schema_data)).is_some()
            })
        {
            return Unit::Other(Box::new(branch));
        }
        let (facets, shape, mut choices) = self.settle_choices(branch.facets.clone(), &[]);
        if let (1, true, Some(choice)) = (choices.len(), shape.has_no_structure(), choices.pop()) {
            return match self.collapsed(choice, depth) {
                Some(Unit::Listed { values, kind, open, .. }) => {
                    Unit::Listed { values, kind, open, branch: Box::new(branch), merged: false }
                }
                Some(Unit::Scalar { ty, kind, .. }) => {
                    Unit::Scalar { ty, kind, branch: Box::new(branch) }
                }
                _ => Unit::Other(Box::new(branch)),
            };
        }
        if !choices.is_empty() || shape.items.len() + shape.properties.len() > 0 {
            return Unit::Other(Box::new(branch));
        }
        let kind =
            shape.kind.filter(|kind| !matches!(kind, Kind::Array | Kind::Object | Kind::Null));
        if shape.values.is_some() {
            let mut values = self.enum_values(&shape, &facets);
            if values.iter().all(|value| !value.value.is_object() && !value.value.is_array()) {
                name_constant(&mut values, &branch);
                let open = !self.config.types.closed_enums;
                let branch = Box::new(branch);
                return Unit::Listed { values, kind: shape.kind, open, branch, merged: false };
            }
        }
        match kind {
            Some(kind) if shape.values.is_none() => {
                let format = shape.format.as_deref();
                let ty =
                    scalar::scalar(kind, format, shape.minimum, shape.maximum, &self.config.types);
                Unit::Scalar { ty, kind, branch: Box::new(branch) }
            }
            _ => Unit::Other(Box::new(branch)),
        }
    }

    /// The one enum or scalar that a union of such comes down to: two open enums cannot be told apart by their values.
    fn collapsed(&mut self, choice: Choice<'a>, depth: usize) -> Option<Unit<'a>> {
        if depth >= MAX_COLLAPSED {
            return None;
        }
        let mut units = Vec::new();
        for position in self.flattened(choice, true) {
            let branch = self.branch(position, &[], None)?;
            let unit = self.unit(branch, depth + 1);
            if matches!(unit, Unit::Other(_)) {
                return None;
            }
            self.add(&mut units, unit);
        }
        if units.len() == 1 { units.pop() } else { None }
    }

    /// Adds a unit to those before it, merged with one of them if the two cannot be told apart.
    fn add(&self, units: &mut Vec<Unit<'a>>, unit: Unit<'a>) {
        match unit {
            Unit::Listed { values, kind, open, branch, merged } => {
                for known in units.iter_mut() {
                    match known {
                        Unit::Listed { values: before, kind: kind_before, merged, .. } => {
                            for value in values {
                                if !before.iter().any(|known| known.value == value.value) {
                                    before.push(value);
                                }
                            }
                            if *kind_before != kind {
                                *kind_before = None;
                            }
                            *merged = true;
                            return;
                        }
                        Unit::Scalar { ty, kind: plain, .. }
                            if kind == Some(*plain) && is_plain(ty) =>
                        {
                            if *plain != Kind::Boolean && !self.config.types.closed_enums {
                                *known = Unit::Listed { values, kind, open: true, branch, merged };
                            } else if *plain != Kind::Boolean {
                                *known =
                                    Unit::Listed { values, kind, open: true, branch, merged: true };
                            }
                            return;
                        }
                        _ => {}
                    }
                }
                units.push(Unit::Listed { values, kind, open, branch, merged });
            }
            Unit::Scalar { ty, kind, branch } => {
                for known in units.iter_mut() {
                    match known {
                        Unit::Listed { kind: listed, open, merged, .. }
                            if *listed == Some(kind) && is_plain(&ty) =>
                        {
                            *merged |= !*open;
                            *open = true;
                            return;
                        }
                        Unit::Scalar { ty: before, .. } => {
                            if let Some(wider) = wider(before, &ty) {
                                *before = wider;
                                return;
                            }
                        }
                        _ => {}
                    }
                }
                units.push(Unit::Scalar { ty, kind, branch });
            }
            Unit::Other(branch) => units.push(Unit::Other(branch)),
        }
    }
}

/// The title and description of a branch with one constant are the constant's.
fn name_constant(values: &mut [EnumValue], branch: &Branch<'_>) {
    let ([value], SchemaNode::Inline(schema)) = (values, branch.position.node) else { return };
    let data = &schema.schema_data;
    value.explicit_name = value
        .explicit_name
        .take()
        .or_else(|| docs::rust_name(&data.extensions))
        .or_else(|| docs::text(data.title.as_deref()));
    let text = docs::text(data.description.as_deref());
    value.docs.description = value.docs.description.take().or(text);
    value.docs.deprecated = docs::deprecated(data.deprecated, &data.extensions);
}

fn is_plain(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Bool | Type::Integer(_) | Type::Number(_) | Type::String(StringFormat::Plain)
    )
}

/// The scalar that holds the values of both, if one does.
fn wider(one: &Type, other: &Type) -> Option<Type> {
    use crate::ir::Integer::{I64, U8, U16, U32, U64};
    match (one, other) {
        (one, other) if one == other => Some(one.clone()),
        (Type::String(StringFormat::Plain), Type::String(_))
        | (Type::String(_), Type::String(StringFormat::Plain)) => {
            Some(Type::String(StringFormat::Plain))
        }
        (Type::Integer(U64), Type::Integer(U8 | U16 | U32))
        | (Type::Integer(U8 | U16 | U32), Type::Integer(U64)) => Some(Type::Integer(U64)),
        (Type::Integer(U64), Type::Integer(_)) | (Type::Integer(_), Type::Integer(U64)) => {
            Some(Type::Number(Number::Exact))
        }
        (Type::Integer(_), Type::Integer(_)) => Some(Type::Integer(I64)),
        (Type::Number(Number::Decimal), Type::Number(_) | Type::Integer(_))
        | (Type::Number(_) | Type::Integer(_), Type::Number(Number::Decimal)) => {
            Some(Type::Number(Number::Decimal))
        }
        (Type::Number(Number::Exact) | Type::Integer(_), Type::Number(_))
        | (Type::Number(_), Type::Number(Number::Exact) | Type::Integer(_)) => {
            Some(Type::Number(Number::Exact))
        }
        (Type::Number(_), Type::Number(_)) => Some(Type::Number(Number::F64)),
        _ => None,
    }
}
