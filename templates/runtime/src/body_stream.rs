//! Bodies that are not in memory: files, readers, streams, and several bodies in a row.
use std::error::Error as StdError;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::task::{JoinHandle, spawn_blocking};

use super::body::{Body, BodySource, OpenBody, OpenFuture};
use super::transport::{PollChunk, TransportError, TransportErrorKind};

/// How much is read at once: enough that a read costs little beside the copy, and little for a thousand calls.
const CHUNK: usize = 64 * 1024;

impl Body {
    /// A file, which is opened when it is sent, and again when it is sent again.
    ///
    /// It has to be a regular file, and to keep its length while it is sent.
    #[must_use]
    pub fn path(path: impl Into<PathBuf>) -> Self {
        Self::source(PathSource { path: path.into() })
    }

    /// What a reader gives, and its length in bytes when that is known: some services take none without.
    ///
    /// It is read once, so a call with such a body is never sent again: not after a failure, and not for a redirect
    /// that asks for the body.
    #[must_use]
    pub fn reader(reader: impl AsyncRead + Send + 'static, length: Option<u64>) -> Self {
        Self::once(length, ReaderChunks { reader: Box::pin(reader), buffer: Vec::new() })
    }

    /// What a stream gives, and its length in bytes when that is known: some services take none without.
    ///
    /// It is read once, so a call with such a body is never sent again: not after a failure, and not for a redirect
    /// that asks for the body.
    #[must_use]
    pub fn stream<S, B, E>(stream: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self::once(length, StreamChunks { stream: Box::pin(stream) })
    }

    /// Bodies one after the other; it can be sent again when all of them can.
    #[must_use]
    pub fn sequence(bodies: Vec<Self>) -> Self {
        Self::source(SequenceSource { bodies })
    }

    fn once(length: Option<u64>, chunks: impl PollChunk + 'static) -> Self {
        Self::source(OnceSource { length, chunks: Mutex::new(Some(Box::pin(chunks))) })
    }
}

impl From<PathBuf> for Body {
    fn from(path: PathBuf) -> Self {
        Self::path(path)
    }
}

impl From<&Path> for Body {
    fn from(path: &Path) -> Self {
        Self::path(path)
    }
}

fn unreadable(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> TransportError {
    TransportError::new(TransportErrorKind::Body, cause)
}

struct PathSource {
    path: PathBuf,
}

impl BodySource for PathSource {
    fn is_replayable(&self) -> bool {
        true
    }

    fn open(&self) -> OpenFuture {
        if cfg!(target_family = "wasm") {
            let reason = "there are no files on this platform: send bytes or a stream";
            return Box::pin(std::future::ready(Err(unreadable(reason))));
        }
        let path = self.path.clone();
        Box::pin(async move {
            let found = spawn_blocking(move || length_of_file(&path).map(|length| (path, length)));
            // The runtime drops such a task only when it shuts down.
            let (path, length) = found.await.map_err(unreadable)?.map_err(unreadable)?;
            Ok(OpenBody::new(Some(length), FileChunks::Idle(FileReader { path, file: None })))
        })
    }
}

fn length_of_file(path: &Path) -> io::Result<u64> {
    let found = std::fs::metadata(path).map_err(|cause| named(path, &cause))?;
    if !found.is_file() {
        let reason = "expected a regular file: send other things as a reader";
        return Err(named(path, &io::Error::new(io::ErrorKind::InvalidInput, reason)));
    }
    Ok(found.len())
}

/// What the system says does not name the file.
fn named(path: &Path, cause: &io::Error) -> io::Error {
    io::Error::new(cause.kind(), format!("`{}`: {cause}", path.display()))
}

/// A file that is open from its first read on, so that a body of many files does not hold them all open.
struct FileReader {
    path: PathBuf,
    file: Option<File>,
}

impl FileReader {
    fn read(&mut self) -> io::Result<Vec<u8>> {
        let file = match &mut self.file {
            Some(file) => file,
            none => none.insert(File::open(&self.path).map_err(|cause| named(&self.path, &cause))?),
        };
        let mut buffer = Vec::with_capacity(CHUNK);
        let most = u64::try_from(CHUNK).unwrap_or(u64::MAX);
        file.take(most).read_to_end(&mut buffer).map_err(|cause| named(&self.path, &cause))?;
        Ok(buffer)
    }
}

type FileRead = io::Result<(FileReader, Vec<u8>)>;

/// Reads on the threads that tokio has for what blocks.
enum FileChunks {
    Idle(FileReader),
    Reading(JoinHandle<FileRead>),
    End,
}

impl PollChunk for FileChunks {
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        loop {
            match std::mem::replace(&mut *self, Self::End) {
                Self::End => return Poll::Ready(None),
                Self::Idle(mut reader) => {
                    let read = move || reader.read().map(|buffer| (reader, buffer));
                    *self = Self::Reading(spawn_blocking(read));
                }
                Self::Reading(mut read) => {
                    let Poll::Ready(done) = Pin::new(&mut read).poll(context) else {
                        *self = Self::Reading(read);
                        return Poll::Pending;
                    };
                    return Poll::Ready(match done {
                        Err(cause) => Some(Err(unreadable(cause))),
                        Ok(Err(cause)) => Some(Err(unreadable(cause))),
                        Ok(Ok((_, buffer))) if buffer.is_empty() => None,
                        Ok(Ok((reader, buffer))) => {
                            *self = Self::Idle(reader);
                            Some(Ok(buffer.into()))
                        }
                    });
                }
            }
        }
    }
}

