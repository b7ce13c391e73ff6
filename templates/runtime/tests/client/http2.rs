//! HTTP/2 over real sockets: what is sent again when a server refuses a stream or goes away, and what is not.
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use oasmith_runtime::{Call, Client, ErrorKind, RetryPolicy};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpListener;

use super::api::{self, Open, OpenPost};

/// What a server does with a request that has arrived.
#[derive(Clone, Copy)]
pub(crate) enum React {
    /// 200 with a body of JSON.
    Answer,
    /// `RST_STREAM` with this code (RFC 9113 section 7).
    Reset(u32),
    /// `GOAWAY` without an error, after which the connection is closed: whether this request was processed.
    GoAway { processed: bool },
}

const REFUSED_STREAM: u32 = 0x7;
const INTERNAL_ERROR: u32 = 0x2;

/// Frames by hand (RFC 9113 section 4), so that nothing is shared with the client's side.
const DATA: u8 = 0x0;
const HEADERS: u8 = 0x1;
const RST_STREAM: u8 = 0x3;
const SETTINGS: u8 = 0x4;
const GOAWAY: u8 = 0x7;
const ACK: u8 = 0x1;
const END_STREAM: u8 = 0x1;
const END_HEADERS: u8 = 0x4;

/// Speaks HTTP/2 on one connection. The n-th request of all gets the n-th reaction, those after the last one that again.
pub(crate) async fn speak<S>(mut stream: S, reactions: Vec<React>, seen: Arc<Mutex<usize>>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut preface = [0; 24];
    if stream.read_exact(&mut preface).await.is_err() {
        return;
    }
    assert_eq!(&preface, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    write(&mut stream, SETTINGS, 0, 0, &[]).await;
    loop {
        let mut head = [0; 9];
        if stream.read_exact(&mut head).await.is_err() {
            return;
        }
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let id = u32::from_be_bytes([head[5], head[6], head[7], head[8]]);
        let mut payload = vec![0; usize::try_from(length).unwrap()];
        if stream.read_exact(&mut payload).await.is_err() {
            return;
        }
        match (head[3], head[4]) {
            (SETTINGS, flags) if flags & ACK == 0 => {
                write(&mut stream, SETTINGS, ACK, 0, &[]).await;
            }
            (HEADERS | DATA, flags) if flags & END_STREAM != 0 => {
                let number = {
                    let mut seen = seen.lock().unwrap();
                    *seen += 1;
                    *seen - 1
                };
                match reactions[number.min(reactions.len() - 1)] {
                    React::Answer => {
                        // `:status: 200` is the eighth entry of the static table (RFC 7541 appendix A).
                        write(&mut stream, HEADERS, END_HEADERS, id, &[0x88]).await;
                        write(&mut stream, DATA, END_STREAM, id, b"{}").await;
                    }
                    React::Reset(code) => {
                        write(&mut stream, RST_STREAM, 0, id, &code.to_be_bytes()).await;
                    }
                    React::GoAway { processed } => {
                        let last = if processed { id } else { id.saturating_sub(2) };
                        let payload = [last.to_be_bytes(), 0_u32.to_be_bytes()].concat();
                        write(&mut stream, GOAWAY, 0, 0, &payload).await;
                        let _ = stream.shutdown().await;
                        return;
                    }
                }
            }
            _ => {}
        }
    }
}

async fn write<S: AsyncWrite + Unpin>(
    stream: &mut S,
    kind: u8,
    flags: u8,
    id: u32,
    payload: &[u8],
) {
    let [_, length @ ..] = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = Vec::from(length);
    frame.extend([kind, flags]);
    frame.extend(id.to_be_bytes());
    frame.extend(payload);
    let _ = stream.write_all(&frame).await;
    let _ = stream.flush().await;
}

/// A server that is known to speak HTTP/2, and how many requests it has seen.
async fn server(reactions: Vec<React>) -> (SocketAddr, Arc<Mutex<usize>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let seen = Arc::new(Mutex::new(0));
    let count = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(speak(stream, reactions.clone(), Arc::clone(&count)));
        }
    });
    (address, seen)
}

fn client(address: SocketAddr) -> Client {
    let short = Duration::from_millis(5);
    api::builder()
        .base_url(&format!("http://{address}"))
        .retry(RetryPolicy::default().backoff(short, short))
        .configure_http(|http| http.no_proxy().http2_prior_knowledge())
        .build()
        .unwrap()
}

#[tokio::test]
async fn calls_share_a_connection() {
    let (address, seen) = server(vec![React::Answer]).await;
    let client = client(address);
    Call::<Open>::new(&client).await.unwrap();
    let calls: Vec<_> =
        (0..20).map(|_| tokio::spawn(Call::<OpenPost>::new(&client).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(*seen.lock().unwrap(), 21);
}

/// RFC 9113 section 8.7: a refused stream was not processed, nor was one above the last of a `GOAWAY`.
#[tokio::test]
async fn what_was_not_processed_is_sent_again_whatever_its_method_is() {
    for reaction in [React::Reset(REFUSED_STREAM), React::GoAway { processed: false }] {
        for is_post in [false, true] {
            let (address, seen) = server(vec![reaction, React::Answer]).await;
            let client = client(address);
            let outcome = if is_post {
                Call::<OpenPost>::new(&client).await
            } else {
                Call::<Open>::new(&client).await
            };
            outcome.unwrap();
            assert_eq!(*seen.lock().unwrap(), 2);
        }
    }
}

/// What may have been processed is sent again only when that is safe.
#[tokio::test]
async fn what_may_have_been_processed_is_sent_again_when_it_is_safe() {
    for reaction in [React::Reset(INTERNAL_ERROR), React::GoAway { processed: true }] {
        let (address, seen) = server(vec![reaction, React::Answer]).await;
        let raw = Call::<Open>::new(&client(address)).raw().await.unwrap();
        assert_eq!((raw.attempts(), *seen.lock().unwrap()), (2, 2));

        let (address, seen) = server(vec![reaction, React::Answer]).await;
        let error = Call::<OpenPost>::new(&client(address)).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Transport, 1), "{error}");
        assert_eq!(*seen.lock().unwrap(), 1, "{error}");

        let (address, seen) = server(vec![reaction, React::Answer]).await;
        Call::<OpenPost>::new(&client(address)).idempotent().await.unwrap();
        assert_eq!(*seen.lock().unwrap(), 2);
    }
}

/// However often it is refused, it ends.
#[tokio::test]
async fn a_server_that_refuses_for_ever_is_left_alone() {
    let (address, seen) = server(vec![React::Reset(REFUSED_STREAM)]).await;
    let error = Call::<OpenPost>::new(&client(address)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    let seen = *seen.lock().unwrap();
    assert!((2..=9).contains(&seen), "{seen}");
}
