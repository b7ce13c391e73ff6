//! What callers put around calls: hooks, tower layers, keys of idempotency, and the budget of retries.
use std::sync::{Arc, Mutex};
use std::time::Duration;

use oasmith_runtime::{
    Attempt, Call, Error, ErrorKind, Operation, OperationInfo, RetryBudget, RetryPolicy,
    TransportErrorKind as Failure,
};

use super::api::{self, Open, OpenPost, PLANTED, PutKey};
use super::recorder::{Recorder, Reply, header};

#[tokio::test(start_paused = true)]
async fn hooks_see_each_attempt_and_no_secret() {
    let recorder = Recorder::new([
        Reply::status(503),
        Reply::Fail(Failure::Interrupted),
        Reply::json(200, "{}").header("x-left", "3"),
    ]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (first, second) = (Arc::clone(&seen), Arc::clone(&seen));
    let client = api::builder()
        .transport(recorder.clone())
        .before(move |request| {
            first.lock().unwrap().push(format!("{request:?}"));
            assert!(!request.headers.contains_key("x-api-key"));
            request.headers.insert("x-hook", "here".parse().unwrap());
        })
        .after(move |attempt: &Attempt<'_>| {
            let left = attempt.outcome.as_ref().ok().and_then(|(_, headers)| headers.get("x-left"));
            let text = format!("{attempt:?} {left:?} {:?}", attempt.operation());
            second.lock().unwrap().push(format!("{} {} {text}", attempt.method(), attempt.path()));
        })
        .build()
        .unwrap();
    Call::<PutKey>::new(&client).await.unwrap();
    for request in recorder.requests() {
        assert_eq!((header(&request, "x-hook"), header(&request, "x-api-key")), ("here", PLANTED));
    }
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 6);
    assert!(!seen.join("\n").contains(PLANTED));
    assert!(seen[1].starts_with("PUT /v0/key") && seen[1].contains("Ok(503)"), "{}", seen[1]);
    assert!(seen[3].contains("number: 2") && seen[3].contains("Err(Transport)"), "{}", seen[3]);
    assert!(seen[5].contains("Ok(200)") && seen[5].contains("\"3\""), "{}", seen[5]);
    assert!(seen[5].contains("PutKey"));
}

#[tokio::test]
async fn a_hook_that_sends_a_call_elsewhere_leaves_the_credentials_behind() {
    let recorder = Recorder::ok();
    let client = api::builder()
        .transport(recorder.clone())
        .before(|request| request.url.set_host(Some("evil.example")).unwrap())
        .build()
        .unwrap();
    Call::<PutKey>::new(&client).await.unwrap();
    assert!(!recorder.request().headers.contains_key("x-api-key"));
}

/// An operation that takes a key.
#[derive(Debug)]
enum Keyed {}
impl Operation for Keyed {
    type Output = serde_json::Value;
    const INFO: &'static OperationInfo =
        &OperationInfo { idempotency_header: "X-Once", ..*<OpenPost as Operation>::INFO };
    const READ: fn(oasmith_runtime::Answer) -> Result<serde_json::Value, Error> =
        oasmith_runtime::Answer::json;
}

