//! Every style in every place for every kind of value: sent over a socket, and read back by the rules.
//!
//! What is read here knows the description and nothing of the writer: a text is taken apart at the delimiters of its style
//! first, and the percent signs are undone then (OpenAPI 3.1.1, appendix C, "Delimiters in Parameter Values"; RFC 6570).
//! Values are random, from characters that a writer could forget. Left out is only what the text itself calls ambiguous:
//!
//! - spaces in values of `spaceDelimited` and bars in those of `pipeDelimited`, which look like the delimiter once they are
//!   escaped, and brackets in keys of `deepObject` (appendix E);
//! - dots in values of an exploded `label`: RFC 6570 does not escape them;
//! - commas in lists and objects of headers, where nothing is escaped (appendix D), and space around their values, which
//!   HTTP takes away; in cookies, `%` before two digits, which is taken for an escape that is there already;
//! - what `allowReserved` leaves to the caller: `&`, `%`, and commas in lists;
//! - empty lists and objects, which are like absent ones, and in a path are refused.

use std::collections::BTreeMap;

use golden::{Reply, Sent, Server};
use golden_styles::{ErrorKind, model};
use serde_json::{Map, Value, json};

use super::transfers::{Part, parts};

const ROUNDS: u64 = 25;

/// A generator of numbers that are the same in each run (Marsaglia, "Xorshift RNGs", 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % 1_000_003).expect("a small number") % limit
    }

    /// A text of characters that mean something somewhere, without these.
    fn text(&mut self, without: &str) -> String {
        let characters = "aZ09-._~:/?#[]@!$&'()*+,;=%\"<>\\^`{|} \n\t\0\u{7f}äé€😀\u{301}2C5%+ ";
        let characters: Vec<char> = characters.chars().filter(|c| !without.contains(*c)).collect();
        let length = self.below(9);
        (0..length).map(|_| characters[self.below(characters.len())]).collect()
    }

    fn list(&mut self, without: &str) -> Vec<String> {
        (0..self.below(5)).map(|_| self.text(without)).collect()
    }

    fn numbers(&mut self) -> Vec<i64> {
        let number =
            |random: &mut Self| i64::try_from(random.below(2_000_001)).expect("small") - 1_000_000;
        (0..self.below(4)).map(|_| number(self)).collect()
    }

    fn record(&mut self, without: &str) -> model::Record {
        let mut record = model::Record::new(self.text(without));
        // Its name has a space.
        if self.below(2) == 0 && !without.contains(' ') {
            record.b_c = Some(self.text(without));
        }
        if self.below(2) == 0 {
            record.ä = Some(i64::try_from(self.below(1000)).expect("small"));
        }
        record
    }

    fn map(&mut self, without: &str) -> BTreeMap<String, String> {
        (0..self.below(4)).map(|_| (self.text(without), self.text(without))).collect()
    }

    fn json(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 4 } else { 6 }) {
            0 => json!(self.text("")),
            1 => json!(self.below(1_000_000)),
            2 => json!(self.below(2) == 0),
            3 => json!(0.5),
            4 => (0..self.below(3)).map(|_| self.json(depth - 1)).collect(),
            _ => {
                let members = (0..self.below(3)).map(|_| (self.text(""), self.json(depth - 1)));
                Value::Object(members.collect())
            }
        }
    }
}

/// The kinds of values that a schema can ask for.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    List,
    Numbers,
    Record,
    Map,
}

/// RFC 3986, section 2.1, undone; what is no escape stays.
fn unescaped(text: &str) -> String {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).filter(|_| *first == b'%');
        let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        let escape = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(escape.unwrap_or(*first));
        rest = if escape.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(out).expect("UTF-8")
}

fn scalar(kind: Kind, name: &str, text: &str) -> Value {
    match (kind, name) {
        (Kind::Numbers, _) | (Kind::Record, "ä") => json!(text.parse::<i64>().expect("a number")),
        _ => json!(text),
    }
}

fn list(kind: Kind, items: impl IntoIterator<Item = String>) -> Value {
    items.into_iter().map(|item| scalar(kind, "", &item)).collect()
}

