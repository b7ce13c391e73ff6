//! From types of the IR to Rust types: in models, as arguments, and how large a value is.

use super::Cx;
use super::text::TypeExpr;
use crate::config::{DateCrate, Decimal, Uuid};
use crate::ir::{Number, StringFormat, Type, TypeId, TypeKind};

/// The type of a value in a model, a body or an answer.
pub(super) fn owned(cx: &Cx<'_>, ty: &Type) -> TypeExpr {
    TypeExpr::new(text(cx, ty))
}

/// `Option<…>` around a type.
pub(super) fn option(ty: &TypeExpr) -> TypeExpr {
    TypeExpr::new(format!("Option<{ty}>"))
}

fn text(cx: &Cx<'_>, ty: &Type) -> String {
    match ty {
        Type::Any => "serde_json::Value".to_owned(),
        Type::Null => "()".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Integer(width) => width.as_str().to_owned(),
        Type::Number(width) => number(*width).to_owned(),
        Type::String(format) => string(cx, *format).to_owned(),
        Type::Binary => "runtime::File".to_owned(),
        Type::List(item) => format!("Vec<{}>", text(cx, item)),
        Type::Map(value) => format!("std::collections::BTreeMap<String, {}>", text(cx, value)),
        Type::Tuple(items) if items.len() == 1 => format!("({},)", text(cx, &items[0])),
        Type::Tuple(items) => {
            let items: Vec<_> = items.iter().map(|item| text(cx, item)).collect();
            format!("({})", items.join(", "))
        }
        Type::Nullable(inner) => format!("Option<{}>", text(cx, inner)),
        Type::Boxed(inner) => format!("Box<{}>", text(cx, inner)),
        Type::Named(id) => format!("model::{}", cx.names.types[id.index()].name),
        Type::External(path) => path.clone(),
    }
}

fn number(width: Number) -> &'static str {
    match width {
        Number::F32 => "f32",
        Number::F64 => "f64",
        Number::Decimal => "rust_decimal::Decimal",
        Number::Exact => "serde_json::Number",
    }
}

fn string(cx: &Cx<'_>, format: StringFormat) -> &'static str {
    let types = &cx.config.types;
    match (format, types.dates) {
        (StringFormat::Date, DateCrate::Chrono) => "chrono::NaiveDate",
        (StringFormat::Date, DateCrate::Time) => "time::Date",
        (StringFormat::Date, DateCrate::Jiff) => "jiff::civil::Date",
        (StringFormat::DateTime, DateCrate::Chrono) => "chrono::DateTime<chrono::FixedOffset>",
        (StringFormat::DateTime, DateCrate::Time) => "time::OffsetDateTime",
        (StringFormat::DateTime, DateCrate::Jiff) => "jiff::Timestamp",
        (StringFormat::Time, DateCrate::Chrono) => "runtime::TimeOfDay<chrono::NaiveTime>",
        (StringFormat::Time, DateCrate::Time) => "runtime::TimeOfDay<time::Time>",
        (StringFormat::Time, DateCrate::Jiff) => "runtime::TimeOfDay<jiff::civil::Time>",
        // The durations of chrono and of time have no months.
        (StringFormat::Duration, DateCrate::Jiff) => "jiff::SpanFieldwise",
        (StringFormat::Uuid, _) if types.uuid == Uuid::Uuid => "uuid::Uuid",
        (StringFormat::Decimal, _) if types.decimal == Decimal::RustDecimal => {
            "runtime::TextNumber<rust_decimal::Decimal>"
        }
        (StringFormat::Ipv4, _) => "std::net::Ipv4Addr",
        (StringFormat::Ipv6, _) => "std::net::Ipv6Addr",
        (StringFormat::Ip, _) => "std::net::IpAddr",
        (StringFormat::Byte, _) => "runtime::Base64",
        (StringFormat::Password, _) => "runtime::Secret",
        (StringFormat::Int64, _) => "runtime::TextNumber<i64>",
        (StringFormat::Uint64, _) => "runtime::TextNumber<u64>",
        _ => "String",
    }
}

/// The optional parts of the runtime that know a type.
pub(super) fn parts(rust: &str) -> Vec<&'static str> {
    let of_crate = [
        ("chrono::", "formats_chrono"),
        ("jiff::", "formats_jiff"),
        ("rust_decimal::", "formats_decimal"),
        ("time::", "formats_time"),
        ("uuid::", "formats_uuid"),
        ("runtime::Base64", "formats_base64"),
        ("runtime::TextNumber", "number_text"),
    ];
    let mut parts = Vec::new();
    for path in rust.split(['<', '>', ',', ' ']) {
        parts.extend(
            of_crate.iter().filter(|(start, _)| path.starts_with(start)).map(|(_, part)| *part),
        );
    }
    if parts.iter().any(|part| matches!(*part, "formats_chrono" | "formats_jiff" | "formats_time"))
    {
        parts.push("formats_rfc3339");
    }
    parts
}

