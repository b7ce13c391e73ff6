//! Methods that HTTP itself does not have: those of OpenAPI 3.2, and any other token.
use oasmith_runtime::{Answer, Call, Client, Error, Operation, OperationInfo, TransportErrorKind};
use serde_json::json;

use super::api::{self, SearchKeys};
use super::recorder::{Recorder, Reply, header};

/// Methods are case-sensitive (RFC 9110 section 9.1), and this is a token of all kinds of characters.
const ODD: &str = "m-Search!#$%&'*+.^_`|~9";

#[derive(Debug)]
enum Odd {}

impl Operation for Odd {
    type Output = ();
    const INFO: &'static OperationInfo =
        &OperationInfo { method: ODD, ..*<SearchKeys as Operation>::INFO };
    const READ: fn(Answer) -> Result<(), Error> = Answer::empty;
}

fn client(recorder: &Recorder) -> Client {
    api::builder().transport(recorder.clone()).build().unwrap()
}

fn search(client: &Client) -> Call<SearchKeys> {
    let mut call = Call::<SearchKeys>::new(client);
    call.parts().json("application/json", &json!({ "name": "a" }));
    call
}

#[tokio::test]
async fn a_query_has_a_body() {
    let recorder = Recorder::ok();
    search(&client(&recorder)).await.unwrap();
    let request = recorder.request();
    assert_eq!(request.method, "QUERY");
    assert_eq!(request.body.bytes().unwrap().as_ref(), b"{\"name\":\"a\"}");
    assert_eq!(header(&request, "content-type"), "application/json");
}

#[tokio::test(start_paused = true)]
async fn a_method_is_sent_as_it_is_written_and_only_once() {
    let recorder = Recorder::ok();
    Call::<Odd>::new(&client(&recorder)).await.unwrap();
    assert_eq!(recorder.request().method, ODD);
    // Nobody knows what it does.
    let recorder = Recorder::new([Reply::status(503)]);
    let error = Call::<Odd>::new(&client(&recorder)).await.unwrap_err();
    assert_eq!(recorder.count(), 1);
    assert!(error.to_string().starts_with(&format!("{ODD} /v0/keys: 503")), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_query_is_safe_to_repeat_with_its_body() {
    let recorder = Recorder::new([
        Reply::Fail(TransportErrorKind::Interrupted),
        Reply::status(503),
        Reply::json(200, "{}"),
    ]);
    search(&client(&recorder)).await.unwrap();
    let requests = recorder.requests();
    assert_eq!(requests.len(), 3);
    for request in requests {
        assert_eq!(request.method, "QUERY");
        assert_eq!(request.body.bytes().unwrap().as_ref(), b"{\"name\":\"a\"}");
    }
}

/// The draft of QUERY, section on redirection: only 303 turns it into a GET, of where the result is.
#[tokio::test]
async fn a_query_stays_one_when_it_is_redirected() {
    for (status, method) in
        [(301, "QUERY"), (302, "QUERY"), (307, "QUERY"), (308, "QUERY"), (303, "GET")]
    {
        let recorder = Recorder::new([Reply::redirect(status, "/there"), Reply::json(200, "{}")]);
        search(&client(&recorder)).await.unwrap();
        let second = &recorder.requests()[1];
        assert_eq!(second.method, method, "{status}");
        assert_eq!(second.url.path(), "/there");
        assert_eq!(second.body.is_none(), method == "GET", "{status}");
        assert_eq!(header(second, "content-type").is_empty(), method == "GET", "{status}");
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[tokio::test]
async fn a_query_goes_over_a_socket() {
    use super::server::Server;
    const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}";
    let server = Server::answering(OK).await;
    let builder = api::builder().base_url(&server.url());
    let client = builder.configure_http(reqwest::ClientBuilder::no_proxy).build().unwrap();
    search(&client).await.unwrap();
    let request = server.requests()[0].to_ascii_lowercase();
    assert!(request.starts_with("query /v0/keys http/1.1\r\n"), "{request}");
    assert!(server.requests()[0].starts_with("QUERY "));
    assert!(request.contains("\r\ncontent-length: 12\r\n"), "{request}");
    assert!(request.ends_with("\r\n\r\n{\"name\":\"a\"}"), "{request}");
}
