//! What it costs to generate a crate, and how large it is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::process::{self, Cost};
use super::table::Table;
use super::{Request, Subject};

/// Generates in a process of its own, several times; the crate stays for the parts that compile it.
///
/// `scratch` takes the others and what was there before, and is deleted after the last description: for a minute after many
/// files were deleted, some file systems take several times as long to create one.
pub(super) fn measure(
    subject: &Subject,
    request: &Request,
    scratch: &Path,
    table: &mut Table,
) -> Result<()> {
    let name = &subject.name;
    let scratch = scratch.join(name);
    let moved = |from: &Path, to: &Path| {
        fs::rename(from, to).with_context(|| format!("cannot write `{}`", to.display()))
    };
    let mut costs = Vec::new();
    let mut last = PathBuf::new();
    for run in 0..request.runs.max(1) {
        last = scratch.join(run.to_string());
        costs.push(once(subject, &last)?);
    }
    let out = folder(request, subject);
    if out.exists() {
        moved(&out, &scratch.join("before"))?;
    }
    let workspace = workspace(request, subject);
    fs::create_dir_all(&workspace)
        .with_context(|| format!("cannot create `{}`", workspace.display()))?;
    moved(&last, &out)?;
    table.push_cost(name, "generate", Ok(Cost::median(&costs)));
    let size = size(&out)?;
    let operations = methods(&out)?;
    table.push(name, "operations", operations, "");
    table.push(name, "output", size.bytes / 1e6, "MB");
    table.push(name, "Rust lines", size.rust, "");
    table.push(name, "Rust lines but runtime, per operation", size.own / operations.max(1.0), "");
    Ok(())
}

/// Generates once; the folder is that of the crate.
pub(super) fn once(subject: &Subject, out: &Path) -> Result<Cost> {
    let program = std::env::current_exe().context("cannot tell which program this is")?;
    let mut command = Command::new(program);
    command.arg("codegen").arg("--spec").arg(&subject.path).arg("--out").arg(out);
    command.args(["--name", &format!("bench-{}", subject.name)]);
    process::cost(&mut command)
}

/// Where a crate is put: a member of the workspace of its consumers.
pub(super) fn folder(request: &Request, subject: &Subject) -> PathBuf {
    workspace(request, subject).join("client")
}

/// The workspace of a crate and its consumers.
pub(super) fn workspace(request: &Request, subject: &Subject) -> PathBuf {
    request.out.join(&subject.name)
}

#[derive(Default)]
struct Size {
    bytes: f64,
    rust: f64,
    own: f64,
}

#[allow(clippy::cast_precision_loss, reason = "sizes of crates are far below 2^52")]
fn size(folder: &Path) -> Result<Size> {
    let mut size = Size::default();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder)
            .with_context(|| format!("cannot read the folder `{}`", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read `{}`", path.display()))?;
            size.bytes += text.len() as f64;
            if path.extension().is_some_and(|kind| kind == "rs") {
                let lines = text.lines().count() as f64;
                size.rust += lines;
                if !path.components().any(|part| part.as_os_str() == "runtime") {
                    size.own += lines;
                }
            }
        }
    }
    Ok(size)
}

/// Methods of all handles: each operation has a type that is one.
#[allow(clippy::cast_precision_loss, reason = "nobody has 2^52 operations")]
fn methods(crate_folder: &Path) -> Result<f64> {
    let mut count = 0;
    let folder = crate_folder.join("src/api");
    for entry in fs::read_dir(&folder)
        .with_context(|| format!("cannot read the folder `{}`", folder.display()))?
    {
        let text = fs::read_to_string(entry?.path())?;
        count += text.matches("\nimpl Operation for ").count();
    }
    Ok(count as f64)
}
