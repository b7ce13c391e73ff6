//! Views of the crate's root and of what the runtime's client gains: credentials, servers, handles, defaults.

use askama::Template;

use super::manifest::RuntimePart;
use super::text::{Code, Doc, Markdown, StrLit, TypeExpr};
use super::{Cx, doc, features, foreign, types};
use crate::config::Credential;
use crate::ir::{
    Flows, Method, OperationId, Presence, SecurityKind, SecurityScheme, Server, Type, TypeKind,
};
use crate::names::Ident;

pub(super) mod outline;

/// `src/lib.rs`.
#[derive(Debug, Template)]
#[template(path = "src/lib.rs.jinja")]
pub struct LibView {
    doc: Doc,
    has_models: bool,
    has_webhooks: bool,
    /// Whether an identifier has letters that rustc would warn of.
    foreign: bool,
    exports: Vec<Code>,
    /// Types of the user's that serde reads and writes.
    by_serde: Vec<TypeExpr>,
    /// Markdown files whose code is compiled as doctests.
    pages: Vec<StrLit>,
}

/// `src/client.rs`.
#[derive(Debug, Template)]
#[template(path = "src/client.rs.jinja")]
pub struct ClientView {
    doc: Doc,
    name: StrLit,
    user_agent: Code,
    servers: Code,
    operation_servers: Code,
    base_url_env: Code,
    schemes: Vec<SchemeView>,
    defaults: Vec<DefaultView>,
    handles: Vec<HandleView>,
    from_env_doc: Doc,
    error: Option<ErrorView>,
}

#[derive(Debug)]
struct SchemeView {
    index: usize,
    doc: Doc,
    prefix_doc: Option<Doc>,
    key: StrLit,
    setter: Ident,
    setter_text: StrLit,
    prefix_setter: Code,
    env: Code,
    kind: Code,
    credential: CredentialKind,
}

#[derive(Clone, Copy, Debug)]
enum CredentialKind {
    Key,
    Basic,
    Bearer,
    Http,
    None,
}

#[derive(Debug)]
struct DefaultView {
    index: usize,
    getter: Ident,
    getter_doc: Doc,
    setter_doc: Doc,
    text: StrLit,
    env: StrLit,
}

#[derive(Debug)]
struct HandleView {
    doc: Doc,
    cfg: Option<Code>,
    accessor: Ident,
    handle: Ident,
}

#[derive(Debug)]
struct ErrorView {
    doc: Doc,
    ty: TypeExpr,
    method: Code,
}

pub(super) fn lib(cx: &Cx<'_>, runtime: &[RuntimePart]) -> LibView {
    let info = &cx.api.info;
    let mut text = Markdown::default();
    text.push(match &cx.config.krate.description {
        Some(description) => format!("{}.", doc::line(description).trim_end_matches('.')),
        None => format!("Client of {}.", title(cx)),
    });
    if let Some(summary) = &info.summary {
        text.append(doc::markdown(summary));
    }
    if let Some(description) = &info.description {
        text.append(doc::markdown(description));
    }
    text.gap();
    text.push(format!(
        "Made from the description of version `{}` by oasmith. Start at [`Client`]; operations stand in [`api`]{}.",
        doc::span(&info.version),
        if cx.api.types.is_empty() { "" } else { ", what they send and receive in [`model`]" }
    ));
    if let Some((group, id)) = first_call(cx) {
        text.gap();
        text.push("```no_run");
        for line in super::api::examples::code(
            cx,
            group,
            id,
            super::api::examples::Which::Required,
            super::api::examples::Shape::Rustdoc,
        ) {
            text.push(line);
        }
        text.push("```");
    }
    let mut paths = vec!["../README.md".to_owned()];
    paths.extend(cx.names.groups.iter().map(|group| format!("../docs/{}.md", group.handle)));
    paths.extend(cx.pages.iter().map(|page| format!("../docs/{page}.md")));
    let pages = paths.iter().map(|path| StrLit::new(path));
    LibView {
        doc: text.inner(),
        has_models: !cx.api.types.is_empty(),
        foreign: cx.names.identifiers().any(|name| !name.as_str().is_ascii()),
        has_webhooks: !cx.api.webhooks.is_empty(),
        exports: runtime
            .iter()
            .flat_map(|part| part.exports)
            .map(|name| Code::new(*name))
            .collect(),
        by_serde: foreign::types(cx),
        pages: pages.collect(),
    }
}

