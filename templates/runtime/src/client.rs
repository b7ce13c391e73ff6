//! The client: what all calls of an API share.
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method};
use url::Url;

use super::auth::{Credentials, Secrets};
use super::call::{Call, Undescribed, call_of};
use super::hooks::Hooks;
use super::info::{ClientInfo, ServerInfo};
use super::parts::Parts;
use super::path::expand_server;
use super::retry::RetryPolicy;
use super::retry_budget::RetryBudget;
use super::transport::Transport;

/// A client of the API. Cheap to clone: clones share their connections.
#[derive(Clone)]
pub struct Client {
    pub(super) shared: Arc<Shared>,
}

pub(super) struct Shared {
    pub(super) info: &'static ClientInfo,
    pub(super) base_url: Url,
    /// Whether the caller gave the base URL: then operations with servers of their own use it too, since whoever
    /// sets it wants to talk to a gateway, a test server, or none at all.
    pub(super) is_base_url_given: bool,
    pub(super) server_variables: Vec<(String, String)>,
    pub(super) credentials: Credentials,
    pub(super) secrets: Arc<Secrets>,
    pub(super) user_agent: HeaderValue,
    pub(super) default_headers: HeaderMap,
    pub(super) defaults: Vec<Option<String>>,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) hooks: Hooks,
    pub(super) retry: RetryPolicy,
    pub(super) retry_budget: RetryBudget,
    pub(super) attempt_timeout: Duration,
    pub(super) timeout: Duration,
    pub(super) response_limit: usize,
}

impl Client {
    /// A request that the description does not have, with the same credentials, retries and errors: to `target`,
    /// a path below the base URL, which begins with `/` and may have a query, for instance `/v0/other?x=1`.
    ///
    /// It gets every credential the client has; where two would go to the same header, the first one does.
    pub fn request(&self, method: Method, target: &str) -> Call<Undescribed> {
        call_of(Parts::undescribed(self, method, target))
    }

    /// Where calls go, unless an operation has servers of its own; when nothing else has, it is the first of those.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.shared.base_url.as_str()
    }

    /// A value that was set once for the whole client, by its index in [`ClientInfo::defaults`].
    #[must_use]
    pub fn default_value(&self, index: usize) -> Option<&str> {
        self.shared.defaults.get(index)?.as_deref()
    }
}

impl Shared {
    /// The base URL of an operation with these servers of its own.
    pub(super) fn server_of(&self, servers: &'static [ServerInfo]) -> Result<Cow<'_, Url>, String> {
        match servers.first() {
            Some(server) if !self.is_base_url_given => {
                expand_server(server, &self.server_variables, Some(&self.base_url)).map(Cow::Owned)
            }
            // What another operation has for itself is not where this one is.
            None if !self.is_base_url_given && self.info.servers.is_empty() => {
                Err(NO_BASE_URL.to_owned())
            }
            _ => Ok(Cow::Borrowed(&self.base_url)),
        }
    }
}

/// What is missing when nothing says where calls go.
pub(super) const NO_BASE_URL: &str = "there is no base URL: set it with `ClientBuilder::base_url`";

/// Shows which schemes have a credential, and none of them.
impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("name", &self.shared.info.name)
            .field("base_url", &self.base_url())
            .field("credentials", &self.shared.credentials)
            .field("timeout", &self.shared.timeout)
            .finish_non_exhaustive()
    }
}
