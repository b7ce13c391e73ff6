//! The parts of a request that is being put together: arguments in their encoded form, body, options.
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, USER_AGENT};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use url::{Url, form_urlencoded};

use super::auth::Authorization;
use super::body::Body;
use super::client::Client;
use super::credential_headers::{append_cookie, is_credential_header};
use super::encode::{Encode, to_json_string, to_json_vec};
use super::error::{CallContext, Endpoint, Error, ErrorKind};
use super::idempotency;
use super::info::OperationInfo;
use super::param::{Param, ParamStyle, ParamValue, ToParam};
use super::param_style::{
    cookie_pairs, form_pairs, header_value, joined_pairs, path_value, query_text,
};
use super::path;
use super::percent::{Escapes, percent_encode};
use super::retry::RetryPolicy;
use super::transport::Request;

/// Headers that describe the message on the connection, which only the transport knows how to write
/// (RFC 9110 section 7.6.1, RFC 9112 section 6).
const FRAMING_HEADERS: &[&str] = &[
    "connection",
    "content-length",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The parts of a request that is being put together.
///
/// To set a part again replaces it. What cannot be sent is remembered, and is the error of the call.
#[derive(Clone)]
pub struct Parts {
    client: Client,
    endpoint: Endpoint,
    path: Vec<(&'static str, String)>,
    /// Encoded pairs by parameter; those without a parameter are added one after the other.
    pub(super) query: Vec<(&'static str, String)>,
    cookies: Vec<(&'static str, String)>,
    pub(super) parameter_headers: HeaderMap,
    pub(super) caller_headers: HeaderMap,
    media_type: Option<HeaderValue>,
    pub(super) body: Body,
    /// An address that the service gave, in place of path and query: it is fetched by `GET`.
    pub(super) link: Option<Box<Url>>,
    pub(super) options: Options,
    /// What cannot be sent and why, by the part it belongs to.
    problems: Vec<(String, String)>,
}

/// What the caller asks for one call.
#[derive(Clone, Default)]
pub(super) struct Options {
    pub(super) timeout: Option<Duration>,
    pub(super) attempt_timeout: Option<Duration>,
    pub(super) retry: Option<Box<RetryPolicy>>,
    /// Whether the body of a success is left to be read by the caller.
    pub(super) streams: bool,
}

/// Arguments and bodies, as generated code sets them.
impl Parts {
    /// A path parameter of the default style, `simple`.
    pub fn path(&mut self, name: &'static str, value: &dyn ToParam) {
        self.path_as(Param::simple(name), value);
    }

    /// A path parameter.
    pub fn path_as(&mut self, param: Param, value: &dyn ToParam) {
        let name = param.name;
        if let Some(text) = self.accept("path parameter", name, path_value(param, value)) {
            self.path.retain(|(other, _)| *other != name);
            self.path.push((name, text));
        }
    }

    /// A query parameter of the default style, `form`.
    pub fn query(&mut self, name: &'static str, value: &dyn ToParam) {
        self.query_as(Param::form(name), value);
    }

    /// A query parameter.
    pub fn query_as(&mut self, param: Param, value: &dyn ToParam) {
        let pairs = self.accept("query parameter", param.name, query_text(param, value));
        replace(&mut self.query, param.name, pairs);
    }

    /// The whole query (OpenAPI 3.2, `in: querystring`): with style `form` the pairs of an object, else one text.
    pub fn query_string(&mut self, param: Param, value: &dyn ToParam) {
        let text = match (param.style, value.to_param()) {
            (_, ParamValue::Absent) => Ok(None),
            (ParamStyle::Form, _) => {
                form_pairs(value, &[]).map(|pairs| Some(joined_pairs(&pairs, "&")))
            }
            (ParamStyle::Json, _) => Ok(Some(to_json_string(value))),
            (_, ParamValue::Scalar(text)) => Ok(Some(text.into_owned())),
            _ => Err("expected one text"),
        };
        let escaped = text.map(|text| match param.style {
            ParamStyle::Form => text,
            _ => text.map(|text| percent_encode(&text, Escapes::Unreserved)),
        });
        let text = self.accept("query", param.name, escaped).flatten();
        replace(&mut self.query, param.name, text);
    }

    /// A header parameter of the default style, `simple`.
    pub fn header(&mut self, name: &'static str, value: &dyn ToParam) {
        self.header_as(Param::simple(name), value);
    }

    /// A header parameter.
    pub fn header_as(&mut self, param: Param, value: &dyn ToParam) {
        let text = header_value(param, value).map_err(str::to_owned);
        let value = text.and_then(|text| text.map(|text| header(param.name, &text)).transpose());
        match self.accept("header", param.name, value).flatten() {
            Some((name, value)) => {
                self.parameter_headers.insert(name, value);
            }
            None => {
                self.parameter_headers.remove(param.name);
            }
        }
    }

    /// A cookie parameter of the default style, `form`.
    pub fn cookie(&mut self, name: &'static str, value: &dyn ToParam) {
        self.cookie_as(Param::form(name), value);
    }

    /// A cookie parameter.
    pub fn cookie_as(&mut self, param: Param, value: &dyn ToParam) {
        let pairs = self.accept("cookie", param.name, cookie_pairs(param, value));
        replace(&mut self.cookies, param.name, pairs.map(|pairs| joined_pairs(&pairs, "; ")));
    }

    /// A body of JSON.
    pub fn json(&mut self, media_type: &str, value: &dyn Encode) {
        self.set_body(media_type, to_json_vec(value).into());
    }

    /// A body of `application/x-www-form-urlencoded`, with a parameter for each member that has a style of its own.
    pub fn form(&mut self, value: &dyn Encode, fields: &[Param]) {
        if let Some(pairs) = self.accept("body", "", form_pairs(value, fields)) {
            self.set_body("application/x-www-form-urlencoded", joined_pairs(&pairs, "&").into());
        }
    }

    /// A body of text, as UTF-8.
    pub fn text(&mut self, media_type: &str, text: &str) {
        let has_charset = media_type.to_ascii_lowercase().contains("charset=");
        let charset = if has_charset { "" } else { "; charset=utf-8" };
        self.set_body(&format!("{media_type}{charset}"), text.to_owned().into());
    }

    /// A body of any media type.
    pub fn body(&mut self, media_type: &str, body: impl Into<Body>) {
        self.set_body(media_type, body.into());
    }

    pub(super) fn set_body(&mut self, media_type: &str, body: Body) {
        let media_type = HeaderValue::from_str(media_type)
            .map_err(|_| format!("`{}` is not a media type", media_type.escape_debug()));
        self.media_type = self.accept("media type", "", media_type);
        // A body of another kind replaces one that could not be sent, too.
        self.body = self.accept("body", "", Ok::<_, String>(body)).unwrap_or_default();
    }

    /// The value, or `None` when it cannot be sent, which is remembered until the part is set again.
    pub(super) fn accept<T>(
        &mut self,
        part: &str,
        name: &str,
        value: Result<T, impl Into<String>>,
    ) -> Option<T> {
        self.forget_problem(part, name);
        value.map_err(|reason| self.problems.push((part_key(part, name), reason.into()))).ok()
    }

    fn forget_problem(&mut self, part: &str, name: &str) {
        if !self.problems.is_empty() {
            let key = part_key(part, name);
            self.problems.retain(|(other, _)| *other != key);
        }
    }
}

/// What the runtime's other parts do with it.
impl Parts {
    pub(super) fn new(client: &Client, operation: &'static OperationInfo) -> Self {
        Self::with_endpoint(client, Endpoint::Described(operation))
    }

    /// A request that the description does not have; `target` is a path that may have a query.
    pub(super) fn undescribed(client: &Client, method: Method, target: &str) -> Self {
        let target = target.split('#').next().unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let endpoint = Endpoint::Undescribed { method, path: Arc::from(path) };
        let mut parts = Self::with_endpoint(client, endpoint);
        if !query.is_empty() {
            parts.query.push(("", query.to_owned()));
        }
        let checked = if path.starts_with('/') {
            path::check_segments(path)
        } else {
            Err("expected a path below the base URL that begins with `/`".to_owned())
        };
        parts.accept("path", "", checked);
        parts
    }

    fn with_endpoint(client: &Client, endpoint: Endpoint) -> Self {
        Self {
            client: client.clone(),
            endpoint,
            path: Vec::new(),
            query: Vec::new(),
            cookies: Vec::new(),
            parameter_headers: HeaderMap::new(),
            caller_headers: HeaderMap::new(),
            media_type: None,
            body: Body::none(),
            link: None,
            options: Options::default(),
            problems: Vec::new(),
        }
    }

    pub(super) fn client(&self) -> Client {
        self.client.clone()
    }

    pub(super) fn take_options(&mut self) -> Options {
        std::mem::take(&mut self.options)
    }

    pub(super) fn set_timeout(&mut self, timeout: Duration) {
        self.options.timeout = self.accept("option", "timeout", check_timeout(timeout));
    }

    pub(super) fn set_attempt_timeout(&mut self, timeout: Duration) {
        self.options.attempt_timeout =
            self.accept("option", "attempt_timeout", check_timeout(timeout));
    }

    pub(super) fn set_retry(&mut self, policy: RetryPolicy) {
        self.options.retry = Some(Box::new(policy));
    }

    pub(super) fn set_header(&mut self, name: Option<HeaderName>, value: Option<HeaderValue>) {
        let Some(name) = name else {
            let problem = Err::<(), _>("its name is not a token (RFC 9110)");
            self.accept("header", "", problem);
            return;
        };
        let value = value
            .ok_or_else(|| {
                "its value cannot be sent: expected text without control characters".to_owned()
            })
            .and_then(|value| check_caller_header(&name).map(|()| value));
        if let Some(value) = self.accept("header", name.as_str(), value) {
            self.caller_headers.insert(name, value);
        }
    }

    /// `None`: a random one.
    pub(super) fn set_idempotency_key(&mut self, key: Option<&str>) {
        let header = match self.idempotency_header() {
            "" => idempotency::HEADER,
            header => header,
        };
        match key {
            Some(key) => self.set_header(
                HeaderName::from_bytes(header.as_bytes()).ok(),
                HeaderValue::from_str(key).ok().filter(|_| !key.is_empty()),
            ),
            None => idempotency::add_key(&mut self.caller_headers, header),
        }
    }

    /// The header in which the operation takes an idempotency key, or `""`.
    pub(super) fn idempotency_header(&self) -> &'static str {
        match &self.endpoint {
            Endpoint::Described(info) => info.idempotency_header,
            Endpoint::Undescribed { .. } => "",
        }
    }

    pub(super) fn add_query_pair(&mut self, name: &str, value: &str) {
        let pair: String = form_urlencoded::Serializer::new(String::new())
            .append_pair(name, value)
            .finish()
            .replace('+', "%20");
        self.query.push(("", pair));
    }

    pub(super) fn context(&self, attempts: u32) -> CallContext {
        CallContext {
            endpoint: self.endpoint.clone(),
            attempts,
            is_unrepeatable: !self.body.is_replayable(),
            secrets: Arc::clone(&self.client.shared.secrets),
        }
    }

    /// The request without the client's credentials, and which of them it is to get. It is the same each time.
    pub(super) fn prepare(&mut self) -> Result<(Box<Request>, Authorization), Error> {
        if !self.problems.is_empty() {
            let problems: Vec<String> =
                self.problems.iter().map(|(part, reason)| format!("{part}: {reason}")).collect();
            return Err(Error::new(ErrorKind::InvalidArgument, problems.join("; ")));
        }
        self.keep_idempotency_key();
        let shared = &self.client.shared;
        let (template, requirements, accept, servers) = match &self.endpoint {
            Endpoint::Described(info) => {
                (info.path, Some(info.security), info.accept, info.servers)
            }
            Endpoint::Undescribed { path, .. } => (&**path, None, "", &[][..]),
        };
        let base = shared.server_of(servers).map_err(Error::configuration)?;
        let (path, fixed_query) = if requirements.is_some() {
            path::expand_path(template, &self.path)
                .map_err(|reason| Error::new(ErrorKind::InvalidArgument, reason))?
        } else {
            (template.to_owned(), None)
        };
        let pairs = self.query.iter().map(|(_, pairs)| pairs.as_str());
        let pairs = fixed_query.as_deref().into_iter().chain(pairs);
        let mut query = Cow::Borrowed("");
        for pairs in pairs.filter(|pairs| !pairs.is_empty()) {
            // Most queries are those of one parameter.
            if query.is_empty() {
                query = Cow::Borrowed(pairs);
            } else {
                let query = query.to_mut();
                query.push('&');
                query.push_str(pairs);
            }
        }
        let url = path::join(&base, &path, Some(&query));

        let method = self
            .endpoint
            .method()
            .map_err(|reason| Error::new(ErrorKind::InvalidArgument, reason))?;
        let (method, url) = match &self.link {
            Some(link) => {
                (self.body, self.media_type) = (Body::none(), None);
                (Method::GET, Url::clone(link))
            }
            None => (method, url),
        };
        let mut request = Box::new(Request::new(method, url));
        request.headers = self.headers(accept);
        request.body = self.body.clone();
        if let Endpoint::Described(operation) = &self.endpoint {
            request.operation = Some(operation);
        }
        let authorization = shared
            .credentials
            .choose(requirements, &request.headers)
            .map_err(|reason| Error::new(ErrorKind::MissingCredential, reason))?;
        Ok((request, authorization))
    }

    /// Makes the key of an operation that takes one, unless it has one: all attempts are to have the same.
    fn keep_idempotency_key(&mut self) {
        let header = self.idempotency_header();
        let given =
            [&self.caller_headers, &self.parameter_headers, &self.client.shared.default_headers];
        if !header.is_empty() && !given.iter().any(|headers| headers.contains_key(header)) {
            idempotency::add_key(&mut self.caller_headers, header);
        }
    }

    /// All headers but the client's credentials; of equal names the last one counts: what the runtime sends on
    /// its own, the client's defaults, the operation's parameters, the caller's for this call.
    fn headers(&self, accept: &'static str) -> HeaderMap {
        let shared = &self.client.shared;
        // Enough for most calls; with more, the table would be one that allocators are slow to give.
        let mut headers = HeaderMap::with_capacity(6);
        if !accept.is_empty() {
            headers.insert(ACCEPT, HeaderValue::from_static(accept));
        }
        headers.insert(USER_AGENT, shared.user_agent.clone());
        replace_all(&mut headers, &shared.default_headers);
        match &self.media_type {
            Some(media_type) => headers.insert(CONTENT_TYPE, media_type.clone()),
            None => headers.remove(CONTENT_TYPE),
        };
        if self.body.is_none() && matches!(self.endpoint.method_name(), "POST" | "PUT" | "PATCH") {
            // RFC 9110 section 8.6: a request without a body says so where its method anticipates one.
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        replace_all(&mut headers, &self.parameter_headers);
        let cookies = self.cookies.iter().map(|(_, pairs)| pairs.as_str());
        let cookies: Vec<&str> = cookies.filter(|pairs| !pairs.is_empty()).collect();
        if !cookies.is_empty() {
            append_cookie(&mut headers, &cookies.join("; "));
        }
        replace_all(&mut headers, &self.caller_headers);
        for (name, value) in &mut headers {
            if is_credential_header(shared.info.schemes, name) {
                value.set_sensitive(true);
            }
        }
        headers
    }
}

/// Shows no argument and no body.
impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let query: Vec<_> = self.query.iter().map(|(name, _)| name).collect();
        f.debug_struct("Parts")
            .field("endpoint", &self.endpoint.to_string())
            .field("query", &query)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}

/// Whether a caller may set a header of this name.
pub(super) fn check_caller_header(name: &HeaderName) -> Result<(), String> {
    if FRAMING_HEADERS.contains(&name.as_str()) {
        return Err(format!("`{name}` is written by the transport and cannot be set"));
    }
    Ok(())
}

pub(super) fn check_timeout(timeout: Duration) -> Result<Duration, String> {
    if timeout.is_zero() {
        return Err("a time limit of zero lets nothing through: expected a longer one".to_owned());
    }
    Ok(timeout)
}

fn header(name: &str, text: &str) -> Result<(HeaderName, HeaderValue), String> {
    let name = HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| "its name is not a token (RFC 9110)".to_owned())?;
    let value = HeaderValue::from_bytes(text.as_bytes())
        .map_err(|_| "it holds a control character".to_owned())?;
    Ok((name, value))
}

fn replace(list: &mut Vec<(&'static str, String)>, name: &'static str, pairs: Option<String>) {
    let place = list.iter().position(|(other, _)| *other == name);
    match (place.and_then(|place| list.get_mut(place)), pairs) {
        (Some(entry), pairs) => entry.1 = pairs.unwrap_or_default(),
        (None, Some(pairs)) => list.push((name, pairs)),
        (None, None) => {}
    }
}

fn replace_all(headers: &mut HeaderMap, others: &HeaderMap) {
    for (name, value) in others {
        headers.insert(name.clone(), value.clone());
    }
}

fn part_key(part: &str, name: &str) -> String {
    if name.is_empty() { part.to_owned() } else { format!("{part} `{name}`") }
}
