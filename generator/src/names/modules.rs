//! Files under `model`: one per component; inline types stand in the file of what they live in, those of operations in a
//! file per group.

use std::collections::BTreeMap;

use super::case::Words;
use super::scope::Scope;
use super::{Context, GroupNames, Ident, reserved};
use crate::ir::{Parent, TypeId};

/// What a type's file is named after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Root {
    Type(TypeId),
    Group(usize),
    Webhooks,
}

/// The module of every type.
pub(super) fn assign(
    context: &Context<'_, '_>,
    texts: &[String],
    groups: &[GroupNames],
) -> Vec<Ident> {
    let api = context.api;
    let mut group_of = BTreeMap::new();
    for (index, group) in groups.iter().enumerate() {
        group_of.extend(group.operations.iter().map(|operation| (*operation, index)));
    }
    let roots: Vec<Root> = (api.types.ids())
        .map(|id| {
            let mut id = id;
            for _ in 0..=api.types.len() {
                let hint = &api.types[id].hint;
                if let Some(received) = hint.sent_form_of {
                    id = received;
                    continue;
                }
                match hint.parent {
                    _ if hint.component.is_some() => break,
                    Some((Parent::Type(parent), _)) => id = parent,
                    Some((Parent::Operation(operation), _)) => {
                        return group_of
                            .get(&operation)
                            .map_or(Root::Type(id), |group| Root::Group(*group));
                    }
                    Some((Parent::Webhook(_), _)) => return Root::Webhooks,
                    Some((Parent::Component, _)) | None => break,
                }
            }
            Root::Type(id)
        })
        .collect();
    let mut own: Vec<TypeId> = (roots.iter())
        .filter_map(|root| match root {
            Root::Type(id) => Some(*id),
            _ => None,
        })
        .collect();
    own.sort_unstable();
    own.dedup();
    let text_of = |id: &TypeId| texts.get(id.index()).map_or("", String::as_str);
    // By name, so that the order of the document does not matter.
    own.sort_by_key(text_of);
    let mut scope = Scope::new(&[reserved::MODEL_MODULES, reserved::CRATES, reserved::DEVICES]);
    let mut modules: BTreeMap<Root, Ident> = BTreeMap::new();
    for id in own {
        let words = Words::of(text_of(&id)).ascii();
        modules.insert(Root::Type(id), claim(&mut scope, &[words.clone(), words.with("model")]));
    }
    let mut by_name: Vec<(usize, &GroupNames)> = groups.iter().enumerate().collect();
    by_name.sort_by_key(|(_, group)| group.module.as_str());
    for (index, group) in by_name {
        let words = Words::of(group.module.as_str());
        let choices = [words.clone(), words.with("operations"), words.with("api")];
        modules.insert(Root::Group(index), claim(&mut scope, &choices));
    }
    let webhooks = [Words::of("webhooks"), Words::of("webhook payloads")];
    modules.insert(Root::Webhooks, claim(&mut scope, &webhooks));
    (roots.iter())
        .map(|root| modules.get(root).cloned().unwrap_or_else(|| Ident::new("inline")))
        .collect()
}

fn claim(scope: &mut Scope, choices: &[Words]) -> Ident {
    let names: Vec<String> = choices.iter().map(Words::snake).collect();
    Ident::new(scope.claim(&names).text)
}
