//! The only place that touches a timer, so that another platform needs another file and nothing else.
use std::future::Future;
use std::time::Duration;

pub(super) use tokio::time::Instant;

/// Whether there is a runtime whose timers can be used from here.
pub(super) fn is_available() -> bool {
    tokio::runtime::Handle::try_current().is_ok()
}

/// Waits.
pub(super) async fn sleep(duration: Duration) {
    tokio::time::sleep(duration).await;
}

/// The output of `future`, or `None` when it takes longer than `limit`.
pub(super) async fn within<F: Future>(limit: Duration, future: F) -> Option<F::Output> {
    tokio::time::timeout(limit, future).await.ok()
}
