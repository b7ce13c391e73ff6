//! `allOf`: merged objects, references with annotations, contradictions.

use expect_test::expect;

use super::schemas;

#[test]
fn branches_and_siblings_merge() {
    expect![[r#"
        type #0 Base object
          id: string
          kind: #1 Kind?
          address: #3 Base.address?
        type #1 Kind open string enum
          "cat"
          "dog"
        type #2 Cat object
          id: string
          kind: string always "cat"
          address: #3 Base.address?
          lives: i64
          name: string
        type #3 Base.address object
          city: string?
    "#]]
    .assert_eq(&schemas(
        "
Base:
  type: object
  required: [id]
  properties:
    id: {type: string}
    kind: {$ref: '#/components/schemas/Kind'}
    address: {type: object, properties: {city: {type: string}}}
Kind: {type: string, enum: [cat, dog]}
Cat:
  allOf:
  - $ref: '#/components/schemas/Base'
  - type: object
    required: [kind, lives]
    properties:
      kind: {enum: [cat]}
      lives: {type: integer}
  properties:
    name: {type: string}
  required: [name]
",
    ));
}

#[test]
fn a_reference_with_annotations_is_the_reference() {
    expect![[r"
        type #0 Id = string(Uuid)
        type #1 Thing object
          a: #0 Id
          b: #0 Id|null
          c: #0 Id|null
          d: #2 Sub?
        type #2 Sub object
          a: #0 Id
          b: #0 Id|null
          c: #0 Id|null
          d: box #2 Sub?
          e: string?
        type #3 Text = string
    "]]
    .assert_eq(&schemas(
        "
Id: {type: string, format: uuid}
Thing:
  type: object
  required: [a, b, c]
  properties:
    a: {allOf: [{$ref: '#/components/schemas/Id'}], description: an id}
    b: {allOf: [{$ref: '#/components/schemas/Id'}], nullable: true}
    c: {allOf: [{$ref: '#/components/schemas/Id'}, {nullable: true}]}
    d: {allOf: [{$ref: '#/components/schemas/Sub'}, {$ref: '#/components/schemas/Thing'}]}
Sub:
  allOf:
  - $ref: '#/components/schemas/Thing'
  - {type: object, properties: {e: {type: string}}}
Text: {allOf: [{type: string}, {maxLength: 5}]}
",
    ));
}

#[test]
fn contradictions_take_the_later_type() {
    expect![[r"
        type #0 Odd = i64
        type #1 Thing object
          a: i64?
        Warning OAS0302 #/components/schemas/Odd/allOf/1: a value cannot be `string` and `integer`, as `allOf` asks; expected one type
        Warning OAS0303 #/components/schemas/Thing/allOf/1/properties/a: this property is `integer` here and `string` in another branch of `allOf`; expected one type
    "]]
    .assert_eq(&schemas(
        "
Odd: {allOf: [{type: string}, {type: integer}]}
Thing:
  allOf:
  - {type: object, properties: {a: {type: string}}}
  - {type: object, properties: {a: {type: integer}}}
",
    ));
}

#[test]
fn alternatives_in_all_of_are_shared_out() {
    expect![[r#"
        type #0 Item union by shape
          #2 Item.variant0 "Song" if object with ["id", "length"] named "Song"
          #3 Item.variant(Book) if object with ["id", "pages"]
        type #1 Book object
          pages: i64
        type #2 Item.variant0 "Song" object
          id: string
          length: i64
        type #3 Item.variant(Book) object
          id: string
          pages: i64
    "#]]
    .assert_eq(&schemas(
        "
Item:
  allOf:
  - {type: object, required: [id], properties: {id: {type: string}}}
  - oneOf:
    - {title: Song, type: object, required: [length], properties: {length: {type: integer}}}
    - $ref: '#/components/schemas/Book'
Book: {type: object, required: [pages], properties: {pages: {type: integer}}}
",
    ));
}

#[test]
fn a_schema_that_was_moved_to_the_components_has_a_weak_claim() {
    expect![[r"
        type #0 Pet object
          tag: #1 components.Tag?
        type #1 components.Tag object
          a: string?
    "]]
    .assert_eq(&schemas(
        "
Pet: {type: object, properties: {tag: {$ref: '#/components/schemas/Tag'}}}
Tag: {type: object, x-oasmith-hoisted: true, properties: {a: {type: string}}}
",
    ));
}
