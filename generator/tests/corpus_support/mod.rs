//! Where the corpus is: beside the repository, not in it. Tests that need it say so where it is not.

use std::path::{Path, PathBuf};

/// A folder of what is shared (`corpus/specs`): in `OASMITH_SHARED`, or in `../../shared` from this package.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("OASMITH_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let folder = shared.join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: no descriptions in {}", folder.display());
    None
}
