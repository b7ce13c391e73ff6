//! `lint`: everything there is to say of a description, without generating.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use oasmith::Input;
use oasmith::diag::{Diagnostic, Severity, explain};

use crate::codegen::{Output, counted, guarded, report_a_bug};
use crate::input::{self, ConfigSource, FilesBeside, LoadedConfig};
use crate::report::{MessageFormat, Reporter, say};
use crate::{Exit, cli};

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Request {
    /// The description.
    pub description: PathBuf,
    /// The same for a person.
    pub shown: String,
    /// The configuration.
    pub config: ConfigSource,
    /// Only diagnostics of these codes; none for all.
    pub codes: Vec<String>,
    /// Notes are errors.
    pub deny_notes: bool,
    /// How to talk about it.
    pub output: Output,
    /// The program that runs.
    pub program: &'static str,
}

/// Does it.
#[must_use]
pub fn run(request: &Request) -> Exit {
    let output = &request.output;
    let reporter = Reporter::new(output.format, output.all_diagnostics);
    if let Some(unknown) = request.codes.iter().find(|code| explain(code).is_none()) {
        let help = format!("`{} explain` lists all codes", request.program);
        reporter.error(&format!("there is no code `{unknown}`"), &help);
        return Exit::Input;
    }
    let read = input::description(&request.description, &request.shown)
        .and_then(|description| Ok((description, input::config(&request.config)?)));
    let (description, LoadedConfig { config, file }) = match read {
        Ok(read) => read,
        Err(error) => {
            reporter.input(&error);
            return Exit::Input;
        }
    };
    let loader = FilesBeside::new(&request.description);
    let input = Input { description, config: &config, loader: &loader };
    let Some(outcome) = guarded(|| oasmith::lint(&input)) else {
        reporter.error(
            "oasmith panicked: this is a bug in the generator, not in your description",
            &report_a_bug(&request.shown),
        );
        return Exit::Bug;
    };
    let wanted = |diagnostic: &Diagnostic| {
        request.codes.is_empty()
            || request.codes.iter().any(|code| diagnostic.code.id.eq_ignore_ascii_case(code))
    };
    let found: Vec<Diagnostic> =
        outcome.diagnostics.iter().filter(|one| wanted(one)).cloned().collect();
    reporter.by_code(&found, &outcome.map, file.as_ref());
    if output.format == MessageFormat::Text {
        say(&summary(&found, &outcome.stats, request));
    }
    let worst = outcome.diagnostics.iter().map(|diagnostic| diagnostic.severity).min();
    match worst {
        Some(Severity::Error) => Exit::Input,
        Some(Severity::Warning) if output.deny_warnings || request.deny_notes => Exit::Input,
        Some(Severity::Note) if request.deny_notes => Exit::Input,
        _ => Exit::Success,
    }
}

/// How often each code was found, and how large the API is.
fn summary(found: &[Diagnostic], stats: &oasmith::Stats, request: &Request) -> String {
    let mut codes: BTreeMap<(Severity, &str), (usize, &str)> = BTreeMap::new();
    for diagnostic in found {
        let code = diagnostic.code;
        codes.entry((diagnostic.severity, code.id)).or_insert((0, code.summary)).0 += 1;
    }
    let mut text = String::new();
    for ((severity, id), (count, summary)) in &codes {
        let line = format!("{count:>6}  {:<7}  {id}  {summary}\n", severity.as_str());
        text.push_str(&line);
    }
    if !codes.is_empty() {
        let (program, more) = (request.program, codes.values().any(|(count, _)| *count > 3));
        let more = if more && !request.output.all_diagnostics {
            "; `--code CODE --all-diagnostics` prints all places of one"
        } else {
            ""
        };
        let _ = writeln!(text, "\n`{program} explain CODE` says what one means{more}");
    }
    let count = |severity| found.iter().filter(|one| one.severity == severity).count();
    let _ = writeln!(
        text,
        "{}: {}, {}; {}, {}, {}",
        cli::shown(std::path::Path::new(&request.shown)),
        counted(stats.operations, "operation"),
        counted(stats.types, "type"),
        counted(count(Severity::Error), "error"),
        counted(count(Severity::Warning), "warning"),
        counted(count(Severity::Note), "note"),
    );
    text
}
