//! Bodies that are not in memory, over a real socket: their framing, what is sent again and what is not.
use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_core::Stream;
use oasmith_runtime::{
    Body, Call, Client, Error, ErrorKind, File, Multipart, Request, RetryPolicy,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::api::{self, OpenPost, PutKey};
use super::recorder::{Recorder, Reply};

const OK: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
const BUSY: &[u8] = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
const MOVED: &[u8] =
    b"HTTP/1.1 307 Moved\r\nLocation: /there\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// A stream of these pieces.
struct Pieces(VecDeque<Result<Vec<u8>, io::Error>>);

impl Stream for Pieces {
    type Item = Result<Vec<u8>, io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front())
    }
}

/// A stream that cannot fail, of nothing.
struct Nothing;

impl Stream for Nothing {
    type Item = Result<&'static str, Infallible>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}

fn pieces(pieces: &[&[u8]]) -> Pieces {
    Pieces(pieces.iter().map(|piece| Ok(piece.to_vec())).collect())
}

/// Bytes that do not repeat where a chunk ends.
fn bytes(length: usize) -> Vec<u8> {
    (0..length).map(|at| u8::try_from(at * at % 251).unwrap()).collect()
}

/// A file that is gone when the test is over.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str, content: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("oasmith-{}-{name}", std::process::id()));
        std::fs::write(&path, content).unwrap();
        Self(path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// A request as a server sees it: the head in lower case, and the body without its framing.
#[derive(Debug)]
struct Seen {
    head: String,
    body: Vec<u8>,
}

impl Seen {
    fn length(&self) -> Option<usize> {
        let line = self.head.lines().find_map(|line| line.strip_prefix("content-length: "));
        line.map(|length| length.parse().unwrap())
    }

    fn is_chunked(&self) -> bool {
        self.head.contains("transfer-encoding: chunked")
    }
}

/// Sends this body to a server that gives these answers, and returns what the server saw; a body that ends early is
/// seen as far as it came.
async fn exchange(body: Body, answers: &[&'static [u8]]) -> (Vec<Seen>, Result<(), Error>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answers = answers.to_vec();
    let server = tokio::spawn(async move {
        let mut seen = Vec::new();
        for answer in answers {
            let accepted = tokio::time::timeout(Duration::from_secs(5), listener.accept()).await;
            let Ok(Ok((mut stream, _))) = accepted else { break };
            seen.push(read(&mut stream).await);
            let _ = stream.write_all(answer).await;
        }
        seen
    });
    let mut call = Call::<PutKey>::new(&client_of(&url));
    call.parts().body("application/x-thing", body);
    let outcome = call.await.map(|_| ());
    if outcome.is_err() {
        // It would wait for requests that do not come.
        tokio::time::sleep(Duration::from_millis(50)).await;
        let _ = TcpStream::connect(url.trim_start_matches("http://")).await;
    }
    (server.await.unwrap(), outcome)
}

fn client_of(url: &str) -> Client {
    let short = Duration::from_millis(5);
    api::builder()
        .base_url(url)
        .retry(RetryPolicy::default().backoff(short, short))
        .configure_http(reqwest::ClientBuilder::no_proxy)
        .build()
        .unwrap()
}

/// RFC 9112, section 6: the length, or chunks.
async fn read(stream: &mut TcpStream) -> Seen {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return Seen { head: String::new(), body: head },
        }
    }
    let mut seen = Seen { head: String::from_utf8(head).unwrap().to_lowercase(), body: Vec::new() };
    if let Some(length) = seen.length() {
        let _ = stream.take(length as u64).read_to_end(&mut seen.body).await;
    }
    while seen.is_chunked() {
        let mut size = String::new();
        while !size.ends_with("\r\n") {
            let Ok(byte) = stream.read_u8().await else { return seen };
            size.push(char::from(byte));
        }
        let size = u64::from_str_radix(size.trim(), 16).unwrap();
        let _ = stream.take(size).read_to_end(&mut seen.body).await;
        let _ = stream.read_u16().await;
        if size == 0 {
            break;
        }
    }
    seen
}

#[tokio::test]
async fn a_file_is_sent_with_its_length() {
    for length in [0, 1, 65_535, 65_536, 65_537, 1_000_000] {
        let content = bytes(length);
        let file = Temporary::new(&format!("length-{length}"), &content);
        let (seen, outcome) = exchange(file.0.as_path().into(), &[OK]).await;
        outcome.unwrap();
        assert_eq!(seen[0].length(), Some(length));
        assert!(!seen[0].is_chunked() && seen[0].body == content, "{}", seen[0].head);
    }
}

#[tokio::test]
async fn streams_and_readers_have_a_length_when_it_is_said() {
    let content = bytes(200_000);
    let reader = || io::Cursor::new(bytes(200_000));
    let stream = || pieces(&[&bytes(200_000)[..7], b"", &bytes(200_000)[7..]]);
    for (body, length) in [
        (Body::reader(reader(), None), None),
        (Body::reader(reader(), Some(200_000)), Some(200_000)),
        (Body::stream(stream(), None), None),
        (Body::stream(stream(), Some(200_000)), Some(200_000)),
        (Body::sequence(vec![Body::from("x"), Body::reader(reader(), None)]), None),
        (Body::sequence(vec![Body::none(), Body::reader(reader(), Some(200_000))]), Some(200_000)),
    ] {
        let (seen, outcome) = exchange(body, &[OK]).await;
        outcome.unwrap();
        assert_eq!(seen[0].length(), length);
        assert_eq!(seen[0].is_chunked(), length.is_none(), "RFC 9112 section 6.1");
        assert!(seen[0].body.ends_with(&content), "{}", seen[0].head);
    }
}

#[tokio::test]
async fn what_can_be_read_again_is_sent_again() {
    let file = Temporary::new("again", &bytes(100_000));
    let bodies = [
        Body::path(&file.0),
        Body::from(bytes(100_000)),
        Body::sequence(vec![bytes(1).into(), bytes(100_000)[1..].to_vec().into()]),
    ];
    for body in bodies {
        let (seen, outcome) = exchange(body, &[BUSY, MOVED, OK]).await;
        outcome.unwrap();
        assert_eq!(seen.len(), 3);
        assert!(seen.iter().all(|seen| seen.body == bytes(100_000)));
        assert!(seen[2].head.starts_with("put /there "), "{}", seen[2].head);
    }
}

#[tokio::test]
async fn a_stream_is_never_sent_again() {
    for answer in [BUSY, b"", b"HTTP/1.1 200"] {
        let body = Body::sequence(vec!["a".into(), Body::stream(pieces(&[b"b"]), None)]);
        assert!(!body.is_replayable());
        let (seen, outcome) = exchange(body, &[answer, OK]).await;
        let error = outcome.unwrap_err();
        assert_eq!(error.attempts(), 1, "{error}");
        assert!(error.to_string().contains("not sent again"), "{error}");
        assert_eq!(seen.iter().filter(|seen| !seen.head.is_empty()).count(), 1);
    }
    let (seen, outcome) = exchange(Body::reader(io::Cursor::new("x"), Some(1)), &[MOVED, OK]).await;
    let error = outcome.unwrap_err();
    assert_eq!((error.kind(), seen[0].body.as_slice()), (ErrorKind::Redirect, &b"x"[..]));
    assert!(error.to_string().contains("read only once"), "{error}");
    // The caller kept a clone.
    let body = Body::stream(pieces(&[b"b"]), None);
    exchange(body.clone(), &[OK]).await.1.unwrap();
    let (seen, outcome) = exchange(body, &[OK]).await;
    let error = outcome.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Body, 1));
    assert!(error.to_string().contains("sent before") && seen[0].head.is_empty(), "{error}");
}

