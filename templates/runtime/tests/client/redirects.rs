//! Redirects: where they are followed to, and what is left behind.
use oasmith_runtime::{
    Call, Client, ClientBuilder, ClientInfo, Credential, ErrorKind, HeaderValue, Method, Request,
};
use serde_json::json;

use super::api::{self, ByQuery, CreateKey, DeleteKey, HeadKey, ListKeys, PLANTED, PutKey, QUERY};
use super::recorder::{Recorder, Reply, header};

fn client(recorder: &Recorder) -> Client {
    let builder = api::builder().credential(QUERY, Credential::ApiKey("query-key".into()));
    builder.transport(recorder.clone()).build().unwrap()
}

fn list(client: &Client) -> Call<ListKeys> {
    let mut call = Call::<ListKeys>::new(client);
    call.parts().path("org", &"o");
    call.parts().cookie("seen", &"yes");
    let mut private = HeaderValue::from_static("private");
    private.set_sensitive(true);
    call.header("x-private", private).header("authorization", "Custom x").header("x-public", "p")
}

fn create(client: &Client) -> Call<CreateKey> {
    let mut call = Call::<CreateKey>::new(client);
    call.parts().path("org", &"o");
    call.parts().json("application/json", &json!({"a": 1}));
    call
}

fn secrets(request: &Request) -> Vec<&'static str> {
    let names = ["x-api-key", "x-private", "authorization", "cookie"];
    names.into_iter().filter(|name| request.headers.contains_key(*name)).collect()
}

#[tokio::test]
async fn the_same_origin_gets_the_credentials_again() {
    for location in [
        "https://keys.example/there?a=1",
        "/there?a=1",
        "//keys.example/there?a=1",
        "https://keys.example:443/there?a=1#part",
        "https://user:password@keys.example/there?a=1",
    ] {
        for status in [301, 302, 303, 307, 308] {
            let recorder =
                Recorder::new([Reply::redirect(status, location), Reply::json(200, "{}")]);
            list(&client(&recorder)).await.unwrap();
            let second = &recorder.requests()[1];
            assert_eq!(second.url.as_str(), "https://keys.example/there?a=1");
            assert_eq!(second.method, "GET");
            assert_eq!(header(second, "x-api-key"), PLANTED);
            assert_eq!(secrets(second).len(), 4);
        }
    }
}

#[tokio::test]
async fn another_origin_gets_no_credential() {
    for location in [
        "https://evil.example/there",
        "https://keys.example:8443/there",
        "https://sub.keys.example/there",
        "//evil.example/there",
    ] {
        for status in [301, 302, 303, 307, 308] {
            let recorder =
                Recorder::new([Reply::redirect(status, location), Reply::json(200, "{}")]);
            list(&client(&recorder)).await.unwrap();
            let second = &recorder.requests()[1];
            assert_eq!(secrets(second), [""; 0], "{location}");
            assert_eq!(header(second, "x-public"), "p");
            assert!(!format!("{} {:?}", second.url, second.headers).contains(PLANTED));
        }
    }
}

/// Without a security scheme there is no setter for one.
#[tokio::test]
async fn a_credential_of_no_scheme_is_a_default_header_and_stays_at_its_origin() {
    static OPEN: ClientInfo = ClientInfo { schemes: &[], ..api::INFO };
    let recorder = Recorder::new([
        Reply::redirect(302, "/there"),
        Reply::redirect(302, "https://evil.example/there"),
        Reply::json(200, "{}"),
    ]);
    let builder = ClientBuilder::new(&OPEN).transport(recorder.clone());
    let client = builder.default_header("Authorization", PLANTED).build().unwrap();
    assert!(!format!("{client:?}").contains(PLANTED));
    client.request(Method::GET, "/here").await.unwrap();
    let requests = recorder.requests();
    assert_eq!(requests.len(), 3);
    for request in &requests[..2] {
        assert_eq!(header(request, "authorization"), PLANTED);
        assert!(!format!("{:?}", request.headers).contains(PLANTED));
    }
    assert_eq!(secrets(&requests[2]), [""; 0]);
}

#[tokio::test]
async fn a_call_that_left_its_origin_never_gets_a_credential_back() {
    let recorder = Recorder::new([
        Reply::redirect(307, "https://evil.example/"),
        Reply::redirect(307, "https://keys.example/back"),
        Reply::json(200, "{}"),
    ]);
    list(&client(&recorder)).await.unwrap();
    assert_eq!(secrets(&recorder.requests()[2]), [""; 0]);
}

