//! Where streams of items get their bytes from: a call that is sent when the first item is asked for.
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;

use super::answer::RawResponse;
use super::call::AnswerFuture;
use super::download::BodyStream;
use super::error::{Error, ErrorKind};
use super::exchange;
use super::parts::Parts;

/// Items come when there is something to say, which may take a while.
pub(super) const IDLE_TIMEOUT: Duration = Duration::from_secs(300);

/// A call on its way, and then its body.
pub(super) struct ItemSource {
    state: State,
    idle_timeout: Duration,
    /// Longest item in bytes.
    limit: usize,
}

enum State {
    Sending(AnswerFuture),
    Open(Box<BodyStream>),
    Over,
}

impl ItemSource {
    pub(super) fn new(mut parts: Box<Parts>) -> Self {
        parts.options.streams = true;
        let limit = parts.client().shared.response_limit;
        let state = State::Sending(exchange::start(parts));
        Self { state, idle_timeout: IDLE_TIMEOUT, limit }
    }

    pub(super) fn set_idle_timeout(&mut self, timeout: Duration) {
        self.idle_timeout = timeout;
    }

    /// The next piece of the body; `None` at its end, and after an error.
    pub(super) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Error>>> {
        if let State::Sending(answer) = &mut self.state {
            let received = ready!(answer.as_mut().poll(context));
            match received.and_then(BodyStream::open).and_then(check_content_encoding) {
                Ok(body) => {
                    self.state = State::Open(Box::new(body.idle_timeout(self.idle_timeout)));
                }
                Err(error) => {
                    self.state = State::Over;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
        match &mut self.state {
            State::Open(body) => body.poll_chunk(context),
            _ => Poll::Ready(None),
        }
    }

    /// The answer without its body, when it is there.
    pub(super) fn head(&self) -> Option<&RawResponse> {
        match &self.state {
            State::Open(body) => Some(body.head()),
            _ => None,
        }
    }

    /// Nothing more is received.
    pub(super) fn close(&mut self) {
        self.state = State::Over;
    }

    /// The error of an item that has grown to `length` bytes, when that is too long; then there is no more.
    pub(super) fn check_length(&mut self, length: usize) -> Result<(), Error> {
        let limit = self.limit;
        if length <= limit {
            return Ok(());
        }
        let reason = format!(
            "an item is larger than {limit} bytes: raise the limit with `ClientBuilder::response_limit`"
        );
        let error = match self.head() {
            Some(head) => Error::refused(ErrorKind::Body, head.clone(), &reason),
            None => Error::new(ErrorKind::Body, reason),
        };
        self.close();
        Err(error)
    }

    /// The error of an item that cannot be decoded, with its bytes as the body.
    pub(super) fn undecodable(&self, item: Bytes, reason: &str) -> Error {
        match self.head() {
            Some(head) => Error::undecodable(head.clone().with_body(item), reason),
            None => Error::new(ErrorKind::Decode, reason.to_owned()),
        }
    }
}

fn check_content_encoding(body: BodyStream) -> Result<BodyStream, Error> {
    body.head().check_content_encoding().map(|()| body)
}
