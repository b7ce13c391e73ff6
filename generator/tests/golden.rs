//! What the generator makes of the descriptions in `tests/golden/cases/`, compared with what is committed there.
//!
//! A case is a folder: `spec.yaml` (with what it refers to beside it) and perhaps a `codegen.toml` go in; `client/`, a
//! whole crate, and `diagnostics.txt` come out. `UPDATE_EXPECT=1 cargo test -p oasmith --test golden` rewrites them. The
//! crates are members of the workspace, so they are compiled and linted with it, and the package `golden` calls them.
//!
//! The runtime would be the same thirty files in each case. In place of them `client/src/runtime/mod.rs` points at
//! `templates/runtime/src/`, after a look that each copy is what stands there.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use oasmith::config::Config;
use oasmith::diag::{Color, render_text};
use oasmith::emit::FileSet;
use oasmith::source::{Loader, SourceFile};
use oasmith::{Input, generate};

const RUNTIME: &str = "src/runtime/";
const RUNTIME_ROOT: &str = "src/runtime/mod.rs";

#[test]
fn cases_come_out_as_committed() {
    let update = std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1");
    let cases = cases();
    assert!(!cases.is_empty());
    let mut problems = Vec::new();
    for case in &cases {
        let files = rendered(case);
        let folder = case.join("client");
        if update {
            write(&files, &folder);
        }
        compare(&files, &folder, &mut problems);
    }
    assert!(
        problems.is_empty(),
        "{}\nrun `UPDATE_EXPECT=1 cargo test -p oasmith --test golden`, look at the changes and commit them",
        problems.join("\n")
    );
}

#[test]
fn every_case_is_called() {
    let manifest = fs::read_to_string(golden().join("Cargo.toml")).expect("the manifest");
    let callers = fs::read_to_string(golden().join("tests/calls/main.rs")).expect("the tests");
    for case in cases() {
        let name = name(&case);
        let dependency = format!("golden-{name} = {{ path = \"cases/{name}/client\" }}");
        assert!(manifest.contains(&dependency), "tests/golden/Cargo.toml lacks `{dependency}`");
        assert!(callers.contains(&format!("mod {name};")), "tests/calls/main.rs lacks `{name}`");
    }
}

/// The files of the crate that are committed, and the diagnostics compared.
fn rendered(case: &Path) -> BTreeMap<String, String> {
    let settings = fs::read_to_string(case.join("codegen.toml")).ok();
    let settings_given = settings.is_some();
    let config = match &settings {
        Some(text) => Config::parse(text).expect("codegen.toml of a case"),
        None => Config::for_crate(&format!("golden-{}", name(case))),
    };
    let text = fs::read_to_string(case.join("spec.yaml")).expect("spec.yaml of a case");
    let description = SourceFile { path: "spec.yaml".to_owned(), text: text.into() };
    let loader = FilesOfCase(case);
    let outcome = generate(&Input { description, config: &config, loader: &loader });
    let config_file =
        settings.map(|text| SourceFile { path: "codegen.toml".to_owned(), text: text.into() });
    let diagnostics =
        render_text(&outcome.diagnostics, &outcome.map, config_file.as_ref(), Color::Off);
    expect_file![case.join("diagnostics.txt")].assert_eq(&diagnostics);
    let files = outcome.files.unwrap_or_else(|| panic!("{}: {diagnostics}", case.display()));
    let (methods, operations) = (outcome.stats.methods, outcome.stats.operations);
    // Only a codegen.toml can leave operations out.
    assert!(
        settings_given || methods == operations,
        "{}: {methods} of {operations}",
        case.display()
    );
    without_runtime(files)
}

/// The runtime's files are compared with its sources and left out.
fn without_runtime(files: FileSet) -> BTreeMap<String, String> {
    let sources = repository().join("templates/runtime/src");
    let source = |name: &str| fs::read_to_string(sources.join(name)).unwrap_or_default();
    let mut kept = BTreeMap::new();
    let mut absent = BTreeSet::new();
    for (path, text) in files.0 {
        match path.strip_prefix(RUNTIME) {
            Some("mod.rs") => {
                kept.insert(path, pointing_at_sources(&text, &absent));
            }
            Some(file) => {
                let module = file.strip_suffix(".rs").expect("a Rust file");
                if text == source(&format!("{module}_absent.rs")) {
                    absent.insert(module.to_owned());
                } else {
                    assert!(text == source(file), "the runtime is copied as it is: {file}");
                }
            }
            None => {
                kept.insert(path, text);
            }
        }
    }
    assert!(kept.contains_key(RUNTIME_ROOT));
    kept
}

/// `absent` are the parts in whose place others stand.
fn pointing_at_sources(root: &str, absent: &BTreeSet<String>) -> String {
    // From cases/<case>/client/src/runtime/.
    let up = "../".repeat(8);
    let mut out = String::new();
    for line in root.lines() {
        let item = line.strip_prefix("pub ").unwrap_or(line);
        let module = item.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';'));
        if let Some(module) = module {
            let stand_in = if absent.contains(module) { "_absent" } else { "" };
            let _ = writeln!(out, "#[path = \"{up}templates/runtime/src/{module}{stand_in}.rs\"]");
        }
        out.push_str(line);
        out.push('\n');
    }
    out
}

fn compare(files: &BTreeMap<String, String>, folder: &Path, problems: &mut Vec<String>) {
    let shown = |path: &str| format!("{}: {path}", name(folder.parent().unwrap_or(folder)));
    for (path, text) in files {
        match fs::read_to_string(folder.join(path)) {
            Ok(found) if found == *text => {}
            Ok(found) => problems.push(format!("{}{}", shown(path), first_change(&found, text))),
            Err(_) => problems.push(format!("{} is missing", shown(path))),
        }
    }
    for path in orphans(files, folder) {
        problems.push(format!("{} is not written any more", shown(&path)));
    }
}

fn first_change(old: &str, new: &str) -> String {
    let same = old.lines().zip(new.lines()).take_while(|(old, new)| old == new).count();
    let line = |text: &str| text.lines().nth(same).unwrap_or("(the end)").to_owned();
    format!(":{}\n  - {}\n  + {}", same + 1, line(old), line(new))
}

fn write(files: &BTreeMap<String, String>, folder: &Path) {
    for path in orphans(files, folder) {
        fs::remove_file(folder.join(path)).expect("remove a file");
    }
    for (path, text) in files {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap_or(folder)).expect("make a folder");
        // Cargo builds again what was written again.
        if fs::read_to_string(&file).ok().as_ref() != Some(text) {
            fs::write(file, text).expect("write a file");
        }
    }
}

/// Files that nothing writes.
fn orphans(files: &BTreeMap<String, String>, folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(at) = folders.pop() {
        let Ok(entries) = fs::read_dir(&at) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(relative) = path.strip_prefix(folder) {
                let parts: Vec<_> =
                    relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
                found.insert(parts.join("/"));
            }
        }
    }
    found.retain(|path| !files.contains_key(path));
    found
}

/// Reads what is beside the description.
struct FilesOfCase<'a>(&'a Path);

impl Loader for FilesOfCase<'_> {
    fn load(&self, path: &str) -> Result<String, String> {
        fs::read_to_string(self.0.join(path)).map_err(|_| "no such file".to_owned())
    }
}

fn cases() -> Vec<PathBuf> {
    let entries = fs::read_dir(golden().join("cases")).expect("tests/golden/cases");
    let mut cases: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    cases
}

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
