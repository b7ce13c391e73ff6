//! Enumerations: what generated enums tell about themselves, and the traits that follow from it.

use std::fmt;

/// An enum of texts.
pub trait TextEnum: Clone + PartialEq + 'static {
    /// The values that the description has, with their texts on the wire.
    const VALUES: &'static [(&'static str, Self)];
}

/// An enum of integers.
pub trait IntEnum: Clone + PartialEq + 'static {
    /// The values that the description has, with their numbers on the wire.
    const VALUES: &'static [(i64, Self)];
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

/// The text of a value that the description has.
#[must_use]
pub fn known_text<T: TextEnum>(value: &T) -> &'static str {
    T::VALUES.iter().find(|(_, known)| known == value).map_or("", |(text, _)| text)
}

/// The value of a text, if the description has it.
#[must_use]
pub fn known_value<T: TextEnum>(text: &str) -> Option<T> {
    T::VALUES.iter().find(|(known, _)| *known == text).map(|(_, value)| value.clone())
}

/// The number of a value that the description has.
#[must_use]
pub fn known_number<T: IntEnum>(value: &T) -> i64 {
    T::VALUES.iter().find(|(_, known)| known == value).map_or(0, |(number, _)| *number)
}

/// The value of a number, if the description has it.
#[must_use]
pub fn known_integer<T: IntEnum>(number: i64) -> Option<T> {
    T::VALUES.iter().find(|(known, _)| *known == number).map(|(_, value)| value.clone())
}

/// The traits of a `TextEnum` that keeps texts it does not know, in the variant `$rest`.
#[doc(hidden)]
#[macro_export]
macro_rules! text_enum {
    ($type:ident, $rest:ident) => {
        impl $type {
            /// The text of this value on the wire.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    Self::$rest(text) => text,
                    known => runtime::known_text(known),
                }
            }
        }

        impl runtime::Decode for $type {
            fn decode<Here>(
                input: &mut runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, runtime::DecodeError> {
                input.text().map(|text| Self::from(&*text))
            }
        }

        impl runtime::Encode for $type {
            #[inline]
            fn encode(&self, out: &mut runtime::Encoder) {
                out.text(self.as_str());
            }
        }

        impl runtime::ToParam for $type {
            #[inline]
            fn to_param(&self) -> runtime::ParamValue<'_> {
                runtime::ParamValue::from(self.as_str())
            }
        }

        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::convert::From<&str> for $type {
            #[inline]
            fn from(text: &str) -> Self {
                runtime::known_value(text).unwrap_or_else(|| Self::$rest(text.to_owned()))
            }
        }

        impl ::core::convert::From<::std::string::String> for $type {
            #[inline]
            fn from(text: ::std::string::String) -> Self {
                runtime::known_value(&text).unwrap_or(Self::$rest(text))
            }
        }

        impl ::core::convert::AsRef<str> for $type {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        runtime::macros::serde_traits!($type);
    };
}
pub use text_enum;

/// The traits of a `TextEnum` that knows all texts.
#[doc(hidden)]
#[macro_export]
macro_rules! closed_text_enum {
    ($type:ident) => {
        impl $type {
            /// The text of this value on the wire.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &'static str {
                runtime::known_text(self)
            }
        }

        impl runtime::Decode for $type {
            fn decode<Here>(
                input: &mut runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, runtime::DecodeError> {
                let text = input.text()?;
                runtime::known_value(&text)
                    .ok_or_else(|| input.bad_text(concat!("a value of `", stringify!($type), "`")))
            }
        }

        impl runtime::Encode for $type {
            #[inline]
            fn encode(&self, out: &mut runtime::Encoder) {
                out.text(self.as_str());
            }
        }

        impl runtime::ToParam for $type {
            #[inline]
            fn to_param(&self) -> runtime::ParamValue<'_> {
                runtime::ParamValue::from(self.as_str())
            }
        }

        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::core::str::FromStr for $type {
            type Err = runtime::UnknownValue;

            #[inline]

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                runtime::known_value(text).ok_or(runtime::UnknownValue::new(stringify!($type)))
            }
        }

        impl ::core::convert::AsRef<str> for $type {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        runtime::macros::serde_traits!($type);
    };
}
pub use closed_text_enum;

