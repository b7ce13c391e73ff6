//! Enumerations: what generated enums tell about themselves, and the traits that follow from it.

use std::fmt;

/// An enum of texts that keeps texts it does not know.
pub trait TextEnum: Sized {
    /// The text on the wire.
    fn text(&self) -> &str;
    /// The value for a text.
    fn from_text(text: &str) -> Self;
}

/// An enum of texts that knows all of them.
pub trait ClosedTextEnum: Sized {
    /// The text on the wire.
    fn text(&self) -> &'static str;
    /// The value for a text, if there is one.
    fn from_text(text: &str) -> Option<Self>;
}

/// An enum of integers that keeps integers it does not know.
pub trait IntEnum: Sized {
    /// The number on the wire.
    fn number(&self) -> i64;
    /// The value for a number.
    fn from_number(number: i64) -> Self;
}

/// An enum of integers that knows all of them.
pub trait ClosedIntEnum: Sized {
    /// The number on the wire.
    fn number(&self) -> i64;
    /// The value for a number, if there is one.
    fn from_number(number: i64) -> Option<Self>;
}

/// An enum of JSON values of several kinds that keeps values it does not know.
pub trait ValueEnum: Sized {
    /// The value on the wire.
    fn value(&self) -> serde_json::Value;
    /// The value for what was on the wire.
    fn from_value(value: serde_json::Value) -> Self;
}

/// An enum of JSON values of several kinds that knows all of them.
pub trait ClosedValueEnum: Sized {
    /// The value on the wire.
    fn value(&self) -> serde_json::Value;
    /// The value for what was on the wire, if there is one.
    fn from_value(value: &serde_json::Value) -> Option<Self>;
}

/// The reason why a text or number is not a value of a closed enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownValue(&'static str);

impl UnknownValue {
    /// The error for an enum of this name.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected a value of `{}`, found another one", self.0)
    }
}

impl std::error::Error for UnknownValue {}

/// The traits of a type that is a `TextEnum`.
#[doc(hidden)]
#[macro_export]
macro_rules! text_enum {
    ($type:ident) => {
        impl $type {
            /// The text of this value on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                runtime::TextEnum::text(self)
            }
        }

        impl runtime::Decode for $type {
            fn decode(
                input: &mut runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, runtime::DecodeError> {
                let text = input.text()?;
                ::core::result::Result::Ok(<Self as runtime::TextEnum>::from_text(&text))
            }
        }

        impl runtime::Encode for $type {
            fn encode(&self, out: &mut runtime::Encoder) {
                out.text(runtime::TextEnum::text(self));
            }
        }

        impl runtime::ToParam for $type {
            fn to_param(&self) -> runtime::ParamValue<'_> {
                runtime::ParamValue::from(runtime::TextEnum::text(self))
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(runtime::TextEnum::text(self))
            }
        }

        impl ::core::convert::From<&str> for $type {
            fn from(text: &str) -> Self {
                <Self as runtime::TextEnum>::from_text(text)
            }
        }

        impl ::core::convert::From<::std::string::String> for $type {
            fn from(text: ::std::string::String) -> Self {
                <Self as runtime::TextEnum>::from_text(&text)
            }
        }

        impl ::core::convert::AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                runtime::TextEnum::text(self)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                runtime::deserialize(deserializer)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                runtime::serialize(self, serializer)
            }
        }
    };
}
pub use text_enum;

/// The traits of a type that is a `ClosedTextEnum`.
#[doc(hidden)]
#[macro_export]
macro_rules! closed_text_enum {
    ($type:ident) => {
        impl $type {
            /// The text of this value on the wire.
            #[must_use]
            pub fn as_str(&self) -> &'static str {
                runtime::ClosedTextEnum::text(self)
            }
        }

        impl runtime::Decode for $type {
            fn decode(
                input: &mut runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, runtime::DecodeError> {
                let text = input.text()?;
                <Self as runtime::ClosedTextEnum>::from_text(&text)
                    .ok_or_else(|| input.bad_text(concat!("a value of `", stringify!($type), "`")))
            }
        }

        impl runtime::Encode for $type {
            fn encode(&self, out: &mut runtime::Encoder) {
                out.text(runtime::ClosedTextEnum::text(self));
            }
        }

        impl runtime::ToParam for $type {
            fn to_param(&self) -> runtime::ParamValue<'_> {
                runtime::ParamValue::from(runtime::ClosedTextEnum::text(self))
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(runtime::ClosedTextEnum::text(self))
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = runtime::UnknownValue;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                <Self as runtime::ClosedTextEnum>::from_text(text)
                    .ok_or(runtime::UnknownValue::new(stringify!($type)))
            }
        }

        impl ::core::convert::AsRef<str> for $type {
            fn as_ref(&self) -> &str {
                runtime::ClosedTextEnum::text(self)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                runtime::deserialize(deserializer)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                runtime::serialize(self, serializer)
            }
        }
    };
}
pub use closed_text_enum;

