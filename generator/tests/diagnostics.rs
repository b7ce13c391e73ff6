//! How diagnostics are sorted and printed.

use expect_test::{Expect, expect};
use oasmith::config::{Config, UNUSED_ENTRY};
use oasmith::diag::{
    Code, Color, Diagnostic, Label, Part, Place, Sink, render_github, render_json, render_text,
};
use oasmith::source::{self, FileId, Pointer, SourceFile, SourceMap};

const A: Code = Code { id: "OAS0001", summary: "", explanation: "" };
const B: Code = Code { id: "OAS0002", summary: "", explanation: "" };

const DESCRIPTION: &str = "openapi: 3.0.3\npaths:\n  /pets:\n    get:\n      operationId: list\n";

fn map(files: &[(&str, &str)]) -> SourceMap {
    let (mut map, mut sink) = (SourceMap::default(), Sink::new(true));
    for (path, text) in files {
        let file = SourceFile { path: (*path).to_owned(), text: (*text).into() };
        source::load_value(file, &mut map, &mut sink);
    }
    map
}

fn check(diagnostics: &[Diagnostic], map: &SourceMap, expected: &Expect) {
    let config = SourceFile { path: "codegen.toml".to_owned(), text: "a = 1\nb = 2\n".into() };
    expected.assert_eq(&render_text(diagnostics, map, Some(&config), Color::Off));
}

#[test]
fn diagnostics_come_in_the_order_of_the_text_and_once() {
    let map = map(&[("a.yaml", DESCRIPTION)]);
    let mut sink = Sink::new(true);
    sink.report(A, oasmith::diag::Severity::Error, Place::Config(0..1), "in codegen.toml");
    sink.warning(B, &Pointer::new("/paths/~1pets"), "later");
    sink.warning(B, &Pointer::new("/openapi"), "first");
    sink.error(A, &Pointer::new("/paths/~1pets"), "later, but a smaller code");
    sink.warning(B, &Pointer::new("/openapi"), "first");
    sink.warning(B, &Pointer::new("/openapi"), "another at the same place");
    let messages: Vec<_> = sink.into_sorted(&map).into_iter().map(|d| d.message).collect();
    assert_eq!(
        messages,
        [
            "another at the same place",
            "first",
            "later, but a smaller code",
            "later",
            "in codegen.toml"
        ]
    );
}

