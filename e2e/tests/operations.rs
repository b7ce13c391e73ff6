//! Every operation over a real socket, the happy way and each refusal.

use std::error::Error as StdError;
use std::time::Duration;

use axum::http::{HeaderValue, StatusCode};
use e2e::fake::{Answer, Clock, Fake, Route, Tier};
use serde_json::json;
use whylabs_client::model::ServiceError;
use whylabs_client::{Client, Error, ErrorKind, RetryPolicy};

type Outcome = Result<(), Box<dyn StdError>>;

/// 2020-01-01T00:00:00Z.
const NOW: i64 = 1_577_836_800_000;

async fn start() -> std::io::Result<Fake> {
    Fake::start_at(Clock::standing_at(NOW)).await
}

fn client(fake: &Fake) -> Result<Client, Error> {
    client_with(fake, fake.system_key())
}

fn client_with(fake: &Fake, key: &str) -> Result<Client, Error> {
    let quick = RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(1));
    Client::builder().base_url(&fake.url).api_key_auth(key).retry(quick).build()
}

/// What a refusal of the service itself looks like.
fn assert_refused(error: &Error, status: u16, message: &str, kind: &str) {
    assert_eq!(error.kind(), ErrorKind::Status);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    assert_eq!(error.message(), Some(message));
    assert_eq!(error.request_id().map(str::len), Some(36), "a UUID of the service");
    let body: Result<ServiceError, _> = error.decode();
    let body = body.expect("the body of the service's own refusals is described");
    assert_eq!(body.message, message);
    assert_eq!(body.request_id.as_deref(), error.request_id());
    assert_eq!(body.type_.as_deref(), Some(kind));
    assert_eq!(body.parameter, None);
    let shown = error.to_string();
    assert!(
        shown.contains(message) && shown.contains("/v0/organizations/{org_id}/api-key"),
        "{shown}"
    );
}

/// What a refusal of the framework under it looks like: no id and no type in the body.
fn assert_refused_by_framework(error: &Error, status: u16, message: &str) {
    assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
    assert_eq!(error.request_id().map(str::len), Some(36), "from the header");
    let body: Result<ServiceError, _> = error.decode();
    let body = body.expect("it has a message at least");
    assert_eq!((body.message.as_str(), body.request_id, body.type_), (message, None, None));
}

#[tokio::test]
async fn create_gives_every_field() -> Outcome {
    let fake = start().await?;
    let key = client(&fake)?
        .api_key()
        .create_api_key("org-123", "user-123")
        .expiration_time(NOW + 60_000)
        .scopes([":user", ":write_data"])
        .alias("MLApplicationName")
        .await?;
    assert_eq!((key.org_id.as_str(), key.user_id.as_str()), ("org-123", "user-123"));
    assert_eq!(key.creation_time, "2020-01-01T00:00:00");
    assert_eq!(key.expiration_time.as_deref(), Some("2020-01-01T00:01:00"));
    assert_eq!(key.scopes, Some(vec![":user".to_owned(), ":write_data".to_owned()]));
    assert_eq!(key.alias.as_deref(), Some("MLApplicationName"));
    assert_eq!(
        (key.revoked, key.last_used_time.clone(), key.resource_id.clone()),
        (Some(false), None, None)
    );
    let secret = key.key.as_ref().ok_or("no secret")?;
    assert!(secret.expose().starts_with(&format!("{}.", key.key_id)));
    assert!(secret.expose().ends_with(":org-123"));
    assert!(!format!("{key:?}").contains(&secret.expose()[11..]), "the secret is not shown");
    Ok(())
}

#[tokio::test]
async fn a_created_key_is_one_that_works() -> Outcome {
    let fake = start().await?;
    let created =
        client(&fake)?.api_key().create_api_key("org-123", "u").scopes([":whylabs_system"]).await?;
    let secret = created.key.as_ref().ok_or("no secret")?;
    let listed = client_with(&fake, secret.expose())?.api_key().list_api_keys("org-123").await?;
    assert_eq!(listed.items.len(), 1);
    Ok(())
}

#[tokio::test]
async fn scopes_are_a_set() -> Outcome {
    let fake = start().await?;
    let api = client(&fake)?;
    let key = api.api_key().create_api_key("org-123", "u").scopes([":user", ":user"]).await?;
    assert_eq!(key.scopes, Some(vec![":user".to_owned()]));
    let none = api.api_key().create_api_key("org-123", "u").await?;
    assert_eq!(none.scopes, None, "no default");
    Ok(())
}

