//! The layout of what templates printed.

/// Parses a Rust file and prints it with prettyplease.
///
/// # Errors
/// Where it does not parse, with the lines around the place.
pub(super) fn rust(text: &str) -> Result<String, String> {
    let file = syn::parse_file(text).map_err(|error| {
        let line = error.span().start().line;
        let around: Vec<String> = text
            .lines()
            .enumerate()
            .skip(line.saturating_sub(4))
            .take(7)
            .map(|(index, text)| format!("{:5} {text}", index + 1))
            .collect();
        format!("{error} at line {line}\n{}", around.join("\n"))
    })?;
    Ok(spaced(&prettyplease::unparse(&file)))
}

/// Puts a blank line between items, which prettyplease sets without one.
///
/// Only indentation is looked at: an item at the outermost level, or a method in an `impl`, is never deeper than four
/// columns, and no statement is that shallow, since all functions are methods. Typed literals hold no line break,
/// so no text of a description can look like an item.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 40);
    let mut previous = "";
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let ends_item = indent_of(previous) == indent
            && !previous.trim_start().starts_with("//")
            && (previous.trim_start() == "}"
                || (previous.ends_with(';') && !continues(previous, line)));
        let starts_item =
            indent <= 4 && !line.trim_start().starts_with(['}', ')', ']']) && !line.is_empty();
        // The head of a file: its docs and attributes, then what it is made of.
        let after_head = indent == 0
            && (previous.starts_with("//!") || previous.starts_with("#!["))
            && !line.starts_with("//!")
            && !line.starts_with("#![");
        if starts_item && (ends_item || after_head) {
            out.push('\n');
        }
        out.push_str(line);
        out.push('\n');
        previous = line;
    }
    out
}

fn indent_of(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Whether two lines that end in `;` belong together: lists of imports, modules and macro calls.
fn continues(previous: &str, line: &str) -> bool {
    const LISTS: [&str; 4] = ["use ", "pub use ", "mod ", "pub mod "];
    let both = |start: &str| previous.starts_with(start) && line.starts_with(start);
    LISTS.iter().any(|start| both(start))
        || (previous.starts_with("crate::") && line.starts_with("crate::"))
        || indent_of(line) > 0
}

/// A markdown or TOML file: no space at ends of lines, no two blank lines in a row, one newline at the end.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            if !blank {
                out.push('\n');
            }
            blank = true;
        } else {
            out.push_str(line);
            out.push('\n');
            blank = false;
        }
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}
