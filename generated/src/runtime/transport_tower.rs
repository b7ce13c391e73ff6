//! Tower on both sides of the seam: a service as the transport, and the default transport as a service.
use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Mutex, PoisonError};

use tower_service::Service;

use super::transport::{
    Request, Response, Transport, TransportError, TransportErrorKind, TransportFuture,
};

/// A transport over a [`Service`], for instance over layers around [`ReqwestTransport`](super::ReqwestTransport).
///
/// The service is cloned for each request and waited for until it is ready. An error that is no [`TransportError`] is
/// taken for a connection that broke: the request may have arrived, so it is sent again only when that is safe.
pub struct TowerTransport<S> {
    service: Mutex<S>,
}

impl<S> TowerTransport<S> {
    /// A transport over this service.
    pub fn new(service: S) -> Self {
        Self { service: Mutex::new(service) }
    }
}

impl<S> Transport for TowerTransport<S>
where
    S: Service<Request, Response = Response> + Clone + Send + 'static,
    S::Error: Into<Box<dyn StdError + Send + Sync>>,
    S::Future: Send,
{
    fn send(&self, request: Request) -> TransportFuture {
        let mut service = self.service.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            poll_fn(|context| service.poll_ready(context))
                .await
                .map_err(|error| transport_error(error, TransportErrorKind::Connect))?;
            let outcome = service.call(request).await;
            outcome.map_err(|error| transport_error(error, TransportErrorKind::Interrupted))
        })
    }
}

impl<S> fmt::Debug for TowerTransport<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TowerTransport")
    }
}

fn transport_error(
    error: impl Into<Box<dyn StdError + Send + Sync>>,
    kind: TransportErrorKind,
) -> TransportError {
    match error.into().downcast::<TransportError>() {
        Ok(error) => *error,
        Err(other) => TransportError::new(kind, other),
    }
}

#[cfg(all(any(feature = "rustls", feature = "native-tls"), not(target_family = "wasm")))]
impl Service<Request> for super::transport_reqwest::ReqwestTransport {
    type Response = Response;
    type Error = TransportError;
    type Future = TransportFuture;

    fn poll_ready(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), TransportError>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> TransportFuture {
        self.send(request)
    }
}
