//! Merges inline types that would have the same name and are the same: the body of one operation in two media types,
//! a schema that is written out in many places under one title. Components never merge, and nothing merges because
//! names meet.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use super::{compact, prune};
use crate::ir::{Additional, Api, Field, NameHint, Parent, Role, Type, TypeId, TypeKind};

/// How far inline types within a type are compared; beyond it only the same type is equal.
const MAX_DEPTH: usize = 12;

/// And how much text a comparison may take.
const MAX_TEXT: usize = 1 << 16;

/// Runs the pass.
pub(super) fn run(api: &mut Api) {
    let mut first: BTreeMap<(String, String), TypeId> = BTreeMap::new();
    let mut merged: HashMap<TypeId, TypeId> = HashMap::new();
    for (id, definition) in api.types.iter() {
        let Some(name) = best_name(&definition.hint) else { continue };
        let mut text = String::new();
        write_kind(api, &definition.kind, &mut text, 0);
        let kept = *first.entry((name, text)).or_insert(id);
        if kept != id {
            merged.insert(id, kept);
        }
    }
    if merged.is_empty() {
        return;
    }
    // What only a merged type referred to goes with it.
    let mut roots: Vec<TypeId> = Vec::new();
    for (id, definition) in api.types.iter() {
        if definition.hint.component.is_some() {
            roots.push(id);
        }
    }
    api.used_types_mut(|ty| {
        ty.named(&mut |id| roots.push(*merged.get(&id).unwrap_or(&id)));
    });
    let mut replaced = api.clone();
    for definition in replaced.types.values_mut() {
        for ty in definition.kind.types_mut() {
            ty.named_mut(&mut |id| *id = *merged.get(id).unwrap_or(id));
        }
        if let Some((Parent::Type(id), _)) = &mut definition.hint.parent {
            *id = *merged.get(id).unwrap_or(id);
        }
    }
    let reached = prune::reachable(&replaced, roots);
    *api = replaced;
    compact::run(api, |id| reached.contains(&id), &merged);
}

/// The name an inline type will most likely get; `None` for components.
fn best_name(hint: &NameHint) -> Option<String> {
    if hint.component.is_some() {
        return None;
    }
    if let Some(explicit) = &hint.explicit {
        return Some(format!("explicit {explicit}"));
    }
    if let Some(title) = &hint.title {
        return Some(format!("title {title}"));
    }
    let (parent, role) = hint.parent.as_ref()?;
    // Status and media type are in a name only to tell different types apart.
    let role = match role {
        Role::Request(_) => Role::Request(None),
        Role::Response(_, _) => Role::Response(None, None),
        role => role.clone(),
    };
    Some(format!("{parent:?} {role:?}"))
}

fn write_kind(api: &Api, kind: &TypeKind, out: &mut String, depth: usize) {
    match kind {
        TypeKind::Object(object) => {
            out.push_str("object");
            let mut fields: Vec<&Field> = object.fields.iter().collect();
            // An object with its keys in another order is the same object.
            fields.sort_by_key(|field| field.wire_name.as_str());
            for field in fields {
                let _ = write!(
                    out,
                    ";{:?} {:?} {:?} {:?} {:?} {:?} ",
                    field.wire_name,
                    field.presence,
                    field.default,
                    field.constant,
                    field.access,
                    field.explicit_name
                );
                write_type(api, &field.ty, out, depth);
            }
            match &object.additional {
                Additional::Ignored => {}
                Additional::Forbidden => out.push_str("|none"),
                Additional::Typed(ty) => {
                    out.push_str("|rest ");
                    write_type(api, ty, out, depth);
                }
            }
        }
        TypeKind::Enum(list) => {
            let _ = write!(out, "enum {:?} {}", list.base, list.open);
            for value in &list.values {
                let _ = write!(out, ";{} {:?}", value.value, value.explicit_name);
            }
        }
        TypeKind::Union(union) => {
            let _ = write!(out, "union {:?}", union.tagging);
            for variant in &union.variants {
                let _ = write!(out, ";{:?} {:?} ", variant.tags, variant.explicit_name);
                write_type(api, &variant.ty, out, depth);
            }
        }
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => {
            out.push_str("alias ");
            write_type(api, ty, out, depth);
        }
    }
}

fn write_type(api: &Api, ty: &Type, out: &mut String, depth: usize) {
    match ty {
        Type::Named(id) => {
            let definition = &api.types[*id];
            if definition.hint.component.is_none() && depth < MAX_DEPTH && out.len() < MAX_TEXT {
                out.push('(');
                write_kind(api, &definition.kind, out, depth + 1);
                out.push(')');
            } else {
                let _ = write!(out, "#{}", id.index());
            }
        }
        Type::List(inner) => wrapped("list", api, inner, out, depth),
        Type::Map(inner) => wrapped("map", api, inner, out, depth),
        Type::Nullable(inner) => wrapped("nullable", api, inner, out, depth),
        Type::Boxed(inner) => wrapped("box", api, inner, out, depth),
        Type::Tuple(items) => {
            out.push_str("tuple[");
            for item in items {
                write_type(api, item, out, depth);
                out.push(',');
            }
            out.push(']');
        }
        plain => {
            let _ = write!(out, "{plain:?}");
        }
    }
}

fn wrapped(name: &str, api: &Api, inner: &Type, out: &mut String, depth: usize) {
    let _ = write!(out, "{name}[");
    write_type(api, inner, out, depth);
    out.push(']');
}
