//! `application/problem+json`: details of a problem (RFC 9457).
use std::fmt;

use http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::decode::Decode;
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::error::Error;

/// Details of a problem (RFC 9457, section 3.1). A member of another type than it should have counts as absent.
#[derive(Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Problem {
    /// `type`: what kind of problem it is, a URI reference; `about:blank` when the service does not say.
    pub kind: Option<String>,
    /// The status, as the service that had the problem said it.
    pub status: Option<u16>,
    /// What kind of problem it is, in words.
    pub title: Option<String>,
    /// What happened this time.
    pub detail: Option<String>,
    /// Which occurrence of the problem it is, a URI reference.
    pub instance: Option<String>,
    /// The other members (section 3.2).
    pub extensions: Map<String, Value>,
}

impl Problem {
    /// What kind of problem it is: `about:blank` says no more than the status (section 4.2.1).
    #[must_use]
    pub fn type_uri(&self) -> &str {
        self.kind.as_deref().unwrap_or("about:blank")
    }
}

impl Decode for Problem {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let mut members: Map<String, Value> = input.value()?;
        let mut text = |key: &str| match members.remove(key) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        let [kind, title, detail, instance] =
            ["type", "title", "detail", "instance"].map(&mut text);
        let status = members.remove("status").and_then(|value| value.as_u64()?.try_into().ok());
        Ok(Self { kind, status, title, detail, instance, extensions: members })
    }
}

/// Shows no member but those that say what kind of problem it is.
impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem")
            .field("type", &self.type_uri())
            .field("status", &self.status)
            .field("title", &self.title)
            .finish_non_exhaustive()
    }
}

impl Error {
    /// The details of the problem, when the service answered with `application/problem+json`.
    #[must_use]
    pub fn problem(&self) -> Option<Problem> {
        let media_type = self.headers()?.get(CONTENT_TYPE)?.to_str().ok()?;
        let essence = media_type.split(';').next()?.trim();
        if !essence.eq_ignore_ascii_case("application/problem+json") {
            return None;
        }
        self.decode().ok()
    }
}
