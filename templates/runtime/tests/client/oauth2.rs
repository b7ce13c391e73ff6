//! OAuth 2.0 against RFC 6749: what is asked for, of whom, what comes of the answers, and what is never shown.
use std::sync::{Arc, Mutex};
use std::time::Duration;

use oasmith_runtime::{
    Call, Client, ClientBuilder, ClientInfo, Credential, Error, ErrorKind, OAuth2, OAuth2Info,
    Operation, OperationInfo, SchemeEnv, SchemeInfo, SchemeKind, Secret, ServerInfo,
};

use super::api::{PLANTED, operation_output};
use super::recorder::{Recorder, Reply, header};

static FLOWS: OAuth2Info = OAuth2Info {
    authorization_url: Some("https://login.example/authorize?tenant=1"),
    code_url: Some("/oauth/code"),
    client_credentials_url: Some("oauth/token"),
    password_url: Some("https://login.example/password"),
    refresh_url: None,
};

static INFO: ClientInfo = ClientInfo {
    name: "keys",
    version: "1.0.0",
    user_agent: "keys/1.0.0 (rust)",
    servers: &[ServerInfo { url: "https://keys.example/base/", description: "", variables: &[] }],
    operation_servers: &[],
    base_url_env: None,
    schemes: &[
        SchemeInfo {
            key: "OAuth",
            setter: "oauth",
            env: SchemeEnv {
                text: Some("KEYS_TOKEN"),
                user: Some("KEYS_CLIENT"),
                password: Some("KEYS_SECRET"),
                refresh_token: Some("KEYS_REFRESH"),
                make_source: Some(OAuth2::from_environment),
            },
            kind: SchemeKind::OAuth2(&FLOWS),
        },
        SchemeInfo {
            key: "OpenId",
            setter: "open_id",
            env: SchemeEnv::NONE,
            kind: SchemeKind::OpenIdConnect(
                "https://login.example/.well-known/openid-configuration",
            ),
        },
    ],
    defaults: &[],
};

operation_output! {
    ByOAuth GET "/by-oauth" &[&[0]];
    ByOpenId GET "/by-open-id" &[&[1]];
}

const ISSUED: &str =
    r#"{"access_token":"planted-secret-token","token_type":"Bearer","expires_in":3600}"#;

fn client(source: OAuth2, recorder: &Recorder) -> Client {
    let credential = Credential::Bearer(source.into());
    builder().credential(0, credential).transport(recorder.clone()).build().unwrap()
}

fn builder() -> ClientBuilder {
    ClientBuilder::new(&INFO)
}

fn own() -> OAuth2 {
    OAuth2::client_credentials("cl:ient", PLANTED)
}

/// URL, `Authorization` and body of the request for a token.
async fn question(source: OAuth2) -> (String, String, String) {
    let recorder = Recorder::new([Reply::json(200, ISSUED), Reply::json(200, "{}")]);
    Call::<ByOAuth>::new(&client(source, &recorder)).await.unwrap();
    let requests = recorder.requests();
    assert_eq!((requests.len(), requests[0].method.as_str()), (2, "POST"));
    assert_eq!(header(&requests[0], "content-type"), "application/x-www-form-urlencoded");
    assert_eq!(header(&requests[0], "accept"), "application/json");
    assert_eq!(header(&requests[0], "user-agent"), "keys/1.0.0 (rust)");
    assert_eq!(header(&requests[1], "authorization"), "Bearer planted-secret-token");
    let body = String::from_utf8(requests[0].body.bytes().unwrap().to_vec()).unwrap();
    (requests[0].url.to_string(), header(&requests[0], "authorization").to_owned(), body)
}

