//! What is known of one description after a run: a line of the table, and of its TSV.

use std::collections::BTreeMap;

/// Everything that is counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Unique; the table is sorted by it.
    pub name: String,
    /// Path of the description.
    pub file: String,
    /// The value of `openapi` or `swagger`.
    pub version: String,
    /// A reader has something to complain of.
    pub negative: bool,
    /// How it ended.
    pub status: Status,
    /// Operations in the document.
    pub operations: usize,
    /// Methods in the crate.
    pub methods: usize,
    /// Types with a name of their own.
    pub types: usize,
    /// Schema positions that became `serde_json::Value` though the description says more.
    pub fallbacks: usize,
    /// Lines of the crate outside of its runtime that name `serde_json::Value`, for whatever reason.
    pub values: usize,
    /// Diagnostics: errors.
    pub errors: usize,
    /// Diagnostics: warnings.
    pub warnings: usize,
    /// Diagnostics: notes.
    pub notes: usize,
    /// Processor time of one generation; the better of two.
    pub seconds: f64,
    /// The most memory the process had while it generated.
    pub peak_mb: u64,
    /// Files of the crate.
    pub files: usize,
    /// Their bytes.
    pub bytes: usize,
    /// Their lines.
    pub lines: usize,
    /// What cargo was asked to do with the crate; none when nothing.
    pub mode: Option<Mode>,
    /// Errors of the compiler.
    pub compile_errors: usize,
    /// Warnings of the compiler, of clippy or of rustdoc.
    pub compile_warnings: usize,
    /// Of all files.
    pub hash: String,
    /// Diagnostics by code.
    pub codes: BTreeMap<String, usize>,
    /// The first line of what went wrong.
    pub first: String,
}

/// How it ended; of several the last one in this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// As it should.
    #[default]
    Ok,
    /// It is to be refused, and the generator has nothing to say about it.
    Accepted,
    /// The crate compiles with warnings.
    Warned,
    /// Cargo did not get to it in time.
    NotCompiled,
    /// The crate does not compile.
    Broken,
    /// Operations of the document have no method.
    Lost,
    /// The generator reports errors.
    Refused,
    /// Two runs gave different bytes.
    Unequal,
    /// The generator says that it is wrong itself.
    Bug,
    /// The generator panicked.
    Panicked,
    /// The file cannot be read, or the crate cannot be written.
    Unreadable,
}

const STATUSES: [(Status, &str); 11] = [
    (Status::Ok, "ok"),
    (Status::Accepted, "accepted"),
    (Status::Warned, "warned"),
    (Status::NotCompiled, "not-compiled"),
    (Status::Broken, "broken"),
    (Status::Lost, "lost"),
    (Status::Refused, "refused"),
    (Status::Unequal, "unequal"),
    (Status::Bug, "bug"),
    (Status::Panicked, "panicked"),
    (Status::Unreadable, "unreadable"),
];

/// What cargo is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// `cargo check`.
    Check,
    /// `cargo clippy`.
    Clippy,
    /// `cargo doc`.
    Doc,
}

const MODES: [(Mode, &str); 3] =
    [(Mode::Check, "check"), (Mode::Clippy, "clippy"), (Mode::Doc, "doc")];

/// Columns of the TSV, in order. New ones go to the end.
const COLUMNS: [&str; 24] = [
    "name",
    "file",
    "version",
    "negative",
    "status",
    "operations",
    "methods",
    "types",
    "fallbacks",
    "values",
    "errors",
    "warnings",
    "notes",
    "seconds",
    "peak_mb",
    "files",
    "bytes",
    "lines",
    "compile",
    "compile_errors",
    "compile_warnings",
    "hash",
    "codes",
    "first",
];

impl Status {
    /// As it is printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        STATUSES.iter().find(|(status, _)| *status == self).map_or("", |(_, name)| name)
    }
}

impl Mode {
    /// As it is printed; cargo's word for it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        MODES.iter().find(|(mode, _)| *mode == self).map_or("", |(_, name)| name)
    }
}

impl Row {
    /// Whether this is not as it should be.
    #[must_use]
    pub fn fails(&self) -> bool {
        match self.status {
            // Accepting may be right, and a slow machine is no fault of a crate; both are listed, so that a person
            // decides.
            Status::Ok | Status::Accepted | Status::NotCompiled => false,
            Status::Refused => !self.negative,
            _ => true,
        }
    }

    /// Sets what went wrong, unless something worse is known already.
    pub fn worsen(&mut self, status: Status, first: &str) {
        if status > self.status {
            self.status = status;
            self.first = one_line(first);
        }
    }
}

/// A table as text, sorted by name.
#[must_use]
pub fn to_tsv(rows: &BTreeMap<String, Row>) -> String {
    let mut text = COLUMNS.join("\t") + "\n";
    for row in rows.values() {
        text.push_str(&cells(row).join("\t"));
        text.push('\n');
    }
    text
}

