//! Views of the markdown reference: a page per API and a page per model.

use std::collections::BTreeSet;

use askama::Template;

use super::text::{Code, Markdown};
use super::{Cx, api, client, doc, example, model, streams, types};
use crate::ir::{
    Additional, Field, Operation, OperationId, Parameter, Presence, Response, Type, TypeId,
    TypeKind,
};
use crate::names::{Ident, Names};

/// `docs/<Handle>.md`.
#[derive(Debug, Template)]
#[template(path = "docs/api.md.jinja")]
pub struct ApiReferenceView {
    handle: Ident,
    accessor: Ident,
    about: Markdown,
    base_url: Option<Code>,
    operations: Vec<OperationSection>,
}

impl ApiReferenceView {
    /// Path of the file.
    #[must_use]
    pub fn path(&self) -> String {
        format!("docs/{}.md", self.handle)
    }
}

#[derive(Debug)]
struct OperationSection {
    method: Ident,
    route: Code,
    summary: Code,
    signature: Code,
    setters: Vec<Code>,
    text: Markdown,
    authorization: Vec<LinkView>,
    anonymous: bool,
    required_example: Vec<Code>,
    full_example: Option<Vec<Code>>,
    parameters: Vec<ParameterRow>,
    returns: Code,
    content_type: Code,
    accept: Code,
    responses: Vec<ResponseRow>,
}

#[derive(Debug)]
struct LinkView {
    text: Code,
    target: Code,
}

#[derive(Debug)]
struct ParameterRow {
    name: Ident,
    ty: Code,
    description: Code,
    notes: Code,
}

#[derive(Debug)]
struct ResponseRow {
    status: Code,
    description: Code,
    body: Code,
    headers: Code,
}

/// `docs/<Type>.md`.
#[derive(Debug, Template)]
#[template(path = "docs/model.md.jinja")]
pub struct ModelReferenceView {
    name: Ident,
    page: Code,
    text: Markdown,
    kind: ModelKind,
    rows: Vec<MemberRow>,
    alias: Option<Code>,
    example: Vec<Code>,
    used_by: Vec<LinkView>,
}

impl ModelReferenceView {
    /// Path of the file.
    #[must_use]
    pub fn path(&self) -> String {
        format!("docs/{}.md", self.page)
    }
}

#[derive(Clone, Copy, Debug)]
enum ModelKind {
    Struct,
    Enum,
    Union,
    Alias,
}

#[derive(Debug)]
struct MemberRow {
    name: Ident,
    wire: Code,
    ty: Code,
    description: Code,
    notes: Code,
}

pub(super) fn apis(cx: &Cx<'_>) -> Vec<ApiReferenceView> {
    (0..cx.names.groups.len()).map(|group| api_page(cx, group)).collect()
}

fn api_page(cx: &Cx<'_>, group: usize) -> ApiReferenceView {
    let names = &cx.names.groups[group];
    let mut about = Markdown::default();
    if let Some(description) = names.tag.and_then(|tag| cx.api.tags[tag].description.as_deref()) {
        about.append(doc::markdown(description));
    }
    ApiReferenceView {
        handle: names.handle.clone(),
        accessor: names.module.clone(),
        about,
        base_url: cx.api.servers.first().map(|server| Code::new(doc::span(&server.url))),
        operations: names.operations.iter().map(|id| section(cx, group, *id)).collect(),
    }
}

