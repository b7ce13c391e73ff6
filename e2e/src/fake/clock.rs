//! The clock of the fake: the machine's, or one that a test moves.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Tells the time in milliseconds since 1970-01-01T00:00:00Z. Clones of a clock that stands show the same time.
#[derive(Clone, Debug)]
pub struct Clock(Kind);

#[derive(Clone, Debug)]
enum Kind {
    System,
    Standing(Arc<AtomicI64>),
}

impl Clock {
    /// The machine's.
    #[must_use]
    pub fn system() -> Self {
        Self(Kind::System)
    }

    /// One that stands, until it is moved.
    #[must_use]
    pub fn standing_at(milliseconds: i64) -> Self {
        Self(Kind::Standing(Arc::new(AtomicI64::new(milliseconds))))
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub fn now(&self) -> i64 {
        match &self.0 {
            Kind::System => {
                let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
            }
            Kind::Standing(milliseconds) => milliseconds.load(Ordering::SeqCst),
        }
    }

    /// Moves a clock that stands; the machine's goes its own way.
    pub fn advance(&self, by: Duration) {
        if let Kind::Standing(milliseconds) = &self.0 {
            milliseconds
                .fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
        }
    }
}
