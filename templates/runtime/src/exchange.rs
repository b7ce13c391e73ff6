//! One call from its first byte to its last: attempts, pauses, redirects, time limits.
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::StatusCode;

use super::answer::{RawResponse, Received};
use super::auth::{Authorization, UsedToken};
use super::call::AnswerFuture;
use super::client::{Client, Shared};
use super::clock::{self, Instant};
use super::error::{CallContext, Error, ErrorKind};
use super::hooks::Attempt;
use super::idempotency::is_idempotent;
use super::parts::{Options, Parts};
use super::redirect::{self, MOST_REDIRECTS, Step};
use super::retry::{RetryPolicy, retry_after};
use super::trace::CallSpan;
use super::transport::{Request, Response, TransportErrorKind};

/// Sends what was put together, and reads the answer: the whole of it, or the head only when the call streams and the
/// answer is a success. Nothing happens before the future is polled.
pub(super) fn start(parts: Box<Parts>) -> AnswerFuture {
    Box::pin(run(parts))
}

async fn run(parts: Box<Parts>) -> Result<Received, Error> {
    let (mut exchange, request) = Exchange::prepare(parts)?;
    let span = exchange.span.clone();
    let outcome = span.wrap(exchange.drive(request)).await.map(|received| *received);
    span.end(&outcome);
    outcome
}

/// In a box on its way up: each future that it passes through has a place for it.
type Outcome<E> = Result<Box<Received>, E>;

/// What the attempts of a call share. It is here and not among their arguments, because each future below would have a
/// place for its own arguments, twice; and above 1,032 bytes allocators are slow to give one to the future of a call.
struct Exchange {
    client: Client,
    /// Where a request comes from that is sent again. It is made anew then: a copy of each request for the few that are
    /// sent again would cost all calls.
    parts: Box<Parts>,
    /// The request that followed a redirect, without the client's credentials.
    redirected: Option<Box<Request>>,
    authorization: Authorization,
    /// Whether the request that is being sent may be sent twice.
    is_idempotent: bool,
    /// Whether it can be.
    is_replayable: bool,
    /// Whether its token has not been renewed yet.
    may_renew: bool,
    redirects: u32,
    options: Options,
    begin: Instant,
    span: CallSpan,
    context: CallContext,
}

/// What comes after an attempt.
enum Next {
    End(Box<Received>),
    Send(Box<Request>),
    SendAfter(Duration),
}

/// An attempt that gave no answer.
struct Failure {
    error: Error,
    /// Whether the request may have arrived.
    may_have_arrived: bool,
    is_final: bool,
}

/// What is asked for this call, or else of its client.
impl Exchange {
    fn prepare(mut parts: Box<Parts>) -> Result<(Self, Box<Request>), Error> {
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
        let mut exchange = Self {
            client: parts.client(),
            parts,
            redirected: None,
            authorization,
            is_idempotent: false,
            is_replayable: false,
            may_renew: true,
            redirects: 0,
            options,
            begin: Instant::now(),
            span: CallSpan::new(&context.endpoint, &request.url),
            context,
        };
        exchange.begin_with(&request);
        Ok((exchange, request))
    }

    /// Begins with a request that differs from the one before.
    fn begin_with(&mut self, request: &Request) {
        let header = self.parts.idempotency_header();
        self.is_idempotent = is_idempotent(&request.method, &request.headers, header);
        self.is_replayable = request.body.is_replayable();
        self.may_renew = true;
    }

    fn shared(&self) -> &Shared {
        &self.client.shared
    }

    fn policy(&self) -> &RetryPolicy {
        self.options.retry.as_deref().unwrap_or(&self.shared().retry)
    }

    fn timeout(&self) -> Duration {
        self.options.timeout.unwrap_or(self.shared().timeout)
    }

    fn attempt_timeout(&self) -> Duration {
        self.options.attempt_timeout.unwrap_or(self.shared().attempt_timeout)
    }
}

