//! What becomes of the text that templates printed.

use super::layout::{Layouter, Sheet};

/// Lays a Rust file out as prettyplease does, with blank lines between items. It begins with `header`.
///
/// # Errors
/// Where it does not parse, with the lines around the place.
pub(super) fn rust(text: &str, header: &str, layouter: &mut Layouter) -> Result<String, String> {
    if let Some(text) = layouter.file(text, header, |item| plain(item).ok()) {
        return Ok(text);
    }
    layouter.counts.files_left += 1;
    reference(text, header)
}

/// The same by prettyplease alone.
///
/// # Errors
/// The same.
pub(super) fn reference(text: &str, header: &str) -> Result<String, String> {
    let lines = plain(text)?;
    let mut sheet = Sheet::new(header, lines.len() + lines.len() / 40);
    sheet.lines(&lines);
    Ok(sheet.into_text())
}

/// Without blank lines.
fn plain(text: &str) -> Result<String, String> {
    let (code, docs) = without_docs(text);
    let file = syn::parse_file(&code).map_err(|error| {
        let line = error.span().start().line;
        let around: Vec<String> = code
            .lines()
            .enumerate()
            .skip(line.saturating_sub(4))
            .take(7)
            .map(|(index, text)| format!("{:5} {text}", index + 1))
            .collect();
        format!("{error} at line {line}\n{}", around.join("\n"))
    })?;
    Ok(with_docs(&prettyplease::unparse(&file), &docs))
}

/// Blocks of doc comments, each as its lines without indentation.
type Docs<'t> = Vec<Vec<&'t str>>;

/// Doc comments are half of the text, and prettyplease prints them as they are: an attribute stands for each block
/// while the code is laid out, which halves the time. No literal spans lines, so a line that begins like a doc comment
/// is one.
fn without_docs(text: &str) -> (String, Docs<'_>) {
    let mut code = String::with_capacity(text.len() / 2);
    let mut docs: Docs<'_> = Vec::new();
    let mut marker = "";
    for line in text.lines() {
        let trimmed = line.trim();
        let kind =
            ["///", "//!"].into_iter().find(|kind| trimmed.starts_with(kind)).unwrap_or_default();
        if kind.is_empty() {
            // A blank line between two blocks is the template's and not the text's.
            if !trimmed.is_empty() {
                marker = "";
            }
            code.push_str(line);
            code.push('\n');
            continue;
        }
        if kind != marker {
            let inner = if kind == "//!" { "!" } else { "" };
            code.push('#');
            code.push_str(inner);
            code.push_str("[docs_");
            code.push_str(&docs.len().to_string());
            code.push_str("]\n");
            docs.push(Vec::new());
            marker = kind;
        }
        if let Some(block) = docs.last_mut() {
            block.push(trimmed);
        }
    }
    (code, docs)
}

/// Puts the doc comments back where their attributes were printed.
fn with_docs(code: &str, docs: &Docs<'_>) -> String {
    let mut out = String::with_capacity(code.len() * 2);
    for line in code.lines() {
        let trimmed = line.trim_start();
        let number = trimmed
            .trim_start_matches("#![docs_")
            .trim_start_matches("#[docs_")
            .strip_suffix(']')
            .filter(|_| trimmed.starts_with('#'))
            .and_then(|number| number.parse::<usize>().ok());
        if let Some(block) = number.and_then(|number| docs.get(number)) {
            let indent = &line[..line.len() - trimmed.len()];
            for text in block {
                out.push_str(indent);
                out.push_str(text);
                out.push('\n');
            }
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// A markdown or TOML file after its header: no space at ends of lines, no two blank lines in a row, one newline at the end.
pub(super) fn text(text: &str, header: &str) -> String {
    let mut out = String::with_capacity(header.len() + text.len());
    out.push_str(header);
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

#[cfg(test)]
mod tests {
    use super::super::layout::Layouter;

    fn rust(text: &str) -> Result<String, String> {
        super::rust(text, "", &mut Layouter::default())
    }

    #[test]
    fn docs_are_printed_as_prettyplease_prints_them() {
        let text = "//! Head.\n//!\n//! More.\nuse a::b;\n/// One.\n///\n///   two\n#[must_use]\npub struct S {\n/// Field.\npub a: u8,\n\
                    }\nimpl S {\n/// Method.\npub fn f(&self) { g(); }\n/// Other.\npub fn h(&self) {}\n}";
        let plain = prettyplease::unparse(&syn::parse_file(text).expect("Rust"));
        let without_gaps: Vec<&str> =
            plain.lines().filter(|line| !line.trim().is_empty()).collect();
        let ours = rust(text).expect("Rust");
        let ours: Vec<&str> = ours.lines().filter(|line| !line.trim().is_empty()).collect();
        assert_eq!(ours, without_gaps);
    }

    #[test]
    fn items_are_set_apart_and_lists_are_not() {
        let text = "use a::b;\nuse a::c;\npub fn f() { g(); }\n/// Docs; with an end;\n/// }\npub fn h() {}";
        assert_eq!(
            rust(text).expect("Rust"),
            "use a::b;\nuse a::c;\n\npub fn f() {\n    g();\n}\n\n/// Docs; with an end;\n/// }\npub fn h() {}\n"
        );
    }

    #[test]
    fn what_is_not_rust_is_shown_with_its_place() {
        let error = rust("pub fn f() {\n    let = 1;\n}").expect_err("no pattern");
        assert!(error.contains("line 2") && error.contains("let = 1"), "{error}");
    }
}
