//! Tables of what 2.0 says and how 3.0 says it, after the two specifications.

use serde_json::{Value, json};

use super::convert;
use crate::diag::{Part, Sink};
use crate::source::{Pointer, SourceFile, SourceMap, load_value};

/// The converted document, and `CODE line` of what was said.
fn converted(text: &str) -> (Value, SourceMap, Vec<String>) {
    let (mut map, mut sink) = (SourceMap::default(), Sink::new(true));
    let file = SourceFile { path: "api.yaml".to_owned(), text: text.into() };
    let (_, root) = load_value(file, &mut map, &mut sink);
    let mut root = root.unwrap_or_else(|| panic!("no YAML: {text}"));
    convert(&mut root, &mut map, &mut sink);
    let said = sink.into_sorted(&map).into_iter().map(|diagnostic| {
        let line = diagnostic.primary.place.location(&map).map_or(0, |at| at.line);
        format!("{} {line}", diagnostic.code.id)
    });
    let said = said.collect();
    (root, map, said)
}

fn silent(text: &str) -> Value {
    let (root, _, said) = converted(text);
    assert_eq!(said, [""; 0], "{text}");
    root
}

/// The operation `get /a`, of which the text is given.
fn operation(text: &str) -> Value {
    let root = silent(&format!("swagger: '2.0'\npaths: {{/a: {{get: {text}}}}}\n"));
    root.pointer("/paths/~1a/get").cloned().unwrap_or_default()
}

#[test]
fn servers() {
    for (text, urls) in [
        ("host: a.com", &["https://a.com"][..]),
        (
            "{host: a.com, schemes: [http, https], basePath: /v1}",
            &["https://a.com/v1", "http://a.com/v1"],
        ),
        ("{host: 'a.com:80', schemes: [http], basePath: /}", &["http://a.com:80"]),
        ("{host: a.com, schemes: [wss], basePath: v1/}", &["https://a.com/v1"]),
        ("{basePath: /v1, schemes: [https]}", &["/v1"]),
        ("schemes: [https]", &[]),
    ] {
        let text = if text.starts_with('{') { text.to_owned() } else { format!("{{{text}}}") };
        let root = silent(&text);
        let servers = root["servers"].as_array().cloned().unwrap_or_default();
        let found: Vec<_> = servers.iter().filter_map(|server| server["url"].as_str()).collect();
        assert_eq!(found, urls, "{text}");
    }
    let (root, _, said) = converted("host: HTTP://a.com/\nbasePath: 5\nschemes: [gopher]\n");
    assert_eq!(root["servers"], json!([{ "url": "http://a.com" }]));
    assert_eq!(said, ["OAS0259 1", "OAS0259 2", "OAS0259 3"]);
}

#[test]
fn an_operation_with_other_schemes_has_servers() {
    let root = silent(
        "{host: a.com, schemes: [https], paths: {/a: {get: {schemes: [http]}, put: {schemes: [https]}}}}",
    );
    assert_eq!(root["paths"]["/a"]["get"], json!({ "servers": [{ "url": "http://a.com" }] }));
    assert_eq!(root["paths"]["/a"]["put"], json!({}));
}

#[test]
fn parameters_get_a_schema() {
    for (before, after) in [
        (
            "{name: a, in: query, type: string, enum: [x], default: x, description: d, allowEmptyValue: true, x-y: 1}",
            json!({
                "name": "a", "in": "query", "description": "d", "allowEmptyValue": true, "x-y": 1,
                "schema": { "type": "string", "enum": ["x"], "default": "x" },
            }),
        ),
        (
            "{name: a, in: path, required: true, type: integer, format: int64, minimum: 1, exclusiveMinimum: true}",
            json!({
                "name": "a", "in": "path", "required": true,
                "schema": { "type": "integer", "format": "int64", "minimum": 1, "exclusiveMinimum": true },
            }),
        ),
        (
            "{name: a, in: header, type: string, x-nullable: true}",
            json!({ "name": "a", "in": "header", "schema": { "type": "string", "nullable": true } }),
        ),
        ("{$ref: '#/nothing'}", json!({ "$ref": "#/nothing" })),
    ] {
        let found = operation(&format!("{{parameters: [{before}]}}"));
        assert_eq!(found, json!({ "parameters": [after] }), "{before}");
    }
}

