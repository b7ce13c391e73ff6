//! `cargo xtask`: reads the command line and hands over.

use std::process::ExitCode;

use clap::Parser as _;
use xtask::cli::{Cli, Task};

fn main() -> ExitCode {
    let root = xtask::repository_root();
    match Cli::parse().task {
        Task::Codegen(arguments) => match arguments.job(&root) {
            Ok(job) => xtask::codegen::run(&job, &arguments.output()).into(),
            Err(missing) => missing.exit(),
        },
        Task::Corpus(arguments) => xtask::corpus::run(&root, &arguments.request(&root)).into(),
        Task::Bench(arguments) => xtask::bench::run(&root, &arguments.request(&root)).into(),
        Task::Contract(arguments) => xtask::contract::run(&root, &arguments.request(&root)).into(),
        Task::Tidy => xtask::tidy::run(&root).into(),
        Task::Ci(arguments) => xtask::ci::run(&root, &arguments).into(),
    }
}
