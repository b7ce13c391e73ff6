//! The steps of `ci`. Cheap ones first, and those that share build artefacts next to each other.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::{Action, Shell, Step};

const CLIENT: &str = "whylabs-client";
const RUNTIME: &str = "oasmith-runtime";

/// Descriptions whose crates are compiled: each version of OpenAPI, and between them unions, webhooks, streams, files
/// and forms. None is so large that the run would wait for it.
const SAMPLE: [&str; 12] = [
    "adguard-home",
    "algorand-algod",
    "anthropic",
    "chroma",
    "clerk-webhooks",
    "ory-kratos",
    "pagerduty-events-v2",
    "qdrant",
    "spotify",
    "telegram-bot-api",
    "typesense",
    "vonage-voice",
];

/// The rest of the sample is left out, and listed, when that many are over: a check has to end.
const SAMPLE_MINUTES: u32 = 8;

/// All steps.
///
/// # Errors
/// When cargo cannot say which features there are.
pub(super) fn all(root: &Path) -> Result<Vec<Step>, String> {
    let openssl = has_openssl();
    let client = features(root, CLIENT, openssl)?;
    let runtime = features(root, RUNTIME, openssl)?;
    let alone = |features: &str| {
        let line = format!("clippy -p {CLIENT} --locked --no-default-features{features}");
        cargo(&format!("{line} -- -D warnings"))
    };
    let mut each = vec![alone("")];
    each.extend(client.iter().map(|feature| alone(&format!(" --features {feature}"))));
    if !openssl {
        let reason = "native-tls (OpenSSL's headers or pkg-config are not installed)";
        each.push(Action::Skip(reason.to_owned()));
    }
    let every_client = format!("-p {CLIENT} {}", every(&client, openssl));
    let every_runtime = format!("-p {RUNTIME} {}", every(&runtime, openssl));

    let clippy =
        |options: &str| cargo(&format!("clippy {options} --all-targets --locked -- -D warnings"));
    let steps = vec![
        step("fmt", "hand-written code has one layout", vec![cargo("fmt --all --check")]),
        step("tidy", "rules that the compiler does not know", vec![cargo("xtask tidy")]),
        step(
            "fresh",
            "generated/ is what the generator writes today",
            vec![cargo("xtask codegen --check --deny-warnings")],
        ),
        step(
            "clippy",
            "no warning, with all features of client and runtime and with none",
            vec![
                clippy("--workspace"),
                clippy(&every_client),
                clippy(&format!("-p {CLIENT} --no-default-features")),
                clippy(&every_runtime),
                clippy(&format!("-p {RUNTIME} --no-default-features")),
                // Its tests have credentials.
                clippy(&format!("-p {RUNTIME} --no-default-features --features auth")),
            ],
        ),
        step("features", "each feature of the client stands alone, without a warning", each),
        step(
            "test",
            "tests and examples in documentation, without a credential in their output; the optional parts of the runtime too",
            vec![
                watched(&format!("test {every_runtime} --locked")),
                watched("test --workspace --locked"),
            ],
        ),
        step("wasm", "the client compiles where there is no operating system", wasm()),
        step("corpus", "what providers publish gives crates that compile", corpus(root)),
        step(
            "example",
            "a key from creation to its end, against the service in a box",
            // With an endpoint it would talk to the real one.
            vec![Action::Run(
                Shell::new("cargo run -p e2e --example key_lifecycle --locked --quiet")
                    .unset("WHYLABS_API_ENDPOINT")
                    .unset("WHYLABS_API_KEY"),
            )],
        ),
        step(
            "doc",
            "documentation without a broken link",
            vec![Action::Run(
                Shell::new("cargo doc --workspace --no-deps --locked")
                    .set("RUSTDOCFLAGS", "-D warnings"),
            )],
        ),
        step(
            "package",
            "what would be published builds on its own",
            // Dirty or not is the business of the last step.
            vec![cargo(&format!("package -p {CLIENT} --locked --allow-dirty"))],
        ),
        step("oldest", "the Rust version that manifests promise is enough", vec![oldest(root)]),
        step("deny", "licences, advisories, duplicates, sources", vec![deny()]),
        step("tree", "the run left no file behind", tree(root)),
    ];
    Ok(steps)
}

fn step(name: &'static str, why: &'static str, actions: Vec<Action>) -> Step {
    Step { name, why, actions }
}

