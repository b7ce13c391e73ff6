//! What every request and answer passes: it is written down, injections apply, headers of all answers are put on.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use uuid::Uuid;

use super::injection::{self, Injection, Route};
use super::refusal::Refusal;
use super::{Service, lock};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct RecordedRequest {
    /// `GET`, `POST`, …
    pub method: String,
    /// Path and query, as they were on the wire.
    pub target: String,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
}

impl RecordedRequest {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }
}

pub(super) async fn edge(
    State(service): State<Arc<Service>>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    lock(&service.requests).push(RecordedRequest {
        method: parts.method.to_string(),
        target: parts.uri.to_string(),
        headers: parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect(),
        body: body.clone(),
    });

    let uri = parts.uri.clone();
    let request_id = parts.headers.get(REQUEST_ID).map_or_else(|| Uuid::new_v4().to_string(), text);
    let injection = lock(&service.injections).take(Route::of(&parts.method, uri.path()));
    let request = Request::from_parts(parts, Body::from(body));

    let (instead, lose_after) = match injection {
        Some(Injection::Instead(answer)) => (Some(answer), None),
        Some(Injection::LoseAnswer { after }) => (None, Some(after)),
        None => (None, None),
    };
    let mut response = match instead {
        Some(answer) => answer.give().await,
        None => next.run(request).await,
    };
    if let Some(refusal) = response.extensions_mut().remove::<Refusal>() {
        response = refusal.render(&request_id, &uri);
    }
    if let Some(after) = lose_after {
        response = injection::cut(response, after).await;
    }
    let headers = response.headers_mut();
    if let Ok(request_id) = HeaderValue::from_str(&request_id) {
        headers.insert(REQUEST_ID, request_id);
    }
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    let hsts = HeaderValue::from_static("max-age=31536000; includeSubDomains; preload");
    headers.insert(header::STRICT_TRANSPORT_SECURITY, hsts);
    response
}
