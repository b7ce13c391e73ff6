//! How the fields of an object become the parts of a `multipart` body.

use std::fmt::Write as _;

use super::text::{Code, StrLit};
use super::{Cx, api, types};
use crate::ir::{Field, Media, PartEncoding, Presence, StringFormat, Type, TypeKind};
use crate::names::Ident;

const OCTET_STREAM: &str = "application/octet-stream";

/// The statement for a field that callers fill in.
pub(super) fn field(cx: &Cx<'_>, field: &Field, name: &Ident, encoding: &[PartEncoding]) -> Code {
    let wire = StrLit::new(&field.wire_name);
    let encoding = encoding.iter().find(|part| part.property == field.wire_name);
    let given = encoding.and_then(|part| part.content_type.as_deref()).and_then(sendable);
    let options = match field.presence {
        Presence::Required => 0,
        Presence::Optional | Presence::Nullable => 1,
        Presence::OptionalNullable => 2,
    };
    let files = match types::resolve(cx, &field.ty) {
        // An `Option` is a list of one at most.
        Type::Binary if options == 0 => Some(format!("std::slice::from_ref(&self.{name})")),
        Type::Binary => Some(flattened(name, options - 1)),
        Type::List(item) if **item == Type::Binary => Some(flattened(name, options)),
        _ => None,
    };
    let param = encoding.and_then(api::styled);
    let mut code = match (files, param, given.or_else(|| default_type(cx, &field.ty))) {
        (Some(files), _, content_type) => {
            let content_type = StrLit::new(content_type.unwrap_or(OCTET_STREAM));
            format!("out.add_files({wire}, {content_type}, {files});")
        }
        // OpenAPI 3.1.1, 4.8.15.1.2: `contentType` is ignored where a style is given.
        (None, Some(param), _) => format!("out.add_styled({param}, &self.{name});"),
        (None, None, Some(content_type)) => {
            format!("out.add_value_as({wire}, {}, &self.{name});", StrLit::new(content_type))
        }
        (None, None, None) => format!("out.add_value({wire}, &self.{name});"),
    };
    for header in encoding.iter().flat_map(|part| &part.headers) {
        if let Some(value) = &header.value {
            let (name, value) = (StrLit::new(&header.wire_name), StrLit::new(value));
            let _ = write!(code, " out.add_header({wire}, {name}, {value});");
        }
    }
    Code::new(code)
}

/// Whether callers have to be able to write headers of parts that are no files.
pub(super) fn has_headers(cx: &Cx<'_>, media: &Media) -> bool {
    let Type::Named(id) = types::resolve(cx, &media.ty) else { return false };
    let TypeKind::Object(object) = &cx.api.types[*id].kind else { return false };
    let is_open = |part: &PartEncoding| part.headers.iter().any(|header| header.value.is_none());
    let is_file = |ty: &Type| match types::resolve(cx, ty) {
        Type::Binary => true,
        Type::List(item) => **item == Type::Binary,
        _ => false,
    };
    media.parts.iter().filter(|part| is_open(part)).any(|part| {
        let field = object.fields.iter().find(|field| field.wire_name == part.property);
        field.is_some_and(|field| !is_file(&field.ty))
    })
}

/// The statement for a constant that nobody fills in.
pub(super) fn constant(wire: &StrLit, value: &serde_json::Value) -> Code {
    let text = match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Code::new(format!("out.add_text({wire}, {});", StrLit::new(&text)))
}

/// The statement for all other keys.
pub(super) fn rest(cx: &Cx<'_>, ty: &Type, name: &Ident) -> Code {
    let add = match types::resolve(cx, ty) {
        Type::Binary => {
            format!("add_files(name, {}, std::slice::from_ref(value))", StrLit::new(OCTET_STREAM))
        }
        Type::List(item) if **item == Type::Binary => {
            format!("add_files(name, {}, value)", StrLit::new(OCTET_STREAM))
        }
        _ => "add_value(name, value)".to_owned(),
    };
    Code::new(format!("for (name, value) in &self.{name} {{ out.{add}; }}"))
}

fn flattened(name: &Ident, times: usize) -> String {
    match times {
        0 => format!("&self.{name}"),
        times => format!("self.{name}.iter(){}", ".flatten()".repeat(times)),
    }
}

/// The one media type that a part can have; of a list or a range only a caller can choose.
fn sendable(content_type: &str) -> Option<&str> {
    (!content_type.contains([',', '*'])).then_some(content_type.trim())
}

/// OpenAPI 3.0.4 (section 4.7.15.1.1): base64 is an octet stream, too. Other kinds are told from the value.
fn default_type(cx: &Cx<'_>, ty: &Type) -> Option<&'static str> {
    match types::resolve(cx, ty) {
        Type::String(StringFormat::Byte) => Some(OCTET_STREAM),
        Type::List(item) => {
            matches!(**item, Type::String(StringFormat::Byte)).then_some(OCTET_STREAM)
        }
        _ => None,
    }
}
