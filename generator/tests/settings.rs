//! What codegen.toml changes in the manifest and in names, where no golden case shows it.

use oasmith::config::Config;
use oasmith::source::{Loader, SourceFile};
use oasmith::{Input, generate};

const DESCRIPTION: &str = "\
openapi: 3.1.0
info: {title: Settings, version: '1'}
paths:
  /items/{id}:
    get:
      operationId: read_item_items__id__get
      tags: [items]
      parameters: [{name: id, in: path, required: true, schema: {type: string, format: uuid}}]
      responses: {'204': {description: ok}}
  /others/{id}:
    get:
      operationId: read_item_others__id__get
      tags: [items]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: ok}}
";

struct Nothing;

impl Loader for Nothing {
    fn load(&self, _: &str) -> Result<String, String> {
        Err("no such file".to_owned())
    }
}

/// A file of the crate.
fn file(settings: &str, path: &str) -> String {
    let config =
        Config::parse(&format!("{settings}\n[crate]\nname = \"made\"\n")).expect("settings");
    made(&config, path)
}

fn made(config: &Config, path: &str) -> String {
    let description = SourceFile { path: "a.yaml".to_owned(), text: DESCRIPTION.into() };
    let outcome = generate(&Input { description, config, loader: &Nothing });
    let mut files = outcome.files.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics));
    files.0.remove(path).expect("the file")
}

#[test]
fn functions_of_fast_api_are_names_once() {
    let api = file("", "src/api/items.rs");
    assert!(api.contains("pub fn read_item("), "{api}");
    assert!(api.contains("pub fn read_item_others_id_get("), "{api}");
    let api = file("client.operation-names = \"id\"", "src/api/items.rs");
    assert!(!api.contains("pub fn read_item("), "{api}");
    assert!(api.contains("pub fn read_item_items_id_get("), "{api}");
}

#[test]
fn the_hint_is_there_when_it_is_asked_for() {
    assert!(!file("", "Cargo.toml").contains("hints"));
    let config =
        Config::parse("[crate]\nname = \"made\"\nmostly-unused = true\n").expect("settings");
    let manifest = made(&config, "Cargo.toml");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    assert_eq!(manifest["hints"]["mostly-unused"].as_bool(), Some(true));
}

#[test]
fn a_dependency_of_codegen_toml_stands_for_one_of_the_crate() {
    let settings = "dependencies.uuid = { version = \"1.2\", features = [\"v4\"] }\ndependencies.extra = \"2\"";
    let manifest: toml::Table = file(settings, "Cargo.toml").parse().expect("TOML");
    let dependencies = manifest["dependencies"].as_table().expect("a table");
    assert_eq!(dependencies["uuid"]["version"].as_str(), Some("1.2"));
    assert_eq!(dependencies["uuid"]["features"][0].as_str(), Some("v4"));
    assert_eq!(dependencies["extra"].as_str(), Some("2"));
    assert!(dependencies.contains_key("serde_json"));
}
