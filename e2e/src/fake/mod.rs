//! A stateful fake of the WhyLabs service, for its operations on API keys, over a real socket.
//!
//! It follows what is known of the service and not what a client would like: the order of its checks, what it leaves out
//! of which answer, the two shapes of its errors. The `v1` operations are not among those of the client, so here they are
//! unknown routes.

mod authentication;
mod clock;
mod edge;
mod injection;
mod key_text;
mod local_time;
mod operations;
mod refusal;
mod scopes;
mod store;

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::middleware::{from_fn_with_state, map_response};
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use clock::Clock;
pub use edge::RecordedRequest;
pub use injection::{Answer, Injection, Route};
pub use local_time::local_date_time;
pub use scopes::ALLOWED_SCOPES;
pub use store::Tier;

use injection::Injections;
use store::Store;

/// The organization that the fake's own system key belongs to.
const SYSTEM_ORG: &str = "org-0";

/// A running fake; it stops taking connections when dropped.
#[derive(Debug)]
pub struct Fake {
    /// Where it listens: `http://127.0.0.1:port`, without a slash at the end.
    pub url: String,
    service: Arc<Service>,
    system_key: String,
    task: JoinHandle<()>,
}

/// What the handlers share.
#[derive(Debug)]
struct Service {
    clock: Clock,
    store: Mutex<Store>,
    injections: Mutex<Injections>,
    requests: Mutex<Vec<RecordedRequest>>,
}

impl Fake {
    /// Starts one with the clock of the machine and the organization `org-123`, which pays.
    ///
    /// # Errors
    /// When no port of loopback can be had.
    pub async fn start() -> io::Result<Self> {
        Self::start_at(Clock::system()).await
    }

    /// The same with another clock.
    ///
    /// # Errors
    /// When no port of loopback can be had.
    pub async fn start_at(clock: Clock) -> io::Result<Self> {
        let mut store = Store::default();
        store.add_org(SYSTEM_ORG, Some(Tier::Paid));
        store.add_org("org-123", Some(Tier::Paid));
        let system_key = store.issue(SYSTEM_ORG, "system", &[":whylabs_system"], &clock);

        let service = Arc::new(Service {
            clock,
            store: Mutex::new(store),
            injections: Mutex::default(),
            requests: Mutex::default(),
        });
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let router = router(&service);
        let task = tokio::spawn(async move {
            // It only returns when told to stop, and nobody tells it.
            let _: io::Result<()> = axum::serve(listener, router).await;
        });
        Ok(Self { url, service, system_key, task })
    }

    /// A key with the role that the operations ask for, as it is to be sent.
    #[must_use]
    pub fn system_key(&self) -> &str {
        &self.system_key
    }

    /// The clock, to be moved.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.service.clock
    }

    /// Adds an organization, or changes its tier. `None` is what organizations have that never chose one.
    pub fn add_org(&self, org_id: &str, tier: Option<Tier>) {
        self.service.store().add_org(org_id, tier);
    }

    /// Marks an organization as deleted; its keys stay.
    pub fn delete_org(&self, org_id: &str) {
        self.service.store().delete_org(org_id);
    }

    /// Makes a key without asking the service: no limit and no check of scopes. Gives its text, `<id>.<secret>:<org>`.
    #[must_use]
    pub fn issue_key(&self, org_id: &str, user_id: &str, scopes: &[&str]) -> String {
        self.service.store().issue(org_id, user_id, scopes, &self.service.clock)
    }

    /// What is stored in place of a key's text: its SHA-256, in hexadecimal.
    #[must_use]
    pub fn stored_digest(&self, key_id: &str) -> Option<String> {
        self.service.store().find(key_id).map(|key| key.digest.clone())
    }

    /// Writes down the last uses of keys now, which the service does every fifteen minutes.
    pub fn flush_last_used(&self) {
        self.service.store().flush_last_used();
    }

    /// The next request for the route is answered so, once; several of them in the order given.
    pub fn inject(&self, route: Route, injection: impl Into<Injection>) {
        lock(&self.service.injections).push(route, injection.into());
    }

    /// The requests received since the last time this was asked.
    #[must_use]
    pub fn take_requests(&self) -> Vec<RecordedRequest> {
        std::mem::take(&mut *lock(&self.service.requests))
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Service {
    fn store(&self) -> MutexGuard<'_, Store> {
        lock(&self.store)
    }
}

/// A handler that panicked fails its own test; what it left is fit for use.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn router(service: &Arc<Service>) -> Router {
    let keys = get(operations::list).post(operations::create).delete(operations::revoke);
    Router::new()
        .route("/v0/organizations/{org_id}/api-key", keys)
        // The framework takes a slash at the end for nothing; so a key id that is empty lists keys.
        .route("/v0/organizations/{org_id}/api-key/", get(operations::list))
        .route("/v0/organizations/{org_id}/api-key/{key_id}", get(operations::get))
        .route_layer(from_fn_with_state(Arc::clone(service), authentication::authorize))
        .fallback(authentication::unknown_route)
        .method_not_allowed_fallback(operations::wrong_method)
        .layer(map_response(refusal::keep_framework_shape))
        .layer(from_fn_with_state(Arc::clone(service), edge::edge))
        .with_state(Arc::clone(service))
}
