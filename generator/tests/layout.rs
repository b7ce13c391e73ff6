//! Our layout of Rust is that of prettyplease, byte for byte: on golden cases, on the corpus, and on whatever a small
//! grammar says.
//!
//! A sample of the corpus is looked at; all of it when `OASMITH_LAYOUT` is `all`.

mod corpus_support;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use oasmith::config::Config;
use oasmith::diag::Sink;
use oasmith::emit::{self, Counts, FileSet, Layout};
use oasmith::source::{self, Loader, SourceFile, SourceMap};
use oasmith::{lower, names, passes, rust, samples, spec};

/// Descriptions of the corpus that are looked at without being asked to: of every kind, and small.
const SAMPLE: usize = 10;
/// Bytes of a description that is small.
const SMALL: u64 = 200_000;

#[test]
fn golden_cases_are_laid_out_as_prettyplease_does() {
    let mut all = Counts::default();
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/cases");
    for entry in fs::read_dir(cases).expect("the cases") {
        let case = entry.expect("a case").path();
        let settings = fs::read_to_string(case.join("codegen.toml")).ok();
        compare(&case.join("spec.yaml"), settings.as_deref(), &mut all);
    }
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let settings = fs::read_to_string(committed.join("codegen.toml")).ok();
    compare(&committed.join("api-key.yaml"), settings.as_deref(), &mut all);
    assert!(all.items > 1_000, "{all:?}");
    assert_few_are_left(all);
}

#[test]
fn the_corpus_is_laid_out_as_prettyplease_does() {
    let Some(folder) = corpus_support::folder("corpus/specs") else { return };
    let folder = fs::read_dir(folder).expect("a folder");
    let mut descriptions: Vec<PathBuf> =
        folder.map(|entry| entry.expect("a file").path()).collect();
    descriptions.sort();
    if std::env::var_os("OASMITH_LAYOUT").is_none_or(|what| what != "all") {
        descriptions.retain(|path| path.metadata().is_ok_and(|it| it.len() < SMALL));
        let step = (descriptions.len() / SAMPLE).max(1);
        descriptions = descriptions.into_iter().step_by(step).take(SAMPLE).collect();
    }
    let mut all = Counts::default();
    for description in &descriptions {
        compare(description, None, &mut all);
    }
    println!("{} descriptions: {all:?}", descriptions.len());
    assert_few_are_left(all);
}

/// What our own layouter is for.
fn assert_few_are_left(all: Counts) {
    assert!(
        all.left * 100 < all.items && all.files_left == 0,
        "prettyplease lays too much out: {all:?}"
    );
}

/// Renders a description in both ways.
fn compare(description: &Path, settings: Option<&str>, all: &mut Counts) {
    let (ours, counts) = rendered(description, settings, Layout::Own);
    let (theirs, _) = rendered(description, settings, Layout::Reference);
    if counts.files_left > 0 {
        println!("{}: {counts:?}", description.display());
    }
    all.items += counts.items;
    all.left += counts.left;
    all.files_left += counts.files_left;
    assert_eq!(ours.0.len(), theirs.0.len(), "{}", description.display());
    for ((path, ours), (their_path, theirs)) in ours.0.iter().zip(&theirs.0) {
        assert_eq!(path, their_path, "{}", description.display());
        assert_same(&format!("{} of {}", path, description.display()), ours, theirs);
    }
    let mut laid_out = ours.0.iter().filter(|(path, _)| {
        Path::new(path).extension().is_some_and(|it| it == "rs")
            && !path.starts_with("src/runtime/")
    });
    // One of them, for the time it takes.
    if let Some((path, text)) = laid_out.next_back() {
        assert_fixed_point(path, text);
    }
}

fn rendered(path: &Path, settings: Option<&str>, layout: Layout) -> (FileSet, Counts) {
    let (mut map, mut sink) = (SourceMap::default(), Sink::new(false));
    let shown = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let text = fs::read_to_string(path).expect("a description");
    let config = settings.map_or_else(
        || Config::for_crate("layout"),
        |settings| Config::parse(settings).expect("a configuration"),
    );
    let loader = Beside(path.parent().map(Path::to_owned).unwrap_or_default());
    let file = SourceFile { path: shown.clone(), text: text.into() };
    let document = source::load(file, &mut map, &mut sink).expect("a document");
    let document = spec::prepare(document, &mut map, &loader, &mut sink).expect("a description");
    let spec = spec::typed(&document, &mut sink).expect("a description");
    let api = passes::run(lower::lower(&spec, &config, &mut sink), &config, &mut sink);
    let names = names::assign(&api, &config, names::lock::Lock::default(), &mut sink);
    let krate = rust::build(&api, &names, &samples::samples(&document, &api), &config, &mut sink);
    let (files, counts) = emit::render_by(krate, &mut sink, layout);
    (files.unwrap_or_else(|| panic!("{shown} is not rendered")), counts)
}

