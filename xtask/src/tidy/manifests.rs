//! Each dependency has its reason beside it, and all packages come from crates.io.

use super::{Problem, Repository};

const INDEX: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in repository.by_hand(&["Cargo.toml"]) {
        problems.extend(reasons(path, text));
    }
    for (path, text) in repository.within("", &["Cargo.lock"]) {
        for (number, line) in text.lines().enumerate() {
            if line.starts_with("source = ") && line != INDEX {
                problems.push(Problem {
                    path: path.to_owned(),
                    line: number + 1,
                    message: format!("a package that is not from crates.io: `{line}`"),
                    help: "others have to be able to build this",
                });
            }
        }
    }
    problems
}

fn reasons(path: &str, text: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut dependencies = false;
    let mut explained = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.starts_with('[') {
            dependencies = line.trim_end_matches(']').ends_with("dependencies");
        }
        let Some((name, value)) = line.split_once('=') else { continue };
        if !dependencies || line.starts_with('#') {
            continue;
        }
        let name = name.trim().trim_end_matches(".workspace");
        let elsewhere = line.contains("workspace = true") || explained.contains(&name);
        // What is in this repository explains itself.
        let ours = value.contains("path = ");
        if line.contains(" # ") {
            explained.push(name);
        } else if !elsewhere && !ours {
            problems.push(Problem {
                path: path.to_owned(),
                line: number + 1,
                message: format!("nothing says what `{name}` is for"),
                help: "say it in a comment at the end of the line",
            });
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    #[test]
    fn a_dependency_without_a_reason_is_found() {
        let manifest = "[package]\nname = \"a\"\n[dependencies]\nbytes = \"1\" # bodies\n\
                        heck.workspace = true\nhttp = \"1\"\n[dev-dependencies]\n\
                        bytes = { version = \"1\" }\na = { path = \"../a\" }\n";
        assert_eq!(places(check, &[("a/Cargo.toml", manifest)]), ["a/Cargo.toml:6"]);
        assert!(places(check, &[("generated/Cargo.toml", manifest)]).is_empty());
    }

    #[test]
    fn a_package_from_elsewhere_is_found() {
        let lock = format!("{INDEX}\nsource = \"git+https://example.com/a\"\n");
        assert_eq!(places(check, &[("Cargo.lock", &lock)]), ["Cargo.lock:2"]);
    }
}