fn cargo(line: &str) -> Action {
    Action::Run(Shell::new(&format!("cargo {line}")))
}

/// Tests with all that they print. A backtrace would only show the way to what a panic says.
fn watched(line: &str) -> Action {
    let shell = Shell::new(&format!("cargo {line} -- --nocapture"));
    Action::Watch(shell.set("RUST_BACKTRACE", "0"))
}

/// With default features too, of which the transport is left out there.
fn wasm() -> Vec<Action> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let printed = ["--print", "target-libdir", "--target", TARGET];
    let folder = Command::new("rustc").args(printed).stderr(Stdio::null()).output();
    let folder = folder.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    if folder.is_ok_and(|folder| !folder.is_empty() && Path::new(&folder).is_dir()) {
        let line = format!("check -p {CLIENT} --target {TARGET} --locked");
        return vec![cargo(&format!("{line} --no-default-features")), cargo(&line)];
    }
    vec![Action::Skip(format!("the target is not installed (`rustup target add {TARGET}`)"))]
}

fn deny() -> Action {
    if succeeds("cargo", &["deny", "--version"]) {
        return cargo("deny --workspace check");
    }
    Action::Skip("cargo-deny is not installed (`cargo install cargo-deny --locked`)".to_owned())
}

/// Descriptions of other people's APIs are no part of the repository.
fn corpus(root: &Path) -> Vec<Action> {
    let shared = std::env::var("OASMITH_SHARED").unwrap_or_else(|_| "../shared".to_owned());
    let specs = format!("{shared}/corpus/specs");
    if !root.join(&specs).is_dir() || specs.contains(char::is_whitespace) {
        return vec![Action::Skip(format!(
            "there is no folder `{specs}` (the variable OASMITH_SHARED names another than `../shared`)"
        ))];
    }
    let sample = SAMPLE.map(|name| format!("--only {name}")).join(" ");
    vec![
        cargo(&format!("xtask corpus {specs}")),
        cargo(&format!("xtask corpus {specs} --clippy --minutes {SAMPLE_MINUTES} {sample}")),
    ]
}

/// The public workflow has a job for it; here it depends on what is installed.
fn oldest(root: &Path) -> Action {
    let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    let declared = manifest.lines().find_map(|line| line.strip_prefix("rust-version = "));
    let version = declared.unwrap_or_default().trim_matches('"');
    if succeeds("rustup", &["run", version, "cargo", "--version"]) {
        let packages = format!("-p {CLIENT} -p oasmith -p xtask");
        return Action::Run(Shell::new(&format!(
            "rustup run {version} cargo check {packages} --locked"
        )));
    }
    Action::Skip(format!("Rust {version} is not installed (`rustup toolchain install {version}`)"))
}

fn tree(root: &Path) -> Vec<Action> {
    if !root.join(".git").exists() {
        return vec![Action::Skip("this is not a git checkout".to_owned())];
    }
    let mut actions = vec![Action::SameTree];
    if std::env::var_os("CI").is_some() {
        // `cargo xtask` itself brings a lock file up to date that was forgotten; nobody may lean on that.
        actions.push(Action::Run(Shell::new("git diff --exit-code HEAD -- Cargo.lock")));
    }
    actions
}

/// Options for all features, or for all that can be built here.
fn every(features: &[String], openssl: bool) -> String {
    if openssl || features.is_empty() {
        return "--all-features".to_owned();
    }
    format!("--no-default-features --features {}", features.join(","))
}

/// Features of a package that can be built here, without `default`.
fn features(root: &Path, package: &str, openssl: bool) -> Result<Vec<String>, String> {
    let output = Command::new("cargo")
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot start cargo: {error}"))?;
    let metadata: Value = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("cannot read what `cargo metadata` says: {error}"))?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let found = packages.into_iter().find(|found| found["name"] == package);
    let found = found.ok_or_else(|| format!("there is no package `{package}`"))?;
    let names = found["features"].as_object().into_iter().flatten().map(|(name, _)| name.clone());
    let usable = |name: &String| name != "default" && (openssl || name != "native-tls");
    Ok(names.filter(usable).collect())
}

/// Whether the TLS of the platform can be built against: only Linux needs headers for it.
fn has_openssl() -> bool {
    !cfg!(target_os = "linux")
        || std::env::var_os("OPENSSL_DIR").is_some()
        || succeeds("pkg-config", &["--exists", "openssl"])
}

fn succeeds(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
