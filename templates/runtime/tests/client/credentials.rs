//! Credentials: their places, the choice among them, what happens without, and that they are never shown.
use oasmith_runtime::{
    Call, Client, ClientBuilder, Credential, ErrorKind, HeaderValue, Method, Operation,
    TransportError, TransportErrorKind,
};

use super::api::{
    self, BASIC, BEARER, ByBasic, ByBearer, ByCookie, ByOther, ByQuery, ByTls, COOKIE, Either,
    HEADER, ListKeys, OTHER, Open, Optional, PLANTED, PutKey, QUERY,
};
use super::recorder::{Recorder, Reply, header};

fn client(builder: ClientBuilder, recorder: &Recorder) -> Client {
    builder.transport(recorder.clone()).build().unwrap()
}

fn bare() -> ClientBuilder {
    ClientBuilder::new(&api::INFO)
}

async fn sent<O: Operation>(builder: ClientBuilder) -> oasmith_runtime::Request {
    let recorder = Recorder::ok();
    let outcome = Call::<O>::new(&client(builder, &recorder)).await;
    assert!(outcome.is_ok());
    recorder.request()
}

fn api_key(key: &str) -> Credential {
    Credential::ApiKey(key.into())
}

#[tokio::test]
async fn each_kind_has_its_place() {
    let request = sent::<PutKey>(api::builder()).await;
    assert_eq!(header(&request, "x-api-key"), PLANTED);
    assert!(request.headers["x-api-key"].is_sensitive());

    let request = sent::<PutKey>(api::builder().prefix(HEADER, "Bearer".into())).await;
    assert_eq!(header(&request, "x-api-key"), format!("Bearer {PLANTED}"));

    let request = sent::<ByQuery>(bare().credential(QUERY, api_key("a&b ü"))).await;
    assert_eq!(request.url.query(), Some("fixed=1&key=a%26b%20%C3%BC"));

    let request = sent::<ByCookie>(bare().credential(COOKIE, api_key("abc"))).await;
    assert_eq!(header(&request, "cookie"), "session=abc");
    assert!(request.headers["cookie"].is_sensitive());

    // The example of RFC 7617 section 2, and that of its section 2.1.
    let basic = |user: &str, password: &str| Credential::Basic {
        user: user.to_owned(),
        password: password.into(),
    };
    let request = sent::<ByBasic>(bare().credential(BASIC, basic("Aladdin", "open sesame"))).await;
    assert_eq!(header(&request, "authorization"), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    let request = sent::<ByBasic>(bare().credential(BASIC, basic("test", "123\u{A3}"))).await;
    assert_eq!(header(&request, "authorization"), "Basic dGVzdDoxMjPCow==");

    let bearer = bare().credential(BEARER, Credential::Bearer("t0ken".into()));
    let request = sent::<ByBearer>(bearer).await;
    assert_eq!(header(&request, "authorization"), "Bearer t0ken");

    let other = bare().credential(OTHER, Credential::Http("result=\"x\"".into()));
    let request = sent::<ByOther>(other).await;
    assert_eq!(header(&request, "authorization"), "Hoba result=\"x\"");
}

#[tokio::test]
async fn only_what_the_operation_asks_for_is_sent() {
    let request = sent::<Open>(api::builder()).await;
    assert!(!request.headers.contains_key("x-api-key"));
    let request = sent::<Optional>(api::builder()).await;
    assert_eq!(header(&request, "x-api-key"), PLANTED);
    let request = sent::<Optional>(bare()).await;
    assert!(!request.headers.contains_key("x-api-key"));

    // Half of the first alternative is not enough, so the second one is used, alone.
    let both = api::builder().credential(BEARER, Credential::Bearer("t0ken".into()));
    let request = sent::<Either>(both).await;
    assert!(!request.headers.contains_key("x-api-key"));
    assert_eq!(header(&request, "authorization"), "Bearer t0ken");
    let request = sent::<Either>(api::builder().credential(QUERY, api_key("q"))).await;
    assert_eq!(header(&request, "x-api-key"), PLANTED);
    assert_eq!(request.url.query(), Some("key=q"));
}

#[tokio::test]
async fn a_missing_credential_sends_nothing_and_names_the_remedy() {
    let recorder = Recorder::ok();
    let client = client(bare(), &recorder);
    let error = Call::<PutKey>::new(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingCredential);
    assert_eq!(
        error.to_string(),
        "PUT /v0/key: no credential for `Header`: set it with `ClientBuilder::header_auth` or the environment variable `KEYS_KEY`"
    );
    let error = Call::<Either>::new(&client).await.unwrap_err();
    for setter in ["header_auth", "query_auth", "bearer_auth"] {
        assert!(error.to_string().contains(setter), "{error}");
    }
    assert_eq!(recorder.count(), 0);
}

#[tokio::test]
async fn a_caller_can_bring_a_credential_for_one_call() {
    let recorder = Recorder::ok();
    let bare = client(bare(), &recorder);
    Call::<PutKey>::new(&bare).header("x-api-key", "other").await.unwrap();
    let configured = client(api::builder(), &recorder);
    Call::<PutKey>::new(&configured).header("X-Api-Key", "other").await.unwrap();
    for request in recorder.requests() {
        assert_eq!(header(&request, "x-api-key"), "other");
        assert!(!format!("{request:?}").contains("other"));
    }
}

#[test]
fn credentials_that_cannot_work_are_refused_without_being_shown() {
    let basic = |user: &str, password: &str| Credential::Basic {
        user: user.to_owned(),
        password: password.into(),
    };
    for (scheme, credential) in [
        (HEADER, api_key("")),
        (HEADER, api_key("planted\r\n x")),
        (HEADER, api_key("planted\n")),
        (HEADER, api_key(" planted")),
        (HEADER, api_key("planted\u{FC}")),
        (QUERY, api_key("planted\0")),
        (COOKIE, api_key("planted; admin=1")),
        (BASIC, basic("planted:user", "x")),
        (BASIC, basic("user", "planted\n")),
        (BASIC, basic("", "")),
        (BEARER, Credential::Bearer("".into())),
        (BEARER, api_key("planted")),
    ] {
        let error = bare().credential(scheme, credential).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let text = format!("{error} {error:?}");
        assert!(text.contains(api::INFO.schemes[scheme].setter), "{text}");
        assert!(text.contains(api::INFO.schemes[scheme].env.text.unwrap_or("")), "{text}");
        assert!(!text.contains("planted"), "{text}");
    }
    let error = api::builder().prefix(HEADER, "a\nb".into()).build().unwrap_err();
    assert!(error.to_string().contains("prefix"), "{error}");
}

/// A service that quotes the key in every part of its answers.
#[tokio::test]
async fn the_planted_secret_is_nowhere_to_be_seen() {
    let quoting = Reply::json(
        403,
        r#"{"message":"key planted-secret-0123456789 is bad","requestId":"planted-secret-0123456789"}"#,
    );
    let garbage = Reply::json(200, r#""planted-secret-0123456789"#);
    let recorder = Recorder::new([
        quoting.clone(),
        garbage.header("x-echo", PLANTED),
        Reply::json(200, "<p>").header("content-type", "text/planted-secret-0123456789"),
        quoting,
        Reply::json(200, "{}").header("x-echo", PLANTED),
    ]);
    let builder = api::builder().credential(QUERY, api_key(PLANTED));
    let mut shown = vec![format!("{builder:?}")];
    let client = client(builder, &recorder);
    shown.push(format!("{client:?}"));
    let put = || Call::<PutKey>::new(&client);
    shown.push(format!("{:?} {:?}", put(), put().send()));
    let quoted = put().await.unwrap_err();
    assert_eq!(quoted.message(), Some("key [redacted] is bad"));
    shown.push(format!("{quoted} {quoted:?} {:?} {:?}", quoted.message(), quoted.request_id()));
    let undecodable = put().await.unwrap_err();
    assert_eq!(undecodable.kind(), ErrorKind::Decode);
    shown.push(format!("{undecodable} {undecodable:?}"));
    let mislabelled = put().await.unwrap_err();
    assert!(mislabelled.to_string().contains("content type `text/[redacted]`"), "{mislabelled}");
    shown.push(format!("{mislabelled} {mislabelled:?}"));
    let raw = client.request(Method::GET, "/x").raw().await.unwrap();
    shown.push(format!("{raw:?}"));
    let value = put().with_response().await.unwrap();
    shown.push(format!("{value:?}"));
    for request in recorder.requests() {
        shown.push(format!("{request:?}"));
    }
    let shown = shown.join("\n");
    assert!(!shown.contains("planted-secret"), "{shown}");
    // What was sent did have it.
    assert!(recorder.requests()[3].url.as_str().contains(PLANTED));
    assert!(format!("{:?}", recorder.requests()[3]).contains("key=[redacted]"));
}

#[tokio::test]
async fn a_transport_that_quotes_the_secret_is_not_quoted() {
    let quoting = |request: oasmith_runtime::Request| -> oasmith_runtime::TransportFuture {
        let text = format!("cannot send {}", header(&request, "x-api-key"));
        let error = TransportError::new(TransportErrorKind::Rejected, text);
        Box::pin(std::future::ready(Err(error)))
    };
    let client = api::builder().transport(quoting).build().unwrap();
    let error = Call::<PutKey>::new(&client).await.unwrap_err();
    assert!(error.to_string().ends_with("cannot send [redacted]"), "{error}");
    assert!(!format!("{error:?}").contains(PLANTED));
}

/// Some services take the key for the user name, and no password.
#[tokio::test]
async fn a_user_name_without_a_password_is_a_secret() {
    let credential = Credential::Basic { user: PLANTED.to_owned(), password: "".into() };
    let mut shown = format!("{credential:?}");
    let recorder = Recorder::new([Reply::json(401, r#""planted-secret-0123456789?""#)]);
    let client = client(bare().credential(BASIC, credential), &recorder);
    let error = Call::<ByBasic>::new(&client).await.unwrap_err();
    shown += &error.to_string();
    assert!(!shown.contains("planted"), "{shown}");
    assert_eq!(error.message(), Some("[redacted]?"));
}

#[tokio::test]
async fn sensitive_headers_of_a_caller_are_not_shown_either() {
    let recorder = Recorder::ok();
    let mut value = HeaderValue::from_static("planted");
    value.set_sensitive(true);
    let mut call = Call::<ListKeys>::new(&client(api::builder(), &recorder));
    call.parts().path("org", &"o");
    call.header("x-private", value).await.unwrap();
    let request = recorder.request();
    assert_eq!(header(&request, "x-private"), "planted");
    assert!(!format!("{request:?}").contains("planted"));
}

/// The certificate is the transport's business: nothing is added to a request.
#[tokio::test]
async fn a_transport_of_ones_own_may_have_the_certificate() {
    let request = sent::<ByTls>(bare()).await;
    assert!(!request.headers.contains_key("authorization"));
    assert_eq!(request.url.query(), None);
}
