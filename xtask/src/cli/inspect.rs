//! Commands that write nothing: `lint`, `where`, `explain`, `completions`.

use std::path::PathBuf;

use clap::Args;
use clap_complete::Shell;

use super::{Talk, missing, shown};
use crate::input::ConfigSource;
use crate::project::Program;
use crate::report::MessageFormat;
use crate::{lint, locate};

const LINT_HELP: &str = "\
Everything that generating would say, and notes on what would make the client better: each says what it costs users of
the generated crate. Codes that begin with OAS07 are such notes; `explain` says more of any code, and an entry under
[allow] in codegen.toml silences one at a place.

Examples:
  cargo xtask lint
  cargo xtask lint petstore.yaml
  cargo xtask lint petstore.yaml --code OAS0702 --all-diagnostics
  cargo xtask lint petstore.yaml --message-format github

Exit codes:
  0  no errors (with --deny-warnings: no warnings either; with --deny-notes: nothing at all)
  2  the description, the configuration or the command line has errors
  3  a bug in the generator";

/// Options of `lint`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = LINT_HELP)]
pub struct Lint {
    /// The description [default: the one of this project, with its codegen.toml]
    #[arg(value_name = "SPEC")]
    pub spec: Option<PathBuf>,

    /// A codegen.toml; with one, mistakes that are certain are errors
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub config: Option<PathBuf>,

    /// Print diagnostics of this code only; may be given several times
    #[arg(long, value_name = "CODE")]
    pub code: Vec<String>,

    /// Take notes for errors
    #[arg(long)]
    pub deny_notes: bool,

    /// How to talk about it
    #[command(flatten)]
    pub talk: Talk,
}

impl Lint {
    /// What is to be done.
    ///
    /// # Errors
    /// When there is no description.
    pub fn request(&self, program: &Program) -> Result<lint::Request, clap::Error> {
        let (description, shown, config) =
            source(self.spec.as_ref(), self.config.as_ref(), program)?;
        Ok(lint::Request {
            description,
            shown,
            config,
            codes: self.code.clone(),
            deny_notes: self.deny_notes,
            output: self.talk.output(false),
            program: program.name,
        })
    }
}

const WHERE_HELP: &str = "\
An item is the end of a path in the generated crate: a type, a field or variant, a method, an argument or setter of one.
A pointer begins with `/` or `#`.

Examples:
  cargo xtask where UserApiKey
  cargo xtask where model::UserApiKey::org_id
  cargo xtask where ApiKeyApi::list_api_keys --spec petstore.yaml
  cargo xtask where '#/components/schemas/Pet/properties/name' --spec petstore.yaml

Exit codes:
  0  found
  1  nothing of that name, or no item at that pointer
  2  the description, the configuration or the command line has errors";

/// Options of `where`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = WHERE_HELP)]
pub struct Where {
    /// A Rust path (`model::Pet::name`, `PetsApi::list`, `Pet`), or a pointer into the description (`/paths/~1pets/get`)
    #[arg(value_name = "PATH|POINTER")]
    pub what: String,

    /// The description [default: the one of this project, with its codegen.toml]
    #[arg(long, value_name = "FILE")]
    pub spec: Option<PathBuf>,

    /// A codegen.toml
    #[arg(long, value_name = "FILE", requires = "spec")]
    pub config: Option<PathBuf>,

    /// One JSON object a line instead of text
    #[arg(long)]
    pub json: bool,
}

impl Where {
    /// What is to be done.
    ///
    /// # Errors
    /// When there is no description.
    pub fn request(&self, program: &Program) -> Result<locate::Request, clap::Error> {
        let (description, shown, config) =
            source(self.spec.as_ref(), self.config.as_ref(), program)?;
        let (what, json) = (self.what.clone(), self.json);
        Ok(locate::Request { description, shown, config, what, json })
    }
}

/// The description, and the configuration that goes with it.
fn source(
    spec: Option<&PathBuf>,
    config: Option<&PathBuf>,
    program: &Program,
) -> Result<(PathBuf, String, ConfigSource), clap::Error> {
    let Some(spec) = spec else {
        let project = program.project()?;
        return Ok((
            project.description.clone(),
            project.shown(&project.description),
            project.config(),
        ));
    };
    if spec.as_os_str().is_empty() {
        return Err(missing(program.name, "the path of the description is empty"));
    }
    let config = match config {
        Some(path) => ConfigSource::File { path: path.clone(), shown: shown(path), name: None },
        None => ConfigSource::Default { name: "client".to_owned() },
    };
    Ok((spec.clone(), shown(spec), config))
}

const EXPLAIN_HELP: &str = "\
Examples:
  cargo xtask explain OAS0204
  cargo xtask explain
      all codes, a line each

Exit codes:
  0  explained
  2  there is no such code";

/// Options of `explain`.
#[derive(Args, Clone, Debug, Default)]
#[command(after_help = EXPLAIN_HELP)]
pub struct Explain {
    /// The code, as it stands in brackets behind `error`, `warning` or `note`
    #[arg(value_name = "CODE")]
    pub code: Option<String>,

    /// How an unknown code is reported
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub message_format: MessageFormat,
}

const COMPLETIONS_HELP: &str = "\
Examples:
  cargo xtask completions bash > ~/.local/share/bash-completion/completions/xtask
  cargo xtask completions fish > ~/.config/fish/completions/xtask.fish

Exit codes:
  0  printed
  2  no such shell";

/// Options of `completions`.
#[derive(Args, Clone, Debug)]
#[command(after_help = COMPLETIONS_HELP)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}
