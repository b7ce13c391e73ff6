//! `cargo xtask ci`: every check of this repository, in order, each printed as a command that can be pasted.

mod secrets;
mod steps;

use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::Exit;
use crate::cli::Ci;

/// Runs the steps; the first that fails ends the run.
#[must_use]
pub fn run(root: &Path, arguments: &Ci) -> Exit {
    let steps = match steps::all(root) {
        Ok(steps) => steps,
        Err(error) => return complain(&format!("error: {error}"), Exit::Input),
    };
    let unknown = |name: &&String| !steps.iter().any(|step| step.name == name.as_str());
    if let Some(name) = arguments.only.iter().find(unknown) {
        let names = steps.iter().map(|step| step.name).collect::<Vec<_>>().join(", ");
        return complain(
            &format!("error: no step `{name}`\n  help: there are {names}"),
            Exit::Input,
        );
    }
    let wanted = |step: &&Step| {
        arguments.only.is_empty() || arguments.only.iter().any(|name| name == step.name)
    };
    let steps = steps.iter().filter(wanted).collect::<Vec<_>>();
    if arguments.list {
        for step in steps {
            say(&format!("{}: {}", step.name, step.why));
            for action in &step.actions {
                say(&format!("    {}", action.shown()));
            }
        }
        return Exit::Success;
    }
    all(root, &steps)
}

/// A check.
struct Step {
    name: &'static str,
    /// What it makes sure of.
    why: &'static str,
    actions: Vec<Action>,
}

enum Action {
    Run(Shell),
    /// The same, and no planted credential is in what it prints.
    Watch(Shell),
    /// Something that this machine cannot do, and what it lacks.
    Skip(String),
    /// The working tree is what it was when the run began.
    SameTree,
}

impl Action {
    fn shown(&self) -> String {
        match self {
            Self::Run(shell) => format!("$ {}", shell.shown()),
            Self::Watch(shell) => {
                format!("$ {}   # and shows no planted credential", shell.shown())
            }
            Self::Skip(reason) => format!("skipped: {reason}"),
            Self::SameTree => "$ git status --porcelain   # the same as before the run".to_owned(),
        }
    }
}

/// A command with its environment.
#[derive(Clone, Debug, Default)]
struct Shell {
    set: Vec<(&'static str, &'static str)>,
    unset: Vec<&'static str>,
    words: Vec<String>,
}

impl Shell {
    /// A command of words without blanks.
    fn new(line: &str) -> Self {
        let words = line.split_whitespace().map(str::to_owned).collect();
        Self { words, ..Self::default() }
    }

    fn set(mut self, name: &'static str, value: &'static str) -> Self {
        self.set.push((name, value));
        self
    }

    fn unset(mut self, name: &'static str) -> Self {
        self.unset.push(name);
        self
    }

    fn shown(&self) -> String {
        let mut words = Vec::new();
        if !self.unset.is_empty() {
            words.push("env".to_owned());
            words.extend(self.unset.iter().map(|name| format!("-u {name}")));
        }
        words.extend(self.set.iter().map(|(name, value)| format!("{name}='{value}'")));
        words.extend(self.words.iter().cloned());
        words.join(" ")
    }

    fn command(&self, root: &Path) -> Command {
        let mut words = self.words.iter();
        let program = words.next().map_or("true", String::as_str);
        let mut command = Command::new(program);
        command.args(words).current_dir(root).stdin(Stdio::null());
        command.envs(self.set.iter().copied());
        for name in &self.unset {
            command.env_remove(name);
        }
        command
    }
}

