//! How many calls are left, in the headers of the drafts and of services.
use std::time::{Duration, SystemTime};

use oasmith_runtime::{HeaderMap, HeaderName, HeaderValue, RateLimit};

fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
    let pair = |(name, value): &(&'static str, &'static str)| {
        (HeaderName::from_static(name), HeaderValue::from_static(value))
    };
    pairs.iter().map(pair).collect()
}

/// Limit, remaining, seconds until the reset, seconds to wait.
type Shown = (Option<u64>, Option<u64>, Option<u64>, Option<u64>);

#[test]
fn headers_of_all_kinds() {
    // 2024-01-01T00:00:00Z.
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_704_067_200);
    let table: &[(&[(&str, &str)], Shown)] = &[
        // draft-ietf-httpapi-ratelimit-headers-08, sections 3 and 4.
        (
            &[
                ("ratelimit-policy", "\"default\";q=100;w=60"),
                ("ratelimit", "\"default\";r=50;t=30"),
            ],
            (Some(100), Some(50), Some(30), None),
        ),
        // Draft 03, with a quota policy behind the limit.
        (
            &[
                ("ratelimit-limit", "100, 100;w=60"),
                ("ratelimit-remaining", "9"),
                ("ratelimit-reset", "50"),
            ],
            (Some(100), Some(9), Some(50), None),
        ),
        // GitHub: the reset is a time.
        (
            &[
                ("x-ratelimit-limit", "60"),
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset", "1704067260"),
            ],
            (Some(60), Some(0), Some(60), None),
        ),
        // Milliseconds, and a time that is over.
        (&[("x-rate-limit-reset", "1704067205000")], (None, None, Some(5), None)),
        (&[("x-ratelimit-reset", "1704067100")], (None, None, Some(0), None)),
        // Discord: a pause with a fraction beside the time.
        (
            &[("x-ratelimit-reset-after", "1.9"), ("x-ratelimit-reset", "1704067999")],
            (None, None, Some(1), None),
        ),
        (&[("retry-after", "Mon, 01 Jan 2024 00:00:07 GMT")], (None, None, None, Some(7))),
    ];
    for (pairs, expected) in table {
        let found = RateLimit::at(&headers(pairs), now).unwrap();
        let seconds = |time: Option<Duration>| time.map(|time| time.as_secs());
        let shown =
            (found.limit, found.remaining, seconds(found.reset), seconds(found.retry_after));
        assert_eq!(shown, *expected, "{pairs:?}");
    }
    for nothing in [&[][..], &[("ratelimit", "?")], &[("x-ratelimit-limit", "-1")]] {
        assert_eq!(RateLimit::at(&headers(nothing), now), None, "{nothing:?}");
    }
}
