//! Bodies of several parts, read by a parser that knows RFC 2046 and RFC 7578 and not the writer.
use std::collections::BTreeSet;

use oasmith_runtime::{
    Bytes, Call, ErrorKind, File, Multipart, Part, Request, Secret, ToMultipart, from_json_str,
    to_json_string,
};
use serde_json::{Value, json};

use super::api::{self, OpenPost, PLANTED, PutKey};
use super::recorder::{Recorder, Reply, header};

/// A part as it was read: its headers in lower case and in order, and its content.
#[derive(Debug, PartialEq)]
struct Read {
    headers: Vec<(String, String)>,
    content: Vec<u8>,
}

impl Read {
    fn disposition(&self) -> &str {
        let found = self.headers.iter().find(|(name, _)| name == "content-disposition");
        &found.expect("RFC 7578 section 4.2").1
    }

    fn content_type(&self) -> Option<&str> {
        self.headers
            .iter()
            .find(|(name, _)| name == "content-type")
            .map(|(_, value)| value.as_str())
    }

    fn text(&self) -> &str {
        std::str::from_utf8(&self.content).unwrap()
    }
}

/// RFC 2046 section 5.1.1: `--boundary` at the beginning of a line, and `--boundary--` at the end.
fn read(request: &Request) -> Vec<Read> {
    let media_type = header(request, "content-type");
    let (_, boundary) = media_type.split_once("; boundary=").expect("a boundary");
    let fits = |c: char| c.is_ascii_alphanumeric() || "'()+_,-./:=?".contains(c);
    assert!((1..=70).contains(&boundary.len()) && boundary.chars().all(fits), "{boundary}");
    let body = request.body.bytes().unwrap();
    let mut rest = [b"\r\n", &body[..]].concat();
    let delimiter = format!("\r\n--{boundary}").into_bytes();
    let mut pieces = Vec::new();
    while let Some(at) = rest.windows(delimiter.len()).position(|bytes| bytes == delimiter) {
        pieces.push(rest[..at].to_vec());
        rest.drain(..at + delimiter.len());
    }
    assert_eq!(rest, b"--\r\n", "the closing delimiter is the last one");
    assert_eq!(pieces.remove(0), b"", "nothing stands before the first delimiter");
    pieces.iter().map(|piece| read_part(piece)).collect()
}

fn read_part(piece: &[u8]) -> Read {
    let end = piece.windows(4).position(|bytes| bytes == b"\r\n\r\n").expect("an empty line");
    let head = std::str::from_utf8(&piece[..end]).unwrap().strip_prefix("\r\n").unwrap();
    let headers = head.split("\r\n").map(|line| {
        let (name, value) = line.split_once(": ").expect("a header");
        (name.to_ascii_lowercase(), value.to_owned())
    });
    Read { headers: headers.collect(), content: piece[end + 4..].to_vec() }
}

async fn request(
    media_type: &str,
    form: &dyn ToMultipart,
) -> Result<Request, oasmith_runtime::Error> {
    let recorder = Recorder::ok();
    let client = api::builder().transport(recorder.clone()).build().unwrap();
    let mut call = Call::<OpenPost>::new(&client);
    call.parts().multipart(media_type, form);
    call.await.map(|_| recorder.request())
}

async fn parts(form: &dyn ToMultipart) -> Vec<Read> {
    read(&request("multipart/form-data", form).await.unwrap())
}

/// As generated code has it.
#[allow(clippy::option_option, reason = "absent, null, or a value")]
struct Upload {
    image: File,
    more: Option<Vec<File>>,
    name: String,
    size: Option<f64>,
    is_public: Option<bool>,
    tags: Vec<String>,
    owner: Value,
    owners: Vec<Value>,
    pin: Secret,
    hint: Option<Option<String>>,
}