fn all(root: &Path, steps: &[&Step]) -> Exit {
    let start = Instant::now();
    let tree = tree(root);
    let mut skipped = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        let Step { name, why, actions } = step;
        say(&format!("\n==> {}/{} {name}: {why}", number + 1, steps.len()));
        let began = Instant::now();
        for action in actions {
            say(&format!("    {}", action.shown()));
            let failure = match action {
                Action::Skip(_) => {
                    skipped.push(*name);
                    None
                }
                Action::Run(shell) => run_one(shell, root),
                Action::Watch(shell) => secrets::run(&mut shell.command(root)),
                Action::SameTree => changed(tree.as_ref(), root),
            };
            if let Some(failure) = failure {
                let shown = action.shown();
                let text = format!(
                    "\nerror: `{name}` failed after {:.1} s: {failure}\n  command: {shown}\n  \
                     again:   cargo xtask ci --only {name}",
                    began.elapsed().as_secs_f64()
                );
                return complain(&text, Exit::Stale);
            }
        }
        say(&format!("    {name} took {:.1} s", began.elapsed().as_secs_f64()));
    }
    skipped.dedup();
    let skips = match skipped.as_slice() {
        [] => String::new(),
        names => format!("; skipped in part or as a whole: {}", names.join(", ")),
    };
    let seconds = start.elapsed().as_secs_f64();
    let count =
        if steps.len() == 1 { "1 step".to_owned() } else { format!("{} steps", steps.len()) };
    say(&format!("\nok: {count} passed in {seconds:.0} s{skips}"));
    Exit::Success
}

/// Why it failed, if it did. The command's own output goes where ours does.
fn run_one(shell: &Shell, root: &Path) -> Option<String> {
    match shell.command(root).status() {
        Ok(status) if status.success() => None,
        Ok(status) => Some(status.to_string()),
        Err(error) => Some(format!("it cannot be started: {error}")),
    }
}

/// What git has to say about the working tree; none outside of a repository.
fn tree(root: &Path) -> Option<[String; 2]> {
    let git = |line: &str| {
        let output = Shell::new(line).command(root).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    Some([git("git status --porcelain --untracked-files=all")?, git("git diff HEAD")?])
}

fn changed(before: Option<&[String; 2]>, root: &Path) -> Option<String> {
    let before = before?;
    let after = tree(root)?;
    if *before == after {
        return None;
    }
    let new = after[0].lines().filter(|line| !before[0].lines().any(|old| old == *line));
    let new = new.collect::<Vec<_>>();
    Some(if new.is_empty() {
        "files that were changed before have changed again".to_owned()
    } else {
        format!("the run changed files:\n{}", new.join("\n"))
    })
}

fn say(text: &str) {
    let mut stream = io::stdout().lock();
    let _ = writeln!(stream, "{text}").and_then(|()| stream.flush());
}

fn complain(text: &str, exit: Exit) -> Exit {
    let _ = writeln!(io::stderr(), "{text}");
    exit
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_can_be_pasted() {
        let shell = Shell::new("cargo doc --locked").set("RUSTDOCFLAGS", "-D warnings").unset("A");
        assert_eq!(shell.shown(), "env -u A RUSTDOCFLAGS='-D warnings' cargo doc --locked");
    }

    #[test]
    fn a_file_that_a_run_leaves_behind_is_found() {
        let folder = tempfile::tempdir().unwrap();
        if run_one(&Shell::new("git init -q"), folder.path()).is_some() {
            return;
        }
        let commit = "git -c user.name=a -c user.email=a@example.com commit -q --allow-empty -m a";
        assert_eq!(run_one(&Shell::new(commit), folder.path()), None);
        let before = tree(folder.path()).unwrap();
        assert_eq!(changed(Some(&before), folder.path()), None);
        std::fs::write(folder.path().join("left.txt"), "x").unwrap();
        let message = changed(Some(&before), folder.path()).unwrap();
        assert_eq!(message, "the run changed files:\n?? left.txt");
    }

    #[test]
    fn a_command_that_fails_or_is_not_there_says_so() {
        let root = crate::repository_root();
        assert!(run_one(&Shell::new("cargo no-such-command"), &root).is_some());
        let missing = run_one(&Shell::new("no-such-program-anywhere"), &root).unwrap();
        assert!(missing.starts_with("it cannot be started: "), "{missing}");
    }

    #[test]
    fn steps_have_names_of_their_own() {
        let steps = steps::all(&crate::repository_root()).unwrap();
        for (at, step) in steps.iter().enumerate() {
            assert!(!step.actions.is_empty(), "{}", step.name);
            assert!(steps[at + 1..].iter().all(|other| other.name != step.name), "{}", step.name);
        }
    }
}
