//! Values that a schema allows: from its examples where they are valid, else made up, the same in every run.

use serde_json::{Map, Number, Value, json};

use super::check;
use super::facets::Facets;
use super::schema::{Direction, Schemas};
use super::text;

/// How much of a value there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// What has to be there.
    Least,
    /// All properties, as far as that ends.
    All,
}

/// Where a value goes, as far as it limits what it can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// JSON: anything.
    Json,
    /// A parameter or form field: texts, lists and flat objects (OpenAPI 3.0.4, 4.7.12.3 has nothing for more).
    Flat,
}

/// How many values in values a sample has before only what is required is added.
const BUDGET: usize = 150;
/// How deep optional properties are made.
const DEPTH: usize = 5;
/// How deep anything is made; only what contains itself by necessity comes so far.
const BOTTOM: usize = 24;
/// How many values in values are tried before a sample is given up: types that all have to hold each other.
const TRIES: usize = 20_000;
/// How often another choice of branches is tried.
const ATTEMPTS: usize = 6;

/// Makes values of schemas.
#[derive(Clone, Copy)]
pub(super) struct Maker<'a> {
    pub(super) schemas: Schemas<'a>,
    pub(super) direction: Direction,
    pub(super) extent: Extent,
    pub(super) room: Room,
    /// Chooses among what is allowed, so that not all operations get the same.
    pub(super) seed: usize,
}

impl<'a> Maker<'a> {
    /// A value of the schema: the first of `examples` that is valid, else one that is made up.
    pub(super) fn value(&self, schema: &'a Value, examples: &[&Value]) -> Value {
        let valid = |value: &Value| check::is_valid(self.schemas, self.direction, schema, value);
        let fitting =
            |value: &Value| self.fits(value) && (self.extent == Extent::All || !value.is_object());
        for example in examples {
            let example = self.without_foreign(schema, example);
            if fitting(&example) && valid(&example) {
                return example;
            }
        }
        let mut first = None;
        for attempt in 0..ATTEMPTS {
            let mut run = Run {
                maker: *self,
                choice: self.seed.wrapping_add(attempt),
                left: BUDGET,
                tries: TRIES,
                stack: Vec::new(),
            };
            let made = run.conjunction(&[schema], 0);
            if let Some(made) = made {
                if valid(&made) {
                    return made;
                }
                first.get_or_insert(made);
            }
        }
        first.unwrap_or(Value::Null)
    }

    /// Whether a value can go where it has to.
    fn fits(&self, value: &Value) -> bool {
        let flat = |value: &Value| !value.is_array() && !value.is_object() && !value.is_null();
        match (self.room, value) {
            (_, Value::Null) => false,
            (Room::Flat, Value::Array(items)) => !items.is_empty() && items.iter().all(flat),
            (Room::Flat, Value::Object(members)) => {
                !members.is_empty() && members.values().all(flat)
            }
            _ => true,
        }
    }

    /// An example of a description shows what is read and what is written at once: what does not travel this way is
    /// taken out.
    fn without_foreign(&self, schema: &Value, example: &Value) -> Value {
        let Value::Object(members) = example else { return example.clone() };
        let facets = Facets::of(self.schemas, &[schema], 0);
        let kept =
            members.iter().filter(|(name, _)| facets.carries(self.schemas, name, self.direction));
        Value::Object(kept.map(|(name, value)| (name.clone(), value.clone())).collect())
    }
}

/// One value being made.
struct Run<'a> {
    maker: Maker<'a>,
    /// Which branches are taken.
    choice: usize,
    /// How many more optional values there may be.
    left: usize,
    /// How many more values may be tried at all.
    tries: usize,
    /// Keys of the components that the value being made is in.
    stack: Vec<&'a str>,
}

