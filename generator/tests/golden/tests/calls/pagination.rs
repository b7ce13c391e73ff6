//! Lists that come page by page: what is asked for, when, and where it ends.

use golden::{Reply, Server};
use golden_pagination::{Client, Error, ErrorKind, ItemStream, model};
use serde_json::json;

fn client(server: &Server) -> Client {
    let builder =
        Client::builder().base_url(&server.url()).token("planted-secret").key("planted-secret-key");
    builder.build().expect("a client")
}

/// A server that answers with these bodies, one after the other.
fn pages<const N: usize>(bodies: [&str; N]) -> Server {
    Server::answering_all(bodies.map(Reply::json).into())
}

/// All items, and the error that ended them.
macro_rules! all {
    ($items:expr) => {{
        let mut items = $items;
        let mut found = Vec::new();
        let mut failure: Option<Error> = None;
        while let Some(item) = items.next().await {
            assert!(failure.is_none(), "an error is the end");
            match item {
                Ok(item) => found.push(item),
                Err(error) => failure = Some(error),
            }
        }
        (found, failure)
    }};
}

fn ids(pets: &[model::Pet]) -> Vec<i64> {
    pets.iter().map(|pet| pet.id).collect()
}

#[tokio::test]
async fn a_cursor_leads_to_the_next_page_until_there_is_none() {
    let server = pages([
        r#"{"data": [{"id": 1}, {"id": 2}], "meta": {"next_cursor": "a&b"}}"#,
        // A page of a service that filters may be empty and not the last one.
        r#"{"data": [], "meta": {"next_cursor": "c"}}"#,
        r#"{"data": [{"id": 3}], "meta": {"next_cursor": null}}"#,
    ]);
    let (pets, failure) = all!(client(&server).calls().list_pets().kind("cat").items());
    assert_eq!((ids(&pets), failure.is_none()), (vec![1, 2, 3], true));
    assert_eq!(server.sent().line, "GET /pets?kind=cat");
    let second = server.sent();
    assert_eq!(second.line, "GET /pets?kind=cat&cursor=a%26b");
    assert_eq!(second.header("authorization"), "Bearer planted-secret");
    assert_eq!(server.sent().line, "GET /pets?kind=cat&cursor=c");
    assert!(server.is_quiet());
}

