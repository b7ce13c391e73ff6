//! Types of the user's that serde reads and writes: the generated crate implements its own traits for them.

use std::collections::BTreeSet;

use super::Cx;
use super::text::TypeExpr;
use crate::ir::Type;

/// All of them, once each.
pub(super) fn types(cx: &Cx<'_>) -> Vec<TypeExpr> {
    let mut found = BTreeSet::new();
    let mut see = |ty: &Type| see(cx, ty, &mut found);
    for (id, _) in cx.api.types.iter() {
        super::definition_types(cx.api, id, &mut see);
    }
    for id in 0..cx.api.operations.len() {
        super::operation_types(cx.api, id, &mut see);
    }
    found.into_iter().map(TypeExpr::new).collect()
}

fn see(cx: &Cx<'_>, ty: &Type, found: &mut BTreeSet<String>) {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
            see(cx, inner, found);
        }
        Type::Tuple(items) => items.iter().for_each(|item| see(cx, item, found)),
        Type::External(path) => {
            found.extend(cx.config.by_serde(path).map(str::to_owned));
        }
        _ => {}
    }
}
