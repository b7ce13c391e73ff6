//! The printed table: a line for each description, sums below it, and what there is most of.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::compile::Messages;
use super::row::{Row, Status};

/// Kinds that are listed in a ranking.
const RANKS: usize = 50;

/// Over the columns of [`line()`].
#[must_use]
pub fn head() -> String {
    format!(
        "{:<13} {:<44} {:>5} {:>6} {:>7} {:>6} {:>5} {:>6} {:>4} {:>5} {:>5} {:>7} {:>6} {:>8} {:>7} {:>14}",
        "status",
        "name",
        "ops",
        "out",
        "types",
        "values",
        "fall",
        "err",
        "warn",
        "notes",
        "files",
        "seconds",
        "MB",
        "bytes",
        "lines",
        "compile"
    )
}

/// One description.
#[must_use]
pub fn line(row: &Row) -> String {
    let status = match (row.negative, row.status) {
        (true, Status::Ok) => "ok (negative)",
        (true, Status::Refused) => "refused (neg)",
        _ => row.status.as_str(),
    };
    let compile = row.mode.map_or_else(
        || "-".to_owned(),
        |mode| format!("{} {}E {}W", mode.as_str(), row.compile_errors, row.compile_warnings),
    );
    format!(
        "{status:<13} {:<44} {:>5} {:>6} {:>7} {:>6} {:>5} {:>6} {:>4} {:>5} {:>5} {:>7.2} {:>6} {:>8} {:>7} {:>14}",
        row.name,
        row.operations,
        row.methods,
        row.types,
        row.values,
        row.fallbacks,
        row.errors,
        row.warnings,
        row.notes,
        row.files,
        row.seconds,
        row.peak_mb,
        size(row.bytes),
        row.lines,
        compile
    )
}

/// Sums of all.
#[must_use]
pub fn sums(rows: &BTreeMap<String, Row>) -> String {
    let sum = |of: fn(&Row) -> usize| rows.values().map(of).sum::<usize>();
    let mut by_status = BTreeMap::<Status, usize>::new();
    for row in rows.values() {
        *by_status.entry(row.status).or_default() += 1;
    }
    let by_status = by_status.iter().map(|(status, count)| format!("{count} {}", status.as_str()));
    let failing = rows.values().filter(|row| row.fails()).count();
    let negative = rows.values().filter(|row| row.negative).count();
    let seconds = rows.values().map(|row| row.seconds).sum::<f64>();
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{} descriptions ({negative} negative): {}; {failing} failing",
        rows.len(),
        by_status.collect::<Vec<_>>().join(", ")
    );
    let _ = writeln!(
        text,
        "{} operations, {} methods; {} types, {} fallbacks, {} lines with a value; \
         {} errors, {} warnings, {} notes",
        sum(|row| row.operations),
        sum(|row| row.methods),
        sum(|row| row.types),
        sum(|row| row.fallbacks),
        sum(|row| row.values),
        sum(|row| row.errors),
        sum(|row| row.warnings),
        sum(|row| row.notes),
    );
    let _ = writeln!(
        text,
        "{seconds:.1} s of CPU to generate once, {} in {} lines of {} files",
        size(sum(|row| row.bytes)),
        sum(|row| row.lines),
        sum(|row| row.files),
    );
    let asked = rows.values().filter(|row| row.mode.is_some()).count();
    if asked > 0 {
        let clean = rows.values().filter(|row| {
            row.mode.is_some() && row.compile_errors == 0 && row.compile_warnings == 0
        });
        let correct = rows.values().filter(|row| row.mode.is_some() && row.compile_errors == 0);
        let _ = writeln!(
            text,
            "{asked} compiled: {} without an error, {} without a warning; {} errors, {} warnings",
            correct.count(),
            clean.count(),
            sum(|row| row.compile_errors),
            sum(|row| row.compile_warnings),
        );
    }
    for (what, key) in [
        ("slowest", (|row: &Row| row.seconds) as fn(&Row) -> f64),
        ("most memory (MB)", |row| f64::from(u32::try_from(row.peak_mb).unwrap_or(u32::MAX))),
    ] {
        let mut sorted = rows.values().collect::<Vec<_>>();
        sorted.sort_by(|a, b| key(b).total_cmp(&key(a)));
        let top = sorted.iter().take(5).map(|row| format!("{} {:.2}", row.name, key(row)));
        let _ = writeln!(text, "{what}: {}", top.collect::<Vec<_>>().join(", "));
    }
    text
}

/// Processor time against size: where it grows faster than the descriptions, the last column grows.
#[must_use]
pub fn growth(rows: &BTreeMap<String, Row>) -> String {
    let mut text = String::from(
        "CPU by size:\n  operations + types  descriptions       CPU  for each of them\n",
    );
    let items = |row: &Row| row.operations + row.types;
    for (index, below) in SIZES.into_iter().enumerate() {
        let from = index.checked_sub(1).map_or(1, |before| SIZES[before]);
        let within = rows.values().filter(|row| (from..below).contains(&items(row)));
        let (mut count, mut all, mut seconds) = (0, 0_usize, 0.0);
        for row in within {
            count += 1;
            all += items(row);
            seconds += row.seconds;
        }
        if count == 0 {
            continue;
        }
        let each = seconds * 1e6 / f64::from(u32::try_from(all).unwrap_or(u32::MAX));
        let range = match below {
            usize::MAX => format!("from {from}"),
            below => format!("{from} to {}", below - 1),
        };
        let _ = writeln!(text, "  {range:<18}  {count:>12}  {seconds:>6.2} s  {each:>13.0} µs");
    }
    text
}

