//! Not written yet.
use crate::{Exit, cli::Ci};
use std::path::Path;
/// Does nothing yet.
#[must_use]
pub fn run(_root: &Path, _: &Ci) -> Exit {
    Exit::Success
}
