//! The client half of the runtime, over real sockets and over transports of its own.
mod api;
mod arguments;
mod charsets;
mod credentials;
mod errors;
mod event_stream;
mod extensions;
mod files;
mod json_lines;
mod methods;
mod multipart;
mod oauth2;
mod rate_limits;
mod recorder;
mod redirects;
mod retries;
mod setup;
mod tokens;

#[cfg(feature = "tracing")]
mod spans;

#[cfg(feature = "blocking")]
mod blocking;
#[cfg(all(feature = "blocking", any(feature = "rustls", feature = "native-tls")))]
mod blocking_streams;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod crowd;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod encodings;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod faults;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod http2;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod planted;
#[cfg(feature = "rustls")]
mod proxies;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod server;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod stopwatch;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod streams;
#[cfg(feature = "rustls")]
mod tls;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod uploads;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod wire;
