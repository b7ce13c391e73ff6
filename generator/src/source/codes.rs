//! Diagnostics of this stage.

use crate::diag::Code;

/// All codes of this stage.
pub const CODES: &[Code] = &[];
