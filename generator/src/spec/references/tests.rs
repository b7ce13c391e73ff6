//! Tables: a reference, where its target is, and what becomes of both.

use serde_json::{Value, json};

use super::resolve;
use crate::diag::Sink;
use crate::source::{Pointer, SourceMap};

struct Resolved {
    root: Value,
    map: SourceMap,
    codes: Vec<&'static str>,
    helps: Vec<String>,
}

fn resolved(mut root: Value) -> Resolved {
    let mut map = SourceMap::default();
    let mut sink = Sink::new(false);
    resolve(&mut root, &mut map, &mut sink);
    let diagnostics = sink.into_sorted(&map);
    let mut codes: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect();
    codes.sort_unstable();
    let helps = diagnostics.into_iter().filter_map(|diagnostic| diagnostic.help).collect();
    Resolved { root, map, codes, helps }
}

/// A document with some schemas, and others that only references from one of them reach.
fn schemas(reference: &str) -> Value {
    json!({
        "paths": { "/a": { "get": { "responses": { "200": {
            "description": "",
            "content": { "application/json": { "schema": { "title": "in a response" } } },
        } } } } },
        "components": {
            "schemas": {
                "Pet": { "title": "Pet" },
                "a/b": { "title": "slash" },
                "c~d": { "title": "tilde" },
                "e f": { "title": "space" },
                "Outer": {
                    "properties": { "inner": { "title": "inner" }, "alias": { "$ref": "#/components/schemas/Outer" } },
                    "$defs": { "Local": { "title": "Local", "$anchor": "local" } },
                },
                "Named": { "$id": "https://example.com/schemas/named", "title": "Named" },
                "User": { "$ref": reference },
            },
            "responses": { "Pets": { "description": "", "content": { "application/json": { "schema": { "title": "in a component" } } } } },
            "x-others": { "Odd": { "title": "Odd", "properties": { "p": { "$ref": "#/components/x-others/Odder" } } }, "Odder": { "title": "Odder" } },
        },
        "definitions": { "Old": { "title": "Old" } },
    })
}

#[test]
fn references_of_every_form_become_references_to_components() {
    let none: [&str; 0] = [];
    for (reference, key, title, codes) in [
        ("#/components/schemas/Pet", "Pet", "Pet", &none[..]),
        ("#/components/schemas/P%65t", "Pet", "Pet", &none),
        // RFC 6901, section 5.
        ("#/components/schemas/a~1b", "a/b", "slash", &none),
        ("#/components/schemas/c~0d", "c~d", "tilde", &none),
        ("#/components/schemas/e%20f", "e f", "space", &none),
        ("#/components/schemas/e f", "e f", "space", &none),
        ("#/components/schemas/Outer/properties/inner", "Outer_inner", "inner", &none),
        ("#/components/schemas/Outer/$defs/Local", "Local", "Local", &none),
        ("#local", "Local", "Local", &none),
        ("https://example.com/schemas/named", "Named", "Named", &none),
        // Through a reference.
        (
            "#/components/schemas/Outer/properties/alias/properties/inner",
            "Outer_inner",
            "inner",
            &none,
        ),
        (
            "#/paths/~1a/get/responses/200/content/application~1json/schema",
            "get_a_200",
            "in a response",
            &none,
        ),
        (
            "#/components/responses/Pets/content/application~1json/schema",
            "Pets",
            "in a component",
            &none,
        ),
        ("#/components/x-others/Odder", "x_others_Odder", "Odder", &none),
        ("#/definitions/Old", "Old", "Old", &none),
        // Not where they say.
        ("#/components/schemas/pet", "Pet", "Pet", &["OAS0205"]),
        ("#/components/schema/Pet", "Pet", "Pet", &["OAS0205"]),
        ("#/definitions/Pet", "Pet", "Pet", &["OAS0205"]),
        ("/components/schemas/Pet", "Pet", "Pet", &["OAS0205"]),
        ("Pet", "Pet", "Pet", &["OAS0205"]),
        ("#Pet", "Pet", "Pet", &["OAS0205"]),
        ("#/components/schemas/Old", "Old", "Old", &["OAS0205"]),
        ("#/components/responses/Pets", "Pets", "in a component", &["OAS0205"]),
    ] {
        let Resolved { root, codes: found, .. } = resolved(schemas(reference));
        let schemas = &root["components"]["schemas"];
        assert_eq!(
            schemas["User"],
            json!({ "$ref": format!("#/components/schemas/{key}") }),
            "from {reference}"
        );
        assert_eq!(schemas[key]["title"], title, "from {reference}");
        assert_eq!(found, codes, "from {reference}");
    }
}

