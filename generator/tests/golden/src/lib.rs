//! A server on this machine that answers what a test tells it to, and keeps what it was sent.
//!
//! The package `golden` proves the generator by its products: each folder in `cases/` is a description and the client made
//! of it (`generator/tests/golden.rs` compares and refreshes them), and `tests/calls/` calls every operation. What has to
//! go over the wire is written there by hand, from the text of the OpenAPI Specification. One case holds the constructs of
//! one theme, an operation or schema for each, because a crate for each would be a minute of compiling.

use std::fmt::Write as _;
use std::io::{self, Read, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use serde_json::Value;

/// A server that answers some requests and then is gone.
#[derive(Debug)]
pub struct Server {
    url: String,
    sent: Receiver<Sent>,
}

impl Server {
    /// Answers one request.
    ///
    /// # Panics
    /// When no port can be had.
    #[must_use]
    pub fn answering(reply: Reply) -> Self {
        Self::answering_all(vec![reply])
    }

    /// Answers a request with each of these.
    ///
    /// # Panics
    /// When no port can be had.
    #[must_use]
    pub fn answering_all(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (sender, sent) = channel();
        thread::spawn(move || serve(&listener, replies, &sender));
        Self { url: format!("http://{address}"), sent }
    }

    /// Where it listens, without a slash at the end.
    #[must_use]
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// The next request it got.
    ///
    /// # Panics
    /// When there was none.
    #[must_use]
    pub fn sent(&self) -> Sent {
        self.sent.recv_timeout(Duration::from_secs(10)).expect("a request")
    }

    /// Whether no other request comes for a while.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.sent.recv_timeout(Duration::from_millis(100)).is_err()
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Reply {
    /// With this status and nothing else.
    #[must_use]
    pub fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// 200 with this JSON text.
    #[must_use]
    pub fn json(text: &str) -> Self {
        Self::status(200).content("application/json", text.as_bytes())
    }

    /// With a body.
    #[must_use]
    pub fn content(self, media_type: &str, body: &[u8]) -> Self {
        Self { body: body.to_vec(), ..self.header("content-type", media_type) }
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Method and target: `GET /a?b=c`.
    pub line: String,
    /// Names in lower case, in order.
    pub headers: Vec<(String, String)>,
    /// The body, without chunks.
    pub body: Vec<u8>,
}

impl Sent {
    /// Values of a header, joined as HTTP joins them.
    #[must_use]
    pub fn header(&self, name: &str) -> String {
        let found = self.headers.iter().filter(|(found, _)| found == name);
        found.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Whether a header is there.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(found, _)| found == name)
    }

    /// The body as JSON; `null` when there is none.
    ///
    /// # Panics
    /// When it is something else.
    #[must_use]
    pub fn json(&self) -> Value {
        if self.body.is_empty() {
            return Value::Null;
        }
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

fn serve(listener: &TcpListener, replies: Vec<Reply>, sent: &Sender<Sent>) {
    for reply in replies {
        let Ok((mut stream, _)) = listener.accept() else { return };
        let exchange = || -> io::Result<()> {
            let request = read(&mut stream)?;
            let head = request.line.starts_with("HEAD ");
            // The test looks at the request even when the answer comes too late for the client.
            let _ = sent.send(request);
            stream.write_all(&bytes(&reply, head))
        };
        let mut exchange = exchange;
        if exchange().is_err() {
            return;
        }
    }
}

fn bytes(reply: &Reply, head: bool) -> Vec<u8> {
    let mut out = format!("HTTP/1.1 {} Answer\r\nconnection: close\r\n", reply.status);
    for (name, value) in &reply.headers {
        let _ = write!(out, "{name}: {value}\r\n");
    }
    // RFC 9110, 8.6: none with 204.
    if reply.status != 204 {
        let _ = write!(out, "content-length: {}\r\n", reply.body.len());
    }
    out.push_str("\r\n");
    let mut out = out.into_bytes();
    if !head {
        out.extend_from_slice(&reply.body);
    }
    out
}

fn read(stream: &mut TcpStream) -> io::Result<Sent> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut bytes = Vec::new();
    let head = loop {
        if let Some(at) = find(&bytes, b"\r\n\r\n") {
            break at;
        }
        more(stream, &mut bytes)?;
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let mut lines = text.split("\r\n");
    let line = lines.next().unwrap_or_default().trim_end_matches(" HTTP/1.1").to_owned();
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect();
    let mut sent = Sent { line, headers, body: bytes.split_off(head + 4) };
    if sent.header("transfer-encoding") == "chunked" {
        while find(&sent.body, b"0\r\n\r\n").is_none() {
            more(stream, &mut sent.body)?;
        }
        sent.body = joined(&sent.body);
    }
    let length = sent.header("content-length").parse().unwrap_or(0);
    while sent.body.len() < length {
        more(stream, &mut sent.body)?;
    }
    Ok(sent)
}

fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<()> {
    let mut buffer = [0; 4096];
    match stream.read(&mut buffer)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        read => {
            bytes.extend_from_slice(&buffer[..read]);
            Ok(())
        }
    }
}

fn joined(mut chunks: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    while let Some(end) = find(chunks, b"\r\n") {
        let size = std::str::from_utf8(&chunks[..end]).ok();
        let size = size.and_then(|size| usize::from_str_radix(size, 16).ok()).unwrap_or(0);
        if size == 0 || chunks.len() < end + size + 4 {
            break;
        }
        out.extend_from_slice(&chunks[end + 2..end + 2 + size]);
        chunks = &chunks[end + size + 4..];
    }
    out
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}
