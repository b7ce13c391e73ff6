//! Diagnostics of bundling.

use crate::diag::Code;

macro_rules! codes {
    ($($name:ident = $id:literal, $summary:literal, $explanation:literal;)*) => {
        $(pub(super) const $name: Code = Code { id: $id, summary: $summary, explanation: $explanation };)*

        /// All codes of bundling.
        pub const CODES: &[Code] = &[$($name),*];
    };
}

codes! {
    UNREAD_FILE = "OAS0250", "a file that a reference names cannot be read",
        "A `$ref` names a file relative to the one it stands in, and that file is not there or cannot be read. A schema \
         becomes any JSON value; another object is left out. Put the file where the reference says, or correct the \
         reference.";
    URL_REFERENCE = "OAS0251", "a reference leads to the network",
        "A `$ref` is a URL. Nothing is ever fetched, so that the same input always gives the same crate. A schema \
         becomes any JSON value; another object is left out. Download the document, put it beside the description and \
         refer to it by a relative path.";
    NOT_IN_FILE = "OAS0252", "a reference leads to nothing in another file",
        "A `$ref` names a file that was read, but there is nothing at the JSON pointer after `#`. A schema becomes any \
         JSON value; another object is left out. Correct the pointer; `/` in a key is written `~1`, and `~` is `~0`.";
    MISPLACED_REFERENCE = "OAS0253", "a reference stands where the specification allows none",
        "References may stand in place of path items, parameters, responses, schemas and the other objects that \
         `components` holds, not in place of maps, lists or operations. What the reference leads to is read as if it \
         were written there.";
    ENDLESS_FILES = "OAS0254", "files contain each other",
        "What a `$ref` leads to would have to be put in its place, but it contains that very place. The reference is \
         left out. Describe one of the objects of the circle without the other.";
}
