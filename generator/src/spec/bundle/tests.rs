//! Tables of descriptions of several files and what becomes of them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::bundle;
use crate::diag::Sink;
use crate::source::{Loader, Pointer, SourceFile, SourceMap, load_value};

struct Files(BTreeMap<&'static str, &'static str>);

impl Loader for Files {
    fn load(&self, path: &str) -> Result<String, String> {
        self.0.get(path).map(|text| (*text).to_owned()).ok_or_else(|| "no such file".to_owned())
    }
}

struct Bundled {
    root: Value,
    map: SourceMap,
    /// `CODE path:line message`
    said: Vec<String>,
}

impl Bundled {
    fn new(text: &str, files: &[(&'static str, &'static str)]) -> Self {
        let (mut map, mut sink) = (SourceMap::default(), Sink::new(false));
        let file = SourceFile { path: "spec/api.yaml".to_owned(), text: text.into() };
        let (_, root) = load_value(file, &mut map, &mut sink);
        let mut root = root.expect("YAML");
        bundle(&mut root, &mut map, &Files(files.iter().copied().collect()), &mut sink);
        let said = sink.into_sorted(&map).into_iter().map(|diagnostic| {
            let at = diagnostic.primary.place.location(&map).expect("a place");
            let path = &map.file(at.file).path;
            format!("{} {path}:{} {}", diagnostic.code.id, at.line, diagnostic.message)
        });
        Self { root, said: said.collect(), map }
    }

    fn at(&self, pointer: &str) -> &Value {
        self.root.pointer(pointer).unwrap_or(&Value::Null)
    }

    /// `path:line` of a node.
    fn place(&self, pointer: &str) -> String {
        let at =
            self.map.locate(&Pointer::new(pointer), crate::diag::Part::Value).expect("a place");
        format!("{}:{}", self.map.file(at.file).path, at.line)
    }
}

#[test]
fn schemas_become_components_once() {
    let bundled = Bundled::new(
        "openapi: 3.0.3\n\
         components:\n  schemas:\n    Own: {type: object, properties: {\n      \
         a: {$ref: 'common.yaml#/components/schemas/A'}, b: {$ref: ./models/B.json}, \
         again: {$ref: 'common.yaml#/components/schemas/A'}, whole: {$ref: 'models/index.yaml'}, \
         part: {$ref: 'common.yaml#/components/schemas/A/properties/n'}}}\n",
        &[
            (
                "common.yaml",
                "components:\n  schemas:\n    A:\n      type: object\n      properties:\n        \
                 n: {type: string}\n        own: {$ref: '#/components/schemas/Own'}\n    \
                 Own: {type: integer}\n",
            ),
            (
                "models/B.json",
                r#"{"type": "array", "items": {"$ref": "../common.yaml#/components/schemas/A"}}"#,
            ),
            ("models/index.yaml", "$ref: '../api.yaml#/components/schemas/Own'\n"),
        ],
    );
    assert_eq!(bundled.said, [""; 0]);
    let properties = bundled.at("/components/schemas/Own/properties");
    for (name, key) in [("a", "A"), ("again", "A"), ("b", "B"), ("whole", "Own"), ("part", "n")] {
        let expected = json!({ "$ref": format!("#/components/schemas/{key}") });
        assert_eq!(properties[name], expected, "{name}");
    }
    let keys: Vec<_> = bundled
        .at("/components/schemas")
        .as_object()
        .into_iter()
        .flat_map(|map| map.keys())
        .collect();
    // The other file's `Own` is another schema than the description's.
    assert_eq!(keys, ["Own", "A", "B", "n", "common_Own"]);
    assert_eq!(
        bundled.at("/components/schemas/A/properties/own"),
        &json!({ "$ref": "#/components/schemas/common_Own" })
    );
    assert_eq!(bundled.at("/components/schemas/B/items/$ref"), "#/components/schemas/A");
    assert_eq!(bundled.at("/components/schemas/n/x-oasmith-hoisted"), true);
    assert_eq!(bundled.at("/components/schemas/A/x-oasmith-hoisted"), &Value::Null);
    assert_eq!(bundled.place("/components/schemas/A/properties/n"), "spec/common.yaml:6");
    assert_eq!(bundled.place("/components/schemas/B/items"), "spec/models/B.json:1");
}

