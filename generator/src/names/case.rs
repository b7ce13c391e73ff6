//! From any text of a description to words, and from words to the spellings of Rust.
//!
//! heck finds the words of `camelCase`; what real descriptions have beside it is put right before and after: acronyms
//! (`userIDs`, `OAuth2`, `iOS`), signs (`+1`), symbols, letters beyond ASCII, and texts without any word.
//! A name that would start with a digit starts with `n` (`2fa` is `n2fa`, `N2fa`).

use heck::ToSnakeCase;

use super::{reserved, script, symbols};

/// Longest name made of a text, in characters; longer ones end at a word before it.
pub(super) const LONGEST: usize = 60;

/// How much of a text's symbols is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Symbols {
    /// Symbols separate words, but for the sign of a number.
    Separate,
    /// The same, and the sign before a word (`-name` is `minus name`).
    Signs,
    /// Symbols are spelled (`@type` is `at type`), but for those that usually separate words.
    Spell,
    /// All are spelled (`_id` is `underscore id`).
    SpellAll,
}

/// Lower case words; at least one. Kept as one text, with `_` between words, which is in none of them: most are
/// wanted as a snake case name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Words(String);

impl Words {
    /// The words of a text.
    pub(super) fn of(text: &str) -> Self {
        Self::spelled(text, Symbols::Separate)
    }

    /// The words of a text with its symbols. Where there is nothing but symbols they are always spelled.
    pub(super) fn spelled(text: &str, symbols: Symbols) -> Self {
        if symbols == Symbols::Separate && is_snake(text) {
            return Self(text.to_owned());
        }
        if !text.is_empty() {
            for level in [Symbols::Separate, Symbols::Signs, Symbols::Spell, Symbols::SpellAll] {
                if level < symbols {
                    continue;
                }
                let words = split(&prepare(text, level));
                if !words.is_empty() {
                    return Self(words);
                }
            }
        }
        Self("empty".to_owned())
    }

    /// Words from words; `None` when there are none.
    pub(super) fn from_list<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> Option<Self> {
        let mut text = String::new();
        for word in words {
            push_word(&mut text, word.as_ref());
        }
        (!text.is_empty()).then_some(Self(text))
    }

    /// The words.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('_')
    }

    /// How many words there are.
    pub(super) fn count(&self) -> usize {
        self.iter().count()
    }

    /// How long they are, in bytes, with the borders between them.
    pub(super) fn length(&self) -> usize {
        self.0.len()
    }

    /// The first word.
    pub(super) fn first(&self) -> &str {
        self.0.split_once('_').map_or(&self.0, |(first, _)| first)
    }

    /// The words before the last one, and that one.
    pub(super) fn split_last(&self) -> (Option<Self>, &str) {
        match self.0.rsplit_once('_') {
            Some((before, last)) => (Some(Self(before.to_owned())), last),
            None => (None, &self.0),
        }
    }

    /// These, then others.
    pub(super) fn then(&self, others: &Self) -> Self {
        self.with(&others.0)
    }

    /// These, then one more.
    pub(super) fn with(&self, word: &str) -> Self {
        let mut text = String::with_capacity(self.0.len() + 1 + word.len());
        text.push_str(&self.0);
        push_word(&mut text, word);
        Self(text)
    }

    /// What follows a prefix; `None` when it is no prefix, or all there is.
    pub(super) fn after(&self, prefix: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(&prefix.0)?.strip_prefix('_')?;
        Some(Self(rest.to_owned()))
    }

    /// Whether the other words stand in these, side by side.
    pub(super) fn contain(&self, others: &Self) -> bool {
        let border = |at: usize| at == 0 || self.0.as_bytes().get(at - 1) == Some(&b'_');
        let ends = |at: usize| matches!(self.0.as_bytes().get(at), None | Some(b'_'));
        self.0.match_indices(&others.0).any(|(at, found)| border(at) && ends(at + found.len()))
    }

    /// Whether they are the same text but for where words begin: `event_registrants` and `eventregistrants`. Between
    /// digits a border counts: `1_11` is not `11_1`.
    pub(super) fn is_spelled_like(&self, other: &Self) -> bool {
        self.without_borders().eq(other.without_borders())
    }

    fn without_borders(&self) -> impl Iterator<Item = u8> {
        let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        let bytes = self.0.as_bytes();
        let stays =
            move |at: usize| digit(bytes.get(at.wrapping_sub(1))) && digit(bytes.get(at + 1));
        bytes
            .iter()
            .enumerate()
            .filter(move |(at, byte)| **byte != b'_' || stays(*at))
            .map(|(_, byte)| *byte)
    }

    /// These as far as a name should go, ending at a word.
    pub(super) fn capped(&self, longest: usize) -> Self {
        if self.0.len() <= longest {
            return self.clone();
        }
        let (mut length, mut end) = (0, 0);
        for word in self.iter() {
            length += word.chars().count() + 1;
            if length > longest + 1 {
                break;
            }
            end += word.len() + 1;
        }
        if end == 0 {
            return Self(self.first().chars().take(longest).collect());
        }
        Self(self.0[..end - 1].to_owned())
    }

    /// With what is not ASCII spelled as code points: file names and `mod` items want ASCII (rustc E0754).
    pub(super) fn ascii(&self) -> Self {
        if self.0.is_ascii() {
            return self.clone();
        }
        let mut text = String::new();
        for word in self.iter() {
            let mut plain = String::new();
            for c in word.chars() {
                if c.is_ascii() {
                    plain.push(c);
                    continue;
                }
                push_word(&mut text, &std::mem::take(&mut plain));
                push_word(&mut text, &code_point(c));
            }
            push_word(&mut text, &plain);
        }
        Self(text)
    }

    /// `user_api_key`; a keyword gets an underscore at its end.
    pub(super) fn snake(&self) -> String {
        let mut text = self.0.clone();
        if !text.starts_with(script::starts_identifier) {
            text.insert(0, 'n');
        }
        if reserved::is_keyword(&text) || reserved::is_placeholder(&text) {
            text.push('_');
        }
        text
    }

    /// `USER_API_KEY`.
    pub(super) fn screaming(&self) -> String {
        let words: Vec<String> = self.iter().map(|word| map(word, char::to_uppercase)).collect();
        let mut text = words.join("_");
        if !text.starts_with(script::starts_identifier) {
            text.insert(0, 'N');
        }
        text
    }

    /// `UserApiKey`. Numbers side by side keep a border (`1.5` is `N1_5`). `Self` is not mended here: what it
    /// becomes depends on what is named.
    pub(super) fn pascal(&self) -> String {
        let mut text = String::with_capacity(self.0.len());
        for word in self.iter() {
            append_pascal(&mut text, &capitalised(word));
        }
        if !text.starts_with(script::starts_identifier) {
            text.insert(0, 'N');
        }
        text
    }
}

