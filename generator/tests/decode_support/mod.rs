//! Reads JSON values by the IR alone, as a client that is made of it would: code that shares nothing with the runtime.

use oasmith::ir::{
    Additional, Api, EnumBase, Field, Integer, Number, Presence, StringFormat, Tagging, Type,
    TypeId, TypeKind, Union,
};
use serde_json::Value;

/// What does not fit first, and where.
pub(crate) type Read = Result<(), String>;

/// Reads `value` as what is received of `ty`.
pub(crate) fn read(api: &Api, ty: &Type, value: &Value, at: &str) -> Read {
    match ty {
        Type::Any | Type::External(_) | Type::Binary => Ok(()),
        Type::Null => expect(value.is_null(), "null", value, at),
        Type::Bool => expect(value.is_boolean(), "a boolean", value, at),
        Type::Integer(width) => expect(is_integer(*width, value), "an integer", value, at),
        Type::Number(Number::Decimal) => {
            expect(value.is_number() || value.is_string(), "a decimal", value, at)
        }
        Type::Number(_) => expect(value.is_number(), "a number", value, at),
        Type::String(format) => {
            let fits = value.as_str().is_some_and(|text| is_of(*format, text));
            expect(fits, &format!("text ({format:?})"), value, at)
        }
        Type::List(item) => {
            let Value::Array(items) = value else { return misfit("an array", value, at) };
            each(items, at, |value, at| read(api, item, value, at))
        }
        Type::Tuple(types) => {
            let Value::Array(items) = value else { return misfit("an array", value, at) };
            expect(items.len() >= types.len(), "more items", value, at)?;
            let pairs = types.iter().zip(items).enumerate();
            for (index, (ty, item)) in pairs {
                read(api, ty, item, &format!("{at}/{index}"))?;
            }
            Ok(())
        }
        Type::Map(of) => {
            let Value::Object(members) = value else { return misfit("an object", value, at) };
            members.iter().try_for_each(|(key, value)| read(api, of, value, &format!("{at}/{key}")))
        }
        Type::Nullable(_) if value.is_null() => Ok(()),
        Type::Nullable(inner) | Type::Boxed(inner) => read(api, inner, value, at),
        Type::Named(id) => named(api, *id, value, at),
    }
}

fn named(api: &Api, id: TypeId, value: &Value, at: &str) -> Read {
    match &api.types[id].kind {
        TypeKind::Alias(inner) | TypeKind::Newtype(inner) => read(api, inner, value, at),
        TypeKind::Enum(list) => {
            let known = list.values.iter().any(|known| known.value == *value);
            let open = list.open
                && match list.base {
                    EnumBase::String => value.is_string(),
                    EnumBase::Integer => value.is_i64(),
                    EnumBase::Mixed => true,
                };
            expect(known || open, "a value of the enum", value, at)
        }
        TypeKind::Object(object) => {
            let Value::Object(members) = value else { return misfit("an object", value, at) };
            for field in object.fields.iter().filter(|field| !field.is_fixed()) {
                let at = format!("{at}/{}", field.wire_name);
                member(api, field, members.get(&field.wire_name), &at)?;
            }
            let Additional::Typed(ty) = &object.additional else { return Ok(()) };
            let known = |key: &str| object.fields.iter().any(|field| field.wire_name == key);
            let rest = members.iter().filter(|(key, _)| !known(key));
            rest.into_iter()
                .try_for_each(|(key, value)| read(api, ty, value, &format!("{at}/{key}")))
        }
        TypeKind::Union(of) => union(api, of, value, at),
    }
}

fn member(api: &Api, field: &Field, value: Option<&Value>, at: &str) -> Read {
    let absent = value.is_none_or(Value::is_null);
    match (field.presence, value) {
        (Presence::Required, Some(value)) => read(api, &field.ty, value, at),
        (Presence::Required, None) => Err(format!("{at}: has to be there")),
        (_, Some(value)) if !absent => read(api, &field.ty, value, at),
        _ => Ok(()),
    }
}

