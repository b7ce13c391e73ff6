//! Answers: as they came, as generated code decodes them, and as a value with its status and headers.
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};

use super::charset;
use super::decode::{Decode, from_json_slice};
use super::decode_error::DecodeError;
use super::error::{CallContext, Error};
use super::transport::ResponseBody;

/// Headers in which services name a call, the most common one first.
const REQUEST_ID_HEADERS: &[&str] = &[
    "x-request-id",
    "request-id",
    "x-requestid",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-ms-request-id",
    "x-correlation-id",
    "x-trace-id",
];

/// An answer as it came: status, headers and the whole body.
#[derive(Clone)]
pub struct RawResponse {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    context: CallContext,
}

impl RawResponse {
    pub(super) fn new(
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
        context: CallContext,
    ) -> Self {
        Self { status, headers, body, context }
    }

    /// Status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header as text; `None` when it is not there, or is not text.
    #[must_use]
    pub fn header_text(&self, name: &str) -> Option<&str> {
        header_text(&self.headers, name)
    }

    /// The whole body.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The whole body, without the rest.
    #[must_use]
    pub fn into_body(self) -> Bytes {
        self.body
    }

    /// The service's name for this call, from a header like `X-Request-Id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        REQUEST_ID_HEADERS.iter().find_map(|name| self.headers.get(*name)?.to_str().ok())
    }

    /// How often the request was sent; redirects do not count.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.context.attempts
    }

    /// The body as a type of this crate, or as a [`serde_json::Value`], whatever the status is.
    ///
    /// # Errors
    /// When the body is something else.
    pub fn json<T: Decode>(&self) -> Result<T, Error> {
        let text = self.json_text()?;
        if text.iter().all(u8::is_ascii_whitespace) {
            return Err(Error::undecodable(self.clone(), "the body is empty"));
        }
        from_json_slice(&text).map_err(|error| mismatch(self, error))
    }

    /// The body as text, whatever the status is.
    ///
    /// # Errors
    /// When its character encoding is unknown or wrong.
    pub fn text(&self) -> Result<String, Error> {
        self.check_content_encoding()?;
        // A byte order mark says more than the header (WHATWG Encoding, "decode").
        let name = charset(&self.headers).filter(|_| without_mark(&self.body) == self.body);
        match name.as_deref() {
            None | Some("utf-8" | "utf8" | "us-ascii" | "ascii") => {
                std::str::from_utf8(without_mark(&self.body)).map(str::to_owned).map_err(|error| {
                    Error::undecodable(self.clone(), &format!("the text is not UTF-8: {error}"))
                })
            }
            Some(other) => charset::decode(other, &self.body).ok_or_else(|| {
                let reason = format!("the character encoding `{other}` is not supported");
                Error::undecodable(self.clone(), &reason)
            }),
        }
    }

    /// The body as it is decoded when it is JSON. That is UTF-8 whatever a `charset` says, which means nothing for
    /// JSON (RFC 8259 sections 8.1 and 11); it counts only for bytes that are not UTF-8.
    pub(super) fn json_text(&self) -> Result<Cow<'_, [u8]>, Error> {
        self.check_content_encoding()?;
        let bytes = without_mark(&self.body);
        if std::str::from_utf8(bytes).is_err()
            && let Some(text) =
                charset(&self.headers).and_then(|name| charset::decode(&name, bytes))
        {
            return Ok(Cow::Owned(text.into_bytes()));
        }
        Ok(Cow::Borrowed(bytes))
    }

    /// Refuses a body that is compressed in a way that nobody asked for and the transport did not undo.
    pub(super) fn check_content_encoding(&self) -> Result<(), Error> {
        match self.headers.get(CONTENT_ENCODING) {
            Some(encoding) if !encoding.as_bytes().eq_ignore_ascii_case(b"identity") => {
                let encoding = String::from_utf8_lossy(encoding.as_bytes());
                let reason = format!("the content encoding `{encoding}` is not supported");
                Err(Error::undecodable(self.clone(), &reason))
            }
            _ => Ok(()),
        }
    }

    /// The same answer with another body.
    #[must_use]
    pub fn with_body(self, body: Bytes) -> Self {
        Self { body, ..self }
    }

    pub(super) fn context(&self) -> &CallContext {
        &self.context
    }
}

