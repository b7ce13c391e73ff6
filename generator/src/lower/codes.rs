//! Diagnostics of lowering and of the passes.

use crate::diag::Code;

/// All codes of this stage.
pub const CODES: &[Code] = &[
    TOO_DEEP,
    CONTRADICTION,
    PROPERTY_OVERLAP,
    ENUM_DUPLICATE,
    ENUM_MISFIT,
    PATH_PARAMETER_UNDECLARED,
    PATH_PARAMETER_UNUSED,
    PATH_PARAMETER_OPTIONAL,
    HEADER_PARAMETER_IGNORED,
    PARAMETER_TWICE,
    SECURITY_UNKNOWN,
    MAPPING_UNKNOWN,
    TAG_TWICE,
    READ_AND_WRITE_ONLY,
    FALSE_SCHEMA,
    REFERENCE_LOST,
    TYPE_UNKNOWN,
    RUST_TYPE_ODD,
    CHOICES_WIDENED,
    ALIAS_LOOP,
];

/// A schema nested beyond what anyone reads.
pub(crate) const TOO_DEEP: Code = Code {
    id: "OAS0301",
    summary: "a schema is nested too deeply",
    explanation: "Schemas written inside each other beyond a fixed depth are not followed further, so that no \
                  description can exhaust the stack. The part below becomes `serde_json::Value`. The way out is to \
                  move inner schemas to `components/schemas` and to refer to them.",
};

/// `allOf` of types that exclude each other.
pub(crate) const CONTRADICTION: Code = Code {
    id: "OAS0302",
    summary: "schemas that must all hold exclude each other",
    explanation: "`allOf` (or a keyword beside it) asks for two JSON types at once, which no value can have. The \
                  later one is taken, as an override is what such a description usually means. The way out is to \
                  remove the part that does not hold.",
};

/// A property declared twice, differently.
pub(crate) const PROPERTY_OVERLAP: Code = Code {
    id: "OAS0303",
    summary: "a property has different types in the branches of `allOf`",
    explanation: "Two branches of an `allOf` declare the same property with types that cannot be reconciled. The \
                  later one is taken. The way out is to declare the property once, or to make one declaration only \
                  add to the other (a description, an `enum`).",
};

/// An enum value listed twice.
pub(crate) const ENUM_DUPLICATE: Code = Code {
    id: "OAS0304",
    summary: "an enum lists a value twice",
    explanation: "The values of an `enum` should be unique (JSON Schema validation, 6.1.2). The second one is read \
                  over.",
};

/// An enum value of another type than declared.
pub(crate) const ENUM_MISFIT: Code = Code {
    id: "OAS0305",
    summary: "an enum value is not of the declared type",
    explanation: "A value of an `enum` does not have the `type` beside it, often because YAML reads an unquoted \
                  `1` or `true` as a number or boolean. The value is kept as it is written; quote it if it is text.",
};

/// `{name}` without a parameter.
pub(crate) const PATH_PARAMETER_UNDECLARED: Code = Code {
    id: "OAS0306",
    summary: "a path has a placeholder without a parameter",
    explanation: "Each `{name}` of a path needs a parameter of that name with `in: path` (OpenAPI 3.0.4, 4.7.9.1). \
                  A string parameter is made up for it.",
};

/// A path parameter without `{name}`.
pub(crate) const PATH_PARAMETER_UNUSED: Code = Code {
    id: "OAS0307",
    summary: "a path parameter does not occur in the path",
    explanation: "A parameter with `in: path` has no placeholder in the path, so there is no place to write it to. \
                  It is left out. Perhaps its name is spelt differently in the path, or it belongs in the query.",
};

/// `required: false` in a path.
pub(crate) const PATH_PARAMETER_OPTIONAL: Code = Code {
    id: "OAS0308",
    summary: "a path parameter is not required",
    explanation: "Parameters with `in: path` must have `required: true` (OpenAPI 3.0.4, 4.7.12.2): without a value \
                  the path would be another one. It is taken as required.",
};