impl<'a> Run<'a> {
    /// A value that all the schemas allow; `None` where it would contain itself without end.
    fn conjunction(&mut self, schemas: &[&'a Value], depth: usize) -> Option<Value> {
        self.left = self.left.saturating_sub(1);
        self.tries = self.tries.checked_sub(1)?;
        if depth > BOTTOM {
            return None;
        }
        let facets = Facets::of(self.maker.schemas, schemas, self.choice);
        let keys: Vec<&'a str> = facets.keys.clone();
        // What is already being made twice over is only made again where it has to be.
        let again =
            keys.iter().any(|key| self.stack.iter().filter(|other| *other == key).count() > 1);
        if (again || self.left == 0) && facets.nullable() {
            return Some(Value::Null);
        }
        if again && depth > BOTTOM / 2 {
            return None;
        }
        if depth > 0
            && let Some(example) = self.example(&facets, schemas)
        {
            return Some(example);
        }
        let length = self.stack.len();
        self.stack.extend(keys);
        let made = self.make(&facets, depth, again);
        self.stack.truncate(length);
        made
    }

    /// An example that a nested schema has itself.
    fn example(&self, facets: &Facets<'a>, schemas: &[&'a Value]) -> Option<Value> {
        let valid = |value: &Value| {
            schemas.iter().all(|schema| {
                check::is_valid(self.maker.schemas, self.maker.direction, schema, value)
            })
        };
        let is_scalar = |value: &Value| !value.is_object() && !value.is_array() && !value.is_null();
        let found = facets.all("example").chain(facets.all("default"));
        found.into_iter().find(|value| is_scalar(value) && valid(value)).cloned()
    }

    fn make(&mut self, facets: &Facets<'a>, depth: usize, again: bool) -> Option<Value> {
        if facets.values().is_some() {
            return Some(facets.one_of(self.choice).cloned().unwrap_or_default());
        }
        Some(match facets.kind() {
            Some("string") => Value::String(text::text(&facets.text_rule(), self.salt())),
            Some("integer") => integer(facets),
            Some("number") => real(facets),
            Some("boolean") => Value::Bool(true),
            Some("null") => Value::Null,
            Some("array") => return self.array(facets, depth, again),
            Some("object") => return self.object(facets, depth, again),
            _ if self.maker.room == Room::Flat => json!("text"),
            _ => json!({ "key": "value" }),
        })
    }

    /// Texts differ where they have to, in lists of unique items; elsewhere the shortest is the one to read.
    fn salt(&self) -> usize {
        self.choice.wrapping_sub(self.maker.seed) % 1000
    }

    fn array(&mut self, facets: &Facets<'a>, depth: usize, again: bool) -> Option<Value> {
        let least = facets.most_of("minItems").unwrap_or(0);
        let most = facets.least_of("maxItems").unwrap_or(usize::MAX);
        let prefix = facets.prefix_items();
        if !prefix.is_empty() {
            let items = prefix.iter().map(|schema| self.conjunction(&[schema], depth + 1));
            return Some(Value::Array(items.collect::<Option<_>>()?));
        }
        let wanted = if again || most == 0 { least } else { least.max(1) }.min(64);
        let schemas = facets.items();
        let mut items = Vec::new();
        let choice = self.choice;
        for at in 0..wanted * 4 {
            if items.len() == wanted {
                break;
            }
            self.choice = choice.wrapping_add(at);
            let item = if schemas.is_empty() {
                Some(json!("text"))
            } else {
                self.conjunction(&schemas, depth + 1)
            };
            match item {
                Some(item) if facets.unique() && items.contains(&item) => {}
                Some(item) => items.push(item),
                None if items.len() >= least => break,
                None => {
                    self.choice = choice;
                    return None;
                }
            }
        }
        self.choice = choice;
        Some(Value::Array(items))
    }

