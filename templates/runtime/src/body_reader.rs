//! The body of an answer for code that is not async: a reader.
#![cfg(feature = "blocking")]
use std::fmt;
use std::io::{self, Read};
use std::time::Duration;

use bytes::{Buf as _, Bytes};

use super::blocking::{block_on, wait};
use super::call::Call;
use super::download::{BodyStream, Download};
use super::error::Error;

impl<O: Download> Call<O> {
    /// Sends the call and waits for a body that is read while it arrives; see [`Call::stream`].
    ///
    /// # Errors
    /// Those of [`Call::stream`]; also inside an async runtime, whose other tasks it would hold up.
    pub fn stream_blocking(self) -> Result<BodyReader, Error> {
        wait(self.stream()).map(|body| BodyReader { body, rest: Bytes::new() })
    }
}

/// The body of a successful answer while it arrives, as a [`Read`]. No more is received than is asked for.
///
/// An error of it is an [`Error`] inside an [`io::Error`], of the kind [`io::ErrorKind::TimedOut`] when the body paused for
/// too long.
pub struct BodyReader {
    body: BodyStream,
    /// Of the last piece, what has not been read.
    rest: Bytes,
}

impl BodyReader {
    /// How long the body may pause before it counts as broken; 60 s unless set.
    #[must_use]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.body = self.body.idle_timeout(timeout);
        self
    }

    /// The body with its status and headers.
    #[must_use]
    pub fn get_ref(&self) -> &BodyStream {
        &self.body
    }
}

impl Read for BodyReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while self.rest.is_empty() {
            match block_on(self.body.chunk()).and_then(|chunk| chunk) {
                Ok(Some(chunk)) => self.rest = chunk,
                Ok(None) => return Ok(0),
                Err(error) => {
                    let is_late = error.is_timeout();
                    let kind = if is_late { io::ErrorKind::TimedOut } else { io::ErrorKind::Other };
                    return Err(io::Error::new(kind, error));
                }
            }
        }
        let length = buffer.len().min(self.rest.len());
        self.rest.split_to(length).copy_to_slice(&mut buffer[..length]);
        Ok(length)
    }
}

impl fmt::Debug for BodyReader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BodyReader").field(&self.body).finish()
    }
}
