//! Runs cargo on the crates of a batch: one workspace, one lock file and one target folder, so that dependencies are
//! built once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::message::{self, Line, Message};
use super::row::Mode;

/// Where and how crates are compiled.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// The folder that holds the crates.
    pub folder: PathBuf,
    /// The lock file that versions are taken from.
    pub lock: PathBuf,
    /// What to ask cargo for.
    pub mode: Mode,
    /// How many compilers at once.
    pub jobs: usize,
}

/// What cargo said of a crate.
pub type Messages = BTreeMap<String, Vec<Message>>;

impl Workspace {
    /// Compiles; `done` is told of every crate that is. Each crate has an entry in the result.
    ///
    /// # Errors
    /// When cargo cannot be run at all.
    pub fn compile(
        &self,
        crates: &[String],
        done: &mut dyn FnMut(&str),
    ) -> Result<Messages, String> {
        let mut messages =
            crates.iter().map(|krate| (krate.clone(), Vec::new())).collect::<Messages>();
        let mut left = crates.iter().cloned().collect::<BTreeSet<_>>();
        // One round, and one more for each crate that cargo cannot even read.
        while !left.is_empty() {
            let run = self.round(&left, &mut messages, done)?;
            let Some((culprit, said)) = run.culprit(&left) else {
                run.blame_unfinished(&left, &mut messages);
                break;
            };
            left.remove(&culprit);
            messages.entry(culprit).or_default().push(outside(&said));
        }
        Ok(messages)
    }

    /// Makes all crates of the folder members, so that cargo works in each of them for who wants to look.
    ///
    /// # Errors
    /// When the manifest cannot be written.
    pub fn join(folder: &Path, crates: &BTreeSet<String>) -> Result<(), String> {
        let members = crates.iter().map(|krate| format!("    \"{krate}\",\n"));
        let members = members.collect::<Vec<_>>().concat();
        let text = format!(
            "# Crates of `cargo xtask corpus`; written anew by each run.\n[workspace]\n\
             resolver = \"3\"\nmembers = [\n{members}]\n\n[profile.dev]\ndebug = false\n\
             incremental = false\n"
        );
        write(&folder.join("Cargo.toml"), &text)
    }

    fn round(
        &self,
        crates: &BTreeSet<String>,
        messages: &mut Messages,
        done: &mut dyn FnMut(&str),
    ) -> Result<Run, String> {
        Self::join(&self.folder, crates)?;
        // Copied each time: cargo takes out of it what a batch does not need.
        // Outside of a repository there is none, and cargo makes one.
        if self.lock.is_file() {
            fs::copy(&self.lock, self.folder.join("Cargo.lock")).map_err(|error| {
                format!("cannot copy the lock file `{}`: {error}", self.lock.display())
            })?;
        }
        let errors = self.folder.join("cargo-says.txt");
        let stderr = File::create(&errors)
            .map_err(|error| format!("cannot write `{}`: {error}", errors.display()))?;
        let mut child = self
            .command(crates)
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()
            .map_err(|error| format!("cannot start cargo: {error}"))?;
        let mut run = Run::default();
        if let Some(stdout) = child.stdout.take() {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                match message::parse(&line) {
                    Some(Line::Done(krate)) if crates.contains(&krate) => {
                        done(&krate);
                        run.done.insert(krate);
                    }
                    Some(Line::Complaint(krate, complaint)) if crates.contains(&krate) => {
                        messages.entry(krate).or_default().push(complaint);
                    }
                    _ => {}
                }
            }
        }
        let status = child.wait().map_err(|error| format!("cannot wait for cargo: {error}"))?;
        run.success = status.success();
        run.said = fs::read(&errors)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default();
        Ok(run)
    }

    fn command(&self, crates: &BTreeSet<String>) -> Command {
        let mut command = Command::new("cargo");
        command.arg(self.mode.as_str());
        if self.mode == Mode::Doc {
            command.arg("--no-deps");
        }
        command.args(["--message-format", "json", "--keep-going", "--target-dir", "target"]);
        command.args(["--jobs", &self.jobs.to_string()]);
        for krate in crates {
            command.args(["--package", &format!("corpus-{krate}")]);
        }
        command.current_dir(&self.folder).stdin(Stdio::null());
        // No `-D warnings`: it would turn warnings into errors, and hide those behind the first of them. A crate
        // with a warning fails all the same.
        command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        command.env_remove("RUSTDOCFLAGS").env("CARGO_TERM_COLOR", "never");
        command
    }
}

#[derive(Debug, Default)]
struct Run {
    success: bool,
    done: BTreeSet<String>,
    said: String,
}

impl Run {
    /// The crate whose manifest cargo cannot work with, when that ended the run before it began.
    fn culprit(&self, crates: &BTreeSet<String>) -> Option<(String, String)> {
        if self.success || !self.done.is_empty() {
            return None;
        }
        let error = self.said.get(self.said.find("error:")?..)?;
        let named = |krate: &&String| {
            error.contains(&format!("/{krate}/Cargo.toml"))
                || error.contains(&format!("`corpus-{krate} v"))
                || error.contains(&format!("`corpus-{krate}`"))
        };
        let culprit = crates.iter().find(named)?;
        Some((culprit.clone(), error.to_owned()))
    }

    /// Crates that neither were finished nor have an error failed in a way that is no message: rustc was killed, or
    /// cargo gave up.
    fn blame_unfinished(&self, crates: &BTreeSet<String>, messages: &mut Messages) {
        if self.success {
            return;
        }
        let nobody = crates
            .iter()
            .all(|krate| messages.get(krate).is_none_or(|all| !all.iter().any(|one| one.error)));
        for krate in crates.iter().filter(|krate| !self.done.contains(*krate)) {
            let found = messages.entry(krate.clone()).or_default();
            let named = self.said.contains(&format!("`corpus-{krate}`"));
            if !found.iter().any(|message| message.error) && (named || nobody) {
                let said = self.said.find("error").and_then(|at| self.said.get(at..));
                found.push(outside(said.unwrap_or("error: cargo gave up without a word")));
            }
        }
    }
}

fn outside(said: &str) -> Message {
    let first = said.lines().take(6).collect::<Vec<_>>().join(" ");
    Message {
        error: true,
        code: "cargo".to_owned(),
        text: first.trim_start_matches("error: ").to_owned(),
        place: String::new(),
        rendered: said.to_owned(),
    }
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crates(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn a_manifest_that_cannot_be_read_is_blamed_on_its_crate() {
        let said = "    Updating index\nerror: failed to parse manifest at `/out/pets/Cargo.toml`\n\
                    \nCaused by:\n  feature names\n";
        let run = Run { said: said.to_owned(), ..Run::default() };
        let (culprit, text) = run.culprit(&crates(&["ets", "pets"])).unwrap();
        assert_eq!(culprit, "pets");
        assert!(text.starts_with("error: failed to parse"));
        assert_eq!(run.culprit(&crates(&["other"])), None);
        assert_eq!(Run { success: true, ..run }.culprit(&crates(&["pets"])), None);
    }

    #[test]
    fn a_compiler_that_was_killed_is_an_error_of_its_crate_only() {
        let run = Run {
            said: "error: could not compile `corpus-a` (lib)\n\nCaused by:\n  signal: 9\n"
                .to_owned(),
            done: crates(&["b"]),
            success: false,
        };
        let mut messages = Messages::new();
        run.blame_unfinished(&crates(&["a", "b", "c"]), &mut messages);
        assert!(messages["a"][0].text.contains("signal: 9"), "{messages:?}");
        assert!(!messages.contains_key("b"));
    }
}
