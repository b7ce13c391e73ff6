//! Diagnostics of the conversion of Swagger 2.0.

use crate::diag::Code;

macro_rules! codes {
    ($($name:ident = $id:literal, $summary:literal, $explanation:literal;)*) => {
        $(pub(super) const $name: Code = Code { id: $id, summary: $summary, explanation: $explanation };)*

        /// All codes of the conversion.
        pub const CODES: &[Code] = &[$($name),*];
    };
}

codes! {
    COLLECTION_FORMAT = "OAS0255", "a `collectionFormat` cannot be sent",
        "Lists are sent as `csv`, `ssv` and `pipes`, and as `multi` in the query and in forms. OpenAPI 3 has no style for \
         `tsv`, and a path or a header cannot hold a parameter several times. The list is sent as `csv`.";
    BODIES = "OAS0256", "an operation has more than one body",
        "A request has one body, so an operation of Swagger 2.0 has one parameter `in: body`, or any number of \
         `in: formData`. Several body parameters are read as the properties of one object; a body beside a form as two \
         ways to send the request.";
    MISPLACED_SCHEMA = "OAS0257", "a schema is not written where Swagger 2.0 has it",
        "Body parameters and responses have their type under `schema`, all other parameters and headers directly \
         beside their name. What is written the other way round is understood.";
    UNKNOWN_FLOW = "OAS0258", "an OAuth flow is none of Swagger 2.0",
        "`flow` is one of `implicit`, `password`, `application` and `accessCode`. Another one is judged by the addresses \
         that stand beside it.";
    SERVER = "OAS0259", "`host`, `basePath` or `schemes` is malformed",
        "`host` is a name with an optional port, `basePath` a path, and `schemes` a list of `http`, `https`, `ws` and \
         `wss`. What does not fit is put right where the meaning is evident, and left out otherwise.";
}
