//! Bodies of several parts: `multipart/form-data` (RFC 7578) and its relatives.
use std::borrow::Cow;
use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderName, HeaderValue};
use url::form_urlencoded;

use super::body::Body;
use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::decoder_lookahead::Kinds;
use super::encode::{Encode, to_json_string};
use super::file::File;
use super::param::{JsonText, Param};
use super::param_style::query_pairs;
use super::parts::Parts;

/// A type that can be sent as the parts of a body.
pub trait ToMultipart {
    /// Adds the parts.
    fn parts(&self, out: &mut Multipart);
}

/// The parts of a body, in their order. Several of them may have the same name.
///
/// ```text
/// let form = Multipart::new()
///     .text("purpose", "logo")
///     .file("image", File::path("images/logo.png").content_type("image/png"))
///     .json("size", &vec![64, 64]);
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Multipart {
    parts: Vec<(Option<String>, Part)>,
}

impl Multipart {
    /// No parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text.
    #[must_use]
    pub fn text(mut self, name: &str, text: &str) -> Self {
        self.add_text(name, text);
        self
    }

    /// Adds a file.
    #[must_use]
    pub fn file(mut self, name: &str, file: impl Into<File>) -> Self {
        self.add_files(name, OCTET_STREAM, &[file.into()]);
        self
    }

    /// Adds a value as JSON, with the media type `application/json`.
    #[must_use]
    pub fn json(self, name: &str, value: &dyn Encode) -> Self {
        self.part(name, Part::new(to_json_string(value)).content_type("application/json"))
    }

    /// The parts of a value, to add to them.
    #[must_use]
    pub fn of(value: &dyn ToMultipart) -> Self {
        let mut form = Self::new();
        value.parts(&mut form);
        form
    }

    /// Adds a header to the parts of this name that are there by now; `Content-Disposition` and `Content-Type` cannot be
    /// set by it.
    #[must_use]
    pub fn header(mut self, part: &str, name: &str, value: &str) -> Self {
        self.add_header(part, name, value);
        self
    }

    /// Adds a part without a name, as the types but `multipart/form-data` have them.
    #[must_use]
    pub fn unnamed(mut self, part: Part) -> Self {
        self.parts.push((None, part));
        self
    }

    /// Adds a part that has headers of its own.
    #[must_use]
    pub fn part(mut self, name: &str, part: Part) -> Self {
        self.add(name, part);
        self
    }
}

/// What generated code calls.
impl Multipart {
    /// Adds a text. It has no media type: `text/plain` in UTF-8 is what a part is that does not say otherwise
    /// (RFC 7578 sections 4.4 and 5.1.2), and some services take parts with a media type for files.
    pub fn add_text(&mut self, name: &str, text: &str) {
        self.add(name, Part::new(text.to_owned()));
    }

    /// Adds files; `content_type` is for those that have none of their own.
    pub fn add_files<'f>(
        &mut self,
        name: &str,
        content_type: &str,
        files: impl IntoIterator<Item = &'f File>,
    ) {
        for file in files {
            let part = Part {
                content: file.content.clone(),
                file_name: Some(file.name.as_deref().unwrap_or(name).to_owned()),
                content_type: Some(file.content_type.as_deref().unwrap_or(content_type).to_owned()),
                headers: file.headers.clone(),
            };
            self.add(name, part);
        }
    }

    /// Adds a value in the way that OpenAPI 3.0.4 (section 4.7.15.1.1) and 3.1.1 (4.8.15.1.1) have for its kind: text
    /// for strings, numbers and booleans, JSON for objects, a part per item for arrays, nothing for `null`.
    pub fn add_value(&mut self, name: &str, value: &dyn Encode) {
        self.add_json_text(name, None, &to_json_string(value));
    }

    /// Adds a value as this media type: JSON when it is one of JSON, else text; a part per item for arrays, nothing
    /// for `null`.
    pub fn add_value_as(&mut self, name: &str, content_type: &str, value: &dyn Encode) {
        self.add_json_text(name, Some(content_type), &to_json_string(value));
    }

    /// Adds a value in the way of a query parameter: its names and values are parts, and nothing is escaped (OpenAPI
    /// 3.1.1, appendices C and E). What a style joins cannot be told from delimiters in a value.
    pub fn add_styled(&mut self, param: Param, value: &dyn Encode) {
        let value = JsonText::new(to_json_string(value));
        let param = Param { allow_reserved: false, ..param };
        let pairs = query_pairs(param, &value).unwrap_or_default();
        for (name, text) in pairs {
            let plain = format!("{name}={text}");
            // Plus signs are escaped in what is parsed here, so none is taken for a space.
            for (name, text) in form_urlencoded::parse(plain.as_bytes()) {
                self.add_text(&name, &text);
            }
        }
    }

    /// Adds a header to the parts of this name that are there by now.
    pub fn add_header(&mut self, part: &str, name: &str, value: &str) {
        let header = name.try_into().ok().zip(value.try_into().ok());
        for (other, found) in &mut self.parts {
            if other.as_deref() == Some(part) {
                found.headers.push(header.clone());
            }
        }
    }

    fn add_json_text(&mut self, name: &str, content_type: Option<&str>, json: &str) {
        for item in items(json).into_iter().filter(|item| *item != "null") {
            let part = match text_of(item) {
                Some(text) if !content_type.is_some_and(is_json) => Part::new(text),
                _ => Part::new(item.to_owned()),
            };
            let is_complex = matches!(Decoder::new(item).kind(), Kinds::OBJECT | Kinds::ARRAY);
            let content_type = content_type.or(is_complex.then_some("application/json"));
            self.add(name, Part { content_type: content_type.map(str::to_owned), ..part });
        }
    }

    fn add(&mut self, name: &str, part: Part) {
        self.parts.push((Some(name.to_owned()), part));
    }
}

