//! Rules about words: first lines, unfinished work, names that say nothing, paths of somebody's machine.

use super::mask::mask;
use super::{Problem, Repository, is_rust};

/// Where the checkouts of those who work on this are; in pieces, because this file is checked as well.
const MACHINES: [&str; 2] = [concat!("/wo", "rk/"), concat!("/ro", "ot/")];

const UNFINISHED: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in repository.by_hand(&[".rs", ".yml", ".yaml", ".toml", ".jinja", "/run"]) {
        problems.extend(first_line(path, text));
        problems.extend(unfinished(path, text));
        problems.extend(name(path));
    }
    for (path, text) in repository.within("", &[""]) {
        problems.extend(machine(path, text));
    }
    problems
}

fn first_line(path: &str, text: &str) -> Option<Problem> {
    let first = match text.lines().next() {
        Some(first) if first.starts_with("#!") => text.lines().nth(1),
        first => first,
    };
    // A manifest says what a package is in its `description`; a case of a test, in its name.
    // A template of a page or a licence is that page, and would begin with an empty line.
    let page = path.starts_with("templates/") && !path.contains(".rs");
    let exempt = page || path.ends_with("Cargo.toml") || path.contains("/tests/");
    let starts: &[&str] =
        if path.starts_with("templates/") && !path.starts_with("templates/runtime/") {
            &["//", "#", "{#"]
        } else if is_rust(path) {
            &["//! "]
        } else {
            &["# "]
        };
    let says = first.is_some_and(|first| starts.iter().any(|start| first.starts_with(start)));
    let rust_test = is_rust(path) && path.contains("/tests/");
    (!says && (!exempt || rust_test)).then(|| Problem {
        path: path.to_owned(),
        line: 1,
        message: "the first line does not say what the file is for".to_owned(),
        help: "one idea per file, and its first line (`//! …`, `# …`) says which",
    })
}

fn unfinished(path: &str, text: &str) -> Vec<Problem> {
    let code = if is_rust(path) { mask(text) } else { String::new() };
    let mut problems = Vec::new();
    let mut report = |line, word: &str, help| {
        let message = format!("`{word}` in what is said to be done");
        problems.push(Problem { path: path.to_owned(), line, message, help });
    };
    for (number, line) in code.lines().enumerate() {
        for word in [concat!("to", "do!"), concat!("unimple", "mented!"), concat!("#[ig", "nore")] {
            if line.contains(word) {
                report(number + 1, word, "finish it, or say it with a diagnostic or an error");
            }
        }
    }
    for (number, line) in text.lines().enumerate() {
        let issue =
            line.split('#').skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        for word in UNFINISHED {
            if line.contains(word) && !issue {
                report(number + 1, word, "give it the number of an issue (`#12`), or do it");
            }
        }
    }
    problems
}

fn name(path: &str) -> Option<Problem> {
    let says_nothing =
        |part: &str| matches!(part.trim_end_matches(".rs"), "util" | "utils" | "helpers" | "misc");
    path.split('/').any(says_nothing).then(|| Problem {
        path: path.to_owned(),
        line: 0,
        message: "the name does not say what is in it".to_owned(),
        help: "name it after the idea it holds",
    })
}

fn machine(path: &str, text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for folder in MACHINES {
            let found = line.match_indices(folder).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || "._-}*".contains(c))
            });
            if found {
                problems.push(Problem {
                    path: path.to_owned(),
                    line: number + 1,
                    message: format!("a path of somebody's machine (`{folder}`)"),
                    help: "use a path relative to the repository",
                });
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    #[test]
    fn files_say_what_they_are_for() {
        for (path, text, found) in [
            ("a/src/b.rs", "//! Says it.\n", 0),
            ("a/src/b.rs", "use std::fmt;\n", 1),
            ("a/src/b.rs", "", 1),
            (".ci/run", "#!/bin/sh\n# Says it.\n", 0),
            (".ci/run", "#!/bin/sh\ncargo test\n", 1),
            ("a/Cargo.toml", "[package]\n", 0),
            ("deny.toml", "[bans]\n", 1),
            ("a/tests/b.rs", "use std::fmt;\n", 1),
            ("a/tests/case.yaml", "openapi: 3.0.0\n", 0),
            ("templates/a.rs.jinja", "{# Says it. #}", 0),
            ("templates/a.rs.jinja", "{{ doc }}", 1),
            ("templates/README.md.jinja", "# {{ title }}", 0),
            ("generated/src/a.rs", "", 0),
        ] {
            assert_eq!(places(check, &[(path, text)]).len(), found, "{path} {text}");
        }
    }

    #[test]
    fn unfinished_work_has_an_issue() {
        let [later, mend] = UNFINISHED;
        for (text, found) in [
            (format!("//! A\n// {later}(#12): more\n"), 0),
            (format!("//! A\n// {mend}: more\n"), 1),
            (format!("//! A\nfn f() {{ {} }}\n", concat!("to", "do!()")), 1),
            (format!("//! A\nconst A: &str = \"{}\";\n", concat!("to", "do!()")), 0),
            (format!("//! A\n{}]\n", concat!("#[ig", "nore")), 1),
        ] {
            assert_eq!(places(check, &[("a/src/b.rs", &text)]).len(), found, "{text}");
        }
    }

    #[test]
    fn names_and_machines() {
        assert_eq!(places(check, &[("a/src/utils/b.rs", "//! A\n")]), ["a/src/utils/b.rs:0"]);
        let [home, _] = MACHINES;
        for (line, found) in [
            (format!("cd {home}main"), 1),
            (format!("https://example.com{home}x"), 0),
            (format!("\"{home}\""), 1),
        ] {
            assert_eq!(places(check, &[("README.md", &line)]).len(), found, "{line}");
        }
    }
}
