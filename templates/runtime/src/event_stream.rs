//! Events while they arrive, over as many connections as it takes.
use std::borrow::Cow;
use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

#[cfg(feature = "blocking")]
use super::blocking_stream::BlockingStream;
use super::call::Call;
use super::clock;
use super::decode::Decode;
use super::decode_error::DecodeError;
use super::error::{Error, ErrorKind};
use super::event::{Event, EventForm, EventParser, Events};
use super::item_source::{IDLE_TIMEOUT, ItemSource};
use super::parts::Parts;

/// The pause before reconnecting, unless the stream asks for another ("a few seconds", WHATWG HTML 9.2.2).
const RECONNECTION_TIME: Duration = Duration::from_secs(3);
/// How often a connection is made again while no event comes.
const MOST_RECONNECTIONS: u32 = 5;

impl<O: Events> Call<O> {
    /// The events while they arrive. The call is sent, with `Accept: text/event-stream`, when the first one is asked for.
    ///
    /// Retries and time limits of the call hold until the head of the answer is there; from then on the limit is how
    /// long the stream may pause: see [`EventStream::idle_timeout`].
    pub fn events(mut self) -> EventStream<O::Data> {
        self.parts.header("Accept", &"text/event-stream");
        let is_safe = O::INFO.method == "GET";
        let inner = Inner {
            form: O::FORM,
            end: O::END.map(Cow::Borrowed),
            reconnect: if is_safe { Reconnect::Resume } else { Reconnect::Never },
            idle_timeout: IDLE_TIMEOUT,
            parts: Some(self.parts),
            source: None,
            pause: None,
            parser: EventParser::default(),
            events: VecDeque::new(),
            found: Vec::new(),
            failures: 0,
        };
        EventStream { inner: Box::new(inner), data: PhantomData }
    }
}

/// When a stream of events connects again, with `Last-Event-ID`, after the pause that the stream asks for, else 3 s; and
/// at most five times without an event in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reconnect {
    /// Never: the default of operations that are no `GET`.
    Never,
    /// When the connection breaks, or pauses for too long, after the stream has given an identifier to resume after: the
    /// default of a `GET`.
    Resume,
    /// As browsers do: whenever the connection breaks or the stream ends, until the service answers with 204 or an error.
    Always,
}

/// Events while they arrive: read it with [`next`](Self::next) or as a [`Stream`].
///
/// No more is received than is asked for. Dropping it ends the exchange.
#[must_use = "a stream does nothing until it is read"]
pub struct EventStream<T = String> {
    inner: Box<Inner>,
    data: PhantomData<fn() -> T>,
}

impl<T: Decode> EventStream<T> {
    /// The data of the event that ends the stream, for instance `[DONE]`; `None` when none does.
    pub fn end_marker(mut self, marker: Option<&str>) -> Self {
        self.inner.end = marker.map(|marker| Cow::Owned(marker.to_owned()));
        self
    }

    /// When to connect again.
    pub fn reconnect(mut self, reconnect: Reconnect) -> Self {
        self.inner.reconnect = reconnect;
        self
    }

    /// How long the stream may pause before it counts as broken; 5 minutes unless set.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.inner.idle_timeout = timeout;
        self
    }

    /// Resumes a stream that was left earlier after the event of this identifier.
    pub fn resume_after(mut self, last_event_id: &str) -> Self {
        self.inner.parser = EventParser::after(last_event_id);
        self
    }

    /// The identifier to resume after; `None` when the stream has given none, or has taken it back.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        self.inner.parser.last_event_id()
    }

    /// The next event; `None` at the end.
    ///
    /// # Errors
    /// When the call fails, or its connection breaks and is not made again: then there is no more. When the data of an
    /// event cannot be decoded: that of the next one may be.
    pub async fn next(&mut self) -> Option<Result<Event<T>, Error>> {
        poll_fn(|context| self.poll_item(context)).await
    }

    /// The events without async: an iterator that waits for each.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> BlockingStream<Self> {
        BlockingStream::new(self)
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event<T>, Error>>> {
        let inner = &mut *self.inner;
        Poll::Ready(ready!(inner.poll_event(context)).map(|event| {
            let event = event?;
            event.read(inner.form).map_err(|error| inner.undecodable(event, error))
        }))
    }
}

impl<T: Decode> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("reconnect", &self.inner.reconnect)
            .finish_non_exhaustive()
    }
}

