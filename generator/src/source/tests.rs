//! What needs the tree of places itself: it has the nodes of the value, in real descriptions; nothing panics.

use std::path::PathBuf;

use serde_json::Value;

use super::places::{Places, Spot};
use super::tree::Children;
use super::{FileId, Pointer, SourceFile, SourceMap, load};
use crate::diag::{Color, Part, Sink, render_json, render_text};

/// Files the size of which makes a debug build wait; `OASMITH_CORPUS_ALL=1` takes them too.
const LARGE: usize = 200_000;

#[test]
fn places_and_values_have_the_same_nodes() {
    let Some(folder) = corpus() else {
        println!("skipped: no descriptions in shared/corpus/specs; set OASMITH_SHARED");
        return;
    };
    let everything = std::env::var_os("OASMITH_CORPUS_ALL").is_some();
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    let mut nodes = 0;
    for path in paths {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        if text.len() > LARGE && !everything {
            continue;
        }
        let file = SourceFile { path: path.to_string_lossy().into_owned(), text: text.into() };
        let mut map = SourceMap::default();
        let mut sink = Sink::new(false);
        let document = load(file, &mut map, &mut sink);
        let Some(document) = document else {
            let diagnostics = sink.into_sorted(&map);
            panic!("{}", render_text(&diagnostics, &map, None, Color::Off));
        };
        let (places, text) = map.places(FileId(0)).expect("the file is there");
        let mut compare = Compare { places, text, name: &path.to_string_lossy(), nodes: 0 };
        compare.node(&document.root, &Pointer::root());
        nodes += compare.nodes;
    }
    println!("{nodes} nodes compared");
    assert!(nodes > 100_000, "{nodes} nodes");
}

fn corpus() -> Option<PathBuf> {
    let shared = std::env::var_os("OASMITH_SHARED").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    Some(shared.join("corpus/specs")).filter(|folder| folder.is_dir())
}

struct Compare<'a> {
    places: &'a Places,
    text: &'a str,
    name: &'a str,
    nodes: usize,
}

impl Compare<'_> {
    /// The node itself, not an ancestor: its key is that of the last segment.
    fn node(&mut self, value: &Value, at: &Pointer) {
        self.nodes += 1;
        let spot = self.places.nearest(self.text, at.segments()).expect("a node");
        let text = &self.text[spot.value.clone()];
        match self.contents(&spot, at) {
            Some(Contents::Entries(keys)) => {
                assert!(value.is_object(), "{} {at}", self.name);
                for key in keys {
                    assert!(value.get(&key).is_some(), "{at}: {key}");
                }
            }
            Some(Contents::Items(count)) => {
                assert_eq!(Some(count), value.as_array().map(Vec::len), "{} {at}", self.name);
            }
            None => assert!(!value.is_array() && !value.is_object(), "{} {at}", self.name),
        }
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    let child = at.key(key);
                    let spot = self.places.nearest(self.text, child.segments()).expect("a node");
                    let range = spot.key.unwrap_or_else(|| panic!("{} {child}", self.name));
                    let written = &self.text[range];
                    let plain = written.trim_matches(['"', '\'']);
                    let escaped = written.contains(['\\', '\'', '\n', '*', '&', '!']);
                    assert!(
                        plain == key || written == key || escaped,
                        "{} {at}: {written}, {key}",
                        self.name
                    );
                    self.node(value, &child);
                }
            }
            Value::Array(items) => {
                for (index, value) in items.iter().enumerate() {
                    self.node(value, &at.index(index));
                }
            }
            // The text at a scalar's place, read by itself, is the scalar.
            Value::String(string) if text.starts_with(['"', '\'']) && !text.contains('\n') => {
                // In a block scalar quotes are text.
                if string.trim_end() == text {
                    return;
                }
                let alone: Result<String, _> =
                    serde_yaml::from_str(text).or_else(|_| serde_json::from_str(text));
                assert_eq!(alone.as_ref().ok(), Some(string), "{} {at}: {text}", self.name);
            }
            Value::Bool(_) | Value::Number(_) if !text.starts_with(['*', '&', '!']) => {
                let alone: Value = serde_yaml::from_str(text).unwrap_or_default();
                let number = alone.as_f64().or_else(|| text.parse().ok());
                assert_eq!(number, value.as_f64(), "{} {at}: {text}", self.name);
                assert_eq!(alone.as_bool(), value.as_bool(), "{} {at}: {text}", self.name);
            }
            _ => {}
        }
    }

    /// What is known to be in a node.
    fn contents(&self, spot: &Spot, at: &Pointer) -> Option<Contents> {
        match self.places {
            Places::Json(places) => {
                let children = places.children(self.text, spot);
                let key = |child: &Spot| serde_json::from_str(&self.text[child.key.clone()?]).ok();
                match self.text.as_bytes()[spot.value.start] {
                    b'{' => Some(Contents::Entries(children.iter().filter_map(key).collect())),
                    b'[' => Some(Contents::Items(children.len())),
                    _ => None,
                }
            }
            Places::Yaml(tree) => match tree.contents(tree.exact(at.segments())?)? {
                Children::Entries(entries) => {
                    let own = entries.iter().map(|(key, _)| key.to_string());
                    Some(Contents::Entries(own.filter(|key| key != "<<").collect()))
                }
                Children::Items(items) => Some(Contents::Items(items.len())),
                Children::None | Children::Alias(_) => None,
            },
        }
    }
}

