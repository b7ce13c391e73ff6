//! Bodies of an operation: the type of the argument or setter, the call that stores it, and the enum of media types.

use super::super::text::{Markdown, StrLit, TypeExpr};
use super::super::{Cx, doc, multipart, types};
use super::argument::borrowed;
use super::{ChoiceVariantView, ChoiceView};
use crate::ir::{Media, MediaKind, PartEncoding, RequestBody, Style, Type, TypeKind};
use crate::names::OperationNames;

/// The type of the body's argument or setter.
pub(in crate::rust) fn body_type(
    cx: &Cx<'_>,
    body: &RequestBody,
    names: &OperationNames,
) -> TypeExpr {
    body_argument(cx, body, names).0
}

pub(super) fn body_doc<'a>(cx: &Cx<'a>, body: &'a RequestBody) -> Markdown {
    let mut text = Markdown::clone(&cx.doc(&body.docs));
    if text.is_empty() {
        text.push("The body.");
    }
    text
}

/// Media types that are really different to a caller: the first of each kind and type, and all of those whose content
/// only a caller knows.
pub(in crate::rust) fn body_media(body: &RequestBody) -> Vec<(usize, &Media)> {
    let mut found: Vec<(usize, &Media)> = Vec::new();
    for (index, media) in body.content.iter().enumerate() {
        let is_raw = matches!(media.kind, MediaKind::Binary | MediaKind::Text);
        let is_same = |other: &Media| {
            let same_name = other.media_type.eq_ignore_ascii_case(&media.media_type);
            other.kind == media.kind && other.ty == media.ty && (!is_raw || same_name)
        };
        if !found.iter().any(|(_, other)| is_same(other)) {
            found.push((index, media));
        }
    }
    found
}

type Statement = Box<dyn Fn(&str) -> String>;

pub(super) fn body_argument(
    cx: &Cx<'_>,
    body: &RequestBody,
    names: &OperationNames,
) -> (TypeExpr, Statement) {
    let media = body_media(body);
    let name = names.body.clone();
    if let [(_, only)] = media.as_slice() {
        let ty = media_argument(cx, only);
        let call = media_call(cx, only, name.as_str());
        return (ty, Box::new(move |parts| format!("{parts}.{call};")));
    }
    let arms: Vec<String> = media
        .iter()
        .map(|(index, media)| {
            format!(
                "{}::{}(value) => parts.{},",
                names.body_type,
                names.body_variants[*index],
                media_call(cx, media, "value")
            )
        })
        .collect();
    let ty = TypeExpr::new(format!("&{}", names.body_type));
    let arms = arms.join(" ");
    (ty, Box::new(move |parts| format!("let parts = {parts}; match {name} {{ {arms} }}")))
}

fn media_argument(cx: &Cx<'_>, media: &Media) -> TypeExpr {
    match media.kind {
        MediaKind::Json | MediaKind::Form => borrowed(cx, &media.ty),
        MediaKind::Text | MediaKind::Xml | MediaKind::EventStream => TypeExpr::new("&str"),
        MediaKind::Binary => TypeExpr::new("impl Into<runtime::Body>"),
        // Headers of parts have no place in a model.
        MediaKind::Multipart if multipart::has_headers(cx, media) => {
            TypeExpr::new("&dyn runtime::ToMultipart")
        }
        MediaKind::Multipart if is_object(cx, &media.ty) => borrowed(cx, &media.ty),
        MediaKind::Multipart => TypeExpr::new("&runtime::Multipart"),
        MediaKind::JsonLines => TypeExpr::new(format!("&[{}]", types::owned(cx, &media.ty))),
    }
}

fn media_owned(cx: &Cx<'_>, media: &Media) -> TypeExpr {
    match media.kind {
        MediaKind::Json | MediaKind::Form => types::owned(cx, &media.ty),
        MediaKind::Text | MediaKind::Xml | MediaKind::EventStream => TypeExpr::new("String"),
        MediaKind::Binary => TypeExpr::new("runtime::Body"),
        MediaKind::Multipart if is_object(cx, &media.ty) => types::owned(cx, &media.ty),
        MediaKind::Multipart => TypeExpr::new("runtime::Multipart"),
        MediaKind::JsonLines => TypeExpr::new(format!("Vec<{}>", types::owned(cx, &media.ty))),
    }
}

