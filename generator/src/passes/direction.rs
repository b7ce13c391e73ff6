//! Presence by direction. One type serves both directions: a required field that is `readOnly` is optional where the
//! type is sent (the service fills it in), one that is `writeOnly` where it is received (the service leaves it out).
//! A type of its own per direction would double the models of an API for the sake of a few ids.
//!
//! Three states are told apart only where something is sent: a reader has no use for "absent" beside `null`.

use crate::ir::{Access, Api, Presence, TypeKind};

/// Runs the pass.
pub(super) fn run(api: &mut Api) {
    for definition in api.types.values_mut() {
        let usage = definition.usage;
        let sent = usage.request || usage.parameter;
        let TypeKind::Object(object) = &mut definition.kind else { continue };
        for field in &mut object.fields {
            let left_out = match field.access {
                Access::ReadOnly => sent,
                Access::WriteOnly => usage.response,
                Access::Both => false,
            };
            if left_out && field.constant.is_none() {
                field.presence = match field.presence {
                    Presence::Required => Presence::Optional,
                    Presence::Nullable => Presence::OptionalNullable,
                    presence => presence,
                };
            }
            if usage.response && !sent && field.presence == Presence::OptionalNullable {
                field.presence = Presence::Optional;
            }
        }
    }
}
