//! A thousand calls in flight against a server that breaks in every way: none is sent twice that was not safe, all end in
//! time, and nothing is left of them afterwards.
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use oasmith_runtime::{Call, ErrorKind, RetryBudget, RetryPolicy};

use super::api::{self, Open, OpenPost};
use super::server::{Act, Server};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";

fn scripts() -> Vec<Vec<Act>> {
    let busy =
        "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let half = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":";
    let kinds = [
        vec![Act::Read, Act::Write(OK)],
        vec![Act::Reset],
        vec![Act::Read],
        vec![Act::Read, Act::Write("HTTP/1.1 200 OK\r\nContent-")],
        vec![Act::Read, Act::Write(half)],
        vec![Act::Read, Act::Write(busy)],
        vec![Act::Read, Act::Write("garbage\r\n\r\n")],
        vec![Act::Read, Act::Hang],
        vec![Act::Read, Act::Write(half), Act::Hang],
        vec![Act::Read, Act::Pause(Duration::from_millis(100)), Act::Write(OK)],
    ];
    // Those after the last one get that again, so it is one that works.
    let last = vec![Act::Read, Act::Write(OK)];
    kinds.into_iter().cycle().take(4000).chain([last]).collect()
}

/// How many files this process may have open: a connection takes one on each side.
fn most_connections() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    let limit = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
    (limit.unwrap_or(1 << 16).saturating_sub(300) / 2).clamp(100, 1000)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_leave_nothing_behind() {
    let metrics = tokio::runtime::Handle::current().metrics();
    let server = Server::start(scripts()).await;
    let before = metrics.num_alive_tasks();
    let client = api::builder()
        .base_url(&server.url())
        .retry(RetryPolicy::default().backoff(Duration::from_millis(5), Duration::from_millis(5)))
        .retry_budget(RetryBudget::unlimited())
        .configure_http(|http| http.no_proxy().pool_max_idle_per_host(0))
        .build()
        .unwrap();
    let begin = Instant::now();
    let calls: Vec<_> = (0..most_connections())
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move {
                let limit = Duration::from_secs(3);
                let name = format!("call-{number}");
                let outcome = if number % 2 == 0 {
                    let call = Call::<OpenPost>::new(&client).header("x-call", name);
                    call.attempt_timeout(limit).raw().await
                } else {
                    let call = Call::<Open>::new(&client).header("x-call", name);
                    call.attempt_timeout(limit).raw().await
                };
                match outcome {
                    Ok(raw) => assert!(matches!(raw.status().as_u16(), 200 | 503)),
                    Err(error) => assert!(
                        matches!(error.kind(), ErrorKind::Transport | ErrorKind::Timeout),
                        "{error}"
                    ),
                }
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    // Three attempts of three seconds and the pauses, with room for a busy machine.
    assert!(begin.elapsed() < Duration::from_secs(30), "{:?}", begin.elapsed());

    let mut sends = BTreeMap::new();
    for request in server.requests() {
        let Some(name) = request.lines().find_map(|line| line.strip_prefix("x-call: ")) else {
            continue;
        };
        let count = sends.entry((request.starts_with("POST"), name.to_owned())).or_insert(0);
        *count += 1;
    }
    for ((is_post, name), count) in &sends {
        let most = if *is_post { 1 } else { 3 };
        assert!(*count <= most, "{name} was sent {count} times");
    }
    assert!(sends.len() > most_connections() / 2);

    drop(client);
    for _ in 0..100 {
        if server.closed() == server.accepted() && metrics.num_alive_tasks() <= before {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(server.closed(), server.accepted(), "connections are closed");
    assert!(metrics.num_alive_tasks() <= before, "{} tasks are left", metrics.num_alive_tasks());
}