/// A value that no variant takes is kept as it is: no failure of a call, but nothing that a user can work with.
fn union(api: &Api, union: &Union, value: &Value, at: &str) -> Read {
    match &union.tagging {
        Tagging::Property(by) => {
            let tag = value.get(&by.property).and_then(Value::as_str);
            let is = |tags: &[String]| tags.iter().any(|known| Some(known.as_str()) == tag);
            match union.variants.iter().find(|variant| is(&variant.tags)) {
                Some(variant) => read(api, &variant.ty, value, at),
                None => Err(format!("{at}: no variant for the tag {tag:?}")),
            }
        }
        Tagging::Shape => {
            let mut misfits = Vec::new();
            for variant in &union.variants {
                match read(api, &variant.ty, value, at) {
                    Ok(()) => return Ok(()),
                    Err(misfit) => misfits.push(misfit),
                }
            }
            Err(format!("{at}: no variant ({})", misfits.join("; ")))
        }
    }
}

fn each(items: &[Value], at: &str, mut of: impl FnMut(&Value, &str) -> Read) -> Read {
    let mut items = items.iter().enumerate();
    items.try_for_each(|(index, item)| of(item, &format!("{at}/{index}")))
}

fn is_integer(width: Integer, value: &Value) -> bool {
    // A whole number may be written with a fraction of zero.
    let Some(number) = value.as_f64().filter(|number| number.fract() == 0.0) else { return false };
    let (least, most) = match width {
        Integer::I8 => (-128.0, 127.0),
        Integer::I16 => (-32_768.0, 32_767.0),
        Integer::I32 => (-2_147_483_648.0, 2_147_483_647.0),
        Integer::I64 => (-9.3e18, 9.3e18),
        Integer::U8 => (0.0, 255.0),
        Integer::U16 => (0.0, 65_535.0),
        Integer::U32 => (0.0, 4_294_967_295.0),
        Integer::U64 => (0.0, 1.85e19),
    };
    (least..=most).contains(&number)
}

fn is_of(format: StringFormat, text: &str) -> bool {
    let digits = |range: std::ops::Range<usize>| {
        text.get(range).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    match format {
        StringFormat::Date => digits(0..4) && digits(5..7) && digits(8..10),
        StringFormat::DateTime => {
            let date = digits(0..4) && digits(5..7) && digits(8..10);
            date && (text.len() == 10 || (digits(11..13) && digits(14..16)))
        }
        StringFormat::Time => digits(0..2) && digits(3..5),
        StringFormat::Uuid => {
            let hex = text.bytes().filter(u8::is_ascii_hexdigit).count();
            hex == 32 && matches!(text.len(), 32 | 36)
        }
        StringFormat::Ipv4 => text.parse::<std::net::Ipv4Addr>().is_ok(),
        StringFormat::Ipv6 => text.parse::<std::net::Ipv6Addr>().is_ok(),
        StringFormat::Ip => text.parse::<std::net::IpAddr>().is_ok(),
        StringFormat::Byte => {
            text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_=\r\n".contains(&byte))
        }
        StringFormat::Int64 => text.parse::<i64>().is_ok(),
        StringFormat::Uint64 => text.parse::<u64>().is_ok(),
        StringFormat::Plain
        | StringFormat::Duration
        | StringFormat::Uri
        | StringFormat::Password
        | StringFormat::Decimal => true,
    }
}

fn expect(fits: bool, expected: &str, value: &Value, at: &str) -> Read {
    if fits { Ok(()) } else { misfit(expected, value, at) }
}

fn misfit(expected: &str, value: &Value, at: &str) -> Read {
    let mut text = value.to_string();
    if let Some((end, _)) = text.char_indices().nth(80) {
        text.truncate(end);
    }
    Err(format!("{at}: expected {expected}, found {text}"))
}