fn section(cx: &Cx<'_>, group: usize, id: OperationId) -> OperationSection {
    let operation = &cx.api.operations[id];
    let names = &cx.names.operations[id];
    let mut arguments = Vec::new();
    let mut setters = Vec::new();
    let mut parameters = Vec::new();
    for (parameter, name) in operation.parameters.iter().zip(&names.parameters) {
        let ty = api::argument_type(cx, parameter, name);
        if parameter.required {
            arguments.push(format!("{name}: {ty}"));
        } else {
            setters.push(Code::new(format!("{name}({ty})")));
        }
        parameters.push(ParameterRow {
            name: name.clone(),
            ty: type_cell(&linked(cx, &parameter.ty), ty.as_str()),
            description: cell(cx.doc(&parameter.docs).line()),
            notes: Code::new(notes(parameter)),
        });
    }
    if let Some(body) = &operation.body {
        let ty = api::body_type(cx, body, names);
        if body.required {
            arguments.push(format!("{}: {ty}", names.body));
        } else {
            setters.push(Code::new(format!("{}({ty})", names.body)));
        }
        let described = api::body_media(body)
            .first()
            .map(|(_, media)| linked(cx, &media.ty))
            .unwrap_or_default();
        parameters.push(ParameterRow {
            name: names.body.clone(),
            ty: type_cell(&described, ty.as_str()),
            description: cell(cx.doc(&body.docs).line()),
            notes: Code::new(if body.required { "body" } else { "body, optional" }),
        });
    }
    let full = !setters.is_empty();
    let code = |which| {
        api::examples::code(cx, group, id, which, api::examples::Shape::Markdown)
            .into_iter()
            .map(Code::new)
            .collect()
    };
    let output = api::output(cx, id);
    let mut text = Markdown::clone(&cx.doc(&operation.docs));
    for line in streams::page(cx, operation) {
        text.gap().push(line);
    }
    if let Some(reason) = &operation.docs.deprecated {
        model::deprecation(&mut text, reason);
    }
    OperationSection {
        method: names.method.clone(),
        route: Code::new(
            format!("**{}** `{}`", operation.method.as_str(), doc::span(&operation.path))
                .replace('|', "\\|"),
        ),
        summary: cell(cx.summary(&operation.docs)),
        signature: Code::new(format!(
            "{}({}) -> Call<{}>",
            names.method,
            arguments.join(", "),
            names.marker
        )),
        setters,
        text,
        authorization: authorization(cx, operation),
        anonymous: operation.security.iter().any(Vec::is_empty),
        required_example: code(api::examples::Which::Required),
        full_example: full.then(|| code(api::examples::Which::All)),
        parameters,
        returns: returns(cx, operation, output.as_str()),
        content_type: Code::new(content_types(operation)),
        accept: Code::new(accepts(operation)),
        responses: operation.responses.iter().map(|response| response_row(cx, response)).collect(),
    }
}

fn cell(text: String) -> Code {
    Code::new(text)
}

/// The type's name on its page, else the Rust type.
fn type_cell(linked: &str, rust: &str) -> Code {
    if linked.is_empty() {
        Code::new(format!("`{}`", rust.replace('|', "\\|")))
    } else {
        Code::new(linked)
    }
}

/// Links to the pages of the types a use names; empty when it names none.
fn linked(cx: &Cx<'_>, ty: &Type) -> String {
    let mut ids = Vec::new();
    super::named(ty, &mut ids);
    let Some(id) = ids.first() else { return String::new() };
    let name = &cx.names.types[id.index()].name;
    let link = format!("[`{name}`]({}.md)", cx.pages[id.index()]);
    match ty {
        Type::Named(_) | Type::Boxed(_) => link,
        Type::List(_) => format!("list of {link}"),
        Type::Map(_) => format!("map of {link}"),
        _ => format!("with {link}"),
    }
}

fn notes(parameter: &Parameter) -> String {
    let mut notes = Vec::new();
    notes.push(
        match parameter.location {
            crate::ir::Location::Path => "path",
            crate::ir::Location::Query | crate::ir::Location::QueryString => "query",
            crate::ir::Location::Header => "header",
            crate::ir::Location::Cookie => "cookie",
        }
        .to_owned(),
    );
    if !parameter.required {
        notes.push("optional".to_owned());
    }
    if parameter.nullable {
        notes.push("nullable".to_owned());
    }
    if let Some(default) = parameter.default.as_ref().filter(|value| !value.is_null()) {
        notes.push(format!("default {}", example::inline_json(default).replace('|', "\\|")));
    }
    notes.join(", ")
}

fn authorization(cx: &Cx<'_>, operation: &Operation) -> Vec<LinkView> {
    let mut links = Vec::new();
    for alternative in operation.security.iter().filter(|alternative| !alternative.is_empty()) {
        let keys: Vec<String> = alternative
            .iter()
            .map(|using| {
                let scheme = &cx.api.security_schemes[using.scheme];
                let scopes = if using.scopes.is_empty() {
                    String::new()
                } else {
                    format!(
                        " ({})",
                        using
                            .scopes
                            .iter()
                            .map(|scope| doc::line(scope))
                            .collect::<Vec<_>>()
                            .join(", ")
                    )
                };
                format!("{}{scopes}", doc::line(&scheme.key))
            })
            .collect();
        links.push(LinkView {
            text: Code::new(keys.join(" and ")),
            target: Code::new("../README.md#authorization"),
        });
    }
    let _ = client::place;
    links
}

