//! `oasmith`: the commands of this repository that need nothing of it, as one program to install.

use std::process::ExitCode;

fn main() -> ExitCode {
    xtask::program::main()
}