/// A POST that became a GET has no body, so that it can be read only once does not matter.
#[tokio::test]
async fn a_redirect_that_drops_the_body_is_followed() {
    let recorder = Recorder::new([Reply::redirect(303, "/x"), Reply::json(200, "{}")]);
    let client = api::builder().transport(recorder.clone()).build().unwrap();
    let mut call = Call::<OpenPost>::new(&client);
    call.parts().body("text/plain", Body::stream(pieces(&[b"b"]), None));
    call.await.unwrap();
    assert!(recorder.requests()[1].body.is_none());
}

#[tokio::test]
async fn what_cannot_be_read_is_an_error_of_the_call() {
    let gone = std::env::temp_dir().join("oasmith-there-is-no-such-file");
    let broken = Pieces([Ok(vec![1]), Err(io::Error::other("disk on fire"))].into());
    let table: [(Body, &str); 7] = [
        (Body::path(&gone), "oasmith-there-is-no-such-file"),
        (Body::path(std::env::temp_dir()), "expected a regular file"),
        (Body::sequence(vec!["a".into(), Body::path(&gone)]), "oasmith-there-is-no-such-file"),
        (Body::stream(broken, None), "disk on fire"),
        (Body::stream(pieces(&[b"ab"]), Some(3)), "another length than the 3 bytes"),
        (Body::stream(pieces(&[b"ab", b"cd"]), Some(3)), "another length than the 3 bytes"),
        (Body::reader(io::Cursor::new("abcd"), Some(3)), "another length than the 3 bytes"),
    ];
    for (body, reason) in table {
        let (seen, outcome) = exchange(body, &[OK]).await;
        let error = outcome.expect_err(reason);
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Body, 1), "{error}");
        assert!(error.to_string().contains(reason), "{error}");
        assert!(!error.is_retryable());
        assert!(seen[0].body.len() < 4, "a server must not take it for a whole body");
    }
}

