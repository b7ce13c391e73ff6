//! Media types: what is sent and received, and in which format.

use indexmap::IndexMap;
use openapiv3::{Encoding, MediaType, ParameterSchemaOrContent, ReferenceOr};

use super::shape::Position;
use super::{Lowering, Slot, docs};
use crate::ir::{
    Media, MediaKind, Parent, PartEncoding, PartHeader, RequestBody, Role, StringFormat, Type,
};
use crate::source::Pointer;
use crate::spec::{At, SchemaNode, ext};

/// Where the inline types of a body live.
#[derive(Clone, Debug)]
pub(super) enum Carrier {
    /// A request body of an operation, webhook or callback.
    Request(Parent),
    /// A response, with its status unless it is the only one.
    Response(Parent, Option<String>),
    /// A component of this key.
    Component(String),
}

impl<'a> Lowering<'a> {
    /// A request body; `None` when it has no content.
    pub(super) fn request_body(
        &mut self,
        found: &At<'a, openapiv3::RequestBody>,
        parent: Parent,
    ) -> Option<RequestBody> {
        let carrier = match found.component {
            Some(key) => Carrier::Component(key.to_owned()),
            None => Carrier::Request(parent),
        };
        let content = self.content(&found.item.content, &found.at, &carrier);
        let docs = crate::ir::Docs {
            description: docs::text(found.item.description.as_deref()),
            ..crate::ir::Docs::default()
        };
        let required = found.item.required;
        let origin = found.at.clone();
        (!content.is_empty()).then_some(RequestBody { required, content, docs, origin })
    }

    /// The media types of a body that stands at `at`.
    pub(super) fn content(
        &mut self,
        content: &'a IndexMap<String, MediaType>,
        at: &Pointer,
        carrier: &Carrier,
    ) -> Vec<Media> {
        let several = content.len() > 1;
        let list = at.key("content");
        let each = content.iter();
        each.map(|(name, media)| {
            let at = list.key(name);
            let slot = carrier.slot(several.then_some(name));
            self.media(name, media, at, slot)
        })
        .collect()
    }

    fn media(&mut self, name: &str, media: &'a MediaType, at: Pointer, slot: Slot) -> Media {
        let position = media.schema.as_ref().map(|schema| Position {
            node: self.spec.schema(schema),
            at: at.key("schema"),
            home: None,
        });
        let kind = self.kind_of_media(name, position.as_ref());
        let ty = match (kind, &position) {
            (MediaKind::Binary, _) => Type::Binary,
            (MediaKind::Text | MediaKind::Xml, _) => Type::String(StringFormat::Plain),
            (_, None) => Type::Any,
            (MediaKind::JsonLines | MediaKind::EventStream, Some(position)) => {
                let is_item = media.extensions.contains_key(ext::ITEM_SCHEMA);
                let slot = if is_item { slot } else { slot.item() };
                // A schema of the whole stream is that of a list; one that is none can only mean the items.
                match self.position(position, slot).element() {
                    Type::List(item) if !is_item => *item,
                    other => other,
                }
            }
            (_, Some(position)) => self.position(position, slot).element(),
        };
        Media {
            media_type: self.sendable_media_type(name, &at),
            kind,
            ty,
            parts: self.part_encodings(&media.encoding, &at.key("encoding")),
            example: self.example(media.example.as_ref(), &media.examples, &at),
            origin: at,
        }
    }

    /// How parts and form fields are encoded.
    fn part_encodings(
        &self,
        encoding: &'a IndexMap<String, Encoding>,
        list: &Pointer,
    ) -> Vec<PartEncoding> {
        let each = encoding.iter();
        each.map(|(property, encoding)| PartEncoding {
            property: property.clone(),
            content_type: docs::text(encoding.content_type.as_deref()),
            // `spec::normalize` wrote out the default of `explode`.
            style: encoding.style.as_ref().map(|style| {
                let style = super::parameter::query_style(style);
                (style, encoding.explode)
            }),
            allow_reserved: encoding.allow_reserved,
            headers: self.part_headers(&encoding.headers, &list.keys([property, "headers"])),
        })
        .collect()
    }

    fn part_headers(
        &self,
        headers: &'a IndexMap<String, ReferenceOr<openapiv3::Header>>,
        list: &Pointer,
    ) -> Vec<PartHeader> {
        // OpenAPI 3.1.1, 4.8.15.1.1: the media type has a keyword of its own.
        let each = headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
        each.map(|(name, node)| {
            let found = self.spec.header(node, &list.key(name));
            let value = found.and_then(|found| self.only_value(found.item));
            PartHeader { wire_name: name.clone(), value }
        })
        .collect()
    }

    /// The one value that a header may have.
    fn only_value(&self, header: &'a openapiv3::Header) -> Option<String> {
        let ParameterSchemaOrContent::Schema(schema) = &header.format else { return None };
        let schema = match self.spec.schema(schema) {
            SchemaNode::Inline(schema) => schema,
            SchemaNode::Component(key) => self.component_schema(key)?.1,
        };
        match super::keywords::Keywords::of(schema).values.as_slice() {
            [serde_json::Value::String(text)] => Some(text.clone()),
            [value @ (serde_json::Value::Number(_) | serde_json::Value::Bool(_))] => {
                Some(value.to_string())
            }
            _ => None,
        }
    }

