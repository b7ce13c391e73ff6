//! OAuth 2.0 as a client without a browser sees it (RFC 6749): a grant, the token endpoint, and refreshing.
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::{Method, StatusCode};
use serde_json::Value;
use url::{Url, form_urlencoded};

use super::auth::{Credential, Secrets};
use super::base64_text::base64;
use super::info::{OAuth2Info, SchemeKind};
use super::secret::Secret;
use super::token::{IssuedToken, Token, TokenError, TokenFuture, TokenRequest, TokenSource};
use super::transport::Request;

/// How much of what an authorization server says is shown.
const SHOWN_DESCRIPTION: usize = 200;

/// A token source that asks the authorization server of a scheme `oauth2` or `openIdConnect`.
///
/// The URL of its token endpoint is that of the description, for `openIdConnect` that of the discovery document,
/// unless [`OAuth2::token_url`] sets another. Refresh tokens that the server issues are used from then on.
pub struct OAuth2 {
    grant: Grant,
    client_id: String,
    client_secret: Option<Secret>,
    is_secret_in_body: bool,
    scopes: Vec<String>,
    parameters: Vec<(String, Secret)>,
    token_url: Option<String>,
    leeway: Option<Duration>,
    on_refresh_token: Option<OnRefreshToken>,
    state: Mutex<State>,
}

type OnRefreshToken = Box<dyn Fn(&Secret) + Send + Sync>;

/// What stands for the permission to get a token.
#[derive(Clone)]
enum Grant {
    /// RFC 6749 section 4.4.
    ClientCredentials,
    /// RFC 6749 section 4.3.
    Password { user: String, password: Secret },
    /// RFC 6749 section 4.1.3, with the verifier of RFC 7636.
    Code { code: Secret, redirect_url: Option<String>, verifier: Option<Secret> },
    /// RFC 6749 section 6, with a refresh token from elsewhere.
    Refresh,
}

#[derive(Default)]
struct State {
    refresh_token: Option<Secret>,
    /// A code can be exchanged once (RFC 6749 section 4.1.2).
    is_code_used: bool,
    /// The token endpoint of the discovery document.
    discovered: Option<Url>,
}

impl OAuth2 {
    /// The client itself is who is allowed (RFC 6749 section 4.4).
    #[must_use]
    pub fn client_credentials(
        client_id: impl Into<String>,
        client_secret: impl Into<Secret>,
    ) -> Self {
        Self::new(client_id.into(), Grant::ClientCredentials).client_secret(client_secret)
    }

    /// A user is who is allowed, and this token, got earlier, is the proof (RFC 6749 section 6).
    #[must_use]
    pub fn refresh_token(client_id: impl Into<String>, refresh_token: impl Into<Secret>) -> Self {
        let made = Self::new(client_id.into(), Grant::Refresh);
        made.state().refresh_token = Some(refresh_token.into());
        made
    }

    /// A user gave name and password to this client (RFC 6749 section 4.3, which RFC 9700 section 2.4 advises
    /// against: use it only where the service offers nothing else).
    #[must_use]
    pub fn password(
        client_id: impl Into<String>,
        user: impl Into<String>,
        password: impl Into<Secret>,
    ) -> Self {
        let grant = Grant::Password { user: user.into(), password: password.into() };
        Self::new(client_id.into(), grant)
    }

    /// A user allowed it in a browser, which came back with this code (RFC 6749 section 4.1.3). `redirect_url` is the
    /// one of the request for authorization, `verifier` the one whose challenge that had (RFC 7636 section 4.5).
    #[must_use]
    pub fn authorization_code(
        client_id: impl Into<String>,
        code: impl Into<Secret>,
        redirect_url: Option<String>,
        verifier: Option<Secret>,
    ) -> Self {
        let grant = Grant::Code { code: code.into(), redirect_url, verifier };
        Self::new(client_id.into(), grant)
    }

    /// The secret of the client, sent as its password (RFC 6749 section 2.3.1).
    #[must_use]
    pub fn client_secret(mut self, secret: impl Into<Secret>) -> Self {
        self.client_secret = Some(secret.into());
        self
    }

    /// Sends the client's id and secret in the body, for servers that do not take them as user name and password.
    #[must_use]
    pub fn secret_in_body(mut self) -> Self {
        self.is_secret_in_body = true;
        self
    }

