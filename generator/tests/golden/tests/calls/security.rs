//! Credentials where their schemes say, alternatives and combinations of them; servers at three levels.

use std::sync::{Arc, Mutex};

use golden_security::{
    Client, ClientBuilder, ErrorKind, HeaderMap, Request, Response, ResponseBody, StatusCode,
    TransportFuture,
};

/// A client without a network, and the requests that reach it.
fn client(
    configure: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> (Client, Arc<Mutex<Vec<Request>>>) {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&requests);
    let transport = move |request: Request| -> TransportFuture {
        seen.lock().expect("the requests").push(request);
        let answer =
            Response::new(StatusCode::NO_CONTENT, HeaderMap::new(), ResponseBody::whole(""));
        Box::pin(async move { Ok(answer) })
    };
    let client = configure(Client::builder().transport(transport)).build().expect("a client");
    (client, requests)
}

/// URL, header `X-Api-Key`, `Authorization` and cookies of a call.
macro_rules! seen {
    ($method:ident, |$builder:ident| $configure:expr) => {{
        let (client, requests) = client(|$builder| $configure);
        client.calls().$method().await.expect("an answer");
        let request = requests.lock().expect("the requests").remove(0);
        let header = |name: &str| {
            let value = request.headers.get(name).map(|value| value.to_str().expect("text"));
            value.unwrap_or_default().to_owned()
        };
        let authorization = header("authorization");
        (request.url.to_string(), header("x-api-key"), authorization, header("cookie"))
    }};
}

const BASE: &str = "https://eu.example.com/v1";

fn expected(
    path: &str,
    key: &str,
    authorization: &str,
    cookie: &str,
) -> (String, String, String, String) {
    (format!("{BASE}{path}"), key.to_owned(), authorization.to_owned(), cookie.to_owned())
}

#[tokio::test]
async fn each_kind_of_credential() {
    assert_eq!(
        seen!(inherited, |b| b.header("planted-secret-k")),
        expected("/inherited", "planted-secret-k", "", "")
    );
    assert_eq!(
        seen!(query, |b| b.query("planted-secret-k &")),
        expected("/query?api_key=planted-secret-k%20%26", "", "", "")
    );
    assert_eq!(
        seen!(cookie, |b| b.cookie("planted-secret-k")),
        expected("/cookie", "", "", "sid=planted-secret-k")
    );
    // RFC 7617, section 2: the example.
    let basic = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==";
    assert_eq!(
        seen!(basic, |b| b.basic("Aladdin", "open sesame")),
        expected("/basic", "", basic, "")
    );
    assert_eq!(
        seen!(bearer, |b| b.bearer("planted-secret-t")),
        expected("/bearer", "", "Bearer planted-secret-t", "")
    );
    assert_eq!(
        seen!(digest, |b| b.digest("x=planted-secret")),
        expected("/digest", "", "digest x=planted-secret", "")
    );
    assert_eq!(
        seen!(oauth, |b| b.oauth("planted-secret-t")),
        expected("/oauth", "", "Bearer planted-secret-t", "")
    );
    assert_eq!(
        seen!(open_id, |b| b.open_id("planted-secret-t")),
        expected("/open-id", "", "Bearer planted-secret-t", "")
    );
}

#[tokio::test]
async fn nothing_is_sent_where_nothing_is_asked_for() {
    assert_eq!(
        seen!(none, |b| b.header("planted-secret-k").bearer("planted-secret-t")),
        expected("/none", "", "", "")
    );
    assert_eq!(
        seen!(inherited, |b| b.header("planted-secret-k").bearer("planted-secret-t")),
        expected("/inherited", "planted-secret-k", "", "")
    );
    assert_eq!(seen!(optional, |b| b), expected("/optional", "", "", ""));
    assert_eq!(
        seen!(optional, |b| b.bearer("planted-secret-t")),
        expected("/optional", "", "Bearer planted-secret-t", "")
    );
}

