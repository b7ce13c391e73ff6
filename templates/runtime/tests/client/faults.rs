//! Real sockets that break: the kind of error, the number of sends, the time it takes.
use std::time::Duration;

use oasmith_runtime::{Call, Client, Error, ErrorKind, Operation, RetryPolicy};
use tokio::net::{TcpListener, TcpSocket, TcpStream};

use super::api::{self, Open, OpenPost};
use super::server::{Act, Server};
use super::stopwatch::measured;

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";

fn client_of(url: &str) -> Client {
    let short = Duration::from_millis(5);
    api::builder()
        .base_url(url)
        .retry(RetryPolicy::default().backoff(short, short))
        .configure_http(reqwest::ClientBuilder::no_proxy)
        .build()
        .unwrap()
}

/// The outcome with this script on every connection, and how often the request was sent.
async fn faulty<O: Operation>(script: Vec<Act>) -> (Error, usize) {
    let server = Server::start(vec![script]).await;
    let call = Call::<O>::new(&client_of(&server.url()));
    let outcome = call.attempt_timeout(Duration::from_millis(300)).await;
    let error = outcome.err().expect("the call cannot succeed");
    (error, server.requests().len())
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_for_any_method() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = client_of(&url);
    let get = Call::<Open>::new(&client).await.unwrap_err();
    assert_eq!((get.kind(), get.attempts()), (ErrorKind::Connect, 3));
    assert!(get.to_string().contains("refused"), "{get}");
    let post = Call::<OpenPost>::new(&client).await.unwrap_err();
    assert_eq!((post.kind(), post.attempts()), (ErrorKind::Connect, 3));
}

#[tokio::test]
async fn a_post_that_was_refused_arrives_once_the_server_is_there() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let pause = Duration::from_millis(200);
    let policy = RetryPolicy::default().max_attempts(50).backoff(pause, pause);
    let client = client_of(&format!("http://{address}"));
    let call = tokio::spawn(Call::<OpenPost>::new(&client).retry(policy).raw());
    tokio::time::sleep(Duration::from_millis(100)).await;
    let listener = TcpListener::bind(address).await.unwrap();
    let (stream, _) = listener.accept().await.unwrap();
    drop(listener);
    tokio::time::sleep(Duration::from_millis(20)).await;
    let mut head = vec![0; 4096];
    stream.readable().await.unwrap();
    let count = stream.try_read(&mut head).unwrap();
    assert!(head[..count].starts_with(b"POST /open"));
    stream.try_write(OK.as_bytes()).unwrap();
    assert!(call.await.unwrap().unwrap().attempts() > 1);
}

#[tokio::test]
async fn what_may_have_arrived_is_posted_once() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\":";
    for script in [
        vec![Act::Read],
        vec![Act::Read, Act::Write("HTTP/1.1 200 OK\r\nContent-")],
        vec![Act::Read, Act::Write(head)],
        vec![Act::Read, Act::Hang],
        vec![Act::Read, Act::Write(head), Act::Hang],
        vec![Act::Read, Act::Write("\0\u{1}garbage\r\n\r\n")],
    ] {
        let (error, sends) = faulty::<OpenPost>(script.clone()).await;
        assert_eq!((error.attempts(), sends), (1, 1), "{error}");
        let (error, sends) = faulty::<Open>(script).await;
        assert_eq!((error.attempts(), sends), (3, 3), "{error}");
    }
}

#[tokio::test]
async fn breaks_before_and_after_the_head() {
    let (error, _) = faulty::<Open>(vec![Act::Reset]).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.status(), None);

    let (error, _) = faulty::<Open>(vec![Act::Read]).await;
    assert_eq!(error.kind(), ErrorKind::Transport);

    let truncated = "HTTP/1.1 200 OK\r\nX-Request-Id: r\r\nContent-Length: 100\r\n\r\n{\"half\":";
    let (error, _) = faulty::<Open>(vec![Act::Read, Act::Write(truncated)]).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert_eq!(error.status().unwrap(), 200);
    assert_eq!(error.request_id(), Some("r"));
    assert_eq!(error.body().unwrap().as_ref(), b"{\"half\":");

    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n5\r\nab";
    let (error, _) = faulty::<Open>(vec![Act::Read, Act::Write(chunked)]).await;
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Transport, 200));
}

#[tokio::test]
async fn answers_that_are_no_http() {
    for garbage in ["garbage\r\n\r\n", "\u{16}\u{3}\u{1}", "HTTP/9.9 200 OK\r\n\r\n"] {
        let (error, _) = faulty::<Open>(vec![Act::Read, Act::Write(garbage)]).await;
        assert_eq!(error.kind(), ErrorKind::Transport, "{error}");
    }
    let two_lengths = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}";
    let (error, _) = faulty::<Open>(vec![Act::Read, Act::Write(two_lengths)]).await;
    assert_eq!(error.kind(), ErrorKind::Transport);
    // A length that is too short cuts the JSON off.
    let short = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\n{}";
    let (error, sends) = faulty::<Open>(vec![Act::Read, Act::Write(short)]).await;
    assert_eq!((error.kind(), sends), (ErrorKind::Decode, 1));
}

