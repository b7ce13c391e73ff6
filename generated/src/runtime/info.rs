//! The static tables in which generated code tells the runtime about its API.
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
    /// Environment variable that holds its credential.
    pub env: Option<&'static str>,
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
    /// `type: http`, `scheme: bearer`; also an access token that was got elsewhere for `oauth2` or `openIdConnect`.
    Bearer,
    /// `type: http` with any other scheme, by its name: the credential is the text after it.
    Http(&'static str),
    /// `type: mutualTLS`: the transport holds the certificate, so nothing is added to a request.
    MutualTls,
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
    /// Servers of the operation itself; empty when it uses the client's.
    pub servers: &'static [ServerInfo],
}
