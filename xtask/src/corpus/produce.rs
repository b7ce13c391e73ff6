//! Generates from one description, twice, and counts what came of it. A panic is a result like any other.

use std::any::Any;
use std::sync::{Mutex, PoisonError};
use std::thread;

use oasmith::config::Config;
use oasmith::diag::{Color, Place, Severity, render_text};
use oasmith::emit::FileSet;
use oasmith::{Input, Outcome, generate};

use super::discover::{self, Case, Look};
use super::measure::{self, Stopwatch};
use super::row::{Row, Status};
use crate::input::{self, FilesBeside};

/// As much as a main thread has on Linux, so that what overflows there overflows here.
const STACK: usize = 8 * 1024 * 1024;

/// Diagnostics that are kept as text; the largest descriptions have thousands of one kind.
const SHOWN: usize = 500;

/// How often to generate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// Once.
    Once,
    /// Twice, and compare.
    Twice,
}

/// What a description gave.
#[derive(Debug)]
pub struct Produced {
    /// The numbers.
    pub row: Row,
    /// The crate; none when there are errors.
    pub files: Option<FileSet>,
    /// What the generator said, as text; empty when it panicked.
    pub diagnostics: String,
}

/// Generates. The crate is called `corpus-<name>`.
#[must_use]
pub fn produce(case: &Case, times: Times) -> Produced {
    // Where that is not possible, the peak is the highest so far, and the largest of a run is still true.
    let _ = measure::forget_peak();
    let began = thread::Builder::new()
        // An overflow of the stack ends the process, and what Rust says then names the thread.
        .name(case.name.clone())
        .stack_size(STACK);
    let made = thread::scope(|scope| {
        let run = began.spawn_scoped(scope, || guarded(|| on_this_thread(case, times)));
        match run.map(thread::ScopedJoinHandle::join) {
            Ok(Ok(made)) => made,
            Ok(Err(payload)) => Err(text_of(payload.as_ref())),
            Err(error) => Err(format!("no thread can be started: {error}")),
        }
    });
    let mut made = made.unwrap_or_else(|panic| {
        let mut row = new_row(case, &Look::default());
        row.worsen(Status::Panicked, &panic);
        Produced { row, files: None, diagnostics: String::new() }
    });
    made.row.peak_mb = measure::peak_memory().unwrap_or_default();
    made
}

fn on_this_thread(case: &Case, times: Times) -> Produced {
    let description = match input::description(&case.path, &case.shown) {
        Ok(description) => description,
        Err(error) => {
            let mut row = new_row(case, &Look::default());
            row.worsen(Status::Unreadable, &error.message);
            return Produced { row, files: None, diagnostics: String::new() };
        }
    };
    let config = Config::for_crate(&format!("corpus-{}", case.name));
    let loader = FilesBeside::new(&case.path);
    let run = || {
        let watch = Stopwatch::start();
        let input = Input { description: description.clone(), config: &config, loader: &loader };
        let outcome = generate(&input);
        (outcome, watch.elapsed().as_secs_f64())
    };
    let (outcome, seconds) = run();
    let mut row = new_row(case, &discover::look(description.clone()).unwrap_or_default());
    row.seconds = seconds;
    count(&outcome, &mut row);
    if times == Times::Twice {
        let (second, seconds) = run();
        row.seconds = row.seconds.min(seconds);
        compare(&outcome, &second, &mut row);
    }
    let diagnostics = outcome.diagnostics.iter().take(SHOWN);
    let said = render_text(diagnostics, &outcome.map, None, Color::Off);
    Produced { row, files: outcome.files, diagnostics: said }
}

fn new_row(case: &Case, look: &Look) -> Row {
    let listed = case.version.clone().filter(|version| !version.is_empty());
    Row {
        name: case.name.clone(),
        file: case.shown.clone(),
        version: listed.unwrap_or_else(|| look.version.clone()),
        negative: case.negative,
        operations: look.operations,
        ..Row::default()
    }
}

