//! View of the module that lists the requests the service makes, and what they carry.

use std::collections::BTreeSet;

use askama::Template;

use super::text::{Doc, Markdown, StrLit};
use super::{Cx, doc, features, types};
use crate::ir::Webhook;
use crate::names::Ident;

/// `src/webhooks.rs`.
#[derive(Debug, Template)]
#[template(path = "src/webhooks.rs.jinja")]
pub struct WebhooksView {
    uses_model: bool,
    webhooks: Vec<WebhookView>,
}

#[derive(Debug)]
struct WebhookView {
    doc: Doc,
    name: Ident,
    wire: StrLit,
}

pub(super) fn webhooks(cx: &Cx<'_>) -> Option<WebhooksView> {
    if cx.api.webhooks.is_empty() {
        return None;
    }
    let mut uses_model = false;
    let webhooks = cx
        .api
        .webhooks
        .iter()
        .zip(&cx.names.webhooks)
        .map(|(webhook, name)| {
            let (text, links) = describe(cx, webhook);
            uses_model |= links;
            WebhookView { doc: text.outer(), name: name.clone(), wire: StrLit::new(&webhook.name) }
        })
        .collect();
    Some(WebhooksView { uses_model, webhooks })
}

/// What the webhook says, and whether it links to a model.
fn describe(cx: &Cx<'_>, webhook: &Webhook) -> (Markdown, bool) {
    let mut text = doc::of(&webhook.docs);
    let mut line = format!("A `{}` request", webhook.method.as_str());
    if let Some(operation) = webhook.callback_of.and_then(|id| cx.names.operations.get(id)) {
        line = format!("{line}, a callback of `{}`", operation.method);
    }
    let mut links = false;
    let payloads: Vec<String> = webhook
        .body
        .iter()
        .flat_map(|body| &body.content)
        .map(|media| {
            let ty = types::owned(cx, &media.ty);
            let mut ids = Vec::new();
            super::named(&media.ty, &mut ids);
            // A link to a type behind a feature would be broken when only some features are on.
            let linked = ids.iter().all(|id| features(cx, &cx.reach[id.index()]).is_none());
            if linked && ty.as_str().starts_with("model::") {
                links = true;
                format!("[`{ty}`]")
            } else {
                format!("`{ty}`")
            }
        })
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    text.gap().push(if payloads.is_empty() {
        format!("{line} without a body.")
    } else {
        format!("{line}; its body is {}.", payloads.join(" or "))
    });
    (text, links)
}
