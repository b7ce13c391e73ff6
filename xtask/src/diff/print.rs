//! Changes as text, as JSON, or as annotations of a change on a forge.

use std::fmt::Write as _;
use std::io::IsTerminal as _;

use oasmith::diag::{Part, Place};
use oasmith::diff::{Change, Verdict, What};
use oasmith::source::{Pointer, SourceMap};
use serde_json::{Value, json};

use super::{Found, Request};
use crate::codegen::counted;
use crate::report::MessageFormat;

pub(super) fn changes(found: &Found, request: &Request) -> String {
    match request.format {
        MessageFormat::Text => text(found, request.verbose),
        MessageFormat::Json => as_json(found),
        MessageFormat::Github => annotations(found, &request.new.shown),
    }
}

fn text(found: &Found, verbose: bool) -> String {
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let colour = wanted && std::io::stdout().is_terminal();
    let mut text = String::new();
    let (documented, others): (Vec<&Change>, Vec<&Change>) =
        found.changes.iter().partition(|change| change.what == What::Documentation);
    let listed = others.iter().chain(documented.iter().filter(|_| verbose));
    for change in listed {
        let (start, end) = match (colour, change.verdict) {
            (false, _) => ("", ""),
            (true, Verdict::Major) => ("\x1b[1;31m", "\x1b[0m"),
            (true, Verdict::Minor) => ("\x1b[1;33m", "\x1b[0m"),
            (true, Verdict::Patch) => ("\x1b[1;32m", "\x1b[0m"),
        };
        let verdict = change.verdict.as_str();
        let _ = writeln!(text, "{start}{verdict}{end}: {}", sentence(change));
        for (name, at, map) in
            [("old", &change.old, &found.old.map), ("new", &change.new, &found.new.map)]
        {
            if let Some(at) = at.as_ref().and_then(|at| Spot::of(at, map)) {
                let _ = writeln!(text, "  {name}: {}:{}:{}", at.file, at.line, at.column);
            }
        }
        let _ = writeln!(text, "  why: {}\n", change.why);
    }
    if !documented.is_empty() && !verbose {
        let items = counted(documented.len(), "item");
        let _ = writeln!(text, "patch: documentation of {items} (`--verbose` lists them)\n");
    }
    let count = |verdict| found.changes.iter().filter(|it| it.verdict == verdict).count();
    if !found.changes.is_empty() {
        let counts = [Verdict::Major, Verdict::Minor, Verdict::Patch]
            .map(|verdict| format!("{} {}", count(verdict), verdict.as_str()));
        let _ = writeln!(text, "{}: {}", counted(found.changes.len(), "change"), counts.join(", "));
    }
    text + &found.summary() + "\n"
}

fn sentence(change: &Change) -> String {
    format!("{} `{}` {}", change.kind.as_str(), change.path, change.message)
}

fn as_json(found: &Found) -> String {
    let mut text = String::new();
    for change in &found.changes {
        let place = |at: &Option<Pointer>, map: &SourceMap| -> Value {
            let Some(at) = at else { return Value::Null };
            let (_, pointer) = map.original(at);
            let Some(spot) = Spot::of(at, map) else {
                return json!({ "pointer": pointer.as_str() });
            };
            json!({
                "file": spot.file,
                "line": spot.line,
                "column": spot.column,
                "pointer": pointer.as_str(),
            })
        };
        let line = json!({
            "verdict": change.verdict.as_str(),
            "what": change.what.as_str(),
            "kind": change.kind.as_str(),
            "path": change.path,
            "message": change.message,
            "why": change.why,
            "old": place(&change.old, &found.old.map),
            "new": place(&change.new, &found.new.map),
        });
        let _ = writeln!(text, "{line}");
    }
    let version =
        |version: &Option<oasmith::diff::Version>| version.as_ref().map(ToString::to_string);
    let least = found.old_version.as_ref().zip(found.verdict());
    let line = json!({
        "verdict": found.verdict().map(Verdict::as_str),
        "changes": found.changes.len(),
        "old_version": version(&found.old_version),
        "new_version": version(&found.new_version),
        "least_version": least.map(|(old, verdict)| old.after(verdict).to_string()),
        "enough": found.too_little().map(|too_little| !too_little),
    });
    let _ = writeln!(text, "{line}");
    text
}

/// What is gone has no place in the new file; it is said of its first line.
fn annotations(found: &Found, new: &str) -> String {
    let mut text = String::new();
    for change in found.changes.iter().filter(|change| change.what != What::Documentation) {
        let command = match change.verdict {
            Verdict::Major => "warning",
            Verdict::Minor | Verdict::Patch => "notice",
        };
        let spot = change.new.as_ref().and_then(|at| Spot::of(at, &found.new.map));
        let (file, line, column) = spot.map_or((new, 1, 1), |at| (at.file, at.line, at.column));
        let message = format!("{}\nwhy: {}", sentence(change), change.why);
        let _ = writeln!(
            text,
            "::{command} file={},line={line},col={column},title={}::{}",
            escaped(file).replace(':', "%3A").replace(',', "%2C"),
            change.verdict.as_str(),
            escaped(&message),
        );
    }
    let command = if found.too_little() == Some(true) { "error" } else { "notice" };
    let _ = writeln!(text, "::{command}::{}", escaped(&found.summary()));
    text
}

/// As workflow commands want it.
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

struct Spot<'m> {
    file: &'m str,
    line: usize,
    column: usize,
}

impl<'m> Spot<'m> {
    fn of(at: &Pointer, map: &'m SourceMap) -> Option<Self> {
        let at = Place::Node(at.clone(), Part::Key).location(map)?;
        let file = &map.get(at.file)?.path;
        Some(Self { file, line: at.line, column: at.column })
    }
}