fn object(kind: Kind, members: impl IntoIterator<Item = (String, String)>) -> Value {
    let member = |(name, text): (String, String)| (name.clone(), scalar(kind, &name, &text));
    Value::Object(members.into_iter().map(member).collect())
}

/// A value in one text: items between delimiters, members as `name=value` or as two items.
fn joined(kind: Kind, text: &str, delimiter: &str, pairs: bool, undo: fn(&str) -> String) -> Value {
    let items = || text.split(delimiter);
    match kind {
        Kind::Text => json!(undo(text)),
        Kind::List | Kind::Numbers => list(kind, items().map(undo)),
        Kind::Record | Kind::Map if pairs => {
            let member = |item: &str| {
                let (name, value) = item.split_once('=').unwrap_or((item, ""));
                (undo(name), undo(value))
            };
            object(kind, items().map(member))
        }
        Kind::Record | Kind::Map => {
            let items: Vec<String> = items().map(undo).collect();
            assert!(items.len().is_multiple_of(2), "{text}");
            object(kind, items.chunks(2).map(|pair| (pair[0].clone(), pair[1].clone())))
        }
    }
}

/// A segment of a path.
fn from_path(style: &str, explode: bool, name: &str, kind: Kind, segment: &str) -> Value {
    match style {
        "simple" => joined(kind, segment, ",", explode, unescaped),
        "label" => {
            let text = segment.strip_prefix('.').expect("a dot");
            joined(kind, text, if explode { "." } else { "," }, explode, unescaped)
        }
        _ => {
            let text = segment.strip_prefix(';').expect("a semicolon");
            // RFC 6570, section 3.2.7: no `=` where the value is empty.
            let pairs: Vec<(&str, &str)> =
                text.split(';').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
            match kind {
                Kind::List | Kind::Numbers if explode => {
                    assert!(pairs.iter().all(|pair| pair.0 == name), "{segment}");
                    list(kind, pairs.iter().map(|pair| unescaped(pair.1)))
                }
                Kind::Record | Kind::Map if explode => object(
                    kind,
                    pairs.iter().map(|(name, text)| (unescaped(name), unescaped(text))),
                ),
                _ => {
                    assert!(pairs.len() == 1 && pairs[0].0 == name, "{segment}");
                    joined(kind, pairs[0].1, ",", false, unescaped)
                }
            }
        }
    }
}

const RECORD: [&str; 3] = ["a", "b c", "ä"];

type Pairs = Vec<(String, String)>;

/// A value of a query, of cookies, or of a form: of pairs that are still escaped, in a way that `undo` knows.
fn from_pairs(
    (style, explode): (&str, bool),
    name: &str,
    kind: Kind,
    pairs: &Pairs,
    undo: fn(&str) -> String,
) -> Option<Value> {
    let named: Vec<&str> =
        pairs.iter().filter(|pair| undo(&pair.0) == name).map(|pair| pair.1.as_str()).collect();
    let members = |pick: &dyn Fn(&str) -> Option<String>| {
        let found = pairs.iter().filter_map(|(name, text)| Some((pick(&undo(name))?, undo(text))));
        let found: Vec<_> = found.collect();
        (!found.is_empty()).then(|| object(kind, found))
    };
    match (style, kind) {
        ("deepObject", _) => members(&|found| {
            let key = found.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']')?;
            Some(key.to_owned())
        }),
        (_, Kind::Record) if explode => {
            members(&|found| RECORD.contains(&found).then(|| found.to_owned()))
        }
        (_, Kind::Map) if explode => members(&|found| Some(found.to_owned())),
        (_, Kind::List | Kind::Numbers) if explode => {
            (!named.is_empty()).then(|| list(kind, named.iter().map(|text| undo(text))))
        }
        _ => {
            let delimiter = match style {
                // Where nothing is escaped, as in parts, it is the character itself.
                "spaceDelimited" if undo("%20") == "%20" => " ",
                "pipeDelimited" if undo("%7C") == "%7C" => "|",
                "spaceDelimited" => "%20",
                "pipeDelimited" => "%7C",
                _ => ",",
            };
            assert!(named.len() < 2, "{pairs:?}");
            named.first().map(|text| joined(kind, text, delimiter, false, undo))
        }
    }
}

