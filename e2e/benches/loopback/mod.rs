//! One small call over one connection on loopback, through the client and by hand on reqwest.

use std::net::TcpListener;

use axum::routing::get;
use axum::{Router, http::header};
use serde::Deserialize;
use whylabs_client::Client;

const ANSWER: &str = r#"{"items":[{"keyId":"HMiFAgQeNb","orgId":"org-123","userId":"user-123","creationTime":"2023-01-01T00:00:00.123","scopes":[":user"],"alias":"MLApplicationName","revoked":false}]}"#;
const KEY: &str = "HMiFAgQeNb.not-a-secret";

/// The models as a person would write them by hand.
#[derive(Debug, Deserialize)]
struct Keys {
    items: Vec<Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "decoding them is what is measured")]
struct Entry {
    key_id: String,
    org_id: String,
    user_id: String,
    creation_time: String,
    key: Option<String>,
    expiration_time: Option<String>,
    last_used_time: Option<String>,
    scopes: Option<Vec<String>>,
    resource_id: Option<String>,
    alias: Option<String>,
    revoked: Option<bool>,
}

/// The call as a careful person writes it: with time limits, an error status, and nothing that is not needed.
pub(crate) async fn by_hand(client: &reqwest::Client, url: &str) {
    let answer = client
        .get(url)
        .query(&[("user_id", "user-123")])
        .header("X-API-Key", KEY)
        .header(header::ACCEPT, "application/json")
        .send()
        .await
        .expect("an answer");
    let answer = answer.error_for_status().expect("a success");
    let keys: Keys = serde_json::from_slice(&answer.bytes().await.expect("a body")).expect("keys");
    assert_eq!(keys.items.len(), 1);
}

/// The same call.
pub(crate) async fn through_the_client(client: &Client) {
    let keys = client.api_key().list_api_keys("org-123").user_id("user-123").await;
    assert_eq!(keys.expect("an answer").items.len(), 1);
}

pub(crate) fn client(base: &str) -> Client {
    let builder = Client::builder().base_url(base).api_key_auth(KEY);
    builder.build().expect("the settings are complete")
}

/// With the limits and the user agent that the client has, too.
pub(crate) fn reqwest() -> reqwest::Client {
    use std::time::Duration;
    reqwest::Client::builder()
        .user_agent("by-hand/1.0")
        .connect_timeout(Duration::from_secs(10))
        .timeout(Duration::from_secs(30))
        .build()
        .expect("a client")
}

pub(crate) fn url(base: &str) -> String {
    format!("{base}/v0/organizations/org-123/api-key")
}

/// A server on a thread of its own.
pub(crate) fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
    listener.set_nonblocking(true).expect("a socket for tokio");
    let address = listener.local_addr().expect("the address");
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.expect("a runtime starts").block_on(async {
            let answer = || async { ([(header::CONTENT_TYPE, "application/json")], ANSWER) };
            let service = Router::new().route("/v0/organizations/{org}/api-key", get(answer));
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            axum::serve(listener, service).await.expect("it serves");
        });
    });
    format!("http://{address}")
}
