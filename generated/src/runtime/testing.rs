//! The in-process transport of the feature `testing`: checks each request, and answers with what a test gives.
#![cfg(feature = "testing")]
use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use url::Url;

use super::auth::Credential;
use super::body::Body;
use super::builder::ClientBuilder;
use super::call::Operation;
use super::client::Client;
use super::encode::{Encode, to_json_vec};
use super::info::ClientInfo;
use super::testing_check::check;
use super::testing_table::{Described, Table};
use super::transport::{
    Request, Response, ResponseBody, Transport, TransportError, TransportErrorKind, TransportFuture,
};

/// Where the clients of a [`Mock`] believe they send: nothing goes there.
const NOWHERE: &str = "http://localhost";

/// A service in this process: a [`Transport`] that refuses what the description does not allow, and answers with what
/// a test gives or, without that, with an example of the description.
///
/// Clones are the same service.
#[derive(Clone)]
pub struct Mock {
    inner: Arc<Inner>,
}

struct Inner {
    builder: fn() -> ClientBuilder,
    info: &'static ClientInfo,
    table: Table,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    requests: Vec<SentRequest>,
    /// Answers by index of the operation; the last one of each stays.
    answers: Vec<(usize, VecDeque<Reply>)>,
}

#[derive(Clone)]
enum Reply {
    Answer { status: StatusCode, media_type: Option<&'static str>, body: Bytes, headers: HeaderMap },
    Failure(TransportErrorKind),
}

/// A request as a [`Mock`] got it.
#[derive(Clone)]
#[non_exhaustive]
pub struct SentRequest {
    /// HTTP method.
    pub method: Method,
    /// Absolute URL. Its query may hold a credential.
    pub url: Url,
    /// Headers.
    pub headers: HeaderMap,
    /// Body; empty when there is none.
    pub body: Bytes,
    /// The `operationId` and path template of the operation; empty when the description has no such request.
    pub operation: &'static str,
    /// What the description does not allow about it; such a request was refused.
    pub problems: Vec<String>,
}

/// Shows no value of headers and query, and no body.
impl fmt::Debug for SentRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SentRequest")
            .field("method", &self.method)
            .field("path", &self.url.path())
            .field("problems", &self.problems)
            .finish_non_exhaustive()
    }
}

impl SentRequest {
    /// The body as JSON; `null` when it is something else.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

impl Mock {
    /// The service that this table describes. Generated crates have `Mock::new` for theirs.
    ///
    /// # Panics
    /// When the table is not one that the generator wrote.
    #[must_use]
    pub fn of(builder: fn() -> ClientBuilder, table: &'static str) -> Self {
        let table = Table::parse(table).expect("the table of the feature `testing` is generated");
        let info = info(builder);
        Self { inner: Arc::new(Inner { builder, info, table, state: Mutex::default() }) }
    }

    /// A client of this service, with a credential for every security scheme.
    ///
    /// # Panics
    /// Never: what it is built from is known to work.
    #[must_use]
    pub fn client(&self) -> Client {
        let builder = (self.inner.builder)().base_url(NOWHERE).transport(self.clone());
        with_credentials(self.inner.builder, builder, self.inner.info)
            .build()
            .expect("a client without a network")
    }

    /// What this service does when an operation is called, for instance `mock.on::<GetPet>().respond(&pet)`.
    ///
    /// # Panics
    /// When the operation is of another API.
    pub fn on<O: Operation>(&self) -> On<'_, O> {
        let found = self.inner.table.find(O::INFO.method, O::INFO.path);
        let index = found.expect("an operation of the API that this service has");
        // Answers that were given before are those of another test.
        self.state().answers.retain(|(other, _)| *other != index);
        On { mock: self, index, operation: PhantomData }
    }

    /// The requests up to now, in the order in which they came.
    #[must_use]
    pub fn requests(&self) -> Vec<SentRequest> {
        self.state().requests.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, request: &Request, body: Option<&Bytes>) -> Result<Response, TransportError> {
        let found = self.described(request);
        let (operation, problems) = match found {
            None => ("", vec!["the description has no such request".to_owned()]),
            Some((_, described)) => {
                let requirements = request.operation.map(|operation| operation.security);
                let problems = check(described, self.inner.info, requirements, request, body);
                (request.operation.map_or("", |operation| operation.id), problems)
            }
        };
        let mut state = self.state();
        state.requests.push(SentRequest {
            method: request.method.clone(),
            url: request.url.clone(),
            headers: request.headers.clone(),
            body: body.cloned().unwrap_or_default(),
            operation,
            problems: problems.clone(),
        });
        let given = found.and_then(|(index, _)| {
            let (_, queue) = state.answers.iter_mut().find(|(other, _)| *other == index)?;
            if queue.len() > 1 { queue.pop_front() } else { queue.front().cloned() }
        });
        drop(state);
        if !problems.is_empty() {
            return Err(TransportError::new(TransportErrorKind::Rejected, problems.join("; ")));
        }
        match (given, found) {
            (Some(Reply::Failure(kind)), _) => {
                Err(TransportError::new(kind, "this is what the test asked for"))
            }
            (Some(Reply::Answer { status, media_type, body, mut headers }), found) => {
                let told = found.and_then(|(_, described)| described.answer.media_type.as_deref());
                if let Some(media_type) = media_type.or(told).filter(|_| !body.is_empty()) {
                    let value = HeaderValue::from_str(media_type);
                    headers.entry(CONTENT_TYPE).or_insert(value.unwrap_or(JSON));
                }
                Ok(Response::new(status, headers, ResponseBody::whole(body)))
            }
            (None, Some((_, described))) => Ok(example(described, &request.method)),
            (None, None) => Err(TransportError::new(TransportErrorKind::Rejected, "no answer")),
        }
    }

