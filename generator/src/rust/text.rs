//! The only texts a template can print: each is made by a constructor that makes it safe where it goes.

use std::fmt;

/// A Rust type, as it is written in a generated file (`Option<Vec<model::Pet>>`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeExpr(String);

impl TypeExpr {
    /// Whether a function with an argument of this type is generic.
    pub(super) fn is_generic(&self) -> bool {
        self.0.contains("impl ")
    }

    /// From a text that `rust::types` or another module of this stage has put together from identifiers.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TypeExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A Rust expression or pattern, built from identifiers and literals.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Code(String);

impl Code {
    /// From tokens: what `quote` has built is well formed by construction.
    pub(super) fn tokens(tokens: &proc_macro2::TokenStream) -> Self {
        Self(tokens.to_string())
    }

    /// From a text put together from identifiers and typed literals.
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A Rust string literal, with its quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrLit(String);

impl StrLit {
    /// The literal of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let plain = |byte: u8| (b' '..=b'~').contains(&byte) && byte != b'"' && byte != b'\\';
        let mut literal = String::with_capacity(text.len() + 2);
        literal.push('"');
        if text.bytes().all(plain) {
            literal.push_str(text);
        } else {
            text.chars().for_each(|c| push_escaped(&mut literal, c));
        }
        literal.push('"');
        Self(literal)
    }
}

/// A character as it stands in a literal.
fn push_escaped(literal: &mut String, c: char) {
    match c {
        '"' => literal.push_str("\\\""),
        '\\' => literal.push_str("\\\\"),
        '\n' => literal.push_str("\\n"),
        '\r' => literal.push_str("\\r"),
        '\t' => literal.push_str("\\t"),
        // Control and direction characters would change how the source reads (rustc denies the latter).
        c if c.is_control() || super::doc::is_direction(c) => {
            literal.push_str(&c.escape_unicode().to_string());
        }
        c => literal.push(c),
    }
}

impl fmt::Display for StrLit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text for a TOML file: a basic string with its quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TomlStr(String);

impl TomlStr {
    /// The string of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(toml::Value::String(text.replace(['\n', '\r'], " ")).to_string())
    }
}

impl fmt::Display for TomlStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Markdown that went through `rust::doc`: safe in rustdoc and in a markdown file. Each line ends with a line break.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markdown(String);

impl Markdown {
    /// Whether there is no line.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its lines, without their ends.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.0.split_terminator('\n')
    }

    /// Adds a paragraph of lines that are already safe.
    pub(super) fn push(&mut self, lines: impl AsRef<str>) -> &mut Self {
        self.0.push_str(lines.as_ref());
        self.0.push('\n');
        self
    }

    /// Adds a blank line, unless there is one or nothing before it.
    pub(super) fn gap(&mut self) -> &mut Self {
        if !self.is_empty() && !self.ends_blank() {
            self.0.push('\n');
        }
        self
    }

    /// Takes blank lines away that nothing follows.
    pub(super) fn trim_end(&mut self) {
        while self.ends_blank() {
            self.0.pop();
        }
    }

    fn ends_blank(&self) -> bool {
        self.0 == "\n" || self.0.ends_with("\n\n")
    }

    /// Adds another text as paragraphs of its own.
    pub(super) fn append(&mut self, other: Self) -> &mut Self {
        if self.is_empty() {
            *self = other;
        } else if !other.is_empty() {
            self.gap().0.push_str(&other.0);
        }
        self
    }

    /// All on one line: for a cell of a table. `|` is escaped.
    #[must_use]
    pub fn line(&self) -> String {
        let mut line = String::with_capacity(self.0.len());
        for part in self.lines().filter(|part| !part.is_empty() && !part.starts_with("```")) {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(part.trim().trim_start_matches("- "));
        }
        if line.contains('|') { line.replace('|', "\\|") } else { line }
    }

    /// The first paragraph.
    #[must_use]
    pub fn first_paragraph(&self) -> Self {
        match self.0.find("\n\n") {
            _ if self.0.starts_with('\n') => Self::default(),
            Some(end) => Self(self.0[..=end].to_owned()),
            None => self.clone(),
        }
    }

    /// As outer doc comments.
    #[must_use]
    pub fn outer(self) -> Doc {
        Doc { marker: "///", lines: self }
    }

    /// As inner doc comments.
    #[must_use]
    pub fn inner(self) -> Doc {
        Doc { marker: "//!", lines: self }
    }
}

impl fmt::Display for Markdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Doc comments. Each line of the text is a comment of its own, so nothing can leave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doc {
    marker: &'static str,
    lines: Markdown,
}

impl fmt::Display for Doc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.lines.lines() {
            f.write_str(self.marker)?;
            if !line.is_empty() {
                f.write_str(" ")?;
                f.write_str(line)?;
            }
            f.write_str("\n")?;
        }
        Ok(())
    }
}
