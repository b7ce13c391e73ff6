//! A server over a real socket that misbehaves as it is told, one request per connection.
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[derive(Clone)]
pub(crate) enum Act {
    /// Reads the request.
    Read,
    /// Writes these bytes.
    Write(&'static str),
    /// Waits.
    Pause(Duration),
    /// Closes with unread data, so that the client sees a reset.
    Reset,
    /// Writes for ever.
    Flood,
    /// Keeps the connection open and silent.
    Hang,
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    accepted: Arc<Mutex<usize>>,
    closed: Arc<Mutex<usize>>,
}

impl Server {
    /// The n-th connection gets the n-th script, and those after the last one get that again.
    pub(crate) async fn start(scripts: Vec<Vec<Act>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (accepted, closed) = (Arc::new(Mutex::new(0)), Arc::new(Mutex::new(0)));
        let (log, begins, ends) = (requests.clone(), accepted.clone(), closed.clone());
        tokio::spawn(async move {
            let mut scripts = scripts.into_iter();
            let mut current = Vec::new();
            while let Ok((stream, _)) = listener.accept().await {
                *begins.lock().unwrap() += 1;
                current = scripts.next().unwrap_or(current);
                let (script, log, ends) = (current.clone(), log.clone(), ends.clone());
                tokio::spawn(async move {
                    play(stream, script, &log).await;
                    *ends.lock().unwrap() += 1;
                });
            }
        });
        Self { address, requests, accepted, closed }
    }

    /// A server that reads and answers with this.
    pub(crate) async fn answering(answer: &'static str) -> Self {
        Self::start(vec![vec![Act::Read, Act::Write(answer)]]).await
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn accepted(&self) -> usize {
        *self.accepted.lock().unwrap()
    }

    pub(crate) fn closed(&self) -> usize {
        *self.closed.lock().unwrap()
    }
}

async fn play(mut stream: TcpStream, script: Vec<Act>, log: &Mutex<Vec<String>>) {
    for act in script {
        match act {
            Act::Read => {
                let request = read_request(&mut stream).await;
                log.lock().unwrap().push(request);
            }
            Act::Write(text) => {
                let _ = stream.write_all(text.as_bytes()).await;
            }
            Act::Pause(time) => tokio::time::sleep(time).await,
            Act::Reset => {
                // Data that nobody read makes the kernel send a reset on close.
                let _ = stream.readable().await;
                return;
            }
            Act::Flood => {
                let block = vec![b'x'; 65536];
                while stream.write_all(&block).await.is_ok() {}
                return;
            }
            Act::Hang => {
                let mut rest = Vec::new();
                let _ = stream.read_to_end(&mut rest).await;
                return;
            }
        }
    }
    let _ = stream.shutdown().await;
}

/// Head and body as they came.
async fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut block = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().unwrap())
            });
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        match stream.read(&mut block).await {
            Ok(0) | Err(_) => return text,
            Ok(count) => bytes.extend_from_slice(&block[..count]),
        }
    }
}