#[test]
fn components_that_only_refer_give_their_name() {
    let bundled = Bundled::new(
        "openapi: 3.1.0\ncomponents:\n  schemas:\n    Pet: {$ref: models/pet-model.yaml}\n  \
         responses:\n    Gone: {$ref: 'r.yaml#/Gone'}\n",
        &[
            (
                "models/pet-model.yaml",
                "type: object\nproperties:\n  next: {$ref: pet-model.yaml}\n  self: {$ref: '#'}\n",
            ),
            (
                "r.yaml",
                "Gone:\n  description: gone\n  content: {a/b: {schema: {$ref: models/pet-model.yaml}}}\n",
            ),
        ],
    );
    assert_eq!(bundled.said, [""; 0]);
    let pet = json!({ "$ref": "#/components/schemas/Pet" });
    assert_eq!(
        bundled.at("/components"),
        &json!({
            "schemas": { "Pet": { "type": "object", "properties": { "next": pet, "self": pet } } },
            "responses": {
                "Gone": { "description": "gone", "content": { "a/b": { "schema": pet } } }
            },
        })
    );
}

#[test]
fn path_items_are_copied_with_what_stands_beside_them() {
    let bundled = Bundled::new(
        "openapi: 3.0.3\npaths:\n  /pets/{id}:\n    $ref: 'paths/pets.yaml#/paths/~1pets~1%7Bid%7D'\n    \
         summary: own\n",
        &[
            (
                "paths/pets.yaml",
                "paths:\n  '/pets/{id}':\n    summary: theirs\n    parameters:\n    \
                 - {$ref: '../p.yaml#/Id'}\n    get:\n      operationId: get\n      responses:\n        \
                 200: {$ref: '#/components/responses/Ok'}\ncomponents:\n  responses:\n    \
                 Ok: {description: ok}\n",
            ),
            ("p.yaml", "Id: {name: id, in: path}\n"),
        ],
    );
    assert_eq!(bundled.said, [""; 0]);
    assert_eq!(
        bundled.at("/paths/~1pets~1{id}"),
        &json!({
            "summary": "own",
            "parameters": [{ "$ref": "#/components/parameters/Id" }],
            "get": {
                "operationId": "get",
                "responses": { "200": { "$ref": "#/components/responses/Ok" } },
            },
        })
    );
    assert_eq!(bundled.place("/paths/~1pets~1{id}/get/operationId"), "spec/paths/pets.yaml:7");
    assert_eq!(bundled.place("/paths/~1pets~1{id}/summary"), "spec/api.yaml:5");
    assert_eq!(bundled.place("/components/parameters/Id/name"), "spec/p.yaml:1");
}

#[test]
fn references_through_references_and_barrels() {
    let bundled = Bundled::new(
        "openapi: 3.1.0\ncomponents: {schemas: {A: {properties: {\n  a: {$ref: 'index.yaml#/User/properties/name'},\n  \
         u: {$ref: 'index.yaml#/User'}, anchored: {$ref: 'user.yaml#nick'}}}}}\n",
        &[
            ("index.yaml", "User: {$ref: user.yaml}\n"),
            ("user.yaml", "properties: {name: {type: string}, n: {$anchor: nick}}\n"),
        ],
    );
    assert_eq!(bundled.said, [""; 0]);
    assert_eq!(
        bundled.at("/components/schemas/A/properties"),
        &json!({
            "a": { "$ref": "#/components/schemas/name" },
            "u": { "$ref": "#/components/schemas/user" },
            "anchored": { "$ref": "#/components/schemas/n" },
        })
    );
}

#[test]
fn mappings_of_discriminators() {
    let bundled = Bundled::new(
        "openapi: 3.0.3\ncomponents: {schemas: {P: {discriminator: {propertyName: t, mapping: {\n  \
         c: cat.yaml, d: 'all.yaml#/components/schemas/Dog', p: P}}, oneOf: [{$ref: 'all.yaml#/components/schemas/All'}]}}}\n",
        &[
            ("cat.yaml", "type: object\n"),
            (
                "all.yaml",
                "components: {schemas: {Dog: {}, All: {discriminator: {propertyName: t, mapping: {d: Dog}}}}}\n",
            ),
        ],
    );
    assert_eq!(bundled.said, [""; 0]);
    assert_eq!(
        bundled.at("/components/schemas/P/discriminator/mapping"),
        &json!({ "c": "#/components/schemas/cat", "d": "#/components/schemas/Dog", "p": "P" })
    );
    assert_eq!(
        bundled.at("/components/schemas/All/discriminator/mapping/d"),
        "#/components/schemas/Dog"
    );
}

