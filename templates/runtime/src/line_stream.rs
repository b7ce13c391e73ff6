//! JSON values one after the other, decoded while they arrive.
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use serde::de::IgnoredAny;

#[cfg(feature = "blocking")]
use super::blocking_stream::BlockingStream;
use super::call::{Call, Operation};
use super::decode::{Decode, from_json_slice};
use super::error::Error;
use super::item_source::ItemSource;
use super::json_lines::{RECORD_SEPARATOR, may_be_cut_off};
use super::parts::Parts;

/// An operation whose success is JSON values, one after the other.
pub trait Lines: Operation {
    /// One of them.
    type Item: Decode;
    /// What is asked for, where `.await` asks for something else.
    const ACCEPT: Option<&'static str> = None;
}

impl<O: Lines> Call<O> {
    /// The values while they arrive. The call is sent when the first one is asked for.
    ///
    /// Retries and time limits of the call hold until the head of the answer is there; from then on the limit is how
    /// long the stream may pause: see [`LineStream::idle_timeout`].
    pub fn lines(mut self) -> LineStream<O::Item> {
        if let Some(accept) = O::ACCEPT {
            self.parts.header("Accept", &accept);
        }
        LineStream { lines: Box::new(Pieces::new(self.parts)), item: PhantomData }
    }
}

/// JSON values one after the other, decoded while they arrive: read it with [`next`](Self::next) or as a [`Stream`].
///
/// No more is received than is asked for. Dropping it ends the exchange.
#[must_use = "a stream does nothing until it is read"]
pub struct LineStream<T> {
    lines: Box<Pieces>,
    item: PhantomData<fn() -> T>,
}

impl<T: Decode> LineStream<T> {
    /// How long the stream may pause before it counts as broken; 5 minutes unless set.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.lines.source.set_idle_timeout(timeout);
        self
    }

    /// The next value; `None` at the end.
    ///
    /// # Errors
    /// When the call fails or its connection breaks: then there is no more. When a value cannot be decoded: the next one
    /// may be.
    pub async fn next(&mut self) -> Option<Result<T, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// The values without async: an iterator that waits for each.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> BlockingStream<Self> {
        BlockingStream::new(self)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        let lines = &mut *self.lines;
        Poll::Ready(ready!(lines.poll_piece(context)).map(|piece| {
            let (number, line) = piece?;
            from_json_slice(&line).map_err(|error| {
                let reason = format!("line {number}: {error}");
                lines.source.undecodable(line, &reason).with_source(error)
            })
        }))
    }
}

impl<T: Decode> Stream for LineStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<T> fmt::Debug for LineStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LineStream").finish_non_exhaustive()
    }
}

/// The texts of the values.
struct Pieces {
    source: ItemSource,
    buffer: BytesMut,
    /// How much of the buffer holds no end of a value.
    searched: usize,
    /// What ends a value; known from the first byte that is no white space.
    separator: Option<u8>,
    /// The line that the buffer begins on.
    line: usize,
    is_over: bool,
}

impl Pieces {
    fn new(parts: Box<Parts>) -> Self {
        Self {
            source: ItemSource::new(parts),
            buffer: BytesMut::new(),
            searched: 0,
            separator: None,
            line: 1,
            is_over: false,
        }
    }

    /// The next value's text, with the number of the line it begins on.
    fn poll_piece(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<(usize, Bytes), Error>>> {
        loop {
            while let Some(piece) = self.take_piece() {
                let number = self.line;
                self.line += piece.split(|byte| *byte == b'\n').count() - 1;
                let blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == RECORD_SEPARATOR;
                if piece.iter().all(blank) {
                    continue;
                }
                let text = match self.separator {
                    Some(RECORD_SEPARATOR) => {
                        piece.slice(usize::from(piece[0] == RECORD_SEPARATOR)..)
                    }
                    _ => piece,
                };
                if self.separator == Some(RECORD_SEPARATOR) && may_be_cut_off(&text) {
                    let reason = format!(
                        "line {number}: the value may be cut off: expected white space after it"
                    );
                    return Poll::Ready(Some(Err(self.source.undecodable(text, &reason))));
                }
                return Poll::Ready(Some(Ok((number, text))));
            }
            if self.is_over {
                return Poll::Ready(None);
            }
            match ready!(self.source.poll_chunk(context)) {
                Some(Ok(chunk)) => {
                    self.buffer.extend_from_slice(&chunk);
                    if let Err(error) = self.check_length() {
                        return Poll::Ready(Some(Err(error)));
                    }
                }
                Some(Err(error)) => {
                    // What is left of a value is none.
                    self.buffer.clear();
                    self.is_over = true;
                    return Poll::Ready(Some(Err(error)));
                }
                None => self.is_over = true,
            }
        }
    }

    /// Cuts off what the first separator ends; at the end of the body, what is left.
    fn take_piece(&mut self) -> Option<Bytes> {
        if self.separator.is_none() {
            if self.line == 1 && self.buffer.starts_with(b"\xEF\xBB\xBF") {
                drop(self.buffer.split_to(3));
            }
            let first = self.buffer.iter().find(|byte| !byte.is_ascii_whitespace());
            self.separator =
                first.map(|byte| if *byte == RECORD_SEPARATOR { *byte } else { b'\n' });
        }
        let separator = self.separator.unwrap_or(b'\n');
        // A sequence begins with what ends its values.
        let from = self.searched.max(usize::from(separator == RECORD_SEPARATOR));
        let found = self.buffer.get(from..)?.iter().position(|byte| *byte == separator);
        let end = match found {
            Some(at) if separator == RECORD_SEPARATOR => from + at,
            Some(at) => from + at + 1,
            None if self.is_over || self.is_whole() => self.buffer.len(),
            None => {
                self.searched = self.buffer.len();
                return None;
            }
        };
        self.searched = 0;
        (end > 0).then(|| self.buffer.split_to(end).freeze())
    }

    /// Whether the buffer is a value of a sequence that need not wait for the next one to begin: one that a line feed
    /// follows (RFC 7464 section 2.2), unless it is inside the value.
    fn is_whole(&self) -> bool {
        self.separator == Some(RECORD_SEPARATOR)
            && self.buffer.ends_with(b"\n")
            && self
                .buffer
                .iter()
                .any(|byte| !byte.is_ascii_whitespace() && *byte != RECORD_SEPARATOR)
            && serde_json::from_slice::<IgnoredAny>(
                self.buffer.strip_prefix(&[RECORD_SEPARATOR]).unwrap_or(&self.buffer),
            )
            .is_ok()
    }

    fn check_length(&mut self) -> Result<(), Error> {
        // Many short lines may come at once; only what holds no end yet can be too long.
        let outcome = self.source.check_length(self.searched);
        if outcome.is_err() {
            self.buffer.clear();
            self.is_over = true;
        }
        outcome
    }
}
