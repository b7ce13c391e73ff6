//! Views of the test that calls every operation, and of what the feature `testing` knows of the API.

use askama::Template;
use serde_json::Value;

use super::api;
use super::text::{Code, StrLit};
use super::{Cx, client, features, types};
use crate::ir::{Media, MediaKind, OperationId, Parameter, RequestBody, Type};
use crate::names::{Ident, OperationNames};
use crate::samples::{BodySamples, Samples};

/// `tests/operations.rs`.
#[derive(Debug, Template)]
#[template(path = "tests/operations.rs.jinja")]
pub struct ContractView {
    krate: Code,
    groups: Vec<ContractGroup>,
}

#[derive(Debug)]
#[allow(clippy::struct_excessive_bools, reason = "what a module imports, each by itself")]
struct ContractGroup {
    module: Ident,
    cfg: Option<Code>,
    uses_value: bool,
    uses_api: bool,
    uses_model: bool,
    uses_runtime: bool,
    calls: Vec<CallView>,
}

#[derive(Debug)]
struct CallView {
    label: StrLit,
    method: Ident,
    /// Name of the flag that asks for all parameters.
    flag: Code,
    arguments: Vec<Code>,
    setters: Vec<SetterCall>,
}

#[derive(Debug)]
struct SetterCall {
    name: Ident,
    value: Code,
}

/// `src/testing.rs`.
#[derive(Debug, Template)]
#[template(path = "src/testing.rs.jinja")]
pub struct TestingView {
    example: Vec<Code>,
}

/// `src/testing.jsonl`: one JSON text a line.
#[derive(Debug)]
pub struct TableView(String);

impl TableView {
    /// The text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        self.0.clone()
    }
}

pub(super) fn contract(cx: &Cx<'_>, samples: &Samples) -> ContractView {
    let groups = cx.names.groups.iter().enumerate().map(|(index, group)| {
        let calls: Vec<CallView> =
            group.operations.iter().map(|id| call(cx, index, *id, samples)).collect();
        let uses = |what: &str| {
            calls.iter().any(|call| {
                let setters = call.setters.iter().map(|setter| &setter.value);
                call.arguments.iter().chain(setters).any(|code| code.as_str().contains(what))
            })
        };
        ContractGroup {
            module: group.module.clone(),
            cfg: features(cx, &[index].into()),
            uses_value: uses("value::<"),
            uses_api: uses("api::"),
            uses_model: uses("model::"),
            uses_runtime: uses("runtime::"),
            calls,
        }
    });
    ContractView { krate: Code::new(cx.crate_ident.as_str()), groups: groups.collect() }
}

pub(super) fn testing(cx: &Cx<'_>) -> TestingView {
    let example = client::first_call(cx)
        .map_or_else(Vec::new, |(group, id)| api::examples::mock(cx, group, id));
    TestingView { example: example.into_iter().map(Code::new).collect() }
}

pub(super) fn table(samples: &Samples) -> TableView {
    let mut text = String::new();
    for line in &samples.table {
        text.push_str(&line.to_string());
        text.push('\n');
    }
    TableView(text)
}

fn call(cx: &Cx<'_>, group: usize, id: OperationId, samples: &Samples) -> CallView {
    let operation = &cx.api.operations[id];
    let names = &cx.names.operations[id];
    let values = &samples.operations[id];
    let mut arguments = Vec::new();
    let mut setters = Vec::new();
    let parameters = operation.parameters.iter().zip(&names.parameters);
    for ((parameter, name), value) in parameters.zip(&values.parameters) {
        let value = Code::new(argument(cx, parameter, value));
        if parameter.required {
            arguments.push(value);
        } else {
            setters.push(SetterCall { name: name.clone(), value });
        }
    }
    let mut both = false;
    if let Some(body) = &operation.body {
        let of = |all| body_argument(cx, group, body, names, &values.bodies, all);
        let (least, all) = (of(false), of(true));
        if !body.required {
            setters.push(SetterCall { name: names.body.clone(), value: Code::new(all) });
        } else if least == all {
            arguments.push(Code::new(all));
        } else {
            both = true;
            // What is borrowed has to live as long as the call is made.
            arguments.push(Code::new(match (all.strip_prefix('&'), least.strip_prefix('&')) {
                (Some(all), Some(least)) => format!("&if all {{ {all} }} else {{ {least} }}"),
                _ => format!("if all {{ {all} }} else {{ {least} }}"),
            }));
        }
    }
    let label = format!("{}.{}", cx.names.groups[group].module, names.method);
    CallView {
        label: StrLit::new(&label),
        method: names.method.clone(),
        flag: Code::new(if both || !setters.is_empty() { "all" } else { "_" }),
        arguments,
        setters,
    }
}

