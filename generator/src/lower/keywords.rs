//! One view of the ten shapes in which openapiv3 holds a schema: its keywords.

use std::borrow::Cow;

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, ReferenceOr, Schema, SchemaData, SchemaKind, Type,
    VariantOrUnknownOrEmpty,
};
use serde_json::Value;

/// JSON types a schema can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

/// Properties of a schema.
pub(super) type Properties = IndexMap<String, ReferenceOr<Box<Schema>>>;

/// The keywords of one schema that shape its type.
#[derive(Clone, Debug)]
pub(super) struct Keywords<'a> {
    pub(super) data: &'a SchemaData,
    pub(super) kind: Option<Kind>,
    pub(super) format: Option<Cow<'a, str>>,
    pub(super) minimum: Option<f64>,
    pub(super) maximum: Option<f64>,
    pub(super) properties: Option<&'a Properties>,
    pub(super) required: &'a [String],
    pub(super) additional: Option<&'a AdditionalProperties>,
    pub(super) items: Option<&'a ReferenceOr<Box<Schema>>>,
    pub(super) max_items: Option<usize>,
    /// Values of `enum`, `null` among them.
    pub(super) values: Vec<Value>,
    pub(super) one_of: &'a [ReferenceOr<Schema>],
    pub(super) any_of: &'a [ReferenceOr<Schema>],
    pub(super) all_of: &'a [ReferenceOr<Schema>],
    pub(super) not: Option<&'a ReferenceOr<Schema>>,
}

impl<'a> Keywords<'a> {
    /// The keywords of a schema.
    pub(super) fn of(schema: &'a Schema) -> Self {
        let mut keywords = Self::nothing_but(&schema.schema_data);
        match &schema.schema_kind {
            SchemaKind::Type(ty) => keywords.read_type(ty),
            SchemaKind::OneOf { one_of } => keywords.one_of = one_of,
            SchemaKind::AllOf { all_of } => keywords.all_of = all_of,
            SchemaKind::AnyOf { any_of } => keywords.any_of = any_of,
            SchemaKind::Not { not } => keywords.not = Some(not),
            SchemaKind::Any(any) => keywords.read_any(any),
        }
        keywords
    }

    /// What is left of them when only the names of properties count.
    pub(super) fn only_properties(&self) -> Self {
        Self { properties: self.properties, ..Self::nothing_but(self.data) }
    }

    /// No keyword at all.
    fn nothing_but(data: &'a SchemaData) -> Self {
        Self {
            data,
            kind: None,
            format: None,
            minimum: None,
            maximum: None,
            properties: None,
            required: &[],
            additional: None,
            items: None,
            max_items: None,
            values: Vec::new(),
            one_of: &[],
            any_of: &[],
            all_of: &[],
            not: None,
        }
    }

    /// Whether nothing but docs (and `nullable`, `default`, constraints) is said.
    pub(super) fn is_annotation(&self) -> bool {
        self.kind.is_none()
            && self.format.is_none()
            && !self.has_members()
            && self.items.is_none()
            && self.values.is_empty()
            && self.one_of.is_empty()
            && self.any_of.is_empty()
            && self.all_of.is_empty()
    }

    /// Whether something is said of an object's keys.
    pub(super) fn has_members(&self) -> bool {
        self.properties.is_some_and(|properties| !properties.is_empty())
            || !self.required.is_empty()
            || self.additional.is_some()
    }

    fn read_type(&mut self, ty: &'a Type) {
        match ty {
            Type::String(string) => {
                self.kind = Some(Kind::String);
                self.format = format_text(&string.format, |format| match format {
                    openapiv3::StringFormat::Date => "date",
                    openapiv3::StringFormat::DateTime => "date-time",
                    openapiv3::StringFormat::Password => "password",
                    openapiv3::StringFormat::Byte => "byte",
                    openapiv3::StringFormat::Binary => "binary",
                });
                self.values = values(&string.enumeration, |text| Value::from(text.as_str()));
            }
            Type::Number(number) => {
                self.kind = Some(Kind::Number);
                self.format = format_text(&number.format, |format| match format {
                    openapiv3::NumberFormat::Float => "float",
                    openapiv3::NumberFormat::Double => "double",
                });
                self.minimum = number.minimum;
                self.maximum = number.maximum;
                self.values = values(&number.enumeration, |value| number_value(*value));
            }
            Type::Integer(integer) => {
                self.kind = Some(Kind::Integer);
                self.format = format_text(&integer.format, |format| match format {
                    openapiv3::IntegerFormat::Int32 => "int32",
                    openapiv3::IntegerFormat::Int64 => "int64",
                });
                keywords_bounds(&mut self.minimum, integer.minimum);
                keywords_bounds(&mut self.maximum, integer.maximum);
                self.values = values(&integer.enumeration, |value| Value::from(*value));
            }
            Type::Boolean(boolean) => {
                self.kind = Some(Kind::Boolean);
                self.values = values(&boolean.enumeration, |value| Value::from(*value));
            }
            Type::Object(object) => {
                self.kind = Some(Kind::Object);
                self.properties = Some(&object.properties);
                self.required = &object.required;
                self.additional = object.additional_properties.as_ref();
            }
            Type::Array(array) => {
                self.kind = Some(Kind::Array);
                self.items = array.items.as_ref();
                self.max_items = array.max_items;
            }
        }
    }

