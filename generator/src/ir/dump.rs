//! A stable text of the IR, for tests and `cargo xtask codegen --dump ir`.

use super::Api;

/// Prints the API.
#[must_use]
pub fn dump(api: &Api) -> String {
    format!("{api:#?}\n")
}
