//! Spans and events of calls, named as OpenTelemetry's semantic conventions for HTTP clients have it (1.27). Without
//! the feature `tracing` there is nothing here.
#[cfg(not(feature = "tracing"))]
pub(super) use off::CallSpan;
#[cfg(feature = "tracing")]
pub(super) use on::CallSpan;

#[cfg(feature = "tracing")]
mod on {
    use tracing::field::Empty;
    use tracing::{Instrument as _, Span};
    use url::Url;

    use super::super::answer::Received;
    use super::super::clock::Instant;
    use super::super::error::{Endpoint, Error, ErrorKind};

    /// The span of one call, with all its attempts. It shows no argument, no query and no header.
    #[derive(Clone)]
    pub(in super::super) struct CallSpan(Span);

    impl CallSpan {
        pub(in super::super) fn new(endpoint: &Endpoint, url: &Url) -> Self {
            // The target is that of the crate, so that a filter can name it.
            Self(tracing::info_span!(
                "http.client.request",
                otel.kind = "client",
                otel.name = %endpoint,
                http.request.method = endpoint.method_name(),
                url.template = endpoint.path(),
                url.scheme = url.scheme(),
                server.address = url.host_str().unwrap_or_default(),
                server.port = url.port_or_known_default(),
                http.response.status_code = Empty,
                http.request.resend_count = Empty,
                error.type = Empty,
            ))
        }

        pub(in super::super) fn wrap<F: Future>(
            &self,
            future: F,
        ) -> tracing::instrument::Instrumented<F> {
            future.instrument(self.0.clone())
        }

        /// One attempt ended.
        pub(in super::super) fn attempt(
            &self,
            number: u32,
            begin: Instant,
            outcome: Result<u16, ErrorKind>,
        ) {
            let resends = number.saturating_sub(1);
            let elapsed = begin.elapsed().as_secs_f64();
            self.0.in_scope(|| match outcome {
                Ok(status) => tracing::debug!(
                    http.request.resend_count = resends,
                    http.response.status_code = status,
                    http.client.request.duration = elapsed,
                    "attempt"
                ),
                Err(kind) => tracing::debug!(
                    http.request.resend_count = resends,
                    error.type = kind_name(kind),
                    http.client.request.duration = elapsed,
                    "attempt failed"
                ),
            });
        }

        /// The call ended.
        pub(in super::super) fn end(&self, outcome: &Result<Received, Error>) {
            let (status, attempts) = match outcome {
                Ok(received) => (Some(received.raw.status()), received.raw.attempts()),
                Err(error) => (error.status(), error.attempts()),
            };
            if let Some(status) = status {
                self.0.record("http.response.status_code", status.as_u16());
                // Of an answer that is an error, its status is the type.
                if outcome.is_ok() && (status.is_client_error() || status.is_server_error()) {
                    self.0.record("error.type", status.as_str());
                }
            }
            if attempts > 1 {
                self.0.record("http.request.resend_count", attempts - 1);
            }
            if let Err(error) = outcome {
                self.0.record("error.type", kind_name(error.kind()));
            }
        }
    }

    fn kind_name(kind: ErrorKind) -> &'static str {
        match kind {
            ErrorKind::InvalidArgument => "invalid_argument",
            ErrorKind::MissingCredential => "missing_credential",
            ErrorKind::Token => "token",
            ErrorKind::Configuration => "configuration",
            ErrorKind::Connect => "connect",
            ErrorKind::Tls => "tls",
            ErrorKind::Timeout => "timeout",
            ErrorKind::Transport => "transport",
            ErrorKind::Redirect => "redirect",
            ErrorKind::Status => "status",
            ErrorKind::Decode => "decode",
            ErrorKind::Body => "body",
            ErrorKind::Write => "write",
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use url::Url;

    use super::super::answer::Received;
    use super::super::clock::Instant;
    use super::super::error::{Endpoint, Error, ErrorKind};

    /// Nothing, in the place of a span.
    #[derive(Clone)]
    pub(in super::super) struct CallSpan;

    #[allow(clippy::unused_self, reason = "the same calls with and without spans")]
    impl CallSpan {
        pub(in super::super) fn new(_: &Endpoint, _: &Url) -> Self {
            Self
        }

        pub(in super::super) fn wrap<F: Future>(&self, future: F) -> F {
            future
        }

        pub(in super::super) fn attempt(&self, _: u32, _: Instant, _: Result<u16, ErrorKind>) {}

        pub(in super::super) fn end(&self, _: &Result<Received, Error>) {}
    }
}
