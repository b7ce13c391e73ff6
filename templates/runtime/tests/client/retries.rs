//! Retries and time limits, with a clock that jumps: what is sent again, after how long, and what never is.
use std::time::{Duration, SystemTime};

use oasmith_runtime::{
    Call, Client, ErrorKind, Operation, RetryPolicy, TransportErrorKind as Failure,
};
use tokio::time::Instant;

use super::api::{self, DeleteKey, HeadKey, Open, OpenPost, PatchKey, PutKey, SearchKeys};
use super::recorder::{Chunk, Recorder, Reply};

fn client(recorder: &Recorder) -> Client {
    api::builder().transport(recorder.clone()).build().unwrap()
}

/// How often the request is sent when `reply` comes first and a success follows.
async fn sends<O: Operation>(reply: Reply) -> usize {
    let recorder = Recorder::new([reply, Reply::json(200, "{}")]);
    let _outcome = Call::<O>::new(&client(&recorder)).raw().await;
    recorder.count()
}

#[tokio::test(start_paused = true)]
async fn only_what_is_safe_is_sent_again() {
    let interrupted = || Reply::Fail(Failure::Interrupted);
    let truncated = || Reply::json(200, "").body(vec![Chunk::Bytes(b"{"), Chunk::Break]);
    for reply in [
        interrupted(),
        truncated(),
        Reply::Fail(Failure::Timeout),
        Reply::Hang,
        Reply::status(408),
        Reply::status(429),
        Reply::status(502),
        Reply::status(503),
        Reply::status(504),
    ] {
        assert_eq!(sends::<Open>(reply.clone()).await, 2);
        assert_eq!(sends::<HeadKey>(reply.clone()).await, 2);
        assert_eq!(sends::<PutKey>(reply.clone()).await, 2);
        assert_eq!(sends::<DeleteKey>(reply.clone()).await, 2);
        assert_eq!(sends::<SearchKeys>(reply.clone()).await, 2);
        assert_eq!(sends::<OpenPost>(reply.clone()).await, 1);
        assert_eq!(sends::<PatchKey>(reply.clone()).await, 1);
    }
    for failure in [Failure::Connect, Failure::ConnectTimeout] {
        assert_eq!(sends::<Open>(Reply::Fail(failure)).await, 2);
        assert_eq!(sends::<OpenPost>(Reply::Fail(failure)).await, 2);
        assert_eq!(sends::<PatchKey>(Reply::Fail(failure)).await, 2);
    }
    for reply in [
        Reply::Fail(Failure::Tls),
        Reply::Fail(Failure::Rejected),
        Reply::status(400),
        Reply::status(404),
        Reply::status(500),
        Reply::status(501),
    ] {
        assert_eq!(sends::<Open>(reply).await, 1);
    }
}

#[tokio::test(start_paused = true)]
async fn an_idempotency_key_makes_a_post_safe() {
    let recorder = Recorder::new([Reply::Fail(Failure::Interrupted), Reply::json(200, "{}")]);
    Call::<OpenPost>::new(&client(&recorder)).header("Idempotency-Key", "1").await.unwrap();
    assert_eq!(recorder.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_redirected_post_that_became_a_get_is_not_posted_again() {
    let recorder = Recorder::new([
        Reply::redirect(303, "/status"),
        Reply::Fail(Failure::Interrupted),
        Reply::json(200, "{}"),
    ]);
    Call::<OpenPost>::new(&client(&recorder)).await.unwrap();
    let methods: Vec<_> = recorder.requests().iter().map(|sent| sent.method.clone()).collect();
    assert_eq!(methods, ["POST", "GET", "GET"]);
}

#[tokio::test(start_paused = true)]
async fn redirects_are_no_attempts() {
    let again = || Reply::redirect(307, "/again");
    let busy = || Reply::status(503);
    let recorder = Recorder::new([again(), again(), busy(), again(), again(), busy(), busy()]);
    let error = Call::<Open>::new(&client(&recorder)).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.attempts()), (503, 3));
    assert_eq!(recorder.count(), 7);
    let recorder = Recorder::new([again(), Reply::json(200, "{}")]);
    let raw = Call::<Open>::new(&client(&recorder)).raw().await.unwrap();
    assert_eq!(raw.attempts(), 1);
}

#[tokio::test(start_paused = true)]
async fn attempts_end_and_are_counted() {
    let recorder = Recorder::new([Reply::status(503)]);
    let error = Call::<Open>::new(&client(&recorder)).await.unwrap_err();
    assert_eq!((recorder.count(), error.attempts()), (3, 3));
    assert_eq!(error.to_string(), "GET /open: 503 Service Unavailable, 3 attempts");
    assert!(error.is_retryable() && error.is_server_error());

    let recorder = Recorder::new([Reply::Fail(Failure::Connect)]);
    let call = Call::<OpenPost>::new(&client(&recorder));
    let error = call.retry(RetryPolicy::default().max_attempts(5)).await.unwrap_err();
    assert_eq!((error.kind(), recorder.count(), error.attempts()), (ErrorKind::Connect, 5, 5));

    let recorder = Recorder::new([Reply::status(503)]);
    let call = Call::<Open>::new(&client(&recorder)).retry(RetryPolicy::never());
    assert_eq!(call.await.unwrap_err().attempts(), 1);
    assert_eq!(recorder.count(), 1);

    let recorder = Recorder::new([Reply::status(500), Reply::json(200, "{}")]);
    let call = Call::<Open>::new(&client(&recorder)).retry(RetryPolicy::default().statuses([500]));
    call.await.unwrap();
    assert_eq!(recorder.count(), 2);
}

