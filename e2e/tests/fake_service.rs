//! The fake against what is known of the service, without the client: requests and answers written out.

use std::io;
use std::time::Duration;

use e2e::fake::{Answer, Clock, Fake, Injection, Route, Tier, local_date_time};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const KEYS: &str = "/v0/organizations/org-123/api-key";
/// 2020-01-01T00:00:00Z.
const NOW: i64 = 1_577_836_800_000;

struct Reply {
    status: u16,
    head: String,
    body: String,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(n, _)| *n == name)
            .map(|(_, value)| value)
    }
}

/// One request on a connection of its own; `headers` are whole lines.
async fn send(fake: &Fake, method: &str, target: &str, headers: &[&str]) -> io::Result<Reply> {
    let authority = fake.url.trim_start_matches("http://");
    let mut stream = TcpStream::connect(authority).await?;
    let mut request =
        format!("{method} {target} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n");
    for header in headers {
        request.push_str(header);
        request.push_str("\r\n");
    }
    request.push_str("\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await?;
    let (head, body) = reply.split_once("\r\n\r\n").ok_or(io::ErrorKind::UnexpectedEof)?;
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .ok_or(io::ErrorKind::InvalidData)?;
    Ok(Reply { status, head: head.to_owned(), body: body.to_owned() })
}

/// The same with the system key.
async fn call(fake: &Fake, method: &str, target: &str) -> io::Result<Reply> {
    send(fake, method, target, &[&format!("X-API-Key: {}", fake.system_key())]).await
}

async fn standing() -> io::Result<Fake> {
    Fake::start_at(Clock::standing_at(NOW)).await
}

fn service_error(message: &str, kind: &str) -> Value {
    json!({ "message": message, "requestId": "r-1", "type": kind })
}

/// The body with its request id made comparable.
fn refusal(reply: &Reply) -> Value {
    let mut body = reply.json();
    if let Some(id) = body.get_mut("requestId") {
        assert_eq!(id.as_str(), reply.header("x-request-id"));
        *id = json!("r-1");
    }
    body
}

#[tokio::test]
async fn create_gives_the_record_and_the_text_of_the_key() -> io::Result<()> {
    let fake = standing().await?;
    let target = format!(
        "{KEYS}?user_id=u%201&expiration_time=1577836860000&scopes=%3Auser&scopes=:user&alias=a"
    );
    let reply = call(&fake, "POST", &target).await?;
    assert_eq!(reply.status, 200);
    let body = reply.json();
    let id = body["keyId"].as_str().unwrap_or_default();
    let key = body["key"].as_str().unwrap_or_default();
    let text = key.strip_suffix(":org-123").unwrap_or_default();
    assert_eq!((id.len(), text.len(), text.split('.').next()), (10, 64, Some(id)));
    let expected = json!({
        "keyId": id, "key": key, "orgId": "org-123", "userId": "u 1", "alias": "a", "scopes": [":user"],
        "creationTime": "2020-01-01T00:00:00", "expirationTime": "2020-01-01T00:01:00", "revoked": false,
    });
    assert_eq!(body, expected);
    Ok(())
}

#[tokio::test]
async fn only_a_digest_is_stored() -> io::Result<()> {
    let fake = standing().await?;
    let key = fake.issue_key("org-123", "u", &[]);
    let id = key.split('.').next().unwrap_or_default();
    let digest = fake.stored_digest(id).unwrap_or_default();
    assert_eq!(digest.len(), 64);
    assert!(digest.chars().all(|c| c.is_ascii_hexdigit() && !c.is_ascii_uppercase()));
    Ok(())
}

#[tokio::test]
async fn absent_scopes_alias_and_expiration_are_left_out() -> io::Result<()> {
    let fake = standing().await?;
    let body = call(&fake, "POST", &format!("{KEYS}?user_id=u")).await?.json();
    let mut names: Vec<_> =
        body.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, ["creationTime", "key", "keyId", "orgId", "revoked", "userId"]);
    Ok(())
}

