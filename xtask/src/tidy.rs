//! `cargo xtask tidy`: rules of this repository that the compiler does not know, checked on its text.

mod code_map;
mod layers;
mod manifests;
mod mask;
mod runtime;
mod templates;
mod text;

use std::collections::BTreeMap;
use std::fmt;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::{fs, io};

use crate::Exit;

/// Checks and prints what is wrong.
#[must_use]
pub fn run(root: &Path) -> Exit {
    let repository = match Repository::read(root) {
        Ok(repository) => repository,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: cannot read the repository: {error}");
            return Exit::Input;
        }
    };
    let problems = check(&repository);
    for problem in &problems {
        let _ = writeln!(io::stderr(), "{problem}");
    }
    let (files, found) = (repository.0.len(), problems.len());
    if problems.is_empty() {
        let _ = writeln!(io::stdout(), "tidy: {files} files, nothing to complain of");
        return Exit::Success;
    }
    let _ = writeln!(io::stderr(), "error: tidy found {found} in {files} files");
    Exit::Stale
}

/// Everything that is wrong, in the order of the rules.
#[must_use]
pub fn check(repository: &Repository) -> Vec<Problem> {
    let rules: [fn(&Repository) -> Vec<Problem>; 6] = [
        layers::check,
        runtime::check,
        templates::check,
        manifests::check,
        code_map::check,
        text::check,
    ];
    rules.iter().flat_map(|rule| rule(repository)).collect()
}

/// A rule that is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Path in the repository.
    pub path: String,
    /// Counted from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: &'static str,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, message, help } = self;
        write!(f, "{path}:{line}: {message}\n  help: {help}")
    }
}

/// The text files that git tracks or would track, by path.
#[derive(Clone, Debug, Default)]
pub struct Repository(pub BTreeMap<String, String>);

impl Repository {
    /// Reads the repository; in a copy without git, all that is there.
    ///
    /// # Errors
    /// When a folder cannot be read.
    pub fn read(root: &Path) -> io::Result<Self> {
        let paths = match tracked(root) {
            Some(paths) => paths,
            None => all(root)?,
        };
        let read = |path: String| Some((path.clone(), fs::read_to_string(root.join(path)).ok()?));
        Ok(Self(paths.into_iter().filter_map(read).collect()))
    }

    /// Files in a folder, whose names end in one of these.
    fn within<'a>(
        &'a self,
        folder: &'a str,
        ends: &'a [&'a str],
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        let files = self.0.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        files.filter(move |(path, _)| {
            path.starts_with(folder) && ends.iter().any(|end| path.ends_with(end))
        })
    }

    /// What people of this repository write by hand.
    fn by_hand<'a>(&'a self, ends: &'a [&'a str]) -> impl Iterator<Item = (&'a str, &'a str)> {
        let golden = |path: &str| path.starts_with("generator/tests/golden/cases/");
        self.within("", ends).filter(move |(path, _)| {
            !path.starts_with("generated/") && !golden(path) && *path != "Cargo.lock"
        })
    }
}

fn is_rust(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "rs")
}

fn tracked(root: &Path) -> Option<Vec<String>> {
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let output = Command::new("git").arg("-C").arg(root).args(arguments).output().ok()?;
    let paths = String::from_utf8_lossy(&output.stdout);
    let paths = paths.split('\0').filter(|path| !path.is_empty());
    output.status.success().then(|| paths.map(str::to_owned).collect())
}

fn all(root: &Path) -> io::Result<Vec<String>> {
    let mut paths = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root.join(&folder))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{folder}{name}");
            if entry.file_type()?.is_dir() {
                if name != "target" && name != ".git" {
                    folders.push(format!("{path}/"));
                }
            } else {
                paths.push(path);
            }
        }
    }
    paths.sort();
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A repository of these files; and the problems of a rule, as `path:line`.
    pub(super) fn places(
        rule: fn(&Repository) -> Vec<Problem>,
        files: &[(&str, &str)],
    ) -> Vec<String> {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        let problems = rule(&Repository(files.collect()));
        problems.iter().map(|problem| format!("{}:{}", problem.path, problem.line)).collect()
    }

    #[test]
    fn this_repository_is_tidy() {
        let repository = Repository::read(&crate::repository_root()).unwrap();
        let problems = check(&repository);
        let text = problems.iter().map(Problem::to_string).collect::<Vec<_>>().join("\n");
        assert!(problems.is_empty(), "\n{text}\n\n`cargo xtask tidy` prints the same");
    }

    #[test]
    fn files_are_found_with_and_without_git() {
        let root = crate::repository_root();
        let with = tracked(&root);
        let without = all(&root).unwrap();
        assert!(without.iter().any(|path| path == "xtask/src/tidy.rs"));
        assert!(!without.iter().any(|path| path.starts_with("target/")));
        if let Some(with) = with {
            assert!(with.iter().any(|path| path == "xtask/src/tidy.rs"));
        }
    }
}