fn returns(cx: &Cx<'_>, operation: &Operation, output: &str) -> Code {
    if output == "()" {
        return Code::new("nothing");
    }
    let mut parts = Vec::new();
    for (_, response) in operation.successes() {
        if let Some(media) = api::preferred(response) {
            let link = linked(cx, &media.ty);
            if !link.is_empty() && !parts.contains(&link) {
                parts.push(link);
            }
        }
    }
    if parts.is_empty() { Code::new(format!("`{output}`")) } else { Code::new(parts.join(", ")) }
}

fn content_types(operation: &Operation) -> String {
    let types: Vec<String> = operation
        .body
        .iter()
        .flat_map(|body| &body.content)
        .map(|media| format!("`{}`", doc::span(&media.media_type)))
        .collect();
    if types.is_empty() { "not sent".to_owned() } else { types.join(", ") }
}

fn accepts(operation: &Operation) -> String {
    let mut types: Vec<String> = Vec::new();
    for media in operation.responses.iter().flat_map(|response| &response.content) {
        let text = format!("`{}`", doc::span(&media.media_type));
        if !types.contains(&text) {
            types.push(text);
        }
    }
    if types.is_empty() { "anything".to_owned() } else { types.join(", ") }
}

fn response_row<'a>(cx: &Cx<'a>, response: &'a Response) -> ResponseRow {
    let body = api::preferred(response).map_or_else(
        || "-".to_owned(),
        |media| {
            type_cell(&linked(cx, &media.ty), types::owned(cx, &media.ty).as_str())
                .as_str()
                .to_owned()
        },
    );
    let headers: Vec<String> = response
        .headers
        .iter()
        .map(|header| format!("`{}`", doc::span(&header.wire_name)))
        .collect();
    ResponseRow {
        status: Code::new(api::status_text(response.status)),
        description: cell(cx.doc(&response.docs).line()),
        body: Code::new(body),
        headers: Code::new(if headers.is_empty() { "-".to_owned() } else { headers.join(", ") }),
    }
}

pub(super) fn models(cx: &Cx<'_>) -> Vec<ModelReferenceView> {
    let used_by = used_by(cx);
    cx.api.types.ids().zip(used_by).map(|(id, used_by)| model_page(cx, id, used_by)).collect()
}

/// Operations that mention a type directly.
fn used_by(cx: &Cx<'_>) -> Vec<Vec<LinkView>> {
    let mut links: Vec<Vec<LinkView>> = (0..cx.api.types.len()).map(|_| Vec::new()).collect();
    for group in &cx.names.groups {
        for id in &group.operations {
            let mut ids = Vec::new();
            super::operation_types(cx.api, *id, &mut |ty| super::named(ty, &mut ids));
            ids.sort_unstable();
            ids.dedup();
            let method = &cx.names.operations[*id].method;
            for ty in ids {
                links[ty.index()].push(LinkView {
                    text: Code::new(format!("{}::{method}", group.handle)),
                    target: Code::new(format!("{}.md#{method}", group.handle)),
                });
            }
        }
    }
    links
}

