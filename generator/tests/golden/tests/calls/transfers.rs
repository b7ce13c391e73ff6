//! Bodies of several parts, lines and events: as they go over the wire, and as they come.

use golden::{Reply, Sent, Server};
use golden_transfers::{
    Body, File, Multipart, Part as OwnPart, api::calls::JsonOrPartsBody, model,
};
use serde_json::json;

/// A part of a body (RFC 7578, section 4): headers and content.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) disposition: String,
    pub(crate) media_type: String,
    /// Headers whose names do not begin with `Content-`.
    pub(crate) others: Vec<String>,
    pub(crate) content: Vec<u8>,
}

pub(crate) fn parts(sent: &Sent) -> Vec<Part> {
    let media_type = sent.header("content-type");
    let (_, boundary) = media_type.rsplit_once("; boundary=").expect("a boundary");
    let boundary = boundary.trim_matches('"');
    // Every byte a character of its own, so that nothing is lost.
    let body: String = sent.body.iter().map(|byte| char::from(*byte)).collect();
    let body = format!("\r\n{body}");
    let end = format!("\r\n--{boundary}--");
    let body = body.split_once(&end).expect("an end").0.to_owned();
    let start = format!("\r\n--{boundary}\r\n");
    body.split(&start)
        .skip(1)
        .map(|section| {
            // A part without headers begins with the empty line.
            let section = format!("\r\n{section}");
            let (head, content) = section.split_once("\r\n\r\n").expect("a head");
            let bytes = |text: &str| text.chars().filter_map(|c| u8::try_from(c).ok()).collect();
            let head = String::from_utf8(bytes(head)).expect("UTF-8");
            let headers: Vec<(&str, &str)> =
                head.lines().filter_map(|line| line.split_once(": ")).collect();
            let header = |name: &str| {
                let found = headers.iter().find(|(found, _)| found.eq_ignore_ascii_case(name));
                found.map(|(_, value)| (*value).to_owned()).unwrap_or_default()
            };
            let others = headers.iter().filter(|(name, _)| !name.starts_with("Content-"));
            Part {
                disposition: header("content-disposition"),
                media_type: header("content-type"),
                others: others.map(|(name, value)| format!("{name}: {value}")).collect(),
                content: bytes(content),
            }
        })
        .collect()
}

/// Disposition without its first word, media type and content of each part.
fn shown(sent: &Sent) -> Vec<(String, String, String)> {
    let shown = parts(sent).into_iter().map(|part| {
        let names = part.disposition.strip_prefix("form-data; ").expect("form-data").to_owned();
        (names, part.media_type, String::from_utf8_lossy(&part.content).into_owned())
    });
    shown.collect()
}

fn texts<const N: usize>(expected: [(&str, &str, &str); N]) -> Vec<(String, String, String)> {
    expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned())).into()
}

fn item(name: &str) -> model::Item {
    model::Item::new(name)
}

