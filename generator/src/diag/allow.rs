//! `[allow]` of codegen.toml: warnings that are known and fine.

use indexmap::IndexMap;
use toml::Spanned;

use super::{Code, Place, Severity, Sink, all_codes, nearest};
use crate::source::{Pointer, SourceMap};

impl Sink {
    /// Drops the warnings and notes that codegen.toml allows, at the node it names (as the file has it, or the final
    /// document) or in it. An entry that allows nothing is an error of code `unused`, unless errors have ended the run
    /// before all warnings were found, or it is of a code that only other commands report (`elsewhere`).
    pub fn allow(
        &mut self,
        allowed: &IndexMap<String, Vec<Spanned<String>>>,
        map: &SourceMap,
        unused: Code,
        elsewhere: &[Code],
    ) {
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
                        || !diagnostic.primary.place.is_within(&at, map)
                });
                if self.diagnostics.len() < before
                    || (known && !complete)
                    || elsewhere.iter().any(|code| code.id == id)
                {
                    continue;
                }
                let place = Place::Config(entry.span());
                let (message, help) = if known {
                    (format!("no `{id}` is reported at `{text}`"), "remove the entry".to_owned())
                } else {
                    let near = nearest(id, all_codes().map(|code| code.id));
                    let help = near.map_or_else(
                        || "take the code from the warning".to_owned(),
                        |code| format!("did you mean `{code}`?"),
                    );
                    (format!("there is no diagnostic `{id}`"), help)
                };
                self.report(unused, Severity::Error, place, message).help(help);
            }
        }
    }
}

impl Place {
    fn is_within(&self, at: &Pointer, map: &SourceMap) -> bool {
        match self {
            Self::Node(node, _) => node.is_within(at) || map.original(node).1.is_within(at),
            Self::Source(_, node, _) => node.is_within(at),
            Self::Bytes(..) | Self::Config(_) => false,
        }
    }
}
