//! Whether a value is one that a schema of a prepared document allows: types, enumerations, bounds, lengths, required and
//! forbidden properties, and combinations. Formats and patterns are not compared.

use std::cell::{Cell, RefCell};

use serde_json::{Map, Number, Value};

use crate::source::Pointer;
use crate::spec::components;

/// Chains of references and levels of values that are looked at; what is deeper is taken for right.
const DEPTH_LIMIT: usize = 64;

/// How many pairs of schema and value are looked at for one value; what is beyond is taken for right.
const STEPS: usize = 20_000;

/// The components that references lead to.
pub(super) struct Schemas<'a> {
    components: Option<&'a Value>,
    /// Components and values that are being compared, by where they are: a comparison that leads back to itself says
    /// nothing more.
    open: RefCell<Vec<(*const Value, *const Value)>>,
    left: Cell<usize>,
}

/// The first thing that does not fit.
#[derive(Debug)]
pub(super) struct Misfit {
    /// From the part that does not fit outwards to the value.
    pub(super) path: Vec<Step>,
    /// From the schema that says so outwards, as far as no reference stands between.
    pub(super) schema: Vec<Step>,
    pub(super) expected: String,
    pub(super) found: String,
}

/// A step into a value or schema.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Key(String),
    Index(usize),
}

impl Step {
    pub(super) fn below(&self, at: &Pointer) -> Pointer {
        match self {
            Self::Key(key) => at.key(key),
            Self::Index(index) => at.index(*index),
        }
    }
}

type Fits = Result<(), Misfit>;

impl<'a> Schemas<'a> {
    pub(super) fn new(root: &'a Value) -> Self {
        let components = components::of_kind(root, "schemas");
        Self { components, open: RefCell::default(), left: Cell::new(STEPS) }
    }

    /// Checks a value.
    pub(super) fn check(&self, value: &Value, schema: &Value) -> Fits {
        self.left.set(STEPS);
        self.at(value, schema, 0)
    }

    fn at(&self, value: &Value, schema: &Value, depth: usize) -> Fits {
        let Some(map) = schema.as_object() else { return Ok(()) };
        let left = self.left.get();
        if depth > DEPTH_LIMIT || left == 0 {
            return Ok(());
        }
        self.left.set(left - 1);
        if map.contains_key("$ref") {
            let key = components::key_of("schemas", map);
            let Some(target) = key.and_then(|key| self.components?.get(key)) else {
                return Ok(());
            };
            let pair = (std::ptr::from_ref(target), std::ptr::from_ref(value));
            if self.open.borrow().contains(&pair) {
                return Ok(());
            }
            self.open.borrow_mut().push(pair);
            let fits = self.at(value, target, depth + 1);
            self.open.borrow_mut().pop();
            // The label stays at the reference: the component is right for others.
            return fits.map_err(|misfit| Misfit { schema: Vec::new(), ..misfit });
        }
        if value.is_null() && map.get("nullable") == Some(&Value::Bool(true)) {
            return Ok(());
        }
        self.combined(value, map, depth)?;
        kind(value, map)?;
        listed(value, map)?;
        match value {
            Value::Number(number) => bounds(number, map),
            Value::String(text) => {
                count(text.chars().count(), "characters", ["minLength", "maxLength"], map, value)
            }
            Value::Array(items) => {
                count(items.len(), "items", ["minItems", "maxItems"], map, value)?;
                self.items(items, map, depth)
            }
            Value::Object(entries) => {
                count(entries.len(), "properties", ["minProperties", "maxProperties"], map, value)?;
                self.properties(entries, map, depth)
            }
            Value::Null | Value::Bool(_) => Ok(()),
        }
    }

    fn combined(&self, value: &Value, map: &Map<String, Value>, depth: usize) -> Fits {
        let branches = |keyword: &str| map.get(keyword).and_then(Value::as_array);
        for (index, branch) in branches("allOf").into_iter().flatten().enumerate() {
            let fits = self.at(value, branch, depth + 1);
            fits.map_err(|misfit| {
                misfit.said_by(Step::Index(index)).said_by(Step::Key("allOf".to_owned()))
            })?;
        }
        for keyword in ["oneOf", "anyOf"] {
            let Some(all) = branches(keyword).filter(|all| !all.is_empty()) else { continue };
            if !all.iter().any(|branch| self.at(value, branch, depth + 1).is_ok()) {
                return misfit(&format!("one of the {} of `{keyword}`", all.len()), value);
            }
        }
        Ok(())
    }

