//! What the passes make of it: usage, presence by direction, merged inline types, files in parts.

use expect_test::expect;

use super::document;

#[test]
fn presence_follows_direction() {
    expect![[r#"
        GET /pets
          200 application/json Json: #1 Page
        POST /pets "makePet"
          body application/json Json: #3 Pet as sent
          200 application/json Json: #0 Pet
        type #0 Pet (received) object
          id: string read-only
          name: string
          nick: string?
        type #1 Page (received) object
          etag: string read-only
          next: string|null
          previous: string?
        type #2 Unused object
          a: string|null?
        type #3 Pet as sent (sent) object
          name: string
          password: string write-only
          nick: string|null?
    "#]]
    .assert_eq(&document(
        "
paths:
  /pets:
    post:
      operationId: makePet
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}
    get:
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Page'}}}}}
components:
  schemas:
    Pet:
      type: object
      required: [id, name, password]
      properties:
        id: {type: string, readOnly: true}
        name: {type: string}
        password: {type: string, writeOnly: true}
        nick: {type: string, nullable: true}
    Page:
      type: object
      required: [etag, next]
      properties:
        etag: {type: string, readOnly: true}
        next: {type: string, nullable: true}
        previous: {type: string, nullable: true}
    Unused: {type: object, properties: {a: {type: string, nullable: true}}}
",
    ));
}

#[test]
fn the_body_of_one_operation_in_two_media_types_is_one_type() {
    expect![[r#"
        POST /pets "makePet"
          body? application/json Json: #0 makePet.request(application/json)
          body? application/x-www-form-urlencoded Form: #0 makePet.request(application/json)
          200 application/json Json: #1 makePet.response "Problem"
          400 application/json Json: #1 makePet.response "Problem"
          500 application/json Json: #2 makePet.response(500) "Problem"
        type #0 makePet.request(application/json) (sent) object
          name: #3 makePet.request(application/json).name?
        type #1 makePet.response "Problem" (received) object
          a: string?
        type #2 makePet.response(500) "Problem" (received) object
          b: string?
        type #3 makePet.request(application/json).name (sent) object
          first: string?
    "#]]
    .assert_eq(&document(
        "
paths:
  /pets:
    post:
      operationId: makePet
      requestBody:
        content:
          application/json: {schema: {type: object, properties: {name: {type: object, properties: {first: {type: string}}}}}}
          application/x-www-form-urlencoded: {schema: {type: object, properties: {name: {type: object, properties: {first: {type: string}}}}}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {title: Problem, type: object, properties: {a: {type: string}}}}}}
        '400': {description: no, content: {application/json: {schema: {title: Problem, type: object, properties: {a: {type: string}}}}}}
        '500': {description: no, content: {application/json: {schema: {title: Problem, type: object, properties: {b: {type: string}}}}}}
",
    ));
}

#[test]
fn an_object_with_files_that_is_json_elsewhere_is_two_types() {
    expect![[r"
        PUT /files
          body? multipart/form-data Multipart: #1 Parts
          200 application/json Binary: binary
        POST /files
          body? multipart/form-data Multipart: #3 UploadParts
          200 application/json Json: #0 Upload
        type #0 Upload (received) object
          file: string?
          name: string?
        type #1 Parts (sent) object
          files: [binary]?
          one: binary?
        type #2 Blob = string
        type #3 UploadParts (sent) object
          file: binary?
          name: string?
    "]]
    .assert_eq(&document(
        "
paths:
  /files:
    post:
      requestBody: {content: {multipart/form-data: {schema: {$ref: '#/components/schemas/Upload'}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Upload'}}}}}
    put:
      requestBody: {content: {multipart/form-data: {schema: {$ref: '#/components/schemas/Parts'}}}}
      responses: {'200': {description: ok, content: {application/json: {schema: {type: string, format: binary}}}}}
components:
  schemas:
    Upload: {type: object, properties: {file: {type: string, format: binary}, name: {type: string}}}
    Parts: {type: object, properties: {files: {type: array, items: {$ref: '#/components/schemas/Blob'}}, one: {$ref: '#/components/schemas/Blob'}}}
    Blob: {type: string, format: binary}
",
    ));
}
