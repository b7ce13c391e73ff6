//! `where`: from an item of the crate to its place in the description, and from a pointer to the items.

use std::path::PathBuf;

use oasmith::diag::{Part, Place, Severity, nearest};
use oasmith::source::{Pointer, SourceMap};
use oasmith::{Input, Item, Items};
use serde_json::json;

use crate::Exit;
use crate::codegen::{guarded, report_a_bug};
use crate::input::{self, ConfigSource, FilesBeside};
use crate::report::{MessageFormat, Reporter, say};

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Request {
    /// The description.
    pub description: PathBuf,
    /// The same for a person.
    pub shown: String,
    /// The configuration.
    pub config: ConfigSource,
    /// A Rust path or a pointer.
    pub what: String,
    /// JSON instead of text.
    pub json: bool,
}

/// Does it.
#[must_use]
pub fn run(request: &Request) -> Exit {
    let reporter = Reporter::new(MessageFormat::Text, false);
    let read = input::description(&request.description, &request.shown)
        .and_then(|description| Ok((description, input::config(&request.config)?)));
    let (description, configuration) = match read {
        Ok(read) => read,
        Err(error) => {
            reporter.input(&error);
            return Exit::Input;
        }
    };
    let loader = FilesBeside::new(&request.description);
    let input = Input { description, config: &configuration.config, loader: &loader };
    let Some(Items { items, diagnostics, map }) = guarded(|| oasmith::items(&input)) else {
        reporter.error(
            "oasmith panicked: this is a bug in the generator",
            &report_a_bug(&request.shown),
        );
        return Exit::Bug;
    };
    let Some(items) = items else {
        let errors: Vec<_> =
            diagnostics.into_iter().filter(|one| one.severity == Severity::Error).collect();
        reporter.diagnostics(&errors, &map, configuration.file.as_ref());
        reporter.error("nothing has a name while there are errors", "mend what is listed above");
        return Exit::Input;
    };
    let found = find(&items, &request.what, &map);
    if found.is_empty() {
        let (message, help) = nothing(&items, &request.what);
        reporter.error(&message, &help);
        return Exit::Stale;
    }
    for item in found {
        say(&if request.json { as_json(item, &map) } else { as_text(item, &map) });
    }
    Exit::Success
}

/// The items of a path or a pointer: those that are just that, or else those that end with it or are in it.
fn find<'a>(items: &'a [Item], what: &str, map: &SourceMap) -> Vec<&'a Item> {
    if what.starts_with(['/', '#']) {
        let at = Pointer::new(what.trim_start_matches('#'));
        let origin = |item: &Item| map.original(&item.origin).1;
        let exact = |item: &&Item| item.origin == at || origin(item) == at;
        let within = |item: &&Item| item.origin.is_within(&at) || origin(item).is_within(&at);
        return either(items, exact, within);
    }
    // As it stands in code: `crate::model::Pet`, `PetsApi<'_>::list`, `list()`.
    let what = what.trim_start_matches("crate::").trim_end_matches("()").replace("<'_>", "");
    let ends = |item: &&Item| item.path.ends_with(&format!("::{what}"));
    either(items, |item| item.path == what, ends)
}

fn either<'a>(
    items: &'a [Item],
    first: impl Fn(&&'a Item) -> bool,
    second: impl Fn(&&'a Item) -> bool,
) -> Vec<&'a Item> {
    let found: Vec<&Item> = items.iter().filter(first).collect();
    if found.is_empty() { items.iter().filter(second).collect() } else { found }
}

fn nothing(items: &[Item], what: &str) -> (String, String) {
    if what.starts_with(['/', '#']) {
        let at = what.trim_start_matches('#');
        let near = nearest(at, items.iter().map(|item| item.origin.as_str()));
        let help = near.map_or_else(
            || "a pointer names a schema, a property, an operation or a parameter; `/` in a key is `~1`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return (format!("no item of the crate comes from `{what}`"), help);
    }
    let last = |path: &'_ str| path.rsplit("::").next().unwrap_or_default().to_owned();
    let names: Vec<String> = items.iter().map(|item| last(&item.path)).collect();
    let near = nearest(&last(what), names.iter().map(String::as_str));
    let help =
        near.and_then(|near| items.iter().find(|item| last(&item.path) == near)).map_or_else(
            || "name a type, a field, a method or an argument".to_owned(),
            |item| format!("did you mean `{}`?", item.path),
        );
    (format!("the crate has no `{what}`"), help)
}

fn place(item: &Item, map: &SourceMap) -> (Option<String>, Pointer) {
    let at = Place::Node(item.origin.clone(), Part::Key).location(map);
    let shown = at.and_then(|at| {
        let file = map.get(at.file)?;
        Some(format!("{}:{}:{}", file.path, at.line, at.column))
    });
    (shown, map.original(&item.origin).1)
}

fn as_text(item: &Item, map: &SourceMap) -> String {
    let (place, pointer) = place(item, map);
    format!(
        "{} `{}`\n  --> {}\n  pointer: {pointer}\n  named by: {}\n  to rename: {}\n\n",
        item.kind,
        item.path,
        place.unwrap_or_else(|| "nowhere".to_owned()),
        item.rule,
        item.key,
    )
}

fn as_json(item: &Item, map: &SourceMap) -> String {
    let (place, pointer) = place(item, map);
    let line = json!({
        "path": item.path,
        "kind": item.kind,
        "place": place,
        "pointer": pointer.as_str(),
        "rule": item.rule,
        "rename": item.key,
    });
    format!("{line}\n")
}
