//! Record and replay: exchanges with a real service in a file, one JSON text a line, without its secrets.
#![cfg(feature = "testing")]
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::{Map, Value, json};
use url::Url;

use super::body::Body;
use super::builder::ClientBuilder;
use super::info::SchemeKind;
use super::testing::{info, read};
use super::transport::{
    Request, Response, ResponseBody, Transport, TransportError, TransportErrorKind, TransportFuture,
};

/// What stands for a secret.
const REDACTED: &str = "[redacted]";

/// Headers, keys of the query and members of JSON bodies that hold secrets wherever they appear. Names are compared
/// without case, `-` and `_`.
const SECRETS: &[&str] = &[
    "accesstoken",
    "apikey",
    "authorization",
    "clientsecret",
    "cookie",
    "idtoken",
    "password",
    "proxyauthorization",
    "refreshtoken",
    "secret",
    "setcookie",
    "token",
    "xapikey",
];

/// A transport that writes what goes through it to a file.
///
/// Credentials of the client, and what has the name of a secret (`password`, `access_token`, `Set-Cookie` and more),
/// are replaced by `[redacted]`; [`redact`](Self::redact) adds names. A body that is neither JSON nor a form is kept as
/// it is when it is text, and by its length when not.
pub struct Recorder {
    transport: Arc<dyn Transport>,
    file: Arc<Mutex<File>>,
    names: Arc<Vec<String>>,
}

impl Recorder {
    /// Sends by this transport and writes to this file, which is emptied first. Generated crates have
    /// `Recorder::new` and `Recorder::over` for theirs.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn of(
        builder: fn() -> ClientBuilder,
        transport: impl Transport,
        file: impl AsRef<Path>,
    ) -> io::Result<Self> {
        let file = OpenOptions::new().create(true).write(true).truncate(true).open(file)?;
        let names = Arc::new(secrets(builder));
        Ok(Self { transport: Arc::new(transport), file: Arc::new(Mutex::new(file)), names })
    }

    /// Replaces what has this name in headers, query, forms and JSON bodies, too.
    #[must_use]
    pub fn redact(mut self, name: &str) -> Self {
        Arc::make_mut(&mut self.names).push(folded(name));
        self
    }
}

impl Transport for Recorder {
    fn send(&self, request: Request) -> TransportFuture {
        let redaction = Redaction { names: Arc::clone(&self.names) };
        let (transport, file) = (Arc::clone(&self.transport), Arc::clone(&self.file));
        Box::pin(async move {
            let mut request = request;
            // What is written has to be read first; it is sent from memory then.
            let sent = read(&request.body).await?;
            let told = redaction.request(&request, sent.as_ref());
            request.body = sent.map_or_else(Body::none, Body::from);
            let Response { status, headers, mut body } = transport.send(request).await?;
            let mut whole = BytesMut::new();
            while let Some(chunk) = body.chunk().await? {
                whole.extend_from_slice(&chunk);
            }
            let whole = whole.freeze();
            let answer = json!({
                "status": status.as_u16(),
                "headers": redaction.headers(&headers),
                "body": redaction.body(&headers, &whole),
            });
            let line = json!({ "request": told, "response": answer });
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            writeln!(file, "{line}")
                .map_err(|error| TransportError::new(TransportErrorKind::Rejected, error))?;
            drop(file);
            Ok(Response::new(status, headers, ResponseBody::whole(whole)))
        })
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recorder")
    }
}

/// A transport that answers from a file which a [`Recorder`] wrote: each exchange once, in the order of the file among
/// those whose request is the same but for secrets.
pub struct Replay {
    exchanges: Arc<Mutex<Exchanges>>,
    names: Arc<Vec<String>>,
}

/// Requests and their answers.
type Exchanges = Vec<(Value, Value)>;

impl Replay {
    /// The exchanges of this file. Generated crates have `Replay::new` for theirs.
    ///
    /// # Errors
    /// When the file cannot be read or is not one of a [`Recorder`].
    pub fn of(builder: fn() -> ClientBuilder, file: impl AsRef<Path>) -> io::Result<Self> {
        let text = fs::read_to_string(file)?;
        let mut exchanges = Vec::new();
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let mut line: Map<String, Value> = serde_json::from_str(line)?;
            let part = |line: &mut Map<String, Value>, key| line.remove(key).unwrap_or_default();
            exchanges.push((part(&mut line, "request"), part(&mut line, "response")));
        }
        Ok(Self { exchanges: Arc::new(Mutex::new(exchanges)), names: Arc::new(secrets(builder)) })
    }

    /// Reads over what has this name; the same names as the recorder's.
    #[must_use]
    pub fn redact(mut self, name: &str) -> Self {
        Arc::make_mut(&mut self.names).push(folded(name));
        self
    }

    fn answer(exchanges: &Mutex<Exchanges>, wanted: &Value) -> Result<Response, TransportError> {
        let mut exchanges = exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        // Headers say who asks; what is asked is in the rest.
        let same = |found: &Value| {
            ["method", "url", "body"].iter().all(|key| found.get(key) == wanted.get(key))
        };
        let refused = |why: &str| TransportError::new(TransportErrorKind::Rejected, why);
        let place = exchanges.iter().position(|(found, _)| same(found));
        let place =
            place.ok_or_else(|| refused("the file has no such request, or no more of them"))?;
        let (_, answer) = exchanges.remove(place);
        drop(exchanges);
        response(&answer).ok_or_else(|| refused("the file holds no answer to this request"))
    }
}

