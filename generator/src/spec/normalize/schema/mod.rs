//! Rewrites of schemas: from JSON Schema 2020-12, and from what is not quite right, to what OpenAPI 3.0 can say.

mod boolean;
mod bounds;
mod conditional;
mod constant;
mod content;
mod enumeration;
mod format;
mod null_branch;
mod nullable;
mod patterns;
mod properties;
mod siblings;
mod suitable;
mod tuple;
mod type_list;
mod type_name;

use serde_json::{Map, Value};

use crate::spec::repair::{Context, repair_keywords};
use crate::spec::shape::Kind;
use crate::spec::walk::Trail;

/// Rewrites one schema; the schemas in it are rewritten when they are visited, after this.
pub(super) fn normalize(node: &mut Value, trail: &Trail, context: &mut Context<'_>) {
    boolean::rewrite(node, trail, context);
    let Value::Object(map) = node else { return };
    if is_reference(map) {
        return;
    }
    repair_keywords(Kind::Schema, map, trail, context);
    nullable::rewrite(map, trail, context);
    if null_branch::rewrite(map, trail, context) {
        // The keywords of the branch that became part of the schema.
        repair_keywords(Kind::Schema, map, trail, context);
    }
    properties::rewrite(map, trail, context);
    siblings::rewrite(map, trail, context);
    constant::rewrite(map, trail, context);
    enumeration::rewrite(map, trail, context);
    type_name::rewrite(map, trail, context);
    type_list::rewrite(map, trail, context);
    content::rewrite(map, trail, context);
    bounds::rewrite(map, trail, context);
    tuple::rewrite(map, trail, context);
    patterns::rewrite(map, trail, context);
    conditional::rewrite(map, trail, context);
    suitable::rewrite(map, trail, context);
    format::rewrite(map, trail, context);
    remove_housekeeping(map);
}

fn is_reference(map: &Map<String, Value>) -> bool {
    map.len() == 1 && map.get("$ref").is_some_and(Value::is_string)
}

/// Keywords that say what a schema is called or which dialect it is in; references through them are settled.
fn remove_housekeeping(map: &mut Map<String, Value>) {
    const HOUSEKEEPING: [&str; 10] = [
        "$schema",
        "$id",
        "$anchor",
        "$dynamicAnchor",
        "$recursiveAnchor",
        "$vocabulary",
        "$comment",
        "$defs",
        "definitions",
        "$dynamicRef",
    ];
    if map.keys().any(|key| HOUSEKEEPING.contains(&key.as_str())) {
        map.retain(|key, _| !HOUSEKEEPING.contains(&key.as_str()));
    }
}

/// What says nothing about the values of a schema.
pub(super) fn is_annotation(keyword: &str) -> bool {
    keyword.starts_with("x-")
        || matches!(
            keyword,
            "title"
                | "description"
                | "default"
                | "example"
                | "examples"
                | "nullable"
                | "deprecated"
                | "readOnly"
                | "writeOnly"
                | "externalDocs"
                | "xml"
        )
}

/// A schema and its rewritten form, for the tables of tests.
#[cfg(test)]
mod testing {
    use serde_json::{Value, json};

    use crate::diag::Sink;
    use crate::source::SourceMap;
    use crate::spec::normalize::normalize;
    use crate::spec::version::Version;

    /// Rewrites a schema as part of a document; gives it and the codes that were reported.
    pub(super) fn rewritten(version: Version, schema: &Value) -> (Value, Vec<&'static str>) {
        let (schema, _, codes) = rewritten_with_moves(version, schema);
        (schema, codes)
    }

    /// Also gives the map, to ask where something came from.
    pub(super) fn rewritten_with_moves(
        version: Version,
        schema: &Value,
    ) -> (Value, SourceMap, Vec<&'static str>) {
        let mut root = json!({
            "info": { "title": "", "version": "" },
            "paths": {},
            "components": { "schemas": { "S": schema, "T": {} } },
        });
        let mut map = SourceMap::default();
        let mut sink = Sink::new(false);
        normalize(&mut root, version, &mut map, &mut sink);
        let diagnostics = sink.into_sorted(&map);
        let mut codes: Vec<&str> =
            diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect();
        codes.sort_unstable();
        (root["components"]["schemas"]["S"].take(), map, codes)
    }

    /// Asserts a table of schemas and what becomes of them, without a word.
    pub(super) fn assert_silent(version: Version, table: &[(Value, Value)]) {
        for (before, after) in table {
            let none: Vec<&str> = Vec::new();
            assert_eq!(rewritten(version, before), (after.clone(), none), "from {before}");
        }
    }

    /// Asserts a table of schemas, what becomes of them, and what is reported.
    pub(super) fn assert_reported(version: Version, table: &[(Value, Value, &[&str])]) {
        for (before, after, codes) in table {
            assert_eq!(
                rewritten(version, before),
                (after.clone(), codes.to_vec()),
                "from {before}"
            );
        }
    }
}
