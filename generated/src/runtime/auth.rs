//! Credentials: checked when the client is built, chosen per operation, put in their places per request.
use std::fmt;

use http::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};
use http::{HeaderMap, Method};
use url::{Url, form_urlencoded};

use super::info::{SchemeInfo, SchemeKind};
use super::secret::Secret;

/// A credential for one security scheme.
#[derive(Clone)]
#[non_exhaustive]
pub enum Credential {
    /// An API key, for the header, query parameter or cookie of its scheme.
    ApiKey(Secret),
    /// A bearer token.
    Bearer(Secret),
    /// User name and password.
    Basic {
        /// User name.
        user: String,
        /// Password.
        password: Secret,
    },
    /// The text after the scheme's name in an `Authorization` header.
    Http(Secret),
}

impl Credential {
    /// The credential of an environment variable: `user:password` for a basic scheme, else the secret.
    pub(super) fn from_text(kind: SchemeKind, text: String) -> Result<Option<Self>, &'static str> {
        Ok(Some(match kind {
            SchemeKind::ApiKeyHeader(_)
            | SchemeKind::ApiKeyQuery(_)
            | SchemeKind::ApiKeyCookie(_) => Self::ApiKey(text.into()),
            SchemeKind::Bearer => Self::Bearer(text.into()),
            SchemeKind::Http(_) => Self::Http(text.into()),
            SchemeKind::Basic => {
                let (user, password) =
                    text.split_once(':').ok_or("expected a user name, `:` and a password")?;
                Self::Basic { user: user.to_owned(), password: password.to_owned().into() }
            }
            SchemeKind::MutualTls => return Ok(None),
        }))
    }
}

/// Shows the kind only: some services take a secret for the user name.
impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ApiKey(_) => "ApiKey([redacted])",
            Self::Bearer(_) => "Bearer([redacted])",
            Self::Basic { .. } => "Basic([redacted])",
            Self::Http(_) => "Http([redacted])",
        })
    }
}

/// Texts that must not be shown, whoever quotes them.
#[derive(Default)]
pub(super) struct Secrets {
    texts: Vec<Secret>,
}

impl Secrets {
    /// Shorter texts would hide half of any message, and are no secrets.
    const SHORTEST: usize = 4;

    /// `text` without the secrets in it; `None` when there is none.
    pub(super) fn hide(&self, text: &str) -> Option<String> {
        let mut hidden: Option<String> = None;
        for secret in &self.texts {
            let current = hidden.as_deref().unwrap_or(text);
            if current.contains(secret.expose()) {
                hidden = Some(current.replace(secret.expose(), "[redacted]"));
            }
        }
        hidden
    }

    fn add(&mut self, text: &str) {
        if text.len() >= Self::SHORTEST {
            self.texts.push(text.to_owned().into());
        }
    }
}

/// The credentials of a client, ready to be put in their places.
pub(super) struct Credentials {
    schemes: &'static [SchemeInfo],
    placed: Vec<Option<Placed>>,
}

/// A credential and the place where it goes.
enum Placed {
    Header(HeaderName, HeaderValue),
    /// Encoded `name=value`.
    Query(Secret),
    /// `name=value`.
    Cookie(Secret),
    /// The transport has it.
    Connection,
}

impl Credentials {
    /// Checks the credentials and gives each its place.
    pub(super) fn place(
        schemes: &'static [SchemeInfo],
        credentials: &[Option<Credential>],
        prefixes: &[Option<String>],
    ) -> Result<(Self, Secrets), String> {
        let mut secrets = Secrets::default();
        let mut placed = Vec::with_capacity(schemes.len());
        for (index, scheme) in schemes.iter().enumerate() {
            let prefix = prefixes.get(index).and_then(Option::as_deref);
            placed.push(match credentials.get(index).and_then(Option::as_ref) {
                None if scheme.kind == SchemeKind::MutualTls => Some(Placed::Connection),
                None => None,
                Some(credential) => Some(
                    place_one(scheme.kind, credential, prefix, &mut secrets)
                        .map_err(|reason| refusal(scheme, &reason))?,
                ),
            });
        }
        Ok((Self { schemes, placed }, secrets))
    }

