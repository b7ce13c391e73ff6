//! Reading YAML and JSON: values, places, and what is wrong with a text.

use oasmith::diag::{Diagnostic, Part, Place, Severity, Sink};
use oasmith::source::{self, FileId, Pointer, SourceFile, SourceMap};
use serde_json::{Value, json};

fn read(path: &str, text: &str, strict: bool) -> (Option<Value>, SourceMap, Vec<Diagnostic>) {
    let file = SourceFile { path: path.to_owned(), text: text.into() };
    let (mut map, mut sink) = (SourceMap::default(), Sink::new(strict));
    let document = source::load(file, &mut map, &mut sink);
    let diagnostics = sink.into_sorted(&map);
    (document.map(|document| document.root), map, diagnostics)
}

/// The value of a text that has nothing wrong with it.
fn value(path: &str, text: &str) -> Value {
    let (value, _, diagnostics) = read(path, text, true);
    assert!(diagnostics.is_empty(), "{text}: {diagnostics:?}");
    value.unwrap_or_else(|| panic!("no value: {text}"))
}

fn yaml(text: &str) -> Value {
    value("openapi.yaml", text)
}

/// `CODE line:column`, of the primary place and of all others.
fn places(path: &str, text: &str) -> Vec<String> {
    let (_, map, diagnostics) = read(path, text, true);
    let place = |place: &Place| {
        let at = place.location(&map).expect("a place in the text");
        format!("{}:{}", at.line, at.column)
    };
    let describe = |diagnostic: &Diagnostic| {
        let others = diagnostic.secondary.iter().map(|label| place(&label.place));
        let others: Vec<_> = others.collect();
        format!("{} {} {}", diagnostic.code.id, place(&diagnostic.primary.place), others.join(" "))
            .trim_end()
            .to_owned()
    };
    diagnostics.iter().map(describe).collect()
}

/// The text of a node's key and value.
fn spans(path: &str, text: &str, pointer: &str) -> (String, String) {
    let (_, map, _) = read(path, text, false);
    let part = |part| {
        let at = map.locate(&Pointer::new(pointer), part).expect("a place");
        text[at.bytes].to_owned()
    };
    (part(Part::Key), part(Part::Value))
}

#[test]
fn yaml_scalars_are_those_of_the_core_schema() {
    // YAML 1.2.2, section 10.3.2, and what differs in YAML 1.1.
    for (text, expected) in [
        ("null", json!(null)),
        ("~", json!(null)),
        ("", json!(null)),
        ("true", json!(true)),
        ("FALSE", json!(false)),
        ("yes", json!("yes")),
        ("on", json!("on")),
        ("No", json!("No")),
        ("0", json!(0)),
        ("-19", json!(-19)),
        ("0o7", json!(7)),
        ("0x3A", json!(58)),
        ("007", json!("007")),
        ("12e03", json!(12000.0)),
        ("-2E+05", json!(-200_000.0)),
        ("0.", json!(0.0)),
        ("1.2.3", json!("1.2.3")),
        ("9223372036854775807", json!(9_223_372_036_854_775_807_i64)),
        ("18446744073709551615", json!(18_446_744_073_709_551_615_u64)),
        ("-9223372036854776000", json!(-9_223_372_036_854_776_000.0)),
        ("36893488147419103232", json!(36_893_488_147_419_103_232.0)),
        ("2020-01-01", json!("2020-01-01")),
        ("2001-12-14t21:59:43.10-05:00", json!("2001-12-14t21:59:43.10-05:00")),
        ("12:30", json!("12:30")),
        ("'200'", json!("200")),
        ("\"\\u263A\"", json!("\u{263a}")),
        ("!!str 200", json!("200")),
        ("|\n    a\n    b", json!("a\nb\n")),
        (">-\n    a\n    b", json!("a b")),
    ] {
        assert_eq!(yaml(&format!("a: {text}\n")), json!({ "a": expected }), "{text}");
    }
}

#[test]
fn yaml_keys_are_their_text() {
    assert_eq!(
        yaml("200: a\n4XX: b\ntrue: c\nnull: d\n1.5: e\n0x1F: f\non: g\n'q': h\n"),
        json!({
            "200": "a", "4XX": "b", "true": "c", "null": "d", "1.5": "e", "0x1F": "f", "on": "g",
            "q": "h"
        })
    );
}

