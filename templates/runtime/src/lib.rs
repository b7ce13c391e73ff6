//! What every generated client shares: requests, answers, errors, and the JSON in between.

#[cfg(feature = "base64")]
mod formats_base64;
#[cfg(feature = "chrono")]
mod formats_chrono;
#[cfg(feature = "uuid")]
mod formats_uuid;

mod decode;
mod decode_error;
mod decoder;
mod encode;
mod enums;
mod json_scanner;
mod number_text;
mod param;
mod param_style;
mod percent;
mod secret;
mod serde_bridge;

#[cfg(feature = "base64")]
pub use formats_base64::Base64;

pub use decode::{Decode, from_json_slice, from_json_str};
pub use decode_error::DecodeError;
pub use decoder::{Candidate, Candidates, Decoder, Kinds};
pub use encode::{Encode, Encoder, to_json_string, to_json_vec};
pub use enums::{ClosedTextEnum, IntEnum, TextEnum, UnknownValue, ValueEnum};
pub use number_text::TextNumber;
pub use param::{JsonText, Param, ParamStyle, ParamValue, ToParam, param_from_json};
pub use param_style::{cookie_pairs, form_pairs, header_value, path_value, query_pairs};
pub use percent::{Escapes, percent_encode};
pub use secret::Secret;
pub use serde_bridge::{deserialize, serialize};