#[tokio::test]
async fn a_key_in_the_query_does_not_travel_even_when_the_server_copies_it() {
    for (location, expected) in [
        ("https://evil.example/x?key=query-key&a=1", "https://evil.example/x?a=1"),
        ("https://evil.example/x?other=query%2Dkey", "https://evil.example/x"),
        ("https://evil.example/x?key=its-own", "https://evil.example/x?key=its-own"),
        ("/x?key=query-key", "https://keys.example/x?key=query-key"),
        ("/x?a=1", "https://keys.example/x?a=1&key=query-key"),
    ] {
        let recorder = Recorder::new([Reply::redirect(302, location), Reply::json(200, "{}")]);
        Call::<ByQuery>::new(&client(&recorder)).await.unwrap();
        assert_eq!(recorder.requests()[1].url.as_str(), expected);
    }
}

#[tokio::test]
async fn https_never_becomes_http() {
    let recorder =
        Recorder::new([Reply::redirect(302, "http://keys.example/x"), Reply::json(200, "{}")]);
    let error = list(&client(&recorder)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(error.status().unwrap(), 302);
    assert!(error.to_string().contains("plain http"), "{error}");
    assert_eq!(recorder.count(), 1);
    let recorder = Recorder::new([Reply::redirect(302, "ftp://keys.example/x")]);
    let error = list(&client(&recorder)).raw().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
}

/// RFC 9110 section 15.4 and Fetch, "HTTP-redirect fetch", step 12.
#[tokio::test]
async fn methods_and_bodies_follow_the_rfc() {
    for (status, method, has_body) in [
        (301, "GET", false),
        (302, "GET", false),
        (303, "GET", false),
        (307, "POST", true),
        (308, "POST", true),
    ] {
        let recorder = Recorder::new([Reply::redirect(status, "/x"), Reply::json(200, "{}")]);
        create(&client(&recorder)).await.unwrap();
        let second = &recorder.requests()[1];
        assert_eq!(second.method, method, "{status}");
        assert_eq!(second.body.bytes().is_some(), has_body, "{status}");
        assert_eq!(second.headers.contains_key("content-type"), has_body, "{status}");
    }
    for (status, method) in [(301, "DELETE"), (302, "DELETE"), (303, "GET"), (307, "DELETE")] {
        let recorder = Recorder::new([Reply::redirect(status, "/x"), Reply::json(200, "{}")]);
        Call::<DeleteKey>::new(&client(&recorder)).await.unwrap();
        assert_eq!(recorder.requests()[1].method, method, "{status}");
    }
    let recorder = Recorder::new([Reply::redirect(303, "/x"), Reply::status(200)]);
    Call::<HeadKey>::new(&client(&recorder)).raw().await.unwrap();
    assert_eq!(recorder.requests()[1].method, "HEAD");
    // A GET that was a POST without a body says nothing about a body's length.
    let recorder = Recorder::new([Reply::redirect(303, "/x"), Reply::json(200, "{}")]);
    let mut call = Call::<CreateKey>::new(&client(&recorder));
    call.parts().path("org", &"o");
    call.await.unwrap();
    assert_eq!(header(&recorder.requests()[0], "content-length"), "0");
    assert!(!recorder.requests()[1].headers.contains_key("content-length"));
}

#[tokio::test]
async fn a_body_never_goes_to_another_origin() {
    for status in [307, 308] {
        let recorder = Recorder::new([Reply::redirect(status, "https://evil.example/")]);
        let error = create(&client(&recorder)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Redirect);
        assert_eq!(recorder.count(), 1);
    }
    let recorder = Recorder::new([Reply::redirect(302, "https://evil.example/")]);
    let mut call = Call::<PutKey>::new(&client(&recorder));
    call.parts().text("text/plain", "private");
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::Redirect);
    assert_eq!(recorder.count(), 1);
}

#[tokio::test]
async fn a_redirect_to_nowhere_is_the_answer() {
    for reply in [
        Reply::status(302),
        Reply::redirect(302, ""),
        Reply::redirect(302, "http://[bad"),
        Reply::redirect(304, "/x"),
        Reply::redirect(300, "/x"),
    ] {
        let recorder = Recorder::new([reply]);
        let client = client(&recorder);
        let error = list(&client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Status);
        assert!(list(&client).raw().await.is_ok());
        assert_eq!(recorder.count(), 2);
    }
}

#[tokio::test]
async fn five_redirects_and_no_more() {
    let redirects = |count: usize| {
        let replies = std::iter::repeat_n(Reply::redirect(302, "/again"), count);
        Recorder::new(replies.chain([Reply::json(200, "{}")]))
    };
    let recorder = redirects(5);
    list(&client(&recorder)).await.unwrap();
    assert_eq!(recorder.count(), 6);
    let recorder = redirects(6);
    let error = list(&client(&recorder)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(recorder.count(), 6);
}
