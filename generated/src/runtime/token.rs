//! Tokens that are got while a client runs: where they come from, and how the current one is kept.
use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use bytes::Bytes;
use http::header::USER_AGENT;
use http::{HeaderValue, StatusCode};
use url::Url;

use super::auth::SourceContext;
use super::clock::Instant;
use super::info::SchemeInfo;
use super::secret::Secret;
use super::transport::{Request, Transport, TransportErrorKind};

/// How long before its end a token is not used any more: clocks differ, and a request takes time to arrive.
const LEEWAY: Duration = Duration::from_secs(30);

/// What a token endpoint says is small; more than this is not read.
const ANSWER_LIMIT: usize = 1 << 20;

/// A key or token: one that is known, or where the current one comes from.
#[derive(Clone)]
#[non_exhaustive]
pub enum Token {
    /// One that stays the same.
    Fixed(Secret),
    /// One that is asked for when it is needed, kept, and asked for again when it ends or the service refuses it.
    Source(Arc<dyn TokenSource>),
}

/// Where tokens come from: an authorization server, a vault, another process.
///
/// A client asks one source for one token at a time, however many calls wait for it, and keeps what it gets.
pub trait TokenSource: Send + Sync + 'static {
    /// A token that can be used now.
    ///
    /// It is asked for before the first call, when the last one is about to end, and once more when the service
    /// answers a call with 401. When the call that asked is dropped, another that waits goes on with the same future. When
    /// none does, the future is dropped, which must leave the source in a state from which it can be asked again.
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a>;
}

/// What [`TokenSource::token`] returns.
pub type TokenFuture<'a> =
    Pin<Box<dyn Future<Output = Result<IssuedToken, TokenError>> + Send + 'a>>;

/// A token as it was issued.
#[derive(Clone, Debug)]
pub struct IssuedToken {
    secret: Secret,
    lifetime: Option<Duration>,
    leeway: Duration,
}

impl IssuedToken {
    /// A token that is good until the service refuses it.
    #[must_use]
    pub fn new(secret: impl Into<Secret>) -> Self {
        Self { secret: secret.into(), lifetime: None, leeway: LEEWAY }
    }

    /// How long it is good, from now.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// How long before its end another one is asked for: 30 s unless set, and never more than half of its life.
    #[must_use]
    pub fn leeway(mut self, leeway: Duration) -> Self {
        self.leeway = leeway;
        self
    }
}

/// What a source may want to know, and the connection of the client that asks.
#[derive(Clone, Copy)]
pub struct TokenRequest<'a> {
    pub(super) scheme: &'static SchemeInfo,
    pub(super) base_url: &'a Url,
    pub(super) transport: &'a dyn Transport,
    pub(super) user_agent: &'a HeaderValue,
    pub(super) is_refused: bool,
}

impl<'a> TokenRequest<'a> {
    /// The security scheme that the token is for.
    #[must_use]
    pub fn scheme(&self) -> &'static SchemeInfo {
        self.scheme
    }

    /// Where the client's calls go. Relative URLs of a security scheme are meant relative to it (OpenAPI 3.1.1
    /// section 4.6).
    #[must_use]
    pub fn base_url(&self) -> &'a Url {
        self.base_url
    }

    /// Whether the service refused the last token, so that a copy of it would be refused again.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.is_refused
    }

    /// Sends a request through the client's transport, without its credentials, and reads the whole answer. It is
    /// sent once; redirects are not followed.
    ///
    /// # Errors
    /// When there is no whole answer.
    pub async fn send(&self, mut request: Request) -> Result<(StatusCode, Bytes), TokenError> {
        request.headers.entry(USER_AGENT).or_insert_with(|| self.user_agent.clone());
        let host = request.url.host_str().unwrap_or_default().to_owned();
        let failed = |cause: super::transport::TransportError| {
            let is_final =
                matches!(cause.kind(), TransportErrorKind::Tls | TransportErrorKind::Rejected);
            let error = TokenError::new(format!("`{host}`: {cause}"));
            let error = if is_final { error } else { error.transient() };
            error.with_source(cause.into_source())
        };
        let response = self.transport.send(request).await.map_err(&failed)?;
        let mut body = response.body;
        let mut bytes = Vec::new();
        while let Some(chunk) = body.chunk().await.map_err(&failed)? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > ANSWER_LIMIT {
                return Err(TokenError::new(format!("`{host}`: the answer is too large")));
            }
        }
        Ok((response.status, bytes.into()))
    }
}