#[tokio::test]
async fn slow_heads_and_slow_bodies_end_in_time() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n";
    let drip = |text: &'static str| {
        let drop = [Act::Write(text), Act::Pause(Duration::from_millis(50))];
        std::iter::repeat_n(drop, 100).flatten()
    };
    let slow_head: Vec<_> = [Act::Read, Act::Write("HTTP/1.1 200 OK\r\n")]
        .into_iter()
        .chain(drip("x: y\r\n"))
        .collect();
    let slow_body: Vec<_> = [Act::Read, Act::Write(head)].into_iter().chain(drip(" ")).collect();
    for script in [vec![Act::Read, Act::Hang], slow_head, slow_body] {
        let ((error, sends), took, own) = measured(faulty::<OpenPost>(script.clone())).await;
        assert_eq!((error.kind(), sends), (ErrorKind::Timeout, 1), "{error}");
        assert!(took >= 300 && own < 1000, "{took} {own}");

        let server = Server::start(vec![script]).await;
        let call = Call::<Open>::new(&client_of(&server.url()));
        let call = call.timeout(Duration::from_millis(400)).into_future();
        let (outcome, took, own) = measured(call).await;
        let error = outcome.unwrap_err();
        assert!(error.to_string().contains("whole call"), "{error}");
        assert!(took >= 400 && own < 1000, "{took} {own}");
    }
}

/// A listener whose queue is full does not answer any more.
#[tokio::test]
async fn connecting_has_a_limit_of_its_own() {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut queue = Vec::new();
    while let Ok(stream) =
        tokio::time::timeout(Duration::from_millis(100), TcpStream::connect(address)).await
    {
        queue.push(stream.unwrap());
    }
    let client = api::builder()
        .base_url(&format!("http://{address}"))
        .connect_timeout(Duration::from_millis(100))
        .retry(RetryPolicy::default().max_attempts(2))
        .configure_http(reqwest::ClientBuilder::no_proxy)
        .build()
        .unwrap();
    let (outcome, took, own) = measured(Call::<OpenPost>::new(&client).into_future()).await;
    let error = outcome.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, 2), "{error}");
    assert!(error.to_string().contains("no connection could be made in time"), "{error}");
    assert!(took >= 200 && own < 1500, "{took} {own}");
}

#[tokio::test]
async fn an_endless_body_ends_at_the_limit() {
    for head in [
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\n",
        "HTTP/1.1 500 Oops\r\n\r\n",
    ] {
        let server = Server::start(vec![vec![Act::Read, Act::Write(head), Act::Flood]]).await;
        let client = api::builder()
            .base_url(&server.url())
            .response_limit(1 << 20)
            .configure_http(reqwest::ClientBuilder::no_proxy)
            .build()
            .unwrap();
        let error = Call::<Open>::new(&client).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Body | ErrorKind::Transport), "{error}");
        assert!(server.requests().len() <= 3);
    }
}

#[tokio::test]
async fn tls_where_there_is_none() {
    let server = Server::start(vec![vec![Act::Write("HTTP/1.1 400 Bad Request\r\n\r\n")]]).await;
    let url = server.url().replace("http://", "https://");
    let error = Call::<OpenPost>::new(&client_of(&url)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Tls, 1), "{error}");
    assert!(!format!("{error} {error:?}").contains(api::PLANTED));
}

#[tokio::test]
async fn dropping_a_call_cancels_it() {
    let server = Server::start(vec![vec![Act::Read, Act::Hang]]).await;
    let client = client_of(&server.url());
    let call = tokio::time::timeout(Duration::from_millis(150), Call::<Open>::new(&client).send());
    assert!(call.await.is_err());
    assert_eq!(server.requests().len(), 1);
    for _ in 0..50 {
        if server.closed() == 1 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(server.closed(), 1, "the connection is closed");
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(server.requests().len(), 1, "nothing is sent again");
}

#[tokio::test]
async fn interim_answers_are_not_the_answer() {
    let hints = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
    let script = vec![Act::Read, Act::Write(hints), Act::Write(OK)];
    let server = Server::start(vec![script]).await;
    Call::<OpenPost>::new(&client_of(&server.url())).await.unwrap();
}

#[tokio::test]
async fn a_server_that_recovers_is_answered() {
    let busy =
        "HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let server = Server::start(vec![
        vec![Act::Read, Act::Write(busy)],
        vec![Act::Read],
        vec![Act::Read, Act::Write(OK)],
    ])
    .await;
    let raw = Call::<Open>::new(&client_of(&server.url())).raw().await.unwrap();
    assert_eq!((raw.status().as_u16(), raw.attempts()), (200, 3));
}

#[tokio::test]
async fn a_service_that_asks_to_wait_is_waited_for() {
    let later = "HTTP/1.1 429 Slow down\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    let script = || vec![vec![Act::Read, Act::Write(later)], vec![Act::Read, Act::Write(OK)]];
    let server = Server::start(script()).await;
    let call = Call::<Open>::new(&client_of(&server.url())).raw();
    let (outcome, took, own) = measured(call).await;
    let raw = outcome.unwrap();
    assert_eq!((raw.status().as_u16(), server.requests().len()), (200, 2));
    assert!(took >= 1000 && own < 3000, "{took} {own}");
    // What is not safe to repeat is answered as it is.
    let server = Server::start(script()).await;
    let error = Call::<OpenPost>::new(&client_of(&server.url())).await.unwrap_err();
    assert_eq!((error.status().unwrap().as_u16(), server.requests().len()), (429, 1));
    // With a key it is.
    let server = Server::start(script()).await;
    let call = Call::<OpenPost>::new(&client_of(&server.url())).idempotent();
    call.await.unwrap();
    let keys: Vec<_> = server
        .requests()
        .iter()
        .filter_map(|sent| {
            sent.lines().find(|line| line.starts_with("idempotency-key: ")).map(str::to_owned)
        })
        .collect();
    assert_eq!((keys.len(), &keys[0]), (2, &keys[1]));
}
