//! A `format` that its own schema contradicts: the example is not of it, or its texts are longer or shorter than what is
//! allowed. The examples are taken from what a service sends more often than the formats are.

use serde_json::{Map, Value};

use crate::spec::codes;
use crate::spec::ext;
use crate::spec::repair::Context;
use crate::spec::walk::Trail;

pub(super) fn rewrite(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    if map.get("type").is_none_or(|name| name != "string") {
        return;
    }
    let Some(name) = map.get("format").and_then(Value::as_str) else { return };
    let Some(format) = Format::of(name) else { return };
    let (least, most) = format.lengths();
    let asked = |keyword: &str| map.get(keyword).and_then(Value::as_u64);
    let mut is_possible = false;
    let message = if let Some(limit) = asked("maxLength").filter(|limit| *limit < least) {
        format!("no `{name}` has at most {limit} characters")
    } else if let Some(limit) = asked("minLength").filter(|limit| *limit > most) {
        format!("no `{name}` has at least {limit} characters")
    } else if map
        .get("example")
        .and_then(Value::as_str)
        .is_some_and(|text| format.contradicts(text))
    {
        is_possible = true;
        format!("the example beside it is no `{name}`")
    } else {
        return;
    };
    context
        .sink
        .warning(codes::FORMAT_MISFIT, &trail.child("format"), message)
        .help("correct one of them; it is read as any text");
    if let Some(format) = map.shift_remove("format").filter(|_| is_possible) {
        map.insert(ext::MADE_UP_FORMAT.to_owned(), format);
    }
}

/// Formats that become types which not every text can be.
#[derive(Clone, Copy)]
enum Format {
    Date,
    DateTime,
    Time,
    Uuid,
    Ipv4,
    Ipv6,
    Whole,
}

impl Format {
    fn of(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "date" | "full-date" => Self::Date,
            "date-time" | "datetime" => Self::DateTime,
            "time" => Self::Time,
            "uuid" | "guid" => Self::Uuid,
            "ipv4" => Self::Ipv4,
            "ipv6" => Self::Ipv6,
            "int64" | "uint64" => Self::Whole,
            _ => return None,
        })
    }

    /// Of the shortest and of the longest text.
    fn lengths(self) -> (u64, u64) {
        match self {
            Self::Date => (8, u64::MAX),
            Self::DateTime => (16, u64::MAX),
            Self::Time => (5, u64::MAX),
            // Without hyphens, and as a URN (RFC 4122, section 3).
            Self::Uuid => (32, 45),
            Self::Ipv4 => (7, 15),
            Self::Ipv6 => (2, 45),
            Self::Whole => (1, 20),
        }
    }

    /// Whether an example shows that the values are of no such format, however loosely it is read. One without a digit
    /// (`string`, `<id>`) stands for a value and is none.
    fn contradicts(self, text: &str) -> bool {
        let text = text.trim();
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let is_day = |text: &str| {
            let parts: Vec<&str> = text.split('-').collect();
            parts.len() == 3 && parts.iter().all(|part| digits(part))
        };
        let is_time = |text: &str| {
            text.split_once(':').is_some_and(|(hour, rest)| {
                digits(hour) && rest.starts_with(|c: char| c.is_ascii_digit())
            })
        };
        let fits = match self {
            Self::Date => is_day(text),
            Self::DateTime => text
                .split_once(['T', 't', ' '])
                .is_some_and(|(day, time)| is_day(day) && is_time(time)),
            Self::Time => is_time(text),
            Self::Uuid => is_like_uuid(text),
            Self::Ipv4 => text.parse::<std::net::Ipv4Addr>().is_ok(),
            Self::Ipv6 => text.parse::<std::net::Ipv6Addr>().is_ok(),
            Self::Whole => text.parse::<i128>().is_ok(),
        };
        !fits && text.contains(|c: char| c.is_ascii_digit())
    }
}

/// Groups of eight, four, four, four and twelve; letters beyond `f` are those of an example that was thought up.
fn is_like_uuid(text: &str) -> bool {
    let text = text.strip_prefix("urn:uuid:").unwrap_or(text).trim_matches(['{', '}']);
    let plain = |group: &str| group.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    groups.iter().all(|group| plain(group)) && matches!(lengths[..], [32] | [8, 4, 4, 4, 12])
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{assert_reported, assert_silent};
    use crate::spec::ext;
    use crate::spec::version::Version;

    #[test]
    fn table() {
        for (format, example) in [
            ("uuid", "123e4567-e89b-12d3-a456-426614174000"),
            ("uuid", "{123e4567-e89b-12d3-a456-426614174000}"),
            ("uuid", "urn:uuid:123e4567-e89b-12d3-a456-426614174000"),
            // Thought up, but evidently a UUID.
            ("uuid", "345g6789-g01d-34f5-c678-648836396222"),
            ("uuid", "string"),
            ("uuid", "{id}"),
            ("date-time", "2020-01-01T00:00:00Z"),
            ("date-time", "2020-01-01 00:00:00"),
            ("date", "2020-1-31"),
            ("date", "YYYY-MM-DD"),
            ("time", "23:59:59.5Z"),
            ("ipv4", "10.0.0.1"),
            ("ipv6", "::1"),
            ("int64", "-5"),
            ("email", "1"),
        ] {
            let schema = json!({ "type": "string", "format": format, "example": example });
            assert_silent(Version::V3_0, &[(schema.clone(), schema)]);
        }
        for (format, example) in [
            ("uuid", "CON-f972836a-550f-45fa-956c-12a2ab5b7d22"),
            ("uuid", "536e564f316c83104c000020"),
            ("date-time", "2020-01-01"),
            ("date-time", "1599239523"),
            ("date", "20200101"),
            ("date", "2020-01-01T00:00:00Z"),
            ("ipv4", "10.0.0.0/8"),
            ("int64", "10.5"),
        ] {
            let schema = json!({ "type": "string", "format": format, "example": example });
            let after =
                json!({ "type": "string", "example": example, ext::MADE_UP_FORMAT: format });
            assert_reported(Version::V3_0, &[(schema, after, &["OAS0230"])]);
        }
        assert_reported(
            Version::V3_0,
            &[
                (
                    json!({ "type": "string", "format": "uuid", "minLength": 24, "maxLength": 24 }),
                    json!({ "type": "string", "minLength": 24, "maxLength": 24 }),
                    &["OAS0230"],
                ),
                (
                    json!({ "type": "string", "format": "ipv4", "minLength": 16 }),
                    json!({ "type": "string", "minLength": 16 }),
                    &["OAS0230"],
                ),
            ],
        );
        assert_silent(
            Version::V3_0,
            &[(
                json!({ "type": "string", "format": "uuid", "maxLength": 36 }),
                json!({ "type": "string", "format": "uuid", "maxLength": 36 }),
            )],
        );
    }
}