#[test]
fn labels_in_several_files() {
    let map = map(&[("a.yaml", DESCRIPTION), ("folder/b.json", "{\n  \"x\": \"ünï\" }")]);
    let mut sink = Sink::new(true);
    let at = Pointer::new("/paths/~1pets/get");
    let diagnostic = sink.error(A, &at, "two operations are called `list`");
    diagnostic.label("this one").help("rename one");
    diagnostic.also(&at.key("operationId"), Part::Value, "by this");
    for (place, text) in
        [(Place::Bytes(FileId(1), 9..16), "and this one"), (Place::Config(6..7), "see here")]
    {
        diagnostic.secondary.push(Label { place, text: text.to_owned() });
    }
    check(
        &sink.into_sorted(&map),
        &map,
        &expect![[r#"
        error[OAS0001]: two operations are called `list`
         --> a.yaml:5:7
          |
        5 |       operationId: list
          |       ^^^^^^^^^^^^^----
          |       |            |
          |       |            by this
          |       this one
          |
         ::: folder/b.json:2:8
          |
        2 |   "x": "ünï" }
          |        ----- and this one
          |
         ::: codegen.toml:2:1
          |
        2 | b = 2
          | - see here
          |
          = help: rename one

    "#]],
    );
}

#[test]
fn lines_of_megabytes_are_cut() {
    let long = format!(
        "{{\"a\": \"{}\", \"b\": [1, 2], \"c\": \"ü{}\"}}",
        "x".repeat(50_000),
        "y".repeat(50_000)
    );
    let map = map(&[("min.json", &long)]);
    let mut sink = Sink::new(true);
    sink.warning(A, &Pointer::new("/b/1"), "not `2`").label("this").help("take another").also(
        &Pointer::new("/a"),
        Part::Key,
        "",
    );
    check(
        &sink.into_sorted(&map),
        &map,
        &expect![[r#"
            warning[OAS0001]: not `2`
             --> min.json:1:50020
              |
              |
            1 | xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "b": [1, 2], "c": "üyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy...
              |                                                             ^ this
             ::: min.json:1:2
              |
            1 | {"a": "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
              |  ---
              = help: take another

        "#]],
    );
}

#[test]
fn control_characters_of_a_description_do_not_reach_the_terminal() {
    let map = map(&[("a.yaml", "\"a\\e[31m\": \"\u{85}\u{202e}x\"\n")]);
    let mut sink = Sink::new(true);
    let hostile = "\u{1b}[31mred\u{7}\u{202e}";
    let diagnostic = sink.error(A, &Pointer::root(), hostile);
    diagnostic.label(hostile).help(hostile);
    let text = render_text(&sink.into_sorted(&map), &map, None, Color::Off);
    assert!(!text.contains(['\u{1b}', '\u{7}', '\u{85}', '\u{202e}']), "{text:?}");
}

#[test]
fn json_has_an_object_per_line() {
    let map = map(&[("a.yaml", DESCRIPTION)]);
    let mut sink = Sink::new(true);
    let at = Pointer::new("/paths/~1pets/get/operationId");
    sink.warning(A, &at, "a \"quoted\"\nmessage").at_key().also(&at, Part::Value, "here");
    sink.report(B, oasmith::diag::Severity::Error, Place::Config(6..7), "nowhere").help("look");
    expect![[r#"
        {"code":"OAS0001","severity":"warning","file":"a.yaml","line":5,"column":7,"pointer":"/paths/~1pets/get/operationId","message":"a \"quoted\"\nmessage","help":null,"labels":[{"file":"a.yaml","line":5,"column":7,"pointer":"/paths/~1pets/get/operationId","message":""},{"file":"a.yaml","line":5,"column":20,"pointer":"/paths/~1pets/get/operationId","message":"here"}]}
        {"code":"OAS0002","severity":"error","file":null,"line":null,"column":null,"pointer":null,"message":"nowhere","help":"look","labels":[{"file":null,"line":null,"column":null,"pointer":null,"message":""}]}
    "#]].assert_eq(&render_json(&sink.into_sorted(&map), &map, None));
}

#[test]
fn annotations_are_workflow_commands() {
    let map = map(&[("spec/a,b.yaml", DESCRIPTION)]);
    let mut sink = Sink::new(true);
    let at = Pointer::new("/paths/~1pets/get/operationId");
    sink.warning(A, &at, "100 %\nof it").also(&at, Part::Key, "here").help("look: there");
    sink.note(A, &Pointer::new("/openapi"), "a note");
    sink.report(B, oasmith::diag::Severity::Error, Place::Config(6..7), "nowhere");
    // The escapes are those of the toolkit for actions (`@actions/core`, command.ts).
    expect![[r"
        ::notice file=spec/a%2Cb.yaml,line=1,col=10,title=OAS0001::a note
        ::warning file=spec/a%2Cb.yaml,line=5,col=20,title=OAS0001::100 %25%0Aof it%0Aspec/a,b.yaml:5:7: here%0Ahelp: look: there
        ::error title=OAS0002::nowhere
    "]]
    .assert_eq(&render_github(&sink.into_sorted(&map), &map, None));
}

#[test]
fn a_place_that_is_settled_stays() {
    let mut map = map(&[("a.yaml", "list:\n- a\n- b\n- c\n")]);
    let mut sink = Sink::new(true);
    let list = Pointer::new("/list");
    sink.warning(A, &list.index(0), "seen before").also(&list.index(1), Part::Value, "this too");
    sink.settle(&map);
    map.record_relocation(&list.index(2), &list.index(0));
    sink.warning(A, &list.index(0), "seen after");
    let found = sink.into_sorted(&map);
    let line = |place: &Place| place.location(&map).map(|at| at.line);
    assert_eq!(line(&found[0].primary.place), Some(2));
    assert_eq!(line(&found[0].secondary[0].place), Some(3));
    assert_eq!(line(&found[1].primary.place), Some(4));
}

#[test]
fn allowed_warnings_are_dropped_and_unused_entries_reported() {
    let config = "[crate]\nname = \"a\"\n[allow]\nOAS0109 = [\"/paths\", \"#/paths/~1pets/get\", \"/info\"]\n";
    let file = SourceFile { path: "codegen.toml".to_owned(), text: config.into() };
    let config = Config::parse(config).expect("a codegen.toml");
    let code = *oasmith::diag::explain("oas0109").expect("a code");
    let map = map(&[("a.yaml", DESCRIPTION)]);
    let mut sink = Sink::new(true);
    sink.warning(code, &Pointer::new("/paths/~1pets"), "allowed by the first entry");
    sink.warning(code, &Pointer::new("/openapi"), "not allowed");
    sink.allow(&config.allow, &map, UNUSED_ENTRY, &[]);
    let text = render_text(&sink.into_sorted(&map), &map, Some(&file), Color::Off);
    expect![[r##"
        warning[OAS0109]: not allowed
         --> a.yaml:1:10
          |
        1 | openapi: 3.0.3
          |          ^^^^^

        error[OAS0504]: no `OAS0109` is reported at `#/paths/~1pets/get`
         --> codegen.toml:4:22
          |
        4 | OAS0109 = ["/paths", "#/paths/~1pets/get", "/info"]
          |                      ^^^^^^^^^^^^^^^^^^^^
          |
          = help: remove the entry

        error[OAS0504]: no `OAS0109` is reported at `/info`
         --> codegen.toml:4:44
          |
        4 | OAS0109 = ["/paths", "#/paths/~1pets/get", "/info"]
          |                                            ^^^^^^^
          |
          = help: remove the entry

    "##]]
    .assert_eq(&text);
    // After an error not all warnings were found, so nothing is known of unused entries.
    let mut sink = Sink::new(true);
    sink.error(A, &Pointer::root(), "an error");
    sink.allow(&config.allow, &map, UNUSED_ENTRY, &[]);
    assert_eq!(sink.into_sorted(&map).len(), 1);
}
