//! The command line: what can be asked for, and what has to be said together.

use std::fmt::Write as _;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory as _, Parser, Subcommand, ValueEnum};

use crate::codegen::{Action, Job, Output};
use crate::corpus::row::Mode;
use crate::corpus::shuffle::Depth;
use crate::corpus::{Request, Shuffle};
use crate::input::ConfigSource;
use crate::project::Program;
use crate::report::MessageFormat;

mod compare;
mod inspect;
mod program;

pub use compare::Diff;
pub use inspect::{Completions, Explain, Lint, Where};
pub use program::{Command as OasmithCommand, Oasmith, command as oasmith_command};

/// The commands of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub task: Task,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Write a client crate from an OpenAPI description
    Codegen(Codegen),
    /// Say all that is wrong with a description, and what would make its client better
    Lint(Lint),
    /// Find the place in the description of an item of the crate, or the items of a place
    Where(Where),
    /// Say what changed between two descriptions for users of the crate, and how far its version has to move
    Diff(Diff),
    /// Explain a code of a diagnostic, or list all codes
    Explain(Explain),
    /// Generate a crate for every description of a folder, compile it, and print a table
    Corpus(Corpus),
    /// Measure what crates cost to generate and to compile
    Bench(Bench),
    /// Generate, build and run the test that calls every operation, for one description or all of a folder
    Contract(Contract),
    /// Check what the compiler cannot: layers, templates, manifests, first lines
    Tidy,
    /// Run every check of this repository, as continuous integration does
    Ci(Ci),
    /// Print a script that completes this command line in a shell
    Completions(Completions),
}

const CODEGEN_HELP: &str = "\
Examples:
  cargo xtask codegen
      spec/api-key.yaml and spec/codegen.toml become generated/
  cargo xtask codegen --check
      compare only: print what would change, and exit with 1 when something would
  cargo xtask codegen --spec petstore.yaml --out ../petstore-client --name petstore-client
      a crate for any other API
  cargo xtask codegen --spec petstore.yaml --out ../petstore-client --config petstore.toml
      the same with names, environment variables and more decided in a codegen.toml
  cargo xtask codegen --dump ir --only UserApiKey
      print what a stage made of the description
  cargo xtask codegen --watch
      write it again whenever the description, a file it refers to, or the configuration changes

Exit codes:
  0  written, or nothing to write
  1  --check: the folder is not what would be written
  2  the description, the configuration or the command line has errors; nothing was touched
  3  a bug in the generator; nothing was touched";

/// Options of `codegen`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = CODEGEN_HELP)]
#[allow(clippy::struct_excessive_bools, reason = "flags of a command line are independent")]
pub struct Codegen {
    /// Write nothing: print the differences and exit with 1 when there are any
    #[arg(long)]
    pub check: bool,

    /// What to read, and where to write
    #[command(flatten)]
    pub target: Target,

    /// Print what a stage made, instead of writing
    #[arg(long, value_name = "STAGE", value_enum, conflicts_with_all = ["check", "out"])]
    pub dump: Option<Dump>,

    /// With --dump: only what has this name (a key, an operation id, an item, a part of a file's path)
    #[arg(long, value_name = "NAME", requires = "dump")]
    pub only: Option<String>,

    /// Go on: do it again whenever a file that was read changes
    #[arg(long, conflicts_with = "dump")]
    pub watch: bool,

    /// List every file that was written or deleted, however many they are
    #[arg(long)]
    pub verbose: bool,

    /// How to talk about it
    #[command(flatten)]
    pub talk: Talk,
}

/// What to read, and where to write.
#[derive(Args, Clone, Debug, Default)]
pub struct Target {
    /// The description, YAML or JSON [default: the one of this project]
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,

    /// Folder of the crate: new, empty, or written by oasmith before [default: the one of this project]
    #[arg(long, value_name = "DIR", requires = "spec")]
    pub out: Option<PathBuf>,

    /// Name of the crate [default: what the configuration says]
    #[arg(long, value_name = "CRATE", requires = "spec", value_parser = crate_name)]
    pub name: Option<String>,

