//! Names do not depend on where a description has its paths and components.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use xtask::corpus::shuffle::{Depth, difference};

/// The golden descriptions; those of the corpus are compared by `cargo xtask corpus DIR --shuffle SEED`.
fn descriptions() -> Vec<PathBuf> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generator/tests/golden/cases");
    let mut found = Vec::new();
    for case in fs::read_dir(cases).expect("the golden cases").filter_map(Result::ok) {
        let files = fs::read_dir(case.path()).expect("a folder").filter_map(Result::ok);
        found.extend(files.map(|file| file.path()).filter(|path| {
            let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            let ends = ["yaml", "json"].map(Some);
            stem == "spec" && ends.contains(&path.extension().and_then(|end| end.to_str()))
        }));
    }
    found.sort();
    assert!(found.len() > 5, "{found:?}");
    found
}

#[test]
fn names_of_the_golden_descriptions_do_not_depend_on_their_order() {
    let mut all = String::new();
    for path in descriptions() {
        for (seed, depth) in [(1, Depth::Sections), (2, Depth::Sections), (3, Depth::Members)] {
            let found = difference(&path, seed, depth).expect("a crate");
            if !found.is_empty() {
                let _ = writeln!(all, "{} with {seed}: {found:#?}", path.display());
            }
        }
    }
    assert!(all.is_empty(), "{all}");
}
