//! names.lock: names once given stay, and what the text says is checked before it is believed.

use std::fs;
use std::path::Path;

use oasmith::config::Config;
use oasmith::diag::{Color, render_text};
use oasmith::source::{NoFiles, SourceFile};
use oasmith::{Input, Outcome, generate, items};

const CONFIG: &str = "[crate]\nname = \"kept\"\n[input]\nstrict = false\n";

fn config(text: &str, lock: Option<&str>) -> Config {
    let mut config = Config::parse(text).expect("a configuration");
    config.names_lock =
        lock.map(|text| SourceFile { path: "names.lock".to_owned(), text: text.into() });
    config
}

fn outcome(yaml: &str, config: &Config) -> Outcome {
    let description = SourceFile { path: "spec.yaml".to_owned(), text: yaml.into() };
    generate(&Input { description, config, loader: &NoFiles })
}

fn said(outcome: &Outcome) -> String {
    render_text(&outcome.diagnostics, &outcome.map, None, Color::Off)
}

/// The lock that a description leaves.
fn lock_of(yaml: &str) -> String {
    let outcome = outcome(yaml, &config(CONFIG, None));
    outcome.names_lock.clone().unwrap_or_else(|| panic!("{}", said(&outcome)))
}

/// Path and rule of the types and methods that come from a pointer.
fn named(yaml: &str, config: &Config, pointer: &str) -> Vec<(String, String)> {
    let description = SourceFile { path: "spec.yaml".to_owned(), text: yaml.into() };
    let found = items(&Input { description, config, loader: &NoFiles }).items.expect("names");
    let is_named = |kind: &str| ["struct", "enum", "type", "method"].contains(&kind);
    let here =
        (found.into_iter()).filter(|item| item.origin.as_str() == pointer && is_named(item.kind));
    here.map(|item| (item.path, item.rule)).collect()
}

fn path_of(yaml: &str, lock: &str, pointer: &str) -> String {
    let found = named(yaml, &config(CONFIG, Some(lock)), pointer);
    found.first().unwrap_or_else(|| panic!("nothing at {pointer}")).0.clone()
}

fn description(paths: &str, schemas: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: t, version: '1'}}\npaths:\n{paths}\ncomponents:\n  schemas:\n{schemas}\n"
    )
}

const NO_PATHS: &str = "  /x: {}";
const ORDER: &str = "    Order:
      type: object
      properties:
        status: {type: string, enum: [a, b]}";
const STATUS: &str = "/components/schemas/Order/properties/status";

#[test]
fn the_second_run_gives_the_same_names_and_the_same_lock() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/cases");
    for case in fs::read_dir(cases).expect("cases").filter_map(Result::ok) {
        let text = fs::read_to_string(case.path().join("spec.yaml")).expect("a description");
        let first = outcome(&text, &config(CONFIG, None));
        let lock = first.names_lock.clone().unwrap_or_else(|| panic!("{}", said(&first)));
        let second = outcome(&text, &config(CONFIG, Some(&lock)));
        let name = case.path().display().to_string();
        assert_eq!(second.names_lock.as_deref(), Some(&*lock), "{name}: {}", said(&second));
        let (first, second) = (first.files.expect("a crate").0, second.files.expect("a crate").0);
        for (path, text) in &first {
            assert!(second.get(path) == Some(text), "{name}: {path}");
        }
    }
}

#[test]
fn what_is_called_like_its_key_has_no_line() {
    assert_eq!(
        lock_of(&description(NO_PATHS, "    Order: {type: object, properties: {id: {}}}")),
        ""
    );
    let lock = lock_of(&description(NO_PATHS, ORDER));
    assert_eq!(lock.lines().last(), Some(&*format!("\"{STATUS}\" = \"OrderStatus\"")), "{lock}");
}