#[tokio::test]
async fn create_checks_expiration_then_organization_then_limit_then_scopes() -> io::Result<()> {
    let fake = standing().await?;
    fake.add_org("free", Some(Tier::Free));
    for _ in 0..25 {
        let _ = fake.issue_key("free", "u", &[]);
    }
    let all_wrong = "user_id=u&expiration_time=1577836859999&scopes=:nope";
    let reply = call(&fake, "POST", &format!("/v0/organizations/gone/api-key?{all_wrong}")).await?;
    assert_eq!(
        (reply.status, refusal(&reply)),
        (400, service_error("Invalid expiration time", "IllegalArgument"))
    );

    let no_expiration = "user_id=u&scopes=:nope";
    let reply =
        call(&fake, "POST", &format!("/v0/organizations/gone/api-key?{no_expiration}")).await?;
    let expected =
        service_error("Resource Organization with ID gone not found.", "ResourceNotFound");
    assert_eq!((reply.status, refusal(&reply)), (404, expected));

    let reply =
        call(&fake, "POST", &format!("/v0/organizations/free/api-key?{no_expiration}")).await?;
    assert_eq!(
        (reply.status, refusal(&reply)),
        (400, service_error("Key limit reached", "IllegalArgument"))
    );

    let reply = call(&fake, "POST", &format!("{KEYS}?{no_expiration}&scopes=:user")).await?;
    assert_eq!(
        (reply.status, refusal(&reply)),
        (400, service_error("Invalid scope provided: :nope", "IllegalArgument"))
    );
    Ok(())
}

#[tokio::test]
async fn the_limit_is_for_tiers_that_do_not_pay_and_for_keys_not_revoked() -> io::Result<()> {
    let fake = standing().await?;
    for (org, tier, status) in [
        ("none", None, 400),
        ("free", Some(Tier::Free), 400),
        ("paid", Some(Tier::Paid), 200),
        ("aws", Some(Tier::AwsMarketplace), 200),
        ("sub", Some(Tier::Subscription), 200),
    ] {
        fake.add_org(org, tier);
        let mut last = String::new();
        for _ in 0..25 {
            last = fake.issue_key(org, "u", &[]);
        }
        let target = format!("/v0/organizations/{org}/api-key?user_id=u");
        assert_eq!(call(&fake, "POST", &target).await?.status, status, "{org}");
        let id = last.split('.').next().unwrap_or_default();
        assert_eq!(call(&fake, "DELETE", &format!("{target}&key_id={id}")).await?.status, 200);
        assert_eq!(call(&fake, "POST", &target).await?.status, 200, "{org} after revoking one");
    }
    fake.delete_org("paid");
    assert_eq!(call(&fake, "POST", "/v0/organizations/paid/api-key?user_id=u").await?.status, 404);
    Ok(())
}

#[tokio::test]
async fn lists_differ_in_revoked_keys_and_last_use() -> io::Result<()> {
    let fake = standing().await?;
    let user_key = fake.issue_key("org-123", "u", &[":user"]);
    let revoked = fake.issue_key("org-123", "u", &[]);
    let (user_id, revoked_id) = (&user_key[..10], &revoked[..10]);
    // Used, though not for this: the role is missing.
    assert_eq!(send(&fake, "GET", KEYS, &[&format!("X-API-Key: {user_key}")]).await?.status, 403);
    let listed = call(&fake, "GET", KEYS).await?.json();
    assert_eq!(listed["items"][0].get("lastUsedTime"), None, "not flushed yet");
    fake.flush_last_used();
    assert_eq!(
        call(&fake, "DELETE", &format!("{KEYS}?user_id=u&key_id={revoked_id}")).await?.status,
        200
    );

    let of_org = call(&fake, "GET", KEYS).await?.json();
    let record = json!({
        "keyId": user_id, "orgId": "org-123", "userId": "u", "creationTime": "2020-01-01T00:00:00",
        "scopes": [":user"], "revoked": false,
    });
    let mut with_use = record.clone();
    with_use["lastUsedTime"] = json!("2020-01-01T00:00:00");
    assert_eq!(of_org, json!({ "items": [with_use] }));
    assert_eq!(
        call(&fake, "GET", &format!("{KEYS}/{user_id}")).await?.json(),
        json!({ "key": with_use })
    );

    let of_user = call(&fake, "GET", &format!("{KEYS}?user_id=u")).await?.json();
    let gone = json!({
        "keyId": revoked_id, "orgId": "org-123", "userId": "u", "creationTime": "2020-01-01T00:00:00", "revoked": true,
    });
    assert_eq!(of_user, json!({ "items": [record, gone] }));

    for nothing in
        ["/v0/organizations/nope/api-key", "/v0/organizations/org-123/api-key?user_id=None"]
    {
        let reply = call(&fake, "GET", nothing).await?;
        assert_eq!((reply.status, reply.json()), (200, json!({ "items": [] })));
    }
    for id in [revoked_id, "nope"] {
        let reply = call(&fake, "GET", &format!("{KEYS}/{id}")).await?;
        assert_eq!((reply.status, reply.body.as_str()), (200, "{}"));
    }
    Ok(())
}

