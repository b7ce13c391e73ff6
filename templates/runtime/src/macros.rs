//! The macros that generated code calls, by a path that a crate may use whose files are included by another: what
//! `#[macro_export]` puts at the root of a crate may not be called by a path when the file of the macro is included.
pub use super::decoder_object::object;
pub use super::enums::{
    closed_int_enum, closed_text_enum, closed_value_enum, int_enum, text_enum, value_enum,
};
pub use super::param::param_impl;
pub use super::serde_bridge::serde_traits;
pub use super::variants::variants;
