//! Files: bytes with a name and a media type, as parts of a multipart body and as fields of models.
use std::fmt;

use bytes::Bytes;

use super::auth::base64;
use super::decode::Decode;
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::encode::{Encode, Encoder};

/// A file that is sent as a part of a `multipart` body.
///
/// ```text
/// let logo = File::new(std::fs::read("logo.png")?).file_name("logo.png").content_type("image/png");
/// ```
///
/// A model that holds files can be written as JSON, too; a file is base64 (RFC 4648) there, without its name and its
/// media type.
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct File {
    content: Bytes,
    pub(super) name: Option<String>,
    pub(super) content_type: Option<String>,
}

impl File {
    /// A file of these bytes: `Bytes`, `Vec<u8>`, `String`, `&'static [u8]` or `&'static str`.
    pub fn new(content: impl Into<Bytes>) -> Self {
        Self { content: content.into(), name: None, content_type: None }
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

    /// The bytes.
    #[must_use]
    pub fn content(&self) -> &Bytes {
        &self.content
    }
}

impl From<Bytes> for File {
    fn from(content: Bytes) -> Self {
        Self::new(content)
    }
}

impl From<Vec<u8>> for File {
    fn from(content: Vec<u8>) -> Self {
        Self::new(content)
    }
}

impl From<String> for File {
    fn from(content: String) -> Self {
        Self::new(content)
    }
}

/// Shows the length in place of the content.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("length", &self.content.len())
            .field("file_name", &self.name)
            .field("content_type", &self.content_type)
            .finish()
    }
}

impl Decode for File {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        let text = input.text()?;
        from_base64(&text).map(Self::new).ok_or_else(|| input.bad_text("base64"))
    }
}

impl Encode for File {
    fn encode(&self, out: &mut Encoder) {
        out.text(&base64(&self.content));
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
