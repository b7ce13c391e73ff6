//! Objects: what is there, what may be `null`, what is beside it, and what contains itself.

use golden_objects::{Error, ErrorKind, model};
use serde_json::{Value, json};

/// What an answer is read as, and what is sent of it.
macro_rules! again {
    ($method:ident, $nothing:expr, $json:expr) => {{
        let (_, received) = exchange!(golden_objects.calls.$method, &$nothing, &$json.to_string());
        let (sent, _) = exchange!(golden_objects.calls.$method, &received, &$json.to_string());
        (received, sent)
    }};
}

#[tokio::test]
async fn four_ways_of_being_there() {
    let mut value = model::Presence::new("a");
    let answer = r#"{"always": "b"}"#;
    let (sent, received) = exchange!(golden_objects.calls.presence, &value, answer);
    assert_eq!(sent, json!({"always": "a", "null-or-value": null}));
    assert_eq!(received, model::Presence::new("b"));
    value.sometimes = Some("c".to_owned());
    value.null_or_value = Some("d".to_owned());
    value.three_states = Some(None);
    value.nullable_reference = Some(None);
    value.defaulted = Some(1);
    let json = json!({
        "always": "a", "sometimes": "c", "null-or-value": "d", "three-states": null, "nullable-reference": null,
        "defaulted": 1,
    });
    let (sent, received) = exchange!(golden_objects.calls.presence, &value, &json.to_string());
    assert_eq!(sent, json);
    assert_eq!(received, value);
    let json = json!({
        "always": "a", "null-or-value": null, "three-states": "e", "nullable-reference": {"x": 1.0, "y": 2.0},
    });
    let (received, sent) = again!(presence, value, json);
    assert_eq!(received.three_states, Some(Some("e".to_owned())));
    assert_eq!(received.nullable_reference, Some(Some(model::Point::new(1.0, 2.0))));
    assert_eq!(sent, json);
}

/// Why an answer cannot be read.
async fn refused(answer: &str) -> Error {
    let server = golden::Server::answering(golden::Reply::json(answer));
    let client = client!(golden_objects, server);
    client.calls().presence(&model::Presence::new("a")).await.unwrap_err()
}

