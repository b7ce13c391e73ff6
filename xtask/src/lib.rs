//! The commands of this repository, and those of `oasmith`. All IO of oasmith lives here; the generator itself only computes.

pub mod bench;
pub mod ci;
pub mod cli;
pub mod codegen;
pub mod contract;
pub mod corpus;
pub mod diff;
pub mod explain;
pub mod init;
pub mod input;
pub mod lint;
pub mod locate;
pub mod names_lock;
pub mod program;
pub mod project;
pub mod report;
pub mod sync;
pub mod tidy;
pub mod watch;

use std::path::{Path, PathBuf};

/// Descriptions, and what is made of them, are very many small pieces.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The repository that this binary was built from.
#[must_use]
pub fn repository_root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_owned()
}

/// How a command ended; the number is the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing to complain of.
    Success = 0,
    /// The files on disk are not what would be written; a version moved too little; or a step of `ci` or a rule of `tidy` failed.
    Stale = 1,
    /// The description, the configuration or the command line has errors. Nothing was touched.
    Input = 2,
    /// The generator is wrong. Nothing was touched.
    Bug = 3,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
