//! The API as data: resolved, language neutral, with ids instead of pointers between nodes.
//!
//! Knows operations, types, parameters, bodies, responses and security. Knows nothing of YAML, `$ref` or Rust.
//! Wire names and texts are kept exactly as the description has them; every node says where it came from.

mod arena;
mod dump;
mod operation;
mod origins;
mod pagination;
mod types;
mod walk;

pub use arena::{Arena, TypeId};
pub use dump::dump;
pub use operation::{
    Encoding, Location, Media, MediaKind, Method, Operation, OperationId, Parameter, PartEncoding,
    PartHeader, RequestBody, Response, ResponseHeader, StatusPattern, Style, Webhook,
};
pub use pagination::{Advance, Hop, Member, PagePlace, PageSource, Pagination};
pub use types::{
    Access, Additional, Discriminated, Docs, Enum, EnumBase, EnumValue, Field, Integer, JsonKinds,
    NameHint, Number, Object, Parent, Presence, Probe, Role, StringFormat, Tagging, Type, TypeDef,
    TypeKind, Union, Usage, Variant,
};

use crate::source::Pointer;

/// Everything the generator knows of an API.
#[derive(Clone, Debug, Default)]
pub struct Api {
    /// Title, version, licence, contact.
    pub info: Info,
    /// Servers of the whole document, in order; the first is the default.
    pub servers: Vec<Server>,
    /// Security schemes, in document order; requirements refer to them by index.
    pub security_schemes: Vec<SecurityScheme>,
    /// All types with a name of their own.
    pub types: Arena<TypeDef>,
    /// All operations by path, whatever the order of the document; [`Operation::position`] has that.
    pub operations: Vec<Operation>,
    /// Tags: those declared, in order, then those only used, as the document comes to them. An operation without a tag has
    /// none.
    pub tags: Vec<Tag>,
    /// Webhooks and callbacks: requests the service makes.
    pub webhooks: Vec<Webhook>,
    /// The schema of the service's errors that no operation declares (`[client] error-body` in codegen.toml).
    pub error_body: Option<Type>,
}

/// The Info Object.
#[derive(Clone, Debug, Default)]
pub struct Info {
    /// `title`.
    pub title: String,
    /// `version` of the document, as written: not necessarily semver.
    pub version: String,
    /// `description`, markdown.
    pub description: Option<String>,
    /// `summary` (3.1).
    pub summary: Option<String>,
    /// `termsOfService`.
    pub terms_of_service: Option<String>,
    /// Contact name, URL and e-mail.
    pub contact: Option<Contact>,
    /// Licence name and URL.
    pub license: Option<License>,
}

/// The Contact Object.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// `name`.
    pub name: Option<String>,
    /// `url`.
    pub url: Option<String>,
    /// `email`.
    pub email: Option<String>,
}

/// The License Object.
#[derive(Clone, Debug, Default)]
pub struct License {
    /// `name`.
    pub name: String,
    /// `url`.
    pub url: Option<String>,
}

/// The Server Object.
#[derive(Clone, Debug)]
pub struct Server {
    /// URL template, `{variable}` in braces; may be relative or empty.
    pub url: String,
    /// `description`.
    pub description: Option<String>,
    /// Variables in document order.
    pub variables: Vec<ServerVariable>,
    /// Where the server stands in the document.
    pub origin: Pointer,
}

/// The Server Variable Object.
#[derive(Clone, Debug)]
pub struct ServerVariable {
    /// Name between the braces.
    pub name: String,
    /// `default`.
    pub default: String,
    /// `enum`; empty when any value goes.
    pub values: Vec<String>,
    /// `description`.
    pub description: Option<String>,
}

/// The Security Scheme Object with its key.
#[derive(Clone, Debug)]
pub struct SecurityScheme {
    /// Key under `components/securitySchemes`.
    pub key: String,
    /// What is sent, and where.
    pub kind: SecurityKind,
    /// `description`.
    pub description: Option<String>,
    /// Where the scheme stands in the document.
    pub origin: Pointer,
}

/// What a security scheme asks of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKind {
    /// `apiKey` in a header of this name.
    ApiKeyHeader(String),
    /// `apiKey` in a query key of this name.
    ApiKeyQuery(String),
    /// `apiKey` in a cookie of this name.
    ApiKeyCookie(String),
    /// `http` with scheme `basic`.
    Basic,
    /// `http` with scheme `bearer`.
    Bearer,
    /// `http` with another registered scheme; the whole credential is the caller's.
    OtherHttp(String),
    /// `oauth2`, with the URLs of its flows.
    OAuth2(Flows),
    /// `openIdConnect` with its discovery URL; a bearer token on the wire.
    OpenIdConnect(String),
    /// `mutualTLS`: nothing is sent, the connection carries it.
    MutualTls,
}

/// URLs of the flows of `oauth2`, absolute or relative to the server, and their scopes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flows {
    /// `authorizationUrl` of the flow `authorizationCode`.
    pub authorization_url: Option<String>,
    /// `tokenUrl` of the flow `authorizationCode`.
    pub code_url: Option<String>,
    /// `tokenUrl` of the flow `clientCredentials`.
    pub client_credentials_url: Option<String>,
    /// `tokenUrl` of the flow `password`.
    pub password_url: Option<String>,
    /// `refreshUrl` of the first flow that has one.
    pub refresh_url: Option<String>,
    /// Scopes of all flows with what they allow, in document order.
    pub scopes: Vec<(String, String)>,
}

/// One alternative of a security requirement: all of it has to be sent. Empty: anonymous is fine.
pub type SecurityAlternative = Vec<SecurityUse>;

/// A scheme and the scopes an operation needs of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityUse {
    /// Index into [`Api::security_schemes`].
    pub scheme: usize,
    /// OAuth2 scopes or role names.
    pub scopes: Vec<String>,
}

/// The Tag Object.
#[derive(Clone, Debug)]
pub struct Tag {
    /// `name`.
    pub name: String,
    /// `description`.
    pub description: Option<String>,
    /// Where it is declared, or first used.
    pub origin: Pointer,
}
