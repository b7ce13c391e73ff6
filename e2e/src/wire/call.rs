//! A recorded call, made again with our client.

use std::time::Duration;

use serde_json::{Map, Value, json};
use whylabs_client::model::{ListUserApiKeys, UserApiKey, UserApiKeyResponse};
use whylabs_client::{Client, Error, RetryPolicy, Secret};

use super::case::Call;
use super::python;

/// The key with which the recordings were made. It never opened anything.
pub const RECORDED_KEY: &str = "MPq1z3aBcD.kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk";
/// The ports that the two servers had.
const RECORDED_PORTS: [&str; 2] = [":18431", ":18432"];
/// The name of the security scheme.
const SCHEME: &str = "ApiKeyAuth";

/// What became of it.
#[derive(Debug)]
pub enum Outcome {
    /// It cannot be written in Rust: a type, or an option, that there is not.
    NotInRust(String),
    /// The recording has an option that this replay does not know.
    Unknown(String),
    /// The client refused its configuration.
    NotBuilt(Error),
    /// The call failed.
    Failed(Error),
    /// The call gave this, as the JSON it was read from.
    Returned(Value),
}

/// Where the replay goes.
#[derive(Clone, Copy, Debug)]
pub struct Ports {
    /// In place of the first server's port.
    pub a: u16,
    /// In place of the second one's.
    pub b: u16,
}

/// Makes the call.
pub async fn replay(call: &Call, ports: Ports) -> Outcome {
    let operation = match Operation::read(call) {
        Ok(operation) => operation,
        Err(reason) => return Outcome::NotInRust(reason),
    };
    let client = match Setup::read(call, ports) {
        Err(option) => return Outcome::Unknown(option),
        Ok(setup) => match setup.build() {
            Ok(client) => client,
            Err(error) => return Outcome::NotBuilt(error),
        },
    };
    match operation.perform(&client, attempt_timeout(call)).await {
        Ok(value) => Outcome::Returned(value),
        Err(error) => Outcome::Failed(error),
    }
}

/// Whether the call has a value or an option that there is not in Rust.
#[must_use]
pub fn is_not_in_rust(call: &Call) -> bool {
    Operation::read(call).is_err()
}

/// Optional arguments that were given as `None`.
#[must_use]
pub fn none_arguments(call: &Call) -> Vec<&str> {
    let optional = |name: &str| match call.op.as_str() {
        "create_api_key" => matches!(name, "expiration_time" | "scopes" | "alias"),
        "list_api_keys" => name == "user_id",
        _ => false,
    };
    call.kwargs
        .iter()
        .filter(|(name, value)| optional(name) && value.is_null())
        .map(|(name, _)| name.as_str())
        .collect()
}

/// A text with the recorded ports replaced by those of the replay.
#[must_use]
pub fn with_ports(text: &str, ports: Ports) -> String {
    let [a, b] = RECORDED_PORTS;
    text.replace(a, &format!(":{}", ports.a)).replace(b, &format!(":{}", ports.b))
}

enum Operation {
    Create {
        org_id: String,
        user_id: String,
        expiration_time: Option<i64>,
        scopes: Option<Vec<String>>,
        alias: Option<String>,
    },
    Get {
        org_id: String,
        key_id: String,
    },
    List {
        org_id: String,
        user_id: Option<String>,
    },
    Revoke {
        org_id: String,
        user_id: String,
        key_id: String,
    },
}

impl Operation {
    fn read(call: &Call) -> Result<Self, String> {
        let mut arguments = Arguments(call.kwargs.clone());
        let operation = match call.op.as_str() {
            "create_api_key" => Self::Create {
                org_id: arguments.text("org_id")?,
                user_id: arguments.text("user_id")?,
                expiration_time: arguments.integer("expiration_time")?,
                scopes: arguments.texts("scopes")?,
                alias: arguments.optional_text("alias")?,
            },
            "get_api_key" => {
                Self::Get { org_id: arguments.text("org_id")?, key_id: arguments.text("key_id")? }
            }
            "list_api_keys" => Self::List {
                org_id: arguments.text("org_id")?,
                user_id: arguments.optional_text("user_id")?,
            },
            "revoke_api_key" => Self::Revoke {
                org_id: arguments.text("org_id")?,
                user_id: arguments.text("user_id")?,
                key_id: arguments.text("key_id")?,
            },
            other => return Err(format!("no operation `{other}` in the description")),
        };
        arguments.finish()?;
        Ok(operation)
    }

