//! The recordings, one JSON object a line.

use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value};

/// A call and what it put on the wire.
#[derive(Clone, Debug, Deserialize)]
pub struct RequestCase {
    /// Its name: `list/org-space`.
    pub case: String,
    /// The call.
    pub call: Call,
    /// `None` when nothing was sent.
    pub method: Option<String>,
    /// Path and query as sent.
    pub raw_target: Option<String>,
    /// Headers in order.
    pub headers: Option<Vec<(String, String)>>,
    /// The body as text.
    pub body: Option<String>,
    /// How many requests there were; the first is the one written down.
    #[serde(default)]
    pub requests_sent: usize,
}

/// A call, the answers it got, and what it made of them.
#[derive(Clone, Debug, Deserialize)]
pub struct ResponseCase {
    /// Its name: `err/429/list_api_keys`.
    pub case: String,
    /// The call.
    pub call: Call,
    /// The answers in order; the last one is given again for further requests.
    pub answers: Vec<RecordedAnswer>,
    /// The value, if there was one.
    pub returned: Option<Returned>,
    /// The exception, if there was one.
    pub raised: Option<Raised>,
    /// How many requests arrived.
    #[serde(default)]
    pub requests_sent: usize,
    /// The requests that arrived.
    #[serde(default)]
    pub requests: Vec<ArrivedRequest>,
}

/// A call of the Python client.
#[derive(Clone, Debug, Deserialize)]
pub struct Call {
    /// `list_api_keys`, …
    pub op: String,
    /// Its arguments, options with an underscore among them.
    pub kwargs: Map<String, Value>,
    /// `Configuration`'s.
    #[serde(default)]
    pub config: Map<String, Value>,
    /// `ApiClient`'s.
    #[serde(default)]
    pub client_options: Map<String, Value>,
}

/// An answer of the server.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct RecordedAnswer {
    /// `close` or `reset`: no answer at all.
    pub fault: Option<String>,
    /// Status; 200 when only a fault is given.
    pub status: Option<u16>,
    /// Reason phrase.
    pub reason: Option<String>,
    /// Headers, `Content-Length` aside.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// The body as text.
    pub body: Option<String>,
    /// Length of the body in bytes where the text was cut for the recording.
    pub body_bytes: Option<usize>,
    /// Seconds before the answer.
    pub before: Option<f64>,
    /// Bytes at a time, and seconds after each.
    pub dribble: Option<(usize, f64)>,
    /// `B` when the second server gives it.
    pub from_host: Option<String>,
    /// What this reader does not know: such an answer cannot be given again.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// A value that the Python client returned.
#[derive(Clone, Debug, Deserialize)]
pub struct Returned {
    /// Its class.
    #[serde(rename = "type")]
    pub class: Option<String>,
    /// Its fields.
    pub value: Option<Value>,
    /// How many items, where the fields are too many to be written down.
    pub items: Option<usize>,
}

/// An exception of the Python client.
#[derive(Clone, Debug, Deserialize)]
pub struct Raised {
    /// Its class.
    pub class: String,
    /// `ApiException`'s.
    pub status: Option<u16>,
    /// `ApiException`'s.
    pub body: Option<Value>,
}

/// A request that arrived.
#[derive(Clone, Debug, Deserialize)]
pub struct ArrivedRequest {
    /// `A` or `B`.
    pub host: Option<String>,
    /// Method.
    pub method: String,
    /// Path and query as sent.
    pub raw_target: String,
}

/// Where the recordings are: the folder in `WIRE_FACTS`, or the one beside the repository.
#[must_use]
pub fn recordings_folder() -> PathBuf {
    std::env::var_os("WIRE_FACTS").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/facts"),
        PathBuf::from,
    )
}

/// The cases of a file; `None` when there is no such file.
///
/// # Errors
/// When it cannot be read, or a line is not a case.
pub fn load<T: for<'de> Deserialize<'de>>(file: &Path) -> io::Result<Option<Vec<T>>> {
    let text = match std::fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut cases = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let case = serde_json::from_str(line).map_err(|error| {
            let place = format!("{}:{}: {error}", file.display(), number + 1);
            io::Error::new(io::ErrorKind::InvalidData, place)
        })?;
        cases.push(case);
    }
    Ok(Some(cases))
}

impl Raised {
    /// Whether it is an answer with an error status, `ApiException` or one of its subclasses.
    #[must_use]
    pub fn is_status(&self) -> bool {
        self.status.is_some()
    }
}
