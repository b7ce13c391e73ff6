//! Arguments, bodies and options: what of them arrives, and what is refused before anything is sent.
use oasmith_runtime::{Call, Client, ErrorKind, HeaderValue, Method, Param, ToParam};
use serde_json::json;

use super::api::{
    self, CreateKey, Dotted, ListKeys, OddMethod, Open, OpenPost, PutKey, SearchKeys,
};
use super::recorder::{Recorder, header};

fn client(recorder: &Recorder) -> Client {
    api::builder().transport(recorder.clone()).build().unwrap()
}

fn dotted(client: &Client, name: &str, format: &str, id: &str, rest: &str) -> Call<Dotted> {
    let mut call = Call::<Dotted>::new(client);
    call.parts().path("name", &name);
    call.parts().path("format", &format);
    call.parts().path("id", &id);
    call.parts().path("rest", &rest);
    call
}

#[tokio::test]
async fn path_arguments_are_encoded_into_their_places() {
    let recorder = Recorder::ok();
    let call = dotted(&client(&recorder), "a/b", "t r", "ü%", "{org}");
    call.await.unwrap();
    assert_eq!(
        recorder.request().url.as_str(),
        "https://keys.example/base/files/a%2Fb.t%20r/%C3%BC%25%7Borg%7D"
    );
}

#[tokio::test]
async fn path_arguments_that_fold_are_refused_before_anything_is_sent() {
    let recorder = Recorder::ok();
    let client = client(&recorder);
    for org in ["", ".", ".."] {
        let mut call = Call::<CreateKey>::new(&client);
        call.parts().path("org", &org);
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{org:?}");
        let text = error.to_string();
        assert!(text.starts_with("POST /v0/orgs/{org}/keys: path parameter `org`: "), "{text}");
        assert_eq!(error.attempts(), 0);
    }
    // Dots that nobody folds.
    dotted(&client, "a", "b", "...", ".x").await.unwrap();
    assert!(recorder.request().url.path().ends_with("/a.b/....x"));
    let folded = client.request(Method::GET, "/a/%2E%2e/b").await.unwrap_err();
    assert_eq!(folded.kind(), ErrorKind::InvalidArgument);
    let missing = Call::<CreateKey>::new(&client).await.unwrap_err();
    assert_eq!(missing.kind(), ErrorKind::InvalidArgument);
    assert!(missing.to_string().contains("`org`"), "{missing}");
    assert_eq!(recorder.count(), 1);
}

#[tokio::test]
async fn an_argument_does_not_show_in_an_error() {
    let recorder = Recorder::ok();
    let mut call = Call::<Open>::new(&client(&recorder));
    call.parts().header("X-Token", &"private\r\nX-Evil: 1");
    let error = call.await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert!(error.to_string().contains("header `X-Token`"), "{error}");
    assert!(!format!("{error} {error:?}").contains("private"));
    assert_eq!(recorder.count(), 0);
}

#[tokio::test]
async fn setting_again_replaces_and_none_takes_back() {
    let recorder = Recorder::ok();
    let mut call = Call::<ListKeys>::new(&client(&recorder));
    let parts = call.parts();
    parts.path("org", &"..");
    parts.path("org", &"o1");
    parts.query("scopes", &vec!["a", "b c"]);
    parts.query("alias", &"first");
    parts.query("scopes", &vec!["c&d"]);
    parts.query("alias", &None::<String>);
    parts.query("user", &"");
    parts.header("X-Page", &1);
    parts.header("X-Page", &2);
    parts.header("X-Gone", &1);
    parts.header("X-Gone", &None::<i32>);
    parts.cookie("seen", &"yes");
    parts.cookie("lang", &"en");
    call.await.unwrap();
    let request = recorder.request();
    assert_eq!(request.url.path(), "/base/v0/orgs/o1/keys");
    assert_eq!(request.url.query(), Some("scopes=c%26d&user="));
    assert_eq!(header(&request, "x-page"), "2");
    assert!(!request.headers.contains_key("x-gone"));
    assert_eq!(header(&request, "cookie"), "seen=yes; lang=en");
}

