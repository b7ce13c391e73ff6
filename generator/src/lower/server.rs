//! Servers, at three levels.

use super::{Lowering, docs};
use crate::ir::{Server, ServerVariable};
use crate::source::Pointer;

impl Lowering<'_> {
    /// The servers of the document.
    pub(super) fn servers(&mut self) {
        self.api.servers = servers(&self.spec.api.servers, &Pointer::root().key("servers"));
    }
}

/// A list of servers that stands at `at`.
pub(super) fn servers(list: &[openapiv3::Server], at: &Pointer) -> Vec<Server> {
    let each = list.iter().enumerate();
    each.map(|(index, server)| Server {
        url: server.url.clone(),
        description: docs::text(server.description.as_deref()),
        variables: server
            .variables
            .iter()
            .flatten()
            .map(|(name, variable)| ServerVariable {
                name: name.clone(),
                default: variable.default.clone(),
                values: variable.enumeration.clone(),
                description: docs::text(variable.description.as_deref()),
            })
            .collect(),
        origin: at.index(index),
    })
    .collect()
}
