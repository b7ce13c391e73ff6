//! What differs, as a person reads it.

use std::fmt::Write as _;
use std::time::Duration;

use oasmith::emit::FileSet;
use similar::TextDiff;

use super::{Difference, Kind};

/// Lines of a difference that are printed before the rest is only counted.
const SHOWN: usize = 200;

/// A difference, from what is on disk to what would be written: a unified diff of a text that changed, one line of
/// anything else.
#[must_use]
pub fn unified(difference: &Difference, files: &FileSet, folder: &str) -> String {
    let Difference { path, kind } = difference;
    let new = files.0.get(path).map_or("", String::as_str);
    let old = match kind {
        Kind::Missing => {
            return format!("missing: {folder}/{path} ({} lines)\n", new.lines().count());
        }
        Kind::Orphan => return format!("orphan: {folder}/{path}\n"),
        Kind::NotAFile(what) => return format!("not a file: {folder}/{path} is {what}\n"),
        Kind::Stale(bytes) => String::from_utf8_lossy(bytes),
    };
    // Minimal differences of large texts take minutes; after the timeout a longer one is as good.
    let diff = TextDiff::configure().timeout(Duration::from_millis(500)).diff_lines(&*old, new);
    let text = diff
        .unified_diff()
        .context_radius(3)
        .header(&format!("{folder}/{path}"), &format!("{folder}/{path} (as it would be written)"))
        .to_string();
    let mut lines = text.lines();
    let mut shown = String::from("stale: ");
    let _ = writeln!(shown, "{folder}/{path}");
    for line in lines.by_ref().take(SHOWN) {
        // A carriage return at the end would not be seen, and be the whole difference.
        shown.push_str(&line.replace('\r', "␍"));
        shown.push('\n');
    }
    let rest = lines.count();
    if rest > 0 {
        let _ = writeln!(shown, "… and {rest} more lines");
    }
    shown
}