    /// The scopes to ask for; what the server gives by default unless set (RFC 6749 section 3.3).
    ///
    /// One token with these scopes serves all operations, so they are the union of what the operations that are called
    /// need; a client that is to have fewer rights for some of them (RFC 9700 section 2.3) is another client.
    #[must_use]
    pub fn scopes(mut self, scopes: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.scopes = scopes.into_iter().map(Into::into).collect();
        self
    }

    /// A parameter that the server wants beside those of the standard, for instance `audience`.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// The token endpoint, instead of the description's: an absolute URL, or one relative to the base URL.
    #[must_use]
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// How long before its end a token is replaced; 30 s unless set.
    #[must_use]
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = Some(leeway);
        self
    }

    /// Called with each new refresh token, to keep it beyond the life of this process.
    #[must_use]
    pub fn on_refresh_token(mut self, keep: impl Fn(&Secret) + Send + Sync + 'static) -> Self {
        self.on_refresh_token = Some(Box::new(keep));
        self
    }

    /// What environment variables make: a refresh token where there is one, else the client's own credentials.
    #[doc(hidden)]
    #[must_use]
    pub fn from_environment(
        client_id: String,
        client_secret: Option<Secret>,
        refresh_token: Option<Secret>,
    ) -> Credential {
        let mut made = match refresh_token {
            Some(token) => Self::refresh_token(client_id, token),
            None => Self::new(client_id, Grant::ClientCredentials),
        };
        made.client_secret = client_secret;
        Credential::Bearer(Token::from(made))
    }

    fn new(client_id: String, grant: Grant) -> Self {
        Self {
            grant,
            client_id,
            client_secret: None,
            is_secret_in_body: false,
            scopes: Vec::new(),
            parameters: Vec::new(),
            token_url: None,
            leeway: None,
            on_refresh_token: None,
            state: Mutex::default(),
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TokenSource for OAuth2 {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(self.obtain(request))
    }
}

/// Shows no secret, and neither the name of the user nor the client's.
impl fmt::Debug for OAuth2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let grant = match self.grant {
            Grant::ClientCredentials => "client credentials",
            Grant::Password { .. } => "password",
            Grant::Code { .. } => "authorization code",
            Grant::Refresh => "refresh token",
        };
        f.debug_struct("OAuth2").field("grant", &grant).finish_non_exhaustive()
    }
}

/// How a token is got.
impl OAuth2 {
    async fn obtain(&self, request: TokenRequest<'_>) -> Result<IssuedToken, TokenError> {
        let refresh_token = self.state().refresh_token.clone();
        if let Some(token) = refresh_token {
            let pairs = vec![("grant_type", "refresh_token"), ("refresh_token", token.expose())];
            match self.ask(request, true, pairs).await {
                Err(Refusal::Ended(error)) => {
                    self.state().refresh_token = None;
                    if matches!(self.grant, Grant::Refresh | Grant::Code { .. }) {
                        return Err(error);
                    }
                }
                outcome => return outcome.map_err(Refusal::into_error),
            }
        }
        let pairs = match &self.grant {
            Grant::ClientCredentials => vec![("grant_type", "client_credentials")],
            Grant::Password { user, password } => vec![
                ("grant_type", "password"),
                ("username", user.as_str()),
                ("password", password.expose()),
            ],
            Grant::Code { code, redirect_url, verifier } => {
                if std::mem::replace(&mut self.state().is_code_used, true) {
                    return Err(TokenError::new(
                        "the authorization code was used already: the user has to authorize again",
                    ));
                }
                let mut pairs = vec![("grant_type", "authorization_code"), ("code", code.expose())];
                pairs.extend(redirect_url.as_deref().map(|url| ("redirect_uri", url)));
                pairs.extend(verifier.as_ref().map(|text| ("code_verifier", text.expose())));
                pairs
            }
            Grant::Refresh => {
                return Err(TokenError::new(
                    "the refresh token has ended: the user has to authorize again",
                ));
            }
        };
        self.ask(request, false, pairs).await.map_err(Refusal::into_error)
    }

