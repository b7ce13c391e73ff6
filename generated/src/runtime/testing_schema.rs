//! Whether a JSON value is what a schema of the description says, as far as is cheap to tell: no patterns, and formats
//! only by their look.
#![cfg(feature = "testing")]
use serde_json::{Map, Value};

/// How deep a value may nest.
const DEPTH: usize = 64;

/// The component schemas of an API.
pub(super) struct Schemas {
    components: Value,
}

impl Schemas {
    pub(super) fn new(components: Value) -> Self {
        Self { components }
    }

    /// The first thing that is wrong with a value, and where.
    pub(super) fn problem(&self, schema: &Value, value: &Value) -> Option<String> {
        self.check(schema, value, DEPTH).err()
    }

    /// What is wrong with the text of a parameter, which may stand for a number or a boolean.
    pub(super) fn problem_of_text(&self, schema: &Value, text: &str) -> Option<String> {
        let as_text = self.problem(schema, &Value::String(text.to_owned()))?;
        let parsed = match text {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => match serde_json::from_str(text) {
                Ok(number @ Value::Number(_)) => number,
                _ => return Some(as_text),
            },
        };
        self.problem(schema, &parsed)
    }

    /// A schema object, with references followed.
    pub(super) fn resolve<'s>(&'s self, schema: &'s Value) -> Option<&'s Map<String, Value>> {
        let mut schema = schema;
        for _ in 0..DEPTH {
            match schema.get("$ref").and_then(Value::as_str) {
                Some(key) => schema = self.components.get(key)?,
                None => return schema.as_object(),
            }
        }
        None
    }

    /// Whether values of the schema can be of this JSON type.
    pub(super) fn can_be(&self, schema: &Value, kind: &str) -> bool {
        let Some(map) = self.resolve(schema) else { return true };
        let branches =
            || ["allOf", "oneOf", "anyOf"].into_iter().flat_map(|keyword| list(map, keyword));
        match map.get("type").and_then(Value::as_str) {
            Some(found) => found == kind,
            None if map.contains_key("properties") => kind == "object",
            None if branches().next().is_some() => {
                branches().any(|branch| self.can_be(branch, kind))
            }
            None => true,
        }
    }

    /// Names of known properties, of all branches; `None` when there may be others.
    pub(super) fn properties<'s>(
        &'s self,
        schema: &'s Value,
        names: &mut Vec<&'s str>,
        depth: usize,
    ) {
        let Some(map) = self.resolve(schema).filter(|_| depth < 16) else { return };
        let known = map.get("properties").and_then(Value::as_object);
        names.extend(known.into_iter().flatten().map(|(name, _)| name.as_str()));
        for branch in ["allOf", "oneOf", "anyOf"].into_iter().flat_map(|keyword| list(map, keyword))
        {
            self.properties(branch, names, depth + 1);
        }
    }

    /// Whether properties may have names that the schema does not know.
    pub(super) fn is_open(&self, schema: &Value) -> bool {
        self.resolve(schema).is_none_or(|map| {
            map.get("additionalProperties").is_some_and(Value::is_object)
                || !["properties", "allOf", "oneOf", "anyOf"]
                    .iter()
                    .any(|keyword| map.contains_key(*keyword))
        })
    }

    fn check(&self, schema: &Value, value: &Value, depth: usize) -> Result<(), String> {
        let depth = depth.checked_sub(1).ok_or("nested too deep")?;
        if *schema == Value::Bool(false) {
            return Err("nothing is allowed here".to_owned());
        }
        let Some(map) = self.resolve(schema) else { return Ok(()) };
        let is_open = schema.get("open").is_some();
        if value.is_null() && is_true(map, "nullable") {
            return Ok(());
        }
        kind(map, value)?;
        if let Some(values) = map.get("enum").and_then(Value::as_array)
            && !values.contains(value)
        {
            return Err(format!("expected one of {}", shortened(map.get("enum"))));
        }
        match value {
            Value::String(text) => {
                bounds(map, "minLength", "maxLength", text.chars().count(), "characters")?;
                format_of(map, text)?;
            }
            Value::Number(number) => range(map, number.as_f64())?,
            Value::Array(items) => self.items(map, items, depth)?,
            Value::Object(members) => self.members(map, members, is_open, depth)?,
            Value::Null | Value::Bool(_) => {}
        }
        for branch in list(map, "allOf") {
            self.check(branch, value, depth)?;
        }
        // Which of them it is needs no discriminator to find, and how many fit is not worth a refusal.
        for keyword in ["oneOf", "anyOf"] {
            let mut first = None;
            let fits = |branch| match self.check(branch, value, depth) {
                Ok(()) => true,
                Err(problem) => {
                    first.get_or_insert(problem);
                    false
                }
            };
            if !list(map, keyword).iter().any(fits)
                && let Some(problem) = first
            {
                return Err(format!("none of `{keyword}` fits; of the first: {problem}"));
            }
        }
        Ok(())
    }

    fn items(&self, map: &Map<String, Value>, items: &[Value], depth: usize) -> Result<(), String> {
        bounds(map, "minItems", "maxItems", items.len(), "items")?;
        let prefix = list(map, "prefixItems");
        for (index, item) in items.iter().enumerate() {
            if is_true(map, "uniqueItems") && items.iter().take(index).any(|other| other == item) {
                return Err(format!("item {index} stands twice"));
            }
            let schema = prefix.get(index).or(map.get("items"));
            if let Some(schema) = schema {
                self.check(schema, item, depth)
                    .map_err(|problem| within(&index.to_string(), &problem))?;
            }
        }
        Ok(())
    }

    fn members(
        &self,
        map: &Map<String, Value>,
        members: &Map<String, Value>,
        is_open: bool,
        depth: usize,
    ) -> Result<(), String> {
        bounds(map, "minProperties", "maxProperties", members.len(), "properties")?;
        let mut names = list(map, "required").iter().filter_map(Value::as_str);
        if let Some(name) = names.find(|name| !members.contains_key(*name)) {
            return Err(format!("`{name}` is missing"));
        }
        for (name, member) in members {
            let known = map.get("properties").and_then(|known| known.get(name));
            match known.or(map.get("additionalProperties")) {
                Some(Value::Bool(false)) if is_open => {}
                Some(Value::Bool(false)) => return Err(format!("`{name}` is not known")),
                Some(schema) => {
                    self.check(schema, member, depth).map_err(|problem| within(name, &problem))?;
                }
                None => {}
            }
        }
        Ok(())
    }
}