#[tokio::test]
async fn all_of_an_alternative_and_one_of_them() {
    assert_eq!(
        seen!(and, |b| b.header("planted-secret-k").query("planted-secret-q")),
        expected("/and?api_key=planted-secret-q", "planted-secret-k", "", "")
    );
    assert_eq!(
        seen!(or, |b| b.header("planted-secret-k").cookie("planted-secret-c")),
        expected("/or", "planted-secret-k", "", "sid=planted-secret-c")
    );
    let basic = "Basic dTpwbGFudGVkLXNlY3JldA==";
    assert_eq!(
        seen!(or, |b| b.basic("u", "planted-secret").header("planted-secret-k")),
        expected("/or", "", basic, "")
    );
    assert_eq!(
        seen!(unknown, |b| b.header("planted-secret-k")),
        expected("/unknown", "planted-secret-k", "", "")
    );
}

#[tokio::test]
async fn what_is_missing_is_said_and_not_sent() {
    let (client, requests) = client(|builder| builder.header("planted-secret-k"));
    let error = client.calls().and().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::MissingCredential);
    assert!(error.to_string().contains("query"), "{error}");
    assert!(requests.lock().expect("the requests").is_empty());
}

#[tokio::test]
async fn cookies_of_parameters_and_credentials_are_one_header() {
    let (client, requests) = client(|builder| builder.cookie("planted-secret-k"));
    client.calls().cookie().theme("dark").await.expect("an answer");
    let requests = requests.lock().expect("the requests");
    let cookies: Vec<_> = requests[0].headers.get_all("cookie").iter().collect();
    assert_eq!(cookies.len(), 1);
    let mut pairs: Vec<_> = cookies[0].to_str().expect("text").split("; ").collect();
    pairs.sort_unstable();
    assert_eq!(pairs, ["sid=planted-secret-k", "theme=dark"]);
}

#[tokio::test]
async fn servers_of_the_document() {
    assert_eq!(seen!(none, |b| b).0, "https://eu.example.com/v1/none");
    let us = seen!(none, |b| b.server_variable("region", "us").server_variable("base", "v2"));
    assert_eq!(us.0, "https://us.example.com/v2/none");
    let own = seen!(none, |b| b.base_url("http://localhost:1/x/"));
    assert_eq!(own.0, "http://localhost:1/x/none");
    let error = Client::builder().server_variable("region", "mars").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("region"), "{error}");
    // A relative one needs to know relative to what.
    assert!(Client::builder().server(1).build().is_err());
}

#[tokio::test]
async fn servers_of_paths_and_operations() {
    assert_eq!(seen!(path_server, |b| b).0, "https://path.example.com/p/path-server");
    assert_eq!(seen!(operation_server, |b| b).0, "https://a.example.com/o/path-server");
    let zone = seen!(operation_server, |b| b.server_variable("zone", "z"));
    assert_eq!(zone.0, "https://z.example.com/o/path-server");
    let own = seen!(operation_server, |b| b.base_url("http://localhost:1"));
    assert_eq!(own.0, "http://localhost:1/path-server");
}

/// RFC 6749, section 4.4: the flow's token URL gets the client's credentials, and its answer is the token.
#[tokio::test]
async fn tokens_are_got_where_the_description_says() {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&requests);
    let transport = move |request: Request| -> TransportFuture {
        seen.lock().expect("the requests").push(request.url.to_string());
        let authorization = request.headers.get("authorization").expect("a credential");
        let expected = match request.url.path() {
            "/token" => "Basic aWQ6cGxhbnRlZC1zZWNyZXQ=",
            _ => "Bearer planted-secret-issued",
        };
        assert_eq!(authorization, expected);
        let body = r#"{"access_token":"planted-secret-issued","token_type":"bearer"}"#;
        let answer = Response::new(StatusCode::OK, HeaderMap::new(), ResponseBody::whole(body));
        Box::pin(async move { Ok(answer) })
    };
    let variables = |name: &str| match name {
        "GOLDEN_CLIENT_ID" => Ok("id".to_owned()),
        "GOLDEN_CLIENT_SECRET" => Ok("planted-secret".to_owned()),
        _ => Err(std::env::VarError::NotPresent),
    };
    let builder = Client::builder().from_variables(variables).expect("an environment");
    let client = builder.transport(transport).build().expect("a client");
    client.calls().oauth().raw().await.expect("an answer");
    let urls = requests.lock().expect("the requests").clone();
    assert_eq!(urls, ["https://example.com/token".to_owned(), format!("{BASE}/oauth")]);

    let request = Client::builder()
        .authorization_request("oauth", "id", "https://app.example/", &["read"])
        .expect("a request");
    assert!(request.url().starts_with("https://example.com/auth?response_type=code&"));
}
