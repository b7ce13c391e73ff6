//! Prose of a description as markdown that rustdoc and clippy take without a warning.
//!
//! A description's markdown is written for a web page: bare links, HTML, `[brackets]` that are no links, code without a
//! language, lists with lazy lines. Rustdoc would run the code as tests and lint the rest, so the text is taken apart
//! into blocks (fence, list item, heading, table row, paragraph) and each block is written again in one strict form.

use std::borrow::Cow;

use super::text::Markdown;
use crate::ir::Docs;

/// Longest line of a list item or paragraph before it is cut into several.
const WIDTH: usize = 110;

/// A description as safe markdown.
#[must_use]
pub(super) fn markdown(text: &str) -> Markdown {
    if is_plain(text) {
        let mut line = Markdown::default();
        line.push(text);
        return line;
    }
    blocks(text)
}

/// Whether a text is one short line that stands for itself, as most are: taking it apart would give it back.
fn is_plain(text: &str) -> bool {
    text.len() < WIDTH
        && text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic)
        && is_flat(text)
        && !has_markup(text)
}

fn blocks(text: &str) -> Markdown {
    let mut writer = Writer::default();
    let mut lines = text.lines().map(clean).peekable();
    while let Some(line) = lines.next() {
        let trimmed = line.trim_start();
        if let Some(fence) = fence(trimmed) {
            writer.flush();
            let mut code = Vec::new();
            for line in lines.by_ref() {
                if line.trim_start().starts_with(fence) {
                    break;
                }
                code.push(line.trim_end().replace("```", "'''"));
            }
            writer.code(&code);
        } else if trimmed.is_empty() {
            writer.flush();
        } else if let Some(heading) = heading(trimmed) {
            writer.flush();
            if !heading.is_empty() {
                writer.block(format!("**{}**", inline(heading).replace("**", "")));
            }
        } else if trimmed.starts_with('|')
            && (writer.in_table || lines.peek().is_some_and(|next| is_delimiter_row(next)))
        {
            writer.row(trimmed);
        } else if let Some((marker, rest)) = item(trimmed) {
            writer.item(line.len() - trimmed.len(), marker, rest);
        } else if is_rule(trimmed) {
            writer.flush();
        } else {
            writer.text(trimmed.trim_start_matches("> ").trim_start_matches('>'));
        }
    }
    writer.flush();
    writer.out.trim_end();
    writer.out
}

/// A text as one safe line.
#[must_use]
pub(super) fn line(text: &str) -> String {
    let flat = flat(text);
    let safe = inline(&clean(&flat)).into_owned();
    // What would begin a block at the start of a line is text here.
    match safe.chars().next() {
        Some('#' | '+' | '-' | '|' | '=') => format!("\\{safe}"),
        Some('*') if safe.starts_with("* ") => format!("\\{safe}"),
        Some(c) if c.is_ascii_digit() => {
            let digits = safe.len() - safe.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            match safe.as_bytes().get(digits) {
                Some(b'.' | b')') => format!("{}\\{}", &safe[..digits], &safe[digits..]),
                _ => safe,
            }
        }
        _ => safe,
    }
}

/// Whether a text is printable ASCII on one line, with one space between words.
fn is_flat(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
        && !text.contains("  ")
        && !text.starts_with(' ')
        && !text.ends_with(' ')
}

/// A text on one line, with one space between words.
fn flat(text: &str) -> Cow<'_, str> {
    if is_flat(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    Cow::Owned(out)
}

/// A text for the inside of a code span: everything in it stands for itself.
#[must_use]
pub(super) fn span(text: &str) -> String {
    flat(&clean(text)).replace('`', "'")
}

/// The title of a node that has one, unless its description begins with the same.
fn title(docs: &Docs) -> Option<&str> {
    let title = docs.summary.as_deref().or(docs.title.as_deref()).unwrap_or_default().trim();
    let description = docs.description.as_deref().unwrap_or_default();
    (!title.is_empty() && !same_text(title, description)).then_some(title)
}

