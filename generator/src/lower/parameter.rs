//! Parameters: those of path item and operation merged, and how each is written.

use indexmap::IndexMap;
use openapiv3::{ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr};

use super::operation::Found;
use super::shape::Position;
use super::{Lowered, Lowering, Slot, docs};
use crate::diag::Part;
use crate::ir::{Docs, Encoding, Location, Parameter, Parent, Role, Style};
use crate::source::Pointer;
use crate::spec::{At, SchemaNode, ext};

impl<'a> Lowering<'a> {
    /// The parameters of an operation, those of its path item first. One that the operation declares again replaces
    /// the path item's (OpenAPI 3.0.4, 4.7.10.1).
    pub(super) fn parameters(&mut self, found: &Found<'a>, parent: Parent) -> Vec<Parameter> {
        let lists = [
            (&found.item.parameters, found.item_at.key("parameters")),
            (&found.operation.parameters, found.at.key("parameters")),
        ];
        let mut declared: IndexMap<(Location, &'a str), At<'a, openapiv3::Parameter>> =
            IndexMap::new();
        for (list, at) in lists {
            for (index, node) in list.iter().enumerate() {
                if let Some(parameter) = self.spec.parameter(node, &at.index(index)) {
                    let name = parameter.item.parameter_data_ref().name.as_str();
                    declared.insert((location(parameter.item), name), parameter);
                }
            }
        }
        let each = declared.into_iter();
        each.map(|((location, _), found)| self.parameter(location, &found, parent)).collect()
    }

    fn parameter(
        &mut self,
        location: Location,
        found: &At<'a, openapiv3::Parameter>,
        parent: Parent,
    ) -> Parameter {
        let data = found.item.parameter_data_ref();
        let at = &found.at;
        if location == Location::Header {
            self.check_header_name(&data.name, &at.key("name"), Part::Value);
        }
        let slot = match found.component {
            Some(key) => Slot::new(Parent::Component, Role::Component(key.to_owned())),
            None => Slot::new(parent, Role::Parameter(data.name.clone())),
        };
        let (encoding, schema) = encoding(found.item, at);
        let position =
            schema.map(|(node, at)| Position { node: self.spec.schema(node), at, home: None });
        let lowered = match &position {
            Some(position) => self.position(position, slot),
            None => Lowered::any(),
        };
        let mut text = self.parameter_docs(data, at, position.as_ref());
        if let openapiv3::Parameter::Query { allow_empty_value: Some(true), .. } = found.item {
            text.constraints.push("may be empty".to_owned());
        }
        let default = position.as_ref().and_then(|position| self.default_of(position));
        Parameter {
            wire_name: data.name.clone(),
            location,
            encoding,
            ty: lowered.ty,
            required: data.required || location == Location::Path,
            nullable: lowered.nullable,
            default,
            explicit_name: self
                .explicit_name(at, &data.extensions)
                .or_else(|| docs::client_name(&data.extensions)),
            docs: text,
            origin: at.clone(),
        }
    }

    fn parameter_docs(
        &self,
        data: &ParameterData,
        at: &Pointer,
        position: Option<&Position<'a>>,
    ) -> Docs {
        let mut text = Docs {
            description: docs::text(data.description.as_deref()),
            deprecated: docs::deprecated(data.deprecated.unwrap_or_default(), &data.extensions),
            example: self.example(data.example.as_ref(), &data.examples, at),
            ..Docs::default()
        };
        if let Some(Position { node: SchemaNode::Inline(schema), .. }) = position {
            docs::complete(&mut text, docs::of_schema(schema));
        }
        text
    }

    /// `default` of a position's schema.
    fn default_of(&self, position: &Position<'a>) -> Option<serde_json::Value> {
        let schema = match position.node {
            SchemaNode::Inline(schema) => schema,
            SchemaNode::Component(key) => self.component_schema(key)?.1,
        };
        schema.schema_data.default.clone().filter(|value| !value.is_null())
    }
}

fn location(parameter: &openapiv3::Parameter) -> Location {
    match parameter {
        openapiv3::Parameter::Path { .. } => Location::Path,
        openapiv3::Parameter::Query { parameter_data, .. }
            if parameter_data.extensions.contains_key(ext::QUERY_STRING) =>
        {
            Location::QueryString
        }
        openapiv3::Parameter::Query { .. } => Location::Query,
        openapiv3::Parameter::Header { .. } => Location::Header,
        openapiv3::Parameter::Cookie { .. } => Location::Cookie,
    }
}

type SchemaAt<'a> = (&'a ReferenceOr<openapiv3::Schema>, Pointer);

/// How a parameter is written, and its schema.
fn encoding<'a>(
    parameter: &'a openapiv3::Parameter,
    at: &Pointer,
) -> (Encoding, Option<SchemaAt<'a>>) {
    let data = parameter.parameter_data_ref();
    match &data.format {
        ParameterSchemaOrContent::Content(content) => {
            let Some((media_type, media)) = content.first() else {
                return (Encoding::Content("application/json".to_owned()), None);
            };
            let schema_at = at.keys(["content", media_type, "schema"]);
            let schema = media.schema.as_ref().map(|schema| (schema, schema_at));
            (Encoding::Content(media_type.clone()), schema)
        }
        ParameterSchemaOrContent::Schema(schema) => {
            let (style, allow_reserved) = style(parameter);
            // OpenAPI 3.0.4, 4.7.12.2.2: the default is true for `form`, false for all others.
            let explode = data.explode.unwrap_or(style == Style::Form);
            let encoding = Encoding::Style { style, explode, allow_reserved };
            (encoding, Some((schema, at.key("schema"))))
        }
    }
}

fn style(parameter: &openapiv3::Parameter) -> (Style, bool) {
    match parameter {
        openapiv3::Parameter::Path { style, .. } => {
            let style = match style {
                PathStyle::Matrix => Style::Matrix,
                PathStyle::Label => Style::Label,
                PathStyle::Simple => Style::Simple,
            };
            (style, false)
        }
        openapiv3::Parameter::Query { style, allow_reserved, .. } => {
            (query_style(style), *allow_reserved)
        }
        openapiv3::Parameter::Header { .. } => (Style::Simple, false),
        openapiv3::Parameter::Cookie { .. } => (Style::Form, false),
    }
}

/// `style` in a query, and of a form field.
pub(super) fn query_style(style: &QueryStyle) -> Style {
    match style {
        QueryStyle::Form => Style::Form,
        QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        QueryStyle::PipeDelimited => Style::PipeDelimited,
        QueryStyle::DeepObject => Style::DeepObject,
    }
}
