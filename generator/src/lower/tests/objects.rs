//! Objects, scalars, arrays, maps, recursion.

use expect_test::expect;

use super::schemas;

#[test]
fn presence_access_defaults_and_constants() {
    expect![[r#"
        type #0 Pet object
          id: i64 read-only
          kind: string always "pet"
          note: string|null
          tag: string|null?
          age: i32? = 3 (at least 0)
          secret: string(Password)? write-only
          status: #1 Pet.status?
          address: #2 Pet.address?
          tags: [#3 Pet.tags[]]?
          gone: any
        type #1 Pet.status open string enum
          "sold"
          "free"
        type #2 Pet.address object
          street: string?
        type #3 Pet.tags[] object
          name: string?
    "#]]
    .assert_eq(&schemas(
        "
Pet:
  type: object
  required: [id, kind, note, gone]
  properties:
    id: {type: integer, format: int64, readOnly: true}
    kind: {type: string, enum: [pet]}
    note: {type: string, nullable: true}
    tag: {type: string, nullable: true}
    age: {type: integer, format: int32, minimum: 0, default: 3}
    secret: {type: string, format: password, writeOnly: true}
    status: {type: string, enum: [sold, free]}
    address:
      type: object
      properties: {street: {type: string}}
    tags: {type: array, items: {type: object, properties: {name: {type: string}}}}
",
    ));
}

#[test]
fn objects_without_properties_are_maps() {
    expect![[r"
        type #0 Free = {any}
        type #1 Open = {any}
        type #2 Typed = {i64}
        type #3 Nested = {{string|null}}
        type #4 Values = {#8 Values.element}
        type #5 Closed object closed
        type #6 Both object rest f32
          a: string?
        type #7 Any = any
        type #8 Values.element object
          a: string?
    "]]
    .assert_eq(&schemas(
        "
Free: {type: object}
Open: {type: object, additionalProperties: true}
Typed: {type: object, additionalProperties: {type: integer}}
Nested: {type: object, additionalProperties: {type: object, additionalProperties: {nullable: true, type: string}}}
Values: {type: object, additionalProperties: {type: object, properties: {a: {type: string}}}}
Closed: {type: object, additionalProperties: false}
Both: {type: object, properties: {a: {type: string}}, additionalProperties: {type: number, format: float}}
Any: {}
",
    ));
}

#[test]
fn recursion_is_boxed_only_where_it_has_to_be() {
    expect![[r"
        type #0 Node object
          next: box #0 Node?
          children: [#0 Node]?
        type #1 A object
          b: #2 B?
        type #2 B object
          a: box #3 AliasOfA?
        type #3 AliasOfA = #1 A
        type #4 Tree newtype [#4 Tree]
        type #5 Loop = any
        type #6 Pool = #5 Loop
        Warning OAS0310 #/components/schemas/Loop: this schema is defined by itself only; expected a type somewhere in the chain
    "]]
    .assert_eq(&schemas(
        "
Node:
  type: object
  properties:
    next: {$ref: '#/components/schemas/Node'}
    children: {type: array, items: {$ref: '#/components/schemas/Node'}}
A: {type: object, properties: {b: {$ref: '#/components/schemas/B'}}}
B: {type: object, properties: {a: {$ref: '#/components/schemas/AliasOfA'}}}
AliasOfA: {$ref: '#/components/schemas/A'}
Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}
Loop: {$ref: '#/components/schemas/Pool'}
Pool: {allOf: [{$ref: '#/components/schemas/Loop'}]}
",
    ));
}

#[test]
fn tuples() {
    expect![[r"
        type #0 Point = (f64, string)
        type #1 Rest = [#2 Rest.element]
        type #2 Rest.element union by shape
          f64 if integer|number
          string if string
    "]]
    .assert_eq(&schemas(
        "
Point:
  type: array
  items: {x-oasmith-prefix-items: true, allOf: [{type: number}, {type: string}]}
Rest:
  type: array
  x-oasmith-tuple-rest: true
  items: {x-oasmith-prefix-items: true, allOf: [{type: number}, {type: string}]}
",
    ));
}

#[test]
fn nesting_beyond_reason_is_cut_with_a_diagnostic() {
    use openapiv3::{ArrayType, ReferenceOr, Schema, SchemaData, SchemaKind, Type};
    // Made by hand: a reader of YAML has limits of its own.
    let of = |ty| Schema { schema_data: SchemaData::default(), schema_kind: SchemaKind::Type(ty) };
    let mut schema = of(Type::Boolean(openapiv3::BooleanType::default()));
    for _ in 0..1000 {
        let items = Some(ReferenceOr::Item(Box::new(schema)));
        schema = of(Type::Array(ArrayType {
            items,
            min_items: None,
            max_items: None,
            unique_items: false,
        }));
    }
    let mut api = openapiv3::OpenAPI::default();
    let components = api.components.get_or_insert_default();
    components.schemas.insert("Deep".to_owned(), ReferenceOr::Item(schema));
    let (_, diagnostics) = super::lowered(api, &crate::config::Config::for_crate("test"));
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
    assert_eq!(diagnostics[0].code.id, "OAS0301");
}