#[tokio::test]
async fn each_grant_asks_its_own_endpoint() {
    // `cl%3Aient:planted-secret-0123456789` by base64(1): both are escaped first (RFC 6749 section 2.3.1).
    let basic = "Basic Y2wlM0FpZW50OnBsYW50ZWQtc2VjcmV0LTAxMjM0NTY3ODk=";
    let (url, authorization, body) = question(own()).await;
    assert_eq!(url, "https://keys.example/base/oauth/token");
    assert_eq!((&*authorization, &*body), (basic, "grant_type=client_credentials"));

    let (_, authorization, body) =
        question(own().secret_in_body().scopes(["read", "write"]).parameter("audience", "a b"))
            .await;
    assert_eq!(authorization, "");
    assert_eq!(
        body,
        "grant_type=client_credentials&scope=read+write&client_id=cl%3Aient&client_secret=planted-secret-0123456789&audience=a+b"
    );

    let (url, authorization, body) = question(OAuth2::password("id", "me", "p&w")).await;
    assert_eq!((&*url, &*authorization), ("https://login.example/password", ""));
    assert_eq!(body, "grant_type=password&username=me&password=p%26w&client_id=id");

    let back = Some("https://app.example/back".to_owned());
    let code = OAuth2::authorization_code("id", "c0de", back, Some("v".into())).scopes(["read"]);
    let (url, _, body) = question(code).await;
    assert_eq!(url, "https://keys.example/oauth/code");
    assert_eq!(
        body,
        "grant_type=authorization_code&code=c0de&redirect_uri=https%3A%2F%2Fapp.example%2Fback&code_verifier=v&client_id=id"
    );

    let (url, _, body) = question(OAuth2::refresh_token("id", "r3fresh")).await;
    assert_eq!(url, "https://keys.example/oauth/code");
    assert_eq!(body, "grant_type=refresh_token&refresh_token=r3fresh&client_id=id");

    let (url, ..) = question(own().token_url("https://other.example/t")).await;
    assert_eq!(url, "https://other.example/t");
}

#[tokio::test(start_paused = true)]
async fn refresh_tokens_are_used_and_rotate() {
    let with = |refresh: &str| -> Reply {
        let text = format!(
            r#"{{"access_token":"planted-secret-x","expires_in":"60","refresh_token":"{refresh}"}}"#
        );
        Reply::json(200, text.leak())
    };
    let ok = || Reply::json(200, "{}");
    let ended = || Reply::json(400, r#"{"error":"invalid_grant"}"#);
    let recorder =
        Recorder::new([with("r1"), ok(), with("r2"), ok(), ended(), with("r3"), ok(), ended()]);
    let kept = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&kept);
    let source = OAuth2::password("id", "me", "pw").on_refresh_token(move |token: &Secret| {
        sink.lock().unwrap().push(token.expose().to_owned());
    });
    let client = client(source, &recorder);
    for _ in 0..3 {
        Call::<ByOAuth>::new(&client).await.unwrap();
        tokio::time::sleep(Duration::from_secs(61)).await;
    }
    let bodies: Vec<String> = recorder
        .requests()
        .iter()
        .filter_map(|sent| Some(String::from_utf8(sent.body.bytes()?.to_vec()).unwrap()))
        .map(|body| body.split('&').take(2).collect::<Vec<_>>().join("&"))
        .collect();
    assert_eq!(
        bodies,
        [
            "grant_type=password&username=me",
            "grant_type=refresh_token&refresh_token=r1",
            "grant_type=refresh_token&refresh_token=r2",
            "grant_type=password&username=me",
        ]
    );
    assert_eq!(*kept.lock().unwrap(), ["r1", "r2", "r3"]);
}