    /// The schemes to use for an operation: those of the first alternative for which there is everything, where
    /// one that asks for nothing comes last. `headers` are the caller's own, which may be a credential too.
    pub(super) fn choose(
        &self,
        requirements: &'static [&'static [usize]],
        headers: &HeaderMap,
    ) -> Result<&'static [usize], String> {
        let is_there = |index: &usize| self.has(*index, headers);
        let complete = requirements
            .iter()
            .find(|alternative| !alternative.is_empty() && alternative.iter().all(is_there));
        if let Some(alternative) = complete {
            return Ok(alternative);
        }
        if requirements.iter().all(|alternative| !alternative.is_empty())
            && !requirements.is_empty()
        {
            return Err(self.missing(requirements, headers));
        }
        Ok(&[])
    }

    /// Puts the credentials of these schemes into a request.
    pub(super) fn apply(&self, schemes: &[usize], url: &mut Url, headers: &mut HeaderMap) {
        for placed in schemes.iter().filter_map(|index| self.placed.get(*index)?.as_ref()) {
            placed.apply(url, headers);
        }
    }

    /// Puts every credential there is into a request that the description does not have; where two go to the same
    /// header, the first one does.
    pub(super) fn apply_all(&self, url: &mut Url, headers: &mut HeaderMap) {
        for placed in self.placed.iter().flatten() {
            placed.apply(url, headers);
        }
    }

    /// Takes every header out of a request that must not reach another origin: credentials of this API, those of
    /// HTTP itself, and what the caller marked as sensitive.
    pub(super) fn remove_headers(&self, headers: &mut HeaderMap) {
        let names: Vec<HeaderName> = headers
            .iter()
            .filter(|(name, value)| {
                value.is_sensitive() || is_credential_header(self.schemes, name)
            })
            .map(|(name, _)| name.clone())
            .collect();
        for name in names {
            headers.remove(name);
        }
    }

    /// Takes keys out of the query of an address to which a server redirects, which may have copied them there.
    pub(super) fn remove_query_keys(&self, url: &mut Url) {
        for placed in self.placed.iter().flatten() {
            let Placed::Query(pair) = placed else { continue };
            let key = form_urlencoded::parse(pair.expose().as_bytes()).next().map(|(_, key)| key);
            let Some((key, query)) = key.zip(url.query()) else { continue };
            let kept: Vec<&str> = query
                .split('&')
                .filter(|pair| {
                    form_urlencoded::parse(pair.as_bytes()).all(|(_, value)| value != key)
                })
                .collect();
            if kept.len() < query.split('&').count() {
                let kept = kept.join("&");
                url.set_query((!kept.is_empty()).then_some(&kept));
            }
        }
    }

    fn has(&self, index: usize, headers: &HeaderMap) -> bool {
        let is_placed = self.placed.get(index).is_some_and(Option::is_some);
        is_placed
            || self.schemes.get(index).is_some_and(|scheme| match scheme.kind {
                SchemeKind::ApiKeyHeader(name) => headers.contains_key(name),
                SchemeKind::Basic | SchemeKind::Bearer | SchemeKind::Http(_) => {
                    headers.contains_key(AUTHORIZATION)
                }
                _ => false,
            })
    }

    fn missing(&self, requirements: &[&[usize]], headers: &HeaderMap) -> String {
        let alternatives: Vec<String> = requirements
            .iter()
            .map(|alternative| {
                let schemes = alternative.iter().filter(|index| !self.has(**index, headers));
                let schemes = schemes.filter_map(|index| self.schemes.get(*index)).map(how_to_set);
                schemes.collect::<Vec<_>>().join(" and ")
            })
            .collect();
        format!("no credential for {}", alternatives.join(", or "))
    }
}

