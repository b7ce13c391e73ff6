//! Unions: the branches of a `oneOf` or `anyOf` as one enum, one scalar, or several variants.
//!
//! `anyOf` is read like `oneOf`: a value that fits several branches is of the first that holds more of its keys.

use indexmap::IndexMap;
use openapiv3::Discriminator;

use super::keywords::{Keywords, Kind};
use super::shape::{Choice, Extra, Facet, Position, Shape};
use super::tagging::Pending;
use super::{Lowering, Making, Target, docs, scalar};
use crate::ir::{
    Docs, EnumValue, Number, Probe, Role, StringFormat, Tagging, Type, TypeId, TypeKind, Union,
    Variant,
};
use crate::source::Pointer;
use crate::spec::SchemaNode;

/// Alternatives beyond this number are not looked at one by one against each other.
const MAX_FLATTENED: usize = 512;

/// How far unions of unions are looked into for enums.
const MAX_COLLAPSED: usize = 3;

/// A branch with what holds beside the choice.
struct Branch<'a> {
    position: Position<'a>,
    /// The branch's facets after those that all branches share.
    facets: Vec<Facet<'a>>,
    /// Whether the branch alone says it all.
    whole: bool,
}

/// A union that has its id, and whose variants are still to be lowered.
pub(super) struct Waiting<'a> {
    id: TypeId,
    units: Vec<Unit<'a>>,
    discriminator: Option<&'a Discriminator>,
    making: Making,
}

