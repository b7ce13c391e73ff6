//! The table of pairs: what each description is, and with which configuration.

use oasmith::Input;
use oasmith::config::Config;
use oasmith::diff::{Surface, survey};
use oasmith::source::{Loader, SourceFile};
use serde_json::{Map, Value};

const TABLE: &str = include_str!("cases.yaml");

struct NoFiles;

impl Loader for NoFiles {
    fn load(&self, path: &str) -> Result<String, String> {
        Err(format!("no `{path}` in this test"))
    }
}

pub(crate) fn table() -> Value {
    serde_yaml::from_str(TABLE).unwrap()
}

pub(crate) fn cases(table: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let cases = table["cases"].as_array().unwrap();
    cases.iter().map(|case| (case["name"].as_str().unwrap(), case))
}

/// Does something with a description of a case, as it would be read for a crate of this name.
pub(crate) fn with_input<T>(
    base: &Value,
    case: &Value,
    side: &str,
    krate: &str,
    run: impl FnOnce(&Input<'_>) -> T,
) -> T {
    let mut document = base.clone();
    if let Some(patch) = case.get(side) {
        merge(&mut document, patch);
    }
    let lines = case.get(format!("{side}-config")).and_then(Value::as_str).unwrap_or_default();
    // Keys of the root come before the first table.
    let (root, tables) = if lines.starts_with('[') { ("", lines) } else { (lines, "") };
    let config =
        format!("{root}\n[crate]\nname = \"{krate}\"\n[input]\nstrict = false\n{tables}\n");
    let config = Config::parse(&config).unwrap();
    let text = serde_json::to_string_pretty(&document).unwrap();
    let description = SourceFile { path: format!("{side}.json"), text: text.into() };
    run(&Input { description, config: &config, loader: &NoFiles })
}

pub(crate) fn surface(base: &Value, case: &Value, side: &str) -> Surface {
    let survey = with_input(base, case, side, "pets", survey);
    survey.surface.unwrap_or_else(|| panic!("{side}: {:?}", survey.diagnostics))
}

/// RFC 7396.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(target) = target else { return };
    for (key, value) in patch {
        if value.is_null() {
            target.remove(key);
        } else {
            merge(target.entry(key.clone()).or_insert(Value::Null), value);
        }
    }
}