/// Bounds of the sizes that are compared.
const SIZES: [usize; 6] = [32, 128, 512, 1024, 2048, usize::MAX];

/// Diagnostics by code: how many, in how many descriptions.
#[must_use]
pub fn codes(rows: &BTreeMap<String, Row>) -> String {
    let mut counts = BTreeMap::<&str, (usize, usize, &str)>::new();
    for row in rows.values() {
        for (code, count) in &row.codes {
            let entry = counts.entry(code).or_insert((0, 0, &row.name));
            entry.0 += count;
            entry.1 += 1;
        }
    }
    let mut text = String::new();
    for (code, (count, descriptions, example)) in counts {
        let _ = writeln!(
            text,
            "{count:>7} in {descriptions:>4}  {code}  {}  ({example})",
            summary_of(code)
        );
    }
    text
}

fn summary_of(code: &str) -> &'static str {
    oasmith::diag::all_codes().find(|known| known.id == code).map_or("", |known| known.summary)
}

/// Complaints of the compiler by kind, those of most crates first.
#[must_use]
pub fn kinds(messages: &Messages) -> String {
    struct Kind<'a> {
        count: usize,
        crates: BTreeSet<&'a str>,
        example: String,
    }
    let mut kinds = BTreeMap::<(bool, String), Kind<'_>>::new();
    for (krate, messages) in messages {
        for message in messages {
            let kind = kinds.entry((!message.error, message.shape())).or_insert_with(|| Kind {
                count: 0,
                crates: BTreeSet::new(),
                example: format!("{krate}: {}", message.headline()),
            });
            kind.count += 1;
            kind.crates.insert(krate);
        }
    }
    let mut sorted = kinds.into_iter().collect::<Vec<_>>();
    sorted.sort_by_key(|((warning, _), kind)| {
        (*warning, std::cmp::Reverse((kind.crates.len(), kind.count)))
    });
    let mut text = String::new();
    let (shown, rest) = sorted.split_at(sorted.len().min(RANKS));
    for ((warning, shape), kind) in shown {
        let level = if *warning { "warning" } else { "error" };
        let _ = writeln!(
            text,
            "{:>7} in {:>4}  {level} {shape}\n                 {}",
            kind.count,
            kind.crates.len(),
            kind.example
        );
    }
    if !rest.is_empty() {
        let _ = writeln!(text, "… and {} more kinds", rest.len());
    }
    text
}

fn size(bytes: usize) -> String {
    if bytes >= 10_000_000 {
        format!("{}M", bytes / 1_000_000)
    } else {
        format!("{}k", bytes / 1000)
    }
}

#[cfg(test)]
mod tests {
    use super::super::message::Message;
    use super::super::row::Mode;
    use super::*;

    #[test]
    fn heads_stand_over_their_columns() {
        let row = Row { name: "a".to_owned(), mode: Some(Mode::Check), ..Row::default() };
        assert_eq!(head().chars().count(), line(&row).chars().count());
    }

    #[test]
    fn growth_is_time_for_each_operation_and_type() {
        let row = |name: &str, operations, types, seconds| {
            (name.to_owned(), Row { operations, types, seconds, ..Row::default() })
        };
        let rows = BTreeMap::from([
            row("empty", 0, 0, 0.1),
            row("a", 10, 10, 0.001),
            row("b", 10, 20, 0.004),
            row("large", 1_000, 4_000, 0.5),
        ]);
        let text = growth(&rows);
        let lines: Vec<&str> = text.lines().skip(2).collect();
        assert_eq!(
            lines,
            [
                "  1 to 31                        2    0.01 s            100 µs",
                "  from 2048                      1    0.50 s            100 µs",
            ]
        );
    }

    #[test]
    fn kinds_are_ranked_by_crates_and_errors_come_first() {
        let message = |error, text: &str| Message {
            error,
            code: "E1".to_owned(),
            text: text.to_owned(),
            place: String::new(),
            rendered: String::new(),
        };
        let messages = Messages::from([
            ("a".to_owned(), vec![message(true, "rare"), message(true, "no `x`")]),
            ("b".to_owned(), vec![message(true, "no `y`"), message(false, "unused")]),
        ]);
        let text = kinds(&messages);
        let lines = text.lines().step_by(2).collect::<Vec<_>>();
        assert_eq!(
            lines,
            [
                "      2 in    2  error E1: no `…`",
                "      1 in    1  error E1: rare",
                "      1 in    1  warning E1: unused",
            ]
        );
    }
}
