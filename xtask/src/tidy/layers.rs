//! The stages of the generator know what the design lets them know: a table of `crate::` paths and of packages.

use super::mask::mask;
use super::{Problem, Repository};

/// What a stage may name of its own crate. `module::item` lets it name that item and what is in it.
const KNOWS: [(&str, &[&str]); 15] = [
    ("source", &["diag"]),
    ("diag", &["source"]),
    ("config", &["diag", "source"]),
    ("spec", &["diag", "source"]),
    ("ir", &["source::Pointer"]),
    ("lower", &["config", "diag", "ir", "source", "spec"]),
    ("passes", &["config", "diag", "ir", "source"]),
    ("names", &["config", "diag", "ir", "source"]),
    ("samples", &["ir", "source", "spec::components", "spec::ext"]),
    ("rust", &["config", "diag", "ir", "names", "samples", "source"]),
    ("emit", &["diag", "rust", "source"]),
    ("items", &["diag", "dump", "ir", "names", "source"]),
    // What users can name is in the views; where it comes from and what it sends, in the IR.
    ("diff", &["config", "diag", "dump", "ir", "names", "rust", "source"]),
    ("lint", &["diag", "ir", "names", "source", "spec"]),
    ("dump", &["diag", "emit", "ir", "names", "source", "spec"]),
];

/// Files that know more than their stage, with what.
const EXCEPTIONS: [(&str, &[&str]); 2] = [
    // What a maintainer says is fine is written in the configuration.
    ("diag/allow.rs", &["config"]),
    // The table of all diagnostics joins the tables of the stages.
    ("diag/codes.rs", &["config", "emit", "lint", "lower", "names", "passes", "spec"]),
];

/// Who may name a package that stands for a stage's knowledge.
const PACKAGES: [(&str, &[&str]); 8] = [
    ("annotate_snippets", &["diag"]),
    ("askama", &["emit", "rust"]),
    ("openapiv3", &["lower", "spec"]),
    ("prettyplease", &["emit"]),
    ("regex_syntax", &["samples"]),
    ("saphyr_parser", &["source"]),
    ("serde_yaml", &["source"]),
    ("std::fs", &[]),
];

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in repository.within("generator/src/", &[".rs"]) {
        let file = path.strip_prefix("generator/src/").unwrap_or(path);
        let stage = file.split('/').next().unwrap_or(file).trim_end_matches(".rs");
        let code = without_tests(file, text);
        // `lib.rs` is the list of all stages.
        if stage != "lib" {
            problems.extend(edges(path, file, stage, &code));
        }
        problems.extend(packages(path, stage, &code));
    }
    problems
}

fn edges(path: &str, file: &str, stage: &str, code: &str) -> Vec<Problem> {
    let allowed = KNOWS.iter().find(|(name, _)| *name == stage).map(|(_, knows)| *knows);
    let more = EXCEPTIONS.iter().find(|(name, _)| *name == file).map_or(&[][..], |(_, more)| more);
    let mut problems = Vec::new();
    for (line, target) in targets(file, code) {
        let module = target.split("::").next().unwrap_or(&target);
        let known_stage = KNOWS.iter().any(|(name, _)| *name == module);
        if module == stage || !known_stage {
            continue;
        }
        let fits = |entry: &str| {
            let rest = target.strip_prefix(entry);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
        };
        let message = match allowed {
            Some(knows) if knows.iter().chain(more).any(|entry| fits(entry)) => continue,
            Some(_) => format!("`{stage}` must not know `crate::{target}`"),
            None => format!("`{stage}` is not in the table of stages"),
        };
        let help = "pass it in as data of a stage before, or change the table in \
                    xtask/src/tidy/layers.rs together with the design";
        problems.push(Problem { path: path.to_owned(), line, message, help });
    }
    problems
}

fn packages(path: &str, stage: &str, code: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (number, line) in code.lines().enumerate() {
        for (package, stages) in PACKAGES {
            if !stages.contains(&stage) && holds_path(line, package) {
                problems.push(Problem {
                    path: path.to_owned(),
                    line: number + 1,
                    message: format!("`{stage}` must not know `{package}`"),
                    help: "only the stage whose knowledge it is names a package; the generator does \
                           no IO",
                });
            }
        }
    }
    problems
}

/// `name::` or `name as` at the start of a path.
fn holds_path(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let inside = before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':');
        !inside && line[at + name.len()..].starts_with(['}', ':', ';', ' ', ','])
    })
}

