//! A subscriber that writes down everything that spans and events of the runtime say, and prints those of all crates, in
//! which `cargo xtask ci` looks for credentials.
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

#[derive(Clone, Default)]
pub(crate) struct Spans(Arc<Mutex<String>>);

impl Spans {
    /// What was said since the last time.
    pub(crate) fn take(&self) -> String {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    fn note(&self, is_own: bool, what: &str, visit: impl FnOnce(&mut Line)) {
        let mut line = Line { text: what.to_owned(), message: String::new() };
        visit(&mut line);
        let text = line.text.replacen("MESSAGE", &line.message, 1);
        eprintln!("{text}");
        if is_own {
            writeln!(self.0.lock().unwrap(), "{text}").unwrap();
        }
    }
}

fn is_own(metadata: &Metadata<'_>) -> bool {
    metadata.target().starts_with("oasmith_runtime")
}

const OWN: u64 = 1;
const OTHER: u64 = 2;

struct Line {
    text: String,
    message: String,
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            self.message = format!("{value:?}");
        } else {
            write!(self.text, " {}={value:?}", field.name()).unwrap();
        }
    }
}

impl Subscriber for Spans {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let metadata = span.metadata();
        let what = format!("span {}", metadata.name());
        self.note(is_own(metadata), &what, |line| span.record(line));
        Id::from_u64(if is_own(metadata) { OWN } else { OTHER })
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        self.note(span.into_u64() == OWN, "record", |line| values.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.note(is_own(event.metadata()), "event MESSAGE", |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