/// The traits of a type that is an `IntEnum`.
#[doc(hidden)]
#[macro_export]
macro_rules! int_enum {
    ($type:ident) => {
        impl runtime::Decode for $type {
            fn decode(
                input: &mut runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, runtime::DecodeError> {
                let number = <i64 as runtime::Decode>::decode(input)?;
                ::core::result::Result::Ok(<Self as runtime::IntEnum>::from_number(number))
            }
        }

        impl runtime::Encode for $type {
            fn encode(&self, out: &mut runtime::Encoder) {
                runtime::Encode::encode(&runtime::IntEnum::number(self), out);
            }
        }

        impl runtime::ToParam for $type {
            fn to_param(&self) -> runtime::ParamValue<'_> {
                runtime::ParamValue::from(runtime::IntEnum::number(self).to_string())
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&runtime::IntEnum::number(self), f)
            }
        }

        impl ::core::convert::From<i64> for $type {
            fn from(number: i64) -> Self {
                <Self as runtime::IntEnum>::from_number(number)
            }
        }

        impl ::core::convert::From<$type> for i64 {
            fn from(value: $type) -> Self {
                runtime::IntEnum::number(&value)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                runtime::deserialize(deserializer)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                runtime::serialize(self, serializer)
            }
        }
    };
}
pub use int_enum;

/// The traits of a type that is a `ValueEnum`.
#[doc(hidden)]
#[macro_export]
macro_rules! value_enum {
    ($type:ident) => {
        impl runtime::Decode for $type {
            fn decode(
                input: &mut runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, runtime::DecodeError> {
                input.value().map(<Self as runtime::ValueEnum>::from_value)
            }
        }

        impl runtime::Encode for $type {
            fn encode(&self, out: &mut runtime::Encoder) {
                runtime::Encode::encode(&runtime::ValueEnum::value(self), out);
            }
        }

        impl runtime::ToParam for $type {
            fn to_param(&self) -> runtime::ParamValue<'_> {
                runtime::param_from_json(self)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                runtime::deserialize(deserializer)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                runtime::serialize(self, serializer)
            }
        }
    };
}
pub use value_enum;

/// The traits of a type that is a `ClosedIntEnum`.
#[doc(hidden)]
#[macro_export]
macro_rules! closed_int_enum {
    ($type:ident) => {
        impl runtime::Decode for $type {
            fn decode(
                input: &mut runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, runtime::DecodeError> {
                let number = <i64 as runtime::Decode>::decode(input)?;
                <Self as runtime::ClosedIntEnum>::from_number(number).ok_or_else(|| {
                    input.other_value(concat!("a value of `", stringify!($type), "`"))
                })
            }
        }

        impl runtime::Encode for $type {
            fn encode(&self, out: &mut runtime::Encoder) {
                runtime::Encode::encode(&runtime::ClosedIntEnum::number(self), out);
            }
        }

        impl runtime::ToParam for $type {
            fn to_param(&self) -> runtime::ParamValue<'_> {
                runtime::ParamValue::from(runtime::ClosedIntEnum::number(self).to_string())
            }
        }

        impl ::core::fmt::Display for $type {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&runtime::ClosedIntEnum::number(self), f)
            }
        }

        impl ::core::convert::TryFrom<i64> for $type {
            type Error = runtime::UnknownValue;

            fn try_from(number: i64) -> ::core::result::Result<Self, Self::Error> {
                <Self as runtime::ClosedIntEnum>::from_number(number)
                    .ok_or(runtime::UnknownValue::new(stringify!($type)))
            }
        }

        impl ::core::convert::From<$type> for i64 {
            fn from(value: $type) -> Self {
                runtime::ClosedIntEnum::number(&value)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                runtime::deserialize(deserializer)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                runtime::serialize(self, serializer)
            }
        }
    };
}
pub use closed_int_enum;

/// The traits of a type that is a `ClosedValueEnum`.
#[doc(hidden)]
#[macro_export]
macro_rules! closed_value_enum {
    ($type:ident) => {
        impl runtime::Decode for $type {
            fn decode(
                input: &mut runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, runtime::DecodeError> {
                let value = input.value()?;
                <Self as runtime::ClosedValueEnum>::from_value(&value).ok_or_else(|| {
                    input.other_value(concat!("a value of `", stringify!($type), "`"))
                })
            }
        }

        impl runtime::Encode for $type {
            fn encode(&self, out: &mut runtime::Encoder) {
                runtime::Encode::encode(&runtime::ClosedValueEnum::value(self), out);
            }
        }

        impl runtime::ToParam for $type {
            fn to_param(&self) -> runtime::ParamValue<'_> {
                runtime::param_from_json(self)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                runtime::deserialize(deserializer)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                runtime::serialize(self, serializer)
            }
        }
    };
}
pub use closed_value_enum;
