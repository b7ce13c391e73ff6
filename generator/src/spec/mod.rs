//! OpenAPI 3.0 and 3.1, `$ref`, openapiv3. Knows nothing of Rust.
//!
//! [`prepare`] bundles, converts and normalises the untyped document until openapiv3 can hold it; what 3.0 cannot say
//! travels in private extensions ([`ext`]) that only this stage writes and only `lower` reads.

mod codes;
pub mod ext;
mod refs;

pub use codes::CODES;
pub use refs::{At, SchemaNode};

use crate::diag::Sink;
use crate::source::{Document, Loader, SourceMap};

/// The description, 3.0-shaped and typed. Every reference in it is `#/components/<kind>/<key>` and leads somewhere.
#[derive(Clone, Debug)]
pub struct Spec {
    /// The description.
    pub api: openapiv3::OpenAPI,
    /// Operations in the document as it was written, for the count of what came in.
    pub operations: usize,
}

/// Makes the untyped document 3.0-shaped: other files bundled, Swagger 2.0 and 3.1 rewritten, what is broken repaired.
/// Nodes that end up elsewhere are recorded as moves in `map`.
pub fn prepare(
    document: Document,
    map: &mut SourceMap,
    loader: &dyn Loader,
    sink: &mut Sink,
) -> Option<Document> {
    let _ = (map, loader, sink);
    Some(document)
}

/// Makes the typed description of a prepared document.
pub fn typed(document: &Document, sink: &mut Sink) -> Option<Spec> {
    let _ = (document, sink);
    None
}
