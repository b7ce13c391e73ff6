//! What several schemas say together of one value: `allOf` joined, and a branch chosen of `oneOf` and `anyOf`.

use serde_json::{Map, Value};

use super::pattern::Pattern;
use super::schema::{
    Direction, Schemas, count, format, is_true, list, lookup, number, reference, required, tags,
};
use super::text::TextRule;
use crate::spec::ext;

/// How many branches are looked at for one that fits.
const BRANCHES: usize = 100;

/// Schemas that all hold of one value, without references and branches.
pub(super) struct Facets<'a> {
    parts: Vec<&'a Map<String, Value>>,
    /// The same, each after those that it is made of.
    settled: Vec<&'a Map<String, Value>>,
    /// Components among them.
    pub(super) keys: Vec<&'a str>,
    /// Properties that a discriminator decides.
    tags: Vec<(&'a str, String)>,
}

impl<'a> Facets<'a> {
    /// All that `schemas` say, with the branches that `choice` chooses, or the next ones that do not contradict what
    /// is beside them.
    pub(super) fn of(all: Schemas<'a>, schemas: &[&'a Value], choice: usize) -> Self {
        let first = Self::chosen(all, schemas, choice);
        if !first.is_contradictory() {
            return first;
        }
        let others =
            (1..BRANCHES).map(|more| Self::chosen(all, schemas, choice.wrapping_add(more)));
        others.into_iter().find(|facets| !facets.is_contradictory()).unwrap_or(first)
    }

    fn chosen(all: Schemas<'a>, schemas: &[&'a Value], choice: usize) -> Self {
        let mut facets =
            Self { parts: Vec::new(), settled: Vec::new(), keys: Vec::new(), tags: Vec::new() };
        for schema in schemas {
            facets.add(all, schema, choice, None, 0);
        }
        facets
    }

    /// `heir`: the component whose `allOf` led here, whose name a discriminator here has to hold.
    fn add(
        &mut self,
        all: Schemas<'a>,
        schema: &'a Value,
        choice: usize,
        heir: Option<&'a str>,
        depth: usize,
    ) {
        let Some((key, map)) = all.resolve(schema) else { return };
        if depth > 32 || self.parts.iter().any(|part| std::ptr::eq(*part, map)) {
            return;
        }
        self.keys.extend(key);
        self.parts.push(map);
        // A union tells its branches apart, not those who refer to it.
        let is_union = lookup(map, "oneOf").is_some() || lookup(map, "anyOf").is_some();
        let heir = heir.filter(|_| !is_union);
        if let Some((property, tag)) = heir.and_then(|heir| tags(map, heir)) {
            self.tags.push((property, tag));
        }
        for part in list(map, "allOf") {
            self.add(all, part, choice, heir.or(key), depth + 1);
        }
        self.settled.push(map);
        for keyword in ["oneOf", "anyOf"] {
            let branches: Vec<&'a Value> =
                list(map, keyword).iter().filter(|branch| !is_null(all, branch)).collect();
            if let Some(branch) = branches.get(choice % branches.len().max(1)) {
                let target = branch.as_object().and_then(reference);
                self.tags.extend(target.and_then(|target| tags(map, target)));
                self.add(all, branch, choice, None, depth + 1);
            }
        }
        if let (None, Some(key), true) = (heir, key, lookup(map, "discriminator").is_some())
            && list(map, "oneOf").is_empty()
            && list(map, "anyOf").is_empty()
        {
            self.inherit(all, key, map, choice, depth);
        }
    }

    /// A schema whose discriminator names the schemas that extend it: one of those.
    fn inherit(
        &mut self,
        all: Schemas<'a>,
        key: &'a str,
        map: &'a Map<String, Value>,
        choice: usize,
        depth: usize,
    ) {
        let extends = |schema: &Value| {
            let parts = schema.as_object().map(|schema| list(schema, "allOf")).unwrap_or_default();
            parts.iter().any(|part| part.as_object().and_then(reference) == Some(key))
        };
        let heirs: Vec<(&'a String, &'a Value)> =
            all.components().filter(|(_, schema)| extends(schema)).collect();
        if let Some((name, schema)) = heirs.get(choice % heirs.len().max(1)) {
            self.tags.extend(tags(map, name));
            self.keys.push(name);
            self.add(all, schema, choice, Some(name), depth + 1);
        } else {
            self.tags.extend(tags(map, key));
        }
    }

    /// Whether no value can be all of the types, or is in all of the lists.
    fn is_contradictory(&self) -> bool {
        let mut kinds = self.all("type").filter_map(Value::as_str);
        let number = |kind: &str| matches!(kind, "number" | "integer");
        let first = kinds.next();
        first.is_some_and(|first| {
            kinds.any(|kind| kind != first && !(number(kind) && number(first)))
        }) || self.values().is_some_and(|values| values.is_empty())
    }

    /// All values of a keyword.
    pub(super) fn all(&self, keyword: &'static str) -> impl Iterator<Item = &'a Value> {
        self.parts.iter().filter_map(move |part| lookup(part, keyword))
    }

    /// Whether `null` is allowed.
    pub(super) fn nullable(&self) -> bool {
        self.parts.iter().any(|part| is_true(part, "nullable"))
    }

    /// `type`, or what the other keywords are about.
    pub(super) fn kind(&self) -> Option<&'a str> {
        let has = |keyword: &str| self.parts.iter().any(|part| lookup(part, keyword).is_some());
        // Of `number` and `integer` together the narrower one holds.
        let mut kinds = self.all("type").filter_map(Value::as_str);
        let first = kinds.next();
        if let Some(kind) = first {
            // A whole-number format beside `type: number` says what the values are.
            let whole = self.all("format").any(|format| format == "int32" || format == "int64");
            let narrower = kinds.any(|kind| kind == "integer") || (kind == "number" && whole);
            return Some(if narrower { "integer" } else { kind });
        }
        if has("properties") || has("additionalProperties") || has("required") {
            Some("object")
        } else if has("items") {
            Some("array")
        } else if has("pattern") || has("minLength") || has("maxLength") || has("format") {
            Some("string")
        } else if has("minimum") || has("maximum") || has("multipleOf") {
            Some("number")
        } else {
            None
        }
    }

    /// Whether a value is neither a list nor an object.
    pub(super) fn is_scalar(&self) -> bool {
        !matches!(self.kind(), Some("array" | "object"))
    }

    /// The values that every `enum` has.
    pub(super) fn values(&self) -> Option<Vec<&'a Value>> {
        let mut lists = self.all("enum").filter_map(Value::as_array);
        let mut values: Vec<&'a Value> = lists.next()?.iter().collect();
        for list in lists {
            values.retain(|value| list.contains(value));
        }
        Some(values)
    }

    /// One of the values of `enum`, by `choice`; of lists that have none in common one of the first.
    pub(super) fn one_of(&self, choice: usize) -> Option<&'a Value> {
        let first = || self.all("enum").find_map(Value::as_array);
        let common = self.values()?;
        let values = if common.is_empty() { first()?.iter().collect() } else { common };
        let values: Vec<&'a Value> = values.into_iter().filter(|value| !value.is_null()).collect();
        values.get(choice % values.len().max(1)).copied()
    }

    /// What a text has to be.
    pub(super) fn text_rule(&self) -> TextRule<'a> {
        TextRule {
            format: self.parts.iter().find_map(|part| format(part)),
            patterns: self.all("pattern").filter_map(Value::as_str).collect(),
            least: self.most_of("minLength").unwrap_or(0),
            most: self.least_of("maxLength"),
        }
    }

    /// The highest of a lower bound.
    pub(super) fn most_of(&self, keyword: &str) -> Option<usize> {
        self.parts.iter().filter_map(|part| count(part, keyword)).max()
    }

    /// The lowest of an upper bound.
    pub(super) fn least_of(&self, keyword: &str) -> Option<usize> {
        self.parts.iter().filter_map(|part| count(part, keyword)).min()
    }

    /// Bounds of a number, those of its format among them.
    pub(super) fn bounds(&self) -> (f64, f64) {
        let low = self.parts.iter().filter_map(|part| number(part, "minimum"));
        let high = self.parts.iter().filter_map(|part| number(part, "maximum"));
        (low.fold(f64::NEG_INFINITY, f64::max), high.fold(f64::INFINITY, f64::min))
    }

    /// Whether a number is a bound that is not allowed itself.
    pub(super) fn excludes(&self, value: f64) -> bool {
        #[allow(clippy::float_cmp, reason = "the bound itself is meant")]
        let at = |part: &Map<String, Value>, bound, exclusive| {
            is_true(part, exclusive) && number(part, bound) == Some(value)
        };
        self.parts.iter().any(|part| {
            at(part, "minimum", "exclusiveMinimum") || at(part, "maximum", "exclusiveMaximum")
        })
    }

    /// `multipleOf`.
    pub(super) fn step(&self) -> Option<f64> {
        self.parts.iter().filter_map(|part| number(part, "multipleOf")).find(|step| *step > 0.0)
    }

    /// Schemas of items.
    pub(super) fn items(&self) -> Vec<&'a Value> {
        self.all("items").collect()
    }

    /// Schemas of the items of a tuple, one by one.
    pub(super) fn prefix_items(&self) -> &'a [Value] {
        let tuple = self.all("items").find(|items| items.get(ext::PREFIX_ITEMS).is_some());
        tuple.and_then(Value::as_object).map(|items| list(items, "allOf")).unwrap_or_default()
    }

    /// `uniqueItems`.
    pub(super) fn unique(&self) -> bool {
        self.parts.iter().any(|part| is_true(part, "uniqueItems"))
    }

    /// Names that have to be there.
    pub(super) fn required(&self) -> Vec<&'a str> {
        let mut names = Vec::new();
        for name in self.parts.iter().flat_map(|part| required(part)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Known properties, each with all that is said of it.
    pub(super) fn properties(&self) -> Vec<(&'a str, Vec<&'a Value>)> {
        let mut found: Vec<(&'a str, Vec<&'a Value>)> = Vec::new();
        for (name, schema) in self.all("properties").filter_map(Value::as_object).flatten() {
            match found.iter_mut().find(|(other, _)| other == name) {
                Some((_, schemas)) => schemas.push(schema),
                None => found.push((name, vec![schema])),
            }
        }
        found
    }

    /// Whether a property travels this way. A declaration without `readOnly` takes that of an earlier one away when a
    /// schema that does not say it requires the property; with `writeOnly` alike.
    pub(super) fn carries(&self, all: Schemas<'_>, name: &str, direction: Direction) -> bool {
        let property =
            |part: &&'a Map<String, Value>| lookup(lookup(part, "properties")?.as_object()?, name);
        let is_marked = |part: &&'a Map<String, Value>| {
            property(part).is_some_and(|schema| !direction.carries(all, schema))
        };
        let last = self.settled.iter().rev().find(|part| property(part).is_some());
        if !self.settled.iter().any(is_marked) {
            return true;
        }
        last.is_some_and(|last| !is_marked(last))
            && self
                .settled
                .iter()
                .any(|part| required(part).any(|asked| asked == name) && !is_marked(part))
    }

    /// Whether a property is known.
    pub(super) fn has_property(&self, name: &str) -> bool {
        self.all("properties").any(|properties| properties.get(name).is_some())
    }

    /// What a discriminator says that a property holds.
    pub(super) fn tag(&self, name: &str) -> Option<&str> {
        self.tags.iter().find(|(property, _)| *property == name).map(|(_, tag)| tag.as_str())
    }

    /// All properties that a discriminator decides.
    pub(super) fn tags(&self) -> impl Iterator<Item = (&'a str, &str)> {
        self.tags.iter().map(|(property, tag)| (*property, tag.as_str()))
    }

    /// The schema of other properties.
    pub(super) fn additional(&self) -> Option<&'a Value> {
        self.all("additionalProperties").find(|schema| schema.is_object())
    }

    /// Whether there are no other properties.
    pub(super) fn is_closed(&self) -> bool {
        self.all("additionalProperties").any(|schema| *schema == Value::Bool(false))
    }

    /// The name of another property; `None` when its pattern is not understood.
    pub(super) fn key(&self, at: usize) -> Option<String> {
        let plain = || if at == 0 { "key".to_owned() } else { format!("key{at}") };
        let pattern = self.all(ext::PATTERNS).filter_map(Value::as_array).flatten().next();
        match pattern.and_then(Value::as_str) {
            None => Some(plain()),
            Some(pattern) => {
                let pattern = Pattern::parse(pattern)?;
                if pattern.matches(&plain()) { Some(plain()) } else { pattern.text(1, 200, at) }
            }
        }
    }
}

/// Whether a schema is there to allow `null` and nothing else.
fn is_null(all: Schemas<'_>, schema: &Value) -> bool {
    all.resolve(schema).is_some_and(|(_, map)| {
        let says_more =
            |key: &String| !matches!(key.as_str(), "nullable" | "title" | "description");
        if is_true(map, "nullable") && !map.keys().any(says_more) {
            return true;
        }
        lookup(map, "enum")
            .and_then(Value::as_array)
            .is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null))
    })
}
