//! `oasmith` as a program: reads the command line and hands over.

use std::process::ExitCode;

use clap::FromArgMatches as _;

use crate::Exit;
use crate::cli::{Codegen, Oasmith, OasmithCommand, oasmith_command};
use crate::project::Program;
use crate::{codegen, contract, corpus, diff, explain, init, lint, locate, report, watch};

/// Runs it in the folder it is started in.
#[must_use]
pub fn main() -> ExitCode {
    let here = std::env::current_dir().unwrap_or_else(|_| ".".into());
    let program = Program::oasmith(&here);
    let arguments =
        oasmith_command().try_get_matches().and_then(|matches| Oasmith::from_arg_matches(&matches));
    let arguments = match arguments {
        Ok(arguments) => arguments,
        Err(error) => error.exit(),
    };
    let done = match arguments.command {
        OasmithCommand::Init(arguments) => Ok(init::run(&arguments.request())),
        OasmithCommand::Generate(arguments) => generate(&arguments, &program),
        OasmithCommand::Check(arguments) => generate(&arguments.codegen(), &program),
        OasmithCommand::Lint(arguments) => {
            arguments.request(&program).map(|request| lint::run(&request))
        }
        OasmithCommand::Where(arguments) => {
            arguments.request(&program).map(|request| locate::run(&request))
        }
        OasmithCommand::Diff(arguments) => {
            arguments.request(&program).map(|request| diff::run(&request))
        }
        OasmithCommand::Explain(arguments) => Ok(explain::run(&arguments, program.name)),
        OasmithCommand::Corpus(arguments) => Ok(corpus::run(&here, &arguments.request(&here))),
        OasmithCommand::Contract(arguments) => Ok(contract::run(&here, &arguments.request(&here))),
        OasmithCommand::Completions(arguments) => {
            report::completions(arguments.shell, &mut oasmith_command(), "oasmith");
            Ok(Exit::Success)
        }
    };
    match done {
        Ok(exit) => exit.into(),
        Err(error) => error.exit(),
    }
}

/// `codegen` of this repository, `generate` and `check` of `oasmith`.
///
/// # Errors
/// When the command line does not say what is needed.
pub fn generate(arguments: &Codegen, program: &Program) -> Result<Exit, clap::Error> {
    let job = arguments.job(program)?;
    if arguments.watch {
        watch::run(&job, &arguments.output());
    }
    Ok(codegen::run(&job, &arguments.output()))
}