/// Keys, but for those of merges; or how many elements.
enum Contents {
    Entries(Vec<String>),
    Items(usize),
}

/// Texts that have every construct somewhere.
const SEEDS: &[&str] = &[
    "{\"a\": [1, -2.5e3, true, null, \"\\ud83d\\ude00 \\n\"], \"b/~\": {\"a\": {}}, \"b/~\": []}",
    "a: &a {x: 1, 'y': \"\\u263A\"}\nb: *a\nc:\n  <<: [*a, {z: .inf}]\n  x: !t 2\n",
    "--- # c\n? key\n: |+\n  text\n\n- no\n...\n---\nb: >-\n  folded\n\ttab\n",
    "%YAML 1.2\n---\nä: [ü, {ö: 😀}, ,]\n\"q\": 'it''s'\r\n200: !!str 5\n~: -0x1F\nk: [\n  1, 2 # c\n ]\n",
    "\u{feff}openapi: 3.1.0\npaths:\n  /a:\n    get:\n    - - - x: {a: b, a: c}\n",
];

#[test]
fn no_text_makes_it_panic() {
    let mut random = Random(0x0A5_317);
    let pieces: Vec<&str> = SEEDS
        .iter()
        .flat_map(|seed| seed.split_inclusive([' ', '\n', ',', '{', '[', ':']))
        .chain(["\t", "\r", "\u{0}", "\u{2028}", "\u{85}", "*a", "&a ", "!", "%", "@", "`", "\\"])
        .chain([
            "<<: ", "---\n", "...", "? ", "- ", "|", ">", "'", "\"", "{", "}", "[", "]", ",", "#",
        ])
        .collect();
    for round in 0..6000 {
        let seed = SEEDS[round % SEEDS.len()];
        let mut characters: Vec<char> = seed.chars().collect();
        for _ in 0..=random.below(6) {
            let at = random.below(characters.len() + 1);
            let end = (at + random.below(8)).min(characters.len());
            let piece = pieces[random.below(pieces.len())];
            match random.below(3) {
                0 => drop(characters.drain(at..end)),
                1 => drop(characters.splice(at..at, piece.chars())),
                _ => drop(characters.splice(at..end, piece.chars())),
            }
        }
        let path = ["a.yaml", "a.json", "a"][random.below(3)];
        exercise(path, &characters.into_iter().collect::<String>());
    }
}

