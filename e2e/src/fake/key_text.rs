//! The text of a key: `<id>.<secret>`, 10 + 1 + 53 characters.

use sha2::{Digest, Sha256};
use uuid::Uuid;

const ID: usize = 10;
const SECRET: usize = 53;
const LENGTH: usize = ID + 1 + SECRET;
const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// How secrets begin, so that `cargo xtask ci` finds those that tests show.
const PLANTED: &str = "planted-secret-";

/// A new key: its id, and its text without the organization.
pub(super) fn generate() -> (String, String) {
    let id = random_text(ID);
    let text = format!("{id}.{PLANTED}{}", random_text(SECRET - PLANTED.len()));
    (id, text)
}

/// What is stored of a key's text.
pub(super) fn digest(text: &str) -> String {
    format!("{:x}", Sha256::digest(text.as_bytes()))
}

/// The text in a header or cookie: of two parts around a `:` the first, else the whole; `None` when it is not a key.
pub(super) fn presented(value: &str) -> Option<&str> {
    let mut parts = value.split(':');
    let text = match (parts.next(), parts.next(), parts.next()) {
        (Some(text), Some(_org), None) => text,
        _ => value,
    };
    let (id, secret) = text.split_once('.')?;
    let in_id = |c: char| c.is_ascii_alphanumeric();
    let in_secret = |c: char| c.is_ascii_alphanumeric() || "+-^!$&@".contains(c);
    (text.len() == LENGTH
        && id.len() == ID
        && id.chars().all(in_id)
        && secret.chars().all(in_secret))
    .then_some(text)
}

/// Random enough for a fake; the bytes of UUIDs save it a dependency.
fn random_text(length: usize) -> String {
    std::iter::repeat_with(|| Uuid::new_v4().into_bytes())
        // Bytes 6 and 8 of a version 4 UUID hold its version and variant.
        .flat_map(|bytes| bytes.into_iter().skip(9))
        .filter_map(|byte| ALPHABET.get(usize::from(byte) % 64))
        .map(|&character| char::from(character))
        .take(length)
        .collect()
}
