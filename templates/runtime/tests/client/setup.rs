//! The builder: base URLs, servers, environment, defaults, and what it refuses.
use std::env::VarError;
use std::time::Duration;

use oasmith_runtime::{Call, ClientBuilder, ClientInfo, Error, ErrorKind, Method, ServerInfo};

use super::api::{self, BASIC, ByBasic, Elsewhere, Open, PutKey};
use super::recorder::{Recorder, header};

fn bare() -> ClientBuilder {
    ClientBuilder::new(&api::INFO)
}

fn refusal(builder: ClientBuilder) -> Error {
    let error = builder.transport(Recorder::ok()).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    error
}

async fn url_of(builder: ClientBuilder, path: &str) -> String {
    let recorder = Recorder::ok();
    let client = builder.transport(recorder.clone()).build().unwrap();
    client.request(Method::GET, path).await.unwrap();
    recorder.request().url.to_string()
}

#[tokio::test]
async fn base_urls_and_paths_are_joined_with_one_slash() {
    for (base, path, expected) in [
        ("https://h", "/v0/x", "https://h/v0/x"),
        ("https://h/", "/v0/x", "https://h/v0/x"),
        ("https://h/base", "/v0/x", "https://h/base/v0/x"),
        ("https://h/base/", "/v0/x", "https://h/base/v0/x"),
        ("https://h/a/b//", "/v0/x", "https://h/a/b/v0/x"),
        ("http://h:8080", "/", "http://h:8080/"),
        ("http://h:80/", "/x/", "http://h/x/"),
        ("HTTPS://H/Base", "/x?q=a%2Fb", "https://h/Base/x?q=a%2Fb"),
        ("http://127.0.0.1:9", "/ü x", "http://127.0.0.1:9/%C3%BC%20x"),
        ("http://[::1]:9", "/%2F", "http://[::1]:9/%2F"),
    ] {
        assert_eq!(url_of(bare().base_url(base), path).await, expected);
    }
}

#[test]
fn base_urls_that_cannot_work_are_refused_without_being_shown() {
    for (base, part) in [
        ("", "absolute URL"),
        ("planted.example", "absolute URL"),
        ("/planted", "absolute URL"),
        ("https://", "absolute URL"),
        ("ftp://planted", "`http` or `https`"),
        ("localhost:8080/planted", "`http` or `https`"),
        ("https://user:planted@h/", "credential"),
        ("https://planted@h/", "credential"),
        ("https://h/?key=planted", "leave out"),
        ("https://h/#planted", "leave out"),
    ] {
        let error = refusal(bare().base_url(base));
        let text = format!("{error} {error:?}");
        assert!(text.contains("base URL"), "{text}");
        assert!(text.contains(part), "{base}: {text}");
        assert!(!text.contains("planted"), "{text}");
    }
}

#[tokio::test]
async fn servers_and_their_variables() {
    assert_eq!(url_of(bare(), "/x").await, "https://keys.example/base/x");
    assert_eq!(url_of(bare().server(1), "/x").await, "https://eu.keys.example/x");
    let american = bare().server(1).server_variable("region", "eu").server_variable("region", "us");
    assert_eq!(url_of(american, "/x").await, "https://us.keys.example/x");
    let unknown = refusal(bare().server(1).server_variable("region", "moon"));
    assert!(unknown.to_string().contains("expected one of `eu`, `us`"), "{unknown}");
    let misspelt = refusal(bare().server_variable("regoin", "us"));
    assert!(misspelt.to_string().contains("`regoin`") && misspelt.to_string().contains("`region`"));
    assert!(refusal(bare().server(2)).to_string().contains("below 2"));
}

#[tokio::test]
async fn operations_can_have_servers_of_their_own() {
    let url = async |builder: ClientBuilder| {
        let recorder = Recorder::ok();
        let client = builder.transport(recorder.clone()).build().unwrap();
        Call::<Elsewhere>::new(&client).await.unwrap();
        recorder.request().url.to_string()
    };
    assert_eq!(url(bare()).await, "https://eu.files.example/up/elsewhere");
    let american = bare().server_variable("region", "us");
    assert_eq!(url(american).await, "https://us.files.example/up/elsewhere");
    assert_eq!(url(bare().base_url("http://test:1/")).await, "http://test:1/elsewhere");
}

#[test]
fn a_description_without_a_usable_server_asks_for_a_base_url() {
    const fn info(servers: &'static [ServerInfo]) -> ClientInfo {
        ClientInfo {
            name: "x",
            version: "1",
            user_agent: "x",
            servers,
            operation_servers: &[],
            base_url_env: None,
            schemes: &[],
            defaults: &[],
        }
    }
    static NONE: ClientInfo = info(&[]);
    static RELATIVE: ClientInfo =
        info(&[ServerInfo { url: "/v1", description: "", variables: &[] }]);
    for info in [&NONE, &RELATIVE] {
        let error = refusal(ClientBuilder::new(info));
        assert!(error.to_string().contains("`ClientBuilder::base_url`"), "{error}");
        let builder = ClientBuilder::new(info).base_url("https://h").transport(Recorder::ok());
        assert_eq!(builder.build().unwrap().base_url(), "https://h/");
    }
}

fn environment(name: &str) -> Result<String, VarError> {
    let variables = [
        ("KEYS_URL", "http://env:1/base"),
        ("KEYS_KEY", "env-key"),
        ("KEYS_LOGIN", "me:pass:word"),
        ("KEYS_ORG", "org-1"),
    ];
    let variable = variables.iter().find(|(other, _)| *other == name);
    variable.map(|(_, value)| (*value).to_owned()).ok_or(VarError::NotPresent)
}

