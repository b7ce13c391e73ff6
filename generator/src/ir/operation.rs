//! Operations: one HTTP request each, with its parameters, bodies, responses and security.

use serde_json::Value;

use super::{Docs, Pagination, SecurityAlternative, Server, Type};
use crate::source::Pointer;

/// Names an [`Operation`]: its index in [`super::Api::operations`].
pub type OperationId = usize;

/// The Operation Object, with what its path item and the document add.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `operationId`; not necessarily there, not necessarily unique.
    pub operation_id: Option<String>,
    /// `x-rust-name`, or a rename in codegen.toml.
    pub explicit_name: Option<String>,
    /// HTTP method.
    pub method: Method,
    /// Path template as written, `{name}` in braces; starts with `/`.
    pub path: String,
    /// Parameters of path item and operation, merged, in document order; every `{name}` of the path has one.
    pub parameters: Vec<Parameter>,
    /// Request body.
    pub body: Option<RequestBody>,
    /// Responses by status.
    pub responses: Vec<Response>,
    /// OR of ANDs. Empty: none is declared, nothing is sent.
    pub security: Vec<SecurityAlternative>,
    /// Servers of the operation or its path item; empty: those of the document.
    pub servers: Vec<Server>,
    /// Tags in order.
    pub tags: Vec<String>,
    /// Links of all responses, in words.
    pub links: Vec<String>,
    /// How a page leads to the next one, when its answer is a page of a longer list.
    pub pagination: Option<Pagination>,
    /// What rustdoc says of it.
    pub docs: Docs,
    /// The operation in the document.
    pub origin: Pointer,
    /// How many operations stand before it in the document.
    pub position: usize,
}

impl Operation {
    /// Responses that mean success, by index: 2xx, or `default` when there is no other.
    #[must_use]
    pub fn successes(&self) -> Vec<(usize, &Response)> {
        let matching = |wanted: fn(StatusPattern) -> bool| -> Vec<(usize, &Response)> {
            let all = self.responses.iter().enumerate();
            all.filter(|(_, response)| wanted(response.status)).collect()
        };
        let explicit = matching(|status| match status {
            StatusPattern::Code(code) => (200..300).contains(&code),
            StatusPattern::Range(class) => class == 2,
            StatusPattern::Default => false,
        });
        if explicit.is_empty() {
            return matching(|status| status == StatusPattern::Default);
        }
        explicit
    }

    /// Headers of the successes, each once, in document order.
    #[must_use]
    pub fn success_headers(&self) -> Vec<&ResponseHeader> {
        let mut found: Vec<&ResponseHeader> = Vec::new();
        for (_, response) in self.successes() {
            for header in &response.headers {
                if !found.iter().any(|it| it.wire_name.eq_ignore_ascii_case(&header.wire_name)) {
                    found.push(header);
                }
            }
        }
        found
    }
}

/// An HTTP method.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// GET
    Get,
    /// PUT
    Put,
    /// POST
    Post,
    /// DELETE
    Delete,
    /// OPTIONS
    Options,
    /// HEAD
    Head,
    /// PATCH
    Patch,
    /// TRACE
    Trace,
    /// QUERY (3.2)
    Query,
    /// Any other (3.2 `additionalOperations`), in upper case.
    Other(String),
}

impl Method {
    /// The method as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(name) => name,
        }
    }
}

/// The Parameter Object.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Name on the wire.
    pub wire_name: String,
    /// Where it is sent.
    pub location: Location,
    /// How it is written.
    pub encoding: Encoding,
    /// Type of the value when there is one: never [`Type::Nullable`].
    pub ty: Type,
    /// Whether a call needs it. Always true in a path.
    pub required: bool,
    /// Whether `null` is allowed: the same as not sending it.
    pub nullable: bool,
    /// `default` of its schema.
    pub default: Option<Value>,
    /// `x-rust-name`.
    pub explicit_name: Option<String>,
    /// What rustdoc says of it; with the first example.
    pub docs: Docs,
    /// The parameter in the document.
    pub origin: Pointer,
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Location {
    /// In the path template.
    Path,
    /// In the query string.
    Query,
    /// The whole query string (3.2).
    QueryString,
    /// In a header.
    Header,
    /// In the `Cookie` header.
    Cookie,
}

