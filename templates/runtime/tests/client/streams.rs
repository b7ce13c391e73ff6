//! Bodies that are read while they arrive, over real sockets: files, lines, events.
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use oasmith_runtime::{
    Answer, Bytes, Call, Client, Download, Error, ErrorKind, EventForm, Events, Lines, Operation,
    OperationInfo, Reconnect, RetryPolicy, StatusCode,
};
use serde_json::{Value, json};

use super::api::{self, Open, OpenPost};
use super::server::{Act, Server};

/// Declares operations over [`Open`] and [`OpenPost`].
macro_rules! operations {
    ($($name:ident of $base:ident: $accept:literal => $output:ty, $read:expr;)*) => {$(
        enum $name {}
        impl Operation for $name {
            type Output = $output;
            const INFO: &'static OperationInfo =
                &OperationInfo { accept: $accept, ..*<$base as Operation>::INFO };
            const READ: fn(Answer) -> Result<$output, Error> = $read;
        }
    )*};
}

operations! {
    GetFile of Open: "image/png" => Bytes, Answer::bytes;
    PostFile of OpenPost: "image/png" => Bytes, Answer::bytes;
    GetLines of Open: "application/jsonl" => Vec<Value>, Answer::json_lines;
    GetEvents of Open: "application/json" => Value, Answer::json;
    PostEvents of OpenPost: "application/json" => Value, Answer::json;
    GetTexts of Open: "text/event-stream" => (), Answer::empty;
    GetObjects of Open: "text/event-stream" => (), Answer::empty;
}

impl Download for GetFile {}
impl Download for PostFile {}
impl Lines for GetLines {
    type Item = Value;
}
impl Events for GetEvents {
    type Data = Value;
}
impl Events for PostEvents {
    type Data = Value;
}
impl Events for GetTexts {
    type Data = String;
    const FORM: EventForm = EventForm::Text;
}
impl Events for GetObjects {
    type Data = Value;
    const FORM: EventForm = EventForm::Object;
}

const EVENTS: &str =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
const LINES: &str = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

fn client(server: &Server) -> Client {
    let short = Duration::from_millis(5);
    api::builder()
        .base_url(&server.url())
        .retry(RetryPolicy::default().backoff(short, short))
        .configure_http(reqwest::ClientBuilder::no_proxy)
        .response_limit(64)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_file_comes_in_pieces_and_is_not_limited() {
    let half = "HTTP/1.1 200 OK\r\nX-Request-Id: r\r\nContent-Length: 105\r\n\r\nfirst";
    let rest: &str = Box::leak("x".repeat(100).into_boxed_str());
    let pause = Act::Pause(Duration::from_millis(150));
    let server =
        Server::start(vec![vec![Act::Read, Act::Write(half), pause, Act::Write(rest)]]).await;
    let mut body = Call::<GetFile>::new(&client(&server)).stream().await.unwrap();
    assert_eq!((body.status(), body.content_length()), (StatusCode::OK, Some(105)));
    assert_eq!(body.request_id(), Some("r"));
    assert_eq!(body.chunk().await.unwrap().unwrap().as_ref(), b"first");
    assert_eq!(body.received(), 5, "the rest is not there yet");
    let mut written = Vec::new();
    assert_eq!(body.write_to(&mut written).await.unwrap(), 100);
    assert_eq!(written, [b'x'; 100]);
    assert!(body.chunk().await.unwrap().is_none());
    assert!(server.requests()[0].to_ascii_lowercase().contains("accept: image/png\r\n"));
    // Read whole, the limit counts.
    let error = Call::<GetFile>::new(&client(&server)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body);
}

#[tokio::test]
async fn until_the_head_a_stream_is_a_call_like_any_other() {
    let busy = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let moved =
        "HTTP/1.1 307 Moved\r\nLocation: /b\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    let script = |text| vec![Act::Read, Act::Write(text)];
    let server = Server::start(vec![script(busy), script(moved), script(ok)]).await;
    let mut body = Call::<GetFile>::new(&client(&server)).stream().await.unwrap();
    assert_eq!(body.chunk().await.unwrap().unwrap().as_ref(), b"ok");
    assert_eq!(server.requests().len(), 3);
    assert!(server.requests()[2].starts_with("GET /b "));
    // What is no success is read whole, and within the limit.
    let problem =
        "HTTP/1.1 404 No\r\nContent-Length: 17\r\nConnection: close\r\n\r\n{\"message\":\"no\"} ";
    let server = Server::start(vec![script(problem)]).await;
    let error = Call::<GetFile>::new(&client(&server)).stream().await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), error.message()), (404, Some("no")));
    // A head that does not come.
    let server = Server::start(vec![vec![Act::Read, Act::Hang]]).await;
    let call = Call::<PostFile>::new(&client(&server)).attempt_timeout(Duration::from_millis(100));
    assert_eq!(call.stream().await.unwrap_err().kind(), ErrorKind::Timeout);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn time_limits_of_the_call_end_with_the_head() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na";
    let pause = Act::Pause(Duration::from_millis(300));
    let script = vec![Act::Read, Act::Write(head), pause, Act::Write("b")];
    let server = Server::start(vec![script]).await;
    let short = Duration::from_millis(150);
    let call = Call::<GetFile>::new(&client(&server)).attempt_timeout(short).timeout(short);
    let mut body = call.stream().await.unwrap();
    let mut all = Vec::new();
    body.write_to(&mut all).await.unwrap();
    assert_eq!(all, b"ab");
    // The pause has a limit of its own.
    let call = Call::<GetFile>::new(&client(&server));
    let mut body = call.stream().await.unwrap().idle_timeout(short);
    assert!(body.chunk().await.unwrap().is_some());
    let error = body.chunk().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert!(body.chunk().await.unwrap().is_none());
}