impl ToMultipart for Upload {
    fn parts(&self, out: &mut Multipart) {
        out.add_text("kind", "upload");
        out.add_files("image", "image/png", std::slice::from_ref(&self.image));
        out.add_files("more", "application/octet-stream", self.more.iter().flatten());
        out.add_value("name", &self.name);
        out.add_value("size", &self.size);
        out.add_value("isPublic", &self.is_public);
        out.add_value("tags", &self.tags);
        out.add_value("owner", &self.owner);
        out.add_value("owners", &self.owners);
        out.add_value("pin", &self.pin);
        out.add_value("hint", &self.hint);
        out.add_value_as("asJson", "application/json", &self.name);
        out.add_value_as("asText", "text/markdown", &self.name);
        out.add_value_as("asVendor", "application/vnd.x+json; v=1", &self.owner);
    }
}

fn upload() -> Upload {
    Upload {
        image: File::new(vec![0x89, b'P', 0, 0xFF]),
        more: Some(vec![
            File::new("a,b").file_name("a.csv").content_type("text/csv; charset=utf-8"),
            File::new(Bytes::new()),
        ]),
        name: "Grün\r\n--x".to_owned(),
        size: Some(1.5),
        is_public: Some(false),
        tags: vec!["a".to_owned(), String::new()],
        owner: json!({ "id": 1 }),
        owners: vec![json!({ "id": 2 }), json!(null), json!([3, 4])],
        pin: PLANTED.into(),
        hint: Some(None),
    }
}