fn within(name: &str, problem: &str) -> String {
    match problem.strip_prefix('/') {
        Some(_) => format!("/{name}{problem}"),
        None => format!("/{name}: {problem}"),
    }
}

fn list<'m>(map: &'m Map<String, Value>, keyword: &str) -> &'m [Value] {
    map.get(keyword).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn is_true(map: &Map<String, Value>, keyword: &str) -> bool {
    map.get(keyword) == Some(&Value::Bool(true))
}

fn kind(map: &Map<String, Value>, value: &Value) -> Result<(), String> {
    let Some(kind) = map.get("type").and_then(Value::as_str) else { return Ok(()) };
    let fits = match kind {
        "string" => value.is_string(),
        // JSON has one kind of number (OpenAPI 3.0.4, 4.4): 1.0 is an integer.
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    };
    if fits { Ok(()) } else { Err(format!("expected `{kind}`")) }
}

fn range(map: &Map<String, Value>, number: Option<f64>) -> Result<(), String> {
    let Some(number) = number else { return Ok(()) };
    let bound = |keyword: &str| map.get(keyword).and_then(Value::as_f64);
    if bound("minimum").is_some_and(|least| number < least) {
        return Err(format!("expected at least {}", shortened(map.get("minimum"))));
    }
    if bound("maximum").is_some_and(|most| number > most) {
        return Err(format!("expected at most {}", shortened(map.get("maximum"))));
    }
    Ok(())
}

fn bounds(
    map: &Map<String, Value>,
    least: &str,
    most: &str,
    found: usize,
    what: &str,
) -> Result<(), String> {
    let bound = |keyword: &str| map.get(keyword).and_then(Value::as_u64);
    let found = found as u64;
    match (bound(least), bound(most)) {
        (Some(least), _) if found < least => Err(format!("expected at least {least} {what}")),
        (_, Some(most)) if found > most => Err(format!("expected at most {most} {what}")),
        _ => Ok(()),
    }
}

fn format_of(map: &Map<String, Value>, text: &str) -> Result<(), String> {
    let Some(format) = map.get("format").and_then(Value::as_str) else { return Ok(()) };
    let digits = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let date = text.len() >= 10 && [0, 3, 5, 6, 8, 9].into_iter().all(digits);
    let fits = match format {
        "date" => date && text.len() == 10,
        "date-time" => date && matches!(text.as_bytes().get(10), Some(b'T' | b't')),
        "uuid" => text.len() == 36 && text.split('-').count() == 5,
        _ => true,
    };
    if fits { Ok(()) } else { Err(format!("expected the format `{format}`")) }
}

fn shortened(value: Option<&Value>) -> String {
    let text = value.map(Value::to_string).unwrap_or_default();
    if text.chars().count() > 120 {
        format!("{}…", text.chars().take(120).collect::<String>())
    } else {
        text
    }
}
