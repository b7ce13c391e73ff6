//! Unions: the branches of a `oneOf` or `anyOf` as one enum, one scalar, or several variants.
//!
//! `anyOf` is read like `oneOf`: a value that fits several branches is of the first that holds more of its keys.

use indexmap::IndexMap;
use openapiv3::Discriminator;

use super::shape::{Choice, Facet};
use super::tagging::Pending;
use super::unit::{Branch, Unit};
use super::{Lowering, Making, Target, docs};
use crate::ir::{Docs, Probe, Role, Tagging, Type, TypeId, TypeKind, Union, Variant};
use crate::source::Pointer;
use crate::spec::SchemaNode;

/// A union that has its id, and whose variants are still to be lowered.
pub(super) struct Waiting<'a> {
    id: TypeId,
    units: Vec<Unit<'a>>,
    discriminator: Option<&'a Discriminator>,
    making: Making,
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
        let splice = discriminator.is_none() && base.is_empty();
        let mut units = self.units(choice, base, splice);
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
