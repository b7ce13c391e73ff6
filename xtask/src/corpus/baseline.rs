//! An earlier table against this one: what got worse, and what is better.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::row::Row;

/// What changed, for a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Worse: the run fails.
    pub worse: Vec<String>,
    /// Better.
    pub better: Vec<String>,
    /// Slower by half and at least 0.1 s: noise is possible, so that it fails nothing.
    pub slower: Vec<String>,
}

impl Changes {
    /// To be printed.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (what, lines) in
            [("better", &self.better), ("slower", &self.slower), ("worse", &self.worse)]
        {
            let _ = writeln!(text, "\n{} {what} than before", lines.len());
            for line in lines {
                let _ = writeln!(text, "    {line}");
            }
        }
        text
    }
}

/// Compares rows of the same name. With `all`, one that is not there any more is worse.
#[must_use]
pub fn compare(before: &BTreeMap<String, Row>, now: &BTreeMap<String, Row>, all: bool) -> Changes {
    let mut changes = Changes::default();
    for (name, old) in before {
        match now.get(name) {
            Some(new) => one(old, new, &mut changes),
            None if all => changes.worse.push(format!("{name}: not there any more")),
            None => {}
        }
    }
    changes
}

fn one(old: &Row, new: &Row, changes: &mut Changes) {
    let name = &new.name;
    // What cargo says counts only when it was asked the same.
    let comparable = old.mode == new.mode;
    if new.fails() != old.fails() && (comparable || old.mode.is_none() || new.methods == 0) {
        let line =
            format!("{name}: {} -> {}: {}", old.status.as_str(), new.status.as_str(), new.first);
        if new.fails() { &mut changes.worse } else { &mut changes.better }.push(line);
    } else if old.negative && new.negative && old.status != new.status {
        let line = format!("{name}: {} -> {}", old.status.as_str(), new.status.as_str());
        if new.status.as_str() == "accepted" { &mut changes.worse } else { &mut changes.better }
            .push(line);
    }
    let lost = |row: &Row| row.operations.saturating_sub(row.methods);
    let mut numbers = vec![
        ("operations without a method", lost(old), lost(new)),
        ("fallbacks", old.fallbacks, new.fallbacks),
    ];
    if !new.negative {
        numbers.push(("errors", old.errors, new.errors));
    }
    if comparable {
        numbers.push(("compile errors", old.compile_errors, new.compile_errors));
        numbers.push(("compile warnings", old.compile_warnings, new.compile_warnings));
    }
    for (what, before, now) in numbers {
        let line = format!("{name}: {what} {before} -> {now}");
        // A crate that was not made had no fallbacks and nothing to compile.
        if now > before && (old.files > 0 || new.files == 0) {
            changes.worse.push(line);
        } else if now < before && new.files > 0 {
            changes.better.push(line);
        }
    }
    if new.seconds > old.seconds * 1.5 && new.seconds > old.seconds + 0.1 {
        changes.slower.push(format!("{name}: {:.2} s -> {:.2} s", old.seconds, new.seconds));
    }
}

#[cfg(test)]
mod tests {
    use super::super::row::{Mode, Status};
    use super::*;

    fn table(rows: &[Row]) -> BTreeMap<String, Row> {
        rows.iter().map(|row| (row.name.clone(), row.clone())).collect()
    }

    fn good(name: &str) -> Row {
        let mode = Some(Mode::Clippy);
        Row { name: name.to_owned(), operations: 4, methods: 4, files: 9, mode, ..Row::default() }
    }

    #[test]
    fn what_is_worse_and_what_is_better() {
        let broken = Row { status: Status::Broken, compile_errors: 2, ..good("a") };
        let before = table(&[good("a"), good("b")]);
        let now = table(&[broken.clone(), Row { fallbacks: 1, seconds: 1.0, ..good("b") }]);
        let changes = compare(&before, &now, true);
        assert_eq!(
            changes.worse,
            ["a: ok -> broken: ", "a: compile errors 0 -> 2", "b: fallbacks 0 -> 1"]
        );
        assert_eq!(changes.slower, ["b: 0.00 s -> 1.00 s"]);
        let back = compare(&now, &before, true);
        assert_eq!((back.worse.len(), back.better.len()), (0, 3));
    }

    #[test]
    fn a_row_that_is_gone_is_worse_only_when_all_were_asked_for() {
        let before = table(&[good("a"), good("b")]);
        assert_eq!(compare(&before, &table(&[good("a")]), true).worse.len(), 1);
        assert_eq!(compare(&before, &table(&[good("a")]), false), Changes::default());
    }

    #[test]
    fn what_cargo_was_not_asked_is_no_progress() {
        let unasked = Row { mode: None, ..good("a") };
        let broken = Row { status: Status::Broken, compile_errors: 2, ..good("a") };
        assert_eq!(compare(&table(&[broken]), &table(&[unasked]), true), Changes::default());
    }
}
