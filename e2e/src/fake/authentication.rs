//! Who asks, and whether they may.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

use super::refusal::Refusal;
use super::{Service, key_text};

const HEADER: &str = "x-api-key";
/// The role that all operations here ask for.
const SYSTEM: &str = ":whylabs_system";

/// Lets a request through that brings a key with the role: 401 without a key, 403 with one that will not do.
///
/// Other operations also compare the organization in the path with the key's. Keys with the system role are exempt from
/// that, and without the role nobody gets as far, so there is nothing to compare here.
pub(super) async fn authorize(
    State(service): State<Arc<Service>>,
    request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    // A path variable of the framework is at least one character.
    if request.uri().path().contains("//") {
        return Err(unknown_route(request.headers().clone()).await);
    }
    let value = presented(request.headers()).ok_or(Refusal::bare(StatusCode::UNAUTHORIZED))?;
    let key = key_text::presented(&value)
        .and_then(|text| service.store().authenticate(text, service.clock.now()));
    let scopes = key.and_then(|key| key.scopes).unwrap_or_default();
    if scopes.iter().any(|scope| scope == SYSTEM) {
        Ok(next.run(request).await)
    } else {
        Err(Refusal::bare(StatusCode::FORBIDDEN))
    }
}

/// A route that does not exist: an empty 404 for who shows a key, a 401 for who does not.
pub(super) async fn unknown_route(headers: HeaderMap) -> Refusal {
    if headers.contains_key(HEADER) {
        Refusal::UnknownRoute
    } else {
        Refusal::bare(StatusCode::UNAUTHORIZED)
    }
}

/// The key in the header, else in the cookie of the same name.
fn presented(headers: &HeaderMap) -> Option<String> {
    if let Some(value) = headers.get(HEADER) {
        return Some(String::from_utf8_lossy(value.as_bytes()).into_owned());
    }
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find(|(name, _)| *name == "X-API-Key")
        .map(|(_, value)| value.to_owned())
}