    /// Asks the token endpoint.
    async fn ask(
        &self,
        request: TokenRequest<'_>,
        is_refresh: bool,
        pairs: Vec<(&'static str, &str)>,
    ) -> Result<IssuedToken, Refusal> {
        let url = self.endpoint(request, is_refresh).await?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let outgoing = self.question(url, is_refresh, pairs)?;
        let (status, body) = request.send(outgoing).await?;
        let answer: Value = serde_json::from_slice(&body).unwrap_or_default();
        if status.is_success() {
            return self.issued(&host, &answer).map_err(Refusal::Failed);
        }
        Err(self.refusal(&host, status, &answer))
    }

    /// The request to the token endpoint, which authenticates the client.
    fn question(
        &self,
        url: Url,
        is_refresh: bool,
        pairs: Vec<(&'static str, &str)>,
    ) -> Result<Request, TokenError> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.extend_pairs(pairs);
        // A code was allowed with its scopes, so they are not asked for again (RFC 6749 section 4.1.3).
        if !self.scopes.is_empty() && (is_refresh || !matches!(self.grant, Grant::Code { .. })) {
            form.append_pair("scope", &self.scopes.join(" "));
        }
        let mut outgoing = Request::new(Method::POST, url);
        match &self.client_secret {
            Some(secret) if !self.is_secret_in_body => {
                outgoing.headers.insert(AUTHORIZATION, basic(&self.client_id, secret)?);
            }
            secret => {
                form.append_pair("client_id", &self.client_id);
                if let Some(secret) = secret {
                    form.append_pair("client_secret", secret.expose());
                }
            }
        }
        for (name, value) in &self.parameters {
            form.append_pair(name, value.expose());
        }
        outgoing.body = form.finish().into();
        let media_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        outgoing.headers.insert(CONTENT_TYPE, media_type);
        outgoing.headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        Ok(outgoing)
    }

    /// RFC 6749 section 5.1.
    fn issued(&self, host: &str, answer: &Value) -> Result<IssuedToken, TokenError> {
        let Some(token) = answer["access_token"].as_str().filter(|token| !token.is_empty()) else {
            let reason = format!("`{host}`: expected JSON with an `access_token`");
            return Err(TokenError::new(reason));
        };
        // These need a proof with each request, which a bearer does not give (RFC 6749 section 7.1).
        let kind = answer["token_type"].as_str().unwrap_or("bearer").to_ascii_lowercase();
        if matches!(kind.as_str(), "mac" | "pop" | "dpop") {
            let reason =
                format!("`{host}`: a token of type `{kind}` cannot be used as a bearer token");
            return Err(TokenError::new(reason));
        }
        if let Some(text) = answer["refresh_token"].as_str().filter(|text| !text.is_empty()) {
            let token = Secret::from(text);
            if let Some(keep) = &self.on_refresh_token {
                keep(&token);
            }
            self.state().refresh_token = Some(token);
        }
        let mut issued = IssuedToken::new(token);
        // Some servers write the number as text.
        let lifetime = &answer["expires_in"];
        let seconds = lifetime.as_f64().or_else(|| lifetime.as_str()?.trim().parse().ok());
        if let Some(seconds) = seconds {
            let lifetime = Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX);
            issued = issued.expires_in(lifetime);
        }
        Ok(match self.leeway {
            Some(leeway) => issued.leeway(leeway),
            None => issued,
        })
    }

    /// RFC 6749 section 5.2.
    fn refusal(&self, host: &str, status: StatusCode, answer: &Value) -> Refusal {
        let code = answer["error"].as_str().unwrap_or_default();
        let mut reason = format!("`{host}`: {status}");
        for text in [code, answer["error_description"].as_str().unwrap_or_default()] {
            if !text.is_empty() {
                let shown: String = text.chars().take(SHOWN_DESCRIPTION).collect();
                reason = format!("{reason}: {shown}");
            }
        }
        let mut secrets = Secrets::default();
        let mut hide = |secret: &Secret| {
            let text = secret.expose();
            secrets.add(text);
            // As it stands in the form.
            secrets.add(&form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>());
        };
        self.client_secret.iter().for_each(&mut hide);
        self.parameters.iter().map(|(_, value)| value).for_each(&mut hide);
        self.state().refresh_token.iter().for_each(&mut hide);
        match &self.grant {
            Grant::Password { password, .. } => hide(password),
            Grant::Code { code, verifier, .. } => {
                hide(code);
                verifier.iter().for_each(&mut hide);
            }
            Grant::ClientCredentials | Grant::Refresh => {}
        }
        let error = TokenError::new(secrets.hide(&reason).unwrap_or(reason));
        let is_transient = status.is_server_error()
            || matches!(status.as_u16(), 408 | 429)
            || code == "temporarily_unavailable";
        match code {
            "invalid_grant" => Refusal::Ended(error),
            _ if is_transient => Refusal::Failed(error.transient()),
            _ => Refusal::Failed(error),
        }
    }

