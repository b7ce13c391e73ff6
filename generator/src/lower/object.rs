//! Objects: fields, presence, and what other keys mean.

use openapiv3::SchemaData;
use serde_json::Value;

use super::keywords::{Keywords, Kind};
use super::shape::{Extra, Position, Property, Shape};
use super::{Lowered, Lowering, Making, Waiting, codes, docs};
use crate::ir::{
    Access, Additional, Docs, Field, Integer, Number, Object, Presence, Role, StringFormat, Type,
    TypeId, TypeKind,
};
use crate::source::Pointer;
use crate::spec::SchemaNode;

impl<'a> Lowering<'a> {
    /// What the shape of an object means: a map when no key is known, else an object with fields.
    pub(super) fn object(&mut self, shape: &Shape<'a>, making: &Making) -> Type {
        if shape.properties.is_empty() && !matches!(shape.additional, Extra::None) {
            // Required keys without a declared property leave it a map: nothing is known of the other keys.
            let slot = making.target.map_value();
            let value = match &shape.additional {
                Extra::Typed(positions) => self.conjunction(&positions.clone(), slot).element(),
                _ => Type::Any,
            };
            return Type::Map(Box::new(value));
        }
        let id = self.claim(making);
        self.waiting.push_back(Waiting::Object { id, shape: Box::new(shape.clone()) });
        Type::Named(id)
    }

    /// The fields of an object that has its id.
    pub(super) fn object_members(&mut self, id: TypeId, shape: &Shape<'a>) {
        let mut fields = Vec::with_capacity(shape.properties.len());
        for (name, property) in &shape.properties {
            let required = shape.required.get(name).map(Vec::as_slice);
            let field = self.field(name, property, required.unwrap_or_default(), id);
            fields.push(Field { null_seen: shape.nulls.contains(name), ..field });
        }
        let additional = match &shape.additional {
            Extra::Unsaid => Additional::Ignored,
            Extra::None => Additional::Forbidden,
            Extra::Any => Additional::Typed(Type::Any),
            Extra::Typed(positions) => {
                let slot = Self::part(id, Role::MapValue(Box::new(Role::Element)));
                Additional::Typed(self.conjunction(&positions.clone(), slot).element())
            }
        };
        // What others that are made of it declare is here without a type; a key of a map is no field.
        let undeclared =
            shape.required.iter().filter(|_| !matches!(additional, Additional::Typed(_)));
        for (name, places) in undeclared {
            if !shape.properties.contains_key(name) {
                fields.push(Field {
                    wire_name: (*name).to_owned(),
                    ty: Type::Any,
                    presence: Presence::Required,
                    default: None,
                    constant: None,
                    null_seen: false,
                    access: Access::Both,
                    explicit_name: None,
                    docs: Docs::default(),
                    origin: places.last().cloned().unwrap_or_else(Pointer::root),
                });
            }
        }
        self.define(id, TypeKind::Object(Object { fields, additional }));
    }

    /// A field. `asked`: the places that require it.
    fn field(
        &mut self,
        name: &str,
        property: &Property<'a>,
        asked: &[Pointer],
        id: TypeId,
    ) -> Field {
        let positions = &property.positions;
        let required = !asked.is_empty();
        let origin = positions.last().map_or_else(Pointer::root, |position| position.at.clone());
        let said = self.said(positions);
        let constant =
            if required && !property.alternatives { self.constant(positions) } else { None };
        let lowered = if let Some(value) = &constant {
            Lowered { ty: constant_type(value), nullable: false }
        } else {
            // A type in the words of the schema it was first declared in is named after that.
            let home = match positions.as_slice() {
                [only] => only.home.unwrap_or(id),
                _ => id,
            };
            let slot = Self::part(home, Role::Property(name.to_owned()));
            if property.alternatives {
                self.alternatives(positions, slot)
            } else {
                self.reconciled(positions, slot)
            }
        };
        let presence = match (required, lowered.nullable && lowered.ty != Type::Any) {
            (true, false) => Presence::Required,
            (false, false) => Presence::Optional,
            (true, true) => Presence::Nullable,
            (false, true) => Presence::OptionalNullable,
        };
        let data = positions.last().and_then(|position| match position.node {
            SchemaNode::Inline(schema) => Some(&schema.schema_data),
            SchemaNode::Component(_) => None,
        });
        Field {
            wire_name: name.to_owned(),
            ty: lowered.ty,
            presence,
            default: said
                .iter()
                .find_map(|data| data.default.clone())
                .filter(|value| !value.is_null()),
            constant,
            null_seen: false,
            access: self.access(property, asked, &origin),
            explicit_name: self.explicit_field_name(&origin, data),
            docs: Self::field_docs(positions),
            origin,
        }
    }