#[tokio::test]
async fn a_body_that_breaks_says_how_far_it_came() {
    let half = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc";
    let server = Server::start(vec![vec![Act::Read, Act::Write(half)]]).await;
    let mut body = Call::<GetFile>::new(&client(&server)).stream().await.unwrap();
    let error = body.write_to(&mut Vec::new()).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Transport, true));
    assert!(error.to_string().contains("after 3 bytes of the body"), "{error}");
    assert_eq!(server.requests().len(), 1, "a body that has begun is not sent for again");
}

/// A disk that is full.
struct Full;

impl tokio::io::AsyncWrite for Full {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        _: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        Poll::Ready(Err(std::io::ErrorKind::StorageFull.into()))
    }
    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[tokio::test]
async fn a_body_that_nobody_reads_is_not_received() {
    let head = "HTTP/1.1 200 OK\r\n\r\n";
    let server = Server::start(vec![vec![Act::Read, Act::Write(head), Act::Flood]]).await;
    let mut body = Call::<GetFile>::new(&client(&server)).stream().await.unwrap();
    assert_eq!(body.write_to(&mut Full).await.unwrap_err().kind(), ErrorKind::Write);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(server.closed(), 0, "the server is held up");
    drop(body);
    let begin = Instant::now();
    while server.closed() == 0 {
        assert!(begin.elapsed() < Duration::from_secs(5), "dropping ends the exchange");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// Values and errors of all lines that come in these pieces.
async fn lines(pieces: &[&'static str]) -> Vec<Result<Value, Error>> {
    let mut script = vec![Act::Read, Act::Write(LINES)];
    for piece in pieces {
        script.push(Act::Write(chunk(piece)));
        script.push(Act::Pause(Duration::from_millis(10)));
    }
    script.push(Act::Write("0\r\n\r\n"));
    let server = Server::start(vec![script]).await;
    let mut stream = Call::<GetLines>::new(&client(&server)).lines();
    let mut found = Vec::new();
    while let Some(line) = stream.next().await {
        found.push(line);
    }
    found
}

/// RFC 9112, section 7.1.
fn chunk(text: &str) -> &'static str {
    Box::leak(format!("{:x}\r\n{text}\r\n", text.len()).into_boxed_str())
}

async fn values(pieces: &[&'static str]) -> Vec<Value> {
    lines(pieces).await.into_iter().map(Result::unwrap).collect()
}

#[tokio::test]
async fn lines_in_pieces() {
    let expected = [json!({"n": 1}), json!(2), json!("ü\n")];
    assert_eq!(values(&["\u{FEFF}{\"n\"", ":1}\r\n\n2\n\"ü", "\\n\""]).await, expected);
    // RFC 7464: white space may stand inside of a text, and a text goes up to the next separator.
    assert_eq!(values(&["\x1e{\"n\":\n1}", "\n\x1e", "2\n\x1e\"ü\\n\""]).await, expected);
    assert_eq!(values(&[]).await, [] as [Value; 0]);
}

#[tokio::test]
async fn a_line_that_is_wrong_does_not_end_the_stream() {
    let found = lines(&["1\n{]\n3\n"]).await;
    let error = found[1].as_ref().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("line 2"), "{error}");
    assert_eq!(error.body().unwrap().as_ref(), b"{]\n");
    assert_eq!(found[2].as_ref().unwrap(), &json!(3));
    // RFC 7464, section 2.4: a number that nothing follows may be cut off.
    let found = lines(&["\x1e1\n\x1e12\x1e\"a\""]).await;
    assert!(found[1].as_ref().unwrap_err().to_string().contains("cut off"));
    assert_eq!(found[2].as_ref().unwrap(), &json!("a"));
    // No line is longer than an answer may be.
    let long: &str = Box::leak("1".repeat(65).into_boxed_str());
    let found = lines(&[long, "1\n2\n"]).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].as_ref().unwrap_err().kind(), ErrorKind::Body);
}