#[tokio::test]
async fn create_is_refused_in_the_order_of_the_service() -> Outcome {
    let fake = start().await?;
    fake.add_org("free", Some(Tier::Free));
    for _ in 0..25 {
        let _ = fake.issue_key("free", "u", &[]);
    }
    let client = client(&fake)?;
    let api = client.api_key();

    let too_soon =
        api.create_api_key("gone", "u").expiration_time(NOW + 59_999).scopes([":nope"]).await;
    assert_refused(
        &too_soon.expect_err("too soon"),
        400,
        "Invalid expiration time",
        "IllegalArgument",
    );

    let gone =
        api.create_api_key("gone", "u").scopes([":nope"]).await.expect_err("no such organization");
    assert_refused(&gone, 404, "Resource Organization with ID gone not found.", "ResourceNotFound");
    assert!(gone.is_not_found());

    let full = api.create_api_key("free", "u").scopes([":nope"]).await.expect_err("25 keys");
    assert_refused(&full, 400, "Key limit reached", "IllegalArgument");

    let scope =
        api.create_api_key("org-123", "u").scopes([":nope"]).await.expect_err("no such scope");
    assert_refused(&scope, 400, "Invalid scope provided: :nope", "IllegalArgument");
    assert!(!scope.is_retryable());
    Ok(())
}

#[tokio::test]
async fn get_finds_a_key_and_an_unknown_one_is_no_error() -> Outcome {
    let fake = start().await?;
    let client = client(&fake)?;
    let api = client.api_key();
    let created = api.create_api_key("org-123", "u").alias("a b/c?d&e=f%20+ü").await?;
    let found = api.get_api_key("org-123", &created.key_id).await?.key.ok_or("not found")?;
    assert_eq!(found.key_id, created.key_id);
    assert_eq!(found.alias.as_deref(), Some("a b/c?d&e=f%20+ü"), "as it was sent");
    assert_eq!(found.key, None);
    assert_eq!(api.get_api_key("org-123", "nope").await?.key, None);
    Ok(())
}

#[tokio::test]
async fn list_with_and_without_a_user() -> Outcome {
    let fake = start().await?;
    let client = client(&fake)?;
    let api = client.api_key();
    let kept = api.create_api_key("org-123", "u").await?;
    let gone = api.create_api_key("org-123", "u").await?;
    let other = api.create_api_key("org-123", "v").await?;
    api.revoke_api_key("org-123", "u", &gone.key_id).await?;

    let ids = |list: whylabs_client::model::ListUserApiKeys| -> Vec<(String, Option<bool>)> {
        list.items.into_iter().map(|key| (key.key_id, key.revoked)).collect()
    };
    let all = ids(api.list_api_keys("org-123").await?);
    assert_eq!(all, [(kept.key_id.clone(), Some(false)), (other.key_id, Some(false))]);
    let of_user = ids(api.list_api_keys("org-123").user_id("u").await?);
    assert_eq!(of_user, [(kept.key_id, Some(false)), (gone.key_id, Some(true))]);
    assert!(api.list_api_keys("nowhere").await?.items.is_empty());
    assert!(api.list_api_keys("org-123").user_id("None").await?.items.is_empty());
    Ok(())
}

#[tokio::test]
async fn the_last_use_is_told_by_the_list_of_the_organization() -> Outcome {
    let fake = start().await?;
    let key = fake.issue_key("org-123", "u", &[":whylabs_system"]);
    client_with(&fake, &key)?.api_key().list_api_keys("org-123").await?;
    fake.flush_last_used();
    let client = client(&fake)?;
    let of_org = client.api_key().list_api_keys("org-123").await?;
    assert_eq!(of_org.items[0].last_used_time.as_deref(), Some("2020-01-01T00:00:00"));
    let of_user = client.api_key().list_api_keys("org-123").user_id("u").await?;
    assert_eq!(of_user.items[0].last_used_time, None);
    Ok(())
}

#[tokio::test]
async fn revoke_twice_and_revoke_what_is_not_there() -> Outcome {
    let fake = start().await?;
    let client = client(&fake)?;
    let api = client.api_key();
    let key = api.create_api_key("org-123", "u").await?;
    for _ in 0..2 {
        let revoked = api.revoke_api_key("org-123", "u", &key.key_id).await?;
        assert_eq!(
            (revoked.key_id, revoked.revoked, revoked.key),
            (key.key_id.clone(), Some(true), None)
        );
    }
    let of_other =
        api.revoke_api_key("org-123", "v", &key.key_id).await.expect_err("another user's");
    let message = format!("Resource ApiKey with ID {} not found.", key.key_id);
    assert_refused(&of_other, 404, &message, "ResourceNotFound");
    Ok(())
}