#[test]
fn a_component_that_comes_later_gives_way() {
    let lock = lock_of(&description(NO_PATHS, ORDER));
    let more = format!("    OrderStatus: {{type: object, properties: {{x: {{}}}}}}\n{ORDER}");
    let yaml = description(NO_PATHS, &more);
    assert_eq!(path_of(&yaml, &lock, STATUS), "model::OrderStatus");
    let newcomer = path_of(&yaml, &lock, "/components/schemas/OrderStatus");
    assert_ne!(newcomer, "model::OrderStatus");
    let outcome = outcome(&yaml, &config(CONFIG, Some(&lock)));
    assert!(said(&outcome).contains("warning[OAS0409]"), "{}", said(&outcome));
    // From now on the newcomer keeps what it got, even when the other one is gone.
    let lock = outcome.names_lock.expect("a lock");
    let alone = description(NO_PATHS, "    OrderStatus: {type: object, properties: {x: {}}}");
    assert_eq!(path_of(&alone, &lock, "/components/schemas/OrderStatus"), newcomer);
}

#[test]
fn of_two_keys_that_are_one_name_the_older_keeps_it() {
    let old = "    pet_store: {type: object, properties: {x: {}}}";
    let lock = lock_of(&description(NO_PATHS, old));
    for newcomer in ["PetStore", "petStore", "Pet_Store"] {
        let more = format!("    {newcomer}: {{type: object, properties: {{y: {{}}}}}}\n{old}");
        let name = path_of(&description(NO_PATHS, &more), &lock, "/components/schemas/pet_store");
        assert_eq!(name, "model::PetStore", "{newcomer}");
    }
}

#[test]
fn an_inline_sibling_takes_no_name() {
    let one = "    Team:
      type: object
      properties:
        members: {type: array, items: {type: object, properties: {id: {}}}}";
    let lock = lock_of(&description(NO_PATHS, one));
    let yaml = description(
        NO_PATHS,
        &format!("{one}\n        member: {{type: object, properties: {{x: {{}}}}}}"),
    );
    let old = "/components/schemas/Team/properties/members/items";
    assert_eq!(path_of(&yaml, &lock, old), "model::TeamMember");
    assert_ne!(
        path_of(&yaml, &lock, "/components/schemas/Team/properties/member"),
        "model::TeamMember"
    );
    // Without the lock the one that is called so has the better claim.
    let fresh = named(&yaml, &config(CONFIG, None), "/components/schemas/Team/properties/member");
    assert_eq!(fresh[0].0, "model::TeamMember");
}

#[test]
fn branches_keep_their_names_when_they_are_moved_or_edited() {
    let branches = |list: &str| description(NO_PATHS, &format!("    Pet:\n      oneOf: [{list}]"));
    let cat = "{type: object, required: [purrs], properties: {purrs: {}}}";
    let dog = "{type: object, required: [barks], properties: {barks: {}}}";
    let lock = lock_of(&branches(&format!("{cat}, {dog}")));
    let names = |yaml: &str| {
        ["0", "1"].map(|at| path_of(yaml, &lock, &format!("/components/schemas/Pet/oneOf/{at}")))
    };
    let [first, second] = names(&branches(&format!("{cat}, {dog}")));
    assert_eq!(names(&branches(&format!("{dog}, {cat}"))), [second.clone(), first.clone()]);
    let bird = "{type: object, required: [sings], properties: {sings: {}}}";
    let moved = branches(&format!("{bird}, {dog}, {cat}"));
    assert_eq!(path_of(&moved, &lock, "/components/schemas/Pet/oneOf/1"), second);
    assert_eq!(path_of(&moved, &lock, "/components/schemas/Pet/oneOf/2"), first);
    let edited = "{type: object, required: [meows], properties: {purrs: {}, meows: {}}}";
    assert_eq!(names(&branches(&format!("{edited}, {dog}"))), [first, second]);
}

#[test]
fn methods_without_an_id_keep_their_names() {
    let answer = "{responses: {'204': {description: none}}}";
    let one = format!("  /v1/users: {{get: {answer}}}");
    let lock = lock_of(&description(&one, "    A: {}"));
    let yaml = description(&format!("  /users: {{get: {answer}}}\n{one}"), "    A: {}");
    let name = |lock: Option<&str>, pointer: &str| {
        let found = named(&yaml, &config(CONFIG, lock), pointer);
        let (path, rule) = found.first().expect("a method").clone();
        (path.rsplit("::").next().unwrap_or_default().to_owned(), rule)
    };
    let old = "/paths/~1v1~1users/get";
    assert_eq!(name(None, old).0, "get_v1_users");
    assert_eq!(name(Some(&lock), old), ("get_users".to_owned(), "kept by names.lock".to_owned()));
    assert_ne!(name(Some(&lock), "/paths/~1users/get").0, "get_users");
}

