//! The codecs for types that have serde's traits and no others: what codegen.toml puts in the place of a schema.

use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::encode::Encoder;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Implements `Decode`, `Encode` and `ToParam` for a type that is `DeserializeOwned` and `Serialize`.
#[doc(hidden)]
#[macro_export]
macro_rules! by_serde {
    ($type:ty) => {
        impl runtime::Decode for $type {
            fn decode<Here>(
                input: &mut runtime::Decoder<'_>,
            ) -> Result<Self, runtime::DecodeError> {
                runtime::decode_by_serde(input, concat!("a `", stringify!($type), "`"))
            }
        }

        impl runtime::Encode for $type {
            #[inline]
            fn encode(&self, out: &mut runtime::Encoder) {
                runtime::encode_by_serde(self, out);
            }
        }

        impl runtime::ToParam for $type {
            #[inline]
            fn to_param(&self) -> runtime::ParamValue<'_> {
                runtime::param_from_json(self)
            }
        }
    };
}
pub use by_serde as implement_by_serde;

/// Reads the value that is next by serde.
///
/// # Errors
///
/// The value is not of this type. What serde says of it is left out: it may hold the value, which may be a secret.
pub fn decode_by_serde<T: DeserializeOwned>(
    input: &mut Decoder<'_>,
    expected: &'static str,
) -> Result<T, DecodeError> {
    let json = input.raw()?;
    serde_json::from_str(json).map_err(|_| input.bad_text(expected))
}

/// Writes a value by serde; what serde cannot write as JSON is `null`.
pub fn encode_by_serde(value: &impl Serialize, out: &mut Encoder) {
    let json = serde_json::to_string(value);
    out.raw(json.as_deref().unwrap_or("null"));
}
