//! Types of another crate in the place of schemas, and derives of another crate.

use std::collections::HashSet;

use golden::{Reply, Server};
use golden_money::{Colour, Money, Part};
use golden_replaced::{ErrorKind, model};
use serde_json::json;

fn money(amount: u64) -> Money {
    Money { amount, currency: "EUR".to_owned() }
}

#[tokio::test]
async fn types_of_another_crate() {
    let answer = json!({
        "price": "1 EUR", "prices": ["2 EUR", "3 EUR"], "tip": "4 EUR", "colour": [1, 2, 3], "state": "open",
        "later": [{"number": 5}], "unknown": "text",
    });
    let server = Server::answering(Reply::json(&answer.to_string()));
    let client = client!(golden_replaced, server);
    let mut order = model::Order::new(money(12), model::State::Shut);
    order.prices = Some(vec![money(1)]);
    let received = client
        .orders()
        .order(&money(7), &order)
        .colours(&[Colour(0, 1, 2)])
        .x_from(&std::net::Ipv4Addr::LOCALHOST.into())
        .await
        .expect("an answer");
    let sent = server.sent();
    assert_eq!(sent.line, "POST /orders/7%20EUR?colours=%5B0%2C1%2C2%5D");
    assert_eq!(sent.header("x-from"), "127.0.0.1");
    assert_eq!(sent.json(), json!({"price": "12 EUR", "prices": ["1 EUR"], "state": "shut"}));
    assert_eq!(received.prices, Some(vec![money(2), money(3)]));
    assert_eq!(received.tip, Some(Some(money(4))));
    assert_eq!(received.colour, Some(Colour(1, 2, 3)));
    assert_eq!(received.later, Some(vec![Part { number: 5 }]));
    assert_eq!(serde_json::to_value(&received).expect("JSON"), answer);
}

#[tokio::test]
async fn what_they_refuse_is_an_error_with_a_place_and_without_the_value() {
    let server = Server::answering(Reply::json(r#"{"price": "sesame", "state": "open"}"#));
    let client = client!(golden_replaced, server);
    let order = model::Order::new(money(12), model::State::Shut);
    let error = client.orders().order(&money(7), &order).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    let shown = format!("{error} {error:?}");
    assert!(shown.contains("price") && shown.contains("golden_money::Money"), "{shown}");
    assert!(!shown.contains("is no money"), "{shown}");
}

#[test]
fn derives_where_they_hold() {
    fn described<T: schemars::JsonSchema>() -> serde_json::Value {
        schemars::schema_for!(T).to_value()
    }
    // No `f64`, so a note and all enums have `Eq` and `Hash`, and so has a union of them.
    let note = model::Note::default();
    assert_eq!(HashSet::from([note.clone(), note.clone()]).len(), 1);
    assert!(note <= model::Note::default());
    assert!(model::Level::N1 < model::Level::N2);
    assert_eq!(HashSet::from([model::OrderEither::Integer(1)]).len(), 1);
    assert!(described::<model::Order>()["properties"]["price"].is_object());
    assert!(described::<model::OrderEither>().is_object());
}
