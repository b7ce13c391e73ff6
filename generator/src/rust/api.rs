//! Views of operations: a handle per tag, a method and a marker per operation, setters for what is optional.

use askama::Template;

use super::text::{Code, Doc, Markdown, StrLit, TypeExpr};
use super::{Cx, doc, features, outcomes, pages, streams};
use crate::ir::OperationId;
use crate::names::Ident;

mod answer;
mod argument;
mod body;
pub(super) mod examples;
mod info;
mod method_doc;
pub(super) mod outline;

pub(super) use answer::{accept, output, preferred, status_text};
pub(super) use argument::{argument_type, is_secret, param};
pub(super) use body::{body_media, body_type, held, is_boxed, is_object, styled};

use answer::answers;
use argument::{argument, parameter_doc};
use body::{body_argument, body_doc, body_enum};
use info::more_info;
use method_doc::method_doc;

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
