//! `text/event-stream`: the parser of server-sent events (WHATWG HTML, section 9.2.6).
use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use serde::de::IgnoredAny;

use super::answer::Answer;
use super::call::Operation;
use super::decode::{Decode, from_json_str};
use super::decode_error::DecodeError;
use super::encode::to_json_string;
use super::error::Error;

/// An operation whose success is a stream of events, always or when it is asked for one.
pub trait Events: Operation {
    /// What the data of an event is read as.
    type Data: Decode;
    /// Where it is read from.
    const FORM: EventForm = EventForm::Json;
    /// The data of the event that ends the stream; it is no event itself.
    const END: Option<&'static str> = Some("[DONE]");
}

/// What a description calls an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventForm {
    /// Its data, as JSON.
    Json,
    /// Its data, as text.
    Text,
    /// An object of `event`, `data`, `id` and `retry`, whose data is JSON or text (OpenAPI 3.2.0, section 4.14.4.3).
    Object,
}

/// An event that a service sent.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Event<T = String> {
    /// Its type: `message` unless the service says otherwise.
    pub event: String,
    /// Its data; text is often JSON: see [`Event::json`].
    pub data: T,
    /// The last identifier that the stream has given up to here, in this event or before it.
    pub id: Option<String>,
    /// The last pause before reconnecting that the stream has asked for up to here.
    pub retry: Option<Duration>,
}

impl Event {
    /// The data as JSON.
    ///
    /// # Errors
    /// When the data is something else.
    pub fn json<T: Decode>(&self) -> Result<T, DecodeError> {
        from_json_str(&self.data)
    }

    /// The event as the type that a description gives to it.
    pub(super) fn read<T: Decode>(&self, form: EventForm) -> Result<Event<T>, DecodeError> {
        let first = from_json_str(&self.json_of(form, true));
        let data = match form {
            EventForm::Object => first
                .or_else(|error| from_json_str(&self.json_of(form, false)).map_err(|_| error))?,
            _ => first?,
        };
        let Self { event, id, retry, .. } = self;
        Ok(Event { event: event.clone(), data, id: id.clone(), retry: *retry })
    }

    /// The JSON that its type is read from; in an object, the data may be JSON itself.
    fn json_of(&self, form: EventForm, embed: bool) -> Cow<'_, str> {
        let quoted = || to_json_string(&self.data);
        match form {
            EventForm::Json => Cow::Borrowed(&self.data),
            EventForm::Text => Cow::Owned(quoted()),
            EventForm::Object => {
                let embed = embed && serde_json::from_str::<IgnoredAny>(&self.data).is_ok();
                let data = if embed { self.data.clone() } else { quoted() };
                let mut text =
                    format!("{{\"event\":{},\"data\":{data}", to_json_string(&self.event));
                if let Some(id) = &self.id {
                    text = format!("{text},\"id\":{}", to_json_string(id));
                }
                if let Some(retry) = self.retry {
                    text = format!("{text},\"retry\":{}", retry.as_millis());
                }
                text.push('}');
                Cow::Owned(text)
            }
        }
    }
}

/// Shows no data.
impl<T> fmt::Debug for Event<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("event", &self.event)
            .field("id", &self.id)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

impl Answer {
    /// All events of a stream that has ended.
    ///
    /// # Errors
    /// When the data of one of them is something else, and when the body is compressed in a way that is not supported.
    pub fn events<O: Events>(self) -> Result<Vec<Event<O::Data>>, Error> {
        let raw = self.into_raw();
        raw.check_content_encoding()?;
        let mut events = Vec::new();
        EventParser::default().feed(raw.body(), &mut events);
        let is_event = |event: &Event| O::END != Some(event.data.as_str());
        events
            .into_iter()
            .take_while(is_event)
            .enumerate()
            .map(|(index, event)| {
                event.read(O::FORM).map_err(|error| {
                    let reason = format!("event {}: {error}", index + 1);
                    let data = Bytes::from(event.data);
                    Error::undecodable(raw.clone().with_body(data), &reason).with_source(error)
                })
            })
            .collect()
    }
}