/// Whether a text is words already: lower case ASCII with single underscores between, as most names of services are.
fn is_snake(text: &str) -> bool {
    let mut border = true;
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => border = false,
            b'_' if !border => border = true,
            _ => return false,
        }
    }
    !border
}

fn push_word(text: &mut String, word: &str) {
    if !text.is_empty() && !word.is_empty() {
        text.push('_');
    }
    text.push_str(word);
}

/// Joins two pascal case texts.
pub(super) fn append_pascal(text: &mut String, more: &str) {
    let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if digits(text.chars().last()) && digits(more.chars().next()) {
        text.push('_');
    }
    text.push_str(more);
}

/// How the letters of a text are written, for names that differ in nothing else.
pub(super) fn letter_case(text: &str) -> &'static str {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    let Some(first) = letters.next() else { return "text" };
    let lower = letters.clone().any(char::is_lowercase);
    let upper = letters.any(char::is_uppercase);
    match (first.is_uppercase(), lower, upper) {
        (false, _, false) => "lowercase",
        (true, false, _) => "uppercase",
        (true, true, false) => "capitalized",
        (false, _, true) => "camel_case",
        (true, true, true) => "pascal_case",
    }
}

/// The text as letters, digits and spaces, camel case still in it.
fn prepare(text: &str, symbols: Symbols) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if script::is_kept(c) {
            out.push(c);
            rest = after;
            continue;
        }
        let next = after.chars().next();
        let starts = out.trim_end().is_empty();
        let apostrophe = matches!(c, '\'' | '’');
        if symbols < Symbols::SpellAll
            && (script::is_combining(c)
                || (apostrophe && !starts && next.is_some_and(char::is_alphanumeric)))
        {
            rest = after;
            continue;
        }
        let sign = starts && matches!(c, '+' | '-' | '\u{2212}');
        let spell = match symbols {
            Symbols::Separate => sign && next.is_some_and(|c| c.is_ascii_digit()),
            Symbols::Signs => sign && next.is_some_and(char::is_alphanumeric),
            Symbols::Spell => {
                (sign && next.is_some_and(char::is_alphanumeric)) || !symbols::separates(c)
            }
            Symbols::SpellAll => true,
        };
        if !spell {
            out.push(' ');
            rest = after;
            continue;
        }
        out.push(' ');
        let length = if let Some((name, length)) = symbols::spelled(rest) {
            out.push_str(name);
            length
        } else {
            out.push_str(&code_point(c));
            c.len_utf8()
        };
        out.push(' ');
        rest = &rest[length..];
    }
    out
}

