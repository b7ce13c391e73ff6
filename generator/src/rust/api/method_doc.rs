//! The documentation of a method: what the operation does, its parameters, its errors and an example.

use indexmap::IndexMap;

use super::super::text::Markdown;
use super::super::{Cx, doc, model, outcomes, pages, streams, types};
use super::answer::{preferred, status_text};
use super::body::body_doc;
use super::examples::{self, Shape, Which};
use crate::ir::{MediaKind, Operation, OperationId, Parameter};

pub(super) fn method_doc(cx: &Cx<'_>, group: usize, id: OperationId) -> Markdown {
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
