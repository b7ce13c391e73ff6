//! The `Link` header (RFC 8288): where the next page is.
use http::HeaderMap;
use http::header::LINK;

/// The target of the first link whose relation is `next`, as it is written.
pub(super) fn next_link(headers: &HeaderMap) -> Option<String> {
    let fields = headers.get_all(LINK).iter();
    fields.filter_map(|field| field.to_str().ok()).find_map(next_in)
}

/// The same in one field (RFC 8288, appendix B.2): what is no link ends it.
fn next_in(mut text: &str) -> Option<String> {
    loop {
        text = text.trim_start_matches([' ', '\t', ',']);
        let (target, rest) = text.strip_prefix('<')?.split_once('>')?;
        text = rest;
        let mut relations = None;
        // A link of something else than what was asked for.
        let mut has_anchor = false;
        loop {
            text = text.trim_start_matches([' ', '\t']);
            let Some(rest) = text.strip_prefix(';') else { break };
            let (name, value, rest) = parameter(rest);
            text = rest;
            if name.eq_ignore_ascii_case("rel") {
                // Only the first one counts (section 3.3).
                relations.get_or_insert(value);
            } else {
                has_anchor |= name.eq_ignore_ascii_case("anchor");
            }
        }
        let relations = relations.unwrap_or_default();
        let mut relations = relations.split_ascii_whitespace();
        if !has_anchor && relations.any(|relation| relation.eq_ignore_ascii_case("next")) {
            return Some(target.trim().to_owned());
        }
        text = text.get(text.find(',')?..)?;
    }
}

/// Name and value of a parameter, and what follows it.
fn parameter(text: &str) -> (&str, String, &str) {
    let end = text.find(['=', ';', ',']).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let Some(rest) = rest.strip_prefix('=') else { return (name.trim(), String::new(), rest) };
    let rest = rest.trim_start_matches([' ', '\t']);
    let Some(quoted) = rest.strip_prefix('"') else {
        let end = rest.find([';', ',']).unwrap_or(rest.len());
        let (value, rest) = rest.split_at(end);
        return (name.trim(), value.trim_end().to_owned(), rest);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (name.trim(), value, quoted.get(at + 1..).unwrap_or_default()),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (name.trim(), value, "")
}