/// Words whose capitals heck would take for word borders.
const BRANDS: &[&str] = &[
    "OAuth",
    "oAuth",
    "OpenAI",
    "iOS",
    "iPadOS",
    "macOS",
    "iPhone",
    "iPad",
    "IPv",
    "ETag",
    "eTag",
    "GraphQL",
    "GitHub",
    "GitLab",
    "YouTube",
    "LinkedIn",
    "PayPal",
    "WhatsApp",
    "PostgreSQL",
    "MySQL",
    "NoSQL",
    "WebAuthn",
    "WiFi",
    "mTLS",
    "vCPU",
    "kWh",
    "gRPC",
    "eSIM",
    "LaTeX",
    "JSONPath",
];

/// The words of a prepared text, with `_` between.
fn split(prepared: &str) -> String {
    let mut words = String::with_capacity(prepared.len() + 4);
    for chunk in prepared.split(' ').filter(|chunk| !chunk.is_empty()) {
        if is_snake(chunk) {
            push_word(&mut words, chunk);
            continue;
        }
        for word in acronyms(chunk).to_snake_case().split('_') {
            // Lower case may bring in marks of its own (`İ`), so what is kept is looked at again.
            if word.chars().all(script::is_kept) {
                push_word(&mut words, word);
            } else {
                let word: String = word.chars().filter(|c| script::is_kept(*c)).collect();
                push_word(&mut words, &word);
            }
        }
    }
    words
}

