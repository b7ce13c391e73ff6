//! What carries one request to a server and its answer back: below authentication, redirects and retries.
use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use super::body::Body;
use super::info::OperationInfo;
#[cfg(all(any(feature = "rustls", feature = "native-tls"), not(target_family = "wasm")))]
use super::transport_reqwest::HttpChunks;

/// What [`Transport::send`] returns.
pub type TransportFuture =
    Pin<Box<dyn Future<Output = Result<Response, TransportError>> + Send + 'static>>;

/// Carries one request to a server and its answer back.
///
/// It sends exactly once and follows no redirect, keeps no cookies and adds no credentials: all that is done
/// above it. Dropping the future cancels the exchange.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request` and reads the head of the answer.
    fn send(&self, request: Request) -> TransportFuture;
}

/// Any function from a request to such a future is a transport, which is all a test needs.
impl<F: Fn(Request) -> TransportFuture + Send + Sync + 'static> Transport for F {
    fn send(&self, request: Request) -> TransportFuture {
        self(request)
    }
}

/// A request as it goes out.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// HTTP method.
    pub method: Method,
    /// Absolute URL, with `http` or `https` and no fragment. Its query may hold a credential.
    pub url: Url,
    /// Headers; credentials among them are marked as sensitive.
    pub headers: HeaderMap,
    /// Body.
    pub body: Body,
    /// The operation that is called; `None` for a request that the description does not have, and after a redirect.
    pub operation: Option<&'static OperationInfo>,
}

impl Request {
    /// A request without headers and body.
    #[must_use]
    pub fn new(method: Method, url: Url) -> Self {
        Self { method, url, headers: HeaderMap::new(), body: Body::none(), operation: None }
    }
}

/// Shows no value of the query, because a credential may be there.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut url = self.url.clone();
        if url.query().is_some() {
            let names: Vec<_> = self.url.query_pairs().map(|(name, _)| name).collect();
            let redacted: Vec<_> = names.iter().map(|name| format!("{name}=[redacted]")).collect();
            url.set_query(Some(&redacted.join("&")));
        }
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &url.as_str())
            .field("headers", &self.headers)
            .field("body", &self.body)
            .field("operation", &self.operation.map(|operation| operation.id))
            .finish()
    }
}

/// The head of an answer, with a body still to be read.
#[non_exhaustive]
pub struct Response {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: ResponseBody,
}

impl Response {
    /// An answer.
    #[must_use]
    pub fn new(status: StatusCode, headers: HeaderMap, body: ResponseBody) -> Self {
        Self { status, headers, body }
    }
}

/// Shows no header values and no body: an answer may hold a new secret.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("status", &self.status).finish_non_exhaustive()
    }
}

/// The body of an answer, read chunk by chunk.
pub struct ResponseBody {
    source: BodySource,
}

enum BodySource {
    Whole(Option<Bytes>),
    Chunks(Pin<Box<dyn PollChunk>>),
    /// Those of the default transport, without a box.
    #[cfg(all(any(feature = "rustls", feature = "native-tls"), not(target_family = "wasm")))]
    Http(HttpChunks),
}

/// A body that arrives in chunks.
pub trait PollChunk: Send {
    /// The next chunk; `None` at the end of a body that is complete.
    fn poll_chunk(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>>;
}

impl ResponseBody {
    /// A body that is already here.
    #[must_use]
    pub fn whole(bytes: impl Into<Bytes>) -> Self {
        Self { source: BodySource::Whole(Some(bytes.into())) }
    }

    /// A body that arrives in chunks.
    #[must_use]
    pub fn chunks(chunks: impl PollChunk + 'static) -> Self {
        Self { source: BodySource::Chunks(Box::pin(chunks)) }
    }

    #[cfg(all(any(feature = "rustls", feature = "native-tls"), not(target_family = "wasm")))]
    pub(super) fn http(chunks: HttpChunks) -> Self {
        Self { source: BodySource::Http(chunks) }
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// When the connection breaks before the end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        std::future::poll_fn(|context| self.poll_chunk(context)).await.transpose()
    }

    /// [`chunk`](Self::chunk), polled.
    pub fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        match &mut self.source {
            BodySource::Whole(bytes) => Poll::Ready(bytes.take().map(Ok)),
            BodySource::Chunks(chunks) => chunks.as_mut().poll_chunk(context),
            #[cfg(all(
                any(feature = "rustls", feature = "native-tls"),
                not(target_family = "wasm")
            ))]
            BodySource::Http(chunks) => chunks.poll_chunk(context),
        }
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResponseBody")
    }
}

/// Why an exchange failed. The kind decides whether it is safe to send again.
#[derive(Debug)]
pub struct TransportError {
    kind: TransportErrorKind,
    source: Box<dyn StdError + Send + Sync>,
}

/// In which phase an exchange failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There was no connection: nothing of the request was sent.
    Connect,
    /// There was no connection in time: nothing of the request was sent.
    ConnectTimeout,
    /// The TLS handshake failed, so nothing of the request was sent; to try again would not help.
    Tls,
    /// The transport cannot send such a request: nothing of it was sent; to try again would not help.
    Rejected,
    /// The transport's own clock ran out after the request had begun to go out: it may have arrived.
    Timeout,
    /// The connection broke after the request had begun to go out: it may have arrived.
    Interrupted,
    /// The body of the request could not be read: to try again would not help.
    Body,
}

impl TransportErrorKind {
    /// Whether to try again would not help.
    pub(super) fn is_final(self) -> bool {
        matches!(self, Self::Tls | Self::Rejected | Self::Body)
    }
}

impl TransportError {
    /// An error of this kind.
    #[must_use]
    pub fn new(
        kind: TransportErrorKind,
        source: impl Into<Box<dyn StdError + Send + Sync>>,
    ) -> Self {
        Self { kind, source: source.into() }
    }

    /// In which phase it failed.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    pub(super) fn into_source(self) -> Box<dyn StdError + Send + Sync> {
        self.source
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind {
            TransportErrorKind::Connect => "no connection could be made",
            TransportErrorKind::ConnectTimeout => "no connection could be made in time",
            TransportErrorKind::Tls => "the TLS handshake failed",
            TransportErrorKind::Rejected => "the transport refused the request",
            TransportErrorKind::Timeout => "the exchange took too long",
            TransportErrorKind::Interrupted => "the connection broke during the exchange",
            TransportErrorKind::Body => "the body of the request cannot be read",
        })
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}
