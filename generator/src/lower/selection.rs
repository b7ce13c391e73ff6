//! Which operations are generated: `[include]` and `[exclude]` of codegen.toml.

use std::collections::BTreeSet;

use toml::Spanned;

use super::Lowering;
use crate::config::{self, Selection};
use crate::diag::{Place, Severity, nearest};

/// Finds the operations to generate, and reports entries that select nothing.
#[derive(Default)]
pub(super) struct Selector {
    /// Start of the entries that matched, in codegen.toml.
    matched: BTreeSet<usize>,
}

impl Selector {
    /// Whether an operation is generated.
    pub(super) fn wants(
        &mut self,
        lowering: &Lowering<'_>,
        path: &str,
        operation: &openapiv3::Operation,
    ) -> bool {
        let include = &lowering.config.include;
        let included = self.selects(include, path, operation);
        let excluded = self.selects(&lowering.config.exclude, path, operation);
        (included || is_empty(include)) && !excluded
    }

    /// Reports entries that matched nothing.
    pub(super) fn finish(self, lowering: &mut Lowering<'_>) {
        let config = lowering.config;
        for (table, selection) in [("[include]", &config.include), ("[exclude]", &config.exclude)] {
            for entry in all(selection).filter(|entry| !self.matched.contains(&entry.span().start))
            {
                let near = near(lowering, selection, entry);
                lowering
                    .sink
                    .report(
                        config::UNUSED_ENTRY,
                        Severity::Error,
                        Place::Config(entry.span()),
                        format!("`{}` under `{table}` matches no operation", entry.get_ref()),
                    )
                    .help(near.map_or_else(
                        || {
                            "remove the entry, or correct it; `*` at the end stands for anything"
                                .to_owned()
                        },
                        |near| format!("did you mean `{near}`?"),
                    ));
            }
        }
    }

    fn selects(
        &mut self,
        selection: &Selection,
        path: &str,
        operation: &openapiv3::Operation,
    ) -> bool {
        let mut selected = false;
        let tags = operation.tags.iter().map(String::as_str);
        let tags: Vec<&str> = tags.collect();
        let id = operation.operation_id.as_deref();
        let id: Vec<&str> = id.into_iter().collect();
        for (entries, texts) in [
            (&selection.tags, tags.as_slice()),
            (&selection.paths, &[path][..]),
            (&selection.operations, id.as_slice()),
        ] {
            for entry in entries {
                if texts.iter().any(|text| matches(entry.get_ref(), text)) {
                    self.matched.insert(entry.span().start);
                    selected = true;
                }
            }
        }
        selected
    }
}

/// The tag, path or operation id that an entry was meant to be.
fn near(lowering: &Lowering<'_>, selection: &Selection, entry: &Spanned<String>) -> Option<String> {
    let holds = |entries: &[Spanned<String>]| {
        entries.iter().any(|known| known.span().start == entry.span().start)
    };
    let paths = &lowering.spec.api.paths.paths;
    let operations = || {
        let items = paths.values().filter_map(openapiv3::ReferenceOr::as_item);
        items.flat_map(openapiv3::PathItem::iter).map(|(_, operation)| operation)
    };
    let wrong = entry.get_ref().as_str();
    let found = if holds(&selection.tags) {
        let declared = lowering.spec.api.tags.iter().map(|tag| tag.name.as_str());
        nearest(wrong, operations().flat_map(|one| &one.tags).map(String::as_str).chain(declared))
    } else if holds(&selection.paths) {
        nearest(wrong, paths.keys().map(String::as_str))
    } else {
        nearest(wrong, operations().filter_map(|operation| operation.operation_id.as_deref()))
    };
    found.map(str::to_owned)
}

/// Whether nothing is selected by name.
pub(crate) fn is_empty(selection: &Selection) -> bool {
    all(selection).next().is_none()
}

fn all(selection: &Selection) -> impl Iterator<Item = &Spanned<String>> {
    selection.tags.iter().chain(&selection.paths).chain(&selection.operations)
}

pub(super) fn matches(pattern: &str, text: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => text.starts_with(start),
        None => pattern == text,
    }
}
