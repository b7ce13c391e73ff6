//! A subscriber that writes down everything that spans and events say.
use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// One test at a time: what a place in the code is enabled for is known to the whole process.
pub(crate) static ALONE: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

#[derive(Clone, Default)]
pub(crate) struct Spans(Arc<Mutex<String>>);

impl Spans {
    /// What was said since the last time.
    pub(crate) fn take(&self) -> String {
        std::mem::take(&mut self.0.lock().unwrap())
    }

    fn note(&self, what: &str, visit: impl FnOnce(&mut Line)) {
        let mut line = Line { text: what.to_owned(), message: String::new() };
        visit(&mut line);
        let text = line.text.replacen("MESSAGE", &line.message, 1);
        writeln!(self.0.lock().unwrap(), "{text}").unwrap();
    }
}

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
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("oasmith_runtime")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.note(&format!("span {}", span.metadata().name()), |line| span.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.note("record", |line| values.record(line));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.note("event MESSAGE", |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
