//! What our client makes of an answer, against what the Python client made of it.

mod table;

use std::fmt::Debug;
use std::io;
use std::path::Path;
use std::time::Duration;

use e2e::wire::call::{self, Outcome, Ports};
use e2e::wire::case::{self, Raised, RecordedAnswer, ResponseCase, Returned};
use e2e::wire::difference::{Replay, Report};
use e2e::wire::script::{Play, Server, path_and_pairs};
use e2e::wire::{oracle, python};
use serde_json::Value;
use table::TABLE;
use whylabs_client::{Error, ErrorKind};

/// One of many.
const ITEM: &str = r#"{"keyId":"k","orgId":"o","userId":"u","creationTime":"2023-01-01T00:00:00","alias":"MLApplicationName"}"#;
/// No case takes this long; one that does hangs.
const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn answers_are_taken_as_recorded_but_for_the_table() -> io::Result<()> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/responses.jsonl");
    let recorded = case::recordings_folder().join("responses.jsonl");
    let mut report = Report::default();
    for file in [own, recorded] {
        let Some(cases) = case::load::<ResponseCase>(&file)? else {
            println!("skipped: no {}", file.display());
            continue;
        };
        for case in &cases {
            if let Some(why) = unplayable(case) {
                report.unknown(&case.case, &why);
                continue;
            }
            let replay = tokio::time::timeout(PATIENCE, replay(case)).await;
            let replay = replay.unwrap_or_else(|_| panic!("{} hangs", case.case));
            report.compare(&case.case, case, &replay?, TABLE, equal);
        }
    }
    report.finish("responses", TABLE);
    Ok(())
}

async fn replay(case: &ResponseCase) -> io::Result<Replay> {
    let (listener_a, a) = Server::bind("127.0.0.1").await?;
    let (listener_b, b) = Server::bind("127.0.0.1").await?;
    let ports = Ports { a, b };
    let plays = |host: &str| -> Vec<Play> {
        let of_host = |answer: &&RecordedAnswer| answer.from_host.as_deref().unwrap_or("A") == host;
        case.answers.iter().filter(of_host).map(|answer| play(answer, items(case), ports)).collect()
    };
    let server_a = Server::run(listener_a, a, plays("A"));
    let server_b = Server::run(listener_b, b, plays("B"));
    let mut call = case.call.clone();
    if case.answers.is_empty() {
        // Nobody listens on port 1.
        call.config.insert("host".to_owned(), "http://127.0.0.1:1".into());
    }
    let outcome = call::replay(&call, ports).await;
    Ok(Replay { outcome, a: server_a.requests(), b: server_b.requests() })
}

/// Why a case cannot be played: something in it that this test does not know.
fn unplayable(case: &ResponseCase) -> Option<String> {
    case.answers.iter().find_map(|answer| {
        let fault = answer.fault.as_deref();
        if let Some(fault) = fault.filter(|fault| !matches!(*fault, "close" | "reset")) {
            return Some(format!("fault {fault}"));
        }
        if let Some(field) = answer.other.keys().next() {
            return Some(format!("an answer with {field}"));
        }
        let written = answer.body.as_ref().map_or(0, String::len);
        // A long list can be made up again: only the number of its items is compared.
        let cut = answer.body_bytes.filter(|bytes| *bytes != written && items(case).is_none());
        cut.map(|bytes| format!("{written} of {bytes} bytes written down"))
    })
}

/// How many items a list had that was too long to be written down.
fn items(case: &ResponseCase) -> Option<usize> {
    case.returned.as_ref()?.items
}

fn play(answer: &RecordedAnswer, items: Option<usize>, ports: Ports) -> Play {
    match answer.fault.as_deref() {
        Some("close") => return Play::Close,
        Some(_) => return Play::Reset,
        None => {}
    }
    let body = match items {
        Some(items) => format!(r#"{{"items":[{}]}}"#, vec![ITEM; items].join(",")),
        None => answer.body.clone().unwrap_or_default(),
    };
    let headers: Vec<_> = answer
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), call::with_ports(value, ports)))
        .collect();
    let reason = answer.reason.as_deref().unwrap_or("X");
    let chunked = |(name, value): &(String, String)| {
        name.eq_ignore_ascii_case("transfer-encoding") && value.eq_ignore_ascii_case("chunked")
    };
    // The recordings hold bodies as they were before they were put into chunks.
    let body = if headers.iter().any(chunked) { in_one_chunk(&body) } else { body };
    let mut play = Play::answer(answer.status.unwrap_or(200), reason, &headers, body.as_bytes());
    if let Play::Answer { before, dribble, close, .. } = &mut play {
        *before = seconds(answer.before.unwrap_or(0.0));
        *dribble = answer.dribble.map(|(bytes, pause)| (bytes, seconds(pause)));
        // A body of another length than announced ends with the connection.
        *close = headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    }
    play
}

