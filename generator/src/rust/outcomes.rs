//! What else answers tell by type: headers of successes, and bodies of failures by status.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::api::{ChoiceVariantView, ChoiceView};
use super::text::{Code, Doc, Markdown, StrLit, TypeExpr};
use super::{Cx, api, doc, statuses, types};
use crate::ir::{
    EnumBase, Media, MediaKind, Operation, Response, ResponseHeader, StatusPattern, Type, TypeKind,
};
use crate::names::{Ident, OperationNames};

/// All that a client lets through; RFC 9110, section 15, has a meaning for those below 600.
const STATUSES: std::ops::RangeInclusive<u16> = 100..=999;

/// The headers of an operation's successes.
#[derive(Debug)]
pub(super) struct HeadersView {
    pub(super) doc: Doc,
    pub(super) name: Ident,
    pub(super) fields: Vec<HeaderView>,
}

#[derive(Debug)]
pub(super) struct HeaderView {
    pub(super) doc: Doc,
    pub(super) name: Ident,
    pub(super) ty: TypeExpr,
    pub(super) read: Code,
}

impl HeadersView {
    pub(super) fn types(&self) -> impl Iterator<Item = &TypeExpr> {
        self.fields.iter().map(|field| &field.ty)
    }
}

/// The bodies of an operation's failures.
#[derive(Debug)]
pub(super) struct FailuresView {
    pub(super) ty: TypeExpr,
    /// `(400..=599, Error::decode)`.
    pub(super) bodies: Vec<Code>,
    pub(super) choice: Option<ChoiceView>,
}