/// Unit tests may use the stages before theirs to make their input.
fn without_tests(file: &str, text: &str) -> String {
    if file.ends_with("/tests.rs") || file.contains("/tests/") {
        return String::new();
    }
    let code = mask(text);
    match code.find("#[cfg(test)]\nmod ") {
        Some(at) => code[..at].to_owned(),
        None => code,
    }
}

/// What stands after `crate::`, and after enough `super::` to be there; groups opened one level deep.
fn targets(file: &str, code: &str) -> Vec<(usize, String)> {
    // `source/mod.rs` is one level below the crate, `source/yaml.rs` two.
    let depth = file.trim_end_matches("/mod.rs").trim_end_matches(".rs").split('/').count();
    let root = "super::".repeat(depth);
    let mut found = Vec::new();
    for prefix in ["crate::", root.as_str()] {
        for (at, _) in code.match_indices(prefix) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || "_$:".contains(c)) {
                continue;
            }
            let line = code[..at].matches('\n').count() + 1;
            let rest = &code[at + prefix.len()..];
            match rest.strip_prefix('{') {
                Some(group) => {
                    found.extend(members(group).into_iter().map(|member| (line, member)));
                }
                None => found.push((line, path(rest))),
            }
        }
    }
    found.retain(|(_, target)| !target.is_empty());
    found
}

/// Paths of a group, whose own groups count by what is before them.
fn members(group: &str) -> Vec<String> {
    let mut members = Vec::new();
    let mut depth = 0_usize;
    let mut start = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                members.push(path(group[start..at].trim()));
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                members.push(path(group[start..at].trim()));
                start = at + 1;
            }
            _ => {}
        }
    }
    members
}

fn path(text: &str) -> String {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != ':');
    text[..end.unwrap_or(text.len())].trim_end_matches(':').to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    #[test]
    fn an_edge_that_is_not_in_the_table_is_found() {
        for (path, text, found) in [
            ("generator/src/emit/mod.rs", "use crate::rust::Crate;", false),
            ("generator/src/emit/mod.rs", "\nuse crate::ir::Api;", true),
            ("generator/src/emit/mod.rs", "fn f(_: &\ncrate::spec::Spec) {}", true),
            ("generator/src/emit/mod.rs", "\nuse super::ir;", true),
            ("generator/src/emit/file.rs", "\nuse super::ir;", false),
            ("generator/src/emit/file.rs", "\nuse super::super::ir;", true),
            ("generator/src/emit/file.rs", "// crate::ir::Api is not known here", false),
            ("generator/src/ir/types.rs", "use crate::source::Pointer;", false),
            ("generator/src/ir/types.rs", "\nuse crate::source::{Document, Pointer};", true),
            ("generator/src/rust/mod.rs", "\nuse crate::{ir, lower::{self, x}, names};", true),
            ("generator/src/diag/codes.rs", "use crate::lower::CODES;", false),
            ("generator/src/diag/render.rs", "\nuse crate::lower::CODES;", true),
            ("generator/src/other.rs", "\nuse crate::ir;", true),
            ("generator/src/lib.rs", "use crate::ir;", false),
            ("generator/src/ir/types.rs", "\n#[cfg(test)]\nmod tests { use crate::spec; }", false),
        ] {
            let expected = if found { vec![format!("{path}:2")] } else { Vec::new() };
            assert_eq!(places(check, &[(path, text)]), expected, "{path} {text}");
        }
    }

    #[test]
    fn a_group_is_judged_by_item() {
        let text = "use crate::{source::Pointer, diag};";
        let path = "generator/src/ir/types.rs";
        assert_eq!(places(check, &[(path, text)]), [format!("{path}:1")]);
    }

    #[test]
    fn packages_belong_to_stages() {
        for (path, text, found) in [
            ("generator/src/spec/mod.rs", "use openapiv3::Schema;", 0),
            ("generator/src/rust/mod.rs", "use openapiv3::Schema;", 1),
            ("generator/src/rust/mod.rs", "type T = openapiv3::Schema;", 1),
            ("generator/src/rust/mod.rs", "let my_openapiv3 = 1;", 0),
            ("generator/src/source/mod.rs", "use std::fs;", 1),
        ] {
            assert_eq!(places(check, &[(path, text)]).len(), found, "{path} {text}");
        }
    }
}
