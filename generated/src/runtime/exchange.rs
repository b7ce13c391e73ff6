//! One call from its first byte to its last: attempts, pauses, redirects, time limits.
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode};

use super::answer::{RawResponse, Received};
use super::auth::UsedToken;
use super::call::AnswerFuture;
use super::client::Shared;
use super::clock::{self, Instant};
use super::error::{CallContext, Error, ErrorKind};
use super::hooks::Attempt;
use super::idempotency::is_idempotent;
use super::parts::{Authorization, Parts};
use super::redirect::{self, MOST_REDIRECTS, Step};
use super::retry::{RetryPolicy, retry_after};
use super::trace::CallSpan;
use super::transport::{Request, Response, ResponseBody, TransportErrorKind, TransportFuture};

/// Sends what was put together, and reads the answer: the whole of it, or the head only when the call streams and the
/// answer is a success. Nothing happens before the future is polled.
pub(super) fn start(parts: Box<Parts>) -> AnswerFuture {
    Box::pin(run(parts))
}

async fn run(mut parts: Box<Parts>) -> Result<Received, Error> {
    let options = parts.take_options();
    let context = parts.context(0);
    if !clock::is_available() {
        let reason = "there is no tokio runtime here: await the call inside one, or use `send_blocking()` of the feature `blocking`";
        return Err(Error::configuration(reason).with_context(context));
    }
    let (request, authorization) = match parts.prepare() {
        Ok(prepared) => prepared,
        Err(error) => return Err(error.with_context(context)),
    };
    let client = parts.client();
    let shared = &*client.shared;
    let timeout = options.timeout.unwrap_or(shared.timeout);
    let mut exchange = Exchange {
        shared,
        policy: options.retry.as_deref().unwrap_or(&shared.retry),
        attempt_timeout: options.attempt_timeout.unwrap_or(shared.attempt_timeout),
        begin: Instant::now(),
        timeout,
        streams: options.streams,
        idempotency_header: parts.idempotency_header(),
        span: CallSpan::new(&context.endpoint, &request.url),
        context,
    };
    let span = exchange.span.clone();
    let origin = Origin { parts, redirected: None };
    let outcome = span.wrap(exchange.drive(request, origin, authorization)).await;
    let outcome = outcome.map(|received| *received);
    span.end(&outcome);
    outcome
}

/// In a box on its way up: each future that it passes through has a place for it.
type Outcome<E> = Result<Box<Received>, E>;

fn is_unauthorized(outcome: &Outcome<Failure>) -> bool {
    outcome.as_ref().is_ok_and(|received| received.raw.status() == StatusCode::UNAUTHORIZED)
}

/// Where a request comes from that is sent again. It is made anew then: a copy of each request for the few that are sent
/// again would cost all calls. Boxed, because each future below would have a place of its own for it.
struct Origin {
    parts: Box<Parts>,
    redirected: Option<Box<Request>>,
}

impl Origin {
    /// The request without the client's credentials.
    fn request(&mut self) -> Result<Box<Request>, Error> {
        match &self.redirected {
            Some(request) => Ok(request.clone()),
            None => self.parts.prepare().map(|(request, _)| request),
        }
    }
}

struct Exchange<'c> {
    shared: &'c Shared,
    policy: &'c RetryPolicy,
    attempt_timeout: Duration,
    begin: Instant,
    timeout: Duration,
    streams: bool,
    idempotency_header: &'static str,
    span: CallSpan,
    context: CallContext,
}

/// An attempt that gave no answer.
struct Failure {
    error: Error,
    /// Whether the request may have arrived.
    may_have_arrived: bool,
    is_final: bool,
}