    async fn perform(
        self,
        client: &Client,
        attempt_timeout: Option<Duration>,
    ) -> Result<Value, Error> {
        let api = client.api_key();
        Ok(match self {
            Self::Create { org_id, user_id, expiration_time, scopes, alias } => {
                let mut call = api
                    .create_api_key(&org_id, &user_id)
                    .expiration_time(expiration_time)
                    .alias(alias.as_deref());
                if let Some(scopes) = scopes {
                    call = call.scopes(scopes);
                }
                if let Some(timeout) = attempt_timeout {
                    call = call.attempt_timeout(timeout);
                }
                key_as_json(&call.await?)
            }
            Self::Get { org_id, key_id } => {
                let mut call = api.get_api_key(&org_id, &key_id);
                if let Some(timeout) = attempt_timeout {
                    call = call.attempt_timeout(timeout);
                }
                response_as_json(&call.await?)
            }
            Self::List { org_id, user_id } => {
                let mut call = api.list_api_keys(&org_id).user_id(user_id.as_deref());
                if let Some(timeout) = attempt_timeout {
                    call = call.attempt_timeout(timeout);
                }
                list_as_json(&call.await?)
            }
            Self::Revoke { org_id, user_id, key_id } => {
                let mut call = api.revoke_api_key(&org_id, &user_id, &key_id);
                if let Some(timeout) = attempt_timeout {
                    call = call.attempt_timeout(timeout);
                }
                key_as_json(&call.await?)
            }
        })
    }
}

/// Keyword arguments, taken one by one as Rust's types have them.
struct Arguments(Map<String, Value>);

impl Arguments {
    fn text(&mut self, name: &str) -> Result<String, String> {
        match self.0.remove(name) {
            Some(Value::String(text)) => Ok(text),
            Some(other) => Err(format!("`{name}` is a `&str`, not {other}")),
            None => Err(format!("`{name}` is an argument that cannot be left out")),
        }
    }

    fn optional_text(&mut self, name: &str) -> Result<Option<String>, String> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(other) => Err(format!("`{name}` is a `String`, not {other}")),
        }
    }

    fn integer(&mut self, name: &str) -> Result<Option<i64>, String> {
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(other) => {
                other.as_i64().map(Some).ok_or_else(|| format!("`{name}` is an `i64`, not {other}"))
            }
        }
    }

    fn texts(&mut self, name: &str) -> Result<Option<Vec<String>>, String> {
        let wrong = |value: &Value| format!("`{name}` is a list of texts, not {value}");
        match self.0.remove(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Array(items)) => {
                let text =
                    |item: &Value| item.as_str().map(str::to_owned).ok_or_else(|| wrong(item));
                items.iter().map(text).collect::<Result<_, _>>().map(Some)
            }
            Some(other) => Err(wrong(&other)),
        }
    }

    /// What is left are options of the Python client. Those that leave the request alone are fine.
    fn finish(self) -> Result<(), String> {
        for (name, value) in self.0 {
            let ours = match name.as_str() {
                "_request_timeout" => python::seconds(&value).is_some_and(|seconds| seconds >= 0.0),
                "_check_input_type" | "_check_return_type" | "_preload_content" => {
                    value == Value::Bool(true)
                }
                "_return_http_data_only" | "async_req" => value.is_boolean(),
                _ => false,
            };
            if !ours {
                return Err(format!("no option `{name}` that can be {value}"));
            }
        }
        Ok(())
    }
}

/// How the client is built.
struct Setup {
    base_url: Option<String>,
    key: Option<String>,
    prefix: Option<String>,
    user_agent: Option<String>,
    headers: Vec<(String, String)>,
    attempts: Option<u32>,
}

