//! Diagnostics of this stage.

use crate::diag::Code;

/// All codes of this stage.
pub const CODES: &[Code] = &[NOT_RUST];

/// A rendered file is not Rust.
pub(super) const NOT_RUST: Code = Code {
    id: "OAS0601",
    summary: "a generated file cannot be written",
    explanation: "What the templates printed for this file does not parse as Rust, or two files have one path. That \
                  is a bug of the generator, whatever the description says. Nothing is written. Report it with the \
                  description; leaving out the operation or schema that the file is for lets you go on until then.",
};
