//! The body of a request: bytes, or a source that they are read from while they are sent.
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;

use super::transport::{PollChunk, TransportError, TransportErrorKind};

/// The body of a request.
///
/// Clones are cheap, and share what is read only once.
#[derive(Clone, Default)]
pub struct Body {
    content: Content,
}

#[derive(Clone, Default)]
enum Content {
    #[default]
    None,
    Bytes(Bytes),
    Source(Arc<dyn BodySource>),
}

/// Where a body comes from that is not in memory.
pub trait BodySource: Send + Sync + 'static {
    /// Whether it can be opened more than once, and gives the same bytes each time.
    fn is_replayable(&self) -> bool;

    /// Begins at the first byte.
    fn open(&self) -> OpenFuture;
}

/// What [`BodySource::open`] returns.
pub type OpenFuture =
    Pin<Box<dyn Future<Output = Result<OpenBody, TransportError>> + Send + 'static>>;

impl Body {
    /// No body at all.
    #[must_use]
    pub const fn none() -> Self {
        Self { content: Content::None }
    }

    /// A body that is read from a source while it is sent.
    #[must_use]
    pub fn source(source: impl BodySource) -> Self {
        Self { content: Content::Source(Arc::new(source)) }
    }

    /// The bytes of the body; `None` when there is none, or when it is not in memory.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Bytes(bytes) => Some(bytes),
            Content::None | Content::Source(_) => None,
        }
    }

    /// Whether there is nothing to send. A body of no bytes is still a body.
    #[must_use]
    pub fn is_none(&self) -> bool {
        matches!(self.content, Content::None)
    }

    /// Whether it can be sent again, after a failure or for a redirect. A stream cannot.
    #[must_use]
    pub fn is_replayable(&self) -> bool {
        match &self.content {
            Content::None | Content::Bytes(_) => true,
            Content::Source(source) => source.is_replayable(),
        }
    }

    /// Begins to read the body: what a transport sends.
    ///
    /// # Errors
    /// When the source cannot be opened, as a file that does not exist, or a stream that was sent before.
    pub async fn open(&self) -> Result<OpenBody, TransportError> {
        match &self.content {
            Content::None => Ok(OpenBody::whole(Bytes::new())),
            Content::Bytes(bytes) => Ok(OpenBody::whole(bytes.clone())),
            Content::Source(source) => source.open().await,
        }
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self { content: Content::Bytes(bytes) }
    }
}

macro_rules! body_from {
    ($($type:ty)*) => {$(
        impl From<$type> for Body {
            fn from(bytes: $type) -> Self {
                Bytes::from(bytes).into()
            }
        }
    )*};
}

body_from!(Vec<u8> String Box<[u8]> &'static [u8] &'static str);

impl<const N: usize> From<&'static [u8; N]> for Body {
    fn from(bytes: &'static [u8; N]) -> Self {
        Bytes::from_static(bytes).into()
    }
}

/// Bodies in memory are equal when their bytes are; a source is equal to its clones only.
impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (Content::None, Content::None) => true,
            (Content::Bytes(one), Content::Bytes(other)) => one == other,
            (Content::Source(one), Content::Source(other)) => {
                std::ptr::addr_eq(Arc::as_ptr(one), Arc::as_ptr(other))
            }
            _ => false,
        }
    }
}

impl Eq for Body {}

/// Shows the length only: a body may hold secrets.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Content::None => f.write_str("Body(none)"),
            Content::Bytes(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Content::Source(source) if source.is_replayable() => f.write_str("Body(source)"),
            Content::Source(_) => f.write_str("Body(stream)"),
        }
    }
}

/// A body on its way out, chunk by chunk.
pub struct OpenBody {
    length: Option<u64>,
    sent: u64,
    chunks: Pin<Box<dyn PollChunk>>,
}

impl OpenBody {
    /// A body of this many bytes, when that is known. It is an error of the call when there are more or fewer.
    #[must_use]
    pub fn new(length: Option<u64>, chunks: impl PollChunk + 'static) -> Self {
        Self { length, sent: 0, chunks: Box::pin(chunks) }
    }

    /// The length in bytes, as `Content-Length` has it; `None` when only the end will tell.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    /// When it cannot be read, or has another length than was said.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_chunk(context)).await.transpose()
    }

    fn whole(bytes: Bytes) -> Self {
        Self::new(Some(length_of(&bytes)), Whole(Some(bytes)))
    }
}

impl PollChunk for OpenBody {
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let next = std::task::ready!(self.chunks.as_mut().poll_chunk(context));
        if let Some(Ok(chunk)) = &next {
            self.sent = self.sent.saturating_add(length_of(chunk));
        }
        let is_end = next.is_none();
        Poll::Ready(match self.length {
            // A server that waits for the rest would wait for ever; one that got more would take it for a request.
            Some(length) if self.sent > length || is_end && self.sent < length => {
                let reason =
                    format!("it has another length than the {length} bytes that were said");
                Some(Err(TransportError::new(TransportErrorKind::Body, reason)))
            }
            _ => next,
        })
    }
}

impl fmt::Debug for OpenBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenBody").field("length", &self.length).finish_non_exhaustive()
    }
}

/// `usize` is never larger than `u64` where this compiles.
pub(super) fn length_of(bytes: &Bytes) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

struct Whole(Option<Bytes>);

impl PollChunk for Whole {
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        Poll::Ready(self.0.take().filter(|bytes| !bytes.is_empty()).map(Ok))
    }
}
