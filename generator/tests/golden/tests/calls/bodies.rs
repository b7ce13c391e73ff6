//! Request bodies: bytes and `Content-Type` of each media type.

use golden_bodies::{Body as Content, api, model};
use serde_json::json;

fn item() -> model::Item {
    let mut item = model::Item::new("a b&c");
    item.size = Some(2);
    item
}

#[tokio::test]
async fn json() {
    let sent = sent!(golden_bodies, |client| client.json().json(&item()));
    assert_eq!(sent.line, "POST /json");
    assert_eq!(sent.header("content-type"), "application/json");
    assert_eq!(sent.text(), r#"{"name":"a b&c","size":2}"#);
}

#[tokio::test]
async fn a_body_that_may_be_left_out() {
    let sent = sent!(golden_bodies, |client| client.optional().optional_body());
    assert!(sent.body.is_empty() && !sent.has("content-type"), "{sent:?}");
    let sent = sent!(golden_bodies, |client| client.optional().optional_body().body(&item()));
    assert_eq!(sent.json(), json!({"name": "a b&c", "size": 2}));
}

#[tokio::test]
async fn media_types_that_are_json() {
    let sent = sent!(golden_bodies, |client| client.parameters().json_with_charset(&item()));
    assert_eq!(sent.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(sent.json(), json!({"name": "a b&c", "size": 2}));
    let sent = sent!(golden_bodies, |client| client.suffix().merge_patch(&item()));
    assert_eq!(sent.line, "PATCH /suffix");
    assert_eq!(sent.header("content-type"), "application/merge-patch+json");
    assert_eq!(sent.json(), json!({"name": "a b&c", "size": 2}));
}

#[tokio::test]
async fn one_of_several_media_types() {
    use api::several::SeveralContentTypesBody as Body;
    for (body, media_type, text) in [
        (Body::Json(item()), "application/json", r#"{"name":"a b&c","size":2}"#),
        // `%20` and `+` are both a space (OpenAPI 3.0.4, appendix E.4).
        (Body::Form(item()), "application/x-www-form-urlencoded", "name=a%20b%26c&size=2"),
        (Body::Text("plain".to_owned()), "text/plain", "plain"),
        (Body::Binary(Content::from(b"\x01\x02")), "application/octet-stream", "\x01\x02"),
    ] {
        let sent = sent!(golden_bodies, |client| client.several().several_content_types(&body));
        assert!(sent.header("content-type").starts_with(media_type), "{sent:?}");
        assert_eq!(sent.text(), text);
    }
}

#[tokio::test]
async fn one_type_in_several_media_types() {
    let sent =
        sent!(golden_bodies, |client| client.same_types().several_json_types().body(&item()));
    assert_eq!(sent.header("content-type"), "application/json");
    assert_eq!(sent.json(), json!({"name": "a b&c", "size": 2}));
}

#[tokio::test]
async fn json_that_is_no_object() {
    let sent = sent!(golden_bodies, |client| client.list().list_body(&[item(), item()]));
    assert_eq!(sent.json().as_array().map(Vec::len), Some(2));
    let inner = [("b".to_owned(), 1)].into();
    let map = [("a".to_owned(), inner)].into();
    let sent = sent!(golden_bodies, |client| client.map().map_body(&map));
    assert_eq!(sent.text(), r#"{"a":{"b":1}}"#);
    let sent = sent!(golden_bodies, |client| client.string().string_body("a \"b\""));
    assert_eq!(sent.text(), r#""a \"b\"""#);
    let sent = sent!(golden_bodies, |client| client.integer().integer_body(&i64::MAX));
    assert_eq!(sent.text(), "9223372036854775807");
}

#[tokio::test]
async fn json_of_any_shape() {
    let value = json!({"a": [1, null, 1.5]});
    let sent = sent!(golden_bodies, |client| client.anything().any_body(&value));
    assert_eq!(sent.json(), value);
    let sent = sent!(golden_bodies, |client| client.no_schema().no_schema(&value));
    assert_eq!(sent.json(), value);
    assert_eq!(sent.header("content-type"), "application/json");
}

#[tokio::test]
async fn a_body_that_may_be_null() {
    let sent = sent!(golden_bodies, |client| client.nullable().nullable_body(&None));
    assert_eq!(sent.text(), "null");
    let mut body = model::NullableBodyRequest::default();
    body.a = Some("x".to_owned());
    let sent = sent!(golden_bodies, |client| client.nullable().nullable_body(&Some(body)));
    assert_eq!(sent.text(), r#"{"a":"x"}"#);
}

#[tokio::test]
async fn text_and_bytes() {
    let sent = sent!(golden_bodies, |client| client.text().text("ä\n"));
    assert!(sent.header("content-type").starts_with("text/plain"), "{sent:?}");
    assert_eq!(sent.text(), "ä\n");
    let sent = sent!(golden_bodies, |client| client.xml().xml("<item/>"));
    assert!(sent.header("content-type").starts_with("application/xml"), "{sent:?}");
    assert_eq!(sent.text(), "<item/>");
    let sent = sent!(golden_bodies, |client| client.binary().binary(vec![0, 255, 10]));
    assert_eq!(sent.header("content-type"), "image/png");
    assert_eq!(sent.body, [0, 255, 10]);
}

#[tokio::test]
async fn any_media_type() {
    let sent = sent!(golden_bodies, |client| client.any_media().any_media_type("x"));
    assert_eq!(sent.text(), "x");
    // A range is no media type of a body (RFC 9110, 8.3.1); bytes of no known kind are an octet stream.
    assert_eq!(sent.header("content-type"), "application/octet-stream");
}

#[tokio::test]
async fn forms() {
    let mut address = model::FormRequestAddress::default();
    address.city = Some("Zürich".to_owned());
    let mut form = model::FormRequest::new("client credentials");
    form.scope = Some(vec!["read".to_owned(), "write".to_owned()]);
    form.limit = Some(5);
    form.address = Some(address);
    let sent = sent!(golden_bodies, |client| client.form().form(&form));
    assert_eq!(sent.header("content-type"), "application/x-www-form-urlencoded");
    // `encoding` joins the scopes; an object without `encoding` is JSON (OpenAPI 3.0.4, Encoding Object).
    assert_eq!(
        sent.text(),
        "grant_type=client%20credentials&scope=read%20write&limit=5&address=%7B%22city%22%3A%22Z%C3%BCrich%22%7D"
    );
}

/// RFC 7396: what is absent stays as it is, what is null is taken away.
#[tokio::test]
async fn merge_patches_tell_absent_from_null() {
    let mut patch = model::Patch::default();
    patch.name = Some(None);
    let sent = sent!(golden_bodies, |client| client.merge().patch(&patch));
    assert_eq!(sent.header("content-type"), "application/merge-patch+json");
    assert_eq!(sent.text(), r#"{"name":null}"#);
    patch.name = None;
    patch.size = Some(Some(1));
    patch.tags =
        Some(Some([("a".to_owned(), None), ("b".to_owned(), Some("c".to_owned()))].into()));
    let sent = sent!(golden_bodies, |client| client.merge().patch(&patch));
    assert_eq!(sent.text(), r#"{"size":1,"tags":{"a":null,"b":"c"}}"#);
}

#[tokio::test]
async fn bodies_of_every_kind_that_may_be_left_out() {
    macro_rules! optional {
        ($group:ident.$method:ident, $body:expr, $media_type:literal, $text:expr) => {
            let sent = sent!(golden_bodies, |client| client.$group().$method());
            assert!(sent.body.is_empty() && !sent.has("content-type"), "{sent:?}");
            // RFC 9110, section 8.6: none is said to be none where the method expects one.
            assert_eq!(sent.header("content-length"), "0");
            let sent = sent!(golden_bodies, |client| client.$group().$method().body($body));
            assert!(sent.header("content-type").starts_with($media_type), "{sent:?}");
            assert_eq!(sent.text(), $text);
        };
    }
    optional!(optional_bytes.optional_bytes, vec![b'x'], "application/octet-stream", "x");
    optional!(optional_text.optional_text, "a;b", "text/csv", "a;b");
    optional!(
        optional_form.optional_form,
        &item(),
        "application/x-www-form-urlencoded",
        "name=a%20b%26c&size=2"
    );
    let body = api::optional_several::OptionalSeveralBody::Xml("<a/>".to_owned());
    optional!(optional_several.optional_several, &body, "application/xml", "<a/>");
}

/// Only a caller knows what the bytes are.
#[tokio::test]
async fn bytes_of_one_of_several_media_types() {
    use api::images::ImagesBody as Image;
    let sent = sent!(golden_bodies, |client| client.images().images(&Image::Jpeg("x".into())));
    assert_eq!((sent.header("content-type").as_str(), sent.text().as_str()), ("image/jpeg", "x"));
    let sent = sent!(golden_bodies, |client| client.images().images(&Image::Png("y".into())));
    assert_eq!((sent.header("content-type").as_str(), sent.text().as_str()), ("image/png", "y"));
}

#[tokio::test]
async fn bytes_that_are_not_in_memory() {
    let path = std::env::temp_dir().join(format!("golden-{}.bin", std::process::id()));
    std::fs::write(&path, vec![7; 200_000]).expect("a file");
    let sent = sent!(golden_bodies, |client| client.binary().binary(path.as_path()));
    assert_eq!((sent.header("content-length").as_str(), sent.body.len()), ("200000", 200_000));
    std::fs::remove_file(&path).expect("the file");
    let reader = Content::reader(std::io::Cursor::new("abc"), None);
    let sent = sent!(golden_bodies, |client| client.binary().binary(reader));
    assert_eq!(
        (sent.header("transfer-encoding").as_str(), sent.text().as_str()),
        ("chunked", "abc")
    );
}