/// A parameter's value as the method or setter takes it.
fn argument(cx: &Cx<'_>, parameter: &Parameter, value: &Value) -> String {
    use crate::ir::Encoding;
    let resolved = types::resolve(cx, &parameter.ty);
    let is_text = types::is_text(cx, &parameter.ty) || matches!(resolved, Type::Binary);
    if is_text || api::is_secret(resolved) {
        return StrLit::new(&text(value)).to_string();
    }
    if let Type::List(item) = resolved
        && types::is_text(cx, item)
        && !matches!(parameter.encoding, Encoding::Content(_))
    {
        let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
        let items: Vec<String> =
            items.iter().map(|item| StrLit::new(&text(item)).to_string()).collect();
        // A slice: arrays of each length would be types of their own.
        return format!("[{}].as_slice()", items.join(", "));
    }
    let decoded = decoded(cx, &parameter.ty, value);
    if types::is_scalar(cx, &parameter.ty) { decoded } else { format!("&{decoded}") }
}

fn body_argument(
    cx: &Cx<'_>,
    group: usize,
    body: &RequestBody,
    names: &OperationNames,
    samples: &[BodySamples],
    all: bool,
) -> String {
    let media = api::body_media(body);
    let sample = |index: usize| {
        samples
            .get(index)
            .map(|found| if all { found.all.clone() } else { found.least.clone() })
            .unwrap_or_default()
    };
    if let [(index, only)] = media.as_slice() {
        return media_argument(cx, only, &sample(*index));
    }
    // The first with what is required, the last with everything.
    let chosen = if all { media.last() } else { media.first() };
    let Some((index, media)) = chosen else { return "()".to_owned() };
    let value = media_owned(cx, media, &sample(*index));
    let value = if api::is_boxed(cx, media) { format!("Box::new({value})") } else { value };
    let module = &cx.names.groups[group].module;
    format!("&api::{module}::{}::{}({value})", names.body_type, names.body_variants[*index])
}

/// A body as the method or setter takes it.
fn media_argument(cx: &Cx<'_>, media: &Media, value: &Value) -> String {
    match media.kind {
        MediaKind::Text | MediaKind::Xml | MediaKind::EventStream | MediaKind::Binary => {
            StrLit::new(&text(value)).to_string()
        }
        MediaKind::Json | MediaKind::Form if types::is_text(cx, &media.ty) => {
            StrLit::new(&text(value)).to_string()
        }
        _ => format!("&{}", media_owned(cx, media, value)),
    }
}

/// A body as a variant of a choice holds it.
fn media_owned(cx: &Cx<'_>, media: &Media, value: &Value) -> String {
    match media.kind {
        MediaKind::Text | MediaKind::Xml | MediaKind::EventStream => {
            format!("{}.to_owned()", StrLit::new(&text(value)))
        }
        MediaKind::Binary => format!("{}.into()", StrLit::new(&text(value))),
        MediaKind::Multipart if !api::is_object(cx, &media.ty) => {
            "runtime::Multipart::new().text(\"field\", \"text\")".to_owned()
        }
        MediaKind::JsonLines => {
            let list = Type::List(Box::new(media.ty.clone()));
            decoded(cx, &list, &Value::Array(vec![value.clone()]))
        }
        MediaKind::Json | MediaKind::Form | MediaKind::Multipart => decoded(cx, &media.ty, value),
    }
}

/// `value::<Vec<i64>>("[1]")`.
fn decoded(cx: &Cx<'_>, ty: &Type, value: &Value) -> String {
    format!("value::<{}>({})", types::owned(cx, ty), json_literal(value))
}

/// The text of a value that stands for a text.
fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The JSON text of a value as a literal: raw where that is easier to read and holds nothing that would mislead.
fn json_literal(value: &Value) -> String {
    let text = value.to_string();
    let escaped = StrLit::new(&text).to_string();
    let plain = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if !plain || !text.contains('"') || text.contains("\"#") {
        return escaped;
    }
    format!("r#\"{text}\"#")
}
