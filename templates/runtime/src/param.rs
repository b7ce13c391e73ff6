//! Parameters: how one is written (`Param`), and what types can be one (`ToParam`).

use super::decode_error::DecodeError;
use super::decoder::Decoder;
use super::decoder_lookahead::Kinds;
use super::encode::{Encode, Encoder, to_json_string};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The name of a parameter, and how its value is written (OpenAPI 3.1.1, section 4.8.12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Param {
    /// The name on the wire.
    pub name: &'static str,
    pub(super) style: ParamStyle,
    pub(super) explode: bool,
    pub(super) allow_reserved: bool,
}

/// The styles of parameters (OpenAPI 3.1.1, section 4.8.12.3), and JSON for those that have `content`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParamStyle {
    /// `blue,black`, in paths and headers.
    Simple,
    /// `.blue.black`, in paths.
    Label,
    /// `;color=blue,black`, in paths.
    Matrix,
    /// `color=blue&color=black`, in queries and cookies.
    Form,
    /// `color=blue%20black`, in queries.
    SpaceDelimited,
    /// `color=blue%7Cblack`, in queries.
    PipeDelimited,
    /// `color[R]=100&color[G]=200`, in queries.
    DeepObject,
    /// `color={"R":100}`.
    Json,
}

impl Param {
    /// Style `simple`, not exploded.
    #[must_use]
    pub const fn simple(name: &'static str) -> Self {
        Self::new(name, ParamStyle::Simple, false)
    }

    /// Style `label`, not exploded.
    #[must_use]
    pub const fn label(name: &'static str) -> Self {
        Self::new(name, ParamStyle::Label, false)
    }

    /// Style `matrix`, not exploded.
    #[must_use]
    pub const fn matrix(name: &'static str) -> Self {
        Self::new(name, ParamStyle::Matrix, false)
    }

    /// Style `form`, exploded.
    #[must_use]
    pub const fn form(name: &'static str) -> Self {
        Self::new(name, ParamStyle::Form, true)
    }

    /// Style `spaceDelimited`, not exploded.
    #[must_use]
    pub const fn space_delimited(name: &'static str) -> Self {
        Self::new(name, ParamStyle::SpaceDelimited, false)
    }

    /// Style `pipeDelimited`, not exploded.
    #[must_use]
    pub const fn pipe_delimited(name: &'static str) -> Self {
        Self::new(name, ParamStyle::PipeDelimited, false)
    }

    /// Style `deepObject`.
    #[must_use]
    pub const fn deep_object(name: &'static str) -> Self {
        Self::new(name, ParamStyle::DeepObject, false)
    }

    /// A parameter that has `content` of JSON.
    #[must_use]
    pub const fn json(name: &'static str) -> Self {
        Self::new(name, ParamStyle::Json, false)
    }

    /// Sets whether arrays and objects become one parameter per item.
    #[must_use]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Leaves reserved characters as they are (RFC 6570, section 3.2.3).
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    const fn new(name: &'static str, style: ParamStyle, explode: bool) -> Self {
        Self { name, style, explode, allow_reserved: false }
    }
}

/// A type whose values can be parameters.
pub trait ToParam: Encode {
    /// The value in the terms that the styles know.
    fn to_param(&self) -> ParamValue<'_>;
}

/// The value of a parameter. There is no `Debug`: it may be a secret.
#[derive(Clone, PartialEq, Eq)]
pub enum ParamValue<'a> {
    /// Nothing to send: `None` and `null`.
    Absent,
    /// One text.
    Scalar(Cow<'a, str>),
    /// The items of an array.
    List(Vec<ParamValue<'a>>),
    /// The members of an object, in their order.
    Object(Vec<(Cow<'a, str>, ParamValue<'a>)>),
}

impl<'a> From<&'a str> for ParamValue<'a> {
    fn from(text: &'a str) -> Self {
        Self::Scalar(Cow::Borrowed(text))
    }
}

impl From<String> for ParamValue<'_> {
    fn from(text: String) -> Self {
        Self::Scalar(Cow::Owned(text))
    }
}

/// JSON text that is a value of its own.
#[derive(Clone, PartialEq, Eq)]
pub struct JsonText(String);

