//! Views of operations: a handle per tag, a method and a marker per operation, setters for what is optional.

use askama::Template;
use indexmap::IndexMap;

use super::text::{Code, Doc, Markdown, StrLit, TypeExpr};
use super::{
    Cx, doc, example, features, model, multipart, outcomes, pages, statuses, streams, types,
};
use crate::ir::{
    Encoding, Location, Media, MediaKind, Operation, OperationId, Parameter, PartEncoding,
    RequestBody, Response, StatusPattern, Style, Type, TypeKind,
};
use crate::names::{Ident, OperationNames};

pub(super) mod examples;
pub(super) mod outline;

use examples::{Shape, Which};

/// `src/api/mod.rs`.
#[derive(Debug, Template)]
#[template(path = "src/api/mod.rs.jinja")]
pub struct ApiModuleView {
    groups: Vec<GroupEntry>,
}

#[derive(Debug)]
struct GroupEntry {
    module: Ident,
    handle: Ident,
    cfg: Option<Code>,
}

/// A file under `src/api`.
#[derive(Debug, Template)]
#[template(path = "src/api/group.rs.jinja")]
pub struct GroupView {
    doc: Doc,
    module: Ident,
    handle: Ident,
    handle_doc: Doc,
    uses_model: bool,
    uses_runtime: bool,
    operations: Vec<OperationView>,
}

impl GroupView {
    /// Path of the file.
    #[must_use]
    pub fn path(&self) -> String {
        format!("src/api/{}.rs", self.module)
    }

    /// Number of methods.
    #[must_use]
    pub fn methods(&self) -> usize {
        self.operations.len()
    }
}

#[derive(Debug)]
struct OperationView {
    doc: Doc,
    marker_doc: Doc,
    method: Ident,
    marker: Ident,
    many: bool,
    /// Whether it says `#[inline]`: what is generic is compiled where it is called anyway.
    inline: bool,
    arguments: Vec<ArgumentView>,
    statements: Vec<Code>,
    setters: Vec<SetterView>,
    id: StrLit,
    http_method: StrLit,
    path: StrLit,
    /// What else the description says: `security: &[&[0]]`.
    more_info: Vec<Code>,
    output: TypeExpr,
    read: ReadView,
    streams: Vec<Code>,
    headers: Option<outcomes::HeadersView>,
    failures: Option<outcomes::FailuresView>,
    response: Option<ChoiceView>,
    body: Option<ChoiceView>,
}

impl OperationView {
    /// Whether code of the operation names something of this module.
    fn mentions(&self, module: &str) -> bool {
        let ty = |ty: &TypeExpr| ty.as_str().contains(module);
        let code = |code: &Code| code.as_str().contains(module);
        let choice = |choice: &ChoiceView| {
            choice.variants.iter().filter_map(|variant| variant.ty.as_ref()).any(ty)
        };
        ty(&self.output)
            || self.more_info.iter().any(code)
            || self.statements.iter().any(code)
            || self.streams.iter().any(code)
            || self.arguments.iter().any(|argument| ty(&argument.ty))
            || self.setters.iter().any(|setter| ty(&setter.ty) || code(&setter.statement))
            || [&self.response, &self.body].into_iter().flatten().any(choice)
            || self.headers.iter().flat_map(outcomes::HeadersView::types).any(ty)
            || self.failures.iter().any(|it| ty(&it.ty) || it.choice.iter().any(choice))
            || (module == "runtime::" && (self.headers.is_some() || self.failures.is_some()))
    }
}

#[derive(Debug)]
struct ArgumentView {
    name: Ident,
    ty: TypeExpr,
}

#[derive(Debug)]
struct SetterView {
    doc: Doc,
    name: Ident,
    generics: Option<Code>,
    inline: bool,
    ty: TypeExpr,
    statement: Code,
}

#[derive(Debug)]
enum ReadView {
    One(Code),
    ByStatus(Vec<ArmView>),
}

#[derive(Debug)]
struct ArmView {
    pattern: Code,
    value: Code,
}

/// An enum of one operation: its answers by status, or its bodies by media type.
#[derive(Debug)]
pub(super) struct ChoiceView {
    pub(super) doc: Doc,
    pub(super) name: Ident,
    pub(super) variants: Vec<ChoiceVariantView>,
}

#[derive(Debug)]
pub(super) struct ChoiceVariantView {
    pub(super) doc: Doc,
    pub(super) name: Ident,
    pub(super) ty: Option<TypeExpr>,
}

