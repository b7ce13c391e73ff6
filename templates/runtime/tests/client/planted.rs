//! A credential of each kind is planted; everything that is public is driven and shown; nothing shows the credential.
use std::error::Error as StdError;
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use oasmith_runtime::{
    Call, Client, Credential, Error, IssuedToken, Operation, RawResponse, RetryPolicy, Secret,
    Token, TokenFuture, TokenRequest, TokenSource,
};

use super::api::{
    self, BASIC, BEARER, ByBasic, ByBearer, ByCookie, ByOther, ByQuery, COOKIE, HEADER, OTHER,
    PutKey, QUERY,
};
use super::server::{Act, Server};

/// One for each kind, with letters that are escaped in some places.
const SECRETS: [&str; 6] = [
    "planted-secret-header",
    "planted-secret query&",
    "planted-secret-cookie",
    "planted-secret:basic",
    "planted-secret-bearer",
    "planted-secret-other",
];

struct Issuer;

impl TokenSource for Issuer {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async { Ok(IssuedToken::new(SECRETS[4])) })
    }
}

fn client(url: &str, bearer: Token, hooks: &Arc<Mutex<Vec<String>>>) -> Client {
    let (before, after) = (Arc::clone(hooks), Arc::clone(hooks));
    api::builder()
        .base_url(url)
        .credential(HEADER, Credential::ApiKey(SECRETS[0].into()))
        .credential(QUERY, Credential::ApiKey(SECRETS[1].into()))
        .credential(COOKIE, Credential::ApiKey(SECRETS[2].into()))
        .credential(BASIC, Credential::Basic { user: "me".into(), password: SECRETS[3].into() })
        .credential(BEARER, Credential::Bearer(bearer))
        .credential(OTHER, Credential::Http(SECRETS[5].into()))
        .retry(RetryPolicy::default().max_attempts(2).backoff(Duration::ZERO, Duration::ZERO))
        .before(move |request| before.lock().unwrap().push(format!("{request:?}")))
        .after(move |attempt| after.lock().unwrap().push(format!("{attempt:?}")))
        .configure_http(reqwest::ClientBuilder::no_proxy)
        .build()
        .unwrap()
}

/// Everything that an error shows, and its causes.
fn show_error(error: &Error) -> String {
    let mut text =
        format!("{error} {error:?} {error:#?} {:?} {:?}", error.message(), error.request_id());
    let mut cause: Option<&dyn StdError> = error.source();
    while let Some(next) = cause {
        write!(text, " {next} {next:?}").unwrap();
        cause = next.source();
    }
    text
}

async fn drive<O: Operation>(client: &Client) -> String {
    let call = Call::<O>::new(client);
    let mut text = format!("{call:?}");
    let future = call.raw();
    write!(text, "{future:?}").unwrap();
    let outcome: Result<RawResponse, Error> = future.await;
    match &outcome {
        Ok(raw) => {
            write!(text, "{raw:?}").unwrap();
            text +=
                &raw.json::<serde_json::Value>().err().map_or(String::new(), |it| show_error(&it));
        }
        Err(error) => text += &show_error(error),
    }
    match Call::<O>::new(client).await {
        Ok(_) => {}
        Err(error) => text += &show_error(&error),
    }
    text
}

