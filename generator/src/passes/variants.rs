//! Merges variants that are told apart by shape and are of one type behind their names: the second could never be
//! read. With a discriminator both stay, as the tag tells them apart.

use crate::ir::{Api, Tagging, Type, TypeId, TypeKind};

/// Runs the pass. What it leaves may be aliases in a circle, so it runs before those are broken.
pub(super) fn run(api: &mut Api) {
    let ids: Vec<TypeId> = api.types.ids().collect();
    for id in ids {
        let TypeKind::Union(union) = &api.types[id].kind else { continue };
        if union.tagging != Tagging::Shape {
            continue;
        }
        let mut seen: Vec<Type> = Vec::new();
        let mut kept = union.clone();
        kept.variants.retain(|variant| {
            let ty = behind_names(api, &variant.ty);
            let new = !seen.contains(&ty);
            seen.push(ty);
            new
        });
        api.types[id].kind = match kept.variants.as_slice() {
            [only] => TypeKind::Alias(only.ty.clone()),
            _ => TypeKind::Union(kept),
        };
    }
}

fn behind_names(api: &Api, ty: &Type) -> Type {
    let mut ty = ty;
    for _ in 0..=api.types.len() {
        match ty {
            Type::Named(id) => match &api.types[*id].kind {
                TypeKind::Alias(inner) => ty = inner,
                _ => break,
            },
            _ => break,
        }
    }
    ty.clone()
}