impl Transport for Replay {
    fn send(&self, request: Request) -> TransportFuture {
        let redaction = Redaction { names: Arc::clone(&self.names) };
        let exchanges = Arc::clone(&self.exchanges);
        Box::pin(async move {
            let sent = read(&request.body).await?;
            Self::answer(&exchanges, &redaction.request(&request, sent.as_ref()))
        })
    }
}

impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Replay")
    }
}

/// Names of secrets: those that are ones everywhere, and those of the security schemes.
fn secrets(builder: fn() -> ClientBuilder) -> Vec<String> {
    let schemes = info(builder).schemes.iter().filter_map(|scheme| match scheme.kind {
        SchemeKind::ApiKeyHeader(name)
        | SchemeKind::ApiKeyQuery(name)
        | SchemeKind::ApiKeyCookie(name) => Some(folded(name)),
        _ => None,
    });
    SECRETS.iter().map(|name| (*name).to_owned()).chain(schemes).collect()
}

fn response(answer: &Value) -> Option<Response> {
    let status = answer.get("status")?.as_u64().and_then(|code| u16::try_from(code).ok())?;
    let mut headers = HeaderMap::new();
    for (name, value) in answer.get("headers")?.as_array()?.iter().filter_map(pair) {
        headers.append(HeaderName::try_from(name).ok()?, HeaderValue::try_from(value).ok()?);
    }
    let body = match answer.get("body")? {
        Value::Null => Bytes::new(),
        Value::String(text) => text.clone().into(),
        other => match other.get("json") {
            Some(value) => value.to_string().into(),
            None => Bytes::new(),
        },
    };
    Some(Response::new(StatusCode::from_u16(status).ok()?, headers, ResponseBody::whole(body)))
}

fn pair(pair: &Value) -> Option<(&str, &str)> {
    Some((pair.get(0)?.as_str()?, pair.get(1)?.as_str()?))
}

/// What is written of an exchange.
struct Redaction {
    names: Arc<Vec<String>>,
}

impl Redaction {
    fn request(&self, request: &Request, body: Option<&Bytes>) -> Value {
        let mut url = request.url.clone();
        self.query(&mut url);
        json!({
            "method": request.method.as_str(),
            "url": url.as_str(),
            "headers": self.headers(&request.headers),
            "body": self.body(&request.headers, body.unwrap_or(&Bytes::new())),
        })
    }

    fn query(&self, url: &mut Url) {
        if url.query().is_none() {
            return;
        }
        let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        url.query_pairs_mut().clear().extend_pairs(pairs.iter().map(|(name, value)| {
            (name.as_str(), if self.is_secret(name) { REDACTED } else { value.as_str() })
        }));
    }

    fn headers(&self, headers: &HeaderMap) -> Value {
        let shown = headers.iter().map(|(name, value)| {
            // The runtime marks what it puts in for a security scheme.
            let text = if value.is_sensitive() || self.is_secret(name.as_str()) {
                REDACTED.to_owned()
            } else {
                String::from_utf8_lossy(value.as_bytes()).into_owned()
            };
            json!([name.as_str(), text])
        });
        Value::Array(shown.collect())
    }

    /// A text for text, `{"json": …}` for JSON, `{"bytes": …}` with the length for what is neither.
    fn body(&self, headers: &HeaderMap, body: &Bytes) -> Value {
        if body.is_empty() {
            return Value::Null;
        }
        if let Ok(mut value) = serde_json::from_slice::<Value>(body) {
            self.members(&mut value);
            return json!({ "json": value });
        }
        let media_type =
            headers.get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let is_form =
            media_type.is_some_and(|found| found.starts_with("application/x-www-form-urlencoded"));
        match std::str::from_utf8(body) {
            Ok(text) if is_form => {
                let pairs = url::form_urlencoded::parse(text.as_bytes());
                let mut out = url::form_urlencoded::Serializer::new(String::new());
                for (name, value) in pairs {
                    out.append_pair(&name, if self.is_secret(&name) { REDACTED } else { &value });
                }
                Value::String(out.finish())
            }
            Ok(text) => Value::String(text.to_owned()),
            Err(_) => json!({ "bytes": body.len() }),
        }
    }

    fn members(&self, value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    match member {
                        Value::String(text) if self.is_secret(name) => REDACTED.clone_into(text),
                        member => self.members(member),
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.members(item)),
            _ => {}
        }
    }

    fn is_secret(&self, name: &str) -> bool {
        self.names.contains(&folded(name))
    }
}

fn folded(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '-' | '_')).flat_map(char::to_lowercase).collect()
}
