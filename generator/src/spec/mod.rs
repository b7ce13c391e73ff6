//! OpenAPI 3.0 and 3.1, `$ref`, openapiv3. Knows nothing of Rust.
//!
//! [`prepare`] bundles, converts and normalises the untyped document until openapiv3 can hold it; what 3.0 cannot say
//! travels in private extensions ([`ext`]) that only this stage writes and only `lower` reads.

mod bundle;
mod codes;
pub(crate) mod components;
pub mod ext;
mod normalize;
mod order;
mod place;
mod references;
mod refs;
mod repair;
pub(crate) mod shape;
mod swagger2;
mod typed;
mod version;
mod walk;

pub use bundle::CODES as BUNDLE_CODES;
pub use codes::CODES;
pub use refs::{At, SchemaNode};
pub use swagger2::CODES as SWAGGER2_CODES;

pub(crate) use repair::describe;

use crate::diag::Sink;
use crate::source::{Document, Loader, SourceMap};
use version::Version;

/// The description, 3.0-shaped and typed. Every reference in it is `#/components/<kind>/<key>` and leads somewhere.
#[derive(Clone, Debug)]
pub struct Spec {
    /// The description.
    pub api: openapiv3::OpenAPI,
    /// Operations in the document as it was written, for the count of what came in.
    pub operations: usize,
    /// Paths in the document's order; in `api` they are sorted.
    pub paths: Vec<String>,
}

/// Makes the untyped document 3.0-shaped: other files bundled, Swagger 2.0 and 3.1 rewritten, what is broken repaired.
/// Nodes that end up elsewhere are recorded as moves in `map`. Paths and components are sorted by key, so that nothing after
/// this depends on where they stand.
///
/// In what comes out every `$ref` is `#/components/<kind>/<key>`, with the key as it is (no escapes), and leads to a
/// component; path items, callbacks and security schemes hold none. References lead in a circle only through schemas
/// that are more than a reference. Values of a discriminator's `mapping` are such references too. Preparing it again
/// changes and reports nothing.
pub fn prepare(
    mut document: Document,
    map: &mut SourceMap,
    loader: &dyn Loader,
    sink: &mut Sink,
) -> Option<Document> {
    let version = version::read(&document.root, sink)?;
    order::sort(&mut document.root);
    bundle::bundle(&mut document.root, map, loader, sink);
    // Bundling goes through the references in their order, and adds components.
    order::sort(&mut document.root);
    sink.settle(map);
    if version == Version::V2 {
        swagger2::convert(&mut document.root, map, sink);
    }
    sink.settle(map);
    references::resolve(&mut document.root, map, sink);
    normalize::normalize(&mut document.root, version, map, sink);
    sink.settle(map);
    Some(document)
}

/// Makes the typed description of a prepared document.
pub fn typed(document: &Document, sink: &mut Sink) -> Option<Spec> {
    let api = typed::typed(&document.root, sink)?;
    let operations = normalize::operations(&document.root);
    Some(Spec { api, operations, paths: order::of_paths(&document.root) })
}
