//! Templates print and Rust decides: what may stand between the braces of a template, and that each one is used.

use super::{Problem, Repository, is_rust};

/// Words that may begin a block.
const BLOCKS: [&str; 13] = [
    "for", "endfor", "if", "else", "elif", "endif", "match", "when", "endmatch", "include", "raw",
    "endraw", "endwhen",
];

const HELP: &str =
    "decide in Rust, in a field of the view, and print it here (templates/README.md)";

pub(super) fn check(repository: &Repository) -> Vec<Problem> {
    let templates = repository.within("templates/", &[""]).filter(|(path, _)| {
        !path.starts_with("templates/runtime/") && *path != "templates/README.md"
    });
    let mut problems = Vec::new();
    for (path, text) in templates {
        let rust = is_rust(path) || path.contains(".rs.");
        for Tag { line, open, inside } in tags(text) {
            let mut report = |message: String| {
                problems.push(Problem { path: path.to_owned(), line, message, help: HELP });
            };
            // Where tokens are glued decides what Rust they are; the layout is prettyplease's work anyhow.
            if rust && (inside.starts_with(['-', '~', '+']) || inside.ends_with(['-', '~', '+'])) {
                report("whitespace control in a template of Rust".to_owned());
            }
            if let Some(wrong) = wrong(open, inside.trim_matches(['-', '~', '+']).trim()) {
                report(wrong);
            }
        }
        if !is_used(repository, path) {
            problems.push(Problem {
                path: path.to_owned(),
                line: 0,
                message: "no view and no other template names it".to_owned(),
                help: "remove it, or use it",
            });
        }
    }
    problems
}

struct Tag<'a> {
    line: usize,
    open: &'a str,
    inside: &'a str,
}

fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|found| at + found) {
        let close = match text.get(start..start + 2) {
            Some("{{") => "}}",
            Some("{%") => "%}",
            Some("{#") => "#}",
            _ => {
                at = start + 1;
                continue;
            }
        };
        let inside = start + 2;
        let end = text[inside..].find(close).map_or(text.len(), |found| inside + found);
        let line = text[..start].matches('\n').count() + 1;
        tags.push(Tag { line, open: &text[start..inside], inside: &text[inside..end] });
        at = (end + 2).min(text.len());
    }
    tags
}

fn wrong(open: &str, inside: &str) -> Option<String> {
    let expression = match open {
        "{#" => return None,
        "{{" => inside,
        _ => {
            let word = inside.split_whitespace().next().unwrap_or_default();
            if !BLOCKS.contains(&word) {
                return Some(format!("`{word}` in a template"));
            }
            // Patterns look like calls and are none.
            match word {
                "when" | "include" | "raw" => return None,
                "for" => inside.split_once(" in ").map_or("", |(_, values)| values),
                _ => match inside.split_once("let ") {
                    Some((_, binding)) => binding.split_once('=').map_or("", |(_, value)| value),
                    None => inside,
                },
            }
        }
    };
    let expression = without_strings(expression);
    for operator in ["==", "!=", "<", ">", "+", "-", "*", "/", "%"] {
        if expression.contains(operator) {
            return Some(format!("a comparison or arithmetic (`{operator}`) in a template"));
        }
    }
    let mut opens = expression.match_indices('(');
    let argument = |at: usize| !expression[at + 1..].trim_start().starts_with(')');
    let called = |at: usize| {
        expression[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_')
    };
    opens
        .any(|(at, _)| called(at) && argument(at))
        .then(|| "a call with arguments in a template".to_owned())
}

fn without_strings(text: &str) -> String {
    text.split('"').step_by(2).collect::<Vec<_>>().join("\"\"")
}

fn is_used(repository: &Repository, template: &str) -> bool {
    let name = template.strip_prefix("templates/").unwrap_or(template);
    let quoted = format!("\"{name}\"");
    let views = repository.within("generator/src/", &[".rs"]);
    let others = repository.within("templates/", &[""]).filter(|(path, _)| *path != template);
    views.chain(others).any(|(_, text)| text.contains(&quoted))
}

#[cfg(test)]
mod tests {
    use super::super::tests::places;
    use super::*;

    fn problems(template: &str) -> usize {
        let view = ("generator/src/rust/a.rs", "#[template(path = \"a.rs.jinja\")]");
        places(check, &[view, ("templates/a.rs.jinja", template)]).len()
    }

    #[test]
    fn what_prints_is_fine() {
        for template in [
            "{# a comment: a == b, f(x) #}",
            "{{ name }} {{ self.docs }} {{ docs.lines() }}",
            "{% for (key, value) in pairs %}{% endfor %}",
            "{% if optional %}{% else %}{% endif %}",
            "{% if let Some(value) = default %}{{ value }}{% endif %}",
            "{% match kind %}{% when Kind::One with (x) %}{% when Some(y) %}{% endmatch %}",
            "{% include \"model/a-b.rs.jinja\" %}",
            "struct A { b: u8 } fn f(x: &T) -> U { x + 1 }",
        ] {
            assert_eq!(problems(template), 0, "{template}");
        }
    }

    #[test]
    fn what_decides_is_found() {
        for template in [
            "{%- if a %}",
            "{{ a -}}",
            "{% if a == b %}",
            "{% if count > 1 %}",
            "{{ count + 1 }}",
            "{{ text.replace(\"a\", \"b\") }}",
            "{% for a in all.iter().take(n) %}",
            "{% let a = b %}",
            "{% macro f(a) %}",
        ] {
            assert_eq!(problems(template), 1, "{template}");
        }
    }

    #[test]
    fn a_template_that_nobody_names_is_found() {
        let files = [
            ("templates/a.rs.jinja", ""),
            ("templates/b.rs.jinja", "{% include \"a.rs.jinja\" %}"),
        ];
        assert_eq!(places(check, &files), ["templates/b.rs.jinja:0"]);
    }
}