fn pairs(text: &str, delimiter: &str) -> Pairs {
    let pairs = text.split(delimiter).filter(|_| !text.is_empty());
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').unwrap_or_else(|| panic!("no `=` in {text}"));
        (name.to_owned(), value.to_owned())
    };
    pairs.map(pair).collect()
}

fn query(sent: &Sent) -> Pairs {
    pairs(sent.line.split_once('?').map_or("", |(_, query)| query), "&")
}

/// Nothing is sent for an empty list or object.
fn filled(value: Value) -> Option<Value> {
    let is_empty =
        value.as_array().is_some_and(Vec::is_empty) || value.as_object().is_some_and(Map::is_empty);
    (!is_empty).then_some(value)
}

fn value_of(record: &model::Record) -> Value {
    let mut members = Map::new();
    members.insert("a".to_owned(), json!(record.a));
    members.extend(record.b_c.iter().map(|text| ("b c".to_owned(), json!(text))));
    members.extend(record.ä.iter().map(|number| ("ä".to_owned(), json!(number))));
    Value::Object(members)
}

/// Makes a call, and gives what was sent.
macro_rules! send {
    ($server:ident, $call:expr) => {{
        $call.await.expect("an answer");
        $server.sent()
    }};
}

fn server(calls: u64) -> Server {
    Server::answering_all((0..calls).map(|_| Reply::status(204)).collect())
}

macro_rules! path_styles {
    ($($test:ident $method:ident $style:literal $explode:literal $without:literal;)*) => {$(
        #[tokio::test]
        async fn $test() {
            let mut random = Random(7);
            let server = server(ROUNDS);
            let client = client!(golden_styles, server);
            let mut sent = 0;
            while sent < ROUNDS {
                let (text, list) = (random.text(""), random.list($without));
                let (record, map) = (random.record($without), random.map($without));
                let call = client.calls().$method(&text, &list, &record, &map);
                if may_be_refused($style, &text, &list, &map) {
                    // Empty or dots, which would be another path (WHATWG URL, section 4.4).
                    if let Err(error) = call.await {
                        assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
                    } else {
                        sent += 1;
                        let _ = server.sent();
                    }
                    continue;
                }
                let request = send!(server, call);
                sent += 1;
                let segments: Vec<&str> = request.line.split('/').skip(2).collect();
                let values = [
                    ("text", Kind::Text, json!(text)),
                    ("list", Kind::List, json!(list)),
                    ("record", Kind::Record, value_of(&record)),
                    ("map", Kind::Map, json!(map)),
                ];
                assert_eq!(segments.len(), values.len(), "{}", request.line);
                for (segment, (name, kind, value)) in segments.iter().zip(values) {
                    let read = from_path($style, $explode, name, kind, segment);
                    assert_eq!(read, value, "{}", request.line);
                }
            }
        }
    )*};
}

path_styles! {
    simple_paths simple_path "simple" false "";
    exploded_simple_paths simple_exploded_path "simple" true "";
    label_paths label_path "label" false "";
    exploded_label_paths label_exploded_path "label" true ".";
    matrix_paths matrix_path "matrix" false "";
    exploded_matrix_paths matrix_exploded_path "matrix" true "";
}

/// Whether a segment may come out empty or as dots.
fn may_be_refused(
    style: &str,
    text: &str,
    list: &[String],
    map: &BTreeMap<String, String>,
) -> bool {
    let dots = |text: &str| text.chars().all(|c| c == '.') && text.len() < 3;
    style != "matrix" && (dots(text) || list.iter().all(|item| dots(item)))
        || list.is_empty()
        || map.is_empty()
}

