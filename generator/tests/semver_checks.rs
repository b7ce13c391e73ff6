//! Verdicts of `diff` against those of cargo-semver-checks on the generated crates, for all pairs of the table: what that
//! tool takes for breaking or for an addition, `diff` does too. (It compares no types, and knows nothing of the wire, so
//! `diff` may say more.)
//!
//! Rustdoc runs on two crates for each pair, minutes in all, so it is done where it is asked for:
//! `OASMITH_SEMVER_CHECKS=~/.cargo/bin/cargo-semver-checks cargo test -p oasmith --test semver_checks -- --nocapture`.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use oasmith::diff::{Verdict, compare, verdict};
use oasmith::generate;
use serde_json::Value;

mod diff_support;

use diff_support::{cases, surface, table, with_input};

#[test]
fn what_breaks_there_breaks_here() {
    let Some(tool) = std::env::var_os("OASMITH_SEMVER_CHECKS") else {
        println!("skipped: OASMITH_SEMVER_CHECKS does not say where cargo-semver-checks is");
        return;
    };
    let table = table();
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver");
    let new = documented(&table, "new", &scratch);
    let old = documented(&table, "old", &scratch);
    let mut missed = Vec::new();
    let (mut same, mut more) = (0, 0);
    for (name, case) in cases(&table) {
        let file = format!("pair_{name}.json");
        let theirs = required(&tool, &old.join(&file), &new.join(&file));
        let (before, after) =
            (surface(&table["base"], case, "old"), surface(&table["base"], case, "new"));
        let ours = verdict(&compare(&before, &after)).filter(|verdict| *verdict > Verdict::Patch);
        println!("{name}: {} here, {} there", word(ours), word(theirs));
        match theirs.cmp(&ours) {
            std::cmp::Ordering::Less => more += 1,
            std::cmp::Ordering::Equal => same += 1,
            std::cmp::Ordering::Greater => missed.push(name.to_owned()),
        }
    }
    println!("{same} alike, {more} that only `diff` sees, {} that it misses", missed.len());
    assert!(missed.is_empty(), "cargo-semver-checks sees more in {missed:?}");
}

fn word(verdict: Option<Verdict>) -> &'static str {
    verdict.map_or("patch or nothing", Verdict::as_str)
}

/// Writes the crates of one side as a workspace, and gives the folder with what rustdoc says of each.
fn documented(table: &Value, side: &str, scratch: &Path) -> PathBuf {
    let folder = scratch.join(side);
    fs::create_dir_all(&folder).unwrap();
    let mut members = Vec::new();
    for (name, case) in cases(table) {
        // Both crates of a pair have one name; they are of two workspaces.
        let krate = format!("pair_{name}");
        let outcome = with_input(&table["base"], case, side, &krate, generate);
        let files = outcome.files.unwrap_or_else(|| panic!("{name}: {:?}", outcome.diagnostics)).0;
        for (path, text) in files.iter().filter(|(path, _)| !path.starts_with("tests/")) {
            let path = folder.join(&krate).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            // Without the transport there is less to compile, and the items are the same.
            let text = text.replace("default = [\"rustls\", ", "default = [");
            // What is as it was is not compiled again.
            if fs::read_to_string(&path).ok().as_deref() != Some(&text) {
                fs::write(path, text).unwrap();
            }
        }
        members.push(format!("\"{krate}\""));
    }
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = [{}]\n", members.join(", "));
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, folder.join("Cargo.lock")).unwrap();
    let target = scratch.join(format!("target-{side}"));
    let output = Command::new(env!("CARGO"))
        .args(["doc", "--workspace", "--no-deps", "--quiet"])
        .current_dir(&folder)
        .env("CARGO_TARGET_DIR", &target)
        // The format is not stable; this is how the tool asks for it, too.
        .env("RUSTC_BOOTSTRAP", "1")
        .env(
            "RUSTDOCFLAGS",
            "-Z unstable-options --output-format json --document-private-items \
             --document-hidden-items --cap-lints allow",
        )
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    target.join("doc")
}

/// The verdict of cargo-semver-checks; nothing where a patch is enough for it.
fn required(tool: &OsStr, old: &Path, new: &Path) -> Option<Verdict> {
    let enough = |release: &str| {
        let output = Command::new(tool)
            .args(["semver-checks", "--release-type", release, "--baseline-rustdoc"])
            .arg(old)
            .arg("--current-rustdoc")
            .arg(new)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        let checked = text.contains(" Checked ");
        assert!(checked, "{}: {text}", new.display());
        output.status.success()
    };
    if !enough("minor") {
        return Some(Verdict::Major);
    }
    (!enough("patch")).then_some(Verdict::Minor)
}