/// What a reader tries first, by group and operation: something that only reads, where there is such a thing.
pub(super) fn first_call(cx: &Cx<'_>) -> Option<(usize, OperationId)> {
    let groups = cx.names.groups.iter().enumerate();
    let all = || {
        groups
            .clone()
            .flat_map(|(group, names)| names.operations.iter().map(move |id| (group, *id)))
    };
    let reads = |(_, id): &(usize, OperationId)| {
        cx.api.operations.get(*id).is_some_and(|operation| operation.method == Method::Get)
    };
    all().find(reads).or_else(|| all().next())
}

/// The API's title as one safe line.
pub(super) fn title(cx: &Cx<'_>) -> String {
    let title = doc::line(&cx.api.info.title);
    if title.is_empty() { cx.config.krate.name.clone() } else { title }
}

pub(super) fn client(cx: &Cx<'_>) -> ClientView {
    let krate = &cx.config.krate;
    let mut head = Markdown::default();
    head.push("What this API adds to the runtime's client: servers, credentials, handles.");
    ClientView {
        doc: head.inner(),
        name: StrLit::new(&krate.name),
        user_agent: match &cx.config.client.user_agent {
            Some(agent) => Code::new(StrLit::new(agent).to_string()),
            None => Code::new(format!(
                "concat!({}, \"/\", env!(\"CARGO_PKG_VERSION\"))",
                StrLit::new(&krate.name)
            )),
        },
        servers: Code::new(servers(&cx.api.servers)),
        operation_servers: Code::new(servers(&operation_servers(cx))),
        base_url_env: Code::new(option(cx.config.client.base_url_env.as_deref())),
        schemes: schemes(cx),
        defaults: defaults(cx),
        handles: handles(cx),
        from_env_doc: from_env_doc(cx).outer(),
        error: error(cx),
    }
}

fn from_env_doc(cx: &Cx<'_>) -> Markdown {
    let mut text = Markdown::default();
    text.push("A client that is configured by the environment; what is not set keeps its default.");
    let variables = environment(cx);
    if !variables.is_empty() {
        text.gap();
        for (name, what) in variables {
            text.push(format!("- `{name}`: {what}"));
        }
    }
    text.gap()
        .push("# Errors")
        .push("")
        .push("When a variable is set to something that cannot be used; the error names it.");
    text
}

/// Environment variables and what they are for.
pub(super) fn environment(cx: &Cx<'_>) -> Vec<(String, String)> {
    let mut variables = Vec::new();
    for (scheme, credential) in &cx.config.credentials {
        for (env, what) in credential.variables() {
            variables
                .push((doc::span(env), format!("{what} of `{}`", doc::span(scheme.get_ref()))));
        }
    }
    if let Some(env) = &cx.config.client.base_url_env {
        variables.push((doc::span(env), "the base URL".to_owned()));
    }
    for ((name, value), ident) in cx.config.defaults.iter().zip(&cx.names.defaults) {
        let what = value.doc.as_deref().map_or_else(|| doc::line(name), doc::line);
        variables.push((
            doc::span(&value.env),
            format!("{} ([`Client::{ident}`])", what.trim_end_matches('.')),
        ));
    }
    variables
}

/// The server of each operation that has some of its own, once each: only the first one is ever used.
fn operation_servers(cx: &Cx<'_>) -> Vec<Server> {
    let mut found: Vec<Server> = Vec::new();
    for server in cx.api.operations.iter().filter_map(|operation| operation.servers.first()) {
        if !found.iter().any(|known| known.url == server.url) {
            // They are told apart by URL and known by variables; the description stands with the operation.
            found.push(Server { description: None, ..server.clone() });
        }
    }
    found
}

