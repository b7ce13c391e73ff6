//! Tokens that are got while a client runs: one at a time, kept, renewed in time and when they are refused.
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use oasmith_runtime::{
    Call, Client, Credential, ErrorKind, IssuedToken, Token, TokenError, TokenFuture, TokenRequest,
    TokenSource, TransportErrorKind,
};

use super::api::{self, BEARER, ByBearer, ByCookie, COOKIE, HEADER, PLANTED, PutKey};
use super::recorder::{Recorder, Reply, header};

/// Issues `planted-secret-1`, `planted-secret-2`, …, after a while.
#[derive(Clone, Default)]
struct Counting {
    asked: Arc<AtomicUsize>,
    refused: Arc<AtomicUsize>,
    lifetime: Option<Duration>,
    failures: usize,
    is_transient: bool,
}

impl TokenSource for Counting {
    fn token<'a>(&'a self, request: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async move {
            let count = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
            self.refused.fetch_add(usize::from(request.is_refused()), Ordering::SeqCst);
            tokio::time::sleep(Duration::from_secs(1)).await;
            if count <= self.failures {
                let error = TokenError::new(format!("the vault is closed, {PLANTED}"));
                return Err(if self.is_transient { error.transient() } else { error });
            }
            let token = IssuedToken::new(format!("planted-secret-{count}"));
            Ok(match self.lifetime {
                Some(lifetime) => token.expires_in(lifetime),
                None => token,
            })
        })
    }
}

fn client(source: &Counting, recorder: &Recorder) -> Client {
    let token = Credential::Bearer(Token::from(source.clone()));
    api::builder().credential(BEARER, token).transport(recorder.clone()).build().unwrap()
}

fn asked(source: &Counting) -> usize {
    source.asked.load(Ordering::SeqCst)
}