    /// The token endpoint.
    async fn endpoint(
        &self,
        request: TokenRequest<'_>,
        is_refresh: bool,
    ) -> Result<Url, TokenError> {
        let url = match (&self.token_url, request.scheme().kind) {
            (Some(url), _) => Some(url.as_str()),
            (None, SchemeKind::OAuth2(info)) => self.flow_url(info, is_refresh),
            (None, SchemeKind::OpenIdConnect(url)) => {
                let known = self.state().discovered.clone();
                return match known {
                    Some(url) => Ok(url),
                    None => self.discover(request, url).await,
                };
            }
            (None, _) => None,
        };
        let url = url.ok_or_else(|| {
            TokenError::new(
                "the description has no token URL for this flow: set it with `token_url`",
            )
        })?;
        resolve(request.base_url(), url)
    }

    fn flow_url(&self, info: &OAuth2Info, is_refresh: bool) -> Option<&'static str> {
        let any = info.code_url.or(info.password_url).or(info.client_credentials_url);
        let own = match self.grant {
            Grant::ClientCredentials => info.client_credentials_url,
            Grant::Password { .. } => info.password_url,
            Grant::Code { .. } => info.code_url,
            // Tokens are refreshed where they are issued, unless another URL is given (RFC 6749 section 6).
            Grant::Refresh => any,
        };
        if is_refresh { info.refresh_url.or(own).or(any) } else { own }
    }

    /// `OpenID` Connect Discovery 1.0 sections 4 and 4.3.
    async fn discover(&self, request: TokenRequest<'_>, url: &str) -> Result<Url, TokenError> {
        const WELL_KNOWN: &str = "/.well-known/openid-configuration";
        let url = resolve(request.base_url(), url)?;
        let host = url.host_str().unwrap_or_default().to_owned();
        let issuer = url.as_str().strip_suffix(WELL_KNOWN).map(str::to_owned);
        let mut outgoing = Request::new(Method::GET, url.clone());
        outgoing.headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let (status, body) = request.send(outgoing).await?;
        if !status.is_success() {
            let error = TokenError::new(format!("`{host}`: {status} for the discovery document"));
            return Err(if status.is_server_error() { error.transient() } else { error });
        }
        let document: Value = serde_json::from_slice(&body).unwrap_or_default();
        let said = document["issuer"].as_str().map(|text| text.trim_end_matches('/'));
        if issuer.is_some() && issuer.as_deref() != said {
            let reason = format!("`{host}`: the discovery document is another issuer's");
            return Err(TokenError::new(reason));
        }
        let Some(endpoint) = document["token_endpoint"].as_str() else {
            let reason = format!("`{host}`: the discovery document has no `token_endpoint`");
            return Err(TokenError::new(reason));
        };
        let endpoint = resolve(&url, endpoint)?;
        self.state().discovered = Some(endpoint.clone());
        Ok(endpoint)
    }
}

/// Why the token endpoint gave no token.
enum Refusal {
    /// The grant is not valid any more, if it ever was.
    Ended(TokenError),
    Failed(TokenError),
}

impl Refusal {
    fn into_error(self) -> TokenError {
        match self {
            Self::Ended(error) | Self::Failed(error) => error,
        }
    }
}

impl From<TokenError> for Refusal {
    fn from(error: TokenError) -> Self {
        Self::Failed(error)
    }
}

/// Both are escaped as in a form before they are joined (RFC 6749 section 2.3.1).
fn basic(id: &str, secret: &Secret) -> Result<HeaderValue, TokenError> {
    let escape = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    let pair = Secret::from(format!("{}:{}", escape(id), escape(secret.expose())));
    let text = Secret::from(format!("Basic {}", base64(pair.expose().as_bytes())));
    let mut value = HeaderValue::from_str(text.expose())
        .map_err(|_| TokenError::new("the client's credentials cannot be sent"))?;
    value.set_sensitive(true);
    Ok(value)
}

/// An absolute URL, or one relative to `base`, that can be called.
pub(super) fn resolve(base: &Url, url: &str) -> Result<Url, TokenError> {
    let resolved = base.join(url).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    resolved.ok_or_else(|| {
        TokenError::new(format!("`{}` is not an `http` or `https` URL", url.escape_debug()))
    })
}
