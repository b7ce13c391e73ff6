//! Leaves out what no operation needs, when codegen.toml selects operations. Otherwise all components stay: a
//! description may publish types for other uses than its operations.

use std::collections::{BTreeSet, HashMap};

use super::compact;
use crate::config::{Config, Selection};
use crate::ir::{Api, Parent, TypeId};

/// Runs the pass.
pub(super) fn run(api: &mut Api, config: &Config) {
    let selects = |selection: &Selection| {
        !(selection.tags.is_empty()
            && selection.paths.is_empty()
            && selection.operations.is_empty())
    };
    if !selects(&config.include) && !selects(&config.exclude) {
        return;
    }
    let mut pending: Vec<TypeId> = Vec::new();
    api.used_types_mut(|ty| ty.named(&mut |id| pending.push(id)));
    let reached = reachable(api, pending);
    compact::run(api, |id| reached.contains(&id), &HashMap::new());
    let used: BTreeSet<String> =
        api.operations.iter().flat_map(|operation| operation.tags.clone()).collect();
    api.tags.retain(|tag| used.contains(&tag.name));
}

/// Leaves out inline types that nothing refers to any more.
pub(super) fn unreached(api: &mut Api) {
    let mut roots: Vec<TypeId> = Vec::new();
    for (id, definition) in api.types.iter() {
        if definition.hint.component.is_some() {
            roots.push(id);
        }
    }
    api.used_types_mut(|ty| ty.named(&mut |id| roots.push(id)));
    let reached = reachable(api, roots);
    compact::run(api, |id| reached.contains(&id), &HashMap::new());
}

/// All types that can be reached from these, with those an inline type takes its name from.
pub(super) fn reachable(api: &Api, mut pending: Vec<TypeId>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    while let Some(id) = pending.pop() {
        if !reached.insert(id) {
            continue;
        }
        let definition = &api.types[id];
        for ty in definition.kind.types() {
            ty.named(&mut |id| pending.push(id));
        }
        if let Some((Parent::Type(parent), _)) = definition.hint.parent {
            pending.push(parent);
        }
        pending.extend(definition.hint.sent_form_of);
    }
    reached
}
