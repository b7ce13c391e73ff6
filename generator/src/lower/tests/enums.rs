//! Enums: bases, names, texts, nulls, duplicates.

use expect_test::expect;

use super::schemas;

#[test]
fn bases_and_odd_values() {
    expect![[r#"
        type #0 Text open string enum
          "a"
          ""
          "A"
        type #1 Null open string enum
          "a"
        type #2 Number open mixed enum
          1
          2.5
        type #3 Int open integer enum
          1
          2
        type #4 Mixed open mixed enum
          "a"
          1
          true
        type #5 Misfit open mixed enum
          "a"
          1
        type #6 Flag = bool
        type #7 Only = null
        type #8 Uses object
          n: #1 Null|null
          list: [#1 Null|null]?
          one: #9 Uses.one?
        type #9 Uses.one open string enum
          "x"
    "#]]
    .assert_eq(&schemas(
        "
Text: {type: string, enum: [a, '', A, a]}
Null: {type: string, nullable: true, enum: [a, null]}
Number: {type: number, enum: [1, 2.5]}
Int: {type: integer, enum: [1, 2]}
Mixed: {enum: [a, 1, true]}
Misfit: {type: string, enum: [a, 1]}
Flag: {type: boolean, enum: [true]}
Only: {enum: [null], nullable: true}
Uses:
  type: object
  required: [n]
  properties:
    n: {$ref: '#/components/schemas/Null'}
    list: {type: array, items: {$ref: '#/components/schemas/Null'}}
    one: {type: string, enum: [x]}
",
    ));
}

#[test]
fn names_and_texts_from_extensions() {
    expect![[r#"
        type #0 List open integer enum
          1 named "One" // the first
          2 named "Two" // the second
        type #1 Map open string enum
          "a"
          "b" // the second
        type #2 Branches open string enum
          "a" named "Alpha" // the first
          "b" // the second
    "#]]
    .assert_eq(&schemas(
        "
List:
  type: integer
  enum: [1, 2]
  x-enum-varnames: [One, Two]
  x-enum-descriptions: [the first, the second]
Map:
  type: string
  enum: [a, b]
  x-enumDescriptions: {b: the second}
Branches:
  oneOf:
  - {enum: [a], title: Alpha, description: the first}
  - {enum: [b], description: the second}
",
    ));
}
