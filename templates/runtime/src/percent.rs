//! Percent-encoding (RFC 3986, section 2).

/// Which bytes are written as `%XX`. Percent signs that begin a `%XX` pass in all sets but `Unreserved`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escapes {
    /// All but letters, digits and `-._~`.
    Unreserved,
    /// All but those and the reserved characters, for queries. `#` is escaped: it would end the query.
    ReservedInQuery,
    /// All but those and the reserved characters, for paths. `/`, `?` and `#` are escaped: they would end
    /// the segment or the path.
    ReservedInPath,
    /// All but what RFC 6265 allows in the value of a cookie.
    Cookie,
}

/// The text with all bytes but those of the set written as `%XX`.
#[must_use]
pub fn percent_encode(text: &str, escapes: Escapes) -> String {
    let mut out = String::with_capacity(text.len());
    percent_encode_to(&mut out, text, escapes);
    out
}

pub(super) fn percent_encode_to(out: &mut String, text: &str, escapes: Escapes) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let bytes = text.as_bytes();
    // What passes is copied in runs: most texts are one.
    let mut copied = 0;
    for (at, byte) in bytes.iter().enumerate() {
        if escapes.pass(*byte) || *byte == b'%' && escapes.pass_triplet(bytes, at) {
            continue;
        }
        // A run is of ASCII, so that it begins and ends between characters.
        out.push_str(text.get(copied..at).unwrap_or_default());
        out.push('%');
        for digit in [byte >> 4, byte & 15] {
            out.push(char::from(DIGITS[usize::from(digit)]));
        }
        copied = at + 1;
    }
    out.push_str(text.get(copied..).unwrap_or_default());
}

impl Escapes {
    fn pass(self, byte: u8) -> bool {
        let unreserved = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        match self {
            Self::Unreserved => unreserved,
            Self::ReservedInQuery => unreserved || b":/?[]@!$&'()*+,;=".contains(&byte),
            Self::ReservedInPath => unreserved || b":@!$&'()*+,;=".contains(&byte),
            // RFC 6265, section 4.1.1: cookie-octet, without the sign that stands for escapes.
            Self::Cookie => byte.is_ascii_graphic() && !b"%\",;\\".contains(&byte),
        }
    }

    fn pass_triplet(self, bytes: &[u8], at: usize) -> bool {
        let digits = bytes.get(at + 1..at + 3);
        self != Self::Unreserved
            && digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    }
}