async fn keys<O: Operation>(configure: impl Fn(Call<O>) -> Call<O>, name: &str) -> Vec<String> {
    let recorder = Recorder::new([Reply::Fail(Failure::Interrupted), Reply::json(200, "{}")]);
    let client = api::builder().transport(recorder.clone()).build().unwrap();
    configure(Call::<O>::new(&client)).raw().await.unwrap();
    recorder.requests().iter().map(|sent| header(sent, name).to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_key_makes_any_method_safe_and_stays_the_same() {
    let made = keys::<Keyed>(|call| call, "x-once").await;
    assert_eq!((made.len(), &made[0]), (2, &made[1]));
    // RFC 9562 sections 4 and 5.4: version 4, variant 0b10.
    let key = made[0].as_bytes();
    assert_eq!((key.len(), key[8], key[14]), (36, b'-', b'4'));
    assert!(b"89ab".contains(&key[19]), "{}", made[0]);
    assert_ne!(keys::<Keyed>(|call| call, "x-once").await[0], made[0]);
    assert_eq!(keys::<Keyed>(|call| call.idempotency_key("k"), "x-once").await, ["k", "k"]);
    assert_eq!(keys::<Keyed>(|call| call.header("x-once", "h"), "x-once").await, ["h", "h"]);
    let asked = keys::<OpenPost>(Call::idempotent, "idempotency-key").await;
    assert_eq!((asked.len(), asked[0].len()), (2, 36));
    assert_eq!(
        keys::<OpenPost>(|call| call.idempotency_key("k"), "idempotency-key").await,
        ["k", "k"]
    );
    let client = api::builder().transport(Recorder::ok()).build().unwrap();
    for odd in ["", "a\nb"] {
        let error = Call::<OpenPost>::new(&client).idempotency_key(odd).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    }
}

#[tokio::test(start_paused = true)]
async fn all_calls_share_one_budget_of_retries() {
    let recorder = Recorder::new([Reply::status(503)]);
    let budget = RetryBudget::new(5, 50);
    let client = api::builder().transport(recorder.clone()).retry_budget(budget).build().unwrap();
    for _ in 0..10 {
        Call::<Open>::new(&client).await.unwrap_err();
    }
    assert_eq!(recorder.count(), 15, "ten calls and five retries");
    let recovered = Recorder::new([
        Reply::json(200, "{}"),
        Reply::json(200, "{}"),
        Reply::status(503),
        Reply::status(503),
        Reply::json(200, "{}"),
    ]);
    let budget = RetryBudget::new(1, 50);
    let client = api::builder().transport(recovered.clone()).retry_budget(budget);
    let client = client.build().unwrap();
    for expected in [200, 200, 503, 200] {
        let raw = Call::<Open>::new(&client).raw().await.unwrap();
        assert_eq!(raw.status().as_u16(), expected);
    }
    assert_eq!(RetryBudget::new(7, 0).available(), 7);
    let unlimited = api::builder().transport(recorder.clone());
    let client = unlimited.retry_budget(RetryBudget::unlimited()).build().unwrap();
    let policy = RetryPolicy::default().max_attempts(500).backoff(Duration::ZERO, Duration::ZERO);
    let error = Call::<Open>::new(&client).retry(policy).await.unwrap_err();
    assert_eq!(error.attempts(), 500);
}

#[cfg(feature = "tower")]
#[tokio::test]
async fn a_tower_service_is_a_transport() {
    use oasmith_runtime::{Request, Response, ResponseBody, StatusCode, TowerTransport};
    use tower::{ServiceBuilder, service_fn};

    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    let service = ServiceBuilder::new()
        .concurrency_limit(2)
        .map_request(|mut request: Request| {
            request.headers.insert("x-layer", "yes".parse().unwrap());
            request
        })
        .service(service_fn(move |request: Request| {
            log.lock().unwrap().push(request);
            async {
                let headers = oasmith_runtime::HeaderMap::new();
                let body = ResponseBody::whole("{}");
                Ok::<_, std::io::Error>(Response::new(StatusCode::OK, headers, body))
            }
        }));
    let client = api::builder().transport(TowerTransport::new(service)).build().unwrap();
    Call::<PutKey>::new(&client).await.unwrap();
    let sent = seen.lock().unwrap().remove(0);
    assert_eq!((header(&sent, "x-layer"), header(&sent, "x-api-key")), ("yes", PLANTED));

    let broken = service_fn(|_: Request| async { Err::<Response, _>(std::io::Error::other("x")) });
    let client = api::builder().transport(TowerTransport::new(broken)).build().unwrap();
    let error = Call::<OpenPost>::new(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1));
}

#[cfg(all(feature = "tower", feature = "rustls"))]
#[tokio::test]
async fn the_default_transport_is_a_tower_service() {
    use super::server::Server;
    use oasmith_runtime::{ReqwestTransport, TowerTransport};

    let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    let server = Server::answering(ok).await;
    let transport = ReqwestTransport::from(reqwest::Client::builder().no_proxy().build().unwrap());
    let limited = tower::ServiceBuilder::new().concurrency_limit(1).service(transport);
    let client = api::builder().base_url(&server.url()).transport(TowerTransport::new(limited));
    let client = client.build().unwrap();
    let begin = std::time::Instant::now();
    for _ in 0..3 {
        Call::<Open>::new(&client).await.unwrap();
    }
    assert!(begin.elapsed() < Duration::from_secs(5));
    assert_eq!(server.requests().len(), 3);
}
