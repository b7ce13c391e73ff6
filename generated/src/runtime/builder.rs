//! The builder of a client: everything that can be set, checked when the client is built.
use std::env::VarError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::auth::{Credential, Credentials};
use super::client::{Client, NO_BASE_URL, Shared};
use super::credential_headers::is_credential_header;
use super::error::{Error, problem_of};
use super::hooks::{Attempt, Hooks};
use super::info::ClientInfo;
use super::parts::{check_caller_header, check_timeout};
use super::path::{expand_server, parse_base_url};
use super::retry::RetryPolicy;
use super::retry_budget::RetryBudget;
#[cfg(all(feature = "rustls", not(target_family = "wasm")))]
use super::secret::Secret;
use super::transport::{Request, Transport};

/// Answers that are read whole may be this large, unless the caller sets another limit.
const RESPONSE_LIMIT: usize = 64 << 20;

#[cfg(all(any(feature = "rustls", feature = "native-tls"), not(target_family = "wasm")))]
type ConfigureHttp = Box<dyn FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send>;

/// Everything that can be set for a client.
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    pub(super) info: &'static ClientInfo,
    base_url: Option<String>,
    server: usize,
    server_variables: Vec<(String, String)>,
    credentials: Vec<Option<Credential>>,
    prefixes: Vec<Option<String>>,
    defaults: Vec<Option<String>>,
    user_agent: Option<String>,
    default_headers: HeaderMap,
    transport: Option<Box<dyn Transport>>,
    #[cfg(all(any(feature = "rustls", feature = "native-tls"), not(target_family = "wasm")))]
    configure_http: Option<ConfigureHttp>,
    #[cfg(all(feature = "rustls", not(target_family = "wasm")))]
    identity: Option<reqwest::Identity>,
    hooks: Hooks,
    retry: RetryPolicy,
    retry_budget: RetryBudget,
    connect_timeout: Duration,
    attempt_timeout: Duration,
    timeout: Duration,
    response_limit: usize,
    /// The first thing that cannot work, kept until the client is built.
    problem: Option<String>,
}