/// Loads a text, prints what there is to say, and asks for the place of every node.
fn exercise(path: &str, text: &str) {
    let file = SourceFile { path: path.to_owned(), text: text.into() };
    let (mut map, mut sink) = (SourceMap::default(), Sink::new(false));
    let document = load(file, &mut map, &mut sink);
    if document.is_none() {
        assert!(sink.has_errors(), "no value and no error: {text:?}");
    }
    let mut nodes = vec![(Pointer::root(), document.map(|document| document.root))];
    while let Some((at, value)) = nodes.pop() {
        for part in [Part::Key, Part::Value] {
            if let Some(place) = map.locate(&at, part) {
                assert!(map.file(place.file).text.get(place.bytes).is_some(), "{text:?} {at}");
            }
        }
        match value {
            Some(Value::Object(object)) => {
                nodes.extend(object.into_iter().map(|(key, value)| (at.key(&key), Some(value))));
            }
            Some(Value::Array(items)) => {
                let items = items.into_iter().enumerate();
                nodes.extend(items.map(|(index, value)| (at.index(index), Some(value))));
            }
            _ => {}
        }
    }
    let diagnostics = sink.into_sorted(&map);
    let shown = render_text(&diagnostics, &map, None, Color::On);
    assert_eq!(shown.is_empty(), diagnostics.is_empty(), "{text:?}");
    let lines = render_json(&diagnostics, &map, None);
    for line in lines.lines() {
        let line: Value = serde_json::from_str(line).expect("a JSON object on each line");
        assert!(line["line"].is_u64() && line["column"].is_u64(), "{text:?}: {line}");
    }
}

/// `SplitMix64`, so that every run tries the same texts.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((bits ^ (bits >> 31)) >> 33).unwrap_or_default() % limit.max(1)
    }
}

#[test]
fn pointers_are_those_of_rfc_6901() {
    // Section 5: the document, and what each pointer evaluates to.
    let document: Value = serde_json::from_str(
        r#"{"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6,
            " ": 7, "m~n": 8}"#,
    )
    .expect("JSON");
    for (text, segments, expected) in [
        ("", &[][..], document.clone()),
        ("/foo", &["foo"], document["foo"].clone()),
        ("/foo/0", &["foo", "0"], "bar".into()),
        ("/", &[""], 0.into()),
        ("/a~1b", &["a/b"], 1.into()),
        ("/c%d", &["c%d"], 2.into()),
        ("/e^f", &["e^f"], 3.into()),
        ("/g|h", &["g|h"], 4.into()),
        ("/i\\j", &["i\\j"], 5.into()),
        ("/k\"l", &["k\"l"], 6.into()),
        ("/ ", &[" "], 7.into()),
        ("/m~0n", &["m~n"], 8.into()),
    ] {
        let pointer = Pointer::root().keys(segments.iter().copied());
        assert_eq!(pointer.as_str(), text);
        assert_eq!(pointer, Pointer::new(text));
        assert_eq!(pointer.segments().collect::<Vec<_>>(), segments);
        assert_eq!(pointer.last().as_deref(), segments.last().copied());
        assert_eq!(pointer.find(&document), Some(&expected));
        let parent = segments.split_last().map(|(_, rest)| rest.iter().copied());
        assert_eq!(pointer.parent(), parent.map(|rest| Pointer::root().keys(rest)));
    }
    // Section 4: an index has no sign and no leading zero; `-` is what comes after the last element.
    for text in ["/foo/00", "/foo/01", "/foo/+1", "/foo/-", "/foo/2", "/foo/0/0", "/bar"] {
        assert_eq!(Pointer::new(text).find(&document), None, "{text}");
    }
    // Section 4: `~01` is `~1`.
    assert_eq!(Pointer::new("/~01").last().as_deref(), Some("~1"));
    assert_eq!(Pointer::root().key("~1").as_str(), "/~01");
    assert!(Pointer::new("/a/b").is_within(&Pointer::new("/a")));
    assert!(!Pointer::new("/ab").is_within(&Pointer::new("/a")));
    assert!(Pointer::new("/a").is_within(&Pointer::root()));
    assert_eq!(Pointer::root().index(3).key("x/y").as_str(), "/3/x~1y");
}
