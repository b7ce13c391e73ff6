//! Diagnostics of the passes, numbered with those of lowering.

use crate::diag::Code;

/// All codes of this stage.
pub const CODES: &[Code] = &[ALIAS_LOOP];

/// A schema that is nothing but itself.
pub(super) const ALIAS_LOOP: Code = Code {
    id: "OAS0310",
    summary: "a schema is defined by itself only",
    explanation: "A chain of schemas that are just names for each other ends where it began, so nothing says what \
                  a value looks like. Any JSON value is allowed.",
};