struct Beside(PathBuf);

impl Loader for Beside {
    fn load(&self, path: &str) -> Result<String, String> {
        fs::read_to_string(self.0.join(path)).map_err(|error| error.to_string())
    }
}

/// Compares texts, and shows where they part.
fn assert_same(what: &str, ours: &str, theirs: &str) {
    if ours == theirs {
        return;
    }
    let line = ours.lines().zip(theirs.lines()).take_while(|(ours, theirs)| ours == theirs).count();
    let around = |text: &str| {
        text.lines().skip(line.saturating_sub(3)).take(9).fold(String::new(), |mut all, line| {
            let _ = writeln!(all, "{line}");
            all
        })
    };
    panic!(
        "{what}, line {}\n--- ours\n{}--- prettyplease\n{}",
        line + 1,
        around(ours),
        around(theirs)
    );
}

/// prettyplease, without anything of ours around it, leaves the text as it is but for the blank lines.
fn assert_fixed_point(path: &str, text: &str) {
    let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}\n{text}"));
    // The first line is a comment, which syn does not keep.
    let dense = |text: &str| {
        text.lines()
            .filter(|line| !line.is_empty() && !line.starts_with("// "))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_same(path, &dense(text), &dense(&prettyplease::unparse(&file)));
}

#[test]
fn what_the_grammar_says_is_laid_out_as_prettyplease_does() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut all = Counts::default();
    for round in 0..400 {
        let text = random.file();
        let (theirs, _) = emit::lay_out(&text, Layout::Reference).unwrap_or_else(|error| {
            panic!("the grammar of this test makes no Rust: {error}\n{text}")
        });
        let (ours, counts) = emit::lay_out(&text, Layout::Own).expect("the same");
        all.items += counts.items;
        all.left += counts.left;
        all.files_left += counts.files_left;
        assert_same(&format!("round {round}"), &ours, &theirs);
    }
    println!("{all:?}");
    assert!(all.items > 1_000 && all.left * 20 < all.items && all.files_left == 0, "{all:?}");
}

#[test]
fn what_is_not_of_the_subset_is_left_to_prettyplease() {
    let text = "pub fn a() { b(); }\npub trait T { fn c(&self) where Self: Sized; }\nmacro_rules! m { ($a:expr) => { $a } }\n\
                pub fn d() -> Result<(), E> { let x = async { 1 }; x.await }\n/// Docs.\npub const E: u8 = 1;";
    let (ours, counts) = emit::lay_out(text, Layout::Own).expect("Rust");
    assert_eq!(ours, emit::lay_out(text, Layout::Reference).expect("Rust").0);
    assert_eq!(counts, Counts { items: 5, left: 3, files_left: 0 });
}

#[test]
fn what_is_broken_or_no_item_comes_out_the_same() {
    const TEXTS: [&str; 21] = [
        "",
        "(",
        "}",
        "\"",
        "'",
        "r#",
        "r#\"",
        "b'",
        "1.",
        "#",
        "#[",
        "#[doc = ",
        "use a::{",
        "fn",
        "pub(",
        "///",
        "é",
        "/*",
        "pub const A: u8 = ;",
        "//! Head.\n#![warn(missing_docs)]",
        "//! Head.\n//!\n//! More.",
    ];
    for text in TEXTS {
        let reference = emit::lay_out(text, Layout::Reference).map(|(text, _)| text);
        assert_eq!(emit::lay_out(text, Layout::Own).map(|(text, _)| text), reference, "{text}");
    }
}

#[test]
fn what_is_deep_is_left_to_prettyplease() {
    // Frames of syn are large when they are not optimised.
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(|| {
        for (open, close) in
            [("(", ")"), ("[", "]"), ("{", "}"), ("!", ""), ("f(", ")"), ("|a| ", "")]
        {
            let text = format!("const A: u8 = {}1{};", open.repeat(100), close.repeat(100));
            let reference = emit::lay_out(&text, Layout::Reference).expect("Rust").0;
            let (ours, counts) = emit::lay_out(&text, Layout::Own).expect("Rust");
            assert_same(open, &ours, &reference);
            assert_eq!(counts.left, 1, "{text}");
        }
    });
    thread.expect("a thread").join().expect("no panic");
    // What is not left does not need more than a thread has.
    let text = format!("const A: u8 = {}1{};", "f(".repeat(60), ")".repeat(60));
    assert_eq!(emit::lay_out(&text, Layout::Own).expect("Rust").1.left, 0);
}