#[test]
fn swagger_2_has_its_own_places() {
    let bundled = Bundled::new(
        "swagger: '2.0'\npaths:\n  /a:\n    get:\n      parameters: [{$ref: 'p.yaml#/limit'}]\n      \
         responses: {200: {description: '', schema: {$ref: Pet.yaml}}}\n",
        &[
            ("p.yaml", "limit: {name: limit, in: query, type: integer}\n"),
            (
                "Pet.yaml",
                "properties: {tag: {$ref: '#/definitions/Tag'}}\ndefinitions: {Tag: {type: string}}\n",
            ),
        ],
    );
    assert_eq!(bundled.said, [""; 0]);
    assert_eq!(bundled.at("/paths/~1a/get/parameters/0/$ref"), "#/parameters/limit");
    assert_eq!(bundled.at("/paths/~1a/get/responses/200/schema/$ref"), "#/definitions/Pet");
    assert_eq!(bundled.at("/parameters/limit/in"), "query");
    assert_eq!(bundled.at("/definitions/Pet/properties/tag/$ref"), "#/definitions/Tag");
    assert_eq!(bundled.at("/definitions/Tag/type"), "string");
}

#[test]
fn what_is_lost_is_said_and_replaced() {
    let bundled = Bundled::new(
        "openapi: 3.0.3\npaths:\n  /a:\n    get:\n      parameters:\n      - $ref: gone.yaml\n      \
         - $ref: 'p.yaml#/Limit'\n      responses:\n        200:\n          $ref: https://example.com/r.yaml\n  \
         /b:\n    $ref: 'p.yaml#/nothing'\n",
        &[("p.yaml", "Limit:\n  name: limit\n  in: query\n  schema: {$ref: gone.yaml}\n")],
    );
    assert_eq!(
        bundled.said,
        [
            "OAS0250 spec/api.yaml:6 cannot read `gone.yaml`: no such file",
            "OAS0251 spec/api.yaml:10 `https://example.com/r.yaml` leads to the network",
            "OAS0252 spec/api.yaml:12 there is no `/nothing` in `p.yaml`",
        ]
    );
    assert_eq!(
        bundled.at("/paths"),
        &json!({
            "/a": { "get": {
                "parameters": [{ "$ref": "#/components/parameters/Limit" }],
                "responses": { "200": { "description": "" } },
            } },
            "/b": {},
        })
    );
    assert_eq!(bundled.at("/components/parameters/Limit/schema"), &json!({}));
    assert_eq!(bundled.place("/paths/~1a/get/parameters/0"), "spec/api.yaml:7");
}

#[test]
fn maps_and_operations_in_other_files_are_copied() {
    let bundled = Bundled::new(
        "openapi: 3.0.3\npaths:\n  /a:\n    get: {$ref: op.yaml}\ncomponents:\n  schemas:\n    $ref: all.yaml\n",
        &[
            ("op.yaml", "responses: {200: {description: ok}}\n"),
            ("all.yaml", "A: {type: string}\nB: {$ref: '#/A'}\n"),
        ],
    );
    assert_eq!(bundled.at("/paths/~1a/get/responses/200/description"), "ok");
    assert_eq!(bundled.at("/components/schemas/A/type"), "string");
    assert_eq!(bundled.place("/components/schemas/B"), "spec/all.yaml:2");
    assert_eq!(
        bundled.said,
        [
            "OAS0253 spec/api.yaml:4 `op.yaml` stands in the place of `get`, where no reference may",
            "OAS0253 spec/api.yaml:7 `all.yaml` stands in the place of `schemas`, where no reference may",
        ]
    );
}

