//! The same for other generators, where they are installed: measured in the same run, on the same machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::compile::Workspace;
use super::process::{self, Cost};
use super::table::Table;
use super::{Request, Subject, write_file};

/// A generator that is run as a program.
struct Other {
    program: &'static str,
    /// The command that generates into a folder.
    command: fn(&Path, &Path) -> Result<Command>,
    /// Makes a crate of what it wrote into that folder, as its documentation says.
    finish: fn(&Path) -> Result<()>,
}

const OTHERS: &[Other] = &[
    Other { program: "cargo-progenitor", command: progenitor, finish: finish_progenitor },
    Other { program: "openapi-to-rust", command: openapi_to_rust, finish: finish_openapi_to_rust },
    Other { program: "oas3-gen", command: oas3_gen, finish: finish_oas3_gen },
];

/// What their crates are called.
pub(super) const PACKAGE: &str = "bench-other";

/// What it costs them to generate. A description that one of them refuses is a line that says so.
pub(super) fn generate(subjects: &[Subject], request: &Request, table: &mut Table) {
    for other in installed() {
        for subject in subjects {
            let measure = format!("generate by {}", other.program);
            let run = |_| {
                let out = empty_folder(request, other, subject)?;
                process::cost(&mut (other.command)(&subject.path, &out)?)
            };
            let costs: Result<Vec<Cost>> = (0..request.runs.max(1)).map(run).collect();
            table.push_cost(&subject.name, &measure, costs.map(|costs| Cost::median(&costs)));
        }
    }
}

/// What it costs to check what they wrote. What does not compile is a line that says so.
pub(super) fn check(subjects: &[Subject], request: &Request, table: &mut Table) {
    for other in installed() {
        for subject in subjects {
            let measure = format!("check of {}'s", other.program);
            let cost = other.make(request, subject).and_then(|out| {
                Workspace::at(out, request).measure(&["check", "-p", PACKAGE], &[PACKAGE])
            });
            table.push_cost(&subject.name, &measure, cost);
        }
    }
}

/// The crate that one of them makes of a description; `None` when it is not installed.
pub(super) fn crate_of(
    program: &str,
    request: &Request,
    subject: &Subject,
) -> Result<Option<PathBuf>> {
    let other = installed().find(|other| other.program == program);
    other.map(|other| other.make(request, subject)).transpose()
}

impl Other {
    fn make(&self, request: &Request, subject: &Subject) -> Result<PathBuf> {
        let out = empty_folder(request, self, subject)?;
        process::cost(&mut (self.command)(&subject.path, &out)?)?;
        (self.finish)(&out)?;
        Ok(out)
    }
}

fn installed() -> impl Iterator<Item = &'static Other> {
    OTHERS.iter().filter(|other| {
        let is_there = process::is_installed(other.program);
        if !is_there {
            println!("skipped: {} is not installed", other.program);
        }
        is_there
    })
}

fn empty_folder(request: &Request, other: &Other, subject: &Subject) -> Result<PathBuf> {
    let out = request.out.join(format!("{}-{}", other.program, subject.name));
    if out.exists() {
        fs::remove_dir_all(&out).with_context(|| format!("cannot empty `{}`", out.display()))?;
    }
    fs::create_dir_all(&out)
        .with_context(|| format!("cannot make the folder `{}`", out.display()))?;
    Ok(out)
}

#[allow(clippy::unnecessary_wraps, reason = "one type for all commands")]
fn progenitor(spec: &Path, out: &Path) -> Result<Command> {
    let mut command = Command::new("cargo-progenitor");
    command.arg("progenitor").arg("-i").arg(spec).arg("-o").arg(out.join("client"));
    command.args(["-n", PACKAGE, "-v", "0.0.0"]);
    Ok(command)
}

fn finish_progenitor(out: &Path) -> Result<()> {
    write_file(&out.join("Cargo.toml"), "[workspace]\nmembers = [\"client\"]\nresolver = \"3\"\n")
}

fn openapi_to_rust(spec: &Path, out: &Path) -> Result<Command> {
    let config = out.join("openapi-to-rust.toml");
    let quoted = |path: &Path| format!("{:?}", path.display().to_string());
    let text = format!(
        "[generator]\nspec_path = {}\noutput_dir = {}\nmodule_name = \"client\"\n\n[features]\nenable_async_client = true\n",
        quoted(spec),
        quoted(&out.join("src"))
    );
    write_file(&config, &text)?;
    let mut command = Command::new("openapi-to-rust");
    command.arg("generate").arg("--config").arg(config);
    Ok(command)
}

fn finish_openapi_to_rust(out: &Path) -> Result<()> {
    let sources = out.join("src");
    let dependencies = read(&sources.join("REQUIRED_DEPS.toml"))?;
    write_file(&out.join("Cargo.toml"), &manifest(&dependencies))?;
    write_file(&sources.join("lib.rs"), &read(&sources.join("mod.rs"))?)
}

#[allow(clippy::unnecessary_wraps, reason = "one type for all commands")]
fn oas3_gen(spec: &Path, out: &Path) -> Result<Command> {
    let mut command = Command::new("oas3-gen");
    command.args(["generate", "client-mod", "-i"]).arg(spec).arg("-o").arg(out.join("src"));
    Ok(command)
}

fn finish_oas3_gen(out: &Path) -> Result<()> {
    let sources = out.join("src");
    write_file(&out.join("Cargo.toml"), &manifest(OAS3_GEN_DEPENDENCIES))?;
    write_file(&sources.join("lib.rs"), &read(&sources.join("mod.rs"))?)
}

/// What its documentation tells users to add.
const OAS3_GEN_DEPENDENCIES: &str = "\
[dependencies]
anyhow = \"1\"
better_default = \"1\"
bon = \"3\"
chrono = { version = \"0.4\", features = [\"serde\"] }
http = \"1\"
indexmap = { version = \"2\", features = [\"serde\"] }
oas3-gen-support = \"0.29\"
regex = \"1\"
reqwest = { version = \"0.13\", features = [\"form\", \"json\", \"multipart\", \"query\", \"stream\"] }
serde = { version = \"1\", features = [\"derive\"] }
serde_html_form = \"0.4\"
serde_json = \"1\"
serde_with = { version = \"3\", features = [\"chrono_0_4\"] }
uuid = { version = \"1\", features = [\"serde\"] }
validator = { version = \"0.20\", features = [\"derive\"] }
";

fn manifest(dependencies: &str) -> String {
    format!(
        "[package]\nname = \"{PACKAGE}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n{dependencies}\n\n[workspace]\n"
    )
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))
}
