//! Answers: which status, which media type, which body; and what is no success.

use golden::{Reply, Server};
use golden_responses::{ErrorKind, StatusCode, api::calls, model};

fn item() -> model::Item {
    model::Item::new("n")
}

const ITEM: &str = r#"{"name": "n"}"#;

/// What a call answered in this way gives, and what was sent.
macro_rules! answered {
    ($method:ident, $reply:expr) => {{
        let server = Server::answering($reply);
        let answer = client!(golden_responses, server).calls().$method().await;
        (answer, server.sent())
    }};
}

fn reply(status: u16, text: &str) -> Reply {
    Reply::status(status).content("application/json", text.as_bytes())
}

#[tokio::test]
async fn successes_of_different_types() {
    use calls::TwoSuccessesResponse as Answer;
    let (answer, sent) = answered!(two_successes, reply(200, ITEM));
    assert!(matches!(answer.expect("an answer"), Answer::Ok(found) if found == item()));
    assert_eq!(sent.header("accept"), "application/json");
    let (answer, _) = answered!(two_successes, reply(201, r#"{"id": 7}"#));
    assert!(matches!(answer.expect("an answer"), Answer::Created(created) if created.id == 7));
    let (answer, _) = answered!(two_successes, Reply::status(202));
    assert!(matches!(answer.expect("an answer"), Answer::Accepted));
    // A success nobody described.
    let (answer, _) = answered!(two_successes, reply(206, ITEM));
    let error = answer.unwrap_err();
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Decode, Some(StatusCode::PARTIAL_CONTENT))
    );
}

#[tokio::test]
async fn successes_of_one_type() {
    for status in [200, 201] {
        let (answer, _) = answered!(same_successes, reply(status, ITEM));
        assert_eq!(answer.expect("an answer"), item());
    }
}

#[tokio::test]
async fn ranges_stand_behind_statuses() {
    use calls::RangesResponse as Answer;
    for status in [200, 203] {
        let (answer, _) = answered!(ranges, reply(status, ITEM));
        assert!(matches!(answer.expect("an answer"), Answer::Successful(found) if found == item()));
    }
    let (answer, _) = answered!(ranges, Reply::status(204));
    assert!(matches!(answer.expect("an answer"), Answer::NoContent));
    let problem = Reply::status(418).content("application/problem+json", br#"{"title": "teapot"}"#);
    let (answer, _) = answered!(ranges, problem);
    let problem: model::Problem = answer.unwrap_err().decode().expect("a problem");
    assert_eq!(problem.title.as_deref(), Some("teapot"));
}

#[tokio::test]
async fn default_alone_means_success_too() {
    let (answer, _) = answered!(only_default, reply(200, ITEM));
    assert_eq!(answer.expect("an answer"), item());
    let (answer, _) = answered!(only_default, reply(400, ITEM));
    let error = answer.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Status, Some(StatusCode::BAD_REQUEST)));
    assert_eq!(error.decode::<model::Item>().expect("the body"), item());
}

#[tokio::test]
async fn no_body() {
    answered!(no_responses, Reply::status(200)).0.expect("an answer");
    // What nobody described is read over.
    answered!(no_responses, reply(200, ITEM)).0.expect("an answer");
    let (answer, sent) = answered!(no_content, Reply::status(204));
    answer.expect("an answer");
    assert_eq!(sent.line, "DELETE /no-content");
    let (answer, _) = answered!(maybe, reply(200, ITEM));
    assert!(matches!(answer.expect("an answer"), calls::MaybeResponse::Ok(_)));
    let (answer, _) = answered!(maybe, Reply::status(204));
    assert!(matches!(answer.expect("an answer"), calls::MaybeResponse::NoContent));
}

#[tokio::test]
async fn text() {
    let latin = Reply::status(200).content("text/plain; charset=iso-8859-1", b"\xfc");
    let (answer, sent) = answered!(text, latin);
    assert_eq!(answer.expect("an answer"), "ü");
    assert_eq!(sent.header("accept"), "text/plain");
    let (answer, _) = answered!(html, Reply::status(200).content("text/html", "<p>ä".as_bytes()));
    assert_eq!(answer.expect("an answer"), "<p>ä");
    let (answer, sent) = answered!(xml, Reply::status(200).content("application/xml", b"<item/>"));
    assert_eq!(answer.expect("an answer"), "<item/>");
    assert_eq!(sent.header("accept"), "application/xml");
}

