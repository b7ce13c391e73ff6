//! A small API as generated code would describe it.
use oasmith_runtime::{
    Answer, ClientBuilder, ClientInfo, Credential, DefaultInfo, Error, Operation, OperationInfo,
    SchemeEnv, SchemeInfo, SchemeKind, ServerInfo, ServerVariableInfo,
};
use serde_json::Value;

/// The credential that must never be seen anywhere.
pub(crate) const PLANTED: &str = "planted-secret-0123456789";

pub(crate) static INFO: ClientInfo = ClientInfo {
    name: "keys",
    version: "1.0.0",
    user_agent: "keys/1.0.0 (rust)",
    servers: &[
        ServerInfo { url: "https://keys.example/base/", description: "", variables: &[] },
        ServerInfo {
            url: "https://{region}.keys.example",
            description: "",
            variables: &[ServerVariableInfo {
                name: "region",
                default: "eu",
                values: &["eu", "us"],
            }],
        },
    ],
    operation_servers: &[ServerInfo {
        url: "https://{region}.files.example/up",
        description: "",
        variables: &[ServerVariableInfo { name: "region", default: "eu", values: &[] }],
    }],
    base_url_env: Some("KEYS_URL"),
    schemes: &[
        scheme("Header", "header_auth", Some("KEYS_KEY"), SchemeKind::ApiKeyHeader("X-API-Key")),
        scheme("Query", "query_auth", None, SchemeKind::ApiKeyQuery("key")),
        scheme("Cookie", "cookie_auth", None, SchemeKind::ApiKeyCookie("session")),
        scheme("Basic", "basic_auth", Some("KEYS_LOGIN"), SchemeKind::Basic),
        scheme("Bearer", "bearer_auth", None, SchemeKind::Bearer),
        scheme("Other", "other_auth", None, SchemeKind::Http("Hoba")),
        scheme("Tls", "client_identity", None, SchemeKind::MutualTls),
    ],
    defaults: &[DefaultInfo { name: "default_org_id", env: "KEYS_ORG" }],
};

pub(crate) const HEADER: usize = 0;
pub(crate) const QUERY: usize = 1;
pub(crate) const COOKIE: usize = 2;
pub(crate) const BASIC: usize = 3;
pub(crate) const BEARER: usize = 4;
pub(crate) const OTHER: usize = 5;
pub(crate) const TLS: usize = 6;

const fn scheme(
    key: &'static str,
    setter: &'static str,
    env: Option<&'static str>,
    kind: SchemeKind,
) -> SchemeInfo {
    let env = match env {
        Some(name) => SchemeEnv::text(name),
        None => SchemeEnv::NONE,
    };
    SchemeInfo { key, setter, env, kind }
}

/// An operation whose method cannot be sent.
#[derive(Debug)]
pub(crate) enum OddMethod {}
impl Operation for OddMethod {
    type Output = ();
    const INFO: &'static OperationInfo =
        &OperationInfo { method: "NOT A TOKEN", ..*<Open as Operation>::INFO };
    const READ: fn(Answer) -> Result<(), Error> = Answer::empty;
}

/// Declares operations whose output is the JSON as it comes.
macro_rules! operation_output {
    ($($name:ident $method:ident $path:literal $security:expr;)*) => {$(
        #[derive(Debug)]
        pub(crate) enum $name {}
        impl Operation for $name {
            type Output = serde_json::Value;
            const INFO: &'static OperationInfo = &OperationInfo {
                id: stringify!($name),
                method: stringify!($method),
                path: $path,
                security: $security,
                accept: "application/json",
                idempotency_header: "",
                servers: &[],
            };
            const READ: fn(oasmith_runtime::Answer) -> Result<serde_json::Value, Error> = oasmith_runtime::Answer::json;
        }
    )*};
}
pub(crate) use operation_output;

operation_output! {
    CreateKey POST "/v0/orgs/{org}/keys" &[&[HEADER]];
    ListKeys GET "/v0/orgs/{org}/keys" &[&[HEADER]];
    PutKey PUT "/v0/key" &[&[HEADER]];
    HeadKey HEAD "/v0/key" &[];
    DeleteKey DELETE "/v0/key" &[&[HEADER]];
    PatchKey PATCH "/v0/key" &[&[HEADER]];
    SearchKeys QUERY "/v0/keys" &[];
    Open GET "/open" &[];
    OpenPost POST "/open" &[];
    Optional GET "/optional" &[&[], &[HEADER]];
    Either GET "/either" &[&[HEADER, QUERY], &[BEARER]];
    ByQuery GET "/by-query?fixed=1" &[&[QUERY]];
    ByCookie GET "/by-cookie" &[&[COOKIE]];
    ByBasic GET "/by-basic" &[&[BASIC]];
    ByBearer GET "/by-bearer" &[&[BEARER]];
    ByOther GET "/by-other" &[&[OTHER]];
    ByTls GET "/by-tls" &[&[TLS]];
    Dotted GET "/files/{name}.{format}/{id}{rest}" &[];
}

/// An operation with a server of its own.
#[derive(Debug)]
pub(crate) enum Elsewhere {}
impl Operation for Elsewhere {
    type Output = Value;
    const INFO: &'static OperationInfo = &OperationInfo {
        id: "Elsewhere",
        method: "GET",
        path: "/elsewhere",
        security: &[],
        accept: "",
        idempotency_header: "",
        servers: &[ServerInfo {
            url: "https://{region}.files.example/up",
            description: "",
            variables: &[ServerVariableInfo { name: "region", default: "eu", values: &[] }],
        }],
    };
    const READ: fn(Answer) -> Result<Value, Error> = Answer::json;
}

/// A builder with the planted key.
pub(crate) fn builder() -> ClientBuilder {
    ClientBuilder::new(&INFO).credential(HEADER, Credential::ApiKey(PLANTED.into()))
}
