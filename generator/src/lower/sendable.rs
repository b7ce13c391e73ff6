//! Names that go over the wire as HTTP writes them: what HTTP cannot write is said, and mended where that is possible.

use super::{Lowering, codes};
use crate::diag::{Part, Place, Severity};
use crate::source::Pointer;

impl Lowering<'_> {
    /// The name of a header field must be a token (RFC 9110, 5.1).
    pub(super) fn check_header_name(&mut self, name: &str, at: &Pointer, part: Part) {
        if !is_token(name) {
            self.unsendable(
                at,
                part,
                format!("no header can be called `{}`", shown(name)),
                "a header's name is made of letters, digits and `!#$%&'*+-.^_|~`",
            );
        }
    }

    /// A path is written in characters of a URL, where a line break has no place (RFC 3986, 3.3).
    pub(super) fn check_path(&mut self, path: &str, at: &Pointer) {
        if path.chars().any(char::is_control) {
            self.unsendable(
                at,
                Part::Key,
                format!("the path `{}` holds a control character", shown(path)),
                "remove it: sent as it is written, percent-encoded, it is hardly what the service knows",
            );
        }
    }

    /// A media type as it can be sent: up to the first character that no header value has (RFC 9110, 5.5).
    pub(super) fn sendable_media_type(&mut self, name: &str, at: &Pointer) -> String {
        match name.find(|c: char| c.is_control() || !c.is_ascii()) {
            Some(end) => {
                let kept = name[..end].trim();
                self.unsendable(
                    at,
                    Part::Key,
                    format!("the media type `{}` cannot be sent as it is", shown(name)),
                    format!("`{kept}` is sent; correct the key"),
                );
                kept.to_owned()
            }
            None => name.to_owned(),
        }
    }

    fn unsendable(&mut self, at: &Pointer, part: Part, message: String, help: impl Into<String>) {
        let place = Place::Node(at.clone(), part);
        self.sink.report(codes::UNSENDABLE, Severity::Warning, place, message).help(help);
    }
}

/// RFC 9110, 5.6.2.
fn is_token(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

fn shown(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() })
        .collect::<String>()
        .replace('`', "'")
}
