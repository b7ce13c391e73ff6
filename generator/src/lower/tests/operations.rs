//! Operations with parameters, bodies, responses, security, servers, webhooks.

use expect_test::expect;

use super::{document, lowered_with};
use crate::config::Config;

#[test]
fn an_ordinary_operation() {
    expect![[r#"
        server "https://{region}.example.com" region="eu" of ["eu", "us"]
        security scheme key: ApiKeyHeader("X-Key")
        security scheme token: Bearer
        tag "pets"
        tag "other"
        GET /pets/{id} "getPet" tags ["pets", "other"]
          security key
          path id: i64 Simple
          query verbose: #1 getPet.verbose Form explode
          query filter: #2 getPet.filter? DeepObject explode
          query where: {any}? as application/json
          200 application/json Json: #3 getPet.response
            header X-Total: i64?
          4XX application/json Json: #4 components.Error
          default: nothing
        POST /pets/{id}
          path id: i64 Simple
          query verbose: bool? Form explode
          body? application/json Json: #5 POST /pets/{id}.request(application/json)
          body? multipart/form-data Multipart: #6 POST /pets/{id}.request(multipart/form-data)
            part file as image/png
          201 */* Json: #0 File
          404 application/json Json: #4 components.Error
        DELETE /pets/{id}
          security nothing or key and token["a"]
          path id: i64 Simple
          query verbose: bool? Form explode
          204: nothing
        type #0 File (received) object
          data: string?
        type #1 getPet.verbose (parameter) open string enum
          "a"
          "b"
        type #2 getPet.filter (parameter) object
          a: string?
        type #3 getPet.response (received) object
          name: string?
        type #4 components.Error (received) object
          message: string?
        type #5 POST /pets/{id}.request(application/json) (sent) object
          name: string?
        type #6 POST /pets/{id}.request(multipart/form-data) (sent) object
          file: binary?
          name: string?
        Warning OAS0304 #/paths/~1pets~1{id}/delete/security/2/none: `none` is not a security scheme; expected a key of `components/securitySchemes`
    "#]]
    .assert_eq(&document(
        "
servers: [{url: 'https://{region}.example.com', variables: {region: {default: eu, enum: [eu, us]}}}]
tags: [{name: pets}]
security: [{key: []}]
paths:
  /pets/{id}:
    parameters:
    - {name: id, in: path, required: true, schema: {type: integer}}
    - {name: verbose, in: query, schema: {type: boolean}}
    get:
      operationId: getPet
      tags: [pets, other]
      parameters:
      - {name: verbose, in: query, required: true, schema: {type: string, enum: [a, b]}}
      - {name: filter, in: query, style: deepObject, explode: true, schema: {type: object, properties: {a: {type: string}}}}
      - {name: where, in: query, content: {application/json: {schema: {type: object}}}}
      responses:
        '200':
          description: ok
          headers: {X-Total: {schema: {type: integer}}}
          content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}
        4xx: {$ref: '#/components/responses/Error'}
        default: {description: odd}
    post:
      security: []
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {name: {type: string}}}}
          multipart/form-data:
            schema: {type: object, properties: {file: {type: string, format: binary}, name: {type: string}}}
            encoding: {file: {contentType: image/png}}
      responses:
        '201': {description: made, content: {'*/*': {schema: {$ref: '#/components/schemas/File'}}}}
        '404': {$ref: '#/components/responses/Error'}
    delete:
      security: [{}, {key: [], token: [a]}, {none: []}]
      responses: {'204': {description: gone}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    token: {type: http, scheme: Bearer}
  responses:
    Error: {description: no, content: {application/json: {schema: {type: object, properties: {message: {type: string}}}}}}
  schemas:
    File: {type: object, properties: {data: {type: string, format: binary}}}
",
    ));
}

#[test]
fn streams_webhooks_callbacks_and_other_methods() {
    expect![[r#"
        POST /events "events"
          200 text/event-stream EventStream: #0 events.response(text/event-stream)[]
          200 application/x-ndjson JsonLines: i64
          200 text/csv Text: string
          200 application/octet-stream Binary: binary
          link `next` leads to `events` with `id` from `$response.body#/id`
        QUERY /events
        webhook "onEvent" POST callback of /events
          body application/json Json: #1 onEvent.request
        webhook "new/pet" POST
          body application/json Json: string
        type #0 events.response(text/event-stream)[] (received) object
          a: string?
        type #1 onEvent.request (received) object
          id: string?
    "#]]
    .assert_eq(&document(
        "
paths:
  /events:
    post:
      operationId: events
      callbacks:
        onEvent:
          '{$request.body#/url}':
            post:
              requestBody: {content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}
              responses: {}
      responses:
        '200':
          description: ok
          content:
            text/event-stream: {schema: {type: object, properties: {a: {type: string}}}}
            application/x-ndjson: {schema: {type: array, items: {type: integer}}}
            text/csv: {schema: {type: string}}
            application/octet-stream: {schema: {type: string, format: binary}}
          links: {next: {operationId: events, parameters: {id: '$response.body#/id'}}}
  /x-oasmith-method/QUERY/events:
    post: {responses: {}}
  /x-oasmith-webhook/new~1pet:
    post: {requestBody: {content: {application/json: {schema: {type: string}}}}, responses: {}}
",
    ));
}

#[test]
fn files_of_lines_are_files_and_answers_to_head_are_empty() {
    expect![[r"
        GET /files
          200 application/x-jsonl Binary: binary
        HEAD /files
          200: nothing
    "]]
    .assert_eq(&document(
        "
paths:
  /files:
    get:
      responses:
        '200': {description: ok, content: {application/x-jsonl: {schema: {type: string, format: binary}}}}
    head:
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: string}}}}
",
    ));
}

#[test]
fn the_order_of_the_document_is_kept_beside_that_of_the_methods() {
    let (api, _) = lowered_with(
        "
openapi: 3.0.0
info: {title: t, version: '1'}
paths:
  /keys:
    post: {operationId: create, responses: {'204': {description: made}}}
    get: {operationId: list, responses: {'204': {description: none}}}
    delete: {operationId: revoke, responses: {'204': {description: gone}}}
    x-oasmith-methods: [post, get, delete]
",
        &Config::for_crate("test"),
    );
    let listed: Vec<_> = (api.operations.iter())
        .map(|operation| {
            (operation.operation_id.as_deref().unwrap_or_default(), operation.position)
        })
        .collect();
    assert_eq!(listed, [("list", 1), ("create", 0), ("revoke", 2)]);
}
