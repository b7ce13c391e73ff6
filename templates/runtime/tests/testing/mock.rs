//! What a mock refuses and answers.
use std::time::Duration;

use oasmith_runtime::{
    Call, Error, ErrorKind, HeaderMap, Param, RetryPolicy, StatusCode, TransportErrorKind,
};
use serde_json::{Value, json};

use super::api::{PutPet, mock, put};

#[tokio::test]
async fn a_request_of_the_description_gets_its_example() {
    let mock = mock();
    let answer = put(&mock.client(), "7", "a", &json!({ "name": "Tom" })).with_response().await;
    let answer = answer.expect("a described request");
    assert_eq!((answer.status(), answer.value()), (StatusCode::CREATED, &json!({ "name": "Tom" })));
    assert_eq!(answer.header_text("x-left"), Some("3"));
    let [sent] = mock.requests().try_into().expect("one request");
    assert_eq!((sent.operation, sent.url.path()), ("putPet", "/pets/7"));
    assert_eq!(sent.json(), json!({ "name": "Tom" }));
}

/// What is said of a request that is not one of the description.
async fn refusal(mut call: Call<PutPet>, change: impl FnOnce(&mut Call<PutPet>)) -> String {
    change(&mut call);
    let error = call.await.expect_err("a refusal");
    assert_eq!(error.attempts(), 1, "it is not sent again");
    let mut text = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}

#[tokio::test]
async fn requests_that_the_description_does_not_allow_are_refused() {
    let mock = mock();
    let client = mock.client();
    let good = || json!({ "name": "Tom" });
    let call = |id, why, body: &Value| put(&client, id, why, body);
    let nothing = |_: &mut Call<PutPet>| {};
    let said = refusal(call("7", "a", &good()), |call| {
        call.parts().query("other", &"1");
    });
    assert!(said.await.contains("query parameter `other` is not known"));
    let said = refusal(call("7", "a", &good()), |call| {
        call.parts().query("dry", &"perhaps");
    });
    assert!(said.await.contains("query parameter `dry`: expected `boolean`"));
    let mut without = Call::<PutPet>::new(&client);
    without.parts().path("id", &"7");
    let said = refusal(without, nothing).await;
    assert!(
        said.contains("header `X-Why` is missing") && said.contains("body: it is missing"),
        "{said}"
    );
    let said = refusal(call("x", "c", &good()), nothing).await;
    assert!(said.contains("path parameter `id`: expected `integer`"), "{said}");
    assert!(said.contains("header parameter `X-Why`: expected one of"), "{said}");
    for (body, problem) in [
        (json!({}), "body: `name` is missing"),
        (json!({ "name": "T" }), "body: /name: expected at least 2 characters"),
        (json!({ "name": "Tom", "size": 10 }), "body: /size: expected at most 9"),
        (json!({ "name": "Tom", "tail": 1 }), "body: `tail` is not known"),
        (json!([]), "body: expected `object`"),
    ] {
        let said = refusal(call("7", "a", &body), nothing).await;
        assert!(said.contains(problem), "{said}");
    }
    let said = refusal(call("7", "a", &good()), |call| {
        call.parts().text("text/plain", "Tom");
    });
    assert!(said.await.contains("expected one of `application/json`, not `text/plain`"));
    assert!(mock.requests().iter().all(|sent| !sent.problems.is_empty()));
}

#[tokio::test]
async fn keys_of_objects_in_the_query_are_known() {
    let mock = mock();
    let mut call = put(&mock.client(), "7", "b", &json!({ "name": "Tom" }));
    call.parts().query_as(Param::deep_object("filter"), &json!({ "a": "1" }));
    call.parts().query("dry", &true);
    call.await.expect("a described request");
}

#[tokio::test]
async fn answers_of_the_test_come_in_order_and_the_last_one_stays() {
    let mock = mock();
    mock.on::<PutPet>()
        .respond(&json!({ "name": "Ada" }))
        .respond_status(StatusCode::CONFLICT, &json!({ "message": "there is one" }))
        .respond_raw(StatusCode::OK, HeaderMap::new(), "[]");
    let client = mock.client();
    let call = || put(&client, "7", "a", &json!({ "name": "Tom" }));
    let found: Vec<Result<Value, Error>> =
        vec![call().await, call().await, call().await, call().await];
    let found: Vec<_> = found.iter().map(|found| found.as_ref().map_err(Error::status)).collect();
    assert_eq!(
        found,
        [
            Ok(&json!({ "name": "Ada" })),
            Err(Some(StatusCode::CONFLICT)),
            Ok(&json!([])),
            Ok(&json!([])),
        ]
    );
}

#[tokio::test]
async fn failures_of_the_network_can_be_had() {
    let mock = mock();
    mock.on::<PutPet>().fail(TransportErrorKind::Interrupted).respond(&json!({}));
    let client = mock.client();
    let retry = RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(1));
    let answer = put(&client, "7", "a", &json!({ "name": "Tom" })).retry(retry).await;
    assert_eq!(answer.expect("the second attempt"), json!({}));
    assert_eq!(mock.requests().len(), 2);
    mock.on::<PutPet>().fail(TransportErrorKind::Connect);
    let call = put(&client, "7", "a", &json!({ "name": "Tom" })).retry(RetryPolicy::never());
    assert_eq!(call.await.expect_err("no connection").kind(), ErrorKind::Connect);
}

#[tokio::test]
async fn what_the_description_does_not_have_is_refused() {
    let mock = mock();
    let call = mock.client().request(oasmith_runtime::Method::GET, "/other");
    assert!(call.await.is_err());
}