#[test]
fn components_in_a_file_of_their_own() {
    let bundled = Bundled::new(
        "openapi: 3.1.0\npaths: {/a: {$ref: paths/a.yaml}}\ncomponents: {$ref: components.yaml}\n",
        &[
            (
                "components.yaml",
                "schemas:\n  Pet: {$ref: pet-model.yaml}\n  pet: {type: string}\n  \
                 Tag: {items: {$ref: '#/schemas/pet'}}\n",
            ),
            ("pet-model.yaml", "items: {$ref: 'components.yaml#/schemas/Tag'}\n"),
            (
                "paths/a.yaml",
                "get: {requestBody: {content: {a/b: {schema: {$ref: ../pet-model.yaml}}}}}\n",
            ),
        ],
    );
    assert_eq!(
        bundled.at("/components/schemas"),
        &json!({
            "Pet": { "items": { "$ref": "#/components/schemas/Tag" } },
            "pet": { "type": "string" },
            "Tag": { "items": { "$ref": "#/components/schemas/pet" } },
        })
    );
    let body = bundled.at("/paths/~1a/get/requestBody/content/a~1b/schema/$ref");
    assert_eq!(body, "#/components/schemas/Pet");
    assert_eq!(bundled.said.len(), 1, "{:?}", bundled.said);
}

#[test]
fn lists_of_items() {
    let bundled = Bundled::new(
        "definitions: {A: {items: [{$ref: a.yaml}, {$ref: 'a.yaml#/items'}]}}\nswagger: '2.0'\n",
        &[("a.yaml", "items: {type: string}\n")],
    );
    assert_eq!(bundled.said, [""; 0]);
    assert_eq!(bundled.at("/definitions/A/items/0/$ref"), "#/definitions/a");
    assert_eq!(bundled.at("/definitions/A/items/1/$ref"), "#/definitions/a_items");
}

#[test]
fn bare_names_are_left_to_later_steps() {
    let bundled = Bundled::new(
        "components: {schemas: {A: {$ref: B}, C: {$ref: components/schemas/B}}}\n",
        &[],
    );
    assert_eq!(bundled.said, [""; 0]);
    assert_eq!(bundled.at("/components/schemas/A/$ref"), "B");
}

#[test]
fn a_long_chain_of_files_ends() {
    struct Endless;
    impl Loader for Endless {
        fn load(&self, path: &str) -> Result<String, String> {
            let name = path.trim_end_matches(".yaml");
            let number: u32 = name.parse().map_err(|_| "no such file".to_owned())?;
            Ok(format!("get: {{callbacks: {{a: {{b: {{$ref: {}.yaml}}}}}}}}", number + 1))
        }
    }
    let (mut map, mut sink) = (SourceMap::default(), Sink::new(false));
    let text = "paths: {/a: {$ref: 0.yaml}}";
    let file = SourceFile { path: "api.yaml".to_owned(), text: text.into() };
    let (_, root) = load_value(file, &mut map, &mut sink);
    let mut root = root.expect("YAML");
    bundle(&mut root, &mut map, &Endless, &mut sink);
    assert!(map.find("10.yaml").is_some());
}

#[test]
fn files_may_refer_to_each_other_but_not_contain_each_other() {
    let bundled = Bundled::new(
        "openapi: 3.1.0\npaths:\n  /a: {$ref: a.yaml}\n  /b: {$ref: c.yaml}\n",
        &[
            ("a.yaml", "get: {callbacks: {on: {x: {$ref: a.yaml}}}}\n"),
            ("c.yaml", "$ref: d.yaml\n"),
            ("d.yaml", "$ref: c.yaml\n"),
        ],
    );
    assert_eq!(bundled.said.len(), 2, "{:?}", bundled.said);
    assert!(bundled.said[0].starts_with("OAS0252 spec/api.yaml:4"), "{:?}", bundled.said);
    assert!(bundled.said[1].starts_with("OAS0254 spec/a.yaml:1"), "{:?}", bundled.said);
}

#[test]
fn identifiers_of_the_description_are_no_files() {
    let bundled = Bundled::new(
        "openapi: 3.1.0\ncomponents: {schemas: {A: {$id: 'https://example.com/s/a.json'},\n  \
         B: {$ref: 'https://example.com/s/a.json'}, C: {$ref: a.json}}}\n",
        &[],
    );
    assert_eq!(bundled.said, [""; 0]);
    assert_eq!(bundled.at("/components/schemas/C/$ref"), "a.json");
}