#[tokio::test]
async fn what_a_user_allowed_ends_with_its_code() {
    let ended = Reply::json(400, r#"{"error":"invalid_grant"}"#);
    let recorder = Recorder::new([ended]);
    let client = client(OAuth2::authorization_code("id", "c0de", None, None), &recorder);
    let first = Call::<ByOAuth>::new(&client).await.unwrap_err();
    assert!(first.to_string().contains("invalid_grant"), "{first}");
    let second = Call::<ByOAuth>::new(&client).await.unwrap_err();
    assert!(second.to_string().contains("authorize again"), "{second}");
    assert_eq!(recorder.count(), 1);
}

/// RFC 6749 section 5.2, with a server that quotes what it was sent.
#[tokio::test(start_paused = true)]
async fn refusals_are_errors_that_hold_no_secret() {
    let refused = |reply: Reply, source: OAuth2| async move {
        let recorder = Recorder::new([reply]);
        let client = client(source, &recorder);
        let error = Call::<ByOAuth>::new(&client).await.unwrap_err();
        let cause = std::error::Error::source(&error).unwrap();
        let text = format!("{error} {error:?} {cause} {cause:?} {client:?}");
        assert!(!text.contains("planted"), "{text}");
        assert_eq!(error.kind(), ErrorKind::Token);
        assert!(recorder.requests().iter().all(|sent| sent.url.path() != "/base/by-oauth"));
        (error, recorder.count())
    };
    let quoting =
        r#"{"error":"invalid_client","error_description":"planted-secret-0123456789 is wrong"}"#;
    let (error, sends) = refused(Reply::json(401, quoting), own()).await;
    assert_eq!(
        error.to_string(),
        "GET /by-oauth: no token could be got: `keys.example`: 401 Unauthorized: invalid_client: [redacted] is wrong"
    );
    assert_eq!((sends, error.is_retryable()), (1, false));
    // It may come back, so it is asked again.
    let (error, sends) = refused(Reply::status(503), own()).await;
    assert_eq!((sends, error.is_retryable(), error.attempts()), (3, true, 3));
    for answer in ["", "[]", r#"{"access_token":""}"#, r#"{"access_token":7}"#] {
        let (error, _) = refused(Reply::json(200, answer), own()).await;
        assert!(error.to_string().contains("access_token"), "{error}");
    }
    let bound = r#"{"access_token":"planted-secret-y","token_type":"DPoP"}"#;
    refused(Reply::json(200, bound), own()).await;
    refused(Reply::redirect(302, "https://evil.example/"), own()).await;
    let password = OAuth2::password("id", "me", "planted word");
    let quoting = r#"{"error":"invalid_request","error_description":"password=planted+word"}"#;
    refused(Reply::json(400, quoting), password).await;
}

#[tokio::test]
async fn open_id_finds_its_token_endpoint() {
    let document =
        r#"{"issuer":"https://login.example","token_endpoint":"https://tokens.example/t"}"#;
    let recorder = Recorder::new([
        Reply::json(200, document),
        Reply::json(200, ISSUED),
        Reply::status(401),
        Reply::json(200, ISSUED),
        Reply::json(200, "{}"),
    ]);
    let credential = Credential::Bearer(own().into());
    let with = |recorder: &Recorder, credential: Credential| {
        builder().credential(1, credential).transport(recorder.clone()).build().unwrap()
    };
    Call::<ByOpenId>::new(&with(&recorder, credential)).await.unwrap();
    let urls: Vec<_> = recorder.requests().iter().map(|sent| sent.url.to_string()).collect();
    assert_eq!(
        urls,
        [
            "https://login.example/.well-known/openid-configuration",
            "https://tokens.example/t",
            "https://keys.example/base/by-open-id",
            "https://tokens.example/t",
            "https://keys.example/base/by-open-id",
        ]
    );
    for document in [
        r#"{"issuer":"https://evil.example","token_endpoint":"https://evil.example/t"}"#,
        r#"{"issuer":"https://login.example"}"#,
        r#"{"issuer":"https://login.example","token_endpoint":"file:///etc/passwd"}"#,
        "nonsense",
    ] {
        let recorder = Recorder::new([Reply::json(200, document)]);
        let credential = Credential::Bearer(own().into());
        let error = Call::<ByOpenId>::new(&with(&recorder, credential)).await.unwrap_err();
        assert_eq!((error.kind(), recorder.count()), (ErrorKind::Token, 1), "{error}");
    }
}

#[tokio::test]
async fn the_environment_holds_every_kind() {
    let body = async |variables: &'static [(&'static str, &'static str)]| {
        let read = move |name: &str| {
            let found = variables.iter().find(|(other, _)| *other == name);
            found.map(|(_, value)| (*value).to_owned()).ok_or(std::env::VarError::NotPresent)
        };
        let recorder = Recorder::new([Reply::json(200, ISSUED), Reply::json(200, "{}")]);
        let builder = builder().from_variables(read)?.transport(recorder.clone());
        Call::<ByOAuth>::new(&builder.build()?).await?;
        let first = &recorder.requests()[0];
        let text = first.body.bytes().map_or(&b""[..], |bytes| bytes);
        Ok::<_, Error>(format!(
            "{} {}",
            header(first, "authorization"),
            String::from_utf8_lossy(text)
        ))
    };
    assert_eq!(body(&[("KEYS_TOKEN", "t0ken")]).await.unwrap(), "Bearer t0ken ");
    let secret = body(&[("KEYS_CLIENT", "id"), ("KEYS_SECRET", "s")]).await.unwrap();
    assert_eq!(secret, "Basic aWQ6cw== grant_type=client_credentials");
    let refresh = body(&[("KEYS_CLIENT", "id"), ("KEYS_REFRESH", "r")]).await.unwrap();
    assert_eq!(refresh, " grant_type=refresh_token&refresh_token=r&client_id=id");
    let alone = body(&[("KEYS_CLIENT", "id")]).await.unwrap_err();
    assert!(alone.to_string().contains("`KEYS_CLIENT`"), "{alone}");
    let missing = body(&[]).await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::MissingCredential);
    for name in ["oauth", "KEYS_TOKEN", "KEYS_CLIENT", "KEYS_SECRET", "KEYS_REFRESH"] {
        assert!(missing.to_string().contains(name), "{missing}");
    }
}