    /// A codegen.toml; without one, the description is taken as it comes and repaired with warnings
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub config: Option<PathBuf>,
}

/// How to talk about what is found.
#[derive(Args, Clone, Debug, Default)]
pub struct Talk {
    /// How diagnostics are printed
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub message_format: MessageFormat,

    /// Take warnings for errors
    #[arg(long)]
    pub deny_warnings: bool,

    /// Print all diagnostics, not the first 20 of each severity (`lint`: the first 3 of each code)
    #[arg(long)]
    pub all_diagnostics: bool,
}

/// Stages that can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Dump {
    /// The document after bundling and normalising, as JSON
    Document,
    /// The typed description, as JSON
    Spec,
    /// Operations and types, without anything of OpenAPI or Rust
    Ir,
    /// All identifiers
    Names,
    /// The files of the crate with their sizes; with --only, their text
    Files,
}

impl From<Dump> for oasmith::Stage {
    fn from(dump: Dump) -> Self {
        match dump {
            Dump::Document => Self::Document,
            Dump::Spec => Self::Spec,
            Dump::Ir => Self::Ir,
            Dump::Names => Self::Names,
            Dump::Files => Self::Files,
        }
    }
}

impl Codegen {
    /// What is to be done, once it is certain that everything needed was said.
    ///
    /// # Errors
    /// An error of the command line that names what is missing.
    pub fn job(&self, program: &Program) -> Result<Job, clap::Error> {
        let target = &self.target;
        let Some(spec) = &target.spec else {
            let project = program.project()?;
            return Ok(Job {
                description: project.description.clone(),
                shown: project.shown(&project.description),
                config: project.config(),
                action: self.action(project.out.clone(), project.shown(&project.out)),
                command: program.generates(),
            });
        };
        let config = match target.config() {
            Some(config) => config,
            // A dump needs no crate; only the identifiers of the manifest would tell.
            None if self.dump.is_some() => ConfigSource::Default { name: "client".to_owned() },
            None => {
                return Err(missing(
                    program.name,
                    "`--spec` needs the name of the crate: `--name CRATE`, or `--config FILE` with \
                     a codegen.toml that says it",
                ));
            }
        };
        let out = match &target.out {
            Some(out) => out.clone(),
            None if self.dump.is_some() => PathBuf::new(),
            None => {
                return Err(missing(
                    program.name,
                    "`--spec` needs the folder of the crate: `--out DIR` (without `--spec`, it is \
                     that of the project)",
                ));
            }
        };
        Ok(Job {
            description: spec.clone(),
            shown: shown(spec),
            config,
            action: self.action(out.clone(), shown(&out)),
            command: target.command(program),
        })
    }

    /// How to talk about it.
    #[must_use]
    pub fn output(&self) -> Output {
        self.talk.output(self.verbose)
    }

    fn action(&self, out: PathBuf, shown: String) -> Action {
        match self.dump {
            Some(stage) => Action::Dump { stage: stage.into(), only: self.only.clone() },
            None if self.check => Action::Check { out, shown },
            None => Action::Write { out, shown },
        }
    }
}

impl Talk {
    fn output(&self, verbose: bool) -> Output {
        Output {
            format: self.message_format,
            all_diagnostics: self.all_diagnostics,
            deny_warnings: self.deny_warnings,
            verbose,
        }
    }
}

impl Target {
    /// The configuration that was named; none when neither a file nor a name was.
    fn config(&self) -> Option<ConfigSource> {
        match (&self.config, &self.name) {
            (Some(path), name) => Some(ConfigSource::File {
                path: path.clone(),
                shown: shown(path),
                name: name.clone(),
            }),
            (None, Some(name)) => Some(ConfigSource::Default { name: name.clone() }),
            (None, None) => None,
        }
    }

    /// The command that writes what this one checks.
    fn command(&self, program: &Program) -> String {
        let mut command = program.generates();
        for (option, path) in [("spec", &self.spec), ("out", &self.out), ("config", &self.config)] {
            if let Some(path) = path {
                let _ = write!(command, " --{option} {}", quoted(&shown(path)));
            }
        }
        if let Some(name) = &self.name {
            let _ = write!(command, " --name {name}");
        }
        command
    }
}

