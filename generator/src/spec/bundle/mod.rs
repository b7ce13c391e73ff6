//! Descriptions of several files: what references to other files lead to is brought into the one document.
//!
//! Each node becomes a component once, whoever refers to it; path items, which are no components in OpenAPI 3.0, are
//! copied to where they are used. References between other files are relative to the file they stand in. Moves are
//! recorded, so that diagnostics point into the right file.

mod address;
mod codes;
mod files;
mod imports;
mod losses;
mod walker;

pub(super) use address::percent_decoded;
pub use codes::CODES;

use serde_json::Value;

use crate::diag::Sink;
use crate::source::{Loader, SourceMap};

/// Brings other files into the document.
pub(super) fn bundle(root: &mut Value, map: &mut SourceMap, loader: &dyn Loader, sink: &mut Sink) {
    walker::Bundler::new(root, map, loader, sink).run(root);
}

#[cfg(test)]
mod tests;
