//! A Rust identifier as a type: what holds one has been through this stage.

use std::fmt;

use super::reserved;

/// A Rust identifier: valid in edition 2024, never a keyword, never raw.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(String);

impl Ident {
    /// Only this stage makes identifiers, from text that its scopes gave out.
    pub(super) fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        debug_assert!(is_identifier(&text), "`{text}` is no identifier");
        Self(text)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Ident {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

/// Whether rustc takes the text as an identifier in every edition. `syn` alone does not tell: it accepts `gen`.
pub(super) fn is_identifier(text: &str) -> bool {
    text != "_"
        && !text.starts_with("r#")
        && !reserved::is_keyword(text)
        && syn::parse_str::<syn::Ident>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_identifier;

    #[test]
    fn what_rustc_refuses_is_no_identifier() {
        for text in ["", "_", "gen", "try", "async", "Self", "r#type", "2fa", "a-b", "a b", "€"] {
            assert!(!is_identifier(text), "{text}");
        }
        for text in ["a", "type_", "_1", "Größe", "日本", "union", "auto"] {
            assert!(is_identifier(text), "{text}");
        }
    }
}
