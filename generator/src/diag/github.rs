//! Diagnostics as annotations of a forge: workflow commands of GitHub Actions, which Gitea and Forgejo read too.

use std::fmt::Write as _;

use super::spot::Spot;
use super::{Diagnostic, Severity};
use crate::source::{SourceFile, SourceMap};

/// All diagnostics, a line each: `::error file=…,line=…,col=…,title=CODE::message` with the help on a line of its own
/// (`warning`, and `notice` for notes). Lines and columns count from 1, columns in characters. What has no place has
/// neither file nor line, and stands at the top of the run.
#[must_use]
pub fn render_github<'a>(
    diagnostics: impl IntoIterator<Item = &'a Diagnostic>,
    map: &SourceMap,
    config: Option<&SourceFile>,
) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let mut message = diagnostic.message.clone();
        for label in &diagnostic.secondary {
            if let Some(spot) = Spot::new(&label.place, map, config) {
                let _ = write!(
                    message,
                    "\n{}:{}:{}: {}",
                    spot.path, spot.line, spot.column, label.text
                );
            }
        }
        if let Some(help) = &diagnostic.help {
            let _ = write!(message, "\nhelp: {help}");
        }
        let place = Spot::new(&diagnostic.primary.place, map, config)
            .map_or_else(String::new, |spot| {
                format!("file={},line={},col={},", property(spot.path), spot.line, spot.column)
            });
        let _ =
            writeln!(out, "::{command} {place}title={}::{}", diagnostic.code.id, text(&message));
    }
    out
}

/// A text as the value of a command: what would end it is escaped.
fn text(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text as the value of a property.
fn property(value: &str) -> String {
    text(value).replace(':', "%3A").replace(',', "%2C")
}
