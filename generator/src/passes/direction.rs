//! Fields by direction. What a sender cannot give or a receiver never gets is no field of a type that goes one way only;
//! a type that goes both ways keeps it as an optional field (`passes::split` sees to it that none of them is required).
//!
//! Three states are told apart only where something is sent: a reader has no use for "absent" beside `null`.

use super::usage;
use crate::ir::{Access, Api, Presence, TypeKind};

/// Fills in the usages, and takes away fields of the other direction. A type that only such a field leads to goes one way
/// less, so it is looked at again.
pub(super) fn take_away_fields(api: &mut Api) {
    loop {
        usage::run(api);
        let mut done = true;
        for definition in api.types.values_mut() {
            let usage = definition.usage;
            let sent = usage.request || usage.parameter;
            let received = usage.response;
            let TypeKind::Object(object) = &mut definition.kind else { continue };
            let before = object.fields.len();
            object.fields.retain(|field| match field.access {
                Access::Both => true,
                // Nobody has to look at a constant that is received, so one type can do without it.
                Access::ReadOnly => !sent || (received && !field.is_fixed()),
                Access::WriteOnly => sent || !received,
            });
            done &= object.fields.len() == before;
        }
        if done {
            return;
        }
    }
}

/// Makes two states of three where nothing is sent, and allows what examples show to be received.
pub(super) fn join_states(api: &mut Api) {
    for definition in api.types.values_mut() {
        let usage = definition.usage;
        let TypeKind::Object(object) = &mut definition.kind else { continue };
        if usage.response && !usage.request && !usage.parameter {
            for field in &mut object.fields {
                match field.presence {
                    Presence::OptionalNullable => field.presence = Presence::Optional,
                    Presence::Required if field.null_seen && !field.is_fixed() => {
                        field.presence = Presence::Nullable;
                    }
                    _ => {}
                }
            }
        }
    }
}
