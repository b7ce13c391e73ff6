//! Names: whatever the description calls things, the same goes over the wire.

use golden_names::model;
use serde_json::json;

#[tokio::test]
async fn operations_without_an_id_are_called_after_their_route() {
    let sent = sent!(golden_names, |client| client.general().get_no_operation_id_by_id("a"));
    assert_eq!(sent.line, "GET /no-operation-id/a");
    let sent = sent!(golden_names, |client| client.general().delete_no_operation_id_by_id("a"));
    assert_eq!(sent.line, "DELETE /no-operation-id/a");
}

#[tokio::test]
async fn placeholders_with_dots() {
    let sent = sent!(golden_names, |client| client.pets_owners().reports_get(2024, 2));
    assert_eq!(sent.line, "GET /v1/reports/2024/2");
}

#[tokio::test]
async fn parameters_called_as_what_rust_or_the_client_has_already() {
    let mut body = model::OddParametersRequest::default();
    body.body = Some("text".to_owned());
    let sent = sent!(golden_names, |client| client
        .type_api()
        .odd_parameters("me", "a", "b")
        .request("c")
        .type_("d")
        .call_query("e")
        .timeout_query(1)
        .send_query("f")
        .body_query("g")
        .crate_("h")
        .x_rate("i")
        .x_rate_header("j")
        .größe("k")
        .filter_name("l")
        .n1st("m")
        .body(&body));
    assert_eq!(
        sent.line,
        "POST /parameters/me?configuration=a&client=b&request=c&type=d&call=e&timeout=1&send=f&body=g&crate=h&x_rate=i\
         &gr%C3%B6%C3%9Fe=k&filter%5Bname%5D=l&1st=m"
    );
    assert_eq!(sent.header("x-rate"), "j");
    assert_eq!(sent.json(), json!({"body": "text"}));
}

#[tokio::test]
async fn operations_of_one_id() {
    let one = sent!(golden_names, |client| client.type_api().twice());
    let two = sent!(golden_names, |client| client.type_api().get_same_two());
    let three = sent!(golden_names, |client| client.type_api().twice_type());
    let lines = [one, two, three].map(|sent| sent.line);
    assert_eq!(lines, ["GET /same/one", "GET /same/two", "GET /same/three"]);
}

#[tokio::test]
async fn types_and_fields_of_any_name() {
    let json = json!({
        "option": {"none": "1"}, "string": {"text": "2"}, "result": "Err", "error": {"message": "3"},
        "client": {"builder": "4"}, "box": {"inner": "5"}, "some": ["6"], "lower": {"a": "7"}, "upper": {"b": "8"},
        "all": {"c": "9"}, "japanese": {"名前": "10"}, "umlaut": {"länge": 11.5}, "odd": {"x": "12"},
        "digit": {"x": "13"}, "keywords": {"self": "14", "super": "15", "crate": "16", "Self": "17", "_": "18"},
        "generic": {"items": ["19"]},
        "fields": {
            "-1": 1, "+1": 2, "@type": "3", "type": "4", "_type": "5", "$ref_": "6", "a-b": "7", "a_b": "8",
            "aB": "9", "AB": "10", "ab": "11", "": "12", "\"quoted\"\\": "13", "ünïcode": "14", "async": "15",
            "gen": "16", "new": "17", "out": "18", "input": "19", "field": "20", "{{ brace }}": "21",
        },
    });
    let nothing = model::VecModel::default();
    let (_, received) = exchange!(golden_names.types.types, &nothing, &json.to_string());
    let fields = received.fields.clone().expect("fields");
    assert_eq!((fields.minus_1, fields.plus_1), (Some(1), Some(2)));
    assert_eq!((fields.at_type.as_deref(), fields.type_.as_deref()), (Some("3"), Some("4")));
    assert_eq!((fields.input.as_deref(), fields.field.as_deref()), (Some("19"), Some("20")));
    assert_eq!(received.lower.as_ref().and_then(|user| user.a.as_deref()), Some("7"));
    assert_eq!(received.upper.as_ref().and_then(|user| user.b.as_deref()), Some("8"));
    let (sent, _) = exchange!(golden_names.types.types, &received, "{}");
    assert_eq!(sent, json);
}

#[tokio::test]
#[allow(deprecated, reason = "that it is, is part of the test")]
async fn names_that_the_description_gives() {
    let server = golden::Server::answering(golden::Reply::json(r#"{"nm": "A"}"#));
    let client = client!(golden_names, server);
    let better: model::Better = client.general().get_renamed().await.expect("an answer");
    assert_eq!(better.name, "A");
}
