//! Example values as Rust expressions: from the description's examples where they fit, else made up from the type.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value;

use super::text::{Code, StrLit};
use super::{Cx, model, types};
use crate::ir::{Integer, Number, Object, Presence, StringFormat, Tagging, Type, TypeId, TypeKind};

/// A JSON value as an expression of type `serde_json::Value`.
pub(super) fn json(value: &Value) -> Code {
    let tokens = json_tokens(value, 0);
    Code::tokens(&quote!(serde_json::json!(#tokens)))
}

fn json_tokens(value: &Value, depth: usize) -> TokenStream {
    match value {
        Value::Bool(true) => quote!(true),
        Value::Bool(false) => quote!(false),
        Value::Number(number) => {
            if let Some(n) = number.as_i64() {
                let literal = Literal::i64_unsuffixed(n.wrapping_abs());
                if n < 0 && n != i64::MIN { quote!(-#literal) } else { quote!(#literal) }
            } else if let Some(n) = number.as_u64() {
                let literal = Literal::u64_suffixed(n);
                quote!(#literal)
            } else {
                let n = number.as_f64().filter(|n| n.is_finite()).unwrap_or_default();
                let literal = Literal::f64_unsuffixed(n.abs());
                if n < 0.0 { quote!(-#literal) } else { quote!(#literal) }
            }
        }
        Value::String(text) => {
            let literal = Literal::string(text);
            quote!(#literal)
        }
        // Deeper values only make a long example.
        Value::Array(items) if depth < 4 => {
            let items = items.iter().take(3).map(|item| json_tokens(item, depth + 1));
            quote!([#(#items),*])
        }
        Value::Object(entries) if depth < 4 => {
            let keys = entries.keys().map(|key| Literal::string(key));
            let values = entries.values().map(|value| json_tokens(value, depth + 1));
            quote!({#(#keys: #values),*})
        }
        Value::Null | Value::Array(_) | Value::Object(_) => quote!(null),
    }
}

/// A JSON value in a code span, for prose.
pub(super) fn inline_json(value: &Value) -> String {
    let text = value.to_string();
    let safe: String = text
        .chars()
        .map(|c| if c == '`' { '\'' } else { c })
        .filter(|c| !c.is_control() && !super::doc::is_direction(*c))
        .collect();
    if safe.chars().count() > 100 {
        format!("`{}…`", safe.chars().take(100).collect::<String>())
    } else {
        format!("`{safe}`")
    }
}

/// How the value is handed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As a value that is kept: `String`, `Vec<T>`.
    Owned,
    /// As an argument of a method: `&str`, `&[T]`, `&T`, or a scalar by value.
    Argument,
}

/// An expression of this type.
pub(super) fn value(cx: &Cx<'_>, ty: &Type, given: Option<&Value>, form: Form) -> String {
    expression(cx, ty, given.filter(|value| !value.is_null()), form, 0)
}

fn expression(cx: &Cx<'_>, ty: &Type, given: Option<&Value>, form: Form, depth: usize) -> String {
    let owned = form == Form::Owned;
    let borrow = |text: String| if owned { text } else { format!("&{text}") };
    match types::resolve(cx, ty) {
        Type::Any => borrow(given.map_or_else(
            || "serde_json::json!({})".to_owned(),
            |value| json(value).as_str().to_owned(),
        )),
        Type::Null => "()".to_owned(),
        Type::Bool => given.and_then(Value::as_bool).unwrap_or(true).to_string(),
        Type::Integer(width) => integer(*width, given),
        Type::Number(Number::Decimal) => {
            let text = given.filter(|value| value.is_number()).map(ToString::to_string);
            // Exponents are more than `FromStr` of a decimal reads.
            let text = text.filter(|text| text.len() < 28 && !text.contains(['e', 'E']));
            format!("{}.parse()?", StrLit::new(text.as_deref().unwrap_or("1.5")))
        }
        Type::Number(Number::Exact) => {
            format!("serde_json::Number::from({})", integer(Integer::I32, given))
        }
        Type::Number(width) => {
            let number = given
                .and_then(Value::as_f64)
                .filter(|n| n.is_finite() && n.abs() < 1e15)
                .unwrap_or(1.5);
            let text = format!("{number:?}");
            if *width == Number::F32 {
                format!("{:?}", text.parse::<f32>().unwrap_or(1.5))
            } else {
                text
            }
        }
        Type::String(format) => string(cx, *format, given, owned),
        Type::Binary => borrow(format!("{}::File::new(\"content\")", cx.crate_ident)),
        Type::List(item) => {
            let given = given.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let items: Vec<String> = if given.is_empty() && depth < 3 {
                vec![expression(cx, item, None, Form::Owned, depth + 1)]
            } else {
                given
                    .iter()
                    .take(3)
                    .map(|value| expression(cx, item, Some(value), Form::Owned, depth + 1))
                    .collect()
            };
            if owned {
                format!("vec![{}]", items.join(", "))
            } else {
                format!("&[{}]", items.join(", "))
            }
        }
        Type::Map(_) => borrow("std::collections::BTreeMap::new()".to_owned()),
        Type::Tuple(items) => {
            let items: Vec<_> = items
                .iter()
                .map(|item| expression(cx, item, None, Form::Owned, depth + 1))
                .collect();
            borrow(if items.len() == 1 {
                format!("({},)", items[0])
            } else {
                format!("({})", items.join(", "))
            })
        }
        Type::Nullable(inner) => {
            if depth > 3 {
                "None".to_owned()
            } else {
                borrow(format!("Some({})", expression(cx, inner, given, Form::Owned, depth + 1)))
            }
        }
        // `resolve` takes boxes away; where one stands the value is made the same way.
        Type::Boxed(inner) => {
            borrow(format!("Box::new({})", expression(cx, inner, given, Form::Owned, depth + 1)))
        }
        Type::Named(id) => {
            let text = named(cx, *id, given, depth);
            if types::is_scalar(cx, ty) { text } else { borrow(boxed(ty, text)) }
        }
        Type::External(_) => {
            let json = given.map_or_else(|| "{}".to_owned(), ToString::to_string);
            let json = StrLit::new(&json);
            borrow(format!("{}::runtime::from_json_str({json})?", cx.crate_ident))
        }
    }
}

fn boxed(ty: &Type, text: String) -> String {
    if matches!(ty, Type::Boxed(_)) { format!("Box::new({text})") } else { text }
}

fn integer(width: Integer, given: Option<&Value>) -> String {
    let (low, high) = match width {
        Integer::I8 => (i128::from(i8::MIN), i128::from(i8::MAX)),
        Integer::I16 => (i128::from(i16::MIN), i128::from(i16::MAX)),
        Integer::I32 => (i128::from(i32::MIN), i128::from(i32::MAX)),
        Integer::I64 => (i128::from(i64::MIN), i128::from(i64::MAX)),
        Integer::U8 => (0, i128::from(u8::MAX)),
        Integer::U16 => (0, i128::from(u16::MAX)),
        Integer::U32 => (0, i128::from(u32::MAX)),
        Integer::U64 => (0, i128::from(u64::MAX)),
    };
    let given =
        given.and_then(|value| value.as_i64().map(i128::from).or(value.as_u64().map(i128::from)));
    grouped(given.filter(|n| (low..=high).contains(n)).unwrap_or(1))
}

/// Digits in groups of three, as people write them.
fn grouped(number: i128) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::new();
    if number < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && digits.len() > 4 && (digits.len() - at).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    out
}

fn string(cx: &Cx<'_>, format: StringFormat, given: Option<&Value>, owned: bool) -> String {
    let rust = types::owned(cx, &Type::String(format));
    let text = given.and_then(Value::as_str);
    match rust.as_str() {
        "String" => {
            let made_up = match format {
                StringFormat::Date => "2024-01-31",
                StringFormat::DateTime => "2024-01-31T12:00:00Z",
                StringFormat::Time => "12:00:00Z",
                StringFormat::Duration => "PT1H",
                StringFormat::Uuid => "00000000-0000-4000-8000-000000000000",
                StringFormat::Uri => "https://example.com/",
                StringFormat::Decimal => "1.5",
                _ => "text",
            };
            let literal = StrLit::new(text.unwrap_or(made_up));
            if owned { format!("{literal}.to_owned()") } else { literal.to_string() }
        }
        "runtime::Secret" => {
            if owned {
                "\"secret\".into()".to_owned()
            } else {
                "&\"secret\".into()".to_owned()
            }
        }
        "runtime::Base64" => {
            let value = format!("{}::runtime::Base64(b\"content\".to_vec())", cx.crate_ident);
            if owned { value } else { format!("&{value}") }
        }
        "runtime::TextNumber<i64>" | "runtime::TextNumber<u64>" => {
            format!("{}::runtime::TextNumber(1)", cx.crate_ident)
        }
        "runtime::TextNumber<rust_decimal::Decimal>" => "\"1.5\".parse()?".to_owned(),
        "chrono::NaiveDate" | "jiff::civil::Date" => "\"2024-01-31\".parse()?".to_owned(),
        "chrono::DateTime<chrono::FixedOffset>" | "jiff::Timestamp" => {
            "\"2024-01-31T12:00:00Z\".parse()?".to_owned()
        }
        // The crate `time` reads no text without a description of its format.
        "time::Date" => {
            "time::Date::from_calendar_date(2024, time::Month::January, 31)?".to_owned()
        }
        "time::OffsetDateTime" => "time::OffsetDateTime::UNIX_EPOCH".to_owned(),
        "jiff::SpanFieldwise" => "jiff::Span::new().hours(1).fieldwise()".to_owned(),
        time if time.starts_with("runtime::TimeOfDay") => "\"12:00:00Z\".parse()?".to_owned(),
        "uuid::Uuid" => "\"00000000-0000-4000-8000-000000000000\".parse()?".to_owned(),
        "std::net::Ipv6Addr" => "\"::1\".parse()?".to_owned(),
        _ => "\"127.0.0.1\".parse()?".to_owned(),
    }
}

fn named(cx: &Cx<'_>, id: TypeId, given: Option<&Value>, depth: usize) -> String {
    let names = &cx.names.types[id.index()];
    let path = format!("model::{}", names.name);
    match &cx.api.types[id].kind {
        TypeKind::Alias(inner) => expression(cx, inner, given, Form::Owned, depth + 1),
        TypeKind::Newtype(inner) => {
            format!("{path}({})", expression(cx, inner, given, Form::Owned, depth + 1))
        }
        TypeKind::Enum(values) => {
            let at = given
                .and_then(|given| values.values.iter().position(|value| value.value == *given))
                .unwrap_or(0);
            match names.members.get(at) {
                Some(member) => format!("{path}::{member}"),
                None => format!("{path}::{}(Default::default())", names.rest),
            }
        }
        TypeKind::Union(union) => match union.variants.iter().zip(&names.members).next() {
            // Only a required chain of unions that contain each other could go on; it has no finite value.
            Some(_) if depth > 12 => format!("{path}::{}(serde_json::Value::Null)", names.rest),
            Some((variant, member)) => {
                let given = match &union.tagging {
                    Tagging::Shape => given,
                    Tagging::Property(_) => None,
                };
                let inner = expression(cx, &variant.ty, given, Form::Owned, depth + 1);
                let wrap = !matches!(variant.ty, Type::Boxed(_))
                    && types::size(cx, &variant.ty, 6) > types::BOX_OVER;
                if wrap {
                    format!("{path}::{member}(Box::new({inner}))")
                } else {
                    format!("{path}::{member}({inner})")
                }
            }
            None => format!("{path}::{}(serde_json::Value::Null)", names.rest),
        },
        TypeKind::Object(object) => construct(cx, &path, object, given, depth),
    }
}

fn construct(
    cx: &Cx<'_>,
    path: &str,
    object: &Object,
    given: Option<&Value>,
    depth: usize,
) -> String {
    let required: Vec<_> = object
        .fields
        .iter()
        .filter(|field| model::visible(field) && field.presence == Presence::Required)
        .collect();
    if required.is_empty() {
        return format!("{path}::default()");
    }
    let arguments: Vec<String> = required
        .iter()
        .map(|field| {
            let given =
                given.and_then(|value| value.get(&field.wire_name)).or(field.docs.example.as_ref());
            let ty = types::owned(cx, &field.ty);
            if depth > 12 {
                // A required chain that comes back to itself: there is no such value.
                "unreachable!()".to_owned()
            } else if ty.as_str() == "String" {
                expression(cx, &field.ty, given, Form::Argument, depth + 1)
            } else if ty.as_str() == "runtime::Secret" {
                "\"secret\"".to_owned()
            } else {
                expression(cx, &field.ty, given, Form::Owned, depth + 1)
            }
        })
        .collect();
    format!("{path}::new({})", arguments.join(", "))
}
