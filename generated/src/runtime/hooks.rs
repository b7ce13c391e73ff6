//! Hooks: code of the caller's that sees each attempt before it goes out and after it ended.
use std::fmt;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::error::{Endpoint, ErrorKind};
use super::transport::Request;

pub(super) type Before = Box<dyn Fn(&mut Request) + Send + Sync>;
pub(super) type After = Box<dyn Fn(&Attempt<'_>) + Send + Sync>;

/// What the caller wants to be told.
#[derive(Default)]
pub(super) struct Hooks {
    pub(super) before: Vec<Before>,
    pub(super) after: Vec<After>,
}

impl Hooks {
    pub(super) fn before(&self, request: &mut Request) {
        self.before.iter().for_each(|hook| hook(request));
    }

    pub(super) fn after(&self, attempt: &Attempt<'_>) {
        self.after.iter().for_each(|hook| hook(attempt));
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hooks({} before, {} after)", self.before.len(), self.after.len())
    }
}

/// One attempt of a call that has ended.
#[non_exhaustive]
pub struct Attempt<'a> {
    /// How many there were, this one included; the first is 1.
    pub number: u32,
    /// How long it took, to the end of the answer, or to the end of its head when the body is streamed.
    pub elapsed: Duration,
    /// Status and headers of the answer, or what went wrong.
    pub outcome: Result<(StatusCode, &'a HeaderMap), ErrorKind>,
    pub(super) endpoint: &'a Endpoint,
}

impl Attempt<'_> {
    /// The `operationId`; `None` for a request that the description does not have.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        match self.endpoint {
            Endpoint::Described(operation) => Some(operation.id),
            Endpoint::Undescribed { .. } => None,
        }
    }

    /// HTTP method.
    #[must_use]
    pub fn method(&self) -> &str {
        self.endpoint.method_name()
    }

    /// The path template, which holds no argument.
    #[must_use]
    pub fn path(&self) -> &str {
        self.endpoint.path()
    }
}

/// Shows no header: an answer may hold a new secret.
impl fmt::Debug for Attempt<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("endpoint", &format_args!("{}", self.endpoint))
            .field("number", &self.number)
            .field("elapsed", &self.elapsed)
            .field("outcome", &self.outcome.as_ref().map(|(status, _)| status))
            .finish_non_exhaustive()
    }
}
