//! References, wherever they lead.

use golden::{Reply, Server};
use golden_references::model;
use serde_json::json;

#[tokio::test]
async fn path_items() {
    let sent = sent!(golden_references, |client| client.calls().shared());
    assert_eq!(sent.line, "GET /path-item");
    let answer = Reply::json(r#"{"pet": {"name": "p"}, "back": {"end": "e"}}"#);
    let server = Server::answering(answer);
    let other: model::Other =
        client!(golden_references, server).calls().elsewhere().await.expect("an answer");
    assert_eq!(server.sent().line, "GET /elsewhere");
    assert_eq!(other.pet, Some(model::Pet::new("p")));
    assert_eq!(other.back.and_then(|end| end.end).as_deref(), Some("e"));
}

#[tokio::test]
async fn parameters_and_responses() {
    let server = Server::answering_all(vec![Reply::json(r#"{"inner": {"deep": "d"}}"#); 2]);
    let client = client!(golden_references, server);
    let one = client.calls().original("a").limit(1).offset(2).await.expect("an answer");
    assert_eq!(one.inner.and_then(|inner| inner.deep).as_deref(), Some("d"));
    assert_eq!(server.sent().line, "GET /from-another-path/a?limit=1&offset=2");
    // An operation of a path item that is referred to is there twice, and so is its id.
    client.calls().get_original_by_id("b").limit(3).await.expect("an answer");
    assert_eq!(server.sent().line, "GET /original/b?limit=3");
}

#[tokio::test]
async fn errors_of_another_file() {
    let missing = Reply::status(404).content("application/json", br#"{"pet": {"name": "p"}}"#);
    let server = Server::answering(missing);
    let error = client!(golden_references, server).calls().original("a").await.unwrap_err();
    let other: model::Other = error.decode().expect("a body");
    assert_eq!(other.pet.map(|pet| pet.name).as_deref(), Some("p"));
}

#[tokio::test]
async fn pointers_to_anywhere() {
    let json = json!({
        "whole": {"inner": {"deep": "1"}}, "part": {"deep": "2"}, "parameter": 3, "body": {"note": "4"},
        "chain": {"end": "5", "again": {"end": "6"}}, "escaped": {"x": "7"}, "other": {"pet": {"name": "8"}},
        "whole-file": {"name": "9", "friends": [{"name": "10"}], "owner": {"back": {"end": "11"}}},
    });
    let mut body = model::Sent::default();
    body.note = Some("n".to_owned());
    let (sent, received) = exchange!(golden_references.calls.pointers, &body, &json.to_string());
    assert_eq!(sent, json!({"note": "n"}));
    assert_eq!(received.part.and_then(|part| part.deep).as_deref(), Some("2"));
    let size: Option<i32> = received.parameter;
    assert_eq!(size, Some(3));
    let again = received.chain.and_then(|chain| chain.again);
    assert_eq!(again.and_then(|chain| chain.end).as_deref(), Some("6"));
    assert_eq!(received.escaped.and_then(|escaped| escaped.x).as_deref(), Some("7"));
    let pet = received.whole_file.expect("a pet");
    let friends = pet.friends.unwrap_or_default();
    assert_eq!(friends.first().map(|friend| friend.name.as_str()), Some("10"));
    let end = pet.owner.and_then(|owner| owner.back).and_then(|end| end.end);
    assert_eq!(end.as_deref(), Some("11"));
}
