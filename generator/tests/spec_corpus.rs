//! The stage `spec` over real descriptions: nothing is refused, nothing is lost, and preparing twice is preparing once.
//! Data to test with, kept outside the repository; where it is absent the tests say so.

mod corpus_support;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use oasmith::diag::{Diagnostic, Severity, Sink};
use oasmith::source::{self, Document, NoFiles, SourceFile, SourceMap};
use oasmith::spec::{self, Spec};
use serde_json::Value;

#[test]
fn real_descriptions_become_typed() {
    let problems = each_description("corpus/specs", |found| {
        let error = found.diagnostics.iter().find(|found| found.severity == Severity::Error);
        error.map_or(Ok(()), |error| Err(format!("{error:#?}")))
    });
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn descriptions_of_other_generators_become_typed() {
    let problems = each_description("corpus/edge", |_| Ok(()));
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// What is known of one description after this stage.
struct Found {
    diagnostics: Vec<Diagnostic>,
}

fn each_description(folder: &str, check: impl Fn(&Found) -> Result<(), String>) -> Vec<String> {
    let Some(root) = corpus_support::folder(folder) else { return Vec::new() };
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    let only = std::env::var("OASMITH_ONLY").unwrap_or_default();
    let mut problems = Vec::new();
    for file in files {
        let path = file.strip_prefix(&root).unwrap_or(&file).display().to_string();
        if !path.contains(&only) {
            continue;
        }
        let Ok(text) = std::fs::read_to_string(&file) else { continue };
        let result = read(&path, &text).and_then(|found| found.as_ref().map_or(Ok(()), &check));
        problems.extend(result.err().map(|problem| format!("{path}: {problem}")));
    }
    problems
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|e| e == "json" || e == "yaml" || e == "yml") {
            files.push(path);
        }
    }
}

/// Runs the stage; `None` for what is no description of its own but a part of one.
fn read(path: &str, text: &str) -> Result<Option<Found>, String> {
    let mut map = SourceMap::default();
    let mut sink = Sink::new(false);
    let file = SourceFile { path: path.to_owned(), text: Arc::from(text) };
    let Some(document) = source::load(file, &mut map, &mut sink) else { return Ok(None) };
    if document.root.get("openapi").or_else(|| document.root.get("swagger")).is_none() {
        return Ok(None);
    }
    let before = operations(&document.root);
    let Some(document) = spec::prepare(document, &mut map, &NoFiles, &mut sink) else {
        return Err("refused".to_owned());
    };
    let spec = spec::typed(&document, &mut sink);
    let diagnostics = sink.into_sorted(&map);
    if std::env::var_os("OASMITH_SHOW").is_some() {
        for diagnostic in &diagnostics {
            let place = &diagnostic.primary.place;
            println!("{path}: {} {:?} {}", diagnostic.code.id, place, diagnostic.message);
        }
    }
    let spec = spec.ok_or("not typed")?;
    if let Some(refused) = diagnostics.iter().find(|found| found.code.id == "OAS0224") {
        return Err(format!("{refused:#?}"));
    }
    if (spec.operations, typed_operations(&spec)) != (before, before) {
        let typed = typed_operations(&spec);
        return Err(format!("{before} operations, counted {}, typed {typed}", spec.operations));
    }
    references_lead(&spec)?;
    nothing_left_to_do(&document)?;
    Ok(Some(Found { diagnostics }))
}

/// Operations under `paths`, counted as a person would: by the names of methods.
fn operations(root: &Value) -> usize {
    const METHODS: [&str; 9] =
        ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];
    let items = root.get("paths").and_then(Value::as_object).into_iter().flatten();
    items
        .map(|(_, item)| match item.get("$ref").and_then(Value::as_str) {
            Some(reference) => {
                let pointer = reference.trim_start_matches('#');
                root.pointer(pointer).unwrap_or(item)
            }
            None => item,
        })
        .filter_map(Value::as_object)
        .flat_map(|item| item.keys())
        .filter(|key| METHODS.contains(&key.to_lowercase().as_str()))
        .count()
}

fn typed_operations(spec: &Spec) -> usize {
    let paths = spec.api.operations();
    paths.filter(|(path, _, _)| spec::ext::webhook_name(path).is_none()).count()
}

/// Every reference of the typed description is that of a component which exists.
fn references_lead(spec: &Spec) -> Result<(), String> {
    let api = serde_json::to_value(&spec.api).expect("openapiv3's types are plain data");
    let mut nodes = vec![(&api, false)];
    while let Some((node, data)) = nodes.pop() {
        match node {
            Value::Object(map) => {
                if let (Some(Value::String(reference)), 1, false) =
                    (map.get("$ref"), map.len(), data)
                {
                    let target = reference.strip_prefix("#/components/").and_then(|rest| {
                        let (kind, key) = rest.split_once('/')?;
                        api.get("components")?.get(kind)?.get(key)
                    });
                    target.ok_or_else(|| format!("{reference} leads nowhere"))?;
                }
                let is_data = |key: &str| {
                    data || key.starts_with("x-")
                        || matches!(key, "example" | "default" | "enum" | "value")
                };
                nodes.extend(map.iter().map(|(key, child)| (child, is_data(key))));
            }
            Value::Array(items) => nodes.extend(items.iter().map(|item| (item, data))),
            _ => {}
        }
    }
    Ok(())
}

fn nothing_left_to_do(document: &Document) -> Result<(), String> {
    let mut sink = Sink::new(false);
    let mut map = SourceMap::default();
    let again = spec::prepare(document.clone(), &mut map, &NoFiles, &mut sink);
    let diagnostics = sink.into_sorted(&map);
    // A keyword that does not exist is left where it is, and so reported again.
    if let Some(diagnostic) = diagnostics.iter().find(|it| it.code.id != "OAS0227") {
        return Err(format!("preparing again reports {diagnostic:#?}"));
    }
    let again = again.ok_or("preparing again refuses")?;
    if again.root == document.root {
        return Ok(());
    }
    let place = first_difference(&document.root, &again.root, String::new());
    Err(format!("preparing again changes {place}"))
}

fn first_difference(left: &Value, right: &Value, at: String) -> String {
    match (left, right) {
        (Value::Object(a), Value::Object(b)) => {
            for key in a.keys().chain(b.keys()) {
                match (a.get(key), b.get(key)) {
                    (Some(a), Some(b)) if a == b => {}
                    (Some(a), Some(b)) => return first_difference(a, b, format!("{at}/{key}")),
                    (a, b) => return format!("{at}/{key}: {a:?} to {b:?}"),
                }
            }
            at
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let pairs = a.iter().zip(b).enumerate().find(|(_, (a, b))| a != b);
            pairs.map_or(at.clone(), |(index, (a, b))| {
                first_difference(a, b, format!("{at}/{index}"))
            })
        }
        _ => format!("{at}: {left} to {right}"),
    }
}