#[test]
fn lists_in_parameters() {
    let schema = json!({ "type": "array", "items": { "type": "string" } });
    for (place, format, style, explode, said) in [
        // Swagger 2.0: `csv` is the default; OpenAPI 3.0.4, section 4.7.12.4: `form` explodes by default.
        ("query", "", Some("form"), Some(false), false),
        ("query", "csv", Some("form"), Some(false), false),
        ("query", "ssv", Some("spaceDelimited"), Some(false), false),
        ("query", "pipes", Some("pipeDelimited"), Some(false), false),
        ("query", "multi", Some("form"), Some(true), false),
        ("query", "tsv", Some("form"), Some(false), true),
        ("query", "csvv", Some("form"), Some(false), true),
        ("path", "csv", None, None, false),
        ("path", "multi", None, None, true),
        ("header", "pipes", None, None, true),
    ] {
        let format =
            if format.is_empty() { String::new() } else { format!(", collectionFormat: {format}") };
        let text = format!(
            "paths: {{/a: {{get: {{parameters: [\n{{name: a, in: {place}, type: array, items: {{type: string, \
             collectionFormat: csv}}{format}}}]}}}}}}"
        );
        let (root, _, found) = converted(&text);
        let parameter = &root["paths"]["/a"]["get"]["parameters"][0];
        assert_eq!(parameter["schema"], schema, "{text}");
        assert_eq!(parameter.get("style").and_then(Value::as_str), style, "{text}");
        assert_eq!(parameter.get("explode").and_then(Value::as_bool), explode, "{text}");
        assert_eq!(found, if said { vec!["OAS0255 2"] } else { vec![] }, "{text}");
    }
}

