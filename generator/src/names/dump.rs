//! A stable text of all names, for tests and `cargo xtask codegen --dump names`.

use std::fmt::Write as _;

use super::Names;
use super::lock::{Kind, method_key};
use crate::ir::{Api, TypeKind};
use crate::source::Pointer;

/// Prints pointer, name and rule of everything that has a name.
#[must_use]
pub fn dump(names: &Names, api: &Api) -> String {
    let mut out = String::new();
    for group in &names.groups {
        let described = group.tag.and_then(|tag| api.tags.get(tag));
        let tag =
            described.map_or_else(|| "no tag".to_owned(), |tag| format!("tag `{}`", tag.name));
        let text = format!("{} {} ({})", group.module, group.handle, group.feature);
        let key = described.map_or("", |tag| tag.name.as_str());
        line(&mut out, 0, &tag, &(text + held(names, Kind::Group, key)));
        for id in &group.operations {
            if let (Some(operation), Some(names_of)) =
                (api.operations.get(*id), names.operations.get(*id))
            {
                let text = format!("{} {}", names_of.method, names_of.marker);
                let text = text + held(names, Kind::Method, &method_key(operation));
                line(&mut out, 1, &operation.origin.to_string(), &text);
                for (parameter, name) in operation.parameters.iter().zip(&names_of.parameters) {
                    line(&mut out, 2, &format!("`{}`", parameter.wire_name), name.as_str());
                }
                if operation.body.is_some() {
                    let variants = list(&names_of.body_variants);
                    line(
                        &mut out,
                        2,
                        "body",
                        &format!("{} {}{variants}", names_of.body, names_of.body_type),
                    );
                }
                let variants = list(&names_of.response_variants);
                line(&mut out, 2, "responses", &format!("{}{variants}", names_of.response));
            }
        }
    }
    for ((_, def), names) in api.types.iter().zip(&names.types) {
        let text = format!("{}::{} by {}", names.module, names.name, names.rule.as_str());
        line(&mut out, 0, &def.origin.to_string(), &text);
        for (wire, name) in wire_names(&def.kind).iter().zip(&names.members) {
            line(&mut out, 1, wire, name.as_str());
        }
        if matches!(def.kind, TypeKind::Object(_) | TypeKind::Enum(_) | TypeKind::Union(_)) {
            line(&mut out, 1, "rest", names.rest.as_str());
        }
    }
    let place = |origin: &Pointer| origin.to_string();
    for (scheme, name) in api.security_schemes.iter().zip(&names.security_schemes) {
        line(&mut out, 0, &place(&scheme.origin), name.as_str());
    }
    for (webhook, name) in api.webhooks.iter().zip(&names.webhooks) {
        line(&mut out, 0, &place(&webhook.origin), name.as_str());
    }
    for name in &names.defaults {
        line(&mut out, 0, "default", name.as_str());
    }
    out
}

/// What is said of a name that names.lock keeps.
fn held(names: &Names, kind: Kind, key: &str) -> &'static str {
    if names.kept.is_held(kind, key) { " by names.lock" } else { "" }
}

fn wire_names(kind: &TypeKind) -> Vec<String> {
    match kind {
        TypeKind::Object(object) => {
            object.fields.iter().map(|field| format!("`{}`", field.wire_name)).collect()
        }
        TypeKind::Enum(values) => {
            values.values.iter().map(|value| format!("`{}`", value.value)).collect()
        }
        TypeKind::Union(union) => {
            union.variants.iter().map(|variant| variant.origin.to_string()).collect()
        }
        TypeKind::Alias(_) | TypeKind::Newtype(_) => Vec::new(),
    }
}

fn list(names: &[super::Ident]) -> String {
    let names: Vec<&str> = names.iter().map(super::Ident::as_str).collect();
    format!(" [{}]", names.join(", "))
}

fn line(out: &mut String, depth: usize, place: &str, name: &str) {
    // Writing to a text does not fail.
    let _ = writeln!(out, "{:indent$}{place} -> {name}", "", indent = depth * 2);
}