    /// What to do with a media type. Two are decided by the schema: springdoc writes `*/*` for JSON, and a JSON
    /// media type whose schema is `format: binary` holds the bytes of a file, lines of JSON among them.
    fn kind_of_media(&self, name: &str, position: Option<&Position<'a>>) -> MediaKind {
        let schema = position.and_then(|position| match position.node {
            SchemaNode::Inline(schema) => Some(schema),
            SchemaNode::Component(key) => self.component_schema(key).map(|(_, schema)| schema),
        });
        let keywords = schema.map(super::keywords::Keywords::of);
        let is_text = keywords.as_ref().is_some_and(|keywords| {
            keywords.kind == Some(super::keywords::Kind::String) || keywords.is_annotation()
        });
        let is_file =
            keywords.as_ref().is_some_and(|keywords| keywords.format.as_deref() == Some("binary"));
        match media_kind(name) {
            MediaKind::Json | MediaKind::JsonLines if is_file => MediaKind::Binary,
            MediaKind::Binary if is_any(name) && schema.is_some() && !is_text => MediaKind::Json,
            kind => kind,
        }
    }
}

impl Carrier {
    fn slot(&self, media_type: Option<&String>) -> Slot {
        let media_type = media_type.cloned();
        match self {
            Self::Request(parent) => Slot::new(*parent, Role::Request(media_type)),
            Self::Response(parent, status) => {
                Slot::new(*parent, Role::Response(status.clone(), media_type))
            }
            Self::Component(key) => Slot::new(Parent::Component, Role::Component(key.clone())),
        }
    }
}

/// What to do with a media type, by its name (RFC 6838; suffixes by 4.2.8).
fn media_kind(name: &str) -> MediaKind {
    let essence = essence(name);
    let (main, sub) = essence.split_once('/').unwrap_or((essence.as_str(), ""));
    match (main, sub) {
        ("application", "x-www-form-urlencoded") => MediaKind::Form,
        ("multipart", _) => MediaKind::Multipart,
        ("text", "event-stream") => MediaKind::EventStream,
        (
            "application" | "text",
            "x-ndjson" | "ndjson" | "jsonl" | "x-jsonl" | "jsonlines" | "x-jsonlines" | "json-seq"
            | "json-lines" | "stream+json" | "x-json-stream",
        ) => MediaKind::JsonLines,
        (_, "json" | "x-json") | ("", _) => MediaKind::Json,
        (_, sub) if sub.ends_with("+json") => MediaKind::Json,
        (_, sub) if sub.ends_with("+json-seq") => MediaKind::JsonLines,
        (_, "xml") => MediaKind::Xml,
        (_, sub) if sub.ends_with("+xml") && main != "image" => MediaKind::Xml,
        ("text", _) => MediaKind::Text,
        ("application", "yaml" | "x-yaml" | "jwt" | "graphql" | "javascript" | "toml") => {
            MediaKind::Text
        }
        // A bare `json` is a slip for the media type.
        ("json", "") => MediaKind::Json,
        _ => MediaKind::Binary,
    }
}

/// Type and subtype in lower case, without parameters.
fn essence(name: &str) -> String {
    name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_any(name: &str) -> bool {
    matches!(essence(name).as_str(), "*/*" | "*" | "application/*")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_by_name() {
        let table = [
            ("application/json", MediaKind::Json),
            ("application/json; charset=utf-8", MediaKind::Json),
            ("Application/JSON", MediaKind::Json),
            ("application/problem+json", MediaKind::Json),
            ("application/vnd.api+json", MediaKind::Json),
            ("application/*+json", MediaKind::Json),
            ("text/json", MediaKind::Json),
            ("", MediaKind::Json),
            ("application/x-www-form-urlencoded", MediaKind::Form),
            ("multipart/form-data", MediaKind::Multipart),
            ("multipart/mixed", MediaKind::Multipart),
            ("text/plain", MediaKind::Text),
            ("text/csv", MediaKind::Text),
            ("text/html; charset=utf-8", MediaKind::Text),
            ("application/xml", MediaKind::Xml),
            ("text/xml", MediaKind::Xml),
            ("application/atom+xml", MediaKind::Xml),
            ("image/svg+xml", MediaKind::Binary),
            ("application/x-ndjson", MediaKind::JsonLines),
            ("application/jsonl", MediaKind::JsonLines),
            ("application/json-seq", MediaKind::JsonLines),
            ("text/event-stream", MediaKind::EventStream),
            ("application/octet-stream", MediaKind::Binary),
            ("*/*", MediaKind::Binary),
            ("image/png", MediaKind::Binary),
            ("application/pdf", MediaKind::Binary),
        ];
        for (name, kind) in table {
            assert_eq!(media_kind(name), kind, "{name}");
        }
    }
}
