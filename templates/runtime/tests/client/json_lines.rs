//! Sequences of JSON values, sent and read.
use oasmith_runtime::{Answer, Call, Error, ErrorKind, Operation, OperationInfo};
use serde_json::{Value, json};

use super::api::{self, Open, OpenPost};
use super::recorder::{Chunk, Recorder, Reply, header};

enum Lines {}

impl Operation for Lines {
    type Output = Vec<u8>;
    const INFO: &'static OperationInfo = <Open as Operation>::INFO;
    const READ: fn(Answer) -> Result<Vec<u8>, Error> = Answer::json_lines;
}

enum Values {}

impl Operation for Values {
    type Output = Vec<Value>;
    const INFO: &'static OperationInfo = <Open as Operation>::INFO;
    const READ: fn(Answer) -> Result<Vec<Value>, Error> = Answer::json_lines;
}

async fn sent(media_type: &str, items: &[Value]) -> (String, String) {
    let recorder = Recorder::ok();
    let client = api::builder().transport(recorder.clone()).build().unwrap();
    let mut call = Call::<OpenPost>::new(&client);
    call.parts().json_lines(media_type, items);
    call.await.unwrap();
    let request = recorder.request();
    let body = String::from_utf8(request.body.bytes().unwrap().to_vec()).unwrap();
    (header(&request, "content-type").to_owned(), body)
}

async fn read(content_type: &str, body: &'static [u8]) -> Result<Vec<u8>, Error> {
    let reply = Reply::json(200, "").header("content-type", content_type);
    let recorder = Recorder::new([reply.body(vec![Chunk::Bytes(body)])]);
    let client = api::builder().transport(recorder).build().unwrap();
    Call::<Lines>::new(&client).await
}

#[tokio::test]
async fn values_are_written_one_per_line() {
    let items = [json!({ "a": "x\ny" }), json!(null), json!([1, 2])];
    let (media_type, body) = sent("application/x-ndjson", &items).await;
    assert_eq!(media_type, "application/x-ndjson");
    assert_eq!(body, "{\"a\":\"x\\ny\"}\nnull\n[1,2]\n");
    // RFC 7464, section 2.2: a record separator before each, a line feed after each. RFC 8142 is a type of that kind.
    for media_type in
        ["application/json-seq", "Application/JSON-Seq; x=1", "application/geo+json-seq"]
    {
        let (sent_type, body) = sent(media_type, &items[1..]).await;
        assert_eq!(sent_type, media_type);
        assert_eq!(body, "\u{1E}null\n\u{1E}[1,2]\n");
    }
    // No value is a body, too, and not a missing one.
    assert_eq!(sent("application/jsonl", &[]).await.1, "");
}

#[tokio::test]
async fn values_are_read_in_all_their_forms() {
    for body in [
        &b"1\n2\n3\n"[..],
        b"1\n2\n3",
        b"1\r\n\r\n 2 \r\n\n3\r\n",
        b"\xEF\xBB\xBF1\n2\n3\n",
        b"\x1E1\n\x1E2\n\x1E3\n",
        b"\x1E1 \x1E\x1E2\n\n\x1E\n3\n\n",
    ] {
        assert_eq!(read("application/x-ndjson", body).await.unwrap(), [1, 2, 3], "{body:?}");
    }
    for body in [&b""[..], b"\n\n", b"\x1E\n"] {
        assert_eq!(read("application/json-seq", body).await.unwrap(), [0; 0], "{body:?}");
    }
}

#[tokio::test]
async fn an_error_tells_the_line() {
    for (body, line) in [
        (&b"1\n\n\"secret\"\n4\n"[..], "line 3: "),
        (b"1\n2 2\n", "line 2: "),
        // What a writer left unfinished.
        (b"1\n2\n[", "line 3: "),
        (b"\x1E1\n\x1E\n2\n\x1E\"x\"\n", "line 4: "),
        (b"1\n\xFF\n", "line 2: "),
    ] {
        let error = read("application/x-ndjson", body).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains(line), "{body:?}: {error}");
        assert!(!error.to_string().contains("secret"), "{error}");
        assert_eq!(error.body().unwrap().as_ref(), body);
    }
}

/// RFC 7464, section 2.4: without white space after them, numbers and names may be the beginnings of longer ones.
#[tokio::test]
async fn values_that_may_be_cut_off_are_refused() {
    for body in [&b"\x1E1\n\x1E23"[..], b"\x1E1\n\x1E 23\x1E4\n", b"\x1E1\n\x1Etrue"] {
        let error = read("application/json-seq", body).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains("line 2: the value may be cut off"), "{error}");
        assert_eq!(error.body().unwrap().as_ref(), body);
    }
    // Values that show their end need nothing after them.
    for (body, expected) in [
        (&b"\x1E[1]\x1E{\"a\":2}\x1E\"b\""[..], json!([[1], { "a": 2 }, "b"])),
        (b"\x1Enull\n\x1Efalse \x1E-1.5e3\t", json!([null, false, -1500.0])),
    ] {
        let reply = Reply::json(200, "").body(vec![Chunk::Bytes(body)]);
        let builder = api::builder().transport(Recorder::new([reply]));
        let values = Call::<Values>::new(&builder.build().unwrap()).await.unwrap();
        assert_eq!(Value::Array(values), expected);
    }
}
