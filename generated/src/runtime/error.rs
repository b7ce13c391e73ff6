//! The one error type: small, with everything that is known about the call and nothing that is secret.
use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt::{self, Write as _};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use super::answer::RawResponse;
use super::auth::Secrets;
use super::decode::{Decode, from_json_slice};
use super::decode_error::DecodeError;
use super::error_body::ErrorBody;
use super::info::OperationInfo;
use super::transport::{TransportError, TransportErrorKind};

/// How much of the service's own message `Display` shows.
const SHOWN_MESSAGE: usize = 200;

/// Why a call failed.
///
/// `Display` is one line: method, path template, what went wrong, and the service's own message. Neither it
/// nor `Debug` shows a credential, an argument or the body of the answer.
pub struct Error {
    inner: Box<Inner>,
}

/// What kind of failure it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument cannot be sent. Nothing was sent.
    InvalidArgument,
    /// The operation needs a credential that the client does not have. Nothing was sent.
    MissingCredential,
    /// There is no token: the authorization server did not issue one, or could not be reached. The call itself was
    /// not sent.
    Token,
    /// The client is set up in a way that cannot work. Nothing was sent.
    Configuration,
    /// No connection could be made. Nothing was sent.
    Connect,
    /// The TLS handshake failed, for instance because of the server's certificate. Nothing was sent.
    Tls,
    /// The time to connect, for an attempt, or for the whole call ran out.
    Timeout,
    /// The connection broke during the exchange: the request may have arrived.
    Transport,
    /// The server sent the call to a place where it must not go, or too often.
    Redirect,
    /// The service answered with a status that is not a success.
    Status,
    /// The service answered with success, but the body is not what the description says.
    Decode,
    /// The body of the answer is larger than the client's limit, or that of the request cannot be read.
    Body,
    /// What arrived could not be written to where the caller wanted it.
    Write,
}

/// What was called: an operation, or a request that the description does not have.
#[derive(Clone)]
pub(super) enum Endpoint {
    Described(&'static OperationInfo),
    Undescribed { method: Method, path: Arc<str> },
}

impl Endpoint {
    pub(super) fn method(&self) -> Result<Method, String> {
        match self {
            Self::Described(operation) => Method::from_bytes(operation.method.as_bytes())
                .map_err(|_| format!("`{}` is not a method", operation.method.escape_debug())),
            Self::Undescribed { method, .. } => Ok(method.clone()),
        }
    }

    pub(super) fn method_name(&self) -> &str {
        match self {
            Self::Described(operation) => operation.method,
            Self::Undescribed { method, .. } => method.as_str(),
        }
    }

    /// The path template, which holds no argument.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Described(operation) => operation.path,
            Self::Undescribed { path, .. } => path,
        }
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method_name(), self.path())
    }
}

/// What an error has to know about the call it belongs to.
#[derive(Clone)]
pub(super) struct CallContext {
    pub(super) endpoint: Endpoint,
    pub(super) attempts: u32,
    /// Whether the request has a body that can be read only once.
    pub(super) is_unrepeatable: bool,
    pub(super) secrets: Arc<Secrets>,
}