fn in_one_chunk(body: &str) -> String {
    match body.len() {
        0 => "0\r\n\r\n".to_owned(),
        length => format!("{length:x}\r\n{body}\r\n0\r\n\r\n"),
    }
}

fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or_default()
}

/// As recorded: how often it was sent, and what came of it.
fn equal(case: &ResponseCase, replay: &Replay) -> Result<(), String> {
    same("requests", &case.requests_sent, &(replay.a.len() + replay.b.len()))?;
    let recorded: Vec<_> = case
        .requests
        .iter()
        .map(|request| (request.method.as_str(), path_and_pairs(&request.raw_target)))
        .collect();
    let ours: Vec<_> = replay
        .a
        .iter()
        .map(|request| (request.method.as_str(), path_and_pairs(&request.target)))
        .collect();
    same("requests", &recorded, &ours)?;
    same_outcome(case, replay)
}

/// The same value, or a failure of the same kind.
fn same_outcome(case: &ResponseCase, replay: &Replay) -> Result<(), String> {
    match (&case.returned, &case.raised, &replay.outcome) {
        (Some(returned), _, Outcome::Returned(ours)) => same_value(case, returned, ours),
        (None, Some(raised), Outcome::Failed(error)) => same_failure(raised, error),
        (returned, raised, ours) => Err(format!("recorded {returned:?} {raised:?}, ours {ours:?}")),
    }
}

fn same_value(case: &ResponseCase, returned: &Returned, ours: &Value) -> Result<(), String> {
    if let Some(items) = returned.items {
        return same("items", &Some(items), &ours["items"].as_array().map(Vec::len));
    }
    // Ours is what the description says of the body …
    if let Some(body) = case.answers.last().and_then(|answer| answer.body.as_deref()) {
        same("described", &oracle::described(&case.call.op, body), &Some(ours.clone()))?;
    }
    // … and what Python makes of it, but for what it makes a `datetime` of.
    let recorded = returned.value.as_ref().map(python::as_on_the_wire);
    same("value", &recorded.map(without_last_use), &Some(without_last_use(ours.clone())))
}

fn same_failure(raised: &Raised, error: &Error) -> Result<(), String> {
    let Some(status) = raised.status else {
        // Exceptions of many libraries; that of a body which is not the type is the only one to be told by its class.
        let is_type = raised.class.ends_with("ApiTypeError");
        return if is_type { same("kind", &ErrorKind::Decode, &error.kind()) } else { Ok(()) };
    };
    same("kind", &ErrorKind::Status, &error.kind())?;
    same("status", &Some(status), &error.status().map(|status| status.as_u16()))?;
    for (class, ours) in [
        ("UnauthorizedException", error.is_unauthorized()),
        ("ForbiddenException", error.is_forbidden()),
        ("NotFoundException", error.is_not_found()),
        ("ServiceException", error.is_server_error()),
    ] {
        same(class, &raised.class.ends_with(class), &ours)?;
    }
    match raised.body.as_ref().and_then(Value::as_str) {
        Some(recorded) => same("body", recorded.as_bytes(), error.body().map_or(&[], |body| body)),
        None => Ok(()),
    }
}

/// What the description says, where the Python client says something else.
fn as_described(case: &ResponseCase, replay: &Replay) -> Result<(), String> {
    let body = case.answers.last().and_then(|answer| answer.body.as_deref()).unwrap_or_default();
    // RFC 8259, 8.1 lets a reader skip a byte order mark.
    let body = body.trim_start_matches('\u{feff}');
    match (oracle::described(&case.call.op, body), &replay.outcome) {
        (Some(described), Outcome::Returned(ours)) => same("value", &described, ours),
        (None, _) => failed(replay, &[ErrorKind::Decode]),
        (Some(_), ours) => Err(format!("the body is as described, but ours is {ours:?}")),
    }
}

fn failed(replay: &Replay, kinds: &[ErrorKind]) -> Result<(), String> {
    match &replay.outcome {
        Outcome::Failed(error) if kinds.contains(&error.kind()) => Ok(()),
        other => Err(format!("expected {kinds:?}, got {other:?}")),
    }
}

fn same<T: PartialEq + Debug + ?Sized>(what: &str, recorded: &T, ours: &T) -> Result<(), String> {
    if recorded == ours {
        Ok(())
    } else {
        Err(format!("{what}: recorded {recorded:?}, ours {ours:?}"))
    }
}

/// Without `lastUsedTime`, which is no text any more in the models of 0.4.2.
fn without_last_use(mut value: Value) -> Value {
    match &mut value {
        Value::Array(items) => {
            for item in items {
                *item = without_last_use(item.take());
            }
        }
        Value::Object(fields) => {
            fields.remove("lastUsedTime");
            for field in fields.values_mut() {
                *field = without_last_use(field.take());
            }
        }
        _ => {}
    }
    value
}