impl ClientBuilder {
    /// A builder for the client of an API.
    pub fn new(info: &'static ClientInfo) -> Self {
        Self {
            info,
            base_url: None,
            server: 0,
            server_variables: Vec::new(),
            credentials: vec![None; info.schemes.len()],
            prefixes: vec![None; info.schemes.len()],
            defaults: vec![None; info.defaults.len()],
            user_agent: None,
            default_headers: HeaderMap::new(),
            transport: None,
            #[cfg(all(
                any(feature = "rustls", feature = "native-tls"),
                not(target_family = "wasm")
            ))]
            configure_http: None,
            #[cfg(all(feature = "rustls", not(target_family = "wasm")))]
            identity: None,
            hooks: Hooks::default(),
            retry: RetryPolicy::default(),
            retry_budget: RetryBudget::default(),
            connect_timeout: Duration::from_secs(10),
            attempt_timeout: Duration::from_secs(30),
            timeout: Duration::from_secs(120),
            response_limit: RESPONSE_LIMIT,
            problem: None,
        }
    }

    /// Takes base URL, credentials and defaults from the environment, where they are not set yet.
    ///
    /// # Errors
    /// When a variable is set to nothing, to something that is not UTF-8, or to something that cannot work.
    pub fn from_env(self) -> Result<Self, Error> {
        self.from_variables(|name| std::env::var(name))
    }

    /// Takes the same from variables that come from elsewhere.
    ///
    /// # Errors
    /// When a variable is set to nothing, to something that is not UTF-8, or to something that cannot work.
    #[doc(hidden)]
    pub fn from_variables(
        mut self,
        variables: impl Fn(&str) -> Result<String, VarError>,
    ) -> Result<Self, Error> {
        let info = self.info;
        let read = |name: &'static str| match variables(name) {
            Ok(text) if text.is_empty() => {
                Err(problem_of(name, "it is empty: unset it or give it a value"))
            }
            Ok(text) => Ok(Some(text)),
            Err(VarError::NotPresent) => Ok(None),
            Err(VarError::NotUnicode(_)) => Err(problem_of(name, "it is not UTF-8")),
        };
        if let (Some(name), None) = (info.base_url_env, &self.base_url)
            && let Some(text) = read(name)?
        {
            parse_base_url(&text).map_err(|reason| problem_of(name, &reason))?;
            self.base_url = Some(text);
        }
        for (scheme, slot) in info.schemes.iter().zip(&mut self.credentials) {
            if slot.is_none() {
                *slot = Credential::from_environment(scheme, read)?;
            }
        }
        for (default, slot) in info.defaults.iter().zip(&mut self.defaults) {
            if slot.is_none() {
                *slot = read(default.env)?;
            }
        }
        Ok(self)
    }

    /// Where calls go: an absolute `http` or `https` URL, for instance `https://api.example.com/base`. A slash at
    /// its end makes no difference.
    pub fn base_url(mut self, url: &str) -> Self {
        self.base_url = Some(url.to_owned());
        self
    }

    /// The server of the description that calls go to, by its index; the first one unless this is set.
    pub fn server(mut self, index: usize) -> Self {
        self.server = index;
        self
    }

    /// The value of a variable of the server's URL, and of the URLs of servers that operations have of their own.
    pub fn server_variable(mut self, name: &str, value: impl Into<String>) -> Self {
        self.server_variables.retain(|(other, _)| other != name);
        self.server_variables.push((name.to_owned(), value.into()));
        self
    }

    /// The credential of a security scheme, by its index in [`ClientInfo::schemes`].
    pub fn credential(mut self, scheme: usize, credential: Credential) -> Self {
        if let Some(slot) = self.credentials.get_mut(scheme) {
            *slot = Some(credential);
        }
        self
    }

    /// What goes before an API key, separated by a space, by the index of its scheme.
    pub fn prefix(mut self, scheme: usize, prefix: String) -> Self {
        if let Some(slot) = self.prefixes.get_mut(scheme) {
            *slot = Some(prefix);
        }
        self
    }

    /// A value that is set once for the whole client, by its index in [`ClientInfo::defaults`].
    pub fn default_value(mut self, index: usize, value: String) -> Self {
        if let Some(slot) = self.defaults.get_mut(index) {
            *slot = Some(value);
        }
        self
    }

    /// The `User-Agent`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// A header for every call, instead of any of that name that would be sent otherwise. Credentials have setters of
    /// their own; they are headers where the description has no security scheme, and are kept from other origins, too.
    pub fn default_header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        self.set_default_header(name.try_into().ok(), value.try_into().ok());
        self
    }

    /// The longest it may take to connect; 10 s unless set. A transport of one's own has its own.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = self.checked("connect_timeout", timeout);
        self
    }

    /// The longest one attempt may take, from connecting to the last byte of the answer; 30 s unless set.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.attempt_timeout = self.checked("attempt_timeout", timeout);
        self
    }

    /// The longest a call may take, with all its attempts and the pauses between them; 120 s unless set.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = self.checked("timeout", timeout);
        self
    }

    /// When a request is sent again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How many retries all calls of the client have together.
    pub fn retry_budget(mut self, budget: RetryBudget) -> Self {
        self.retry_budget = budget;
        self
    }

    /// Calls this for each attempt before it goes out. It may change the request, which does not have the client's
    /// credentials yet; when it sends it to another origin, the request never gets them. What has to see the request
    /// as it goes out, such as a signature, belongs into a [`Transport`] of one's own.
    pub fn before(mut self, hook: impl Fn(&mut Request) + Send + Sync + 'static) -> Self {
        self.hooks.before.push(Box::new(hook));
        self
    }

    /// Calls this for each attempt after it ended, with an answer or without.
    pub fn after(mut self, hook: impl Fn(&Attempt<'_>) + Send + Sync + 'static) -> Self {
        self.hooks.after.push(Box::new(hook));
        self
    }

    /// The largest answer that is read into memory, in bytes; 64 MiB unless set.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Changes how HTTP is done: proxies, certificates, HTTP/2 and more. Redirects stay with this client, which
    /// knows where credentials may go.
    #[cfg(all(any(feature = "rustls", feature = "native-tls"), not(target_family = "wasm")))]
    pub fn configure_http(
        mut self,
        configure: impl FnOnce(reqwest::ClientBuilder) -> reqwest::ClientBuilder + Send + 'static,
    ) -> Self {
        self.configure_http = Some(Box::new(configure));
        self
    }

    /// The certificate and the key of this client for TLS, as PEM, which is what a scheme `mutualTLS` asks for. With
    /// another TLS library than rustls, set them by [`ClientBuilder::configure_http`].
    #[cfg(all(feature = "rustls", not(target_family = "wasm")))]
    pub fn client_identity(mut self, pem: impl Into<Secret>) -> Self {
        match reqwest::Identity::from_pem(pem.into().expose().as_bytes()) {
            Ok(identity) => self.identity = Some(identity),
            // The error may quote a line of the text.
            Err(_) => self.note(
                "`client_identity` cannot be used: expected a certificate and a private key as PEM"
                    .to_owned(),
            ),
        }
        self
    }

    /// A transport of one's own.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// When something that was set cannot work.
    pub fn build(mut self) -> Result<Client, Error> {
        if let Some(problem) = self.problem.take() {
            return Err(Error::configuration(problem));
        }
        self.check_server_variables().map_err(Error::configuration)?;
        let base_url = self.resolved_base_url()?;
        let has_identity = self.has_identity();
        let (credentials, secrets) =
            Credentials::place(self.info.schemes, &self.credentials, &self.prefixes, has_identity)
                .map_err(Error::configuration)?;
        let user_agent = self.user_agent.as_deref().unwrap_or(self.info.user_agent);
        let user_agent = HeaderValue::from_str(user_agent).map_err(|_| {
            Error::configuration(
                "`user_agent` cannot be sent: expected text without control characters",
            )
        })?;
        let transport = match self.transport.take() {
            Some(transport) => transport,
            None => self.default_transport()?,
        };
        let shared = Shared {
            info: self.info,
            base_url,
            is_base_url_given: self.base_url.is_some(),
            server_variables: self.server_variables,
            credentials,
            secrets: Arc::new(secrets),
            user_agent,
            default_headers: self.default_headers,
            defaults: self.defaults,
            transport: transport.into(),
            hooks: self.hooks,
            retry: self.retry,
            retry_budget: self.retry_budget,
            attempt_timeout: self.attempt_timeout,
            timeout: self.timeout,
            response_limit: self.response_limit,
        };
        Ok(Client { shared: Arc::new(shared) })
    }

    /// Whether the connection may have a certificate of this client: what callers do in a transport or in the settings of
    /// HTTP is not known here.
    fn has_identity(&self) -> bool {
        let is_own = self.transport.is_some();
        #[cfg(all(any(feature = "rustls", feature = "native-tls"), not(target_family = "wasm")))]
        let is_own = is_own || self.configure_http.is_some();
        #[cfg(all(feature = "rustls", not(target_family = "wasm")))]
        let is_own = is_own || self.identity.is_some();
        is_own
    }

    /// The base URL as it was set, else that of the server; else that of the first operation with a server of its own,
    /// which is then the only place where anything is.
    pub(super) fn resolved_base_url(&self) -> Result<Url, Error> {
        let (info, expand) =
            (self.info, |server| expand_server(server, &self.server_variables, None));
        let base_url = match (&self.base_url, info.servers.get(self.server)) {
            (Some(text), _) => parse_base_url(text).map_err(|reason| format!("base URL: {reason}")),
            (None, Some(server)) => expand(server),
            (None, None) if info.servers.is_empty() => {
                let mut urls = info.operation_servers.iter().map(expand);
                urls.find_map(Result::ok).ok_or_else(|| NO_BASE_URL.to_owned())
            }
            (None, None) => Err(format!(
                "server: expected an index below {}, the number of servers of the description",
                info.servers.len()
            )),
        };
        base_url.map_err(Error::configuration)
    }

    fn set_default_header(&mut self, name: Option<HeaderName>, value: Option<HeaderValue>) {
        let checked = match (name, value) {
            (None, _) => Err("a default header has a name that is not a token".to_owned()),
            (Some(name), None) => Err(format!(
                "default header `{name}` cannot be sent: expected text without control characters"
            )),
            // Without a scheme there is no other way to give one.
            (Some(name), Some(_))
                if !self.info.schemes.is_empty()
                    && is_credential_header(self.info.schemes, &name) =>
            {
                Err(format!(
                    "default header `{name}` is a credential: use its own setter{}",
                    self.setters()
                ))
            }
            (Some(name), Some(value)) => check_caller_header(&name).map(|()| (name, value)),
        };
        match checked {
            Ok((name, value)) => {
                self.default_headers.insert(name, value);
            }
            Err(problem) => self.note(problem),
        }
    }

    fn setters(&self) -> String {
        let setters: Vec<String> =
            self.info.schemes.iter().map(|scheme| format!("`{}`", scheme.setter)).collect();
        format!(" ({})", setters.join(", "))
    }

    fn checked(&mut self, name: &str, timeout: Duration) -> Duration {
        if let Err(reason) = check_timeout(timeout) {
            self.note(format!("`{name}`: {reason}"));
        }
        timeout
    }

    fn note(&mut self, problem: String) {
        self.problem.get_or_insert(problem);
    }

    fn check_server_variables(&self) -> Result<(), String> {
        let servers = || self.info.servers.iter().chain(self.info.operation_servers);
        let variables = || servers().flat_map(|server| server.variables);
        for (name, _) in &self.server_variables {
            if !variables().any(|variable| variable.name == name) {
                let mut known: Vec<&str> = variables().map(|variable| variable.name).collect();
                known.dedup();
                let known = match known.as_slice() {
                    [] => "no server has any".to_owned(),
                    known => format!("expected one of `{}`", known.join("`, `")),
                };
                return Err(format!("server variable `{name}` does not exist: {known}"));
            }
        }
        Ok(())
    }

    #[cfg(all(any(feature = "rustls", feature = "native-tls"), not(target_family = "wasm")))]
    fn default_transport(&mut self) -> Result<Box<dyn Transport>, Error> {
        let configure = self.configure_http.take().unwrap_or_else(|| Box::new(|builder| builder));
        #[cfg(all(feature = "rustls", not(target_family = "wasm")))]
        let identity = self.identity.take();
        #[cfg(all(feature = "rustls", not(target_family = "wasm")))]
        let configure = move |builder: reqwest::ClientBuilder| {
            configure(match identity {
                // The TLS of the platform, which reqwest prefers where both are on, takes no such identity.
                Some(identity) => builder.tls_backend_rustls().identity(identity),
                None => builder,
            })
        };
        super::transport_reqwest::ReqwestTransport::build(self.connect_timeout, configure)
            .map(|transport| Box::new(transport) as Box<dyn Transport>)
            .map_err(|error| {
                let reason = "the HTTP client cannot be set up this way";
                Error::configuration(format!("{reason}: {error}")).with_source(error)
            })
    }

    #[cfg(not(all(any(feature = "rustls", feature = "native-tls"), not(target_family = "wasm"))))]
    #[expect(clippy::unused_self, reason = "the same call with and without the default transport")]
    fn default_transport(&mut self) -> Result<Box<dyn Transport>, Error> {
        let reason = "there is no transport: set one with `ClientBuilder::transport`, or enable the feature `rustls` or `native-tls`";
        Err(Error::configuration(reason))
    }
}

/// Shows no credential.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("name", &self.info.name).finish_non_exhaustive()
    }
}
