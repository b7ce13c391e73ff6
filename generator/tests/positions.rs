//! Each diagnostic points at the line and column of the fault, in YAML and in JSON, whatever was done to the document
//! before it was found: a table of broken descriptions with one fault each.
//!
//! In a text, `§` stands before the key or value that is meant (inside its quotes, where it has some), `¤` before the
//! first key of the list entry that is meant, and `¶` as `§` where a second label is. The JSON form is made from the
//! YAML one.

use std::collections::BTreeMap;

use oasmith::config::Config;
use oasmith::diag::render_json;
use oasmith::source::{Loader, SourceFile};
use oasmith::{Input, Outcome, generate};
use serde_json::Value;

mod positions_support;

use positions_support::CASES;

/// A description and the files beside it. The first one is the description.
struct Case {
    name: &'static str,
    code: &'static str,
    files: &'static [(&'static str, &'static str)],
}

#[test]
fn yaml() {
    let wrong: Vec<String> = CASES.iter().filter_map(|case| check(case, &Form::Yaml)).collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), CASES.len(), wrong.join("\n"));
}

#[test]
fn json() {
    let cases = CASES.iter().filter(|case| !case.files.iter().any(|(_, text)| only_yaml(text)));
    let wrong: Vec<String> = cases.filter_map(|case| check(case, &Form::Json)).collect();
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn there_are_enough_of_them() {
    let in_both = CASES.iter().filter(|case| !case.files.iter().any(|(_, text)| only_yaml(text)));
    assert!(in_both.count() >= 30);
}

enum Form {
    Yaml,
    Json,
}

/// Anchors, and keys that stand twice, are nothing that JSON has.
fn only_yaml(text: &str) -> bool {
    text.contains("# only YAML")
}

/// What is wrong with the diagnostics of a case.
fn check(case: &Case, form: &Form) -> Option<String> {
    let mut files = BTreeMap::new();
    let mut expected = Vec::new();
    let mut labels = Vec::new();
    for (path, text) in case.files {
        let (path, text) = match form {
            Form::Yaml => ((*path).to_owned(), (*text).to_owned()),
            Form::Json => (path.replace(".yaml", ".json"), as_json(text).replace(".yaml", ".json")),
        };
        let (text, marks) = marked(&text, matches!(form, Form::Json));
        for (mark, line, column) in marks {
            let place = format!("{path}:{line}:{column}");
            if mark == '¶' { labels.push(place) } else { expected.push(place) }
        }
        files.insert(path, text);
    }
    let path = case.files[0].0;
    let path =
        if matches!(form, Form::Json) { path.replace(".yaml", ".json") } else { path.to_owned() };
    let description = SourceFile { text: files[&path].clone().into(), path };
    let config = Config::for_crate("a-client");
    let Outcome { diagnostics, map, .. } =
        generate(&Input { description, config: &config, loader: &Files(&files) });
    let printed = render_json(&diagnostics, &map, None);
    let lines = printed.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let mut found = Vec::new();
    let mut found_labels = Vec::new();
    for line in lines {
        let place = |value: &Value| {
            let part = |key: &str| value[key].to_string().trim_matches('"').to_owned();
            format!("{}:{}:{}", part("file"), part("line"), part("column"))
        };
        found.push(format!("{} {}", line["code"].as_str().unwrap_or_default(), place(&line)));
        found_labels.extend(line["labels"].as_array().into_iter().flatten().skip(1).map(place));
    }
    let wanted: Vec<String> =
        expected.iter().map(|place| format!("{} {place}", case.code)).collect();
    // Where no second label is marked, whether there is one is not looked at.
    let labels_fit = labels.is_empty() || labels == found_labels;
    (found != wanted || !labels_fit).then(|| {
        format!(
            "{}: expected {wanted:?} {labels:?}, found {found:?} {found_labels:?}\n{}",
            case.name,
            diagnostics.iter().map(|one| one.message.as_str()).collect::<Vec<_>>().join("\n")
        )
    })
}

struct Files<'a>(&'a BTreeMap<String, String>);

impl Loader for Files<'_> {
    fn load(&self, path: &str) -> Result<String, String> {
        self.0.get(path).cloned().ok_or_else(|| "no such file".to_owned())
    }
}

/// The text without marks, and where they were. In JSON a marked number or flag loses its quotes, and `¤` is the brace
/// before it.
fn marked(text: &str, json: bool) -> (String, Vec<(char, usize, usize)>) {
    let mut out = String::new();
    let mut marks = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['§', '¤', '¶']) {
        let mark = rest[at..].chars().next().expect("a mark");
        out.push_str(&rest[..at]);
        rest = &rest[at + mark.len_utf8()..];
        let start = match mark {
            '¤' if json => out.rfind('{').expect("an object"),
            _ if out.ends_with('"') => out.len() - 1,
            _ => out.len(),
        };
        let line = out[..start].matches('\n').count() + 1;
        let column = out[..start].rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        marks.push((mark, line, column));
        if json && let Some((word, after)) = rest.split_once('"') {
            let bare = word.parse::<f64>().is_ok() || word == "true" || word == "false";
            if bare && !after.starts_with(':') {
                out.pop();
                out.push_str(word);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    (out, marks)
}

fn as_json(yaml: &str) -> String {
    let value: Value = serde_yaml::from_str(yaml).unwrap_or_else(|error| panic!("{error}\n{yaml}"));
    serde_json::to_string_pretty(&value).expect("JSON")
}