#[tokio::test]
async fn an_empty_or_absent_cursor_is_the_end() {
    for end in [r#"{"next_cursor": ""}"#, "{}"] {
        let server = pages([&format!(r#"{{"data": [{{"id": 1}}], "meta": {end}}}"#)]);
        let (pets, failure) = all!(client(&server).calls().list_pets().items());
        assert_eq!((pets.len(), failure.is_none()), (1, true), "{end}");
    }
}

#[tokio::test]
async fn no_page_is_asked_for_before_it_is_read() {
    let server = pages([
        r#"{"data": [{"id": 1}, {"id": 2}], "meta": {"next_cursor": "x"}}"#,
        r#"{"data": [{"id": 3}], "meta": {}}"#,
    ]);
    let mut items: ItemStream<_> = client(&server).calls().list_pets().items();
    assert!(server.is_quiet());
    for id in [1, 2] {
        assert_eq!(items.next().await.expect("an item").expect("a pet").id, id);
    }
    assert_eq!(server.sent().line, "GET /pets");
    assert!(server.is_quiet(), "the first page was enough so far");
    assert_eq!(items.next().await.expect("an item").expect("a pet").id, 3);
    assert_eq!(server.sent().line, "GET /pets?cursor=x");
    assert!(items.next().await.is_none());
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn pages_are_whole_answers() {
    let server = pages([
        r#"{"data": [{"id": 1}], "meta": {"next_cursor": "x"}}"#,
        r#"{"data": [{"id": 2}], "meta": {}}"#,
    ]);
    let mut pages = client(&server).calls().list_pets().pages();
    let first = pages.next().await.expect("a page").expect("an answer");
    assert_eq!(ids(&first.data), [1]);
    assert_eq!(first.meta.next_cursor.as_deref(), Some("x"));
    let second = pages.next().await.expect("a page").expect("an answer");
    assert_eq!(ids(&second.data), [2]);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_list_can_be_taken_up_in_the_middle() {
    let server = pages([
        r#"{"data": [{"id": 5}], "meta": {"next_cursor": "g"}}"#,
        // Back to where the caller began.
        r#"{"data": [{"id": 6}], "meta": {"next_cursor": "f"}}"#,
    ]);
    let (pets, failure) = all!(client(&server).calls().list_pets().cursor("f").items());
    assert_eq!(ids(&pets), [5, 6]);
    assert_eq!(failure.expect("a loop").kind(), ErrorKind::Redirect);
    assert_eq!(server.sent().line, "GET /pets?cursor=f");
    assert_eq!(server.sent().line, "GET /pets?cursor=g");
}

#[tokio::test]
async fn a_cursor_that_comes_again_is_an_error() {
    let page = |cursor: &str| {
        format!(r#"{{"data": [{{"id": 1}}], "meta": {{"next_cursor": "{cursor}"}}}}"#)
    };
    let server = pages([&page("a"), &page("b"), &page("a"), &page("b")]);
    let (pets, failure) = all!(client(&server).calls().list_pets().items());
    assert_eq!(pets.len(), 3);
    let error = failure.expect("an error");
    assert_eq!(error.kind(), ErrorKind::Redirect);
    assert_eq!(
        error.to_string(),
        "GET /pets: 200 OK: the page names a cursor for the next one that was used before"
    );
}

#[tokio::test]
async fn an_error_in_the_middle_ends_the_list() {
    let server = Server::answering_all(vec![
        Reply::json(r#"{"data": [{"id": 1}], "meta": {"next_cursor": "a"}}"#),
        Reply::status(403),
        Reply::json(r#"{"data": [{"id": 2}], "meta": {}}"#),
    ]);
    let (pets, failure) = all!(client(&server).calls().list_pets().items());
    assert_eq!(ids(&pets), [1]);
    assert!(failure.expect("an error").is_forbidden());
}

#[tokio::test]
async fn a_cursor_in_the_body() {
    let server = pages([
        r#"{"next": 7, "found": {"pets": [{"id": 1}]}}"#,
        r#"{"next": 8, "found": null}"#,
        r#"{"found": {"pets": [{"id": 2}]}}"#,
    ]);
    let body = model::SearchPetsRequest::new("cats");
    let call = client(&server).calls().search_pets(&body).idempotency_key("once");
    let (pets, failure) = all!(call.items());
    assert_eq!((ids(&pets), failure.is_none()), (vec![1, 2], true));
    let (first, second, third) = (server.sent(), server.sent(), server.sent());
    assert_eq!(first.json(), json!({"query": "cats"}));
    assert_eq!(second.json(), json!({"query": "cats", "page": {"after": 7}}));
    assert_eq!(third.json(), json!({"query": "cats", "page": {"after": 8}}));
    assert_eq!(second.header("content-type"), "application/json");
    // Another page is another request.
    let keys = [&first, &second, &third].map(|sent| sent.header("idempotency-key"));
    assert_eq!(keys[0], "once");
    assert!(keys[1] != keys[0] && keys[2] != keys[1] && !keys[2].is_empty(), "{keys:?}");
}

#[tokio::test]
async fn a_cursor_in_headers() {
    let server = Server::answering_all(vec![
        Reply::json(r#"["a"]"#).header("x-next-cursor", "2"),
        Reply::json(r#"["b"]"#),
    ]);
    let (events, failure) = all!(client(&server).calls().list_events().items());
    assert_eq!((events, failure.is_none()), (vec!["a".to_owned(), "b".to_owned()], true));
    assert!(!server.sent().has("x-cursor"));
    assert_eq!(server.sent().header("x-cursor"), "2");
}

#[tokio::test]
async fn the_last_item_as_a_cursor() {
    let server = pages([
        r#"{"data": [{"id": 4}, {"id": 3}], "has_more": true}"#,
        r#"{"data": [{"id": 2}], "has_more": false}"#,
    ]);
    let (messages, failure) = all!(client(&server).calls().list_messages().items());
    assert_eq!((ids(&messages), failure.is_none()), (vec![4, 3, 2], true));
    assert_eq!(server.sent().line, "GET /messages");
    assert_eq!(server.sent().line, "GET /messages?starting_after=3");
}

#[tokio::test]
async fn offsets_until_a_page_is_short() {
    let server = pages(["[1, 2]", "[3, 4]", "[5]"]);
    let (orders, failure) = all!(client(&server).calls().list_orders().limit(2).offset(10).items());
    assert_eq!((orders, failure.is_none()), (vec![1, 2, 3, 4, 5], true));
    assert_eq!(server.sent().line, "GET /orders?limit=2&offset=10");
    assert_eq!(server.sent().line, "GET /orders?limit=2&offset=12");
    assert_eq!(server.sent().line, "GET /orders?limit=2&offset=14");
    assert!(server.is_quiet());
    // The service puts no more than three on a page, whatever it is asked for.
    let server = pages(["[1, 2, 3]", "[]"]);
    let (orders, _) = all!(client(&server).calls().list_orders().limit(50).items());
    assert_eq!(orders, [1, 2, 3]);
    assert_eq!(server.sent().line, "GET /orders?limit=50");
    assert_eq!(server.sent().line, "GET /orders?limit=50&offset=3");
}

#[tokio::test]
async fn page_numbers_until_a_page_is_empty_or_short() {
    let server = pages(["[1, 2]", "[3, 4]", "[]"]);
    let (users, failure) = all!(client(&server).calls().list_users().items());
    assert_eq!((users, failure.is_none()), (vec![1, 2, 3, 4], true));
    assert_eq!(server.sent().line, "GET /users");
    assert_eq!(server.sent().line, "GET /users?page=2");
    assert_eq!(server.sent().line, "GET /users?page=3");
    let server = pages(["[1, 2]", "[3]", "[4]"]);
    let (users, _) = all!(client(&server).calls().list_users().page(7).items());
    assert_eq!(users, [1, 2, 3]);
    assert_eq!(server.sent().line, "GET /users?page=7");
    assert_eq!(server.sent().line, "GET /users?page=8");
    assert!(server.is_quiet());
}

/// Answers with this `Link` and one item, then without a link.
fn linked(link: &str) -> Server {
    Server::answering_all(vec![Reply::json("[1]").header("link", link), Reply::json("[2]")])
}

#[tokio::test]
async fn links_of_the_header() {
    // RFC 8288, sections 3.3 and 3.5: several relations and links, quoted or not, names in any case, and further
    // parameters, in which a comma or `rel` means nothing.
    for link in [
        r#"</repositories?after=x>; rel="next""#,
        "</repositories?after=x>;rel=next",
        r#"</first>; rel="first", </repositories?after=x>; title="a, b; rel=prev"; REL="last Next""#,
        r#"</other>; rel="next"; anchor="/elsewhere" , ,<repositories?after=x> ; rel = "next""#,
        r#"</repositories?after=x>; rel="next"; rel="prev""#,
    ] {
        let server = linked(link);
        let (found, failure) =
            all!(client(&server).calls().list_repositories().sort("name").items());
        assert_eq!((found, failure.is_none()), (vec![1, 2], true), "{link}");
        assert_eq!(server.sent().line, "GET /repositories?sort=name");
        let second = server.sent();
        assert_eq!(second.line, "GET /repositories?after=x", "{link}");
        assert_eq!(second.header("authorization"), "Bearer planted-secret");
    }
    for link in [
        r#"</repositories?after=x>; rel="prev""#,
        r#"</repositories?after=x>; rel="prev"; rel="next""#,
        "</repositories?after=x>",
        "/repositories?after=x; rel=next",
        "",
        "<",
        r#"<a>; rel="next"#,
    ] {
        let server = linked(link);
        let (found, failure) = all!(client(&server).calls().list_repositories().items());
        let expected = if link.starts_with("<a>") { vec![1, 2] } else { vec![1] };
        assert_eq!((found, failure.is_none()), (expected, true), "{link}");
    }
}

#[tokio::test]
async fn a_link_that_leads_to_another_origin_is_not_followed() {
    let other = Server::answering(Reply::json("[2]"));
    let port = other.url().rsplit(':').next().expect("a port").to_owned();
    for target in [
        format!("{}/repositories", other.url()),
        format!("//127.0.0.1:{port}/repositories"),
        "https://127.0.0.1/repositories".to_owned(),
        "file:///etc/passwd".to_owned(),
    ] {
        let server = linked(&format!("<{target}>; rel=\"next\""));
        let (found, failure) = all!(client(&server).calls().list_repositories().items());
        let error = failure.expect("an error");
        assert_eq!((found, error.kind()), (vec![1], ErrorKind::Redirect), "{target}");
        assert!(error.to_string().ends_with("leads to another origin"), "{error}");
    }
    assert!(other.is_quiet());
}

#[tokio::test]
async fn a_link_that_comes_again_is_an_error() {
    let to = |page: u32| {
        Reply::json("[1]").header("link", &format!("</repositories?page={page}>; rel=next"))
    };
    let server = Server::answering_all(vec![to(2), to(3), to(2), to(3)]);
    let (found, failure) = all!(client(&server).calls().list_repositories().items());
    assert_eq!(found.len(), 3);
    assert_eq!(failure.expect("an error").kind(), ErrorKind::Redirect);
    let server = Server::answering_all(vec![
        Reply::json("[1]").header("link", "</repositories>; rel=next"),
        Reply::json("[1]"),
    ]);
    let (found, failure) = all!(client(&server).calls().list_repositories().items());
    assert_eq!(found.len(), 1);
    assert_eq!(failure.expect("an error").kind(), ErrorKind::Redirect);
}

#[tokio::test]
async fn what_extensions_say() {
    // A service that copies the query copies the key, too, and has to get it once.
    let server = pages([
        r#"{"value": [1], "@odata.nextLink": "/drives?api_key=planted-secret-key&$skip=1"}"#,
        r#"{"value": [2]}"#,
    ]);
    let (drives, failure) = all!(client(&server).calls().list_drives().items());
    assert_eq!((drives, failure.is_none()), (vec![1, 2], true));
    assert_eq!(server.sent().line, "GET /drives?api_key=planted-secret-key");
    assert_eq!(server.sent().line, "GET /drives?$skip=1&api_key=planted-secret-key");
    let server = pages([r#"{"data": {"links": [1]}}"#, r#"{"data": {"links": []}}"#]);
    let (links, failure) = all!(client(&server).calls().list_links().items());
    assert_eq!((links, failure.is_none()), (vec![1], true));
    assert_eq!(server.sent().line, "GET /links");
    // The first page is 0, by the default of the parameter.
    assert_eq!(server.sent().line, "GET /links?page=1");
}

#[tokio::test]
async fn operations_without_pages() {
    let server = Server::answering_all(vec![Reply::json("[1]"), Reply::status(204)]);
    let client = client(&server);
    assert_eq!(client.calls().list_tags().await.expect("an answer"), [1]);
    client.calls().get_user(1).await.expect("an answer");
}