#[test]
fn what_is_hoisted_leaves_a_reference_and_is_found_again() {
    let Resolved { root, map, .. } =
        resolved(schemas("#/components/schemas/Outer/properties/inner"));
    let schemas = &root["components"]["schemas"];
    assert_eq!(
        schemas["Outer"]["properties"]["inner"],
        json!({ "$ref": "#/components/schemas/Outer_inner" })
    );
    assert_eq!(schemas["Outer_inner"], json!({ "title": "inner", "x-oasmith-hoisted": true }));
    let place = Pointer::new("/components/schemas/Outer_inner/title");
    assert_eq!(map.original(&place).1.as_str(), "/components/schemas/Outer/properties/inner/title");
}

#[test]
fn what_is_hoisted_may_hold_references_that_nobody_saw_before() {
    let Resolved { root, codes, .. } = resolved(schemas("#/components/x-others/Odd"));
    let schemas = &root["components"]["schemas"];
    assert_eq!(
        schemas["x_others_Odd"]["properties"]["p"],
        json!({ "$ref": "#/components/schemas/x_others_Odder" })
    );
    assert_eq!(codes, Vec::<&str>::new());
}

#[test]
fn references_in_a_list_of_items_are_seen() {
    let Resolved { root, .. } = resolved(json!({ "components": { "schemas": {
        "A": { "items": [{ "$ref": "#/definitions/B" }] },
    } }, "definitions": { "B": {} } }));
    let items = &root["components"]["schemas"]["A"]["items"];
    assert_eq!(*items, json!([{ "$ref": "#/components/schemas/B" }]));
}

#[test]
fn one_hoisted_schema_in_another() {
    let Resolved { root, map, .. } = resolved(json!({ "components": { "schemas": {
        "A": { "properties": { "b": { "properties": { "c": { "title": "c" } } } } },
        "X": { "$ref": "#/components/schemas/A/properties/b" },
        "Y": { "$ref": "#/components/schemas/A/properties/b/properties/c" },
    } } }));
    let schemas = &root["components"]["schemas"];
    assert_eq!(
        schemas["A"],
        json!({ "properties": { "b": { "$ref": "#/components/schemas/A_b" } } })
    );
    assert_eq!(schemas["A_b"]["properties"]["c"], schemas["Y"]);
    assert_eq!(schemas["A_b_c"]["title"], "c");
    let place = Pointer::new("/components/schemas/A_b_c/title");
    let origin = "/components/schemas/A/properties/b/properties/c/title";
    assert_eq!(map.original(&place).1.as_str(), origin);
}

#[test]
fn broken_references_of_schemas() {
    for (reference, user, codes, help) in [
        (
            "#/components/schemas/Pett",
            json!({ "$ref": "#/components/schemas/Pett" }),
            "OAS0204",
            "did you mean `#/components/schemas/Pet`?",
        ),
        (
            "#/components/schemas/Outer/properties/nothing",
            json!({}),
            "OAS0204",
            "correct the reference, or add the schema",
        ),
        ("#/info", json!({}), "OAS0204", "correct the reference, or add the schema"),
        (
            "other.yaml#/components/schemas/Pet",
            json!({}),
            "OAS0204",
            "put the file beside the description, or copy what it holds to `components`",
        ),
        (
            "https://example.com/pet.json",
            json!({}),
            "OAS0204",
            "put the file beside the description, or copy what it holds to `components`",
        ),
        ("#/paths/~1a/get/responses", json!({}), "OAS0207", "refer to a schema, or write it here"),
    ] {
        let Resolved { root, codes: found, helps, .. } = resolved(schemas(reference));
        assert_eq!(root["components"]["schemas"]["User"], user, "from {reference}");
        assert_eq!((found, helps), (vec![codes], vec![help.to_owned()]), "from {reference}");
    }
}