#[test]
fn bodies() {
    let schema = json!({ "schema": { "$ref": "#/components/schemas/A" } });
    for (document, own, body, content) in [
        ("", "", "", json!({ "application/json": schema })),
        ("[text/json]", "", "", json!({ "text/json": schema })),
        ("[text/json]", "[a/b, c/d]", "", json!({ "a/b": schema, "c/d": schema })),
        // An empty list clears that of the document.
        ("[text/json]", "[]", "", json!({ "application/json": schema })),
        (
            "[application/json, application/x-www-form-urlencoded]",
            "",
            "",
            json!({ "application/json": schema }),
        ),
        (
            "",
            "",
            "{type: string, format: binary}",
            json!({ "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } }),
        ),
    ] {
        let list = |list: &str| {
            if list.is_empty() { String::new() } else { format!("consumes: {list}, ") }
        };
        let body = if body.is_empty() { "{$ref: '#/definitions/A'}" } else { body };
        let root = silent(&format!(
            "{{swagger: '2.0', {}definitions: {{A: {{}}}}, paths: {{/a: {{post: {{{}parameters: [{{in: body, name: b, \
             required: true, description: d, schema: {body}}}]}}}}}}}}",
            list(document),
            list(own),
        ));
        let expected =
            json!({ "requestBody": { "required": true, "description": "d", "content": content } });
        assert_eq!(root["paths"]["/a"]["post"], expected, "{document} {own}");
    }
}

#[test]
fn forms() {
    let strings = json!({ "type": "array", "items": { "type": "string" } });
    let file = json!({ "type": "string", "format": "binary" });
    for (consumes, fields, expected) in [
        (
            "[]",
            "{name: a, in: formData, type: string, required: true, description: d}",
            json!({ "required": true, "content": { "application/x-www-form-urlencoded": { "schema": {
                "type": "object", "required": ["a"],
                "properties": { "a": { "type": "string", "description": "d" } },
            } } } }),
        ),
        (
            "[application/x-www-form-urlencoded]",
            "{name: f, in: formData, type: file}",
            json!({ "content": { "multipart/form-data": { "schema": {
                "type": "object", "properties": { "f": file },
            } } } }),
        ),
        (
            "[multipart/form-data]",
            "{name: a, in: formData, type: array, items: {type: string}, collectionFormat: multi}",
            json!({ "content": { "multipart/form-data": { "schema": {
                "type": "object", "properties": { "a": strings },
            } } } }),
        ),
        (
            "[application/x-www-form-urlencoded, application/json]",
            "{name: a, in: formData, type: array, items: {type: string}, collectionFormat: pipes}",
            json!({ "content": { "application/x-www-form-urlencoded": {
                "schema": { "type": "object", "properties": { "a": strings } },
                "encoding": { "a": { "style": "pipeDelimited", "explode": false } },
            } } }),
        ),
    ] {
        let found = operation(&format!("{{consumes: {consumes}, parameters: [{fields}]}}"));
        assert_eq!(found, json!({ "requestBody": expected }), "{consumes} {fields}");
    }
}

#[test]
fn parameters_of_the_path_and_of_the_document() {
    let root = silent(
        "{swagger: '2.0', parameters: {B: {in: body, name: b, schema: {type: integer}}, F: {in: formData, name: f, \
         type: string}, Q: {in: query, name: q, type: string}}, paths: {\n\
         /body: {parameters: [{$ref: '#/parameters/B'}, {$ref: '#/parameters/Q'}], put: {}, post: {consumes: [a/b]}},\n\
         /form: {parameters: [{$ref: '#/parameters/F'}], post: {parameters: [{in: formData, name: g, type: string}]}},\n\
         /own: {parameters: [{$ref: '#/parameters/B'}], post: {parameters: [{in: body, name: c, schema: {type: boolean}}]}}}}",
    );
    let integer = json!({ "schema": { "type": "integer" } });
    assert_eq!(
        root["components"],
        json!({
            "parameters": { "Q": { "in": "query", "name": "q", "schema": { "type": "string" } } },
            "requestBodies": { "B": { "content": { "application/json": integer } } },
        })
    );
    assert_eq!(
        root["paths"]["/body"],
        json!({
            "parameters": [{ "$ref": "#/components/parameters/Q" }],
            "put": { "requestBody": { "$ref": "#/components/requestBodies/B" } },
            "post": { "requestBody": { "content": { "a/b": integer } } },
        })
    );
    let form = &root["paths"]["/form"]["post"]["requestBody"]["content"];
    let text = json!({ "type": "string" });
    assert_eq!(
        form["application/x-www-form-urlencoded"]["schema"]["properties"],
        json!({ "g": text, "f": text })
    );
    assert_eq!(root["paths"]["/form"].get("parameters"), None);
    let own = &root["paths"]["/own"]["post"]["requestBody"]["content"]["application/json"];
    assert_eq!(own["schema"]["type"], "boolean");
}

#[test]
fn no_body_is_lost() {
    let (root, _, said) = converted(
        "paths:\n  /a:\n    post:\n      parameters:\n      - {in: body, name: a, required: true, schema: {type: integer}}\n      \
         - {in: body, name: b, type: string}\n      - {in: formData, name: c, type: string}\n",
    );
    assert_eq!(
        root["paths"]["/a"]["post"]["requestBody"],
        json!({ "required": true, "content": {
            "application/json": { "schema": {
                "type": "object", "required": ["a"],
                "properties": { "a": { "type": "integer" }, "b": { "type": "string" } },
            } },
            "application/x-www-form-urlencoded": { "schema": {
                "type": "object", "properties": { "c": { "type": "string" } },
            } },
        } })
    );
    assert_eq!(said, ["OAS0256 5", "OAS0256 6"]);
}

#[test]
fn responses() {
    let integer = json!({ "schema": { "type": "integer" } });
    let bytes = json!({ "schema": { "type": "string", "format": "binary" } });
    let object = json!({ "schema": { "type": "object" } });
    for (document, own, status, response, content) in [
        ("", "", "200", "{}", Value::Null),
        ("", "", "200", "{schema: {type: integer}}", json!({ "application/json": integer })),
        ("[a/b]", "", "200", "{schema: {type: integer}}", json!({ "a/b": integer })),
        (
            "[a/b]",
            "[c/d, e/f]",
            "200",
            "{schema: {type: integer}}",
            json!({ "c/d": integer, "e/f": integer }),
        ),
        (
            "[application/json]",
            "",
            "200",
            "{schema: {type: file}}",
            json!({ "application/octet-stream": bytes }),
        ),
        (
            "",
            "[application/pdf]",
            "200",
            "{schema: {type: file}}",
            json!({ "application/pdf": bytes }),
        ),
        (
            "",
            "[application/x-tar]",
            "404",
            "{schema: {type: object}}",
            json!({ "application/json": object }),
        ),
        (
            "",
            "[application/x-tar]",
            "200",
            "{schema: {type: object}}",
            json!({ "application/x-tar": object }),
        ),
        (
            "",
            "",
            "200",
            "{schema: {type: integer}, examples: {application/json: 1}}",
            json!({ "application/json": { "schema": { "type": "integer" }, "example": 1 } }),
        ),
        (
            "",
            "",
            "200",
            "{schema: {type: integer}, examples: {first: 1}}",
            json!({ "application/json": { "schema": { "type": "integer" }, "examples": { "first": { "value": 1 } } } }),
        ),
        (
            "",
            "",
            "200",
            "{examples: {text/plain: hi}}",
            json!({ "text/plain": { "example": "hi" } }),
        ),
    ] {
        let list = |list: &str| {
            if list.is_empty() { String::new() } else { format!("produces: {list}, ") }
        };
        let root = silent(&format!(
            "{{swagger: '2.0', {}paths: {{/a: {{get: {{{}responses: {{'{status}': {response}}}}}}}}}}}",
            list(document),
            list(own)
        ));
        let found = &root["paths"]["/a"]["get"]["responses"][status];
        assert_eq!(found.get("content").cloned().unwrap_or_default(), content, "{response}");
    }
}

#[test]
fn headers_and_shared_responses() {
    let root = silent(
        "{swagger: '2.0', responses: {E: {description: d, headers: {H: {type: integer, description: h}}, x-a: 1}}, \
         paths: {/a: {get: {responses: {default: {$ref: '#/responses/E'}}}}}}",
    );
    assert_eq!(
        root["components"]["responses"]["E"],
        json!({
            "description": "d", "x-a": 1,
            "headers": { "H": { "description": "h", "schema": { "type": "integer" } } },
        })
    );
    let reference = &root["paths"]["/a"]["get"]["responses"]["default"]["$ref"];
    assert_eq!(reference, "#/components/responses/E");
}

#[test]
fn a_response_with_the_type_beside_its_description() {
    let (root, _, said) = converted(
        "paths:\n  /a:\n    get:\n      responses:\n        200: {description: d,\n          type: object}\n",
    );
    assert_eq!(
        root["paths"]["/a"]["get"]["responses"]["200"],
        json!({ "description": "d", "content": { "application/json": { "schema": { "type": "object" } } } })
    );
    assert_eq!(said, ["OAS0257 6"]);
}

#[test]
fn schemas() {
    for (before, after) in [
        ("{discriminator: kind}", json!({ "discriminator": { "propertyName": "kind" } })),
        ("{type: string, x-nullable: true}", json!({ "type": "string", "nullable": true })),
        ("{type: [string, 'null']}", json!({ "type": "string", "nullable": true })),
        ("{type: [string]}", json!({ "type": "string" })),
        (
            "{type: [string, integer, 'null']}",
            json!({ "type": ["string", "integer"], "nullable": true }),
        ),
        ("{type: 'null'}", json!({ "enum": [null], "nullable": true })),
        ("{items: [{type: [boolean]}]}", json!({ "items": [{ "type": "boolean" }] })),
        ("{items: {x-nullable: false}}", json!({ "items": { "nullable": false } })),
        (
            "{properties: {f: {type: file}}}",
            json!({ "properties": { "f": { "type": "string", "format": "binary" } } }),
        ),
        (
            "{properties: {discriminator: {type: string}}}",
            json!({ "properties": { "discriminator": { "type": "string" } } }),
        ),
        ("{example: {x-nullable: true}}", json!({ "example": { "x-nullable": true } })),
        (
            "{allOf: [{$ref: '#/definitions/S/items'}]}",
            json!({ "allOf": [{ "$ref": "#/components/schemas/S/items" }] }),
        ),
        ("{$ref: '#/definitions/Gone'}", json!({ "$ref": "#/components/schemas/Gone" })),
    ] {
        let root = silent(&format!(
            "{{swagger: '2.0', definitions: {{A: {before}, S: {{items: {{}}}}}}}}"
        ));
        assert_eq!(root["components"]["schemas"]["A"], after, "{before}");
    }
}

#[test]
fn references_to_other_places() {
    let root = silent(
        "{swagger: '2.0', definitions: {A: {$ref: '#/paths/~1a~1%7Bb%7D/get/responses/200/schema'}, B: {$ref: \
         '#/paths/~1a~1%7Bb%7D/get/parameters/0/schema/items'}}, paths: {'/a/{b}': {get: {parameters: [{in: body, \
         name: b, schema: {items: {}}}], responses: {200: {schema: {}}}}}}}",
    );
    let schemas = &root["components"]["schemas"];
    let operation = "#/paths/~1a~1{b}/get";
    let media = "content/application~1json/schema";
    assert_eq!(schemas["A"]["$ref"], format!("{operation}/responses/200/{media}"));
    assert_eq!(schemas["B"]["$ref"], format!("{operation}/requestBody/{media}/items"));
}

#[test]
fn security() {
    for (before, after) in [
        (
            "{type: basic, description: d}",
            json!({ "type": "http", "scheme": "basic", "description": "d" }),
        ),
        (
            "{type: apiKey, in: header, name: k}",
            json!({ "type": "apiKey", "in": "header", "name": "k" }),
        ),
        (
            "{type: oauth2, flow: implicit, authorizationUrl: a, scopes: {s: t}}",
            json!({ "type": "oauth2", "flows": { "implicit": { "authorizationUrl": "a", "scopes": { "s": "t" } } } }),
        ),
        (
            "{type: oauth2, flow: password, tokenUrl: t}",
            json!({ "type": "oauth2", "flows": { "password": { "tokenUrl": "t", "scopes": {} } } }),
        ),
        (
            "{type: oauth2, flow: application, tokenUrl: t, scopes: {}}",
            json!({ "type": "oauth2", "flows": { "clientCredentials": { "tokenUrl": "t", "scopes": {} } } }),
        ),
        (
            "{type: oauth2, flow: accessCode, authorizationUrl: a, tokenUrl: t, scopes: {}, x-a: 1}",
            json!({ "type": "oauth2", "x-a": 1, "flows": { "authorizationCode": {
                "authorizationUrl": "a", "tokenUrl": "t", "scopes": {},
            } } }),
        ),
    ] {
        let root = silent(&format!("{{swagger: '2.0', securityDefinitions: {{S: {before}}}}}"));
        assert_eq!(root["components"]["securitySchemes"]["S"], after, "{before}");
    }
    let (root, _, said) =
        converted("securityDefinitions:\n  S:\n    type: oauth2\n    tokenUrl: t\n    flow: odd\n");
    let flows = &root["components"]["securitySchemes"]["S"]["flows"];
    assert_eq!(flows, &json!({ "clientCredentials": { "tokenUrl": "t", "scopes": {} } }));
    assert_eq!(said, ["OAS0258 5"]);
}

#[test]
fn what_is_the_same_in_both_stays() {
    let text = "{info: {title: t}, tags: [{name: a}], externalDocs: {url: u}, security: [{a: []}], x-y: {z: 1}, \
                paths: {x-p: 1, /a: {get: {tags: [a], operationId: i, deprecated: true, security: [], x-q: 1}}}}";
    let mut root = silent(text);
    assert_eq!(root["openapi"], "3.0.4");
    root.as_object_mut().expect("an object").shift_remove("openapi");
    let before: Value = serde_yaml::from_str(text).expect("YAML");
    assert_eq!(root, before);
}

#[test]
fn places() {
    let (_, map, _) = converted(
        "swagger: '2.0'\nhost: a.com\ndefinitions:\n  A:\n    type: object\nparameters:\n  B:\n    in: body\n    name: b\n    \
         schema:\n      type: object\npaths:\n  /a:\n    post:\n      parameters:\n      - in: body\n        name: c\n        \
         schema:\n          type: string\n      - in: query\n        name: d\n        type: integer\n      responses:\n        \
         200:\n          description: e\n          schema:\n            type: boolean\n          headers:\n            \
         H:\n              type: string\n",
    );
    for (pointer, line) in [
        ("/openapi", 1),
        ("/servers/0/url", 2),
        ("/components/schemas/A/type", 5),
        ("/components/requestBodies/B/content/application~1json/schema/type", 11),
        ("/paths/~1a/post/requestBody/content/application~1json/schema/type", 19),
        ("/paths/~1a/post/parameters/0/name", 21),
        ("/paths/~1a/post/parameters/0/schema/type", 22),
        ("/paths/~1a/post/responses/200/content/application~1json/schema/type", 27),
        ("/paths/~1a/post/responses/200/headers/H/schema/type", 30),
    ] {
        let at = map.locate(&Pointer::new(pointer), Part::Value).expect("a place");
        assert_eq!(at.line, line, "{pointer}");
    }
}
