//! Prints what there is to say: diagnostics, errors without a diagnostic, in text or JSON, on standard error.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, Write as _};

use clap::ValueEnum;
use oasmith::diag::{Color, Diagnostic, Severity, render_github, render_json, render_text};
use oasmith::source::{SourceFile, SourceMap};
use serde_json::json;

use crate::input::InputError;

/// How many diagnostics of a severity are printed before the rest is only counted.
const SHOWN: usize = 20;
/// How many of a code, where notes of many codes are asked for.
const SHOWN_OF_CODE: usize = 3;

/// How diagnostics are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    /// For people
    #[default]
    Text,
    /// One JSON object a line, for editors; always all of them
    Json,
    /// Annotations of a change on GitHub, Gitea or Forgejo; always all of them
    Github,
}

/// Prints in one format.
#[derive(Clone, Copy, Debug)]
pub struct Reporter {
    format: MessageFormat,
    all: bool,
    colour: bool,
}

impl Reporter {
    /// A reporter; `all` lifts the limit of diagnostics. Colour is for terminals, and not under `NO_COLOR`.
    #[must_use]
    pub fn new(format: MessageFormat, all: bool) -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { format, all, colour: wanted && std::io::stderr().is_terminal() }
    }

    /// Prints diagnostics.
    pub fn diagnostics(
        &self,
        diagnostics: &[Diagnostic],
        map: &SourceMap,
        config: Option<&SourceFile>,
    ) {
        let all = self.all || self.format != MessageFormat::Text;
        let (shown, rest) = limited(diagnostics, if all { usize::MAX } else { SHOWN });
        let colour = if self.colour { Color::On } else { Color::Off };
        print(&match self.format {
            MessageFormat::Text => render_text(shown, map, config, colour),
            MessageFormat::Json => render_json(shown, map, config),
            MessageFormat::Github => render_github(shown, map, config),
        });
        for line in rest {
            print(&(line + "\n"));
        }
    }

    /// Prints the first few of each code; the caller counts them. With `all`, and in other formats than text, all.
    pub fn by_code(
        &self,
        diagnostics: &[Diagnostic],
        map: &SourceMap,
        config: Option<&SourceFile>,
    ) {
        if self.all || self.format != MessageFormat::Text {
            return self.diagnostics(diagnostics, map, config);
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let first = |diagnostic: &&Diagnostic| {
            let count = counts.entry(diagnostic.code.id).or_default();
            *count += 1;
            diagnostic.severity == Severity::Error || *count <= SHOWN_OF_CODE
        };
        let shown: Vec<Diagnostic> = diagnostics.iter().filter(first).cloned().collect();
        // Errors are limited as everywhere; of the rest there are few by now.
        let errors = shown.iter().filter(|one| one.severity == Severity::Error).count();
        if errors > SHOWN {
            return self.diagnostics(&shown, map, config);
        }
        let colour = if self.colour { Color::On } else { Color::Off };
        print(&render_text(&shown, map, config, colour));
    }

    /// Prints an error that has no place in a description.
    pub fn error(&self, message: &str, help: &str) {
        self.outside(message, help, None, None);
    }

    /// Prints why an input could not be read.
    pub fn input(&self, error: &InputError) {
        if let Some((diagnostic, file)) = error.diagnostic.as_deref() {
            let diagnostics = std::slice::from_ref(diagnostic);
            return self.diagnostics(diagnostics, &SourceMap::default(), Some(file));
        }
        self.outside(&error.message, &error.help, Some(&error.file), error.at);
    }

    /// In the form that diagnostics have, without a code.
    fn outside(self, message: &str, help: &str, file: Option<&str>, at: Option<(usize, usize)>) {
        let (line, column) = at.unzip();
        if self.format == MessageFormat::Json {
            let object = json!({
                "code": null,
                "severity": "error",
                "file": file,
                "line": line,
                "column": column,
                "pointer": null,
                "message": message,
                "help": help,
                "labels": [],
            });
            return print(&format!("{object}\n"));
        }
        if self.format == MessageFormat::Github {
            let place = file.map_or_else(String::new, |file| {
                let (line, column) = at.unwrap_or((1, 1));
                format!(" file={file},line={line},col={column}")
            });
            let text = format!("{message}\nhelp: {help}").replace('%', "%25").replace('\n', "%0A");
            return print(&format!("::error{place}::{text}\n"));
        }
        let (red, bold, plain) = self.styles();
        let place = match (file, at) {
            (Some(file), Some((line, column))) => format!(" --> {file}:{line}:{column}\n"),
            (Some(file), None) => format!(" --> {file}\n"),
            (None, _) => String::new(),
        };
        print(&format!("{red}error{plain}{bold}: {message}{plain}\n{place}  help: {help}\n\n"));
    }

    fn styles(self) -> (&'static str, &'static str, &'static str) {
        if self.colour { ("\x1b[1;31m", "\x1b[1m", "\x1b[0m") } else { ("", "", "") }
    }
}

