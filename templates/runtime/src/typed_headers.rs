//! Headers of answers as values: the style `simple` read back.
use std::borrow::Cow;

use serde_json::{Map, Value};

use super::answer::{Answer, RawResponse};
use super::call::{Call, CallFuture, Operation, start};
use super::decode::{Decode, from_json_str};
use super::encode::to_json_string;
use super::error::Error;

/// An operation whose successes have headers that the description declares.
pub trait TypedHeaders: Operation {
    /// The headers.
    type Headers;

    /// Reads them.
    ///
    /// # Errors
    /// When one is not what the description says, or is not there although it is required.
    fn read(headers: HeaderReader<'_>) -> Result<Self::Headers, Error>;
}

impl<O: TypedHeaders> Call<O> {
    /// Sends the call for the value and the headers that the description declares.
    pub fn with_headers(self) -> CallFuture<(O::Output, O::Headers)> {
        start(self, |received| {
            let answer = Answer::successful(received)?;
            let headers = O::read(HeaderReader { answer: answer.raw() })?;
            Ok(((O::READ)(answer)?, headers))
        })
    }
}

/// How the value of a header is written (OpenAPI 3.1.1, section 4.8.21: style `simple`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderForm {
    /// Text.
    Text,
    /// A number or a truth value.
    Plain,
    /// One of them.
    Either,
    /// Texts, between commas.
    Texts,
    /// Numbers or truth values, between commas.
    Plains,
    /// Members, between commas: `R,100,G,200` or `R=100,G=200`. Those of these names are texts, whatever they look like.
    Members(&'static [&'static str]),
}

/// Reads headers of one answer.
#[derive(Clone, Copy, Debug)]
pub struct HeaderReader<'a> {
    answer: &'a RawResponse,
}

impl HeaderReader<'_> {
    /// A header that is always there.
    ///
    /// # Errors
    /// When it is not there, or is something else.
    pub fn required<T: Decode>(self, name: &str, form: HeaderForm) -> Result<T, Error> {
        self.optional(name, form)?.ok_or_else(|| self.error(name, "it is not there"))
    }

    /// A header that may be there.
    ///
    /// # Errors
    /// When it is something else.
    pub fn optional<T: Decode>(self, name: &str, form: HeaderForm) -> Result<Option<T>, Error> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let mut first = None;
        for json in candidates(&text, form) {
            match from_json_str(&json) {
                Ok(value) => return Ok(Some(value)),
                Err(error) => first = first.or(Some(error)),
            }
        }
        let reason = first.map_or_else(|| "it is empty".to_owned(), |error| error.to_string());
        Err(self.error(name, &reason))
    }

    /// The header's text; several lines of one name are one list (RFC 9110, section 5.3).
    fn text(self, name: &str) -> Result<Option<String>, Error> {
        let mut lines = Vec::new();
        for line in self.answer.headers().get_all(name) {
            let text = std::str::from_utf8(line.as_bytes());
            lines.push(text.map_err(|_| self.error(name, "it is not text"))?.trim());
        }
        Ok((!lines.is_empty()).then(|| lines.join(", ")))
    }

    fn error(self, name: &str, reason: &str) -> Error {
        let reason = format!("header `{}`: {reason}", name.escape_debug());
        Error::undecodable(self.answer.clone(), &reason)
    }
}

/// The JSON that a header may stand for, the likeliest first.
fn candidates(text: &str, form: HeaderForm) -> Vec<Cow<'_, str>> {
    let quoted = |text: &str| Cow::Owned(to_json_string(&text));
    let items = || text.split(',').map(str::trim).filter(|item| !item.is_empty());
    match form {
        HeaderForm::Plain => vec![Cow::Borrowed(text)],
        HeaderForm::Text => {
            let date = httpdate::parse_http_date(text).ok().map(|date| quoted(&rfc3339(date)));
            std::iter::once(quoted(text)).chain(date).collect()
        }
        HeaderForm::Either => vec![Cow::Borrowed(text), quoted(text)],
        // `content` of JSON.
        _ if text.starts_with(['{', '[']) => vec![Cow::Borrowed(text)],
        HeaderForm::Texts => {
            let items: Vec<String> = items().map(|item| to_json_string(&item)).collect();
            vec![Cow::Owned(format!("[{}]", items.join(",")))]
        }
        HeaderForm::Plains => {
            let items: Vec<&str> = items().collect();
            vec![Cow::Owned(format!("[{}]", items.join(",")))]
        }
        HeaderForm::Members(texts) => {
            let list: Vec<&str> = items().collect();
            let pairs: Vec<(&str, &str)> = if list.iter().all(|item| item.contains('=')) {
                list.iter().filter_map(|item| item.split_once('=')).collect()
            } else {
                list.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
            };
            // The members of a map may all be texts.
            [true, false].map(|plain| Cow::Owned(members(&pairs, plain, texts))).into()
        }
    }
}

fn members(pairs: &[(&str, &str)], plain: bool, texts: &[&str]) -> String {
    let value = |key: &str, text: &str| {
        let plain = plain && !texts.contains(&key);
        let parsed = serde_json::from_str(text).ok().filter(|_| plain);
        parsed.unwrap_or_else(|| Value::from(text))
    };
    let members = pairs.iter().map(|(key, text)| ((*key).to_owned(), value(key, text)));
    to_json_string(&Value::Object(members.collect::<Map<_, _>>()))
}

/// Dates of HTTP, where the description says `date-time` as it does for JSON.
fn rfc3339(date: std::time::SystemTime) -> String {
    let seconds = date.duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Days since 0000-03-01, in eras of 400 years (Hinnant, "chrono-compatible low-level date algorithms").
    let day = days + 719_468;
    let (era, day_of_era) = (day / 146_097, day % 146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute, second) = (second / 3600, second % 3600 / 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}