#[tokio::test]
async fn what_has_to_be_there() {
    for (answer, place) in [
        (r#"{"null-or-value": null}"#, "always"),
        (r#"{"always": null, "null-or-value": null}"#, "always"),
        (r#"{"always": "a", "nullable-reference": {"x": 1.5, "y": "z"}}"#, "nullable-reference.y"),
        (r#"{"always": "a", "defaulted": 9223372036854775808}"#, "defaulted"),
    ] {
        let error = refused(answer).await;
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains(place), "{error}");
        assert_eq!(error.body().map(|body| &body[..]), Some(answer.as_bytes()));
    }
}

#[tokio::test]
async fn all_of_is_everything_at_once() {
    let json = json!({"x": 1.5, "y": 2.5, "label": "l", "sibling": true});
    let value = model::Merged::new(1.5, 2.5, "l", true);
    let (received, sent) = again!(all_of, value, json);
    assert_eq!(received, value);
    assert_eq!(sent, json);
    let json = json!({"size": 1, "name": "n"});
    let (received, sent) = again!(required_elsewhere, model::RequiredElsewhere::new(0, ""), json);
    assert_eq!((received.size, received.name.as_str()), (1, "n"));
    assert_eq!(sent, json);
    let json = json!({"point": {"x": 0.5, "y": 0.25}});
    let (received, sent) = again!(all_of_one, model::Holder::default(), json);
    assert_eq!(received.point, Some(model::Point::new(0.5, 0.25)));
    assert_eq!(sent, json);
}

#[tokio::test]
async fn keys_beside_the_known_ones() {
    let json = json!({
        "typed": {"known": "k", "additional_properties": "p", "x": 1, "": 2},
        "any": {"a": null, "b": [1, "c"]},
        "none": {"a": "a"},
        "maps": {"a": {"b": [1, 2], "c": []}, "d": {}},
        "objects": {"o": {"x": 0.5, "y": 1.5}},
        "nullables": {"one": 1, "none": null},
        "free": {"anything": {"goes": true}},
    });
    let (received, sent) = again!(additional, model::Additional::default(), json);
    let typed = received.typed.expect("typed");
    assert_eq!(typed.other_properties, [("x".to_owned(), 1), (String::new(), 2)].into());
    assert_eq!(typed.additional_properties.as_deref(), Some("p"));
    assert_eq!(received.nullables.expect("nullables")["none"], None);
    assert_eq!(received.maps.expect("maps")["a"]["b"], [1, 2]);
    assert_eq!(sent, json);
    // What is not described is read over.
    let answer = r#"{"none": {"a": "a", "b": {"c": [1, "}"]}}, "new": [{}]}"#;
    let nothing = model::Additional::default();
    let (_, received) = exchange!(golden_objects.calls.additional, &nothing, answer);
    assert_eq!(received.none.and_then(|none| none.a).as_deref(), Some("a"));
}

#[tokio::test]
async fn what_goes_one_way_only() {
    let account = model::AccountRequest::new("n", "hush");
    let answer = r#"{"id": "1", "name": "n"}"#;
    let (sent, received) = exchange!(golden_objects.calls.access, &account, answer);
    assert_eq!(sent, json!({"name": "n", "password": "hush"}));
    assert_eq!(received, model::Account::new("1", "n"));
    assert!(!format!("{account:?}").contains("hush"));
}

#[tokio::test]
async fn what_contains_itself() {
    let json = json!({
        "value": 1, "left": {"value": 2, "right": null}, "right": {"value": 3, "children": [{"value": 4}]},
        "parent": {"tree": {"value": 5}},
    });
    let (received, sent) = again!(tree, model::Tree::new(0), json);
    assert_eq!(received.left.map(|left| left.value), Some(2));
    assert_eq!(sent, json);
    let json = json!({
        "nested": [[], [[]]], "folders": {"a": {"b": {}}, "c": {}},
        "json": {"a": [1.5, "b", null, {"c": [true]}], "d": null},
    });
    let (received, sent) = again!(loops, model::Loops::default(), json);
    assert_eq!(received.nested.map(|nested| nested.0.len()), Some(2));
    assert_eq!(sent, json);
}

#[tokio::test]
async fn constants_are_sent_and_read_over() {
    let nothing = model::Constants::default();
    let answer = r#"{"object": "constants", "version": 2, "flag": true, "kind": "optional"}"#;
    let (sent, received) = exchange!(golden_objects.calls.constants, &nothing, answer);
    assert_eq!(sent, json!({"object": "constants", "version": 2, "flag": true}));
    assert_eq!(received.kind, Some(model::ConstantsKind::Optional));
}

#[tokio::test]
async fn lists() {
    let json = json!({
        "strings": ["a", ""], "nullables": ["a", null], "lists": [[], [{"x": 0.5, "y": 1.5}]],
        "anything": [1, null, {}], "no-items": ["x", 2], "unique": [3, 1],
    });
    let (received, sent) = again!(lists, model::Lists::default(), json);
    assert_eq!(received.nullables, Some(vec![Some("a".to_owned()), None]));
    assert_eq!(sent, json);
}

#[tokio::test]
async fn schemas_that_say_little() {
    let json = json!({
        "nothing-said": [1], "only-a-description": "x", "not": 1, "no-type": {"a": "b"}, "no-type-list": ["c"],
        "empty-object": {"k": 1}, "all-of-nothing": "text", "one-of-nothing": {"z": null},
        "map-of-anything": {"a": "text", "b": {"c": 1}}, "asked": {"id": "1"}, "key-of-a-map": {"a": "x", "k": "y"},
        "no-uuid": "536e564f316c83104c000020",
    });
    let (received, sent) = again!(odd, model::Odd::default(), json);
    assert_eq!(received.nothing_said, Some(json!([1])));
    assert_eq!(received.no_type.and_then(|inner| inner.a).as_deref(), Some("b"));
    assert_eq!(received.all_of_nothing.as_deref(), Some("text"));
    assert_eq!(received.asked.expect("an object").id, "1");
    let map = received.key_of_a_map.expect("a map");
    assert_eq!(map.additional_properties["k"], "y");
    assert_eq!(sent, json);
}

#[tokio::test]
async fn more_fields_than_clippy_likes_arguments() {
    let json: Value = "abcdefgh"
        .chars()
        .map(|name| (name.to_string(), Value::from("v")))
        .collect::<serde_json::Map<_, _>>()
        .into();
    let many = model::Many::new("v", "v", "v", "v", "v", "v", "v", "v");
    let (received, sent) = again!(many, many, json);
    assert_eq!(received, many);
    assert_eq!(sent, json);
}
