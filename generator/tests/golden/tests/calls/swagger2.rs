//! Swagger 2.0, as the same constructs of OpenAPI 3.

use golden::{Reply, Server};
use golden_swagger2::{Client, model};
use serde_json::json;

#[tokio::test]
async fn parameters_and_responses() {
    let server = Server::answering(Reply::json(r#"{"name": "n", "size": null}"#));
    let client = Client::builder().base_url(&server.url()).key("k").build().expect("a client");
    let item = client.calls().get_item(7).limit(2).await.expect("an answer");
    let sent = server.sent();
    assert_eq!(sent.line, "GET /items/7?limit=2");
    assert_eq!(
        (sent.header("x-key"), sent.header("accept")),
        ("k".to_owned(), "application/json".to_owned())
    );
    assert_eq!((item.name.as_str(), item.size), ("n", Some(None)));
    let missing = Reply::status(404).content("application/json", br#"{"message": "m"}"#);
    let server = Server::answering(missing);
    let client = Client::builder().base_url(&server.url()).key("k").build().expect("a client");
    let error: model::Error =
        client.calls().get_item(7).await.unwrap_err().decode().expect("a body");
    assert_eq!(error.message.as_deref(), Some("m"));
}

#[tokio::test]
async fn bodies() {
    let server = Server::answering(Reply::status(204));
    let client =
        Client::builder().base_url(&server.url()).login("u", "p").build().expect("a client");
    client.calls().put_item(7, &model::Item::new("n")).await.expect("an answer");
    let sent = server.sent();
    assert_eq!(sent.line, "PUT /items/7");
    assert_eq!(sent.header("authorization"), "Basic dTpw");
    assert_eq!(sent.json(), json!({"name": "n"}));
}

#[tokio::test]
async fn collection_formats() {
    // OpenAPI 2.0, Parameter Object: csv is the default.
    macro_rules! line {
        ($setter:ident, $value:expr) => {{
            let server = Server::answering(Reply::status(204));
            let client =
                Client::builder().base_url(&server.url()).key("k").build().expect("a client");
            client.calls().collections().$setter($value).await.expect("an answer");
            server.sent()
        }};
    }
    assert_eq!(line!(plain, ["a", "b c"]).line, "GET /collections?plain=a,b%20c");
    assert_eq!(line!(csv, ["a", "b"]).line, "GET /collections?csv=a,b");
    assert_eq!(line!(ssv, ["a", "b"]).line, "GET /collections?ssv=a%20b");
    assert_eq!(line!(pipes, ["a", "b"]).line, "GET /collections?pipes=a%7Cb");
    assert_eq!(line!(multi, ["a", "b"]).line, "GET /collections?multi=a&multi=b");
    assert_eq!(line!(x_list, &[1, 2]).header("x-list"), "1,2");
    let open = model::CollectionsState::Closed;
    assert_eq!(line!(state, open).line, "GET /collections?state=closed");
}

#[tokio::test]
async fn forms() {
    let server = Server::answering(Reply::status(204));
    let client = Client::builder().base_url(&server.url()).key("k").build().expect("a client");
    let mut form = model::FormRequest::new("a b");
    form.tags = Some(vec!["x".to_owned(), "y".to_owned()]);
    form.joined = Some(vec!["p".to_owned(), "q".to_owned()]);
    client.calls().form(&form).await.expect("an answer");
    let sent = server.sent();
    assert_eq!(sent.header("content-type"), "application/x-www-form-urlencoded");
    assert_eq!(sent.text(), "name=a%20b&tags=x&tags=y&joined=p,q");
}

#[tokio::test]
async fn text_and_files() {
    let server = Server::answering(Reply::status(200).content("text/plain", b"t"));
    let client = Client::builder().base_url(&server.url()).key("k").build().expect("a client");
    assert_eq!(client.calls().text().await.expect("an answer"), "t");
    assert_eq!(server.sent().header("accept"), "text/plain");
    let server = Server::answering(Reply::status(200).content("application/pdf", b"%PDF"));
    let client = Client::builder().base_url(&server.url()).key("k").build().expect("a client");
    assert_eq!(&client.calls().download().await.expect("an answer")[..], b"%PDF");
}

#[test]
fn host_base_path_and_schemes_are_a_server() {
    // https where both are offered.
    let client = Client::builder().build().expect("a client");
    assert_eq!(client.base_url().trim_end_matches('/'), "https://api.example.com/v2");
}

#[test]
fn discriminators_name_their_children() {
    let cat: model::Animal = serde_json::from_str(r#"{"kind": "Cat", "lives": 9}"#).expect("a cat");
    assert!(matches!(cat, model::Animal::Cat(model::Cat { lives: Some(9), .. })));
}

#[tokio::test]
async fn files_are_parts() {
    let server = Server::answering(Reply::status(204));
    let client = Client::builder().base_url(&server.url()).key("k").build().expect("a client");
    let mut body = model::UploadRequest::new(golden_swagger2::File::new("content"));
    body.note = Some("n".to_owned());
    client.calls().upload(&body).await.expect("an answer");
    let sent = server.sent();
    assert!(sent.header("content-type").starts_with("multipart/form-data; boundary="), "{sent:?}");
    let text = sent.text();
    assert!(text.contains("name=\"file\"; filename=\"file\"\r\n"), "{text}");
    assert!(text.contains("\r\n\r\ncontent\r\n") && text.contains("\r\n\r\nn\r\n"), "{text}");
}