    /// A property that several branches declare: all declarations hold, if they can.
    fn reconciled(&mut self, positions: &[Position<'a>], slot: super::Slot) -> Lowered {
        let [first, .., last] = positions else { return self.conjunction(positions, slot) };
        let (one, other) = (self.kind_of(first), self.kind_of(last));
        if let (Some(one), Some(other)) = (one, other)
            && !one.agrees_with(other)
        {
            self.sink
                .warning(
                    codes::PROPERTY_OVERLAP,
                    &last.at,
                    format!(
                        "this property is `{}` here and `{}` in another branch of `allOf`; expected one type",
                        other.name(),
                        one.name()
                    ),
                )
                .help("declare it once, or alike; the later declaration is taken");
            return self.position(&last.clone(), slot);
        }
        self.conjunction(positions, slot)
    }

    /// The JSON type of a position, if it says one.
    fn kind_of(&mut self, position: &Position<'a>) -> Option<Kind> {
        let facets = self.facets(std::slice::from_ref(position), &mut Vec::new());
        facets.iter().rev().find_map(|facet| facet.keywords.kind)
    }

    /// The one value a required property can have.
    fn constant(&mut self, positions: &[Position<'a>]) -> Option<Value> {
        // A reference to an enum keeps the enum's name; whoever wants the constant can read it there.
        if positions.iter().all(|position| matches!(position.node, SchemaNode::Component(_)))
            || positions.iter().any(|position| self.is_nullable(position.node))
        {
            return None;
        }
        let lists_values = |position: &Position<'a>| match position.node {
            SchemaNode::Inline(schema) => !Keywords::of(schema).values.is_empty(),
            SchemaNode::Component(_) => false,
        };
        if !positions.iter().any(lists_values) {
            return None;
        }
        let facets = self.facets(positions, &mut Vec::new());
        let shape = self.combine(&facets, &[]);
        match shape.values.as_deref() {
            Some([only]) if !only.value.is_null() => Some(only.value.clone()),
            _ => None,
        }
    }

    /// What the schemas of positions say beside their type: later ones first, then the targets of references.
    fn said(&self, positions: &[Position<'a>]) -> Vec<&'a SchemaData> {
        let mut said = Vec::new();
        let mut targets = Vec::new();
        for position in positions.iter().rev() {
            match position.node {
                SchemaNode::Inline(schema) => {
                    said.push(&schema.schema_data);
                    if let openapiv3::SchemaKind::AllOf { all_of } = &schema.schema_kind
                        && let [only] = all_of.as_slice()
                        && let SchemaNode::Component(key) = self.spec.schema(only)
                    {
                        targets.extend(self.component_schema(key));
                    }
                }
                SchemaNode::Component(key) => targets.extend(self.component_schema(key)),
            }
        }
        said.extend(targets.into_iter().map(|(_, schema)| &schema.schema_data));
        said
    }

    fn access(&mut self, property: &Property<'a>, asked: &[Pointer], at: &Pointer) -> Access {
        let read = self.holds(property, asked, |data| data.read_only);
        let write = self.holds(property, asked, |data| data.write_only);
        match (read, write) {
            (true, true) => {
                self.sink
                    .warning(
                        codes::READ_AND_WRITE_ONLY,
                        at,
                        "this property is `readOnly` and `writeOnly`; expected at most one of them",
                    )
                    .help("remove one of them, or both if it is sent and received");
                Access::Both
            }
            (true, false) => Access::ReadOnly,
            (false, true) => Access::WriteOnly,
            (false, false) => Access::Both,
        }
    }

    /// Whether a property is of one way. A declaration that is not takes the mark of an earlier one away when a schema
    /// without the mark requires the property: that is said for the other way.
    fn holds(
        &self,
        property: &Property<'a>,
        asked: &[Pointer],
        mark: impl Fn(&SchemaData) -> bool,
    ) -> bool {
        let is_marked = |position: &Position<'a>| {
            self.said(std::slice::from_ref(position)).into_iter().any(&mark)
        };
        let marked: Vec<&Position<'a>> =
            property.positions.iter().filter(|position| is_marked(position)).collect();
        let (Some(last), Some(last_marked)) = (property.positions.last(), marked.last()) else {
            return false;
        };
        if last.at == last_marked.at || property.alternatives {
            return true;
        }
        // `…/properties/<name>` and `…/required/<index>` are of one schema.
        let schema = |at: &Pointer| at.parent().and_then(|at| at.parent());
        asked
            .iter()
            .all(|place| marked.iter().any(|position| schema(&position.at) == schema(place)))
    }

    fn field_docs(positions: &[Position<'a>]) -> Docs {
        let mut text = Docs::default();
        for position in positions.iter().rev() {
            if let SchemaNode::Inline(schema) = position.node {
                docs::complete(&mut text, docs::of_schema(schema));
            }
        }
        text
    }
}

fn constant_type(value: &Value) -> Type {
    match value {
        Value::String(_) => Type::String(StringFormat::Plain),
        Value::Bool(_) => Type::Bool,
        Value::Number(number) if number.is_i64() => Type::Integer(Integer::I64),
        Value::Number(_) => Type::Number(Number::F64),
        _ => Type::Any,
    }
}