pub(super) fn module(cx: &Cx<'_>) -> ApiModuleView {
    let groups = cx.names.groups.iter().enumerate().map(|(index, group)| GroupEntry {
        module: group.module.clone(),
        handle: group.handle.clone(),
        cfg: features(cx, &[index].into()),
    });
    ApiModuleView { groups: groups.collect() }
}

pub(super) fn group(cx: &Cx<'_>, index: usize) -> GroupView {
    let names = &cx.names.groups[index];
    let operations: Vec<OperationView> =
        names.operations.iter().map(|id| operation(cx, index, *id)).collect();
    let uses_model = operations.iter().any(|view| view.mentions("model::"));
    let uses_runtime = operations.iter().any(|view| view.mentions("runtime::"));
    let mut head = Markdown::default();
    head.push(format!("Operations of {}.", group_title(cx, index)));
    GroupView {
        doc: head.inner(),
        module: names.module.clone(),
        handle: names.handle.clone(),
        handle_doc: handle_doc(cx, index).outer(),
        uses_model,
        uses_runtime,
        operations,
    }
}

/// `the tag "ApiKey"`, or what stands for no tag.
pub(super) fn group_title(cx: &Cx<'_>, index: usize) -> String {
    match cx.names.groups[index].tag {
        Some(tag) => format!("the tag `{}`", doc::span(&cx.api.tags[tag].name)),
        None => "the API".to_owned(),
    }
}

fn handle_doc(cx: &Cx<'_>, index: usize) -> Markdown {
    let names = &cx.names.groups[index];
    let mut text = Markdown::default();
    text.push(format!(
        "Operations of {}; made by [`Client::{}`](crate::Client::{}).",
        group_title(cx, index),
        names.module,
        names.module
    ));
    if let Some(description) = names.tag.and_then(|tag| cx.api.tags[tag].description.as_deref()) {
        text.append(doc::markdown(description));
    }
    text
}

fn operation(cx: &Cx<'_>, group: usize, id: OperationId) -> OperationView {
    let operation = &cx.api.operations[id];
    let names = &cx.names.operations[id];
    let mut arguments = Vec::new();
    let mut statements = Vec::new();
    let mut setters = Vec::new();
    for (parameter, name) in operation.parameters.iter().zip(&names.parameters) {
        let argument = argument(cx, parameter, name);
        if parameter.required {
            arguments.push(ArgumentView { name: name.clone(), ty: argument.ty });
            statements.push(Code::new(format!("call.parts().{};", argument.statement)));
        } else {
            setters.push(SetterView {
                doc: parameter_doc(cx, parameter, &argument.ty).outer(),
                name: name.clone(),
                generics: argument.generics,
                inline: !argument.ty.is_generic(),
                ty: argument.ty,
                statement: Code::new(format!("self.parts().{};", argument.statement)),
            });
        }
    }
    let mut body_choice = None;
    if let Some(body) = &operation.body {
        let (ty, statement) = body_argument(cx, body, names);
        if body_media(body).len() > 1 {
            body_choice = Some(body_enum(cx, body, names));
        }
        if body.required {
            arguments.push(ArgumentView { name: names.body.clone(), ty });
            statements.push(Code::new(statement("call.parts()")));
        } else {
            setters.push(SetterView {
                doc: body_doc(cx, body).outer(),
                name: names.body.clone(),
                generics: None,
                inline: !ty.is_generic(),
                ty,
                statement: Code::new(statement("self.parts()")),
            });
        }
    }
    let answers = answers(cx, operation, names);
    let mut marker = Markdown::default();
    marker.push(format!(
        "The operation `{} {}`: what [`{}::{}`] calls.",
        operation.method.as_str(),
        doc::span(&operation.path),
        cx.names.groups[group].handle,
        names.method
    ));
    OperationView {
        doc: method_doc(cx, group, id).outer(),
        marker_doc: marker.outer(),
        method: names.method.clone(),
        marker: names.marker.clone(),
        // Clippy counts the receiver, and draws the line at seven.
        many: arguments.len() > 6,
        inline: !arguments.iter().any(|argument| argument.ty.is_generic()),
        arguments,
        statements,
        setters,
        id: StrLit::new(operation.operation_id.as_deref().unwrap_or(names.method.as_str())),
        http_method: StrLit::new(operation.method.as_str()),
        path: StrLit::new(&operation.path),
        more_info: more_info(cx, operation),
        output: answers.ty,
        read: answers.read,
        streams: streams::impls(cx, operation, names)
            .into_iter()
            .chain(pages::implementation(cx, id))
            .collect(),
        headers: outcomes::headers(cx, operation, names),
        failures: outcomes::failures(cx, operation, names),
        response: answers.choice,
        body: body_choice,
    }
}

