//! Whether a value is what its schema says: examples of descriptions often are not.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::schema::{
    Direction, Schemas, count, format, is_true, list, lookup, number, reference, required, tags,
};
use super::text;
use crate::spec::components::key_in;
use crate::spec::ext;

/// How deep a value may nest.
const DEPTH: usize = 64;

/// Whether `value` is one of `schema`, travelling in this direction.
pub(super) fn is_valid(
    schemas: Schemas<'_>,
    direction: Direction,
    schema: &Value,
    value: &Value,
) -> bool {
    Check { schemas, direction, known: &RefCell::default() }.schema(schema, value, DEPTH)
}

/// A schema and a value, by where they are.
type Pair = (*const Map<String, Value>, *const Value);

#[derive(Clone, Copy)]
struct Check<'a> {
    schemas: Schemas<'a>,
    direction: Direction,
    /// What is known of components and values: a value whose check leads back to itself is as good
    /// as the rest of the component says, and no pair is looked at twice, however the components refer to each other.
    known: &'a RefCell<BTreeMap<Pair, bool>>,
}

impl Check<'_> {
    fn schema(self, schema: &Value, value: &Value, depth: usize) -> bool {
        let Some(depth) = depth.checked_sub(1) else { return false };
        let Some((key, map)) = self.schemas.resolve(schema) else {
            // What leads nowhere, and what is no schema, says nothing.
            return true;
        };
        if key.is_none() {
            return self.holds(map, value, depth);
        }
        let pair = (std::ptr::from_ref(map), std::ptr::from_ref(value));
        if let Some(known) = self.known.borrow().get(&pair) {
            return *known;
        }
        self.known.borrow_mut().insert(pair, true);
        let holds = self.holds(map, value, depth);
        self.known.borrow_mut().insert(pair, holds);
        holds
    }

    fn holds(self, map: &Map<String, Value>, value: &Value, depth: usize) -> bool {
        if value.is_null() && is_true(map, "nullable") {
            return true;
        }
        kind(map, value)
            && list_has(map, value)
            && Self::scalar(map, value)
            && self.array(map, value, depth)
            && self.object(map, value, depth)
            && self.combined(map, value, depth)
    }

    fn scalar(map: &Map<String, Value>, value: &Value) -> bool {
        match value {
            Value::String(content) => {
                let format = format(map);
                let pattern = lookup(map, "pattern").and_then(Value::as_str);
                let length = content.chars().count();
                within(map, "minLength", "maxLength", length)
                    && format.is_none_or(|format| text::is_of_format(format, content))
                    && pattern.is_none_or(|pattern| text::matches_all(&[pattern], content))
            }
            Value::Number(content) => {
                let Some(content) = content.as_f64() else { return true };
                let limit = |keyword, exclusive, beyond: fn(f64, f64) -> bool| {
                    number(map, keyword).is_none_or(|limit| {
                        #[allow(clippy::float_cmp, reason = "the bound itself is meant")]
                        let touches = content == limit;
                        !(beyond(content, limit) || touches && is_true(map, exclusive))
                    })
                };
                let step = number(map, "multipleOf").filter(|step| *step > 0.0);
                limit("minimum", "exclusiveMinimum", |a, b| a < b)
                    && limit("maximum", "exclusiveMaximum", |a, b| a > b)
                    && step.is_none_or(|step| {
                        ((content / step) - (content / step).round()).abs() < 1e-9
                    })
                    && fits_width(map, content)
            }
            _ => true,
        }
    }

    fn array(self, map: &Map<String, Value>, value: &Value, depth: usize) -> bool {
        let Value::Array(items) = value else { return true };
        if !within(map, "minItems", "maxItems", items.len()) {
            return false;
        }
        if is_true(map, "uniqueItems") {
            let texts: BTreeSet<String> = items.iter().map(Value::to_string).collect();
            if texts.len() < items.len() {
                return false;
            }
        }
        let Some(schema) = lookup(map, "items") else { return true };
        if schema.get(ext::PREFIX_ITEMS).is_some() {
            let prefix = schema.get("allOf").and_then(Value::as_array);
            let prefix = prefix.map(Vec::as_slice).unwrap_or_default();
            return (items.len() <= prefix.len() || is_true(map, ext::TUPLE_REST))
                && prefix.iter().zip(items).all(|(schema, item)| self.schema(schema, item, depth));
        }
        items.iter().all(|item| self.schema(schema, item, depth))
    }

    fn object(self, map: &Map<String, Value>, value: &Value, depth: usize) -> bool {
        let Value::Object(members) = value else { return true };
        let properties = lookup(map, "properties").and_then(Value::as_object);
        let property = |name: &str| properties.and_then(|properties| lookup(properties, name));
        let carries = |schema: &Value| self.direction.carries(self.schemas, schema);
        if !within(map, "minProperties", "maxProperties", members.len())
            || required(map)
                .any(|name| lookup(members, name).is_none() && property(name).is_none_or(carries))
        {
            return false;
        }
        members.iter().all(|(name, member)| {
            match (property(name), lookup(map, "additionalProperties")) {
                (Some(schema), _) => carries(schema) && self.schema(schema, member, depth),
                (None, Some(Value::Bool(false))) => false,
                (None, Some(schema @ Value::Object(_))) => {
                    let patterns: Vec<&str> =
                        list(map, ext::PATTERNS).iter().filter_map(Value::as_str).collect();
                    let hit = patterns.iter().any(|pattern| text::matches_all(&[pattern], name));
                    (!patterns.is_empty() && !hit) || self.schema(schema, member, depth)
                }
                (None, _) => true,
            }
        })
    }

    fn combined(self, map: &Map<String, Value>, value: &Value, depth: usize) -> bool {
        let fits = |schema: &Value| self.schema(schema, value, depth);
        let one_of = list(map, "oneOf");
        let any_of = list(map, "anyOf");
        list(map, "allOf").iter().all(fits)
            && (one_of.is_empty() || Self::is_one(map, one_of.iter().filter(|schema| fits(schema))))
            && (any_of.is_empty() || any_of.iter().any(fits))
            && lookup(map, "not").is_none_or(|schema| !fits(schema))
            && Self::tagged(map, value)
            && self.extended(map, value, depth)
    }

    /// Where a schema says which others extend it, its property names one of them, and the value is of that.
    fn extended(self, map: &Map<String, Value>, value: &Value, depth: usize) -> bool {
        let found = lookup(map, "discriminator").filter(|_| {
            value.is_object() && lookup(map, "oneOf").is_none() && lookup(map, "anyOf").is_none()
        });
        let property = found.and_then(|found| found.get("propertyName")?.as_str());
        let mapping = found.and_then(|found| found.get("mapping")?.as_object());
        let (Some(property), Some(mapping)) = (property, mapping) else { return true };
        let tag = value.get(property).and_then(Value::as_str);
        let target = tag.and_then(|tag| mapping.get(tag)?.as_str());
        target.is_some_and(|target| {
            let key = key_in("schemas", target).unwrap_or(target);
            let target = json!({ "$ref": format!("#/components/schemas/{key}") });
            self.schema(&target, value, depth)
        })
    }

    /// Which branch of `oneOf` it is, a discriminator says where there is one (OpenAPI 3.0.4, 4.7.25): branches that
    /// extend the schema they are branches of fit all at once.
    fn is_one<'v>(map: &Map<String, Value>, mut fitting: impl Iterator<Item = &'v Value>) -> bool {
        fitting.next().is_some()
            && (lookup(map, "discriminator").is_some() || fitting.next().is_none())
    }

    /// A discriminator's property names one of the branches.
    fn tagged(map: &Map<String, Value>, value: &Value) -> bool {
        let branches: Vec<&str> = ["oneOf", "anyOf"]
            .into_iter()
            .flat_map(|keyword| list(map, keyword))
            .filter_map(|branch| reference(branch.as_object()?))
            .collect();
        if branches.is_empty() || !value.is_object() || lookup(map, "discriminator").is_none() {
            return true;
        }
        branches.iter().filter_map(|key| tags(map, key)).any(|(property, tag)| {
            value.get(property).and_then(Value::as_str).is_some_and(|text| {
                let known = lookup(map, "discriminator").and_then(|found| found.get("mapping"));
                text == tag || known.is_some_and(|mapping| mapping.get(text).is_some())
            })
        })
    }
}

