//! What spans and events say of a call, in the names of OpenTelemetry.
//!
//! A program of its own: `tracing` asks whoever comes first to a place in the code whether anybody listens, so a test on
//! another thread, where nobody does, could silence that place for the whole process.
#![cfg(all(feature = "auth", feature = "tracing"))]
use std::future::ready;
use std::sync::Mutex;

use oasmith_runtime::{
    Answer, Call, ClientBuilder, ClientInfo, Credential, Error, HeaderMap, Operation,
    OperationInfo, Request, Response, ResponseBody, SchemeEnv, SchemeInfo, SchemeKind, ServerInfo,
    StatusCode, Transport, TransportFuture,
};

#[path = "client/spans.rs"]
mod spans;

static INFO: ClientInfo = ClientInfo {
    name: "keys",
    version: "1.0.0",
    user_agent: "keys/1.0.0",
    servers: &[ServerInfo { url: "https://keys.example/base/", description: "", variables: &[] }],
    operation_servers: &[],
    base_url_env: None,
    schemes: &[SchemeInfo {
        key: "Query",
        setter: "query_auth",
        env: SchemeEnv::NONE,
        kind: SchemeKind::ApiKeyQuery("key"),
    }],
    defaults: &[],
};

enum PutKey {}

impl Operation for PutKey {
    type Output = ();
    const INFO: &'static OperationInfo = &OperationInfo {
        id: "putKey",
        method: "PUT",
        path: "/v0/key",
        security: &[&[0]],
        accept: "",
        idempotency_header: "",
        servers: &[],
    };
    const READ: fn(Answer) -> Result<(), Error> = Answer::empty;
}

/// Answers with these statuses from the last to the first.
struct Statuses(Mutex<Vec<StatusCode>>);

impl Transport for Statuses {
    fn send(&self, _: Request) -> TransportFuture {
        let status = self.0.lock().unwrap().pop().expect("another status");
        let body = ResponseBody::whole("");
        Box::pin(ready(Ok(Response::new(status, HeaderMap::new(), body))))
    }
}

#[tokio::test(start_paused = true)]
async fn spans_have_the_names_of_opentelemetry() {
    let spans = spans::Spans::default();
    let _guard = tracing::subscriber::set_default(spans.clone());
    let statuses = [StatusCode::NOT_FOUND, StatusCode::NO_CONTENT, StatusCode::SERVICE_UNAVAILABLE];
    let client = ClientBuilder::new(&INFO)
        .credential(0, Credential::ApiKey("planted-secret-0123456789".into()))
        .transport(Statuses(Mutex::new(statuses.into())))
        .build()
        .unwrap();
    Call::<PutKey>::new(&client).await.unwrap();
    let text = spans.take();
    for part in [
        "span http.client.request",
        "otel.kind=\"client\"",
        "otel.name=PUT /v0/key",
        "http.request.method=\"PUT\"",
        "url.template=\"/v0/key\"",
        "url.scheme=\"https\"",
        "server.address=\"keys.example\"",
        "server.port=443",
        "event attempt http.request.resend_count=0 http.response.status_code=503",
        "event attempt http.request.resend_count=1 http.response.status_code=204",
        "record http.response.status_code=204",
        "record http.request.resend_count=1",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(!text.contains("error.type"), "{text}");
    assert!(!text.contains("planted"), "{text}");
    client.request(oasmith_runtime::Method::GET, "/x?q=planted").await.unwrap_err();
    let text = spans.take();
    assert!(text.contains("record error.type=\"404\""), "{text}");
    assert!(!text.contains("planted"), "{text}");
}
