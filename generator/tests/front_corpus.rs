//! Swagger 2.0 and descriptions of many files, as providers publish them: nothing is refused and nothing is lost.

mod corpus_support;
#[path = "corpus_support/table.rs"]
mod table;

use std::fs;
use std::path::{Path, PathBuf};

use oasmith::diag::{Color, Severity, Sink, render_text};
use oasmith::source::{self, Loader, SourceFile, SourceMap};
use oasmith::spec;
use serde_json::Value;

use table::{Row, read, table};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

#[test]
fn nothing_is_lost() {
    let Some(corpus) = corpus_support::folder("corpus") else { return };
    let mut rows = table(&corpus.join("MANIFEST.tsv"));
    rows.retain(|row| row["openapi_version"] == "2.0" || row["file"].starts_with("multifile/"));
    assert!(!rows.is_empty(), "the table has descriptions of both kinds");
    for row in &rows {
        check(&corpus, row);
    }
}

#[test]
fn what_other_generators_test_with_is_read() {
    let Some(corpus) = corpus_support::folder("corpus") else { return };
    let mut rows = table(&corpus.join("EDGE.tsv"));
    rows.retain(|row| {
        row["kind"] == "root"
            && row["negative"] == "no"
            && (row["version"] == "2.0" || row["features"].contains("external-ref"))
    });
    assert!(!rows.is_empty(), "the table has descriptions of both kinds");
    for row in &rows {
        check(&corpus, row);
    }
}

fn check(corpus: &Path, row: &Row) {
    let path = corpus.join(&row["file"]);
    let raw = read(&path);
    let (mut map, mut sink) = (SourceMap::default(), Sink::new(false));
    let file = SourceFile { path: row["file"].clone(), text: raw.as_str().into() };
    let loader = Beside(path.parent().map(Path::to_owned).unwrap_or_default());
    let document = source::load(file, &mut map, &mut sink);
    let before = document.as_ref().map(|document| document.root.clone()).unwrap_or_default();
    let document = document.and_then(|it| spec::prepare(it, &mut map, &loader, &mut sink));
    let typed = document.as_ref().and_then(|document| spec::typed(document, &mut sink));
    let diagnostics = sink.into_sorted(&map);
    let text = render_text(&diagnostics, &map, None, Color::Off);
    let name = &row["file"];
    println!("{name}: {} diagnostics\n{text}", diagnostics.len());
    let errors = diagnostics.iter().filter(|it| it.severity == Severity::Error).count();
    assert_eq!(errors, 0, "{name}\n{text}");
    let (Some(document), Some(typed)) = (document, typed) else { panic!("{name}: refused") };
    assert_eq!(typed.operations, operations(&path, &before), "{name}: operations");
    if before.get("swagger").is_some() {
        assert_eq!(with_request_body(&document.root), with_body(&before), "{name}: bodies");
    }
}

/// The operations that there should be. Of path items in other files only what these tests meet is understood.
fn operations(path: &Path, root: &Value) -> usize {
    let items = root.get("paths").and_then(Value::as_object).into_iter().flatten();
    let items = items.filter(|(path, _)| !path.starts_with("x-"));
    items.map(|(_, item)| operations_of_item(path, item, 0)).sum()
}

fn operations_of_item(path: &Path, item: &Value, depth: usize) -> usize {
    let own = METHODS.iter().filter(|method| item.get(**method).is_some_and(Value::is_object));
    let Some(text) = item.get("$ref").and_then(Value::as_str) else { return own.count() };
    assert!(depth < 9, "a circle of path items");
    let (name, pointer) = text.split_once('#').unwrap_or((text, ""));
    let folder = path.parent().expect("a folder");
    let path = if name.is_empty() { path.to_owned() } else { folder.join(name) };
    let pointer = pointer.replace("%7B", "{").replace("%7D", "}");
    let root: Value = serde_yaml::from_str(&read(&path)).expect("YAML");
    let target = root.pointer(&pointer).unwrap_or_else(|| panic!("{text}: no target"));
    own.count() + operations_of_item(&path, target, depth + 1)
}

fn with_request_body(root: &Value) -> Vec<String> {
    list(root, |operation, _| operation.get("requestBody").is_some())
}

fn with_body(root: &Value) -> Vec<String> {
    let is_body = |parameter: &Value| {
        let text = parameter.get("$ref").and_then(Value::as_str).unwrap_or_default();
        let target = text.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
        let place = target.unwrap_or(parameter).get("in").and_then(Value::as_str);
        matches!(place, Some("body" | "formData"))
    };
    let has_body = |node: &Value| {
        let parameters = node.get("parameters").and_then(Value::as_array);
        parameters.is_some_and(|parameters| parameters.iter().any(is_body))
    };
    list(root, |operation, item| has_body(operation) || has_body(item))
}

/// `method path` of the operations that a condition holds for.
fn list(root: &Value, condition: impl Fn(&Value, &Value) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for (path, item) in root.get("paths").and_then(Value::as_object).into_iter().flatten() {
        for method in METHODS {
            if item.get(method).is_some_and(|operation| condition(operation, item)) {
                found.push(format!("{method} {path}"));
            }
        }
    }
    found.sort();
    found
}

/// Reads what is beside a description.
struct Beside(PathBuf);

impl Loader for Beside {
    fn load(&self, path: &str) -> Result<String, String> {
        fs::read_to_string(self.0.join(path)).map_err(|_| "there is no such file".to_owned())
    }
}
