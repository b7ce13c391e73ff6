//! Extra derives of codegen.toml: which types can have them.

use super::model::visible;
use super::{Cx, types};
use crate::config::UNUSED_ENTRY;
use crate::diag::{Place, Severity, Sink};
use crate::ir::{
    Additional, Enum, EnumBase, Object, Presence, Type, TypeDef, TypeId, TypeKind, Union,
};

/// By `TypeId`: the derives that codegen.toml adds. What none can have is reported.
pub(super) fn of_each(cx: &Cx<'_>, sink: &mut Sink) -> Vec<Vec<String>> {
    let mut lists = vec![Vec::new(); cx.api.types.len()];
    for entry in &cx.config.derive {
        let derive = entry.get_ref().as_str();
        let held = holders(cx, Derive::of(derive));
        let mut any = cx.api.types.is_empty();
        for (id, def) in cx.api.types.iter() {
            if held[id.index()] {
                any |= !matches!(def.kind, TypeKind::Alias(_));
                lists[id.index()].push(derive.to_owned());
            }
        }
        if !any {
            sink.report(
                UNUSED_ENTRY,
                Severity::Error,
                Place::Config(entry.span()),
                format!("no type can derive `{derive}`"),
            )
            .help("remove it");
        }
    }
    lists
}

/// A trait, as far as it is known here what it wants of the parts of a type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Derive {
    Copy,
    Default,
    Eq,
    Hash,
    Ord,
    PartialOrd,
    /// Of another crate: nothing that the runtime defines has it, of all else the user knows.
    Foreign,
}

impl Derive {
    fn of(path: &str) -> Self {
        match path.rsplit("::").next().unwrap_or(path) {
            "Copy" => Self::Copy,
            "Default" => Self::Default,
            "Eq" => Self::Eq,
            "Hash" => Self::Hash,
            "Ord" => Self::Ord,
            "PartialOrd" => Self::PartialOrd,
            _ => Self::Foreign,
        }
    }
}

/// Which types can have it: all, but for those with a part that cannot. Types may contain each other.
fn holders(cx: &Cx<'_>, derive: Derive) -> Vec<bool> {
    let mut held = vec![true; cx.api.types.len()];
    loop {
        let lost: Vec<TypeId> = (cx.api.types.iter())
            .filter(|(id, def)| held[id.index()] && !definition(cx, derive, def, &held))
            .map(|(id, _)| id)
            .collect();
        if lost.is_empty() {
            return held;
        }
        for id in lost {
            held[id.index()] = false;
        }
    }
}

fn definition(cx: &Cx<'_>, derive: Derive, def: &TypeDef, held: &[bool]) -> bool {
    match &def.kind {
        TypeKind::Object(object) => self::object(cx, derive, object, held),
        TypeKind::Enum(values) => enumeration(derive, values),
        TypeKind::Union(union) => self::union(cx, derive, union, held),
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => holds(cx, derive, ty, held),
    }
}

fn object(cx: &Cx<'_>, derive: Derive, object: &Object, held: &[bool]) -> bool {
    let rest = match &object.additional {
        Additional::Typed(ty) => map(cx, derive, ty, held),
        Additional::Ignored | Additional::Forbidden => true,
    };
    let fields = object.fields.iter().filter(|field| visible(field));
    rest && fields.into_iter().all(|field| match field.presence {
        Presence::Required => holds(cx, derive, &field.ty, held),
        _ => derive == Derive::Default || holds(cx, derive, &field.ty, held),
    })
}

/// Open enums keep an unknown value: text, a number, or any JSON.
fn enumeration(derive: Derive, values: &Enum) -> bool {
    let mixed = !matches!(values.base, EnumBase::String | EnumBase::Integer);
    match derive {
        Derive::Default => false,
        Derive::Copy => !mixed && (!values.open || values.base == EnumBase::Integer),
        Derive::Ord | Derive::PartialOrd => !mixed,
        Derive::Eq | Derive::Hash | Derive::Foreign => true,
    }
}

/// All unions keep a value that is none of them.
fn union(cx: &Cx<'_>, derive: Derive, union: &Union, held: &[bool]) -> bool {
    json(derive)
        && derive != Derive::Default
        && union.variants.iter().all(|variant| holds(cx, derive, &variant.ty, held))
}

fn json(derive: Derive) -> bool {
    !matches!(derive, Derive::Copy | Derive::Ord | Derive::PartialOrd)
}

fn map(cx: &Cx<'_>, derive: Derive, value: &Type, held: &[bool]) -> bool {
    match derive {
        Derive::Copy => false,
        Derive::Default => true,
        _ => holds(cx, derive, value, held),
    }
}

fn holds(cx: &Cx<'_>, derive: Derive, ty: &Type, held: &[bool]) -> bool {
    match ty {
        Type::Any => json(derive),
        Type::Null | Type::Bool | Type::Integer(_) | Type::External(_) => true,
        Type::Number(_) | Type::String(_) | Type::Binary => {
            leaf(derive, types::owned(cx, ty).as_str())
        }
        Type::List(item) => map(cx, derive, item, held),
        Type::Map(value) => map(cx, derive, value, held),
        Type::Tuple(items) => items.iter().all(|item| holds(cx, derive, item, held)),
        Type::Nullable(inner) => derive == Derive::Default || holds(cx, derive, inner, held),
        Type::Boxed(inner) => derive != Derive::Copy && holds(cx, derive, inner, held),
        Type::Named(id) => held[id.index()],
    }
}

fn leaf(derive: Derive, rust: &str) -> bool {
    match (rust, derive) {
        (runtime, Derive::Foreign) => !runtime.starts_with("runtime::"),
        ("f32" | "f64", _) => !matches!(derive, Derive::Eq | Derive::Hash | Derive::Ord),
        ("runtime::Secret", _) => derive == Derive::Eq,
        ("runtime::File", _) => matches!(derive, Derive::Eq | Derive::Default),
        ("String" | "runtime::Base64", _) => derive != Derive::Copy,
        ("jiff::SpanFieldwise", Derive::Ord | Derive::PartialOrd) => false,
        (time, Derive::Default) => {
            !["chrono::DateTime", "runtime::TimeOfDay", "std::net::", "time::"]
                .iter()
                .any(|start| time.starts_with(start))
        }
        _ => true,
    }
}