/// `Accept`, `Content-Type`, `Authorization` as parameters.
pub(crate) const HEADER_PARAMETER_IGNORED: Code = Code {
    id: "OAS0309",
    summary: "a header parameter is set by the client itself",
    explanation: "Header parameters called `Accept`, `Content-Type` or `Authorization` shall be ignored (OpenAPI \
                  3.0.4, 4.7.12.2): media types and credentials are described elsewhere, and the client sends them.",
};

/// Two parameters of one name and location.
pub(crate) const PARAMETER_TWICE: Code = Code {
    id: "OAS0310",
    summary: "a parameter is declared twice",
    explanation: "A parameter is identified by its name and location, and a list must not have two alike (OpenAPI \
                  3.0.4, 4.7.10.1). The later one is taken.",
};

/// A requirement of a scheme that is not declared.
pub(crate) const SECURITY_UNKNOWN: Code = Code {
    id: "OAS0311",
    summary: "a security requirement names an unknown scheme",
    explanation: "The names in `security` are keys under `components/securitySchemes`. Nothing says what to send \
                  for this one, so the alternative it is part of is left out.",
};

/// A discriminator mapping that leads nowhere.
pub(crate) const MAPPING_UNKNOWN: Code = Code {
    id: "OAS0312",
    summary: "a discriminator mapping names an unknown schema",
    explanation: "The values of a discriminator's `mapping` are names or references of component schemas that are \
                  among the alternatives. This one is not; values with that tag are kept as raw JSON.",
};

/// A tag of two variants.
pub(crate) const TAG_TWICE: Code = Code {
    id: "OAS0313",
    summary: "a discriminator value names two alternatives",
    explanation: "The same text names two alternatives of a union, so it cannot tell them apart. It stays with the \
                  stronger claim: `mapping`, then a constant of the property, then the schema's name.",
};

/// `readOnly` and `writeOnly`.
pub(crate) const READ_AND_WRITE_ONLY: Code = Code {
    id: "OAS0314",
    summary: "a property is both `readOnly` and `writeOnly`",
    explanation: "A property must not be marked with both (OpenAPI 3.0.4, 4.7.24.1): it could be neither sent nor \
                  received. Both marks are read over.",
};

/// The schema `false`.
pub(crate) const FALSE_SCHEMA: Code = Code {
    id: "OAS0315",
    summary: "a schema allows no value",
    explanation: "The schema `false` (or `not: {}`) allows nothing. Where a type is needed all the same it is any \
                  JSON value.",
};

/// A reference that leads nowhere in spite of the previous stage.
pub(crate) const REFERENCE_LOST: Code = Code {
    id: "OAS0316",
    summary: "a reference leads nowhere",
    explanation: "The target of a reference is not in the document, or it is a chain of references in a circle. \
                  What refers to it takes any JSON value, or is left out where no type is needed.",
};

/// A `type` of no dialect.
pub(crate) const TYPE_UNKNOWN: Code = Code {
    id: "OAS0317",
    summary: "a schema has an unknown type",
    explanation: "The `type` of a schema is one of `string`, `number`, `integer`, `boolean`, `array`, `object`. \
                  This one says nothing a client could rely on, so any JSON value is allowed.",
};

/// An `x-rust-type` that is no path.
pub(crate) const RUST_TYPE_ODD: Code = Code {
    id: "OAS0318",
    summary: "a replacement is not a Rust path",
    explanation: "The value of `x-rust-type` (or of an entry under `[replace]` in codegen.toml) is the path of a \
                  type, such as `my_crate::Money`. This one is not and is read over.",
};

/// Unions beside each other whose product is too large.
pub(crate) const CHOICES_WIDENED: Code = Code {
    id: "OAS0319",
    summary: "alternatives are merged into one object",
    explanation: "Several `oneOf` or `anyOf` apply to the same object, or one with very many alternatives beside \
                  properties. Writing out every combination would give hundreds of types, so one object is made \
                  that has the properties of all alternatives, those optional that are not in each.",
};

/// A schema that is nothing but itself.
pub(crate) const ALIAS_LOOP: Code = Code {
    id: "OAS0320",
    summary: "a schema is defined by itself only",
    explanation: "A chain of schemas that are just names for each other ends where it began, so nothing says what \
                  a value looks like. Any JSON value is allowed.",
};