/// Answers that quote what was sent wherever a service can.
fn quoting() -> Vec<Vec<Act>> {
    let bodies = [
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nX-Echo: planted-secret-header\r\n\r\n\"planted-secret-header\" planted-secret-cookie",
        "HTTP/1.1 403 No planted-secret-bearer\r\nConnection: close\r\nX-Request-Id: planted-secret-bearer\r\n\r\n{\"message\":\"planted-secret-header planted-secret%20query%26 planted-secret query& planted-secret-cookie planted-secret:basic planted-secret-bearer planted-secret-other planted-secret-bearer\"}",
        "HTTP/1.1 401 No\r\nConnection: close\r\nWWW-Authenticate: Bearer planted-secret-bearer\r\n\r\n{\"error\":\"planted-secret-bearer\"}",
        "HTTP/1.1 307 Go\r\nConnection: close\r\nContent-Length: 0\r\nLocation: http://127.0.0.1:1/?key=planted-secret%20query%26&x=planted-secret-header\r\n\r\n",
        "HTTP/1.1 307 Go\r\nConnection: close\r\nContent-Length: 0\r\nLocation: ftp://planted-secret-header/\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/planted-secret-header\r\nContent-Length: 99\r\n\r\nplanted-secret-header",
        "HTTP/1.1 200 OK\r\nContent-Encoding: planted-secret-header\r\nConnection: close\r\n\r\n{}",
        "planted-secret-header garbage\r\n\r\n",
    ];
    bodies.into_iter().map(|body| vec![Act::Read, Act::Write(body)]).collect()
}

#[tokio::test]
async fn no_planted_secret_is_shown_anywhere() {
    #[cfg(feature = "tracing")]
    let spans = super::spans::Spans::default();
    #[cfg(feature = "tracing")]
    let _guard = tracing::subscriber::set_default(spans.clone());
    let hooks = Arc::default();
    let mut shown = Vec::new();
    let mut sent = Vec::new();
    for script in quoting() {
        for bearer in [Token::from(SECRETS[4]), Token::from(Issuer)] {
            let server = Server::start(vec![script.clone()]).await;
            shown.push(format!("{bearer:?} {:?}", Secret::from(SECRETS[0])));
            let client = client(&server.url(), bearer, &hooks);
            shown.push(format!("{client:?} {client:#?}"));
            // First, so that a token is issued before it is quoted.
            shown.push(drive::<ByBearer>(&client).await);
            shown.push(drive::<PutKey>(&client).await);
            shown.push(drive::<ByQuery>(&client).await);
            shown.push(drive::<ByCookie>(&client).await);
            shown.push(drive::<ByBasic>(&client).await);
            shown.push(drive::<ByOther>(&client).await);
            let builder = api::builder().credential(HEADER, Credential::ApiKey(SECRETS[0].into()));
            shown.push(format!("{builder:?}"));
            sent.extend(server.requests());
        }
    }
    // Nobody listens there, and that is no address at all: errors of reqwest itself.
    for url in ["http://127.0.0.1:1", "http://nowhere.invalid", "http://[::1]:1"] {
        let client = client(url, Token::from(SECRETS[4]), &hooks);
        shown.push(drive::<ByQuery>(&client).await);
        shown.push(drive::<PutKey>(&client).await);
        let error = Call::<ByQuery>::new(&client).await.unwrap_err();
        shown.push(panic_text(error));
    }
    shown.extend(hooks.lock().unwrap().drain(..));
    #[cfg(feature = "tracing")]
    shown.push(spans.take());
    let shown = shown.join("\n");
    let basic = "bWU6cGxhbnRlZC1zZWNyZXQ6YmFzaWM=";
    for secret in
        SECRETS.into_iter().chain(["planted-secret%20query", "planted-secret+query", basic])
    {
        assert!(!shown.contains(secret), "`{secret}` is shown:\n{shown}");
    }
    // All of them were sent, so the search would have found them.
    let sent = sent.join("\n");
    for secret in
        ["planted-secret-header", "planted-secret%20query%26", "planted-secret-cookie", basic]
            .into_iter()
            .chain(["planted-secret-bearer", "planted-secret-other"])
    {
        assert!(sent.contains(secret), "`{secret}` was never sent");
    }
    assert!(shown.len() > 10_000);
}

/// What a panic says that comes of an error.
fn panic_text(error: Error) -> String {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = || -> Result<(), Error> { Err(error) };
    let caught = catch_unwind(AssertUnwindSafe(|| outcome().unwrap())).unwrap_err();
    std::panic::set_hook(hook);
    caught.downcast_ref::<String>().cloned().expect("a text")
}