#[tokio::test(start_paused = true)]
async fn many_calls_ask_once() {
    let (source, recorder) = (Counting::default(), Recorder::ok());
    let client = client(&source, &recorder);
    let calls: Vec<_> =
        (0..50).map(|_| tokio::spawn(Call::<ByBearer>::new(&client).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((asked(&source), recorder.count()), (1, 50));
    for request in recorder.requests() {
        assert_eq!(header(&request, "authorization"), "Bearer planted-secret-1");
        assert!(request.headers["authorization"].is_sensitive());
    }
    // An operation that needs none does not ask, and neither does one with a token of its own.
    let fresh = Counting::default();
    let other = self::client(&fresh, &recorder);
    Call::<PutKey>::new(&other).await.unwrap();
    Call::<ByBearer>::new(&other).header("authorization", "Bearer mine").await.unwrap();
    assert_eq!(asked(&fresh), 0);
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_before_it_ends() {
    for (lifetime, good_for) in [(3600, 3569), (40, 19)] {
        let source =
            Counting { lifetime: Some(Duration::from_secs(lifetime)), ..Counting::default() };
        let client = client(&source, &Recorder::ok());
        Call::<ByBearer>::new(&client).await.unwrap();
        tokio::time::sleep(Duration::from_secs(good_for)).await;
        Call::<ByBearer>::new(&client).await.unwrap();
        assert_eq!(asked(&source), 1);
        tokio::time::sleep(Duration::from_secs(2)).await;
        Call::<ByBearer>::new(&client).await.unwrap();
        assert_eq!(asked(&source), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_still_holds_is_used_when_there_is_no_other() {
    struct Once(AtomicUsize);
    impl TokenSource for Once {
        fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
            let first = self.0.fetch_add(1, Ordering::SeqCst) == 0;
            let token = IssuedToken::new("t0ken").expires_in(Duration::from_secs(100));
            Box::pin(async move { if first { Ok(token) } else { Err(TokenError::new("closed")) } })
        }
    }
    let credential = Credential::Bearer(Once(AtomicUsize::new(0)).into());
    let builder = api::builder().credential(BEARER, credential);
    let client = builder.transport(Recorder::ok()).build().unwrap();
    Call::<ByBearer>::new(&client).await.unwrap();
    tokio::time::sleep(Duration::from_secs(80)).await;
    Call::<ByBearer>::new(&client).await.unwrap();
    tokio::time::sleep(Duration::from_secs(21)).await;
    let error = Call::<ByBearer>::new(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Token);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once() {
    let (source, recorder) =
        (Counting::default(), Recorder::new([Reply::status(401), Reply::json(200, "{}")]));
    let client = self::client(&source, &recorder);
    let raw = Call::<ByBearer>::new(&client).raw().await.unwrap();
    assert_eq!((raw.status().as_u16(), raw.attempts(), recorder.count()), (200, 2, 2));
    let sent: Vec<_> = recorder.requests();
    assert_eq!(header(&sent[0], "authorization"), "Bearer planted-secret-1");
    assert_eq!(header(&sent[1], "authorization"), "Bearer planted-secret-2");
    assert_eq!(source.refused.load(Ordering::SeqCst), 1);

    let recorder = Recorder::new([Reply::status(401)]);
    let source = Counting::default();
    let error = Call::<ByBearer>::new(&self::client(&source, &recorder)).await.unwrap_err();
    assert!(error.is_unauthorized());
    assert_eq!((recorder.count(), asked(&source)), (2, 2));

    // A fixed key is not sent again.
    let recorder = Recorder::new([Reply::status(401)]);
    let client = api::builder().transport(recorder.clone()).build().unwrap();
    Call::<PutKey>::new(&client).await.unwrap_err();
    assert_eq!(recorder.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn fifty_refused_calls_ask_for_one_token() {
    let transport = |request: oasmith_runtime::Request| -> oasmith_runtime::TransportFuture {
        let is_old = header(&request, "authorization") == "Bearer planted-secret-1";
        let status = if is_old { 401 } else { 200 };
        Box::pin(async move {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let status = oasmith_runtime::StatusCode::from_u16(status).unwrap();
            let body = oasmith_runtime::ResponseBody::whole("{}");
            Ok(oasmith_runtime::Response::new(status, oasmith_runtime::HeaderMap::new(), body))
        })
    };
    let source = Counting::default();
    let credential = Credential::Bearer(Token::from(source.clone()));
    let client =
        api::builder().credential(BEARER, credential).transport(transport).build().unwrap();
    let calls: Vec<_> =
        (0..50).map(|_| tokio::spawn(Call::<ByBearer>::new(&client).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(asked(&source), 2);
}

#[tokio::test(start_paused = true)]
async fn a_source_that_fails_fails_all_who_wait_and_sends_nothing() {
    let (source, recorder) = (Counting { failures: 1, ..Counting::default() }, Recorder::ok());
    let client = self::client(&source, &recorder);
    let calls: Vec<_> =
        (0..20).map(|_| tokio::spawn(Call::<ByBearer>::new(&client).send())).collect();
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.is_retryable()), (ErrorKind::Token, false));
        let text = format!("{error} {error:?} {}", std::error::Error::source(&error).unwrap());
        assert!(text.contains("the vault is closed, [redacted]"), "{text}");
        assert!(!text.contains(PLANTED), "{text}");
    }
    assert_eq!((asked(&source), recorder.count()), (1, 0));
    Call::<ByBearer>::new(&client).await.unwrap();
    assert_eq!((asked(&source), recorder.count()), (2, 1));

    let source = Counting { failures: 2, is_transient: true, ..Counting::default() };
    let raw = Call::<ByBearer>::new(&self::client(&source, &recorder)).raw().await.unwrap();
    assert_eq!((raw.attempts(), asked(&source)), (3, 3));
}

/// Who waits goes on with what was asked; a server that takes a refresh token once sees one request.
#[tokio::test(start_paused = true)]
async fn who_asks_may_go_away() {
    let (source, recorder) = (Counting::default(), Recorder::ok());
    let client = self::client(&source, &recorder);
    let mut calls = Vec::new();
    for _ in 0..5 {
        calls.push(tokio::spawn(Call::<ByBearer>::new(&client).send()));
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // The one that asks goes, then the one that took over, then one that only waits.
    for gone in [0, 0, 1] {
        calls.remove(gone).abort();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((asked(&source), recorder.count()), (1, 2));
}

/// Nobody is left to hear the answer: the next call asks anew, and nothing of the old question is in its way.
#[tokio::test(start_paused = true)]
async fn all_who_ask_may_go_away() {
    let (source, recorder) = (Counting::default(), Recorder::ok());
    let client = self::client(&source, &recorder);
    let calls: Vec<_> =
        (0..5).map(|_| tokio::spawn(Call::<ByBearer>::new(&client).send())).collect();
    tokio::time::sleep(Duration::from_millis(100)).await;
    for call in &calls {
        call.abort();
    }
    for call in calls {
        assert!(call.await.unwrap_err().is_cancelled());
    }
    Call::<ByBearer>::new(&client).await.unwrap();
    assert_eq!((asked(&source), recorder.count()), (2, 1));
    assert_eq!(header(&recorder.request(), "authorization"), "Bearer planted-secret-2");
}

/// A post whose token did not come in time never left, so it may be tried again.
#[tokio::test(start_paused = true)]
async fn an_attempt_without_its_token_never_left() {
    struct Slow(AtomicUsize);
    impl TokenSource for Slow {
        fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
            let first = self.0.fetch_add(1, Ordering::SeqCst) == 0;
            Box::pin(async move {
                if first {
                    std::future::pending::<()>().await;
                }
                Ok(IssuedToken::new("t0ken"))
            })
        }
    }
    let recorder = Recorder::ok();
    let credential = Credential::ApiKey(Slow(AtomicUsize::new(0)).into());
    let builder = api::builder().credential(HEADER, credential).transport(recorder.clone());
    let client = builder.build().unwrap();
    let raw = Call::<super::api::PatchKey>::new(&client).raw().await.unwrap();
    assert_eq!((raw.attempts(), recorder.count()), (2, 1));
    assert_eq!(header(&recorder.request(), "x-api-key"), "t0ken");
}

/// Its token cannot be sent.
struct Odd;
impl TokenSource for Odd {
    fn token<'a>(&'a self, _: TokenRequest<'a>) -> TokenFuture<'a> {
        Box::pin(async { Ok(IssuedToken::new("planted\r\nx: y")) })
    }
}

#[tokio::test(start_paused = true)]
async fn any_kind_of_scheme_can_have_a_source() {
    let (source, recorder) = (Counting::default(), Recorder::ok());
    let credential = Credential::ApiKey(Token::from(source.clone()));
    let builder = api::builder().credential(COOKIE, credential).transport(recorder.clone());
    Call::<ByCookie>::new(&builder.build().unwrap()).await.unwrap();
    assert_eq!(header(&recorder.request(), "cookie"), "session=planted-secret-1");
    let builder = api::builder().credential(BEARER, Credential::Bearer(Odd.into()));
    let client = builder.transport(Recorder::ok()).build().unwrap();
    let error = Call::<ByBearer>::new(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Token);
    assert!(!format!("{error} {error:?}").contains("planted"), "{error}");
}

/// A service that quotes the token, and a transport that does.
#[tokio::test(start_paused = true)]
async fn issued_tokens_are_hidden_like_any_secret() {
    let recorder = Recorder::new([
        Reply::json(403, r#"{"message":"planted-secret-1 may not"}"#),
        Reply::Fail(TransportErrorKind::Rejected),
    ]);
    let client = client(&Counting::default(), &recorder);
    let error = Call::<ByBearer>::new(&client).await.unwrap_err();
    assert_eq!(error.message(), Some("[redacted] may not"));
    assert!(!format!("{client:?} {:?}", recorder.requests()).contains("planted-secret"));
}