/// What rustdoc says of a node: summary or title, description, deprecation, constraints, external documentation.
#[must_use]
pub(super) fn of(docs: &Docs) -> Markdown {
    let mut out = Markdown::default();
    if let Some(title) = title(docs) {
        out.push(line(title));
    }
    if let Some(description) = &docs.description {
        out.append(markdown(description));
    }
    if !docs.constraints.is_empty() {
        out.gap().push(format!(
            "Constraints: {}.",
            docs.constraints.iter().map(|text| line(text)).collect::<Vec<_>>().join("; ")
        ));
    }
    if let Some((url, description)) = docs.external.as_ref().filter(|(url, _)| is_url(url)) {
        let text = description.as_deref().map(str::trim).filter(|text| !text.is_empty());
        out.gap().push(format!(
            "See {}: <{}>",
            text.map_or_else(|| "also".to_owned(), line),
            clean(url)
        ));
    }
    out
}

/// Whether a character changes the direction of text, which rustc refuses in source.
#[must_use]
pub(super) fn is_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{061c}')
}

#[derive(Default)]
struct Writer {
    out: Markdown,
    /// The paragraph or item being gathered, with the indentation of its lines.
    pending: String,
    lead: String,
    indent: usize,
    /// Columns at which the open lists' markers stood.
    levels: Vec<usize>,
    in_table: bool,
}

impl Writer {
    fn text(&mut self, text: &str) {
        if self.in_table {
            self.flush();
        }
        if !self.pending.is_empty() {
            self.pending.push(' ');
        } else if self.lead.is_empty() {
            self.levels.clear();
            self.indent = 0;
            self.out.gap();
        }
        self.pending.push_str(text.trim());
    }

    fn item(&mut self, column: usize, marker: &str, text: &str) {
        let in_list = !self.levels.is_empty();
        self.write();
        if !in_list {
            self.out.gap();
        }
        while self.levels.last().is_some_and(|level| *level > column) {
            self.levels.pop();
        }
        if self.levels.last().is_none_or(|level| *level < column) && self.levels.len() < 4 {
            self.levels.push(column);
        }
        self.indent = (self.levels.len().max(1) - 1) * 2;
        self.lead = format!("{}{marker} ", " ".repeat(self.indent));
        self.indent += 2;
        self.pending.push_str(text.trim());
    }

    fn row(&mut self, row: &str) {
        if !self.in_table {
            self.flush();
            self.out.gap();
            self.in_table = true;
        }
        self.out.push(inline(row.trim()));
    }

    fn block(&mut self, text: String) {
        self.out.gap();
        self.out.push(text);
        self.out.gap();
    }

    fn code(&mut self, lines: &[String]) {
        self.out.gap();
        self.out.push("```text");
        for line in lines {
            self.out.push(line);
        }
        self.out.push("```");
        self.out.gap();
    }

    /// Ends the paragraph, list or table.
    fn flush(&mut self) {
        self.write();
        self.levels.clear();
        self.in_table = false;
        self.out.gap();
    }

    /// Writes the gathered paragraph or item, folded.
    fn write(&mut self) {
        let text = std::mem::take(&mut self.pending);
        let lead = std::mem::take(&mut self.lead);
        if text.is_empty() {
            return;
        }
        let indent = if lead.is_empty() { String::new() } else { " ".repeat(self.indent) };
        let text = line(&text);
        let mut current = lead;
        let mut empty = true;
        for word in words(&text) {
            if !empty && current.len() + word.len() >= WIDTH && !begins_block(word) {
                self.out.push(&current);
                current.clone_from(&indent);
                empty = true;
            }
            if !empty {
                current.push(' ');
            }
            current.push_str(word);
            empty = false;
        }
        self.out.push(current);
    }
}

/// Words that may be put on different lines: code spans and links stay whole.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut code, mut angle, mut bracket) = (0, false, false, 0usize);
    for (at, c) in text.char_indices() {
        match c {
            '`' => code = !code,
            '<' if !code => angle = true,
            '>' if !code => angle = false,
            '[' | '(' if !code => bracket += 1,
            ']' | ')' if !code => bracket = bracket.saturating_sub(1),
            ' ' if !code && !angle && bracket == 0 => {
                if at > start {
                    words.push(&text[start..at]);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

/// Whether a word at the start of a line would begin a list, heading, quote or table.
fn begins_block(word: &str) -> bool {
    matches!(
        word.as_bytes().first(),
        Some(b'-' | b'+' | b'*' | b'#' | b'>' | b'|' | b'=' | b'~' | b'`' | b':')
    ) || (word.as_bytes().first().is_some_and(u8::is_ascii_digit)
        && word.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')']))
}

/// A line without control and direction characters.
fn clean(line: &str) -> Cow<'_, str> {
    // Nearly all lines are printable ASCII, which needs no second look.
    if line.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !line.contains("<br") {
        return Cow::Borrowed(line);
    }
    let text: String = line
        .replace("<br/>", " ")
        .replace("<br />", " ")
        .replace("<br>", " ")
        .chars()
        .filter_map(|c| match c {
            '\t' | '\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some(' '),
            c if c.is_control() || is_direction(c) => None,
            c => Some(c),
        })
        .collect();
    Cow::Owned(text)
}

fn fence(line: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence))
}