#[tokio::test]
async fn revoking_again_succeeds_and_revoking_what_is_not_there_does_not() -> io::Result<()> {
    let fake = standing().await?;
    let key = fake.issue_key("org-123", "u", &[":whylabs_system"]);
    let id = &key[..10];
    let target = format!("{KEYS}?user_id=u&key_id={id}");
    let as_key = format!("X-API-Key: {key}");
    assert_eq!(send(&fake, "GET", KEYS, &[&as_key]).await?.status, 200);
    for _ in 0..2 {
        let reply = call(&fake, "DELETE", &target).await?;
        let body = reply.json();
        assert_eq!(
            (reply.status, &body["revoked"], body.get("key"), body.get("lastUsedTime")),
            (200, &json!(true), None, None)
        );
    }
    assert_eq!(send(&fake, "GET", KEYS, &[&as_key]).await?.status, 403);
    for target in [
        format!("{KEYS}?user_id=other&key_id={id}"),
        format!("/v0/organizations/o/api-key?user_id=u&key_id={id}"),
    ] {
        let reply = call(&fake, "DELETE", &target).await?;
        let expected =
            service_error(&format!("Resource ApiKey with ID {id} not found."), "ResourceNotFound");
        assert_eq!((reply.status, refusal(&reply)), (404, expected));
    }
    Ok(())
}

