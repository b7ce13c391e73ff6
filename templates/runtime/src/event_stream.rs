//! `text/event-stream`: the parser of server-sent events (WHATWG HTML, section 9.2.6).
use std::fmt;
use std::time::Duration;

use super::answer::Answer;
use super::decode::{Decode, from_json_str};
use super::decode_error::DecodeError;
use super::error::Error;

/// An event that a service sent.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Event {
    /// Its type: `message` unless the service says otherwise.
    pub event: String,
    /// Its data, often JSON: see [`Event::json`].
    pub data: String,
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
}

/// Shows the length in place of the data.
impl fmt::Debug for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("event", &self.event)
            .field("data_length", &self.data.len())
            .field("id", &self.id)
            .field("retry", &self.retry)
            .finish()
    }
}

impl Answer {
    /// All events of a stream that has ended.
    ///
    /// # Errors
    /// When the body is compressed in a way that is not supported.
    pub fn events(self) -> Result<Vec<Event>, Error> {
        let raw = self.into_raw();
        raw.check_content_encoding()?;
        let mut events = Vec::new();
        EventParser::default().feed(raw.body(), &mut events);
        Ok(events)
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
    retry: Option<Duration>,
}

impl EventParser {
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