impl Setup {
    /// The error is the option that is not known.
    fn read(call: &Call, ports: Ports) -> Result<Self, String> {
        let mut setup = Self {
            base_url: Some(format!("http://127.0.0.1:{}", ports.a)),
            key: Some(RECORDED_KEY.to_owned()),
            prefix: None,
            user_agent: None,
            headers: Vec::new(),
            attempts: None,
        };
        for (option, value) in call.config.iter().chain(&call.client_options) {
            let unknown = || format!("{option} = {value}");
            match (option.as_str(), value) {
                ("host", Value::String(host)) => setup.base_url = Some(with_ports(host, ports)),
                ("host", Value::Null) => setup.base_url = None,
                ("api_key", Value::Null) => setup.key = None,
                ("api_key", Value::String(key)) => setup.key = Some(key.clone()),
                ("api_key", Value::Object(keys)) => {
                    setup.key = of_scheme(keys).map_err(|()| unknown())?;
                }
                ("api_key_prefix", Value::Null) => {}
                ("api_key_prefix", Value::String(prefix)) => setup.prefix = Some(prefix.clone()),
                ("api_key_prefix", Value::Object(prefixes)) => {
                    setup.prefix = of_scheme(prefixes).map_err(|()| unknown())?;
                }
                ("user_agent", Value::String(name)) => setup.user_agent = Some(name.clone()),
                ("cookie", Value::String(cookie)) => {
                    setup.headers.push(("Cookie".to_owned(), cookie.clone()));
                }
                ("header_name", Value::String(name)) => {
                    let value = call
                        .client_options
                        .get("header_value")
                        .and_then(Value::as_str)
                        .ok_or_else(unknown)?;
                    setup.headers.push((name.clone(), value.to_owned()));
                }
                ("header_value", Value::String(_))
                    if call.client_options.contains_key("header_name") => {}
                (
                    "default_headers" | "headers" | "default_header" | "set_default_header",
                    value,
                ) => {
                    setup.headers.extend(headers(value).ok_or_else(unknown)?);
                }
                ("retries", value) => setup.attempts = Some(attempts(value).ok_or_else(unknown)?),
                _ => return Err(unknown()),
            }
        }
        Ok(setup)
    }

    fn build(self) -> Result<Client, Error> {
        // As often as by default, without the pauses.
        let quick =
            RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(1));
        let retry = match self.attempts {
            Some(attempts) => quick.max_attempts(attempts),
            None => quick,
        };
        let mut builder = Client::builder().retry(retry);
        if let Some(url) = self.base_url {
            builder = builder.base_url(&url);
        }
        if let Some(key) = self.key {
            builder = builder.api_key_auth(key);
        }
        if let Some(prefix) = self.prefix {
            builder = builder.api_key_auth_prefix(prefix);
        }
        if let Some(user_agent) = self.user_agent {
            builder = builder.user_agent(user_agent);
        }
        for (name, value) in self.headers {
            builder = builder.default_header(name.as_str(), value.as_str());
        }
        builder.build()
    }
}

/// The value for our security scheme; an empty object and null mean none.
fn of_scheme(values: &Map<String, Value>) -> Result<Option<String>, ()> {
    match values.get(SCHEME) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(()),
    }
}

/// An object, or a list of pairs.
fn headers(value: &Value) -> Option<Vec<(String, String)>> {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
            .collect(),
        Value::Array(pairs) => pairs
            .iter()
            .map(|pair| {
                Some((pair.get(0)?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()))
            })
            .collect(),
        _ => None,
    }
}

/// `retries` counts those after the first attempt; they were written down as numbers or as Python's text of them.
fn attempts(value: &Value) -> Option<u32> {
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.as_str() {
        "False" | "false" => Some(1),
        number => number.parse::<u32>().ok()?.checked_add(1),
    }
}

fn attempt_timeout(call: &Call) -> Option<Duration> {
    let seconds = python::seconds(call.kwargs.get("_request_timeout")?)?;
    Duration::try_from_secs_f64(seconds).ok()
}

fn key_as_json(key: &UserApiKey) -> Value {
    let all = json!({
        "keyId": key.key_id,
        "orgId": key.org_id,
        "userId": key.user_id,
        "creationTime": key.creation_time,
        "key": key.key.as_ref().map(Secret::expose),
        "expirationTime": key.expiration_time,
        "lastUsedTime": key.last_used_time,
        "scopes": key.scopes,
        "resourceId": key.resource_id,
        "alias": key.alias,
        "revoked": key.revoked,
    });
    python::as_on_the_wire(&all)
}

fn response_as_json(response: &UserApiKeyResponse) -> Value {
    python::as_on_the_wire(&json!({ "key": response.key.as_ref().map(key_as_json) }))
}

fn list_as_json(list: &ListUserApiKeys) -> Value {
    json!({ "items": list.items.iter().map(key_as_json).collect::<Vec<_>>() })
}
