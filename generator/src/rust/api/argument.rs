//! Parameters of an operation: the type of an argument or setter, and the call that stores its value.

use super::super::text::{Code, Markdown, StrLit, TypeExpr};
use super::super::{Cx, doc, example, model, types};
use crate::ir::{Encoding, Location, Parameter, Style, Type};
use crate::names::Ident;

/// An argument or setter: its type, and the call on the request's parts that stores it.
pub(super) struct Argument {
    pub(super) generics: Option<Code>,
    pub(super) ty: TypeExpr,
    pub(super) statement: String,
}

pub(super) fn argument(cx: &Cx<'_>, parameter: &Parameter, name: &Ident) -> Argument {
    let set = setter_of_parts(parameter);
    let optional_null = parameter.nullable && !parameter.required;
    let resolved = types::resolve(cx, &parameter.ty);
    let store = |value: String| format!("{set}, {value})");
    let list_of_text = match resolved {
        Type::List(item) => types::is_text(cx, item),
        _ => false,
    };
    if types::is_text(cx, &parameter.ty) || matches!(resolved, Type::Binary) || is_secret(resolved)
    {
        if optional_null {
            return Argument {
                generics: Some(Code::new("'v")),
                ty: TypeExpr::new("impl Into<Option<&'v str>>"),
                statement: store(format!("&{name}.into()")),
            };
        }
        return Argument {
            generics: None,
            ty: TypeExpr::new("&str"),
            statement: store(format!("&{name}")),
        };
    }
    if list_of_text && !matches!(parameter.encoding, Encoding::Content(_)) {
        return Argument {
            generics: None,
            ty: TypeExpr::new("impl IntoIterator<Item = impl AsRef<str>>"),
            statement: store(format!("&runtime::texts({name})")),
        };
    }
    let owned = types::owned(cx, &parameter.ty);
    if types::is_scalar(cx, &parameter.ty) {
        if optional_null {
            return Argument {
                generics: None,
                ty: TypeExpr::new(format!("impl Into<Option<{owned}>>")),
                statement: store(format!("&{name}.into()")),
            };
        }
        return Argument { generics: None, ty: owned, statement: store(format!("&{name}")) };
    }
    Argument {
        generics: None,
        ty: borrowed(cx, &parameter.ty),
        statement: store(format!("&{name}")),
    }
}

/// The call on a request's parts that stores a parameter, up to its value: the default style of a place needs no word.
fn setter_of_parts(parameter: &Parameter) -> String {
    let (place, default) = match parameter.location {
        Location::Path => ("path", "simple"),
        Location::Query => ("query", "form"),
        Location::QueryString => return format!("query_string({}", param(parameter)),
        Location::Header => ("header", "simple"),
        Location::Cookie => ("cookie", "form"),
    };
    let name = StrLit::new(&parameter.wire_name);
    match param(parameter) {
        param if param == format!("runtime::Param::{default}({name})") => format!("{place}({name}"),
        param => format!("{place}_as({param}"),
    }
}

/// The type of an argument or setter.
pub(in crate::rust) fn argument_type(cx: &Cx<'_>, parameter: &Parameter, name: &Ident) -> TypeExpr {
    argument(cx, parameter, name).ty
}

pub(in crate::rust) fn is_secret(ty: &Type) -> bool {
    matches!(ty, Type::String(crate::ir::StringFormat::Password))
}

/// How a value that is only read is taken.
pub(super) fn borrowed(cx: &Cx<'_>, ty: &Type) -> TypeExpr {
    match types::resolve(cx, ty) {
        _ if types::is_text(cx, ty) => TypeExpr::new("&str"),
        Type::List(item) => TypeExpr::new(format!("&[{}]", types::owned(cx, item))),
        _ => TypeExpr::new(format!("&{}", types::owned(cx, ty))),
    }
}

/// `runtime::Param::form("scopes").explode(false)`.
pub(in crate::rust) fn param(parameter: &Parameter) -> String {
    let name = StrLit::new(&parameter.wire_name);
    match &parameter.encoding {
        Encoding::Content(media_type) if parameter.location == Location::QueryString => {
            let media_type = media_type.to_ascii_lowercase();
            let constructor = if media_type.contains("x-www-form-urlencoded") {
                "form"
            } else if media_type.contains("json") && !media_type.contains("jsonpath") {
                "json"
            } else {
                "simple"
            };
            format!("runtime::Param::{constructor}({name})")
        }
        Encoding::Content(media_type) if is_json(media_type) => {
            format!("runtime::Param::json({name})")
        }
        // Text as it is (OpenAPI 3.1.1, appendix D).
        Encoding::Content(_) => {
            let constructor = match parameter.location {
                Location::Path | Location::Header => "simple",
                _ => "form",
            };
            format!("runtime::Param::{constructor}({name})")
        }
        Encoding::Style { style, explode, allow_reserved } => {
            let (constructor, default) = match style {
                Style::Matrix => ("matrix", false),
                Style::Label => ("label", false),
                Style::Simple => ("simple", false),
                Style::Form => ("form", true),
                Style::SpaceDelimited => ("space_delimited", false),
                Style::PipeDelimited => ("pipe_delimited", false),
                // `explode` has no meaning for it (OpenAPI 3.0.4, 4.7.12.3).
                Style::DeepObject => ("deep_object", *explode),
            };
            let mut text = format!("runtime::Param::{constructor}({name})");
            if *explode != default {
                text.push_str(if *explode { ".explode(true)" } else { ".explode(false)" });
            }
            if *allow_reserved {
                text.push_str(".allow_reserved()");
            }
            text
        }
    }
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.is_empty() || essence.ends_with("/json") || essence.ends_with("+json")
}

/// What a parameter's setter says.
pub(super) fn parameter_doc<'a>(cx: &Cx<'a>, parameter: &'a Parameter, ty: &TypeExpr) -> Markdown {
    let mut text = Markdown::clone(&cx.doc(&parameter.docs));
    let place = match parameter.location {
        Location::Path => "path",
        Location::Query | Location::QueryString => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    text.gap().push(format!("`{}` in the {place}.", doc::span(&parameter.wire_name)));
    if ty.as_str().starts_with("impl Into<Option<") {
        text.push("`None` sends nothing, like not calling this.");
    }
    if let Some(default) = parameter.default.as_ref().filter(|value| !value.is_null()) {
        text.gap().push(format!("Default of the service: {}.", example::inline_json(default)));
    }
    if let Some(reason) = &parameter.docs.deprecated {
        model::deprecation(&mut text, reason);
    }
    text
}
