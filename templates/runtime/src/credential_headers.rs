//! Headers that are credentials: which they are, how a cookie is added, and how they are kept from other origins.

use http::header::COOKIE;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::info::{SchemeInfo, SchemeKind};

/// Whether a header of this name is a credential of this API, or always is one.
pub(super) fn is_credential_header(schemes: &[SchemeInfo], name: &HeaderName) -> bool {
    matches!(name.as_str(), "authorization" | "cookie" | "proxy-authorization")
        || schemes.iter().any(|scheme| match scheme.kind {
            SchemeKind::ApiKeyHeader(key) => name.as_str().eq_ignore_ascii_case(key),
            _ => false,
        })
}

/// Adds to the one `Cookie` header (RFC 6265 section 5.4).
pub(super) fn append_cookie(headers: &mut HeaderMap, pairs: &str) {
    let mut text = headers.get(COOKIE).map(|value| value.as_bytes().to_vec()).unwrap_or_default();
    if !text.is_empty() {
        text.extend_from_slice(b"; ");
    }
    text.extend_from_slice(pairs.as_bytes());
    // Both parts were checked to be fit for a header when they came in.
    if let Ok(mut value) = HeaderValue::from_bytes(&text) {
        value.set_sensitive(true);
        headers.insert(COOKIE, value);
    }
}

/// Takes every header out of a request that must not reach another origin: credentials of this API, those of HTTP
/// itself, and what the caller marked as sensitive.
pub(super) fn remove_from(headers: &mut HeaderMap, schemes: &[SchemeInfo]) {
    let names: Vec<HeaderName> = headers
        .iter()
        .filter(|(name, value)| value.is_sensitive() || is_credential_header(schemes, name))
        .map(|(name, _)| name.clone())
        .collect();
    for name in names {
        headers.remove(name);
    }
}
