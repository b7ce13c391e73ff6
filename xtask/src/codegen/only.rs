//! `--only NAME`: the parts of a dump that have a name.

use std::fmt::Write as _;

use oasmith::emit::FileSet;
use serde_json::Value;

/// Of JSON, the members of this name and the objects that call themselves so; of any other text, the blocks (a line
/// and the indented ones after it) that hold the name as a word.
pub(super) fn of_text(text: &str, name: &str) -> String {
    let mut out = String::new();
    if let Ok(value) = serde_json::from_str::<Value>(text) {
        of_value(&value, "", name, &mut out);
        return out;
    }
    for block in blocks(text) {
        if holds_word(block, name) {
            out.push_str(block);
        }
    }
    out
}

/// The text of the files whose path holds the name.
pub(super) fn of_files(files: &FileSet, name: &str) -> String {
    let mut out = String::new();
    for (path, text) in files.0.iter().filter(|(path, _)| path.contains(name)) {
        let _ = writeln!(out, "==> {path} <==\n{text}");
    }
    out
}

fn of_value(value: &Value, pointer: &str, name: &str, out: &mut String) {
    let mut visit = |key: &str, child: &Value| {
        let pointer = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
        let called = ["operationId", "name", "title"].into_iter().any(|by| child[by] == name);
        if key == name || called {
            let _ = writeln!(out, "#{pointer}\n{child:#}\n");
        } else {
            of_value(child, &pointer, name, out);
        }
    };
    match value {
        Value::Object(members) => {
            for (key, child) in members {
                visit(key, child);
            }
        }
        Value::Array(elements) => {
            for (index, child) in elements.iter().enumerate() {
                visit(&index.to_string(), child);
            }
        }
        _ => {}
    }
}

fn blocks(text: &str) -> Vec<&str> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !line.starts_with([' ', '\t', '\n', '}', ')', ']']) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).filter_map(|(start, end)| text.get(*start..end)).collect()
}

fn holds_word(text: &str, word: &str) -> bool {
    let part_of_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + word.len()..].chars().next();
        !before.is_some_and(part_of_word) && !after.is_some_and(part_of_word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_json_what_has_the_name_or_calls_itself_so() {
        let text = r#"{ "paths": { "/a~b": { "get": { "operationId": "Pet" } } },
                        "schemas": { "Pet": true, "Cat": { "title": "cat" } } }"#;
        let found = of_text(text, "Pet");
        let places = found.lines().filter(|line| line.starts_with('#')).collect::<Vec<_>>();
        assert_eq!(places, ["#/paths/~1a~0b/get", "#/schemas/Pet"]);
    }

    #[test]
    fn of_text_the_blocks_with_the_word() {
        let text =
            "type Pet\n  name: text\n\ntype Pets\n  list of Petal\noperation a\n  gives Pet\n";
        assert_eq!(of_text(text, "Pet"), "type Pet\n  name: text\n\noperation a\n  gives Pet\n");
        assert_eq!(of_text(text, "Dog"), "");
    }
}