struct Inner {
    form: EventForm,
    end: Option<Cow<'static, str>>,
    reconnect: Reconnect,
    idle_timeout: Duration,
    /// What is sent at the next connection; `None` when there is to be none.
    parts: Option<Box<Parts>>,
    source: Option<ItemSource>,
    /// Runs before the next connection.
    pause: Option<Pin<Box<dyn Future<Output = ()> + Send>>>,
    parser: EventParser,
    events: VecDeque<Event>,
    /// Where the parser puts what it finds; kept for its memory.
    found: Vec<Event>,
    /// Connections in a row that gave no event.
    failures: u32,
}

impl Inner {
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event, Error>>> {
        loop {
            if let Some(event) = self.events.pop_front() {
                if self.end.as_deref() == Some(event.data.as_str()) {
                    self.close();
                    return Poll::Ready(None);
                }
                return Poll::Ready(Some(Ok(event)));
            }
            if let Some(pause) = &mut self.pause {
                ready!(pause.as_mut().poll(context));
                self.pause = None;
            }
            let Some(source) = &mut self.source else {
                match self.connect() {
                    Some(source) => self.source = Some(source),
                    None => return Poll::Ready(None),
                }
                continue;
            };
            let outcome = match ready!(source.poll_chunk(context)) {
                Some(Ok(chunk)) => self.read(&chunk),
                Some(Err(error)) => self.failed(error),
                None => {
                    // 204 asks browsers to stay away (WHATWG HTML, 9.2.1).
                    let is_over = source.head().is_some_and(|head| head.status() == 204);
                    if is_over || self.reconnect != Reconnect::Always || !self.wait() {
                        self.close();
                        return Poll::Ready(None);
                    }
                    Ok(())
                }
            };
            if let Err(error) = outcome {
                self.close();
                return Poll::Ready(Some(Err(error)));
            }
        }
    }

    fn connect(&mut self) -> Option<ItemSource> {
        let mut parts = if self.reconnect == Reconnect::Never {
            self.parts.take()?
        } else {
            self.parts.clone()?
        };
        if let Some(id) = self.parser.last_event_id() {
            parts.header("Last-Event-ID", &id);
        }
        let mut source = ItemSource::new(parts);
        source.set_idle_timeout(self.idle_timeout);
        Some(source)
    }

    fn read(&mut self, chunk: &[u8]) -> Result<(), Error> {
        let Some(source) = &mut self.source else { return Ok(()) };
        check_media_type(source)?;
        self.parser.feed(chunk, &mut self.found);
        if !self.found.is_empty() {
            self.failures = 0;
        }
        self.events.extend(self.found.drain(..));
        source.check_length(self.parser.pending())
    }

    /// Prepares another connection, or gives the error back.
    fn failed(&mut self, error: Error) -> Result<(), Error> {
        let may_resume = match self.reconnect {
            Reconnect::Never => false,
            Reconnect::Resume => self.parser.last_event_id().is_some(),
            Reconnect::Always => true,
        };
        // The call itself has been tried often enough when it never gave a stream.
        let has_begun =
            self.failures > 0 || self.source.as_ref().is_some_and(|it| it.head().is_some());
        if may_resume && has_begun && error.is_retryable() && self.wait() {
            Ok(())
        } else {
            Err(error)
        }
    }

    /// Begins the pause before the next connection; `false` when there were too many of them.
    fn wait(&mut self) -> bool {
        self.failures += 1;
        if self.failures > MOST_RECONNECTIONS || !clock::EXISTS {
            return false;
        }
        self.source = None;
        let pause = self.parser.retry().unwrap_or(RECONNECTION_TIME);
        self.parser = self.parser.resumed();
        self.pause = Some(Box::pin(clock::sleep(pause)));
        true
    }

    fn close(&mut self) {
        self.parts = None;
        self.source = None;
        self.events.clear();
    }

    fn undecodable(&self, event: Event, error: DecodeError) -> Error {
        let reason = format!("an event of the type `{}`: {error}", event.event.escape_debug());
        let error_of_event = match &self.source {
            Some(source) => source.undecodable(Bytes::from(event.data), &reason),
            None => Error::new(ErrorKind::Decode, reason),
        };
        error_of_event.with_source(error)
    }
}

/// Refuses what is no stream of events (WHATWG HTML, 9.2.1), unless it says nothing or next to nothing.
fn check_media_type(source: &ItemSource) -> Result<(), Error> {
    let media_type = source.head().and_then(|head| head.header_text("content-type")).unwrap_or("");
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "" | "text/event-stream" | "text/plain" | "application/octet-stream" => Ok(()),
        other => {
            let reason = format!(
                "expected `text/event-stream`, found `{}`: some services want the body of the request to ask for a stream too",
                other.escape_debug()
            );
            Err(source.undecodable(Bytes::new(), &reason))
        }
    }
}
