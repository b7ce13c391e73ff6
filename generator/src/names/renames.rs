//! `[names]` of codegen.toml: renames by pointer, each of which has to match something.
//!
//! The pointer of a property may mean its field or its inline type. The new name tells which: `OrderState` is a type,
//! `state` a field.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::codes;
use crate::config::Config;
use crate::diag::{Place, Severity, Sink};
use crate::source::Pointer;

/// The renames, and which of them were asked for.
#[derive(Debug)]
pub(super) struct Renames<'c> {
    entries: BTreeMap<&'c str, Entry<'c>>,
    used: RefCell<BTreeSet<String>>,
    asked: RefCell<BTreeSet<String>>,
}

#[derive(Debug)]
struct Entry<'c> {
    name: &'c str,
    bytes: Range<usize>,
    key: &'c str,
}

impl<'c> Renames<'c> {
    /// The entries of the configuration; `#` before a pointer may be there or not.
    pub(super) fn new(config: &'c Config) -> Self {
        let entries = config
            .names
            .iter()
            .map(|(key, name)| {
                let text = key.get_ref().as_str();
                let pointer = text.strip_prefix('#').unwrap_or(text);
                (pointer, Entry { name: name.as_str(), bytes: key.span(), key: text })
            })
            .collect();
        Self { entries, used: RefCell::default(), asked: RefCell::default() }
    }

    /// The new name of what stands here, if it fits what is asked for.
    pub(super) fn get(&self, at: &Pointer, fits: impl FnOnce(&str) -> bool) -> Option<&'c str> {
        if self.entries.is_empty() {
            return None;
        }
        self.asked.borrow_mut().insert(at.as_str().to_owned());
        let entry = self.entries.get(at.as_str())?;
        if !fits(entry.name) {
            return None;
        }
        self.used.borrow_mut().insert(at.as_str().to_owned());
        Some(entry.name)
    }

    /// The new name of what stands here.
    pub(super) fn any(&self, at: &Pointer) -> Option<&'c str> {
        self.get(at, |_| true)
    }

    /// Reports entries that renamed nothing.
    pub(super) fn report_unused(&self, sink: &mut Sink) {
        let (used, asked) = (self.used.borrow(), self.asked.borrow());
        for (pointer, entry) in &self.entries {
            if used.contains(*pointer) {
                continue;
            }
            let nearest = asked
                .iter()
                .map(|known| (strsim::jaro_winkler(known, pointer), known))
                .filter(|(likeness, _)| *likeness > 0.9)
                .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)));
            let diagnostic = sink.report(
                codes::UNUSED_RENAME,
                Severity::Error,
                Place::Config(entry.bytes.clone()),
                format!("`{}` names nothing that has a name in the crate", entry.key),
            );
            match nearest {
                Some((_, known)) => diagnostic.help(format!("did you mean `{known}`?")),
                None => diagnostic.help("mend the pointer, or remove the entry"),
            };
        }
    }
}

/// Whether a new name is meant for a type.
pub(super) fn is_type_name(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}
