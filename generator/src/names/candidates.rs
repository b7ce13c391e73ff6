//! What may be asked for: explicit names, titles that say something, words of statuses, media types and paths.

use super::case::{Symbols, Words, append_pascal, letter_case};
use super::ident::is_identifier;
use crate::ir::{MediaKind, Method, StatusPattern};

/// An explicit name for a type or variant: as it is where Rust's style allows, else its words.
pub(super) fn explicit_pascal(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    // The rule of rustc's `non_camel_case_types`: no underscore beside a letter that has a case.
    let plain = chars.iter().all(|c| super::script::is_kept(*c) || *c == '_')
        && !chars.first().is_some_and(|c| c.is_lowercase() || *c == '_')
        && chars.last() != Some(&'_')
        && !chars
            .windows(2)
            .any(|pair| pair.contains(&'_') && !pair.iter().any(char::is_ascii_digit));
    if plain && is_identifier(text) { text.to_owned() } else { Words::of(text).pascal() }
}

/// An explicit name for a field, argument or method.
pub(super) fn explicit_snake(text: &str) -> String {
    let plain = text.chars().all(|c| (super::script::is_kept(c) && !c.is_uppercase()) || c == '_')
        && !text.starts_with('_')
        && !text.contains("__");
    if plain && is_identifier(text) { text.to_owned() } else { Words::of(text).snake() }
}

/// Names from a text, plainest first, for snake case scopes.
pub(super) fn snake_of(text: &str) -> Vec<String> {
    variants_of(text, Words::snake)
}

/// Names from a text, plainest first, for pascal case scopes.
pub(super) fn pascal_of(text: &str) -> Vec<String> {
    variants_of(text, Words::pascal)
}

fn variants_of(text: &str, spell: impl Fn(&Words) -> String) -> Vec<String> {
    let plain = Words::of(text);
    let cased = letter_case(text).split('_').fold(plain.clone(), |words, word| words.with(word));
    let mut names = Vec::new();
    for words in [
        plain.capped(super::case::LONGEST),
        plain.capped(super::case::LONGEST * 2),
        Words::spelled(text, Symbols::Spell).capped(super::case::LONGEST),
        Words::spelled(text, Symbols::SpellAll).capped(super::case::LONGEST * 2),
        cased.capped(super::case::LONGEST * 2),
    ] {
        push_new(&mut names, spell(&words));
    }
    names
}

/// Adds a candidate that is not there yet.
pub(super) fn push_new(candidates: &mut Vec<String>, text: String) {
    if !candidates.contains(&text) {
        candidates.push(text);
    }
}

/// Whether a text already is spelled as the identifier made of it, but for the underscore of a keyword.
pub(super) fn is_exact(text: &str, identifier: &str) -> bool {
    text == identifier || identifier.strip_suffix('_').is_some_and(|stem| stem == text)
}

/// A pascal case name followed by words, which do not repeat it.
pub(super) fn below(parent: &str, words: &Words) -> String {
    if parent.is_empty() || repeats(words, parent) {
        return words.pascal();
    }
    let mut text = parent.to_owned();
    let more = words.pascal();
    // `N` before a digit is for the start of a name only.
    let digits = words.first().starts_with(|c: char| c.is_ascii_digit());
    append_pascal(&mut text, if digits { more.trim_start_matches('N') } else { &more });
    text
}

/// Whether words begin with all of the parent's, which are more than one.
fn repeats(words: &Words, parent: &str) -> bool {
    // Most are fewer letters than the parent has, and need not be compared with its words.
    let letters = parent.bytes().filter(u8::is_ascii_alphanumeric).count();
    if words.length() <= letters {
        return false;
    }
    let above = Words::of(parent);
    above.count() > 1 && words.after(&above).is_some()
}

/// Titles that say what kind of thing it is, not which one.
const GENERIC: &[&str] = &[
    "any",
    "array",
    "attribute",
    "attributes",
    "body",
    "config",
    "configuration",
    "content",
    "data",
    "default",
    "detail",
    "details",
    "empty",
    "entity",
    "entry",
    "enum",
    "error",
    "errors",
    "example",
    "field",
    "fields",
    "filter",
    "id",
    "info",
    "inline",
    "input",
    "item",
    "items",
    "key",
    "kind",
    "list",
    "map",
    "meta",
    "metadata",
    "model",
    "name",
    "node",
    "object",
    "option",
    "options",
    "output",
    "parameter",
    "parameters",
    "params",
    "payload",
    "properties",
    "property",
    "record",
    "request",
    "resource",
    "response",
    "result",
    "results",
    "root",
    "schema",
    "state",
    "status",
    "string",
    "success",
    "type",
    "types",
    "undefined",
    "union",
    "unknown",
    "untitled",
    "value",
    "values",
];

