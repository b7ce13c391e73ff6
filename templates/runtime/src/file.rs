//! Files: a body with a name and a media type, as parts of a multipart body and as fields of models.
use std::fmt;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use http::{HeaderName, HeaderValue};

use super::base64_text::base64;
use super::body::Body;
use super::decode::Decode;
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::encode::{Encode, Encoder};

/// A file that is sent as a part of a `multipart` body.
///
/// ```text
/// let logo = File::path("images/logo.png").content_type("image/png");
/// let note = File::new("text").file_name("note.txt");
/// let video = File::new(Body::reader(reader, Some(length)));
/// ```
///
/// A model that holds files can be written as JSON, too; a file is base64 (RFC 4648) there, without its name and its
/// media type, and `null` when it is not in memory.
#[derive(Clone, PartialEq, Eq)]
pub struct File {
    pub(super) content: Body,
    pub(super) name: Option<String>,
    pub(super) content_type: Option<String>,
    /// `None` where a caller gave something that is no header.
    pub(super) headers: Vec<Option<(HeaderName, HeaderValue)>>,
}

impl File {
    /// A file with this content: bytes, text, or any other [`Body`].
    pub fn new(content: impl Into<Body>) -> Self {
        Self { content: content.into(), name: None, content_type: None, headers: Vec::new() }
    }

    /// A file of this machine, which is read while it is sent. The service is told its name, without its folders.
    #[must_use]
    pub fn path(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Self { name, ..Self::new(Body::path(path)) }
    }

    /// The name that the service is told, without folders. Unless it is set, the name of the part takes its place:
    /// services take a part without any for a text field.
    #[must_use]
    pub fn file_name(mut self, file_name: impl Into<String>) -> Self {
        self.name = Some(file_name.into());
        self
    }

    /// The media type. Unless it is set, it is the one that the description gives, or `application/octet-stream`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Adds a header to the part; `Content-Disposition` and `Content-Type` cannot be set by it.
    #[must_use]
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        self.headers.push(name.try_into().ok().zip(value.try_into().ok()));
        self
    }

    /// The bytes; `None` when they are not in memory. Those of a file that was received always are.
    #[must_use]
    pub fn bytes(&self) -> Option<&Bytes> {
        self.content.bytes()
    }
}

/// A file of no bytes.
impl Default for File {
    fn default() -> Self {
        Self::new(Bytes::new())
    }
}

macro_rules! file_from {
    ($($type:ty)*) => {$(
        impl From<$type> for File {
            fn from(content: $type) -> Self {
                Self::new(content)
            }
        }
    )*};
}

file_from!(Bytes Vec<u8> String Body &'static [u8] &'static str);

impl From<PathBuf> for File {
    fn from(path: PathBuf) -> Self {
        Self::path(path)
    }
}

impl From<&Path> for File {
    fn from(path: &Path) -> Self {
        Self::path(path)
    }
}

/// Shows the length in place of the content, and no values of headers.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().flatten().map(|(name, _)| name).collect();
        f.debug_struct("File")
            .field("content", &self.content)
            .field("file_name", &self.name)
            .field("content_type", &self.content_type)
            .field("headers", &headers)
            .finish()
    }
}

impl Decode for File {
    fn decode<Here>(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let text = input.text()?;
        from_base64(&text).map(Self::new).ok_or_else(|| input.bad_text("base64"))
    }
}

impl Encode for File {
    fn encode(&self, out: &mut Encoder) {
        match self.bytes() {
            Some(bytes) => out.text(&base64(bytes)),
            None => out.raw("null"),
        }
    }
}

/// RFC 4648 section 4, with padding or without.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let digits = text.trim_end_matches('=').as_bytes();
    let padding = text.len() - digits.len();
    if padding > 0 && (padding > 2 || !text.len().is_multiple_of(4)) {
        return None;
    }
    let mut bytes = Vec::with_capacity(digits.len() / 4 * 3 + 2);
    for group in digits.chunks(4) {
        let mut bits: u32 = 0;
        for digit in group {
            let value = match digit {
                b'A'..=b'Z' => digit - b'A',
                b'a'..=b'z' => digit - b'a' + 26,
                b'0'..=b'9' => digit - b'0' + 52,
                b'+' => 62,
                b'/' => 63,
                _ => return None,
            };
            bits = (bits << 6) | u32::from(value);
        }
        // A digit is six bits; what is left over of the last byte has to be zero.
        let [_, first, second, third] = (bits << (6 * (4 - group.len()))).to_be_bytes();
        match group.len() {
            4 => bytes.extend([first, second, third]),
            3 if third == 0 => bytes.extend([first, second]),
            2 if second == 0 && third == 0 => bytes.push(first),
            _ => return None,
        }
    }
    Some(bytes)
}
