//! From the prepared document to openapiv3's types, come what may.

use openapiv3::{OpenAPI, PathItem, Paths, ReferenceOr};
use serde::Deserialize;
use serde::de::value::MapDeserializer;
use serde_json::{Error, Map, Value, json};

use super::codes;
use super::shape::Kind;
use super::walk::{Trail, Visitor, walk};
use crate::diag::Sink;
use crate::source::Pointer;

/// Deserialises the description. When openapiv3 refuses it all the same, what it refuses is emptied: objects are tried
/// one by one, inner ones first, because its own errors do not say where they are (`flatten` hides it).
pub(super) fn typed(root: &Value, sink: &mut Sink) -> Option<OpenAPI> {
    if let Ok(api) = read(root) {
        return Some(api);
    }
    let mut mended = root.clone();
    let mut culprits = Culprits::default();
    walk(Kind::Root, &mut mended, &mut Trail::default(), &mut culprits);
    // A parent is visited before its children; emptied children may make a parent readable.
    for (kind, at) in culprits.objects.into_iter().rev() {
        let Some(node) = mended.pointer_mut(at.as_str()) else { continue };
        let Some(error) = refusal(kind, node) else { continue };
        sink.warning(
            codes::NOT_TYPED,
            &at,
            format!("expected a {}, found something else: {error}", kind.noun()),
        )
        .help("correct it; it is read as an empty one");
        *node = empty(kind);
    }
    match read(&mended) {
        Ok(api) => Some(api),
        Err(error) => {
            sink.error(
                codes::NOT_A_DESCRIPTION,
                &Pointer::root(),
                format!("the description cannot be understood: {error}"),
            )
            .help("compare it with the OpenAPI specification");
            None
        }
    }
}

/// What `OpenAPI::deserialize` makes, with the paths read one by one: as its paths are flattened, serde would copy all
/// that is in them, and each path item once more for the reference that it may be.
fn read(root: &Value) -> Result<OpenAPI, Error> {
    let paths = root.get("paths").and_then(Value::as_object);
    let (Some(members), Some(paths)) = (root.as_object(), paths) else {
        return OpenAPI::deserialize(root);
    };
    let none = Value::Object(Map::new());
    let without_paths = members.iter().map(|(key, value)| match key.as_str() {
        "paths" => (key.as_str(), &none),
        key => (key, value),
    });
    let mut api = OpenAPI::deserialize(MapDeserializer::new(without_paths))?;
    api.paths = read_paths(paths)?;
    Ok(api)
}

/// What `Paths::deserialize` makes: path items by paths, extensions, and nothing of what is neither.
fn read_paths(members: &Map<String, Value>) -> Result<Paths, Error> {
    let mut paths = Paths::default();
    // A path item is large where it is kept: no moving about of those read before.
    paths.paths.reserve_exact(members.len());
    for (key, value) in members {
        if key.starts_with('/') {
            let item = match value.get("$ref") {
                Some(Value::String(reference)) => ReferenceOr::ref_(reference),
                _ => ReferenceOr::Item(PathItem::deserialize(value)?),
            };
            paths.paths.insert(key.clone(), item);
        } else if key.starts_with("x-") {
            paths.extensions.insert(key.clone(), value.clone());
        }
    }
    Ok(paths)
}

/// All objects that can be read on their own.
#[derive(Default)]
struct Culprits {
    objects: Vec<(Kind, Pointer)>,
}

impl Visitor for Culprits {
    fn enter(&mut self, kind: Kind, _: &mut Value, trail: &Trail) -> bool {
        if empties(kind) {
            self.objects.push((kind, trail.pointer()));
        }
        true
    }
}

fn empties(kind: Kind) -> bool {
    !empty(kind).is_null()
}

/// The least that openapiv3 takes for an object of this kind; `null` for kinds that are tried as part of their parent.
fn empty(kind: Kind) -> Value {
    match kind {
        Kind::Schema | Kind::PathItem | Kind::MediaType | Kind::Example | Kind::Callback => {
            json!({})
        }
        Kind::Operation => json!({ "responses": {} }),
        Kind::Parameter => json!({ "in": "query", "name": "unknown", "schema": {} }),
        Kind::Header => json!({ "schema": {} }),
        Kind::RequestBody => json!({ "content": {} }),
        Kind::Response => json!({ "description": "" }),
        Kind::Link => json!({ "operationId": "" }),
        Kind::SecurityScheme => json!({ "type": "http", "scheme": "unknown" }),
        Kind::Info => json!({ "title": "", "version": "" }),
        Kind::Server => json!({ "url": "/" }),
        Kind::Tag => json!({ "name": "" }),
        Kind::Components | Kind::Paths | Kind::Responses => json!({}),
        _ => Value::Null,
    }
}

