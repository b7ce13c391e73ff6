//! The styles of parameters, against the tables of OpenAPI 3.0.4 and RFC 6570.

use super::models::Tree;
use oasmith_runtime as runtime;
use runtime::{
    Encode, Encoder, Escapes, Param, ParamValue, ToParam, cookie_pairs, form_pairs, header_value,
    path_value, percent_encode, query_pairs,
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// `{ "R": 100, "G": 200, "B": 150 }` in this order, which a map of names would not keep.
struct Color;

impl Encode for Color {
    fn encode(&self, out: &mut Encoder) {
        out.begin_object();
        for (name, value) in [("R", 100), ("G", 200), ("B", 150)] {
            out.field(name, &value);
        }
        out.end_object();
    }
}

runtime::param_impl!(Color);

const BLUE: &str = "blue";
const COLORS: [&str; 3] = ["blue", "black", "brown"];

fn path(param: Param, value: &dyn ToParam) -> String {
    path_value(param, value).unwrap_or_else(|reason| format!("refused: {reason}"))
}

fn query(param: Param, value: &dyn ToParam) -> String {
    let pairs = query_pairs(param, value).unwrap();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
}

fn header(param: Param, value: &dyn ToParam) -> Option<String> {
    header_value(param, value).unwrap()
}

fn cookie(param: Param, value: &dyn ToParam) -> String {
    let pairs = cookie_pairs(param, value).unwrap();
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
}

/// OpenAPI 3.0.4, section 4.7.12.4 "Style Examples": rows of paths.
#[test]
fn table_of_paths() {
    let (matrix, label, simple) =
        (Param::matrix("color"), Param::label("color"), Param::simple("color"));
    for (param, empty, string, array, object) in [
        (matrix, ";color", ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"),
        (
            matrix.explode(true),
            ";color",
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";R=100;G=200;B=150",
        ),
        (label, ".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
        (label.explode(true), ".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
        (simple, "", "blue", "blue,black,brown", "R,100,G,200,B,150"),
        (simple.explode(true), "", "blue", "blue,black,brown", "R=100,G=200,B=150"),
    ] {
        // What the table writes as `.` or nothing is a segment that URL parsers fold.
        let expected = match empty {
            "." => "refused: a path parameter must not be `.` or `..`",
            "" => "refused: a path parameter must not be empty",
            text => text,
        };
        assert_eq!(path(param, &""), expected, "{param:?}");
        assert_eq!(path(param, &BLUE), string, "{param:?}");
        assert_eq!(path(param, &COLORS), array, "{param:?}");
        assert_eq!(path(param, &Color), object, "{param:?}");
    }
}

/// The same table: rows of queries.
#[test]
fn table_of_queries() {
    let form = Param::form("color");
    assert_eq!(form, Param::form("color").explode(true), "the default");
    for (param, empty, string, array, object) in [
        (
            form.explode(false),
            "color=",
            "color=blue",
            "color=blue,black,brown",
            "color=R,100,G,200,B,150",
        ),
        (form, "color=", "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"),
    ] {
        assert_eq!(query(param, &""), empty, "{param:?}");
        assert_eq!(query(param, &BLUE), string, "{param:?}");
        assert_eq!(query(param, &COLORS), array, "{param:?}");
        assert_eq!(query(param, &Color), object, "{param:?}");
        assert_eq!(cookie(param, &BLUE), string, "{param:?}");
        assert_eq!(cookie(param, &COLORS), array.replace('&', "; "), "{param:?}");
        assert_eq!(cookie(param, &Color), object.replace('&', "; "), "{param:?}");
    }
    let space = Param::space_delimited("color");
    assert_eq!(query(space, &COLORS), "color=blue%20black%20brown");
    assert_eq!(query(space, &Color), "color=R%20100%20G%20200%20B%20150");
    let pipe = Param::pipe_delimited("color");
    assert_eq!(query(pipe, &COLORS), "color=blue%7Cblack%7Cbrown");
    assert_eq!(query(pipe, &Color), "color=R%7C100%7CG%7C200%7CB%7C150");
    let deep = "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150";
    assert_eq!(query(Param::deep_object("color"), &Color), deep);
    assert_eq!(query(Param::deep_object("color").explode(true), &Color), deep);
}

/// The cells that the table leaves open ("n/a") have the form that 3.0.3 and the other tools give them.
#[test]
fn open_cells_of_the_table() {
    for param in [Param::space_delimited("color"), Param::pipe_delimited("color")] {
        assert_eq!(query(param, &BLUE), "color=blue");
        assert_eq!(query(param, &""), "color=");
        assert_eq!(query(param.explode(true), &COLORS), "color=blue&color=black&color=brown");
        assert_eq!(query(param.explode(true), &Color), "R=100&G=200&B=150");
    }
    assert_eq!(query(Param::deep_object("color"), &BLUE), "color=blue");
    assert_eq!(query(Param::deep_object("color"), &["a", "b"]), "color%5B0%5D=a&color%5B1%5D=b");
}

/// The same table: style `simple` in headers.
#[test]
fn table_of_headers() {
    let simple = Param::simple("color");
    for (param, object) in
        [(simple, "R,100,G,200,B,150"), (simple.explode(true), "R=100,G=200,B=150")]
    {
        assert_eq!(header(param, &"").as_deref(), Some(""));
        assert_eq!(header(param, &BLUE).as_deref(), Some("blue"));
        assert_eq!(header(param, &COLORS).as_deref(), Some("blue,black,brown"));
        assert_eq!(header(param, &Color).as_deref(), Some(object));
    }
}

/// RFC 6570, section 3.2: the examples that have no operators of their own.
#[test]
fn examples_of_rfc_6570() {
    let (half, list) = ("50%", ["red", "green", "blue"]);
    let keys = Keys;
    // 3.2.2 simple
    assert_eq!(path(Param::simple("var"), &"value"), "value");
    assert_eq!(path(Param::simple("hello"), &"Hello World!"), "Hello%20World%21");
    assert_eq!(path(Param::simple("half"), &half), "50%25");
    assert_eq!(path(Param::simple("list"), &list), "red,green,blue");
    assert_eq!(path(Param::simple("keys"), &keys), "semi,%3B,dot,.,comma,%2C");
    assert_eq!(path(Param::simple("keys").explode(true), &keys), "semi=%3B,dot=.,comma=%2C");
    // 3.2.5 label
    assert_eq!(path(Param::label("who"), &"fred"), ".fred");
    assert_eq!(path(Param::label("half"), &half), ".50%25");
    assert_eq!(path(Param::label("list"), &list), ".red,green,blue");
    assert_eq!(path(Param::label("list").explode(true), &list), ".red.green.blue");
    assert_eq!(path(Param::label("keys"), &keys), ".semi,%3B,dot,.,comma,%2C");
    assert_eq!(path(Param::label("keys").explode(true), &keys), ".semi=%3B.dot=..comma=%2C");
    // 3.2.7 path-style parameters
    assert_eq!(path(Param::matrix("half"), &half), ";half=50%25");
    assert_eq!(path(Param::matrix("empty"), &""), ";empty");
    assert_eq!(path(Param::matrix("list"), &list), ";list=red,green,blue");
    assert_eq!(path(Param::matrix("list").explode(true), &list), ";list=red;list=green;list=blue");
    assert_eq!(path(Param::matrix("keys"), &keys), ";keys=semi,%3B,dot,.,comma,%2C");
    assert_eq!(path(Param::matrix("keys").explode(true), &keys), ";semi=%3B;dot=.;comma=%2C");
    // 3.2.8 form-style query
    assert_eq!(query(Param::form("half"), &half), "half=50%25");
    assert_eq!(query(Param::form("empty"), &""), "empty=");
    assert_eq!(query(Param::form("list").explode(false), &list), "list=red,green,blue");
    assert_eq!(query(Param::form("list"), &list), "list=red&list=green&list=blue");
    assert_eq!(query(Param::form("keys").explode(false), &keys), "keys=semi,%3B,dot,.,comma,%2C");
    assert_eq!(query(Param::form("keys"), &keys), "semi=%3B&dot=.&comma=%2C");
    // 3.2.3 reserved expansion
    let reserved = Param::form("x").allow_reserved();
    assert_eq!(query(reserved, &"value"), "x=value");
    assert_eq!(query(reserved, &"Hello World!"), "x=Hello%20World!");
    assert_eq!(query(reserved, &half), "x=50%25");
    assert_eq!(query(reserved, &"http://example.com/home/"), "x=http://example.com/home/");
    assert_eq!(query(reserved, &"/foo/bar"), "x=/foo/bar");
    assert_eq!(query(reserved, &"a%2Fb%zz%"), "x=a%2Fb%25zz%25");
    assert_eq!(query(reserved.explode(false), &keys), "x=semi,;,dot,.,comma,,");
}

/// `keys` of RFC 6570, section 3.2.
struct Keys;

impl Encode for Keys {
    fn encode(&self, out: &mut Encoder) {
        out.begin_object();
        for (name, value) in [("semi", ";"), ("dot", "."), ("comma", ",")] {
            out.field(name, &value);
        }
        out.end_object();
    }
}

runtime::param_impl!(Keys);

#[test]
fn absent_values_are_not_sent() {
    let none = None::<&str>;
    let params = [
        Param::form("a"),
        Param::form("a").explode(false),
        Param::space_delimited("a"),
        Param::pipe_delimited("a").explode(true),
        Param::deep_object("a"),
        Param::json("a"),
    ];
    for param in params {
        assert_eq!(query(param, &none), "", "{param:?}");
        assert_eq!(query(param, &Value::Null), "", "{param:?}");
        assert_eq!(cookie(param, &none), "", "{param:?}");
    }
    for param in &params[..5] {
        assert_eq!(query(*param, &Vec::<String>::new()), "", "{param:?}");
        assert_eq!(query(*param, &BTreeMap::<String, u8>::new()), "", "{param:?}");
    }
    assert_eq!(query(params[5], &Vec::<String>::new()), "a=%5B%5D");
    assert_eq!(header(Param::simple("a"), &none), None);
    assert_eq!(header(Param::simple("a"), &Vec::<String>::new()), None);
    assert_eq!(header(Param::json("a"), &Value::Null), None);
    assert_eq!(path(Param::simple("a"), &none), "refused: a path parameter needs a value");
}

/// RFC 6570, section 2.3: undefined members are ignored.
#[test]
fn absent_members_are_left_out() {
    let list = [Some("a"), None, Some("b")];
    assert_eq!(query(Param::form("x"), &list), "x=a&x=b");
    assert_eq!(path(Param::simple("x"), &list), "a,b");
    let object = json!({"a": null, "b": 1, "c": true});
    assert_eq!(query(Param::form("x"), &object), "b=1&c=true");
    assert_eq!(query(Param::deep_object("x"), &object), "x%5Bb%5D=1&x%5Bc%5D=true");
    assert_eq!(query(Param::form("x").explode(false), &[None::<u8>]), "");
}

#[test]
fn nested_values() {
    let filter = json!({"a": {"b": {"c": 1}, "d": null}, "e": ["x", {"f": "y z"}]});
    assert_eq!(
        query(Param::deep_object("q"), &filter),
        "q%5Ba%5D%5Bb%5D%5Bc%5D=1&q%5Be%5D%5B0%5D=x&q%5Be%5D%5B1%5D%5Bf%5D=y%20z"
    );
    // Other styles have no form for it: JSON, as in forms.
    assert_eq!(
        query(Param::form("q"), &json!([{"a": "1"}, "x", null, [1]])),
        "q=%7B%22a%22%3A%221%22%7D&q=x&q=%5B1%5D"
    );
    assert_eq!(header(Param::simple("q"), &json!({"a": [1]})).as_deref(), Some("a,[1]"));
}

/// Nobody sends this; it must not be dropped without a word, though, nor overflow the stack.
#[test]
fn values_nested_too_deeply_are_sent_as_json() {
    let deep = (0..500).fold(json!(1), |inner, _| json!([inner]));
    let text = percent_encode(&deep.to_string(), Escapes::Unreserved);
    for param in [
        Param::form("q"),
        Param::form("q").explode(false),
        Param::deep_object("q"),
        Param::json("q"),
    ] {
        assert_eq!(query(param, &deep), format!("q={text}"));
    }
}

#[test]
fn path_segments_cannot_lead_elsewhere() {
    let refused = |param: Param, value: &dyn ToParam| path_value(param, value).is_err();
    for param in [Param::simple("id"), Param::simple("id").allow_reserved()] {
        for text in ["", ".", ".."] {
            assert!(refused(param, &text), "{text}");
        }
        assert!(refused(param, &Vec::<String>::new()));
        assert!(refused(param, &[""]));
        for (text, expected) in
            [("...", "..."), ("a/../b", "a%2F..%2Fb"), ("?#", "%3F%23"), (".a", ".a")]
        {
            assert_eq!(path(param, &text), expected);
        }
    }
    let reserved = Param::simple("id").allow_reserved();
    for text in ["%2e", "%2E%2e", ".%2E"] {
        assert!(refused(reserved, &text), "{text}");
        assert!(!refused(Param::simple("id"), &text), "{text}");
    }
    assert_eq!(path(reserved, &"a:b@c!$&'()*+,;=[]%41%"), "a:b@c!$&'()*+,;=%5B%5D%41%25");
    assert!(refused(Param::label("id"), &"."));
    assert!(refused(Param::matrix("id").explode(true), &Vec::<u8>::new()));
}

/// RFC 3986, section 2.3: everything else is escaped, byte by byte, in upper case.
#[test]
fn all_but_unreserved_characters_are_escaped() {
    for byte in 0..128_u8 {
        let text = char::from(byte).to_string();
        let unreserved = byte.is_ascii_alphanumeric() || "-._~".contains(&text);
        let expected = if unreserved { text.clone() } else { format!("%{byte:02X}") };
        assert_eq!(percent_encode(&text, Escapes::Unreserved), expected);
    }
    assert_eq!(query(Param::form("n\u{e4}me"), &"\u{20ac}%41"), "n%C3%A4me=%E2%82%AC%2541");
    assert_eq!(
        query(Param::form("x").allow_reserved(), &":/?#[]@!$&'()*+,;="),
        "x=:/?%23[]@!$&'()*+,;="
    );
    assert_eq!(query(Param::form("x"), &"a&b=c+d"), "x=a%26b%3Dc%2Bd");
}

#[test]
fn headers_take_text_as_it_is_but_no_control_characters() {
    assert_eq!(header(Param::simple("x"), &"a b%2C\"\u{e9}").as_deref(), Some("a b%2C\"\u{e9}"));
    for text in ["a\r\nb: c", "\n", "\0", "\u{7f}", "a\tb"] {
        assert!(header_value(Param::simple("x"), &text).is_err(), "{text:?}");
        assert!(header_value(Param::simple("x"), &["a", text]).is_err(), "{text:?}");
    }
    let json = header(Param::json("x"), &json!({"a": "b\n"}));
    assert_eq!(json.as_deref(), Some(r#"{"a":"b\n"}"#));
}

/// RFC 6265, section 4.1.1: `cookie-octet`.
#[test]
fn cookies_escape_what_cookies_cannot_hold() {
    let allowed =
        |byte: u8| matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e);
    for byte in 0..128_u8 {
        let text = char::from(byte).to_string();
        // A percent sign that begins no escape would look like one.
        let expected =
            if allowed(byte) && byte != b'%' { text.clone() } else { format!("%{byte:02X}") };
        assert_eq!(cookie(Param::form("c"), &text), format!("c={expected}"));
    }
    assert_eq!(cookie(Param::form("c"), &"a%2Fb\u{e9}"), "c=a%2Fb%C3%A9");
    assert_eq!(cookie(Param::form("c").explode(false), &["a,", "b"]), "c=a%2C,b");
}

#[test]
fn json_parameters() {
    let value = json!({"a": [1, "x"]});
    assert_eq!(query(Param::json("q"), &value), "q=%7B%22a%22%3A%5B1%2C%22x%22%5D%7D");
    assert_eq!(query(Param::json("q"), &"1"), "q=%221%22");
    assert_eq!(query(Param::json("q"), &1), "q=1");
    assert_eq!(path(Param::json("q"), &[1, 2]), "%5B1%2C2%5D");
    assert_eq!(cookie(Param::json("q"), &value), "q={%22a%22:[1%2C%22x%22]}");
    assert_eq!(header(Param::json("q"), &[1, 2]).as_deref(), Some("[1,2]"));
}

#[test]
fn forms_in_bodies() {
    let fields =
        [Param::form("list").explode(false), Param::json("meta"), Param::deep_object("deep")];
    let body = json!({
        "list": ["a", "b&"], "meta": {"k": 1}, "deep": {"x": "y"}, "text": "a b+c", "none": null,
        "many": [1, 2], "any": {"of": true},
    });
    let mut pairs = form_pairs(&body, &fields).unwrap();
    pairs.sort();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(
        pairs,
        [
            "any=%7B%22of%22%3Atrue%7D",
            "deep%5Bx%5D=y",
            "list=a,b%26",
            "many=1",
            "many=2",
            "meta=%7B%22k%22%3A1%7D",
            "text=a%20b%2Bc"
        ]
    );
    assert!(form_pairs(&[1], &fields).is_err());
}

#[test]
fn types_as_parameters() {
    let text = |value: &dyn ToParam| match value.to_param() {
        ParamValue::Scalar(text) => text.into_owned(),
        _ => "not a scalar".to_owned(),
    };
    assert_eq!(text(&true), "true");
    assert_eq!(text(&-5_i8), "-5");
    assert_eq!(text(&u64::MAX), "18446744073709551615");
    assert_eq!(text(&1.0_f64), "1");
    assert_eq!(text(&0.1_f32), "0.1");
    assert_eq!(text(&1e-7_f64), "1e-7");
    assert_eq!(text(&f64::NEG_INFINITY), "-Infinity");
    assert_eq!(text(&f32::NAN), "NaN");
    assert_eq!(text(&String::from("x")), "x");
    assert_eq!(text(&Box::new(Some("x"))), "x");
    assert_eq!(text(&json!(1.5)), "1.5");
    assert_eq!(text(&std::net::Ipv4Addr::LOCALHOST), "127.0.0.1");
    let tree: Tree = runtime::from_json_str(r#"{"weight":1,"items":[],"b":"x"}"#).unwrap();
    assert_eq!(query(Param::form("tree"), &tree), "weight=1.0&items=%5B%5D&b=x");
}
