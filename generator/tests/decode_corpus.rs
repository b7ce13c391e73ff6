//! Answers to real descriptions are of the types that are made of them: those that the samples make up from the schemas,
//! and with `OASMITH_EXAMPLES` set, printed, those that the descriptions have for examples.

mod corpus_support;
mod decode_support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use decode_support::read;
use oasmith::config::Config;
use oasmith::diag::Sink;
use oasmith::ir::{Api, Media, MediaKind, Type, TypeKind};
use oasmith::samples::{self, AnswerBody};
use oasmith::source::{self, Document, NoFiles, SourceFile, SourceMap};
use oasmith::{lower, passes, spec};
use serde_json::Value;

#[test]
fn real_answers_are_of_their_types() {
    let mut count = 0;
    let mut misfits = Vec::new();
    let show = std::env::var_os("OASMITH_EXAMPLES").is_some();
    for file in descriptions() {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let Some((document, api)) = api(&file) else { panic!("{name}: refused") };
        for misfit in answers(&document, &api, &mut count) {
            misfits.push(format!("{name}: {misfit}"));
        }
        if show {
            for misfit in examples(&document, &api) {
                println!("example\t{name}\t{misfit}");
            }
        }
    }
    println!("{count} answers");
    assert!(misfits.is_empty(), "{} of {count}:\n{}", misfits.len(), misfits.join("\n"));
}

/// Made up answers that do not fit.
fn answers(document: &Document, api: &Api, count: &mut usize) -> Vec<String> {
    let samples = samples::samples(document, api);
    let mut misfits = Vec::new();
    for (operation, samples) in api.operations.iter().zip(&samples.operations) {
        let AnswerBody::Json(value) = &samples.answer.body else { continue };
        let successes = operation.successes();
        let media = successes.iter().flat_map(|(_, response)| &response.content);
        let Some(media) = media.into_iter().find(|media| {
            media.kind == MediaKind::Json
                && Some(media.media_type.as_str()) == samples.answer.media_type.as_deref()
        }) else {
            continue;
        };
        *count += 1;
        if let Err(misfit) = read(api, &media.ty, value, "") {
            misfits.push(format!("{} {}{misfit}", operation.method.as_str(), operation.path));
        }
    }
    misfits
}

/// Examples that do not fit, by their places: of media types, and of schemas that are types.
fn examples(document: &Document, api: &Api) -> Vec<String> {
    let mut misfits = BTreeMap::new();
    for operation in &api.operations {
        let media = operation.responses.iter().flat_map(|response| &response.content);
        for media in media.filter(|media| media.kind == MediaKind::Json) {
            for (at, value) in of_media(document, media) {
                if let Err(misfit) = read(api, &media.ty, value, "") {
                    misfits.insert(at, misfit);
                }
            }
        }
    }
    for (id, definition) in api.types.iter().filter(|(_, definition)| definition.usage.response) {
        let at = definition.origin.as_str();
        let node = document.root.pointer(at);
        if let Some(value) = node.and_then(|node| node.get("example"))
            && let Err(misfit) = read(api, &Type::Named(id), value, "")
        {
            misfits.insert(format!("{at}/example"), misfit);
        }
        let TypeKind::Object(object) = &definition.kind else { continue };
        for field in &object.fields {
            let at = field.origin.as_str();
            let node = document.root.pointer(at);
            if let Some(value) =
                node.and_then(|node| node.get("example")).filter(|it| !it.is_null())
                && let Err(misfit) = read(api, &field.ty, value, "")
            {
                misfits.insert(format!("{at}/example"), misfit);
            }
        }
    }
    misfits.into_iter().map(|(at, misfit)| format!("{at}\t{misfit}")).collect()
}

fn of_media<'a>(document: &'a Document, media: &Media) -> Vec<(String, &'a Value)> {
    let at = media.origin.as_str();
    let Some(node) = document.root.pointer(at) else { return Vec::new() };
    let mut found: Vec<(String, &Value)> = Vec::new();
    found.extend(node.get("example").map(|value| (format!("{at}/example"), value)));
    for (name, example) in node.get("examples").and_then(Value::as_object).into_iter().flatten() {
        let target = example.get("$ref").and_then(Value::as_str);
        let example = match target.and_then(|target| target.strip_prefix("#/components/examples/"))
        {
            Some(key) => document
                .root
                .get("components")
                .and_then(|all| all.get("examples")?.get(key))
                .unwrap_or(example),
            None => example,
        };
        found.extend(example.get("value").map(|value| (format!("{at}/examples/{name}"), value)));
    }
    found
}

fn api(path: &Path) -> Option<(Document, Api)> {
    let text = fs::read_to_string(path).ok()?;
    let config = Config::for_crate("test");
    let (mut sink, mut map) = (Sink::new(false), SourceMap::default());
    let file = SourceFile { path: "openapi".to_owned(), text: text.into() };
    let document = source::load(file, &mut map, &mut sink)?;
    let document = spec::prepare(document, &mut map, &NoFiles, &mut sink)?;
    let typed = spec::typed(&document, &mut sink)?;
    let api = lower::lower(&typed, &config, &mut sink);
    let api = passes::run(api, &config, &mut sink);
    Some((document, api))
}

fn descriptions() -> Vec<PathBuf> {
    let Some(folder) = corpus_support::folder("corpus/specs") else { return Vec::new() };
    let only = std::env::var("OASMITH_ONLY").unwrap_or_default();
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.display().to_string().contains(&only))
        .collect();
    files.sort();
    files
}
