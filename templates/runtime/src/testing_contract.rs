//! Calls every operation and tells what became of it: what `tests/operations.rs` of a generated crate runs.
#![cfg(feature = "testing")]
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use super::answer::{Answer, Received};
use super::builder::ClientBuilder;
use super::call::{Call, Operation, parts_of};
use super::client::Client;
use super::decode::{Decode, from_json_str};
use super::error::{Error, ErrorKind};
use super::exchange;
use super::info::OperationInfo;
use super::parts::Parts;
use super::retry::RetryPolicy;
use super::testing::{Mock, info, with_credentials};

/// The variable with the base URL of a server to call in place of the one in this process.
const URL: &str = "CONTRACT_URL";

/// How much of a refusal's body is shown.
const SHOWN: usize = 400;

/// A call whose operation is no longer a type, so that whatever drives it is compiled once.
#[derive(Debug)]
pub struct Prepared {
    parts: Box<Parts>,
    operation: &'static OperationInfo,
    decode: fn(Received) -> Result<(), Error>,
}

/// A call with its arguments.
#[must_use]
pub fn prepared<O: Operation>(call: Call<O>) -> Prepared {
    Prepared {
        parts: parts_of(call),
        operation: O::INFO,
        decode: |received| (O::READ)(Answer::successful(received)?).map(drop),
    }
}

/// A value from its JSON text.
///
/// # Panics
/// When the text is not one of this type: then the type is not what the description says.
#[must_use]
#[track_caller]
pub fn value<T: Decode>(json: &str) -> T {
    match from_json_str(json) {
        Ok(value) => value,
        Err(error) => panic!("an argument does not fit its type: {error}"),
    }
}

/// How an operation is called; the flag asks for all parameters in place of those that have to be there.
pub type Calls = (&'static str, fn(&Client, bool) -> Prepared);

/// What became of the calls.
#[derive(Debug, Default)]
pub struct Report {
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    method: String,
    path: String,
    which: &'static str,
    is_sent: bool,
    is_accepted: bool,
    is_decoded: bool,
    reason: String,
}

/// Calls every operation with what it requires and with everything, prints a line for each call, and tells what became
/// of them. The calls go to a [`Mock`], or to the server whose base URL is in the variable `CONTRACT_URL`.
///
/// A line is `contract`, method, path, `required` or `all`, `sent`, `accepted` and `decoded` as `yes` or `no`, and the
/// reason, with tabs between them.
///
/// # Panics
/// When there is no runtime to be had.
#[must_use]
pub fn call_all(builder: fn() -> ClientBuilder, mock: &Mock, calls: &[Calls]) -> Report {
    let client = match std::env::var(URL) {
        Ok(url) => live(builder, &url),
        Err(_) => mock.client(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.expect("a runtime for the calls");
    let mut report = Report::default();
    // What panics is reported with its call; on the way there it need not be shouted.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    for (name, make) in calls {
        for (which, all) in [("required", false), ("all", true)] {
            let line = call(&runtime, &client, name, which, || make(&client, all));
            println!("{line}");
            report.lines.push(line);
        }
    }
    std::panic::set_hook(hook);
    report
}

impl Report {
    /// Nothing, when every call was sent, accepted and decoded.
    ///
    /// # Panics
    /// When one was not; all of those are listed with the reasons.
    pub fn assert(&self) {
        let failed: Vec<&Line> = self.lines.iter().filter(|line| !line.is_decoded).collect();
        let mut text = format!("{} of {} calls failed:\n", failed.len(), self.lines.len());
        for line in &failed {
            let _ =
                writeln!(text, "{} {} ({}): {}", line.method, line.path, line.which, line.reason);
        }
        assert!(failed.is_empty(), "{text}");
    }
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = |flag| if flag { "yes" } else { "no" };
        let reason = self.reason.replace(['\t', '\n', '\r'], " ");
        let words = [self.is_sent, self.is_accepted, self.is_decoded].map(word).join("\t");
        write!(f, "contract\t{}\t{}\t{}\t{words}\t{reason}", self.method, self.path, self.which)
    }
}

fn live(builder: fn() -> ClientBuilder, url: &str) -> Client {
    let limit = Duration::from_secs(20);
    let builder = with_credentials(builder, builder(), info(builder)).base_url(url);
    let builder = builder.retry(RetryPolicy::never()).timeout(limit).attempt_timeout(limit);
    builder.build().expect("a client of the server in `CONTRACT_URL`")
}

fn call(
    runtime: &tokio::runtime::Runtime,
    client: &Client,
    name: &str,
    which: &'static str,
    make: impl FnOnce() -> Prepared,
) -> Line {
    let mut line = Line {
        method: String::new(),
        path: name.to_owned(),
        which,
        is_sent: false,
        is_accepted: false,
        is_decoded: false,
        reason: String::new(),
    };
    // A client is not changed by a call, so that one which panicked harms no other.
    let _ = client;
    let prepared = match catch_unwind(AssertUnwindSafe(make)) {
        Ok(prepared) => prepared,
        Err(panic) => {
            line.reason = said(&*panic);
            return line;
        }
    };
    prepared.operation.method.clone_into(&mut line.method);
    prepared.operation.path.clone_into(&mut line.path);
    let answer = runtime.block_on(async { exchange::start(prepared.parts).await });
    match answer {
        Err(error) => {
            let before = [
                ErrorKind::InvalidArgument,
                ErrorKind::MissingCredential,
                ErrorKind::Configuration,
            ];
            line.is_sent = !before.contains(&error.kind());
            line.reason = reason(&error);
        }
        Ok(received) => {
            let raw = &received.raw;
            line.is_sent = true;
            line.is_accepted = raw.status().is_success() || raw.status().is_redirection();
            if !line.is_accepted {
                let body =
                    String::from_utf8_lossy(raw.body()).chars().take(SHOWN).collect::<String>();
                line.reason = format!("{}: {body}", raw.status());
                return line;
            }
            // An operation whose only described answer leads elsewhere has nothing to decode.
            if raw.status().is_redirection() {
                line.is_decoded = true;
                return line;
            }
            match catch_unwind(AssertUnwindSafe(|| (prepared.decode)(received))) {
                Ok(Ok(())) => line.is_decoded = true,
                Ok(Err(error)) => line.reason = reason(&error),
                Err(panic) => line.reason = said(&*panic),
            }
        }
    }
    line
}

/// The error and what caused it.
fn reason(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let said = cause.to_string();
        if !text.contains(&said) {
            let _ = write!(text, ": {said}");
        }
        source = cause.source();
    }
    text
}

fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic").to_owned()
}