/// Reads a stream of events piece by piece, wherever the pieces end.
///
/// The stream's end needs no call: an event that no blank line has finished is let go.
#[derive(Default)]
pub struct EventParser {
    /// The line that is not finished.
    line: Vec<u8>,
    /// Whether the first line is over, before which there may be a byte order mark.
    begun: bool,
    /// Whether the last line ended with a carriage return, which a line feed may complete.
    after_return: bool,
    event: String,
    data: String,
    id: String,
    /// The identifier when the last event was over, whether it had data or not.
    last_id: String,
    retry: Option<Duration>,
}

impl EventParser {
    /// A parser of a stream that begins after the event of this identifier.
    #[must_use]
    pub fn after(last_event_id: &str) -> Self {
        let id = last_event_id.to_owned();
        Self { id: id.clone(), last_id: id, ..Self::default() }
    }

    /// The identifier to resume after; `None` when the stream has given none, or has taken it back.
    #[must_use]
    pub fn last_event_id(&self) -> Option<&str> {
        (!self.last_id.is_empty()).then_some(self.last_id.as_str())
    }

    /// The pause before reconnecting that the stream has asked for.
    #[must_use]
    pub fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// A parser of the stream that comes after this one, which goes on with its identifier and its pause.
    #[must_use]
    pub fn resumed(&self) -> Self {
        Self { retry: self.retry, ..Self::after(&self.last_id) }
    }

    /// How many bytes of an event that is not over are kept.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.line.len() + self.data.len()
    }

    /// Reads the next piece, and adds the events that it finishes.
    pub fn feed(&mut self, bytes: &[u8], events: &mut Vec<Event>) {
        for &byte in bytes {
            let completes = std::mem::take(&mut self.after_return) && byte == b'\n';
            match byte {
                b'\n' if completes => {}
                b'\n' | b'\r' => {
                    self.after_return = byte == b'\r';
                    self.end_line(events);
                }
                _ => self.line.push(byte),
            }
        }
    }

    fn end_line(&mut self, events: &mut Vec<Event>) {
        let bytes = std::mem::take(&mut self.line);
        let mut line = &*bytes;
        if !std::mem::replace(&mut self.begun, true) {
            line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line);
        }
        // The stream is UTF-8, and what is not is replaced (WHATWG Encoding, "UTF-8 decode").
        let line = String::from_utf8_lossy(line);
        if line.is_empty() {
            events.extend(self.dispatch());
        } else {
            let (name, value) = line.split_once(':').unwrap_or((&line, ""));
            self.field(name, value.strip_prefix(' ').unwrap_or(value));
        }
    }

    /// A line with an empty name is a comment.
    fn field(&mut self, name: &str, value: &str) {
        match name {
            "event" => value.clone_into(&mut self.event),
            "data" => {
                self.data.push_str(value);
                self.data.push('\n');
            }
            "id" if !value.contains('\0') => value.clone_into(&mut self.id),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = value.parse().ok().map(Duration::from_millis).or(self.retry);
            }
            _ => {}
        }
    }

    fn dispatch(&mut self) -> Option<Event> {
        let event = std::mem::take(&mut self.event);
        let mut data = std::mem::take(&mut self.data);
        self.last_id.clone_from(&self.id);
        // Every `data` field added a line feed: without one there was no field, and no event.
        data.pop()?;
        Some(Event {
            event: if event.is_empty() { "message".to_owned() } else { event },
            data,
            id: (!self.id.is_empty()).then(|| self.id.clone()),
            retry: self.retry,
        })
    }
}

/// Shows no data.
impl fmt::Debug for EventParser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventParser").field("id", &self.id).finish_non_exhaustive()
    }
}
