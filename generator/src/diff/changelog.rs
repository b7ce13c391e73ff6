//! Changes as an entry of a changelog (Keep a Changelog 1.1.0).

use std::fmt::Write as _;

use super::{Change, Verdict, What};

/// The entry: its heading, and a section for each kind of change that there is. What breaks comes first in each.
#[must_use]
pub fn changelog(changes: &[Change], heading: &str) -> String {
    let mut text = format!("## {heading}\n");
    for section in ["Added", "Changed", "Deprecated", "Removed"] {
        let of_section =
            changes.iter().filter(|change| self::section(change.what) == Some(section));
        let mut lines: Vec<(bool, String)> = of_section.map(line).collect();
        lines.sort_by_key(|(breaks, _)| !breaks);
        let documented = changes.iter().filter(|it| it.what == What::Documentation).count();
        if section == "Changed" && documented > 0 {
            let items = if documented == 1 { "item" } else { "items" };
            lines.push((false, format!("- Documentation of {documented} {items}.")));
        }
        if !lines.is_empty() {
            let _ = write!(text, "\n### {section}\n\n");
            for (_, line) in lines {
                text.push_str(&line);
                text.push('\n');
            }
        }
    }
    text
}

fn section(what: What) -> Option<&'static str> {
    match what {
        What::Added => Some("Added"),
        What::Removed => Some("Removed"),
        What::Deprecated => Some("Deprecated"),
        What::Documentation => None,
        What::Renamed
        | What::Kind
        | What::Type
        | What::Generalised
        | What::Required
        | What::Optional
        | What::Reordered
        | What::TraitGained
        | What::TraitLost
        | What::Gated
        | What::Wire
        | What::Restored => Some("Changed"),
    }
}

fn line(change: &Change) -> (bool, String) {
    let breaks = change.verdict == Verdict::Major;
    let mark = if breaks { "**Breaking:** " } else { "" };
    // The heading says that it is new, gone or deprecated.
    let said =
        [("is new", What::Added), ("is gone", What::Removed), ("is deprecated", What::Deprecated)];
    let said = said.iter().find(|(_, what)| *what == change.what);
    let rest = said.and_then(|(text, _)| change.message.strip_prefix(text));
    let end = rest.map_or_else(|| format!(" {}", change.message), str::to_owned);
    (breaks, format!("- {mark}{} `{}`{end}.", change.kind.as_str(), change.path))
}