impl ToMultipart for Multipart {
    fn parts(&self, out: &mut Multipart) {
        out.parts.extend(self.parts.iter().cloned());
    }
}

/// Shows names and headers, and no content.
impl fmt::Debug for Multipart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.parts.iter().map(|(name, part)| (name, part))).finish()
    }
}

/// One part of a body, with headers of its own.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Part {
    content: Body,
    file_name: Option<String>,
    content_type: Option<String>,
    /// `None` where a caller gave something that is no header.
    headers: Vec<Option<(HeaderName, HeaderValue)>>,
}

impl Part {
    /// A part with this content: bytes, text, or any other [`Body`].
    pub fn new(content: impl Into<Body>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// The file name in `Content-Disposition`.
    #[must_use]
    pub fn file_name(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = Some(file_name.into());
        self
    }

    /// The media type.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Adds a header; `Content-Disposition` and `Content-Type` cannot be set by it.
    #[must_use]
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        self.headers.push(name.try_into().ok().zip(value.try_into().ok()));
        self
    }

    /// The lines before the content.
    fn head(&self, name: Option<&str>) -> Result<Vec<u8>, String> {
        // OpenAPI has names for the parts of every multipart type, and this is where a name can stand.
        let mut head = match (name, &self.file_name) {
            (Some(name), _) => {
                format!("Content-Disposition: form-data; name=\"{}\"", quoted(name))
            }
            (None, Some(_)) => "Content-Disposition: attachment".to_owned(),
            (None, None) => String::new(),
        };
        if let Some(file_name) = &self.file_name {
            head = format!("{head}; filename=\"{}\"", quoted(file_name));
        }
        if !head.is_empty() {
            head.push_str("\r\n");
        }
        let mut head = head.into_bytes();
        let mut line = |name: &[u8], value: &HeaderValue| {
            for bytes in [name, b": ", value.as_bytes(), b"\r\n"] {
                head.extend_from_slice(bytes);
            }
        };
        if let Some(content_type) = &self.content_type {
            let value = HeaderValue::from_str(content_type)
                .map_err(|_| format!("`{}` is not a media type", content_type.escape_debug()))?;
            line(b"Content-Type", &value);
        }
        for header in &self.headers {
            let (name, value) = header.as_ref().ok_or("it has a header that cannot be sent")?;
            if *name == CONTENT_DISPOSITION || *name == CONTENT_TYPE {
                return Err(format!("`{name}` cannot be set as a header of its own"));
            }
            line(name.as_str().as_bytes(), value);
        }
        Ok(head)
    }
}

/// Shows no content and no values of headers.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().flatten().map(|(name, _)| name).collect();
        f.debug_struct("Part")
            .field("content", &self.content)
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .field("headers", &headers)
            .finish()
    }
}

impl Parts {
    /// A body of several parts.
    pub fn multipart(&mut self, media_type: &str, value: &dyn ToMultipart) {
        let form = Multipart::of(value);
        let boundary = boundary();
        if let Some(body) = self.accept("body", "", encode(&form, &boundary)) {
            let media_type = related(media_type, &form);
            self.set_body(&with_boundary(&media_type, &boundary), body);
        }
    }
}