/// How a parameter is written.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// By `style` and `explode`, defaults filled in by location.
    Style {
        /// `style`.
        style: Style,
        /// `explode`.
        explode: bool,
        /// `allowReserved`.
        allow_reserved: bool,
    },
    /// By a media type (`content`), in practice JSON.
    Content(String),
}

/// `style` of a parameter (OpenAPI 3.0.4, 4.7.12.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `;name=value`
    Matrix,
    /// `.value`
    Label,
    /// `value,value`
    Simple,
    /// `name=value`
    Form,
    /// `name=a%20b`
    SpaceDelimited,
    /// `name=a|b`
    PipeDelimited,
    /// `name[key]=value`
    DeepObject,
}

impl Style {
    /// As a description has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Matrix => "matrix",
            Self::Label => "label",
            Self::Simple => "simple",
            Self::Form => "form",
            Self::SpaceDelimited => "spaceDelimited",
            Self::PipeDelimited => "pipeDelimited",
            Self::DeepObject => "deepObject",
        }
    }
}

/// The Request Body Object.
#[derive(Clone, Debug)]
pub struct RequestBody {
    /// Whether a call needs it.
    pub required: bool,
    /// Alternatives in document order; at least one.
    pub content: Vec<Media>,
    /// What rustdoc says of it.
    pub docs: Docs,
    /// The body in the document.
    pub origin: Pointer,
}

/// The Media Type Object with its key.
#[derive(Clone, Debug)]
pub struct Media {
    /// Media type as written, with its parameters.
    pub media_type: String,
    /// How it is written and read.
    pub kind: MediaKind,
    /// Type of the value. For [`MediaKind::JsonLines`] and [`MediaKind::EventStream`]: of one item.
    pub ty: Type,
    /// Per part or form field, where the description says something (`encoding`).
    pub parts: Vec<PartEncoding>,
    /// The first example.
    pub example: Option<Value>,
    /// The media type in the document.
    pub origin: Pointer,
}

/// What to do with a media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaKind {
    /// `application/json`, `*+json`, and no media type at all.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/*`.
    Multipart,
    /// `text/*` but those below.
    Text,
    /// `application/xml`, `text/xml`, `*+xml`: text to us.
    Xml,
    /// `application/x-ndjson`, `application/jsonl`, `application/json-seq`.
    JsonLines,
    /// `text/event-stream`.
    EventStream,
    /// Everything else: bytes.
    Binary,
}

/// The Encoding Object of a part or form field.
#[derive(Clone, Debug)]
pub struct PartEncoding {
    /// Property it is for.
    pub property: String,
    /// `contentType`.
    pub content_type: Option<String>,
    /// `style` and `explode` for form fields.
    pub style: Option<(Style, bool)>,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `headers`.
    pub headers: Vec<PartHeader>,
}

/// A header of a part.
#[derive(Clone, Debug)]
pub struct PartHeader {
    /// Name on the wire.
    pub wire_name: String,
    /// The value, where the schema allows only one.
    pub value: Option<String>,
}

/// The Response Object with its status.
#[derive(Clone, Debug)]
pub struct Response {
    /// Which statuses it is for.
    pub status: StatusPattern,
    /// Alternatives in document order; empty: no body.
    pub content: Vec<Media>,
    /// Headers in document order.
    pub headers: Vec<ResponseHeader>,
    /// What rustdoc says of it.
    pub docs: Docs,
    /// The response in the document.
    pub origin: Pointer,
}

/// Which statuses a response is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatusPattern {
    /// One status.
    Code(u16),
    /// `2XX`: all of a class, by its first digit.
    Range(u8),
    /// `default`: all that no other response is for.
    Default,
}

/// The Header Object with its name.
#[derive(Clone, Debug)]
pub struct ResponseHeader {
    /// Name on the wire.
    pub wire_name: String,
    /// Type of the value.
    pub ty: Type,
    /// Whether it is always there.
    pub required: bool,
    /// What rustdoc says of it.
    pub docs: Docs,
}

/// A request the service makes: a webhook, or a callback of an operation.
#[derive(Clone, Debug)]
pub struct Webhook {
    /// Key of the webhook or callback.
    pub name: String,
    /// HTTP method.
    pub method: Method,
    /// `operationId`.
    pub operation_id: Option<String>,
    /// The operation whose callback this is.
    pub callback_of: Option<OperationId>,
    /// What the service sends.
    pub body: Option<RequestBody>,
    /// What rustdoc says of it.
    pub docs: Docs,
    /// The operation in the document.
    pub origin: Pointer,
}