/// Shows which schemes have a credential.
impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schemes = self.schemes.iter().zip(&self.placed);
        let configured =
            schemes.filter(|(_, placed)| placed.is_some()).map(|(scheme, _)| scheme.key);
        f.debug_list().entries(configured).finish()
    }
}

/// Whether a header of this name is a credential of this API, or always is one.
pub(super) fn is_credential_header(schemes: &[SchemeInfo], name: &HeaderName) -> bool {
    [AUTHORIZATION, COOKIE, HeaderName::from_static("proxy-authorization")].contains(name)
        || schemes.iter().any(|scheme| match scheme.kind {
            SchemeKind::ApiKeyHeader(key) => name.as_str().eq_ignore_ascii_case(key),
            _ => false,
        })
}

impl Placed {
    fn apply(&self, url: &mut Url, headers: &mut HeaderMap) {
        match self {
            // What the caller gave for this call alone wins.
            Self::Header(name, value) => {
                headers.entry(name).or_insert_with(|| value.clone());
            }
            Self::Query(pair) => {
                let query = match url.query() {
                    None | Some("") => pair.expose().to_owned(),
                    Some(query) => format!("{query}&{}", pair.expose()),
                };
                url.set_query(Some(&query));
            }
            Self::Cookie(pair) => append_cookie(headers, pair.expose()),
            Self::Connection => {}
        }
    }
}

/// Adds to the one `Cookie` header (RFC 6265 section 5.4).
pub(super) fn append_cookie(headers: &mut HeaderMap, pairs: &str) {
    let mut text = headers.get(COOKIE).map(|value| value.as_bytes().to_vec()).unwrap_or_default();
    if !text.is_empty() {
        text.extend_from_slice(b"; ");
    }
    text.extend_from_slice(pairs.as_bytes());
    // Both parts were checked to be fit for a header when they came in.
    if let Ok(mut value) = HeaderValue::from_bytes(&text) {
        value.set_sensitive(true);
        headers.insert(COOKIE, value);
    }
}

/// Whether the same request may be sent again after it may have arrived (RFC 9110 section 9.2.2, and the QUERY
/// method); an idempotency key makes any request such a one.
pub(super) fn is_idempotent(method: &Method, headers: &HeaderMap) -> bool {
    matches!(method.as_str(), "GET" | "HEAD" | "OPTIONS" | "PUT" | "DELETE" | "TRACE" | "QUERY")
        || headers.contains_key("idempotency-key")
}

fn place_one(
    kind: SchemeKind,
    credential: &Credential,
    prefix: Option<&str>,
    secrets: &mut Secrets,
) -> Result<Placed, String> {
    if prefix.is_some() && !matches!(credential, Credential::ApiKey(_)) {
        return Err("only an API key can have a prefix".to_owned());
    }
    match (kind, credential) {
        (SchemeKind::ApiKeyHeader(name), Credential::ApiKey(key)) => {
            let name = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| "the description gives it a header that cannot exist".to_owned())?;
            Ok(Placed::Header(name, header_value(&prefixed(prefix, key, secrets)?)?))
        }
        (SchemeKind::ApiKeyQuery(name), Credential::ApiKey(key)) => {
            let text = prefixed(prefix, key, secrets)?;
            let mut pairs = form_urlencoded::Serializer::new(String::new());
            // As parameters are escaped: not everything that reads a query takes a plus sign for a space.
            let pair = pairs.append_pair(name, &text).finish().replace('+', "%20");
            if let Some((_, encoded)) = pair.split_once('=') {
                secrets.add(encoded);
            }
            Ok(Placed::Query(pair.into()))
        }
        (SchemeKind::ApiKeyCookie(name), Credential::ApiKey(key)) => {
            let text = prefixed(prefix, key, secrets)?;
            // RFC 6265 section 4.1.1, cookie-octet.
            if text.bytes().any(|byte| !byte.is_ascii_graphic() || b"\",;\\".contains(&byte)) {
                return Err("a cookie can only hold ASCII without spaces and `\",;\\`".to_owned());
            }
            Ok(Placed::Cookie(format!("{name}={text}").into()))
        }
        (SchemeKind::Bearer, Credential::Bearer(token)) => authorization("Bearer", token, secrets),
        (SchemeKind::Http(scheme), Credential::Http(text)) => authorization(scheme, text, secrets),
        (SchemeKind::Basic, Credential::Basic { user, password }) => {
            if user.contains(':') {
                return Err("a user name cannot hold a `:`".to_owned());
            }
            let pair = format!("{user}:{}", password.expose());
            if pair == ":" {
                return Err("it is empty".to_owned());
            }
            if pair.chars().any(char::is_control) {
                return Err("it holds a control character, such as a line break".to_owned());
            }
            // Without a password the user name is the secret.
            secrets.add(if password.expose().is_empty() { user } else { password.expose() });
            authorization("Basic", &base64(pair.as_bytes()).into(), secrets)
        }
        _ => Err("it is of another kind than its scheme".to_owned()),
    }
}