#[tokio::test]
async fn bodies_come_with_their_media_type() {
    let recorder = Recorder::ok();
    let client = client(&recorder);
    let mut call = Call::<OpenPost>::new(&client);
    call.parts().json("application/vnd.x+json", &json!({"a": [1, null]}));
    call.await.unwrap();
    let mut call = Call::<OpenPost>::new(&client);
    let form = json!({"a": "x y", "b": [1, 2], "c": [3, 4], "d": {"e": 1}});
    call.parts().form(&form, &[Param::form("c").explode(false), Param::json("d")]);
    call.await.unwrap();
    let mut call = Call::<OpenPost>::new(&client);
    call.parts().text("text/plain", "grüß");
    call.await.unwrap();
    let mut call = Call::<OpenPost>::new(&client);
    call.parts().body("image/png", vec![0x89, 0x50]);
    call.await.unwrap();
    Call::<OpenPost>::new(&client).await.unwrap();

    let sent: Vec<_> = recorder
        .requests()
        .iter()
        .map(|request| {
            let body = request.body.bytes().map(|bytes| bytes.to_vec());
            (header(request, "content-type").to_owned(), body)
        })
        .collect();
    assert_eq!(sent[0].0, "application/vnd.x+json");
    assert_eq!(sent[0].1.as_deref(), Some(&br#"{"a":[1,null]}"#[..]));
    assert_eq!(sent[1].0, "application/x-www-form-urlencoded");
    // Decoded by another implementation than the one that encodes.
    let form = sent[1].1.clone().unwrap();
    let pairs: Vec<(String, String)> =
        url_pairs(&String::from_utf8(form).unwrap()).into_iter().collect();
    let expected = [("a", "x y"), ("b", "1"), ("b", "2"), ("c", "3,4"), ("d", r#"{"e":1}"#)];
    assert_eq!(pairs, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    assert_eq!(sent[2].0, "text/plain; charset=utf-8");
    assert_eq!(sent[2].1.as_deref(), Some("grüß".as_bytes()));
    assert_eq!(sent[3], ("image/png".to_owned(), Some(vec![0x89, 0x50])));
    assert_eq!(sent[4], (String::new(), None));
    assert_eq!(header(&recorder.requests()[4], "content-length"), "0");
}

#[tokio::test]
async fn a_whole_query_is_one_argument() {
    let sent = async |param: Param, value: &dyn ToParam| {
        let recorder = Recorder::ok();
        let mut call = Call::<Open>::new(&client(&recorder));
        call.parts().query_string(param, value);
        call.await.map(|_| recorder.request().url.query().map(str::to_owned))
    };
    // OpenAPI 3.2, "Parameter Object Examples": a form of its own, JSON, and a JSONPath as text.
    let form = json!({ "lat": 1.5, "name": "a b&c", "tags": ["x", "y"], "none": null });
    let query = sent(Param::form("coordinates"), &form).await.unwrap();
    assert_eq!(query.as_deref(), Some("lat=1.5&name=a%20b%26c&tags=x&tags=y"));
    let query = sent(Param::json("filter"), &json!({ "n": [1] })).await.unwrap();
    assert_eq!(query.as_deref(), Some("%7B%22n%22%3A%5B1%5D%7D"));
    let query = sent(Param::simple("selector"), &"$.a.b[1:1]").await.unwrap();
    assert_eq!(query.as_deref(), Some("%24.a.b%5B1%3A1%5D"));
    assert_eq!(sent(Param::form("nothing"), &None::<String>).await.unwrap(), None);
    for (param, value) in [(Param::form("a"), json!(1)), (Param::simple("a"), json!({}))] {
        assert_eq!(sent(param, &value).await.unwrap_err().kind(), ErrorKind::InvalidArgument);
    }
}

#[tokio::test]
async fn any_method_that_is_a_token_is_sent() {
    let recorder = Recorder::ok();
    Call::<SearchKeys>::new(&client(&recorder)).await.unwrap();
    assert_eq!(recorder.request().method.as_str(), "QUERY");
    let error = Call::<OddMethod>::new(&client(&recorder)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    assert_eq!(recorder.count(), 1);
}

#[tokio::test]
async fn a_body_that_cannot_be_a_form_is_refused() {
    let recorder = Recorder::ok();
    let mut call = Call::<OpenPost>::new(&client(&recorder));
    call.parts().form(&json!([1]), &[]);
    assert_eq!(call.await.unwrap_err().kind(), ErrorKind::InvalidArgument);
    assert_eq!(recorder.count(), 0);
}

#[tokio::test]
async fn headers_of_a_call_replace_all_others_in_any_case() {
    let recorder = Recorder::ok();
    let client = api::builder()
        .transport(recorder.clone())
        .default_header("x-team", "default")
        .default_header("X-Other", "kept")
        .default_header("ACCEPT", "text/plain")
        .build()
        .unwrap();
    let mut call = Call::<PutKey>::new(&client).header("X-TEAM", "call").header("user-agent", "me");
    call.parts().header("X-Other", &"parameter");
    call.await.unwrap();
    let request = recorder.request();
    let values = |name: &str| request.headers.get_all(name).iter().cloned().collect::<Vec<_>>();
    assert_eq!(values("x-team"), [HeaderValue::from_static("call")]);
    assert_eq!(values("x-other"), [HeaderValue::from_static("parameter")]);
    assert_eq!(values("accept"), [HeaderValue::from_static("text/plain")]);
    assert_eq!(values("user-agent"), [HeaderValue::from_static("me")]);
}

#[tokio::test]
async fn options_that_cannot_work_are_refused() {
    let recorder = Recorder::ok();
    let client = client(&recorder);
    let call = || Call::<Open>::new(&client);
    for (call, part) in [
        (call().header("bad name", "x"), "header"),
        (call().header("x-name", "line\nbreak"), "x-name"),
        (call().header("Content-Length", "3"), "content-length"),
        (call().header("transfer-encoding", "chunked"), "transfer-encoding"),
        (call().timeout(std::time::Duration::ZERO), "timeout"),
        (call().attempt_timeout(std::time::Duration::ZERO), "attempt_timeout"),
    ] {
        let error = call.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument);
        assert!(error.to_string().contains(part), "{error}");
    }
    assert_eq!(recorder.count(), 0);
}

#[tokio::test]
async fn undescribed_requests_stay_below_the_base_url() {
    let recorder = Recorder::ok();
    let client = client(&recorder);
    let call = client.request(Method::POST, "/v9/new?x=1#f").query("y", "ä &").query("y", 2);
    let answer = call.json(&json!([true])).await.unwrap();
    assert_eq!(answer.json::<serde_json::Value>().unwrap(), json!({}));
    let request = recorder.request();
    assert_eq!(request.url.as_str(), "https://keys.example/base/v9/new?x=1&y=%C3%A4%20%26&y=2");
    assert_eq!(header(&request, "x-api-key"), api::PLANTED);
    assert_eq!(header(&request, "content-type"), "application/json");
    for target in ["", "v9", "https://evil.example/", "/a/../b", "/a\\..\\b", "/.\t./b", "/a/.."] {
        let error = client.request(Method::GET, target).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{target}");
    }
    client.request(Method::GET, "//evil.example/x").await.unwrap();
    assert_eq!(recorder.requests()[1].url.host_str(), Some("keys.example"));
    assert_eq!(recorder.count(), 2);
}

/// RFC 1866 section 8.2.1, written out here so as to share nothing with the code under test.
fn url_pairs(text: &str) -> Vec<(String, String)> {
    let decode = |text: &str| {
        let mut bytes = text.replace('+', " ").into_bytes();
        while let Some(place) = bytes.iter().position(|byte| *byte == b'%') {
            let hex = String::from_utf8(bytes[place + 1..place + 3].to_vec()).unwrap();
            // No `%25` in these tests, so decoding in place cannot meet a decoded percent sign.
            bytes.splice(place..place + 3, [u8::from_str_radix(&hex, 16).unwrap()]);
        }
        String::from_utf8(bytes).unwrap()
    };
    let pairs = text.split('&').map(|pair| pair.split_once('=').unwrap());
    pairs.map(|(name, value)| (decode(name), decode(value))).collect()
}