    fn object(&mut self, facets: &Facets<'a>, depth: usize, again: bool) -> Option<Value> {
        let mut members = Map::new();
        let required = facets.required();
        let most = facets.least_of("maxProperties").unwrap_or(usize::MAX);
        let nested = self.maker.room == Room::Flat && depth > 0;
        for (name, schemas) in facets.properties() {
            let is_required = required.contains(&name);
            let carried = facets.carries(self.maker.schemas, name, self.maker.direction);
            let room = self.left > 0 && depth < DEPTH && !again && members.len() < most && !nested;
            if !carried || !(is_required || (self.maker.extent == Extent::All && room)) {
                continue;
            }
            let is_scalar = || Facets::of(self.maker.schemas, &schemas, self.choice).is_scalar();
            if self.maker.room == Room::Flat && !is_required && !is_scalar() {
                continue;
            }
            // A property that knows its values knows better than the name of the component.
            let values = Facets::of(self.maker.schemas, &schemas, self.choice).values();
            let allowed = |tag: &str| {
                values.as_ref().is_none_or(|values| values.iter().any(|value| *value == tag))
            };
            if let Some(tag) = facets.tag(name).filter(|tag| allowed(tag)) {
                members.insert(name.to_owned(), Value::String(tag.to_owned()));
                continue;
            }
            match self.conjunction(&schemas, depth + 1) {
                // `null` says nothing that leaving it out does not, and is refused in more places.
                Some(Value::Null) if !is_required => {}
                Some(value) => drop(members.insert(name.to_owned(), value)),
                None if is_required => return None,
                None => {}
            }
        }
        for name in required.iter().filter(|name| !facets.has_property(name)) {
            // A property that only `required` names.
            let value = match (facets.tag(name), facets.additional()) {
                (Some(tag), _) => Value::String(tag.to_owned()),
                (None, Some(schema)) => self.conjunction(&[schema], depth + 1)?,
                (None, None) => json!("text"),
            };
            members.insert((*name).to_owned(), value);
        }
        for (name, tag) in facets.tags() {
            members.entry(name).or_insert_with(|| Value::String(tag.to_owned()));
        }
        self.additional(facets, depth, again, most, &mut members)?;
        Some(Value::Object(members))
    }

    fn additional(
        &mut self,
        facets: &Facets<'a>,
        depth: usize,
        again: bool,
        most: usize,
        members: &mut Map<String, Value>,
    ) -> Option<()> {
        let least = facets.most_of("minProperties").unwrap_or(0);
        let schema = facets.additional();
        let wants_one = schema.is_some()
            && !again
            && members.len() < most
            && self.left > 0
            && depth < DEPTH
            && (self.maker.extent == Extent::All || members.is_empty())
            && (self.maker.room == Room::Json || depth == 0);
        let mut more = least.saturating_sub(members.len()).max(usize::from(wants_one));
        // Optional properties first: they are what the description knows.
        for (name, schemas) in facets.properties() {
            if more == 0 || schema.is_some() {
                break;
            }
            let carried = facets.carries(self.maker.schemas, name, self.maker.direction);
            if carried
                && !members.contains_key(name)
                && let Some(value) = self.conjunction(&schemas, depth + 1)
            {
                members.insert(name.to_owned(), value);
                more -= 1;
            }
        }
        if facets.is_closed() {
            return Some(());
        }
        for at in 0..more.min(64) {
            let Some(key) = facets.key(at) else { return Some(()) };
            let value = match schema {
                Some(schema) => match self.conjunction(&[schema], depth + 1) {
                    Some(value) => value,
                    None if least == 0 => return Some(()),
                    None => return None,
                },
                None => json!("text"),
            };
            members.insert(key, value);
        }
        Some(())
    }
}

fn integer(facets: &Facets<'_>) -> Value {
    let (low, high) = facets.bounds();
    let step = facets.step().filter(|step| *step >= 1.0).unwrap_or(1.0);
    let mut number = 1.0_f64.clamp(low.ceil().min(high), high.max(low.ceil()));
    if facets.excludes(number) {
        number += if number >= high { -1.0 } else { 1.0 };
    }
    number = (number / step).ceil() * step;
    if number > high {
        number = (high / step).floor() * step;
    }
    #[allow(
        clippy::cast_possible_truncation,
        reason = "saturates, and bounds so far out are 64-bit ones"
    )]
    let number = number as i64;
    json!(number)
}