#[tokio::test]
async fn paths_that_would_lead_elsewhere_are_refused() {
    let server = server(1);
    let client = client!(golden_styles, server);
    let record = model::Record::new("x");
    let map: BTreeMap<String, String> = [("a".to_owned(), "b".to_owned())].into();
    let none = BTreeMap::new();
    macro_rules! refused {
        ($($method:ident($text:expr, $list:expr, $map:expr);)*) => {$(
            let list: &[&str] = &$list;
            let error = client.calls().$method($text, list, &record, &$map).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidArgument, "{error}");
        )*};
    }
    refused! {
        simple_path("", ["a"], map);
        simple_path(".", ["a"], map);
        simple_path("..", ["a"], map);
        simple_path("a", [], map);
        simple_path("a", [""], map);
        simple_path("a", [".."], map);
        simple_path("a", ["a"], none);
        simple_exploded_path("a", ["a"], none);
        label_path("", ["a"], map);
        label_path(".", ["a"], map);
        label_path("a", [""], map);
        label_path("a", ["a"], none);
        label_exploded_path("a", ["", ""], map);
        label_exploded_path("a", ["."], map);
        matrix_path("a", [], map);
        matrix_path("a", ["a"], none);
        matrix_exploded_path("a", [], map);
        matrix_exploded_path("a", ["a"], none);
    }
    // Two escapes that a parser would fold are escaped themselves, and three dots are a name.
    let list = ["..."];
    let sent = send!(server, client.calls().simple_path("%2e%2E", list, &record, &map));
    assert_eq!(sent.line, "GET /simple/%252e%252E/.../a,x/a,b");
}

macro_rules! query_styles {
    ($($test:ident $method:ident $style:literal $explode:literal $without:literal [$($name:ident $kind:ident)*];)*) => {$(
        #[tokio::test]
        async fn $test() {
            let mut random = Random(11);
            let server = server(ROUNDS);
            let client = client!(golden_styles, server);
            for _ in 0..ROUNDS {
                let call = client.calls().$method();
                let mut expected: Vec<(&str, Kind, Option<Value>)> = Vec::new();
                $(let call = query_styles!(@call call random expected $name $kind $without);)*
                let request = send!(server, call);
                for (name, kind, value) in expected {
                    let read = from_pairs(($style, $explode), name, kind, &query(&request), unescaped);
                    assert_eq!(read, value, "{name} in {}", request.line);
                }
            }
        }
    )*};
    (@call $call:ident $random:ident $expected:ident text $kind:ident $without:literal) => {{
        let value = $random.text($without);
        $expected.push(("text", Kind::Text, Some(json!(value))));
        $call.text(&value)
    }};
    (@call $call:ident $random:ident $expected:ident list $kind:ident $without:literal) => {{
        let value = $random.list($without);
        $expected.push(("list", Kind::List, filled(json!(value))));
        $call.list(&value)
    }};
    (@call $call:ident $random:ident $expected:ident numbers $kind:ident $without:literal) => {{
        let value = $random.numbers();
        $expected.push(("numbers", Kind::Numbers, filled(json!(value))));
        $call.numbers(&value)
    }};
    (@call $call:ident $random:ident $expected:ident record $kind:ident $without:literal) => {{
        let value = $random.record($without);
        $expected.push(("record", Kind::Record, Some(value_of(&value))));
        $call.record(&value)
    }};
    (@call $call:ident $random:ident $expected:ident map $kind:ident $without:literal) => {{
        let value = $random.map($without);
        $expected.push(("map", Kind::Map, filled(json!(value))));
        $call.map(&value)
    }};
}

query_styles! {
    form_queries form_query "form" false "" [text Text list List numbers Numbers record Record map Map];
    exploded_form_queries form_exploded_query "form" true "" [text Text list List numbers Numbers record Record];
    space_delimited_queries space_delimited_query "spaceDelimited" false " " [list List numbers Numbers record Record];
    exploded_space_delimited_queries space_delimited_exploded_query "spaceDelimited" true "" [list List numbers Numbers record Record];
    pipe_delimited_queries pipe_delimited_query "pipeDelimited" false "|" [list List numbers Numbers record Record];
    exploded_pipe_delimited_queries pipe_delimited_exploded_query "pipeDelimited" true "" [list List numbers Numbers record Record];
    deep_object_queries deep_object_exploded_query "deepObject" true "[]" [record Record map Map];
    exploded_maps_in_queries exploded_map_query "form" true "" [map Map];
    reserved_queries reserved_query "form" false "&%," [text Text list List];
}

