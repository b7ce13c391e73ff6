//! What OpenAPI 3.2 adds.

use golden::{Reply, Server};
use golden_openapi32::model;
use serde_json::json;

#[tokio::test]
async fn methods() {
    let mut body = model::SearchRequest::default();
    body.term = Some("t".to_owned());
    let server = Server::answering(Reply::json(r#"["a"]"#));
    let found = client!(golden_openapi32, server).calls().search(&body).await.expect("an answer");
    assert_eq!(found, ["a"]);
    let sent = server.sent();
    assert_eq!((sent.line.as_str(), sent.json()), ("QUERY /search", json!({"term": "t"})));
    let sent = sent!(golden_openapi32, |client| client.calls().purge());
    assert_eq!(sent.line, "PURGE /search");
}

#[tokio::test]
async fn a_parameter_that_is_the_whole_query() {
    let mut all = model::WholeQueryAll::default();
    all.a = Some("b c".to_owned());
    all.list = Some(vec![1, 2]);
    let sent = sent!(golden_openapi32, |client| client.calls().whole_query(&all));
    assert_eq!(sent.line, "GET /whole-query?a=b%20c&list=1&list=2");
}

#[tokio::test]
async fn schemas_of_items() {
    let lines = Reply::status(200).content("application/jsonl", b"{\"id\":1}\n{\"id\":2}\n");
    let server = Server::answering(lines);
    let lines = client!(golden_openapi32, server).calls().lines().await.expect("an answer");
    assert_eq!(lines.iter().map(|line| line.id).collect::<Vec<_>>(), [1, 2]);
    let events = Reply::status(200).content("text/event-stream", b"data: d\n\n");
    let server = Server::answering(events);
    let events = client!(golden_openapi32, server).calls().events().await.expect("an answer");
    assert_eq!(events[0].data, "d");
}

#[tokio::test]
async fn cookies_in_the_style_of_cookies() {
    let sent = sent!(golden_openapi32, |client| client.calls().cookie_style().flags(["a", "b"]));
    assert_eq!(sent.header("cookie"), "flags=a; flags=b");
}

#[tokio::test]
async fn events_whose_data_is_json() {
    let text = b"id: 1\nevent: count\ndata: {\"n\": 1}\n\n";
    let server = Server::answering(Reply::status(200).content("text/event-stream", text));
    let found = client!(golden_openapi32, server).calls().typed_events().await.expect("events");
    assert_eq!((found[0].event.as_str(), found[0].id.as_deref()), ("count", Some("1")));
    assert_eq!(found[0].data.n, 1);
    let text = b"event: told\ndata: {\"n\": 2}\n\n";
    let server = Server::answering(Reply::status(200).content("text/event-stream", text));
    let found = client!(golden_openapi32, server).calls().told_events().await.expect("events");
    assert_eq!((found[0].event.as_str(), found[0].data.n), ("told", 2));
}
