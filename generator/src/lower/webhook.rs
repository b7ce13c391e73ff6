//! Requests the service makes: webhooks, and callbacks of operations.

use openapiv3::PathItem;

use super::operation::{operation_docs, operations_of};
use super::{Lowering, docs};
use crate::ir::{OperationId, Parent, Webhook};
use crate::source::Pointer;

impl<'a> Lowering<'a> {
    /// A webhook: each operation of its path item.
    pub(super) fn webhook(&mut self, name: &str, item: &'a PathItem, at: &Pointer) {
        self.incoming(name, item, at, None);
    }

    /// The callbacks of an operation.
    pub(super) fn callbacks(
        &mut self,
        operation: &'a openapiv3::Operation,
        at: &Pointer,
        id: OperationId,
    ) {
        let list = at.key("callbacks");
        for (name, callback) in &operation.callbacks {
            let at = list.key(name);
            for (expression, item) in callback {
                self.incoming(name, item, &at.key(expression), Some(id));
            }
        }
    }

    fn incoming(
        &mut self,
        name: &str,
        item: &'a PathItem,
        at: &Pointer,
        callback_of: Option<OperationId>,
    ) {
        for found in operations_of("", item, at) {
            let operation = found.operation;
            let parent = Parent::Webhook(self.api.webhooks.len());
            let body_at = found.at.key("requestBody");
            let body = operation.request_body.as_ref();
            let body = body.and_then(|node| self.spec.request_body(node, &body_at));
            let body = body.and_then(|body| self.request_body(&body, parent));
            self.api.webhooks.push(Webhook {
                name: name.to_owned(),
                method: found.method,
                operation_id: docs::text(operation.operation_id.as_deref()),
                callback_of,
                body,
                docs: operation_docs(operation, item),
                origin: found.at,
            });
        }
    }
}