#[tokio::test]
async fn a_value_is_there_before_the_next_one() {
    for (first, value) in [("{\"n\":1}\n", json!({"n": 1})), ("\x1e7\n", json!(7))] {
        let script = vec![Act::Read, Act::Write(LINES), Act::Write(chunk(first)), Act::Hang];
        let server = Server::start(vec![script]).await;
        let mut stream = Call::<GetLines>::new(&client(&server)).lines();
        let next = tokio::time::timeout(Duration::from_secs(5), stream.next()).await;
        assert_eq!(next.unwrap().unwrap().unwrap(), value);
    }
}

async fn all<T: oasmith_runtime::Decode>(
    mut stream: oasmith_runtime::EventStream<T>,
) -> (Vec<T>, Option<Error>) {
    let mut found = Vec::new();
    while let Some(event) = stream.next().await {
        match event {
            Ok(event) => found.push(event.data),
            Err(error) => return (found, Some(error)),
        }
    }
    (found, None)
}

#[tokio::test]
async fn events_of_an_operation_that_answers_json_too() {
    let script = vec![
        Act::Read,
        Act::Write(EVENTS),
        Act::Write(chunk(": hello\r\ndata: {\"n\":\r\nda")),
        Act::Pause(Duration::from_millis(20)),
        Act::Write(chunk("ta: 1}\r\n\r\ndata: 2\r\n\r\ndata: [DONE]\r\n\r\ndata: 3\r\n\r\n")),
        Act::Hang,
    ];
    let server = Server::start(vec![script]).await;
    let client = client(&server);
    let (found, error) = all(Call::<PostEvents>::new(&client).events()).await;
    assert_eq!(found, [json!({"n": 1}), json!(2)]);
    assert!(error.is_none());
    assert!(server.requests()[0].to_ascii_lowercase().contains("accept: text/event-stream\r\n"));
    // Another marker, and none at all.
    let stream = Call::<PostEvents>::new(&client).events().end_marker(Some("2"));
    assert_eq!(all(stream).await.0, [json!({"n": 1})]);
    let stream = Call::<PostEvents>::new(&client).events().end_marker(None);
    let (found, error) = all(stream).await;
    let error = error.unwrap();
    assert_eq!((found.len(), error.body().unwrap().as_ref()), (2, b"[DONE]".as_slice()));
    // A service that was not asked well enough.
    let server = Server::answering(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
    )
    .await;
    let (_, error) = all(Call::<PostEvents>::new(&super::streams::client(&server)).events()).await;
    let error = error.unwrap();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("found `application/json`"), "{error}");
}

#[tokio::test]
async fn what_a_description_calls_an_event() {
    let stream = "event: a\nid: 7\ndata: {\"n\": 1}\n\ndata: text\n\n";
    let script =
        vec![Act::Read, Act::Write(EVENTS), Act::Write(chunk(stream)), Act::Write("0\r\n\r\n")];
    let server = Server::start(vec![script]).await;
    let client = client(&server);
    let (texts, _) = all(Call::<GetTexts>::new(&client).events()).await;
    assert_eq!(texts, ["{\"n\": 1}", "text"]);
    let (objects, _) = all(Call::<GetObjects>::new(&client).events()).await;
    assert_eq!(
        objects,
        [
            json!({"event": "a", "data": {"n": 1}, "id": "7"}),
            json!({"event": "message", "data": "text", "id": "7"})
        ]
    );
}

