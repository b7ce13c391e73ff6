//! Every identifier, scope by scope. Nothing after this stage invents one.
//!
//! A scope is a Rust namespace. In it the stronger claim keeps its name; see `ARCHITECTURE.md`, "Names".

mod codes;

pub use codes::CODES;

use std::fmt;

use crate::config::Config;
use crate::diag::Sink;
use crate::ir::{Api, OperationId};

/// A Rust identifier: valid in edition 2024, never a keyword, never raw.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ident(String);

impl Ident {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Ident {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// All identifiers of the crate, by the ids and positions of the IR.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// By `TypeId`.
    pub types: Vec<TypeNames>,
    /// Operations by tag, in the order of `Api::tags`; those without a tag last, in a group of their own.
    pub groups: Vec<GroupNames>,
    /// By `OperationId`.
    pub operations: Vec<OperationNames>,
    /// By index in `Api::security_schemes`: the builder's setter, snake case.
    pub security_schemes: Vec<Ident>,
    /// By index in `Api::webhooks`: a constant in the module `webhooks`.
    pub webhooks: Vec<Ident>,
    /// By order in `Config::defaults`: `default_org_id`, getter of the client and setter of the builder.
    pub defaults: Vec<Ident>,
}

/// Identifiers of a type.
#[derive(Clone, Debug)]
pub struct TypeNames {
    /// The type, in the one scope of the module `model`.
    pub name: Ident,
    /// The module (a file) it stands in: its own for a component, its parent's for an inline type.
    pub module: Ident,
    /// Fields of an object, values of an enum or variants of a union, in the order of the IR.
    pub members: Vec<Ident>,
    /// The catch-all of an object (`additional_properties`) or of an open enum or tagged union (`Unknown`).
    pub rest: Ident,
}

/// Identifiers of a tag.
#[derive(Clone, Debug)]
pub struct GroupNames {
    /// Index in `Api::tags`; `None` for operations without a tag.
    pub tag: Option<usize>,
    /// Its operations, in document order. An operation stands with its first tag only.
    pub operations: Vec<OperationId>,
    /// Module under `api`, snake case; also the client's accessor and the file of its docs.
    pub module: Ident,
    /// The handle type: `ApiKeyApi`.
    pub handle: Ident,
    /// Cargo feature, kebab case of the module.
    pub feature: String,
}

/// Identifiers of an operation. Type names share the scope of the group's module.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// The method of the handle.
    pub method: Ident,
    /// The marker type, pascal case: `CreateApiKey` in `Call<CreateApiKey>`.
    pub marker: Ident,
    /// Type of the answer when there are several success types: `CreateApiKeyResponse`.
    pub response: Ident,
    /// By index in `Operation::responses`: the variant of `response`.
    pub response_variants: Vec<Ident>,
    /// Type of the body when there is a choice of media types: `CreateApiKeyBody`.
    pub body_type: Ident,
    /// By index in `RequestBody::content`: the variant of `body_type`.
    pub body_variants: Vec<Ident>,
    /// Argument or setter of the body: `body`.
    pub body: Ident,
    /// By index in `Operation::parameters`: argument or setter. One scope with the body, with the locals of
    /// templates and with the methods that every call has (`RESERVED_CALL_METHODS`).
    pub parameters: Vec<Ident>,
}

/// Gives everything a name.
#[must_use]
pub fn assign(api: &Api, config: &Config, sink: &mut Sink) -> Names {
    let _ = (api, config, sink);
    Names::default()
}