#[test]
fn circles_are_broken() {
    let Resolved { root, codes, .. } = resolved(json!({ "components": {
        "schemas": {
            "A": { "$ref": "#/components/schemas/B" },
            "B": { "$ref": "#/components/schemas/A" },
            "C": { "$ref": "#/components/schemas/C" },
            "D": { "properties": { "d": { "$ref": "#/components/schemas/D" } } },
            "E": { "$ref": "#/components/schemas/A" },
        },
        "parameters": { "P": { "$ref": "#/components/parameters/P" } },
        "requestBodies": { "B": { "$ref": "#/components/requestBodies/B" } },
    }, "paths": { "/a": { "parameters": [{ "$ref": "#/components/parameters/P" }] } } }));
    assert_eq!(codes, ["OAS0204", "OAS0206", "OAS0206", "OAS0206", "OAS0206"]);
    let schemas = &root["components"]["schemas"];
    assert_eq!((&schemas["A"], &schemas["B"], &schemas["C"]), (&json!({}), &json!({}), &json!({})));
    assert_eq!(schemas["E"], json!({ "$ref": "#/components/schemas/A" }));
    assert_eq!(schemas["D"]["properties"]["d"], json!({ "$ref": "#/components/schemas/D" }));
    assert_eq!(root["components"]["parameters"], json!({}));
    assert_eq!(root["paths"]["/a"]["parameters"], json!([]));
}

#[test]
fn other_kinds() {
    let none: [&str; 0] = [];
    let json_body = |schema: Value| json!({ "application/json": { "schema": schema } });
    let pet = json!({ "$ref": "#/components/schemas/Pet" });
    let components = json!({
        "schemas": { "Pet": {} },
        "parameters": { "P": { "name": "p", "in": "header", "required": true, "schema": pet } },
        "requestBodies": { "B": { "content": json_body(pet.clone()), "required": true } },
    });
    let check = |place: &str, before: Value, after: Value, codes: &[&str]| {
        let mut root = json!({
            "paths": { "/a": { "post": {
                "parameters": [{ "name": "first", "in": "query", "schema": {} }],
                "responses": { "200": { "description": "", "headers": {} } },
            } } },
            "components": components,
        });
        let operation = &mut root["paths"]["/a"]["post"];
        match place {
            "body" => operation["requestBody"] = before.clone(),
            "response" => operation["responses"]["200"] = before.clone(),
            "header" => operation["responses"]["200"]["headers"]["H"] = before.clone(),
            _ => operation["parameters"] = before.clone(),
        }
        let Resolved { root, codes: found, .. } = resolved(root);
        let operation = &root["paths"]["/a"]["post"];
        let result = match place {
            "body" => &operation["requestBody"],
            "response" => &operation["responses"]["200"],
            "header" => &operation["responses"]["200"]["headers"]["H"],
            _ => &operation["parameters"],
        };
        assert_eq!((result, &found[..]), (&after, codes), "from {before}");
    };
    let body = json!({ "$ref": "#/components/requestBodies/B" });
    check("body", body.clone(), body.clone(), &none);
    check("body", pet.clone(), json!({ "content": json_body(pet.clone()) }), &["OAS0207"]);
    check(
        "body",
        json!({ "$ref": "#/components/requestBodies/None" }),
        json!({ "content": { "application/octet-stream": {} } }),
        &["OAS0204"],
    );
    let response = json!({ "description": "", "content": json_body(pet.clone()) });
    check("response", body, response.clone(), &["OAS0207"]);
    check("response", pet.clone(), response, &["OAS0207"]);
    check(
        "response",
        json!({ "$ref": "#/components/responses/None" }),
        json!({ "description": "" }),
        &["OAS0204"],
    );
    check("header", pet.clone(), json!({ "schema": pet }), &["OAS0207"]);
    check(
        "header",
        json!({ "$ref": "#/components/parameters/P" }),
        json!({ "required": true, "schema": pet }),
        &["OAS0207"],
    );
    check("header", json!({ "$ref": "#/components/headers/None" }), json!(null), &["OAS0204"]);
    let last = json!({ "name": "last", "in": "query", "schema": {} });
    check(
        "parameters",
        json!([{ "$ref": "#/components/parameters/None" }, pet, last]),
        json!([last]),
        &["OAS0204", "OAS0207"],
    );
    check(
        "parameters",
        json!([{ "$ref": "#/components/parameters/p" }]),
        json!([{ "$ref": "#/components/parameters/P" }]),
        &["OAS0205"],
    );
}

