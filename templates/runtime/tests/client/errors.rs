//! Errors: what they know, what they say, and answers that cannot be decoded.
use std::error::Error as _;

use oasmith_runtime::{
    Call, Client, DecodeError, Error, ErrorKind, RetryPolicy, StatusCode, TransportErrorKind,
};
use serde_json::{Value, json};

use super::api::{self, ListKeys, Open};
use super::recorder::{Chunk, Recorder, Reply};

fn client(reply: Reply) -> Client {
    let builder = api::builder().retry(RetryPolicy::never());
    builder.transport(Recorder::new([reply])).build().unwrap()
}

async fn outcome(reply: Reply) -> Result<Value, Error> {
    Call::<Open>::new(&client(reply)).await
}

async fn error(reply: Reply) -> Error {
    outcome(reply).await.unwrap_err()
}

fn text(status: u16, content_type: &str, body: &'static str) -> Reply {
    Reply::json(status, body).header("content-type", content_type)
}

#[test]
fn an_error_is_one_pointer_and_a_standard_one() {
    fn is_standard<T: std::error::Error + Send + Sync + 'static>() {}
    is_standard::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
    assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
    assert_eq!(size_of::<Call<Open>>(), size_of::<usize>());
}

#[tokio::test]
async fn every_success_is_decoded_and_nothing_else_is() {
    for status in [200, 201, 202, 206, 299] {
        assert_eq!(outcome(Reply::json(status, "[1]")).await.unwrap(), json!([1]));
    }
    for status in [300, 304, 400, 401, 418, 499, 500, 599] {
        let error = error(Reply::json(status, "[1]")).await;
        assert_eq!(error.kind(), ErrorKind::Status);
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert_eq!(error.body().unwrap().as_ref(), b"[1]");
        assert_eq!(error.decode::<Vec<i64>>().unwrap(), [1]);
        assert!(error.decode::<String>().is_err());
    }
    let informational = error(Reply::status(101)).await;
    assert_eq!(informational.kind(), ErrorKind::Transport);
}

#[tokio::test]
async fn statuses_have_names() {
    let of = async |status| error(Reply::status(status)).await;
    assert!(of(401).await.is_unauthorized() && !of(403).await.is_unauthorized());
    assert!(of(403).await.is_forbidden() && !of(404).await.is_forbidden());
    assert!(of(404).await.is_not_found() && !of(410).await.is_not_found());
    assert!(of(500).await.is_server_error() && of(503).await.is_server_error());
    assert!(!of(499).await.is_server_error());
    assert!(of(429).await.is_retryable() && !of(400).await.is_retryable());
    assert!(of(504).await.is_timeout() && !of(500).await.is_timeout());
}

#[tokio::test]
async fn the_line_has_template_status_message_and_request_id() {
    let reply = Reply::json(404, r#"{"message":"no such org"}"#).header("x-request-id", "r-1");
    let mut call = Call::<ListKeys>::new(&client(reply));
    call.parts().path("org", &"org-private");
    let error = call.await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "GET /v0/orgs/{org}/keys: 404 Not Found: no such org (request id r-1)"
    );
    assert!(!format!("{error:?}").contains("org-private"));
    assert_eq!(error.operation(), Some("ListKeys"));
    assert_eq!(error.request_id(), Some("r-1"));
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    let client = client(Reply::status(404));
    let error = client.request(http::Method::GET, "/other?secret=1").await.unwrap_err();
    assert_eq!(error.to_string(), "GET /other: 404 Not Found");
    assert_eq!(error.operation(), None);
}

