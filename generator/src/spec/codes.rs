//! Diagnostics of this stage.

use crate::diag::Code;

macro_rules! codes {
    ($($name:ident = $id:literal, $summary:literal, $explanation:literal;)*) => {
        $(pub(super) const $name: Code = Code { id: $id, summary: $summary, explanation: $explanation };)*

        /// All codes of this stage.
        pub const CODES: &[Code] = &[$($name),*];
    };
}

codes! {
    NOT_A_DESCRIPTION = "OAS0201", "the document is not an OpenAPI description",
        "An OpenAPI description is an object whose first key is `openapi: 3.x.y` (or `swagger: 2.0`). Nothing can be \
         generated from anything else. Point the tool at the root file of the description.";
    UNKNOWN_VERSION = "OAS0202", "the OpenAPI version is not one that is read",
        "Versions 2.0, 3.0, 3.1 and 3.2 are read. What a keyword means depends on the version, so another one is not \
         guessed at. Correct `openapi`, or convert the description.";
    VERSION_NOT_TEXT = "OAS0203", "the OpenAPI version is not written as text",
        "`openapi: 3.0` is a number in YAML, and `3.10` would be the same number as `3.1`. It is read as the version \
         that was evidently meant. Put it in quotes, with its patch number: `openapi: \"3.0.4\"`.";
    DANGLING_REFERENCE = "OAS0204", "a reference leads nowhere",
        "The target of a `$ref` does not exist. A schema becomes any JSON value; another object is left out. Correct \
         the reference, or add its target.";
    MISDIRECTED_REFERENCE = "OAS0205", "a reference leads elsewhere than it says",
        "The target of a `$ref` does not exist where the reference says, but evidently stands in another place: under \
         another kind of component, or with other capitals or escapes. That one is used. Correct the reference.";
    REFERENCE_LOOP = "OAS0206", "references lead in a circle",
        "A component that is only a reference leads back to itself, so nothing says what it is. A schema becomes any \
         JSON value; another object is left out. Describe one of the components of the circle.";
    WRONG_KIND = "OAS0207", "a reference leads to another kind of object",
        "A `$ref` has to lead to an object of the kind that its place holds: a schema where a schema is expected, a \
         response where a response is. Where the meaning is evident it is read as such (a schema in the place of a \
         response is its JSON body), otherwise it is treated as a reference to nothing.";
    WRONG_TYPE = "OAS0209", "a keyword has a value of another type",
        "The value of a keyword is not of the JSON type that the specification gives it, but what it means is evident \
         (a number in quotes, one string instead of a list of strings). It is read as that. Correct the type.";
    UNUSABLE_VALUE = "OAS0210", "a keyword has a value that means nothing",
        "The value of a keyword is none that the specification allows there, and nothing evident is meant by it. The \
         keyword is read as if it were absent. Correct or remove it.";
    MISSING = "OAS0211", "something required is missing",
        "The specification requires a keyword that is not there. What it most likely holds is filled in, and the help \
         says what that is. Add the keyword, so that nothing has to be guessed.";
    OTHER_VERSION = "OAS0212", "a keyword of another version of OpenAPI",
        "A keyword belongs to another version of OpenAPI than the one the description declares: 2.0 leftovers in a 3.0 \
         file, `nullable` in a 3.1 file, a list of types in a 3.0 file. It is read with the meaning it has there.";
    UNKNOWN_TYPE = "OAS0213", "a schema has a type that does not exist",
        "The types of a schema are `string`, `number`, `integer`, `boolean`, `array` and `object` (and `null` since \
         3.1). A common name for one of them is understood, any other is read as if it were absent.";
    UNKNOWN_LOCATION = "OAS0214", "a parameter has no known place",
        "`in` is one of `path`, `query`, `header` and `cookie`. A parameter that is a placeholder of the path is one of \
         the path, any other is read as one of the query.";
    UNKNOWN_STYLE = "OAS0215", "a style does not fit its place",
        "Each place of a parameter has its own styles (OpenAPI 3.0.4, section 4.7.12.3). Another one is read as if it \
         were absent: the default of the place is used.";
    IGNORED_HEADER = "OAS0216", "a header parameter that the specification ignores",
        "Header parameters called `Accept`, `Content-Type` and `Authorization` shall be ignored (OpenAPI 3.0.4, section \
         4.7.12.1): content types and security schemes describe them. Declare a security scheme or the content.";
    DUPLICATE_PARAMETER = "OAS0217", "a parameter is declared twice",
        "A list of parameters must not hold two of the same name and place (OpenAPI 3.0.4, section 4.7.10.1). The first \
         one is used. Remove the other.";
    PATH_PARAMETERS = "OAS0218", "placeholders of a path and path parameters differ",
        "Each `{name}` of a path needs a path parameter of that name, and each path parameter a placeholder. A missing \
         one is taken for a required string; one without a placeholder cannot be sent and is left out.";
    STATUS_CODE = "OAS0219", "a response has a key that is no status code",
        "Responses are keyed by a status code (`200`), a range (`2XX`) or `default`. A key that begins with one is read \
         as that one; a response under any other key can never be the answer and is left out.";
    REQUIRED_FLAG = "OAS0220", "`required` stands on a property",
        "In a schema `required` is a list of property names and stands beside `properties`. `required: true` on a \
         property is read as if its name were in that list.";
    ENUM_TYPE = "OAS0221", "values of an enumeration do not fit the type",
        "A value in `enum` that is not of the schema's `type` can never occur; a text that YAML takes for a number or \
         a boolean is the usual reason. They are read as values of the declared type where they can be.";
    MISPLACED = "OAS0222", "something stands in the wrong place",
        "A keyword stands one level too high or too low, and what it belongs to is evident. It is read as if it stood \
         there.";
    IGNORED_SIBLINGS = "OAS0223", "keywords beside a reference are ignored",
        "OpenAPI 3.0 ignores everything beside `$ref`. Descriptions and flags are honoured all the same; what would \
         change the structure is not. Use `allOf` with the reference as its first entry.";
    UNKNOWN_METHOD = "OAS0225", "a path has an operation under a key that is no method of OpenAPI",
        "A key of a path item holds an operation but is none of the methods that OpenAPI lists. It is read as an \
         operation with that method.";
    TOO_DEEP = "OAS0224", "callbacks are nested too deeply",
        "An operation has callbacks whose operations have callbacks, and so on, deeper than any client follows. What \
         lies deeper is left out. Describe inner operations as webhooks, or on their own.";
    NO_EFFECT = "OAS0226", "a keyword has no effect on the type of its schema",
        "`items` says something of arrays only, and `properties` of objects only: beside another `type` they have no \
         effect (JSON Schema, section 7.6.1). Usually the `type` is not what was meant.";
    UNKNOWN_KEYWORD = "OAS0227", "a keyword does not exist, and is near to one that does",
        "Readers pass over keywords they do not know, so one that is misspelled changes nothing and nobody is told. Only \
         those near to a keyword of the same object are reported. Correct it, or begin its name with `x-` when it is an \
         extension.";
    UNDECLARED = "OAS0228", "a property is required that is not declared",
        "A name in `required` is none of the properties of the schema, nor of any that it is made of or a part of. No \
         answer has it, so it is not asked for; where only capitals or punctuation differ, the property is required. \
         In what is sent it can be given. Correct the name, or declare the property.";
    EXCLUSION = "OAS0229", "schemas that must all hold allow no value",
        "A `type` excludes an alternative of the `oneOf` or `anyOf` beside it, or the lists of an `allOf` have no value in \
         common. Nobody lists what can never be, so the type is read over, and the lists are alternatives. Remove the \
         type, or write `anyOf`.";
    FORMAT_MISFIT = "OAS0230", "a format contradicts its schema",
        "The example of a schema is not of its `format`, or no text of the format is as long as `minLength` and \
         `maxLength` ask. Values that are not of the format could not be read, so it is any text. Correct the format, or \
         what contradicts it.";
    NULL_EXAMPLE = "OAS0231", "an example has `null` where its schema allows none",
        "In the example of an answer a required property is `null`, and its schema does not allow that. Services send what \
         examples show: where the property is only received it may be `null`, so that such an answer can be read. \
         Allow `null` in the schema, or correct the example.";
    NOT_TYPED = "OAS0290", "an object of the description could not be understood",
        "An object did not get the shape that the specification gives it, though all known mistakes are repaired \
         before. It is read as an empty one; the rest of the description is not affected. Please report the object.";
}
