//! The sources of the runtime are copied verbatim into generated crates: they name nothing by a path that is another
//! one there.

use super::mask::mask;
use super::{Problem, Repository};

const HELP: &str = "generated crates get this file as it is, in a module of another name: only `super::` \
                    paths, and tests in templates/runtime/tests/";

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in repository.within("templates/runtime/src/", &[".rs"]) {
        // Links in comments lead nowhere there just as paths in code do.
        let anywhere = [concat!("$", "crate"), "oasmith_runtime", "[`crate::", "](crate::"];
        let in_code = ["crate::", "#[cfg(test)]", "include!", "include_str!"];
        for (number, (line, code)) in text.lines().zip(mask(text).lines()).enumerate() {
            let found = anywhere.into_iter().find(|word| line.contains(word));
            let found = found.or_else(|| in_code.into_iter().find(|word| code.contains(word)));
            if let Some(word) = found {
                problems.push(Problem {
                    path: path.to_owned(),
                    line: number + 1,
                    message: format!("`{word}` in the runtime"),
                    help: HELP,
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
    fn what_would_not_survive_the_copy_is_found() {
        let path = "templates/runtime/src/auth.rs";
        for (text, found) in [
            ("use super::body::Body;", 0),
            ("use crate::body::Body;", 1),
            ("/// See [`crate::Body`].", 1),
            ("// Never a path of the crate, crate:: that is.", 0),
            ("#[cfg(test)]\nmod tests {}", 1),
            ("/// use oasmith_runtime::Client;", 1),
        ] {
            assert_eq!(places(check, &[(path, text)]).len(), found, "{text}");
        }
        assert!(places(check, &[("templates/runtime/tests/a.rs", "use crate::x;")]).is_empty());
    }
}
