//! Dates as types of the crate `time`.

use golden::{Reply, Server};
use golden_time::{TimeOfDay, model};
use time::{Date, Month, OffsetDateTime, Time, UtcOffset};

const TIMES: &str = r#"{"date":"2024-02-29","dateTime":"1996-12-19T16:39:57.250-08:00","time":"16:39:57-08:00","duration":"P1Y2M3DT4H5M6S","price":12.5,"amount":"79228162514264337593543950335","map":{"a":"1985-04-12T23:20:50.520Z"},"either":"2024-02-29"}"#;

#[tokio::test]
async fn values_there_and_back() {
    let server = Server::answering_all(vec![Reply::json(TIMES), Reply::json(TIMES)]);
    let client = client!(golden_time, server);
    let day = |day| Date::from_calendar_date(2024, Month::January, day).expect("a day");
    let time = Time::from_hms(9, 30, 0).expect("a time");
    let offset = UtcOffset::from_hms(-8, 0, 0).expect("an offset");
    let body =
        model::Times::new(day(1), OffsetDateTime::UNIX_EPOCH, time.into(), "PT36H", 12.5, "-1.0");
    let answer = client
        .calls()
        .times(day(31), &body)
        .since(OffsetDateTime::UNIX_EPOCH.to_offset(offset))
        .at(TimeOfDay { time, offset: Some(0) })
        .for_("P2D")
        .days(&[day(1), day(2)])
        .await
        .expect("an answer");
    let sent = server.sent();
    assert_eq!(
        sent.line,
        "POST /times/2024-01-31?since=1969-12-31T16%3A00%3A00-08%3A00&at=09%3A30%3A00Z&for=P2D&days=2024-01-01&days=2024-01-02"
    );
    assert_eq!(
        sent.text(),
        r#"{"date":"2024-01-01","dateTime":"1970-01-01T00:00:00Z","time":"09:30:00","duration":"PT36H","price":12.5,"amount":"-1.0"}"#
    );
    let received: OffsetDateTime = answer.date_time;
    assert_eq!((received.unix_timestamp(), received.offset()), (851_042_397, offset));
    assert_eq!(answer.time.offset, Some(-480));
    client.calls().times(answer.date, &answer).await.expect("an answer");
    assert_eq!(server.sent().text(), TIMES);
}
