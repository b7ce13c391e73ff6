//! Operations: every method of every path, none dropped.

use std::collections::HashMap;

use openapiv3::{PathItem, ReferenceOr};

use super::selection::Selector;
use super::{Lowering, docs, server};
use crate::ir::{Docs, Method, Operation, Parent, Tag};
use crate::source::Pointer;
use crate::spec::ext;

/// An operation with its surroundings.
pub(super) struct Found<'a> {
    pub(super) method: Method,
    pub(super) path: &'a str,
    pub(super) item: &'a PathItem,
    pub(super) item_at: Pointer,
    pub(super) operation: &'a openapiv3::Operation,
    pub(super) at: Pointer,
    /// How many methods of the path item stand before it in the document.
    pub(super) position: usize,
}

impl<'a> Lowering<'a> {
    /// All operations, then the requests the service makes.
    pub(super) fn operations(&mut self) {
        let spec = self.spec;
        let list = Pointer::root().key("paths");
        let mut selector = Selector::default();
        let order: HashMap<&str, usize> =
            spec.paths.iter().enumerate().map(|(place, path)| (path.as_str(), place)).collect();
        let mut positions = Vec::new();
        for (key, node) in &spec.api.paths.paths {
            let ReferenceOr::Item(item) = node else { continue };
            let item_at = list.key(key);
            if let Some(name) = ext::webhook_name(key) {
                self.webhook(&name, item, &item_at);
                continue;
            }
            for found in operations_of(key, item, &item_at) {
                if selector.wants(self, found.path, found.operation) {
                    let place = position_of(found.path, &order);
                    positions.push((place, found.position, positions.len()));
                    self.operation(&found);
                }
            }
        }
        selector.finish(self);
        positions.sort_unstable();
        for (position, (.., id)) in positions.into_iter().enumerate() {
            if let Some(operation) = self.api.operations.get_mut(id) {
                operation.position = position;
            }
        }
        self.order_tags();
    }

    /// Tags that are only used come in the order in which the document uses them.
    fn order_tags(&mut self) {
        let operations = &self.api.operations;
        let declared = Pointer::root().key("tags");
        let first_use = |tag: &Tag| {
            let users = operations.iter().filter(|operation| operation.tags.contains(&tag.name));
            let of = |operation: &Operation| {
                (operation.position, operation.tags.iter().position(|name| *name == tag.name))
            };
            let is_declared = tag.origin.is_within(&declared);
            if is_declared { None } else { users.map(of).min() }
        };
        self.api.tags.sort_by_cached_key(first_use);
    }

    fn operation(&mut self, found: &Found<'a>) {
        let id = self.api.operations.len();
        let parent = Parent::Operation(id);
        let Found { operation, at, item, item_at, .. } = found;
        self.check_path(found.path, item_at);
        let parameters = self.parameters(found, parent);
        let body_at = at.key("requestBody");
        let body = operation.request_body.as_ref();
        let body = body.and_then(|node| self.spec.request_body(node, &body_at));
        let body = body.and_then(|body| self.request_body(&body, parent));
        let (mut responses, links) =
            self.responses(&operation.responses, &at.key("responses"), parent);
        if found.method == Method::Head {
            // An answer to HEAD has no body, whatever the description says of the one to GET (RFC 9110, 9.3.2).
            for response in &mut responses {
                response.content.clear();
            }
        }
        let servers = if operation.servers.is_empty() {
            server::servers(&item.servers, &item_at.key("servers"))
        } else {
            server::servers(&operation.servers, &at.key("servers"))
        };
        let lowered = Operation {
            operation_id: docs::text(operation.operation_id.as_deref()),
            explicit_name: self.explicit_name(at, &operation.extensions),
            method: found.method.clone(),
            path: found.path.to_owned(),
            parameters,
            body,
            responses,
            security: self.security_of(operation.security.as_ref(), at),
            servers,
            tags: self.tags_of(&operation.tags, at),
            links,
            pagination: None,
            docs: operation_docs(operation, item),
            origin: at.clone(),
            position: id,
        };
        self.api.operations.push(lowered);
        self.page_claim(id, at, &operation.extensions);
        self.callbacks(operation, at, id);
    }
}

/// How many paths stand before this one in the document.
fn position_of(path: &str, order: &HashMap<&str, usize>) -> usize {
    let as_written = order.get(path).or_else(|| order.get(path.strip_prefix('/')?));
    as_written.copied().unwrap_or(usize::MAX)
}

/// The operations of a path item that stands at `at` under `key`, in openapiv3's order.
pub(super) fn operations_of<'a>(key: &'a str, item: &'a PathItem, at: &Pointer) -> Vec<Found<'a>> {
    let (other, path) = match ext::method_and_path(key) {
        Some((method, path)) => (Some(method), path),
        None => (None, key),
    };
    let methods = [
        (Method::Get, "get", &item.get),
        (Method::Put, "put", &item.put),
        (Method::Post, "post", &item.post),
        (Method::Delete, "delete", &item.delete),
        (Method::Options, "options", &item.options),
        (Method::Head, "head", &item.head),
        (Method::Patch, "patch", &item.patch),
        (Method::Trace, "trace", &item.trace),
    ];
    let order = item.extensions.get(ext::METHODS).and_then(|value| value.as_array());
    let each = methods.into_iter().enumerate().filter_map(|(number, (method, key, operation))| {
        let operation = operation.as_ref()?;
        let method = match other {
            Some("QUERY") => Method::Query,
            Some(name) => Method::Other(name.to_owned()),
            None => method,
        };
        let at_item = at.clone();
        let listed = order.and_then(|order| order.iter().position(|method| method == key));
        let position = listed.unwrap_or(number);
        Some(Found { method, path, item, item_at: at_item, operation, at: at.key(key), position })
    });
    each.collect()
}

/// Docs of an operation, with those of its path item where it has none.
pub(super) fn operation_docs(operation: &openapiv3::Operation, item: &PathItem) -> Docs {
    let own = |text: &Option<String>| docs::text(text.as_deref());
    Docs {
        title: None,
        summary: own(&operation.summary).or_else(|| own(&item.summary)),
        description: own(&operation.description).or_else(|| own(&item.description)),
        deprecated: docs::deprecated(operation.deprecated, &operation.extensions),
        external: docs::external(operation.external_docs.as_ref()),
        constraints: Vec::new(),
        example: None,
    }
}
