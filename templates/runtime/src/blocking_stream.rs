//! Streams for code that is not async: iterators, which wait for each item.
#![cfg(feature = "blocking")]
use std::fmt;
use std::pin::Pin;

use futures_core::Stream;

use super::blocking::block_on;
use super::error::Error;

/// A stream as an iterator: what `blocking()` makes of pages, items, events and lines.
///
/// It is polled on the thread that asks for the next item, and nothing is received meanwhile. Inside an async runtime,
/// whose other tasks it would hold up, it gives an error, and then nothing.
#[must_use = "an iterator does nothing until it is read"]
pub struct BlockingStream<S> {
    stream: S,
    is_over: bool,
}

impl<S> BlockingStream<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, is_over: false }
    }

    /// The stream.
    #[must_use]
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    /// The stream, to read the rest of it elsewhere.
    #[must_use]
    pub fn into_inner(self) -> S {
        self.stream
    }
}

impl<S, T> Iterator for BlockingStream<S>
where
    S: Stream<Item = Result<T, Error>> + Unpin,
{
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let stream = &mut self.stream;
        let next =
            block_on(std::future::poll_fn(|context| Pin::new(&mut *stream).poll_next(context)));
        next.unwrap_or_else(|error| {
            self.is_over = true;
            Some(Err(error))
        })
    }
}

impl<S: fmt::Debug> fmt::Debug for BlockingStream<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BlockingStream").field(&self.stream).finish()
    }
}