const OCTET_STREAM: &str = "application/octet-stream";

/// Contents up to this size are copied into the text around them; others are sent from where they are.
const COPIED: usize = 64 * 1024;

/// The body (RFC 2046 section 5.1.1).
fn encode(form: &Multipart, boundary: &str) -> Result<Body, String> {
    let mut bodies: Vec<Body> = Vec::new();
    let mut text = Vec::new();
    for (name, part) in &form.parts {
        let head = part.head(name.as_deref()).map_err(|reason| {
            format!("part `{}`: {reason}", name.as_deref().unwrap_or_default())
        })?;
        text.extend_from_slice(format!("--{boundary}\r\n").as_bytes());
        text.extend_from_slice(&head);
        text.extend_from_slice(b"\r\n");
        match part.content.bytes().filter(|bytes| bytes.len() <= COPIED) {
            Some(bytes) => text.extend_from_slice(bytes),
            None => bodies.extend([std::mem::take(&mut text).into(), part.content.clone()]),
        }
        text.extend_from_slice(b"\r\n");
    }
    text.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    if bodies.is_empty() {
        return Ok(text.into());
    }
    bodies.push(text.into());
    Ok(Body::sequence(bodies))
}

/// `multipart/related` says what its first part is (RFC 2387 section 3.1).
fn related<'m>(media_type: &'m str, form: &Multipart) -> Cow<'m, str> {
    let mut parameters = sections(media_type).map(str::trim);
    let is_related =
        parameters.next().is_some_and(|name| name.eq_ignore_ascii_case("multipart/related"));
    let has_type = parameters.any(|parameter| {
        parameter.split('=').next().is_some_and(|name| name.trim().eq_ignore_ascii_case("type"))
    });
    match form.parts.first() {
        Some((_, part)) if is_related && !has_type => {
            let root = part.content_type.as_deref().unwrap_or("text/plain");
            let root = root.split([';', '"', '\\']).next().unwrap_or_default().trim();
            format!("{media_type}; type=\"{root}\"").into()
        }
        _ => media_type.into(),
    }
}

/// 128 bits that nobody can foresee, so no content holds them: every `RandomState` hashes with keys of its own that
/// come from the system's random numbers.
fn boundary() -> String {
    let random = || RandomState::new().build_hasher().finish();
    format!("part-{:016x}{:016x}", random(), random())
}

/// The media type with this boundary and no other.
fn with_boundary(media_type: &str, boundary: &str) -> String {
    let mut sections = sections(media_type).map(str::trim);
    let mut text = sections.next().unwrap_or_default().to_owned();
    for parameter in sections.filter(|parameter| !parameter.is_empty()) {
        let name = parameter.split('=').next().unwrap_or_default().trim();
        if !name.eq_ignore_ascii_case("boundary") {
            text.push_str("; ");
            text.push_str(parameter);
        }
    }
    text.push_str("; boundary=");
    text.push_str(boundary);
    text
}

/// The type and its parameters; a semicolon between quotes is a part of a value (RFC 9110 section 5.6.6).
fn sections(media_type: &str) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    media_type.split(move |character| {
        let was_escaped = std::mem::take(&mut is_escaped);
        match character {
            '\\' => is_escaped = is_quoted && !was_escaped,
            '"' if !was_escaped => is_quoted = !is_quoted,
            _ => {}
        }
        character == ';' && !is_quoted
    })
}

/// What can stand between quotes (WHATWG HTML, "multipart/form-data encoding algorithm"): other bytes stay as they are.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// The texts of the parts a JSON text becomes.
fn items(json: &str) -> Vec<&str> {
    let mut input = Decoder::new(json);
    match input.kind() {
        Kinds::ARRAY => array_items(&mut input).unwrap_or_else(|_| vec![json]),
        _ => vec![json],
    }
}

fn array_items<'j>(input: &mut Decoder<'j>) -> Result<Vec<&'j str>, DecodeError> {
    let mut items = Vec::new();
    input.array(&mut |input| {
        items.push(input.raw()?);
        Ok(())
    })?;
    Ok(items)
}

/// The text of a JSON string.
fn text_of(json: &str) -> Option<String> {
    let mut input = Decoder::new(json);
    if input.kind() != Kinds::STRING {
        return None;
    }
    input.text().ok().map(Cow::into_owned)
}
