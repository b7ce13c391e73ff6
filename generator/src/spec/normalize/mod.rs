//! Rewrites the document, object by object, until it is one of OpenAPI 3.0 that openapiv3 can hold.

mod depth;
mod description;
mod events;
mod example;
mod exclusions;
mod keywords;
mod leftover_body;
mod media_type;
mod null_examples;
mod operation;
mod parameter;
mod parameter_list;
mod path_item;
mod paths;
mod required;
mod response;
mod schema;
mod security;
mod server;

use serde_json::{Map, Value};

use super::references;
use super::repair::{Context, repair_keywords};
use super::shape::Kind;
use super::version::Version;
use super::walk::{Trail, Visitor, reference, walk};
use crate::diag::Sink;
use crate::source::SourceMap;

pub(super) use paths::operations;

/// Rewrites the document; all its references are settled.
pub(super) fn normalize(root: &mut Value, version: Version, map: &mut SourceMap, sink: &mut Sink) {
    let mut context = Context { version, map, sink };
    events::lift(root, &mut context);
    let mut normalizer = Normalizer { context, depth: depth::Depth::default() };
    walk(Kind::Root, root, &mut Trail::default(), &mut normalizer);
    let Normalizer { mut context, depth } = normalizer;
    // References that stood where only now it is known that they are references.
    references::resolve(root, context.map, context.sink);
    parameter_list::check(root, &mut context);
    exclusions::check(root, &mut context);
    required::check(root, &mut context);
    null_examples::mark(root, &mut context);
    depth.flatten(root, context.map);
}

struct Normalizer<'a> {
    context: Context<'a>,
    depth: depth::Depth,
}

impl Visitor for Normalizer<'_> {
    fn enter(&mut self, kind: Kind, node: &mut Value, trail: &Trail) -> bool {
        let context = &mut self.context;
        if let Value::Object(map) = &*node {
            keywords::check(kind, map, trail, context);
        }
        match kind {
            Kind::Schema => schema::normalize(node, trail, context),
            Kind::Example => example::normalize(node, trail, context),
            _ => {}
        }
        let Value::Object(map) = node else { return false };
        if !self.depth.enter(kind, map, trail, context) {
            return false;
        }
        if matches!(kind, Kind::Schema) {
            return true;
        }
        if kind.component_map().is_some() && reference(map).is_some() {
            // Of what may stand beside a reference (3.1: `summary`, `description`) nothing can be kept.
            map.retain(|keyword, _| keyword == "$ref");
            return true;
        }
        if kind == Kind::Operation {
            operation::normalize_security(map, trail, context);
        }
        before_repair(kind, map, trail, context);
        repair_keywords(kind, map, trail, context);
        after_repair(kind, map, trail, context);
        true
    }

    fn leave(&mut self, kind: Kind) {
        self.depth.leave(kind);
    }
}

/// What is put right while the values are still as they were written.
fn before_repair(
    kind: Kind,
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    match kind {
        Kind::RequestBody | Kind::Response => {
            media_type::normalize_content(map, trail, context);
        }
        Kind::Parameter => media_type::normalize_content(map, trail, context),
        Kind::Responses => response::normalize_keys(map, trail, context),
        _ => {}
    }
}

/// What relies on the types that the meta-table asks for.
fn after_repair(
    kind: Kind,
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    match kind {
        Kind::Root => description::normalize(map, context),
        Kind::Info => description::normalize_info(map, trail, context),
        Kind::License => description::normalize_license(map, trail, context),
        Kind::ExternalDocs => description::normalize_docs(map, trail, context),
        Kind::Tag => description::normalize_tag(map, trail, context),
        Kind::Server => server::normalize(map, trail, context),
        Kind::ServerVariable => server::normalize_variable(map, trail, context),
        Kind::PathItem | Kind::Callback => path_item::normalize(kind, map, trail, context),
        Kind::Operation => {
            leftover_body::normalize(map, trail, context);
            operation::normalize(map, trail, context);
        }
        Kind::Parameter => parameter::normalize(map, trail, context),
        Kind::Header => parameter::normalize_header(map, trail, context),
        Kind::MediaType => media_type::normalize(map, trail, context),
        Kind::Encoding => media_type::normalize_encoding(map, trail, context),
        Kind::Response => response::normalize(map, trail, context),
        Kind::Link => response::normalize_link(map),
        Kind::SecurityScheme => security::normalize(map, trail, context),
        Kind::OAuthFlow => security::normalize_flow(map, trail, context),
        Kind::Components => description::normalize_components(map),
        _ => {}
    }
}

/// A document and its rewritten form, for the tests of the rewrites.
#[cfg(test)]
mod testing {
    use serde_json::{Value, json};

    use crate::diag::Sink;
    use crate::source::SourceMap;
    use crate::spec::version::Version;

    /// Rewrites a document to which only what matters is given; gives it, where things came from, and the codes.
    pub(super) fn normalized(
        version: Version,
        mut root: Value,
    ) -> (Value, SourceMap, Vec<&'static str>) {
        if let Some(map) = root.as_object_mut() {
            map.entry("info").or_insert_with(|| json!({ "title": "", "version": "" }));
            map.entry("paths").or_insert_with(|| json!({}));
        }
        let mut map = SourceMap::default();
        let mut sink = Sink::new(false);
        super::normalize(&mut root, version, &mut map, &mut sink);
        let diagnostics = sink.into_sorted(&map);
        let mut codes: Vec<&str> =
            diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect();
        codes.sort_unstable();
        (root, map, codes)
    }
}
