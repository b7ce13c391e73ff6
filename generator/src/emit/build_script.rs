//! The crate as a module of another one, for build scripts.

use super::FileSet;

impl FileSet {
    /// The files as a build script writes them to `OUT_DIR`: `src/lib.rs` without its inner attributes and
    /// documentation, which `include!` does not allow. The crate that includes it, at its root, has to have the
    /// dependencies and features that the file `Cargo.toml` of this set lists:
    ///
    /// ```ignore
    /// include!(concat!(env!("OUT_DIR"), "/client/src/lib.rs"));
    /// ```
    #[must_use]
    pub fn for_include(mut self) -> Self {
        if let Some(root) = self.0.get_mut("src/lib.rs") {
            let inner = |line: &&str| line.starts_with("//!") || line.starts_with("#![");
            let kept = root.lines().filter(|line| !inner(line));
            *root = kept.flat_map(|line| [line, "\n"]).collect();
        }
        self
    }
}
