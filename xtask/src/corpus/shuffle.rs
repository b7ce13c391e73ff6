//! `corpus --shuffle`: whether names depend on the order in which a description has its paths and components.
//!
//! The description is generated from as it is and shuffled; everything that has a name must have the same one, and the
//! code must be made of the same lines. The order of fields, variants and methods may follow the document.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use oasmith::config::Config;
use oasmith::diag::Sink;
use oasmith::source::{self, Loader, SourceFile, SourceMap};
use oasmith::{Input, Stage, dump, generate};
use serde_json::{Map, Value};

use super::discover::Case;
use crate::input::{self, FilesBeside};

/// What is shuffled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Paths and their methods, everything under `components`, webhooks and tags: what stands where it does by chance.
    Sections,
    /// Properties and responses, too, whose order the crate shows; then only names are compared.
    Members,
}

/// What differs between a description and its shuffled form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Lines of the names, of either side.
    pub names: Vec<String>,
    /// Lines of the code, of either side.
    pub code: Vec<String>,
    /// Lines of the names, where the shuffled form has the names.lock of the other.
    pub locked: Vec<String>,
}

impl Difference {
    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty() && self.code.is_empty() && self.locked.is_empty()
    }
}

/// Generates from both forms.
///
/// # Errors
/// A sentence, when the description cannot be read or gives no crate.
pub fn difference(path: &Path, seed: u64, depth: Depth) -> Result<Difference, String> {
    let shown = path.display().to_string();
    let file = input::description(path, &shown).map_err(|error| error.message)?;
    let map = &mut SourceMap::default();
    let document = source::load(file, map, &mut Sink::new(false)).ok_or("it cannot be read")?;
    let loader = FilesBeside::new(path);
    let plain = surface(&document.root, &loader, depth, None)?;
    let document_text = document.root.to_string();
    let mut root = document.root;
    shuffle(&mut root, seed, depth);
    let shuffled = surface(&root, &loader, depth, None)?;
    let lock = lock_of(&document_text, &loader)?;
    let locked = surface(&root, &loader, depth, Some(lock))?;
    Ok(Difference {
        locked: unlike(&without_rules(&plain.names), &without_rules(&locked.names)),
        names: unlike(&plain.names, &shuffled.names),
        code: unlike(&plain.code, &shuffled.code),
    })
}

/// The same for a description of a corpus; `None` where there is no crate to compare.
pub(super) fn of_case(case: &Case, seed: u64, depth: Depth) -> Option<Difference> {
    difference(&case.path, seed, depth).ok()
}

/// What users of a crate see of it, as lines without an order.
struct Surface {
    names: Vec<String>,
    code: Vec<String>,
}

/// The names.lock that a description leaves.
fn lock_of(text: &str, loader: &dyn Loader) -> Result<String, String> {
    let config = Config { lock: true, ..Config::for_crate("shuffled") };
    let description = SourceFile { path: "shuffled.json".to_owned(), text: text.into() };
    let outcome = generate(&Input { description, config: &config, loader });
    outcome.names_lock.ok_or_else(|| "no crate is made of it".to_owned())
}

/// Lines of names without what named it, which is another thing when names.lock does.
fn without_rules(lines: &[String]) -> Vec<String> {
    let plain = |line: &String| {
        let parts = line.split(" > ").map(|part| part.split(" by ").next().unwrap_or(part));
        parts.collect::<Vec<_>>().join(" > ")
    };
    lines.iter().map(plain).collect()
}

fn surface(
    root: &Value,
    loader: &dyn Loader,
    depth: Depth,
    lock: Option<String>,
) -> Result<Surface, String> {
    let text = root.to_string().into();
    let description = SourceFile { path: "shuffled.json".to_owned(), text };
    let file = |text: String| SourceFile { path: "names.lock".to_owned(), text: text.into() };
    let config = Config {
        lock: lock.is_some(),
        names_lock: lock.map(file),
        ..Config::for_crate("shuffled")
    };
    let input = Input { description, config: &config, loader };
    let names = dump(&input, Stage::Names).text.ok_or("nothing gets a name")?;
    let mut code = Vec::new();
    if depth == Depth::Sections && config.names_lock.is_none() {
        let files = generate(&input).files.ok_or("no crate is made of it")?;
        for (path, text) in files.0.iter().filter(|(path, _)| is_code(path)) {
            let said =
                |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
            let lines = text.lines().filter(said);
            code.extend(lines.map(|line| format!("{path}: {line}")));
        }
    }
    code.sort_unstable();
    Ok(Surface { names: with_parents(&names), code })
}

