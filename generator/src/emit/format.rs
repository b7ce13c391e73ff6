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
    Ok(prettyplease::unparse(&file))
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
