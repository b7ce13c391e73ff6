//! What a client author wishes to know of a description beyond what is wrong with it: notes, each with what it costs.

mod check;
mod codes;
mod components;
mod operations;
mod types;
mod values;
mod walk;

pub use codes::CODES;

use crate::diag::Sink;
use crate::ir::Api;
use crate::names::Names;
use crate::source::Document;

/// Notes on a prepared document: components, examples, defaults.
pub fn document(document: &Document, sink: &mut Sink) {
    components::unused(&document.root, sink);
    values::misfits(&document.root, sink);
}

/// Notes on what became of it: operations and types, by the names that users of the crate see.
pub fn api(api: &Api, names: &Names, sink: &mut Sink) {
    operations::check(api, names, sink);
    types::check(api, names, sink);
}