/// An answer as an exchange leaves it: whole, or with a body that is still to come.
pub(super) struct Received {
    pub(super) raw: RawResponse,
    pub(super) rest: Option<ResponseBody>,
}

impl Received {
    /// The answer; what is still to come is let go.
    pub(super) fn into_raw(self) -> RawResponse {
        drop(self.rest);
        self.raw
    }
}

/// Shows no header values and no body: an answer may hold a new secret.
impl fmt::Debug for RawResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("status", &self.status)
            .field("body_length", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// A successful answer that generated code turns into the type of its operation.
#[derive(Debug)]
pub struct Answer {
    raw: RawResponse,
}

impl Answer {
    /// The answer when its status is a success (2xx), else the error.
    pub(super) fn successful(received: Received) -> Result<Self, Error> {
        let raw = received.into_raw();
        if raw.status.is_success() { Ok(Self { raw }) } else { Err(Error::unsuccessful(raw)) }
    }

    pub(super) fn into_raw(self) -> RawResponse {
        self.raw
    }

    /// The answer as it came.
    #[must_use]
    pub fn raw(&self) -> &RawResponse {
        &self.raw
    }

    /// Status, as a number to match on.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.raw.status.as_u16()
    }

    /// Headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.raw.headers
    }

    /// Whether there is no body.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.raw.body.is_empty()
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// When the body is something else.
    pub fn json<T: Decode>(self) -> Result<T, Error> {
        self.raw.json()
    }

    /// No value; a body that came nevertheless is let go.
    ///
    /// # Errors
    /// Never; the type is that of the other decoders.
    pub fn empty(self) -> Result<(), Error> {
        drop(self);
        Ok(())
    }

    /// The body as text.
    ///
    /// # Errors
    /// When its character encoding is unknown or wrong.
    pub fn text(self) -> Result<String, Error> {
        self.raw.text()
    }

    /// The body as it is.
    ///
    /// # Errors
    /// Never; the type is that of the other decoders.
    pub fn bytes(self) -> Result<Bytes, Error> {
        Ok(self.raw.body)
    }

    /// The error for a success that the description does not have.
    ///
    /// # Errors
    /// Always.
    pub fn unexpected<T>(self) -> Result<T, Error> {
        Err(Error::undecodable(self.raw, "the description has no such response"))
    }
}

/// A decoded value with the status and the headers it came with.
#[derive(Clone)]
pub struct ResponseValue<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
}

impl<T> ResponseValue<T> {
    pub(super) fn new(value: T, status: StatusCode, headers: HeaderMap) -> Self {
        Self { value, status, headers }
    }

    /// Status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header as text; `None` when it is not there, or is not text.
    #[must_use]
    pub fn header_text(&self, name: &str) -> Option<&str> {
        header_text(&self.headers, name)
    }

    /// The value.
    #[must_use]
    pub fn value(&self) -> &T {
        &self.value
    }

    /// The value, without the rest.
    #[must_use]
    pub fn into_value(self) -> T {
        self.value
    }
}

impl<T> Deref for ResponseValue<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for ResponseValue<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseValue")
            .field("status", &self.status)
            .field("value", &self.value)
            .finish_non_exhaustive()
    }
}

fn mismatch(answer: &RawResponse, error: DecodeError) -> Error {
    let media_type = answer.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let reason = match media_type {
        // The content type is not believed, but it explains a body that is a web page.
        Some(other) if !other.to_ascii_lowercase().contains("json") => {
            format!("{error} (content type `{other}`)")
        }
        _ => error.to_string(),
    };
    Error::undecodable(answer.clone(), &reason).with_source(error)
}

fn header_text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    std::str::from_utf8(headers.get(name)?.as_bytes()).ok()
}

fn charset(headers: &HeaderMap) -> Option<String> {
    let media_type = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    media_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"').to_ascii_lowercase();
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then_some(value)
    })
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}