/// The words of a title that makes a good name; `None` for sentences, generic words and what repeats the place.
pub(super) fn useful_title(
    title: &str,
    place: Option<&Words>,
    owner: Option<&Words>,
) -> Option<Words> {
    if !title.starts_with(char::is_alphabetic) || title.contains(['\n', '.', ':', '?']) {
        return None;
    }
    let words = Words::of(title);
    let generic = |word: &str| GENERIC.contains(&word);
    let repeats = place.is_some_and(|place| *place == words)
        || owner.is_some_and(|owner| owner.count() > 1 && words.contain(owner));
    let fits = words.count() <= 5 && words.pascal().chars().count() <= 50;
    // FastAPI: "Response Get User", "Body_upload_file".
    let place_word = matches!(words.first(), "response" | "body" | "inline");
    (fits && !words.iter().all(generic) && !place_word && !repeats).then_some(words)
}

/// The words of a status (RFC 9110, section 15).
pub(super) fn status_words(status: StatusPattern) -> Words {
    let text = match status {
        StatusPattern::Default => "default",
        StatusPattern::Range(1) => "informational",
        StatusPattern::Range(2) => "successful",
        StatusPattern::Range(3) => "redirection",
        StatusPattern::Range(4) => "client error",
        StatusPattern::Range(5) => "server error",
        StatusPattern::Range(class) => return Words::of(&format!("status {class}xx")),
        StatusPattern::Code(code) => match reason(code) {
            Some(reason) => reason,
            None => return Words::of(&format!("status {code}")),
        },
    };
    Words::of(text)
}

/// The same, from a key of a Responses Object.
pub(super) fn status_key_words(key: &str) -> Words {
    let upper = key.trim().to_ascii_uppercase();
    let status = if upper == "DEFAULT" {
        Some(StatusPattern::Default)
    } else if let Some(class) = upper.strip_suffix("XX") {
        class.parse().ok().map(StatusPattern::Range)
    } else {
        upper.parse().ok().map(StatusPattern::Code)
    };
    status.map_or_else(|| Words::of(key), status_words)
}

fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        100 => "continue",
        101 => "switching protocols",
        200 => "ok",
        201 => "created",
        202 => "accepted",
        203 => "non authoritative",
        204 => "no content",
        205 => "reset content",
        206 => "partial content",
        207 => "multi status",
        208 => "already reported",
        300 => "multiple choices",
        301 => "moved permanently",
        302 => "found",
        303 => "see other",
        304 => "not modified",
        307 => "temporary redirect",
        308 => "permanent redirect",
        400 => "bad request",
        401 => "unauthorized",
        402 => "payment required",
        403 => "forbidden",
        404 => "not found",
        405 => "method not allowed",
        406 => "not acceptable",
        407 => "proxy authentication required",
        408 => "request timeout",
        409 => "conflict",
        410 => "gone",
        411 => "length required",
        412 => "precondition failed",
        413 => "content too large",
        414 => "uri too long",
        415 => "unsupported media type",
        416 => "range not satisfiable",
        417 => "expectation failed",
        421 => "misdirected request",
        422 => "unprocessable content",
        423 => "locked",
        424 => "failed dependency",
        425 => "too early",
        426 => "upgrade required",
        428 => "precondition required",
        429 => "too many requests",
        431 => "request header fields too large",
        451 => "unavailable for legal reasons",
        500 => "internal server error",
        501 => "not implemented",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        507 => "insufficient storage",
        508 => "loop detected",
        511 => "network authentication required",
        _ => return None,
    })
}

/// What a kind of body is called; `None` where only the media type tells.
pub(super) fn media_kind_word(kind: MediaKind) -> Option<&'static str> {
    Some(match kind {
        MediaKind::Json => "Json",
        MediaKind::Form => "Form",
        MediaKind::Multipart => "Multipart",
        MediaKind::Text => "Text",
        MediaKind::Xml => "Xml",
        MediaKind::JsonLines => "JsonLines",
        MediaKind::EventStream => "EventStream",
        MediaKind::Binary => return None,
    })
}

/// The words of a media type: `application/merge-patch+json` is `merge patch json`.
pub(super) fn media_words(media_type: &str) -> Words {
    let essence = media_type.split(';').next().unwrap_or(media_type).trim().to_ascii_lowercase();
    let (kind, subtype) = essence.split_once('/').unwrap_or(("", essence.as_str()));
    match (kind, subtype) {
        ("*", "*") => Words::of("any"),
        ("multipart", _) | (_, "x-www-form-urlencoded") => {
            Words::of(if kind == "multipart" { "multipart" } else { "form" })
        }
        (_, "*") => Words::of(kind),
        ("text", "plain") => Words::of("text"),
        ("text", "event-stream") => Words::of("event stream"),
        (_, "octet-stream") => Words::of("binary"),
        (_, subtype) => {
            let subtype = subtype.strip_prefix("x-").unwrap_or(subtype);
            Words::of(subtype.strip_prefix("vnd.").unwrap_or(subtype))
        }
    }
}

