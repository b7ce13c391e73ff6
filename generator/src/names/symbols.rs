//! What symbols are called where they are all that tells two names apart.

/// Symbols of two characters; looked for first.
const PAIRS: &[(&str, &str)] = &[
    (">=", "greater_or_equal"),
    ("<=", "less_or_equal"),
    ("!=", "not_equal"),
    ("<>", "not_equal"),
    ("==", "equal_equal"),
    ("&&", "and"),
    ("||", "or"),
    ("!~", "not_match"),
    ("=~", "match"),
    ("->", "arrow"),
    ("=>", "fat_arrow"),
    ("[]", "list"),
    ("**", "double_asterisk"),
];

/// The name of the symbol that the text starts with, and its length in bytes.
pub(super) fn spelled(text: &str) -> Option<(&'static str, usize)> {
    if let Some((pair, name)) = PAIRS.iter().find(|(pair, _)| text.starts_with(pair)) {
        return Some((name, pair.len()));
    }
    let first = text.chars().next()?;
    name_of(first).map(|name| (name, first.len_utf8()))
}

/// Whether a text that has words leaves out the symbol even where symbols are spelled: it only separates.
pub(super) fn separates(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '-' | '_' | '.' | '/' | '\\' | ',' | ':' | ';')
}

fn name_of(c: char) -> Option<&'static str> {
    Some(match c {
        '+' => "plus",
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' => "minus",
        '*' => "asterisk",
        '/' => "slash",
        '\\' => "backslash",
        '%' => "percent",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '≤' => "less_or_equal",
        '≥' => "greater_or_equal",
        '≠' => "not_equal",
        '!' => "not",
        '?' => "question",
        '&' => "and",
        '|' => "pipe",
        '^' => "caret",
        '~' => "tilde",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '€' => "euro",
        '£' => "pound",
        '¥' => "yen",
        '¢' => "cent",
        '°' => "degree",
        'µ' => "micro",
        '²' => "squared",
        '³' => "cubed",
        '§' => "section",
        '×' => "times",
        '÷' => "divided",
        '±' => "plus_minus",
        '∞' => "infinity",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '_' => "underscore",
        '(' => "open_parenthesis",
        ')' => "close_parenthesis",
        '[' => "open_bracket",
        ']' => "close_bracket",
        '{' => "open_brace",
        '}' => "close_brace",
        '"' | '“' | '”' | '„' => "quote",
        '\'' | '’' | '‘' => "apostrophe",
        '`' => "backtick",
        '\n' => "newline",
        '\r' => "return",
        '\t' => "tab",
        c if c.is_whitespace() => "space",
        _ => return None,
    })
}
