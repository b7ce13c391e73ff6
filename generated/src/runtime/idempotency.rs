//! Keys by which a service tells a request that is sent again from a new one (draft-ietf-httpapi-idempotency-key-header).
use std::fmt::Write as _;
use std::hash::{BuildHasher, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderName, HeaderValue, Method};

/// The header of the draft, which operations use unless their description or codegen.toml names another.
pub(super) const HEADER: &str = "idempotency-key";

/// Whether the same request may be sent again after it may have arrived (RFC 9110 section 9.2.2, and the QUERY
/// method); an idempotency key, in the header of the operation or in the usual one, makes any request such a one.
pub(super) fn is_idempotent(method: &Method, headers: &HeaderMap, own_header: &str) -> bool {
    matches!(method.as_str(), "GET" | "HEAD" | "OPTIONS" | "PUT" | "DELETE" | "TRACE" | "QUERY")
        || headers.contains_key(HEADER)
        || (!own_header.is_empty() && headers.contains_key(own_header))
}

/// Adds a key that no other call has, unless there is one. Where nothing is random it adds none, so that a call without a
/// key of the caller's is sent once.
pub(super) fn add_key(headers: &mut HeaderMap, header: &str) {
    if cfg!(all(target_family = "wasm", target_os = "unknown")) {
        return;
    }
    let name = HeaderName::from_bytes(header.as_bytes());
    if let (Ok(name), Ok(key)) = (name, HeaderValue::from_str(&random_key())) {
        headers.entry(name).or_insert(key);
    }
}

/// A text in the form of a random UUID (RFC 9562 section 5.4). It has to be unique, and need not be hard to guess.
fn random_key() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    // The keys of a new `RandomState` are random, and differ within a thread.
    let random = || RandomState::new().hash_one((now, std::process::id()));
    let bits = (u128::from(random()) << 64) | u128::from(random());
    let bits = (bits & !(0xF << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{bits:032x}");
    let mut key = String::with_capacity(36);
    for (index, digit) in hex.chars().enumerate() {
        if matches!(index, 8 | 12 | 16 | 20) {
            key.push('-');
        }
        let _ = key.write_char(digit);
    }
    key
}
