//! Constraints in words, for rustdoc: what a type does not check.

use openapiv3::{Schema, SchemaKind, Type};
use serde_json::Value;

use crate::spec::ext;

/// What a schema asks of a value beside its type.
pub(super) fn in_words(schema: &Schema) -> Vec<String> {
    let mut words = Words::default();
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(string)) => {
            words.length(string.min_length, string.max_length);
            words.pattern(string.pattern.as_deref());
        }
        SchemaKind::Type(Type::Number(number)) => {
            words.bounds(
                number.minimum.map(number_text),
                number.maximum.map(number_text),
                number.exclusive_minimum,
                number.exclusive_maximum,
            );
            words.multiple(number.multiple_of.map(number_text));
        }
        SchemaKind::Type(Type::Integer(integer)) => {
            words.bounds(
                integer.minimum.map(|bound| bound.to_string()),
                integer.maximum.map(|bound| bound.to_string()),
                integer.exclusive_minimum,
                integer.exclusive_maximum,
            );
            words.multiple(integer.multiple_of.map(|factor| factor.to_string()));
        }
        SchemaKind::Type(Type::Array(array)) => {
            words.count("item", array.min_items, array.max_items);
            words.unique(array.unique_items);
        }
        SchemaKind::Type(Type::Object(object)) => {
            words.count("property", object.min_properties, object.max_properties);
        }
        SchemaKind::Any(any) => {
            words.length(any.min_length, any.max_length);
            words.pattern(any.pattern.as_deref());
            words.bounds(
                any.minimum.map(number_text),
                any.maximum.map(number_text),
                any.exclusive_minimum.unwrap_or_default(),
                any.exclusive_maximum.unwrap_or_default(),
            );
            words.multiple(any.multiple_of.map(number_text));
            words.count("item", any.min_items, any.max_items);
            words.unique(any.unique_items.unwrap_or_default());
            words.count("property", any.min_properties, any.max_properties);
        }
        _ => {}
    }
    if let Some(Value::Array(patterns)) = schema.schema_data.extensions.get(ext::PATTERNS) {
        let list: Vec<String> = patterns.iter().filter_map(Value::as_str).map(quoted).collect();
        words.0.push(format!("keys match {}", list.join(" or ")));
    }
    words.0
}

/// Text between backticks, with as many as it takes to hold those inside (`CommonMark`, 6.1).
pub(super) fn quoted(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

#[derive(Default)]
struct Words(Vec<String>);

impl Words {
    fn length(&mut self, min: Option<usize>, max: Option<usize>) {
        self.count("character", min, max);
    }

    fn count(&mut self, noun: &str, min: Option<usize>, max: Option<usize>) {
        // `minItems: 0` is what holds anyway.
        match (min.filter(|min| *min > 0), max) {
            (Some(min), Some(max)) if min == max => {
                self.0.push(format!("exactly {}", counted(min, noun)));
            }
            (Some(min), Some(max)) => self.0.push(format!("{min} to {}", counted(max, noun))),
            (Some(min), None) => self.0.push(format!("at least {}", counted(min, noun))),
            (None, Some(max)) => self.0.push(format!("at most {}", counted(max, noun))),
            (None, None) => {}
        }
    }

    fn bounds(&mut self, min: Option<String>, max: Option<String>, above: bool, below: bool) {
        if let Some(min) = min {
            self.0.push(format!("{} {min}", if above { "more than" } else { "at least" }));
        }
        if let Some(max) = max {
            self.0.push(format!("{} {max}", if below { "less than" } else { "at most" }));
        }
    }

    fn multiple(&mut self, factor: Option<String>) {
        if let Some(factor) = factor {
            self.0.push(format!("a multiple of {factor}"));
        }
    }

    fn pattern(&mut self, pattern: Option<&str>) {
        if let Some(pattern) = pattern.filter(|pattern| !pattern.is_empty()) {
            self.0.push(format!("matches {}", quoted(pattern)));
        }
    }

    fn unique(&mut self, unique: bool) {
        if unique {
            self.0.push("unique items".to_owned());
        }
    }
}

fn counted(number: usize, noun: &str) -> String {
    match (number, noun) {
        (1, _) => format!("1 {noun}"),
        (_, "property") => format!("{number} properties"),
        _ => format!("{number} {noun}s"),
    }
}

/// `5`, not `5.0`; very large and very small numbers in scientific notation.
fn number_text(number: f64) -> String {
    let size = number.abs();
    if size != 0.0 && !(1e-6..1e16).contains(&size) {
        format!("{number:e}")
    } else {
        format!("{number}")
    }
}

#[cfg(test)]
mod tests {
    use super::{in_words, quoted};

    fn words(yaml: &str) -> Vec<String> {
        let value: serde_json::Value = serde_yaml::from_str(yaml).expect("yaml");
        in_words(&serde_json::from_value(value).expect("a schema"))
    }

    #[test]
    fn bounds_and_counts_read_as_english() {
        assert_eq!(
            words("{type: string, minLength: 1, maxLength: 5, pattern: '^a'}"),
            ["1 to 5 characters", "matches `^a`"]
        );
        assert_eq!(
            words("{type: integer, minimum: 0, exclusiveMinimum: true, maximum: 9, multipleOf: 3}"),
            ["more than 0", "at most 9", "a multiple of 3"]
        );
        assert_eq!(words("{type: number, maximum: 1.5}"), ["at most 1.5"]);
        assert_eq!(
            words("{type: array, items: {}, minItems: 2, maxItems: 2, uniqueItems: true}"),
            ["exactly 2 items", "unique items"]
        );
        assert_eq!(words("{type: object, minProperties: 1}"), ["at least 1 property"]);
    }

    #[test]
    fn backticks_are_fenced() {
        assert_eq!(quoted("a`b"), "``a`b``");
        assert_eq!(quoted("`"), "`` ` ``");
    }
}
