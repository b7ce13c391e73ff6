//! Answers: which status, which media type, which body; and what is no success.

use golden::{Reply, Server};
use golden_responses::{ErrorKind, Problem, StatusCode, api::calls, model};

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

#[tokio::test]
async fn headers_as_values() {
    // OpenAPI 3.0.4, 4.7.12.3: style `simple`. RFC 9110, 5.3: several lines are one list; 5.6.7: a date.
    let reply = reply(200, ITEM)
        .header("x-total", "42")
        .header("x-numbers", "1, 2.5")
        .header("x-numbers", "-3")
        .header("x-words", "a,b c")
        .header("x-flag", "true")
        .header("x-kind", "b")
        .header("x-level", "2")
        .header("x-color", "R,100,name,7")
        .header("x-item", ITEM)
        .header("x-anything", "1")
        .header("type", "t")
        .header("last-modified", "Sun, 06 Nov 1994 08:49:37 GMT")
        .header("set-cookie", "session=planted")
        .header("x-ratelimit-remaining", "9");
    let server = Server::answering(reply);
    let call = client!(golden_responses, server).calls().many_headers();
    let (answer, headers) = call.with_headers().await.expect("an answer");
    assert!(matches!(answer, calls::ManyHeadersResponse::Ok(found) if found == item()));
    assert_eq!(headers.x_total, 42);
    assert_eq!(headers.x_numbers.as_deref(), Some([1.0, 2.5, -3.0].as_slice()));
    assert_eq!(headers.x_words.as_deref(), Some(["a".to_owned(), "b c".to_owned()].as_slice()));
    assert_eq!(headers.x_flag, Some(true));
    assert_eq!(headers.x_kind, Some(model::ManyHeadersKindHeader::B));
    assert_eq!(serde_json::to_value(&headers.x_level).expect("JSON"), 2);
    let color = headers.x_color.clone().expect("a color");
    assert_eq!((color.r, color.name.as_deref()), (Some(100), Some("7")));
    assert_eq!(headers.x_item, Some(item()));
    assert_eq!((headers.x_anything.as_deref(), headers.type_.as_deref()), (Some("1"), Some("t")));
    let modified = headers.last_modified.expect("a date").to_rfc3339();
    assert_eq!(modified, "1994-11-06T08:49:37+00:00");
    assert!(!format!("{headers:?}").contains("planted"));
    // Those that need not be there are not missed, whatever their letters are.
    let server = Server::answering(Reply::status(202).header("X-TOTAL", "1"));
    let call = client!(golden_responses, server).calls().many_headers();
    let (answer, headers) = call.with_headers().await.expect("an answer");
    assert!(matches!(answer, calls::ManyHeadersResponse::Accepted));
    assert_eq!((headers.x_total, headers.x_color), (1, None));
    // What is required is missed, and what is no number is none.
    for reply in [Reply::status(202), Reply::status(202).header("x-total", "many")] {
        let server = Server::answering(reply);
        let call = client!(golden_responses, server).calls().many_headers();
        let error = call.with_headers().await.expect_err("no answer");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains("header `X-Total`"), "{error}");
    }
}

#[tokio::test]
async fn failures_by_status() {
    use calls::ErrorsError as Failure;
    let (answer, _) = answered!(errors, reply(409, r#"{"with": "x"}"#));
    let failure = answer.unwrap_err().described::<calls::Errors>().expect("a body");
    assert!(matches!(failure, Some(Failure::Conflict(body)) if body.with == "x"));
    let (answer, _) = answered!(errors, reply(418, r#"{"title": "teapot"}"#));
    let error = answer.unwrap_err();
    let failure = error.described::<calls::Errors>().expect("a body");
    assert!(
        matches!(failure, Some(Failure::Default(body)) if body.title.as_deref() == Some("teapot"))
    );
    assert!(
        error.described::<calls::SameErrors>().expect("nothing").is_none(),
        "another operation"
    );
    assert!(error.problem().is_none(), "another media type");
    let (answer, _) = answered!(errors, reply(404, "[]"));
    assert!(answer.unwrap_err().described::<calls::Errors>().is_err());
    // Described as text.
    let (answer, _) = answered!(errors, Reply::status(500).content("text/plain", b"oh"));
    assert!(answer.unwrap_err().described::<calls::Errors>().expect("nothing").is_none());
}

#[tokio::test]
async fn failures_of_one_type() {
    for status in [404, 410, 500] {
        let (answer, _) = answered!(same_errors, reply(status, r#"{"title": "t"}"#));
        let failure = answer.unwrap_err().described::<calls::SameErrors>().expect("a body");
        assert_eq!(failure.expect("a problem").title.as_deref(), Some("t"));
    }
}

#[tokio::test]
async fn how_many_calls_are_left() {
    // `Retry-After` of an hour: not worth another attempt within the call's time.
    let busy =
        Reply::status(429).header("retry-after", "3600").header("x-ratelimit-remaining", "0");
    let (answer, _) = answered!(same_errors, busy);
    let error = answer.unwrap_err();
    assert!(error.described::<calls::SameErrors>().expect("nothing").is_none());
    let limit = error.rate_limit().expect("a limit");
    assert_eq!((limit.remaining, limit.retry_after.map(|it| it.as_secs())), (Some(0), Some(3600)));
}

#[tokio::test]
async fn problems_that_are_not_described_further() {
    let text = br#"{"type": "https://example.com/out", "title": "Out", "status": 403, "detail": 7, "balance": 30}"#;
    let reply = Reply::status(403).content("application/problem+json; charset=utf-8", text);
    let (answer, _) = answered!(plain_problem, reply);
    let error = answer.unwrap_err();
    let problem: Problem =
        error.described::<calls::PlainProblem>().expect("a body").expect("a problem");
    assert_eq!(error.problem().as_ref(), Some(&problem));
    assert_eq!((problem.type_uri(), problem.status), ("https://example.com/out", Some(403)));
    // RFC 9457, 3.1: of another type than it should have, so ignored; 3.2: extensions.
    assert_eq!((problem.title.as_deref(), problem.detail), (Some("Out"), None));
    assert_eq!(problem.extensions["balance"], 30);
}