/// What the description decides on, and in which the order of operations shows as the order of items.
fn is_code(path: &str) -> bool {
    path.starts_with("src/model/") || path.starts_with("src/api/")
}

/// Lines with those they are indented under, so that they say the same wherever they stand.
fn with_parents(text: &str) -> Vec<String> {
    let mut above: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    for line in text.lines() {
        let plain = line.trim_start();
        above.truncate((line.len() - plain.len()) / 2);
        let plain = list_in_order(plain);
        let mut whole = above.join(" > ");
        let _ = write!(whole, "{}{plain}", if above.is_empty() { "" } else { " > " });
        lines.push(whole);
        above.push(plain);
    }
    lines.sort_unstable();
    lines
}

/// A line whose names in brackets at the end are sorted: variants follow the document.
fn list_in_order(line: &str) -> String {
    let list = line.strip_suffix(']').and_then(|line| line.rsplit_once(" ["));
    let Some((line, list)) = list else { return line.to_owned() };
    let mut names: Vec<&str> = list.split(", ").collect();
    names.sort_unstable();
    format!("{line} [{}]", names.join(", "))
}

/// Lines that one side has more often than the other.
fn unlike(one: &[String], other: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for line in one {
        *counts.entry(line).or_default() += 1;
    }
    for line in other {
        *counts.entry(line).or_default() -= 1;
    }
    let differing = counts.into_iter().filter(|(_, count)| *count != 0);
    differing.map(|(line, count)| format!("{} {line}", if count > 0 { '-' } else { '+' })).collect()
}

/// Maps and lists at the top whose order says nothing, those of Swagger 2.0 too.
const SECTIONS: [&str; 9] = [
    "paths",
    "webhooks",
    "x-webhooks",
    "tags",
    "definitions",
    "parameters",
    "responses",
    "securityDefinitions",
    "components",
];

/// Puts entries in another order.
pub fn shuffle(root: &mut Value, seed: u64, depth: Depth) {
    let mut random = Random(seed);
    let Some(root) = root.as_object_mut() else { return };
    for key in SECTIONS {
        match root.get_mut(key) {
            Some(Value::Array(list)) => random.list(list),
            Some(Value::Object(map)) => {
                random.map(map);
                if matches!(key, "components" | "paths" | "webhooks" | "x-webhooks") {
                    map.values_mut()
                        .filter_map(Value::as_object_mut)
                        .for_each(|map| random.map(map));
                }
            }
            _ => {}
        }
    }
    if depth == Depth::Members {
        root.values_mut().for_each(|value| members(value, &mut random));
    }
}

fn members(value: &mut Value, random: &mut Random) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| members(item, random)),
        Value::Object(map) => {
            for (key, value) in map {
                if let ("properties" | "responses" | "$defs", Value::Object(map)) =
                    (key.as_str(), &mut *value)
                {
                    random.map(map);
                }
                members(value, random);
            }
        }
        _ => {}
    }
}

/// Numbers by a seed (splitmix64): the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn list<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            // No list has 2^64 entries, so nothing is lost.
            let other = usize::try_from(self.next() % (last as u64 + 1)).unwrap_or_default();
            list.swap(last, other);
        }
    }

    fn map(&mut self, map: &mut Map<String, Value>) {
        let mut entries: Vec<(String, Value)> = std::mem::take(map).into_iter().collect();
        self.list(&mut entries);
        map.extend(entries);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_shuffled_has_the_same_entries() {
        let root = json!({
            "paths": { "/a": { "get": {}, "put": {} }, "/b": {}, "/c": {}, "/d": {} },
            "components": { "schemas": { "A": { "properties": { "x": {}, "y": {} } }, "B": {}, "C": {} } },
        });
        let mut other = root.clone();
        shuffle(&mut other, 1, Depth::Sections);
        // Equality of maps does not look at their order.
        assert_eq!(other, root);
        assert_ne!(other.to_string(), root.to_string());
        let mut same = root.clone();
        shuffle(&mut same, 1, Depth::Sections);
        assert_eq!(same.to_string(), other.to_string());
    }

    #[test]
    fn lines_are_compared_by_number() {
        let lines = |text: &str| with_parents(text);
        assert_eq!(unlike(&lines("a\n  b\nc"), &lines("c\na\n  b")), Vec::<String>::new());
        assert_eq!(unlike(&lines("a\n  b\n  b"), &lines("a\n  b\nc")), ["- a > b", "+ c"]);
    }
}