fn count(outcome: &Outcome, row: &mut Row) {
    let numbers = outcome.stats;
    // Those of other files are known to the generator only.
    row.operations = row.operations.max(numbers.operations);
    (row.methods, row.types, row.fallbacks) = (numbers.methods, numbers.types, numbers.fallbacks);
    let of = |severity| outcome.diagnostics.iter().filter(move |said| said.severity == severity);
    row.errors = of(Severity::Error).count();
    row.warnings = of(Severity::Warning).count();
    row.notes = of(Severity::Note).count();
    for said in &outcome.diagnostics {
        *row.codes.entry(said.code.id.to_owned()).or_default() += 1;
    }
    if let Some(files) = &outcome.files {
        row.files = files.0.len();
        row.bytes = files.0.values().map(String::len).sum();
        row.lines = files.0.values().map(|text| text.lines().count()).sum();
        row.values = values(files);
        row.hash = hash(files);
    }
    if let Some(error) = of(Severity::Error).next() {
        let status = if error.code.is_internal() { Status::Bug } else { Status::Refused };
        row.worsen(status, &format!("error[{}]: {}", error.code.id, error.message));
    } else if outcome.files.is_none() {
        row.worsen(Status::Bug, "no crate, and no error that says why");
    } else if row.methods < row.operations {
        let lost = row.operations - row.methods;
        row.worsen(
            Status::Lost,
            &format!("{lost} of {} operations have no method", row.operations),
        );
    }
    let has_place = |place: &Place| place.location(&outcome.map).is_some();
    if row.negative && !outcome.diagnostics.iter().any(|said| has_place(&said.primary.place)) {
        row.worsen(Status::Accepted, "nothing is said about it at any place");
    }
}

fn compare(first: &Outcome, second: &Outcome, row: &mut Row) {
    if first.diagnostics != second.diagnostics {
        row.worsen(Status::Unequal, "two runs gave different diagnostics");
    }
    let empty = FileSet::default();
    let (a, b) = (first.files.as_ref().unwrap_or(&empty), second.files.as_ref().unwrap_or(&empty));
    let differs = |path: &&String| a.0.get(*path) != b.0.get(*path);
    if let Some(path) = a.0.keys().chain(b.0.keys()).find(differs) {
        row.worsen(Status::Unequal, &format!("two runs gave different bytes in `{path}`"));
    }
}

/// Lines outside of the runtime, whose business values are.
fn values(files: &FileSet) -> usize {
    let ours = files
        .0
        .iter()
        .filter(|(path, _)| path.starts_with("src/") && !path.starts_with("src/runtime/"));
    let names_value = |line: &&str| line.contains("serde_json::Value") && !line.contains("//");
    ours.map(|(_, text)| text.lines().filter(names_value).count()).sum()
}

/// FNV-1a of 64 bits: the same on every machine and with every Rust, and nobody attacks it.
fn hash(files: &FileSet) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let bytes =
        files.0.iter().flat_map(|(path, text)| [path.as_bytes(), b"\0", text.as_bytes(), b"\0"]);
    for byte in bytes.flatten() {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

/// Where the last panic was; the payload alone does not say it.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    // What the run was given is not looked at again, so that a broken invariant in it harms nobody.
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).map_err(|payload| {
        let place = PANIC.lock().unwrap_or_else(PoisonError::into_inner).take();
        place.unwrap_or_else(|| text_of(payload.as_ref()))
    })
}

/// Keeps panics for the table instead of printing them. For a process that does nothing else.
pub fn keep_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let text = panic.to_string();
        *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
    }));
}

fn text_of(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
    text.unwrap_or("a panic without a text").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_result() {
        assert_eq!(guarded(|| 1), Ok(1));
        let caught = guarded(|| -> u8 { panic!("on purpose, in a test") });
        assert!(caught.unwrap_err().contains("on purpose"));
    }

    #[test]
    fn a_file_that_is_not_there_is_a_result() {
        let case = Case {
            name: "none".to_owned(),
            path: "no/such/file.yaml".into(),
            shown: "file.yaml".to_owned(),
            version: None,
            negative: false,
        };
        let produced = produce(&case, Times::Once);
        assert_eq!(produced.row.status, Status::Unreadable);
        assert!(produced.row.first.contains("there is no such file"), "{}", produced.row.first);
    }

    #[test]
    fn values_outside_of_the_runtime_count() {
        let file = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let files = FileSet(
            [
                file("src/model/a.rs", "pub a: serde_json::Value,\n/// serde_json::Value // x\n"),
                file("src/runtime/b.rs", "serde_json::Value\n"),
                file("README.md", "serde_json::Value\n"),
            ]
            .into(),
        );
        assert_eq!(values(&files), 1);
        let mut other = files.clone();
        other.0.insert("src/c.rs".to_owned(), String::new());
        assert_ne!(hash(&files), hash(&other));
    }
}
