//! In which directions each type goes over the wire.

use std::collections::BTreeSet;

use crate::ir::{Api, Type, TypeId, Usage};

/// Runs the pass. What a webhook carries is received; what nothing refers to has no direction.
pub(super) fn run(api: &mut Api) {
    api.types.values_mut().for_each(|definition| definition.usage = Usage::default());
    let mut sent = Vec::new();
    let mut received = Vec::new();
    let mut parameters = Vec::new();
    let add = |ty: &Type, to: &mut Vec<TypeId>| ty.named(&mut |id| to.push(id));
    for operation in &api.operations {
        for parameter in &operation.parameters {
            add(&parameter.ty, &mut parameters);
        }
        for media in operation.body.iter().flat_map(|body| &body.content) {
            add(&media.ty, &mut sent);
        }
        for response in &operation.responses {
            response.content.iter().for_each(|media| add(&media.ty, &mut received));
            response.headers.iter().for_each(|header| add(&header.ty, &mut received));
        }
    }
    for media in
        api.webhooks.iter().filter_map(|hook| hook.body.as_ref()).flat_map(|it| &it.content)
    {
        add(&media.ty, &mut received);
    }
    if let Some(ty) = &api.error_body {
        add(ty, &mut received);
    }
    for id in reached(api, sent) {
        api.types[id].usage.request = true;
    }
    for id in reached(api, received) {
        api.types[id].usage.response = true;
    }
    for id in reached(api, parameters) {
        api.types[id].usage.parameter = true;
    }
}

fn reached(api: &Api, mut pending: Vec<TypeId>) -> BTreeSet<TypeId> {
    let mut reached = BTreeSet::new();
    while let Some(id) = pending.pop() {
        if reached.insert(id) {
            for ty in api.types[id].kind.types() {
                ty.named(&mut |id| pending.push(id));
            }
        }
    }
    reached
}