#[tokio::test]
async fn a_broken_stream_resumes_after_the_last_identifier() {
    let begin = "retry: 20\nid: 1\ndata: 1\n\nid: 2\ndata: 2\n\nid: 3\ndata: lost";
    let broken = vec![
        Act::Read,
        Act::Write(EVENTS),
        Act::Write(chunk(begin)),
        Act::Pause(Duration::from_millis(30)),
    ];
    let rest = vec![
        Act::Read,
        Act::Write(EVENTS),
        Act::Write(chunk("data: 3\n\n")),
        Act::Write("0\r\n\r\n"),
    ];
    let server = Server::start(vec![broken, rest]).await;
    let begin = Instant::now();
    let mut stream = Call::<GetEvents>::new(&client(&server)).events();
    let mut found = Vec::new();
    while let Some(event) = stream.next().await {
        found.push(event.unwrap().data);
    }
    assert_eq!(found, [json!(1), json!(2), json!(3)]);
    assert_eq!(stream.last_event_id(), Some("2"));
    let sent = server.requests();
    assert_eq!(sent.len(), 2);
    assert!(!sent[0].to_ascii_lowercase().contains("last-event-id"));
    assert!(sent[1].to_ascii_lowercase().contains("last-event-id: 2\r\n"), "{}", sent[1]);
    assert!(begin.elapsed() >= Duration::from_millis(50));
}

#[tokio::test]
async fn a_stream_connects_again_only_where_that_is_safe() {
    let broken = |text: &str| {
        let pause = Act::Pause(Duration::from_millis(30));
        vec![Act::Read, Act::Write(EVENTS), Act::Write(chunk(text)), pause]
    };
    // No identifier, no GET, and the caller said no.
    let server = Server::start(vec![broken("retry: 1\ndata: 1\n\n")]).await;
    let (found, error) = all(Call::<GetEvents>::new(&client(&server)).events()).await;
    assert_eq!((found.len(), error.unwrap().kind()), (1, ErrorKind::Transport));
    let server = Server::start(vec![broken("retry: 1\nid: 1\ndata: 1\n\n")]).await;
    assert!(all(Call::<PostEvents>::new(&client(&server)).events()).await.1.is_some());
    let never = Call::<GetEvents>::new(&client(&server)).events().reconnect(Reconnect::Never);
    assert!(all(never).await.1.is_some());
    assert_eq!(server.requests().len(), 2);
    // A stream that breaks before it gives anything, again and again.
    let server = Server::start(vec![broken("retry: 1\nid: 1\n\n")]).await;
    let (found, error) = all(Call::<GetEvents>::new(&client(&server)).events()).await;
    assert_eq!((found.len(), error.unwrap().kind()), (0, ErrorKind::Transport));
    assert_eq!(server.requests().len(), 6);
}

#[tokio::test]
async fn as_browsers_do_until_the_service_says_no_more() {
    let some = |text: &str| {
        vec![Act::Read, Act::Write(EVENTS), Act::Write(chunk(text)), Act::Write("0\r\n\r\n")]
    };
    let gone = vec![Act::Read, Act::Write("HTTP/1.1 204 No Content\r\n\r\n")];
    let server =
        Server::start(vec![some("retry: 1\ndata: 1\n\n"), some("data: 2\n\n"), gone]).await;
    let stream = Call::<GetEvents>::new(&client(&server)).events().reconnect(Reconnect::Always);
    let (found, error) = all(stream.resume_after("x")).await;
    assert_eq!(found, [json!(1), json!(2)]);
    assert!(error.is_none(), "{error:?}");
    let sent = server.requests();
    assert_eq!(sent.len(), 3);
    assert!(sent.iter().all(|it| it.to_ascii_lowercase().contains("last-event-id: x\r\n")));
    // By itself an end is the end.
    let server = Server::start(vec![some("id: 1\ndata: 1\n\n")]).await;
    let (found, error) = all(Call::<GetEvents>::new(&client(&server)).events()).await;
    assert_eq!((found.len(), error.is_none(), server.requests().len()), (1, true, 1));
}