    fn items(&self, items: &[Value], map: &Map<String, Value>, depth: usize) -> Fits {
        let Some(schema) = map.get("items") else { return Ok(()) };
        // `prefixItems` of 3.1 travel there; each is for one place.
        if schema.get(crate::spec::ext::PREFIX_ITEMS).is_some() {
            return Ok(());
        }
        for (index, item) in items.iter().enumerate() {
            let fits = self.at(item, schema, depth + 1);
            fits.map_err(|misfit| {
                misfit.within(Step::Index(index)).said_by(Step::Key("items".to_owned()))
            })?;
        }
        Ok(())
    }

    fn properties(
        &self,
        entries: &Map<String, Value>,
        map: &Map<String, Value>,
        depth: usize,
    ) -> Fits {
        let properties = map.get("properties").and_then(Value::as_object);
        let property = |key: &str| properties.and_then(|properties| properties.get(key));
        for key in map.get("required").and_then(Value::as_array).into_iter().flatten() {
            let Some(key) = key.as_str().filter(|key| !entries.contains_key(*key)) else {
                continue;
            };
            // One that is for one direction only may be absent in an example of the other.
            let one_way = property(key).is_some_and(|schema| {
                ["readOnly", "writeOnly"]
                    .iter()
                    .any(|flag| schema.get(flag) == Some(&Value::Bool(true)))
            });
            if !one_way {
                return Err(Misfit {
                    path: Vec::new(),
                    schema: Vec::new(),
                    expected: format!("the required property `{key}`"),
                    found: "none of that name".to_owned(),
                });
            }
        }
        let additional = map.get("additionalProperties");
        for (key, value) in entries {
            let (schema, steps) = match (property(key), additional) {
                (Some(schema), _) => {
                    (schema, vec![Step::Key(key.clone()), Step::Key("properties".to_owned())])
                }
                (None, Some(Value::Bool(false))) => {
                    let found = Value::String(key.clone());
                    return misfit("properties of the schema only", &found)
                        .map_err(|misfit| misfit.within(Step::Key(key.clone())));
                }
                (None, Some(schema)) => {
                    (schema, vec![Step::Key("additionalProperties".to_owned())])
                }
                (None, None) => continue,
            };
            let fits = self.at(value, schema, depth + 1);
            fits.map_err(|misfit| {
                let misfit = misfit.within(Step::Key(key.clone()));
                steps.into_iter().fold(misfit, Misfit::said_by)
            })?;
        }
        Ok(())
    }
}

impl Misfit {
    fn within(mut self, step: Step) -> Self {
        self.path.push(step);
        self
    }

    fn said_by(mut self, step: Step) -> Self {
        self.schema.push(step);
        self
    }
}

fn misfit(expected: &str, found: &Value) -> Fits {
    Err(Misfit {
        path: Vec::new(),
        schema: Vec::new(),
        expected: expected.to_owned(),
        found: crate::spec::describe(found),
    })
}

fn kind(value: &Value, map: &Map<String, Value>) -> Fits {
    let Some(name) = map.get("type").and_then(Value::as_str) else { return Ok(()) };
    let fits = match name {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        // `1.0` is a whole number (JSON Schema, section 6.1.1).
        "integer" => {
            value.is_i64()
                || value.is_u64()
                || value.as_f64().is_some_and(|number| number.fract() == 0.0)
        }
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    };
    if fits { Ok(()) } else { misfit(&format!("`{name}`"), value) }
}

fn listed(value: &Value, map: &Map<String, Value>) -> Fits {
    let Some(Value::Array(values)) = map.get("enum") else { return Ok(()) };
    let same = |listed: &Value| match (listed, value) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (a, b) => a == b,
    };
    if values.iter().any(same) { Ok(()) } else { misfit("a value of `enum`", value) }
}

