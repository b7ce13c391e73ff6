//! Objects nested without end: inner schemas become components, inner callbacks go.
//!
//! openapiv3 needs about 30 kB of stack for each schema in another (debug build), and a failure costs twice as much with each
//! level; the stages after it recurse as well. Threads of tests have 2 MB.

use serde_json::{Map, Value};

use crate::source::{Pointer, SourceMap};
use crate::spec::codes;
use crate::spec::references::hoist::Hoists;
use crate::spec::repair::Context;
use crate::spec::shape::Kind;
use crate::spec::walk::{Trail, reference};

/// Schemas in schemas.
const SCHEMA_LIMIT: usize = 16;

/// Callbacks of operations of callbacks.
const CALLBACK_LIMIT: usize = 3;

/// How deep the visitor is, and what has to move.
#[derive(Debug, Default)]
pub(super) struct Depth {
    schemas: usize,
    callbacks: usize,
    /// The schema at the limit that the visitor is in.
    limit: Option<Pointer>,
    deep: Vec<Pointer>,
}

impl Depth {
    /// Counts an object; `false` if it is one too many.
    pub(super) fn enter(
        &mut self,
        kind: Kind,
        map: &mut Map<String, Value>,
        trail: &Trail,
        context: &mut Context<'_>,
    ) -> bool {
        match kind {
            Kind::Schema => {
                self.schemas += 1;
                if self.is_at_limit() && reference(map).is_none() {
                    self.limit = Some(trail.pointer());
                } else if let Some(limit) = self.limit.take() {
                    // It has a schema in it, so that it is worth moving.
                    self.deep.push(limit);
                }
            }
            Kind::Callback => {
                if self.callbacks == CALLBACK_LIMIT {
                    context
                        .sink
                        .warning(
                            codes::TOO_DEEP,
                            &trail.pointer(),
                            "a callback is nested too deeply in other callbacks",
                        )
                        .at_key()
                        .help("describe it on its own; it is left out");
                    map.clear();
                    return false;
                }
                self.callbacks += 1;
            }
            _ => {}
        }
        true
    }

    /// A schema at the limit becomes the first level of a component.
    fn is_at_limit(&self) -> bool {
        self.schemas > 1 && (self.schemas - 1).is_multiple_of(SCHEMA_LIMIT - 1)
    }

    /// Counts back.
    pub(super) fn leave(&mut self, kind: Kind) {
        match kind {
            Kind::Schema => {
                if self.is_at_limit() {
                    self.limit = None;
                }
                self.schemas -= 1;
            }
            Kind::Callback => self.callbacks -= 1,
            _ => {}
        }
    }

    /// Moves deep schemas to `components`.
    pub(super) fn flatten(self, root: &mut Value, map: &mut SourceMap) {
        let mut hoists = Hoists::default();
        for place in &self.deep {
            hoists.key(root, Kind::Schema, place);
        }
        hoists.carry_out(root, map);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::normalized;
    use super::*;
    use crate::spec::version::Version;

    /// Levels of schemas in a schema, the longest way down; references are followed by nobody.
    fn levels(schema: &Value) -> usize {
        let inner = schema["properties"]["a"].as_object();
        inner.map_or(1, |_| 1 + levels(&schema["properties"]["a"]))
    }

    #[test]
    fn deep_schemas_become_components() {
        let mut schema = json!({ "type": "string" });
        for _ in 0..100 {
            schema = json!({ "type": "object", "properties": { "a": schema } });
        }
        let document = json!({ "components": { "schemas": { "S": schema } } });
        let (root, map, codes) = normalized(Version::V3_0, document);
        assert_eq!(codes, Vec::<&str>::new());
        let schemas = root["components"]["schemas"].as_object().expect("a map");
        assert_eq!(schemas.len(), 7);
        assert!(schemas.values().all(|schema| levels(schema) <= SCHEMA_LIMIT));
        let deepest = schemas.keys().max_by_key(|key| key.len()).expect("some");
        let place = Pointer::root().keys(["components", "schemas", deepest]);
        let origin = map.original(&place).1;
        assert_eq!(origin.segments().filter(|segment| segment == "a").count(), 90);
        let (again, _, _) = normalized(Version::V3_0, root.clone());
        assert_eq!(again, root);
    }

    #[test]
    fn callbacks_end() {
        let mut operation = json!({ "responses": {} });
        for _ in 0..6 {
            let callback = json!({ "{$url}": { "post": operation } });
            operation = json!({ "responses": {}, "callbacks": { "c": callback } });
        }
        let (mut root, _, codes) =
            normalized(Version::V3_0, json!({ "paths": { "/a": { "get": operation } } }));
        assert_eq!(codes, ["OAS0224"]);
        let mut operation = root["paths"]["/a"]["get"].take();
        for _ in 0..CALLBACK_LIMIT {
            operation = operation["callbacks"]["c"]["{$url}"]["post"].take();
        }
        assert_eq!(operation, json!({ "responses": {}, "callbacks": { "c": {} } }));
    }
}