fn heading(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    (rest.len() < line.len() && (rest.is_empty() || rest.starts_with(' ')))
        .then(|| rest.trim().trim_end_matches('#').trim())
}

/// Whether a line is what makes a table of the row before it: `| --- | :-: |`.
fn is_delimiter_row(line: &str) -> bool {
    let line = line.trim();
    line.contains('-')
        && line.contains('|')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn is_rule(line: &str) -> bool {
    let mut chars = line.chars().filter(|c| !c.is_whitespace());
    chars
        .next()
        .is_some_and(|first| matches!(first, '-' | '*' | '_' | '=') && chars.all(|c| c == first))
}

/// The marker of a list item, as it is written again, and its text.
fn item(line: &str) -> Option<(&'static str, &str)> {
    for bullet in ["- ", "* ", "+ ", "• "] {
        if let Some(rest) = line.strip_prefix(bullet) {
            return (!rest.trim().is_empty() && !is_rule(line)).then_some(("-", rest));
        }
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if (1..=3).contains(&digits) {
        for end in [". ", ") "] {
            if let Some(rest) = line[digits..].strip_prefix(end) {
                // Numbers are kept as text: a list that starts anew in the middle would be renumbered.
                return (!rest.trim().is_empty()).then_some(("-", rest));
            }
        }
    }
    None
}

fn is_url(text: &str) -> bool {
    (text.starts_with("https://") || text.starts_with("http://"))
        && !text.chars().any(|c| {
            c.is_whitespace() || matches!(c, '<' | '>' | '`' | '"' | '\\' | '{' | '}' | '|' | '^')
        })
}

fn same_text(title: &str, description: &str) -> bool {
    fn letters(text: &str) -> impl Iterator<Item = char> {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    letters(title).eq(letters(description))
}

/// Whether anything in a text may be inline markdown that is not taken over as it is.
fn has_markup(text: &str) -> bool {
    text.contains(['`', '[', ']', '<', '>', '\\', '!']) || text.contains("http")
}

/// Inline markdown: code spans, emphasis and links to the web stay, everything else that means something is escaped.
fn inline(text: &str) -> Cow<'_, str> {
    if !has_markup(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if c == '`' {
            let ticks = rest.len() - rest.trim_start_matches('`').len();
            let fence = &rest[..ticks];
            if let Some(end) = rest[ticks..].find(fence) {
                let code = &rest[ticks..ticks + end];
                rest = &rest[ticks + end + ticks..];
                rest = rest.trim_start_matches('`');
                if code.trim().is_empty() {
                    continue;
                }
                out.push('`');
                out.push_str(code.trim().trim_matches('`'));
                out.push('`');
            } else {
                out.push_str("\\`");
                rest = &rest[ticks..];
            }
        } else if let Some((label, url, after)) = link(rest) {
            let label = label.replace(['[', ']', '`', '<', '>', '\\'], "");
            if is_url(url) && !url.contains(['(', ')']) {
                out.push('[');
                out.push_str(if label.trim().is_empty() { "link" } else { label.trim() });
                out.push_str("](");
                out.push_str(url);
                out.push(')');
            } else if is_url(label.trim()) {
                // The target is no address outside the page it was written for, the label is one.
                out.push('<');
                out.push_str(label.trim());
                out.push('>');
            } else {
                out.push_str(label.trim());
            }
            rest = after;
        } else if rest.starts_with("http://") || rest.starts_with("https://") {
            let end = rest
                .find(|c: char| {
                    c.is_whitespace()
                        || matches!(
                            c,
                            '<' | '>'
                                | '`'
                                | '"'
                                | '\''
                                | '\\'
                                | ')'
                                | ']'
                                | '|'
                                | '{'
                                | '}'
                                | '^'
                                | '*'
                        )
                })
                .unwrap_or(rest.len());
            let url = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?']);
            if url.len() > "https://".len() {
                out.push('<');
                out.push_str(url);
                out.push('>');
            } else {
                out.push_str(url);
            }
            rest = &rest[url.len()..];
        } else {
            // What stands for itself goes over in one piece.
            let plain = rest.find(['`', '[', ']', '<', '>', '\\', '!', 'h']).unwrap_or(rest.len());
            if plain > 0 {
                out.push_str(&rest[..plain]);
                rest = &rest[plain..];
                continue;
            }
            rest = &rest[c.len_utf8()..];
            match c {
                '[' | ']' | '<' | '>' | '\\' => {
                    // A backslash before punctuation is an escape already.
                    if c == '\\' && rest.starts_with(|c: char| c.is_ascii_punctuation()) {
                        let next = rest.chars().next().unwrap_or('\\');
                        if !matches!(next, '[' | ']' | '<' | '>' | '`' | '\\') {
                            out.push('\\');
                        }
                    } else {
                        out.push('\\');
                        out.push(c);
                    }
                }
                // `*` and `_` between word and space would be emphasis with no end; emphasis itself stays.
                c => out.push(c),
            }
        }
    }
    Cow::Owned(out)
}

/// `[label](url)`, also with `!` before it, or `<url>`; and what follows.
fn link(text: &str) -> Option<(&str, &str, &str)> {
    if let Some(rest) = text.strip_prefix('<') {
        let end = rest.find('>')?;
        return is_url(&rest[..end])
            .then(|| ("", &rest[..end], &rest[end + 1..]))
            .map(|(_, url, after)| (url, url, after));
    }
    let rest = text.strip_prefix("![").or_else(|| text.strip_prefix('['))?;
    let close = rest.find("](")?;
    let label = &rest[..close];
    if label.contains(['[', '\n']) {
        return None;
    }
    let target = &rest[close + 2..];
    let end = target.find(')')?;
    let url = target[..end].split_whitespace().next().unwrap_or_default();
    Some((label, url, &target[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::{line, markdown};

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(markdown(text).lines().collect::<Vec<_>>(), expected, "{text:?}");
    }

    #[test]
    fn code_is_never_a_doctest() {
        check("```\nlet x = 1;\n```", &["```text", "let x = 1;", "```"]);
        check("```json\n{}\n", &["```text", "{}", "```"]);
        check("    indented()\n", &["indented()"]);
    }

    #[test]
    fn links_and_brackets() {
        check("see https://a.example/x.", &["see <https://a.example/x>."]);
        check("[a](https://a.example) [b] [c](/rel)", &["[a](https://a.example) \\[b\\] c"]);
        check("at [https://a.example/v1](/v1)", &["at <https://a.example/v1>"]);
        check("a <b>bold</b> `Vec<T>`", &["a \\<b\\>bold\\</b\\> `Vec<T>`"]);
    }

    #[test]
    fn blocks_cannot_be_opened_by_text() {
        assert_eq!(line("# no heading"), "\\# no heading");
        assert_eq!(line("1. no list"), "1\\. no list");
        assert_eq!(line("a\nb"), "a b");
    }

    #[test]
    fn list_items_keep_their_lines() {
        check(
            "Text\n- one\nlazy\n- two\n  - deep\n\nAfter",
            &["Text", "", "- one lazy", "- two", "  - deep", "", "After"],
        );
    }

    #[test]
    fn a_table_has_a_delimiter_row() {
        check(
            "Text\n| a | b |\n|---|---|\n| 1 | 2 |\nAfter",
            &["Text", "", "| a | b |", "|---|---|", "| 1 | 2 |", "", "After"],
        );
        check("- one of\n|a|, |b|\n- two", &["- one of |a|, |b|", "- two"]);
        check("|a| begins a text", &["\\|a| begins a text"]);
    }

    #[test]
    fn a_plain_line_is_what_taking_it_apart_gives() {
        let lines = [
            "A key.",
            "id of `x`",
            "see http://a.example",
            "a  b",
            "1. one",
            "a: b|c * d_e #f",
            "x ",
        ];
        for text in lines {
            assert_eq!(markdown(text), super::blocks(text), "{text:?}");
        }
        let long = "word ".repeat(40);
        assert_eq!(markdown(long.trim()), super::blocks(long.trim()));
    }

    #[test]
    fn comment_ends_are_plain_text() {
        check("*/ \"# {{ }}", &["*/ \"# {{ }}"]);
    }
}
