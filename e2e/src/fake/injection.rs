//! Answers and faults that a test puts in the way of the next requests.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body::Frame;

/// An operation, by its method and path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// `POST …/api-key`
    Create,
    /// `GET …/api-key/{key_id}`
    Get,
    /// `GET …/api-key`
    List,
    /// `DELETE …/api-key`
    Revoke,
}

/// What happens instead of the usual.
#[derive(Clone, Debug)]
pub enum Injection {
    /// This answer is given, and the operation not carried out.
    Instead(Answer),
    /// The operation is carried out; of the answer's body only so many bytes arrive before the connection ends.
    LoseAnswer {
        /// Bytes that arrive.
        after: usize,
    },
}

/// An answer out of the ordinary.
#[derive(Clone, Debug)]
pub struct Answer {
    status: StatusCode,
    headers: Vec<(HeaderName, HeaderValue)>,
    body: Bytes,
    delay: Duration,
}

/// What waits to happen.
#[derive(Debug, Default)]
pub(super) struct Injections(VecDeque<(Route, Injection)>);

impl Route {
    pub(super) fn of(method: &Method, path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/v0/organizations/")?;
        let (_, after_org) = rest.split_once('/')?;
        match (method.as_str(), after_org.strip_prefix("api-key")?) {
            ("POST", "") => Some(Self::Create),
            ("GET", "" | "/") => Some(Self::List),
            ("DELETE", "") => Some(Self::Revoke),
            ("GET", key) if key.starts_with('/') => Some(Self::Get),
            _ => None,
        }
    }
}

impl Answer {
    /// An answer with a JSON body.
    #[must_use]
    pub fn json(status: StatusCode, body: &serde_json::Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    /// An answer with a body of plain text.
    #[must_use]
    pub fn text(status: StatusCode, body: &str) -> Self {
        Self::new(status, "text/plain", body.to_owned())
    }

    /// What the service says to who asks too often: no JSON, no `Retry-After`.
    #[must_use]
    pub fn too_many_requests() -> Self {
        Self::text(StatusCode::TOO_MANY_REQUESTS, "Too many requests. Please try again later.")
    }

    /// What the service says to who asks from an address that the organization does not allow.
    #[must_use]
    pub fn location_not_permitted() -> Self {
        Self::text(
            StatusCode::FORBIDDEN,
            "Requests from this location are not permitted by your organization.",
        )
    }

    /// With another header.
    #[must_use]
    pub fn with_header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.push((HeaderName::from_static(name), value));
        }
        self
    }

    /// Given only after a while.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    pub(super) async fn give(self) -> Response {
        tokio::time::sleep(self.delay).await;
        let mut response = (self.status, Body::from(self.body)).into_response();
        response.headers_mut().extend(self.headers);
        response
    }

    fn new(status: StatusCode, content_type: &'static str, body: String) -> Self {
        let headers = vec![(header::CONTENT_TYPE, HeaderValue::from_static(content_type))];
        Self { status, headers, body: body.into(), delay: Duration::ZERO }
    }
}

impl From<Answer> for Injection {
    fn from(answer: Answer) -> Self {
        Self::Instead(answer)
    }
}

impl Injections {
    pub(super) fn push(&mut self, route: Route, injection: Injection) {
        self.0.push_back((route, injection));
    }

    pub(super) fn take(&mut self, route: Option<Route>) -> Option<Injection> {
        let place = self.0.iter().position(|(waiting, _)| Some(*waiting) == route)?;
        self.0.remove(place).map(|(_, injection)| injection)
    }
}

/// The same answer with the end of its body missing, though `Content-Length` tells of all of it.
pub(super) async fn cut(response: Response, after: usize) -> Response {
    let (mut parts, body) = response.into_parts();
    let whole = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(whole.len()));
    Response::from_parts(parts, Body::new(CutBody::Bytes(whole.slice(..after.min(whole.len())))))
}

/// A few bytes, then an error, on which hyper closes the connection.
enum CutBody {
    Bytes(Bytes),
    /// Hyper writes out what it has when a body has to be waited for; without that it would drop the bytes on the error.
    Wait,
    Error,
}

impl HttpBody for CutBody {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        match std::mem::replace(&mut *self, Self::Wait) {
            Self::Bytes(bytes) => Poll::Ready(Some(Ok(Frame::data(bytes)))),
            Self::Wait => {
                *self = Self::Error;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Self::Error => {
                Poll::Ready(Some(Err(std::io::Error::other("the answer is cut off here"))))
            }
        }
    }
}
