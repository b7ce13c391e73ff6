//! Texts by format, pattern and length.

use super::pattern::Pattern;

/// What a text has to be.
#[derive(Clone, Debug, Default)]
pub(super) struct TextRule<'a> {
    /// `format`.
    pub(super) format: Option<&'a str>,
    /// All `pattern`s.
    pub(super) patterns: Vec<&'a str>,
    /// `minLength`.
    pub(super) least: usize,
    /// `maxLength`.
    pub(super) most: Option<usize>,
}

/// A text that keeps the rules as far as they are understood. Different salts give different texts where they can.
pub(super) fn text(rule: &TextRule<'_>, salt: usize) -> String {
    let most = rule.most.unwrap_or(usize::MAX);
    let formatted = rule.format.and_then(|format| of_format(format, salt));
    let fits = |text: &str| {
        let length = text.chars().count();
        (rule.least..=most).contains(&length) && matches_all(&rule.patterns, text)
    };
    if let Some(text) = formatted.as_deref().filter(|text| fits(text)) {
        return text.to_owned();
    }
    // A pattern that contradicts the format (`YYYY-MM-DD` as it is written) gives nothing that its type can hold.
    let is_of_format = |text: &str| rule.format.is_none_or(|format| is_of_format(format, text));
    for pattern in &rule.patterns {
        let made = Pattern::parse(pattern).and_then(|pattern| {
            (salt..salt + 4).find_map(|salt| {
                let text = pattern.text(rule.least, most.min(4096), salt)?;
                (fits(&text) && is_of_format(&text)).then_some(text)
            })
        });
        if let Some(text) = made {
            return text;
        }
    }
    // A length that the format's own text does not have cannot be kept: the format says more.
    if let Some(text) = formatted {
        return text;
    }
    let mut text = if salt == 0 { "text".to_owned() } else { format!("text{salt}") };
    if text.len() > most {
        text = text.chars().rev().take(most).collect();
    }
    while text.len() < rule.least.min(1 << 16) {
        text.push('x');
    }
    text
}

/// Whether a text keeps all patterns that are understood.
pub(super) fn matches_all(patterns: &[&str], text: &str) -> bool {
    patterns
        .iter()
        .all(|pattern| Pattern::parse(pattern).is_none_or(|pattern| pattern.matches(text)))
}

/// A text of a format; `None` for those that say nothing of what it looks like.
fn of_format(format: &str, salt: usize) -> Option<String> {
    let day = 1 + salt % 28;
    Some(match format.to_ascii_lowercase().as_str() {
        "date" => format!("2024-01-{day:02}"),
        "date-time" | "datetime" => format!("2024-01-{day:02}T12:00:00Z"),
        "time" => format!("12:00:{day:02}Z"),
        "duration" => format!("PT{day}H"),
        "uuid" | "guid" => format!("00000000-0000-4000-8000-{salt:012}"),
        "email" | "idn-email" => format!("user{salt}@example.com"),
        "hostname" | "idn-hostname" => "example.com".to_owned(),
        "uri" | "url" | "iri" => format!("https://example.com/{salt}"),
        "uri-reference" | "iri-reference" => format!("/{salt}"),
        "uri-template" => "/{a}".to_owned(),
        "ipv4" | "ip" => format!("192.0.2.{day}"),
        "ipv6" => format!("2001:db8::{day}"),
        "cidr" => "192.0.2.0/24".to_owned(),
        "byte" | "base64" | "binary" => "Y29udGVudA==".to_owned(),
        "int32" | "int64" | "uint32" | "uint64" | "int" | "integer" | "long" | "number" => {
            (salt + 1).to_string()
        }
        "decimal" | "double" | "float" => "1.5".to_owned(),
        "json-pointer" => "/a".to_owned(),
        "regex" => "^a$".to_owned(),
        "json" => "{}".to_owned(),
        _ => return None,
    })
}

