//! `[allow]` of codegen.toml: warnings that are known and fine.

use indexmap::IndexMap;
use toml::Spanned;

use super::{Code, Place, Severity, Sink, all_codes};
use crate::source::Pointer;

impl Sink {
    /// Drops the warnings and notes that codegen.toml allows, at the node it names or in it. An entry that allows
    /// nothing is an error of code `unused`, unless errors have ended the run before all warnings were found.
    pub fn allow(&mut self, allowed: &IndexMap<String, Vec<Spanned<String>>>, unused: Code) {
        let complete = !self.has_errors();
        for (id, entries) in allowed {
            let known = all_codes().any(|code| code.id == id);
            for entry in entries {
                let text = entry.get_ref();
                let at = Pointer::new(text.strip_prefix('#').unwrap_or(text));
                let before = self.diagnostics.len();
                self.diagnostics.retain(|diagnostic| {
                    diagnostic.code.id != id
                        || diagnostic.severity == Severity::Error
                        || !matches!(&diagnostic.primary.place, Place::Node(node, _) if node.is_within(&at))
                });
                if self.diagnostics.len() < before || (known && !complete) {
                    continue;
                }
                let place = Place::Config(entry.span());
                let (message, help) = if known {
                    (format!("no `{id}` is reported at `{text}`"), "remove the entry")
                } else {
                    (format!("there is no diagnostic `{id}`"), "take the code from the warning")
                };
                self.report(unused, Severity::Error, place, message).help(help);
            }
        }
    }
}