#[tokio::test]
async fn scalars_of_a_query() {
    use model::{ValuesState as State, ValuesStateEnum as Item};
    let server = server(1);
    let client = client!(golden_styles, server);
    let call = client.calls().values().odd_name("x y").flag("").boolean(false).integer(i64::MIN);
    let call = call.number(1e-7).day("2020-02-29".parse().expect("a day"));
    let call = call.time("2020-02-29T01:02:03+01:00".parse().expect("a time"));
    let call = call.id("67e55044-10b1-426f-9247-bb680e5fe0c8".parse().expect("an id"));
    let bytes = golden_styles::Base64(vec![0xfb, 0xff, 0xfe]);
    let call = call.bytes(&bytes).state(State::Empty);
    let call = call.states(&[Item::ABC, Item::Open, Item::Empty]);
    let sent = send!(server, call);
    let read: Vec<(String, String)> =
        query(&sent).iter().map(|(name, text)| (unescaped(name), unescaped(text))).collect();
    let expected = [
        ("odd name[]&=", "x y"),
        ("flag", ""),
        ("boolean", "false"),
        ("integer", "-9223372036854775808"),
        ("number", "1e-7"),
        ("day", "2020-02-29"),
        ("time", "2020-02-29T01:02:03+01:00"),
        ("id", "67e55044-10b1-426f-9247-bb680e5fe0c8"),
        ("bytes", "+//+"),
        ("state", ""),
        ("states", "a,b&c,open,"),
    ];
    assert_eq!(read, expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
    assert!(sent.line.ends_with("states=a%2Cb%26c,open,"), "{}", sent.line);
}

macro_rules! header_styles {
    ($($test:ident $method:ident $explode:literal;)*) => {$(
        #[tokio::test]
        async fn $test() {
            // Control characters are refused: they would end the header.
            let without = "\n\t\0\u{7f}, ";
            let mut random = Random(13);
            let server = server(ROUNDS);
            let client = client!(golden_styles, server);
            for _ in 0..ROUNDS {
                let text = random.text("\n\t\0\u{7f} ");
                let (list, numbers) = (random.list(without), random.numbers());
                let mut record = random.record(without);
                record.b_c = Some("d  e".to_owned());
                let call = client.calls().$method().x_text(&text).x_list(&list);
                let sent = send!(server, call.x_numbers(&numbers).x_record(&record));
                for (name, kind, value) in [
                    ("x-text", Kind::Text, Some(json!(text))),
                    ("x-list", Kind::List, filled(json!(list))),
                    ("x-numbers", Kind::Numbers, filled(json!(numbers))),
                    ("x-record", Kind::Record, Some(value_of(&record))),
                ] {
                    let header = sent.has(name).then(|| sent.header(name));
                    let read = header.map(|text| joined(kind, &text, ",", $explode, str::to_owned));
                    assert_eq!(read, value, "{sent:?}");
                }
            }
        }
    )*};
}

header_styles! {
    simple_headers headers false;
    exploded_simple_headers headers_exploded true;
}

macro_rules! cookie_styles {
    ($($test:ident $method:ident $explode:literal;)*) => {$(
        #[tokio::test]
        async fn $test() {
            let mut random = Random(17);
            let server = server(ROUNDS);
            let client = client!(golden_styles, server);
            for _ in 0..ROUNDS {
                let (text, list) = (random.text("%"), random.list("%"));
                let (numbers, record) = (random.numbers(), random.record("%"));
                let call = client.calls().$method().text(&text).list(&list);
                let sent = send!(server, call.numbers(&numbers).record(&record));
                let cookie = sent.header("cookie");
                // RFC 6265, section 4.1.1: no space, quote, comma, semicolon or backslash in a value.
                assert!(!cookie.contains(['"', '\\']) && cookie.is_ascii(), "{cookie}");
                let pairs = pairs(&cookie, "; ");
                for (name, kind, value) in [
                    ("text", Kind::Text, Some(json!(text))),
                    ("list", Kind::List, filled(json!(list))),
                    ("numbers", Kind::Numbers, filled(json!(numbers))),
                    ("record", Kind::Record, Some(value_of(&record))),
                ] {
                    let read = from_pairs(("form", $explode), name, kind, &pairs, unescaped);
                    assert_eq!(read, value, "{cookie}");
                }
            }
        }
    )*};
}

cookie_styles! {
    form_cookies cookies false;
    exploded_form_cookies cookies_exploded true;
}

#[tokio::test]
async fn json_in_parameters() {
    let mut random = Random(19);
    let server = server(ROUNDS);
    let client = client!(golden_styles, server);
    for _ in 0..ROUNDS {
        let value = random.json(3);
        let call = client.calls().json_everywhere(&value).query(&value).x_header(&value);
        // In a cookie, escapes pass.
        let cookie: Value =
            serde_json::from_str(&value.to_string().replace('%', "")).expect("JSON");
        let sent = send!(server, call.cookie(&cookie));
        let read = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        let path = sent.line.split('?').next().and_then(|line| line.rsplit('/').next());
        assert_eq!(read(&unescaped(path.expect("a segment"))), value);
        assert_eq!(read(&unescaped(&query(&sent)[0].1)), value);
        assert_eq!(read(&sent.header("x-header")), value);
        assert_eq!(
            read(&unescaped(sent.header("cookie").strip_prefix("cookie=").expect("it"))),
            cookie
        );
    }
}

/// Text is text, without quotes and in one piece.
#[tokio::test]
async fn text_in_parameters() {
    let server = server(1);
    let client = client!(golden_styles, server);
    let call = client.calls().text_everywhere("a,b/c").query("d,e&f").x_header("g; h=\"i\"");
    let sent = send!(server, call.cookie("j,k"));
    assert_eq!(sent.line, "GET /text/a%2Cb%2Fc?query=d%2Ce%26f");
    assert_eq!(sent.header("x-header"), "g; h=\"i\"");
    assert_eq!(sent.header("cookie"), "cookie=j%2Ck");
}

/// A field's name, its style and whether it is exploded, its kind and its value.
type Expected = (&'static str, (&'static str, bool), Kind, Option<Value>);

