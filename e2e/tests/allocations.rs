//! How often a call through the client allocates, beside the same call written by hand on reqwest.

#[path = "../benches/loopback/mod.rs"]
mod loopback;

use loopback::{by_hand, serve, through_the_client};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Allocations a call needs on average, those of the server included.
async fn allocations(call: impl AsyncFn()) -> f64 {
    const CALLS: u32 = 200;
    for _ in 0..20 {
        call().await;
    }
    let region = Region::new(ALLOCATOR);
    for _ in 0..CALLS {
        call().await;
    }
    let change = region.change();
    let count = u32::try_from(change.allocations + change.reallocations).expect("a count");
    f64::from(count) / f64::from(CALLS)
}

#[tokio::test]
async fn a_call_allocates_little_more_than_one_by_hand() {
    let base = serve();
    let (client, reqwest) = (loopback::client(&base), loopback::reqwest());
    let url = loopback::url(&base);
    let by_hand = allocations(async || by_hand(&reqwest, &url).await).await;
    let ours = allocations(async || through_the_client(&client).await).await;
    println!("allocations per call: {by_hand} by hand, {ours} through the client");
    assert!(ours <= by_hand + 5.0, "{by_hand} by hand, {ours} through the client");
}
