//! The code map of generator/ARCHITECTURE.md names what is there, and all stages that are.

use super::{Problem, Repository, is_rust};

const MAP: &str = "generator/ARCHITECTURE.md";

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    let Some(text) = repository.0.get(MAP) else { return Vec::new() };
    let mut problems = Vec::new();
    let mut report = |line, message| {
        let help = "the code map is what a newcomer reads first; bring it up to date";
        problems.push(Problem { path: MAP.to_owned(), line, message, help });
    };
    let mut in_map = false;
    let mut map = String::new();
    for (number, line) in text.lines().enumerate() {
        if line.starts_with('#') {
            in_map = line.to_lowercase().contains("code map");
        }
        if !in_map {
            continue;
        }
        map.push_str(line);
        for named in line.split('`').skip(1).step_by(2).filter(|named| is_path(named)) {
            if !exists(repository, named) {
                report(number + 1, format!("`{named}` does not exist"));
            }
        }
    }
    for (path, _) in repository.within("generator/src/", &["/mod.rs"]) {
        let stage = path.trim_start_matches("generator/src/").trim_end_matches("/mod.rs");
        if !stage.contains('/') && !map.contains(stage) {
            report(0, format!("the stage `{stage}` is not in the code map"));
        }
    }
    problems
}

fn is_path(text: &str) -> bool {
    let path = |c: char| c.is_ascii_alphanumeric() || "/_-.".contains(c);
    text.chars().all(path) && (text.contains('/') || is_rust(text))
}

/// By path from the sources, the package or the repository; a bare name stands for the files of that name.
fn exists(repository: &Repository, named: &str) -> bool {
    let bare = format!("/{named}");
    if !named.contains('/') && repository.within("generator/src/", &[&bare]).next().is_some() {
        return true;
    }
    ["generator/src/", "generator/", ""].iter().any(|base| {
        let path = format!("{base}{}", named.trim_end_matches('/'));
        let folder = format!("{path}/");
        repository.0.keys().any(|file| *file == path || file.starts_with(&folder))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    #[test]
    fn the_map_and_the_land_agree() {
        let map =
            "# Code map\n- `source/`, `source/yaml.rs`: text\n- `gone/x.rs`: gone\n# More\n`no/x`";
        let files = [
            (MAP, map),
            ("generator/src/source/mod.rs", ""),
            ("generator/src/source/yaml.rs", ""),
            ("generator/src/names/mod.rs", ""),
        ];
        assert_eq!(places(check, &files), [format!("{MAP}:3"), format!("{MAP}:0")]);
    }
}
