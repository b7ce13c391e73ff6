//! Every identifier, scope by scope. Nothing after this stage invents one.
//!
//! A scope is a Rust namespace. In it the stronger claim keeps its name; see `ARCHITECTURE.md`, "Names".

mod candidates;
mod case;
mod client;
mod codes;
mod dump;
mod groups;
mod ident;
pub mod lock;
mod members;
mod modules;
mod operation_ids;
mod operations;
mod parameters;
mod place;
mod plural;
mod renames;
mod reserved;
mod scope;
mod script;
mod short_ids;
mod symbols;
mod types;
mod unions;

pub use codes::CODES;
pub use dump::dump;
pub use ident::Ident;
pub use reserved::RESERVED_CALL_METHODS;

use crate::config::Config;
use crate::diag::Sink;
use crate::ir::{Api, OperationId};
use crate::source::Pointer;
use lock::{Keeper, Kept, Lock};
use scope::Given;

/// All identifiers of the crate, by the ids and positions of the IR.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// By `TypeId`.
    pub types: Vec<TypeNames>,
    /// Operations by tag, in the order of `Api::tags`, tags without operations left out; operations without a tag last. Where
    /// no operation has a tag, groups are made of paths; see `groups.rs`.
    pub groups: Vec<GroupNames>,
    /// By `OperationId`.
    pub operations: Vec<OperationNames>,
    /// By index in `Api::security_schemes`: the builder's setter, snake case.
    pub security_schemes: Vec<Ident>,
    /// By index in `Api::webhooks`: a constant in the module `webhooks`.
    pub webhooks: Vec<Ident>,
    /// By order in `Config::defaults`: `default_org_id`, getter of the client and setter of the builder.
    pub defaults: Vec<Ident>,
    /// Names that the next run has to give again.
    pub kept: Kept,
}

impl Names {
    /// Every identifier, in no order that means anything.
    pub fn identifiers(&self) -> impl Iterator<Item = &Ident> {
        let types = self
            .types
            .iter()
            .flat_map(|ty| ty.members.iter().chain([&ty.name, &ty.module, &ty.rest]));
        let groups = self.groups.iter().flat_map(|group| [&group.module, &group.handle]);
        let operations = self.operations.iter().flat_map(|operation| {
            let lists = [
                &operation.response_variants,
                &operation.body_variants,
                &operation.parameters,
                &operation.header_fields,
            ];
            let own = [
                &operation.method,
                &operation.marker,
                &operation.response,
                &operation.body_type,
                &operation.body,
                &operation.headers,
                &operation.error,
            ];
            lists.into_iter().flatten().chain(own)
        });
        let rest = self.security_schemes.iter().chain(&self.webhooks).chain(&self.defaults);
        types.chain(groups).chain(operations).chain(rest)
    }
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
    /// Where the name comes from.
    pub rule: Rule,
}

/// Where the name of a type comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// `x-rust-name` or codegen.toml.
    Explicit,
    /// Its key among the components.
    Component,
    /// Its title.
    Title,
    /// Parent and role.
    Place,
    /// Parent, role and what it is, because parent and role were taken.
    PlaceAndKind,
    /// The name of what is received in its place.
    SentForm,
    /// A number, because all else was taken. Warned about.
    Numbered,
    /// names.lock: it had the name before.
    Kept,
}

impl Rule {
    /// In words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Explicit => "explicit name",
            Self::Component => "component key",
            Self::Title => "title",
            Self::SentForm => "received form",
            Self::Place => "place",
            Self::PlaceAndKind => "place and kind",
            Self::Numbered => "number",
            Self::Kept => "names.lock",
        }
    }
}

/// Identifiers of a tag.
#[derive(Clone, Debug)]
pub struct GroupNames {
    /// Index in `Api::tags`; `None` for operations without a tag, which may be several groups.
    pub tag: Option<usize>,
    /// Its operations, in the document's order. An operation stands with its first tag only.
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
    /// Type of the headers of successes: `CreateApiKeyHeaders`.
    pub headers: Ident,
    /// By index in `Operation::success_headers`: the field of `headers`.
    pub header_fields: Vec<Ident>,
    /// Type of the bodies of failures when there are several: `CreateApiKeyError`. Its variants are those of
    /// `response_variants`.
    pub error: Ident,
}

/// Gives everything a name; what had one before, as the lock says, the same.
#[must_use]
pub fn assign(api: &Api, config: &Config, lock: Lock, sink: &mut Sink) -> Names {
    let mut context = Context { api, config, sink, keeper: Keeper::new(lock, api, config) };
    let defaults = client::defaults(config);
    let (mut groups, group_words) = groups::assign(&mut context, &defaults);
    let (operations, owners) = operations::assign(&mut context, &groups, &group_words);
    let named = types::assign(&mut context, &owners);
    let modules = modules::assign(&context, &named.texts, &groups);
    let mut types = Vec::with_capacity(api.types.len());
    for (((id, def), module), (text, rule)) in
        api.types.iter().zip(modules).zip(named.texts.iter().zip(named.rules))
    {
        let labels = named.labels.get(&id).map_or(&[][..], Vec::as_slice);
        let (members, rest) = members::assign(&mut context, def, labels, text, &named.texts);
        types.push(TypeNames { name: Ident::new(text), module, members, rest, rule });
    }
    let security_schemes = client::security_schemes(&mut context, &defaults);
    let webhooks = client::webhooks(&mut context, &owners);
    for group in &mut groups {
        group.operations.sort_by_key(|id| api.operations.get(*id).map(|found| found.position));
    }
    let kept = context.kept();
    Names { types, groups, operations, security_schemes, webhooks, defaults, kept }
}

/// What all scopes need.
struct Context<'a, 's> {
    api: &'a Api,
    config: &'a Config,
    sink: &'s mut Sink,
    keeper: Keeper,
}

impl Context<'_, '_> {
    /// Makes an identifier of what a scope gave, with a warning where a person would want to know.
    fn give(&mut self, given: Given, at: &Pointer, asked: Option<&str>, what: &str) -> Ident {
        if let Some(asked) = asked.filter(|_| given.candidate > 0) {
            self.sink
                .broken(
                    codes::NOT_AS_ASKED,
                    at,
                    format!(
                        "this {what} cannot be called `{asked}`, it is called `{}`",
                        given.text
                    ),
                )
                .help("the name is taken or reserved here; ask for another one");
        } else if given.numbered {
            self.sink
                .warning(
                    codes::NUMBERED,
                    at,
                    format!("only a number tells the {what} `{}` from another", given.text),
                )
                .help("name it with `x-rust-name`, or under `[names]` in codegen.toml");
        }
        Ident::new(given.text)
    }
}