#[cfg(feature = "oauth2_authorize")]
mod authorize {
    use oasmith_runtime::AuthorizationRequest;

    use super::*;

    /// The verifier and the challenge of RFC 7636 appendix B.
    #[test]
    fn the_url_has_the_challenge_of_the_rfc() {
        let request = AuthorizationRequest::with_secrets(
            "https://login.example/authorize?tenant=1",
            "id".to_owned(),
            "https://app.example/back".to_owned(),
            &["read", "write"],
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into(),
            "planted-state".into(),
        );
        let request = request.unwrap();
        assert_eq!(
            request.url(),
            "https://login.example/authorize?tenant=1&response_type=code&client_id=id&redirect_uri=https%3A%2F%2Fapp.example%2Fback&scope=read+write&state=planted-state&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256"
        );
        assert!(!format!("{request:?}").contains("planted"));
    }

    #[tokio::test]
    async fn a_user_authorizes_and_the_code_is_exchanged() {
        let begin = || {
            builder().authorization_request("OAuth", "id", "https://app.example/back", &[]).unwrap()
        };
        let (request, other) = (begin(), begin());
        assert!(
            request.url().starts_with("https://login.example/authorize?tenant=1&response_type")
        );
        assert_ne!(request.verifier(), other.verifier());
        assert_ne!(request.state(), other.state());
        assert_eq!(request.verifier().expose().len(), 43);
        let state = request.state().expose().to_owned();
        let verifier = request.verifier().expose().to_owned();
        let back = format!("https://app.example/back?code=c%2F1&state={state}");
        let source = request.finish(&back).unwrap();
        let (_, _, body) = question(source).await;
        assert!(body.contains("code=c%2F1&"), "{body}");
        assert!(body.contains(&format!("code_verifier={verifier}")), "{body}");

        let forged = other.finish(&back).unwrap_err();
        assert!(forged.to_string().contains("state"), "{forged}");
        let request = begin();
        let state = request.state().expose().to_owned();
        let denied = format!("https://app.example/back?error=access_denied&state={state}");
        assert!(request.finish(&denied).unwrap_err().to_string().contains("access_denied"));
        assert!(builder().authorization_request("OpenId", "id", "x", &[]).is_err());
        let short = AuthorizationRequest::with_secrets(
            "https://login.example",
            String::new(),
            String::new(),
            &[],
            "short".into(),
            "s".into(),
        );
        assert!(short.is_err());
    }
}
