//! The budget of retries that all calls of a client share, so that a service in trouble is not sent still more.
use std::sync::atomic::{AtomicU32, Ordering};

/// How many retries a client has in stock, and how fast it earns others.
///
/// A retry takes one out of the stock, and a call that succeeds puts a part of one back. When the stock is empty, calls
/// fail with what went wrong instead of being sent again. So a whole outage costs a service the stock once, and then
/// only the given share of its usual load on top.
#[derive(Debug)]
pub struct RetryBudget {
    /// In hundredths of a retry.
    stock: AtomicU32,
    most: u32,
    earned: u32,
}

/// A retry in the unit of the stock.
const RETRY: u32 = 100;

impl Default for RetryBudget {
    /// 100 retries, and one more for each ten calls that succeed.
    fn default() -> Self {
        Self::new(100, 10)
    }
}

impl RetryBudget {
    /// A stock of so many retries, of which each success earns so many hundredths.
    #[must_use]
    pub fn new(retries: u32, hundredths_per_success: u32) -> Self {
        let most = retries.saturating_mul(RETRY);
        Self { stock: AtomicU32::new(most), most, earned: hundredths_per_success }
    }

    /// No limit.
    #[must_use]
    pub fn unlimited() -> Self {
        Self::new(u32::MAX, 0)
    }

    /// How many retries are in stock.
    #[must_use]
    pub fn available(&self) -> u32 {
        self.stock.load(Ordering::Relaxed) / RETRY
    }

    /// Takes one retry; whether there was one.
    pub(super) fn take(&self) -> bool {
        self.most == u32::MAX || self.change(|stock| stock.checked_sub(RETRY))
    }

    /// A call succeeded.
    pub(super) fn earn(&self) {
        // The stock is nearly always full, and then there is nothing to write.
        if self.earned > 0 && self.stock.load(Ordering::Relaxed) < self.most {
            self.change(|stock| Some(stock.saturating_add(self.earned).min(self.most)));
        }
    }

    fn change(&self, change: impl FnMut(u32) -> Option<u32>) -> bool {
        self.stock.fetch_update(Ordering::Relaxed, Ordering::Relaxed, change).is_ok()
    }
}