/// What a form of every style holds, but for what its places leave ambiguous.
struct Form {
    text: String,
    lists: [Vec<String>; 6],
    records: [model::Record; 4],
    number: f64,
    reserved: String,
}

impl Form {
    fn random(random: &mut Random, joined: &str) -> Self {
        let delimiters = ["", "", joined, " ", "|", ""];
        Self {
            text: random.text(""),
            lists: delimiters.map(|without| random.list(without)),
            records: ["", "", joined, ""].map(|without| random.record(without)),
            number: 0.25,
            reserved: random.text("&%+"),
        }
    }

    /// The fields, but for those that are JSON.
    fn expected(&self) -> Vec<Expected> {
        let list = |at: usize| filled(json!(self.lists[at]));
        let record = |at: usize| Some(value_of(&self.records[at]));
        vec![
            ("text", ("form", true), Kind::Text, Some(json!(self.text))),
            ("plain_list", ("form", true), Kind::List, list(0)),
            ("boolean", ("form", true), Kind::Text, Some(json!("true"))),
            ("number", ("form", true), Kind::Text, Some(json!(self.number.to_string()))),
            // Null is nothing (RFC 6570, section 2.3).
            ("nothing", ("form", true), Kind::Text, None),
            ("form", ("form", true), Kind::List, list(1)),
            ("joined", ("form", false), Kind::List, list(2)),
            ("space", ("spaceDelimited", false), Kind::List, list(3)),
            ("pipe", ("pipeDelimited", false), Kind::List, list(4)),
            ("form_record", ("form", true), Kind::Record, record(1)),
            ("joined_record", ("form", false), Kind::Record, record(2)),
            ("deep", ("deepObject", true), Kind::Record, record(3)),
            ("reserved", ("form", true), Kind::Text, Some(json!(self.reserved))),
        ]
    }

