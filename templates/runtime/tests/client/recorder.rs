//! A transport without a network: answers from a list, and keeps what it was sent.
use std::collections::VecDeque;
use std::future::ready;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use oasmith_runtime::{
    Bytes, HeaderMap, HeaderName, HeaderValue, PollChunk, Request, Response, ResponseBody,
    StatusCode, Transport, TransportError, TransportErrorKind, TransportFuture,
};

#[derive(Clone)]
pub(crate) enum Reply {
    Answer { status: u16, headers: Vec<(&'static str, String)>, chunks: Vec<Chunk> },
    Fail(TransportErrorKind),
    Hang,
}

#[derive(Clone)]
pub(crate) enum Chunk {
    Bytes(&'static [u8]),
    Break,
    Hang,
}

impl Reply {
    pub(crate) fn json(status: u16, body: &'static str) -> Self {
        Self::Answer {
            status,
            headers: vec![("content-type", "application/json".to_owned())],
            chunks: vec![Chunk::Bytes(body.as_bytes())],
        }
    }

    pub(crate) fn status(status: u16) -> Self {
        Self::Answer { status, headers: Vec::new(), chunks: Vec::new() }
    }

    pub(crate) fn redirect(status: u16, location: &str) -> Self {
        Self::status(status).header("location", location)
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Answer { headers, .. } = &mut self {
            headers.retain(|(other, _)| *other != name);
            headers.push((name, value.to_owned()));
        }
        self
    }

    pub(crate) fn body(mut self, body: Vec<Chunk>) -> Self {
        if let Self::Answer { chunks, .. } = &mut self {
            *chunks = body;
        }
        self
    }
}

/// The last reply is given again and again.
#[derive(Clone)]
pub(crate) struct Recorder {
    replies: Arc<Mutex<VecDeque<Reply>>>,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl Recorder {
    pub(crate) fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self {
            replies: Arc::new(Mutex::new(replies.into_iter().collect())),
            requests: Arc::default(),
        }
    }

    pub(crate) fn ok() -> Self {
        Self::new([Reply::json(200, "{}")])
    }

    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    /// The only request.
    pub(crate) fn request(&self) -> Request {
        let requests = self.requests();
        assert_eq!(requests.len(), 1, "expected one request");
        requests[0].clone()
    }

    fn next(&self) -> Reply {
        let mut replies = self.replies.lock().unwrap();
        if replies.len() > 1 { replies.pop_front().unwrap() } else { replies[0].clone() }
    }
}

impl Transport for Recorder {
    fn send(&self, request: Request) -> TransportFuture {
        self.requests.lock().unwrap().push(request);
        match self.next() {
            Reply::Hang => Box::pin(std::future::pending()),
            Reply::Fail(kind) => {
                Box::pin(ready(Err(TransportError::new(kind, std::io::Error::other("scripted")))))
            }
            Reply::Answer { status, headers, chunks } => {
                let headers: HeaderMap = headers
                    .into_iter()
                    .map(|(name, value)| {
                        (HeaderName::from_static(name), HeaderValue::from_str(&value).unwrap())
                    })
                    .collect();
                let body = ResponseBody::chunks(Chunks(chunks.into()));
                let status = StatusCode::from_u16(status).unwrap();
                Box::pin(ready(Ok(Response::new(status, headers, body))))
            }
        }
    }
}

struct Chunks(VecDeque<Chunk>);

impl PollChunk for Chunks {
    fn poll_chunk(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        match self.0.pop_front() {
            None => Poll::Ready(None),
            Some(Chunk::Bytes(bytes)) => Poll::Ready(Some(Ok(Bytes::from_static(bytes)))),
            Some(Chunk::Break) => Poll::Ready(Some(Err(TransportError::new(
                TransportErrorKind::Interrupted,
                std::io::Error::from(std::io::ErrorKind::ConnectionReset),
            )))),
            Some(Chunk::Hang) => {
                self.0.push_front(Chunk::Hang);
                Poll::Pending
            }
        }
    }
}

/// The header of a request as text, `""` when it is not there.
pub(crate) fn header<'r>(request: &'r Request, name: &str) -> &'r str {
    request.headers.get(name).map_or("", |value| value.to_str().unwrap())
}
