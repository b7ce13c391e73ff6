//! A parent with a discriminator, and children that are `allOf` it.

use expect_test::expect;

use super::schemas;

#[test]
fn a_use_of_the_parent_is_a_use_of_a_child() {
    expect![[r#"
        type #0 Pet union by "petType"
          #5 Pet.base tags ["pet"]
          #1 Cat tags ["Cat"]
          #2 Dog tags ["dog"]
          #3 Puppy tags ["Puppy"]
        type #1 Cat object
          petType: string
          name: string?
          lives: i64?
        type #2 Dog object
          petType: string
          name: string?
          bark: bool?
        type #3 Puppy object
          petType: string
          name: string?
          bark: bool?
          age: i64?
        type #4 Zoo object
          pets: [#0 Pet]?
        type #5 Pet.base object
          petType: string
          name: string?
    "#]]
    .assert_eq(&schemas(
        "
Pet:
  type: object
  required: [petType]
  properties: {petType: {type: string}, name: {type: string}}
  discriminator: {propertyName: petType, mapping: {dog: Dog, pet: Pet}}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {lives: {type: integer}}}]}
Dog: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {bark: {type: boolean}}}]}
Puppy: {allOf: [{$ref: '#/components/schemas/Dog'}, {type: object, properties: {age: {type: integer}}}]}
Zoo: {type: object, properties: {pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
",
    ));
}

#[test]
fn a_child_that_adds_nothing_is_an_object_all_the_same() {
    expect![[r#"
        type #0 Provider union by "type"
          #2 FlowProvider tags ["FLOW"]
        type #1 ProviderType open string enum
          "FLOW"
          "OTHER"
        type #2 FlowProvider object
          type: #1 ProviderType
    "#]]
    .assert_eq(&schemas(
        "
Provider:
  type: object
  required: [type]
  properties: {type: {$ref: '#/components/schemas/ProviderType'}}
  discriminator: {propertyName: type, mapping: {FLOW: FlowProvider}}
ProviderType: {type: string, enum: [FLOW, OTHER]}
FlowProvider: {allOf: [{$ref: '#/components/schemas/Provider'}]}
",
    ));
}