fn model_page(cx: &Cx<'_>, id: TypeId, used_by: Vec<LinkView>) -> ModelReferenceView {
    let def = &cx.api.types[id];
    let names = &cx.names.types[id.index()];
    let mut rows = Vec::new();
    let mut alias = None;
    let kind = match &def.kind {
        TypeKind::Object(object) => {
            for (field, name) in
                object.fields.iter().zip(&names.members).filter(|(field, _)| model::visible(field))
            {
                rows.push(field_row(cx, field, name));
            }
            if let Additional::Typed(ty) = &object.additional {
                rows.push(MemberRow {
                    name: names.rest.clone(),
                    wire: Code::new("all other keys"),
                    ty: type_cell(&linked(cx, ty), types::owned(cx, ty).as_str()),
                    description: Code::new(""),
                    notes: Code::new("map"),
                });
            }
            ModelKind::Struct
        }
        TypeKind::Enum(values) => {
            for (value, name) in values.values.iter().zip(&names.members) {
                rows.push(MemberRow {
                    name: name.clone(),
                    wire: Code::new(example::inline_json(&value.value).replace('|', "\\|")),
                    ty: Code::new(""),
                    description: cell(cx.doc(&value.docs).line()),
                    notes: Code::new(""),
                });
            }
            ModelKind::Enum
        }
        TypeKind::Union(union) => {
            for (variant, name) in union.variants.iter().zip(&names.members) {
                let tags: Vec<String> = variant
                    .tags
                    .iter()
                    .map(|tag| format!("`{}`", doc::span(tag).replace('|', "\\|")))
                    .collect();
                rows.push(MemberRow {
                    name: name.clone(),
                    wire: Code::new(tags.join(", ")),
                    ty: type_cell(&linked(cx, &variant.ty), types::owned(cx, &variant.ty).as_str()),
                    description: cell(cx.doc(&variant.docs).line()),
                    notes: Code::new(""),
                });
            }
            ModelKind::Union
        }
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => {
            alias = Some(type_cell(&linked(cx, ty), types::owned(cx, ty).as_str()));
            ModelKind::Alias
        }
    };
    ModelReferenceView {
        name: names.name.clone(),
        page: Code::new(cx.pages[id.index()].as_str()),
        text: Markdown::clone(&cx.doc(&def.docs)),
        kind,
        rows,
        alias,
        example: model_example(cx, id),
        used_by,
    }
}

/// How a value is made, for types that are sent, or read, for those that are received.
fn model_example(cx: &Cx<'_>, id: TypeId) -> Vec<Code> {
    let def = &cx.api.types[id];
    let name = &cx.names.types[id.index()].name;
    if matches!(def.kind, TypeKind::Alias(_)) {
        return Vec::new();
    }
    let sent = def.usage.request || def.usage.parameter || super::unused(def.usage);
    let mut lines = vec![format!("use {}::model;", cx.crate_ident), String::new()];
    if sent {
        let value =
            example::value(cx, &Type::Named(id), def.docs.example.as_ref(), example::Form::Owned);
        lines.push(
            "fn example() -> Result<model::Type, Box<dyn std::error::Error>> {"
                .replace("Type", name.as_str()),
        );
        lines.push(format!("    Ok({value})"));
    } else {
        lines.push(
            "fn example(json: &str) -> Result<model::Type, Box<dyn std::error::Error>> {"
                .replace("Type", name.as_str()),
        );
        lines.push("    Ok(serde_json::from_str(json)?)".to_owned());
    }
    lines.push("}".to_owned());
    lines.into_iter().map(Code::new).collect()
}

fn field_row<'a>(cx: &Cx<'a>, field: &'a Field, name: &Ident) -> MemberRow {
    let owned = types::owned(cx, &field.ty);
    let mut notes = Vec::new();
    match field.presence {
        Presence::Required => {}
        Presence::Optional => notes.push("optional".to_owned()),
        Presence::Nullable => notes.push("nullable".to_owned()),
        Presence::OptionalNullable => notes.push("optional, nullable".to_owned()),
    }
    match field.access {
        crate::ir::Access::Both => {}
        crate::ir::Access::ReadOnly => notes.push("read only".to_owned()),
        crate::ir::Access::WriteOnly => notes.push("write only".to_owned()),
    }
    if let Some(default) = field.default.as_ref().filter(|value| !value.is_null()) {
        notes.push(format!("default {}", example::inline_json(default).replace('|', "\\|")));
    }
    MemberRow {
        name: name.clone(),
        wire: Code::new(format!("`{}`", doc::span(&field.wire_name).replace('|', "\\|"))),
        ty: type_cell(&linked(cx, &field.ty), owned.as_str()),
        description: cell(cx.doc(&field.docs).line()),
        notes: Code::new(notes.join(", ")),
    }
}

/// Names of the models' pages, by type. They share a folder with those of the APIs, on file systems that do not tell
/// case apart.
pub(super) fn pages(names: &Names) -> Vec<String> {
    let mut taken: BTreeSet<String> =
        names.groups.iter().map(|group| group.handle.as_str().to_lowercase()).collect();
    names
        .types
        .iter()
        .map(|ty| {
            let mut page = ty.name.as_str().to_owned();
            while !taken.insert(page.to_lowercase()) {
                page.push_str("Model");
            }
            page
        })
        .collect()
}