const CORPUS_HELP: &str = "\
A folder may have a MANIFEST.tsv or EDGE.tsv in or above it; without one, every YAML or JSON file with `openapi` or
`swagger` at the top is a description. Crates, diagnostics and what cargo said stay in the scratch folder; a crate
whose bytes have not changed is not compiled again.

Examples:
  cargo xtask corpus ../shared/corpus/specs
  cargo xtask corpus ../shared/corpus/specs --only 'git*' --clippy --verbose
  cargo xtask corpus ../shared/corpus --clippy --tsv now.tsv --baseline before.tsv
  cargo xtask corpus ../shared/corpus/specs --shuffle 1

Exit codes:
  0  every description gave a crate with all of its operations, and cargo has nothing to complain of
  1  one did not, or something is worse than in the earlier table
  2  the command line is wrong, or a folder cannot be read or written";

/// Options of `corpus`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = CORPUS_HELP)]
#[allow(clippy::struct_excessive_bools, reason = "flags of a command line are independent")]
pub struct Corpus {
    /// Folder with descriptions, or one description
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,

    /// Only those whose name or path this matches, with `*` and `?`; may be given several times
    #[arg(long, value_name = "GLOB")]
    pub only: Vec<String>,

    /// Compile the crates
    #[arg(long, group = "mode")]
    pub check: bool,

    /// Compile them with clippy; any warning is a failure, as with `-D warnings`
    #[arg(long, group = "mode")]
    pub clippy: bool,

    /// Build their documentation; any warning is a failure
    #[arg(long, group = "mode")]
    pub doc: bool,

    /// Compilers that run at once [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,

    /// Begin to compile no more crates after this time; those that are left are listed
    #[arg(long, value_name = "N", requires = "mode")]
    pub minutes: Option<u32>,

    /// Compare with the table of an earlier run
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// Write the table as tab-separated values
    #[arg(long, value_name = "FILE")]
    pub tsv: Option<PathBuf>,

    /// Scratch folder [default: target/corpus of this repository]
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,

    /// Compile all crates, also those that have not changed
    #[arg(long)]
    pub fresh: bool,

    /// Print the first complaint about each crate in full
    #[arg(long)]
    pub verbose: bool,

    /// Write nothing: generate from each description as it is and with its paths and components in another order, and
    /// compare the names
    #[arg(long, value_name = "SEED", conflicts_with_all = ["mode", "baseline", "tsv", "fresh"])]
    pub shuffle: Option<u64>,

    /// With --shuffle: properties and responses, too
    #[arg(long, requires = "shuffle")]
    pub members: bool,
}

impl Corpus {
    /// What is to be done.
    #[must_use]
    pub fn request(&self, root: &Path) -> Request {
        let modes = [(self.check, Mode::Check), (self.clippy, Mode::Clippy), (self.doc, Mode::Doc)];
        let all = std::thread::available_parallelism();
        Request {
            folder: self.folder.clone(),
            only: self.only.clone(),
            mode: modes.iter().find(|(asked, _)| *asked).map(|(_, mode)| *mode),
            jobs: self.jobs.map_or(all.map_or(1, NonZeroUsize::get), NonZeroUsize::get),
            out: self.out.clone().unwrap_or_else(|| root.join("target/corpus")),
            baseline: self.baseline.clone(),
            tsv: self.tsv.clone(),
            fresh: self.fresh,
            verbose: self.verbose,
            limit: self.minutes.map(|minutes| Duration::from_secs(u64::from(minutes) * 60)),
            shuffle: self.shuffle.map(|seed| Shuffle {
                seed,
                depth: if self.members { Depth::Members } else { Depth::Sections },
            }),
        }
    }
}

