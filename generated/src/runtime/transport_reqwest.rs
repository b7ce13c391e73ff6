//! The default transport: reqwest, reduced to one exchange.
#![cfg(all(any(feature = "rustls", feature = "native-tls"), not(target_family = "wasm")))]
use std::error::Error as StdError;
use std::io;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};

use super::body::{Body, OpenBody, length_of};
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
    /// One with the settings that a client has unless it is told otherwise.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    #[cfg(feature = "testing")]
    pub fn new() -> Result<Self, reqwest::Error> {
        Self::build(Duration::from_secs(10), |builder| builder)
    }

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
        let Request { method, url, headers, body, .. } = request;
        let mut outgoing = reqwest::Request::new(method, url);
        *outgoing.headers_mut() = headers;
        if !body.is_none() && body.bytes().is_none() {
            return Box::pin(stream(self.client.clone(), outgoing, body));
        }
        if let Some(bytes) = body.bytes() {
            *outgoing.body_mut() = Some(bytes.clone().into());
        }
        let response = self.client.execute(outgoing);
        Box::pin(async move { answer(response.await) })
    }
}

/// Sends a body that is read meanwhile.
async fn stream(
    client: reqwest::Client,
    mut request: reqwest::Request,
    body: Body,
) -> Result<Response, TransportError> {
    let body = body.open().await?;
    let failure = Arc::new(Mutex::new(None));
    let outgoing =
        Outgoing { left: body.length(), body: Mutex::new(body), failure: Arc::clone(&failure) };
    *request.body_mut() = Some(reqwest::Body::wrap(outgoing));
    let outcome = client.execute(request).await;
    // reqwest knows that the body failed, but HTTP/2 does not tell it why.
    let failure = failure.lock().unwrap_or_else(PoisonError::into_inner).take();
    match (outcome, failure) {
        (Err(_), Some(failure)) => Err(failure),
        (outcome, _) => answer(outcome),
    }
}

fn answer(outcome: reqwest::Result<reqwest::Response>) -> Result<Response, TransportError> {
    let mut response = Box::new(outcome.map_err(|error| transport_error(error, false))?);
    let headers = std::mem::take(response.headers_mut());
    Ok(Response::new(response.status(), headers, ResponseBody::http(HttpChunks { response })))
}

/// A body on its way out, as reqwest takes it.
struct Outgoing {
    /// Bytes that are still to come; `None` when nobody knows.
    left: Option<u64>,
    /// Never locked: reqwest asks for `Sync`, and polls with exclusive access.
    body: Mutex<OpenBody>,
    failure: Arc<Mutex<Option<TransportError>>>,
}

impl http_body::Body for Outgoing {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        let body = self.body.get_mut().unwrap_or_else(PoisonError::into_inner);
        Poll::Ready(match ready!(Pin::new(body).poll_chunk(context)) {
            None => None,
            Some(Ok(chunk)) => {
                self.left = self.left.map(|left| left.saturating_sub(length_of(&chunk)));
                Some(Ok(Frame::data(chunk)))
            }
            Some(Err(failure)) => {
                *self.failure.lock().unwrap_or_else(PoisonError::into_inner) = Some(failure);
                Some(Err("the body of the request cannot be read"))
            }
        })
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// The body of an answer as reqwest gives it. It stays where it is: reqwest's conversion to a body of its own puts two
/// layers around it.
pub(super) struct HttpChunks {
    response: Box<reqwest::Response>,
}

impl HttpChunks {
    pub(super) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        // A future for each poll: all it holds is where the answer is.
        let chunk = pin!(self.response.chunk()).poll(context);
        chunk.map(Result::transpose).map_err(|error| transport_error(error, true))
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
