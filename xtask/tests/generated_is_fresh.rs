//! What is in generated/ is what the generator writes today: `cargo test` finds what `codegen --check` finds.

use std::path::Path;

use oasmith::{Input, generate};
use xtask::input::{self, ConfigSource, FilesBeside};
use xtask::sync;

#[test]
fn generated_is_fresh() {
    let root = xtask::repository_root();
    let path = root.join("spec/api-key.yaml");
    let description = input::description(&path, "spec/api-key.yaml").unwrap();
    let config = input::config(&configuration(&root)).unwrap().config;
    let loader = FilesBeside::new(&path);
    let outcome = generate(&Input { description, config: &config, loader: &loader });
    let said = outcome.diagnostics;
    let lock = std::fs::read_to_string(root.join("spec/names.lock")).unwrap_or_default();
    assert_eq!(outcome.names_lock.as_deref(), Some(&*lock), "run `cargo xtask codegen`");
    let files = outcome.files.unwrap_or_else(|| panic!("no crate was made: {said:#?}"));
    let differences = sync::compare(&files, &root.join("generated")).unwrap();
    let text = differences
        .iter()
        .map(|difference| sync::unified(difference, &files, "generated"))
        .collect::<String>();
    assert!(text.is_empty(), "{text}\nrun `cargo xtask codegen` and commit the result");
}

fn configuration(root: &Path) -> ConfigSource {
    ConfigSource::File {
        path: root.join("spec/codegen.toml"),
        shown: "spec/codegen.toml".to_owned(),
        name: None,
    }
}