impl Exchange<'_> {
    /// Follows redirects. Once a call has left its origin it gets no credential again, wherever it goes next.
    async fn drive(
        &mut self,
        mut request: Box<Request>,
        mut origin: Origin,
        mut authorization: Authorization,
    ) -> Outcome<Error> {
        let mut redirects = 0;
        // To follow a redirect is no other attempt.
        self.context.attempts = 1;
        loop {
            let received = self.persist(request, &mut origin, authorization).await?;
            let status = received.raw.status();
            if !redirect::is_redirect(status) {
                return Ok(received);
            }
            let sent = self.again(&mut origin)?;
            let credentials = &self.shared.credentials;
            match redirect::step(&sent, status, received.raw.headers(), credentials) {
                Step::Stop => return Ok(received),
                Step::Refuse(reason) => {
                    return Err(Error::refused(ErrorKind::Redirect, received.raw, reason));
                }
                Step::Follow(_) if redirects == MOST_REDIRECTS => {
                    let reason = format!("more than {MOST_REDIRECTS} redirects");
                    return Err(Error::refused(ErrorKind::Redirect, received.raw, &reason));
                }
                Step::Follow(next) => {
                    if !redirect::is_same_origin(&sent.url, &next.url) {
                        authorization = Authorization::Nothing;
                    }
                    request = Box::new(Request::clone(&next));
                    origin.redirected = Some(next);
                    redirects += 1;
                }
            }
        }
    }

    /// Sends one request until there is an answer worth having, or no reason to try again.
    async fn persist(
        &mut self,
        mut request: Box<Request>,
        origin: &mut Origin,
        authorization: Authorization,
    ) -> Outcome<Error> {
        let is_idempotent =
            is_idempotent(&request.method, &request.headers, self.idempotency_header);
        let is_replayable = request.body.is_replayable();
        let mut may_renew = true;
        loop {
            let mut tokens = Vec::new();
            let outcome = self.attempt(request, authorization, &mut tokens).await;
            if !tokens.is_empty() && is_unauthorized(&outcome) {
                tokens.iter().for_each(UsedToken::refuse);
                // The service did nothing but refuse the token: with another one the request may be sent again,
                // whatever its method is.
                if std::mem::replace(&mut may_renew, false) && is_replayable {
                    self.context.attempts += 1;
                    request = self.again(origin)?;
                    continue;
                }
            }
            let (is_worth_it, asked) = match &outcome {
                Ok(received) => {
                    let raw = &received.raw;
                    let is_worth_it = is_idempotent && self.policy.retries_status(raw.status());
                    let asked = is_worth_it.then(|| retry_after(raw.headers(), clock::now()?));
                    (is_worth_it, asked.flatten())
                }
                Err(failure) => {
                    (!failure.is_final && (is_idempotent || !failure.may_have_arrived), None)
                }
            };
            let pause = if is_worth_it && is_replayable && clock::EXISTS {
                self.pause(asked)
            } else {
                None
            };
            if let Some(pause) = pause.filter(|_| self.shared.retry_budget.take()) {
                clock::sleep(pause).await;
                self.context.attempts += 1;
                request = self.again(origin)?;
                continue;
            }
            if outcome.is_ok() && !is_worth_it {
                self.shared.retry_budget.earn();
            }
            return outcome.map_err(|failure| failure.error);
        }
    }

    /// The request once more. What could be put together once can be again.
    fn again(&self, origin: &mut Origin) -> Result<Box<Request>, Error> {
        origin.request().map_err(|error| error.with_context(self.context.clone()))
    }

    fn pause(&self, asked: Option<Duration>) -> Option<Duration> {
        let elapsed = self.begin.elapsed();
        let remaining = self.timeout.saturating_sub(elapsed);
        self.policy.pause(self.context.attempts, elapsed, remaining, asked)
    }

    /// Sends once and reads the answer.
    async fn attempt(
        &self,
        mut request: Box<Request>,
        authorization: Authorization,
        tokens: &mut Vec<UsedToken>,
    ) -> Outcome<Failure> {
        let begin = Instant::now();
        let hooks = &self.shared.hooks;
        let authorization = if hooks.before.is_empty() {
            authorization
        } else {
            let origin = request.url.clone();
            hooks.before(&mut request);
            let stays = redirect::is_same_origin(&origin, &request.url);
            if stays { authorization } else { Authorization::Nothing }
        };
        let has_token = AtomicBool::new(false);
        let sending = async {
            *tokens = authorization.apply(self.shared, &mut request).await.map_err(|cause| {
                let is_final = !cause.is_transient();
                let error = Error::token(cause).with_context(self.context.clone());
                Failure { error, may_have_arrived: false, is_final }
            })?;
            has_token.store(true, Ordering::Relaxed);
            self.receive(self.shared.transport.send(*request)).await
        };
        // One timer is enough for both limits: no pause is begun that would outlast the call.
        let elapsed = begin.saturating_duration_since(self.begin);
        let remaining = self.timeout.saturating_sub(elapsed);
        let is_final = remaining <= self.attempt_timeout;
        let outcome = match clock::within(remaining.min(self.attempt_timeout), sending).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Failure {
                error: if is_final {
                    Error::timeout("limit of the whole call", self.timeout)
                } else {
                    Error::timeout("limit of an attempt", self.attempt_timeout)
                }
                .with_context(self.context.clone()),
                // The time may have run out before the request had its token.
                may_have_arrived: has_token.load(Ordering::Relaxed),
                is_final,
            }),
        };
        let number = self.context.attempts;
        let seen = outcome.as_ref().map(|it| (it.raw.status(), it.raw.headers()));
        let seen = seen.map_err(|failure| failure.error.kind());
        self.span.attempt(number, begin, seen.map(|(status, _)| status.as_u16()));
        if !hooks.after.is_empty() {
            let (elapsed, endpoint) = (begin.elapsed(), &self.context.endpoint);
            hooks.after(&Attempt { number, elapsed, outcome: seen, endpoint });
        }
        outcome
    }

    async fn receive(&self, response: TransportFuture) -> Outcome<Failure> {
        let response = response.await.map_err(|cause| {
            let kind = cause.kind();
            Failure {
                error: Error::transport(cause).with_context(self.context.clone()),
                may_have_arrived: matches!(
                    kind,
                    TransportErrorKind::Timeout | TransportErrorKind::Interrupted
                ),
                is_final: kind.is_final(),
            }
        })?;
        if self.streams && response.status.is_success() {
            let Response { status, headers, body } = response;
            let raw = RawResponse::new(status, headers, Bytes::new(), self.context.clone());
            return Ok(Box::new(Received { raw, rest: Some(body) }));
        }
        let Response { status, headers, mut body } = response;
        let bytes = self.read(status, &headers, &mut body).await?;
        let raw = RawResponse::new(status, headers, bytes, self.context.clone());
        Ok(Box::new(Received { raw, rest: None }))
    }

    /// The whole body.
    async fn read(
        &self,
        status: StatusCode,
        headers: &HeaderMap,
        body: &mut ResponseBody,
    ) -> Result<Bytes, Failure> {
        let answer = |bytes| RawResponse::new(status, headers.clone(), bytes, self.context.clone());
        // Most answers are one chunk, which is then taken as it is.
        let mut first = Bytes::new();
        let mut rest = BytesMut::new();
        loop {
            match body.chunk().await {
                Ok(Some(chunk)) if first.is_empty() && rest.is_empty() => first = chunk,
                Ok(Some(chunk)) => {
                    if rest.is_empty() {
                        rest.extend_from_slice(&first);
                    }
                    rest.extend_from_slice(&chunk);
                }
                Ok(None) => break,
                Err(cause) => {
                    let bytes = if rest.is_empty() { first } else { rest.freeze() };
                    let received = bytes.len() as u64;
                    return Err(Failure {
                        error: Error::interrupted(answer(bytes), received, cause),
                        may_have_arrived: true,
                        is_final: false,
                    });
                }
            }
            let limit = self.shared.response_limit;
            if first.len().max(rest.len()) > limit {
                let reason = format!(
                    "the answer is larger than {limit} bytes: raise the limit with `ClientBuilder::response_limit`"
                );
                return Err(Failure {
                    error: Error::refused(ErrorKind::Body, answer(Bytes::new()), &reason),
                    may_have_arrived: true,
                    is_final: true,
                });
            }
        }
        let bytes = if rest.is_empty() { first } else { rest.freeze() };
        if status.is_informational() {
            return Err(Failure {
                error: Error::refused(
                    ErrorKind::Transport,
                    answer(bytes),
                    "expected a final answer",
                ),
                may_have_arrived: true,
                is_final: true,
            });
        }
        Ok(bytes)
    }
}
