//! The default transport: reqwest, reduced to one exchange.
#![cfg(any(feature = "rustls", feature = "native-tls"))]
use std::error::Error as StdError;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::Body as _;

use super::transport::{
    PollChunk, Request, Response, ResponseBody, Transport, TransportError, TransportErrorKind,
    TransportFuture,
};

/// How long an idle connection is kept. Load balancers commonly close theirs after 60 s; a connection that is
/// closed from here first cannot swallow a request that must not be sent twice.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(50);

/// A transport over [`reqwest::Client`].
#[derive(Clone, Debug)]
pub struct ReqwestTransport {
    client: reqwest::Client,
}

impl ReqwestTransport {
    /// A client with the settings that the layers above rely on, after `configure` had its say.
    pub(super) fn build(
        connect_timeout: Duration,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder,
    ) -> Result<Self, reqwest::Error> {
        let builder = reqwest::Client::builder()
            .connect_timeout(connect_timeout)
            .pool_idle_timeout(POOL_IDLE_TIMEOUT);
        // Redirects are followed above, where credentials are known; so this comes last.
        configure(builder)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .build()
            .map(|client| Self { client })
    }
}

/// The client has to be built with `redirect(reqwest::redirect::Policy::none())`: reqwest's own redirects would
/// carry API keys to other origins.
impl From<reqwest::Client> for ReqwestTransport {
    fn from(client: reqwest::Client) -> Self {
        Self { client }
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request) -> TransportFuture {
        let Request { method, url, headers, body } = request;
        let mut outgoing = reqwest::Request::new(method, url);
        *outgoing.headers_mut() = headers;
        if let Some(bytes) = body.bytes() {
            *outgoing.body_mut() = Some(bytes.clone().into());
        }
        let response = self.client.execute(outgoing);
        Box::pin(async move {
            let response: http::Response<reqwest::Body> =
                response.await.map_err(|error| transport_error(error, false))?.into();
            let (head, body) = response.into_parts();
            Ok(Response::new(head.status, head.headers, ResponseBody::chunks(Chunks { body })))
        })
    }
}

struct Chunks {
    body: reqwest::Body,
}

impl PollChunk for Chunks {
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        loop {
            return match Pin::new(&mut self.body).poll_frame(context) {
                Poll::Pending => Poll::Pending,
                Poll::Ready(None) => Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => {
                    Poll::Ready(Some(Err(transport_error(error, true))))
                }
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) => Poll::Ready(Some(Ok(data))),
                    Err(_trailers) => continue,
                },
            };
        }
    }
}

fn transport_error(error: reqwest::Error, head_arrived: bool) -> TransportError {
    let kind = if error.is_builder() {
        TransportErrorKind::Rejected
    } else if error.is_connect() && !head_arrived {
        if error.is_timeout() {
            TransportErrorKind::ConnectTimeout
        } else if is_tls(&error) {
            TransportErrorKind::Tls
        } else {
            TransportErrorKind::Connect
        }
    } else if error.is_timeout() {
        TransportErrorKind::Timeout
    } else {
        TransportErrorKind::Interrupted
    };
    // Both Display and Debug of the error would show the URL, whose query may hold a key.
    TransportError::new(kind, error.without_url())
}

/// Neither TLS library is a dependency of this crate, so its errors are told by what they look like: rustls
/// errors come as `InvalidData`, and those of the platform's library name what failed.
fn is_tls(error: &reqwest::Error) -> bool {
    let mut source = error.source();
    while let Some(cause) = source {
        match cause.downcast_ref::<io::Error>().map(innermost_kind) {
            Some(io::ErrorKind::InvalidData) => return true,
            // The peer went away during the handshake, which another attempt may survive.
            Some(io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset) => return false,
            _ => {}
        }
        let text = cause.to_string().to_ascii_lowercase();
        if text.contains("certificate") || text.contains("ssl routines") {
            return true;
        }
        source = cause.source();
    }
    false
}

/// An I/O error in an I/O error is no `source` of it.
fn innermost_kind(error: &io::Error) -> io::ErrorKind {
    let mut error = error;
    while let Some(inner) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
        error = inner;
    }
    error.kind()
}