#[test]
fn methods_with_an_id_are_called_after_it() {
    let answer = "tags: [u], responses: {'204': {description: none}}";
    let get = |path: &str, id: &str| format!("  /{path}: {{get: {{operationId: {id}, {answer}}}}}");
    let one = get("users", "listUsers");
    let lock = lock_of(&description(&one, "    A: {}"));
    let name = |paths: &str, pointer: &str| {
        let yaml = description(paths, "    A: {}");
        let found = named(&yaml, &config(CONFIG, Some(&lock)), pointer);
        found[0].0.rsplit("::").next().unwrap_or_default().to_owned()
    };
    // The same id spelled otherwise comes first, and does not take the name.
    let twins = format!("{}\n{one}", get("users/a", "list_users"));
    assert_eq!(name(&twins, "/paths/~1users/get"), "list_users");
    assert_ne!(name(&twins, "/paths/~1users~1a/get"), "list_users");
    // Another id is another name.
    assert_eq!(name(&get("users", "listAllUsers"), "/paths/~1users/get"), "list_all_users");
}

#[test]
fn values_and_variants_keep_their_names() {
    let values =
        |list: &str| description(NO_PATHS, &format!("    Sort: {{type: string, enum: [{list}]}}"));
    let lock = lock_of(&values("a-b, a_b"));
    assert!(lock.contains("\"Sort::a-b\" = \"AMinusB\""), "{lock}");
    let outcome = outcome(&values("a-b, c"), &config(CONFIG, Some(&lock)));
    let text = outcome.files.expect("a crate").0.remove("src/model/sort.rs").expect("a file");
    assert!(text.contains("AMinusB,"), "{text}");
}

#[test]
fn codegen_toml_counts_more_and_lines_about_nothing_go() {
    let lock = lock_of(&description(NO_PATHS, ORDER));
    let renames = format!("{CONFIG}[names]\n\"{STATUS}\" = \"State\"\n");
    let found = named(&description(NO_PATHS, ORDER), &config(&renames, Some(&lock)), STATUS);
    assert_eq!(found[0].0, "model::State");
    let gone = outcome(
        &description(NO_PATHS, "    Order: {type: object, properties: {id: {}}}"),
        &config(CONFIG, Some(&lock)),
    );
    assert!(said(&gone).contains("note[OAS0408]"), "{}", said(&gone));
    assert_eq!(gone.names_lock.as_deref(), Some(""));
    let off = config(&format!("lock = false\n{CONFIG}"), Some("no toml at all"));
    assert_eq!(outcome(&description(NO_PATHS, ORDER), &off).names_lock, None);
}

/// Every prefix of a lock, and the lock with one byte of it replaced, is read, or refused at a place in it.
#[test]
fn a_broken_lock_is_refused_at_its_place_or_read() {
    let answer = "{responses: {'204': {description: none}}}";
    let yaml = description(&format!("  /v1/users: {{get: {answer}}}"), ORDER);
    let lock = lock_of(&yaml);
    let mut texts: Vec<String> = (0..lock.len()).map(|end| lock[..end].to_owned()).collect();
    for (at, byte) in (180..lock.len()).zip(b"\"=[]#\n\\'x9 \x00~/".iter().cycle()) {
        let mut bytes = lock.clone().into_bytes();
        bytes[at] = *byte;
        texts.extend(String::from_utf8(bytes));
    }
    let mut refused = 0;
    for text in texts {
        let outcome = outcome(&yaml, &config(CONFIG, Some(&text)));
        if outcome.files.is_none() {
            refused += 1;
            let said = said(&outcome);
            assert!(said.contains("--> names.lock:") && said.contains("help:"), "{text}\n{said}");
        }
    }
    assert!(refused > 50, "{refused}");
}
