//! Servers that only some operations have, over a socket.

use golden::{Reply, Server};
use golden_servers::{Client, ErrorKind};

#[tokio::test]
async fn variables_reach_the_servers_of_operations() {
    let server = Server::answering_all(vec![Reply::status(204); 5]);
    let port = server.url().rsplit_once(':').expect("a port").1.to_owned();
    let builder = || Client::builder().server_variable("port", port.as_str());
    let client = builder().build().expect("a client");
    client.calls().list().await.expect("an answer");
    assert_eq!(server.sent().line, "GET /up/files");
    client.calls().upload().await.expect("an answer");
    assert_eq!(server.sent().line, "POST /own/files");
    // Relative to the place of the description, which nothing but another server tells.
    client.calls().relative().await.expect("an answer");
    assert_eq!(server.sent().line, "GET /v2/relative");
    let client = builder().server_variable("part", "other").build().expect("a client");
    client.calls().upload().await.expect("an answer");
    assert_eq!(server.sent().line, "POST /other/files");
    // A base URL of the caller's is where all goes.
    let client = Client::builder().base_url(&server.url()).build().expect("a client");
    client.calls().upload().await.expect("an answer");
    assert_eq!(server.sent().line, "POST /files");
}

#[tokio::test]
async fn operations_without_a_server_ask_for_one() {
    let client = Client::builder().build().expect("a client");
    let error = client.calls().nowhere().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(error.to_string().contains("`ClientBuilder::base_url`"), "{error}");
    let error = client.request(golden_servers::Method::GET, "/x").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[tokio::test]
async fn values_and_names_are_checked() {
    let error = Client::builder().server_variable("prt", "1").build().unwrap_err().to_string();
    assert!(error.contains("`prt`") && error.contains("`host`, `port`"), "{error}");
    let client = Client::builder().server_variable("host", "elsewhere").build();
    let error = client.expect("a client").calls().list().await.unwrap_err();
    assert!(error.to_string().contains("expected one of `127.0.0.1`, `localhost`"), "{error}");
}
