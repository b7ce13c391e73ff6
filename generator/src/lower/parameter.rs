//! Parameters: those of path item and operation merged, and how each is written.

use openapiv3::{ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr};

use super::shape::Position;
use super::{Lowered, Lowering, Slot, codes, docs};
use crate::ir::{Docs, Encoding, Location, Parameter, Parent, Role, StringFormat, Style, Type};
use crate::source::Pointer;
use crate::spec::{At, SchemaNode, ext};

/// What the parameters of an operation are taken from.
pub(super) struct Declared<'a> {
    /// Path template.
    pub(super) path: &'a str,
    /// Parameters of the path item, and where the list stands.
    pub(super) shared: (&'a [ReferenceOr<openapiv3::Parameter>], Pointer),
    /// Parameters of the operation, and where the operation stands.
    pub(super) own: (&'a [ReferenceOr<openapiv3::Parameter>], Pointer),
}

impl<'a> Lowering<'a> {
    /// The parameters of an operation; every placeholder of the path has one.
    pub(super) fn parameters(&mut self, declared: &Declared<'a>, parent: Parent) -> Vec<Parameter> {
        let placeholders = placeholders(declared.path);
        let mut found: Vec<(Location, At<'a, openapiv3::Parameter>, bool)> = Vec::new();
        let (shared, shared_at) = &declared.shared;
        let (own, operation_at) = &declared.own;
        let own_at = operation_at.key("parameters");
        for (list, at, is_own) in [(*shared, shared_at, false), (*own, &own_at, true)] {
            for (index, node) in list.iter().enumerate() {
                let at = at.index(index);
                let Some(parameter) = self.spec.parameter(node, &at) else { continue };
                let location = location(parameter.item);
                if self.is_set_by_client(location, &parameter) {
                    continue;
                }
                let name = &parameter.item.parameter_data_ref().name;
                let known = found.iter().position(|(known, other, _)| {
                    *known == location && other.item.parameter_data_ref().name == *name
                });
                match known {
                    Some(index) => {
                        // The operation's parameter replaces the path item's; within a list it is a mistake.
                        if found[index].2 == is_own {
                            self.sink.warning(
                                codes::PARAMETER_TWICE,
                                &at,
                                format!("`{name}` is in this list already; expected it once"),
                            );
                        }
                        found[index] = (location, parameter, is_own);
                    }
                    None => found.push((location, parameter, is_own)),
                }
            }
        }
        let mut parameters = Vec::with_capacity(found.len());
        for (location, parameter, _) in found {
            let name = &parameter.item.parameter_data_ref().name;
            if location == Location::Path && !placeholders.contains(&name.as_str()) {
                self.sink
                    .warning(
                        codes::PATH_PARAMETER_UNUSED,
                        &parameter.at,
                        format!(
                            "the path `{}` has no `{{{name}}}`; the parameter is left out",
                            declared.path
                        ),
                    )
                    .help("correct the name here or in the path, or send it elsewhere");
                continue;
            }
            parameters.push(self.parameter(location, &parameter, parent));
        }
        for name in placeholders {
            let declared_here = parameters
                .iter()
                .any(|known| known.location == Location::Path && known.wire_name == name);
            if !declared_here {
                let (message, origin) = (
                    format!("the path has `{{{name}}}`, but there is no parameter of that name"),
                    operation_at.clone(),
                );
                self.sink
                    .warning(codes::PATH_PARAMETER_UNDECLARED, &origin, message)
                    .help(format!("declare `{name}` with `in: path`; until then it is a string"));
                parameters.push(made_up(name, origin));
            }
        }
        parameters
    }

    fn parameter(
        &mut self,
        location: Location,
        found: &At<'a, openapiv3::Parameter>,
        parent: Parent,
    ) -> Parameter {
        let data = found.item.parameter_data_ref();
        let at = &found.at;
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
        let required = data.required || location == Location::Path;
        if !data.required && location == Location::Path {
            self.sink
                .warning(
                    codes::PATH_PARAMETER_OPTIONAL,
                    at,
                    format!(
                        "`{}` is in the path but not `required: true`; it is taken as required",
                        data.name
                    ),
                )
                .help("add `required: true`");
        }
        let default = position.as_ref().and_then(|position| self.default_of(position));
        Parameter {
            wire_name: data.name.clone(),
            location,
            encoding,
            ty: lowered.ty,
            required,
            nullable: lowered.nullable,
            default,
            explicit_name: self.explicit_name(at, &data.extensions),
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

    /// OpenAPI 3.0.4, 4.7.12.2: these three shall be ignored.
    fn is_set_by_client(
        &mut self,
        location: Location,
        found: &At<'a, openapiv3::Parameter>,
    ) -> bool {
        let name = &found.item.parameter_data_ref().name;
        let ignored = location == Location::Header
            && ["accept", "content-type", "authorization"]
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known));
        if ignored {
            self.sink.note(
                codes::HEADER_PARAMETER_IGNORED,
                &found.at,
                format!("`{name}` is set by the client itself; the parameter is left out"),
            );
        }
        ignored
    }
}

/// Names between braces, in order, once each.
fn placeholders(path: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    let mut rest = path;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
        rest = after;
    }
    names
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

/// The parameter for a placeholder that has none.
fn made_up(name: &str, origin: Pointer) -> Parameter {
    Parameter {
        wire_name: name.to_owned(),
        location: Location::Path,
        encoding: Encoding::Style { style: Style::Simple, explode: false, allow_reserved: false },
        ty: Type::String(StringFormat::Plain),
        required: true,
        nullable: false,
        default: None,
        explicit_name: None,
        docs: Docs::default(),
        origin,
    }
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    #[test]
    fn placeholders_are_found_wherever_they_stand() {
        assert_eq!(placeholders("/a/{b}/c.{d}/{date.year}{b}"), ["b", "d", "date.year"]);
        assert_eq!(placeholders("/a/{b"), [""; 0]);
        assert_eq!(placeholders("/a/{}"), [""; 0]);
    }
}
