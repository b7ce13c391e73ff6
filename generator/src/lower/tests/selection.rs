//! codegen.toml: selection, names, replacements.

use expect_test::expect;

use super::document_with;
use crate::config::Config;

#[test]
fn what_is_left_out_takes_its_types_with_it() {
    let config = Config::parse(
        "
[crate]
name = 'test'
[include]
tags = ['pets', 'ghosts']
[exclude]
operations = ['drop*']
[names]
'#/components/schemas/Pet' = 'Animal'
'#/components/schemas/Pet/properties/id' = 'number'
'#/components/schemas/Nothing' = 'Something'
[replace]
'#/components/schemas/Money' = 'my::Money'
[client]
error-body = '#/components/schemas/Problem'
",
    )
    .expect("a configuration");
    expect![[r#"
        error body: #2 Problem
        tag "pets"
        GET /pets tags ["pets"]
          200 application/json Json: #0 "Animal"
        type #0 "Animal" (received) object
          id: i64? named "number"
          price: #1 Money?
        type #1 Money (received) = external my::Money
        type #2 Problem (received) object
          message: string?
        Error OAS0504 codegen.toml:49: `ghosts` under `[include]` matches no operation
        Error OAS0504 codegen.toml:190: `#/components/schemas/Nothing` in `[names]` matches nothing in the description
    "#]]
    .assert_eq(&document_with(
        "
paths:
  /pets:
    get: {tags: [pets], responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}}}
    delete: {operationId: dropAll, tags: [pets], responses: {}}
  /users:
    get: {tags: [users], responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/User'}}}}}}
components:
  schemas:
    User: {type: object, properties: {name: {type: string}}}
    Pet: {type: object, properties: {id: {type: integer}, price: {$ref: '#/components/schemas/Money'}}}
    Money: {type: string}
    Problem: {type: object, properties: {message: {type: string}}}
",
        &config,
    ));
}