impl JsonText {
    pub(super) fn new(json: impl Into<String>) -> Self {
        Self(json.into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Encode for JsonText {
    fn encode(&self, out: &mut Encoder) {
        out.raw(&self.0);
    }
}

impl ToParam for JsonText {
    fn to_param(&self) -> ParamValue<'_> {
        param_from_json(self)
    }
}

/// Implements `ToParam` for a type that is `Encode`, by way of its JSON.
#[doc(hidden)]
#[macro_export]
macro_rules! param_impl {
    ($type:ty) => {
        impl runtime::ToParam for $type {
            #[inline]
            fn to_param(&self) -> runtime::ParamValue<'_> {
                runtime::param_from_json(self)
            }
        }
    };
}
pub use param_impl;

/// The JSON of a value in the terms that the styles know.
#[must_use]
pub fn param_from_json(value: &dyn Encode) -> ParamValue<'static> {
    let json = to_json_string(value);
    // A value that is nested too deeply to be read again is sent as the JSON that it is.
    read_param(&mut Decoder::new(&json)).unwrap_or_else(|_| ParamValue::from(json))
}

fn read_param(input: &mut Decoder<'_>) -> Result<ParamValue<'static>, DecodeError> {
    match input.kind() {
        Kinds::NULL => input.skip().map(|()| ParamValue::Absent),
        Kinds::STRING => Ok(ParamValue::from(input.text()?.into_owned())),
        Kinds::ARRAY => {
            let mut items = Vec::new();
            input.array(&mut |input| {
                items.push(read_param(input)?);
                Ok(())
            })?;
            Ok(ParamValue::List(items))
        }
        Kinds::OBJECT => {
            let mut members = Vec::new();
            input.members(&mut |key, input| {
                members.push((Cow::Owned(key.into_owned()), read_param(input)?));
                Ok(())
            })?;
            Ok(ParamValue::Object(members))
        }
        _ => Ok(ParamValue::from(input.raw()?.to_owned())),
    }
}

macro_rules! param_by_display {
    ($($type:ty)*) => {$(
        impl ToParam for $type {
            fn to_param(&self) -> ParamValue<'_> {
                ParamValue::from(self.to_string())
            }
        }
    )*};
}

param_by_display!(bool i8 i16 i32 i64 isize u8 u16 u32 u64 usize IpAddr Ipv4Addr Ipv6Addr serde_json::Number);

macro_rules! param_of_floats {
    ($($type:ty)*) => {$(
        impl ToParam for $type {
            /// As in JSON, but whole numbers have no `.0`; JSON has no words for infinities.
            fn to_param(&self) -> ParamValue<'_> {
                if self.is_nan() {
                    return ParamValue::from("NaN");
                }
                if self.is_infinite() {
                    return ParamValue::from(if *self > 0.0 { "Infinity" } else { "-Infinity" });
                }
                let json = to_json_string(self);
                ParamValue::from(json.strip_suffix(".0").unwrap_or(&json).to_owned())
            }
        }
    )*};
}

param_of_floats!(f32 f64);

impl ToParam for str {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::from(self)
    }
}

impl ToParam for String {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::from(self.as_str())
    }
}

impl ToParam for Cow<'_, str> {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::from(&**self)
    }
}

impl<T: ToParam + ?Sized> ToParam for &T {
    fn to_param(&self) -> ParamValue<'_> {
        (**self).to_param()
    }
}

impl<T: ToParam + ?Sized> ToParam for Box<T> {
    fn to_param(&self) -> ParamValue<'_> {
        (**self).to_param()
    }
}

impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> ParamValue<'_> {
        self.as_ref().map_or(ParamValue::Absent, ToParam::to_param)
    }
}

/// A parameter that can only be `null`, which has no text.
impl ToParam for () {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::Absent
    }
}

impl<T: ToParam> ToParam for [T] {
    fn to_param(&self) -> ParamValue<'_> {
        ParamValue::List(self.iter().map(ToParam::to_param).collect())
    }
}

impl<T: ToParam, const N: usize> ToParam for [T; N] {
    fn to_param(&self) -> ParamValue<'_> {
        self.as_slice().to_param()
    }
}

impl<T: ToParam> ToParam for Vec<T> {
    fn to_param(&self) -> ParamValue<'_> {
        self.as_slice().to_param()
    }
}

impl<T: ToParam> ToParam for BTreeMap<String, T> {
    fn to_param(&self) -> ParamValue<'_> {
        let members = self.iter();
        ParamValue::Object(
            members.map(|(name, value)| (name.as_str().into(), value.to_param())).collect(),
        )
    }
}

impl ToParam for serde_json::Value {
    fn to_param(&self) -> ParamValue<'_> {
        param_from_json(self)
    }
}

/// Texts of any kind, as one list that can be a parameter.
pub fn texts(items: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    items.into_iter().map(|item| item.as_ref().to_owned()).collect()
}
