//! Combinations of keywords: each JSON value that a schema allows is read, and written as it was.

use golden_combinations::model;
use serde_json::{Value, json};

/// Reads and writes values of a property, in answers and bodies.
async fn again(property: &str, values: &[Value]) -> Vec<model::All> {
    let mut all = Vec::new();
    for value in values {
        let json = json!({ property: value });
        let nothing = model::All::default();
        let (_, received) = exchange!(golden_combinations.calls.all, &nothing, &json.to_string());
        let (sent, _) = exchange!(golden_combinations.calls.all, &received, "{}");
        assert_eq!(sent, json, "{property}");
        // A value that no variant takes would come back as well, but nobody could work with it.
        let read = format!("{received:?}");
        assert!(!read.contains("Unknown("), "{property}: {read}");
        all.push(received);
    }
    all
}

#[tokio::test]
async fn any_value_may_be_null() {
    for property in ["anything", "anything-true", "anything-named"] {
        let read = again(property, &[json!(null), json!({"a": null}), json!([1, "b"])]).await;
        assert_ne!(read[0], model::All::default());
    }
    again("only-null", &[json!(null)]).await;
}

#[tokio::test]
async fn no_digit_of_an_integer_is_lost() {
    let all = [json!(9_007_199_254_740_993_i64), json!(-1), json!(0.5), json!(u64::MAX)];
    again("number-or-integer", &all).await;
    again("number-and-integer", &all).await;
    again("number-or-text", &[json!(9_007_199_254_740_993_i64), json!(0.5), json!("n")]).await;
    again("huge", &[json!(u64::MAX), json!(i64::MIN)]).await;
    again("signed-or-not", &[json!(u64::MAX), json!(-5)]).await;
}

#[tokio::test]
async fn properties_that_branches_name() {
    let read = again(
        "conditional",
        &[
            json!({"kind": "a", "a": "x", "d": "y"}),
            json!({"kind": "b", "d": "y", "a": "z", "b": 1, "c": true, "only-asked": [1]}),
        ],
    )
    .await;
    let conditional = read[1].conditional.as_ref().expect("a value");
    assert_eq!((conditional.b, conditional.c), (Some(1), Some(true)));
    assert_eq!(conditional.only_asked, Some(json!([1])));
    let children = [json!({"kind": "x", "more": "m"}), json!({"kind": "y"})];
    let read = again("conditional-child", &children).await;
    // What a branch asks of a property is not asked of all values.
    assert_eq!(read[1].conditional_child.as_ref().map(|child| child.kind.as_str()), Some("y"));
}

#[tokio::test]
async fn tuples() {
    let read = again("pair", &[json!([{"a": "x"}, {"b": 1}])]).await;
    let (first, second) = read[0].pair.clone().expect("a pair");
    assert_eq!((first, second), (model::AllPairFirst::new("x"), model::AllPairSecond::new(1)));
    again("named-pair", &[json!([{"x": 0.5}, [{"y": 1.5}]])]).await;
    again("long-tuple", &[json!([1, 2, 3, 4, 5, 6, 7, 8, "nine"])]).await;
    again("open-tuple", &[json!(["a", 1, 2]), json!(["a"])]).await;
}

#[tokio::test]
async fn discriminators() {
    let cats = [json!({"species": "cat", "lives": 9}), json!({"species": "tom"})];
    let read = again("animal", &cats).await;
    assert!(matches!(read[1].animal, Some(model::Animal::Cat(_))));
    let read = again("animal", &[json!({"species": "dog", "barks": true})]).await;
    assert!(matches!(read[0].animal, Some(model::Animal::Dog(_))));
    let car =
        json!({"type": "car", "wheels": 4, "doors": 2, "spare": {"type": "any", "wheels": 1}});
    let read = again("vehicle", &[car]).await;
    assert!(matches!(read[0].vehicle, Some(model::Vehicle::Car(_))));
    let read = again("vehicle", &[json!({"type": "Truck", "wheels": 6, "load": 1.5})]).await;
    assert!(matches!(read[0].vehicle, Some(model::Vehicle::Truck(_))));
}

#[tokio::test]
async fn choices_beside_other_keywords() {
    again("all-of-choices", &[json!({"a": "x", "c": "y"}), json!({"b": 1, "c": "y"})]).await;
    again("choice-beside", &[json!({"id": 1, "a": "x"}), json!({"id": 1, "b": "x"})]).await;
    again("any-of-objects", &[json!({"a": "x"}), json!({"b": 1})]).await;
    again("maybe-one", &[json!({"a": "x"}), json!(null)]).await;
    again("list-or-one", &[json!([{"a": "x"}]), json!([]), json!({"a": "x"})]).await;
    again("lists", &[json!([1, 2]), json!(["a", "b"]), json!([])]).await;
    again("dates", &[json!("2020-01-02"), json!("2020-01-02T03:04:05Z")]).await;
    again("constants", &[json!("a"), json!(2), json!(true), json!(null)]).await;
    again("nothing-or-object", &[json!({}), json!({"a": "x"})]).await;
    again("any-or-text", &[json!("a"), json!([1])]).await;
    again("boolean-or-object", &[json!(false), json!({"a": "x"})]).await;
    again("open-text", &[json!("small")]).await;
    again("text-or-number", &[json!("auto"), json!(7)]).await;
}

#[tokio::test]
async fn other_keys() {
    again("patterns", &[json!({"n1": 1, "s1": "a", "x": true})]).await;
    let read = again("patterns-beside", &[json!({"id": "1", "x-a": null, "x-b": "c"})]).await;
    assert_eq!(read[0].patterns_beside.as_ref().and_then(|it| it.id.as_deref()), Some("1"));
    again("map-of-maybe", &[json!({"a": {"a": "x"}, "b": null})]).await;
    again("list-of-maybe", &[json!(["a", null])]).await;
    again("extended", &[json!({"a": "x", "b": 1})]).await;
    again("not-all", &[json!({"a": "x"})]).await;
    again("wrapped", &[json!({"b": 1}), json!(null)]).await;
}

#[tokio::test]
async fn recursion_through_choices() {
    let sum =
        json!({"op": "sum", "of": [1.5, {"op": "negate", "value": {"op": "product", "of": []}}]});
    let read = again("expression", &[sum, json!(0.5), json!({"op": "negate", "value": 2.5})]).await;
    assert!(matches!(read[2].expression, Some(model::Expression::Negate(_))));
}
