//! Operation ids that do not tell operations apart: the same one twice (OpenAPI 3.0.4, section 4.7.10.1: "The id MUST
//! be unique among all operations"), or two that are one name in Rust.

use std::collections::BTreeMap;

use super::{Context, Ident, codes};
use crate::diag::Part;
use crate::ir::{Operation, OperationId};

/// For each operation whether it is the first with its id. Those that are not are reported.
pub(super) fn first_of_each(context: &mut Context<'_, '_>) -> Vec<bool> {
    let api = context.api;
    let mut seen: BTreeMap<&str, &Operation> = BTreeMap::new();
    let mut firsts = Vec::with_capacity(api.operations.len());
    for operation in &api.operations {
        let Some(id) = operation.operation_id.as_deref() else {
            firsts.push(false);
            continue;
        };
        let first = seen.get(id).copied();
        firsts.push(first.is_none());
        let Some(first) = first else {
            seen.insert(id, operation);
            continue;
        };
        context
            .sink
            .broken(
                codes::OPERATION_ID_TWICE,
                &operation.origin.key("operationId"),
                format!(
                    "expected an `operationId` of its own for `{}`, found `{id}`, which another has",
                    route(operation)
                ),
            )
            .also(
                &first.origin.key("operationId"),
                Part::Value,
                format!("`{}` keeps the name", route(first)),
            )
            .help("give it another one; until then its method is named after its path");
    }
    firsts
}

/// What an operation with an id of its own is called.
pub(super) struct Called<'a> {
    pub(super) id: OperationId,
    /// Names that are the operation id, best first; none where it does not count.
    pub(super) wanted: Vec<String>,
    pub(super) method: &'a Ident,
}

/// Reports operations of a group whose name went to another one.
pub(super) fn report_lost(context: &mut Context<'_, '_>, group: &[Called<'_>]) {
    let api = context.api;
    let owners: BTreeMap<&str, OperationId> =
        group.iter().map(|called| (called.method.as_str(), called.id)).collect();
    for called in group {
        if called.wanted.iter().any(|name| name == called.method.as_str()) {
            continue;
        }
        let taken = called.wanted.iter().rev().find_map(|name| owners.get_key_value(name.as_str()));
        let Some((name, owner)) = taken else { continue };
        let (Some(operation), Some(owner)) =
            (api.operations.get(called.id), api.operations.get(*owner))
        else {
            continue;
        };
        let method = called.method.as_str();
        let owner_at = match &owner.operation_id {
            Some(_) => owner.origin.key("operationId"),
            None => owner.origin.clone(),
        };
        context
            .sink
            .warning(
                codes::OPERATION_IDS_ALIKE,
                &operation.origin.key("operationId"),
                format!(
                    "the method `{name}` is another operation's, this one is called `{method}`"
                ),
            )
            .also(&owner_at, Part::Value, format!("this operation is called `{name}`"))
            .help("use ids that differ in more than spelling, or `x-rust-name`");
    }
}

/// Method and path: two operations may stand in one place, where paths share a path item.
fn route(operation: &Operation) -> String {
    format!("{} {}", operation.method.as_str(), operation.path)
}
