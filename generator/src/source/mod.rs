//! Text, YAML, JSON, JSON pointers and positions. Knows nothing of OpenAPI.

mod codes;
mod json;
mod json_places;
mod load;
mod map;
mod member;
mod offsets;
mod places;
mod pointer;
#[cfg(test)]
mod tests;
mod tree;
mod value;
mod yaml;
mod yaml_places;

pub use codes::CODES;
pub use load::{load, load_value};
pub use map::{FileId, Location, SourceMap};
pub(crate) use member::lookup;
pub use offsets::line_and_column;
pub use pointer::Pointer;
pub(crate) use pointer::escape_into;

use std::sync::Arc;

/// A text with its name.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path as shown in diagnostics and used to resolve relative references; `/` separates folders.
    pub path: String,
    /// The text.
    pub text: Arc<str>,
}

/// Reads the files a description refers to; the generator itself does no IO.
pub trait Loader {
    /// The text of the file at `path`, which is relative to the folder of the description: `common.yaml` is beside it,
    /// whatever folder the description's own path names. `..` may lead out of that folder.
    ///
    /// # Errors
    /// A sentence saying why it could not be read.
    fn load(&self, path: &str) -> Result<String, String>;
}

/// A loader for descriptions of one file.
pub struct NoFiles;

impl Loader for NoFiles {
    fn load(&self, _: &str) -> Result<String, String> {
        Err("this run reads one file only".to_owned())
    }
}

/// A parsed description. Where its nodes stand in the text is in a [`SourceMap`] beside it.
#[derive(Clone, Debug)]
pub struct Document {
    /// The value; objects keep the order of the text.
    pub root: serde_json::Value,
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    Yaml,
}

/// A text without the byte order mark it may start with, and the length of that mark.
fn after_mark(text: &str) -> (usize, &str) {
    let rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    (text.len() - rest.len(), rest)
}