/// Why openapiv3 does not take an object.
fn refusal(kind: Kind, node: &Value) -> Option<String> {
    fn of<'a, T: Deserialize<'a>>(node: &'a Value) -> Option<String> {
        T::deserialize(node).err().map(|error| error.to_string())
    }
    match kind {
        Kind::Schema => of::<ReferenceOr<openapiv3::Schema>>(node),
        Kind::PathItem => of::<openapiv3::PathItem>(node),
        Kind::MediaType => of::<openapiv3::MediaType>(node),
        Kind::Example => of::<ReferenceOr<openapiv3::Example>>(node),
        Kind::Callback => of::<openapiv3::Callback>(node),
        Kind::Operation => of::<openapiv3::Operation>(node),
        Kind::Parameter => of::<ReferenceOr<openapiv3::Parameter>>(node),
        Kind::Header => of::<ReferenceOr<openapiv3::Header>>(node),
        Kind::RequestBody => of::<ReferenceOr<openapiv3::RequestBody>>(node),
        Kind::Response => of::<ReferenceOr<openapiv3::Response>>(node),
        Kind::Link => of::<ReferenceOr<openapiv3::Link>>(node),
        Kind::SecurityScheme => of::<ReferenceOr<openapiv3::SecurityScheme>>(node),
        Kind::Info => of::<openapiv3::Info>(node),
        Kind::Server => of::<openapiv3::Server>(node),
        Kind::Tag => of::<openapiv3::Tag>(node),
        Kind::Components => of::<openapiv3::Components>(node),
        Kind::Paths => of::<openapiv3::Paths>(node),
        Kind::Responses => of::<openapiv3::Responses>(node),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_openapiv3_reads() {
        let operation =
            json!({ "operationId": "a", "responses": { "200": { "description": "" } } });
        let root = json!({
            "openapi": "3.0.4",
            "info": { "title": "t", "version": "1", "x-info": 1 },
            "paths": {
                "/b": { "get": operation, "x-item": [1] },
                "x-paths": { "a": null },
                "neither": { "get": operation },
                "/a": { "$ref": "#/components/x", "summary": "s" },
                "/c": {},
            },
            "x-root": true,
            "tags": [{ "name": "t" }],
        });
        assert_eq!(read(&root).expect("valid"), OpenAPI::deserialize(&root).expect("valid"));
        for (pointer, broken) in
            [("/paths", json!(1)), ("/paths/~1b", json!([])), ("/paths/~1b/get", json!({}))]
        {
            let mut root = root.clone();
            *root.pointer_mut(pointer).expect("it is there") = broken;
            assert_eq!(read(&root).is_ok(), OpenAPI::deserialize(&root).is_ok(), "{pointer}");
        }
    }

    #[test]
    fn what_openapiv3_refuses_is_emptied_and_the_rest_is_kept() {
        let root = json!({
            "openapi": "3.0.4",
            "info": { "title": "t", "version": "1" },
            "paths": { "/a": { "get": {
                "parameters": [{ "in": "query" }, { "in": "query", "name": "b", "schema": {} }],
                "responses": { "200": { "description": 1 } },
            } } },
            "components": { "schemas": {
                "A": { "properties": { "a": { "properties": { "b": { "minLength": -1 } } } } },
                "B": { "type": "string" },
            } },
        });
        let mut sink = Sink::new(false);
        let api = typed(&root, &mut sink).expect("total");
        let diagnostics = sink.into_sorted(&crate::source::SourceMap::default());
        let mut places: Vec<String> = diagnostics
            .iter()
            .map(|diagnostic| format!("{:?}", diagnostic.primary.place))
            .collect();
        places.sort();
        assert_eq!(
            places,
            [
                "Node(#/components/schemas/A/properties/a/properties/b, Value)",
                "Node(#/paths/~1a/get/parameters/0, Value)",
                "Node(#/paths/~1a/get/responses/200, Value)",
            ]
        );
        assert_eq!(api.components.expect("components").schemas.len(), 2);
        assert_eq!(api.paths.paths.len(), 1);
    }
}
