//! `readOnly` and `writeOnly`: what is not the same in both directions (OpenAPI 3.0.4, section 4.7.24.2).

use golden_directions::model;
use serde_json::{Value, json};

#[tokio::test]
async fn two_types_where_a_required_property_goes_one_way() {
    let profile = model::UserProfileRequest::new("t");
    let mut user = model::UserRequest::new("n", "hush", profile);
    user.address = Some(model::Address::new("c"));
    let answer = json!({
        "id": "1", "name": "n", "kind": "user", "profile": {"image": "i", "text": "t"}, "last": {"at": "now"},
        "address": {"city": "c", "verified": true},
    });
    let (sent, received) =
        exchange!(golden_directions.calls.create_user, &user, &answer.to_string());
    assert_eq!(
        sent,
        json!({"name": "n", "password": "hush", "profile": {"text": "t"}, "address": {"city": "c"}})
    );
    assert_eq!((received.id.as_str(), received.profile.image.as_str()), ("1", "i"));
    assert_eq!(received.last.map(|last| last.at).as_deref(), Some("now"));
    assert_eq!(received.address.and_then(|address| address.verified), Some(true));
}

#[tokio::test]
async fn what_contains_such_a_type_is_two_as_well() {
    let profile = model::UserProfileRequest::new("t");
    let mut team = model::TeamInput::default();
    team.members = Some(vec![model::UserRequest::new("n", "p", profile)]);
    team.owner = Some(None);
    let mut request = model::TeamRequest::default();
    request.text = Some("r".to_owned());
    team.request = Some(request);
    let teams = [("a".to_owned(), team)].into();
    let member =
        json!({"id": "1", "name": "n", "kind": "user", "profile": {"image": "i", "text": "t"}});
    let answer = json!({"a": {"members": [member], "owner": null, "request": {"text": "r"}}});
    let (sent, received) =
        exchange!(golden_directions.calls.put_teams, &teams, &answer.to_string());
    let member = json!({"name": "n", "password": "p", "profile": {"text": "t"}});
    assert_eq!(sent, json!({"a": {"members": [member], "owner": null, "request": {"text": "r"}}}));
    let members = received["a"].members.as_ref().expect("members");
    assert_eq!(members[0].id, "1");
}

#[tokio::test]
async fn a_type_in_itself() {
    let mut node = model::NodeRequest::new("a");
    node.left = Some(Box::new(model::NodeRequest::new("b")));
    node.others = Some(vec![model::NodeRequest::new("c")]);
    let answer = r#"{"id": 1, "text": "a", "left": {"id": 2, "text": "b"}}"#;
    let (sent, received) = exchange!(golden_directions.calls.node, &node, answer);
    assert_eq!(sent, json!({"text": "a", "left": {"text": "b"}, "others": [{"text": "c"}]}));
    assert_eq!(received.left.map(|left| left.id), Some(2));
}

#[tokio::test]
async fn a_union_of_two_forms() {
    let circle = model::ShapeRequest::Circle(model::CircleRequest::new("Circle", 0.5));
    let answer = r#"{"kind": "Circle", "id": 7, "radius": 0.5}"#;
    let (sent, received) = exchange!(golden_directions.calls.shape, &circle, answer);
    assert_eq!(sent, json!({"kind": "Circle", "radius": 0.5}));
    assert_eq!(received, model::Shape::Circle(model::Circle::new("Circle", 7, 0.5)));
    let square = model::ShapeRequest::Square(model::Square::new("Square", 2.5));
    let (sent, _) = exchange!(golden_directions.calls.shape, &square, answer);
    assert_eq!(sent, json!({"kind": "Square", "side": 2.5}));
}

#[tokio::test]
async fn one_type_where_it_is_optional() {
    let answer = r#"{"object": "note", "id": "1", "text": "t"}"#;
    let mut note = model::Note::new("t");
    note.secret = Some("s".to_owned());
    let (sent, mut received) = exchange!(golden_directions.calls.note, &note, answer);
    assert_eq!(sent, json!({"text": "t", "secret": "s"}));
    assert_eq!(received.id.as_deref(), Some("1"));
    // What was received can be changed and sent, without what the service sets.
    received.text = "u".to_owned();
    let (sent, _) = exchange!(golden_directions.calls.note, &received, answer);
    assert_eq!(sent, json!({"text": "u"}));
    let form = sent!(golden_directions, |client| client.calls().note_form(&received)).text();
    assert!(form.contains("name=\"text\"") && !form.contains("name=\"id\""), "{form}");
    // Serde is for keeping a value, so nothing is lost.
    let kept: Value = serde_json::to_value(&received).expect("a value");
    assert_eq!(kept, json!({"id": "1", "text": "u"}));
    assert_eq!(serde_json::from_value::<model::Note>(kept).expect("a note"), received);
}

#[tokio::test]
async fn types_that_go_one_way() {
    let sent = model::Sent::new("a", "w");
    let (sent, received) =
        exchange!(golden_directions.calls.one_way, &sent, r#"{"id": "1", "a": "b", "gone": null}"#);
    assert_eq!(sent, json!({"a": "a", "w": "w"}));
    assert_eq!(received, model::Received::new("1", "b"));
}

#[tokio::test]
async fn a_child_can_ask_for_what_its_parent_only_receives() {
    let label = model::Label::new("red");
    let answer = r#"{"id": "1", "kind": "red"}"#;
    let (sent, mut received) = exchange!(golden_directions.calls.label, &label, answer);
    assert_eq!(sent, json!({"kind": "red"}));
    assert_eq!((received.id.as_deref(), received.kind.as_str()), (Some("1"), "red"));
    // What it does not ask for stays read only.
    received.kind = "blue".to_owned();
    let (sent, _) = exchange!(golden_directions.calls.label, &received, answer);
    assert_eq!(sent, json!({"kind": "blue"}));
}
