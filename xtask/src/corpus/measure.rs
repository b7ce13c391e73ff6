//! What the system says of time and memory; nothing where it does not say it.

use std::fs;
use std::time::{Duration, Instant};

/// Measures the processor time of the thread it is started on.
#[derive(Debug)]
pub struct Stopwatch {
    began: Instant,
    cpu: Option<Duration>,
}

impl Stopwatch {
    /// Starts.
    #[must_use]
    pub fn start() -> Self {
        Self { began: Instant::now(), cpu: thread_cpu() }
    }

    /// Processor time since then, or where the system keeps that to itself, time on the wall.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        match (self.cpu, thread_cpu()) {
            (Some(before), Some(after)) => after.saturating_sub(before),
            _ => self.began.elapsed(),
        }
    }
}

/// Time that this thread spent running. Linux: the first number of schedstat, in nanoseconds, brought up to date at
/// every tick of the scheduler (1 to 4 ms).
fn thread_cpu() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// The most memory that this process had at once, in MB, since it began or since [`forget_peak`].
#[must_use]
pub fn peak_memory() -> Option<u64> {
    let text = fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes = line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?;
    Some(kilobytes / 1024)
}

/// Lets the peak begin anew (proc(5), `clear_refs`); false where that is not possible.
#[must_use]
pub fn forget_peak() -> bool {
    fs::write("/proc/self/clear_refs", "5").is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_takes_time() {
        let watch = Stopwatch::start();
        let began = Instant::now();
        let mut sum = 0_u64;
        while began.elapsed() < Duration::from_millis(40) {
            sum = std::hint::black_box(sum.wrapping_add(1));
        }
        let elapsed = watch.elapsed();
        assert!(elapsed > Duration::ZERO && elapsed < Duration::from_secs(40), "{elapsed:?}");
    }
}
