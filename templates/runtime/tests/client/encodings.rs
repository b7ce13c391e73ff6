//! Answers that are compressed on their way, over a real socket: each encoding with its feature, and without it.
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread::JoinHandle;

use oasmith_runtime::{Call, ErrorKind, RetryPolicy};

use super::api::{self, Open};

/// `{"text":"aaa…"}`, 67 bytes, as the programs `gzip` and `zstd` write it.
const GZIP: &str = "1f8b0800000000000003ab562a49ad2851b2524a241328d50200afb8b68743000000";
const ZSTD: &str = "28b52ffd2043950000607b2274657874223a2261227d01003c0112";
/// Brotli as in RFC 7932, section 9.2: a meta-block that is not compressed, of the 8 bytes `{"n": 1}`, and an empty one.
const BROTLI: &str = "7000107b226e223a20317d03";

fn bytes(hex: &str) -> Vec<u8> {
    let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(byte).collect()
}

/// A server that answers once; gives the head of the request it got.
fn answering(encoding: &'static str, body: Vec<u8>) -> (String, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 4096];
        let length = stream.read(&mut request).unwrap();
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(&body).unwrap();
        String::from_utf8_lossy(&request[..length]).to_ascii_lowercase()
    });
    (url, thread)
}

/// Asks for it and reads it with the feature; does neither without.
async fn check(feature: bool, encoding: &'static str, hex: &str, text: &str) {
    let body = bytes(hex);
    let (url, server) = answering(encoding, body.clone());
    let client = api::builder().base_url(&url).retry(RetryPolicy::never());
    let client = client.configure_http(reqwest::ClientBuilder::no_proxy).build().unwrap();
    let outcome = Call::<Open>::new(&client).await;
    let request = server.join().unwrap();
    let accepted = request.lines().find_map(|line| line.strip_prefix("accept-encoding:"));
    let is_asked = accepted.is_some_and(|list| list.split(',').any(|it| it.trim() == encoding));
    assert_eq!(is_asked, feature, "{request}");
    if feature {
        assert_eq!(outcome.unwrap(), serde_json::from_str::<serde_json::Value>(text).unwrap());
        // The limit counts what comes out.
        let (url, _) = answering(encoding, body);
        let client = api::builder().base_url(&url).response_limit(text.len() - 1);
        let client = client.configure_http(reqwest::ClientBuilder::no_proxy).build().unwrap();
        let error = Call::<Open>::new(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Body);
    } else {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(&format!("content encoding `{encoding}`")), "{error}");
        assert_eq!(error.body().unwrap().as_ref(), body);
    }
}

#[tokio::test]
async fn each_encoding_by_its_feature() {
    let long = format!(r#"{{"text":"{}"}}"#, "a".repeat(56));
    check(cfg!(feature = "gzip"), "gzip", GZIP, &long).await;
    check(cfg!(feature = "zstd"), "zstd", ZSTD, &long).await;
    check(cfg!(feature = "brotli"), "br", BROTLI, r#"{"n": 1}"#).await;
}
