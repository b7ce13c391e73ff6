//! What an error body says, read from the shapes that services commonly use.
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use serde_json::Value;

/// Larger bodies are not searched: no service says it in so many words.
const LARGEST_BODY: usize = 1 << 20;
/// Longer plain texts are pages or logs, not messages.
const LONGEST_TEXT: usize = 1000;

/// Places of the message in a JSON body, the most specific first (RFC 6901 pointers): the forms of Micronaut and
/// most home-made services, Google, OAuth 2.0 (RFC 6749 section 5.2), problem details (RFC 9457), JSON:API.
const MESSAGE_PLACES: &[&str] = &[
    "/message",
    "/error/message",
    "/error_description",
    "/detail",
    "/errors/0/message",
    "/errors/0/detail",
    "/_embedded/errors/0/message",
    "/error",
    "/title",
    "/errors/0",
];
const REQUEST_ID_PLACES: &[&str] = &["/requestId", "/request_id", "/error/request_id"];

/// What an error body says.
#[derive(Default)]
pub(super) struct ErrorBody {
    pub(super) message: Option<String>,
    pub(super) request_id: Option<String>,
}

impl ErrorBody {
    pub(super) fn read(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        if body.is_empty() || body.len() > LARGEST_BODY {
            return Self::default();
        }
        if let Ok(json) = serde_json::from_slice::<Value>(body) {
            return Self {
                message: message_of(status, &json),
                request_id: REQUEST_ID_PLACES.iter().find_map(|place| text_at(&json, place)),
            };
        }
        Self { message: plain_text(headers, body), request_id: None }
    }
}

fn message_of(status: StatusCode, json: &Value) -> Option<String> {
    if let Value::String(text) = json {
        return Some(text.clone());
    }
    let messages: Vec<String> =
        MESSAGE_PLACES.iter().filter_map(|place| text_at(json, place)).collect();
    // A message that only repeats the reason phrase says less than any other.
    let reason = status.canonical_reason().unwrap_or_default();
    let specific = messages.iter().find(|message| !message.eq_ignore_ascii_case(reason));
    specific.or(messages.first()).cloned()
}

fn text_at(json: &Value, place: &str) -> Option<String> {
    let text = json.pointer(place)?.as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn plain_text(headers: &HeaderMap, body: &[u8]) -> Option<String> {
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let text = std::str::from_utf8(body).ok()?.trim();
    // Some services call their plain texts JSON, or nothing at all; markup is never a message.
    let is_text = media_type.is_empty()
        || media_type.starts_with("text/plain")
        || media_type.starts_with("application/json");
    (is_text
        && !text.is_empty()
        && text.len() <= LONGEST_TEXT
        && !text.starts_with(['<', '{', '[']))
    .then(|| text.to_owned())
}