fn authorization(scheme: &str, text: &Secret, secrets: &mut Secrets) -> Result<Placed, String> {
    check(text.expose())?;
    secrets.add(text.expose());
    let value = header_value(&format!("{scheme} {}", text.expose()))?;
    Ok(Placed::Header(AUTHORIZATION, value))
}

fn prefixed(prefix: Option<&str>, key: &Secret, secrets: &mut Secrets) -> Result<String, String> {
    check(key.expose())?;
    secrets.add(key.expose());
    let Some(prefix) = prefix else { return Ok(key.expose().to_owned()) };
    check(prefix).map_err(|reason| format!("prefix: {reason}"))?;
    Ok(format!("{prefix} {}", key.expose()))
}

fn check(text: &str) -> Result<(), String> {
    if text.is_empty() {
        Err("it is empty".to_owned())
    } else if text.chars().any(char::is_control) {
        Err("it holds a control character, such as a line break".to_owned())
    } else if text.starts_with(' ') || text.ends_with(' ') {
        Err("it begins or ends with a space".to_owned())
    } else {
        Ok(())
    }
}

fn header_value(text: &str) -> Result<HeaderValue, String> {
    let value = HeaderValue::from_str(text).ok().filter(|_| text.is_ascii());
    let mut value = value.ok_or_else(|| "a header can only hold ASCII".to_owned())?;
    value.set_sensitive(true);
    Ok(value)
}

fn refusal(scheme: &SchemeInfo, reason: &str) -> String {
    let SchemeInfo { key, setter, env, .. } = scheme;
    match env {
        Some(env) => format!("credential `{key}`: {reason} (set by `{setter}` or `{env}`)"),
        None => format!("credential `{key}`: {reason} (set by `{setter}`)"),
    }
}

fn how_to_set(scheme: &SchemeInfo) -> String {
    let SchemeInfo { key, setter, env, .. } = scheme;
    match env {
        Some(env) => format!(
            "`{key}`: set it with `ClientBuilder::{setter}` or the environment variable `{env}`"
        ),
        None => format!("`{key}`: set it with `ClientBuilder::{setter}`"),
    }
}

/// RFC 4648 section 4, which is all that basic authentication (RFC 7617) needs.
pub(super) fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let [first, second, third] =
            [0, 1, 2].map(|index| u32::from(chunk.get(index).copied().unwrap_or(0)));
        let group = (first << 16) | (second << 8) | third;
        for index in 0..4 {
            let six_bits = (group >> (18 - 6 * index)) & 0x3F;
            let is_padding = index > chunk.len();
            text.push(if is_padding { '=' } else { char::from(ALPHABET[six_bits as usize]) });
        }
    }
    text
}
