//! What the table of the corpus notes as odd in a description is said of it, as often as the table counts it, at the right
//! lines: those that a reader of plain lines finds, who knows nothing of YAML but how deep they are indented.

mod corpus_support;
#[path = "corpus_support/table.rs"]
mod table;

use std::collections::BTreeSet;
use std::path::Path;

use oasmith::config::Config;
use oasmith::diag::render_json;
use oasmith::source::{NoFiles, SourceFile};
use oasmith::{Input, Outcome, lint};
use serde_json::Value;

use table::{read, table};

/// References that lead nowhere, by the table, which are none: they stand in examples and extensions, whose values may look
/// like anything (OpenAPI 3.1.1, sections 4.8.19 and 4.9).
const NO_REFERENCES: [&str; 2] = ["okta-management", "spotify"];

#[test]
fn each_is_said_at_its_lines() {
    let Some(corpus) = corpus_support::folder("corpus") else { return };
    let mut checked = 0;
    for row in table(&corpus.join("MANIFEST.tsv")) {
        for note in row["notes"].split("; ") {
            let Some((count, what)) = note.split_once(' ') else { continue };
            let (Ok(count), Some(odd)) = (count.parse::<usize>(), Odd::of(what)) else { continue };
            let none = matches!(odd, Odd::Reference) && NO_REFERENCES.contains(&&*row["name"]);
            check(&corpus.join(&row["file"]), &odd, if none { 0 } else { count });
            checked += 1;
        }
    }
    assert!(checked >= 25, "only {checked} notes of the table were understood");
}

/// What can be odd.
#[derive(Debug)]
enum Odd {
    NoId,
    SameId,
    Reference,
}

impl Odd {
    fn of(note: &str) -> Option<Self> {
        match note {
            "ops without operationId" => Some(Self::NoId),
            "duplicate operationId" => Some(Self::SameId),
            "unresolved internal $ref" => Some(Self::Reference),
            _ => None,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::NoId => "OAS0701",
            Self::SameId => "OAS0404",
            Self::Reference => "OAS0204",
        }
    }
}

fn check(path: &Path, odd: &Odd, count: usize) {
    let mut text = read(path);
    if text.lines().count() < 3 {
        // All in one line has no lines to tell apart.
        let value: Value = serde_json::from_str(&text).expect("JSON");
        text = format!("{value:#}");
    }
    let config = Config::for_crate("a-client");
    let file = SourceFile { path: "spec".to_owned(), text: text.as_str().into() };
    let Outcome { diagnostics, map, .. } =
        lint(&Input { description: file, config: &config, loader: &NoFiles });
    let printed = render_json(&diagnostics, &map, None);
    let said = printed.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let of_code = said.filter(|one| one["code"] == odd.code());
    let line = |one: Value| one["line"].as_u64().and_then(|line| usize::try_from(line).ok());
    let found: BTreeSet<usize> = of_code.filter_map(line).collect();
    let name = path.display();
    assert_eq!(found.len(), count, "{name}: {odd:?} at {found:?}");
    let lines: Vec<&str> = text.lines().collect();
    match odd {
        Odd::NoId => assert_eq!(found, without_id(&lines), "{name}"),
        Odd::SameId => found.iter().for_each(|line| {
            let id = value_of(lines[line - 1], "operationId").expect("an id");
            let same = lines.iter().filter(|line| value_of(line, "operationId") == Some(id));
            assert!(same.count() > 1, "{name}:{line}: `{id}` is there once");
        }),
        Odd::Reference => found.iter().for_each(|line| {
            let target = value_of(lines[line - 1], "$ref").expect("a reference");
            let key = target.rsplit('/').next().unwrap_or_default();
            let there = lines.iter().any(|line| value_of(line, key).is_some());
            assert!(!there, "{name}:{line}: `{key}` is there");
        }),
    }
}

/// The lines of operations in whose block no line says `operationId`.
fn without_id(lines: &[&str]) -> BTreeSet<usize> {
    const METHODS: [&str; 8] =
        ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut path = None;
    let mut found = BTreeSet::new();
    for (index, line) in lines.iter().enumerate() {
        let key = line.trim_start().trim_start_matches(['"', '\'', '?', ' ']);
        if key.starts_with('/') && line.contains(':') {
            path = Some(indent(line));
        } else if path.is_some_and(|path| indent(line) <= path && !key.starts_with(['}', '#']))
            && !key.is_empty()
        {
            path = None;
        }
        let is_method = METHODS.iter().any(|method| value_of(line, method).is_some());
        let under_path = path.is_some_and(|path| {
            let step = indent(line).saturating_sub(path);
            step > 0 && step <= 4
        });
        if is_method && under_path {
            let block = lines[index + 1..]
                .iter()
                .take_while(|next| next.trim().is_empty() || indent(next) > indent(line));
            let mut with_itself = std::iter::once(line).chain(block);
            if !with_itself.any(|line| line.contains("operationId")) {
                found.insert(index + 1);
            }
        }
    }
    found
}

/// What stands behind a key that a line begins with.
fn value_of<'t>(line: &'t str, key: &str) -> Option<&'t str> {
    let rest = line.trim_start().trim_start_matches("- ").trim_start_matches(['"', '\'']);
    let rest = rest.strip_prefix(key)?.trim_start_matches(['"', '\'']).strip_prefix(':')?;
    Some(rest.trim().trim_end_matches(',').trim_matches(['"', '\'']))
}