/// Whether the JSON type is the one of `type`.
fn kind(map: &Map<String, Value>, value: &Value) -> bool {
    let Some(kind) = lookup(map, "type").and_then(Value::as_str) else { return true };
    match kind {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => true,
    }
}

fn list_has(map: &Map<String, Value>, value: &Value) -> bool {
    match lookup(map, "enum").and_then(Value::as_array) {
        Some(values) => values.contains(value),
        None => true,
    }
}

fn within(map: &Map<String, Value>, least: &str, most: &str, found: usize) -> bool {
    count(map, least).is_none_or(|least| found >= least)
        && count(map, most).is_none_or(|most| found <= most)
}

fn fits_width(map: &Map<String, Value>, content: f64) -> bool {
    match lookup(map, "format").and_then(Value::as_str) {
        Some("int8") => (-128.0..=127.0).contains(&content),
        Some("int16") => (-32_768.0..=32_767.0).contains(&content),
        Some("int64") => content.fract() == 0.0,
        Some("int32") if content.fract() != 0.0 => false,
        Some("int32") => (-2_147_483_648.0..=2_147_483_647.0).contains(&content),
        Some("uint8") => (0.0..=255.0).contains(&content),
        Some("uint16") => (0.0..=65_535.0).contains(&content),
        Some("uint32") => (0.0..=4_294_967_295.0).contains(&content),
        Some("uint64") => content >= 0.0,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn valid(schema: &Value, value: &Value) -> bool {
        let root = json!({ "components": { "schemas": {
            "Id": { "type": "string", "minLength": 2 },
            "Cat": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } } },
            "Dog": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } } },
            "Shape": {
                "type": "object",
                "properties": { "kind": { "type": "string" } },
                "discriminator": { "propertyName": "kind", "mapping": { "circle": "#/components/schemas/Circle" } },
            },
            "Circle": { "allOf": [
                { "$ref": "#/components/schemas/Shape" },
                { "type": "object", "properties": { "radius": { "type": "number" } } },
            ] },
        } } });
        is_valid(Schemas::new(&root), Direction::Request, schema, value)
    }

    // JSON Schema Validation (draft Wright 00), section 5, and OpenAPI 3.0.4, 4.7.24.
    #[test]
    fn table() {
        for (schema, yes, no) in [
            (json!({ "type": "string" }), json!("a"), json!(1)),
            (json!({ "type": "integer" }), json!(1), json!(1.5)),
            (json!({ "type": "string", "nullable": true }), json!(null), json!(true)),
            (json!({ "enum": ["a"] }), json!("a"), json!("b")),
            (json!({ "minimum": 1, "exclusiveMinimum": true }), json!(2), json!(1)),
            (json!({ "multipleOf": 0.1 }), json!(0.3), json!(0.25)),
            (json!({ "maxLength": 1 }), json!("ä"), json!("ab")),
            (json!({ "pattern": "^a" }), json!("ab"), json!("ba")),
            (json!({ "format": "int32" }), json!(1), json!(3_000_000_000_u64)),
            (json!({ "uniqueItems": true }), json!([1, 2]), json!([1, 1])),
            (
                json!({ "items": { "$ref": "#/components/schemas/Id" } }),
                json!(["ab"]),
                json!(["a"]),
            ),
            (json!({ "required": ["a"] }), json!({ "a": 1 }), json!({})),
            (json!({ "additionalProperties": false }), json!({}), json!({ "a": 1 })),
            (
                json!({ "additionalProperties": { "type": "string" } }),
                json!({ "a": "" }),
                json!({ "a": 1 }),
            ),
            (json!({ "allOf": [{ "minimum": 1 }, { "maximum": 2 }] }), json!(2), json!(3)),
            (json!({ "oneOf": [{ "minimum": 1 }, { "maximum": 2 }] }), json!(3), json!(2)),
            (json!({ "anyOf": [{ "minimum": 5 }, { "maximum": 2 }] }), json!(2), json!(3)),
            (json!({ "not": { "type": "string" } }), json!(1), json!("a")),
            (
                json!({ "items": { "allOf": [{ "type": "string" }], "x-oasmith-prefix-items": true } }),
                json!(["a"]),
                json!(["a", "b"]),
            ),
            (
                json!({ "$ref": "#/components/schemas/Shape" }),
                json!({ "kind": "circle", "radius": 1 }),
                json!({ "kind": "circle", "radius": "1" }),
            ),
            (
                json!({ "$ref": "#/components/schemas/Shape" }),
                json!({ "kind": "circle" }),
                json!({ "radius": 1 }),
            ),
            (
                json!({ "properties": { "a": { "readOnly": true } }, "required": ["a"] }),
                json!({}),
                json!({ "a": 1 }),
            ),
            (
                json!({
                    "anyOf": [{ "$ref": "#/components/schemas/Cat" }, { "$ref": "#/components/schemas/Dog" }],
                    "discriminator": { "propertyName": "kind", "mapping": { "dog": "#/components/schemas/Dog" } },
                }),
                json!({ "kind": "dog" }),
                json!({ "kind": "Bird" }),
            ),
        ] {
            assert!(valid(&schema, &yes), "{schema} {yes}");
            assert!(!valid(&schema, &no), "{schema} {no}");
        }
    }
}
