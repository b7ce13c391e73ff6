//! What codegen.toml decides.

use std::collections::HashSet;

use golden::{Reply, Server};
use golden_settings::{Client, ErrorKind, model};
use serde_json::json;

fn widget() -> model::Widget {
    model::Widget::new("not a uuid", model::State::Running)
}

#[tokio::test]
async fn names_types_and_texts() {
    let answer = r#"{"id": "x", "at": "yesterday", "day": "never", "state": "off", "level": 2, "answer": 1.5, "from": "127.0.0.1"}"#;
    let server = Server::answering(Reply::json(answer));
    let client = client!(golden_settings, server);
    let received = client.things().keep(&widget()).filter("f").await.expect("an answer");
    let sent = server.sent();
    assert_eq!(sent.line, "POST /kept?q=f");
    assert_eq!(sent.header("user-agent"), "settings/1");
    assert_eq!(sent.header("x-once").len(), 36);
    assert_eq!(sent.json(), json!({"id": "not a uuid", "state": "on"}));
    assert_eq!(received.created.as_deref(), Some("yesterday"));
    assert_eq!(received.state, model::State::Off);
    let address: Option<std::net::IpAddr> = received.from;
    assert!(address.is_some_and(|address| address.is_loopback()));
}

#[tokio::test]
async fn closed_enums_refuse_what_they_do_not_know() {
    for (name, answer) in [
        ("state", r#"{"id": "x", "state": "broken"}"#),
        ("level", r#"{"id": "x", "state": "on", "level": 3}"#),
        ("answer", r#"{"id": "x", "state": "on", "answer": "no"}"#),
    ] {
        let server = Server::answering(Reply::json(answer));
        let error = client!(golden_settings, server).things().keep(&widget()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(name), "{error}");
    }
    let mut widget = widget();
    widget.level = model::WidgetLevel::try_from(2).ok();
    widget.answer = Some(model::WidgetAnswer::Yes);
    let server = Server::answering(Reply::json(r#"{"id": "x", "state": "on"}"#));
    client!(golden_settings, server).things().keep(&widget).await.expect("an answer");
    let sent = server.sent().json();
    assert_eq!(sent, json!({"id": "not a uuid", "state": "on", "level": 2, "answer": "yes"}));
    assert!(model::WidgetLevel::try_from(3).is_err());
}

#[test]
fn the_environment() {
    let variables = |name: &str| match name {
        "GOLDEN_ENDPOINT" => Ok("http://localhost:1".to_owned()),
        "GOLDEN_KEY" => Ok("k".to_owned()),
        _ => Err(std::env::VarError::NotPresent),
    };
    let client =
        Client::builder().from_variables(variables).expect("variables").build().expect("a client");
    assert_eq!(client.base_url(), "http://localhost:1/");
}

#[test]
fn extra_derives() {
    let widgets: HashSet<_> = [widget(), widget()].into();
    assert_eq!(widgets.len(), 1);
}

#[tokio::test]
async fn the_event_that_ends_a_stream() {
    let text = b"data: [DONE]\n\ndata: over\n\ndata: more\n\n";
    let server = Server::answering(Reply::status(200).content("text/event-stream", text));
    let found = client!(golden_settings, server).things().events().await.expect("events");
    assert_eq!(found.iter().map(|event| event.data.as_str()).collect::<Vec<_>>(), ["[DONE]"]);
}
