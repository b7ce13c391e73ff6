//! `oneOf` and `anyOf`.

use expect_test::expect;

use super::schemas;

#[test]
fn discriminators_with_and_without_mapping() {
    expect![[r#"
        type #0 Mapped union by "type"
          #2 Cat tags ["kitty", "cat"]
          #3 Dog tags ["dog"] put in
        type #1 Implicit union by "type"
          #2 Cat tags ["Cat"]
          #3 Dog tags ["Dog"] put in
        type #2 Cat object
          type: string
        type #3 Dog object
          bark: bool?
    "#]]
    .assert_eq(&schemas(
        "
Mapped:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: type, mapping: {kitty: '#/components/schemas/Cat', cat: Cat, dog: Dog}}
Implicit:
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: type}
Cat: {type: object, required: [type], properties: {type: {type: string}}}
Dog: {type: object, properties: {bark: {type: boolean}}}
",
    ));
}

#[test]
fn a_constant_property_tells_variants_apart() {
    expect![[r#"
        type #0 Event union by "type"
          #2 Event.variant0 tags ["a"]
          #3 Event.variant1 tags ["b", "c"]
        type #1 Shape union by shape
          #4 Shape.variant0 if object with ["a"]
          #5 Shape.variant1 if object with ["b"]
          string if string
          [string] if array
        type #2 Event.variant0 object
          type: string always "a"
          x: string?
        type #3 Event.variant1 object
          type: #6 Event.variant1.type
        type #4 Shape.variant0 object
          a: string
        type #5 Shape.variant1 object
          b: string
        type #6 Event.variant1.type open string enum
          "b"
          "c"
    "#]]
    .assert_eq(&schemas(
        "
Event:
  oneOf:
  - {type: object, required: [type], properties: {type: {type: string, enum: [a]}, x: {type: string}}}
  - {type: object, required: [type], properties: {type: {type: string, enum: [b, c]}}}
Shape:
  anyOf:
  - {type: object, required: [a], properties: {a: {type: string}}}
  - {type: object, required: [b], properties: {b: {type: string}}}
  - {type: string}
  - {type: array, items: {type: string}}
",
    ));
}

#[test]
fn what_is_no_union() {
    expect![[r#"
        type #0 Single = #8 Cat
        type #1 Nullable object
          a: #8 Cat|null
        type #2 Open open string enum
          "a"
          "b"
        type #3 Plain = string
        type #4 Numbers = exact number
        type #5 Enums open string enum
          "a"
          "b"
          "c"
        type #6 E1 open string enum
          "a"
          "b"
        type #7 E2 open string enum
          "b"
          "c"
        type #8 Cat object
          a: string?
          b: string?
    "#]]
    .assert_eq(&schemas(
        "
Single: {oneOf: [{$ref: '#/components/schemas/Cat'}]}
Nullable: {type: object, required: [a], properties: {a: {anyOf: [{$ref: '#/components/schemas/Cat'}, {enum: [null], nullable: true}]}}}
Open: {anyOf: [{type: string}, {type: string, enum: [a, b]}]}
Plain: {anyOf: [{type: string, format: uuid}, {type: string}]}
Numbers: {oneOf: [{type: integer}, {type: number}]}
Enums: {oneOf: [{$ref: '#/components/schemas/E1'}, {$ref: '#/components/schemas/E2'}]}
E1: {type: string, enum: [a, b]}
E2: {type: string, enum: [b, c]}
Cat: {type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}
",
    ));
}

#[test]
fn properties_beside_one_of_are_in_each_variant() {
    expect![[r#"
        type #0 Pet union by "type"
          #1 Cat tags ["cat"]
          #3 Pet.variant(dog) tags ["dog"]
        type #1 Cat object
          type: string
          lives: i64?
        type #2 Dog object
          bark: bool?
        type #3 Pet.variant(dog) object
          type: string
          bark: bool?
    "#]]
    .assert_eq(&schemas(
        "
Pet:
  type: object
  required: [type]
  properties: {type: {type: string}}
  oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]
  discriminator: {propertyName: type, mapping: {cat: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}
Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {type: object, properties: {lives: {type: integer}}}]}
Dog: {type: object, properties: {bark: {type: boolean}}}
",
    ));
}

#[test]
fn unnamed_unions_within_unions_are_flattened() {
    expect![[r"
        type #0 Input union by shape
          string if string
          i64 if integer
          [#2 Input.variant2[]] if array
        type #1 Self union by shape
          string if string
          [#1 Self] if array
        type #2 Input.variant2[] union by shape
          string if string
          bool if bool
    "]]
    .assert_eq(&schemas(
        "
Input:
  oneOf:
  - {type: string}
  - oneOf: [{type: integer}, {type: array, items: {oneOf: [{type: string}, {type: boolean}]}}]
Self: {oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Self'}}]}
",
    ));
}

#[test]
fn an_enum_that_all_variants_share_names_none_of_them() {
    expect![[r#"
        type #0 Action union by "type"
          #2 Link tags ["link", "Link"]
          #3 Camera tags ["camera", "Camera"]
        type #1 Kind open string enum
          "link"
          "camera"
          "other"
        type #2 Link object
          type: #1 Kind
        type #3 Camera object
          type: #1 Kind
        type #4 Same union by shape
          #5 Same.variant0 if object with ["type", "a"] where type in ["x"]
          #6 Same.variant1 if object with ["type", "b"] where type in ["x"]
        type #5 Same.variant0 object
          type: string always "x"
          a: string
        type #6 Same.variant1 object
          type: string always "x"
          b: string
        Note OAS0305 #/components/schemas/Same/oneOf/0: `x` as `type` names another alternative, too
    "#]]
    .assert_eq(&schemas(
        "
Action:
  oneOf: [{$ref: '#/components/schemas/Link'}, {$ref: '#/components/schemas/Camera'}]
  discriminator: {propertyName: type}
Kind: {type: string, enum: [link, camera, other]}
Link: {type: object, required: [type], properties: {type: {$ref: '#/components/schemas/Kind'}}}
Camera: {type: object, required: [type], properties: {type: {$ref: '#/components/schemas/Kind'}}}
Same:
  oneOf:
  - {type: object, required: [type, a], properties: {type: {enum: [x]}, a: {type: string}}}
  - {type: object, required: [type, b], properties: {type: {enum: [x]}, b: {type: string}}}
  discriminator: {propertyName: type}
",
    ));
}

#[test]
fn alternatives_that_cannot_hold_are_left_out() {
    expect![[r"
        type #0 Buckets union by shape
          {i64} if object
          [i64] if array
        type #1 Named object rest i64
          name: string
    "]]
    .assert_eq(&schemas(
        "
Buckets:
  oneOf:
  - {type: object, additionalProperties: {type: integer}}
  - {type: array, items: {type: integer}}
Named:
  allOf: [{$ref: '#/components/schemas/Buckets'}]
  type: object
  required: [name]
  properties: {name: {type: string}}
",
    ));
}

#[test]
fn a_named_enum_or_any_text_is_the_named_enum() {
    expect![[r#"
        type #0 Model = #1 Known
        type #1 Known open string enum
          "a"
          "b"
        type #2 Stop union by shape
          string if string
          [string] if array
        type #3 When union by shape
          string(DateTime) if string
          i64 if integer
          #4 When.variant2 if string
        type #4 When.variant2 open string enum
          "now"
    "#]]
    .assert_eq(&schemas(
        "
Model: {anyOf: [{type: string}, {$ref: '#/components/schemas/Known'}]}
Known: {type: string, enum: [a, b]}
Stop: {oneOf: [{type: string, nullable: true}, {type: array, items: {type: string}}]}
When: {anyOf: [{enum: [now]}, {type: string, format: date-time}, {type: integer}]}
",
    ));
}

#[test]
fn unions_of_enums_are_one_enum() {
    expect![[r#"
        type #0 Shared open string enum
          "a"
          "b"
        type #1 More open string enum
          "a"
          "b"
          "c"
        type #2 Model = #1 More
    "#]]
    .assert_eq(&schemas(
        "
Shared: {anyOf: [{type: string}, {type: string, enum: [a, b]}]}
More: {anyOf: [{$ref: '#/components/schemas/Shared'}, {type: string, enum: [c]}]}
Model: {anyOf: [{$ref: '#/components/schemas/More'}, {type: string}]}
",
    ));
}

#[test]
fn constants_are_part_of_a_shape() {
    expect![[r#"
        type #0 Format union by shape
          #3 Format.variant0 if object with ["type"] where type in ["text"]
          #1 Json if object with ["type"] where type in ["json", "schema"]
          #4 Format.variant2 if string
        type #1 Json union by "type"
          #5 Json.variant0 tags ["json"]
          #6 Json.variant1 tags ["schema"]
        type #2 Audio union by shape
          #7 Audio.variant0 if object where type in ["pcm"]
          #8 Audio.variant1 if object where type in ["alaw"]
        type #3 Format.variant0 object
          type: string always "text"
        type #4 Format.variant2 open string enum
          "auto"
        type #5 Json.variant0 object
          type: string always "json"
        type #6 Json.variant1 object
          type: string always "schema"
        type #7 Audio.variant0 object
          type: #9 Audio.variant0.type?
          rate: i64?
        type #8 Audio.variant1 object
          type: #10 Audio.variant1.type?
        type #9 Audio.variant0.type open string enum
          "pcm"
        type #10 Audio.variant1.type open string enum
          "alaw"
    "#]]
    .assert_eq(&schemas(
        "
Format:
  anyOf:
  - {type: string, enum: [auto]}
  - {type: object, required: [type], properties: {type: {type: string, enum: [text]}}}
  - {$ref: '#/components/schemas/Json'}
Json:
  oneOf:
  - {type: object, required: [type], properties: {type: {type: string, enum: [json]}}}
  - {type: object, required: [type], properties: {type: {type: string, enum: [schema]}}}
Audio:
  oneOf:
  - {type: object, properties: {type: {type: string, enum: [pcm]}, rate: {type: integer}}}
  - {type: object, properties: {type: {type: string, enum: [alaw]}}}
",
    ));
}