fn real(facets: &Facets<'_>) -> Value {
    let (low, high) = facets.bounds();
    let mut number = 1.5_f64.clamp(low.min(high), high.max(low));
    if facets.excludes(number) {
        number = if low.is_finite() && high.is_finite() {
            f64::midpoint(low, high)
        } else if number <= low {
            low + 1.0
        } else {
            high - 1.0
        };
    }
    if let Some(step) = facets.step() {
        number = (number / step).ceil() * step;
        if number > high {
            number = (high / step).floor() * step;
        }
    }
    // A whole number is one of type `number`, too, and easier to read.
    #[allow(clippy::cast_possible_truncation, reason = "only where it is exact")]
    if number.fract() == 0.0 && number.abs() < 1e15 {
        return json!(number as i64);
    }
    Number::from_f64(number).map_or(json!(1), Value::Number)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;
    use crate::spec::ext;

    fn document() -> Value {
        json!({ "components": { "schemas": {
            "Node": { "type": "object", "required": ["next", "id"], "properties": {
                "id": { "type": "integer", "minimum": 5 },
                "next": { "nullable": true, "allOf": [{ "$ref": "#/components/schemas/Node" }] },
                "children": { "type": "array", "items": { "$ref": "#/components/schemas/Node" } },
            } },
            "Pet": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } },
                "discriminator": { "propertyName": "kind", "mapping": { "cat": "#/components/schemas/Cat" } } },
            "Cat": { "allOf": [{ "$ref": "#/components/schemas/Pet" }, { "type": "object",
                "required": ["lives"], "properties": { "lives": { "type": "integer", "maximum": -1 } } }] },
            "Endless": { "type": "object", "required": ["more"], "properties": {
                "more": { "$ref": "#/components/schemas/Endless" } } },
        } } })
    }

    fn make(schema: &Value, extent: Extent) -> Value {
        let root = document();
        let both: Value = json!({ "root": root, "schema": schema });
        let maker = Maker {
            schemas: Schemas::new(&both["root"]),
            direction: Direction::Request,
            extent,
            room: Room::Json,
            seed: 0,
        };
        let made = maker.value(&both["schema"], &[]);
        let again = maker.value(&both["schema"], &[]);
        assert_eq!(made, again);
        made
    }

    #[test]
    fn what_is_made_is_valid() {
        for schema in [
            json!({ "type": "string", "minLength": 6, "maxLength": 7 }),
            json!({ "type": "string", "pattern": "^[A-Z]{2}[0-9]+$", "minLength": 9 }),
            json!({ "type": "integer", "minimum": 10, "exclusiveMinimum": true, "multipleOf": 7 }),
            json!({ "type": "integer", "maximum": -3 }),
            json!({ "type": "number", "minimum": 0, "maximum": 1, "exclusiveMaximum": true }),
            json!({ "type": "array", "minItems": 3, "uniqueItems": true, "items": { "type": "string" } }),
            json!({ "type": "array", "minItems": 2, "uniqueItems": true, "items": { "enum": ["a", "b"] } }),
            json!({ "type": "object", "minProperties": 2, "additionalProperties": { "type": "integer" } }),
            json!({ "type": "object", "required": ["a"], "additionalProperties": false,
                "properties": { "a": { "type": "string", "format": "uuid" }, "b": { "type": "boolean" } } }),
            json!({ "allOf": [{ "type": "integer", "minimum": 4 }, { "maximum": 4 }] }),
            json!({ "oneOf": [{ "type": "string" }, { "type": "string", "maxLength": 3 }] }),
            json!({ "anyOf": [{ "type": "object", "required": ["a"] }, { "type": "object", "required": ["b"] }] }),
            json!({ "$ref": "#/components/schemas/Node" }),
            json!({ "$ref": "#/components/schemas/Cat" }),
        ] {
            for extent in [Extent::Least, Extent::All] {
                let made = make(&schema, extent);
                let root = document();
                let schemas = Schemas::new(&root);
                assert!(
                    check::is_valid(schemas, Direction::Request, &schema, &made),
                    "{schema}: {made}"
                );
            }
        }
    }

    #[test]
    fn discriminators_are_told_by_the_component() {
        assert_eq!(
            make(&json!({ "$ref": "#/components/schemas/Cat" }), Extent::Least),
            json!({ "kind": "cat", "lives": -1 })
        );
        assert_eq!(
            make(&json!({ "$ref": "#/components/schemas/Pet" }), Extent::Least),
            json!({ "kind": "cat", "lives": -1 })
        );
    }

    /// A base that lists those that extend it: every branch leads back to it, with the same value.
    #[test]
    fn a_base_that_is_a_union_of_its_heirs_has_values() {
        let heirs: Vec<String> = (0..12).map(|at| format!("Heir{at}")).collect();
        let refer = |key: &str| json!({ "$ref": format!("#/components/schemas/{key}") });
        let mut schemas = Map::new();
        let branches: Vec<Value> = heirs.iter().map(|heir| refer(heir)).collect();
        schemas.insert("Base".to_owned(), json!({ "type": "object", "required": ["kind"], "oneOf": branches,
            "properties": { "kind": { "type": "string" } }, "discriminator": { "propertyName": "kind" } }));
        for heir in &heirs {
            let own = json!({ "type": "object", "required": [heir],
                "properties": { heir: { "type": "integer" } } });
            schemas.insert(heir.clone(), json!({ "allOf": [refer("Base"), own] }));
        }
        let root = json!({ "components": { "schemas": schemas } });
        let schemas = Schemas::new(&root);
        let maker = Maker {
            schemas,
            direction: Direction::Response,
            extent: Extent::Least,
            room: Room::Json,
            seed: 0,
        };
        let schema = refer("Base");
        let made = maker.value(&schema, &[]);
        assert!(check::is_valid(schemas, Direction::Response, &schema, &made), "{made}");
        let other = json!({ "kind": "Heir3", "Heir3": "text" });
        assert!(!check::is_valid(schemas, Direction::Response, &schema, &other));
    }

    /// Each has to hold all others: a graph that a database's relations make.
    #[test]
    fn types_that_hold_each_other_end() {
        let keys: Vec<String> = (0..16).map(|at| format!("T{at}")).collect();
        let properties: Map<String, Value> = keys
            .iter()
            .map(|key| {
                let all = json!([{ "$ref": format!("#/components/schemas/{key}") }]);
                (key.clone(), json!({ "nullable": true, "allOf": all }))
            })
            .collect();
        let one = json!({ "type": "object", "required": keys, "properties": properties });
        let schemas: Map<String, Value> =
            keys.iter().map(|key| (key.clone(), one.clone())).collect();
        let root = json!({ "components": { "schemas": schemas } });
        let schemas = Schemas::new(&root);
        let maker = Maker {
            schemas,
            direction: Direction::Request,
            extent: Extent::All,
            room: Room::Json,
            seed: 0,
        };
        let schema = json!({ "$ref": "#/components/schemas/T0" });
        let made = maker.value(&schema, &[]);
        assert!(check::is_valid(schemas, Direction::Request, &schema, &made));
        assert!(made.to_string().len() < 20_000, "{}", made.to_string().len());
    }

    #[test]
    fn what_has_no_finite_value_ends() {
        assert_eq!(
            make(&json!({ "$ref": "#/components/schemas/Endless" }), Extent::All),
            Value::Null
        );
    }

    #[test]
    fn examples_that_are_wrong_are_not_used() {
        let root = document();
        let schema = json!({ "type": "integer", "minimum": 3 });
        let maker = Maker {
            schemas: Schemas::new(&root),
            direction: Direction::Request,
            extent: Extent::All,
            room: Room::Json,
            seed: 0,
        };
        assert_eq!(maker.value(&schema, &[&json!(1), &json!(7)]), json!(7));
        assert_eq!(maker.value(&schema, &[&json!("3")]), json!(3));
        // An example that contradicts its format is read, but not sent.
        let schema =
            json!({ "type": "string", ext::MADE_UP_FORMAT: "ipv4", "example": "10.0.0.0/8" });
        let made = maker.value(&schema, &[]);
        assert!(made.as_str().is_some_and(|text| text.parse::<Ipv4Addr>().is_ok()), "{made}");
    }

    #[test]
    fn what_does_not_travel_this_way_is_left_out() {
        let schema = json!({ "type": "object", "properties": {
            "id": { "type": "string", "readOnly": true }, "name": { "type": "string" } } });
        assert_eq!(make(&schema, Extent::All), json!({ "name": "text" }));
    }
}
