//! Values for every operation: arguments to call it with, an answer to give, and what a test double has to know of it.
//!
//! They are made from the schemas of the prepared document and not from the IR, so that they hold what the description
//! says whether or not lowering understood it: constraints that no type expresses are kept, and a type that is wrong
//! is found out by a value it cannot hold.

mod check;
mod facets;
mod pattern;
mod schema;
mod table;
mod text;
mod value;

use serde_json::Value;

use crate::ir::{
    Api, Encoding, Location, Media, MediaKind, Operation, Parameter, Response, StatusPattern,
};
use crate::source::Document;
use crate::spec::ext;
use schema::{Direction, Schemas};
use value::{Extent, Maker, Room};

/// Values for all operations.
#[derive(Clone, Debug, Default)]
pub struct Samples {
    /// By [`OperationId`](crate::ir::OperationId).
    pub operations: Vec<OperationSamples>,
    /// What the feature `testing` knows of the API: JSON texts, one for the schemas and one for each operation.
    pub table: Vec<Value>,
}

/// Values for one operation.
#[derive(Clone, Debug)]
pub struct OperationSamples {
    /// By index of its parameter.
    pub parameters: Vec<Value>,
    /// By index of its body's media type.
    pub bodies: Vec<BodySamples>,
    /// A success.
    pub answer: AnswerSample,
}

/// Bodies of one media type. For lines of JSON they are one item; for text they are a text.
#[derive(Clone, Debug)]
pub struct BodySamples {
    /// With nothing that can be left out.
    pub least: Value,
    /// With everything.
    pub all: Value,
}

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct AnswerSample {
    /// Status.
    pub status: u16,
    /// Media type of the body.
    pub media_type: Option<String>,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: AnswerBody,
}

/// The body of an answer.
#[derive(Clone, Debug, Default)]
pub enum AnswerBody {
    /// None.
    #[default]
    Empty,
    /// JSON.
    Json(Value),
    /// Anything else.
    Text(String),
}

/// Makes the values; the same document gives the same ones.
#[must_use]
pub fn samples(document: &Document, api: &Api) -> Samples {
    let schemas = Schemas::new(&document.root);
    let operations: Vec<OperationSamples> =
        api.operations.iter().map(|operation| Sampler { schemas, operation }.samples()).collect();
    let table = table::table(schemas, api, &operations);
    Samples { operations, table }
}

struct Sampler<'a> {
    schemas: Schemas<'a>,
    operation: &'a Operation,
}

impl<'a> Sampler<'a> {
    fn samples(&self) -> OperationSamples {
        let body = self.operation.body.as_ref();
        OperationSamples {
            parameters: self
                .operation
                .parameters
                .iter()
                .map(|found| self.parameter(found))
                .collect(),
            bodies: body
                .iter()
                .flat_map(|body| &body.content)
                .map(|media| BodySamples {
                    least: self.media(media, Direction::Request, Extent::Least),
                    all: self.media(media, Direction::Request, Extent::All),
                })
                .collect(),
            answer: self.answer(),
        }
    }

