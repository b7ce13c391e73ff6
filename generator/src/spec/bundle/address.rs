//! The text of a reference taken apart, and paths of files relative to each other (RFC 3986, section 5).

/// Where a reference leads, as far as its text says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Address {
    /// To another place of the file it stands in; what is after `#`.
    Same(String),
    /// To a file. Paths are relative to the folder of the description; the second is the one without percent-decoding.
    File { path: String, literal: String, fragment: String },
    /// To something with a scheme or a host.
    Url(String),
}

impl Address {
    /// Takes the text of a reference apart that stands in the file at `base`.
    pub(super) fn new(text: &str, base: &str) -> Self {
        let text = text.trim();
        let (uri, fragment) = text.split_once('#').unwrap_or((text, ""));
        if uri.is_empty() {
            return Self::Same(fragment.to_owned());
        }
        if has_scheme(uri) || uri.starts_with("//") {
            return Self::Url(uri.to_owned());
        }
        // Written on Windows; a backslash has no place in a URI (RFC 3986, section 2).
        let uri = uri.replace('\\', "/");
        let fragment = fragment.to_owned();
        let path = relative_to(base, &percent_decoded(&uri));
        Self::File { path, literal: relative_to(base, &uri), fragment }
    }
}

/// The path without `.` and `..`, as far as they cancel out.
pub(super) fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

/// The folder of a file, with its last slash; empty when it has none.
pub(super) fn folder(path: &str) -> &str {
    path.rfind('/').and_then(|end| path.get(..=end)).unwrap_or_default()
}

/// `%7B` becomes `{`; what is not encoded properly stays.
pub(in crate::spec) fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *first == b'%');
        let byte = digits
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn relative_to(base: &str, path: &str) -> String {
    if path.starts_with('/') { normal(path) } else { normal(&format!("{}{path}", folder(base))) }
}

/// RFC 3986, section 3.1. One letter would be a drive of Windows, which is no relative path either.
fn has_scheme(uri: &str) -> bool {
    uri.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_relative_to_the_file_they_stand_in() {
        for (base, text, path, fragment) in [
            (
                "api.yaml",
                "common.yaml#/components/schemas/X",
                "common.yaml",
                "/components/schemas/X",
            ),
            ("api.yaml", "./common.yaml", "common.yaml", ""),
            ("a/b.yaml", "c.yaml#", "a/c.yaml", ""),
            ("a/b.yaml", "../c.yaml#/x", "c.yaml", "/x"),
            ("api.yaml", "../../c.yaml", "../../c.yaml", ""),
            ("../a/b.yaml", "../c/../d.yaml", "../d.yaml", ""),
            (
                "api.yaml",
                "my%20file.yaml#/paths/~1pets~1%7Bid%7D",
                "my file.yaml",
                "/paths/~1pets~1%7Bid%7D",
            ),
            ("api.yaml", ".\\schemas\\Pet.yaml", "schemas/Pet.yaml", ""),
            ("api.yaml", "/abs/c.yaml", "/abs/c.yaml", ""),
        ] {
            let Address::File { path: found, fragment: rest, .. } = Address::new(text, base) else {
                panic!("{text} is no file");
            };
            assert_eq!((found.as_str(), rest.as_str()), (path, fragment), "{base} {text}");
        }
        assert_eq!(Address::new("#/a", "b.yaml"), Address::Same("/a".to_owned()));
        for url in
            ["https://example.com/a.yaml#/x", "//example.com/a", "file:///a", "urn:a:b", "C:/a"]
        {
            assert!(matches!(Address::new(url, "a.yaml"), Address::Url(_)), "{url}");
        }
    }

    #[test]
    fn percent_encoding() {
        for (text, decoded) in
            [("%7Bid%7D", "{id}"), ("100%", "100%"), ("%zz%41", "%zzA"), ("%ff", "%ff")]
        {
            assert_eq!(percent_decoded(text), decoded);
        }
    }
}
