//! The command line of `oasmith`: the same commands, for those who have a project of their own instead of this repository.

use clap::{Args, CommandFactory as _, Parser, Subcommand};

use super::{Codegen, Completions, Contract, Corpus, Diff, Explain, Lint, Talk, Target, Where};
use crate::init;

const AFTER_HELP: &str = "\
A project is a folder with `spec/codegen.toml`, a description beside it (`spec/openapi.yaml`, or the only YAML or JSON
file there), and the crate in `client/`. `oasmith init` makes one. In it, and in any folder below, no command needs an
option; elsewhere, `--spec` names a description.

Exit codes: 0 fine, 1 something is stale, missing or worse, 2 the input or the command line has errors, 3 a bug.
Each command's --help says what they mean there.";

/// Generates an async Rust client crate from an OpenAPI description
#[derive(Debug, Parser)]
#[command(name = "oasmith", bin_name = "oasmith", version, max_term_width = 100, after_help = AFTER_HELP)]
pub struct Oasmith {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a project: folders, a commented codegen.toml, a workflow
    Init(Init),
    /// Write the client crate
    Generate(Codegen),
    /// Say whether the crate is what would be written today
    Check(Check),
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
    /// Call every operation of the crate of a description, and say what came of it
    Contract(Contract),
    /// Print a script that completes this command line in a shell
    Completions(Completions),
}

const CHECK_HELP: &str = "\
Examples:
  oasmith check
  oasmith check --deny-warnings --message-format github
      in a workflow: warnings and errors become annotations of the change
  oasmith check --spec petstore.yaml --out petstore-client --name petstore-client

Exit codes:
  0  the crate is what would be written
  1  it is not; the difference is printed
  2  the description, the configuration or the command line has errors
  3  a bug in the generator";

/// Options of `check`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = CHECK_HELP)]
pub struct Check {
    /// What to read, and what to compare
    #[command(flatten)]
    pub target: Target,

    /// How to talk about it
    #[command(flatten)]
    pub talk: Talk,
}

impl Check {
    /// The same as `generate --check`.
    #[must_use]
    pub fn codegen(self) -> Codegen {
        let Self { target, talk } = self;
        Codegen { check: true, target, talk, ..Codegen::default() }
    }
}

const INIT_HELP: &str = "\
Nothing that exists is changed: a file that is there stays as it is.

Examples:
  oasmith init
      here, with a small example of a description
  oasmith init petstore --spec ~/Downloads/petstore.yaml --name petstore-client
      in a new folder, with a copy of a description
  cd petstore && oasmith generate && cargo build

Exit codes:
  0  made
  2  the folder or the description cannot be read or written";

/// Options of `init`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = INIT_HELP)]
pub struct Init {
    /// Folder of the project [default: this one]
    #[arg(value_name = "DIR")]
    pub folder: Option<std::path::PathBuf>,

    /// A description, copied to `spec/`; without one, a small example is written
    #[arg(long, value_name = "FILE")]
    pub spec: Option<std::path::PathBuf>,

    /// Name of the crate [default: made of the title of the description]
    #[arg(long, value_name = "CRATE", value_parser = super::crate_name)]
    pub name: Option<String>,
}

impl Init {
    /// What is to be done.
    #[must_use]
    pub fn request(&self) -> init::Request {
        init::Request {
            folder: self.folder.clone().unwrap_or_else(|| ".".into()),
            spec: self.spec.clone(),
            name: self.name.clone(),
        }
    }
}

/// The command line; examples that say `cargo xtask` say `oasmith` here.
#[must_use]
pub fn command() -> clap::Command {
    Oasmith::command().mut_subcommands(|command| {
        let Some(text) = command.get_after_help().map(ToString::to_string) else { return command };
        command.after_help(
            text.replace("cargo xtask codegen", "oasmith generate")
                .replace("cargo xtask", "oasmith")
                .replace("completions/xtask", "completions/oasmith")
                .replace(
                    "spec/api-key.yaml and spec/codegen.toml become generated/",
                    "spec/ becomes client/",
                ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_examples_and_exit_codes_of_its_own() {
        let command = command();
        command.clone().debug_assert();
        for sub in command.get_subcommands() {
            let help = sub.get_after_help().map(ToString::to_string).unwrap_or_default();
            let name = sub.get_name();
            assert!(help.contains(&format!("oasmith {name}")), "{name}: {help}");
            assert!(help.contains("Exit codes:"), "{name}: {help}");
            assert!(!help.contains("xtask"), "{name}: {help}");
        }
    }
}
