//! Inheritance by discriminator: a parent with a `discriminator`, and children that are `allOf` the parent and more.
//!
//! The parent's name becomes a union of its descendants. Its own properties are merged into each child; where the
//! mapping names the parent itself, an object with just those is made for it.

use openapiv3::Schema;

use super::keywords::Keywords;
use super::shape::{Position, component_pointer};
use super::tagging::Pending;
use super::union::plain_variant;
use super::{Lowering, Making, Target};
use crate::diag::folded;
use crate::ir::{Docs, Role, Tagging, Type, TypeId, TypeKind, Union};
use crate::spec::SchemaNode;

impl<'a> Lowering<'a> {
    /// Finds the children of all components with a discriminator of their own.
    pub(super) fn find_children(&mut self) {
        let keys: Vec<&'a str> = self.components.keys().copied().collect();
        for key in keys {
            let Some(schema) = self.own_schema(key) else { continue };
            for branch in Keywords::of(schema).all_of {
                if let SchemaNode::Component(parent) = self.spec.schema(branch)
                    && let Some((parent, _)) = self.component_schema(parent)
                    && parent != key
                {
                    self.children.entry(parent).or_default().push(key);
                }
            }
        }
    }

    /// The union that stands for a parent; `None` when the component is none.
    pub(super) fn inheritance(
        &mut self,
        key: &'a str,
        schema: &'a Schema,
        making: &Making,
    ) -> Option<Type> {
        let Target::Reserved(id) = making.target else { return None };
        if !self.is_parent(key) || self.external_is_set(key, schema) {
            return None;
        }
        let discriminator = schema.schema_data.discriminator.as_ref()?;
        let mut mapping = self.mapping(Some(discriminator));
        if mapping.is_empty() {
            for text in self.values_of_itself(key, schema, &discriminator.property_name) {
                mapping.insert(text, key.to_owned());
            }
        }
        let mut members: Vec<&'a str> = Vec::new();
        if mapping.values().any(|target| target == key) {
            members.push(key);
        }
        members.extend(self.descendants(key));
        for target in mapping.values() {
            if let Some((name, _)) = self.components.get_key_value(target.as_str())
                && !members.contains(name)
            {
                members.push(*name);
            }
        }
        let id = self.claim(&Making { target: Target::Reserved(id), ..making.clone() });
        let mut variants = Vec::new();
        let mut keys = Vec::new();
        for member in members {
            let ty = if self.is_parent(member) {
                self.own_object(id, member)
            } else {
                self.components.get(member).map_or(Type::Any, |component| Type::Named(component.id))
            };
            variants.push(plain_variant(ty, component_pointer(member)));
            keys.push(vec![member.to_owned()]);
        }
        let property = Some(discriminator.property_name.clone());
        self.unions.push(Pending { id, property, mapping, keys });
        Some(self.define(id, TypeKind::Union(Union { variants, tagging: Tagging::Shape })))
    }

    /// Whether a use of the component is a use of one of its descendants.
    pub(super) fn is_parent(&self, key: &str) -> bool {
        let Some(schema) = self.own_schema(key) else { return false };
        let keywords = Keywords::of(schema);
        schema.schema_data.discriminator.is_some()
            && keywords.one_of.is_empty()
            && keywords.any_of.is_empty()
            && self.children.contains_key(key)
    }

    /// Children, their children and so on, in document order.
    fn descendants(&self, key: &'a str) -> Vec<&'a str> {
        let mut found: Vec<&'a str> = Vec::new();
        let mut pending = vec![key];
        while let Some(parent) = pending.pop() {
            for child in self.children.get(parent).into_iter().flatten() {
                if *child != key && !found.contains(child) {
                    found.push(child);
                    pending.push(child);
                }
            }
        }
        found.sort_by_key(|key| self.components.get_index_of(key));
        found
    }

    /// The values of a parent's property that name none of its children, when each child is named by one: an object of
    /// such a value is the parent and nothing else.
    fn values_of_itself(
        &mut self,
        key: &'a str,
        schema: &'a Schema,
        property: &str,
    ) -> Vec<String> {
        let own = Keywords::of(schema).properties.and_then(|all| all.get(property));
        let Some(own) = own else { return Vec::new() };
        let own = Position::child(self, own, component_pointer(key), None);
        let all = self.texts_at(&[own]);
        let mut taken: Vec<String> = Vec::new();
        for child in self.descendants(key) {
            let child_at = component_pointer(child);
            let node = SchemaNode::Component(child);
            let facets =
                self.facets(&[Position { node, at: child_at, home: None }], &mut Vec::new());
            let shape = self.combine(&facets, &[]);
            let positions = shape.properties.get(property).map(|found| found.positions.clone());
            let mut texts = self.texts_at(&positions.unwrap_or_default());
            if texts.len() == all.len() {
                // Nothing of its own: the value that is written like its name.
                texts.retain(|text| folded(text) == folded(child));
            }
            if texts.is_empty() {
                return Vec::new();
            }
            taken.extend(texts);
        }
        all.into_iter().filter(|text| !taken.contains(text)).collect()
    }

    /// The texts that positions list together.
    fn texts_at(&mut self, positions: &[Position<'a>]) -> Vec<String> {
        let facets = self.facets(positions, &mut Vec::new());
        let values = self.combine(&facets, &[]).values.unwrap_or_default();
        values.into_iter().filter_map(|listed| Some(listed.value.as_str()?.to_owned())).collect()
    }

    /// The parent's own properties as an object.
    fn own_object(&mut self, union: TypeId, key: &'a str) -> Type {
        let at = component_pointer(key);
        let Some(schema) = self.own_schema(key) else { return Type::Any };
        let home = self.components.get(key).map(|component| component.id);
        let position = Position { node: SchemaNode::Inline(schema), at: at.clone(), home };
        let slot = Self::part(home.unwrap_or(union), Role::Property("base".to_owned()));
        let making = Making {
            target: Target::Inline(slot),
            // Not the pointer alone: that is the union's.
            key: vec![at.key("discriminator"), at],
            docs: Docs { title: None, ..super::docs::of_schema(schema) },
            explicit: None,
            shared_out: 0,
        };
        if let Some(id) = self.made.get(&making.key) {
            return Type::Named(*id);
        }
        self.body(&position, making, Some(key))
    }

    /// The schema of a component that is not just a reference.
    fn own_schema(&self, key: &str) -> Option<&'a Schema> {
        match self.spec.schema(self.component_schemas()?.get(key)?) {
            SchemaNode::Inline(schema) => Some(schema),
            SchemaNode::Component(_) => None,
        }
    }

    fn external_is_set(&mut self, key: &str, schema: &'a Schema) -> bool {
        self.external(&component_pointer(key), Some(&schema.schema_data)).is_some()
    }
}