#[tokio::test]
async fn bytes() {
    let content = Reply::status(200).content("application/octet-stream", b"\x00\xff");
    assert_eq!(&answered!(binary, content).0.expect("an answer")[..], b"\x00\xff");
    let (answer, sent) = answered!(image, Reply::status(200).content("image/png", b"\x89PNG"));
    assert_eq!(&answer.expect("an answer")[..], b"\x89PNG");
    assert_eq!(sent.header("accept"), "image/*");
    let (answer, sent) = answered!(trace, Reply::status(200).content("message/http", b"TRACE /"));
    assert_eq!(&answer.expect("an answer")[..], b"TRACE /");
    assert_eq!(sent.line, "TRACE /trace");
    let server = Server::answering(Reply::status(200).content("image/png", b"\x89PNG"));
    let mut body =
        client!(golden_responses, server).calls().image().stream().await.expect("a body");
    assert_eq!((body.status().as_u16(), body.content_length()), (200, Some(4)));
    assert_eq!(body.chunk().await.expect("a piece").as_deref(), Some(b"\x89PNG".as_slice()));
    assert!(body.chunk().await.expect("an end").is_none());
}

#[tokio::test]
async fn media_types_that_are_json() {
    let vendor = Reply::status(200).content("application/vnd.example+json", ITEM.as_bytes());
    let (answer, sent) = answered!(suffix, vendor);
    assert_eq!(answer.expect("an answer"), item());
    assert_eq!(sent.header("accept"), "application/vnd.example+json");
    let (answer, sent) = answered!(any_media_type, reply(200, ITEM));
    assert_eq!(answer.expect("an answer"), item());
    assert_eq!(sent.header("accept"), "*/*");
    let (answer, sent) = answered!(several_media_types, reply(200, ITEM));
    assert_eq!(answer.expect("an answer"), item());
    assert_eq!(sent.header("accept"), "application/json");
}

#[tokio::test]
async fn json_that_is_no_object() {
    let (answer, _) = answered!(list, reply(200, r#"[{"name": "n"}, {"name": "n"}]"#));
    assert_eq!(answer.expect("an answer"), [item(), item()]);
    let (answer, _) = answered!(string, reply(200, r#""a \"b\"""#));
    assert_eq!(answer.expect("an answer"), "a \"b\"");
    let (answer, _) = answered!(nullable, reply(200, "null"));
    assert_eq!(answer.expect("an answer"), None);
    let (answer, _) = answered!(nullable, reply(200, ITEM));
    assert_eq!(answer.expect("an answer"), Some(item()));
    let (answer, _) = answered!(inline, reply(200, r#"{"items": [{"id": 1}, {}]}"#));
    let ids: Vec<_> =
        answer.expect("an answer").items.into_iter().flatten().map(|item| item.id).collect();
    assert_eq!(ids, [Some(1), None]);
}

#[tokio::test]
async fn methods() {
    let (answer, sent) = answered!(head, Reply::status(200).header("x-total", "3"));
    answer.expect("an answer");
    assert_eq!(sent.line, "HEAD /head");
    let (answer, sent) = answered!(options, Reply::status(204));
    answer.expect("an answer");
    assert_eq!(sent.line, "OPTIONS /options");
}

#[tokio::test]
async fn headers() {
    let reply = reply(200, ITEM).header("X-Rate-Limit", "5").header("X-Next", "b");
    let server = Server::answering(reply);
    let client = client!(golden_responses, server);
    let answer = client.calls().headers().with_response().await.expect("an answer");
    assert_eq!(answer.headers()["x-rate-limit"], "5");
    assert_eq!(answer.headers()["x-next"], "b");
    assert_eq!(answer.into_value(), item());
}

#[tokio::test]
async fn errors_have_bodies() {
    let problem = br#"{"title": "Gone", "status": 404}"#;
    let (answer, _) =
        answered!(errors, Reply::status(404).content("application/problem+json", problem));
    let error = answer.unwrap_err();
    assert!(error.is_not_found());
    let problem: model::Problem = error.decode().expect("a problem");
    assert_eq!((problem.title.as_deref(), problem.status), (Some("Gone"), Some(404)));
    let (answer, _) = answered!(errors, reply(409, r#"{"with": "x"}"#));
    let conflict: model::ErrorsConflictResponse = answer.unwrap_err().decode().expect("a conflict");
    assert_eq!(conflict.with, "x");
    let (answer, _) = answered!(errors, Reply::status(501).content("text/plain", b"no"));
    let error = answer.unwrap_err();
    assert_eq!(error.body().map(|body| &body[..]), Some(&b"no"[..]));
}

#[tokio::test]
async fn what_a_link_leads_to() {
    let (answer, _) = answered!(linked, reply(200, ITEM));
    assert_eq!(answer.expect("an answer"), item());
}
