//! Calls every operation of every case.

/// A client of a case that talks to a server.
macro_rules! client {
    ($case:ident, $server:expr) => {
        $case::Client::builder().base_url(&$server.url()).build().expect("a client")
    };
}

/// Sends a body, and gives what was sent as JSON and what the JSON that is answered was read as.
macro_rules! exchange {
    ($case:ident . $group:ident . $method:ident, $body:expr, $answer:expr) => {{
        let server = golden::Server::answering(golden::Reply::json($answer));
        let received = client!($case, server).$group().$method($body).await.expect("an answer");
        (server.sent().json(), received)
    }};
}

/// Makes a call that is answered with 204, and gives what was sent.
macro_rules! sent {
    ($case:ident, |$client:ident| $call:expr) => {{
        let server = golden::Server::answering(golden::Reply::status(204));
        let $client = client!($case, server);
        $call.await.expect("an answer");
        server.sent()
    }};
}

mod bodies;
mod combinations;
mod directions;
mod enums;
mod formats;
mod jiff;
mod names;
mod objects;
mod openapi31;
mod openapi32;
mod pagination;
mod parameters;
mod references;
mod replaced;
mod responses;
mod security;
mod servers;
mod settings;
mod styles;
mod swagger2;
mod time;
mod transfers;
mod unions;