/// Parts of the runtime that an operation needs for them.
pub(super) fn parts(cx: &Cx<'_>, operation: &Operation) -> Vec<&'static str> {
    let mut needed = Vec::new();
    if !operation.success_headers().is_empty() {
        needed.push("typed_headers");
    }
    if !typed(cx, operation).is_empty() {
        needed.push("failures");
    }
    let responses = || operation.responses.iter();
    if responses().flat_map(|response| &response.content).any(is_problem) {
        needed.push("problem");
    }
    let tells = |header: &ResponseHeader| {
        let name = header.wire_name.to_ascii_lowercase().replace('-', "");
        name.contains("ratelimit") || name == "retryafter"
    };
    if responses().any(|response| {
        response.status == StatusPattern::Code(429) || response.headers.iter().any(tells)
    }) {
        needed.push("rate_limit");
    }
    needed
}

pub(super) fn headers(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<HeadersView> {
    let headers = operation.success_headers();
    if headers.is_empty() {
        return None;
    }
    let fields = headers.iter().zip(&names.header_fields).map(|(header, name)| {
        let (ty, form) = value(cx, header);
        let required = is_required(operation, header);
        let how = if required { "required" } else { "optional" };
        let mut text = doc::of(&header.docs);
        text.gap().push(format!("`{}`.", doc::span(&header.wire_name)));
        HeaderView {
            doc: text.outer(),
            name: name.clone(),
            ty: if required { ty } else { types::option(&ty) },
            read: Code::new(format!(
                "headers.{how}({}, runtime::HeaderForm::{form})?",
                StrLit::new(&header.wire_name)
            )),
        }
    });
    let mut text = Markdown::default();
    text.push(format!(
        "Headers of [`{}`]'s answers: see [`Call::with_headers`](crate::Call::with_headers).",
        names.marker
    ));
    Some(HeadersView { doc: text.outer(), name: names.headers.clone(), fields: fields.collect() })
}

pub(super) fn failures(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<FailuresView> {
    let typed = typed(cx, operation);
    let first = typed.first()?.2.clone();
    let one = typed.iter().all(|(.., ty)| *ty == first);
    let read = |index: usize| {
        if one {
            return "Error::decode".to_owned();
        }
        let variant = format!("{}::{}", names.error, names.response_variants[index]);
        format!("|error| error.decode().map({variant})")
    };
    let successes: Vec<usize> = operation.successes().into_iter().map(|(index, _)| index).collect();
    // By what is read, so that statuses with one type share a line.
    let mut bodies: IndexMap<String, Vec<u16>> = IndexMap::new();
    let mut rest = None;
    for (index, response, _) in &typed {
        match statuses::covered(operation, response.status) {
            covered if covered.is_empty() => rest = Some(read(*index)),
            covered => bodies.entry(read(*index)).or_default().extend(covered),
        }
    }
    if let Some(read) = rest {
        // What has no typed body is no `default`.
        let untyped = operation.responses.iter().enumerate().filter(|(index, _)| {
            !successes.contains(index) && !typed.iter().any(|(other, ..)| other == index)
        });
        let untyped = untyped.flat_map(|(_, other)| statuses::covered(operation, other.status));
        let known: BTreeSet<u16> = bodies.values().flatten().copied().chain(untyped).collect();
        let others = STATUSES.filter(|status| !known.contains(status));
        bodies.entry(read).or_default().extend(others);
    }
    let bodies: Vec<Code> = bodies
        .into_iter()
        .flat_map(|(read, covered)| {
            let ranges = statuses::ranges(covered).into_iter();
            ranges.map(move |(first, last)| Code::new(format!("({first}..={last}, {read})")))
        })
        .collect();
    let choice = (!one).then(|| choice(cx, names, &typed));
    let ty = if one { first } else { TypeExpr::new(names.error.as_str()) };
    Some(FailuresView { ty, bodies, choice })
}

/// What a method's documentation says of the headers.
pub(super) fn header_doc(operation: &Operation, names: &OperationNames) -> Option<String> {
    (!operation.success_headers().is_empty()).then(|| {
        format!("[`.with_headers()`](crate::Call::with_headers) gives [`{}`], too.", names.headers)
    })
}

/// What a method's documentation says of the failures.
pub(super) fn failure_doc(
    cx: &Cx<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<String> {
    let typed = typed(cx, operation);
    let (.., first) = typed.first()?;
    let ty = if typed.iter().all(|(.., ty)| ty == first) {
        format!("`{first}`")
    } else {
        format!("[`{}`]", names.error)
    };
    Some(format!("[`Error::described`](crate::Error::described) gives their bodies as {ty}."))
}

fn choice(
    cx: &Cx<'_>,
    names: &OperationNames,
    typed: &[(usize, &Response, TypeExpr)],
) -> ChoiceView {
    let mut text = Markdown::default();
    text.push(format!(
        "Bodies of [`{}`]'s failures by status: see [`Error::described`](crate::Error::described).",
        names.marker
    ));
    let variants = typed.iter().map(|(index, response, ty)| {
        let mut text = doc::of(&response.docs);
        text.gap().push(format!("Status {}.", api::status_text(response.status)));
        let held = api::preferred(response)
            .map_or_else(|| ty.clone(), |media| api::held(cx, media, ty.clone()));
        ChoiceVariantView {
            doc: text.outer(),
            name: names.response_variants[*index].clone(),
            ty: Some(held),
        }
    });
    ChoiceView { doc: text.outer(), name: names.error.clone(), variants: variants.collect() }
}

/// Failures whose bodies have a type, in document order.
fn typed<'o>(cx: &Cx<'_>, operation: &'o Operation) -> Vec<(usize, &'o Response, TypeExpr)> {
    let successes: Vec<usize> = operation.successes().into_iter().map(|(index, _)| index).collect();
    let failures = operation.responses.iter().enumerate();
    let failures = failures.filter(|(index, response)| {
        !successes.contains(index)
            && (response.status == StatusPattern::Default
                || !statuses::covered(operation, response.status).is_empty())
    });
    failures
        .filter_map(|(index, response)| {
            let media = api::preferred(response).filter(|media| media.kind == MediaKind::Json)?;
            let ty = match types::resolve(cx, &media.ty) {
                Type::Any if is_problem(media) => TypeExpr::new("runtime::Problem"),
                Type::Any => return None,
                _ => types::owned(cx, &media.ty),
            };
            Some((index, response, ty))
        })
        .collect()
}

fn is_problem(media: &Media) -> bool {
    let essence = media.media_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/problem+json")
}

/// Whether every success has it.
fn is_required(operation: &Operation, header: &ResponseHeader) -> bool {
    operation.successes().into_iter().all(|(_, response)| {
        let same = |it: &&ResponseHeader| it.wire_name.eq_ignore_ascii_case(&header.wire_name);
        response.headers.iter().find(same).is_some_and(|it| it.required)
    })
}

/// Type and `runtime::HeaderForm` of a header's value.
fn value(cx: &Cx<'_>, header: &ResponseHeader) -> (TypeExpr, String) {
    if header.wire_name.eq_ignore_ascii_case("set-cookie") {
        return (TypeExpr::new("runtime::Secret"), "Text".to_owned());
    }
    if let Type::Any | Type::Null = types::resolve(cx, &header.ty) {
        return (TypeExpr::new("String"), "Text".to_owned());
    }
    (types::owned(cx, &header.ty), form(cx, &header.ty, 4))
}

/// A type may contain itself, so this looks only so deep.
fn form(cx: &Cx<'_>, ty: &Type, depth: usize) -> String {
    let Some(depth) = depth.checked_sub(1) else { return "Text".to_owned() };
    let form = match types::resolve(cx, ty) {
        Type::Bool | Type::Integer(_) | Type::Number(_) => "Plain",
        Type::List(item) => match form(cx, item, depth).as_str() {
            "Plain" => "Plains",
            _ => "Texts",
        },
        Type::Map(_) => "Members(&[])",
        Type::Nullable(inner) => return form(cx, inner, depth),
        Type::Named(id) => match &cx.api.types[*id].kind {
            TypeKind::Enum(it) => match it.base {
                EnumBase::String => "Text",
                EnumBase::Integer => "Plain",
                EnumBase::Mixed => "Either",
            },
            TypeKind::Object(object) => {
                let texts = object.fields.iter().filter(|field| is_text(cx, &field.ty));
                let texts: Vec<String> =
                    texts.map(|field| StrLit::new(&field.wire_name).to_string()).collect();
                return format!("Members(&[{}])", texts.join(", "));
            }
            TypeKind::Union(_) => "Either",
            TypeKind::Newtype(inner) | TypeKind::Alias(inner) => return form(cx, inner, depth),
        },
        Type::Tuple(_) => "Texts",
        _ => "Text",
    };
    form.to_owned()
}

fn is_text(cx: &Cx<'_>, ty: &Type) -> bool {
    match types::resolve(cx, ty) {
        Type::String(_) => true,
        Type::Named(id) => match &cx.api.types[*id].kind {
            TypeKind::Enum(it) => it.base == EnumBase::String,
            _ => false,
        },
        _ => false,
    }
}
