//! Parameters: each style as in the tables of OpenAPI 3.0.4, 4.7.12.4 ("Style Examples") and appendix C.

use golden_parameters::model;
use serde_json::json;

fn color() -> model::Color {
    model::Color::new(100, 200, 150)
}

#[tokio::test]
async fn simple_style_in_a_path() {
    let sent = sent!(golden_parameters, |client| client.path().simple_path(
        "a/b c",
        ["blue", "black"],
        &color()
    ));
    assert_eq!(sent.line, "GET /path/a%2Fb%20c/blue,black/R=100,G=200,B=150");
}

#[tokio::test]
async fn label_style_in_a_path() {
    let sent =
        sent!(golden_parameters, |client| client.label().label_path(["blue", "black"], &color()));
    assert_eq!(sent.line, "GET /label/.blue,black/.R=100.G=200.B=150");
}

#[tokio::test]
async fn matrix_style_in_a_path() {
    let sent = sent!(golden_parameters, |client| client.matrix().matrix_path(
        "blue",
        ["blue", "black"],
        &color()
    ));
    let expected = "GET /matrix/;value=blue/;list=blue;list=black/;object=R,100,G,200,B,150";
    assert_eq!(sent.line, expected);
}

#[tokio::test]
async fn styles_of_a_query() {
    macro_rules! query {
        ($setter:ident, $value:expr) => {
            sent!(golden_parameters, |client| client.query().query().$setter($value)).line
        };
    }
    assert_eq!(query!(form, ["blue", "black"]), "GET /query?form=blue&form=black");
    assert_eq!(query!(joined, ["blue", "black"]), "GET /query?joined=blue,black");
    assert_eq!(query!(space, &[1, 2]), "GET /query?space=1%202");
    assert_eq!(query!(pipe, ["blue", "black"]), "GET /query?pipe=blue%7Cblack");
    assert_eq!(query!(exploded, &color()), "GET /query?R=100&G=200&B=150");
    assert_eq!(query!(flat, &color()), "GET /query?flat=R,100,G,200,B,150");
    assert_eq!(
        query!(deep, &color()),
        "GET /query?deep%5BR%5D=100&deep%5BG%5D=200&deep%5BB%5D=150"
    );
    let json = "GET /query?json=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D";
    assert_eq!(query!(json, &color()), json);
    // RFC 6570, 3.2.3: reserved characters and triplets pass.
    assert_eq!(query!(reserved, "a/b:c?d,e %20"), "GET /query?reserved=a/b:c?d,e%20%20");
    assert_eq!(query!(escaped, "a/b&c=d+e %20"), "GET /query?escaped=a%2Fb%26c%3Dd%2Be%20%2520");
    // Lists of lists do not exist in a query, so the items of one value are told apart by escaping.
    assert_eq!(query!(joined, ["a,b", "c"]), "GET /query?joined=a%2Cb,c");
}

#[tokio::test]
async fn a_setter_called_twice_replaces() {
    let sent = sent!(golden_parameters, |client| client
        .query()
        .query()
        .escaped("one")
        .form(["a"])
        .escaped("two"));
    assert!(!sent.line.contains("one"), "{}", sent.line);
    assert!(sent.line.contains("escaped=two") && sent.line.contains("form=a"), "{}", sent.line);
}

#[tokio::test]
async fn deep_objects_that_are_deep() {
    let mut created = model::InlineDeepObjectFilterCreated::default();
    created.gte = Some(1);
    let mut filter = model::InlineDeepObjectFilter::default();
    filter.created = Some(created);
    filter.state = Some(model::InlineDeepObjectFilterState::Open);
    let tags = [("a b".to_owned(), "1".to_owned())].into();
    let sent = sent!(golden_parameters, |client| client
        .inline_deep_object()
        .inline_deep_object()
        .filter(&filter)
        .tags(&tags));
    assert_eq!(
        sent.line,
        "GET /inline-deep-object?filter%5Bcreated%5D%5Bgte%5D=1&filter%5Bstate%5D=open&tags%5Ba%20b%5D=1"
    );
}

