//! Rust source without its comments and literals, so that rules about code do not stumble over text.

/// The same text with blanks for comments, and for what is in string and character literals; lines stay lines.
pub(super) fn mask(source: &str) -> String {
    let bytes = source.as_bytes();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &source[at..];
        let end = if rest.starts_with("//") {
            at + rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            at + block_comment(rest)
        } else if let Some(length) = raw_string(source, at) {
            at + length
        } else if rest.starts_with('"') {
            at + quoted(rest, '"')
        } else if let Some(length) = character(rest) {
            at + length
        } else {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            out.push_str(&rest[..length]);
            at += length;
            continue;
        };
        out.extend(source[at..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }));
        at = end;
    }
    out
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// `r"…"`, `r#"…"#`, `br"…"`; not the `r` at the end of a word.
fn raw_string(source: &str, at: usize) -> Option<usize> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let before = source[..at].chars().next_back();
    if before.is_some_and(|c| word(c) && c != 'b' && c != 'c') {
        return None;
    }
    let rest = source[at..].strip_prefix('r')?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let inside = rest[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let length = inside.find(&close).map_or(inside.len(), |found| found + close.len());
    Some(1 + hashes + 1 + length)
}

fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == quote {
            return at + c.len_utf8();
        }
    }
    text.len()
}

/// A character literal; a lifetime has no second quote right after one character.
fn character(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('\'')?;
    let first = inside.chars().next()?;
    if first == '\\' {
        return Some(quoted(text, '\''));
    }
    inside[first.len_utf8()..].starts_with('\'').then(|| first.len_utf8() + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_blanked_and_code_is_not() {
        for (source, masked) in [
            ("a // b\nc", "a     \nc"),
            ("a /* b /* c */ d */ e", "a                   e"),
            (r#"f("b\"c", d)"#, "f(      , d)"),
            ("f(r#\"a\"b\"#, c)", "f(        , c)"),
            ("for 'a in x", "for 'a in x"),
            ("f('\\'', '\"', b)", "f(    ,    , b)"),
            ("number \"é\" x", "number     x"),
        ] {
            assert_eq!(mask(source), masked, "{source}");
        }
    }
}