const BENCH_HELP: &str = "\
The descriptions are the committed one, a golden case, and nexus, github-rest, openai, discord, plaid and docker-engine
from ../shared/corpus where it is. cargo-progenitor, openapi-to-rust and oas3-gen are measured, too, where they are
installed. Figures are processor time and peak memory of whole processes; compare those of one run.

Examples:
  cargo xtask bench
  cargo xtask bench generate --only 'github*' --runs 7
  cargo xtask bench --save before.tsv
  cargo xtask bench --baseline before.tsv

Exit codes: 0 measured, 2 the command line is wrong, or something did not compile.";

/// Options of `bench`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = BENCH_HELP)]
pub struct Bench {
    /// Parts [default: all]
    #[arg(value_enum)]
    pub parts: Vec<crate::bench::Part>,

    /// Only descriptions whose name this matches, with `*` and `?`; may be given several times
    #[arg(long, value_name = "GLOB")]
    pub only: Vec<String>,

    /// How often to generate; the median counts
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub runs: usize,

    /// Build in the release profile, too
    #[arg(long)]
    pub release: bool,

    /// Compare with the table of an earlier run
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// Write the table as tab-separated values
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,

    /// Scratch folder [default: target/bench of this repository]
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}

impl Bench {
    /// What is to be done.
    #[must_use]
    pub fn request(&self, root: &Path) -> crate::bench::Request {
        crate::bench::Request {
            parts: self.parts.clone(),
            only: self.only.clone(),
            runs: self.runs,
            release: self.release,
            out: self.out.clone().unwrap_or_else(|| root.join("target/bench")),
            baseline: self.baseline.clone(),
            save: self.save.clone(),
        }
    }
}

const CONTRACT_HELP: &str = "\
Each operation is called once with what it requires and once with all parameters. Without --url the calls go to the
service of the feature `testing`, in the same process, which checks them against the description. A crate whose bytes
have not changed is not called again, unless there is a server or --fresh.

Examples:
  cargo xtask contract ../shared/corpus/specs/swagger-petstore.yaml
  cargo xtask contract ../shared/corpus/specs --only 'git*' --tsv calls.tsv
  npx @stoplight/prism-cli mock petstore.yaml & cargo xtask contract petstore.yaml --url http://127.0.0.1:4010

Exit codes:
  0  every operation was sent, accepted and decoded
  1  one was not; it is listed with the reason
  2  the command line is wrong, or a folder cannot be read or written";

/// Options of `contract`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = CONTRACT_HELP)]
pub struct Contract {
    /// Folder with descriptions, or one description
    #[arg(value_name = "SPEC|DIR")]
    pub folder: PathBuf,

    /// Only those whose name or path this matches, with `*` and `?`; may be given several times
    #[arg(long, value_name = "GLOB")]
    pub only: Vec<String>,

    /// Base URL of a server to call
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,

    /// Compilers that run at once [default: as many as there are processors]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZeroUsize>,

    /// Begin to build no more crates after this time; those that are left are listed
    #[arg(long, value_name = "N")]
    pub minutes: Option<u32>,

    /// Write all calls as tab-separated values
    #[arg(long, value_name = "FILE")]
    pub tsv: Option<PathBuf>,

    /// Scratch folder [default: target/contract of this repository]
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,

    /// Call all crates, also those that have not changed
    #[arg(long)]
    pub fresh: bool,

    /// Print every call, not only those that failed
    #[arg(long)]
    pub verbose: bool,
}

impl Contract {
    /// What is to be done.
    #[must_use]
    pub fn request(&self, root: &Path) -> crate::contract::Request {
        let all = std::thread::available_parallelism();
        crate::contract::Request {
            folder: self.folder.clone(),
            only: self.only.clone(),
            url: self.url.clone(),
            jobs: self.jobs.map_or(all.map_or(1, NonZeroUsize::get), NonZeroUsize::get),
            out: self.out.clone().unwrap_or_else(|| root.join("target/contract")),
            tsv: self.tsv.clone(),
            // What a server says today is not what it said yesterday.
            fresh: self.fresh || self.url.is_some(),
            verbose: self.verbose,
            limit: self.minutes.map(|minutes| Duration::from_secs(u64::from(minutes) * 60)),
        }
    }
}

