//! Descriptions that providers publish: each gives a crate with a method for each of its operations.

use std::path::PathBuf;

use xtask::corpus::discover::{Case, discover};
use xtask::corpus::produce::{Times, produce};

/// Without optimisation a generation takes ten times as long: larger ones are left to the release profile.
const DEBUG_LIMIT: u64 = 250_000;

/// The folder with descriptions: beside the repository, or where the variable says.
fn specs() -> PathBuf {
    let shared = std::env::var_os("OASMITH_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| xtask::repository_root().join("../shared"));
    shared.join("corpus/specs")
}

fn is_small(case: &Case) -> bool {
    std::fs::metadata(&case.path).is_ok_and(|metadata| metadata.len() <= DEBUG_LIMIT)
}

#[test]
fn every_operation_of_every_description_has_a_method() {
    let specs = specs();
    if !specs.is_dir() {
        println!("skipped: there is no folder `{}`", specs.display());
        return;
    }
    let mut cases = discover(&specs, &[]).unwrap();
    assert!(!cases.is_empty(), "no description in `{}`", specs.display());
    if cfg!(debug_assertions) {
        let all = cases.len();
        cases.retain(is_small);
        println!("skipped: {} of {all}, the large ones, without optimisation", all - cases.len());
    }
    let mut problems = Vec::new();
    for case in &cases {
        let row = produce(case, Times::Once).row;
        if row.errors > 0 || row.methods != row.operations || row.fails() {
            let (status, first) = (row.status.as_str(), &row.first);
            problems.push(format!(
                "{}: {status}, {} operations, {} methods: {first}",
                case.name, row.operations, row.methods
            ));
        }
    }
    assert!(
        problems.is_empty(),
        "{} of {} descriptions:\n{}",
        problems.len(),
        cases.len(),
        problems.join("\n")
    );
}