/// The type in a variant: boxed where it would make the enum large.
pub(in crate::rust) fn held(cx: &Cx<'_>, media: &Media, ty: TypeExpr) -> TypeExpr {
    if is_boxed(cx, media) { TypeExpr::new(format!("Box<{ty}>")) } else { ty }
}

pub(in crate::rust) fn is_boxed(cx: &Cx<'_>, media: &Media) -> bool {
    let by_value = match media.kind {
        MediaKind::Json | MediaKind::Form => true,
        MediaKind::Multipart => is_object(cx, &media.ty),
        _ => false,
    };
    by_value && types::size(cx, &media.ty, 6) > types::BOX_OVER
}

pub(in crate::rust) fn is_object(cx: &Cx<'_>, ty: &Type) -> bool {
    match types::resolve(cx, ty) {
        Type::Named(id) => matches!(cx.api.types[*id].kind, TypeKind::Object(_)),
        _ => false,
    }
}

/// The call on the parts that stores a body.
fn media_call(cx: &Cx<'_>, media: &Media, name: &str) -> String {
    // A range cannot be sent; bytes of an unknown type are an octet stream (RFC 9110, 8.3).
    let media_type = if media.media_type.contains('*') {
        match media.kind {
            MediaKind::Json => "application/json",
            MediaKind::Text => "text/plain",
            MediaKind::Multipart => "multipart/form-data",
            _ => "application/octet-stream",
        }
    } else {
        &media.media_type
    };
    let literal = StrLit::new(media_type);
    match media.kind {
        MediaKind::Json => format!("json({literal}, &{name})"),
        MediaKind::Form => format!("form(&{name}, {})", form_fields(media)),
        MediaKind::Text | MediaKind::Xml | MediaKind::EventStream => {
            format!("text({literal}, {name})")
        }
        MediaKind::Binary if name == "value" => format!("body({literal}, value.clone())"),
        MediaKind::Binary => format!("body({literal}, {name})"),
        MediaKind::Multipart if name == "value" && is_boxed(cx, media) => {
            format!("multipart({literal}, value.as_ref())")
        }
        MediaKind::Multipart => format!("multipart({literal}, {name})"),
        MediaKind::JsonLines => format!("json_lines({literal}, {name})"),
    }
}

/// Fields whose encoding is not the default one.
fn form_fields(media: &Media) -> String {
    let fields: Vec<String> = media
        .parts
        .iter()
        .filter_map(|part| {
            let is_json = part.content_type.as_deref().is_some_and(|ty| ty.contains("json"));
            let json = || format!("runtime::Param::json({})", StrLit::new(&part.property));
            styled(part).or_else(|| is_json.then(json))
        })
        .collect();
    format!("&[{}]", fields.join(", "))
}

/// How a part or form field with a style is written; `None` where `contentType` says it.
pub(in crate::rust) fn styled(part: &PartEncoding) -> Option<String> {
    let (style, explode) = part.style?;
    let name = StrLit::new(&part.property);
    let param = match style {
        Style::SpaceDelimited => format!("space_delimited({name}).explode({explode})"),
        Style::PipeDelimited => format!("pipe_delimited({name}).explode({explode})"),
        Style::DeepObject => format!("deep_object({name})"),
        _ => format!("form({name}).explode({explode})"),
    };
    let reserved = if part.allow_reserved { ".allow_reserved()" } else { "" };
    Some(format!("runtime::Param::{param}{reserved}"))
}

pub(super) fn body_enum(cx: &Cx<'_>, body: &RequestBody, names: &OperationNames) -> ChoiceView {
    let mut text = Markdown::default();
    text.push(format!("Bodies that [`{}`] takes.", names.marker));
    let variants = body_media(body).into_iter().map(|(index, media)| {
        let mut text = Markdown::default();
        text.push(format!("`{}`.", doc::span(&media.media_type)));
        ChoiceVariantView {
            doc: text.outer(),
            name: names.body_variants[index].clone(),
            ty: Some(held(cx, media, media_owned(cx, media))),
        }
    });
    ChoiceView { doc: text.outer(), name: names.body_type.clone(), variants: variants.collect() }
}
