//! Calls: what an operation's method returns, and the future it becomes.
use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use http::{HeaderName, HeaderValue};

use super::answer::{Answer, RawResponse, Received, ResponseValue};
use super::body::Body;
use super::client::Client;
use super::encode::Encode;
use super::error::Error;
use super::exchange;
use super::info::OperationInfo;
use super::parts::Parts;
use super::retry::RetryPolicy;

/// An operation of the description, as a type.
pub trait Operation {
    /// What a successful call gives.
    type Output;
    /// What the description says about it.
    const INFO: &'static OperationInfo;

    /// Turns a successful answer into its type; an error when it is not what the description says.
    const READ: fn(Answer) -> Result<Self::Output, Error>;
}

/// A call that is ready to be sent: await it, or use [`Call::send`].
///
/// It owns what it needs, so it can be kept, moved to another task, and outlive its client.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<O> {
    pub(super) parts: Box<Parts>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Call<O> {
    /// A call without arguments. Generated code fills in the rest.
    pub fn new(client: &Client) -> Self {
        call_of(Parts::new(client, O::INFO))
    }

    /// The request that is being put together.
    pub fn parts(&mut self) -> &mut Parts {
        &mut self.parts
    }

    /// The longest this call may take, with all its attempts and the pauses between them; a body that is streamed is
    /// not part of it.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.parts.set_timeout(timeout);
        self
    }

    /// The longest one attempt may take, from connecting to the last byte of the answer, or to the end of its head
    /// when the body is streamed.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.parts.set_attempt_timeout(timeout);
        self
    }

    /// When this call is sent again.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.parts.set_retry(policy);
        self
    }

    /// A header for this call. It replaces the header of this name that would be sent otherwise.
    pub fn header<N, V>(mut self, name: N, value: V) -> Self
    where
        N: TryInto<HeaderName>,
        V: TryInto<HeaderValue>,
    {
        self.parts.set_header(name.try_into().ok(), value.try_into().ok());
        self
    }

    /// A key by which the service tells this call from others, in the header that the operation has for it, else in
    /// `Idempotency-Key`: with one, the call is sent again whatever its method is.
    pub fn idempotency_key(mut self, key: &str) -> Self {
        self.parts.set_idempotency_key(Some(key));
        self
    }

    /// The same with a new, random key, for a service that is known to heed it.
    pub fn idempotent(mut self) -> Self {
        self.parts.set_idempotency_key(None);
        self
    }

    /// Sends the call. To await the call itself is the same.
    pub fn send(self) -> CallFuture<O::Output> {
        start(self, |received| (O::READ)(Answer::successful(received)?))
    }

    /// Sends the call for the answer as it comes: every final status is `Ok`, and nothing is decoded.
    pub fn raw(self) -> CallFuture<RawResponse> {
        start(self, |received| Ok(received.into_raw()))
    }

    /// Sends the call for the value with the status and the headers it came with.
    pub fn with_response(self) -> CallFuture<ResponseValue<O::Output>> {
        start(self, |received| {
            let (status, headers) = (received.raw.status(), received.raw.headers().clone());
            let value = (O::READ)(Answer::successful(received)?)?;
            Ok(ResponseValue::new(value, status, headers))
        })
    }
}

// Functions and not methods: a parameter of an operation becomes a method of its call, whatever its name is.
pub(super) fn call_of<O>(parts: Parts) -> Call<O> {
    Call { parts: Box::new(parts), operation: PhantomData }
}

#[cfg(feature = "testing")]
pub(super) fn parts_of<O>(call: Call<O>) -> Box<Parts> {
    call.parts
}

pub(super) fn start<O, T>(call: Call<O>, finish: Finish<T>) -> CallFuture<T> {
    CallFuture { answer: exchange::start(call.parts), finish }
}

impl<O: Operation> IntoFuture for Call<O> {
    type Output = Result<O::Output, Error>;
    type IntoFuture = CallFuture<O::Output>;

    fn into_future(self) -> CallFuture<O::Output> {
        self.send()
    }
}

impl<O> fmt::Debug for Call<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Call").field(&self.parts).finish()
    }
}

/// The one future that all operations share.
pub(super) type AnswerFuture =
    Pin<Box<dyn Future<Output = Result<Received, Error>> + Send + 'static>>;

/// What is done with an answer when it is there.
pub(super) type Finish<T> = fn(Received) -> Result<T, Error>;

/// A call on its way. Dropping it cancels the call.
#[must_use = "futures do nothing unless they are awaited"]
pub struct CallFuture<T> {
    // What differs between operations is a function pointer, so that none brings a state machine of its own.
    answer: AnswerFuture,
    finish: Finish<T>,
}

impl<T> CallFuture<T> {
    /// The shared future and what is to be done with its answer.
    #[cfg(feature = "blocking")]
    pub(super) fn into_inner(self) -> (AnswerFuture, Finish<T>) {
        (self.answer, self.finish)
    }
}

impl<T> Future for CallFuture<T> {
    type Output = Result<T, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.answer.as_mut().poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(answer) => Poll::Ready(answer.and_then(self.finish)),
        }
    }
}

impl<T> fmt::Debug for CallFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallFuture")
    }
}

/// A request that the description does not have, made by [`Client::request`].
#[derive(Debug)]
pub enum Undescribed {}

impl Operation for Undescribed {
    type Output = RawResponse;
    const INFO: &'static OperationInfo =
        &OperationInfo { id: "", method: "GET", path: "/", ..OperationInfo::NOTHING };
    const READ: fn(Answer) -> Result<RawResponse, Error> = |answer| Ok(answer.into_raw());
}

impl Call<Undescribed> {
    /// Adds a pair to the query.
    pub fn query(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.parts.add_query_pair(name, &value.to_string());
        self
    }

    /// A body of JSON.
    pub fn json(mut self, value: &dyn Encode) -> Self {
        self.parts.json("application/json", value);
        self
    }

    /// A body of any kind.
    pub fn body(mut self, media_type: &str, body: impl Into<Body>) -> Self {
        self.parts.body(media_type, body);
        self
    }
}
