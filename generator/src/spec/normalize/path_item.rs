//! Path items, and callbacks: maps of them.

use serde_json::{Map, Value};

use crate::spec::codes;
use crate::spec::repair::Context;
use crate::spec::shape::Kind;
use crate::spec::walk::Trail;

pub(super) fn normalize(
    kind: Kind,
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    if kind == Kind::Callback {
        // openapiv3 takes extensions for expressions.
        map.retain(|key, _| !key.starts_with("x-"));
        return;
    }
    if let Some(Value::String(text)) = map.get("$ref") {
        let message = format!("`{text}` leads to no path item");
        context
            .sink
            .broken(codes::DANGLING_REFERENCE, &trail.child("$ref"), message)
            .help("write the path item here");
        map.shift_remove("$ref");
    }
}
