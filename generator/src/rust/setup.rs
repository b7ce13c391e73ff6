//! How examples make their client: from the environment where codegen.toml names a variable, else with what the operation
//! needs, so that what is copied from an example can be sent.

use super::Cx;
use super::client::{environment, setter_name};
use crate::ir::{Operation, SecurityKind};

/// A line may be so long; rustfmt breaks a chain of calls earlier.
const CHAIN_WIDTH: usize = 60;

/// The lines of `let client = …;`.
pub(super) fn client(cx: &Cx<'_>, operation: &Operation) -> Vec<String> {
    let mut calls = Vec::new();
    if !environment(cx).is_empty() {
        calls.push(".from_env()?".to_owned());
    }
    let server = operation.servers.first().or_else(|| cx.api.servers.first());
    let absolute = |url: &str| !url.is_empty() && !url.starts_with(['/', '.']);
    if cx.config.client.base_url_env.is_none() && !server.is_some_and(|it| absolute(&it.url)) {
        calls.push(".base_url(\"https://example.com\")".to_owned());
    }
    calls.extend(credentials(cx, operation));
    if calls == [".from_env()?"] {
        return vec!["let client = Client::from_env()?;".to_owned()];
    }
    calls.push(".build()?;".to_owned());
    let chain = format!("Client::builder(){}", calls.concat());
    if chain.len() <= CHAIN_WIDTH {
        return vec![format!("let client = {chain}")];
    }
    let calls = calls.iter().map(|call| format!("    {call}"));
    std::iter::once("let client = Client::builder()".to_owned()).chain(calls).collect()
}

/// Setters of the first alternative of the security requirement, of what the environment does not give; none where
/// anonymous is fine.
fn credentials(cx: &Cx<'_>, operation: &Operation) -> Vec<String> {
    let alternatives = &operation.security;
    let Some(first) = alternatives.first() else { return Vec::new() };
    if alternatives.iter().any(Vec::is_empty) {
        return Vec::new();
    }
    let mut setters = Vec::new();
    for used in first {
        let scheme = cx.api.security_schemes.get(used.scheme);
        let setter = cx.names.security_schemes.get(used.scheme);
        let (Some(scheme), Some(setter)) = (scheme, setter) else { continue };
        let mut given =
            cx.config.credentials.iter().filter(|(key, _)| *key.get_ref() == scheme.key);
        if given.any(|(_, credential)| !credential.variables().is_empty()) {
            continue;
        }
        let value = match scheme.kind {
            SecurityKind::ApiKeyHeader(_)
            | SecurityKind::ApiKeyQuery(_)
            | SecurityKind::ApiKeyCookie(_) => "\"key\"",
            SecurityKind::Basic => "\"user\", \"password\"",
            SecurityKind::Bearer | SecurityKind::OAuth2(_) | SecurityKind::OpenIdConnect(_) => {
                "\"token\""
            }
            SecurityKind::OtherHttp(_) => "\"credentials\"",
            // Whether there is such a setter depends on the features.
            SecurityKind::MutualTls => continue,
        };
        let call = format!(".{}({value})", setter_name(&scheme.kind, setter));
        if !setters.contains(&call) {
            setters.push(call);
        }
    }
    setters
}