/// Reads what [`to_tsv`] writes; columns that are not known are passed over, those that are missing have no value.
///
/// # Errors
/// When it is no such table.
pub fn from_tsv(text: &str) -> Result<BTreeMap<String, Row>, String> {
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let head = lines.next().unwrap_or_default().split('\t').collect::<Vec<_>>();
    if head.first() != COLUMNS.first() {
        return Err("its first line does not begin with the column `name`".to_owned());
    }
    let mut rows = BTreeMap::new();
    for line in lines.filter(|line| !line.is_empty()) {
        let cells = head.iter().copied().zip(line.split('\t')).collect::<BTreeMap<_, _>>();
        let row = row(&cells);
        rows.insert(row.name.clone(), row);
    }
    Ok(rows)
}

fn cells(row: &Row) -> [String; COLUMNS.len()] {
    let codes = row.codes.iter().map(|(code, count)| format!("{code}:{count}"));
    [
        row.name.clone(),
        one_line(&row.file),
        one_line(&row.version),
        if row.negative { "yes" } else { "no" }.to_owned(),
        row.status.as_str().to_owned(),
        row.operations.to_string(),
        row.methods.to_string(),
        row.types.to_string(),
        row.fallbacks.to_string(),
        row.values.to_string(),
        row.errors.to_string(),
        row.warnings.to_string(),
        row.notes.to_string(),
        format!("{:.3}", row.seconds),
        row.peak_mb.to_string(),
        row.files.to_string(),
        row.bytes.to_string(),
        row.lines.to_string(),
        row.mode.map_or("-", Mode::as_str).to_owned(),
        row.compile_errors.to_string(),
        row.compile_warnings.to_string(),
        row.hash.clone(),
        codes.collect::<Vec<_>>().join(","),
        one_line(&row.first),
    ]
}

fn row(cells: &BTreeMap<&str, &str>) -> Row {
    let text = |name: &str| cells.get(name).copied().unwrap_or_default();
    let number = |name: &str| text(name).parse::<usize>().unwrap_or_default();
    let status = STATUSES.iter().find(|(_, name)| *name == text("status"));
    let mode = MODES.iter().find(|(_, name)| *name == text("compile"));
    let codes = text("codes").split(',').filter_map(|pair| {
        let (code, count) = pair.split_once(':')?;
        Some((code.to_owned(), count.parse().ok()?))
    });
    Row {
        name: text("name").to_owned(),
        file: text("file").to_owned(),
        version: text("version").to_owned(),
        negative: text("negative") == "yes",
        status: status.map(|(status, _)| *status).unwrap_or_default(),
        operations: number("operations"),
        methods: number("methods"),
        types: number("types"),
        fallbacks: number("fallbacks"),
        values: number("values"),
        errors: number("errors"),
        warnings: number("warnings"),
        notes: number("notes"),
        seconds: text("seconds").parse().unwrap_or_default(),
        peak_mb: text("peak_mb").parse().unwrap_or_default(),
        files: number("files"),
        bytes: number("bytes"),
        lines: number("lines"),
        mode: mode.map(|(mode, _)| *mode),
        compile_errors: number("compile_errors"),
        compile_warnings: number("compile_warnings"),
        hash: text("hash").to_owned(),
        codes: codes.collect(),
        first: text("first").to_owned(),
    }
}

/// Without what would end a line or a cell, and not endless.
fn one_line(text: &str) -> String {
    let blank = |c: char| if c.is_control() { ' ' } else { c };
    text.trim().chars().map(blank).take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_survives_its_tsv() {
        let row = Row {
            name: "a".to_owned(),
            file: "specs/a.yaml".to_owned(),
            version: "3.1.0".to_owned(),
            status: Status::Broken,
            operations: 3,
            methods: 2,
            seconds: 0.125,
            mode: Some(Mode::Clippy),
            compile_errors: 4,
            hash: "00ff".to_owned(),
            codes: BTreeMap::from([("OAS0001".to_owned(), 2), ("OAS0002".to_owned(), 1)]),
            first: "error[E0425]: not found".to_owned(),
            ..Row::default()
        };
        let rows = BTreeMap::from([("a".to_owned(), row)]);
        assert_eq!(from_tsv(&to_tsv(&rows)), Ok(rows));
        assert!(from_tsv("file\tstatus\n").is_err());
    }

    #[test]
    fn a_line_is_a_line() {
        let mut row = Row { name: "a".to_owned(), ..Row::default() };
        row.worsen(Status::Refused, "one\ttwo\nthree");
        row.worsen(Status::Lost, "less bad");
        let rows = BTreeMap::from([("a".to_owned(), row)]);
        let text = to_tsv(&rows);
        assert_eq!(text.lines().count(), 2);
        assert!(text.ends_with("\tone two three\n"), "{text}");
    }

    #[test]
    fn what_fails() {
        let row = |status, negative| Row { negative, status, ..Row::default() };
        assert!(row(Status::Refused, false).fails() && !row(Status::Refused, true).fails());
        assert!(!row(Status::Accepted, true).fails());
        assert!(row(Status::Panicked, true).fails() && row(Status::Broken, true).fails());
    }
}
