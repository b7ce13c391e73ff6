//! Diagnostics of lowering.

use crate::diag::Code;

/// All codes of this stage.
pub const CODES: &[Code] = &[
    TOO_DEEP,
    CONTRADICTION,
    PROPERTY_OVERLAP,
    SECURITY_UNKNOWN,
    TAG_TWICE,
    READ_AND_WRITE_ONLY,
    FALSE_SCHEMA,
    RUST_TYPE_ODD,
    CHOICES_WIDENED,
    SECURITY_CHALLENGE,
    UNSENDABLE,
    PAGES_UNKNOWN,
];

/// A schema nested beyond what anyone reads.
pub(super) const TOO_DEEP: Code = Code {
    id: "OAS0301",
    summary: "a schema is nested too deeply",
    explanation: "Schemas written inside each other beyond a fixed depth are not followed further, so that no \
                  description can exhaust the stack. The part below becomes `serde_json::Value`. The way out is to \
                  move inner schemas to `components/schemas` and to refer to them.",
};

/// `allOf` of types that exclude each other.
pub(super) const CONTRADICTION: Code = Code {
    id: "OAS0302",
    summary: "schemas that must all hold exclude each other",
    explanation: "`allOf` (or a keyword beside it) asks for two JSON types at once, which no value can have. The \
                  later one is taken, as an override is what such a description usually means. The way out is to \
                  remove the part that does not hold.",
};

/// A property declared twice, differently.
pub(super) const PROPERTY_OVERLAP: Code = Code {
    id: "OAS0303",
    summary: "a property has different types in the branches of `allOf`",
    explanation: "Two branches of an `allOf` declare the same property with types that cannot be reconciled. The \
                  later one is taken. The way out is to declare the property once, or to make one declaration only \
                  add to the other (a description, an `enum`).",
};

/// A requirement of a scheme that is not declared.
pub(super) const SECURITY_UNKNOWN: Code = Code {
    id: "OAS0304",
    summary: "a security requirement names an unknown scheme",
    explanation: "The names in `security` are keys under `components/securitySchemes`. Nothing says what to send \
                  for this one, so the alternative it is part of is left out.",
};

/// A tag of two variants.
pub(super) const TAG_TWICE: Code = Code {
    id: "OAS0305",
    summary: "a discriminator value names two alternatives",
    explanation: "The same text names two alternatives of a union, so it cannot tell them apart. It stays with the \
                  stronger claim: `mapping`, then a constant of the property, then the schema's name.",
};

/// `readOnly` and `writeOnly`.
pub(super) const READ_AND_WRITE_ONLY: Code = Code {
    id: "OAS0306",
    summary: "a property is both `readOnly` and `writeOnly`",
    explanation: "A property must not be marked with both (OpenAPI 3.0.4, 4.7.24.1): it could be neither sent nor \
                  received. Both marks are read over.",
};

/// The schema `false`.
pub(super) const FALSE_SCHEMA: Code = Code {
    id: "OAS0307",
    summary: "a schema allows no value",
    explanation: "The schema `false` (or `not: {}`) allows nothing. Where a type is needed all the same it is any \
                  JSON value.",
};

/// An `x-rust-type` that is no path.
pub(super) const RUST_TYPE_ODD: Code = Code {
    id: "OAS0308",
    summary: "a replacement is not a Rust path",
    explanation: "The value of `x-rust-type` (or of an entry under `[replace]` in codegen.toml) is the path of a \
                  type, such as `my_crate::Money`. This one is not and is read over.",
};

/// Unions beside each other whose product is too large.
pub(super) const CHOICES_WIDENED: Code = Code {
    id: "OAS0309",
    summary: "alternatives are merged into one object",
    explanation: "Several `oneOf` or `anyOf` apply to the same object, or one with very many alternatives beside \
                  properties. Writing out every combination would give hundreds of types, so one object is made \
                  that has the properties of all alternatives, those optional that are not in each.",
};

/// An HTTP scheme whose credentials depend on what the service says first.
pub(super) const SECURITY_CHALLENGE: Code = Code {
    id: "OAS0320",
    summary: "a security scheme answers challenges",
    explanation: "With `digest` and its like the credentials of each request are computed from what the service sent \
                  before. The client does not do that: its setter takes the text of the header as it is. The way out \
                  is to compute it for each call, to use a transport that does, or another scheme of the service.",
};

/// A name that HTTP cannot write.
pub(super) const UNSENDABLE: Code = Code {
    id: "OAS0311",
    summary: "a name cannot be sent over HTTP",
    explanation: "The name of a header is a token (RFC 9110, 5.6.2); the value of `Content-Type` and `Accept`, and the \
                  path of a request, are visible ASCII. A header of another name can be neither sent nor received: a \
                  call that sets it fails with an error. A media type is sent up to the character that does not \
                  fit. Usually a line break or a quotation mark slipped in.",
};

/// An extension whose pages are not generated.
pub(super) const PAGES_UNKNOWN: Code = Code {
    id: "OAS0330",
    summary: "an extension describes pages that cannot be read",
    explanation: "`x-ms-pageable` and `x-speakeasy-pagination` say how the pages of a list follow each other. This one \
                  names a parameter or a property that the operation does not have, or says it in a way that is more \
                  than a path of properties. The operation is there, without `.pages()` and `.items()`. The way out is \
                  to correct it, or to say it in an entry under `[pagination]` of codegen.toml.",
};
