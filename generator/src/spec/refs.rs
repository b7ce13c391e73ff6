//! References of the typed description: the one place that knows `ReferenceOr`.

use std::borrow::Borrow;

use openapiv3::{
    Callback, Example, Header, Link, Parameter, ReferenceOr, RequestBody, Response, Schema,
    SecurityScheme,
};

use super::Spec;
use crate::source::Pointer;

/// A typed node, where it stands, and its key if it is a component.
#[derive(Clone, Debug)]
pub struct At<'a, T> {
    /// The node.
    pub item: &'a T,
    /// Where it stands: the target, when a reference led to it.
    pub at: Pointer,
    /// Its key under `components/<kind>`, when a reference led to it.
    pub component: Option<&'a str>,
}

/// What a schema position holds.
#[derive(Clone, Copy, Debug)]
pub enum SchemaNode<'a> {
    /// A reference to the component schema of this key, which exists.
    Component(&'a str),
    /// A schema written in place.
    Inline(&'a Schema),
}

impl Spec {
    /// A schema position.
    #[must_use]
    pub fn schema<'a, S: Borrow<Schema>>(&self, node: &'a ReferenceOr<S>) -> SchemaNode<'a> {
        match node {
            ReferenceOr::Reference { reference } => SchemaNode::Component(
                reference.strip_prefix("#/components/schemas/").unwrap_or(reference),
            ),
            ReferenceOr::Item(schema) => SchemaNode::Inline(schema.borrow()),
        }
    }
}

macro_rules! resolvers {
    ($($(#[$doc:meta])* $name:ident: $ty:ty, $field:ident, $kind:literal;)*) => {
        impl Spec {
            $($(#[$doc])*
            /// `None` only when `prepare` broke its promise that every reference leads somewhere.
            #[must_use]
            pub fn $name<'a>(&'a self, node: &'a ReferenceOr<$ty>, at: &Pointer) -> Option<At<'a, $ty>> {
                let mut node = node;
                let (mut at, mut component) = (at.clone(), None);
                // A chain longer than the number of components would be a loop.
                let components = self.api.components.as_ref();
                for _ in 0..=components.map_or(0, |components| components.$field.len()) {
                    match node {
                        ReferenceOr::Item(item) => {
                            return Some(At { item, at, component });
                        }
                        ReferenceOr::Reference { reference } => {
                            let key = reference.strip_prefix(concat!("#/components/", $kind, "/"))?;
                            let (key, target) = components?.$field.get_key_value(key)?;
                            at = Pointer::root().keys(["components", $kind, key]);
                            component = Some(key.as_str());
                            node = target;
                        }
                    }
                }
                None
            })*
        }
    };
}

resolvers! {
    /// A parameter.
    parameter: Parameter, parameters, "parameters";
    /// A request body.
    request_body: RequestBody, request_bodies, "requestBodies";
    /// A response.
    response: Response, responses, "responses";
    /// A response header.
    header: Header, headers, "headers";
    /// An example.
    example: Example, examples, "examples";
    /// A link.
    link: Link, links, "links";
    /// A callback.
    callback: Callback, callbacks, "callbacks";
    /// A security scheme.
    security_scheme: SecurityScheme, security_schemes, "securitySchemes";
}
