//! How many calls are left, from the headers in which services say it.
use std::time::{Duration, SystemTime};

use http::HeaderMap;

use super::answer::{RawResponse, ResponseValue};
use super::clock;
use super::error::Error;
use super::retry::retry_after;

/// A reset that is as many seconds as this is a time and not a pause: the year 2001.
const FIRST_TIME: f64 = 1e9;

/// How many calls are left: from `RateLimit` and `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-08 and later),
/// `RateLimit-*` (earlier drafts), `X-RateLimit-*` and `X-Rate-Limit-*`, and `Retry-After`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// Calls in a window.
    pub limit: Option<u64>,
    /// Calls that are left in this one.
    pub remaining: Option<u64>,
    /// How long it is until there are new ones.
    pub reset: Option<Duration>,
    /// How long the service asks to wait before the next call.
    pub retry_after: Option<Duration>,
}

impl RateLimit {
    /// What these headers say; `None` when they say nothing.
    #[must_use]
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        Self::at(headers, clock::now()?)
    }

    /// What these headers say, at a time that some of them count from.
    #[must_use]
    pub fn at(headers: &HeaderMap, now: SystemTime) -> Option<Self> {
        let item = |header: &str, key: &str| parameter(headers.get(header)?.to_str().ok()?, key);
        let field = |name: &str| {
            let prefixes = ["ratelimit-", "x-ratelimit-", "x-rate-limit-"];
            prefixes
                .iter()
                .find_map(|prefix| number(headers.get(format!("{prefix}{name}"))?.to_str().ok()?))
        };
        let reset = item("ratelimit", "t")
            .or_else(|| field("reset-after"))
            .or_else(|| field("reset"))
            .and_then(|seconds| pause(seconds, now));
        let found = Self {
            limit: item("ratelimit-policy", "q").or_else(|| field("limit")).map(whole),
            remaining: item("ratelimit", "r").or_else(|| field("remaining")).map(whole),
            reset,
            retry_after: retry_after(headers, now),
        };
        (found != Self::default()).then_some(found)
    }
}

impl RawResponse {
    /// How many calls are left; `None` when the service does not say.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::of(self.headers())
    }
}

impl<T> ResponseValue<T> {
    /// How many calls are left; `None` when the service does not say.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::of(self.headers())
    }
}

impl Error {
    /// How many calls are left; `None` when the service does not say.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::of(self.headers()?)
    }
}

/// The first number of a header: `100, 100;w=60` has a quota policy behind it.
fn number(text: &str) -> Option<f64> {
    let text = text.split([',', ';']).next()?.trim();
    text.parse().ok().filter(|number: &f64| *number >= 0.0 && number.is_finite())
}

/// A parameter of the first item of a structured field (RFC 9651): `"default";r=50;t=30`.
fn parameter(text: &str, key: &str) -> Option<f64> {
    let item = text.split(',').next()?;
    item.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        (name.trim() == key).then(|| number(value)).flatten()
    })
}

/// Services count seconds from now, or from the beginning of 1970.
fn pause(seconds: f64, now: SystemTime) -> Option<Duration> {
    if seconds < FIRST_TIME {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    // Some count milliseconds.
    let seconds = if seconds > 100.0 * FIRST_TIME { seconds / 1000.0 } else { seconds };
    let time = SystemTime::UNIX_EPOCH.checked_add(Duration::try_from_secs_f64(seconds).ok()?)?;
    Some(time.duration_since(now).unwrap_or(Duration::ZERO))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is not negative, and what is too large becomes the largest"
)]
fn whole(number: f64) -> u64 {
    number as u64
}
