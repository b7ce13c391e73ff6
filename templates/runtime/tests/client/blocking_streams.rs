//! Streams and downloads without async, over real sockets: items come while the rest is still to be sent.
use std::io::{self, Read};
use std::time::Duration;

use oasmith_runtime::{
    Answer, Bytes, Call, Client, Download, Error, ErrorKind, Events, Lines, NextPage, Operation,
    OperationInfo, PagePlace, Pages, Paging, Param,
};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use super::api::{self, Open};
use super::server::{Act, Server};

enum Reads {}

impl Operation for Reads {
    type Output = Value;
    const INFO: &'static OperationInfo = <Open as Operation>::INFO;
    const READ: fn(Answer) -> Result<Value, Error> = Answer::json;
}

impl Download for Reads {}
impl Lines for Reads {
    type Item = Value;
}
impl Events for Reads {
    type Data = Value;
}
impl Pages for Reads {
    type Item = Value;
    const PAGING: &'static Paging = &Paging {
        next: NextPage::Offset { to: PagePlace::Query(Param::form("skip")), start: 0 },
        limit: None,
        size: 2,
    };
    fn items(page: &mut Value) -> Option<&mut Vec<Value>> {
        page.as_array_mut()
    }
}

/// A server with a runtime of its own: the thread of the test has none.
struct Served {
    server: Server,
    _runtime: Runtime,
}

fn serve(scripts: Vec<Vec<Act>>) -> Served {
    let runtime = Runtime::new().unwrap();
    Served { server: runtime.block_on(Server::start(scripts)), _runtime: runtime }
}

impl Served {
    fn call(&self) -> Call<Reads> {
        let builder = api::builder().base_url(&self.server.url());
        let client: Client =
            builder.configure_http(reqwest::ClientBuilder::no_proxy).build().unwrap();
        Call::new(&client)
    }
}

fn page(body: &'static str) -> Vec<Act> {
    vec![Act::Read, Act::Write("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"), Act::Write(body)]
}

#[test]
fn pages_and_items_are_iterators() {
    let served = serve(vec![page("[1,2]"), page("[3,4]"), page("[5]")]);
    let items = served.call().items().blocking().collect::<Result<Vec<_>, _>>().unwrap();
    assert_eq!(items, [1, 2, 3, 4, 5]);
    let lines: Vec<_> = served.server.requests();
    let lines: Vec<_> = lines.iter().map(|it| it.lines().next().unwrap().to_owned()).collect();
    let expected = ["/open", "/open?skip=2", "/open?skip=4"];
    assert_eq!(lines, expected.map(|path| format!("GET {path} HTTP/1.1")));

    let served = serve(vec![page("[1,2]"), page("no json")]);
    let mut pages = served.call().pages().blocking();
    assert_eq!(served.server.requests().len(), 0, "nothing is sent before it is asked for");
    assert_eq!(pages.next().unwrap().unwrap(), json!([1, 2]));
    assert_eq!(served.server.requests().len(), 1);
    assert_eq!(pages.next().unwrap().unwrap_err().kind(), ErrorKind::Decode);
    assert!(pages.next().is_none());
}

/// The first one is there although the body never ends.
#[test]
fn lines_and_events_come_while_the_rest_is_to_be_sent() {
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    let script = |first, end| vec![vec![Act::Read, Act::Write(head), Act::Write(first), end]];
    for end in [Act::Hang, Act::Pause(Duration::ZERO)] {
        let is_over = matches!(end, Act::Pause(_));
        let served = serve(script("1\n", end.clone()));
        let mut lines = served.call().lines().blocking();
        assert_eq!(lines.next().unwrap().unwrap(), 1);
        assert!(!is_over || lines.next().is_none());

        let served = serve(script("id: a\ndata: 1\n\n", end));
        let mut events = served.call().events().blocking();
        assert_eq!(events.next().unwrap().unwrap().data, 1);
        assert_eq!(events.get_ref().last_event_id(), Some("a"));
        assert!(!is_over || events.next().is_none());
    }
}

#[test]
fn a_download_is_a_reader() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\nX-Kind: text\r\nConnection: close\r\n\r\n";
    let script = vec![Act::Read, Act::Write(head), Act::Write("hello "), Act::Write("world")];
    let served = serve(vec![script]);
    let mut reader = served.call().stream_blocking().unwrap();
    assert_eq!(reader.get_ref().content_length(), Some(11));
    assert_eq!(reader.get_ref().header_text("x-kind"), Some("text"));
    let mut first = [0; 2];
    reader.read_exact(&mut first).unwrap();
    let mut rest = String::new();
    reader.read_to_string(&mut rest).unwrap();
    assert_eq!((&first, rest.as_str()), (b"he", "llo world"));
    assert_eq!(reader.read(&mut first).unwrap(), 0);
    assert_eq!(reader.get_ref().received(), 11);
}

#[test]
fn a_download_that_breaks_or_pauses_is_an_error_of_the_reader() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\nhello";
    let served = serve(vec![
        vec![Act::Read, Act::Write(head)],
        vec![Act::Read, Act::Write(head), Act::Hang],
    ]);
    for kind in [io::ErrorKind::Other, io::ErrorKind::TimedOut] {
        let reader = served.call().stream_blocking().unwrap();
        let mut reader = reader.idle_timeout(Duration::from_millis(100));
        let mut text = String::new();
        let error = reader.read_to_string(&mut text).unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        let cause = error.get_ref().unwrap().downcast_ref::<Error>().unwrap();
        assert!(matches!(cause.kind(), ErrorKind::Transport | ErrorKind::Timeout), "{cause}");
    }
    let served = serve(vec![vec![
        Act::Read,
        Act::Write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    ]]);
    assert!(served.call().stream_blocking().unwrap_err().is_not_found());
}

#[tokio::test]
async fn inside_a_runtime_they_are_an_error_and_then_over() {
    let client = api::builder().base_url("http://127.0.0.1:1").build().unwrap();
    let call = || Call::<Reads>::new(&client);
    let mut items = call().items().blocking();
    let error = items.next().unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(items.next().is_none());
    assert_eq!(call().stream_blocking().unwrap_err().kind(), ErrorKind::Configuration);
    // It can still be read as a stream.
    let mut items = items.into_inner();
    assert_eq!(items.next().await.unwrap().unwrap_err().kind(), ErrorKind::Connect);
}

/// The bytes are the answer's own, whatever the size of the buffer.
#[test]
fn a_large_body_arrives_as_it_is() {
    static BODY: &str = include_str!("uploads.rs");
    let head = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    let script = vec![Act::Read, Act::Write(head), Act::Write(BODY), Act::Write(BODY)];
    let served = serve(vec![script]);
    let mut reader = served.call().stream_blocking().unwrap();
    let (mut all, mut buffer) = (Vec::new(), [0; 777]);
    loop {
        let length = reader.read(&mut buffer).unwrap();
        if length == 0 {
            break;
        }
        all.extend_from_slice(&buffer[..length]);
    }
    assert_eq!(Bytes::from(all), Bytes::from([BODY, BODY].concat()));
}
