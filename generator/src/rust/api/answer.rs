//! What a successful call gives, and which media types it asks for.

use super::super::text::{Code, Markdown, TypeExpr};
use super::super::{Cx, doc, statuses, streams, types};
use super::body::held;
use super::{ArmView, ChoiceVariantView, ChoiceView, ReadView};
use crate::ir::{Media, MediaKind, Operation, OperationId, Response, StatusPattern};
use crate::names::OperationNames;

/// What a successful call gives.
pub(super) struct Answers {
    pub(super) ty: TypeExpr,
    pub(super) read: ReadView,
    pub(super) choice: Option<ChoiceView>,
}

/// The media type a client asks for: JSON where there is a choice.
pub(in crate::rust) fn preferred(response: &Response) -> Option<&Media> {
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

pub(super) fn answers(cx: &Cx<'_>, operation: &Operation, names: &OperationNames) -> Answers {
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
pub(in crate::rust) fn output(cx: &Cx<'_>, id: OperationId) -> TypeExpr {
    answers(cx, &cx.api.operations[id], &cx.names.operations[id]).ty
}

/// The media types that `.await` asks for.
pub(in crate::rust) fn accept(operation: &Operation) -> String {
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

/// A status as people write it.
pub(in crate::rust) fn status_text(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => format!("`{code}`"),
        StatusPattern::Range(class) => format!("`{class}XX`"),
        StatusPattern::Default => "`default`".to_owned(),
    }
}
