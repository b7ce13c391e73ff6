//! Diagnostics for editors and scripts: one JSON object per line.

use serde_json::{Value, json};

use super::spot::Spot;
use super::{Diagnostic, Label, Place};
use crate::source::{SourceFile, SourceMap};

/// All diagnostics, a line each: `code`, `severity`, `file`, `line` and `column` (from 1, in characters), `pointer` (of the node in
/// its file), `message`, `help`, `labels` (the primary one first). What is not known is
/// `null`.
#[must_use]
pub fn render_json<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    map: &SourceMap,
    config: Option<&SourceFile>,
) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let primary = place(&diagnostic.primary.place, map, config);
        let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary);
        let labels: Vec<_> = labels.map(|label| self::label(label, map, config)).collect();
        let line = json!({
            "code": diagnostic.code.id,
            "severity": diagnostic.severity.as_str(),
            "file": primary.file,
            "line": primary.line,
            "column": primary.column,
            "pointer": pointer(&diagnostic.primary.place, map),
            "message": diagnostic.message,
            "help": diagnostic.help,
            "labels": labels,
        });
        text.push_str(&line.to_string());
        text.push('\n');
    }
    text
}

struct Position<'a> {
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
}

fn place<'a>(place: &Place, map: &'a SourceMap, config: Option<&'a SourceFile>) -> Position<'a> {
    match Spot::new(place, map, config) {
        Some(spot) => {
            Position { file: Some(spot.path), line: Some(spot.line), column: Some(spot.column) }
        }
        None => Position { file: None, line: None, column: None },
    }
}

fn label(label: &Label, map: &SourceMap, config: Option<&SourceFile>) -> Value {
    let at = place(&label.place, map, config);
    json!({
        "file": at.file,
        "line": at.line,
        "column": at.column,
        "pointer": pointer(&label.place, map),
        "message": label.text,
    })
}

fn pointer(place: &Place, map: &SourceMap) -> Option<String> {
    match place {
        Place::Node(pointer, _) => Some(map.original(pointer).1.as_str().to_owned()),
        Place::Source(_, pointer, _) => Some(pointer.as_str().to_owned()),
        Place::Bytes(..) | Place::Config(_) => None,
    }
}