/// The traits of an `IntEnum` that keeps integers it does not know, in the variant `$rest`.
#[doc(hidden)]
#[macro_export]
macro_rules! int_enum {
    ($type:ident, $rest:ident) => {
        impl runtime::Decode for $type {
            fn decode<Here>(
                input: &mut runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, runtime::DecodeError> {
                input.value::<i64>().map(Self::from)
            }
        }

        impl runtime::Encode for $type {
            #[inline]
            fn encode(&self, out: &mut runtime::Encoder) {
                runtime::Encode::encode(&i64::from(self.clone()), out);
            }
        }

        impl runtime::ToParam for $type {
            #[inline]
            fn to_param(&self) -> runtime::ParamValue<'_> {
                runtime::ParamValue::from(i64::from(self.clone()).to_string())
            }
        }

        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&i64::from(self.clone()), f)
            }
        }

        impl ::core::convert::From<i64> for $type {
            #[inline]
            fn from(number: i64) -> Self {
                runtime::known_integer(number).unwrap_or(Self::$rest(number))
            }
        }

        impl ::core::convert::From<$type> for i64 {
            #[inline]
            fn from(value: $type) -> Self {
                match value {
                    $type::$rest(number) => number,
                    known => runtime::known_number(&known),
                }
            }
        }

        runtime::macros::serde_traits!($type);
    };
}
pub use int_enum;

/// The traits of a type that is a `ValueEnum`.
#[doc(hidden)]
#[macro_export]
macro_rules! value_enum {
    ($type:ident) => {
        impl runtime::Decode for $type {
            fn decode<Here>(
                input: &mut runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, runtime::DecodeError> {
                input.value().map(<Self as runtime::ValueEnum>::from_value)
            }
        }

        impl runtime::Encode for $type {
            #[inline]
            fn encode(&self, out: &mut runtime::Encoder) {
                runtime::Encode::encode(&runtime::ValueEnum::value(self), out);
            }
        }

        impl runtime::ToParam for $type {
            #[inline]
            fn to_param(&self) -> runtime::ParamValue<'_> {
                runtime::param_from_json(self)
            }
        }

        runtime::macros::serde_traits!($type);
    };
}
pub use value_enum;

/// The traits of an `IntEnum` that knows all integers.
#[doc(hidden)]
#[macro_export]
macro_rules! closed_int_enum {
    ($type:ident) => {
        impl runtime::Decode for $type {
            fn decode<Here>(
                input: &mut runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, runtime::DecodeError> {
                let number = input.value::<i64>()?;
                runtime::known_integer(number).ok_or_else(|| {
                    input.other_value(concat!("a value of `", stringify!($type), "`"))
                })
            }
        }

        impl runtime::Encode for $type {
            #[inline]
            fn encode(&self, out: &mut runtime::Encoder) {
                runtime::Encode::encode(&runtime::known_number(self), out);
            }
        }

        impl runtime::ToParam for $type {
            #[inline]
            fn to_param(&self) -> runtime::ParamValue<'_> {
                runtime::ParamValue::from(runtime::known_number(self).to_string())
            }
        }

        impl ::core::fmt::Display for $type {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&runtime::known_number(self), f)
            }
        }

        impl ::core::convert::TryFrom<i64> for $type {
            type Error = runtime::UnknownValue;

            #[inline]

            fn try_from(number: i64) -> ::core::result::Result<Self, Self::Error> {
                runtime::known_integer(number).ok_or(runtime::UnknownValue::new(stringify!($type)))
            }
        }

        impl ::core::convert::From<$type> for i64 {
            #[inline]
            fn from(value: $type) -> Self {
                runtime::known_number(&value)
            }
        }

        runtime::macros::serde_traits!($type);
    };
}
pub use closed_int_enum;

/// The traits of a type that is a `ClosedValueEnum`.
#[doc(hidden)]
#[macro_export]
macro_rules! closed_value_enum {
    ($type:ident) => {
        impl runtime::Decode for $type {
            fn decode<Here>(
                input: &mut runtime::Decoder<'_>,
            ) -> ::core::result::Result<Self, runtime::DecodeError> {
                let value = input.value()?;
                <Self as runtime::ClosedValueEnum>::from_value(&value).ok_or_else(|| {
                    input.other_value(concat!("a value of `", stringify!($type), "`"))
                })
            }
        }

        impl runtime::Encode for $type {
            #[inline]
            fn encode(&self, out: &mut runtime::Encoder) {
                runtime::Encode::encode(&runtime::ClosedValueEnum::value(self), out);
            }
        }

        impl runtime::ToParam for $type {
            #[inline]
            fn to_param(&self) -> runtime::ParamValue<'_> {
                runtime::param_from_json(self)
            }
        }

        runtime::macros::serde_traits!($type);
    };
}
pub use closed_value_enum;