#[tokio::test]
async fn parts_of_every_kind() {
    let file = File::new("\u{89}PNG\r\n--").file_name("a \"b\".png");
    let mut body = model::PartsRequest::new(file);
    let own = File::new("two").file_name("2.txt").content_type("text/plain");
    body.more = Some(vec![File::new("one"), own]);
    body.note = Some("# Title".to_owned());
    body.tags = Some(vec!["x".to_owned(), "y".to_owned()]);
    body.count = Some(3);
    body.meta = Some(item("m"));
    body.items = Some(vec![item("i"), item("j")]);
    body.kind = Some(model::PartsRequestKind::Upload);
    let sent = sent!(golden_transfers, |client| client.calls().parts(&body));
    assert_eq!(sent.line, "POST /parts");
    // OpenAPI 3.0.4, Encoding Object: text for strings and numbers, JSON for objects, a part for each item of a list.
    // WHATWG HTML, 4.10.21.8: `"` in a name is `%22`.
    assert_eq!(
        shown(&sent),
        texts([
            (r#"name="file"; filename="a %22b%22.png""#, "image/png", "\u{89}PNG\r\n--"),
            (r#"name="more"; filename="more""#, "application/octet-stream", "one"),
            (r#"name="more"; filename="2.txt""#, "text/plain", "two"),
            (r#"name="note""#, "text/markdown", "# Title"),
            (r#"name="tags""#, "", "x"),
            (r#"name="tags""#, "", "y"),
            (r#"name="count""#, "", "3"),
            (r#"name="meta""#, "application/json", r#"{"name":"m"}"#),
            (r#"name="items""#, "application/json", r#"{"name":"i"}"#),
            (r#"name="items""#, "application/json", r#"{"name":"j"}"#),
            (r#"name="kind""#, "", "upload"),
        ])
    );
}

#[tokio::test]
async fn parts_that_may_be_left_out() {
    let sent = sent!(golden_transfers, |client| client.calls().optional_parts());
    assert!(sent.body.is_empty() && !sent.has("content-type"), "{sent:?}");
    let mut body = model::Parts::default();
    body.name = Some("n".to_owned());
    let sent = sent!(golden_transfers, |client| client.calls().optional_parts().body(&body));
    assert_eq!(shown(&sent), texts([(r#"name="name""#, "", "n")]));
}

#[tokio::test]
async fn parts_nobody_described() {
    let body =
        Multipart::new().text("a", "1").file("b", File::new(vec![0, 255])).json("c", &item("i"));
    let sent = sent!(golden_transfers, |client| client.calls().any_parts(&body));
    let found = parts(&sent);
    assert_eq!(found.len(), 3);
    assert_eq!(found[1].content, [0, 255]);
    assert_eq!(found[2].media_type, "application/json");
}

/// Files by the names of components, one or several, and beside them what is no file.
#[tokio::test]
async fn files_behind_names() {
    let mut body = model::NamedParts::new(File::new("1"));
    body.many = Some(vec![File::new("2").file_name("2.bin")]);
    body.list = Some(vec![File::new("3"), File::new("4")]);
    body.one_or_many = Some(vec![File::new("5")]);
    body.base64 = Some(golden_transfers::Base64(vec![0xff]));
    body.flag = Some(true);
    body.matrix = Some(vec![vec![1, 2], vec![]]);
    let sent = sent!(golden_transfers, |client| client.calls().named_files(&body));
    let octets = "application/octet-stream";
    assert_eq!(
        shown(&sent),
        texts([
            (r#"name="one"; filename="one""#, octets, "1"),
            (r#"name="many"; filename="2.bin""#, octets, "2"),
            (r#"name="list"; filename="list""#, octets, "3"),
            (r#"name="list"; filename="list""#, octets, "4"),
            (r#"name="one_or_many"; filename="one_or_many""#, octets, "5"),
            // OpenAPI 3.0.4, Encoding Object: base64 is an octet stream, too.
            (r#"name="base64""#, octets, "/w=="),
            (r#"name="flag""#, "", "true"),
            (r#"name="matrix""#, "application/json", "[1,2]"),
            (r#"name="matrix""#, "application/json", "[]"),
        ])
    );
    // As JSON the same schema has text.
    let json = model::Named::new("text".to_owned());
    let sent = sent!(golden_transfers, |client| client.calls().named_files_as_json(&json));
    assert_eq!(sent.json(), json!({"one": "text"}));
}

#[tokio::test]
async fn parts_with_headers() {
    let mut body = model::PartHeadersRequest::default();
    body.file = Some(File::new("f").header("X-Page", 7));
    body.meta = Some(item("m"));
    let sent = sent!(golden_transfers, |client| client.calls().part_headers(&body));
    let found = parts(&sent);
    // What can have one value only is sent without a word.
    assert_eq!(found[0].others, ["x-page: 7", "x-kind: scan"]);
    assert_eq!(
        (found[1].media_type.as_str(), found[1].others.len()),
        ("application/vnd.item+json", 0)
    );
    let form = Multipart::of(&body).header("meta", "X-Version", "2");
    let sent = sent!(golden_transfers, |client| client.calls().part_headers(&form));
    assert_eq!(parts(&sent)[1].others, ["x-version: 2"]);
}

#[tokio::test]
async fn parts_of_other_multipart_types() {
    let body = model::RelatedRequest::new(item("m"), File::new("x").content_type("image/png"));
    let sent = sent!(golden_transfers, |client| client.calls().related(&body));
    // RFC 2387, section 3.1: the type of the root is required.
    let media_type = sent.header("content-type");
    let start = "multipart/related; type=\"application/json\"; boundary=";
    assert!(media_type.starts_with(start), "{media_type}");
    let types: Vec<String> = parts(&sent).into_iter().map(|part| part.media_type).collect();
    assert_eq!(types, ["application/json", "image/png"]);
    let body = Multipart::new()
        .unnamed(OwnPart::new("{}").content_type("application/json"))
        .unnamed(OwnPart::new("x").file_name("x.bin"))
        .unnamed(OwnPart::new("bare"));
    let sent = sent!(golden_transfers, |client| client.calls().mixed_parts(&body));
    assert!(sent.header("content-type").starts_with("multipart/mixed; boundary="));
    let found: Vec<(String, Vec<u8>)> =
        parts(&sent).into_iter().map(|part| (part.disposition, part.content)).collect();
    let expected = [("", "{}"), ("attachment; filename=\"x.bin\"", "x"), ("", "bare")];
    assert_eq!(found, expected.map(|(head, text)| (head.to_owned(), text.as_bytes().to_vec())));
}

#[tokio::test]
async fn files_under_any_name() {
    let body = Multipart::new().file("any \"name\"", File::new("x"));
    let sent = sent!(golden_transfers, |client| client.calls().more_files().body(&body));
    let name = r#"name="any %22name%22"; filename="any %22name%22""#;
    assert_eq!(shown(&sent), texts([(name, "application/octet-stream", "x")]));
}

/// From a file, and from a reader of known and of unknown length.
#[tokio::test]
async fn files_that_are_not_in_memory() {
    let path = std::env::temp_dir().join(format!("golden-{}.png", std::process::id()));
    std::fs::write(&path, vec![0x89; 100_000]).expect("a file");
    let name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
    for (length, is_chunked) in [(Some(3), false), (None, true)] {
        let mut body = model::PartsRequest::new(File::path(&path));
        let reader = Body::reader(std::io::Cursor::new("abc"), length);
        body.more = Some(vec![File::new(reader).content_type("text/plain")]);
        let sent = sent!(golden_transfers, |client| client.calls().parts(&body));
        assert_eq!(sent.has("transfer-encoding"), is_chunked);
        assert_eq!(sent.has("content-length"), !is_chunked);
        let found = parts(&sent);
        assert_eq!(found[0].disposition, format!("form-data; name=\"file\"; filename=\"{name}\""));
        assert_eq!((found[0].media_type.as_str(), found[0].content.len()), ("image/png", 100_000));
        assert_eq!(found[1].content, b"abc");
    }
    std::fs::remove_file(&path).expect("the file");
}

#[tokio::test]
async fn json_or_parts() {
    let body = JsonOrPartsBody::Json(item("i"));
    let sent = sent!(golden_transfers, |client| client.calls().json_or_parts(&body));
    assert_eq!(sent.json(), json!({"name": "i"}));
    let mut value = model::Parts::default();
    value.file = Some(File::new("f").content_type("text/csv"));
    let body = JsonOrPartsBody::Multipart(value);
    let sent = sent!(golden_transfers, |client| client.calls().json_or_parts(&body));
    assert_eq!(shown(&sent), texts([(r#"name="file"; filename="file""#, "text/csv", "f")]));
}

#[tokio::test]
async fn lines() {
    let items = [item("a\nb"), item("c")];
    let sent = sent!(golden_transfers, |client| client.calls().send_lines(&items));
    assert_eq!(sent.header("content-type"), "application/x-ndjson");
    assert_eq!(sent.text(), "{\"name\":\"a\\nb\"}\n{\"name\":\"c\"}\n");
    // The last line may have no end, and there may be blank ones.
    let text = b"{\"name\":\"a\"}\r\n\n{\"name\":\"b\"}";
    let server = Server::answering(Reply::status(200).content("application/x-ndjson", text));
    let found = client!(golden_transfers, server).calls().read_lines().await.expect("an answer");
    assert_eq!(found, [item("a"), item("b")]);
    assert_eq!(server.sent().header("accept"), "application/x-ndjson");
}

#[tokio::test]
async fn sequences() {
    // RFC 7464, section 2.2: a record separator before each text, a line feed behind it.
    let text = b"\x1e{\"name\":\"a\"}\n\x1e{\"name\":\n\"b\"}\n";
    let server = Server::answering(Reply::status(200).content("application/json-seq", text));
    let found = client!(golden_transfers, server).calls().read_sequence().await.expect("an answer");
    assert_eq!(found, [item("a"), item("b")]);
}

#[tokio::test]
async fn events() {
    let text = b": comment\nid: 1\nevent: item\ndata: {\"name\":\ndata: \"a\"}\n\ndata: {\"name\": \"b\"}\n\ndata: cut";
    let server = Server::answering(Reply::status(200).content("text/event-stream", text));
    let found = client!(golden_transfers, server).calls().events().await.expect("an answer");
    assert_eq!(server.sent().header("accept"), "text/event-stream");
    // WHATWG HTML, 9.2.6: an event that the stream ends in is none.
    let types: Vec<_> = found.iter().map(|event| event.event.as_str()).collect();
    assert_eq!(types, ["item", "message"]);
    assert_eq!(found[1].id.as_deref(), Some("1"));
    let items: Vec<model::Item> = found.into_iter().map(|event| event.data).collect();
    assert_eq!(items, [item("a"), item("b")]);
}

#[tokio::test]
async fn lines_and_events_while_they_arrive() {
    let text = b"{\"name\":\"a\"}\n{\"name\":\"b\"}\n";
    let server = Server::answering(Reply::status(200).content("application/x-ndjson", text));
    let mut lines = client!(golden_transfers, server).calls().read_lines().lines();
    assert_eq!(lines.next().await.expect("a line").expect("an item"), item("a"));
    assert_eq!(lines.next().await.expect("a line").expect("an item"), item("b"));
    assert!(lines.next().await.is_none());
    let text = b"data: {\"name\": \"a\"}\n\ndata: [DONE]\n\n";
    let reply = Reply::status(200).content("text/event-stream", text);
    let server = Server::answering(reply);
    let body = model::JsonOrEventsRequest::default();
    let mut events = client!(golden_transfers, server).calls().json_or_events(&body).events();
    assert_eq!(events.next().await.expect("an event").expect("an item").data, item("a"));
    assert!(events.next().await.is_none());
    assert_eq!(server.sent().header("accept"), "text/event-stream");
}

#[tokio::test]
async fn events_of_text() {
    let text = "data: ä\ndata:  b\n\n".as_bytes();
    let server = Server::answering(Reply::status(200).content("text/event-stream", text));
    let found = client!(golden_transfers, server).calls().text_events().await.expect("an answer");
    let data: Vec<_> = found.iter().map(|event| event.data.as_str()).collect();
    assert_eq!(data, ["ä\n b"]);
}

#[tokio::test]
async fn json_where_events_are_described_too() {
    let body = model::JsonOrEventsRequest::default();
    let answer = r#"{"name": "a"}"#;
    let (_, found) = exchange!(golden_transfers.calls.json_or_events, &body, answer);
    assert_eq!(found, item("a"));
}

#[tokio::test]
async fn events_that_are_described_as_objects() {
    let text = b"event: started\ndata: {\"name\": \"a\"}\n\nevent: said\ndata: 7\n\n";
    let server = Server::answering(Reply::status(200).content("text/event-stream", text));
    let mut events = client!(golden_transfers, server).calls().event_objects().events();
    let started = events.next().await.expect("an event").expect("an object");
    assert_eq!(started.event, "started");
    let model::EventObjectsResponseItem::Started(started) = started.data else {
        panic!("{:?}", started.data)
    };
    assert_eq!(started.data, item("a"));
    // Text that looks like JSON stays text where text is described.
    let said = events.next().await.expect("an event").expect("an object");
    let model::EventObjectsResponseItem::Said(said) = said.data else { panic!("{:?}", said.data) };
    assert_eq!(said.data, "7");
    let server =
        Server::answering(Reply::status(200).content("text/event-stream", b"data: up\n\n"));
    let words = client!(golden_transfers, server).calls().event_words().await.expect("words");
    assert_eq!(words[0].data, model::EventWordsResponseItem::Up);
}

#[tokio::test]
async fn lines_where_json_is_described_too() {
    let text = b"{\"name\":\"a\"}\n{\"name\":\"b\"}";
    let server = Server::answering(Reply::status(200).content("application/x-ndjson", text));
    let mut lines = client!(golden_transfers, server).calls().json_or_lines().lines();
    assert_eq!(lines.next().await.expect("a line").expect("an item"), item("a"));
    assert_eq!(lines.next().await.expect("a line").expect("an item"), item("b"));
    assert_eq!(server.sent().header("accept"), "application/x-ndjson");
    let server = Server::answering(Reply::json(r#"{"name": "a"}"#));
    let found = client!(golden_transfers, server).calls().json_or_lines().await.expect("an item");
    assert_eq!((found, server.sent().header("accept")), (item("a"), "application/json".to_owned()));
}