struct Inner {
    kind: ErrorKind,
    context: Option<CallContext>,
    /// What went wrong, without the service's message; holds no secret.
    reason: Cow<'static, str>,
    answer: Option<RawResponse>,
    said: ErrorBody,
    /// The header that names the call quotes a secret: `said` has it without.
    hides_request_id: bool,
    is_transient: bool,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// What kind of failure it was.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// Status of the answer, when there was one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.inner.answer.as_ref().map(RawResponse::status)
    }

    /// Headers of the answer, when there was one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.inner.answer.as_ref().map(RawResponse::headers)
    }

    /// Body of the answer, or as much of it as arrived, when there was one.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.inner.answer.as_ref().map(RawResponse::body)
    }

    /// The body of the answer as a type, for instance as the one that the description gives for this status.
    ///
    /// # Errors
    /// When there is no body, or the body is something else.
    pub fn decode<T: Decode>(&self) -> Result<T, DecodeError> {
        from_json_slice(self.body().map_or(&[], |body| body))
    }

    /// The service's name for this call, to quote in a report: a header like `X-Request-Id`, else `requestId`
    /// of a JSON body.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        let answer = self.inner.answer.as_ref().filter(|_| !self.inner.hides_request_id);
        let header = answer.and_then(RawResponse::request_id);
        header.or(self.inner.said.request_id.as_deref())
    }

    /// The service's own message, from the shapes that error bodies commonly have.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.inner.said.message.as_deref()
    }

    /// The `operationId` of the call; `None` for a request that the description does not have.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        match self.inner.context.as_ref()?.endpoint {
            Endpoint::Described(operation) => Some(operation.id),
            Endpoint::Undescribed { .. } => None,
        }
    }

    /// How often the request was sent, or tried to be; 0 when the call failed before that. Redirects do not count.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.inner.context.as_ref().map_or(0, |context| context.attempts)
    }

    /// Whether the same call may well succeed later. It does not say that it is *safe* to repeat: after a
    /// timeout the service may have done what it was asked to.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.inner.is_transient
    }

    /// Whether a time limit ran out, here or at the service (408, 504).
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout || self.is_status(408) || self.is_status(504)
    }

    /// Whether the service does not know the caller (401).
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.is_status(401)
    }

    /// Whether the caller may not do this (403).
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.is_status(403)
    }

    /// Whether the service does not have what was asked for (404).
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.is_status(404)
    }

    /// Whether the service itself failed (5xx).
    #[must_use]
    pub fn is_server_error(&self) -> bool {
        self.kind() == ErrorKind::Status && self.status().is_some_and(|code| code.is_server_error())
    }

    fn is_status(&self, code: u16) -> bool {
        self.kind() == ErrorKind::Status && self.status().is_some_and(|status| status == code)
    }
}

