//! A server that writes down what arrives and answers by a script: bytes and faults as the script has them, no HTTP
//! library in between that would put them right.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A request as its bytes were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawRequest {
    /// Method.
    pub method: String,
    /// Path and query as sent.
    pub target: String,
    /// Headers in order, names as sent.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Play {
    /// Writes these bytes.
    Answer {
        /// Before the first byte.
        before: Duration,
        /// Status line and headers, with the empty line.
        head: Vec<u8>,
        /// The body.
        body: Vec<u8>,
        /// At most so many bytes of the body at a time, with a pause after each.
        dribble: Option<(usize, Duration)>,
        /// Whether to close the connection afterwards.
        close: bool,
    },
    /// Ends the connection without a byte.
    Close,
    /// Breaks the connection off.
    Reset,
}

/// A running server; it stops taking connections when dropped.
#[derive(Debug)]
pub struct Server {
    /// Its port, on 127.0.0.1 where not bound elsewhere.
    pub port: u16,
    requests: Arc<Mutex<Vec<RawRequest>>>,
    task: JoinHandle<()>,
}

impl RawRequest {
    /// All values of a header.
    #[must_use]
    pub fn values(&self, name: &str) -> Vec<&str> {
        let named = |given: &&(String, String)| given.0.eq_ignore_ascii_case(name);
        self.headers.iter().filter(named).map(|(_, value)| value.as_str()).collect()
    }
}

/// The path of a target as sent, and the pairs of its query, decoded and sorted.
#[must_use]
pub fn path_and_pairs(target: &str) -> (String, Vec<(String, String)>) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let mut pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    pairs.sort();
    (path.to_owned(), pairs)
}

impl Play {
    /// A plain JSON answer.
    #[must_use]
    pub fn json(status: u16, body: &str) -> Self {
        Self::answer(
            status,
            "X",
            &[("Content-Type".to_owned(), "application/json".to_owned())],
            body.as_bytes(),
        )
    }

    /// An answer with these headers; `Content-Length` is added where none is given.
    #[must_use]
    pub fn answer(status: u16, reason: &str, headers: &[(String, String)], body: &[u8]) -> Self {
        let mut lines = vec![format!("HTTP/1.1 {status} {reason}")];
        lines.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
        let framed = |(name, _): &(String, String)| {
            name.eq_ignore_ascii_case("content-length")
                || name.eq_ignore_ascii_case("transfer-encoding")
        };
        // RFC 9110, 8.6: neither 1xx nor 204 has a Content-Length.
        if !headers.iter().any(framed) && status >= 200 && status != 204 {
            lines.push(format!("Content-Length: {}", body.len()));
        }
        let head = lines.join("\r\n") + "\r\n\r\n";
        Self::Answer {
            before: Duration::ZERO,
            head: head.into_bytes(),
            body: body.to_vec(),
            dribble: None,
            close: false,
        }
    }
}

impl Server {
    /// Starts one that plays `plays` in order, for one request each; the last one again and again.
    ///
    /// # Errors
    /// When no port of loopback can be had.
    pub async fn start(plays: Vec<Play>) -> io::Result<Self> {
        let (listener, port) = Self::bind("127.0.0.1").await?;
        Ok(Self::run(listener, port, plays))
    }

    /// A port of a loopback address to be run on later, for scripts that have to know it.
    ///
    /// # Errors
    /// When no port can be had.
    pub async fn bind(address: &str) -> io::Result<(TcpListener, u16)> {
        let listener = TcpListener::bind((address, 0)).await?;
        let port = listener.local_addr()?.port();
        Ok((listener, port))
    }

    /// Starts one on a port that is bound already.
    #[must_use]
    pub fn run(listener: TcpListener, port: u16, plays: Vec<Play>) -> Self {
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let plays = Arc::new(plays);
        let next = Arc::new(AtomicUsize::new(0));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (seen, plays, next) =
                    (Arc::clone(&seen), Arc::clone(&plays), Arc::clone(&next));
                tokio::spawn(async move {
                    // The client may hang up at any time; that is its business.
                    let _: io::Result<()> = serve(stream, &seen, &plays, &next).await;
                });
            }
        });
        Self { port, requests, task }
    }

    /// `http://127.0.0.1:port`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What arrived so far.
    #[must_use]
    pub fn requests(&self) -> Vec<RawRequest> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(
    stream: TcpStream,
    seen: &Mutex<Vec<RawRequest>>,
    plays: &[Play],
    next: &AtomicUsize,
) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    while let Some(request) = read_request(&mut stream).await? {
        seen.lock().unwrap_or_else(PoisonError::into_inner).push(request);
        // Early answers go before the one that counts, for the same request.
        while let Some(Play::Answer { head, .. }) = plays.get(next.load(Ordering::SeqCst)) {
            if !head.starts_with(b"HTTP/1.1 1") {
                break;
            }
            stream.write_all(head).await?;
            next.fetch_add(1, Ordering::SeqCst);
        }
        let place = next.fetch_add(1, Ordering::SeqCst);
        match plays.get(place).or(plays.last()) {
            None | Some(Play::Close) => return Ok(()),
            Some(Play::Reset) => {
                // Closing with a linger time of zero sends RST instead of FIN.
                return stream.get_ref().set_zero_linger();
            }
            Some(Play::Answer { before, head, body, dribble, close }) => {
                tokio::time::sleep(*before).await;
                stream.write_all(head).await?;
                let (size, pause) = dribble.unwrap_or((body.len(), Duration::ZERO));
                for piece in body.chunks(size.max(1)) {
                    stream.write_all(piece).await?;
                    stream.flush().await?;
                    tokio::time::sleep(pause).await;
                }
                stream.flush().await?;
                if *close {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

async fn read_request(stream: &mut BufReader<TcpStream>) -> io::Result<Option<RawRequest>> {
    // A TLS handshake begins with 22 and would be waited for to the end of a line.
    if stream.fill_buf().await?.first().is_none_or(|byte| !byte.is_ascii_uppercase()) {
        return Ok(None);
    }
    let Some(line) = read_line(stream).await? else { return Ok(None) };
    let mut words = line.split(' ');
    let (Some(method), Some(target)) = (words.next(), words.next()) else {
        return Err(io::ErrorKind::InvalidData.into());
    };
    let (method, target) = (method.to_owned(), target.to_owned());
    let mut headers = Vec::new();
    while let Some(line) = read_line(stream).await?.filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut request = RawRequest { method, target, headers, body: Vec::new() };
    let length = request
        .values("content-length")
        .first()
        .and_then(|length| length.parse().ok())
        .unwrap_or(0);
    request.body = vec![0; length];
    stream.read_exact(&mut request.body).await?;
    Ok(Some(request))
}

async fn read_line(stream: &mut BufReader<TcpStream>) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if stream.read_until(b'\n', &mut line).await? == 0 {
        return Ok(None);
    }
    let line = String::from_utf8_lossy(&line);
    Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
}
