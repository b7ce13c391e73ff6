//! Server-sent events: the examples of the WHATWG HTML standard, section 9.2.6, and streams in pieces.
use std::time::Duration;

use oasmith_runtime::{
    Answer, Call, Error, ErrorKind, Event, EventForm, EventParser, Events, Operation, OperationInfo,
};
use serde_json::{Value, json};

use super::api::{self, Open};
use super::recorder::{Chunk, Recorder, Reply};

enum Texts {}

impl Events for Texts {
    type Data = String;
    const FORM: EventForm = EventForm::Text;
}

impl Operation for Texts {
    type Output = Vec<Event>;
    const INFO: &'static OperationInfo =
        &OperationInfo { accept: "text/event-stream", ..*<Open as Operation>::INFO };
    const READ: fn(Answer) -> Result<Vec<Event>, Error> = Answer::events::<Self>;
}

fn events(stream: &[u8]) -> Vec<Event> {
    let mut events = Vec::new();
    EventParser::default().feed(stream, &mut events);
    events
}

/// Type, data and identifier of each event.
fn parsed(stream: &str) -> Vec<(String, String, Option<String>)> {
    let events = events(stream.as_bytes());
    events.into_iter().map(|event| (event.event, event.data, event.id)).collect()
}

fn message(data: &str, id: Option<&str>) -> (String, String, Option<String>) {
    ("message".to_owned(), data.to_owned(), id.map(str::to_owned))
}

#[test]
fn the_examples_of_the_standard() {
    let typed = |event: &str, data: &str| (event.to_owned(), data.to_owned(), None);
    assert_eq!(
        parsed("event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\n"),
        [typed("add", "73857293"), typed("remove", "2153")]
    );
    assert_eq!(parsed("data: YHOO\ndata: +2\ndata: 10\n\n"), [message("YHOO\n+2\n10", None)]);
    // The comment gives nothing; `id` without a value takes the identifier back; the space of the last one stays.
    let four = ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n";
    assert_eq!(
        parsed(four),
        [
            message("first event", Some("1")),
            message("second event", None),
            message(" third event", None)
        ]
    );
    // Empty data, two empty lines of data, and an event that the stream's end cuts off.
    assert_eq!(parsed("data\n\ndata\ndata\n\ndata:"), [message("", None), message("\n", None)]);
    assert_eq!(
        parsed("data:test\n\ndata: test\n\n"),
        [message("test", None), message("test", None)]
    );
}

#[test]
fn the_rules_of_fields() {
    // An identifier lasts; one with a NUL is ignored; an event without data gives nothing but keeps its identifier.
    assert_eq!(
        parsed(
            "id: 7\n\ndata: a\n\nid: 8\0\ndata: b\n\nevent: lost\n\ndata: c\nDATA: x\nother: y\n\n"
        ),
        [message("a", Some("7")), message("b", Some("7")), message("c", Some("7"))]
    );
    let pauses: Vec<_> = events(
        b"data: 0\n\nretry: 1500\n\ndata: 1\n\nretry: 2s\nretry: -1\nretry\ndata: 2\n\nretry: 99999999999999999999\ndata: 3\n\n",
    )
    .into_iter()
    .map(|event| event.retry)
    .collect();
    let kept = Some(Duration::from_millis(1500));
    assert_eq!(pauses, [None, kept, kept, kept]);
    // One byte order mark at the beginning; bytes that are not UTF-8 are replaced.
    assert_eq!(parsed("\u{FEFF}data: a\n\n\u{FEFF}data: b\n\n"), [message("a", None)]);
    assert_eq!(events(b"data: a\xFFb\n\n")[0].data, "a\u{FFFD}b");
}

#[test]
fn lines_end_in_three_ways_wherever_the_stream_is_cut() {
    let expected = [message("a\nü", Some("1")), message("c", Some("1"))];
    for end in ["\n", "\r", "\r\n"] {
        let stream =
            ["\u{FEFF}data: a", "data: ü", "id: 1", "", ": x", "data: c", "", ""].join(end);
        assert_eq!(parsed(&stream), expected, "{end:?}");
        for size in 1..stream.len() {
            let (mut parser, mut found) = (EventParser::default(), Vec::new());
            stream.as_bytes().chunks(size).for_each(|piece| parser.feed(piece, &mut found));
            let found: Vec<_> = found.into_iter().map(|it| (it.event, it.data, it.id)).collect();
            assert_eq!(found, expected, "{end:?} in pieces of {size}");
        }
    }
}

#[test]
fn an_event_is_there_with_its_last_line_and_not_before() {
    let (mut parser, mut found) = (EventParser::default(), Vec::new());
    parser.feed(b"data: a\r\n\r", &mut found);
    assert_eq!(found.len(), 1, "a line feed may follow, but the line is over");
    parser.feed(b"\ndata: b\n", &mut found);
    assert_eq!(found.len(), 1);
    parser.feed(b"\n", &mut found);
    assert_eq!(found[1].data, "b");
}

#[tokio::test]
async fn an_answer_gives_its_events_and_they_their_json() {
    let stream = b"event: delta\ndata: {\"n\":\ndata:  1}\n\ndata: [DONE]\n\n";
    let reply = Reply::json(200, "")
        .header("content-type", "text/event-stream")
        .body(vec![Chunk::Bytes(&stream[..9]), Chunk::Bytes(&stream[9..])]);
    let recorder = Recorder::new([reply.clone()]);
    let client = api::builder().transport(recorder.clone()).build().unwrap();
    let events = Call::<Texts>::new(&client).await.unwrap();
    assert_eq!(recorder.request().headers["accept"], "text/event-stream");
    assert_eq!(events[0].event, "delta");
    assert_eq!(events[0].json::<Value>().unwrap(), json!({ "n": 1 }));
    assert_eq!(events.len(), 1, "the marker is no event");
    assert!(!format!("{events:?}").contains("1}"));

    let recorder = Recorder::new([reply.header("content-encoding", "gzip")]);
    let client = api::builder().transport(recorder).build().unwrap();
    assert_eq!(Call::<Texts>::new(&client).await.unwrap_err().kind(), ErrorKind::Decode);
}
