//! `cargo xtask bench`: what a client costs to generate and to compile, for a fixed list of descriptions, beside an
//! earlier table and beside other generators where they are installed.
//!
//! Commands are measured as their users pay for them: as processes, with all that they start. Criterion has the
//! benchmarks of what is too short for that (`cargo bench -p xtask`, `cargo bench -p e2e`).

mod compile;
mod consumer;
mod five;
mod generate;
mod others;
mod process;
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::Exit;
use crate::corpus::glob;
use table::Table;

/// What to measure.
#[derive(Clone, Debug)]
pub struct Request {
    /// Parts; all when empty.
    pub parts: Vec<Part>,
    /// Names of descriptions, with `*` and `?`; all when empty.
    pub only: Vec<String>,
    /// How often a generation is repeated; the median counts.
    pub runs: usize,
    /// Compile consumers in the release profile, too.
    pub release: bool,
    /// Where the crates are put.
    pub out: PathBuf,
    /// A table of an earlier run to compare with.
    pub baseline: Option<PathBuf>,
    /// Where to write this one.
    pub save: Option<PathBuf>,
}

/// A part of the benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// Processor time, memory and size of what is generated.
    Generate,
    /// `cargo check` and builds of the crate and of consumers.
    Compile,
    /// A release build of a program of five calls of GitHub, beside the same on another crate and by hand.
    Program,
    /// A call through the client beside the same by hand.
    Call,
}

/// The large ones of the corpus that stand for their kind.
const CORPUS: &[&str] =
    &["oxide-nexus", "github-rest", "openai", "discord", "plaid", "docker-engine"];

/// A description that is measured.
#[derive(Clone, Debug)]
struct Subject {
    name: String,
    path: PathBuf,
}

/// Measures and prints.
#[must_use]
pub fn run(root: &Path, request: &Request) -> Exit {
    match measure(root, request) {
        Ok(()) => Exit::Success,
        Err(error) => {
            eprintln!("error: {error:#}");
            Exit::Input
        }
    }
}

fn measure(root: &Path, request: &Request) -> Result<()> {
    let subjects = subjects(root, &request.only)?;
    let baseline = request.baseline.as_deref().map(Table::read).transpose()?;
    let mut table = Table::default();
    let wanted = |part| request.parts.is_empty() || request.parts.contains(&part);
    if wanted(Part::Generate) {
        fs::create_dir_all(&request.out)
            .with_context(|| format!("cannot create `{}`", request.out.display()))?;
        let scratch = tempfile::tempdir_in(&request.out)
            .with_context(|| format!("cannot create a folder in `{}`", request.out.display()))?;
        for subject in &subjects {
            generate::measure(subject, request, scratch.path(), &mut table)?;
        }
        others::generate(&subjects, request, &mut table);
    }
    if wanted(Part::Compile) {
        for subject in &subjects {
            compile::measure(root, subject, request, &mut table)?;
        }
        others::check(&subjects, request, &mut table);
    }
    if wanted(Part::Program) {
        five::measure(&subjects, request, &mut table)?;
    }
    print!("{}", table.render(baseline.as_ref()));
    if let Some(path) = &request.save {
        table.write(path)?;
    }
    if wanted(Part::Call) {
        let mut command = std::process::Command::new("cargo");
        command.args(["bench", "-p", "e2e", "--bench", "call"]).current_dir(root);
        process::run(&mut command)?;
    }
    Ok(())
}

/// The committed description, one of the golden cases, and those of the corpus that are here.
fn subjects(root: &Path, only: &[String]) -> Result<Vec<Subject>> {
    let mut subjects = vec![
        Subject { name: "whylabs".to_owned(), path: root.join("spec/api-key.yaml") },
        Subject {
            name: "feature-matrix".to_owned(),
            path: root.join("generator/tests/golden/cases/styles/spec.yaml"),
        },
    ];
    let specs = root.join("../shared/corpus/specs");
    for name in CORPUS {
        let found = ["yaml", "json"].map(|kind| specs.join(format!("{name}.{kind}")));
        match found.into_iter().find(|path| path.is_file()) {
            Some(path) => subjects.push(Subject { name: (*name).to_owned(), path }),
            None => eprintln!("skipped: `{name}` is not in ../shared/corpus/specs"),
        }
    }
    if !only.is_empty() {
        subjects.retain(|subject| only.iter().any(|glob| glob::matches(glob, &subject.name)));
    }
    if subjects.is_empty() {
        bail!("no description has such a name; `--only` takes {}", CORPUS.join(", "));
    }
    subjects.iter().try_for_each(|subject| {
        std::fs::metadata(&subject.path)
            .map(drop)
            .with_context(|| format!("cannot read `{}`", subject.path.display()))
    })?;
    Ok(subjects)
}

/// Writes a file and the folders it is in; one that is the same stays as it is, so that cargo takes it for that.
fn write_file(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
    }
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))
}
