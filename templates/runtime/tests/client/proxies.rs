//! Proxies over real sockets: what they are told, and that neither they nor errors see a credential that is not theirs.
use std::net::SocketAddr;
use std::process::Command;
use std::sync::{Arc, Mutex};

use oasmith_runtime::{Call, Client, ErrorKind};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::api::{self, Open, PLANTED, PutKey};
use super::server::Server;
use super::tls::TlsServer;

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
/// The password of the proxy, and `me:` with it by `base64(1)`.
const PASSWORD: &str = "planted-secret-proxy";
const ENCODED: &str = "bWU6cGxhbnRlZC1zZWNyZXQtcHJveHk=";
/// Tells the test below that it is the one that another has started.
const STARTED: &str = "KEYS_STARTED_BY_A_TEST";

fn client(base: &str, proxy: SocketAddr) -> Client {
    let proxy = reqwest::Proxy::all(format!("http://me:{PASSWORD}@{proxy}")).unwrap();
    let builder = api::builder().base_url(base);
    builder.configure_http(|http| http.proxy(proxy)).build().unwrap()
}

/// RFC 9112 section 3.2.2: a proxy gets the whole address.
#[tokio::test]
async fn a_proxy_of_http_gets_the_whole_address() {
    let proxy = Server::answering(OK).await;
    let client = client("http://keys.invalid/base", proxy.address);
    Call::<Open>::new(&client).await.unwrap();
    let request = &proxy.requests()[0];
    assert!(request.starts_with("GET http://keys.invalid/base/open HTTP/1.1\r\n"), "{request}");
    assert!(request.contains(&format!("proxy-authorization: Basic {ENCODED}\r\n")));
}

#[tokio::test]
async fn a_proxy_that_fails_is_an_error_without_its_password() {
    for (answer, url) in [
        (
            "HTTP/1.1 407 No me:planted-secret-proxy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            "https://keys.invalid",
        ),
        (
            "HTTP/1.1 407 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
            "http://keys.invalid",
        ),
        ("garbage\r\n\r\n", "https://keys.invalid"),
    ] {
        let proxy = Server::answering(answer).await;
        let client = client(url, proxy.address);
        let error = Call::<PutKey>::new(&client).await.unwrap_err();
        let expected =
            if url.starts_with("https") { ErrorKind::Connect } else { ErrorKind::Status };
        assert_eq!(error.kind(), expected, "{error}");
        let shown = format!("{error} {error:?} {client:?}");
        assert!(!shown.contains("planted") && !shown.contains(ENCODED), "{shown}");
        if url.starts_with("https") {
            // There was no tunnel, so the key of the API never left.
            assert!(proxy.requests().iter().all(|request| !request.contains(PLANTED)));
        }
    }
}

/// A proxy that makes tunnels to one place (RFC 9110 section 9.3.6), and all that goes through it from the client.
async fn tunnel(to: SocketAddr) -> (SocketAddr, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&seen);
    tokio::spawn(async move {
        while let Ok((mut from, _)) = listener.accept().await {
            let log = Arc::clone(&log);
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.ends_with(b"\r\n\r\n") {
                    head.push(from.read_u8().await.unwrap());
                }
                log.lock().unwrap().extend_from_slice(&head);
                let mut there = TcpStream::connect(to).await.unwrap();
                from.write_all(b"HTTP/1.1 200 Connected\r\n\r\n").await.unwrap();
                let (mut from_read, mut from_write) = from.split();
                let (mut there_read, mut there_write) = there.split();
                let out = async {
                    let mut block = [0; 4096];
                    while let Ok(length @ 1..) = from_read.read(&mut block).await {
                        log.lock().unwrap().extend_from_slice(&block[..length]);
                        if there_write.write_all(&block[..length]).await.is_err() {
                            return;
                        }
                    }
                };
                tokio::join!(out, tokio::io::copy(&mut there_read, &mut from_write)).1.ok();
            });
        }
    });
    (address, seen)
}

#[tokio::test]
async fn a_call_over_tls_goes_through_a_tunnel() {
    let server = TlsServer::start("localhost", 4000, OK.to_owned()).await;
    let (address, seen) = tunnel(server.address).await;
    let certificate = reqwest::Certificate::from_der(&server.certificate).unwrap();
    let proxy = reqwest::Proxy::all(format!("http://me:{PASSWORD}@{address}")).unwrap();
    let client = api::builder()
        .base_url("https://localhost:7777")
        .configure_http(move |http| http.proxy(proxy).tls_certs_only([certificate]))
        .build()
        .unwrap();
    Call::<PutKey>::new(&client).await.unwrap();
    assert_eq!(server.requests(), 1);
    let seen = String::from_utf8_lossy(&seen.lock().unwrap()).into_owned();
    assert!(seen.starts_with("CONNECT localhost:7777 HTTP/1.1\r\n"), "{seen}");
    assert!(seen.to_ascii_lowercase().contains("proxy-authorization: basic "), "{seen}");
    assert!(seen.contains(ENCODED), "the proxy knows who it is");
    assert!(!seen.contains(PLANTED) && !seen.contains("/v0/key"), "the rest is not for it");
}

/// The environment of a process cannot be changed from inside, so the test below is run again in one of its own.
#[tokio::test(flavor = "multi_thread")]
async fn the_environment_names_a_proxy() {
    let proxy = Server::answering(OK).await;
    let url = format!("http://me:{PASSWORD}@{}", proxy.address);
    let run = tokio::task::spawn_blocking(move || {
        Command::new(std::env::current_exe().unwrap())
            .args(["proxies::without_a_proxy_the_host_is_not_there", "--exact", "--nocapture"])
            .env("http_proxy", url)
            .env_remove("no_proxy")
            .env_remove("NO_PROXY")
            .env(STARTED, "1")
            .output()
            .unwrap()
    });
    let output = run.await.unwrap();
    let shown = [output.stdout, output.stderr].concat();
    let shown = String::from_utf8_lossy(&shown);
    assert!(!shown.contains("planted") && shown.contains("1 passed"), "the other test failed");
    let request = &proxy.requests()[0];
    assert!(request.starts_with("GET http://keys.invalid/open HTTP/1.1\r\n"), "{request}");
    assert!(request.contains(&format!("proxy-authorization: Basic {ENCODED}\r\n")));
}

#[tokio::test]
async fn without_a_proxy_the_host_is_not_there() {
    let client = api::builder().base_url("http://keys.invalid").build().unwrap();
    let outcome = Call::<Open>::new(&client).await;
    assert_eq!(outcome.is_ok(), std::env::var_os(STARTED).is_some());
}
