//! The root of a description, and what it says about itself.

use serde_json::{Map, Value, json};

use super::paths;
use crate::source::Pointer;
use crate::spec::ext;
use crate::spec::repair::Context;
use crate::spec::shape::Kind;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

/// The version that is declared afterwards.
const VERSION: &str = "3.0.4";

/// Where Swagger 2.0 keeps what `components` holds.
const MOVED: [(&str, Kind); 3] = [
    ("parameters", Kind::Parameter),
    ("responses", Kind::Response),
    ("securityDefinitions", Kind::SecurityScheme),
];

pub(super) fn normalize(map: &mut Map<String, Value>, context: &mut Context<'_>) {
    let root = Pointer::root();
    if !map.contains_key("info") {
        context
            .missing(&root, "the description has no `info`".to_owned())
            .help("give the API a title and a version: `info: { title: …, version: … }`");
        map.insert("info".to_owned(), json!({}));
    }
    if !map.contains_key("paths") {
        if context.version < Version::V3_1 {
            context
                .missing(&root, "the description has no `paths`".to_owned())
                .help("describe the operations under `paths`");
        }
        map.insert("paths".to_owned(), json!({}));
    }
    for (keyword, kind) in MOVED {
        move_leftovers(keyword, kind, map, context);
    }
    for keyword in ["definitions", "$defs", "jsonSchemaDialect", "$self", "swagger"] {
        map.shift_remove(keyword);
    }
    super::operation::normalize_security(map, &Trail::default(), context);
    paths::count(map);
    paths::normalize(map, context);
    map.insert("openapi".to_owned(), Value::from(VERSION));
}

/// Leftovers of 2.0 beside `components`. Schemas of `definitions` are there already if anything refers to them.
fn move_leftovers(
    keyword: &str,
    kind: Kind,
    map: &mut Map<String, Value>,
    context: &mut Context<'_>,
) {
    let Some(Value::Object(entries)) = map.shift_remove(keyword) else { return };
    let from = Pointer::root().key(keyword);
    context.until(Version::V2, &from, &format!("`{keyword}` at the root"));
    let Some(name) = kind.component_map() else { return };
    let components = map.entry("components").or_insert_with(|| json!({}));
    let Some(components) = components.as_object_mut() else { return };
    let place = components.entry(name).or_insert_with(|| json!({}));
    let Some(place) = place.as_object_mut() else { return };
    for (key, value) in entries {
        if !place.contains_key(&key) && value.is_object() {
            let to = Pointer::root().keys(["components", name, &key]);
            context.relocated(&from.key(&key), &to);
            place.insert(key, value);
        }
    }
}

/// What openapiv3 does not read has been copied to where it is used.
pub(super) fn normalize_components(map: &mut Map<String, Value>) {
    for kind in [Kind::PathItem, Kind::MediaType] {
        if let Some(name) = kind.component_map() {
            map.shift_remove(name);
        }
    }
}

pub(super) fn normalize_info(
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    for (keyword, value) in [("title", "API"), ("version", "0.0.0")] {
        if !map.contains_key(keyword) {
            context
                .missing(&trail.pointer(), format!("the description has no `{keyword}`"))
                .help(format!("add `{keyword}` to `info`; `{value}` is used"));
            map.insert(keyword.to_owned(), Value::from(value));
        }
    }
    if let Some(summary) = map.shift_remove("summary") {
        context.relocated(&trail.child("summary"), &trail.child(ext::SUMMARY));
        map.insert(ext::SUMMARY.to_owned(), summary);
    }
}

pub(super) fn normalize_license(
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    if map.contains_key("name") {
        return;
    }
    context
        .missing(&trail.pointer(), "a license has no `name`".to_owned())
        .help("name it, such as `name: Apache-2.0`");
    let name = ["identifier", "url"].into_iter().find_map(|key| map.get(key).cloned());
    map.insert("name".to_owned(), name.unwrap_or_else(|| Value::from("unspecified")));
}

pub(super) fn normalize_docs(
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    if !map.contains_key("url") {
        context
            .missing(&trail.pointer(), "a link to documentation has no `url`".to_owned())
            .help("say where the documentation is");
        map.insert("url".to_owned(), Value::from(""));
    }
}

pub(super) fn normalize_tag(
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    if !map.contains_key("name") {
        context
            .missing(&trail.pointer(), "a tag has no `name`".to_owned())
            .help("name it as operations do in `tags`");
        map.insert("name".to_owned(), Value::from(""));
    }
}
