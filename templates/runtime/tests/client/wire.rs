//! What goes over a real socket.
use std::sync::Arc;

use oasmith_runtime::{Call, Client, ReqwestTransport};
use serde_json::json;

use super::api::{self, CreateKey, HeadKey, ListKeys};
use super::server::{Act, Server};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";

fn client_of(server: &Server) -> Client {
    let builder = api::builder().base_url(&server.url());
    builder.configure_http(reqwest::ClientBuilder::no_proxy).build().unwrap()
}

fn fields(request: &str) -> Vec<(String, String)> {
    let head = request.split("\r\n\r\n").next().unwrap();
    let lines = head.lines().skip(1).map(|line| line.split_once(": ").unwrap());
    lines.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect()
}

#[tokio::test]
async fn a_post_without_a_body_says_that_it_has_none() {
    let server = Server::answering(OK).await;
    let mut call = Call::<CreateKey>::new(&client_of(&server));
    call.parts().path("org", &"o 1");
    call.parts().query("scopes", &vec![":user", "a&b"]);
    call.await.unwrap();
    let request = &server.requests()[0];
    assert!(
        request.starts_with("POST /v0/orgs/o%201/keys?scopes=%3Auser&scopes=a%26b HTTP/1.1\r\n")
    );
    let mut fields = fields(request);
    fields.sort();
    // Those that a feature can read; their order is up to reqwest.
    let codings = [
        (cfg!(feature = "gzip"), "gzip"),
        (cfg!(feature = "brotli"), "br"),
        (cfg!(feature = "zstd"), "zstd"),
    ];
    let codings: Vec<&str> = codings.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
    if !codings.is_empty() {
        let sent = fields.remove(1);
        let mut sent_codings: Vec<&str> = sent.1.split(',').map(str::trim).collect();
        sent_codings.sort_by_key(|name| codings.iter().position(|known| known == name));
        assert_eq!((sent.0.as_str(), sent_codings), ("accept-encoding", codings));
    }
    let expected = [
        ("accept", "application/json"),
        ("content-length", "0"),
        ("host", &*server.address.to_string()),
        ("user-agent", "keys/1.0.0 (rust)"),
        ("x-api-key", api::PLANTED),
    ];
    assert_eq!(fields, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

#[tokio::test]
async fn a_body_arrives_with_its_length() {
    let server = Server::answering(OK).await;
    let mut call = Call::<CreateKey>::new(&client_of(&server));
    call.parts().path("org", &"o");
    call.parts().json("application/json", &json!({"a": "ü"}));
    call.await.unwrap();
    let request = &server.requests()[0];
    assert!(request.ends_with("\r\n\r\n{\"a\":\"ü\"}"), "{request}");
    let fields = fields(request);
    assert!(fields.contains(&("content-length".to_owned(), "10".to_owned())));
    assert!(fields.contains(&("content-type".to_owned(), "application/json".to_owned())));
}

#[tokio::test]
async fn a_head_request_has_an_answer_without_a_body() {
    let server =
        Server::answering("HTTP/1.1 200 OK\r\nContent-Length: 77\r\nConnection: close\r\n\r\n")
            .await;
    let raw = Call::<HeadKey>::new(&client_of(&server)).raw().await.unwrap();
    assert_eq!(raw.headers()["content-length"], "77");
    assert!(raw.body().is_empty());
}

/// The key must not reach the second port of the same host, whatever the HTTP client was told about redirects.
#[tokio::test]
async fn a_redirect_to_another_port_leaves_the_key_behind() {
    let other = Server::answering(OK).await;
    let location = format!(
        "HTTP/1.1 302 Found\r\nLocation: {}/stolen\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        other.url()
    );
    let server = Server::answering(Box::leak(location.into_boxed_str())).await;
    let client = api::builder()
        .base_url(&server.url())
        .configure_http(|http| http.no_proxy().redirect(reqwest::redirect::Policy::limited(9)))
        .build()
        .unwrap();
    let mut call = Call::<ListKeys>::new(&client);
    call.parts().path("org", &"o");
    call.await.unwrap();
    assert!(server.requests()[0].contains(api::PLANTED));
    let stolen = &other.requests()[0];
    assert!(stolen.starts_with("GET /stolen HTTP/1.1\r\n"));
    assert!(!stolen.contains(api::PLANTED) && !stolen.to_ascii_lowercase().contains("referer"));
}

#[tokio::test]
async fn connections_are_used_again_and_calls_run_side_by_side() {
    let keep = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}";
    let script: Vec<_> = std::iter::repeat_n([Act::Read, Act::Write(keep)], 50).flatten().collect();
    let server = Server::start(vec![script]).await;
    let client = Arc::new(client_of(&server));
    for _ in 0..3 {
        let mut call = Call::<ListKeys>::new(&client);
        call.parts().path("org", &"o");
        call.await.unwrap();
    }
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let mut call = Call::<ListKeys>::new(&client);
            call.parts().path("org", &"o");
            tokio::spawn(call.send())
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(server.requests().len(), 23);
    assert!(server.accepted() <= 21, "{}", server.accepted());
}

#[tokio::test]
async fn a_reqwest_client_of_ones_own_is_a_transport() {
    let server = Server::answering(OK).await;
    let policy = reqwest::redirect::Policy::none();
    let http = reqwest::Client::builder().no_proxy().redirect(policy).build().unwrap();
    let builder = api::builder().base_url(&server.url());
    let client = builder.transport(ReqwestTransport::from(http)).build().unwrap();
    assert!(client.request(http::Method::GET, "/").await.is_ok());
}
