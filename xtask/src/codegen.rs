//! `cargo xtask codegen`: reads the inputs, runs the generator, and writes, compares or prints.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use oasmith::diag::{Diagnostic, Severity};
use oasmith::emit::FileSet;
use oasmith::source::SourceFile;
use oasmith::{Input, Stage, Stats};

use crate::input::{self, ConfigSource, FilesBeside, LoadedConfig};
use crate::report::{MessageFormat, Reporter, say};
use crate::sync::{self, Applied, Difference, Kind, SyncError};
use crate::{Exit, names_lock};

mod only;

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Job {
    /// The description.
    pub description: PathBuf,
    /// The same for a person.
    pub shown: String,
    /// The configuration.
    pub config: ConfigSource,
    /// What to do with the crate.
    pub action: Action,
    /// The command that writes this crate.
    pub command: String,
}

/// What to do with the crate.
#[derive(Clone, Debug)]
pub enum Action {
    /// Make the folder equal to it.
    Write {
        /// The folder.
        out: PathBuf,
        /// The same for a person.
        shown: String,
    },
    /// Compare the folder with it.
    Check {
        /// The folder.
        out: PathBuf,
        /// The same for a person.
        shown: String,
    },
    /// Print a stage.
    Dump {
        /// Which.
        stage: Stage,
        /// Only what has this name.
        only: Option<String>,
    },
}

/// How to talk about it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Output {
    /// Format of diagnostics.
    pub format: MessageFormat,
    /// No limit on their number.
    pub all_diagnostics: bool,
    /// Warnings are errors.
    pub deny_warnings: bool,
    /// Every file that was touched is listed.
    pub verbose: bool,
}

impl Job {
    /// The files that are read whatever the description refers to.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        let config = match &self.config {
            ConfigSource::File { path, .. } => Some(path.clone()),
            ConfigSource::Default { .. } => None,
        };
        [self.description.clone()].into_iter().chain(config).collect()
    }

    /// The file that is both read and written: the lock of the names.
    #[must_use]
    pub fn lock_file(&self) -> Option<PathBuf> {
        match &self.config {
            ConfigSource::File { path, .. } => Some(names_lock::beside(path)),
            ConfigSource::Default { .. } => None,
        }
    }
}

/// Does it.
#[must_use]
pub fn run(job: &Job, output: &Output) -> Exit {
    run_noting(job, output).0
}

/// Does it, and says which files the description referred to, those that are not there too.
pub(crate) fn run_noting(job: &Job, output: &Output) -> (Exit, BTreeSet<PathBuf>) {
    let loader = FilesBeside::new(&job.description);
    let exit = run_with(job, output, &loader);
    (exit, loader.asked())
}

fn run_with(job: &Job, output: &Output, loader: &FilesBeside) -> Exit {
    let reporter = Reporter::new(output.format, output.all_diagnostics);
    let read = input::description(&job.description, &job.shown)
        .and_then(|description| Ok((description, input::config(&job.config)?)));
    let (description, LoadedConfig { config, file }) = match read {
        Ok(read) => read,
        Err(error) => {
            reporter.input(&error);
            return Exit::Input;
        }
    };
    let input = Input { description, config: &config, loader };
    let made = guarded(|| match &job.action {
        Action::Dump { stage, only } if only.is_none() || *stage != Stage::Files => {
            let dump = oasmith::dump(&input, *stage);
            Made { product: dump.text.map(Product::Text), ..Made::of(dump.diagnostics, dump.map) }
        }
        _ => {
            let run = oasmith::generate(&input);
            let product = run.files.map(Product::Files);
            let lock = run.names_lock;
            Made { product, stats: run.stats, lock, ..Made::of(run.diagnostics, run.map) }
        }
    });
    let Some(made) = made else {
        reporter.error(
            "oasmith panicked: this is a bug in the generator, not in your description",
            &report_a_bug(&job.shown),
        );
        return Exit::Bug;
    };
    reporter.diagnostics(&made.diagnostics, &made.map, file.as_ref());
    if let Some(exit) = verdict(&made, job, output, &reporter) {
        return exit;
    }
    let lock = job.lock(made.lock, config.names_lock.as_ref());
    match (&job.action, made.product) {
        (Action::Dump { only: None, .. }, Some(Product::Text(text))) => {
            say(&text);
            Exit::Success
        }
        (Action::Dump { only: Some(name), .. }, Some(Product::Text(text))) => {
            print_part(&only::of_text(&text, name), name, &reporter)
        }
        (Action::Dump { only: Some(name), .. }, Some(Product::Files(files))) => {
            print_part(&only::of_files(&files, name), name, &reporter)
        }
        (Action::Write { out, shown }, Some(Product::Files(files))) => {
            let exit = write(&files, out, shown, output.verbose, &made.stats, &reporter);
            if exit == Exit::Success { write_lock(lock, &reporter) } else { exit }
        }
        (Action::Check { out, shown }, Some(Product::Files(files))) => {
            let exit = check(&files, out, shown, job, &reporter);
            if exit == Exit::Success { check_lock(lock, job, &reporter) } else { exit }
        }
        _ => {
            reporter.error(
                "the generator made nothing and does not say why: this is a bug in it",
                &report_a_bug(&job.shown),
            );
            Exit::Bug
        }
    }
}

