//! What OpenAPI 3.1 and JSON Schema 2020-12 add.

use golden::{Reply, Server};
use golden_openapi31::{File, model, webhooks};
use serde_json::json;

#[tokio::test]
async fn schemas() {
    let json = json!({
        "type": "everything", "number-constant": 1.5, "optional-constant": "maybe", "nullable": null,
        "nullable-required": null, "several": false, "several-or-null": "s", "by-branch": null, "one-of-null": ["a"],
        "nullable-enum": "b", "tuple": ["a", 1], "open-tuple": ["a", 1, 2], "patterns": {"x-a": 1}, "anything": [null],
        "reference-with-siblings": {"id": 1}, "local": {"here": "h"}, "exclusive": 5, "encoded": "AP/+",
        "typed-content": "{}", "examples": "one", "unevaluated": {"a": "a"},
        "conditional": {"kind": "a", "a": "x"}, "dependent": {"a": "a", "b": 1}, "names": {"n": 1},
        "constants": 2,
    });
    let nothing = model::Everything::default();
    let (sent, received) = exchange!(golden_openapi31.calls.schemas, &nothing, &json.to_string());
    assert_eq!(sent, json!({"type": "everything", "nullable-required": null}));
    assert_eq!(received.several, Some(model::EverythingSeveral::Boolean(false)));
    assert_eq!(received.nullable, Some(None));
    assert_eq!(received.by_branch, Some(None));
    assert_eq!(received.tuple, Some(("a".to_owned(), 1)));
    assert_eq!(received.constants, Some(model::EverythingConstants::Two));
    assert_eq!(
        received.encoded.as_ref().map(|bytes| bytes.0.clone()),
        Some(vec![0x00, 0xff, 0xfe])
    );
    let event = received.reference_with_siblings.as_ref();
    assert_eq!(event.map(|event| event.id), Some(1));
    let (sent, _) = exchange!(golden_openapi31.calls.schemas, &received, &json.to_string());
    assert_eq!(sent, json);
}

#[tokio::test]
async fn the_other_branches() {
    let json = json!({
        "type": "everything", "nullable-required": 4, "several": 3, "several-or-null": null,
        "by-branch": {"id": 2, "at": "2020-01-02T03:04:05Z"}, "one-of-null": null, "nullable-enum": null,
    });
    let nothing = model::Everything::default();
    let (_, received) = exchange!(golden_openapi31.calls.schemas, &nothing, &json.to_string());
    assert_eq!(received.nullable_required, Some(4));
    assert_eq!(received.several, Some(model::EverythingSeveral::Integer(3)));
    assert_eq!(received.several_or_null, Some(None));
    assert_eq!(received.nullable_enum, Some(None));
    let (sent, _) = exchange!(golden_openapi31.calls.schemas, &received, &json.to_string());
    assert_eq!(sent, json);
}

#[tokio::test]
async fn path_items_of_the_components() {
    let sent = sent!(golden_openapi31, |client| client.calls().shared());
    assert_eq!(sent.line, "GET /path-item");
}

#[tokio::test]
async fn schemas_with_identifiers() {
    let server =
        Server::answering(Reply::json(r#"{"by-anchor": {"p": "1"}, "by-id": {"o": "2"}}"#));
    let client = client!(golden_openapi31, server);
    let received = client.calls().identifiers().await.expect("an answer");
    assert_eq!(received.by_anchor.and_then(|part| part.p).as_deref(), Some("1"));
    assert_eq!(received.by_id.and_then(|other| other.o).as_deref(), Some("2"));
}

#[tokio::test]
async fn a_body_without_a_schema_is_bytes() {
    let sent = sent!(golden_openapi31, |client| client.calls().upload(vec![0, 1, 255]));
    assert_eq!(sent.body, [0, 1, 255]);
    assert_eq!(sent.header("content-type"), "application/octet-stream");
}

#[tokio::test]
async fn callbacks_and_webhooks() {
    let sent = sent!(golden_openapi31, |client| client.calls().subscribe("https://example.com/?a"));
    assert_eq!(sent.line, "POST /subscribe?url=https%3A%2F%2Fexample.com%2F%3Fa");
    assert_eq!(
        [webhooks::CREATED, webhooks::REMOVED, webhooks::ON_EVENT],
        ["created", "removed", "onEvent"]
    );
    // What a service sends is read by serde, in whatever server the reader has.
    let event: model::Event = serde_json::from_str(r#"{"id": 1}"#).expect("an event");
    let removed: model::RemovedPayload = serde_json::from_str(r#"{"id": 2}"#).expect("a payload");
    assert_eq!((event.id, removed.id), (1, Some(2)));
}

/// OpenAPI 3.1.1, section 4.8.15.1.1: a part without a type is bytes.
#[tokio::test]
async fn parts_without_a_type_are_files() {
    let mut body = model::PartsRequest::default();
    body.raw = Some(File::new(vec![0]));
    body.several = Some(vec![File::new("a"), File::new("b")]);
    body.image = Some(File::new("c"));
    body.encoded = Some(golden_openapi31::Base64(vec![0]));
    body.maybe = Some(Some("d".to_owned()));
    body.either = Some(model::PartsRequestEither::Integer(5));
    let sent = sent!(golden_openapi31, |client| client.calls().parts(&body));
    let found: Vec<(String, String, Vec<u8>)> = super::transfers::parts(&sent)
        .into_iter()
        .map(|part| (part.disposition, part.media_type, part.content))
        .collect();
    let octets = "application/octet-stream";
    let expected = [
        ("raw\"; filename=\"raw", octets, "\0"),
        ("several\"; filename=\"several", octets, "a"),
        ("several\"; filename=\"several", octets, "b"),
        ("image\"; filename=\"image", octets, "c"),
        ("encoded", octets, "AA=="),
        ("maybe", "", "d"),
        ("either", "", "5"),
    ];
    let expected = expected.map(|(name, media_type, content)| {
        (format!("form-data; name=\"{name}\""), media_type.to_owned(), content.as_bytes().to_vec())
    });
    assert_eq!(found, expected);
}