/// An argument or setter: its type, and the call on the request's parts that stores it.
struct Argument {
    generics: Option<Code>,
    ty: TypeExpr,
    statement: String,
}

fn argument(cx: &Cx<'_>, parameter: &Parameter, name: &Ident) -> Argument {
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
pub(super) fn argument_type(cx: &Cx<'_>, parameter: &Parameter, name: &Ident) -> TypeExpr {
    argument(cx, parameter, name).ty
}

/// The type of the body's argument or setter.
pub(super) fn body_type(cx: &Cx<'_>, body: &RequestBody, names: &OperationNames) -> TypeExpr {
    body_argument(cx, body, names).0
}

pub(super) fn is_secret(ty: &Type) -> bool {
    matches!(ty, Type::String(crate::ir::StringFormat::Password))
}

/// How a value that is only read is taken.
fn borrowed(cx: &Cx<'_>, ty: &Type) -> TypeExpr {
    match types::resolve(cx, ty) {
        _ if types::is_text(cx, ty) => TypeExpr::new("&str"),
        Type::List(item) => TypeExpr::new(format!("&[{}]", types::owned(cx, item))),
        _ => TypeExpr::new(format!("&{}", types::owned(cx, ty))),
    }
}

/// `runtime::Param::form("scopes").explode(false)`.
pub(super) fn param(parameter: &Parameter) -> String {
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
fn parameter_doc<'a>(cx: &Cx<'a>, parameter: &'a Parameter, ty: &TypeExpr) -> Markdown {
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

fn body_doc<'a>(cx: &Cx<'a>, body: &'a RequestBody) -> Markdown {
    let mut text = Markdown::clone(&cx.doc(&body.docs));
    if text.is_empty() {
        text.push("The body.");
    }
    text
}

/// Media types that are really different to a caller: the first of each kind and type, and all of those whose content
/// only a caller knows.
pub(super) fn body_media(body: &RequestBody) -> Vec<(usize, &Media)> {
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

fn body_argument(cx: &Cx<'_>, body: &RequestBody, names: &OperationNames) -> (TypeExpr, Statement) {
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
pub(super) fn held(cx: &Cx<'_>, media: &Media, ty: TypeExpr) -> TypeExpr {
    if is_boxed(cx, media) { TypeExpr::new(format!("Box<{ty}>")) } else { ty }
}

pub(super) fn is_boxed(cx: &Cx<'_>, media: &Media) -> bool {
    let by_value = match media.kind {
        MediaKind::Json | MediaKind::Form => true,
        MediaKind::Multipart => is_object(cx, &media.ty),
        _ => false,
    };
    by_value && types::size(cx, &media.ty, 6) > types::BOX_OVER
}

pub(super) fn is_object(cx: &Cx<'_>, ty: &Type) -> bool {
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
pub(super) fn styled(part: &PartEncoding) -> Option<String> {
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

fn body_enum(cx: &Cx<'_>, body: &RequestBody, names: &OperationNames) -> ChoiceView {
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

/// What a successful call gives.
struct Answers {
    ty: TypeExpr,
    read: ReadView,
    choice: Option<ChoiceView>,
}

/// The media type a client asks for: JSON where there is a choice.
pub(super) fn preferred(response: &Response) -> Option<&Media> {
    response
        .content
        .iter()
        .find(|media| media.kind == MediaKind::Json)
        .or_else(|| response.content.first())
}

fn read(cx: &Cx<'_>, operation: &Operation, media: Option<&Media>) -> (TypeExpr, &'static str) {
    let Some(media) = media else {
        return (TypeExpr::new("()"), "empty");
    };
    match media.kind {
        MediaKind::Json => (types::owned(cx, &media.ty), "json"),
        MediaKind::Text | MediaKind::Xml | MediaKind::Form => (TypeExpr::new("String"), "text"),
        MediaKind::EventStream => {
            let event = streams::event(cx, operation);
            (TypeExpr::new(format!("Vec<{event}>")), "events::<Self>")
        }
        MediaKind::Binary | MediaKind::Multipart => (TypeExpr::new("runtime::Bytes"), "bytes"),
        MediaKind::JsonLines => {
            (TypeExpr::new(format!("Vec<{}>", types::owned(cx, &media.ty))), "json_lines")
        }
    }
}

fn answers(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> Answers {
    let successes = operation.successes();
    let reads: Vec<(TypeExpr, &'static str)> =
        successes.iter().map(|(_, response)| read(cx, operation, preferred(response))).collect();
    let one = |ty: TypeExpr, how: &str| Answers {
        ty,
        read: ReadView::One(Code::new(format!("Answer::{how}"))),
        choice: None,
    };
    match reads.as_slice() {
        [] => return one(TypeExpr::new("()"), "empty"),
        [(ty, how), more @ ..] if more.iter().all(|other| other.0 == *ty && other.1 == *how) => {
            return one(ty.clone(), how);
        }
        _ => {}
    }
    let mut arms = Vec::new();
    let mut variants = Vec::new();
    for ((index, response), (ty, how)) in successes.iter().copied().zip(&reads) {
        let name = &names.response_variants[index];
        let pattern = statuses::pattern(statuses::covered(operation, response.status))
            .unwrap_or_else(|| "_".to_owned());
        let unit = *how == "empty";
        arms.push(ArmView {
            pattern: Code::new(pattern),
            value: Code::new(if unit {
                format!("Ok({}::{name})", names.response)
            } else {
                format!("answer.{how}().map({}::{name})", names.response)
            }),
        });
        let mut text = doc::of(&response.docs);
        text.gap().push(format!("Status {}.", status_text(response.status)));
        let held =
            preferred(response).map_or_else(|| ty.clone(), |media| held(cx, media, ty.clone()));
        variants.push(ChoiceVariantView {
            doc: text.outer(),
            name: name.clone(),
            ty: (!unit).then_some(held),
        });
    }
    let mut text = Markdown::default();
    text.push(format!("Answers of [`{}`] by status.", names.marker));
    Answers {
        ty: TypeExpr::new(names.response.as_str()),
        read: ReadView::ByStatus(arms),
        choice: Some(ChoiceView { doc: text.outer(), name: names.response.clone(), variants }),
    }
}

/// The type a successful call gives, as it is written in the group's module.
pub(super) fn output(cx: &Cx<'_>, id: OperationId) -> TypeExpr {
    answers(cx, &cx.api.operations[id], &cx.names.operations[id]).ty
}

/// A status as people write it.
pub(super) fn status_text(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => format!("`{code}`"),
        StatusPattern::Range(class) => format!("`{class}XX`"),
        StatusPattern::Default => "`default`".to_owned(),
    }
}

/// The header in which an operation takes an idempotency key: what codegen.toml says, else a parameter of the name that
/// is usual, or that codegen.toml gives.
fn idempotency_header(cx: &Cx<'_>, operation: &Operation) -> String {
    let config = &cx.config;
    let own = config.idempotency.iter().find(|(pointer, _)| {
        let pointer = pointer.get_ref();
        pointer.strip_prefix('#').unwrap_or(pointer) == operation.origin.as_str()
    });
    if let Some((_, header)) = own {
        return header.clone();
    }
    // The others may be sent again anyway (RFC 9110, section 9.2.2).
    if let (Some(header), crate::ir::Method::Post | crate::ir::Method::Patch) =
        (&config.client.idempotency_header, &operation.method)
    {
        return header.get_ref().clone();
    }
    let mut headers = (operation.parameters.iter())
        .filter(|parameter| parameter.location == Location::Header)
        .map(|parameter| &parameter.wire_name);
    headers
        .find(|name| {
            let name = name.to_ascii_lowercase();
            name.trim_start_matches("x-") == "idempotency-key"
        })
        .cloned()
        .unwrap_or_default()
}

/// The media types that `.await` asks for.
pub(super) fn accept(operation: &Operation) -> String {
    let mut types: Vec<&str> = Vec::new();
    for (_, response) in operation.successes() {
        if let Some(media) = preferred(response) {
            let name = media.media_type.split(';').next().unwrap_or_default().trim();
            if !types.contains(&name) && name.is_ascii() {
                types.push(name);
            }
        }
    }
    types.join(", ")
}

/// What the description says of an operation beside its name, method and path.
fn more_info(cx: &Cx<'_>, operation: &Operation) -> Vec<Code> {
    let idempotency_header = idempotency_header(cx, operation);
    let accept = accept(operation);
    let mut values = Vec::new();
    let mut say = |name: &str, value: String| values.push(Code::new(format!("{name}: {value}")));
    if !operation.security.is_empty() {
        say("security", security(operation));
    }
    if !accept.is_empty() {
        say("accept", StrLit::new(&accept).to_string());
    }
    if !idempotency_header.is_empty() {
        say("idempotency_header", StrLit::new(&idempotency_header).to_string());
    }
    if !operation.servers.is_empty() {
        say("servers", format!("&[{}]", super::client::servers(&operation.servers)));
    }
    values
}

fn security(operation: &Operation) -> String {
    let alternatives: Vec<String> = operation
        .security
        .iter()
        .map(|alternative| {
            let uses: Vec<String> =
                alternative.iter().map(|using| using.scheme.to_string()).collect();
            format!("&[{}]", uses.join(", "))
        })
        .collect();
    format!("&[{}]", alternatives.join(", "))
}

fn method_doc(cx: &Cx<'_>, group: usize, id: OperationId) -> Markdown {
    let operation = &cx.api.operations[id];
    let names = &cx.names.operations[id];
    let mut text = Markdown::clone(&cx.doc(&operation.docs));
    let route = format!("`{} {}`", operation.method.as_str(), doc::span(&operation.path));
    if text.is_empty() {
        text.push(format!("{route}."));
    } else {
        text.gap().push(route);
    }
    if let Some(reason) = &operation.docs.deprecated {
        model::deprecation(&mut text, reason);
    }
    let arguments: Vec<_> = operation.parameters.iter().zip(&names.parameters).collect();
    if !arguments.is_empty() || operation.body.is_some() {
        text.gap().push("# Parameters").push("");
        for (parameter, name) in &arguments {
            let entry = parameter_line(cx, parameter);
            let how = if parameter.required {
                format!("`{name}`")
            } else {
                format!("[`.{name}()`][`Call`]")
            };
            let how = how.replace("[`Call`]", "(Call)");
            text.push(if entry.is_empty() {
                format!("- {how}")
            } else {
                format!("- {how}: {entry}")
            });
        }
        if let Some(body) = &operation.body {
            let how = if body.required {
                format!("`{}`", names.body)
            } else {
                format!("[`.{}()`](Call)", names.body)
            };
            text.push(format!("- {how}: {}", body_doc(cx, body).first_paragraph().line()));
        }
    }
    for line in streams::docs(cx, operation) {
        text.gap().push(line);
    }
    let paged = pages::docs(cx, group, id);
    if !paged.is_empty() {
        text.gap();
    }
    for line in paged {
        text.push(line);
    }
    if let Some(line) = outcomes::header_doc(operation, names) {
        text.gap().push(line);
    }
    let failures = failures(cx, operation);
    if !failures.is_empty() {
        text.gap().push("# Errors").push("");
        for line in failures {
            text.push(line);
        }
        if let Some(line) = outcomes::failure_doc(cx, operation, names) {
            text.gap().push(line);
        }
    }
    text.gap().push("# Example").push("");
    text.push("```no_run");
    for line in examples::code(cx, group, id, Which::All, Shape::Method) {
        text.push(line);
    }
    text.push("```");
    text
}

fn parameter_line<'a>(cx: &Cx<'a>, parameter: &'a Parameter) -> String {
    cx.summary(&parameter.docs).replace("\\|", "|")
}

/// Statuses that are errors, those of which the same is said in one line.
fn failures<'a>(cx: &Cx<'a>, operation: &'a Operation) -> Vec<String> {
    let successes: Vec<usize> = operation.successes().into_iter().map(|(index, _)| index).collect();
    let mut lines: IndexMap<String, Vec<String>> = IndexMap::new();
    for (index, response) in operation.responses.iter().enumerate() {
        if successes.contains(&index) {
            continue;
        }
        let what = cx.summary(&response.docs).replace("\\|", "|");
        let body = preferred(response)
            .filter(|media| media.kind == MediaKind::Json)
            .map(|media| types::owned(cx, &media.ty))
            .filter(|ty| ty.as_str() != "serde_json::Value")
            .map(|ty| format!(" Body: `{ty}`."))
            .unwrap_or_default();
        let end = if what.is_empty() || what.ends_with(['.', '!', '?', ':']) { "" } else { "." };
        let said = format!("{what}{end}{body}");
        lines.entry(said).or_default().push(status_text(response.status));
    }
    let line = |(said, statuses): (String, Vec<String>)| {
        format!("- {}: {said}", statuses.join(", ")).trim_end().to_owned()
    };
    lines.into_iter().map(line).collect()
}