impl Exchange {
    /// Sends until there is an answer worth having, or no reason to try again. What is decided in between is no future:
    /// each would be moved into its place, which is large.
    async fn drive(&mut self, mut request: Box<Request>) -> Outcome<Error> {
        let mut begin = self.begin;
        // To follow a redirect is no other attempt.
        self.context.attempts = 1;
        loop {
            let authorization = self.before(&mut request);
            let mut tokens = None;
            let sending = self.send(request, authorization, &mut tokens);
            let outcome = clock::within(begin, self.limit(begin), sending).await;
            let outcome =
                outcome.unwrap_or_else(|_| Err(self.out_of_time(begin, tokens.is_some())));
            self.after(begin, &outcome);
            request = match self.next(outcome, &tokens.unwrap_or_default())? {
                Next::End(received) => return Ok(received),
                Next::Send(request) => request,
                Next::SendAfter(pause) => {
                    clock::sleep(pause).await;
                    self.again()?
                }
            };
            begin = Instant::now();
        }
    }

    /// The request once more, without the client's credentials. What could be put together once can be again.
    fn again(&mut self) -> Result<Box<Request>, Error> {
        match &self.redirected {
            Some(request) => Ok(request.clone()),
            None => match self.parts.prepare() {
                Ok((request, _)) => Ok(request),
                Err(error) => Err(error.with_context(self.context.clone())),
            },
        }
    }

    /// Lets hooks see a request that is about to be sent, and says which credentials it gets.
    fn before(&self, request: &mut Request) -> Authorization {
        let hooks = &self.shared().hooks;
        if hooks.before.is_empty() {
            return self.authorization;
        }
        let origin = request.url.clone();
        hooks.before(request);
        let stays = redirect::is_same_origin(&origin, &request.url);
        if stays { self.authorization } else { Authorization::Nothing }
    }

    /// How long an attempt may take that begins now. One timer is enough for both limits: no pause is begun that would
    /// outlast the call.
    fn limit(&self, begin: Instant) -> Duration {
        self.remaining(begin).min(self.attempt_timeout())
    }

    fn remaining(&self, now: Instant) -> Duration {
        self.timeout().saturating_sub(now.saturating_duration_since(self.begin))
    }

    fn out_of_time(&self, begin: Instant, had_tokens: bool) -> Failure {
        let is_final = self.remaining(begin) <= self.attempt_timeout();
        let error = if is_final {
            Error::timeout("limit of the whole call", self.timeout())
        } else {
            Error::timeout("limit of an attempt", self.attempt_timeout())
        };
        Failure {
            error: error.with_context(self.context.clone()),
            // The time may have run out before the request had its token.
            may_have_arrived: had_tokens,
            is_final,
        }
    }

    /// Tells hooks and traces of an attempt.
    fn after(&self, begin: Instant, outcome: &Outcome<Failure>) {
        let number = self.context.attempts;
        let seen = outcome.as_ref().map(|it| (it.raw.status(), it.raw.headers()));
        let seen = seen.map_err(|failure| failure.error.kind());
        self.span.attempt(number, begin, seen.map(|(status, _)| status.as_u16()));
        let hooks = &self.shared().hooks;
        if !hooks.after.is_empty() {
            let (elapsed, endpoint) = (begin.elapsed(), &self.context.endpoint);
            hooks.after(&Attempt { number, elapsed, outcome: seen, endpoint });
        }
    }

