//! Where a redirect leads, and what of the request may go there.
use http::header::{
    CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, HOST, LOCATION,
};
use http::{HeaderMap, Method, StatusCode};
use url::Url;

use super::auth::Credentials;
use super::body::Body;
use super::credential_headers;
use super::info::SchemeInfo;
use super::transport::Request;

/// How many redirects are followed for one call.
pub(super) const MOST_REDIRECTS: u32 = 5;

/// What to do about an answer.
pub(super) enum Step {
    /// It is final.
    Stop,
    /// It is a redirect that leads here.
    Follow(Box<Request>),
    /// It is a redirect that must not be followed.
    Refuse(&'static str),
}

/// Whether an answer with this status leads elsewhere.
pub(super) fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// What to do after this redirect as an answer to `request`, which is here without the client's credentials.
///
/// A redirect without a usable `Location` is a final answer: there is nowhere to go.
pub(super) fn step(
    request: &Request,
    status: StatusCode,
    headers: &HeaderMap,
    credentials: &Credentials,
    schemes: &[SchemeInfo],
) -> Step {
    let Some(url) = target(&request.url, headers) else { return Step::Stop };
    if !matches!(url.scheme(), "http" | "https") {
        return Step::Refuse("the redirect leads to something else than http");
    }
    if request.url.scheme() == "https" && url.scheme() == "http" {
        return Step::Refuse("the redirect leads from https to plain http");
    }
    let mut next = request.clone();
    next.url = url;
    if becomes_get(status, &request.method) {
        next.method = Method::GET;
        next.body = Body::none();
        for name in [CONTENT_TYPE, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_LENGTH] {
            next.headers.remove(name);
        }
    }
    if !next.body.is_replayable() {
        return Step::Refuse("the redirect asks for the body again, which can be read only once");
    }
    credentials.remove_query_keys(&mut next.url);
    if !is_same_origin(&request.url, &next.url) {
        if !next.body.is_none() {
            return Step::Refuse("the redirect would send the body to another origin");
        }
        credential_headers::remove_from(&mut next.headers, schemes);
        next.headers.remove(HOST);
    }
    Step::Follow(Box::new(next))
}

/// Whether both have the same scheme, host and port (RFC 6454 section 4).
pub(super) fn is_same_origin(left: &Url, right: &Url) -> bool {
    left.scheme() == right.scheme()
        && left.host() == right.host()
        && left.port_or_known_default() == right.port_or_known_default()
}

fn target(base: &Url, headers: &HeaderMap) -> Option<Url> {
    let location = std::str::from_utf8(headers.get(LOCATION)?.as_bytes()).ok()?.trim();
    if location.is_empty() {
        return None;
    }
    let mut url = base.join(location).ok()?;
    url.set_fragment(None);
    // Nobody but the caller says who the caller is.
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    Some(url)
}

/// RFC 9110 section 15.4 lets 301 and 302 turn a POST into a GET, and everybody does (Fetch, "HTTP-redirect
/// fetch", step 12); 303 asks for it with any method.
fn becomes_get(status: StatusCode, method: &Method) -> bool {
    match status.as_u16() {
        301 | 302 => *method == Method::POST,
        303 => *method != Method::GET && *method != Method::HEAD,
        _ => false,
    }
}
