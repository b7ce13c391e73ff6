//! The body of an answer while it arrives, piece by piece, as it is asked for.
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};
use tokio::io::AsyncWrite;

use super::answer::{Answer, RawResponse, Received};
use super::call::{Call, CallFuture, Operation, start};
use super::clock;
use super::error::{Error, ErrorKind};
use super::transport::ResponseBody;

/// How long a body may pause, unless the caller says otherwise.
const IDLE_TIMEOUT: Duration = Duration::from_secs(60);

/// An operation whose success is a file, or other bytes.
pub trait Download: Operation {
    /// What is asked for, where `.await` asks for something else.
    const ACCEPT: Option<&'static str> = None;
}

impl<O: Download> Call<O> {
    /// Sends the call for a body that is read while it arrives, however large it is.
    ///
    /// Retries and time limits of the call hold until the head of the answer is there; from then on the limit is how
    /// long the body may pause: see [`BodyStream::idle_timeout`].
    pub fn stream(mut self) -> CallFuture<BodyStream> {
        if let Some(accept) = O::ACCEPT {
            self.parts.header("Accept", &accept);
        }
        self.parts.options.streams = true;
        start(self, BodyStream::open)
    }
}

/// The body of a successful answer while it arrives: read it with [`chunk`](Self::chunk),
/// [`write_to`](Self::write_to) or as a [`Stream`].
///
/// No more is received than is asked for. Dropping it ends the exchange.
pub struct BodyStream {
    /// The answer without its body.
    head: RawResponse,
    /// `None` when it is over.
    body: Option<ResponseBody>,
    received: u64,
    idle_timeout: Duration,
    /// Runs while nothing comes.
    pause: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
}

impl BodyStream {
    /// The body of a success; the error of anything else.
    pub(super) fn open(received: Received) -> Result<Self, Error> {
        let Received { raw, rest } = received;
        if !raw.status().is_success() {
            return Answer::successful(Received { raw, rest }).and_then(Answer::unexpected);
        }
        Ok(Self { head: raw, body: rest, received: 0, idle_timeout: IDLE_TIMEOUT, pause: None })
    }

    /// Status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.head.status()
    }

    /// Headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        self.head.headers()
    }

    /// A header as text; `None` when it is not there, or is not text.
    #[must_use]
    pub fn header_text(&self, name: &str) -> Option<&str> {
        self.head.header_text(name)
    }

    /// The service's name for this call, from a header like `X-Request-Id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.head.request_id()
    }

    /// Length of the whole body in bytes, when the service says it; a body that was compressed on its way has none.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.head.header_text(CONTENT_LENGTH.as_str())?.trim().parse().ok()
    }

    /// How many bytes of the body have been read.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.received
    }

    /// The answer without its body.
    #[must_use]
    pub fn head(&self) -> &RawResponse {
        &self.head
    }

    /// How long the body may pause before it counts as broken; 60 s unless set.
    #[must_use]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// The next piece of the body; `None` at its end.
    ///
    /// # Errors
    /// When the connection breaks, or pauses for too long. Then there is no more.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|context| self.poll_chunk(context)).await.transpose()
    }

    /// Writes what is left of the body to `writer` and flushes it; gives the number of bytes.
    ///
    /// # Errors
    /// Those of [`chunk`](Self::chunk); and of the kind [`ErrorKind::Write`] when `writer` does not take it.
    pub async fn write_to<W>(&mut self, writer: &mut W) -> Result<u64, Error>
    where
        W: AsyncWrite + Unpin + ?Sized,
    {
        let begin = self.received;
        let mut writer = writer;
        while let Some(mut chunk) = self.chunk().await? {
            while !chunk.is_empty() {
                let written = poll_fn(|context| Pin::new(&mut writer).poll_write(context, &chunk));
                let written = match written.await {
                    Ok(0) => Err(std::io::ErrorKind::WriteZero.into()),
                    other => other,
                };
                let written = written.map_err(|error| self.unwritten(error))?;
                drop(chunk.split_to(written.min(chunk.len())));
            }
        }
        let flushed = poll_fn(|context| Pin::new(&mut writer).poll_flush(context)).await;
        flushed.map_err(|error| self.unwritten(error))?;
        Ok(self.received - begin)
    }

    pub(super) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let error = match body.poll_chunk(context) {
            Poll::Ready(Some(Ok(chunk))) => {
                self.pause = None;
                self.received += chunk.len() as u64;
                return Poll::Ready(Some(Ok(chunk)));
            }
            Poll::Ready(None) => {
                self.body = None;
                return Poll::Ready(None);
            }
            Poll::Ready(Some(Err(cause))) => {
                Error::interrupted(self.head.clone(), self.received, cause)
            }
            Poll::Pending if self.pause.is_none() && !clock::is_available() => {
                return Poll::Pending;
            }
            Poll::Pending => {
                let limit = self.idle_timeout;
                let pause = self.pause.get_or_insert_with(|| Box::pin(clock::sleep(limit)));
                ready!(pause.as_mut().poll(context));
                Error::timeout("limit of a pause in the body", limit)
                    .with_context(self.head.context().clone())
            }
        };
        self.body = None;
        Poll::Ready(Some(Err(error)))
    }

    fn unwritten(&self, error: std::io::Error) -> Error {
        let reason = format!("the body could not be written: {error}");
        Error::refused(ErrorKind::Write, self.head.clone(), &reason).with_source(error)
    }
}

impl Stream for BodyStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_chunk(context)
    }
}

/// Shows no header values and no body: an answer may hold a new secret.
impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyStream")
            .field("status", &self.status())
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}