/// Those to be shown, and a line for each severity that has more. Where there are too many of one, the first few of each
/// code are shown, so that a mistake that a description repeats does not bury the others.
fn limited(diagnostics: &[Diagnostic], limit: usize) -> (Vec<&Diagnostic>, Vec<String>) {
    let severities =
        [(Severity::Error, "errors"), (Severity::Warning, "warnings"), (Severity::Note, "notes")];
    let mut is_shown = vec![true; diagnostics.len()];
    let mut rest = Vec::new();
    for (severity, name) in severities {
        let all = || diagnostics.iter().enumerate().filter(|(_, one)| one.severity == severity);
        if all().count() <= limit {
            continue;
        }
        let mut left = limit;
        let mut of_code: BTreeMap<&str, usize> = BTreeMap::new();
        let mut more: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, diagnostic) in all() {
            let code = diagnostic.code.id;
            let count = of_code.entry(code).or_default();
            *count += 1;
            if left == 0 || *count > SHOWN_OF_CODE {
                is_shown[at] = false;
                *more.entry(code).or_default() += 1;
            } else {
                left -= 1;
            }
        }
        let total: usize = more.values().sum();
        let codes: Vec<String> =
            more.iter().map(|(code, count)| format!("{count} {code}")).collect();
        let codes = codes.join(", ");
        rest.push(format!(
            "… and {total} more {name}: {codes}; `--all-diagnostics` prints them all"
        ));
    }
    let shown = diagnostics.iter().zip(is_shown).filter(|(_, shown)| *shown);
    (shown.map(|(diagnostic, _)| diagnostic).collect(), rest)
}

/// Prints a result, on standard output. What cannot be printed is lost: whoever closed the stream (`| head`) does not
/// want it.
pub fn say(text: &str) {
    let mut stream = std::io::stdout().lock();
    let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}

/// Prints the script that completes a command line.
pub fn completions(shell: clap_complete::Shell, command: &mut clap::Command, name: &str) {
    let mut script = Vec::new();
    clap_complete::generate(shell, command, name, &mut script);
    say(&String::from_utf8_lossy(&script));
}

/// Prints what is no result, on standard error.
pub fn say_aside(text: &str) {
    print(text);
}

/// What cannot be printed is lost, as by [`say`].
fn print(text: &str) {
    let mut stream = std::io::stderr().lock();
    let _ = write!(stream, "{text}");
}

#[cfg(test)]
mod tests {
    use oasmith::diag::{Code, Sink};
    use oasmith::source::Pointer;

    use super::*;

    const CODE: Code = Code { id: "OAS0000", summary: "", explanation: "" };
    const OTHER: Code = Code { id: "OAS0001", summary: "", explanation: "" };

    #[test]
    fn many_warnings_do_not_bury_an_error() {
        let mut sink = Sink::new(true);
        for at in 0..25 {
            sink.warning(CODE, &Pointer::root().index(at), format!("warning {at}"));
        }
        sink.warning(OTHER, &Pointer::root().index(30), "another");
        sink.error(CODE, &Pointer::root(), "the error");
        let diagnostics = sink.into_sorted(&SourceMap::default());
        let (shown, rest) = limited(&diagnostics, 20);
        assert_eq!(shown.len(), 5);
        for message in ["the error", "another"] {
            assert!(shown.iter().any(|diagnostic| diagnostic.message == message));
        }
        assert_eq!(
            rest,
            ["… and 22 more warnings: 22 OAS0000; `--all-diagnostics` prints them all"]
        );
        assert_eq!(limited(&diagnostics, usize::MAX).0.len(), 27);
        assert_eq!(limited(&diagnostics, 26).0.len(), 27);
    }
}
