//! Builds the tests of a batch of crates with one cargo, and runs them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::corpus::compile::Workspace;

/// Where and how tests are built.
#[derive(Clone, Debug)]
pub(super) struct Builder {
    /// The folder that holds the crates.
    pub(super) folder: PathBuf,
    /// The lock file that versions are taken from.
    pub(super) lock: PathBuf,
    /// How many compilers at once.
    pub(super) jobs: usize,
    /// Base URL of a server to call.
    pub(super) url: Option<String>,
}

/// The program of each crate's test, or what the compiler said.
pub(super) type Tests = BTreeMap<String, Result<PathBuf, String>>;

impl Builder {
    /// Builds the test of each of these crates.
    pub(super) fn build(&self, crates: &[String]) -> Result<Tests, String> {
        let mut tests = Tests::new();
        if crates.is_empty() {
            return Ok(tests);
        }
        let members: BTreeSet<String> = crates.iter().cloned().collect();
        Workspace::join(&self.folder, &members)?;
        // Outside of a repository there is none, and cargo makes one.
        if self.lock.is_file() {
            fs::copy(&self.lock, self.folder.join("Cargo.lock")).map_err(|error| {
                format!("cannot copy the lock file `{}`: {error}", self.lock.display())
            })?;
        }
        let errors = self.folder.join("cargo-says.txt");
        let stderr = File::create(&errors)
            .map_err(|error| format!("cannot write `{}`: {error}", errors.display()))?;
        let mut command = Command::new("cargo");
        command.args(["build", "--keep-going", "--test", "operations"]);
        command.args(["--message-format", "json", "--target-dir", "target"]);
        command.args(["--jobs", &self.jobs.to_string()]);
        for krate in crates {
            command.args(["--package", &format!("corpus-{krate}")]);
        }
        command.current_dir(&self.folder).stdin(Stdio::null()).stderr(stderr);
        let output = command.output().map_err(|error| format!("cannot start cargo: {error}"))?;
        let said = fs::read(&errors).unwrap_or_default();
        let said = String::from_utf8_lossy(&said).into_owned();
        for line in String::from_utf8_lossy(&output.stdout).lines() {
            if let Some((krate, test)) = message(line)
                && members.contains(&krate)
            {
                // The first error is the one to read; a program comes only when there is none.
                tests.entry(krate).or_insert(test);
            }
        }
        if tests.is_empty() {
            let error = said.find("error").and_then(|at| said.get(at..)).unwrap_or("no word of it");
            let first = error.lines().take(6).collect::<Vec<_>>().join(" ");
            for krate in crates {
                tests.insert(krate.clone(), Err(first.clone()));
            }
        }
        Ok(tests)
    }

    /// Takes what was built of these crates away again: of a whole folder of them it would be gigabytes.
    pub(super) fn clean(&self, crates: &[String]) {
        let mut command = Command::new("cargo");
        command.args(["clean", "--target-dir", "target"]);
        for krate in crates {
            command.args(["--package", &format!("corpus-{krate}")]);
        }
        command.current_dir(&self.folder).stdin(Stdio::null());
        // What stays only takes room.
        let _ = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }

    /// Runs a test in the folder of its crate; what it prints.
    pub(super) fn run(&self, test: &Path, folder: &Path) -> Result<String, String> {
        let mut command = Command::new(test);
        command.arg("--nocapture").current_dir(folder).stdin(Stdio::null());
        command.env_remove("CONTRACT_URL");
        if let Some(url) = &self.url {
            command.env("CONTRACT_URL", url);
        }
        let output = command
            .output()
            .map_err(|error| format!("cannot start `{}`: {error}", test.display()))?;
        let mut printed = String::from_utf8_lossy(&output.stdout).into_owned();
        printed.push_str(&String::from_utf8_lossy(&output.stderr));
        Ok(printed)
    }
}

/// What a line of cargo's says of a crate: its test is built, or there is an error.
fn message(line: &str) -> Option<(String, Result<PathBuf, String>)> {
    let value: Value = serde_json::from_str(line).ok()?;
    let package = value.get("package_id")?.as_str()?;
    // `path+file:///out/pets#corpus-pets@0.1.0`, or `path+file:///out/corpus-pets#0.1.0` when both are the same.
    let (folder, id) = package.rsplit_once('#')?;
    let name = match id.split_once('@') {
        Some((name, _)) => name,
        None => folder.rsplit('/').next()?,
    };
    let krate = name.strip_prefix("corpus-")?.to_owned();
    match value.get("reason")?.as_str()? {
        "compiler-artifact" => {
            let test = value.get("executable")?.as_str()?;
            Some((krate, Ok(PathBuf::from(test))))
        }
        "compiler-message" => {
            let message = value.get("message")?;
            let text = message.get("message")?.as_str()?;
            (message.get("level")?.as_str()? == "error").then(|| (krate, Err(text.to_owned())))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_cargo_are_understood() {
        let built = r#"{"reason":"compiler-artifact","package_id":"path+file:///o/pets#corpus-pets@0.1.0","executable":"/t/operations-1"}"#;
        assert_eq!(message(built), Some(("pets".to_owned(), Ok(PathBuf::from("/t/operations-1")))));
        let library = r#"{"reason":"compiler-artifact","package_id":"path+file:///o/pets#corpus-pets@0.1.0","executable":null}"#;
        assert_eq!(message(library), None);
        let error = r#"{"reason":"compiler-message","package_id":"path+file:///o/corpus-a#0.1.0","message":{"level":"error","message":"no"}}"#;
        assert_eq!(message(error), Some(("a".to_owned(), Err("no".to_owned()))));
    }
}