impl fmt::Debug for TokenRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRequest")
            .field("scheme", &self.scheme.key)
            .field("is_refused", &self.is_refused)
            .finish_non_exhaustive()
    }
}

/// Why there is no token. Its text is shown in errors of calls, so it must not hold a secret.
#[derive(Clone, Debug)]
pub struct TokenError {
    reason: Cow<'static, str>,
    is_transient: bool,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl TokenError {
    /// An error that asking again would not mend.
    #[must_use]
    pub fn new(reason: impl Into<Cow<'static, str>>) -> Self {
        Self { reason: reason.into(), is_transient: false, source: None }
    }

    /// The same, where asking again may help: the call is tried again as its retry policy says.
    #[must_use]
    pub fn transient(mut self) -> Self {
        self.is_transient = true;
        self
    }

    /// The same, with its cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// Whether asking again may help.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        self.is_transient
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

impl From<Secret> for Token {
    fn from(secret: Secret) -> Self {
        Self::Fixed(secret)
    }
}

impl From<String> for Token {
    fn from(text: String) -> Self {
        Self::Fixed(text.into())
    }
}

impl From<&str> for Token {
    fn from(text: &str) -> Self {
        Self::Fixed(text.into())
    }
}

impl From<&String> for Token {
    fn from(text: &String) -> Self {
        Self::Fixed(text.into())
    }
}

impl<S: TokenSource> From<S> for Token {
    fn from(source: S) -> Self {
        Self::Source(Arc::new(source))
    }
}

impl From<Arc<dyn TokenSource>> for Token {
    fn from(source: Arc<dyn TokenSource>) -> Self {
        Self::Source(source)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Fixed(_) => "Token([redacted])",
            Self::Source(_) => "Token(source)",
        })
    }
}

/// The current token of a source, in the form `T` in which requests get it.
pub(super) struct TokenSlot<T> {
    source: Arc<dyn TokenSource>,
    current: RwLock<Option<Arc<Held<T>>>>,
    /// What the source is asked, held by whoever waits for its answer. It is not lost when that one goes away: an
    /// authorization server that takes a refresh token once may have taken it already.
    flight: tokio::sync::Mutex<Option<Flight>>,
    /// How many wait.
    waiting: AtomicUsize,
    /// How often the source has answered, and with what error last, for those who waited meanwhile.
    rounds: AtomicU64,
    failure: Mutex<Option<TokenError>>,
}

/// A question to a source, with all that it needs.
type Flight = Pin<Box<dyn Future<Output = Result<IssuedToken, TokenError>> + Send>>;

/// One who waits. When the last of them goes away, what is asked goes with it.
struct Waiting<'s, T>(&'s TokenSlot<T>);

impl<'s, T> Waiting<'s, T> {
    fn new(slot: &'s TokenSlot<T>) -> Self {
        slot.waiting.fetch_add(1, Ordering::AcqRel);
        Self(slot)
    }
}

impl<T> Drop for Waiting<'_, T> {
    fn drop(&mut self) {
        // Whoever holds it waits too.
        if self.0.waiting.fetch_sub(1, Ordering::AcqRel) == 1
            && let Ok(mut flight) = self.0.flight.try_lock()
        {
            *flight = None;
        }
    }
}

/// The same request for a token, for as long as it takes.
struct OwnedRequest {
    scheme: &'static SchemeInfo,
    base_url: Url,
    transport: Arc<dyn Transport>,
    user_agent: HeaderValue,
    is_refused: bool,
}

