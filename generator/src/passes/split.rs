//! `readOnly` and `writeOnly`: two types where one cannot serve both directions.
//!
//! OpenAPI 3.0.4, section 4.7.24.2: a read-only property should not be sent, a write-only one should not be received, and
//! `required` takes effect on the other direction only. The rule:
//!
//! - A type that goes one way only has the fields of that way (`passes::direction`).
//! - A type that goes both ways and has a *required* property of one way only has two forms. So has a type that goes
//!   both ways and contains such a type: as a field, an item, a value or a variant, however deep.
//! - The received form keeps id and name, and loses what is write-only. The sent form is a copy that loses what is
//!   read-only; its name is made of the other's, so nothing else is renamed.
//! - Any other type stays one, also with *optional* properties of one way: read-only ones are not sent.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::ir::{Access, Api, Field, NameHint, Presence, Type, TypeDef, TypeId, TypeKind};

/// Runs the pass. It needs the usages, and leaves them as they are.
pub(super) fn run(api: &mut Api) {
    let split = with_containers(api, differing(api));
    if split.is_empty() {
        return;
    }
    let mut forms: BTreeMap<TypeId, TypeId> = BTreeMap::new();
    for id in sent(api, &split) {
        let mut definition = TypeDef {
            hint: NameHint { sent_form_of: Some(id), ..NameHint::default() },
            ..api.types[id].clone()
        };
        take_away(&mut definition, Access::ReadOnly);
        forms.insert(id, api.types.push(definition));
    }
    for id in &split {
        take_away(&mut api.types[*id], Access::WriteOnly);
    }
    let redirect = |ty: &mut Type| {
        ty.named_mut(&mut |id| {
            if let Some(form) = forms.get(id) {
                *id = *form;
            }
        });
    };
    for definition in api.types.values_mut() {
        let usage = definition.usage;
        if definition.hint.sent_form_of.is_some()
            || ((usage.request || usage.parameter) && !usage.response)
        {
            definition.kind.types_mut().into_iter().for_each(redirect);
        }
    }
    for operation in &mut api.operations {
        operation.parameters.iter_mut().for_each(|parameter| redirect(&mut parameter.ty));
        let media = operation.body.iter_mut().flat_map(|body| &mut body.content);
        media.for_each(|media| redirect(&mut media.ty));
    }
}

/// Objects that go both ways and have a field that is there in one of them only.
fn differing(api: &Api) -> Vec<TypeId> {
    let one_way = |field: &Field| {
        let always = matches!(field.presence, Presence::Required | Presence::Nullable);
        always && field.access != Access::Both && !field.is_fixed()
    };
    let differs = |definition: &TypeDef| match &definition.kind {
        TypeKind::Object(object) => goes_both_ways(definition) && object.fields.iter().any(one_way),
        _ => false,
    };
    api.types.iter().filter(|(_, definition)| differs(definition)).map(|(id, _)| id).collect()
}

/// The types, and all that contain them and go both ways.
fn with_containers(api: &Api, types: Vec<TypeId>) -> BTreeSet<TypeId> {
    let mut containers: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
    for (id, definition) in api.types.iter().filter(|(_, definition)| goes_both_ways(definition)) {
        for ty in definition.kind.types() {
            ty.named(&mut |part| containers.entry(part).or_default().push(id));
        }
    }
    let mut found = BTreeSet::new();
    let mut pending = types;
    while let Some(id) = pending.pop() {
        if found.insert(id) {
            pending.extend(containers.get(&id).into_iter().flatten());
        }
    }
    found
}

/// Those of the types that something sent holds when read-only fields are gone.
fn sent(api: &Api, split: &BTreeSet<TypeId>) -> BTreeSet<TypeId> {
    let mut pending = Vec::new();
    for operation in &api.operations {
        let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
        let media = operation.body.iter().flat_map(|body| &body.content).map(|media| &media.ty);
        parameters.chain(media).for_each(|ty| ty.named(&mut |id| pending.push(id)));
    }
    let mut reached = BTreeSet::new();
    while let Some(id) = pending.pop() {
        if !reached.insert(id) {
            continue;
        }
        let mut definition = api.types[id].clone();
        if split.contains(&id) {
            take_away(&mut definition, Access::ReadOnly);
        }
        for ty in definition.kind.types() {
            ty.named(&mut |id| pending.push(id));
        }
    }
    reached.intersection(split).copied().collect()
}

fn goes_both_ways(definition: &TypeDef) -> bool {
    let usage = definition.usage;
    usage.response && (usage.request || usage.parameter)
}

/// Takes away the fields of an object that have this access.
fn take_away(definition: &mut TypeDef, without: Access) {
    if let TypeKind::Object(object) = &mut definition.kind {
        object.fields.retain(|field| field.access != without);
    }
}
