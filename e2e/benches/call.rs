//! What a call through the client costs, beside the same call written by hand on reqwest: one server, one loopback
//! connection, one small JSON answer.

mod loopback;

use std::fs;
use std::time::Duration;

use criterion::{Criterion, criterion_group};
use loopback::{by_hand, serve, through_the_client};

fn benches(criterion: &mut Criterion) {
    let runtime = runtime();
    let base = serve();
    let (client, reqwest) = (loopback::client(&base), loopback::reqwest());
    let url = loopback::url(&base);
    let mut group = criterion.benchmark_group("list API keys over loopback");
    group.bench_function("reqwest by hand", |bencher| {
        bencher.iter(|| runtime.block_on(by_hand(&reqwest, &url)));
    });
    group.bench_function("whylabs-client", |bencher| {
        bencher.iter(|| runtime.block_on(through_the_client(&client)));
    });
    group.finish();
}

/// Processor time of the calling thread, where all of the client runs; the server has a thread of its own.
fn processor_time() -> Option<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// Both in turns, so that what else the machine does hits both alike.
fn compare() {
    const ROUNDS: usize = 200;
    const CALLS: u32 = 100;
    let runtime = runtime();
    let base = serve();
    let (client, reqwest) = (loopback::client(&base), loopback::reqwest());
    let url = loopback::url(&base);
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..ROUNDS * 2 {
        let Some(begin) = processor_time() else { return };
        for _ in 0..CALLS {
            if round % 2 == 0 {
                runtime.block_on(by_hand(&reqwest, &url));
            } else {
                runtime.block_on(through_the_client(&client));
            }
        }
        let Some(end) = processor_time() else { return };
        times[round % 2].push(end.saturating_sub(begin) / CALLS);
    }
    let [by_hand, ours] = times.map(|mut times| {
        times.sort_unstable();
        times[ROUNDS / 2]
    });
    let ratio = ours.as_secs_f64() / by_hand.as_secs_f64();
    println!(
        "processor time per call, medians of {ROUNDS} rounds of {CALLS}: {by_hand:?} by hand, {ours:?} through the client, ratio {ratio:.3}"
    );
}

fn runtime() -> tokio::runtime::Runtime {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime starts")
}

criterion_group!(all, benches);

fn main() {
    all();
    Criterion::default().configure_from_args().final_summary();
    compare();
}