#[tokio::test]
async fn keys_that_do_not_do_are_refused_by_every_operation() -> Outcome {
    let fake = start().await?;
    let without_role = fake.issue_key("org-123", "u", &[":administrator"]);
    let unknown = "0123456789.01234567890123456789012345678901234567890123456789012";
    for key in [without_role.as_str(), unknown, "short"] {
        let client = client_with(&fake, key)?;
        let api = client.api_key();
        let errors = [
            api.create_api_key("org-123", "u").await.expect_err("create"),
            api.get_api_key("org-123", "k").await.expect_err("get"),
            api.list_api_keys("org-123").await.expect_err("list"),
            api.revoke_api_key("org-123", "u", "k").await.expect_err("revoke"),
        ];
        for error in errors {
            assert!(error.is_forbidden());
            assert_refused_by_framework(&error, 403, "Forbidden");
            assert!(!format!("{error} {error:?}").contains(key), "the key is not shown");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_revoked_or_expired_key_no_longer_works() -> Outcome {
    let fake = start().await?;
    let client = client(&fake)?;
    let system = || client.api_key().create_api_key("org-123", "u").scopes([":whylabs_system"]);
    let expiring = system().expiration_time(NOW + 60_000).await?;
    let revoked = system().await?;
    client.api_key().revoke_api_key("org-123", "u", &revoked.key_id).await?;
    fake.clock().advance(Duration::from_millis(60_001));
    for key in [expiring, revoked] {
        let secret = key.key.as_ref().ok_or("no secret")?;
        let error = client_with(&fake, secret.expose())?.api_key().list_api_keys("org-123").await;
        assert!(error.expect_err("no longer").is_forbidden());
    }
    Ok(())
}

#[tokio::test]
async fn the_prefix_of_the_old_client_is_sent_and_refused() -> Outcome {
    let fake = start().await?;
    let builder = Client::builder()
        .base_url(&fake.url)
        .api_key_auth(fake.system_key())
        .api_key_auth_prefix("Bearer");
    let error =
        builder.build()?.api_key().list_api_keys("org-123").await.expect_err("not 64 characters");
    assert_refused_by_framework(&error, 403, "Forbidden");
    let requests = fake.take_requests();
    assert_eq!(
        requests[0].header("x-api-key"),
        Some(format!("Bearer {}", fake.system_key()).as_str())
    );
    Ok(())
}

#[tokio::test]
async fn without_a_key_nothing_is_sent_and_the_service_would_say_401() -> Outcome {
    let fake = start().await?;
    let client = Client::builder().base_url(&fake.url).build()?;
    let error = client.api_key().list_api_keys("org-123").await.expect_err("no key");
    assert_eq!(error.kind(), ErrorKind::MissingCredential);
    assert!(error.to_string().contains("WHYLABS_API_KEY"), "it says how to set one: {error}");
    assert!(fake.take_requests().is_empty());

    let unauthorized = json!({ "message": "Unauthorized", "_links": {} });
    fake.inject(Route::List, Answer::json(StatusCode::UNAUTHORIZED, &unauthorized));
    let error =
        self::client(&fake)?.api_key().list_api_keys("org-123").await.expect_err("injected");
    assert!(error.is_unauthorized());
    assert_refused_by_framework(&error, 401, "Unauthorized");
    Ok(())
}

#[tokio::test]
async fn texts_that_are_not_json_are_kept_with_their_status() -> Outcome {
    let fake = start().await?;
    fake.inject(Route::Create, Answer::too_many_requests());
    let error = client(&fake)?.api_key().create_api_key("org-123", "u").await.expect_err("429");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(429));
    assert_eq!(error.message(), Some("Too many requests. Please try again later."));
    assert!(error.is_retryable());
    assert_eq!(error.attempts(), 1, "a key may exist by now");
    assert!(error.decode::<ServiceError>().is_err());

    fake.inject(Route::List, Answer::location_not_permitted());
    let error = client(&fake)?.api_key().list_api_keys("org-123").await.expect_err("403");
    assert!(error.is_forbidden());
    assert_eq!(
        error.message(),
        Some("Requests from this location are not permitted by your organization.")
    );
    Ok(())
}

#[tokio::test]
async fn an_error_of_the_service_names_the_parameter() -> Outcome {
    let fake = start().await?;
    let body = json!({ "message": "bad", "requestId": "r-1", "type": "ArgumentValue", "parameter": "alias" });
    fake.inject(Route::Create, Answer::json(StatusCode::BAD_REQUEST, &body));
    let error =
        client(&fake)?.api_key().create_api_key("org-123", "u").await.expect_err("injected");
    let body: ServiceError = error.decode()?;
    assert_eq!(
        (body.type_.as_deref(), body.parameter.as_deref()),
        (Some("ArgumentValue"), Some("alias"))
    );
    Ok(())
}

#[tokio::test]
async fn a_request_id_of_ones_own_comes_back() -> Outcome {
    let fake = start().await?;
    let client = client(&fake)?;
    let answer = client
        .api_key()
        .list_api_keys("org-123")
        .header("X-Request-Id", "mine-1")
        .with_response()
        .await?;
    assert_eq!(
        answer.headers().get("x-request-id").map(HeaderValue::as_bytes),
        Some(&b"mine-1"[..])
    );
    let refused =
        client.api_key().create_api_key("gone", "u").header("X-Request-Id", "mine-2").await;
    let error = refused.expect_err("no such organization");
    assert_eq!(error.request_id(), Some("mine-2"));
    Ok(())
}

#[tokio::test]
async fn a_busy_service_is_asked_again_where_that_is_safe() -> Outcome {
    let fake = start().await?;
    let client = client(&fake)?;
    for _ in 0..2 {
        let busy = Answer::text(StatusCode::SERVICE_UNAVAILABLE, "later");
        fake.inject(Route::Revoke, busy.with_header("retry-after", "0"));
    }
    let key = fake.issue_key("org-123", "u", &[]);
    let revoked = client.api_key().revoke_api_key("org-123", "u", &key[..10]).await?;
    assert_eq!(revoked.revoked, Some(true));
    assert_eq!(fake.take_requests().len(), 3);
    Ok(())
}
