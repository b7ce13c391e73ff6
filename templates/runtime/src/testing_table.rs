//! What the feature `testing` knows of each operation, read from the JSON that the generator writes beside it.
#![cfg(feature = "testing")]
use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Map, Value};

use super::testing_schema::Schemas;

/// All operations of an API.
pub(super) struct Table {
    pub(super) operations: Vec<Described>,
}

/// What the description says about the requests of one operation, and an answer to them.
pub(super) struct Described {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Body>,
    pub(super) answer: Answer,
    pub(super) schemas: Arc<Schemas>,
}

/// A parameter.
pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) place: String,
    pub(super) is_required: bool,
    /// Empty for one that is written as a media type.
    pub(super) style: String,
    pub(super) explode: bool,
    pub(super) schema: Value,
}

/// A body.
pub(super) struct Body {
    pub(super) is_required: bool,
    /// Media types and the schemas of their values.
    pub(super) content: Vec<(String, Value)>,
}

/// An answer of the description.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) media_type: Option<String>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Bytes,
}

impl Table {
    /// `None` when it is not a table: one JSON text per line, the schemas first.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let mut first: Map<String, Value> = serde_json::from_str(lines.next()?).ok()?;
        let schemas = first.remove("schemas").unwrap_or_default();
        let schemas = Arc::new(Schemas::new(schemas));
        let operations = lines.map(|line| {
            let line = serde_json::from_str::<Value>(line).ok()?;
            described(&line, &schemas)
        });
        Some(Self { operations: operations.collect::<Option<_>>()? })
    }

    /// The index of an operation.
    pub(super) fn find(&self, method: &str, path: &str) -> Option<usize> {
        self.operations.iter().position(|found| found.method == method && found.path == path)
    }
}

fn described(line: &Value, schemas: &Arc<Schemas>) -> Option<Described> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let flag =
        |value: &Value, key: &str| value.get(key).is_some_and(|flag| *flag == Value::Bool(true));
    let parameters = line.get("parameters").and_then(Value::as_array)?.iter().map(|found| {
        Some(Parameter {
            name: text(found, "name")?,
            place: text(found, "in")?,
            is_required: flag(found, "required"),
            style: text(found, "style").unwrap_or_default(),
            explode: flag(found, "explode"),
            schema: found.get("schema").cloned().unwrap_or_default(),
        })
    });
    let body = line.get("body").map(|body| Body {
        is_required: flag(body, "required"),
        content: body
            .get("content")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(media_type, schema)| (media_type.clone(), schema.clone()))
            .collect(),
    });
    let told = line.get("answer")?;
    let status =
        told.get("status").and_then(Value::as_u64).and_then(|code| u16::try_from(code).ok())?;
    let bytes = match (told.get("json"), told.get("text").and_then(Value::as_str)) {
        (Some(value), _) => value.to_string().into(),
        (None, Some(text)) => text.to_owned().into(),
        (None, None) => Bytes::new(),
    };
    let pair = |pair: &Value| {
        let part = |at: usize| pair.get(at).and_then(Value::as_str).map(str::to_owned);
        Some((part(0)?, part(1)?))
    };
    let headers =
        told.get("headers").and_then(Value::as_array).into_iter().flatten().filter_map(pair);
    Some(Described {
        method: text(line, "method")?,
        path: text(line, "path")?,
        parameters: parameters.collect::<Option<_>>()?,
        body,
        answer: Answer {
            status: StatusCode::from_u16(status).ok()?,
            media_type: text(told, "type"),
            headers: headers.collect(),
            body: bytes,
        },
        schemas: Arc::clone(schemas),
    })
}
