//! The only place that touches a timer or asks for the time.
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub(super) use by_tokio::{Instant, is_available, now, sleep, within};
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub(super) use without::{Instant, is_available, now, sleep, within};

/// Whether there is a clock. Without one nothing is sent again that would have to wait first, no time limit ends, and
/// tokens are good until the service refuses them.
pub(super) const EXISTS: bool = !cfg!(all(target_family = "wasm", target_os = "unknown"));

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod by_tokio {
    use std::time::{Duration, SystemTime};

    pub(in super::super) use tokio::time::Instant;
    use tokio::time::error::Elapsed;

    /// Whether there is a runtime whose timers can be used from here.
    pub(in super::super) fn is_available() -> bool {
        tokio::runtime::Handle::try_current().is_ok()
    }

    /// The time of day.
    #[allow(clippy::unnecessary_wraps, reason = "there is a platform that does not know it")]
    pub(in super::super) fn now() -> Option<SystemTime> {
        Some(SystemTime::now())
    }

    /// Waits.
    pub(in super::super) async fn sleep(duration: Duration) {
        tokio::time::sleep(duration).await;
    }

    /// The output of `future`, or an error when it takes longer than `limit` from `begin` on. No `async fn`, which would
    /// have a place for the future twice.
    pub(in super::super) fn within<F: Future>(
        begin: Instant,
        limit: Duration,
        future: F,
    ) -> impl Future<Output = Result<F::Output, Elapsed>> {
        /// Instants end somewhere; this one is as good as none.
        const LONGEST: Duration = Duration::from_secs(30 * 365 * 24 * 60 * 60);
        tokio::time::timeout_at(begin + limit.min(LONGEST), future)
    }
}

/// For `wasm32-unknown-unknown`, where the clocks of `std` panic and tokio has no timer.
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
mod without {
    use std::convert::Infallible;
    use std::time::{Duration, SystemTime};

    /// A time that is not known.
    #[derive(Clone, Copy, PartialEq, PartialOrd)]
    pub(in super::super) struct Instant;

    #[allow(clippy::unused_self, reason = "the same calls with and without a clock")]
    impl Instant {
        pub(in super::super) fn now() -> Self {
            Self
        }

        pub(in super::super) fn elapsed(self) -> Duration {
            Duration::ZERO
        }

        pub(in super::super) fn saturating_duration_since(self, _: Self) -> Duration {
            Duration::ZERO
        }

        pub(in super::super) fn checked_add(self, _: Duration) -> Option<Self> {
            None
        }
    }

    pub(in super::super) fn is_available() -> bool {
        true
    }

    pub(in super::super) fn now() -> Option<SystemTime> {
        None
    }

    /// Never ends: only limits are waited for.
    pub(in super::super) async fn sleep(_: Duration) {
        std::future::pending::<()>().await;
    }

    pub(in super::super) async fn within<F: Future>(
        _: Instant,
        _: Duration,
        future: F,
    ) -> Result<F::Output, Infallible> {
        Ok(future.await)
    }
}
