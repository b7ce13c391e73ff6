//! When a request is sent again, and how long to wait before.
use std::borrow::Cow;
use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, SystemTime};

use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};

/// When a request is sent again.
///
/// Whatever the policy says, a request that may have arrived is sent again only when its method is idempotent
/// (RFC 9110 section 9.2.2) or when it has an `Idempotency-Key`. A `POST` is otherwise sent again only when there
/// was no connection.
#[derive(Clone, Debug)]
pub struct RetryPolicy {
    max_attempts: u32,
    first_pause: Duration,
    longest_pause: Duration,
    statuses: Cow<'static, [u16]>,
    budget: Duration,
}

impl Default for RetryPolicy {
    /// Three attempts, pauses up to 250 ms and 500 ms, on broken connections and on the statuses 408, 429, 502,
    /// 503 and 504, for as long as the whole call may take.
    fn default() -> Self {
        Self {
            max_attempts: 3,
            first_pause: Duration::from_millis(250),
            longest_pause: Duration::from_secs(10),
            statuses: Cow::Borrowed(&[408, 429, 502, 503, 504]),
            budget: Duration::MAX,
        }
    }
}

impl RetryPolicy {
    /// One attempt only.
    #[must_use]
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// How often a request is sent at most, the first time included.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// The pause before attempt n is a random time up to `first` · 2ⁿ⁻², and at most `longest`.
    #[must_use]
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first_pause = first;
        self.longest_pause = longest;
        self
    }

    /// Statuses after which a request is sent again.
    #[must_use]
    pub fn statuses(mut self, statuses: impl IntoIterator<Item = u16>) -> Self {
        self.statuses = statuses.into_iter().collect();
        self
    }

    /// No attempt begins later than this after the call did.
    #[must_use]
    pub fn budget(mut self, budget: Duration) -> Self {
        self.budget = budget;
        self
    }

    pub(super) fn retries_status(&self, status: StatusCode) -> bool {
        self.statuses.contains(&status.as_u16())
    }

    /// How long to wait after `attempts` of them, when the call has been going on for `elapsed` and may go on for
    /// `remaining`; `None` when there is to be no other.
    pub(super) fn pause(
        &self,
        attempts: u32,
        elapsed: Duration,
        remaining: Duration,
        asked: Option<Duration>,
    ) -> Option<Duration> {
        if attempts >= self.max_attempts {
            return None;
        }
        let pause = asked.unwrap_or_else(|| self.jittered(attempts));
        // To wait for an attempt that could not be made would only hide the answer that is there.
        (pause < remaining && elapsed.saturating_add(pause) <= self.budget).then_some(pause)
    }

    /// Full jitter: any time up to the exponential pause, so that clients do not come back in step.
    fn jittered(&self, attempts: u32) -> Duration {
        let factor = 1_u32.checked_shl(attempts.saturating_sub(1)).unwrap_or(u32::MAX);
        let longest = self.first_pause.saturating_mul(factor).min(self.longest_pause);
        // The keys of a new `RandomState` are random; that is all the chance a pause needs.
        let chance = RandomState::new().hash_one(attempts) >> 32;
        let share = u32::try_from(chance).unwrap_or(u32::MAX);
        longest.mul_f64(f64::from(share) / f64::from(u32::MAX))
    }
}

/// How long the service asks to wait (RFC 9110 section 10.2.3); what is neither a number nor a date is ignored.
pub(super) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit mean: longer than anyone waits.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or(Duration::ZERO))
}