/// Makes Rust of the kind that templates print, with names of any length.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).expect("below an usize")
    }

    fn name(&mut self) -> String {
        let length = match self.below(8) {
            0 => 1 + self.below(4),
            1 => 20 + self.below(30),
            _ => 2 + self.below(16),
        };
        // No keyword begins with it.
        format!("q{}", "wxyz".chars().cycle().take(length - 1).collect::<String>())
    }

    fn list(&mut self, most: usize, mut element: impl FnMut(&mut Self) -> String) -> String {
        let count = self.below(most + 1);
        let elements: Vec<String> = (0..count).map(|_| element(self)).collect();
        elements.join(", ")
    }

    fn text(&mut self) -> String {
        format!("\"{}\"", self.name())
    }

    fn path(&mut self) -> String {
        let first = ["model", "runtime", "std::collections", "crate"][self.below(4)];
        format!("{first}::{}", self.name())
    }

    fn ty(&mut self, depth: usize) -> String {
        if depth == 0 {
            return self.path();
        }
        match self.below(9) {
            0 => format!("Vec<{}>", self.ty(depth - 1)),
            1 => format!("{}<{}, {}>", self.path(), self.ty(depth - 1), self.ty(depth - 1)),
            2 => format!("&'static [{}]", self.ty(depth - 1)),
            3 => format!("({}, {})", self.ty(depth - 1), self.ty(depth - 1)),
            4 => format!("impl Into<{}>", self.ty(depth - 1)),
            5 => format!("Option<Box<{}>>", self.ty(depth - 1)),
            6 => format!("&mut {}<'_>", self.path()),
            7 => format!("Box<dyn Fn({}) -> {} + Send>", self.ty(depth - 1), self.ty(depth - 1)),
            _ => self.name(),
        }
    }

    fn expression(&mut self, depth: usize) -> String {
        if depth == 0 {
            return match self.below(4) {
                0 => self.text(),
                1 => self.below(100_000).to_string(),
                2 => self.path(),
                _ => self.name(),
            };
        }
        let depth = depth - 1;
        match self.below(18) {
            0 => format!("{}({})", self.path(), self.list(4, |at| at.expression(depth))),
            1 => format!("self.{}({})", self.name(), self.list(3, |at| at.expression(depth))),
            2 => format!(
                "{}.{}({})?.{}?",
                self.path(),
                self.name(),
                self.list(2, |at| at.expression(depth)),
                self.name()
            ),
            3 => format!("&{}", self.name()),
            4 => format!("[{}]", self.list(5, |at| at.expression(depth))),
            5 => format!("[{}]", self.list(40, |at| at.below(1000).to_string())),
            6 => format!("({}, {})", self.expression(depth), self.expression(depth)),
            7 => format!(
                "{} {{ {} }}",
                self.path(),
                self.list(4, |at| format!("{}: {}", at.name(), at.expression(depth)))
            ),
            8 => format!("|{}, _| {}", self.name(), self.expression(depth)),
            9 => format!("move || {}", self.expression(depth)),
            10 => format!("match {} {{ {} }}", self.name(), self.arms(depth)),
            11 => format!("{} == {} && {}", self.name(), self.path(), self.name()),
            12 => format!(
                "{}.{}::<{}>({})",
                self.name(),
                self.name(),
                self.ty(1),
                self.expression(depth)
            ),
            13 => format!(
                "if {} {{ {} }} else {{ {} }}",
                self.name(),
                self.expression(depth),
                self.expression(depth)
            ),
            14 => format!("matches!({}, Some({} | {}))", self.name(), self.text(), self.text()),
            15 => format!("{{ {} {} }}", self.statement(depth), self.expression(depth)),
            16 => format!(
                "{}.{}.{}().{}({})",
                self.name(),
                self.name(),
                self.name(),
                self.name(),
                self.expression(depth)
            ),
            _ => format!("*{} as {}", self.name(), self.path()),
        }
    }

    fn pattern(&mut self) -> String {
        match self.below(8) {
            0 => self.text(),
            1 => format!("{} | {}", self.text(), self.text()),
            2 => format!("Some({})", self.name()),
            3 => format!("Self::{} | Self::{}(..)", self.name(), self.name()),
            4 => format!("{}..={}", self.below(100), 100 + self.below(100)),
            5 => format!("{} {{ {}, .. }}", self.path(), self.name()),
            6 => format!("({}, &{})", self.name(), self.name()),
            _ => format!("-{}", self.below(9)),
        }
    }

    fn arms(&mut self, depth: usize) -> String {
        let mut arms = String::new();
        for _ in 0..=self.below(3) {
            let guard =
                if self.below(4) == 0 { format!(" if {}", self.name()) } else { String::new() };
            let body = match self.below(4) {
                0 => format!("{{ {} }}", self.statement(depth)),
                // A block of one block is a case of its own.
                1 => format!("{{ {} }}", self.expression(0)),
                _ => self.expression(depth),
            };
            // Braces round nothing but braces are left to prettyplease.
            let body =
                if body.starts_with('{') && body.contains("{ {") { self.name() } else { body };
            let _ = write!(arms, "{}{guard} => {body}, ", self.pattern());
        }
        arms.push_str("_ => {}");
        arms
    }

    fn statement(&mut self, depth: usize) -> String {
        match self.below(9) {
            0 => format!("let mut {} = {};", self.name(), self.expression(depth)),
            1 => format!("let {}: {} = {};", self.name(), self.ty(2), self.expression(depth)),
            2 => format!(
                "self.{}.{}({});",
                self.name(),
                self.name(),
                self.list(3, |at| at.expression(depth))
            ),
            3 => format!(
                "if let Some({}) = {} {{ return {}; }}",
                self.name(),
                self.path(),
                self.name()
            ),
            4 => format!(
                "for {} in {}.{}() {{ {}; }}",
                self.name(),
                self.name(),
                self.name(),
                self.name()
            ),
            5 => format!(
                "let Some({}) = {}.{}() else {{ return {} }};",
                self.name(),
                self.name(),
                self.name(),
                self.name()
            ),
            6 => format!("{}.{} = {};", self.name(), self.name(), self.expression(depth)),
            7 => format!("const {}: &[&str] = &[{}];", self.name(), self.list(9, Self::text)),
            _ => format!("if {} < {} {{ {}; }}", self.name(), self.name(), self.name()),
        }
    }

    fn attributes(&mut self) -> &'static str {
        const ALL: [&str; 5] = [
            "/// Docs, as long as they are.\n///\n/// More.\n",
            "#[must_use]\n",
            "#[cfg(all(feature = \"one\", not(feature = \"another\")))]\n",
            "#[allow(clippy::too_many_arguments, clippy::type_complexity, reason = \"the description says so\")]\n",
            "",
        ];
        ALL[self.below(ALL.len())]
    }

    fn method(&mut self) -> String {
        let attributes = self.attributes();
        let receiver = ["&self, ", "mut self, ", "&mut self, ", ""][self.below(4)];
        let parameters = self.list(4, |at| format!("{}: {}", at.name(), at.ty(2)));
        let generics = if self.below(4) == 0 { "<T: Into<String> + Send, U>" } else { "" };
        let result = if self.below(2) == 0 { String::new() } else { format!(" -> {}", self.ty(2)) };
        let statements: String = (0..self.below(4)).map(|_| self.statement(2)).collect();
        let tail = if self.below(2) == 0 { String::new() } else { self.expression(3) };
        format!(
            "\n{attributes}pub fn {}{generics}({receiver}{parameters}){result} {{ {statements} {tail} }}\n",
            self.name()
        )
    }

    fn item(&mut self) -> String {
        let attributes = self.attributes();
        match self.below(9) {
            0 => format!("use {}::{{{}, {}}};", self.path(), self.name(), self.list(9, Self::name)),
            1 => format!(
                "{attributes}pub struct {} {{ {} }}",
                self.name(),
                self.list(4, |at| {
                    let attributes = at.attributes();
                    format!("\n{attributes}pub {}: {}", at.name(), at.ty(3))
                })
            ),
            2 => format!(
                "{attributes}pub enum {} {{ {} }}",
                self.name(),
                self.list(4, |at| {
                    let attributes = at.attributes();
                    format!("\n{attributes}{}({})", at.name(), at.ty(3))
                })
            ),
            3 => format!("{attributes}pub type {} = {};", self.name(), self.ty(3)),
            4 => format!(
                "{attributes}static {}: {} = {};",
                self.name(),
                self.path(),
                self.expression(4)
            ),
            5 => format!(
                "{attributes}pub struct {}(#[doc = \" Inside.\"] pub {});",
                self.name(),
                self.ty(3)
            ),
            6 => format!("crate::{}!({});", self.name(), self.name()),
            _ => {
                let methods: String = (0..self.below(4)).map(|_| self.method()).collect();
                format!(
                    "{attributes}impl {} for {} {{ type Output = {}; {methods} }}",
                    self.path(),
                    self.path(),
                    self.ty(2)
                )
            }
        }
    }

    fn file(&mut self) -> String {
        let mut text = String::from("//! A file.\n#![warn(missing_docs)]\n");
        for _ in 0..=self.below(5) {
            text.push_str(&self.item());
            text.push('\n');
        }
        text
    }
}
