//! Dates as types of jiff, and numbers that keep their digits.

use golden::{Reply, Server};
use golden_jiff::{TimeOfDay, model};
use jiff::civil::{Date, Time, date};
use jiff::{Span, SpanFieldwise, Timestamp};
use rust_decimal::Decimal;

const TIMES: &str = r#"{"date":"2024-02-29","dateTime":"1996-12-20T00:39:57.250Z","time":"16:39:57-08:00","duration":"P1Y2M3DT4H5M6S","price":12.50,"amount":"79228162514264337593543950335","other":0.1000000000000000000000000001,"double":0.5,"map":{"a":"1985-04-12T23:20:50.520Z"},"either":1.10}"#;

#[tokio::test]
async fn values_there_and_back() {
    let server = Server::answering_all(vec![Reply::json(TIMES), Reply::json(TIMES)]);
    let client = client!(golden_jiff, server);
    let time = Time::constant(9, 30, 0, 0);
    let body = model::Times::new(
        date(2024, 2, 29),
        Timestamp::UNIX_EPOCH,
        time.into(),
        Span::new().hours(36).fieldwise(),
        Decimal::new(1250, 2),
        Decimal::new(-10, 1).into(),
    );
    let answer = client
        .calls()
        .times(date(2024, 1, 31), &body)
        .since("1996-12-19T16:39:57-08:00".parse().expect("a time"))
        .at(TimeOfDay { time, offset: Some(0) })
        .for_(Span::new().days(2).fieldwise())
        .days(&[date(2024, 1, 1), date(2024, 1, 2)])
        .least(Decimal::new(5, 2).into())
        .x_most(Decimal::new(100, 2))
        .await
        .expect("an answer");
    let sent = server.sent();
    assert_eq!(
        sent.line,
        "POST /times/2024-01-31?since=1996-12-20T00%3A39%3A57Z&at=09%3A30%3A00Z&for=P2D&days=2024-01-01&days=2024-01-02&least=0.05"
    );
    assert_eq!(sent.header("x-most"), "1.00");
    assert_eq!(
        sent.text(),
        r#"{"date":"2024-02-29","dateTime":"1970-01-01T00:00:00Z","time":"09:30:00","duration":"PT36H","price":12.50,"amount":"-1.0"}"#
    );
    let day: Date = answer.date;
    assert_eq!(day, date(2024, 2, 29));
    let span: SpanFieldwise = answer.duration;
    assert_eq!(span.0.get_months(), 2);
    assert_eq!(answer.time.offset, Some(-480));
    assert_eq!(answer.amount.0, Decimal::MAX);
    // Not one digit is lost on the way.
    client.calls().times(day, &answer).await.expect("an answer");
    assert_eq!(server.sent().text(), TIMES);
}

#[tokio::test]
async fn texts_that_are_no_times() {
    for (name, text, wrong) in [
        ("date", "2024-02-29", "2023-02-29"),
        ("dateTime", "1996-12-20T00:39:57.250Z", "yesterday"),
        ("time", "16:39:57-08:00", "noon"),
        ("duration", "P1Y2M3DT4H5M6S", "1 year"),
        ("amount", "79228162514264337593543950335", "much"),
    ] {
        let server = Server::answering(Reply::json(&TIMES.replace(text, wrong)));
        let client = client!(golden_jiff, server);
        let body: model::Times = serde_json::from_str(TIMES).expect("times");
        let error = client.calls().times(date(2024, 1, 31), &body).await.unwrap_err().to_string();
        assert!(error.contains(name) && !error.contains(wrong), "{error}");
    }
}
