//! Diagnostics for editors and scripts: one JSON object per line.

use serde_json::{Value, json};

use super::spot::Spot;
use super::{Diagnostic, Label, Place};
use crate::source::{SourceFile, SourceMap};

/// All diagnostics, a line each: `code`, `severity`, `file`, `line` and `column` (from 1, in characters), `pointer` (in the
/// document the generator worked on), `message`, `help`, `labels` (the primary one first). What is not known is
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
            "pointer": pointer(&diagnostic.primary.place),
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
        "pointer": pointer(&label.place),
        "message": label.text,
    })
}

fn pointer(place: &Place) -> Option<&str> {
    match place {
        Place::Node(pointer, _) => Some(pointer.as_str()),
        Place::Bytes(..) | Place::Config(_) => None,
    }
}