/// `ServerInfo { … }, …`.
pub(super) fn servers(servers: &[Server]) -> String {
    servers
        .iter()
        .map(|server| {
            let variables: Vec<String> = server
                .variables
                .iter()
                .map(|variable| {
                    let values: Vec<String> = variable
                        .values
                        .iter()
                        .map(|value| StrLit::new(value).to_string())
                        .collect();
                    format!(
                        "runtime::ServerVariableInfo {{ name: {}, default: {}, values: &[{}] }}",
                        StrLit::new(&variable.name),
                        StrLit::new(&variable.default),
                        values.join(", ")
                    )
                })
                .collect();
            format!(
                "runtime::ServerInfo {{ url: {}, description: {}, variables: &[{}] }}",
                StrLit::new(&server.url),
                StrLit::new(&server.description.as_deref().map(doc::line).unwrap_or_default()),
                variables.join(", ")
            )
        })
        .collect::<Vec<_>>()
        .join(", ")
}

fn schemes(cx: &Cx<'_>) -> Vec<SchemeView> {
    cx.api
        .security_schemes
        .iter()
        .zip(&cx.names.security_schemes)
        .enumerate()
        .map(|(index, (scheme, setter))| {
            let env = cx
                .config
                .credentials
                .iter()
                .find(|(key, _)| *key.get_ref() == scheme.key)
                .map_or_else(|| "runtime::SchemeEnv::NONE".to_owned(), |(_, credential)| scheme_env(scheme, credential));
            let (kind, credential) = kind(&scheme.kind);
            let mut text = Markdown::default();
            text.push(format!(
                "Credential of the security scheme `{}`: {}.",
                doc::span(&scheme.key),
                place(&scheme.kind)
            ));
            if let Some(description) = &scheme.description {
                text.append(doc::markdown(description));
            }
            tokens(&mut text, &scheme.kind);
            let prefix_doc = matches!(credential, CredentialKind::Key).then(|| {
                let mut text = Markdown::default();
                text.push(format!("Text before the key of [`{setter}`](Self::{setter}), with a space between them (`Bearer`)."));
                text.outer()
            });
            SchemeView {
                index,
                doc: text.outer(),
                prefix_doc,
                key: StrLit::new(&scheme.key),
                setter: setter.clone(),
                setter_text: StrLit::new(setter_name(&scheme.kind, setter)),
                prefix_setter: Code::new(format!("{setter}_prefix")),
                env: Code::new(env),
                kind: Code::new(kind),
                credential,
            }
        })
        .collect()
}

fn kind(kind: &SecurityKind) -> (String, CredentialKind) {
    let named =
        |name: &str, text: &str| format!("runtime::SchemeKind::{name}({})", StrLit::new(text));
    match kind {
        SecurityKind::ApiKeyHeader(name) => (named("ApiKeyHeader", name), CredentialKind::Key),
        SecurityKind::ApiKeyQuery(name) => (named("ApiKeyQuery", name), CredentialKind::Key),
        SecurityKind::ApiKeyCookie(name) => (named("ApiKeyCookie", name), CredentialKind::Key),
        SecurityKind::Basic => ("runtime::SchemeKind::Basic".to_owned(), CredentialKind::Basic),
        SecurityKind::Bearer => ("runtime::SchemeKind::Bearer".to_owned(), CredentialKind::Bearer),
        SecurityKind::OAuth2(flows) => (oauth2(flows), CredentialKind::Bearer),
        SecurityKind::OpenIdConnect(url) => (named("OpenIdConnect", url), CredentialKind::Bearer),
        SecurityKind::OtherHttp(name) => (named("Http", name), CredentialKind::Http),
        SecurityKind::MutualTls => {
            ("runtime::SchemeKind::MutualTls".to_owned(), CredentialKind::None)
        }
    }
}