#[test]
fn path_items_callbacks_and_security_schemes_are_copied() {
    let Resolved { root, map, codes, .. } = resolved(json!({
        "paths": {
            "/a": { "$ref": "#/components/pathItems/Item", "summary": "own" },
            "/b": { "$ref": "#/paths/~1a" },
            "/c": { "$ref": "#/paths/~1c" },
            "/d": { "post": { "callbacks": { "event": { "$ref": "#/components/callbacks/Event" } } } },
        },
        "components": {
            "pathItems": { "Item": { "summary": "shared", "get": { "operationId": "get" } } },
            "callbacks": { "Event": { "{$url}": { "$ref": "#/components/pathItems/Item" } } },
            "securitySchemes": { "Key": { "type": "http" }, "Alias": { "$ref": "#/components/securitySchemes/Key" } },
        },
    }));
    assert_eq!(codes, ["OAS0206"]);
    let paths = &root["paths"];
    let get = json!({ "operationId": "get" });
    assert_eq!(paths["/a"], json!({ "summary": "own", "get": get }));
    assert_eq!(paths["/b"], paths["/a"]);
    assert_eq!(paths["/c"], json!({}));
    assert_eq!(paths["/d"]["post"]["callbacks"]["event"]["{$url}"]["get"], get);
    assert_eq!(root["components"]["securitySchemes"]["Alias"], json!({ "type": "http" }));
    let from = |place: &str| map.original(&Pointer::new(place)).1.to_string();
    assert_eq!(from("/paths/~1a/get/operationId"), "#/components/pathItems/Item/get/operationId");
    assert_eq!(from("/paths/~1a/summary"), "#/paths/~1a/summary");
}

#[test]
fn mappings_name_components() {
    let Resolved { root, codes, .. } = resolved(json!({ "components": { "schemas": {
        "Cat": {}, "Dog": {},
        "Pet": { "oneOf": [], "discriminator": { "propertyName": "kind", "mapping": {
            "cat": "Cat",
            "dog": "#/components/schemas/Dog",
            "hound": "#/components/schemas/dog",
            "cow": "Cow",
        } } },
    } } }));
    assert_eq!(
        root["components"]["schemas"]["Pet"]["discriminator"]["mapping"],
        json!({
            "cat": "#/components/schemas/Cat",
            "dog": "#/components/schemas/Dog",
            "hound": "#/components/schemas/Dog",
        })
    );
    assert_eq!(codes, ["OAS0204", "OAS0205"]);
}

#[test]
fn dynamic_references_lead_to_their_anchor() {
    let Resolved { root, codes, .. } = resolved(json!({ "components": { "schemas": {
        "Tree": {
            "$dynamicAnchor": "node",
            "properties": { "children": { "items": { "$dynamicRef": "#node" } } },
        },
        "Other": { "$dynamicAnchor": "node", "properties": { "next": { "$dynamicRef": "#node" } } },
        "List": { "$recursiveAnchor": true, "properties": { "tail": { "$recursiveRef": "#" } } },
        "Self": { "properties": { "self": { "$ref": "#" } } },
    } } }));
    assert_eq!(codes, Vec::<&str>::new());
    let schemas = &root["components"]["schemas"];
    let to = |key: &str| json!({ "$ref": format!("#/components/schemas/{key}") });
    assert_eq!(schemas["Tree"]["properties"]["children"]["items"], to("Tree"));
    assert_eq!(schemas["Other"]["properties"]["next"], to("Other"));
    assert_eq!(schemas["List"]["properties"]["tail"], to("List"));
    assert_eq!(schemas["Self"]["properties"]["self"], to("Self"));
}