    fn described(&self, request: &Request) -> Option<(usize, &Described)> {
        let operation = request.operation?;
        let index = self.inner.table.find(operation.method, operation.path)?;
        Some((index, self.inner.table.operations.get(index)?))
    }
}

impl Transport for Mock {
    fn send(&self, request: Request) -> TransportFuture {
        let mock = self.clone();
        Box::pin(async move {
            let body = read(&request.body).await?;
            mock.answer(&request, body.as_ref())
        })
    }
}

impl fmt::Debug for Mock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("name", &self.inner.info.name).finish_non_exhaustive()
    }
}

/// What a [`Mock`] does when an operation is called. Several answers are given one after the other, and the last one
/// from then on.
#[derive(Debug)]
#[must_use = "what is to be done is said by its methods"]
pub struct On<'m, O> {
    mock: &'m Mock,
    index: usize,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> On<'_, O> {
    /// A success of the description with this value as JSON.
    pub fn respond(&mut self, value: &dyn Encode) -> &mut Self {
        let status =
            self.mock.inner.table.operations.get(self.index).map(|found| found.answer.status);
        let status = status.unwrap_or(StatusCode::OK);
        self.json(status, value)
    }

    /// An answer of this status with this value as JSON.
    pub fn respond_status(&mut self, status: StatusCode, value: &dyn Encode) -> &mut Self {
        self.json(status, value)
    }

    /// An answer as it stands.
    pub fn respond_raw(
        &mut self,
        status: StatusCode,
        headers: HeaderMap,
        body: impl Into<Bytes>,
    ) -> &mut Self {
        self.push(Reply::Answer { status, media_type: None, body: body.into(), headers })
    }

    /// No answer: the exchange fails in this phase.
    pub fn fail(&mut self, kind: TransportErrorKind) -> &mut Self {
        self.push(Reply::Failure(kind))
    }

    fn json(&mut self, status: StatusCode, value: &dyn Encode) -> &mut Self {
        let body = to_json_vec(value).into();
        let media_type = Some("application/json");
        self.push(Reply::Answer { status, media_type, body, headers: HeaderMap::new() })
    }

    fn push(&mut self, reply: Reply) -> &mut Self {
        let mut state = self.mock.state();
        match state.answers.iter_mut().find(|(other, _)| *other == self.index) {
            Some((_, queue)) => queue.push_back(reply),
            None => state.answers.push((self.index, VecDeque::from([reply]))),
        }
        drop(state);
        self
    }
}

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// The description's own answer. That to HEAD has no body (RFC 9110 section 9.3.2).
fn example(described: &Described, method: &Method) -> Response {
    let answer = &described.answer;
    let mut headers = HeaderMap::new();
    for (name, value) in &answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.append(name, value);
        }
    }
    if let Some(Ok(media_type)) = answer.media_type.as_ref().map(HeaderValue::try_from) {
        headers.insert(CONTENT_TYPE, media_type);
    }
    let body = if *method == Method::HEAD { Bytes::new() } else { answer.body.clone() };
    Response::new(answer.status, headers, ResponseBody::whole(body))
}

/// The whole body of a request; `None` when it has none.
pub(super) async fn read(body: &Body) -> Result<Option<Bytes>, TransportError> {
    if body.is_none() {
        return Ok(None);
    }
    let mut open = body.open().await?;
    let mut whole = BytesMut::new();
    while let Some(chunk) = open.chunk().await? {
        whole.extend_from_slice(&chunk);
    }
    Ok(Some(whole.freeze()))
}

/// What the crate says about its API.
pub(super) fn info(builder: fn() -> ClientBuilder) -> &'static ClientInfo {
    nowhere(builder).build().expect("a client without a network").shared.info
}

/// A builder of clients that send nothing.
fn nowhere(builder: fn() -> ClientBuilder) -> ClientBuilder {
    let nobody = |_: Request| -> TransportFuture { Box::pin(std::future::pending()) };
    builder().base_url(NOWHERE).transport(nobody)
}

/// A credential for every scheme. None of them is secret, and each is of the form that its scheme has; a scheme whose
/// header cannot exist gets none.
pub(super) fn with_credentials(
    make: fn() -> ClientBuilder,
    mut builder: ClientBuilder,
    info: &ClientInfo,
) -> ClientBuilder {
    for (index, scheme) in info.schemes.iter().enumerate() {
        if let Ok(Some(credential)) = Credential::from_text(scheme.kind, "user:password".to_owned())
        {
            let probe = nowhere(make).credential(index, credential.clone());
            if probe.build().is_ok() {
                builder = builder.credential(index, credential);
            }
        }
    }
    builder
}