    /// Decides what an attempt leads to.
    fn next(&mut self, outcome: Outcome<Failure>, tokens: &[UsedToken]) -> Result<Next, Error> {
        let status = outcome.as_ref().map(|received| received.raw.status());
        if !tokens.is_empty() && status.is_ok_and(|status| status == StatusCode::UNAUTHORIZED) {
            tokens.iter().for_each(UsedToken::refuse);
            // The service did nothing but refuse the token: with another one the request may be sent again, whatever
            // its method is.
            if std::mem::replace(&mut self.may_renew, false) && self.is_replayable {
                self.context.attempts += 1;
                return self.again().map(Next::Send);
            }
        }
        let (is_worth_it, asked) = match &outcome {
            Ok(received) => {
                let raw = &received.raw;
                let is_worth_it = self.is_idempotent && self.policy().retries_status(raw.status());
                let asked = is_worth_it.then(|| retry_after(raw.headers(), clock::now()?));
                (is_worth_it, asked.flatten())
            }
            Err(failure) => {
                (!failure.is_final && (self.is_idempotent || !failure.may_have_arrived), None)
            }
        };
        let pause = if is_worth_it && self.is_replayable && clock::EXISTS {
            self.pause(asked)
        } else {
            None
        };
        if let Some(pause) = pause.filter(|_| self.shared().retry_budget.take()) {
            self.context.attempts += 1;
            return Ok(Next::SendAfter(pause));
        }
        if outcome.is_ok() && !is_worth_it {
            self.shared().retry_budget.earn();
        }
        self.redirect(outcome.map_err(|failure| failure.error)?)
    }

    fn pause(&self, asked: Option<Duration>) -> Option<Duration> {
        let elapsed = self.begin.elapsed();
        let remaining = self.timeout().saturating_sub(elapsed);
        self.policy().pause(self.context.attempts, elapsed, remaining, asked)
    }

    /// Follows a redirect. Once a call has left its origin it gets no credential again, wherever it goes next.
    fn redirect(&mut self, received: Box<Received>) -> Result<Next, Error> {
        let status = received.raw.status();
        if !redirect::is_redirect(status) {
            return Ok(Next::End(received));
        }
        let sent = self.again()?;
        let (shared, headers) = (self.shared(), received.raw.headers());
        match redirect::step(&sent, status, headers, &shared.credentials, shared.info.schemes) {
            Step::Stop => Ok(Next::End(received)),
            Step::Refuse(reason) => Err(Error::refused(ErrorKind::Redirect, received.raw, reason)),
            Step::Follow(_) if self.redirects == MOST_REDIRECTS => {
                let reason = format!("more than {MOST_REDIRECTS} redirects");
                Err(Error::refused(ErrorKind::Redirect, received.raw, &reason))
            }
            Step::Follow(next) => {
                if !redirect::is_same_origin(&sent.url, &next.url) {
                    self.authorization = Authorization::Nothing;
                }
                self.redirects += 1;
                self.begin_with(&next);
                self.redirected = Some(next.clone());
                Ok(Next::Send(next))
            }
        }
    }

    /// Sends once and reads the answer; `tokens` are there when the request got what it needs of them.
    async fn send(
        &self,
        mut request: Box<Request>,
        authorization: Authorization,
        tokens: &mut Option<Vec<UsedToken>>,
    ) -> Outcome<Failure> {
        let shared = self.shared();
        let Request { url, headers, .. } = &mut *request;
        let applied = shared.credentials.apply(authorization, shared, url, headers).await;
        let used = applied.map_err(|error| Failure {
            is_final: !error.is_retryable(),
            error: error.with_context(self.context.clone()),
            may_have_arrived: false,
        })?;
        *tokens = Some(used);
        let response = shared.transport.send(*request).await;
        let mut response = response.map_err(|cause| {
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
        let is_streamed = self.options.streams && response.status.is_success();
        let bytes = if is_streamed { Bytes::new() } else { self.read(&mut response).await? };
        let Response { status, headers, body } = response;
        let raw = RawResponse::new(status, headers, bytes, self.context.clone());
        Ok(Box::new(Received { raw, rest: is_streamed.then_some(body) }))
    }

    /// The whole body.
    async fn read(&self, response: &mut Response) -> Result<Bytes, Failure> {
        let Response { status, headers, body } = response;
        let status = *status;
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
            let limit = self.shared().response_limit;
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
