//! What the data of events hold, when a reference stands between the stream and the schema of its events.

use serde_json::Value;

use super::media_type::{event_data, is_event_stream};
use crate::source::Pointer;
use crate::spec::components::{key_in, list};
use crate::spec::repair::Context;
use crate::spec::shape::Kind;
use crate::spec::version::Version;
use crate::spec::walk::{Trail, Visitor, reference, walk};

/// Puts the schema of the data in their place in all components that are the events of a stream; before other rewrites,
/// which do not know `contentSchema`.
pub(super) fn lift(root: &mut Value, context: &mut Context<'_>) {
    if context.version < Version::V3_1 {
        return;
    }
    let mut items = Items::default();
    walk(Kind::Root, root, &mut Trail::default(), &mut items);
    let mut seen: Vec<String> = Vec::new();
    while let Some(text) = items.references.pop() {
        let Some(key) = key_in("schemas", &text) else { continue };
        if seen.iter().any(|known| known == key) {
            continue;
        }
        seen.push(key.to_owned());
        let all = root.get_mut("components").and_then(|all| all.get_mut("schemas"));
        let Some(schema) = all.and_then(|all| all.get_mut(key)) else { continue };
        let at = Pointer::root().keys(["components", "schemas", key]);
        event_data(schema, &at, &at, context);
        collect(schema, &mut items.references);
    }
}

/// References to the schemas of events.
#[derive(Default)]
struct Items {
    references: Vec<String>,
}

impl Visitor for Items {
    fn enter(&mut self, kind: Kind, node: &mut Value, trail: &Trail) -> bool {
        match (kind, node) {
            (Kind::MediaType, Value::Object(media)) => {
                if trail.pointer().last().is_some_and(|name| is_event_stream(&name)) {
                    for keyword in ["itemSchema", "schema"] {
                        media
                            .get(keyword)
                            .into_iter()
                            .for_each(|it| collect(it, &mut self.references));
                    }
                }
                false
            }
            (kind, _) => kind != Kind::Schema,
        }
    }
}

/// The references that a schema is, or that its branches are.
fn collect(schema: &Value, out: &mut Vec<String>) {
    let Some(map) = schema.as_object() else { return };
    out.extend(reference(map).map(str::to_owned));
    for keyword in ["oneOf", "anyOf", "allOf"] {
        for branch in list(map, keyword) {
            collect(branch, out);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::normalized;
    use super::*;

    #[test]
    fn the_data_of_components_are_what_their_text_says() {
        let event = |target: &str| {
            json!({ "type": "object", "properties": {
                "event": { "type": "string" },
                "data": {
                    "type": "string",
                    "contentMediaType": "application/json",
                    "contentSchema": { "$ref": format!("#/components/schemas/{target}") },
                },
            } })
        };
        let root = json!({
            "paths": { "/a": { "get": { "responses": { "200": { "description": "", "content": {
                "text/event-stream": { "itemSchema": { "$ref": "#/components/schemas/Event" } },
            } } } } } },
            "components": { "schemas": {
                "Event": { "oneOf": [{ "$ref": "#/components/schemas/Told" }, event("Other")] },
                "Told": event("Text"),
                "Text": { "type": "string" },
                "Other": { "type": "integer" },
                "Unused": event("Text"),
            } },
        });
        let (root, _, codes) = normalized(Version::V3_2, root);
        let none: [&str; 0] = [];
        assert_eq!(codes, none);
        let schemas = &root["components"]["schemas"];
        let data = |schema: &Value| schema["properties"]["data"].clone();
        assert_eq!(data(&schemas["Told"]), json!({ "$ref": "#/components/schemas/Text" }));
        assert_eq!(
            data(&schemas["Event"]["oneOf"][1]),
            json!({ "$ref": "#/components/schemas/Other" })
        );
        assert_eq!(data(&schemas["Unused"]), json!({ "type": "string" }));
    }
}