#[tokio::test]
async fn the_environment_fills_what_is_not_set() {
    let recorder = Recorder::ok();
    let builder = bare().from_variables(environment).unwrap();
    let client = builder.transport(recorder.clone()).build().unwrap();
    assert_eq!(client.base_url(), "http://env:1/base");
    assert_eq!(client.default_value(0), Some("org-1"));
    assert_eq!(client.default_value(1), None);
    Call::<PutKey>::new(&client).await.unwrap();
    Call::<ByBasic>::new(&client).await.unwrap();
    let requests = recorder.requests();
    assert_eq!(header(&requests[0], "x-api-key"), "env-key");
    // `me:pass:word` by base64(1).
    assert_eq!(header(&requests[1], "authorization"), "Basic bWU6cGFzczp3b3Jk");

    let explicit = api::builder().base_url("http://set:2").default_value(0, "org-2".to_owned());
    let explicit = explicit.from_variables(environment).unwrap();
    let recorder = Recorder::ok();
    let client = explicit.transport(recorder.clone()).build().unwrap();
    Call::<PutKey>::new(&client).await.unwrap();
    assert_eq!(header(&recorder.request(), "x-api-key"), api::PLANTED);
    assert_eq!((client.base_url(), client.default_value(0)), ("http://set:2/", Some("org-2")));

    let nothing = bare().from_variables(|_| Err(VarError::NotPresent)).unwrap();
    assert!(nothing.transport(Recorder::ok()).build().is_ok());
}

#[test]
fn variables_that_cannot_work_are_named_and_not_shown() {
    for broken in ["KEYS_URL", "KEYS_KEY", "KEYS_LOGIN", "KEYS_ORG"] {
        let values = [Ok(String::new()), Err(VarError::NotUnicode("planted".into()))];
        for value in values {
            let read = |name: &str| {
                if name == broken { value.clone() } else { Err(VarError::NotPresent) }
            };
            let error = bare().from_variables(read).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Configuration);
            assert!(error.to_string().contains(&format!("`{broken}`")), "{error}");
            assert!(!format!("{error} {error:?}").contains("planted"));
        }
    }
    for (variable, value) in [("KEYS_URL", "planted"), ("KEYS_LOGIN", "planted")] {
        let read = |name: &str| {
            if name == variable { Ok(value.to_owned()) } else { Err(VarError::NotPresent) }
        };
        let error = bare().from_variables(read).unwrap_err();
        assert!(error.to_string().contains(variable), "{error}");
        assert!(!format!("{error} {error:?}").contains("planted"));
    }
    let read = |name: &str| {
        if name == "KEYS_KEY" { Ok("planted\n".to_owned()) } else { Err(VarError::NotPresent) }
    };
    let error = refusal(bare().from_variables(read).unwrap());
    assert!(!format!("{error} {error:?}").contains("planted"));
}

#[tokio::test]
async fn default_headers_and_user_agent() {
    let recorder = Recorder::ok();
    let builder = bare().user_agent("mine/1").default_header("X-A", "1").default_header("x-a", "2");
    let client = builder.transport(recorder.clone()).build().unwrap();
    Call::<Open>::new(&client).await.unwrap();
    let request = recorder.request();
    assert_eq!(header(&request, "user-agent"), "mine/1");
    assert_eq!(request.headers.get_all("x-a").iter().count(), 1);
    assert_eq!(header(&request, "x-a"), "2");
    assert_eq!(header(&request, "accept"), "application/json");

    for name in ["X-API-KEY", "authorization", "Cookie", "proxy-authorization"] {
        let error = refusal(bare().default_header(name, "planted"));
        assert!(error.to_string().contains("credential"), "{error}");
        assert!(!format!("{error:?}").contains("planted"));
    }
    assert!(
        refusal(bare().default_header("content-length", "1")).to_string().contains("transport")
    );
    refusal(bare().default_header("a b", "1"));
    refusal(bare().default_header("x-a", "1\n"));
    refusal(bare().user_agent("a\nb"));
}

#[test]
fn limits_of_zero_are_refused() {
    for (builder, name) in [
        (bare().timeout(Duration::ZERO), "`timeout`"),
        (bare().attempt_timeout(Duration::ZERO), "`attempt_timeout`"),
        (bare().connect_timeout(Duration::ZERO), "`connect_timeout`"),
    ] {
        let error = refusal(builder);
        assert!(error.to_string().contains(name), "{error}");
    }
}

#[test]
fn without_a_runtime_a_call_says_so() {
    use std::future::Future;
    use std::task::{Context, Poll, Waker};
    let client = bare().transport(Recorder::ok()).build().unwrap();
    let mut call = Box::pin(Call::<Open>::new(&client).send());
    let Poll::Ready(outcome) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
        panic!("expected an error at once");
    };
    let error = outcome.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("tokio"), "{error}");
}

#[test]
fn calls_and_clients_can_be_moved_between_tasks() {
    fn is_free<T: Send + 'static>(_: &T) {}
    let client = bare()
        .credential(BASIC, oasmith_runtime::Credential::Http("x".into()))
        .transport(Recorder::ok());
    is_free(&client);
    let client = bare().transport(Recorder::ok()).build().unwrap();
    is_free(&client);
    let call = Call::<Open>::new(&client);
    is_free(&call);
    is_free(&call.send());
}