/// A type without the aliases around it.
pub(super) fn resolve<'t>(cx: &'t Cx<'_>, ty: &'t Type) -> &'t Type {
    let mut ty = ty;
    // Aliases form no cycle (`passes::cycles`), so this ends; the bound is for a pass that has a bug.
    for _ in 0..=cx.api.types.len() {
        match ty {
            Type::Named(id) => match &cx.api.types[*id].kind {
                TypeKind::Alias(inner) => ty = inner,
                _ => return ty,
            },
            Type::Boxed(inner) => ty = inner,
            _ => return ty,
        }
    }
    ty
}

/// The type with every alias in it replaced by what it stands for. Two uses are the same type for rustc if and only if
/// these are written alike.
pub(super) fn expanded(cx: &Cx<'_>, ty: &Type) -> Type {
    let inside = |inner: &Type| Box::new(expanded(cx, inner));
    match resolve(cx, ty) {
        Type::List(item) => Type::List(inside(item)),
        Type::Map(value) => Type::Map(inside(value)),
        Type::Nullable(inner) => Type::Nullable(inside(inner)),
        Type::Tuple(items) => Type::Tuple(items.iter().map(|item| expanded(cx, item)).collect()),
        other => other.clone(),
    }
}

/// Whether values are passed as text: a plain string, or a format without a Rust type of its own.
pub(super) fn is_text(cx: &Cx<'_>, ty: &Type) -> bool {
    matches!(resolve(cx, ty), Type::String(format) if string(cx, *format) == "String")
}

/// Whether values are cheap to pass by value.
pub(super) fn is_scalar(cx: &Cx<'_>, ty: &Type) -> bool {
    match resolve(cx, ty) {
        Type::Bool | Type::Integer(_) | Type::Number(_) => true,
        Type::String(format) => {
            !matches!(string(cx, *format), "String" | "runtime::Base64" | "runtime::Secret")
        }
        Type::Named(id) => matches!(cx.api.types[*id].kind, TypeKind::Enum(_)),
        _ => false,
    }
}

/// A lower and an upper bound would be exact only for rustc; this is the usual size in bytes on a 64-bit machine,
/// near enough to keep one variant of a union from dwarfing the others (clippy's `large_enum_variant`).
pub(super) fn size(cx: &Cx<'_>, ty: &Type, depth: usize) -> usize {
    match resolve(cx, ty) {
        Type::Null => 0,
        Type::Bool => 1,
        Type::Number(Number::Decimal | Number::Exact) => 16,
        Type::Integer(_) | Type::Number(_) | Type::Boxed(_) => 8,
        Type::String(StringFormat::Duration) if cx.config.types.dates == DateCrate::Jiff => 64,
        Type::Any | Type::External(_) => 72,
        Type::String(_) | Type::List(_) | Type::Map(_) => 24,
        Type::Binary => 96,
        Type::Nullable(inner) => size(cx, inner, depth) + 8,
        Type::Tuple(items) => items.iter().map(|item| size(cx, item, depth)).sum(),
        Type::Named(_) if depth == 0 => 200,
        Type::Named(id) => named_size(cx, *id, depth - 1),
    }
}

fn named_size(cx: &Cx<'_>, id: TypeId, depth: usize) -> usize {
    match &cx.api.types[id].kind {
        TypeKind::Enum(_) => 24,
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => size(cx, ty, depth),
        TypeKind::Object(object) => {
            let fields: usize = object
                .fields
                .iter()
                .map(|field| size(cx, &field.ty, depth).next_multiple_of(8) + 8)
                .sum();
            fields + 24
        }
        TypeKind::Union(union) => {
            union
                .variants
                .iter()
                .map(|variant| size(cx, &variant.ty, depth))
                .max()
                .unwrap_or(0)
                .min(BOX_OVER)
                + 8
        }
    }
}

/// Variants of unions above this size are boxed.
pub(super) const BOX_OVER: usize = 160;

/// Whether clippy's `type_complexity` complains of a type: ten points for each path and tuple, times how deep it is
/// nested, and more than 250 in all.
pub(super) fn is_complex(ty: &TypeExpr) -> bool {
    let (mut score, mut depth, mut in_path) = (0, 1, false);
    for c in ty.as_str().chars() {
        match c {
            '<' | '(' => {
                if c == '(' {
                    score += 10 * depth;
                }
                depth += 1;
            }
            '>' | ')' => depth -= 1,
            _ => {}
        }
        let path = c.is_alphanumeric() || matches!(c, '_' | ':');
        if path && !in_path {
            score += 10 * depth;
        }
        in_path = path;
    }
    score > 250
}

#[cfg(test)]
mod tests {
    use super::{TypeExpr, is_complex};

    #[test]
    fn complexity_is_counted_as_clippy_does() {
        let map = |inner: &str| format!("std::collections::BTreeMap<String, {inner}>");
        // 10 + 20 + 2·30 + 2·40 = 170; with a third map 10 + 20 + 2·30 + 2·40 + 2·50 = 270.
        let two = format!("Option<{}>", map(&map("u8")));
        assert!(!is_complex(&TypeExpr::new(two)));
        let three = format!("Option<{}>", map(&map(&map("u8"))));
        assert!(is_complex(&TypeExpr::new(three)));
    }
}