const CI_HELP: &str = "\
Each step is printed as a command that can be pasted, and timed; the first one that fails ends the run.

Examples:
  cargo xtask ci
  cargo xtask ci --list
  cargo xtask ci --only clippy --only test

Exit codes: 0 all steps passed, 1 a step failed, 2 the command line is wrong.";

/// Options of `ci`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = CI_HELP)]
pub struct Ci {
    /// Print the steps and their commands, and run none
    #[arg(long)]
    pub list: bool,

    /// Run this step only; may be given several times
    #[arg(long, value_name = "STEP")]
    pub only: Vec<String>,
}

/// An error that names what was not said.
pub(crate) fn missing(program: &str, message: &str) -> clap::Error {
    let mut command = if program == "oasmith" { oasmith_command() } else { Cli::command() };
    command.error(ErrorKind::MissingRequiredArgument, message)
}

/// What cargo accepts, and what can be part of a path and of a `use`.
fn crate_name(text: &str) -> Result<String, String> {
    let mut characters = text.chars();
    let starts = characters.next().is_some_and(|first| first.is_ascii_alphabetic());
    let goes_on = characters.all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if starts && goes_on && text.len() <= 64 {
        Ok(text.to_owned())
    } else {
        Err("expected a letter, then letters, digits, `-` and `_`, at most 64 in all".to_owned())
    }
}

/// A path for a person.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// A word of a POSIX shell's command line.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:@%+=".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&str]) -> Result<Job, clap::Error> {
        let words = ["cargo xtask", "codegen"].iter().chain(words);
        match Cli::try_parse_from(words)?.task {
            Task::Codegen(arguments) => arguments.job(&Program::xtask(Path::new("/repository"))),
            other => panic!("not codegen: {other:?}"),
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn without_options_it_is_the_crate_of_this_repository() {
        let job = parse(&[]).unwrap();
        assert_eq!(job.description, Path::new("/repository/spec/api-key.yaml"));
        let Action::Write { out, .. } = job.action else { panic!("{:?}", job.action) };
        assert_eq!(out, Path::new("/repository/generated"));
        assert_eq!(job.command, "cargo xtask codegen");
    }

    #[test]
    fn what_is_missing_is_named() {
        for (words, named) in [
            (&["--spec", "a.yaml"][..], "--name CRATE"),
            (&["--spec", "a.yaml", "--name", "a"], "--out DIR"),
            (&["--out", "a"], "--spec <FILE>"),
            (&["--name", "a"], "--spec <FILE>"),
            (&["--config", "a.toml"], "--spec <FILE>"),
            (&["--only", "Pet"], "--dump <STAGE>"),
            (&["--spec", "a.yaml", "--out", "a", "--name", "../a"], "expected a letter"),
            (&["--check", "--dump", "ir"], "cannot be used with"),
        ] {
            let error = parse(words).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{words:?}");
            assert!(error.to_string().contains(named), "{words:?}: {error}");
        }
    }

    #[test]
    fn the_command_that_mends_can_be_pasted() {
        let job =
            parse(&["--check", "--spec", "my api.yaml", "--out", "it's", "--name", "a"]).unwrap();
        assert_eq!(
            job.command,
            r"cargo xtask codegen --spec 'my api.yaml' --out 'it'\''s' --name a"
        );
    }

    #[test]
    fn a_dump_needs_nothing_but_the_description() {
        let job = parse(&["--spec", "a.yaml", "--dump", "ir", "--only", "Pet"]).unwrap();
        assert!(matches!(job.config, ConfigSource::Default { .. }));
        assert!(matches!(job.action, Action::Dump { stage: oasmith::Stage::Ir, .. }));
    }

    #[test]
    fn the_name_wins_over_the_configuration() {
        let job = parse(&["--spec", "a", "--out", "b", "--config", "c", "--name", "d"]).unwrap();
        let ConfigSource::File { name, .. } = job.config else { panic!("{:?}", job.config) };
        assert_eq!(name.as_deref(), Some("d"));
    }
}