/// The pause before the second attempt, with this Retry-After.
async fn pause_after(value: &str) -> Duration {
    let recorder =
        Recorder::new([Reply::status(429).header("retry-after", value), Reply::json(200, "{}")]);
    let begin = Instant::now();
    Call::<Open>::new(&client(&recorder)).await.unwrap();
    assert_eq!(recorder.count(), 2);
    begin.elapsed()
}

#[tokio::test(start_paused = true)]
async fn retry_after_is_honoured() {
    let about = |pause: Duration, seconds: f64| (pause.as_secs_f64() - seconds).abs() < 1.1;
    assert!(about(pause_after("7").await, 7.0));
    assert!(about(pause_after("0").await, 0.0));
    // The three forms of RFC 9110 section 5.6.7; all of them in the past.
    for past in [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ] {
        assert!(about(pause_after(past).await, 0.0), "{past}");
    }
    let date = httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(20));
    assert!(about(pause_after(&date).await, 19.5));
    for garbage in ["soon", "", "-1", "1.5", "Mon, 32 Foo 2099"] {
        assert!(pause_after(garbage).await <= Duration::from_millis(251), "{garbage}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_cannot_be_finished_is_not_begun() {
    for seconds in ["121", "120", "99999999999999999999999"] {
        let recorder = Recorder::new([Reply::status(503).header("retry-after", seconds)]);
        let begin = Instant::now();
        let error = Call::<Open>::new(&client(&recorder)).await.unwrap_err();
        assert_eq!(error.status().unwrap(), 503);
        assert_eq!(error.headers().unwrap()["retry-after"], seconds);
        assert_eq!((recorder.count(), begin.elapsed()), (1, Duration::ZERO));
    }
    let recorder = Recorder::new([Reply::status(503).header("retry-after", "5")]);
    let call = Call::<Open>::new(&client(&recorder)).timeout(Duration::from_secs(4));
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Status);
    assert_eq!(recorder.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn pauses_grow_to_their_limit_and_differ() {
    let policy = RetryPolicy::default()
        .max_attempts(4)
        .backoff(Duration::from_secs(1), Duration::from_secs(3))
        .statuses([418]);
    let mut elapsed = Vec::new();
    for _ in 0..20 {
        let recorder = Recorder::new([Reply::status(418)]);
        let begin = Instant::now();
        let call = Call::<Open>::new(&client(&recorder)).retry(policy.clone());
        call.await.unwrap_err();
        assert_eq!(recorder.count(), 4);
        elapsed.push(begin.elapsed());
    }
    // 1 + 2 + 3 seconds at most; twenty sums of three random pauses are not all alike.
    assert!(elapsed.iter().all(|sum| *sum <= Duration::from_millis(6010)), "{elapsed:?}");
    let (least, most) = (elapsed.iter().min().unwrap(), elapsed.iter().max().unwrap());
    assert!(*most > *least + Duration::from_millis(300), "{elapsed:?}");
}

#[tokio::test(start_paused = true)]
async fn the_budget_ends_retrying() {
    let policy = RetryPolicy::default().max_attempts(100).budget(Duration::from_secs(25));
    let recorder = Recorder::new([Reply::status(503).header("retry-after", "10")]);
    let call = Call::<Open>::new(&client(&recorder)).retry(policy);
    assert_eq!(call.await.unwrap_err().attempts(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_and_a_call_have_limits() {
    let recorder = Recorder::new([Reply::Hang]);
    let begin = Instant::now();
    let error = Call::<Open>::new(&client(&recorder)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 3));
    assert!(error.is_timeout() && error.is_retryable());
    assert_eq!(
        error.to_string(),
        "GET /open: no answer within 30s (limit of an attempt), 3 attempts"
    );
    let elapsed = begin.elapsed();
    assert!(elapsed >= Duration::from_secs(90) && elapsed < Duration::from_secs(92), "{elapsed:?}");

    let begin = Instant::now();
    let call = Call::<Open>::new(&client(&recorder)).timeout(Duration::from_secs(45));
    let error = call.await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /open: no answer within 45s (limit of the whole call), 2 attempts"
    );
    assert_eq!(begin.elapsed().as_secs(), 45);

    let begin = Instant::now();
    let call = Call::<OpenPost>::new(&client(&recorder)).attempt_timeout(Duration::from_secs(50));
    assert_eq!(call.await.unwrap_err().attempts(), 1);
    assert_eq!(begin.elapsed().as_secs(), 50);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_stalls_is_within_the_limits() {
    let stalled = Reply::json(200, "").body(vec![Chunk::Bytes(b"{\"a\":"), Chunk::Hang]);
    let recorder = Recorder::new([stalled]);
    let begin = Instant::now();
    let error = Call::<OpenPost>::new(&client(&recorder)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!((recorder.count(), begin.elapsed().as_secs()), (1, 30));
}