    /// The fields without a style that are JSON.
    fn json(&self) -> [(&'static str, Value); 2] {
        [("plain_record", value_of(&self.records[0])), ("json", json!(self.lists[5]))]
    }
}

macro_rules! fill {
    ($body:ident, $form:ident) => {
        $body.boolean = Some(true);
        $body.number = Some($form.number);
        $body.reserved = Some($form.reserved.clone());
        let [plain_list, form, joined, space, pipe, json] = $form.lists.clone();
        $body.plain_list = Some(plain_list);
        $body.form = Some(form);
        $body.joined = Some(joined);
        $body.space = Some(space);
        $body.pipe = Some(pipe);
        $body.json = Some(json);
        let [plain_record, form_record, joined_record, deep] = $form.records.clone();
        $body.plain_record = Some(plain_record);
        $body.form_record = Some(form_record);
        $body.joined_record = Some(joined_record);
        $body.deep = Some(deep);
    };
}

#[tokio::test]
async fn forms_of_every_style() {
    let mut random = Random(23);
    let server = server(ROUNDS);
    let client = client!(golden_styles, server);
    // WHATWG URL, section 5.1: a plus sign is a space.
    let undo: fn(&str) -> String = |text| unescaped(&text.replace('+', "%20"));
    for _ in 0..ROUNDS {
        let form = Form::random(&mut random, "");
        let mut body = model::FormBodyRequest::new(form.text.clone());
        body.nothing = Some(None);
        fill!(body, form);
        let sent = send!(server, client.calls().form_body(&body));
        assert_eq!(sent.header("content-type"), "application/x-www-form-urlencoded");
        let pairs = pairs(&sent.text(), "&");
        for (name, style, kind, value) in form.expected() {
            assert_eq!(
                from_pairs(style, name, kind, &pairs, undo),
                value,
                "{name}: {}",
                sent.text()
            );
        }
        for (name, value) in form.json() {
            let read = from_pairs(("form", true), name, Kind::Text, &pairs, undo).expect(name);
            let read: Value = serde_json::from_str(read.as_str().expect("text")).expect("JSON");
            assert_eq!(read, value, "{name}: {}", sent.text());
        }
    }
}

/// Names and values as in a query, in parts, where nothing is escaped (OpenAPI 3.1.1, appendices C and E).
#[tokio::test]
async fn parts_of_every_style() {
    let mut random = Random(29);
    let server = server(ROUNDS);
    let client = client!(golden_styles, server);
    for _ in 0..ROUNDS {
        let form = Form::random(&mut random, ",");
        let mut body = model::PartsBodyRequest::new(form.text.clone());
        body.nothing = Some(None);
        fill!(body, form);
        let sent = send!(server, client.calls().parts_body(&body));
        let found: Vec<Part> = parts(&sent);
        let pairs: Pairs = found
            .iter()
            .map(|part| {
                let name = part.disposition.strip_prefix("form-data; name=\"").expect("a name");
                let text = String::from_utf8(part.content.clone()).expect("UTF-8");
                (name.strip_suffix('"').expect("a quote").to_owned(), text)
            })
            .collect();
        for (name, style, kind, value) in form.expected() {
            let read = from_pairs(style, name, kind, &pairs, str::to_owned);
            assert_eq!(read, value, "{name}: {pairs:?}");
        }
        for (name, value) in form.json() {
            let text = pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.as_str());
            // An array is a part for each item (OpenAPI 3.1.1, section 4.8.15.1.1), `contentType` or not.
            if name == "json" {
                let read: Vec<Value> = pairs
                    .iter()
                    .filter(|pair| pair.0 == name)
                    .map(|pair| serde_json::from_str(&pair.1).expect("JSON"))
                    .collect();
                assert_eq!(Value::from(read), value);
                continue;
            }
            let read: Value = serde_json::from_str(text.expect(name)).expect("JSON");
            assert_eq!(read, value);
        }
    }
}