#[tokio::test]
async fn scalars_of_all_formats() {
    let sent = sent!(golden_parameters, |client| client
        .scalars()
        .scalars(i64::MIN, true)
        .shared("s")
        .ratio(0.1)
        .float(0.1)
        .when("2020-01-02T03:04:05+02:00".parse().expect("a time"))
        .day("2020-01-02".parse().expect("a day"))
        .id("67E55044-10B1-426F-9247-BB680E5FE0C8".parse().expect("an id"))
        .bytes(&golden_parameters::Base64(vec![0x00, 0xff, 0xfe]))
        .big(golden_parameters::TextNumber(9_007_199_254_740_993))
        .nullable(None)
        .defaulted(11)
        .secret("hush"));
    assert_eq!(
        sent.line,
        "GET /scalars/-9223372036854775808?overridden=true&shared=s&ratio=0.1&float=0.1\
         &when=2020-01-02T03%3A04%3A05%2B02%3A00&day=2020-01-02&id=67e55044-10b1-426f-9247-bb680e5fe0c8\
         &bytes=AP%2F%2B&big=9007199254740993&defaulted=11&secret=hush"
    );
}

#[tokio::test]
async fn headers() {
    let sent = sent!(golden_parameters, |client| client
        .headers()
        .headers("id 1")
        .x_numbers(&[1, 2, 3])
        .x_color(&color())
        .x_json(&color()));
    assert_eq!(sent.line, "GET /headers");
    assert_eq!(sent.header("x-request-id"), "id 1");
    assert_eq!(sent.header("x-numbers"), "1,2,3");
    assert_eq!(sent.header("x-color"), "R=100,G=200,B=150");
    assert_eq!(sent.header("x-json"), r#"{"R":100,"G":200,"B":150}"#);
}

#[tokio::test]
async fn cookies() {
    let sent = sent!(golden_parameters, |client| client
        .cookies()
        .cookies("abc")
        .flags(["a", "b"])
        .debug(true));
    assert_eq!(sent.line, "GET /cookies");
    // RFC 6265, 5.4: one header.
    assert_eq!(sent.header("cookie"), "session=abc; flags=a,b; debug=true");
}

#[tokio::test]
async fn a_schema_that_says_nothing() {
    for (value, expected) in [
        (json!("a b"), "a%20b"),
        (json!(5), "5"),
        (json!(true), "true"),
        (json!([1, 2]), "1&anything=2"),
    ] {
        let sent = sent!(golden_parameters, |client| client.empty_schema().empty_schema(&value));
        assert_eq!(sent.line, format!("GET /empty-schema?anything={expected}"));
    }
    let sent = sent!(golden_parameters, |client| client
        .empty_schema()
        .empty_schema(&json!(1))
        .no_schema("x"));
    assert_eq!(sent.line, "GET /empty-schema?anything=1&no-schema=x");
}

#[tokio::test]
async fn one_of_several_types() {
    let id = model::UnionParametersId::Integer(5);
    let list = model::UnionParametersExpand::List(vec!["a".to_owned(), "b".to_owned()]);
    let sent =
        sent!(golden_parameters, |client| client.unions().union_parameters(&id).expand(&list));
    assert_eq!(sent.line, "GET /unions/5?expand=a&expand=b");
    let id = model::UnionParametersId::String("five".to_owned());
    let one = model::UnionParametersExpand::String("a".to_owned());
    let sent =
        sent!(golden_parameters, |client| client.unions().union_parameters(&id).expand(&one));
    assert_eq!(sent.line, "GET /unions/five?expand=a");
}

#[tokio::test]
async fn placeholders_nobody_declared_are_text() {
    let sent = sent!(golden_parameters, |client| client
        .undeclared()
        .undeclared_path_parameter("1", "here"));
    assert_eq!(sent.line, "GET /undeclared/here/1");
}
