//! What a call through the client costs, beside the same call written by hand on reqwest: one server, one loopback
//! connection, one small JSON answer.

use axum::routing::get;
use axum::{Router, http::header};
use criterion::{Criterion, criterion_group, criterion_main};
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

fn benches(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime starts");
    let base = runtime.block_on(serve());

    let client = Client::builder()
        .base_url(&base)
        .api_key_auth(KEY)
        .build()
        .expect("the settings are complete");
    let by_hand = reqwest::Client::new();
    let url = format!("{base}/v0/organizations/org-123/api-key");

    let mut group = criterion.benchmark_group("list API keys over loopback");
    group.bench_function("reqwest by hand", |bencher| {
        bencher.iter(|| {
            runtime.block_on(async {
                let answer = by_hand
                    .get(&url)
                    .query(&[("user_id", "user-123")])
                    .header("X-API-Key", KEY)
                    .header(header::ACCEPT, "application/json")
                    .send()
                    .await
                    .expect("an answer");
                let keys: Keys =
                    serde_json::from_slice(&answer.bytes().await.expect("a body")).expect("keys");
                keys.items.len()
            })
        });
    });
    group.bench_function("whylabs-client", |bencher| {
        bencher.iter(|| {
            runtime.block_on(async {
                let keys = client.api_key().list_api_keys("org-123").user_id("user-123").await;
                keys.expect("an answer").items.len()
            })
        });
    });
    group.finish();
}

async fn serve() -> String {
    let answer = || async { ([(header::CONTENT_TYPE, "application/json")], ANSWER) };
    let service = Router::new().route("/v0/organizations/{org}/api-key", get(answer));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port on loopback");
    let address = listener.local_addr().expect("the address");
    tokio::spawn(async move { axum::serve(listener, service).await });
    format!("http://{address}")
}

criterion_group!(all, benches);
criterion_main!(all);
