//! Not written yet.
use crate::Exit;
use std::path::Path;
/// Does nothing yet.
#[must_use]
pub fn run(_root: &Path) -> Exit {
    Exit::Success
}