/// names.lock as it is, and as it should be.
struct Lock {
    path: PathBuf,
    shown: String,
    before: Option<String>,
    text: String,
}

impl Job {
    /// Nothing where names are not kept: without a configuration, or because it says so.
    fn lock(&self, text: Option<String>, before: Option<&SourceFile>) -> Option<Lock> {
        let ConfigSource::File { path, shown, .. } = &self.config else { return None };
        Some(Lock {
            path: names_lock::beside(path),
            shown: crate::cli::shown(&names_lock::beside(Path::new(shown))),
            before: before.map(|file| file.text.to_string()),
            text: text?,
        })
    }
}

fn write_lock(lock: Option<Lock>, reporter: &Reporter) -> Exit {
    let Some(Lock { path, shown, before, text }) = lock else { return Exit::Success };
    match names_lock::write(&path, before.as_deref(), &text) {
        Ok(false) => Exit::Success,
        Ok(true) => {
            say(&format!("updated {shown}; commit it with the crate\n"));
            Exit::Success
        }
        Err(error) => {
            reporter.error(
                &format!("cannot write `{shown}`: {error}"),
                "check path, permissions and space, and run it again; `lock = false` in codegen.toml does without it",
            );
            Exit::Input
        }
    }
}

fn check_lock(lock: Option<Lock>, job: &Job, reporter: &Reporter) -> Exit {
    let Some(Lock { shown, before, text, .. }) = lock else { return Exit::Success };
    if before.as_deref().unwrap_or_default() == text {
        return Exit::Success;
    }
    let (folder, name) = shown.rsplit_once('/').unwrap_or((".", &shown));
    let kind = before.map_or(Kind::Missing, |text| Kind::Stale(text.into_bytes()));
    let files = FileSet([(name.to_owned(), text)].into());
    say(&sync::unified(&Difference { path: name.to_owned(), kind }, &files, folder));
    let mend = format!("run `{}` and commit the result", job.command);
    reporter.error(&format!("{shown} is stale"), &mend);
    Exit::Stale
}

struct Made {
    lock: Option<String>,
    product: Option<Product>,
    stats: Stats,
    diagnostics: Vec<Diagnostic>,
    map: oasmith::source::SourceMap,
}

enum Product {
    Files(FileSet),
    Text(String),
}

impl Made {
    fn of(diagnostics: Vec<Diagnostic>, map: oasmith::source::SourceMap) -> Self {
        Self { lock: None, product: None, stats: Stats::default(), diagnostics, map }
    }

    fn count(&self, severity: Severity) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count()
    }
}

/// Runs the generator; nothing when it panics. The panic itself has been printed, with its place.
pub(crate) fn guarded<T>(run: impl FnOnce() -> T) -> Option<T> {
    // What the run was given is not looked at again, so that a broken invariant in it harms nobody.
    catch_unwind(AssertUnwindSafe(run)).ok()
}

/// How the run ends when diagnostics decide it.
fn verdict(made: &Made, job: &Job, output: &Output, reporter: &Reporter) -> Option<Exit> {
    let errors = made.count(Severity::Error);
    let warnings = made.count(Severity::Warning);
    if made.diagnostics.iter().any(|diagnostic| diagnostic.code.is_internal()) {
        reporter.error(
            "this is a bug in the generator, not in your description; nothing was written",
            &report_a_bug(&job.shown),
        );
        return Some(Exit::Bug);
    }
    // A dump shows what a stage made, errors of later ones notwithstanding.
    if errors > 0 && !matches!((&job.action, &made.product), (Action::Dump { .. }, Some(_))) {
        reporter.error(
            &format!("{} in `{}`; nothing was written", counted(errors, "error"), job.shown),
            "mend what is listed above and run it again",
        );
        return Some(Exit::Input);
    }
    if output.deny_warnings && warnings > 0 {
        reporter.error(
            &format!(
                "{} with `--deny-warnings`; nothing was written",
                counted(warnings, "warning")
            ),
            "mend them, or list in codegen.toml under [allow] those that are known and fine",
        );
        return Some(Exit::Input);
    }
    None
}

/// So many paths are listed; more are counted.
const LISTED: usize = 10;