#[tokio::test]
async fn keys_are_read_with_and_without_their_organization_and_from_a_cookie() -> io::Result<()> {
    let fake = standing().await?;
    let with_org = fake.system_key();
    let text = with_org.split(':').next().unwrap_or_default();
    for (header, status) in [
        (format!("X-API-Key: {with_org}"), 200),
        (format!("X-API-Key: {text}"), 200),
        (format!("Cookie: a=b; X-API-Key={text}"), 200),
        (format!("X-API-Key: Bearer {text}"), 403),
        (format!("X-API-Key: {text}:a:b"), 403),
        (format!("X-API-Key: {}", &text[..63]), 403),
        ("X-API-Key: {\"aws\":1}".to_owned(), 403),
        (
            "X-API-Key: 0123456789.01234567890123456789012345678901234567890123456789012"
                .to_owned(),
            403,
        ),
        (
            format!("X-API-Key: {}", fake.issue_key("org-123", "u", &[":whylabs_administrator"])),
            403,
        ),
        (format!("X-API-Key: {}", fake.issue_key("org-123", "u", &[":administrator"])), 403),
        ("X-Other: 1".to_owned(), 401),
    ] {
        let reply = send(&fake, "GET", KEYS, &[&header]).await?;
        assert_eq!(reply.status, status, "{}", header.split('.').next().unwrap_or_default());
        if status != 200 {
            let message = if status == 401 { "Unauthorized" } else { "Forbidden" };
            let links = json!({ "self": { "href": KEYS, "templated": false } });
            assert_eq!(reply.json(), json!({ "message": message, "_links": links }));
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_key_works_up_to_its_expiration() -> io::Result<()> {
    let fake = standing().await?;
    let target =
        format!("{KEYS}?user_id=u&scopes=:whylabs_system&expiration_time={}", NOW + 60_000);
    let body = call(&fake, "POST", &target).await?.json();
    let header = format!("X-API-Key: {}", body["key"].as_str().unwrap_or_default());
    fake.clock().advance(Duration::from_secs(60));
    assert_eq!(send(&fake, "GET", KEYS, &[&header]).await?.status, 200);
    fake.clock().advance(Duration::from_millis(1));
    assert_eq!(send(&fake, "GET", KEYS, &[&header]).await?.status, 403);
    Ok(())
}

#[tokio::test]
async fn the_framework_refuses_in_its_own_shape() -> io::Result<()> {
    let fake = standing().await?;
    for (method, target, status, message, path) in [
        ("POST", KEYS.to_owned(), 400, "Bad Request", Some("/user_id")),
        ("DELETE", format!("{KEYS}?user_id=u"), 400, "Bad Request", Some("/key_id")),
        (
            "POST",
            format!("{KEYS}?user_id=u&expiration_time=None"),
            400,
            "Bad Request",
            Some("/expiration_time"),
        ),
        (
            "POST",
            format!("{KEYS}?user_id=u&expiration_time=9223372036854775808"),
            400,
            "Bad Request",
            Some("/expiration_time"),
        ),
        ("PUT", KEYS.to_owned(), 405, "Method Not Allowed", None),
        ("POST", format!("{KEYS}/abc"), 405, "Method Not Allowed", None),
    ] {
        let reply = call(&fake, method, &target).await?;
        let body = reply.json();
        assert_eq!(
            (reply.status, body["message"].as_str()),
            (status, Some(message)),
            "{method} {target}"
        );
        assert_eq!(body["_links"]["self"], json!({ "href": target, "templated": false }));
        assert_eq!(body["_embedded"]["errors"][0].get("path").and_then(Value::as_str), path);
        assert_eq!(body.get("requestId"), None);
    }
    Ok(())
}

#[tokio::test]
async fn unknown_routes_are_empty_404s_for_who_shows_a_key() -> io::Result<()> {
    let fake = standing().await?;
    for target in
        ["/", "/v1/api-key", "/v0/organizations//api-key", "/v0/organizations/o/api-key/a/b"]
    {
        let reply = call(&fake, "GET", target).await?;
        assert_eq!((reply.status, reply.body.as_str()), (404, ""), "{target}");
    }
    assert_eq!(send(&fake, "GET", "/nowhere", &[]).await?.status, 401);
    Ok(())
}

#[tokio::test]
async fn every_answer_has_the_headers_of_the_service() -> io::Result<()> {
    let fake = standing().await?;
    for target in [KEYS, "/nowhere"] {
        let reply = call(&fake, "GET", target).await?;
        assert_eq!(reply.header("x-request-id").map(str::len), Some(36));
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
        assert!(reply.header("strict-transport-security").is_some());
        let key = format!("X-API-Key: {}", fake.system_key());
        let reply = send(&fake, "GET", target, &[&key, "X-Request-Id: mine"]).await?;
        assert_eq!(reply.header("x-request-id"), Some("mine"));
    }
    Ok(())
}

#[tokio::test]
async fn injections_happen_once_and_in_order() -> io::Result<()> {
    let fake = standing().await?;
    fake.inject(Route::List, Answer::too_many_requests());
    fake.inject(Route::Create, Injection::LoseAnswer { after: 10 });
    let reply = call(&fake, "GET", KEYS).await?;
    assert_eq!(
        (reply.status, reply.body.as_str()),
        (429, "Too many requests. Please try again later.")
    );
    let lost = call(&fake, "POST", &format!("{KEYS}?user_id=u")).await?;
    assert_eq!(lost.body.len(), 10);
    let listed = call(&fake, "GET", KEYS).await?.json();
    assert_eq!(listed["items"].as_array().map(Vec::len), Some(1), "the key exists all the same");
    let targets: Vec<_> =
        fake.take_requests().into_iter().map(|request| (request.method, request.target)).collect();
    let expected =
        [("GET", KEYS.to_owned()), ("POST", format!("{KEYS}?user_id=u")), ("GET", KEYS.to_owned())];
    assert_eq!(targets, expected.map(|(method, target)| (method.to_owned(), target)));
    assert!(fake.take_requests().is_empty());
    Ok(())
}

#[test]
fn times_have_no_zone_and_no_zeros_at_the_end() {
    // Printed with Java's ISO_LOCAL_DATE_TIME; the last two are of the calendar itself.
    for (milliseconds, text) in [
        (1_577_836_800_000, "2020-01-01T00:00:00"),
        (1_577_836_800_001, "2020-01-01T00:00:00.001"),
        (1_577_836_800_120, "2020-01-01T00:00:00.12"),
        (i64::MAX, "+292278994-08-17T07:12:55.807"),
        (951_782_400_000, "2000-02-29T00:00:00"),
        (-1, "1969-12-31T23:59:59.999"),
    ] {
        assert_eq!(local_date_time(milliseconds), text);
    }
}
