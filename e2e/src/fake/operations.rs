//! The four operations.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{Method, StatusCode, Uri};
use serde::Serialize;

use super::Service;
use super::local_time::local_date_time;
use super::refusal::Refusal;
use super::scopes::ALLOWED_SCOPES;
use super::store::{Key, NewKey};

/// An expiration has to be this far ahead.
const SHORTEST_LIFE: i64 = 60_000;

type Pairs = Query<Vec<(String, String)>>;

/// A key as answers show it. What is `None` is left out; an empty list would stay.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserApiKey {
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    key_id: String,
    org_id: String,
    user_id: String,
    creation_time: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    expiration_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_used_time: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scopes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<String>,
    revoked: bool,
}

/// The answer of get.
#[derive(Debug, Serialize)]
pub(super) struct UserApiKeyResponse {
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<UserApiKey>,
}

/// The answer of list.
#[derive(Debug, Serialize)]
pub(super) struct ListUserApiKeys {
    items: Vec<UserApiKey>,
}

pub(super) async fn create(
    State(service): State<Arc<Service>>,
    Path(org_id): Path<String>,
    Query(query): Pairs,
) -> Result<Json<UserApiKey>, Refusal> {
    let user_id = required(&query, "user_id")?;
    let expires = milliseconds(&query, "expiration_time")?;
    let alias = optional(&query, "alias");
    let mut scopes: Vec<String> = Vec::new();
    for (_, scope) in query.iter().filter(|(name, _)| name == "scopes") {
        if !scopes.contains(scope) {
            scopes.push(scope.clone());
        }
    }

    let now = service.clock.now();
    let mut store = service.store();
    if expires.is_some_and(|expires| expires < now.saturating_add(SHORTEST_LIFE)) {
        return Err(Refusal::illegal_argument("Invalid expiration time"));
    }
    if !store.has_org(&org_id) {
        return Err(Refusal::not_found("Organization", &org_id));
    }
    if store.is_full(&org_id) {
        return Err(Refusal::illegal_argument("Key limit reached"));
    }
    if let Some(scope) = scopes.iter().find(|scope| !ALLOWED_SCOPES.contains(&scope.as_str())) {
        return Err(Refusal::illegal_argument(format!("Invalid scope provided: {scope}")));
    }
    let (key, text) = store.create(NewKey { org_id, user_id, expires, scopes, alias }, now);
    Ok(Json(UserApiKey { key: Some(text), ..UserApiKey::of_one_user(&key) }))
}

pub(super) async fn list(
    State(service): State<Arc<Service>>,
    Path(org_id): Path<String>,
    Query(query): Pairs,
) -> Json<ListUserApiKeys> {
    let store = service.store();
    let items = match optional(&query, "user_id") {
        Some(user_id) => store
            .of_org(&org_id)
            .filter(|key| key.user_id == user_id)
            .map(UserApiKey::of_one_user)
            .collect(),
        None => store.of_org(&org_id).filter(|key| !key.revoked).map(UserApiKey::of_org).collect(),
    };
    Json(ListUserApiKeys { items })
}

/// The list of the organization, filtered; so a key that is not in it is no error.
pub(super) async fn get(
    State(service): State<Arc<Service>>,
    Path((org_id, key_id)): Path<(String, String)>,
) -> Json<UserApiKeyResponse> {
    let store = service.store();
    let key =
        store.of_org(&org_id).find(|key| !key.revoked && key.id == key_id).map(UserApiKey::of_org);
    Json(UserApiKeyResponse { key })
}

pub(super) async fn revoke(
    State(service): State<Arc<Service>>,
    Path(org_id): Path<String>,
    Query(query): Pairs,
) -> Result<Json<UserApiKey>, Refusal> {
    let user_id = required(&query, "user_id")?;
    let key_id = required(&query, "key_id")?;
    let mut store = service.store();
    let key = store
        .find_mut(&org_id, &user_id, &key_id)
        .ok_or_else(|| Refusal::not_found("ApiKey", &key_id))?;
    key.revoked = true;
    Ok(Json(UserApiKey::of_one_user(key)))
}

pub(super) async fn wrong_method(method: Method, uri: Uri) -> Refusal {
    let single = uri.path().rsplit('/').next() != Some("api-key");
    let allowed = if single { "GET, HEAD" } else { "DELETE, GET, HEAD, POST" };
    let message = format!(
        "Method [{method}] not allowed for URI [{}]. Allowed methods: [{allowed}]",
        uri.path()
    );
    Refusal::Framework { status: StatusCode::METHOD_NOT_ALLOWED, errors: vec![(message, None)] }
}

impl UserApiKey {
    /// As the list of an organization shows it.
    fn of_org(key: &Key) -> Self {
        Self { last_used_time: key.last_used.map(local_date_time), ..Self::of_one_user(key) }
    }

    /// As the list of a user, and the answers of create and revoke, show it: without its last use.
    fn of_one_user(key: &Key) -> Self {
        Self {
            key: None,
            key_id: key.id.clone(),
            org_id: key.org_id.clone(),
            user_id: key.user_id.clone(),
            creation_time: local_date_time(key.created),
            expiration_time: key.expires.map(local_date_time),
            last_used_time: None,
            scopes: key.scopes.clone(),
            alias: key.alias.clone(),
            revoked: key.revoked,
        }
    }
}

fn optional(query: &[(String, String)], name: &str) -> Option<String> {
    query.iter().find(|(given, _)| given == name).map(|(_, value)| value.clone())
}

fn required(query: &[(String, String)], name: &'static str) -> Result<String, Refusal> {
    optional(query, name).ok_or_else(|| {
        Refusal::unbound(format!("Required QueryValue [{name}] not specified"), name)
    })
}

/// The binder is strict: what is not a number is not taken for a parameter that was not given.
fn milliseconds(query: &[(String, String)], name: &'static str) -> Result<Option<i64>, Refusal> {
    let Some(text) = optional(query, name) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| {
        let message = format!(
            "Failed to convert argument [{name}] for value [{text}] due to: For input string: \"{text}\""
        );
        Refusal::unbound(message, name)
    })
}