fn write(
    files: &FileSet,
    out: &Path,
    shown: &str,
    verbose: bool,
    stats: &Stats,
    reporter: &Reporter,
) -> Exit {
    let applied = match sync::apply(files, out) {
        Ok(applied) => applied,
        Err(error) => return failed(&error, shown, reporter),
    };
    say(&told(&applied, shown, verbose, stats));
    Exit::Success
}

/// What was done, on a screen: the paths when they are few or were asked for, and the counts.
fn told(applied: &Applied, shown: &str, verbose: bool, stats: &Stats) -> String {
    let Applied { created, updated, deleted, unchanged } = applied;
    let lists = [("created", created), ("updated", updated), ("deleted", deleted)];
    let touched: usize = lists.iter().map(|(_, paths)| paths.len()).sum();
    let mut text = String::new();
    if verbose || touched <= LISTED {
        for (word, paths) in lists {
            text.extend(paths.iter().map(|path| format!("{word} {shown}/{path}\n")));
        }
    }
    let counts = lists.iter().filter(|(_, paths)| !paths.is_empty());
    let mut counts: Vec<String> =
        counts.map(|(word, paths)| format!("{} {word}", counted(paths.len(), "file"))).collect();
    if counts.is_empty() {
        let _ = write!(text, "{shown}/ is up to date");
    } else {
        if *unchanged > 0 {
            counts.push(format!("{unchanged} unchanged"));
        }
        let _ = write!(text, "{shown}/: {}", counts.join(", "));
        if !verbose && touched > LISTED {
            text.push_str(" (`--verbose` lists them)");
        }
    }
    let _ = writeln!(
        text,
        "; {}, {}",
        counted(stats.methods, "operation"),
        counted(stats.types, "type")
    );
    text
}

fn check(files: &FileSet, out: &Path, shown: &str, job: &Job, reporter: &Reporter) -> Exit {
    let differences = match sync::compare(files, out) {
        Ok(differences) => differences,
        Err(error) => return failed(&error, shown, reporter),
    };
    if differences.is_empty() {
        say(&format!("{shown}/ is up to date\n"));
        return Exit::Success;
    }
    for difference in &differences {
        say(&sync::unified(difference, files, shown));
    }
    let mend = format!("run `{}` and commit the result", job.command);
    reporter.error(&format!("{shown}/ is stale ({})", summary(&differences)), &mend);
    Exit::Stale
}

/// `3 changed, 1 missing, 1 orphan`.
fn summary(differences: &[Difference]) -> String {
    let count = |of: fn(&Kind) -> bool| {
        differences.iter().filter(|difference| of(&difference.kind)).count()
    };
    let counts = [
        (count(|kind| matches!(kind, Kind::Stale(_) | Kind::NotAFile(_))), "changed"),
        (count(|kind| *kind == Kind::Missing), "missing"),
        (count(|kind| *kind == Kind::Orphan), "orphan"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    counts.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
}

fn failed(error: &SyncError, shown: &str, reporter: &Reporter) -> Exit {
    let (help, exit) = match error {
        SyncError::Foreign { .. } => (
            "name a new or an empty folder; one that oasmith wrote is known by its Cargo.toml, \
             whose first line says so"
                .to_owned(),
            Exit::Input,
        ),
        SyncError::Io { .. } => {
            ("check path, permissions and space, and run it again".to_owned(), Exit::Input)
        }
        SyncError::BadPath(_) => (report_a_bug(shown), Exit::Bug),
    };
    reporter.error(&format!("`{shown}` cannot be brought up to date: {error}"), &help);
    exit
}

fn print_part(found: &str, name: &str, reporter: &Reporter) -> Exit {
    if found.is_empty() {
        reporter.error(
            &format!("nothing of the name `{name}` in this stage"),
            "run it without `--only` to see all names",
        );
        return Exit::Input;
    }
    say(found);
    Exit::Success
}

/// The way out of a bug.
pub(crate) fn report_a_bug(shown: &str) -> String {
    format!(
        "report it with the version of oasmith ({}), what is printed above, and `{shown}` or the \
         smallest part of it that still shows it",
        env!("CARGO_PKG_VERSION")
    )
}

/// `1 error`, `2 errors`.
pub(crate) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_caught() {
        assert!(guarded(|| -> () { panic!("on purpose, in a test") }).is_none());
        assert_eq!(guarded(|| 1), Some(1));
    }

    #[test]
    fn the_summary_counts_by_kind() {
        let difference = |kind| Difference { path: String::new(), kind };
        let differences = [
            difference(Kind::Missing),
            difference(Kind::Stale(Vec::new())),
            difference(Kind::NotAFile("a link")),
        ];
        assert_eq!(summary(&differences), "2 changed, 1 missing");
    }
}