/// Rewrites what looks like a word border and is none: `OAuth2` to `Oauth2`, `userIDs` to `userIds`.
fn acronyms(chunk: &str) -> String {
    let mut out = String::with_capacity(chunk.len());
    let mut rest = chunk;
    let mut before = None;
    while let Some(c) = rest.chars().next() {
        let length = brand(rest, before).or_else(|| plural_acronym(rest, before)).unwrap_or(0);
        if length > 0 {
            out.push_str(&capitalised(&rest[..length].to_ascii_lowercase()));
            before = rest[..length].chars().last();
            rest = &rest[length..];
            // What follows starts a word, also where heck would see none (`iOSversion` stays one word, as written).
            continue;
        }
        out.push(c);
        before = Some(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Which ASCII characters a brand begins with: most begin none, and every character of every name is asked for one.
const BEGINS_BRAND: [bool; 128] = {
    let mut table = [false; 128];
    let mut index = 0;
    while index < BRANDS.len() {
        table[BRANDS[index].as_bytes()[0] as usize] = true;
        index += 1;
    }
    table
};

fn brand(rest: &str, before: Option<char>) -> Option<usize> {
    let first = usize::from(*rest.as_bytes().first()?);
    BEGINS_BRAND.get(first).filter(|begins| **begins)?;
    let brand = BRANDS.iter().find(|brand| rest.starts_with(**brand))?;
    let lower_start = brand.starts_with(|c: char| c.is_ascii_lowercase());
    let fits_before = match before {
        None => true,
        Some(c) if lower_start => !c.is_alphabetic(),
        Some(c) => !c.is_uppercase(),
    };
    let after = rest[brand.len()..].chars().next();
    let fits_after = after.is_none_or(|c| !c.is_lowercase())
        || (rest[brand.len()..].starts_with('s')
            && !second(&rest[brand.len()..], char::is_lowercase));
    (fits_before && fits_after).then_some(brand.len())
}

/// Length of `IDs` at the start of `IDs`, `IDsOfUsers`, `IDs2`; not of `IDset`.
fn plural_acronym(rest: &str, before: Option<char>) -> Option<usize> {
    if before.is_some_and(char::is_uppercase) {
        return None;
    }
    let capitals = rest.bytes().take_while(u8::is_ascii_uppercase).count();
    let tail = &rest[capitals..];
    (capitals >= 2 && tail.starts_with('s') && !second(tail, char::is_lowercase))
        .then_some(capitals + 1)
}

fn second(text: &str, is: impl Fn(char) -> bool) -> bool {
    text.chars().nth(1).is_some_and(is)
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return String::new() };
    let mut upper = first.to_uppercase();
    let mut out = String::with_capacity(word.len());
    out.extend(upper.next());
    // `ß` becomes `SS`: a capital and small letters.
    out.extend(upper.flat_map(char::to_lowercase));
    if out.chars().all(script::is_kept) {
        out.push_str(chars.as_str());
        out
    } else {
        word.to_owned()
    }
}

fn map<I: Iterator<Item = char>>(word: &str, change: impl Fn(char) -> I) -> String {
    let changed: String = word.chars().flat_map(change).collect();
    if changed.chars().all(script::is_kept) { changed } else { word.to_owned() }
}

fn code_point(c: char) -> String {
    format!("u{:x}", u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::{Symbols, Words, letter_case};

    fn snake(text: &str) -> String {
        Words::of(text).snake()
    }

    #[test]
    fn words_of_real_descriptions() {
        let table = [
            ("keyId", "key_id", "KeyId"),
            ("IAMPolicy", "iam_policy", "IamPolicy"),
            ("userIDs", "user_ids", "UserIds"),
            ("IDsOfUsers", "ids_of_users", "IdsOfUsers"),
            ("URLs", "urls", "Urls"),
            ("OAuth2", "oauth2", "Oauth2"),
            ("OAuth2Token", "oauth2_token", "Oauth2Token"),
            ("myOAuthApp", "my_oauth_app", "MyOauthApp"),
            ("iOS", "ios", "Ios"),
            ("iOSVersion", "ios_version", "IosVersion"),
            ("IPv4Address", "ipv4_address", "Ipv4Address"),
            ("GitHubRepo", "github_repo", "GithubRepo"),
            ("vCPUs", "vcpus", "Vcpus"),
            ("XMLHttpRequest", "xml_http_request", "XmlHttpRequest"),
            ("v1", "v1", "V1"),
            ("2fa", "n2fa", "N2fa"),
            ("1.5", "n1_5", "N1_5"),
            ("2024-01-01", "n2024_01_01", "N2024_01_01"),
            ("+1", "plus_1", "Plus1"),
            ("foo", "foo_", "Foo"),
            ("-1", "minus_1", "Minus1"),
            ("date.year", "date_year", "DateYear"),
            ("repos/list-for-org", "repos_list_for_org", "ReposListForOrg"),
            (
                "get_user_api_v1_users__user_id__get",
                "get_user_api_v1_users_user_id_get",
                "GetUserApiV1UsersUserIdGet",
            ),
            ("filter[status]", "filter_status", "FilterStatus"),
            ("ids[]", "ids", "Ids"),
            ("user's name", "users_name", "UsersName"),
            ("$ref", "ref_", "Ref"),
            ("__typename", "typename", "Typename"),
            ("gen", "gen_", "Gen"),
            ("self", "self_", "Self"),
            ("", "empty", "Empty"),
            (" ", "space", "Space"),
            ("<", "less", "Less"),
            (">=", "greater_or_equal", "GreaterOrEqual"),
            ("*", "asterisk", "Asterisk"),
            ("#", "hash", "Hash"),
            ("%", "percent", "Percent"),
            ("日本", "日本", "日本"),
            ("größe", "größe", "Größe"),
            ("ßa", "ßa", "Ssa"),
            ("👍", "u1f44d", "U1f44d"),
            ("👍 good", "good", "Good"),
            ("cafe\u{301}", "cafe", "Cafe"),
            ("Ω \u{2126}", "ω", "Ω"),
            ("\u{e34}", "n\u{e34}", "N\u{e34}"),
        ];
        for (text, snake, pascal) in table {
            assert_eq!(
                (Words::of(text).snake(), Words::of(text).pascal()),
                (snake.into(), pascal.into()),
                "{text}"
            );
        }
    }

    #[test]
    fn symbols_are_spelled_on_demand() {
        let spell = |text| Words::spelled(text, Symbols::Spell).snake();
        let all = |text| Words::spelled(text, Symbols::SpellAll).snake();
        assert_eq!(spell("@type"), "at_type");
        assert_eq!(spell("-created_at"), "minus_created_at");
        assert_eq!(spell("a-b"), "a_b");
        assert_eq!(all("a-b"), "a_minus_b");
        assert_eq!(all("_id"), "underscore_id");
        assert_eq!(all("id_"), "id_underscore");
        assert_eq!(spell("$ref"), "dollar_ref");
    }

    #[test]
    fn spellings() {
        let words = Words::of("API keys 2");
        assert_eq!(words.screaming(), "API_KEYS_2");
        assert_eq!(Words::of("订单 list").ascii().snake(), "u8ba2_u5355_list");
        assert_eq!(snake(&"long ".repeat(40)).chars().count(), 199);
        assert_eq!(Words::of(&"long ".repeat(40)).capped(12).snake(), "long_long");
        assert_eq!(Words::of(&"x".repeat(99)).capped(12).snake().len(), 12);
    }

    #[test]
    fn letter_cases_tell_texts_apart() {
        let cases: Vec<_> =
            ["asc", "ASC", "Asc", "aSc", "AsC", "1"].iter().map(|text| letter_case(text)).collect();
        assert_eq!(
            cases,
            ["lowercase", "uppercase", "capitalized", "camel_case", "pascal_case", "text"]
        );
    }
}
