//! Removes definitions, and renumbers the others.

use std::collections::HashMap;

use crate::ir::{Api, Arena, Parent, TypeDef, TypeId};

/// Keeps the definitions for which `keep` holds, in order. `merged` leads from a removed definition to the one that
/// stands for it.
pub(super) fn run(api: &mut Api, keep: impl Fn(TypeId) -> bool, merged: &HashMap<TypeId, TypeId>) {
    let mut numbers: HashMap<TypeId, TypeId> = HashMap::new();
    let mut kept: Arena<TypeDef> = Arena::default();
    for (id, definition) in api.types.iter() {
        if keep(id) && !merged.contains_key(&id) {
            numbers.insert(id, kept.push(definition.clone()));
        }
    }
    let renumber = |id: &mut TypeId| {
        let target = merged.get(id).unwrap_or(id);
        if let Some(new) = numbers.get(target) {
            *id = *new;
        }
    };
    for definition in kept.values_mut() {
        for ty in definition.kind.types_mut() {
            ty.named_mut(&mut |id| renumber(id));
        }
        if let Some((Parent::Type(id), _)) = &mut definition.hint.parent {
            renumber(id);
        }
        definition.hint.sent_form_of.iter_mut().for_each(renumber);
    }
    api.types = kept;
    api.used_types_mut(|ty| ty.named_mut(&mut |id| renumber(id)));
}