/// What can be read only once, until it was.
struct OnceSource {
    length: Option<u64>,
    chunks: Mutex<Option<Pin<Box<dyn PollChunk>>>>,
}

impl BodySource for OnceSource {
    fn is_replayable(&self) -> bool {
        false
    }

    fn open(&self) -> OpenFuture {
        // Nothing panics while it is locked.
        let chunks = self.chunks.lock().unwrap_or_else(PoisonError::into_inner).take();
        let opened =
            chunks.map(|chunks| OpenBody::new(self.length, Opened(chunks))).ok_or_else(|| {
                unreadable("it is a stream that was sent before, and can be read only once")
            });
        Box::pin(std::future::ready(opened))
    }
}

struct Opened(Pin<Box<dyn PollChunk>>);

impl PollChunk for Opened {
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        self.0.as_mut().poll_chunk(context)
    }
}

struct ReaderChunks {
    reader: Pin<Box<dyn AsyncRead + Send>>,
    buffer: Vec<u8>,
}

impl PollChunk for ReaderChunks {
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let Self { reader, buffer } = &mut *self;
        buffer.resize(CHUNK, 0);
        let mut read = ReadBuf::new(buffer);
        if let Err(cause) = ready!(reader.as_mut().poll_read(context, &mut read)) {
            return Poll::Ready(Some(Err(unreadable(cause))));
        }
        let chunk = Bytes::copy_from_slice(read.filled());
        Poll::Ready(Some(Ok(chunk)).filter(|_| !read.filled().is_empty()))
    }
}

struct StreamChunks<S> {
    stream: Pin<Box<S>>,
}

impl<S, B, E> PollChunk for StreamChunks<S>
where
    S: Stream<Item = Result<B, E>> + Send,
    B: Into<Bytes>,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let next = ready!(self.stream.as_mut().poll_next(context));
        Poll::Ready(next.map(|chunk| chunk.map(Into::into).map_err(unreadable)))
    }
}

struct SequenceSource {
    bodies: Vec<Body>,
}

impl BodySource for SequenceSource {
    fn is_replayable(&self) -> bool {
        self.bodies.iter().all(Body::is_replayable)
    }

    fn open(&self) -> OpenFuture {
        let bodies = self.bodies.clone();
        Box::pin(async move {
            let mut length = Some(0_u64);
            let mut rest = Vec::with_capacity(bodies.len());
            for body in &bodies {
                let opened = body.open().await?;
                length = length.zip(opened.length()).and_then(|(sum, more)| sum.checked_add(more));
                rest.push(opened);
            }
            rest.reverse();
            Ok(OpenBody::new(length, SequenceChunks { rest }))
        })
    }
}

/// Bodies that are still to be sent, the next one last.
struct SequenceChunks {
    rest: Vec<OpenBody>,
}

impl PollChunk for SequenceChunks {
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        while let Some(next) = self.rest.last_mut() {
            match ready!(Pin::new(next).poll_chunk(context)) {
                Some(chunk) => return Poll::Ready(Some(chunk)),
                None => self.rest.pop(),
            };
        }
        Poll::Ready(None)
    }
}
