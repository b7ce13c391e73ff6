//! Security schemes, and which of them an operation needs.

use openapiv3::{APIKeyLocation, OAuth2Flows, SecurityRequirement};

use super::{Lowering, codes, docs};
use crate::diag::nearest;
use crate::ir::{Flows, SecurityAlternative, SecurityKind, SecurityScheme, SecurityUse};
use crate::source::Pointer;
use crate::spec::ext;

impl Lowering<'_> {
    pub(super) fn security_schemes(&mut self) {
        let spec = self.spec;
        let list = Pointer::root().keys(["components", "securitySchemes"]);
        let components = spec.api.components.as_ref();
        for (key, node) in components.into_iter().flat_map(|all| &all.security_schemes) {
            let at = list.key(key);
            let Some(found) = spec.security_scheme(node, &at) else { continue };
            let (kind, description) = kind(found.item);
            let description = docs::text(description);
            if let SecurityKind::OtherHttp(name) = &kind
                && needs_challenge(name)
            {
                self.sink
                    .note(
                        codes::SECURITY_CHALLENGE,
                        &at,
                        format!("`{}` answers a challenge of the service, which the client does not do", name.to_ascii_lowercase()),
                    )
                    .help("set the text of the header `Authorization` for each call, or use a transport of your own");
            }
            self.api.security_schemes.push(SecurityScheme {
                key: key.clone(),
                kind,
                description,
                origin: at,
            });
        }
    }

    /// The requirements of an operation: its own, else the document's.
    pub(super) fn security_of(
        &mut self,
        own: Option<&Vec<SecurityRequirement>>,
        at: &Pointer,
    ) -> Vec<SecurityAlternative> {
        let spec = self.spec;
        let (list, at) = match own {
            Some(list) => (list.as_slice(), at.key("security")),
            None => {
                (spec.api.security.as_deref().unwrap_or_default(), Pointer::root().key("security"))
            }
        };
        let each = list.iter().enumerate();
        each.filter_map(|(index, requirement)| self.alternative(requirement, &at.index(index)))
            .collect()
    }

    fn alternative(
        &mut self,
        requirement: &SecurityRequirement,
        at: &Pointer,
    ) -> Option<SecurityAlternative> {
        let mut uses = Vec::new();
        for (key, scopes) in requirement {
            let scheme = self.api.security_schemes.iter().position(|scheme| scheme.key == *key);
            let Some(scheme) = scheme else {
                let schemes = self.api.security_schemes.iter().map(|scheme| scheme.key.as_str());
                let help = nearest(key, schemes).map_or_else(
                    || "declare the scheme, or remove the requirement".to_owned(),
                    |scheme| format!("did you mean `{scheme}`?"),
                );
                self.sink
                    .broken(
                        codes::SECURITY_UNKNOWN,
                        &at.key(key),
                        format!("`{key}` is not a security scheme; expected a key of `components/securitySchemes`"),
                    )
                    .at_key()
                    .help(help);
                return None;
            };
            uses.push(SecurityUse { scheme, scopes: scopes.clone() });
        }
        Some(uses)
    }
}

/// Whether credentials of this HTTP scheme are made anew for each request (the registry of RFC 9110, 16.4.1).
fn needs_challenge(scheme: &str) -> bool {
    let scheme = scheme.to_ascii_lowercase();
    scheme.starts_with("scram-")
        || ["digest", "hoba", "mutual", "negotiate", "ntlm", "vapid", "dpop"]
            .contains(&scheme.as_str())
}

fn kind(scheme: &openapiv3::SecurityScheme) -> (SecurityKind, Option<&str>) {
    use openapiv3::SecurityScheme as Typed;
    match scheme {
        Typed::APIKey { location, name, description, .. } => {
            let name = name.clone();
            let kind = match location {
                APIKeyLocation::Header => SecurityKind::ApiKeyHeader(name),
                APIKeyLocation::Query => SecurityKind::ApiKeyQuery(name),
                APIKeyLocation::Cookie => SecurityKind::ApiKeyCookie(name),
            };
            (kind, description.as_deref())
        }
        Typed::HTTP { description, extensions, .. } if extensions.contains_key(ext::MUTUAL_TLS) => {
            (SecurityKind::MutualTls, description.as_deref())
        }
        Typed::HTTP { scheme, description, .. } => {
            // Names of schemes are case-insensitive (RFC 9110, 11.1).
            let kind = match scheme.to_ascii_lowercase().as_str() {
                "basic" => SecurityKind::Basic,
                "bearer" => SecurityKind::Bearer,
                _ => SecurityKind::OtherHttp(scheme.clone()),
            };
            (kind, description.as_deref())
        }
        Typed::OAuth2 { flows, description, .. } => {
            (SecurityKind::OAuth2(oauth2(flows)), description.as_deref())
        }
        Typed::OpenIDConnect { open_id_connect_url, description, .. } => {
            (SecurityKind::OpenIdConnect(open_id_connect_url.clone()), description.as_deref())
        }
    }
}

fn oauth2(flows: &OAuth2Flows) -> Flows {
    let code = flows.authorization_code.as_ref();
    let (credentials, password) = (flows.client_credentials.as_ref(), flows.password.as_ref());
    let implicit = flows.implicit.as_ref();
    // What is empty is not there: some documents have it to please a checker.
    let some = |url: &String| Some(url.clone()).filter(|url| !url.is_empty());
    let refresh = [
        code.and_then(|flow| flow.refresh_url.as_ref()),
        password.and_then(|flow| flow.refresh_url.as_ref()),
        credentials.and_then(|flow| flow.refresh_url.as_ref()),
        implicit.and_then(|flow| flow.refresh_url.as_ref()),
    ];
    let mut scopes: Vec<(String, String)> = Vec::new();
    let all = [
        code.map(|flow| &flow.scopes),
        credentials.map(|flow| &flow.scopes),
        password.map(|flow| &flow.scopes),
        implicit.map(|flow| &flow.scopes),
    ];
    for (name, text) in all.into_iter().flatten().flatten() {
        if !scopes.iter().any(|(other, _)| other == name) {
            scopes.push((name.clone(), text.clone()));
        }
    }
    Flows {
        authorization_url: code.and_then(|flow| some(&flow.authorization_url)),
        code_url: code.and_then(|flow| some(&flow.token_url)),
        client_credentials_url: credentials.and_then(|flow| some(&flow.token_url)),
        password_url: password.and_then(|flow| some(&flow.token_url)),
        refresh_url: refresh.into_iter().flatten().find_map(some),
        scopes,
    }
}