/// What a branch comes down to.
enum Unit<'a> {
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
    /// The type of a choice. `base` holds beside each branch.
    pub(super) fn union(
        &mut self,
        choice: Choice<'a>,
        base: &[Facet<'a>],
        discriminator: Option<&'a Discriminator>,
        making: Making,
    ) -> Type {
        let positions = self.flattened(choice, discriminator.is_none() && base.is_empty());
        let kind = self.combine(base, &[]).kind;
        let branches: Vec<Branch<'a>> = positions
            .into_iter()
            .filter_map(|position| self.branch(position, base, kind))
            .collect();
        let mut units: Vec<Unit<'a>> = Vec::new();
        for branch in branches {
            let unit = self.unit(branch, 0);
            self.add(&mut units, unit);
        }
        // Tried in order, an open enum would take every text: it comes after the formats.
        units.sort_by_key(|unit| matches!(unit, Unit::Listed { .. }));
        if units.is_empty() {
            // No alternative can hold with what is beside them; that much is known.
            return match base {
                [] => Type::Null,
                base => self.facets_body(base.to_vec(), &[], making),
            };
        }
        if units.len() == 1
            && let Some(unit) = units.pop()
        {
            return self.single(unit, making);
        }
        let id = self.claim(&making);
        let union = Waiting { id, units, discriminator, making };
        self.waiting.push_back(super::Waiting::Union(Box::new(union)));
        Type::Named(id)
    }

    /// Branches once each, with the branches of unnamed unions in their place.
    fn flattened(&mut self, choice: Choice<'a>, splice: bool) -> Vec<Position<'a>> {
        let mut flat: Vec<Position<'a>> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        let mut pending: Vec<Position<'a>> = choice.branches.into_iter().rev().collect();
        while let Some(position) = pending.pop() {
            if super::choice::is_null(&position) || !seen.insert(position.identity()) {
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
            && base.required.iter().all(|name| own.required.contains(name))
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
                name_constant(&mut values, &branch, &shape);
                let open = !self.config.types.closed_enums;
                let branch = Box::new(branch);
                return Unit::Listed { values, kind: shape.kind, open, branch, merged: false };
            }
        }
        match kind {
            Some(kind) if shape.values.is_none() => {
                let format = shape.format.as_deref();
                let ty = scalar::scalar(kind, format, shape.minimum, shape.maximum);
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

    /// The type of a choice of which one unit is left.
    fn single(&mut self, unit: Unit<'a>, making: Making) -> Type {
        match unit {
            Unit::Listed { branch, merged: false, .. } if is_reference(&branch) => {
                self.whole_branch(*branch, making)
            }
            Unit::Listed { values, kind, open, .. } => {
                self.enumeration(values, kind, open, &making)
            }
            Unit::Scalar { ty, .. } => ty,
            Unit::Other(branch) => self.whole_branch(*branch, making),
        }
    }

    fn whole_branch(&mut self, branch: Branch<'a>, making: Making) -> Type {
        if branch.whole {
            match branch.position.node {
                SchemaNode::Inline(_) => self.body(&branch.position, making, None),
                SchemaNode::Component(key) => self.reference(key),
            }
        } else {
            self.facets_body(branch.facets, &[], making)
        }
    }

    /// The variants of a union that has its id.
    pub(super) fn union_members(&mut self, union: Waiting<'a>) {
        let Waiting { id, units, discriminator, making } = union;
        let mapping = self.mapping(discriminator);
        let mut variants: Vec<Variant> = Vec::new();
        let mut keys: Vec<Vec<String>> = Vec::new();
        for (index, unit) in units.into_iter().enumerate() {
            let (variant, key) = self.variant(unit, index, id, &making, &mapping);
            add_variant(&mut variants, &mut keys, variant, key);
        }
        for key in mapping.values() {
            // A schema that only the mapping names is an alternative, too.
            if let Some((&name, component)) = self.components.get_key_value(key.as_str())
                && !keys.iter().flatten().any(|known| known == key)
            {
                let at = super::shape::component_pointer(name);
                let variant = plain_variant(Type::Named(component.id), at);
                add_variant(&mut variants, &mut keys, variant, Some(key.clone()));
            }
        }
        if variants.len() == 1
            && let Some(only) = variants.pop()
        {
            self.define(id, TypeKind::Alias(only.ty));
            return;
        }
        let property = discriminator.map(|found| found.property_name.clone());
        self.unions.push(Pending { id, property, mapping, keys });
        self.define(id, TypeKind::Union(Union { variants, tagging: Tagging::Shape }));
    }

    fn variant(
        &mut self,
        unit: Unit<'a>,
        index: usize,
        id: TypeId,
        making: &Making,
        mapping: &IndexMap<String, String>,
    ) -> (Variant, Option<String>) {
        let branch = match &unit {
            Unit::Listed { branch, .. } | Unit::Scalar { branch, .. } | Unit::Other(branch) => {
                branch
            }
        };
        let position = branch.position.clone();
        let key = match position.node {
            SchemaNode::Component(key) => Some(key.to_owned()),
            SchemaNode::Inline(_) => None,
        };
        let tag = key.as_ref().map(|key| {
            mapping.iter().find(|(_, target)| *target == key).map_or(key, |(tag, _)| tag).clone()
        });
        let slot = Self::part(id, Role::Variant { index, tag });
        let (text, explicit, title) = match position.node {
            SchemaNode::Inline(schema) => {
                let data = &schema.schema_data;
                let text = docs::of_schema(schema);
                let title = text.title.clone();
                (text, self.explicit_name(&position.at, &data.extensions), title)
            }
            SchemaNode::Component(_) => (Docs::default(), self.overrides.name(&position.at), None),
        };
        let whole_inline =
            matches!((&unit, position.node), (Unit::Other(_), SchemaNode::Inline(_)))
                && branch.whole;
        let ty = if whole_inline {
            self.position(&position, slot).ty
        } else {
            let mut key = making.key.clone();
            key.push(position.identity());
            let docs = if key.len() > 1 { text.clone() } else { Docs::default() };
            let explicit = None;
            let shared_out = making.shared_out + usize::from(!branch.whole);
            let inner = Making { target: Target::Inline(slot), key, docs, explicit, shared_out };
            self.deeper(&position.at, |lowering| lowering.single(unit, inner))
        };
        let variant = Variant {
            explicit_name: explicit,
            title,
            docs: text,
            ..plain_variant(ty, position.at)
        };
        (variant, key)
    }

    /// Runs `make` one level deeper, unless that is too deep.
    fn deeper(&mut self, at: &Pointer, make: impl FnOnce(&mut Self) -> Type) -> Type {
        if self.depth >= super::MAX_DEPTH {
            self.too_deep(at);
            return Type::Any;
        }
        self.depth += 1;
        let ty = make(self);
        self.depth -= 1;
        ty
    }

    /// The mapping of a discriminator with component keys for values, which are references by now.
    pub(super) fn mapping(
        &self,
        discriminator: Option<&Discriminator>,
    ) -> IndexMap<String, String> {
        let each = discriminator.into_iter().flat_map(|found| &found.mapping);
        let known = each.filter_map(|(tag, target)| {
            let key = target.strip_prefix("#/components/schemas/").unwrap_or(target);
            let (key, _) = self.components.get_key_value(key)?;
            Some((tag.clone(), (*key).to_owned()))
        });
        known.collect()
    }
}

/// A variant without names, tags or docs.
pub(super) fn plain_variant(ty: Type, origin: Pointer) -> Variant {
    Variant {
        ty,
        tags: Vec::new(),
        tag_is_field: false,
        probe: Probe::default(),
        explicit_name: None,
        title: None,
        docs: Docs::default(),
        origin,
    }
}

/// Two branches of one type are one variant with the tags of both.
fn add_variant(
    variants: &mut Vec<Variant>,
    keys: &mut Vec<Vec<String>>,
    variant: Variant,
    key: Option<String>,
) {
    if let Some(index) = variants.iter().position(|known| known.ty == variant.ty) {
        keys[index].extend(key);
        docs::complete(&mut variants[index].docs, variant.docs);
    } else {
        variants.push(variant);
        keys.push(key.into_iter().collect());
    }
}

fn is_reference(branch: &Branch<'_>) -> bool {
    branch.whole && matches!(branch.position.node, SchemaNode::Component(_))
}

/// The title and description of a branch with one constant are the constant's.
fn name_constant(values: &mut [EnumValue], branch: &Branch<'_>, shape: &Shape<'_>) {
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
    debug_assert!(shape.values.is_some());
}

fn is_plain(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Bool | Type::Integer(_) | Type::Number(_) | Type::String(StringFormat::Plain)
    )
}

/// The scalar that holds the values of both, if one does.
fn wider(one: &Type, other: &Type) -> Option<Type> {
    use crate::ir::Integer::{I64, U64};
    match (one, other) {
        (one, other) if one == other => Some(one.clone()),
        (Type::String(StringFormat::Plain), Type::String(_))
        | (Type::String(_), Type::String(StringFormat::Plain)) => {
            Some(Type::String(StringFormat::Plain))
        }
        (Type::Integer(U64), Type::Integer(_)) | (Type::Integer(_), Type::Integer(U64)) => {
            Some(Type::Integer(U64))
        }
        (Type::Integer(_), Type::Integer(_)) => Some(Type::Integer(I64)),
        (Type::Number(_), Type::Number(_) | Type::Integer(_))
        | (Type::Integer(_), Type::Number(_)) => Some(Type::Number(Number::F64)),
        _ => None,
    }
}
