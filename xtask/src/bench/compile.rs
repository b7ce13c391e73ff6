//! What it costs to compile a crate and its consumers.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::process::{self, Cost};
use super::table::Table;
use super::{Request, Subject, consumer, generate};

/// Checks and builds the crate, and consumers of five and of all of its operations.
///
/// Dependencies are built before and not measured: what counts is what this crate adds. Nothing is incremental.
pub(super) fn measure(
    root: &Path,
    subject: &Subject,
    request: &Request,
    table: &mut Table,
) -> Result<()> {
    let krate = generate::folder(request, subject);
    if !krate.is_dir() {
        generate::once(subject, &krate)?;
    }
    let name = &subject.name;
    let workspace = Workspace::new(root, request, subject)?;
    let library = format!("bench-{name}");
    let mut one = |measure: &str, arguments: &[&str], again: &[&str]| -> Result<()> {
        table.push_cost(name, measure, Ok(workspace.measure(arguments, again)?));
        Ok(())
    };
    // What a consumer gets, and what compares with a crate that has no features.
    one("check", &["check", "-p", &library], &[&library])?;
    let all = ["check", "-p", &library, "--all-features"];
    one("check, all features", &all, &[&library])?;
    if let Some(tag) = first_tag(&krate)? {
        let features = format!("rustls,{tag}");
        let some = ["check", "-p", &library, "--no-default-features", "--features", &features];
        one("check, one tag", &some, &[&library])?;
    }
    one("build", &["build", "-p", &library], &[&library])?;
    if request.release {
        one("build, release", &["build", "--release", "-p", &library], &[&library])?;
    }
    for consumer in ["five", "all"] {
        let what = format!("consumer of {consumer}, build");
        one(&what, &["build", "-p", consumer], &[consumer])?;
        if request.release {
            let what = format!("consumer of {consumer}, build, release");
            one(&what, &["build", "--release", "-p", consumer], &[consumer])?;
        }
    }
    for consumer in ["five", "all"] {
        for profile in ["debug", "release"] {
            if let Some(bytes) = workspace.binary(profile, consumer) {
                table.push(name, &format!("consumer of {consumer}, {profile}"), bytes, "MB");
            }
        }
    }
    Ok(())
}

/// A folder where cargo is run, with the target folder that all share.
pub(super) struct Workspace {
    folder: PathBuf,
    target: PathBuf,
}

impl Workspace {
    /// A workspace of the crate and its consumers, with the versions of this repository's lock file.
    fn new(root: &Path, request: &Request, subject: &Subject) -> Result<Self> {
        let folder = generate::workspace(request, subject);
        consumer::write(&folder, &format!("bench-{}", subject.name))?;
        let lock = folder.join("Cargo.lock");
        fs::copy(root.join("Cargo.lock"), &lock)
            .with_context(|| format!("cannot write `{}`", lock.display()))?;
        Ok(Self::at(folder, request))
    }

    /// One that is there.
    pub(super) fn at(folder: PathBuf, request: &Request) -> Self {
        Self { folder, target: request.out.join("target") }
    }

    /// Runs cargo until nothing is left to do, then once more for the packages that are made stale.
    pub(super) fn measure(&self, arguments: &[&str], packages: &[&str]) -> Result<Cost> {
        process::cost(&mut self.cargo(arguments))?;
        for package in packages {
            let mut clean = vec!["clean", "-p", package];
            if arguments.contains(&"--release") {
                clean.push("--release");
            }
            process::cost(&mut self.cargo(&clean))?;
        }
        process::cost(&mut self.cargo(arguments))
    }

    fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command.args(arguments).current_dir(&self.folder);
        command.env("CARGO_TARGET_DIR", &self.target).env("CARGO_INCREMENTAL", "0");
        command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        command
    }

    /// The size of a program in bytes, in millions.
    #[allow(clippy::cast_precision_loss, reason = "sizes of binaries are far below 2^52")]
    pub(super) fn binary(&self, profile: &str, name: &str) -> Option<f64> {
        let path = self.target.join(profile).join(name);
        fs::metadata(path).ok().map(|file| file.len() as f64 / 1e6)
    }
}

/// A feature of the crate that stands for a tag: one of `default` that is not about TLS.
fn first_tag(krate: &Path) -> Result<Option<String>> {
    let path = krate.join("Cargo.toml");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let default = text.lines().find_map(|line| line.strip_prefix("default = ["));
    let names = default.into_iter().flat_map(|list| list.split('"').skip(1).step_by(2));
    Ok(names.filter(|name| !["rustls", "unused-models"].contains(name)).map(str::to_owned).next())
}