/// The builder's method that sets a credential.
pub(super) fn setter_name<'n>(kind: &SecurityKind, setter: &'n Ident) -> &'n str {
    match kind {
        // The certificate belongs to the connection, not to one scheme.
        SecurityKind::MutualTls => "client_identity",
        _ => setter.as_str(),
    }
}

/// Where the token can come from, for prose.
fn tokens(text: &mut Markdown, kind: &SecurityKind) {
    match kind {
        SecurityKind::OAuth2(flows) => {
            text.gap().push(
                "A token that is known, or a source of tokens: [`OAuth2`](crate::OAuth2) asks the authorization server.",
            );
            let urls = [
                ("authorization", &flows.authorization_url),
                ("tokens for a code", &flows.code_url),
                ("tokens for the client itself", &flows.client_credentials_url),
                ("tokens for a password", &flows.password_url),
                ("refreshing", &flows.refresh_url),
            ];
            text.gap();
            for (what, url) in urls {
                if let Some(url) = url {
                    text.push(format!("- {what}: `{}`", doc::span(url)));
                }
            }
            if !flows.scopes.is_empty() {
                text.gap().push("Scopes:").gap();
                for (name, what) in &flows.scopes {
                    let what = doc::line(what);
                    let what = if what.is_empty() { what } else { format!(": {what}") };
                    text.push(format!("- `{}`{what}", doc::span(name)));
                }
            }
        }
        SecurityKind::OpenIdConnect(url) => {
            text.gap().push(format!(
                "A token that is known, or a source of tokens: [`OAuth2`](crate::OAuth2) finds the authorization server by `{}`.",
                doc::span(url)
            ));
        }
        SecurityKind::Bearer | SecurityKind::OtherHttp(_) => {
            text.gap().push("A text that is known, or any [`runtime::TokenSource`](crate::runtime::TokenSource).");
        }
        _ => {}
    }
}

/// `SchemeKind::OAuth2(…)`.
fn oauth2(flows: &Flows) -> String {
    format!(
        "runtime::SchemeKind::OAuth2(&runtime::OAuth2Info {{ authorization_url: {}, code_url: {}, client_credentials_url: {}, password_url: {}, refresh_url: {} }})",
        option(flows.authorization_url.as_deref()),
        option(flows.code_url.as_deref()),
        option(flows.client_credentials_url.as_deref()),
        option(flows.password_url.as_deref()),
        option(flows.refresh_url.as_deref()),
    )
}

/// `SchemeEnv { … }`.
fn scheme_env(scheme: &SecurityScheme, credential: &Credential) -> String {
    let issues = matches!(scheme.kind, SecurityKind::OAuth2(_) | SecurityKind::OpenIdConnect(_));
    let (user, password) = if issues {
        (&credential.client_id_env, &credential.client_secret_env)
    } else {
        (&credential.user_env, &credential.password_env)
    };
    let text = credential.env.as_deref();
    if user.is_none() {
        return text.map_or_else(
            || "runtime::SchemeEnv::NONE".to_owned(),
            |env| format!("runtime::SchemeEnv::text({})", StrLit::new(env)),
        );
    }
    format!(
        "runtime::SchemeEnv {{ text: {}, user: {}, password: {}, refresh_token: {}, make_source: {} }}",
        option(text),
        option(user.as_deref()),
        option(password.as_deref()),
        option(credential.refresh_token_env.as_deref()),
        if issues { "Some(runtime::OAuth2::from_environment)" } else { "None" },
    )
}

/// `Some("…")` or `None`.
fn option(text: Option<&str>) -> String {
    text.map_or_else(|| "None".to_owned(), |text| format!("Some({})", StrLit::new(text)))
}