fn bounds(number: &Number, map: &Map<String, Value>) -> Fits {
    let Some(value) = number.as_f64() else { return Ok(()) };
    let exclusive = |keyword: &str| map.get(keyword) == Some(&Value::Bool(true));
    if let Some(least) = map.get("minimum").and_then(Value::as_f64)
        && (value < least || value <= least && exclusive("exclusiveMinimum"))
    {
        return misfit(&format!("at least {least}"), &Value::Number(number.clone()));
    }
    if let Some(most) = map.get("maximum").and_then(Value::as_f64)
        && (value > most || value >= most && exclusive("exclusiveMaximum"))
    {
        return misfit(&format!("at most {most}"), &Value::Number(number.clone()));
    }
    Ok(())
}

fn count(
    length: usize,
    what: &str,
    [least, most]: [&str; 2],
    map: &Map<String, Value>,
    value: &Value,
) -> Fits {
    let limit = |keyword: &str| map.get(keyword).and_then(Value::as_u64);
    let length = length as u64;
    if let Some(least) = limit(least).filter(|least| length < *least) {
        return misfit(&format!("at least {least} {what}"), value);
    }
    if let Some(most) = limit(most).filter(|most| length > *most) {
        return misfit(&format!("at most {most} {what}"), value);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_json_schema_says() {
        let root = json!({ "components": { "schemas": {
            "Pet": {
                "type": "object",
                "required": ["name", "id"],
                "properties": {
                    "id": { "type": "integer", "readOnly": true },
                    "name": { "type": "string", "maxLength": 3 },
                    "parent": { "$ref": "#/components/schemas/Pet" },
                },
                "additionalProperties": false,
            },
        } } });
        let schemas = Schemas::new(&root);
        let pet = json!({ "$ref": "#/components/schemas/Pet" });
        for (value, schema, found) in [
            (json!("a"), json!({ "type": "string" }), None),
            (json!(1), json!({ "type": "string" }), Some("expected `string`")),
            (json!(1.0), json!({ "type": "integer" }), None),
            (json!(1.5), json!({ "type": "integer" }), Some("expected `integer`")),
            (json!(null), json!({ "type": "string", "nullable": true }), None),
            (json!(null), json!({ "type": "string" }), Some("expected `string`")),
            (json!("b"), json!({ "enum": ["a"] }), Some("expected a value of `enum`")),
            (json!(1), json!({ "enum": [1.0] }), None),
            (json!(5), json!({ "maximum": 5, "exclusiveMaximum": true }), Some("at most 5")),
            (json!(4), json!({ "minimum": 5 }), Some("at least 5")),
            (json!("\u{1f600}"), json!({ "maxLength": 1 }), None),
            (
                json!([1, "a"]),
                json!({ "items": { "type": "integer" } }),
                Some("1: expected `integer`"),
            ),
            (json!({ "name": "cat" }), pet.clone(), None),
            (json!({}), pet.clone(), Some("the required property `name`")),
            (json!({ "name": "long" }), pet.clone(), Some("name: expected at most 3")),
            (
                json!({ "name": "a", "b": 1 }),
                pet.clone(),
                Some("b: expected properties of the schema"),
            ),
            (
                json!({ "name": "a", "parent": {} }),
                pet.clone(),
                Some("parent: expected the required"),
            ),
            (json!(1), json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] }), None),
            (
                json!(true),
                json!({ "anyOf": [{ "type": "string" }] }),
                Some("one of the 1 of `anyOf`"),
            ),
            (
                json!("a"),
                json!({ "allOf": [{}, { "type": "integer" }] }),
                Some("expected `integer`"),
            ),
        ] {
            let result = schemas.check(&value, &schema).map_err(|misfit| {
                let path =
                    misfit.path.iter().rev().fold(Pointer::root(), |at, step| step.below(&at));
                format!("{}: expected {}", path.as_str().trim_start_matches('/'), misfit.expected)
            });
            match found {
                None => assert_eq!(result, Ok(()), "{value} {schema}"),
                Some(part) => {
                    assert!(result.clone().unwrap_err().contains(part), "{result:?}: {part}");
                }
            }
        }
    }
}
