//! Swagger 2.0 becomes OpenAPI 3.0, still untyped: one rewrite per file, all from the old document to a new one.
//!
//! The steps after this one know nothing of 2.0. What they put right in documents of 3.0 is left to them.

mod body;
mod codes;
mod form;
mod front;
mod media_types;
mod moves;
mod operation;
mod parameter;
mod paths;
mod references;
mod response;
mod schema;
mod security;
mod servers;
mod shared;
mod simple_schema;
#[cfg(test)]
mod tests;

pub use codes::CODES;

use std::mem;

use serde_json::{Map, Value};

use crate::diag::Sink;
use crate::source::{Pointer, SourceMap};
use front::Front;
use moves::Moves;

/// Rewrites the document; `swagger` is known to be there.
pub(super) fn convert(root: &mut Value, map: &mut SourceMap, sink: &mut Sink) {
    let before = mem::take(root);
    let Value::Object(entries) = &before else { return };
    let here = Pointer::root();
    let mut front = Front {
        before: &before,
        consumes: media_types::list(entries.get("consumes")),
        produces: media_types::list(entries.get("produces")),
        moves: Moves::default(),
        map,
        sink,
    };
    let mut after = Map::new();
    after.insert("openapi".to_owned(), Value::from("3.0.4"));
    front.moves.note_place(&here.key("swagger"), &here.key("openapi"));
    let mut components = shared::components(entries, &mut front);
    for (key, value) in entries {
        match key.as_str() {
            "swagger"
            | "consumes"
            | "produces"
            | "host"
            | "basePath"
            | "schemes"
            | "definitions"
            | "parameters"
            | "responses"
            | "securityDefinitions" => {}
            "paths" => {
                let paths = paths::convert(value, &here.key(key), &mut front);
                after.insert(key.clone(), paths);
            }
            // Of 3.0, where no 2.0 document has it.
            "components" => shared::merge(value, &mut components),
            _ => {
                after.insert(key.clone(), value.clone());
            }
        }
    }
    if !after.contains_key("servers")
        && let Some(servers) = servers::convert(entries, &mut front)
    {
        after.insert("servers".to_owned(), servers);
    }
    if !components.is_empty() {
        after.insert("components".to_owned(), Value::Object(components));
    }
    let mut after = Value::Object(after);
    references::rewrite(&mut after, &front);
    let moves = mem::take(&mut front.moves);
    moves.record(map);
    *root = after;
}