#[tokio::test]
async fn a_file_that_grows_while_it_is_sent_is_no_whole_body() {
    let file = Temporary::new("grows", b"abc");
    let body = Body::path(&file.0);
    let mut opened = body.open().await.unwrap();
    std::fs::write(&file.0, b"abcd").unwrap();
    assert_eq!(opened.length(), Some(3));
    assert!(opened.chunk().await.is_err());
    // It is as long as it is when it is sent again.
    let mut opened = body.open().await.unwrap();
    assert_eq!(opened.chunk().await.unwrap().unwrap().as_ref(), b"abcd");
    assert!(opened.chunk().await.unwrap().is_none() && opened.chunk().await.unwrap().is_none());
}

#[tokio::test]
async fn parts_of_all_sources_have_a_length_when_all_have() {
    let file = Temporary::new("part.bin", &bytes(100_000));
    let form = |more: Body| {
        Multipart::new()
            .text("a", "1")
            .file("f", File::path(&file.0).header("X-Check", "2"))
            .file("g", File::new(bytes(70_000)).file_name("g"))
            .file("h", File::new(more))
    };
    let mut expected = Vec::new();
    for (name, head, content) in [
        ("a", String::new(), b"1".to_vec()),
        (
            "f",
            format!(
                "; filename=\"{}\"\r\nContent-Type: application/octet-stream\r\nx-check: 2",
                file.0.file_name().unwrap().to_str().unwrap()
            ),
            bytes(100_000),
        ),
        (
            "g",
            "; filename=\"g\"\r\nContent-Type: application/octet-stream".to_owned(),
            bytes(70_000),
        ),
        (
            "h",
            "; filename=\"h\"\r\nContent-Type: application/octet-stream".to_owned(),
            b"xy".to_vec(),
        ),
    ] {
        let head = format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"{head}\r\n\r\n");
        expected.extend([head.into_bytes(), content, b"\r\n".to_vec()].concat());
    }
    expected.extend_from_slice(b"--B--\r\n");
    for (more, has_length) in [
        (Body::from("xy"), true),
        (Body::stream(pieces(&[b"x", b"y"]), Some(2)), true),
        (Body::stream(pieces(&[b"x", b"y"]), None), false),
    ] {
        let request = multipart(&form(more)).await;
        let (seen, outcome) = exchange(request.body.clone(), &[OK]).await;
        outcome.unwrap();
        assert_eq!(seen[0].length().is_some(), has_length);
        let boundary = request.headers["content-type"].to_str().unwrap().split_once("boundary=");
        let boundary = boundary.unwrap().1.as_bytes();
        assert!(without(&seen[0].body, boundary) == expected);
    }
}

async fn multipart(form: &Multipart) -> Request {
    let recorder = Recorder::ok();
    let client = api::builder().transport(recorder.clone()).build().unwrap();
    let mut call = Call::<OpenPost>::new(&client);
    call.parts().multipart("multipart/form-data", form);
    call.await.unwrap();
    recorder.request()
}

/// The body with `B` as its boundary.
fn without(body: &[u8], boundary: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.windows(boundary.len()).position(|bytes| bytes == boundary) {
        out.extend_from_slice(&rest[..at]);
        out.push(b'B');
        rest = &rest[at + boundary.len()..];
    }
    [out, rest.to_vec()].concat()
}

#[tokio::test]
async fn an_answer_that_comes_before_the_whole_body_is_the_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut head = [0; 1024];
        let _ = stream.read(&mut head).await;
        let refusal = b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        stream.write_all(refusal).await.unwrap();
        let mut rest = vec![0; 65_536];
        while stream.read(&mut rest).await.is_ok_and(|count| count > 0) {}
    });
    let mut call = Call::<PutKey>::new(&client_of(&url));
    let endless = tokio::io::repeat(7);
    call.parts().body("application/octet-stream", Body::reader(endless, None));
    let outcome = tokio::time::timeout(Duration::from_secs(10), call).await.unwrap();
    assert_eq!(outcome.unwrap_err().status().unwrap(), 413);
}

#[test]
fn bodies_are_equal_to_their_clones() {
    let stream = || Body::stream(pieces(&[]), None);
    let one = stream();
    assert_eq!(one, one.clone());
    assert_ne!(one, stream());
    assert_ne!(Body::path("a"), Body::from("a"));
    assert_eq!(Body::from("a"), Body::from(vec![b'a']));
    assert_ne!(Body::none(), Body::from(""));
    let shown = format!("{:?} {:?} {:?}", one, Body::path("a"), Body::from("abc"));
    assert_eq!(shown, "Body(stream) Body(source) Body(3 bytes)");
    // Errors of a stream can be anything that is an error, even none.
    assert!(!Body::stream(Nothing, Some(0)).is_replayable());
}
