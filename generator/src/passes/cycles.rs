//! Types that contain themselves: aliases become wrappers, fields become boxes.

use std::collections::HashMap;

use super::codes;
use crate::diag::Sink;
use crate::ir::{Api, Type, TypeId, TypeKind};

/// Makes a wrapper of an alias in each circle of aliases (`type A = Vec<A>` is no Rust type); a circle of nothing
/// but names is any value.
pub(super) fn break_alias_loops(api: &mut Api, sink: &mut Sink) {
    let ids: Vec<TypeId> = api.types.ids().collect();
    for id in ids {
        let TypeKind::Alias(ty) = &api.types[id].kind else { continue };
        if only_names(api, ty, id) {
            let at = api.types[id].origin.clone();
            sink.fallback(
                codes::ALIAS_LOOP,
                &at,
                "this schema is defined by itself only; expected a type somewhere in the chain",
            )
            .help("give one of the schemas in the chain a `type`");
            api.types[id].kind = TypeKind::Alias(Type::Any);
        } else if reaches_itself(api, ty, id) {
            let ty = ty.clone();
            api.types[id].kind = TypeKind::Newtype(ty);
        }
    }
}

/// Boxes fields, variants and wrapped types that lead back to a type they are in by value.
pub(super) fn box_fields(api: &mut Api) {
    let ids: Vec<TypeId> = api.types.ids().collect();
    let mut state: HashMap<TypeId, State> = HashMap::new();
    for root in ids {
        if state.contains_key(&root) {
            continue;
        }
        // Depth first, with a stack of its own: chains of types may be longer than the call stack.
        let mut stack = vec![(root, parts(api, root), 0)];
        state.insert(root, State::Open);
        while let Some((id, inner, next)) = stack.last_mut() {
            let Some(target) = inner.get(*next).copied() else {
                state.insert(*id, State::Done);
                stack.pop();
                continue;
            };
            *next += 1;
            match state.get(&target) {
                Some(State::Done) => {}
                Some(State::Open) => {
                    let id = *id;
                    box_uses(api, id, target);
                }
                None => {
                    state.insert(target, State::Open);
                    stack.push((target, parts(api, target), 0));
                }
            }
        }
    }
}

#[derive(Clone, Copy)]
enum State {
    Open,
    Done,
}

fn only_names(api: &Api, ty: &Type, start: TypeId) -> bool {
    let mut ty = ty;
    for _ in 0..=api.types.len() {
        match ty {
            Type::Nullable(inner) => ty = inner,
            Type::Named(id) if *id == start => return true,
            Type::Named(id) => match &api.types[*id].kind {
                TypeKind::Alias(inner) => ty = inner,
                _ => return false,
            },
            _ => return false,
        }
    }
    false
}

/// Whether an alias leads back to itself through aliases alone.
fn reaches_itself(api: &Api, ty: &Type, start: TypeId) -> bool {
    let mut pending = Vec::new();
    ty.named(&mut |id| pending.push(id));
    let mut seen = std::collections::HashSet::new();
    while let Some(id) = pending.pop() {
        if id == start {
            return true;
        }
        if seen.insert(id)
            && let TypeKind::Alias(inner) = &api.types[id].kind
        {
            inner.named(&mut |id| pending.push(id));
        }
    }
    false
}

/// The types that a type holds by value, aliases resolved.
fn parts(api: &Api, id: TypeId) -> Vec<TypeId> {
    let mut found = Vec::new();
    if matches!(api.types[id].kind, TypeKind::Alias(_)) {
        // An alias has no size of its own; what uses it is looked at where it is used.
        return found;
    }
    // `additional` is a map, so only fields, variants and wrapped types count: `by_value` stops at maps and lists.
    for ty in by_value_types(&api.types[id].kind) {
        by_value(api, ty, &mut found);
    }
    found
}

fn by_value_types(kind: &TypeKind) -> Vec<&Type> {
    match kind {
        TypeKind::Object(object) => object.fields.iter().map(|field| &field.ty).collect(),
        kind => kind.types(),
    }
}

fn by_value(api: &Api, ty: &Type, found: &mut Vec<TypeId>) {
    match ty {
        Type::Named(id) => match &api.types[*id].kind {
            TypeKind::Alias(inner) => by_value(api, inner, found),
            TypeKind::Enum(_) => {}
            _ => {
                if !found.contains(id) {
                    found.push(*id);
                }
            }
        },
        Type::Nullable(inner) => by_value(api, inner, found),
        Type::Tuple(items) => items.iter().for_each(|item| by_value(api, item, found)),
        _ => {}
    }
}

/// Boxes each use of `target` in the definition of `id`.
fn box_uses(api: &mut Api, id: TypeId, target: TypeId) {
    let mut kind = api.types[id].kind.clone();
    let holds = |ty: &Type| {
        let mut found = Vec::new();
        by_value(api, ty, &mut found);
        found.contains(&target)
    };
    let types: Vec<&mut Type> = match &mut kind {
        TypeKind::Object(object) => object.fields.iter_mut().map(|field| &mut field.ty).collect(),
        other => other.types_mut(),
    };
    for ty in types {
        box_type(ty, &holds);
    }
    api.types[id].kind = kind;
}

fn box_type(ty: &mut Type, holds: &impl Fn(&Type) -> bool) {
    match ty {
        Type::Named(_) if holds(ty) => {
            let inner = std::mem::replace(ty, Type::Any);
            *ty = Type::Boxed(Box::new(inner));
        }
        Type::Nullable(inner) => box_type(inner, holds),
        Type::Tuple(items) => items.iter_mut().for_each(|item| box_type(item, holds)),
        _ => {}
    }
}