    fn read_any(&mut self, any: &'a openapiv3::AnySchema) {
        match any.typ.as_deref() {
            Some("null") => self.kind = Some(Kind::Null),
            Some("boolean") => self.kind = Some(Kind::Boolean),
            Some("integer") => self.kind = Some(Kind::Integer),
            Some("number") => self.kind = Some(Kind::Number),
            Some("string") => self.kind = Some(Kind::String),
            Some("array") => self.kind = Some(Kind::Array),
            Some("object") => self.kind = Some(Kind::Object),
            // The previous stage leaves no other.
            _ => {}
        }
        self.format = any.format.as_deref().map(Cow::Borrowed);
        self.minimum = any.minimum;
        self.maximum = any.maximum;
        self.properties = (!any.properties.is_empty()).then_some(&any.properties);
        self.required = &any.required;
        self.additional = any.additional_properties.as_ref();
        self.items = any.items.as_ref();
        self.max_items = any.max_items;
        self.values.clone_from(&any.enumeration);
        self.one_of = &any.one_of;
        self.any_of = &any.any_of;
        self.all_of = &any.all_of;
        self.not = any.not.as_deref();
        if self.kind.is_none() {
            self.kind = implied_kind(any);
        }
    }
}

/// The type a schema without `type` must mean: its other keywords say nothing of any other type.
fn implied_kind(any: &openapiv3::AnySchema) -> Option<Kind> {
    let object = !any.properties.is_empty()
        || any.additional_properties.is_some()
        || any.min_properties.is_some()
        || any.max_properties.is_some();
    let array = any.items.is_some() || any.min_items.is_some() || any.max_items.is_some();
    let string = any.pattern.is_some() || any.min_length.is_some() || any.max_length.is_some();
    let number = any.minimum.is_some() || any.maximum.is_some() || any.multiple_of.is_some();
    if object {
        return Some(Kind::Object);
    }
    if array {
        return Some(Kind::Array);
    }
    match any.format.as_deref() {
        Some("int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64") => {
            Some(Kind::Integer)
        }
        Some("float" | "double") => Some(Kind::Number),
        Some(
            "date" | "date-time" | "time" | "duration" | "uuid" | "uri" | "url" | "byte" | "binary"
            | "password" | "email" | "hostname" | "ipv4" | "ipv6",
        ) => Some(Kind::String),
        _ if string => Some(Kind::String),
        _ if number => Some(Kind::Number),
        _ => None,
    }
}

fn format_text<T>(
    format: &VariantOrUnknownOrEmpty<T>,
    text: impl Fn(&T) -> &'static str,
) -> Option<Cow<'_, str>> {
    match format {
        VariantOrUnknownOrEmpty::Item(known) => Some(Cow::Borrowed(text(known))),
        VariantOrUnknownOrEmpty::Unknown(other) => Some(Cow::Borrowed(other)),
        VariantOrUnknownOrEmpty::Empty => None,
    }
}

fn values<T>(list: &[Option<T>], value: impl Fn(&T) -> Value) -> Vec<Value> {
    list.iter().map(|entry| entry.as_ref().map_or(Value::Null, &value)).collect()
}

#[allow(clippy::cast_precision_loss, reason = "compared with powers of two only")]
fn keywords_bounds(bound: &mut Option<f64>, value: Option<i64>) {
    *bound = value.map(|value| value as f64);
}

/// openapiv3 holds the values of a number enum as `f64`; `1` was not written as `1.0`.
#[allow(clippy::cast_possible_truncation, reason = "whole and within 53 bits")]
fn number_value(value: f64) -> Value {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT {
        Value::from(value as i64)
    } else {
        Value::from(value)
    }
}
