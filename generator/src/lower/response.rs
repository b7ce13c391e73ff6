//! Responses: statuses, media types, headers, links.

use openapiv3::{ParameterSchemaOrContent, ReferenceOr, Responses, StatusCode};

use super::body::Carrier;
use super::constraints::quoted;
use super::shape::Position;
use super::{Lowered, Lowering, Slot, docs};
use crate::diag::Part;
use crate::ir::{Docs, Parent, Response, ResponseHeader, Role, StatusPattern};
use crate::source::Pointer;
use crate::spec::At;

impl<'a> Lowering<'a> {
    /// The responses that stand at `at`, in document order with `default` last, and their links in words.
    pub(super) fn responses(
        &mut self,
        responses: &'a Responses,
        at: &Pointer,
        parent: Parent,
    ) -> (Vec<Response>, Vec<String>) {
        let mut found: Vec<(StatusPattern, String, &'a ReferenceOr<openapiv3::Response>)> =
            Vec::new();
        for (status, node) in &responses.responses {
            found.push((pattern(status), status.to_string(), node));
        }
        if let Some(node) = &responses.default {
            found.push((StatusPattern::Default, "default".to_owned(), node));
        }
        // The answer everybody waits for is called after the operation alone.
        let successes = found.iter().filter(|(status, ..)| is_success(*status)).count();
        let only = found.len() == 1;
        let mut lowered = Vec::with_capacity(found.len());
        let mut links = Vec::new();
        for (status, text, node) in found {
            let at = at.key(&text);
            let Some(response) = self.spec.response(node, &at) else { continue };
            let unnamed = only || (successes == 1 && is_success(status));
            let carrier = match response.component {
                Some(key) => Carrier::Component(key.to_owned()),
                None => Carrier::Response(parent, (!unnamed).then_some(text)),
            };
            self.links(&response, &mut links);
            lowered.push(self.response(status, &response, &carrier, parent));
        }
        (lowered, links)
    }

    fn response(
        &mut self,
        status: StatusPattern,
        found: &At<'a, openapiv3::Response>,
        carrier: &Carrier,
        parent: Parent,
    ) -> Response {
        let content = self.content(&found.item.content, &found.at, carrier);
        let list = found.at.key("headers");
        let mut headers = Vec::new();
        for (name, node) in &found.item.headers {
            // OpenAPI 3.0.4, 4.7.17: the media type says it.
            if name.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let at = list.key(name);
            let Some(header) = self.spec.header(node, &at) else { continue };
            headers.push(self.header(name, &header, found.component, parent));
        }
        Response {
            status,
            content,
            headers,
            docs: Docs {
                description: docs::text(Some(&found.item.description)),
                ..Docs::default()
            },
            origin: found.at.clone(),
        }
    }

    fn header(
        &mut self,
        name: &str,
        found: &At<'a, openapiv3::Header>,
        response: Option<&str>,
        parent: Parent,
    ) -> ResponseHeader {
        self.check_header_name(name, &found.at, Part::Key);
        let slot = match (found.component, response) {
            (Some(key), _) => Slot::new(Parent::Component, Role::Component(key.to_owned())),
            (None, Some(_)) => Slot::new(Parent::Component, Role::Header(name.to_owned())),
            (None, None) => Slot::new(parent, Role::Header(name.to_owned())),
        };
        let header = found.item;
        let schema = match &header.format {
            ParameterSchemaOrContent::Schema(schema) => Some((schema, found.at.key("schema"))),
            ParameterSchemaOrContent::Content(content) => {
                content.first().and_then(|(name, media)| {
                    let at = found.at.keys(["content", name, "schema"]);
                    media.schema.as_ref().map(|schema| (schema, at))
                })
            }
        };
        let lowered = match schema {
            Some((node, at)) => {
                let position = Position { node: self.spec.schema(node), at, home: None };
                self.position(&position, slot)
            }
            None => Lowered::any(),
        };
        ResponseHeader {
            wire_name: name.to_owned(),
            required: header.required && !lowered.nullable,
            ty: lowered.ty,
            docs: Docs {
                description: docs::text(header.description.as_deref()),
                deprecated: docs::deprecated(
                    header.deprecated.unwrap_or_default(),
                    &header.extensions,
                ),
                example: self.example(header.example.as_ref(), &header.examples, &found.at),
                ..Docs::default()
            },
        }
    }

    /// Links in words: a person can follow them, a client cannot.
    fn links(&self, response: &At<'a, openapiv3::Response>, words: &mut Vec<String>) {
        let list = response.at.key("links");
        for (name, node) in &response.item.links {
            let Some(link) = self.spec.link(node, &list.key(name)) else { continue };
            let target = match &link.item.operation {
                openapiv3::LinkOperation::OperationId(id)
                | openapiv3::LinkOperation::OperationRef(id) => quoted(id),
            };
            let parameters: Vec<String> = link
                .item
                .parameters
                .iter()
                .map(|(name, value)| {
                    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    format!("{} from {}", quoted(name), quoted(&value))
                })
                .collect();
            let mut sentence = format!("{} leads to {target}", quoted(name));
            if !parameters.is_empty() {
                sentence = format!("{sentence} with {}", parameters.join(", "));
            }
            if let Some(description) = docs::text(link.item.description.as_deref()) {
                sentence = format!("{sentence}: {description}");
            }
            if !words.contains(&sentence) {
                words.push(sentence);
            }
        }
    }
}

fn pattern(status: &StatusCode) -> StatusPattern {
    match status {
        StatusCode::Code(code) => StatusPattern::Code(*code),
        StatusCode::Range(class) => StatusPattern::Range(u8::try_from(*class).unwrap_or(0)),
    }
}

fn is_success(status: StatusPattern) -> bool {
    match status {
        StatusPattern::Code(code) => (200..300).contains(&code),
        StatusPattern::Range(class) => class == 2,
        StatusPattern::Default => false,
    }
}
