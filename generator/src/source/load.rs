//! A file into a value: which format it is, and what is wrong with it.

use std::ops::Range;

use serde_json::Value;

use super::value::{Finding, Reading};
use super::yaml::FailureKind;
use super::{Document, FileId, Format, Pointer, SourceFile, SourceMap};
use super::{after_mark, codes, json, yaml, yaml_places};
use crate::diag::{Label, Place, Severity, Sink};

/// Parses a description and notes where each node stands. The file is in `map` even when it does not parse.
pub fn load(file: SourceFile, map: &mut SourceMap, sink: &mut Sink) -> Option<Document> {
    let (_, root) = load_value(file, map, sink);
    root.map(|root| Document { root })
}

/// Parses another file of a description into the same map, whose id for it is returned. Nodes that are taken over
/// into the document have to be recorded with [`SourceMap::record_move`].
pub fn load_value(
    file: SourceFile,
    map: &mut SourceMap,
    sink: &mut Sink,
) -> (FileId, Option<Value>) {
    let text = file.text.clone();
    let (base, text) = after_mark(&text);
    let is_json = extension(&file.path).eq_ignore_ascii_case("json");
    let is_yaml = ["yaml", "yml"].iter().any(|e| extension(&file.path).eq_ignore_ascii_case(e));

    // YAML parsers refuse some JSON (surrogate pairs, tabs, long keys), so what can be JSON is read as JSON.
    let mut failure = None;
    if is_json || text.trim_start().starts_with(['{', '[']) {
        let mut reading = Reading::new(text.len(), false);
        match json::read(text, &mut reading) {
            Ok(value) => {
                let file = map.push(file, Format::Json);
                report_findings(file, reading.findings, map, sink);
                return (file, not_empty(value, file, sink));
            }
            Err(error) => failure = Some(error),
        }
    }
    if let Some(error) = failure.take_if(|error| is_json || error.too_deep) {
        let file = map.push(file, Format::Json);
        report_json(&error, file, base, text, sink);
        return (file, None);
    }

    let mut reading = Reading::new(text.len(), true);
    match yaml::read(text, &mut reading) {
        Ok(value) => {
            let file = map.push(file, Format::Yaml);
            report_findings(file, reading.findings, map, sink);
            (file, not_empty(value, file, sink))
        }
        Err(error) => {
            let file = map.push(file, Format::Yaml);
            match failure {
                // `{ …` in a file that does not say what it is: more likely broken JSON than broken YAML.
                Some(error) if !is_yaml => report_json(&error, file, base, text, sink),
                _ => report_yaml(error, &reading.failed_at(), file, base, text, map, sink),
            }
            (file, None)
        }
    }
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn not_empty(value: Value, file: FileId, sink: &mut Sink) -> Option<Value> {
    if !value.is_null() {
        return Some(value);
    }
    sink.report(codes::EMPTY, Severity::Error, Place::Bytes(file, 0..0), "the file is empty")
        .help("expected an object; is it the file you meant?");
    None
}

fn report_json(error: &json::Failure, file: FileId, base: usize, text: &str, sink: &mut Sink) {
    let place = Place::Bytes(file, character(text, error.offset, base));
    if error.too_deep {
        report_depth(place, sink);
        return;
    }
    sink.report(
        codes::INVALID_JSON,
        Severity::Error,
        place,
        format!("invalid JSON: {}", error.message),
    );
}

fn report_depth(place: Place, sink: &mut Sink) {
    sink.report(codes::TOO_DEEP, Severity::Error, place, "more than 128 levels of nesting")
        .help("flatten the description; name inner schemas under `components` and refer to them");
}

fn report_yaml(
    error: yaml::Failure,
    failed_at: &Pointer,
    file: FileId,
    base: usize,
    text: &str,
    map: &SourceMap,
    sink: &mut Sink,
) {
    let bytes = match error.offset {
        Some(offset) => character(text, offset, base),
        None => value_of(map, file, failed_at),
    };
    let place = Place::Bytes(file, bytes);
    match error.kind {
        FailureKind::TooDeep => report_depth(place, sink),
        FailureKind::Expansion => {
            let message = "aliases expand to more than a description can need";
            sink.report(codes::EXPANSION, Severity::Error, place, message)
                .help("write shared parts under `components` and refer to them by `$ref`");
        }
        FailureKind::Key => {
            let message = "a key is a mapping or a sequence, expected a scalar";
            sink.report(codes::KEY, Severity::Error, place, message)
                .help("put quotes around a key that starts with `{` or `[`");
        }
        FailureKind::Documents => {
            let second = yaml_places::second_document(text).unwrap_or(text.len());
            let place = Place::Bytes(file, line(text, second, base));
            let message = "the file has several YAML documents, expected one";
            sink.report(codes::DOCUMENTS, Severity::Error, place, message)
                .label("the second one starts here")
                .help("put each description into a file of its own");
        }
        FailureKind::Syntax => {
            let message = format!("invalid YAML: {}", error.message);
            let diagnostic = sink.report(codes::INVALID_YAML, Severity::Error, place, message);
            if let Some((what, offset)) = error.context {
                let place = Place::Bytes(file, character(text, offset, base));
                diagnostic.secondary.push(Label { place, text: what });
            }
            if text.get(error.offset.unwrap_or_default()..).is_some_and(|at| at.starts_with('\t')) {
                diagnostic.help("YAML is indented with spaces; replace the tab");
            }
        }
    }
}

/// The character at an offset.
fn character(text: &str, offset: usize, base: usize) -> Range<usize> {
    let offset = (0..=offset.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    let offset = offset.unwrap_or_default();
    let length = text.get(offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    base + offset..base + offset + length
}

/// From an offset to the end of its line.
fn line(text: &str, offset: usize, base: usize) -> Range<usize> {
    let rest = text.get(offset..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    base + offset..base + offset + rest.len()
}

fn value_of(map: &SourceMap, file: FileId, at: &Pointer) -> Range<usize> {
    map.spot(file, at).unwrap_or_default().value
}

fn report_findings(
    file: FileId,
    mut findings: Vec<(Pointer, Finding)>,
    map: &SourceMap,
    sink: &mut Sink,
) {
    // A key that occurs three times is found twice, but all its places are reported at once.
    let mut seen = std::collections::BTreeSet::new();
    findings.retain(|(at, finding)| match finding {
        Finding::DuplicateKey(key) => seen.insert((at.clone(), key.clone())),
        _ => true,
    });
    for (at, finding) in findings {
        match finding {
            Finding::DuplicateKey(key) => report_duplicate(file, &at, &key, map, sink),
            Finding::Tag(tag) => {
                let place = Place::Bytes(file, value_of(map, file, &at));
                let message = format!("the tag `!{}` is not read", tag.trim_start_matches('!'));
                sink.report(codes::TAG, Severity::Warning, place, message)
                    .help("remove it; a description is what JSON can say");
            }
            Finding::NotFinite => {
                let place = Place::Bytes(file, value_of(map, file, &at));
                let message = "JSON has no such number; read as `null`";
                sink.report(codes::NOT_FINITE, Severity::Warning, place, message)
                    .help("remove the line if it means `no limit`");
            }
            Finding::Merge => {
                let place = Place::Bytes(file, value_of(map, file, &at));
                let message = "`<<` merges mappings, expected a mapping or a list of mappings";
                sink.broken_at(codes::MERGE, place, message)
                    .help("write `<<: *anchor`, with the anchor on a mapping");
            }
        }
    }
}

fn report_duplicate(file: FileId, at: &Pointer, key: &str, map: &SourceMap, sink: &mut Sink) {
    let mut keys = map.keys(file, at, key).into_iter();
    let first = keys.next();
    let mut again: Vec<_> = keys.collect();
    if again.is_empty() {
        again.push(value_of(map, file, at));
    }
    for again in again {
        let message = format!("the key `{key}` occurs more than once; the last one counts");
        let place = Place::Bytes(file, again);
        let diagnostic = sink.broken_at(codes::DUPLICATE_KEY, place, message);
        diagnostic.help("remove one of them, or rename it");
        if let Some(first) = &first {
            let place = Place::Bytes(file, first.clone());
            diagnostic.secondary.push(Label { place, text: "first here".to_owned() });
        }
    }
}
