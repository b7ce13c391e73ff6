//! Enums: every value of the list, and one that is not in it, there and back.

use golden::{Reply, Server};
use golden_enums::{ErrorKind, model};
use serde_json::{Value, json};

/// What the answer was read as, and what is sent of it.
async fn echoed(answer: Value) -> (model::Everything, Value) {
    let nothing = model::Everything::new(model::State::Active);
    let (_, received) = exchange!(golden_enums.echo.echo, &nothing, &answer.to_string());
    let (sent, _) = exchange!(golden_enums.echo.echo, &received, &answer.to_string());
    (received, sent)
}

#[tokio::test]
async fn known_values_are_variants() {
    let json = json!({
        "state": "", "level": -1, "answer": 1.5, "maybe": "b", "case": "ASC", "ratio": 0.5, "named": 2,
        "symbols": "<=", "inline": "two", "constant": "always", "microsoft": 1, "inline-microsoft": "a",
        "repeated": "b", "in-list": ["y"],
    });
    let (received, sent) = echoed(json.clone()).await;
    let mut expected = model::Everything::new(model::State::Empty);
    expected.level = Some(model::Level::Minus1);
    expected.answer = Some(model::Answer::N1_5);
    expected.maybe = Some(Some(model::Maybe::B));
    expected.case = Some(model::Case::AscUppercase);
    expected.ratio = Some(model::Ratio::N0_5);
    expected.named = Some(model::Named::SecondPlace);
    expected.symbols = Some(model::Symbols::LessOrEqual);
    expected.inline = Some(model::EverythingInline::Two);
    expected.constant = Some(model::EverythingConstant::Always);
    expected.microsoft = Some(model::Microsoft::Alpha);
    expected.thing_kind = Some(model::KindOfThing::A);
    expected.repeated = Some(Some(model::EverythingRepeated::TheB));
    expected.in_list = Some(vec![model::EverythingInListItem::AnY]);
    assert_eq!(received, expected);
    assert_eq!(sent, json);
}

#[tokio::test]
async fn unknown_values_are_kept() {
    let json = json!({
        "state": "new", "level": 77, "answer": {"x": [1]}, "maybe": "c", "case": "aSC", "ratio": 7, "named": -3,
        "symbols": "!", "inline": "Two", "constant": "never",
    });
    let (received, sent) = echoed(json.clone()).await;
    assert_eq!(received.state, model::State::Unknown("new".to_owned()));
    assert_eq!(received.level, Some(model::Level::Unknown(77)));
    assert_eq!(received.answer, Some(model::Answer::Unknown(json!({"x": [1]}))));
    assert_eq!(received.named, Some(model::Named::Unknown(-3)));
    assert_eq!(sent, json);
}

#[tokio::test]
async fn values_of_several_types_are_told_apart() {
    for (value, expected) in [
        (json!(true), model::Answer::True),
        (json!("yes"), model::Answer::Yes),
        (json!(1), model::Answer::N1),
        (json!("1"), model::Answer::Unknown(json!("1"))),
        (json!(false), model::Answer::Unknown(json!(false))),
    ] {
        let json = json!({"state": "active", "answer": value});
        let (received, sent) = echoed(json.clone()).await;
        assert_eq!(received.answer, Some(expected));
        assert_eq!(sent, json);
    }
}

#[tokio::test]
async fn null_is_a_value_of_its_own() {
    let (received, sent) = echoed(json!({"state": "404", "maybe": null})).await;
    assert_eq!(received.maybe, Some(None));
    assert_eq!(sent, json!({"state": "404", "maybe": null}));
    let (received, sent) = echoed(json!({"state": "404"})).await;
    assert_eq!(received.maybe, None);
    assert_eq!(sent, json!({"state": "404"}));
}

#[tokio::test]
async fn enums_are_parameters() {
    use model::EnumParametersSortItem::{MinusName, PlusSize};
    let sent = sent!(golden_enums, |client| client
        .enum_in_path()
        .enum_parameters(model::State::N404)
        .level(model::Level::Minus1)
        .sort(&[MinusName, PlusSize]));
    assert_eq!(sent.line, "GET /enum-in-path/404?level=-1&sort=-name&sort=%2Bsize");
}

#[tokio::test]
async fn an_empty_value_in_a_path_is_refused() {
    let server = Server::answering(Reply::status(204));
    let client = client!(golden_enums, server);
    let error = client.enum_in_path().enum_parameters(model::State::Empty).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
}
