//! The codec: JSON in and out, enumerations, formats, and the styles of parameters.

#[cfg(any(feature = "chrono", feature = "jiff", feature = "time"))]
mod dates;
mod decoding;
mod encoding;
mod enums;
mod formats;
mod json_text;
mod models;
mod param_styles;
mod secrets;
mod serde_twins;
mod unions;