impl OwnedRequest {
    fn ask(self, source: Arc<dyn TokenSource>) -> Flight {
        Box::pin(async move {
            let Self { scheme, base_url, transport, user_agent, is_refused } = &self;
            let (scheme, is_refused) = (*scheme, *is_refused);
            let transport = &**transport;
            source.token(TokenRequest { scheme, base_url, transport, user_agent, is_refused }).await
        })
    }
}

/// A token that is kept.
pub(super) struct Held<T> {
    pub(super) form: T,
    renew_at: Option<Instant>,
    ends_at: Option<Instant>,
    is_refused: AtomicBool,
}

impl<T> Held<T> {
    /// The service does not take this token: the next call gets another.
    pub(super) fn refuse(&self) {
        self.is_refused.store(true, Ordering::Release);
    }

    fn is_refused(&self) -> bool {
        self.is_refused.load(Ordering::Acquire)
    }

    fn is_good(&self, until: Option<Instant>) -> bool {
        !self.is_refused() && until.is_none_or(|until| Instant::now() < until)
    }
}

impl<T> TokenSlot<T> {
    pub(super) fn new(source: Arc<dyn TokenSource>) -> Self {
        Self {
            source,
            current: RwLock::new(None),
            flight: tokio::sync::Mutex::new(None),
            waiting: AtomicUsize::new(0),
            rounds: AtomicU64::new(0),
            failure: Mutex::new(None),
        }
    }

    /// The current token, or a new one, which `form` makes of what is issued. One caller asks, the others wait and get
    /// what that one got; when it is dropped meanwhile, the next of them goes on where it was.
    pub(super) async fn get(
        &self,
        scheme: &'static SchemeInfo,
        context: SourceContext<'_>,
        form: impl Fn(&Secret) -> Result<T, String>,
    ) -> Result<Arc<Held<T>>, TokenError> {
        if let Some(held) = self.current().filter(|held| held.is_good(held.renew_at)) {
            return Ok(held);
        }
        let round = self.rounds.load(Ordering::Acquire);
        let _waiting = Waiting::new(self);
        let mut flight = self.flight.lock().await;
        let held = self.current();
        if let Some(held) = held.clone().filter(|held| held.is_good(held.renew_at)) {
            return Ok(held);
        }
        if self.rounds.load(Ordering::Acquire) != round
            && let Some(failure) = &*lock(&self.failure)
        {
            return Err(failure.clone());
        }
        let asked = flight.get_or_insert_with(|| {
            let request = OwnedRequest {
                scheme,
                base_url: context.base_url.clone(),
                transport: Arc::clone(context.transport),
                user_agent: context.user_agent.clone(),
                is_refused: held.as_ref().is_some_and(|held| held.is_refused()),
            };
            request.ask(Arc::clone(&self.source))
        });
        let outcome = asked.await;
        *flight = None;
        let outcome = outcome.and_then(|issued| hold(&issued, form));
        self.rounds.fetch_add(1, Ordering::AcqRel);
        match outcome {
            Ok(held) => {
                let held = Arc::new(held);
                *lock(&self.failure) = None;
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Some(held.clone());
                Ok(held)
            }
            Err(failure) => {
                // Near its end a token is still better than none.
                if let Some(held) = held.filter(|held| held.is_good(held.ends_at)) {
                    return Ok(held);
                }
                *lock(&self.failure) = Some(failure.clone());
                Err(failure)
            }
        }
    }

    pub(super) fn current(&self) -> Option<Arc<Held<T>>> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn hold<T>(
    issued: &IssuedToken,
    form: impl Fn(&Secret) -> Result<T, String>,
) -> Result<Held<T>, TokenError> {
    let form = form(&issued.secret)
        .map_err(|reason| TokenError::new(format!("the token cannot be sent: {reason}")))?;
    let now = Instant::now();
    let renew_in = issued.lifetime.map(|all| all.saturating_sub(issued.leeway.min(all / 2)));
    Ok(Held {
        form,
        // An end that no clock can show is none.
        renew_at: renew_in.and_then(|time| now.checked_add(time)),
        ends_at: issued.lifetime.and_then(|time| now.checked_add(time)),
        is_refused: AtomicBool::new(false),
    })
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
