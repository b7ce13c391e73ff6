//! Credentials: checked when the client is built, chosen per operation, put in their places per request.
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use http::HeaderMap;
use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use url::{Url, form_urlencoded};

use super::base64_text::base64;
use super::client::Shared;
use super::credential_headers::append_cookie;
use super::error::{Error, ErrorKind, problem_of};
use super::info::{SchemeEnv, SchemeInfo, SchemeKind};
use super::secret::Secret;
use super::token::{Held, Token, TokenError, TokenSlot};
use super::transport::Transport;

/// A credential for one security scheme.
#[derive(Clone)]
#[non_exhaustive]
pub enum Credential {
    /// An API key, for the header, query parameter or cookie of its scheme.
    ApiKey(Token),
    /// A bearer token.
    Bearer(Token),
    /// User name and password.
    Basic {
        /// User name.
        user: String,
        /// Password.
        password: Secret,
    },
    /// The text after the scheme's name in an `Authorization` header.
    Http(Token),
}

/// Which of a client's credentials a request gets.
#[derive(Clone, Copy)]
pub(super) enum Authorization {
    /// None.
    Nothing,
    /// Those of these schemes.
    Schemes(&'static [usize]),
    /// All there are, for a request that the description does not have; where two go to the same header, the first one
    /// does.
    Everything,
}

impl Credential {
    /// The credential that environment variables hold; `read` gives the text of one that is set.
    pub(super) fn from_environment(
        scheme: &SchemeInfo,
        read: impl Fn(&'static str) -> Result<Option<String>, Error>,
    ) -> Result<Option<Self>, Error> {
        let SchemeEnv { text, user, password, refresh_token, make_source } = scheme.env;
        let of = |name: Option<&'static str>| name.map_or(Ok(None), &read);
        if let (Some(name), Some(text)) = (text, of(text)?) {
            return Self::from_text(scheme.kind, text).map_err(|reason| problem_of(name, reason));
        }
        let (Some(name), Some(user)) = (user, of(user)?) else { return Ok(None) };
        let (secret, refresh) = (of(password)?.map(Secret::from), of(refresh_token)?);
        if let Some(make) = make_source {
            if secret.is_none() && refresh.is_none() {
                let reason = "the client id alone gets no token: set its secret or a refresh token";
                return Err(problem_of(name, reason));
            }
            return Ok(Some(make(user, secret, refresh.map(Secret::from))));
        }
        let password = secret.unwrap_or_else(|| "".into());
        Ok(Some(Self::Basic { user, password }))
    }

    /// The credential of one variable: `user:password` for a basic scheme, else the secret.
    pub(super) fn from_text(kind: SchemeKind, text: String) -> Result<Option<Self>, &'static str> {
        Ok(Some(match kind {
            SchemeKind::ApiKeyHeader(_)
            | SchemeKind::ApiKeyQuery(_)
            | SchemeKind::ApiKeyCookie(_) => Self::ApiKey(text.into()),
            SchemeKind::Bearer | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_) => {
                Self::Bearer(text.into())
            }
            SchemeKind::Http(_) => Self::Http(text.into()),
            SchemeKind::Basic => {
                let text = Secret::from(text);
                let (user, password) = text
                    .expose()
                    .split_once(':')
                    .ok_or("expected a user name, `:` and a password")?;
                Self::Basic { user: user.to_owned(), password: password.into() }
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
    fixed: Vec<Secret>,
    /// Those of tokens that were got while the client runs, the last ones only.
    issued: RwLock<Vec<Secret>>,
}

impl Secrets {
    /// Shorter texts would hide half of any message, and are no secrets.
    const SHORTEST: usize = 4;
    /// Tokens that have ended long ago are no secrets any more.
    const MOST_ISSUED: usize = 32;

    /// `text` without the secrets in it; `None` when there is none.
    pub(super) fn hide(&self, text: &str) -> Option<String> {
        let issued = self.issued.read().unwrap_or_else(PoisonError::into_inner);
        let mut hidden: Option<String> = None;
        for secret in self.fixed.iter().chain(&*issued) {
            let current = hidden.as_deref().unwrap_or(text);
            if current.contains(secret.expose()) {
                hidden = Some(current.replace(secret.expose(), "[redacted]"));
            }
        }
        hidden
    }

    pub(super) fn add(&mut self, text: &str) {
        if text.len() >= Self::SHORTEST {
            self.fixed.push(text.to_owned().into());
        }
    }

    /// Takes over those of a token.
    fn add_issued(&self, secrets: Vec<Secret>) {
        let mut issued = self.issued.write().unwrap_or_else(PoisonError::into_inner);
        issued.extend(secrets);
        let surplus = issued.len().saturating_sub(Self::MOST_ISSUED);
        issued.drain(..surplus);
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
    /// A token is got when it is needed.
    Source(Box<Source>),
}

/// Where tokens for a scheme come from, and the last one.
struct Source {
    scheme: &'static SchemeInfo,
    prefix: Option<String>,
    slot: TokenSlot<Placed>,
}

/// A token that a request went out with.
pub(super) struct UsedToken(Arc<Held<Placed>>);

impl UsedToken {
    /// The service does not take it.
    pub(super) fn refuse(&self) {
        self.0.refuse();
    }
}

/// What sources of tokens get from the client.
#[derive(Clone, Copy)]
pub(super) struct SourceContext<'c> {
    pub(super) base_url: &'c Url,
    pub(super) transport: &'c Arc<dyn Transport>,
    pub(super) user_agent: &'c HeaderValue,
    pub(super) secrets: &'c Secrets,
}

impl<'c> SourceContext<'c> {
    fn of(client: &'c Shared) -> Self {
        Self {
            base_url: &client.base_url,
            transport: &client.transport,
            user_agent: &client.user_agent,
            secrets: &client.secrets,
        }
    }
}

impl Credentials {
    /// Checks the credentials and gives each its place.
    pub(super) fn place(
        schemes: &'static [SchemeInfo],
        credentials: &[Option<Credential>],
        prefixes: &[Option<String>],
        has_identity: bool,
    ) -> Result<(Self, Secrets), String> {
        let mut secrets = Secrets::default();
        let mut placed = Vec::with_capacity(schemes.len());
        for (index, scheme) in schemes.iter().enumerate() {
            let prefix = prefixes.get(index).and_then(Option::as_deref);
            placed.push(match credentials.get(index).and_then(Option::as_ref) {
                None if scheme.kind == SchemeKind::MutualTls => {
                    has_identity.then_some(Placed::Connection)
                }
                None => None,
                Some(credential) => Some(
                    place_one(scheme, credential, prefix, &mut secrets)
                        .map_err(|reason| refusal(scheme, &reason))?,
                ),
            });
        }
        Ok((Self { schemes, placed }, secrets))
    }

    /// The schemes to use for an operation with these requirements: those of the first alternative for which there is
    /// everything, where one that asks for nothing comes last. `headers` are the caller's own, which may be a credential
    /// too. A request that the description does not have gets all there are.
    pub(super) fn choose(
        &self,
        requirements: Option<&'static [&'static [usize]]>,
        headers: &HeaderMap,
    ) -> Result<Authorization, String> {
        let Some(requirements) = requirements else { return Ok(Authorization::Everything) };
        let is_there = |index: &usize| self.has(*index, headers);
        let complete = requirements
            .iter()
            .find(|alternative| !alternative.is_empty() && alternative.iter().all(is_there));
        if let Some(alternative) = complete {
            return Ok(Authorization::Schemes(alternative));
        }
        if requirements.iter().all(|alternative| !alternative.is_empty())
            && !requirements.is_empty()
        {
            return Err(self.missing(requirements, headers));
        }
        Ok(Authorization::Nothing)
    }

    /// Puts credentials into a request, and returns the tokens that were got for it. It waits only for a token that has
    /// to be got first.
    pub(super) async fn apply(
        &self,
        authorization: Authorization,
        client: &Shared,
        url: &mut Url,
        headers: &mut HeaderMap,
    ) -> Result<Vec<UsedToken>, Error> {
        let mut used = Vec::new();
        let mut position = 0;
        while let Some(placed) = self.chosen(authorization, position) {
            position += 1;
            match placed {
                Some(Placed::Source(source)) if !source.is_given(headers) => {
                    // Boxed: few calls ask for a token, and all would have the place for it.
                    let held = Box::pin(source.get(SourceContext::of(client))).await;
                    let held = held.map_err(no_token)?;
                    held.form.put(url, headers);
                    used.push(UsedToken(held));
                }
                Some(placed) => placed.put(url, headers),
                None => {}
            }
        }
        Ok(used)
    }

    /// The credential at a position of those that were chosen; `None` after the last.
    fn chosen(&self, authorization: Authorization, position: usize) -> Option<&Option<Placed>> {
        let index = match authorization {
            Authorization::Nothing => return None,
            Authorization::Schemes(schemes) => *schemes.get(position)?,
            Authorization::Everything => position,
        };
        self.placed.get(index)
    }

    /// Takes keys out of the query of an address to which a server redirects, which may have copied them there.
    pub(super) fn remove_query_keys(&self, url: &mut Url) {
        for placed in self.placed.iter().flatten() {
            let held = match placed {
                Placed::Source(source) => source.slot.current(),
                _ => None,
            };
            let placed = held.as_ref().map_or(placed, |held| &held.form);
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
                SchemeKind::Basic
                | SchemeKind::Bearer
                | SchemeKind::Http(_)
                | SchemeKind::OAuth2(_)
                | SchemeKind::OpenIdConnect(_) => headers.contains_key(AUTHORIZATION),
                SchemeKind::ApiKeyQuery(_)
                | SchemeKind::ApiKeyCookie(_)
                | SchemeKind::MutualTls => false,
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

impl Placed {
    /// Puts it into a request, unless it is a token that has to be got first.
    fn put(&self, url: &mut Url, headers: &mut HeaderMap) {
        match self {
            // What the caller gave for this call alone wins.
            Self::Header(name, value) => {
                headers.entry(name).or_insert_with(|| value.clone());
            }
            Self::Query(pair) => {
                let name = |text: &str| text.split('=').next().map(str::to_owned);
                let key = name(pair.expose());
                // Some operations have the key among their parameters, too.
                if url.query().is_some_and(|query| query.split('&').any(|other| name(other) == key))
                {
                    return;
                }
                let query = match url.query() {
                    None | Some("") => pair.expose().to_owned(),
                    Some(query) => format!("{query}&{}", pair.expose()),
                };
                url.set_query(Some(&query));
            }
            Self::Cookie(pair) => append_cookie(headers, pair.expose()),
            Self::Connection | Self::Source(_) => {}
        }
    }
}

impl Source {
    /// Whether the caller gave another credential for this call alone, so that no token is needed.
    fn is_given(&self, headers: &HeaderMap) -> bool {
        match self.scheme.kind {
            SchemeKind::ApiKeyHeader(name) => headers.contains_key(name),
            SchemeKind::ApiKeyQuery(_) | SchemeKind::ApiKeyCookie(_) => false,
            _ => headers.contains_key(AUTHORIZATION),
        }
    }

    async fn get(&self, context: SourceContext<'_>) -> Result<Arc<Held<Placed>>, TokenError> {
        let (scheme, secrets) = (self.scheme, context.secrets);
        let form = |token: &Secret| {
            let mut issued = Secrets::default();
            let placed = place_text(scheme.kind, token, self.prefix.as_deref(), &mut issued);
            secrets.add_issued(issued.fixed);
            placed
        };
        self.slot.get(scheme, context, form).await
    }
}

/// The error of a call that has no token to be sent with.
fn no_token(cause: TokenError) -> Error {
    Error::new(ErrorKind::Token, format!("no token could be got: {cause}"))
        .transient(cause.is_transient())
        .with_source(cause)
}

fn place_one(
    scheme: &'static SchemeInfo,
    credential: &Credential,
    prefix: Option<&str>,
    secrets: &mut Secrets,
) -> Result<Placed, String> {
    if prefix.is_some() && !matches!(credential, Credential::ApiKey(_)) {
        return Err("only an API key can have a prefix".to_owned());
    }
    let is_of_scheme = match credential {
        Credential::ApiKey(_) => matches!(
            scheme.kind,
            SchemeKind::ApiKeyHeader(_) | SchemeKind::ApiKeyQuery(_) | SchemeKind::ApiKeyCookie(_)
        ),
        Credential::Bearer(_) => matches!(
            scheme.kind,
            SchemeKind::Bearer | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_)
        ),
        Credential::Basic { .. } => scheme.kind == SchemeKind::Basic,
        Credential::Http(_) => matches!(scheme.kind, SchemeKind::Http(_)),
    };
    if !is_of_scheme {
        return Err("it is of another kind than its scheme".to_owned());
    }
    match credential {
        Credential::Basic { user, password } => place_basic(user, password, secrets),
        Credential::ApiKey(token) | Credential::Bearer(token) | Credential::Http(token) => {
            match token {
                Token::Fixed(secret) => place_text(scheme.kind, secret, prefix, secrets),
                Token::Source(source) => {
                    if let Some(prefix) = prefix {
                        check(prefix).map_err(|reason| format!("prefix: {reason}"))?;
                    }
                    let prefix = prefix.map(str::to_owned);
                    let slot = TokenSlot::new(Arc::clone(source));
                    Ok(Placed::Source(Box::new(Source { scheme, prefix, slot })))
                }
            }
        }
    }
}

/// Gives a text the place that its scheme asks for.
fn place_text(
    kind: SchemeKind,
    text: &Secret,
    prefix: Option<&str>,
    secrets: &mut Secrets,
) -> Result<Placed, String> {
    match kind {
        SchemeKind::ApiKeyHeader(name) => {
            let name = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| "the description gives it a header that cannot exist".to_owned())?;
            Ok(Placed::Header(name, header_value(prefixed(prefix, text, secrets)?.expose())?))
        }
        SchemeKind::ApiKeyQuery(name) => {
            let text = prefixed(prefix, text, secrets)?;
            let mut pairs = form_urlencoded::Serializer::new(String::new());
            // As parameters are escaped: not everything that reads a query takes a plus sign for a space.
            let pair = Secret::from(pairs.append_pair(name, text.expose()).finish());
            let pair = Secret::from(pair.expose().replace('+', "%20"));
            if let Some((_, encoded)) = pair.expose().split_once('=') {
                secrets.add(encoded);
            }
            Ok(Placed::Query(pair))
        }
        SchemeKind::ApiKeyCookie(name) => {
            let text = prefixed(prefix, text, secrets)?;
            let text = text.expose();
            // RFC 6265 section 4.1.1, cookie-octet.
            if text.bytes().any(|byte| !byte.is_ascii_graphic() || b"\",;\\".contains(&byte)) {
                return Err("a cookie can only hold ASCII without spaces and `\",;\\`".to_owned());
            }
            Ok(Placed::Cookie(format!("{name}={text}").into()))
        }
        SchemeKind::Bearer | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_) => {
            authorization("Bearer", text, secrets)
        }
        SchemeKind::Http(scheme) => authorization(scheme, text, secrets),
        SchemeKind::Basic | SchemeKind::MutualTls => {
            Err("it is of another kind than its scheme".to_owned())
        }
    }
}

fn place_basic(user: &str, password: &Secret, secrets: &mut Secrets) -> Result<Placed, String> {
    if user.contains(':') {
        return Err("a user name cannot hold a `:`".to_owned());
    }
    let pair = Secret::from(format!("{user}:{}", password.expose()));
    if pair.expose() == ":" {
        return Err("it is empty".to_owned());
    }
    if pair.expose().chars().any(char::is_control) {
        return Err("it holds a control character, such as a line break".to_owned());
    }
    // Without a password the user name is the secret.
    secrets.add(if password.expose().is_empty() { user } else { password.expose() });
    authorization("Basic", &base64(pair.expose().as_bytes()).into(), secrets)
}

fn authorization(scheme: &str, text: &Secret, secrets: &mut Secrets) -> Result<Placed, String> {
    check(text.expose())?;
    secrets.add(text.expose());
    let value = header_value(Secret::from(format!("{scheme} {}", text.expose())).expose())?;
    Ok(Placed::Header(AUTHORIZATION, value))
}

fn prefixed(prefix: Option<&str>, key: &Secret, secrets: &mut Secrets) -> Result<Secret, String> {
    check(key.expose())?;
    secrets.add(key.expose());
    let Some(prefix) = prefix else { return Ok(key.clone()) };
    check(prefix).map_err(|reason| format!("prefix: {reason}"))?;
    Ok(format!("{prefix} {}", key.expose()).into())
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
    let ways = [*setter].into_iter().chain(variables(env)).collect::<Vec<_>>().join("` or `");
    format!("credential `{key}`: {reason} (set by `{ways}`)")
}

/// Names of the variables, for messages.
fn variables(env: &SchemeEnv) -> Vec<&'static str> {
    [env.text, env.user, env.password, env.refresh_token].into_iter().flatten().collect()
}

fn how_to_set(scheme: &SchemeInfo) -> String {
    let SchemeInfo { key, setter, env, .. } = scheme;
    let setter = format!("`{key}`: set it with `ClientBuilder::{setter}`");
    match variables(env).as_slice() {
        [] => setter,
        [name] => format!("{setter} or the environment variable `{name}`"),
        names => format!("{setter} or the environment variables `{}`", names.join("`, `")),
    }
}
