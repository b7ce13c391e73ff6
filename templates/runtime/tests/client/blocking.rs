//! Blocking calls: from plain threads, and refused where they would hold up others.
use oasmith_runtime::{Call, ErrorKind};
use serde_json::json;

use super::api::{self, Open};
use super::recorder::{Recorder, Reply};

#[test]
fn plain_threads_can_wait_for_calls() {
    let recorder = Recorder::new([Reply::json(200, "[1]")]);
    let client = api::builder().transport(recorder.clone()).build().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let call = || Call::<Open>::new(&client);
                assert_eq!(call().send_blocking().unwrap(), json!([1]));
                assert_eq!(call().raw_blocking().unwrap().body().as_ref(), b"[1]");
                assert_eq!(call().with_response_blocking().unwrap().status(), 200);
            });
        }
    });
    assert_eq!(recorder.count(), 24);
}

#[test]
fn retries_and_limits_work_there_too() {
    let recorder = Recorder::new([Reply::status(503), Reply::Hang]);
    let client = api::builder().transport(recorder.clone()).build().unwrap();
    let call = Call::<Open>::new(&client).timeout(std::time::Duration::from_millis(700));
    let error = call.send_blocking().unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 2));
}

#[tokio::test]
async fn inside_a_runtime_it_is_an_error() {
    let recorder = Recorder::ok();
    let client = api::builder().transport(recorder.clone()).build().unwrap();
    let error = Call::<Open>::new(&client).send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("await"), "{error}");
    assert_eq!(recorder.count(), 0);
}

#[test]
fn a_transport_that_panics_is_an_error() {
    let panicking = |_: oasmith_runtime::Request| -> oasmith_runtime::TransportFuture {
        Box::pin(async { panic!("scripted") })
    };
    let client = api::builder().transport(panicking).build().unwrap();
    let error = Call::<Open>::new(&client).send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
}