/// How the runtime makes errors.
impl Error {
    pub(super) fn new(kind: ErrorKind, reason: impl Into<Cow<'static, str>>) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                context: None,
                reason: reason.into(),
                answer: None,
                said: ErrorBody::default(),
                hides_request_id: false,
                is_transient: false,
                source: None,
            }),
        }
    }

    pub(super) fn configuration(reason: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ErrorKind::Configuration, reason)
    }

    /// Whether trying again may help.
    pub(super) fn transient(mut self, is_transient: bool) -> Self {
        self.inner.is_transient = is_transient;
        self
    }

    pub(super) fn with_source(
        mut self,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    pub(super) fn with_context(mut self, context: CallContext) -> Self {
        self.inner.context = Some(context);
        self.hide_secrets();
        self
    }

    /// A time limit ran out; `during` says which.
    pub(super) fn timeout(during: &str, limit: Duration) -> Self {
        let mut error =
            Self::new(ErrorKind::Timeout, format!("no answer within {limit:?} ({during})"));
        error.inner.is_transient = true;
        error
    }

    /// The exchange failed before there was a head of an answer.
    pub(super) fn transport(cause: TransportError) -> Self {
        let kind = match cause.kind() {
            TransportErrorKind::Connect => ErrorKind::Connect,
            TransportErrorKind::ConnectTimeout | TransportErrorKind::Timeout => ErrorKind::Timeout,
            TransportErrorKind::Tls => ErrorKind::Tls,
            TransportErrorKind::Rejected => ErrorKind::InvalidArgument,
            TransportErrorKind::Interrupted => ErrorKind::Transport,
            TransportErrorKind::Body => ErrorKind::Body,
        };
        Self::new(kind, format!("{cause}: {}", root_cause(&cause)))
            .transient(!cause.kind().is_final())
            .with_source(cause.into_source())
    }

    /// The body of an answer did not arrive as a whole: only so many bytes of it did.
    pub(super) fn interrupted(answer: RawResponse, received: u64, cause: TransportError) -> Self {
        let status = answer.status();
        let mut error = Self::transport(cause).with_answer(answer);
        error.inner.reason =
            format!("{status}: {} (after {received} bytes of the body)", error.inner.reason).into();
        error
    }

    /// The answer has a status that is not a success.
    pub(super) fn unsuccessful(answer: RawResponse) -> Self {
        let status = answer.status();
        let said = ErrorBody::read(status, answer.headers(), answer.body());
        let mut error = Self::new(ErrorKind::Status, status.to_string()).with_answer(answer);
        error.inner.is_transient =
            matches!(status.as_u16(), 408 | 425 | 429 | 500 | 502 | 503 | 504);
        error.inner.said = said;
        error.hide_secrets();
        error
    }

    /// The body of a successful answer is not what the description says.
    pub(super) fn undecodable(answer: RawResponse, reason: &str) -> Self {
        let reason = format!("{}: the answer cannot be decoded: {reason}", answer.status());
        Self::new(ErrorKind::Decode, reason).with_answer(answer)
    }

    /// The answer forbids to go on.
    pub(super) fn refused(kind: ErrorKind, answer: RawResponse, reason: &str) -> Self {
        Self::new(kind, format!("{}: {reason}", answer.status())).with_answer(answer)
    }

    fn with_answer(mut self, answer: RawResponse) -> Self {
        self.inner.context = Some(answer.context().clone());
        self.inner.answer = Some(answer);
        self.hide_secrets();
        self
    }

    /// A service may quote a credential in what it says.
    fn hide_secrets(&mut self) {
        let inner = &mut *self.inner;
        let Some(context) = &inner.context else { return };
        if let Some(reason) = context.secrets.hide(&inner.reason) {
            inner.reason = reason.into();
        }
        for text in [&mut inner.said.message, &mut inner.said.request_id].into_iter().flatten() {
            if let Some(hidden) = context.secrets.hide(text) {
                *text = hidden;
            }
        }
        let header = inner.answer.as_ref().and_then(RawResponse::request_id);
        if let Some(hidden) = header.and_then(|text| context.secrets.hide(text)) {
            inner.said.request_id = Some(hidden);
            inner.hides_request_id = true;
        }
        // A cause that quotes a secret is replaced by its own text without it.
        let shown = inner.source.as_deref().map(|source| causes(source));
        if let Some(text) = shown.and_then(|text| context.secrets.hide(&text)) {
            inner.source = Some(text.into());
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(context) = &self.inner.context {
            write_escaped(f, &context.endpoint.to_string(), usize::MAX)?;
            f.write_str(": ")?;
        }
        write_escaped(f, &self.inner.reason, usize::MAX)?;
        if let Some(message) = self.message() {
            f.write_str(": ")?;
            write_escaped(f, message, SHOWN_MESSAGE)?;
        }
        if self.attempts() > 1 {
            write!(f, ", {} attempts", self.attempts())?;
        }
        if self.is_retryable()
            && self.inner.context.as_ref().is_some_and(|call| call.is_unrepeatable)
        {
            f.write_str(", not sent again because its body can be read only once")?;
        }
        if let Some(id) = self.request_id() {
            f.write_str(" (request id ")?;
            write_escaped(f, id, SHOWN_MESSAGE)?;
            f.write_char(')')?;
        }
        Ok(())
    }
}

/// Shows neither headers nor body of the answer: they may hold a new secret.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Error");
        shown.field("kind", &self.kind()).field("text", &self.to_string());
        if let Some(body) = self.body() {
            shown.field("body_length", &body.len());
        }
        shown.finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

/// An environment variable that cannot be used; its value is not shown.
pub(super) fn problem_of(variable: &str, reason: &str) -> Error {
    Error::configuration(format!("environment variable `{variable}`: {reason}"))
}

/// One line: what others wrote may hold line breaks and terminal control sequences.
fn write_escaped(f: &mut fmt::Formatter<'_>, text: &str, limit: usize) -> fmt::Result {
    for (count, character) in text.chars().enumerate() {
        if count == limit {
            return f.write_char('…');
        }
        if character.is_control() || matches!(character, '\u{2028}' | '\u{2029}') {
            write!(f, "{}", character.escape_default())?;
        } else {
            f.write_char(character)?;
        }
    }
    Ok(())
}

/// Everything that an error and its causes show of themselves.
fn causes(error: &(dyn StdError + 'static)) -> String {
    let mut text = format!("{error} ({error:?})");
    let mut cause = error.source();
    while let Some(next) = cause {
        let _ = write!(text, ": {next} ({next:?})");
        cause = next.source();
    }
    text
}

fn root_cause(error: &TransportError) -> &(dyn StdError + 'static) {
    let mut cause: &(dyn StdError + 'static) = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause
}
