//! Scalars: what a type and its format mean.

use super::keywords::Kind;
use crate::config::{self, Types};
use crate::ir::{Integer, Number, StringFormat, Type};
use crate::spec::ext;

/// The type of a scalar without `enum`.
pub(super) fn scalar(
    kind: Kind,
    format: Option<&str>,
    minimum: Option<f64>,
    maximum: Option<f64>,
    types: &Types,
) -> Type {
    match kind {
        Kind::Boolean => Type::Bool,
        Kind::String => string(format),
        Kind::Integer => integer(format, minimum, maximum),
        Kind::Number => number(format, types),
        Kind::Null => Type::Null,
        Kind::Array => Type::List(Box::new(Type::Any)),
        Kind::Object => Type::Map(Box::new(Type::Any)),
    }
}

/// `format` of a string. Formats without a type of their own are text; `binary` is settled when all uses are known.
fn string(format: Option<&str>) -> Type {
    let format = format.unwrap_or_default().to_ascii_lowercase();
    Type::String(match format.as_str() {
        "date" | "full-date" => StringFormat::Date,
        "date-time" | "datetime" => StringFormat::DateTime,
        "time" => StringFormat::Time,
        "duration" => StringFormat::Duration,
        "uuid" | "guid" => StringFormat::Uuid,
        "uri" | "url" | "iri" => StringFormat::Uri,
        "ipv4" => StringFormat::Ipv4,
        "ipv6" => StringFormat::Ipv6,
        "ip" => StringFormat::Ip,
        "byte" | "base64" => StringFormat::Byte,
        "password" => StringFormat::Password,
        "int64" => StringFormat::Int64,
        "uint64" => StringFormat::Uint64,
        "decimal" => StringFormat::Decimal,
        "binary" => return Type::Binary,
        _ => StringFormat::Plain,
    })
}

fn integer(format: Option<&str>, minimum: Option<f64>, maximum: Option<f64>) -> Type {
    // As `f64` the ends of i64 and u64 are powers of two; a bound that rounds to one is that end.
    const TWO_63: f64 = 9_223_372_036_854_775_808.0;
    const TWO_64: f64 = 18_446_744_073_709_551_616.0;
    let width = match format {
        Some("int8") => Integer::I8,
        Some("int16") => Integer::I16,
        Some("int32") => Integer::I32,
        Some("uint8") => Integer::U8,
        Some("uint16") => Integer::U16,
        Some("uint32" | "uint") => Integer::U32,
        Some("uint64") => Integer::U64,
        _ => Integer::I64,
    };
    let below = minimum.is_some_and(|minimum| minimum < -TWO_63);
    let above = maximum.is_some_and(|maximum| maximum > TWO_63);
    match width {
        Integer::I64 if below || maximum.is_some_and(|maximum| maximum > TWO_64) => {
            Type::Number(Number::Exact)
        }
        Integer::I64 if above && minimum.is_some_and(|minimum| minimum < 0.0) => {
            Type::Number(Number::Exact)
        }
        Integer::I64 if above => Type::Integer(Integer::U64),
        // A 32-bit format with a larger bound (milliseconds since 1970 …): the bound is what is meant.
        Integer::I32 if maximum.is_some_and(|maximum| maximum > f64::from(i32::MAX)) => {
            Type::Integer(Integer::I64)
        }
        width => Type::Integer(width),
    }
}

/// `format` of a number. A whole-number format beside `type: number` is what the values are.
fn number(format: Option<&str>, types: &Types) -> Type {
    let decimal = types.decimal == config::Decimal::RustDecimal;
    let every = types.number == config::Number::RustDecimal;
    match format {
        Some("float") => Type::Number(Number::F32),
        Some("int32") => Type::Integer(Integer::I32),
        Some("int64") => Type::Integer(Integer::I64),
        Some(ext::EXACT_NUMBER) if !every => Type::Number(Number::Exact),
        Some("decimal") if decimal || every => Type::Number(Number::Decimal),
        Some("double") => Type::Number(Number::F64),
        _ if every => Type::Number(Number::Decimal),
        _ => Type::Number(Number::F64),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_as_wide_as_their_bounds() {
        let of = |format, minimum, maximum| {
            scalar(Kind::Integer, format, minimum, maximum, &Types::default())
        };
        assert_eq!(of(None, None, None), Type::Integer(Integer::I64));
        assert_eq!(of(Some("int32"), None, None), Type::Integer(Integer::I32));
        assert_eq!(
            of(None, Some(0.0), Some(18_446_744_073_709_551_615.0)),
            Type::Integer(Integer::U64)
        );
        // JavaScript's rounding of the ends of i64, as OpenAI publishes them.
        assert_eq!(
            of(None, Some(-9_223_372_036_854_776_000.0), Some(9_223_372_036_854_776_000.0)),
            Type::Integer(Integer::I64)
        );
        assert_eq!(of(None, Some(-1e20), None), Type::Number(Number::Exact));
        assert_eq!(of(Some("int32"), None, Some(4e12)), Type::Integer(Integer::I64));
    }

    #[test]
    fn a_format_that_is_unknown_is_text() {
        let of = |format| scalar(Kind::String, Some(format), None, None, &Types::default());
        assert_eq!(of("x-phone"), Type::String(StringFormat::Plain));
        assert_eq!(of("int64"), Type::String(StringFormat::Int64));
    }

    #[test]
    fn numbers_keep_their_digits_where_codegen_toml_asks_for_it() {
        use crate::config::{Decimal, Number as Plain};
        let of = |format, decimal, number| {
            let types = Types { decimal, number, ..Types::default() };
            scalar(Kind::Number, format, None, None, &types)
        };
        for (format, decimal, number, expected) in [
            (Some("decimal"), Decimal::String, Plain::F64, Number::F64),
            (Some("decimal"), Decimal::RustDecimal, Plain::F64, Number::Decimal),
            (None, Decimal::RustDecimal, Plain::F64, Number::F64),
            (None, Decimal::String, Plain::RustDecimal, Number::Decimal),
            (Some("double"), Decimal::RustDecimal, Plain::RustDecimal, Number::F64),
            (Some("float"), Decimal::RustDecimal, Plain::RustDecimal, Number::F32),
        ] {
            assert_eq!(of(format, decimal, number), Type::Number(expected), "{format:?}");
        }
    }
}
