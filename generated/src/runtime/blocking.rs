//! Calls for code that is not async: one private runtime drives them all.
#![cfg(feature = "blocking")]
use std::io;
use std::sync::OnceLock;
use std::sync::mpsc;

use tokio::runtime::{Builder, Handle};

use super::answer::{RawResponse, ResponseValue};
use super::call::{Call, CallFuture, Operation};
use super::error::{Error, ErrorKind};

impl<O: Operation> Call<O> {
    /// Sends the call and waits for its value.
    ///
    /// # Errors
    /// Those of [`Call::send`]; also inside an async runtime, whose other tasks it would hold up.
    pub fn send_blocking(self) -> Result<O::Output, Error> {
        wait(self.send())
    }

    /// Sends the call and waits for the answer as it comes; see [`Call::raw`].
    ///
    /// # Errors
    /// Those of [`Call::raw`]; also inside an async runtime.
    pub fn raw_blocking(self) -> Result<RawResponse, Error> {
        wait(self.raw())
    }

    /// Sends the call and waits for the value with its status and headers; see [`Call::with_response`].
    ///
    /// # Errors
    /// Those of [`Call::with_response`]; also inside an async runtime.
    pub fn with_response_blocking(self) -> Result<ResponseValue<O::Output>, Error> {
        wait(self.with_response())
    }
}

/// The outcome of a call. It is driven on the thread of the private runtime, so that a transport that panics is an error.
pub(super) fn wait<T>(call: CallFuture<T>) -> Result<T, Error> {
    check_thread()?;
    let (answer, finish) = call.into_inner();
    let (sender, receiver) = mpsc::sync_channel(1);
    runtime()?.spawn(async move {
        // Nobody is left to hear it when the waiting thread is gone.
        let _ = sender.send(answer.await);
    });
    match receiver.recv() {
        Ok(answer) => answer.and_then(finish),
        Err(_) => Err(Error::new(ErrorKind::Transport, "the transport stopped without an answer")),
    }
}

/// The output of a future that need not be fit for another thread: it is polled on this one, and woken by the private
/// runtime.
#[allow(dead_code, reason = "only some APIs have streams")]
pub(super) fn block_on<F: Future>(future: F) -> Result<F::Output, Error> {
    check_thread()?;
    Ok(runtime()?.block_on(future))
}

fn check_thread() -> Result<(), Error> {
    if Handle::try_current().is_ok() {
        let reason = "a blocking call inside an async runtime would hold up its other tasks: await the call, or use `Handle::block_on` in `spawn_blocking`";
        return Err(Error::configuration(reason));
    }
    Ok(())
}

/// The private runtime. It has a thread of its own, so that idle connections are looked after between calls.
fn runtime() -> Result<&'static Handle, Error> {
    static RUNTIME: OnceLock<io::Result<Handle>> = OnceLock::new();
    RUNTIME.get_or_init(start).as_ref().map_err(|error| {
        Error::configuration(format!("the runtime of blocking calls could not start: {error}"))
    })
}

fn start() -> io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    std::thread::Builder::new()
        .name("http-blocking".to_owned())
        .spawn(move || runtime.block_on(std::future::pending::<()>()))?;
    Ok(handle)
}