    fn maker(&self, direction: Direction, extent: Extent, room: Room) -> Maker<'a> {
        // FNV-1a: texts of operations are unlike each other, and so are their samples.
        let text = self.operation.origin.as_str().bytes();
        let seed = text
            .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Maker { schemas: self.schemas, direction, extent, room, seed: seed as usize % 1000 }
    }

    fn parameter(&self, parameter: &Parameter) -> Value {
        let room = match parameter.encoding {
            Encoding::Content(_) => Room::Json,
            Encoding::Style { .. } => Room::Flat,
        };
        let node = self.schemas.node(&parameter.origin);
        let Some(schema) = node.and_then(schema_of) else { return Value::from("text") };
        let mut examples = node.map(|node| self.examples(node)).unwrap_or_default();
        if let Some((_, schema)) = self.schemas.resolve(schema) {
            examples.extend(schema.get("example").into_iter().chain(schema.get("default")));
        }
        examples.retain(|example| can_be_sent(parameter.location, example));
        self.maker(Direction::Request, Extent::All, room).value(schema, &examples)
    }

    fn media(&self, media: &Media, direction: Direction, extent: Extent) -> Value {
        let room = if media.kind == MediaKind::Form { Room::Flat } else { Room::Json };
        let maker = self.maker(direction, extent, room);
        let node = self.schemas.node(&media.origin);
        let mut examples = node.map(|node| self.examples(node)).unwrap_or_default();
        let schema = node.and_then(|node| node.get("schema"));
        let resolved = schema.and_then(|schema| self.schemas.resolve(schema));
        if let Some((_, schema)) = resolved {
            examples.extend(schema.get("example"));
        }
        match media.kind {
            MediaKind::Xml => Value::from("<a/>"),
            MediaKind::Binary => Value::from("content"),
            MediaKind::Text => match schema.map(|schema| maker.value(schema, &examples)) {
                Some(text @ Value::String(_)) => text,
                _ => Value::from("text"),
            },
            MediaKind::JsonLines | MediaKind::EventStream => {
                let is_item = node.is_some_and(|node| node.get(ext::ITEM_SCHEMA).is_some());
                let item = match resolved {
                    Some((_, list)) if !is_item && list.contains_key("items") => list.get("items"),
                    _ => schema,
                };
                item.map_or_else(|| Value::from("text"), |item| maker.value(item, &[]))
            }
            MediaKind::Json | MediaKind::Form | MediaKind::Multipart => match schema {
                Some(schema) => maker.value(schema, &examples),
                None => examples.first().map_or_else(
                    || serde_json::json!({ "key": "value" }),
                    |example| (*example).clone(),
                ),
            },
        }
    }

    /// `example` and `examples` of a parameter or media type.
    fn examples(&self, node: &'a Value) -> Vec<&'a Value> {
        let several = node.get("examples").and_then(Value::as_object);
        let several = several.into_iter().flat_map(|map| map.values());
        let several = several.filter_map(|found| self.schemas.deref(found)?.get("value"));
        node.get("example").into_iter().chain(several).collect()
    }

    fn answer(&self) -> AnswerSample {
        let Some(response) = success(self.operation) else {
            return AnswerSample { status: 200, ..AnswerSample::default() };
        };
        let status = match response.status {
            StatusPattern::Code(code) => code,
            _ => 200,
        };
        let mut answer =
            AnswerSample { status, headers: self.headers(response), ..AnswerSample::default() };
        if let Some(media) = preferred(response) {
            let sample = self.media(media, Direction::Response, Extent::All);
            answer.media_type = Some(concrete(media).to_owned());
            answer.body = match media.kind {
                MediaKind::Json => AnswerBody::Json(sample),
                MediaKind::JsonLines => AnswerBody::Text(lines(&media.media_type, &sample)),
                MediaKind::EventStream => AnswerBody::Text(event(sample)),
                _ => AnswerBody::Text(text(sample)),
            };
        }
        answer
    }

    fn headers(&self, response: &Response) -> Vec<(String, String)> {
        let maker = self.maker(Direction::Response, Extent::All, Room::Flat);
        let list = response.origin.key("headers");
        let value = |name: &str| {
            let node = self.schemas.deref(self.schemas.node(&list.key(name))?)?;
            let schema = schema_of(node)?;
            let mut examples = self.examples(node);
            examples.extend(self.schemas.resolve(schema)?.1.get("example"));
            match maker.value(schema, &examples) {
                Value::String(text) => Some(text),
                value @ (Value::Number(_) | Value::Bool(_)) => Some(value.to_string()),
                Value::Array(items) => {
                    let items = items.iter().map(|item| match item {
                        Value::String(text) => text.clone(),
                        other => other.to_string(),
                    });
                    Some(items.collect::<Vec<_>>().join(","))
                }
                _ => None,
            }
        };
        let known = response.headers.iter();
        known
            .filter_map(|header| Some((header.wire_name.clone(), value(&header.wire_name)?)))
            .filter(|(_, value)| value.chars().all(|c| (' '..='~').contains(&c)))
            .collect()
    }
}

/// The schema of a parameter or header: its own, or that of its only media type.
fn schema_of(node: &Value) -> Option<&Value> {
    node.get("schema").or_else(|| {
        let content = node.get("content")?.as_object()?;
        content.values().next()?.get("schema")
    })
}

/// The response of a successful call: the first 2xx, or `default` when there is no other.
fn success(operation: &Operation) -> Option<&Response> {
    let is_success = |response: &&Response| match response.status {
        StatusPattern::Code(code) => (200..300).contains(&code),
        StatusPattern::Range(class) => class == 2,
        StatusPattern::Default => false,
    };
    let is_default = |response: &&Response| response.status == StatusPattern::Default;
    let responses = &operation.responses;
    responses.iter().find(is_success).or_else(|| responses.iter().find(is_default))
}

/// The media type that a client asks for: JSON where there is a choice.
fn preferred(response: &Response) -> Option<&Media> {
    let is_json = |media: &&Media| media.kind == MediaKind::Json;
    response.content.iter().find(is_json).or_else(|| response.content.first())
}

/// A media type that can be sent: ranges cannot.
fn concrete(media: &Media) -> &str {
    match (media.media_type.contains('*'), media.kind) {
        (false, _) => &media.media_type,
        (true, MediaKind::Json) => "application/json",
        (true, MediaKind::Text) => "text/plain",
        (true, _) => "application/octet-stream",
    }
}

/// Two values, one after the other (RFC 7464 begins each with a separator).
fn lines(media_type: &str, item: &Value) -> String {
    let begin = if media_type.contains("json-seq") { "\u{1e}" } else { "" };
    format!("{begin}{item}\n{begin}{item}\n")
}

/// Whether an example can stand where a parameter does.
fn can_be_sent(location: Location, example: &Value) -> bool {
    let Some(text) = example.as_str() else { return true };
    match location {
        Location::Path => !matches!(text, "" | "." | "..") && !text.contains(['/', '\\', '%']),
        Location::Header | Location::Cookie => {
            !text.is_empty()
                && text.trim() == text
                && text.chars().all(|c| (' '..='~').contains(&c))
        }
        Location::Query | Location::QueryString => true,
    }
}

fn text(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}

/// An event as it is sent (WHATWG HTML, 9.2.6). The sample is the event itself where it has no other members than
/// events have, else its data.
fn event(sample: Value) -> String {
    const FIELDS: &[&str] = &["event", "id", "retry", "data"];
    match sample {
        Value::Object(mut map)
            if map.contains_key("data") && map.keys().all(|key| FIELDS.contains(&key.as_str())) =>
        {
            let line = |name: &&str| {
                map.shift_remove(*name).map(|value| format!("{name}: {}\n", text(value)))
            };
            FIELDS.iter().filter_map(line).collect::<String>() + "\n"
        }
        data => format!("data: {}\n\n", text(data)),
    }
}