#[test]
fn aliases_and_merge_keys() {
    let text =
        "a: &a {x: 1, y: 2}\nb: *a\nc: {<<: *a, y: 3, z: 4}\nd: {y: 5, <<: [*a, {x: 6, w: 7}]}\n";
    assert_eq!(
        yaml(text),
        json!({
            "a": {"x": 1, "y": 2}, "b": {"x": 1, "y": 2}, "c": {"x": 1, "y": 3, "z": 4},
            "d": {"y": 5, "x": 1, "w": 7}
        })
    );
    // An explicit key that follows takes the place the merge made for it.
    let merged = yaml("a: &a {x: 1, y: 2}\nc: {<<: *a, y: 3}\n");
    assert_eq!(merged["c"].to_string(), r#"{"x":1,"y":3}"#);
}

#[test]
fn json_is_told_from_yaml_by_its_content() {
    // Surrogate pairs and tabs are JSON, and no YAML that parsers take.
    assert_eq!(value("api", "\u{feff}{\"a\":\t\"\\ud83d\\ude00\"}"), json!({"a": "\u{1f600}"}));
    assert_eq!(value("api.yaml", "{\"a\":\t1}"), json!({"a": 1}));
    // A flow mapping is YAML.
    assert_eq!(value("api.yml", "{a: 1, 'b': [x]}"), json!({"a": 1, "b": ["x"]}));
    assert_eq!(value("API.JSON", " {\"<<\": {\"a\": 1}}"), json!({"<<": {"a": 1}}));
    assert_eq!(
        value("a.json", "[1e3, -0, 18446744073709551616]"),
        json!([1000.0, -0.0, 18_446_744_073_709_551_616.0])
    );
}

#[test]
fn what_is_wrong_has_its_place() {
    for (path, text, expected) in [
        ("a.json", "{\n  \"a\": 1,\n}", vec!["OAS0101 3:1"]),
        ("a.json", "{\"ä\": tru}", vec!["OAS0101 1:10"]),
        ("a.json", "{\"a\": 1", vec!["OAS0101 1:8"]),
        ("a.json", "a: 1", vec!["OAS0101 1:1"]),
        ("a", "{\"a\": 1} {", vec!["OAS0101 1:10"]),
        ("a.yaml", "a: 1\nb: [1\nc: 2\n", vec!["OAS0102 3:2 2:4"]),
        ("a.yaml", "é: \"ü\"\nb: @x\n", vec!["OAS0102 2:4"]),
        ("a.yaml", "a:\n\tb: 1\n", vec!["OAS0102 2:1"]),
        ("a.yaml", "a: *b\n", vec!["OAS0102 1:4"]),
        ("a.yaml", "a: \u{1}\n", vec!["OAS0102 1:4"]),
        ("a.yaml", "a: 1\r\nb:\r\n  a: 2\r\n  a: 3\r\n", vec!["OAS0103 4:3 3:3"]),
        ("a.yaml", "\u{feff}a: 1\na: 2\na: 3\n", vec!["OAS0103 2:1 1:1", "OAS0103 3:1 1:1"]),
        ("a.json", "{\"a\": {\"b\": 1, \"\\u0062\" :2}}", vec!["OAS0103 1:16 1:8"]),
        ("a.yaml", "a: 1\n---\nb: 2\n", vec!["OAS0104 2:1"]),
        ("a.yaml", "", vec!["OAS0107 1:1"]),
        ("a.yaml", "# nothing\n", vec!["OAS0107 1:1"]),
        ("a.json", "null", vec!["OAS0107 1:1"]),
        ("a.yaml", "a:\n  {b}: 1\n", vec!["OAS0108 2:3"]),
        ("a.yaml", "a: !Ref b\n", vec!["OAS0109 1:4"]),
        ("a.yaml", "a: [1, .inf]\n", vec!["OAS0110 1:8"]),
        ("a.yaml", "a:\n  <<: 1\n", vec!["OAS0111 2:7"]),
    ] {
        assert_eq!(places(path, text), expected, "{text:?}");
    }
}

#[test]
fn a_document_mark_at_either_end_is_fine() {
    assert_eq!(yaml("---\na: 1\n...\n"), json!({"a": 1}));
    assert_eq!(yaml("%YAML 1.2\n---\na: 1\n---\n# end\n"), json!({"a": 1}));
}

#[test]
fn a_duplicate_key_is_repaired_unless_strict() {
    for path in ["a.yaml", "a.json"] {
        let text = "{\"a\": 1, \"b\": 2, \"a\": 3}";
        let (value, _, diagnostics) = read(path, text, false);
        assert_eq!(value, Some(json!({"a": 3, "b": 2})));
        assert_eq!(diagnostics[0].severity, Severity::Warning);
        let (_, _, diagnostics) = read(path, text, true);
        assert_eq!(diagnostics[0].severity, Severity::Error);
    }
}

#[test]
fn every_node_has_its_place() {
    let text = "paths:\n  /a~b/{c}:\n    - 'x' # comment\n    - |\n      y\n      z\n    -\n";
    assert_eq!(spans("a.yaml", text, "/paths/~1a~0b~1{c}/0"), ("'x'".into(), "'x'".into()));
    assert_eq!(spans("a.yaml", text, "/paths/~1a~0b~1{c}/1").1, "y\n      z");
    assert_eq!(spans("a.yaml", text, "/paths/~1a~0b~1{c}").0, "/a~b/{c}");
    // What is not there is pointed at where it would be.
    assert_eq!(spans("a.yaml", text, "/paths/missing/1").0, "paths");
    let text = " { \"a\\n\" : [ 1 , {\"b\":\"c\"} ] ,\n\"\" : null}";
    assert_eq!(spans("a.json", text, "/a\n"), ("\"a\\n\"".into(), "[ 1 , {\"b\":\"c\"} ]".into()));
    assert_eq!(spans("a.json", text, "/a\n/1/b"), ("\"b\"".into(), "\"c\"".into()));
    assert_eq!(spans("a.json", text, "/"), ("\"\"".into(), "null".into()));
    assert_eq!(spans("a.json", text, "").1, text.trim());
}

#[test]
fn what_an_alias_brings_stands_at_the_anchor() {
    let text = "a: &a\n  x: {y: 1}\nb: *a\nc:\n  <<: [*a]\n  z: 2\n";
    assert_eq!(spans("a.yaml", text, "/b").1, "*a");
    assert_eq!(spans("a.yaml", text, "/b/x/y"), ("y".into(), "1".into()));
    assert_eq!(spans("a.yaml", text, "/c/x/y"), ("y".into(), "1".into()));
    assert_eq!(spans("a.yaml", text, "/c/z"), ("z".into(), "2".into()));
}

#[test]
fn columns_count_characters() {
    let (_, map, _) = read("a.yaml", "\u{feff}a: 1\r\n\"äöü😀\": {b: 2}\r\n", true);
    let at = |pointer| {
        let at = map.locate(&Pointer::new(pointer), Part::Value).expect("a place");
        (at.line, at.column)
    };
    assert_eq!(at("/a"), (1, 4));
    assert_eq!(at("/äöü😀/b"), (2, 13));
}

#[test]
fn moved_nodes_are_found_in_their_file() {
    let mut map = SourceMap::default();
    let mut sink = Sink::new(true);
    let file = |path: &str, text: &str| SourceFile { path: path.to_owned(), text: text.into() };
    source::load(file("a.yaml", "a: 1\nb: {c: 2}\n"), &mut map, &mut sink);
    let (other, value) = source::load_value(file("b.json", "{\"x\":\n[3]}"), &mut map, &mut sink);
    assert_eq!((other, value), (FileId(1), Some(json!({"x": [3]}))));
    assert_eq!(map.find("b.json"), Some(other));
    map.record_move(Pointer::new("/components/X"), other, Pointer::new("/x"));
    map.record_move(Pointer::new("/components/X/deep"), FileId(0), Pointer::new("/b"));
    let at = |pointer| {
        let at = map.locate(&Pointer::new(pointer), Part::Value).expect("a place");
        (at.file.0, at.line, at.column)
    };
    assert_eq!(at("/components/X/0"), (1, 2, 2));
    assert_eq!(at("/components/X/deep/c"), (0, 2, 8));
    assert_eq!(at("/components/Xy"), (0, 1, 1));
    assert_eq!(at("/a"), (0, 1, 4));
}

#[test]
fn hostile_texts_end_in_an_error() {
    let mut laughs = "a0: &a0 [lol, lol, lol]\n".to_owned();
    for n in 1..12 {
        let parts = vec![format!("*a{}", n - 1); 9].join(", ");
        laughs.extend([format!("a{n}: &a{n} [{parts}]\n")]);
    }
    // Few aliases, but of a long text.
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), vec!["*a"; 100].join(", "));
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(2000), close.repeat(2000));
    for (path, text, expected) in [
        ("a.yaml", laughs, "OAS0106"),
        ("a.yaml", long, "OAS0106"),
        ("a.yaml", "a: &a [*a]\n".to_owned(), "OAS0105"),
        ("a.yaml", "a: &a\n  <<: *a\n".to_owned(), "OAS0105"),
        ("a.yaml", "- ".repeat(2000), "OAS0105"),
        ("a.yaml", format!("a: {}", deep("[", "]")), "OAS0105"),
        ("a.yaml", format!("a: {}", "[".repeat(300_000)), "OAS0105"),
        ("a.yaml", format!("a: {}", "{a: ".repeat(100_000)), "OAS0105"),
        ("a.yaml", format!("a: '\nb'\nc: {}", "[".repeat(300_000)), "OAS0105"),
        ("a.json", deep("[", "]"), "OAS0105"),
        ("a.json", deep("{\"a\":", "}"), "OAS0105"),
        ("a", deep("[", "]"), "OAS0105"),
    ] {
        let (value, _, diagnostics) = read(path, &text, false);
        assert_eq!(value, None);
        let codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect();
        assert_eq!(codes, [expected], "{}", &text[..40]);
    }
}