#[tokio::test]
async fn messages_are_found_in_the_common_shapes() {
    for (body, message) in [
        (r#"{"message":"m","requestId":"r","type":"t"}"#, Some("m")),
        (r#"{"error":{"message":"m","code":3}}"#, Some("m")),
        (r#"{"error":"invalid_grant","error_description":"m"}"#, Some("m")),
        (r#"{"type":"about:blank","title":"t","status":400,"detail":"m"}"#, Some("m")),
        (r#"{"type":"about:blank","title":"m"}"#, Some("m")),
        (r#"{"error":"m"}"#, Some("m")),
        (r#"{"errors":[{"message":"m"},{"message":"n"}]}"#, Some("m")),
        (r#"{"errors":["m"]}"#, Some("m")),
        (r#""m""#, Some("m")),
        // Micronaut: the message repeats the reason phrase, the embedded error says it.
        (
            r#"{"message":"Bad Request","_embedded":{"errors":[{"message":"m"}]},"_links":{}}"#,
            Some("m"),
        ),
        (r#"{"message":"Bad Request","_links":{}}"#, Some("Bad Request")),
        (r#"{"message":{"deep":1}}"#, None),
        (r#"{"message":""}"#, None),
        ("[]", None),
        ("{broken", None),
        ("", None),
    ] {
        assert_eq!(error(Reply::json(400, body)).await.message(), message, "{body}");
    }
    // A service that calls its plain text JSON; a page is no message.
    assert_eq!(
        error(Reply::json(429, "Too many requests.")).await.message(),
        Some("Too many requests.")
    );
    assert_eq!(error(text(403, "text/plain", " no \n")).await.message(), Some("no"));
    assert_eq!(error(text(502, "text/html", "<h1>Bad</h1>")).await.message(), None);
    assert_eq!(error(text(502, "text/plain", "<h1>Bad</h1>")).await.message(), None);
    let body_id = error(Reply::json(400, r#"{"message":"m","requestId":"r-2"}"#)).await;
    assert_eq!(body_id.request_id(), Some("r-2"));
}

#[tokio::test]
async fn what_a_service_says_stays_on_one_short_line() {
    let hostile = error(Reply::json(400, r#"{"message":"a\nb\u001b[31m\u2028c"}"#)).await;
    assert_eq!(hostile.to_string(), r"GET /open: 400 Bad Request: a\nb\u{1b}[31m\u{2028}c");
    let client = client(Reply::status(200));
    let target = client.request(http::Method::GET, "/a\nb").await.unwrap_err();
    assert_eq!(target.to_string(), r"GET /a\nb: path: the path holds a control character");
    let long: &'static str =
        Box::leak(format!(r#"{{"message":"{}"}}"#, "ü".repeat(5000)).into_boxed_str());
    let error = error(Reply::json(400, long)).await;
    assert_eq!(error.message().unwrap().chars().count(), 5000);
    assert_eq!(error.to_string(), format!("GET /open: 400 Bad Request: {}…", "ü".repeat(200)));
}

#[tokio::test]
async fn decode_errors_name_the_path_and_keep_the_bytes() {
    type Items = std::collections::BTreeMap<String, Vec<std::collections::BTreeMap<String, i64>>>;
    let reply = Reply::json(200, r#"{"items":[{"id":1},{"id":"x"}]}"#);
    let client = client(reply);
    let raw = Call::<Open>::new(&client).raw().await.unwrap();
    let error = raw.json::<Items>().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("items[1].id"), "{error}");
    assert_eq!(error.status().unwrap(), 200);
    assert!(error.body().unwrap().starts_with(b"{\"items\""));
    assert!(error.source().unwrap().is::<DecodeError>());
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn bodies_that_are_not_json_are_explained() {
    let cases = [
        (Reply::status(200), "the body is empty"),
        (Reply::json(204, ""), "204 No Content: the answer cannot be decoded: the body is empty"),
        (Reply::json(200, " \n"), "the body is empty"),
        (text(200, "text/html; charset=utf-8", "<html>"), "content type `text/html"),
        (Reply::json(200, "{}").header("content-encoding", "gzip"), "`gzip`"),
        (Reply::json(200, "{} x"), "cannot be decoded"),
        (Reply::json(200, "").body(vec![Chunk::Bytes(b"\"\xFF\"")]), "UTF-8"),
    ];
    for (reply, part) in cases {
        let error = error(reply).await;
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains(part), "{error}");
    }
    for reply in [
        text(200, "text/html", "[1]"),
        text(200, "application/json; charset=\"UTF-8\"", "[1]"),
        text(200, "Application/JSON; Charset=US-ASCII", "[1]"),
        // RFC 8259, section 11: JSON has no charset parameter.
        text(200, "application/json; charset=utf-16", "[1]"),
        Reply::json(200, "\u{FEFF}[1]"),
        Reply::json(200, "[1]").header("content-encoding", "identity"),
        Reply::json(200, "").body(vec![Chunk::Bytes(b"["), Chunk::Bytes(b""), Chunk::Bytes(b"1]")]),
    ] {
        assert_eq!(outcome(reply).await.unwrap(), json!([1]));
    }
}

#[tokio::test]
async fn json_that_is_not_utf_8_is_read_as_its_charset_says() {
    for charset in ["windows-1252", "Latin1", "ISO-8859-1"] {
        let reply = Reply::json(201, "")
            .header("content-type", &format!("application/json; charset={charset}"))
            .body(vec![Chunk::Bytes(b"[\"\x80 gr\xFCn \x99\"]")]);
        assert_eq!(outcome(reply).await.unwrap(), json!(["€ grün ™"]), "{charset}");
    }
    // Bytes that are UTF-8 are, whatever is said of them.
    let reply = Reply::json(201, "[\"grün\"]");
    let reply = reply.header("content-type", "application/json; charset=iso-8859-1");
    assert_eq!(outcome(reply).await.unwrap(), json!(["grün"]));
}

#[tokio::test]
async fn text_is_decoded_by_its_charset() {
    let read = async |content_type: &str, body: &'static [u8]| {
        let reply = Reply::json(200, "").header("content-type", content_type);
        let client = client(reply.body(vec![Chunk::Bytes(body)]));
        Call::<Open>::new(&client).raw().await.unwrap().text()
    };
    assert_eq!(read("text/plain", "\u{FEFF}grün".as_bytes()).await.unwrap(), "grün");
    assert_eq!(read("text/plain; charset=ISO-8859-1", b"gr\xFCn").await.unwrap(), "grün");
    assert_eq!(read("text/plain", b"gr\xFCn").await.unwrap_err().kind(), ErrorKind::Decode);
    let error = read("text/plain; charset=shift_jis", b"x").await.unwrap_err();
    assert!(error.to_string().contains("`shift_jis`"), "{error}");
}

#[tokio::test]
async fn a_broken_body_keeps_what_arrived() {
    let reply = Reply::json(201, "").header("x-request-id", "r-3");
    let broken = reply.body(vec![Chunk::Bytes(b"{\"key\":\"new-secret"), Chunk::Break]);
    let error = error(broken).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (201, Some("r-3")));
    assert_eq!(error.body().unwrap().as_ref(), b"{\"key\":\"new-secret");
    assert!(error.is_retryable());
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("after 18 bytes") && !shown.contains("new-secret"), "{shown}");
}

#[tokio::test]
async fn answers_have_a_limit() {
    let builder = |limit: usize, reply: Reply| {
        let recorder = Recorder::new([reply]);
        let builder = api::builder().response_limit(limit).transport(recorder.clone());
        (builder.build().unwrap(), recorder)
    };
    let pieces = || Reply::json(200, "").body(vec![Chunk::Bytes(b"[1"), Chunk::Bytes(b"2]")]);
    let (client, _) = builder(4, pieces());
    assert_eq!(Call::<Open>::new(&client).await.unwrap(), json!([12]));
    let (client, recorder) = builder(3, pieces());
    let error = Call::<Open>::new(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Body);
    assert!(error.to_string().contains("response_limit"), "{error}");
    assert_eq!(recorder.count(), 1);
    let (client, _) = builder(3, Reply::json(200, "[12]"));
    assert_eq!(Call::<Open>::new(&client).await.unwrap_err().kind(), ErrorKind::Body);
}

#[tokio::test]
async fn transport_failures_have_their_kinds_and_causes() {
    for (failure, kind, is_retryable) in [
        (TransportErrorKind::Connect, ErrorKind::Connect, true),
        (TransportErrorKind::ConnectTimeout, ErrorKind::Timeout, true),
        (TransportErrorKind::Tls, ErrorKind::Tls, false),
        (TransportErrorKind::Timeout, ErrorKind::Timeout, true),
        (TransportErrorKind::Interrupted, ErrorKind::Transport, true),
    ] {
        let error = error(Reply::Fail(failure)).await;
        assert_eq!((error.kind(), error.is_retryable()), (kind, is_retryable));
        assert!(error.to_string().ends_with(": scripted"), "{error}");
        assert_eq!(error.source().unwrap().to_string(), "scripted");
        assert!(error.status().is_none() && error.body().is_none() && error.headers().is_none());
    }
}

#[tokio::test]
async fn a_value_comes_with_its_response() {
    let reply = Reply::json(201, "[1, 2]").header("x-rate-limit", "9");
    let client = client(reply);
    let answer = Call::<Open>::new(&client).with_response().await.unwrap();
    assert_eq!(answer.status(), 201);
    assert_eq!(answer.headers()["x-rate-limit"], "9");
    assert_eq!(answer.as_array().unwrap().len(), 2);
    assert_eq!(answer.into_value(), json!([1, 2]));
    let raw = client.request(http::Method::GET, "/").raw().await.unwrap();
    assert_eq!((raw.status().as_u16(), raw.attempts()), (201, 1));
    assert_eq!(raw.text().unwrap(), "[1, 2]");
    assert_eq!(raw.into_body().as_ref(), b"[1, 2]");
}
