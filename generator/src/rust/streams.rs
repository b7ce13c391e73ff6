//! What of an answer can be read while it arrives: files, lines of JSON, events.

use super::text::{Code, StrLit, TypeExpr};
use super::{Cx, api, types};
use crate::ir::{EnumBase, Media, MediaKind, Method, Object, Operation, Presence, Type, TypeKind};
use crate::names::OperationNames;

/// Keys of an event (WHATWG HTML, 9.2.6): an object that has no others describes the event and not its data.
const EVENT_KEYS: &[&str] = &["data", "event", "id", "retry"];

/// Parts of the runtime that the answers of an operation need.
pub(super) fn parts(operation: &Operation) -> Vec<&'static str> {
    let mut needed = Vec::new();
    if download(operation).is_some() {
        needed.extend(["body_reader", "download"]);
    }
    if found(operation, MediaKind::JsonLines).is_some() {
        needed.extend(["blocking_stream", "download", "item_source", "json_lines", "line_stream"]);
    }
    if found(operation, MediaKind::EventStream).is_some() {
        needed.extend(["blocking_stream", "download", "event", "event_stream", "item_source"]);
    }
    needed
}

/// The line that says of an operation's marker what its answers can be read as.
pub(super) fn impls(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> Vec<Code> {
    let marker = &names.marker;
    let mut lines = Vec::new();
    if let Some(media) = download(operation) {
        let accept = accept(operation, media);
        lines.push(Code::new(format!("impl runtime::Download for {marker} {{ {accept} }}")));
    }
    if let Some(media) = found(operation, MediaKind::JsonLines) {
        let item = types::owned(cx, &media.ty);
        let accept = accept(operation, media);
        lines.push(Code::new(format!(
            "impl runtime::Lines for {marker} {{ type Item = {item}; {accept} }}"
        )));
    }
    if let Some(media) = found(operation, MediaKind::EventStream) {
        let (data, form) = data(cx, media);
        let form = match form {
            Form::Json => "",
            Form::Text => "const FORM: runtime::EventForm = runtime::EventForm::Text;",
            Form::Object => "const FORM: runtime::EventForm = runtime::EventForm::Object;",
        };
        let end = match cx.config.client.event_end.as_ref().map(|end| end.get_ref().as_str()) {
            None => String::new(),
            Some("") => "const END: Option<&'static str> = None;".to_owned(),
            Some(end) => format!("const END: Option<&'static str> = Some({});", StrLit::new(end)),
        };
        lines.push(Code::new(format!(
            "impl runtime::Events for {marker} {{ type Data = {data}; {form} {end} }}"
        )));
    }
    lines
}

/// The type of one event.
pub(super) fn event(cx: &Cx<'_>, operation: &Operation) -> TypeExpr {
    match found(operation, MediaKind::EventStream).map(|media| data(cx, media).0) {
        Some(data) if data.as_str() != "String" => TypeExpr::new(format!("runtime::Event<{data}>")),
        _ => TypeExpr::new("runtime::Event"),
    }
}

/// What a method's documentation says of it.
pub(super) fn docs(cx: &Cx<'_>, operation: &Operation) -> Vec<String> {
    in_words(cx, operation, |method| format!("[`.{method}()`](crate::Call::{method})"))
}

/// What the page of its API says of it.
pub(super) fn page(cx: &Cx<'_>, operation: &Operation) -> Vec<String> {
    in_words(cx, operation, |method| format!("`.{method}()`"))
}

fn in_words(
    cx: &Cx<'_>,
    operation: &Operation,
    call: impl Fn(&'static str) -> String,
) -> Vec<String> {
    let asked = if asks_for_stream(cx, operation) {
        " The service sends them when the body has `stream` set to `true`."
    } else {
        ""
    };
    let mut lines = Vec::new();
    if download(operation).is_some() {
        let call = call("stream");
        lines
            .push(format!("The answer can be read while it arrives, however large it is: {call}."));
    }
    if found(operation, MediaKind::JsonLines).is_some() {
        let call = call("lines");
        lines.push(format!("The values can be read while they arrive: {call}.{asked}"));
    }
    if found(operation, MediaKind::EventStream).is_some() {
        let call = call("events");
        lines.push(format!("The events can be read while they arrive: {call}.{asked}"));
    }
    lines
}

/// The first success of a kind.
fn found(operation: &Operation, kind: MediaKind) -> Option<&Media> {
    let successes = operation.successes();
    let mut media = successes.into_iter().flat_map(|(_, response)| &response.content);
    media.find(|media| media.kind == kind)
}

fn download(operation: &Operation) -> Option<&Media> {
    // There is a head only.
    if operation.method == Method::Head {
        return None;
    }
    let preferred = operation
        .successes()
        .into_iter()
        .filter_map(|(_, response)| api::preferred(response))
        .find(|media| media.kind == MediaKind::Binary);
    // A range that is not preferred is not a way to ask for bytes.
    preferred.or_else(|| {
        found(operation, MediaKind::Binary).filter(|media| !media.media_type.contains('*'))
    })
}

/// What has to be asked for where `.await` asks for something else.
fn accept(operation: &Operation, media: &Media) -> String {
    let name = media.media_type.split(';').next().unwrap_or_default().trim();
    if name == api::accept(operation) || !name.is_ascii() {
        return String::new();
    }
    format!("const ACCEPT: Option<&'static str> = Some({});", StrLit::new(name))
}

/// Where the type of an event's data is read from; see `runtime::EventForm`.
enum Form {
    Json,
    Text,
    Object,
}

fn data(cx: &Cx<'_>, media: &Media) -> (TypeExpr, Form) {
    let text = || (TypeExpr::new("String"), Form::Text);
    match types::resolve(cx, &media.ty) {
        Type::Any | Type::Binary => text(),
        Type::String(_) => (types::owned(cx, &media.ty), Form::Text),
        Type::Named(id) => match &cx.api.types[*id].kind {
            TypeKind::Enum(it) if it.base == EnumBase::String => {
                (types::owned(cx, &media.ty), Form::Text)
            }
            TypeKind::Object(object) if is_event(object) => {
                let data = object.fields.iter().find(|field| field.wire_name == "data");
                match data.map(|field| (types::resolve(cx, &field.ty), field)) {
                    None | Some((Type::Any | Type::Binary, _)) => text(),
                    Some((Type::String(_), field)) => (types::owned(cx, &field.ty), Form::Text),
                    Some((_, field)) => {
                        let ty = types::owned(cx, &field.ty);
                        let nullable = matches!(
                            field.presence,
                            Presence::Nullable | Presence::OptionalNullable
                        );
                        (if nullable { types::option(&ty) } else { ty }, Form::Json)
                    }
                }
            }
            TypeKind::Union(union) => {
                let events =
                    union.variants.iter().all(|variant| match types::resolve(cx, &variant.ty) {
                        Type::Named(id) => match &cx.api.types[*id].kind {
                            TypeKind::Object(object) => is_event(object),
                            _ => false,
                        },
                        _ => false,
                    });
                let form = if events { Form::Object } else { Form::Json };
                (types::owned(cx, &media.ty), form)
            }
            _ => (types::owned(cx, &media.ty), Form::Json),
        },
        _ => (types::owned(cx, &media.ty), Form::Json),
    }
}

fn is_event(object: &Object) -> bool {
    let has = |key: &str| object.fields.iter().any(|field| field.wire_name == key);
    has("data") && object.fields.iter().all(|field| EVENT_KEYS.contains(&field.wire_name.as_str()))
}

/// Whether the body has a property `stream` that is a truth value: the way of many services to ask for events.
fn asks_for_stream(cx: &Cx<'_>, operation: &Operation) -> bool {
    operation.body.iter().flat_map(|body| &body.content).any(|media| {
        let Type::Named(id) = types::resolve(cx, &media.ty) else { return false };
        let TypeKind::Object(object) = &cx.api.types[*id].kind else { return false };
        object.fields.iter().any(|field| {
            field.wire_name == "stream" && matches!(types::resolve(cx, &field.ty), Type::Bool)
        })
    })
}
