//! How long something took of itself: what a plain thread beside it was late meanwhile is the machine's, and left out.
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How often the thread beside it wakes.
const TICK: Duration = Duration::from_millis(20);
/// How late a thread wakes on any machine.
const GRAIN: Duration = Duration::from_millis(5);

/// The outcome, how long it took, and the same without what the machine was late, in milliseconds.
pub(super) async fn measured<T>(work: impl Future<Output = T>) -> (T, u128, u128) {
    let is_over = Arc::new(AtomicBool::new(false));
    let beside = {
        let is_over = Arc::clone(&is_over);
        thread::spawn(move || {
            let mut late = Duration::ZERO;
            while !is_over.load(Ordering::Relaxed) {
                let begin = Instant::now();
                thread::sleep(TICK);
                late += begin.elapsed().saturating_sub(TICK + GRAIN);
            }
            late
        })
    };
    let begin = Instant::now();
    let outcome = work.await;
    let took = begin.elapsed();
    is_over.store(true, Ordering::Relaxed);
    let late = beside.join().unwrap();
    (outcome, took.as_millis(), took.saturating_sub(late).as_millis())
}

/// What blocks the runtime is its own fault, and counts.
#[tokio::test]
async fn what_blocks_is_counted() {
    let ((), took, own) = measured(async { thread::sleep(Duration::from_millis(300)) }).await;
    assert!(took >= 300 && own <= took, "{took} {own}");
    // Half of it, on a machine that does nothing else at all.
    assert!(own >= 150 || took > 450, "{took} {own}");
}