/// Where the credential goes, for prose.
pub(super) fn place(kind: &SecurityKind) -> String {
    match kind {
        SecurityKind::ApiKeyHeader(name) => format!("header `{}`", doc::span(name)),
        SecurityKind::ApiKeyQuery(name) => format!("query key `{}`", doc::span(name)),
        SecurityKind::ApiKeyCookie(name) => format!("cookie `{}`", doc::span(name)),
        SecurityKind::Basic => "user name and password in the header `Authorization`".to_owned(),
        SecurityKind::Bearer => "token in the header `Authorization: Bearer`".to_owned(),
        SecurityKind::OtherHttp(name) => {
            format!("credentials in the header `Authorization: {}`", doc::span(name))
        }
        SecurityKind::OAuth2(_) => {
            "OAuth 2.0 access token in the header `Authorization: Bearer`".to_owned()
        }
        SecurityKind::OpenIdConnect(_) => {
            "OpenID Connect access token in the header `Authorization: Bearer`".to_owned()
        }
        SecurityKind::MutualTls => "client certificate of the TLS connection".to_owned(),
    }
}

fn defaults(cx: &Cx<'_>) -> Vec<DefaultView> {
    cx.config
        .defaults
        .iter()
        .zip(&cx.names.defaults)
        .enumerate()
        .map(|(index, ((name, value), getter))| {
            let what = value.doc.as_deref().map_or_else(|| doc::line(name), doc::line);
            let mut read = Markdown::default();
            read.push(what.clone()).gap().push(format!(
                "From the builder, or from `{}` with [`from_env`](Self::from_env).",
                value.env.replace('`', "'")
            ));
            let mut write = Markdown::default();
            write
                .push(what)
                .gap()
                .push(format!("Read again by [`Client::{getter}`]; no call uses it by itself."));
            DefaultView {
                index,
                getter: getter.clone(),
                getter_doc: read.outer(),
                setter_doc: write.outer(),
                text: StrLit::new(getter.as_str()),
                env: StrLit::new(&value.env),
            }
        })
        .collect()
}

fn handles(cx: &Cx<'_>) -> Vec<HandleView> {
    cx.names
        .groups
        .iter()
        .enumerate()
        .map(|(index, group)| {
            let mut text = Markdown::default();
            text.push(format!("Operations of {}.", super::api::group_title(cx, index)));
            HandleView {
                doc: text.outer(),
                cfg: features(cx, &[index].into()),
                accessor: group.module.clone(),
                handle: group.handle.clone(),
            }
        })
        .collect()
}

/// The body of errors that operations do not declare, as a method of the error.
fn error(cx: &Cx<'_>) -> Option<ErrorView> {
    let ty = cx.api.error_body.as_ref()?;
    let owned = types::owned(cx, ty);
    let method = error_method(cx, ty);
    let mut text = Markdown::default();
    text.push(format!("The body of the answer as [`{owned}`]."));
    let wanted = required_names(cx, ty);
    if !wanted.is_empty() {
        text.gap().push(format!(
            "`None` when there was no answer, or one of another shape (without {}).",
            wanted.join(", ")
        ));
    }
    Some(ErrorView { doc: text.outer(), ty: owned, method: Code::new(method) })
}

/// The method of the error that reads the body of errors that operations do not declare.
pub(super) fn error_method(cx: &Cx<'_>, ty: &Type) -> String {
    match ty {
        Type::Named(id) => snake(cx.names.types[id.index()].name.as_str()),
        _ => "error_body".to_owned(),
    }
}

fn required_names(cx: &Cx<'_>, ty: &Type) -> Vec<String> {
    let Type::Named(id) = types::resolve(cx, ty) else { return Vec::new() };
    let TypeKind::Object(object) = &cx.api.types[*id].kind else { return Vec::new() };
    object
        .fields
        .iter()
        .filter(|field| field.presence == Presence::Required)
        .map(|field| format!("`{}`", doc::span(&field.wire_name)))
        .collect()
}

/// A pascal-case identifier in snake case.
fn snake(text: &str) -> String {
    use heck::ToSnakeCase;
    text.to_snake_case()
}
