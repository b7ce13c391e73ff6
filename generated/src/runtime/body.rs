//! The body of a request, in a form that can be sent again.
use std::fmt;

use bytes::Bytes;

/// The body of a request.
#[derive(Clone, Default)]
pub struct Body {
    bytes: Option<Bytes>,
}

impl Body {
    /// No body at all.
    #[must_use]
    pub const fn none() -> Self {
        Self { bytes: None }
    }

    /// The bytes of the body; `None` when there is none.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        self.bytes.as_ref()
    }

    /// Whether there is nothing to send. A body of no bytes is still a body.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.bytes.is_none()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self { bytes: Some(bytes) }
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

/// Shows the length only: a body may hold secrets.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.bytes {
            None => f.write_str("Body(none)"),
            Some(bytes) => write!(f, "Body({} bytes)", bytes.len()),
        }
    }
}
