//! The static tables in which generated code tells the runtime about its API.
use super::auth::Credential;
use super::secret::Secret;

/// What a description says about the API as a whole.
#[derive(Debug)]
pub struct ClientInfo {
    /// Name of the generated crate.
    pub name: &'static str,
    /// Version of the generated crate.
    pub version: &'static str,
    /// The `User-Agent` that is sent unless the caller sets another.
    pub user_agent: &'static str,
    /// Servers of the description, the default one first.
    pub servers: &'static [ServerInfo],
    /// Servers that operations have of their own, once each.
    pub operation_servers: &'static [ServerInfo],
    /// Environment variable that holds the base URL.
    pub base_url_env: Option<&'static str>,
    /// Security schemes; operations refer to them by index.
    pub schemes: &'static [SchemeInfo],
    /// Values a caller can set once for the whole client.
    pub defaults: &'static [DefaultInfo],
}

/// One entry of `servers`.
#[derive(Debug)]
pub struct ServerInfo {
    /// URL template, with `{name}` for each variable.
    pub url: &'static str,
    /// What the description says about it.
    pub description: &'static str,
    /// Its variables.
    pub variables: &'static [ServerVariableInfo],
}

/// One variable of a server's URL.
#[derive(Debug)]
pub struct ServerVariableInfo {
    /// Name between the braces.
    pub name: &'static str,
    /// Value that is used unless the caller sets another.
    pub default: &'static str,
    /// The values that are allowed; empty when any is.
    pub values: &'static [&'static str],
}

/// One security scheme.
#[derive(Debug)]
pub struct SchemeInfo {
    /// Key of the scheme in the description.
    pub key: &'static str,
    /// Method of the client builder that sets its credential.
    pub setter: &'static str,
    /// Environment variables that hold its credential.
    pub env: SchemeEnv,
    /// How the credential travels.
    pub kind: SchemeKind,
}

/// How a credential travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// `type: apiKey`, `in: header`, with the header's name.
    ApiKeyHeader(&'static str),
    /// `type: apiKey`, `in: query`, with the parameter's name.
    ApiKeyQuery(&'static str),
    /// `type: apiKey`, `in: cookie`, with the cookie's name.
    ApiKeyCookie(&'static str),
    /// `type: http`, `scheme: basic`.
    Basic,
    /// `type: http`, `scheme: bearer`.
    Bearer,
    /// `type: oauth2`: a bearer token, and where it can be got.
    OAuth2(&'static OAuth2Info),
    /// `type: openIdConnect`: a bearer token, and the URL of the discovery document.
    OpenIdConnect(&'static str),
    /// `type: http` with any other scheme, by its name: the credential is the text after it.
    Http(&'static str),
    /// `type: mutualTLS`: the transport holds the certificate, so nothing is added to a request.
    MutualTls,
}

/// The URLs of the flows of `type: oauth2`, absolute or relative to the base URL.
#[derive(Debug, PartialEq, Eq)]
pub struct OAuth2Info {
    /// `authorizationUrl` of the flow `authorizationCode`.
    pub authorization_url: Option<&'static str>,
    /// `tokenUrl` of the flow `authorizationCode`.
    pub code_url: Option<&'static str>,
    /// `tokenUrl` of the flow `clientCredentials`.
    pub client_credentials_url: Option<&'static str>,
    /// `tokenUrl` of the flow `password`.
    pub password_url: Option<&'static str>,
    /// `refreshUrl` of any flow.
    pub refresh_url: Option<&'static str>,
}

/// Environment variables that hold a credential.
#[derive(Clone, Copy, Debug)]
pub struct SchemeEnv {
    /// The whole credential: a key, a token, `user:password`.
    pub text: Option<&'static str>,
    /// The user name, or the id of an OAuth 2.0 client.
    pub user: Option<&'static str>,
    /// The password, or the secret of an OAuth 2.0 client.
    pub password: Option<&'static str>,
    /// A refresh token of OAuth 2.0.
    pub refresh_token: Option<&'static str>,
    /// Makes a source of tokens out of client id, client secret and refresh token.
    pub make_source: Option<MakeSource>,
}

/// Makes a credential out of client id, client secret and refresh token.
pub type MakeSource = fn(String, Option<Secret>, Option<Secret>) -> Credential;

impl SchemeEnv {
    /// No variable.
    pub const NONE: Self =
        Self { text: None, user: None, password: None, refresh_token: None, make_source: None };

    /// One variable for the whole credential.
    #[must_use]
    pub const fn text(name: &'static str) -> Self {
        Self { text: Some(name), ..Self::NONE }
    }
}

/// A value a caller can set once for the whole client.
#[derive(Debug)]
pub struct DefaultInfo {
    /// Method of the client builder that sets it.
    pub name: &'static str,
    /// Environment variable that holds it.
    pub env: &'static str,
}

/// What a description says about one operation.
#[derive(Debug)]
pub struct OperationInfo {
    /// The `operationId`.
    pub id: &'static str,
    /// HTTP method, as it is sent.
    pub method: &'static str,
    /// Path template. A query in it is sent as it stands.
    pub path: &'static str,
    /// Security requirements: any one of the outer list is enough, all of its inner list are needed; the
    /// numbers are indexes into [`ClientInfo::schemes`]. Nothing is required when the list is empty.
    pub security: &'static [&'static [usize]],
    /// The `Accept` header; `""` when no response has a body.
    pub accept: &'static str,
    /// The header in which the operation takes an idempotency key, which is made for each call that has none; `""`
    /// when it takes none.
    pub idempotency_header: &'static str,
    /// Servers of the operation itself; empty when it uses the client's.
    pub servers: &'static [ServerInfo],
}

impl OperationInfo {
    /// Of which the description says nothing: generated code names what it does say.
    pub const NOTHING: Self = Self {
        id: "",
        method: "",
        path: "",
        security: &[],
        accept: "",
        idempotency_header: "",
        servers: &[],
    };
}
