//! Notes of `lint`, numbered `OAS07xx`. None of them is reported when a crate is generated.

use crate::diag::Code;

macro_rules! codes {
    ($($name:ident = $id:literal, $summary:literal, $explanation:literal;)*) => {
        $(pub(super) const $name: Code = Code { id: $id, summary: $summary, explanation: $explanation };)*

        /// All codes of this stage.
        pub const CODES: &[Code] = &[$($name),*];
    };
}

codes! {
    NO_OPERATION_ID = "OAS0701", "an operation has no `operationId`",
        "Methods are named after the `operationId`. Without one the name is made of HTTP method and path, and \
         changes with the path; links, logs and documentation cannot refer to the operation either. Give it an \
         id, a verb and a noun: `listPets`. A method of the generated crate is named without one as the message \
         says.";
    INLINE_TYPE = "OAS0702", "a type is named after its place",
        "A schema that is written where it is used has no name, so its type is named after its title, or after \
         its parent and what it is there. It is renamed when the place is: a breaking change for users that no \
         one decided. Move the schema to `components/schemas` under a good name, or pin the name with \
         `x-rust-name` or under `[names]` in codegen.toml.";
    UNUSED_COMPONENT = "OAS0703", "nothing uses a component",
        "No operation, webhook or other component that is used refers to it. A schema becomes a type of the crate \
         all the same, which costs users compile time and a page of documentation; the others leave no trace. \
         Remove it, refer to it, or select operations under `[include]` in codegen.toml: then only what they need \
         is generated.";
    EXAMPLE_MISFIT = "OAS0704", "an example does not fit its schema",
        "The example is not what its schema allows. Either the example is wrong, and documentation and tests that \
         are made of it mislead, or the schema is, and the service's answers cannot be read. Formats and patterns \
         are not compared.";
    DEFAULT_MISFIT = "OAS0705", "a default does not fit its schema",
        "The value of `default` is not what its schema allows, so it cannot be what a service assumes. It is in \
         the documentation of the crate as it is written. Formats and patterns are not compared.";
    ONE_VALUE = "OAS0706", "an enumeration has one value",
        "An `enum` of one value becomes a type with one variant (and one for values that nobody knows yet), which \
         users have to write out. A required property with one value is written by the crate itself and costs \
         nothing. If more values will come this is right; if not, leave the `enum` out where the property is \
         optional, or make the property required.";
    NO_ERROR_SCHEMA = "OAS0707", "an operation describes no body of errors",
        "No response for a 4xx or 5xx status, and no `default`, has a body with a schema. Users get status, \
         headers and bytes of an error, and nothing to match on. Describe it once under `components/responses` \
         and refer to it, or name the schema of errors for all operations as `error-body` under `[client]` in \
         codegen.toml.";
    UNDOCUMENTED = "OAS0708", "an operation has neither summary nor description",
        "Documentation of the method is all that users see in their editor. Without a text it says HTTP method \
         and path only. Write a `summary` of one line.";
    NO_TAG = "OAS0709", "an operation has no tag",
        "Methods are grouped by tag, a handle each. One without a tag stands in a group made of its path, or with \
         all others that have none. Give each operation one tag, and describe it under `tags`.";
    NO_SERVER = "OAS0710", "there is no server with an absolute URL",
        "Without one, the client has no address to call: users have to give one to the builder, or in the \
         environment. Write the URL of the service under `servers`.";
    ANYTHING = "OAS0711", "a schema says nothing about its values",
        "The schema is empty or absent, so the type is `serde_json::Value`: nothing is checked, and users have to \
         look inside themselves. Describe the value, be it only by `type`.";
}