#[tokio::test]
async fn fields_become_parts_by_their_kind() {
    let read = parts(&upload()).await;
    let seen: Vec<(&str, Option<&str>, &[u8])> = read
        .iter()
        .map(|part| {
            let name = part.disposition().strip_prefix("form-data; name=").unwrap();
            (name, part.content_type(), &part.content[..])
        })
        .collect();
    let octets = Some("application/octet-stream");
    let json = Some("application/json");
    // OpenAPI 3.0.4, section 4.7.15.1.1, and RFC 7578, section 4.3, for lists. `null` has no form.
    let expected: &[(&str, Option<&str>, &[u8])] = &[
        ("\"kind\"", None, b"upload"),
        ("\"image\"; filename=\"image\"", Some("image/png"), &[0x89, b'P', 0, 0xFF]),
        ("\"more\"; filename=\"a.csv\"", Some("text/csv; charset=utf-8"), b"a,b"),
        ("\"more\"; filename=\"more\"", octets, b""),
        ("\"name\"", None, "Grün\r\n--x".as_bytes()),
        ("\"size\"", None, b"1.5"),
        ("\"isPublic\"", None, b"false"),
        ("\"tags\"", None, b"a"),
        ("\"tags\"", None, b""),
        ("\"owner\"", json, b"{\"id\":1}"),
        ("\"owners\"", json, b"{\"id\":2}"),
        ("\"owners\"", json, b"[3,4]"),
        ("\"pin\"", None, PLANTED.as_bytes()),
        ("\"asJson\"", json, "\"Grün\\r\\n--x\"".as_bytes()),
        ("\"asText\"", Some("text/markdown"), "Grün\r\n--x".as_bytes()),
        ("\"asVendor\"", Some("application/vnd.x+json; v=1"), b"{\"id\":1}"),
    ];
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn names_cannot_leave_their_quotes() {
    let name = "a\"; filename=\"x\r\nContent-Type: text/html\r\n\r\n\u{fc}";
    let form =
        Multipart::new().text(name, "1").file("f", File::new("2").file_name("..\\\"q\".txt\n"));
    let read = parts(&form).await;
    // WHATWG HTML, "multipart/form-data encoding algorithm": three characters are escaped, and no others.
    assert_eq!(
        read[0].disposition(),
        "form-data; name=\"a%22; filename=%22x%0D%0AContent-Type: text/html%0D%0A%0D%0A\u{fc}\""
    );
    assert_eq!(read[0].headers.len(), 1);
    assert_eq!(read[1].disposition(), "form-data; name=\"f\"; filename=\"..\\%22q%22.txt%0A\"");
    assert_eq!(read[1].text(), "2");
}

#[tokio::test]
async fn a_part_may_have_headers_of_its_own() {
    let part = Part::new("x").header("X-Check", "1").header("content-id", "<a@b>");
    let form = Multipart::new()
        .json("size", &vec![1, 2])
        .part("raw", part.clone().content_type("text/plain; charset=utf-8"));
    let read = parts(&form).await;
    assert_eq!((read[0].content_type(), read[0].text()), (Some("application/json"), "[1,2]"));
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(
        read[1].headers[1..],
        [
            pair("content-type", "text/plain; charset=utf-8"),
            pair("x-check", "1"),
            pair("content-id", "<a@b>")
        ]
    );
    let refused = [
        Multipart::new().part("p", part.clone().header("bad name", "1")),
        Multipart::new().part("p", part.clone().header("x-a", "1\r\nx-b: 2")),
        Multipart::new().part("p", part.clone().header("content-type", "text/html")),
        Multipart::new().part("p", part.content_type("text/plain\r\nx-b: 2")),
        Multipart::new().file("p", File::new("").content_type("\0")),
    ];
    for form in refused {
        let error = request("multipart/form-data", &form).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        assert!(error.to_string().contains("part `p`: "), "{error}");
    }
}

#[tokio::test]
async fn the_boundary_is_the_runtimes_and_a_new_one_each_time() {
    let form = Multipart::new().text("a", "1");
    let mut seen = BTreeSet::new();
    for _ in 0..100 {
        let request = request("multipart/form-data", &form).await.unwrap();
        seen.insert(header(&request, "content-type").to_owned());
    }
    assert_eq!(seen.len(), 100);
    let mixed = request("multipart/mixed; Boundary=\"theirs\"; x=1", &form).await.unwrap();
    assert!(header(&mixed, "content-type").starts_with("multipart/mixed; x=1; boundary="));
    assert_eq!(read(&mixed).len(), 1);
    // A semicolon between quotes ends nothing.
    let related = "multipart/related; type=\"a/b;boundary=c\\\";d\"; boundary=\"e;f\"; start=g";
    let related = request(related, &form).await.unwrap();
    let kept = "multipart/related; type=\"a/b;boundary=c\\\";d\"; start=g; boundary=";
    assert!(header(&related, "content-type").starts_with(kept));
    // No parts are still a body of this kind.
    assert_eq!(parts(&Multipart::new()).await, []);
}

/// The example of HTML 4.01, section 17.13.4, which is that of RFC 2388, too.
#[tokio::test]
async fn a_form_is_what_browsers_send() {
    let file = File::new("... contents of file1.txt ...");
    let form = Multipart::new()
        .text("submit-name", "Larry")
        .file("files", file.file_name("file1.txt").content_type("text/plain"));
    let request = request("multipart/form-data", &form).await.unwrap();
    let boundary = header(&request, "content-type").strip_prefix("multipart/form-data; boundary=");
    let body = std::str::from_utf8(request.body.bytes().unwrap()).unwrap();
    assert_eq!(
        body.replace(boundary.unwrap(), "AaB03x"),
        "--AaB03x\r\n\
         Content-Disposition: form-data; name=\"submit-name\"\r\n\
         \r\n\
         Larry\r\n\
         --AaB03x\r\n\
         Content-Disposition: form-data; name=\"files\"; filename=\"file1.txt\"\r\n\
         Content-Type: text/plain\r\n\
         \r\n\
         ... contents of file1.txt ...\r\n\
         --AaB03x--\r\n"
    );
}

#[tokio::test]
async fn a_body_of_parts_can_be_the_content_of_a_part() {
    let inner = request("multipart/form-data", &upload()).await.unwrap();
    let body = inner.body.bytes().unwrap();
    let tricky: &[u8] = b"\r\n--\r\n\r\n--part-\r\n\r\n";
    let form = Multipart::new().file("a", File::new(body.clone())).file("b", File::new(tricky));
    let read = parts(&form).await;
    assert_eq!(read.iter().map(|part| &part.content[..]).collect::<Vec<_>>(), [&body[..], tricky]);
}

#[tokio::test(start_paused = true)]
async fn the_same_parts_are_sent_again() {
    let recorder = Recorder::new([Reply::status(503), Reply::json(200, "{}")]);
    let client = api::builder().transport(recorder.clone()).build().unwrap();
    let mut call = Call::<PutKey>::new(&client);
    call.parts().multipart("multipart/form-data", &Multipart::new().text("lost", "1"));
    call.parts().multipart("multipart/form-data", &upload());
    call.await.unwrap();
    let requests = recorder.requests();
    assert_eq!(read(&requests[0]).len(), 16);
    assert_eq!(requests[0].body.bytes(), requests[1].body.bytes());
    assert_eq!(header(&requests[0], "content-type"), header(&requests[1], "content-type"));
}

/// What was wrong is forgotten when the body is set again.
#[tokio::test]
async fn a_body_that_cannot_be_sent_can_be_replaced() {
    let recorder = Recorder::ok();
    let client = api::builder().transport(recorder.clone()).build().unwrap();
    let wrong = Multipart::new().part("p", Part::new(PLANTED).content_type("\n"));
    let mut call = Call::<OpenPost>::new(&client);
    call.parts().multipart("multipart/form-data", &wrong);
    call.parts().multipart("multipart/form-data", &Multipart::new().text("p", "1"));
    call.await.unwrap();
    assert_eq!(read(&recorder.request())[0].text(), "1");
    let mut call = Call::<OpenPost>::new(&client);
    call.parts().multipart("multipart/form-data", &wrong);
    call.parts().json("application/json", &json!(1));
    call.await.unwrap();
    assert_eq!(recorder.requests()[1].body.bytes().unwrap().as_ref(), b"1");
}

#[test]
fn files_are_base64_in_json() {
    // RFC 4648, section 10.
    for (bytes, text) in [
        ("", ""),
        ("f", "Zg=="),
        ("fo", "Zm8="),
        ("foo", "Zm9v"),
        ("foob", "Zm9vYg=="),
        ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ] {
        let json = format!("\"{text}\"");
        assert_eq!(to_json_string(&File::new(bytes)), json);
        assert_eq!(from_json_str::<File>(&json).unwrap(), File::new(bytes));
        let bare = json.replace('=', "");
        assert_eq!(from_json_str::<File>(&bare).unwrap(), File::new(bytes), "without padding");
    }
    let all: Vec<u8> = (0..=255).collect();
    let json = to_json_string(&File::new(all.clone()));
    assert_eq!(from_json_str::<File>(&json).unwrap().bytes().unwrap()[..], all);
    // Digits that do not exist, a lone digit, bits left over, padding in excess and in the middle.
    for json in [
        "\"Zm9-\"",
        "\"Z\"",
        "\"Zh==\"",
        "\"Zm9=\"",
        "\"Zg=\"",
        "\"Zm9v====\"",
        "\"Zg==Zg==\"",
        "1",
    ] {
        assert!(from_json_str::<File>(json).is_err(), "{json}");
    }
}

#[test]
fn nothing_shows_content() {
    let file = File::new(PLANTED).file_name("key.pem");
    let form = Multipart::new()
        .text("secret", PLANTED)
        .file("file", file.clone())
        .part("part", Part::new(PLANTED).header("x-secret", PLANTED));
    let shown = format!("{file:?} {form:?}");
    assert!(!shown.contains(PLANTED), "{shown}");
    assert!(shown.contains("key.pem") && shown.contains("x-secret"), "{shown}");
}
