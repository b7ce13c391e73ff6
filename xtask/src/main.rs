//! `cargo xtask`: reads the command line and hands over.

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser as _};
use xtask::Exit;
use xtask::cli::{Cli, Task};
use xtask::project::Program;

fn main() -> ExitCode {
    let root = xtask::repository_root();
    let program = Program::xtask(&root);
    let done = match Cli::parse().task {
        Task::Codegen(arguments) => xtask::program::generate(&arguments, &program),
        Task::Lint(arguments) => {
            arguments.request(&program).map(|request| xtask::lint::run(&request))
        }
        Task::Where(arguments) => {
            arguments.request(&program).map(|request| xtask::locate::run(&request))
        }
        Task::Diff(arguments) => {
            arguments.request(&program).map(|request| xtask::diff::run(&request))
        }
        Task::Explain(arguments) => Ok(xtask::explain::run(&arguments, program.name)),
        Task::Corpus(arguments) => Ok(xtask::corpus::run(&root, &arguments.request(&root))),
        Task::Bench(arguments) => Ok(xtask::bench::run(&root, &arguments.request(&root))),
        Task::Contract(arguments) => Ok(xtask::contract::run(&root, &arguments.request(&root))),
        Task::Tidy => Ok(xtask::tidy::run(&root)),
        Task::Ci(arguments) => Ok(xtask::ci::run(&root, &arguments)),
        Task::Completions(arguments) => {
            xtask::report::completions(arguments.shell, &mut Cli::command(), "xtask");
            Ok(Exit::Success)
        }
    };
    match done {
        Ok(exit) => exit.into(),
        Err(error) => error.exit(),
    }
}
