//! Generates the client from `petstore.yaml` into `OUT_DIR`.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use oasmith::config::Config;
use oasmith::diag::{Color, render_text};
use oasmith::source::{NoFiles, SourceFile};
use oasmith::{Input, generate};

const DESCRIPTION: &str = "petstore.yaml";
const LOCK: &str = "names.lock";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={DESCRIPTION}");
    println!("cargo::rerun-if-changed=build.rs");
    let text = fs::read_to_string(DESCRIPTION)?;
    let description = SourceFile { path: DESCRIPTION.to_owned(), text: text.into() };
    // The documentation says `use build_script_example::Client`.
    let mut config = Config::for_crate(&env::var("CARGO_PKG_NAME")?);
    // Names of earlier versions stay where `oasmith generate` has left them; a build script writes no sources.
    println!("cargo::rerun-if-changed={LOCK}");
    if let Ok(text) = fs::read_to_string(LOCK) {
        config.lock = true;
        config.names_lock = Some(SourceFile { path: LOCK.to_owned(), text: text.into() });
    }
    let outcome = generate(&Input { description, config: &config, loader: &NoFiles });
    let said = render_text(&outcome.diagnostics, &outcome.map, None, Color::Off);
    let Some(files) = outcome.files else { return Err(said.into()) };
    for line in said.lines() {
        println!("cargo::warning={line}");
    }
    let out = PathBuf::from(env::var("OUT_DIR")?).join("client");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    for (path, text) in &files.for_include().0 {
        let file = out.join(path);
        fs::create_dir_all(file.parent().unwrap_or(&out))?;
        fs::write(file, text)?;
    }
    known_features(&out)
}

/// The generated code asks for features of its own manifest; the compiler is told that they exist.
fn known_features(out: &Path) -> Result<(), Box<dyn Error>> {
    let manifest = fs::read_to_string(out.join("Cargo.toml"))?;
    let features = manifest.split("[features]").nth(1).and_then(|rest| rest.split("\n[").next());
    for line in features.unwrap_or_default().lines() {
        if let Some((name, _)) = line.split_once(" = ").filter(|(name, _)| !name.starts_with('#')) {
            println!("cargo::rustc-check-cfg=cfg(feature, values({name:?}))");
        }
    }
    Ok(())
}
