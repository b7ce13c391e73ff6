//! JSON pointers (RFC 6901): the address of a node in a document.

use std::borrow::{Borrow, Cow};
use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use super::member::lookup;

/// A JSON pointer; cheap to clone. The root is the empty text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pointer(Arc<str>);

impl Pointer {
    /// The whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// A pointer from its text, as it stands after `#` in a reference (not percent-encoded).
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// The child at a key.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + key.len() + 1);
        text.push_str(&self.0);
        text.push('/');
        escape_into(key, &mut text);
        Self(text.into())
    }

    /// The child at an index.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0).into())
    }

    /// The descendant at several keys.
    #[must_use]
    pub fn keys<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> Self {
        let mut text = self.0.to_string();
        for key in keys {
            text.push('/');
            escape_into(key, &mut text);
        }
        Self(text.into())
    }

    /// The node this one is in.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rfind('/').map(|at| Self(Arc::from(&self.0[..at])))
    }

    /// The last segment, decoded.
    #[must_use]
    pub fn last(&self) -> Option<String> {
        self.0.rfind('/').map(|at| unescape(&self.0[at + 1..]).into_owned())
    }

    /// All segments, decoded.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.0.split('/').skip(1).map(|segment| unescape(segment).into_owned())
    }

    /// The node of a value (section 4).
    #[must_use]
    pub fn find<'v>(&self, root: &'v Value) -> Option<&'v Value> {
        self.0.split('/').skip(1).try_fold(root, |node, segment| match node {
            Value::Object(map) => lookup(map, &unescape(segment)),
            Value::Array(items) => {
                let is_index = segment == "0" || !segment.starts_with(['0', '+']);
                items.get(segment.parse::<usize>().ok().filter(|_| is_index)?)
            }
            _ => None,
        })
    }

    /// Whether `self` is `other` or in it.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.0.strip_prefix(&*other.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Equality, order and hash are those of the text, so a map can be asked with a part of one.
impl Borrow<str> for Pointer {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl fmt::Debug for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Adds a segment, encoded (section 3).
pub(crate) fn escape_into(segment: &str, out: &mut String) {
    if memchr::memchr2(b'~', b'/', segment.as_bytes()).is_none() {
        out.push_str(segment);
        return;
    }
    for c in segment.chars() {
        match c {
            '~' => out.push_str("~0"),
            '/' => out.push_str("~1"),
            c => out.push(c),
        }
    }
}

fn unescape(segment: &str) -> Cow<'_, str> {
    if !segment.contains('~') {
        return Cow::Borrowed(segment);
    }
    // RFC 6901, section 4: `~1` first, then `~0`, so that `~01` is `~1` and not `/`.
    Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
}