/// `get users by id`: what an operation is called that nobody named. Without `whole`, what all paths tend to start with
/// (`/api/v1`) is left out.
pub(super) fn path_words(method: &Method, path: &str, whole: bool) -> Words {
    let mut words = Words::of(&method.as_str().to_ascii_lowercase());
    let mut named = false;
    let mut after_parameter = false;
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        if !whole && !named && is_prefix_segment(segment) {
            continue;
        }
        for piece in pieces(segment) {
            named = true;
            match piece {
                Piece::Text(text) => {
                    words = words.then(&Words::of(text));
                    after_parameter = false;
                }
                Piece::Parameter(name) => {
                    words = words
                        .with(if after_parameter { "and" } else { "by" })
                        .then(&Words::of(name));
                    after_parameter = true;
                }
            }
        }
    }
    if !named {
        words = words.with("root");
    }
    if whole && path.len() > 1 && path.ends_with('/') {
        words = words.with("slash");
    }
    words
}

/// Whether a path segment says nothing of the resource: `api`, `v1`, `2024-01`.
pub(super) fn is_prefix_segment(segment: &str) -> bool {
    let lower = segment.to_ascii_lowercase();
    let version = lower.strip_prefix('v').unwrap_or(&lower);
    matches!(lower.as_str(), "api" | "apis" | "rest")
        || (version.starts_with(|c: char| c.is_ascii_digit())
            && version.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '_')))
}

/// A part of a path segment.
pub(super) enum Piece<'a> {
    /// Text as it stands.
    Text(&'a str),
    /// The name between braces.
    Parameter(&'a str),
}

/// The parts of a path segment such as `{name}.{format}`.
pub(super) fn pieces(segment: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = segment;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { break };
        pieces.push(Piece::Text(&rest[..open]));
        pieces.push(Piece::Parameter(&rest[open + 1..open + length]));
        rest = &rest[open + length + 1..];
    }
    pieces.push(Piece::Text(rest));
    pieces.retain(|piece| match piece {
        Piece::Text(text) => text.contains(char::is_alphanumeric),
        Piece::Parameter(_) => true,
    });
    pieces
}

#[cfg(test)]
mod tests {
    use super::{
        Words, below, explicit_pascal, explicit_snake, media_words, path_words, status_key_words,
        useful_title,
    };
    use crate::ir::Method;

    #[test]
    fn titles_that_say_something() {
        for title in ["Address", "Postal Address", "Order line item"] {
            assert!(useful_title(title, None, None).is_some(), "{title}");
        }
        let place = Words::of("status_code");
        let owner = Words::of("list orders");
        for title in [
            "Data",
            "Response Body",
            "Status Code",
            "Response Get User Api V1 Users  User Id  Get",
            "The address of a person, as they gave it",
            "Result of list orders",
            "2nd address",
            "Body_upload_file",
        ] {
            assert!(useful_title(title, Some(&place), Some(&owner)).is_none(), "{title}");
        }
    }

    #[test]
    fn explicit_names_stay_where_rust_allows() {
        let pascal = ["IAMPolicy", "V1_2", "iam_policy", "A_B", "Self"].map(explicit_pascal);
        assert_eq!(pascal, ["IAMPolicy", "V1_2", "IamPolicy", "AB", "Self"]);
        let snake = ["key_id", "keyId", "type", "a__b", "_x"].map(explicit_snake);
        assert_eq!(snake, ["key_id", "key_id", "type_", "a_b", "x"]);
    }

    #[test]
    fn operations_without_an_id() {
        let name = |path, whole| path_words(&Method::Get, path, whole).snake();
        assert_eq!(name("/users/{id}", false), "get_users_by_id");
        assert_eq!(name("/api/v1/users/{userId}/posts", false), "get_users_by_user_id_posts");
        assert_eq!(name("/api/v1/users", true), "get_api_v1_users");
        assert_eq!(name("/a/{x}/{y}", false), "get_a_by_x_and_y");
        assert_eq!(name("/days/{date.year}.{format}", false), "get_days_by_date_year_and_format");
        assert_eq!(name("/", false), "get_root");
        assert_eq!(name("/v1", false), "get_root");
        assert_eq!(name("/users/", true), "get_users_slash");
        assert_eq!(name("/{broken", false), "get_broken");
    }

    #[test]
    fn statuses_and_media_types() {
        let status = |key| status_key_words(key).pascal();
        assert_eq!(
            ["200", "201", "2XX", "default", "299"].map(status),
            ["Ok", "Created", "Successful", "Default", "Status299"]
        );
        let media = |text| media_words(text).pascal();
        assert_eq!(media("application/json; charset=utf-8"), "Json");
        assert_eq!(media("application/merge-patch+json"), "MergePatchJson");
        assert_eq!(media("application/vnd.github.v3+json"), "GithubV3Json");
        assert_eq!(media("image/png"), "Png");
        assert_eq!(media("image/*"), "Image");
        assert_eq!(media("*/*"), "Any");
        assert_eq!(media("application/octet-stream"), "Binary");
    }

    #[test]
    fn children_do_not_repeat_their_parent() {
        assert_eq!(below("Order", &Words::of("status")), "OrderStatus");
        assert_eq!(below("UserProfile", &Words::of("user_profile_kind")), "UserProfileKind");
        assert_eq!(below("V1", &Words::of("2 x")), "V1_2X");
        assert_eq!(below("", &Words::of("sort")), "Sort");
    }
}
