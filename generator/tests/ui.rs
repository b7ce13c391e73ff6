//! One small input per diagnostic code, and the text a user sees for it.
//!
//! `tests/ui/<code>-<slug>.yaml` or `.json` is a description, read in strict mode; a `.toml` of the same name is its
//! codegen.toml, a `.lock` its names.lock, and a `.toml` alone goes with a description that has nothing wrong with it. Further files that it refers
//! to are in `tests/ui/files/`. The diagnostics are in `.stderr`; `UPDATE_EXPECT=1 cargo test -p oasmith --test ui`
//! rewrites it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use oasmith::config::Config;
use oasmith::diag::{Color, all_codes, explain, render_text};
use oasmith::source::{Loader, SourceFile, SourceMap};
use oasmith::{Input, generate, lint};

const CONFIG: &str = "[crate]\nname = \"ui-client\"\n";
const DESCRIPTION: &str = "openapi: 3.0.3\ninfo: {title: UI, version: '1'}\npaths: {}\n";

#[test]
fn diagnostics_read_as_recorded() {
    let mut expected = BTreeSet::new();
    for case in cases() {
        let stderr = case.with_extension("stderr");
        expect_file![&stderr].assert_eq(&run(&case));
        assert!(expected.insert(stderr), "two cases of the name {}", case.display());
    }
    let orphans: Vec<_> = files("stderr").into_iter().filter(|f| !expected.contains(f)).collect();
    assert!(orphans.is_empty(), "recorded texts without an input: {orphans:?}");
}

#[test]
fn every_code_has_a_case_that_shows_it() {
    let shown = |id: &str| {
        let cases = files("stderr").into_iter().filter(|file| name(file).starts_with(id));
        cases.map(|file| read(&file)).any(|text| text.contains(&format!("[{id}]")))
    };
    // OAS069x say that oasmith itself is wrong; no input shows them.
    let codes = all_codes().filter(|code| !code.is_internal());
    let missing: Vec<_> =
        codes.filter(|code| !shown(code.id)).map(|c| format!("{}: {}", c.id, c.summary)).collect();
    assert!(missing.is_empty(), "codes without tests/ui/<code>-*.stderr:\n{}", missing.join("\n"));
}

#[test]
fn codes_are_unique_and_explained() {
    let mut ids = BTreeSet::new();
    for code in all_codes() {
        assert!(ids.insert(code.id), "{} twice", code.id);
        assert_eq!(code.id.len(), "OAS0101".len());
        assert!(!code.summary.is_empty() && !code.summary.ends_with('.'), "{}", code.id);
        assert!(code.explanation.ends_with('.') && code.explanation.len() > 100, "{}", code.id);
        assert_eq!(explain(&code.id.to_lowercase()), Some(code));
    }
}

/// What a user sees.
fn run(case: &Path) -> String {
    let config_file = case.with_extension("toml");
    let config_text = fs::read_to_string(&config_file).unwrap_or_else(|_| CONFIG.to_owned());
    let config_file = SourceFile { path: "codegen.toml".to_owned(), text: config_text.into() };
    let config = match Config::parse(&config_file.text) {
        Ok(config) => config,
        Err(error) => {
            let error = error.into_diagnostic();
            let map = SourceMap::default();
            return render_text([&error], &map, Some(&config_file), Color::Off);
        }
    };
    let mut config = config;
    let lock = case.with_extension("lock");
    config.names_lock = fs::read_to_string(lock)
        .ok()
        .map(|text| SourceFile { path: "names.lock".to_owned(), text: text.into() });
    let is_config = case.extension().is_some_and(|extension| extension == "toml");
    let (path, text) = if is_config {
        ("openapi.yaml".to_owned(), DESCRIPTION.to_owned())
    } else {
        (name(case), read(case))
    };
    let description = SourceFile { path, text: text.into() };
    let input = Input { description, config: &config, loader: &Files };
    // Notes that only `lint` makes.
    let outcome = if name(case).starts_with("OAS07") { lint(&input) } else { generate(&input) };
    render_text(&outcome.diagnostics, &outcome.map, Some(&config_file), Color::Off)
}

/// Reads what is beside the cases.
struct Files;

impl Loader for Files {
    fn load(&self, path: &str) -> Result<String, String> {
        // The text of an error of the system differs from system to system.
        fs::read_to_string(folder().join(path)).map_err(|_| "no such file".to_owned())
    }
}

/// Descriptions, and codegen.tomls without one.
fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<_> = ["yaml", "json"].into_iter().flat_map(files).collect();
    let alone = files("toml").into_iter().filter(|file| {
        let with = |extension| file.with_extension(extension).exists();
        !with("yaml") && !with("json")
    });
    cases.extend(alone);
    cases
}

fn files(extension: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder()).expect("tests/ui");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|file| file.extension().is_some_and(|e| e == extension));
    files.sort();
    files
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui")
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}