/// Whether a text is of a format, as far as it is checked by mock servers and by the types of the client.
pub(super) fn is_of_format(format: &str, text: &str) -> bool {
    let format = format.to_ascii_lowercase();
    let all = |ok: fn(&char) -> bool| !text.is_empty() && text.chars().all(|c| ok(&c));
    match format.as_str() {
        "date" => is_date(text),
        "date-time" | "datetime" => {
            let Some((date, time)) = text.split_once(['T', 't']) else { return false };
            is_date(date) && is_time(time)
        }
        "time" => is_time(text),
        "uuid" | "guid" => {
            text.len() == 36
                && text.char_indices().all(|(at, c)| match at {
                    8 | 13 | 18 | 23 => c == '-',
                    _ => c.is_ascii_hexdigit(),
                })
        }
        "email" => text.split_once('@').is_some_and(|(user, host)| {
            let part = |part: &str, more: &str| {
                !part.is_empty()
                    && part.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
            };
            part(user, ".+-_") && part(host, ".-") && host.contains('.')
        }),
        "uri" | "url" => text.split_once(':').is_some_and(|(scheme, rest)| {
            !rest.is_empty()
                && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
                && text.bytes().all(is_uri_byte)
        }),
        "hostname" => all(|c| c.is_ascii_alphanumeric() || ".-".contains(*c)),
        "ipv4" => text.parse::<std::net::Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<std::net::Ipv6Addr>().is_ok(),
        "ip" => text.parse::<std::net::IpAddr>().is_ok(),
        // A file that stands in JSON is base64 for want of anything better.
        "byte" | "base64" | "binary" => {
            text.len().is_multiple_of(4)
                && text
                    .trim_end_matches('=')
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "+/".contains(c))
        }
        "int64" => text.parse::<i64>().is_ok(),
        "uint64" => text.parse::<u64>().is_ok(),
        "duration" => {
            text.starts_with('P')
                && text.len() > 2
                && all(|c| c.is_ascii_alphanumeric() || *c == '.')
        }
        _ => true,
    }
}

/// What may stand in a URI (RFC 3986, appendix A).
fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_graphic()
        && !matches!(byte, b'<' | b'>' | b'"' | b'{' | b'}' | b'|' | b'\\' | b'^' | b'`')
}

/// RFC 3339 full-date.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |text: &str, width: usize| {
        (text.len() == width).then(|| text.parse::<u32>().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(year, 4), number(month, 2), number(day, 2))
    else {
        return false;
    };
    let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let most = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        _ => 0,
    };
    (1..=most).contains(&day)
}

/// RFC 3339 full-time: with an offset.
fn is_time(text: &str) -> bool {
    let clock = |text: &str, most: [u32; 3], parts: usize| {
        let found: Vec<&str> = text.split(':').collect();
        found.len() == parts
            && found.iter().zip(most).all(|(part, most)| {
                part.len() == 2 && part.parse::<u32>().is_ok_and(|number| number <= most)
            })
    };
    let (time, offset) = match text.strip_suffix(['Z', 'z']) {
        Some(time) => (time, None),
        None => match text.rfind(['+', '-']) {
            Some(at) => (&text[..at], Some(&text[at + 1..])),
            None => return false,
        },
    };
    let time = match time.split_once('.') {
        Some((time, fraction))
            if !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit()) =>
        {
            time
        }
        Some(_) => return false,
        None => time,
    };
    clock(time, [23, 59, 59], 3) && offset.is_none_or(|offset| clock(offset, [23, 59, 0], 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_formats_are_of_them() {
        let formats = [
            "date",
            "date-time",
            "time",
            "duration",
            "uuid",
            "email",
            "uri",
            "hostname",
            "ipv4",
            "ipv6",
            "byte",
            "int64",
        ];
        for format in formats {
            for salt in 0..30 {
                let rule = TextRule { format: Some(format), ..TextRule::default() };
                let text = text(&rule, salt);
                assert!(is_of_format(format, &text), "{format}: {text}");
            }
        }
    }

    #[test]
    fn a_pattern_that_contradicts_the_format_is_not_kept() {
        let patterns = vec!["YYYY-MM-DDThh:mm:ssZ"];
        let rule = TextRule { format: Some("date-time"), patterns, ..TextRule::default() };
        let made = text(&rule, 0);
        assert!(is_of_format("date-time", &made), "{made}");
        let patterns = vec!["^2020-01-02$"];
        let rule = TextRule { format: Some("date"), patterns, ..TextRule::default() };
        assert_eq!(text(&rule, 0), "2020-01-02");
    }

    #[test]
    fn what_only_looks_like_a_format_is_refused() {
        for (format, text) in [
            ("date", "2024-02-30"),
            ("date", "24-1-1"),
            ("date-time", "2024-01-01 12:00:00"),
            ("date-time", "2024-01-01T12:00:00"),
            ("date-time", "2024-01-01T25:00:00Z"),
            ("uuid", "123"),
            ("email", "nobody"),
            ("uri", "example.com/a b"),
            ("ipv4", "1.2.3"),
            ("byte", "a"),
        ] {
            assert!(!is_of_format(format, text), "{format}: {text}");
        }
    }

    #[test]
    fn lengths_are_kept() {
        let rule = |least, most| TextRule { least, most, ..TextRule::default() };
        assert_eq!(text(&rule(0, Some(2)), 0).len(), 2);
        assert_eq!(text(&rule(10, None), 3).len(), 10);
        assert_eq!(text(&rule(0, Some(0)), 0), "");
    }
}
