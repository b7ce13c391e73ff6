//! The way from an item of the generated crate to its place in the description, and back.

use crate::ir::{Api, Enum, Operation, OperationId, Type, TypeDef, TypeKind};
use crate::names::lock::{Kind, method_key};
use crate::names::{GroupNames, Ident, Names, Rule, TypeNames};
use crate::source::Pointer;
use crate::{Input, Stats, dump::Made, stages};
use crate::{diag::Sink, source::SourceMap};

/// An item of the generated crate that has a name because of something in the description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Path in the crate: `model::Pet`, `model::Pet::name`, `api::pets::PetsApi::list`; an argument or setter of a
    /// method is `api::pets::PetsApi::list::limit`.
    pub path: String,
    /// What it is: `struct`, `field`, `method`….
    pub kind: &'static str,
    /// The node it was made from, in the final document; a [`SourceMap`] turns it into file, line and column.
    pub origin: Pointer,
    /// What named it, in words.
    pub rule: String,
    /// What to write to give it another name.
    pub key: String,
}

/// All items of the crate that would be generated.
#[derive(Debug, Default)]
pub struct Items {
    /// Types and their members, then operations with arguments, then the rest; `None` where errors end the run before
    /// names are given.
    pub items: Option<Vec<Item>>,
    /// What the run had to say until then.
    pub diagnostics: Vec<crate::diag::Diagnostic>,
    /// Turns places into file, line and column.
    pub map: SourceMap,
}

/// Runs the stages up to the names.
#[must_use]
pub fn items(input: &Input<'_>) -> Items {
    let mut sink = Sink::new(input.config.input.strict);
    let mut map = SourceMap::default();
    let mut items = None;
    let watch = &mut |made: Made<'_>| match made {
        Made::Names(names, api) => {
            items = Some(of(api, names));
            None
        }
        _ => Some(()),
    };
    stages(input, &mut sink, &mut map, &mut Stats::default(), watch);
    Items { items, diagnostics: sink.into_sorted(&map), map }
}

fn of(api: &Api, names: &Names) -> Vec<Item> {
    let mut items = Vec::new();
    for ((_, def), of_type) in api.types.iter().zip(&names.types) {
        types(def, of_type, names, &mut items);
    }
    for group in &names.groups {
        handle(group, api, names, &mut items);
        for id in &group.operations {
            if let Some(operation) = api.operations.get(*id) {
                method(*id, operation, group, names, &mut items);
            }
        }
    }
    for (scheme, name) in api.security_schemes.iter().zip(&names.security_schemes) {
        items.push(Item {
            path: format!("ClientBuilder::{name}"),
            kind: "setter",
            origin: scheme.origin.clone(),
            rule: format!("key `{}` of the security scheme", scheme.key),
            key: renamed(&scheme.origin, "another_name"),
        });
    }
    for (webhook, name) in api.webhooks.iter().zip(&names.webhooks) {
        items.push(Item {
            path: format!("webhooks::{name}"),
            kind: "constant",
            origin: webhook.origin.clone(),
            rule: "its key, or the operation it is a callback of".to_owned(),
            key: renamed(&webhook.origin, "ANOTHER_NAME"),
        });
    }
    items
}

fn types(def: &TypeDef, names: &TypeNames, all: &Names, items: &mut Vec<Item>) {
    let path = format!("model::{}", names.name);
    let kind = match &def.kind {
        TypeKind::Object(_) | TypeKind::Newtype(_) => "struct",
        TypeKind::Enum(_) | TypeKind::Union(_) => "enum",
        TypeKind::Alias(_) => "type",
    };
    items.push(Item {
        path: path.clone(),
        kind,
        origin: def.origin.clone(),
        rule: type_rule(def, names.rule),
        key: renamed(&def.origin, "AnotherName"),
    });
    let mut member = |name: &Ident, kind, origin: Pointer, rule: String, key: String| {
        items.push(Item { path: format!("{path}::{name}"), kind, origin, rule, key });
    };
    match &def.kind {
        TypeKind::Object(object) => {
            for (field, name) in object.fields.iter().zip(&names.members) {
                // What is always the same is no field.
                if field.constant.is_some() {
                    continue;
                }
                let rule = explicit(field.explicit_name.as_ref())
                    .unwrap_or_else(|| format!("key `{}` of the property", field.wire_name));
                let line = format!("{}::{}", names.name, field.wire_name);
                let rule = unless_kept(all, Kind::Member, &line, rule);
                let key = renamed(&field.origin, "another_name");
                member(name, "field", field.origin.clone(), rule, key);
            }
        }
        TypeKind::Enum(Enum { values, .. }) => {
            for (value, name) in values.iter().zip(&names.members) {
                let rule = explicit(value.explicit_name.as_ref())
                    .unwrap_or_else(|| format!("value `{}` of `enum`", value.value));
                let key = "`x-enum-varnames` beside `enum`, a name for each value".to_owned();
                member(name, "variant", def.origin.key("enum"), rule, key);
            }
        }
        TypeKind::Union(union) => {
            for (variant, name) in union.variants.iter().zip(&names.members) {
                let rule = explicit(variant.explicit_name.as_ref())
                    .unwrap_or_else(|| variant_rule(&variant.ty).to_owned());
                let key = "`x-rust-name` or `title` of the branch".to_owned();
                member(name, "variant", variant.origin.clone(), rule, key);
            }
        }
        TypeKind::Alias(_) | TypeKind::Newtype(_) => {}
    }
}

fn type_rule(def: &TypeDef, rule: Rule) -> String {
    match (rule, &def.hint.component, &def.hint.title) {
        (Rule::Kept, ..) => KEPT.to_owned(),
        (Rule::Component, Some(key), _) => format!("key `{key}` of the component"),
        (Rule::Title, _, Some(title)) => format!("`title: {title}`"),
        (Rule::Explicit, ..) => "`x-rust-name`, or `[names]` in codegen.toml".to_owned(),
        (Rule::Place, ..) => {
            "its place: the name of what it is in, and what it is there".to_owned()
        }
        (Rule::PlaceAndKind, ..) => {
            "its place and what it is, because the place alone was taken".to_owned()
        }
        (Rule::Numbered, ..) => "a number, because all else was taken".to_owned(),
        (rule, ..) => rule.as_str().to_owned(),
    }
}

/// What names an item that has a line in names.lock.
const KEPT: &str = "kept by names.lock";

/// The rule of an item, unless names.lock keeps its name.
fn unless_kept(names: &Names, kind: Kind, key: &str, rule: String) -> String {
    if names.kept.is_held(kind, key) { KEPT.to_owned() } else { rule }
}

fn variant_rule(ty: &Type) -> &'static str {
    match ty {
        Type::Named(_) => "the name of its type",
        _ => "what it holds",
    }
}

fn handle(group: &GroupNames, api: &Api, names: &Names, items: &mut Vec<Item>) {
    let tag = group.tag.and_then(|tag| api.tags.get(tag));
    let (origin, rule, key) = match tag {
        Some(tag) => (
            tag.origin.clone(),
            unless_kept(names, Kind::Group, &tag.name, format!("tag `{}`", tag.name)),
            renamed(&tag.origin, "another name"),
        ),
        None => (
            Pointer::root().key("paths"),
            "the path, as its operations have no tag".to_owned(),
            "a tag at its operations".to_owned(),
        ),
    };
    for (path, kind) in [
        (format!("api::{}::{}", group.module, group.handle), "struct"),
        (format!("Client::{}", group.module), "method"),
    ] {
        let (origin, rule, key) = (origin.clone(), rule.clone(), key.clone());
        items.push(Item { path, kind, origin, rule, key });
    }
}

fn method(
    id: OperationId,
    operation: &Operation,
    group: &GroupNames,
    names: &Names,
    items: &mut Vec<Item>,
) {
    let Some(own) = names.operations.get(id) else { return };
    let path = format!("api::{}::{}::{}", group.module, group.handle, own.method);
    let rule = match (&operation.explicit_name, &operation.operation_id) {
        (Some(name), _) => explicit_text(name),
        (None, Some(id)) => format!("`operationId: {id}`"),
        (None, None) => {
            format!(
                "`{} {}`, as it has no `operationId`",
                operation.method.as_str(),
                operation.path
            )
        }
    };
    items.push(Item {
        path: path.clone(),
        kind: "method",
        origin: operation.origin.clone(),
        rule: unless_kept(names, Kind::Method, &method_key(operation), rule),
        key: renamed(&operation.origin, "another_name"),
    });
    for (parameter, name) in operation.parameters.iter().zip(&own.parameters) {
        items.push(Item {
            path: format!("{path}::{name}"),
            kind: if parameter.required { "argument" } else { "setter" },
            origin: parameter.origin.clone(),
            rule: explicit(parameter.explicit_name.as_ref())
                .unwrap_or_else(|| format!("`name: {}` of the parameter", parameter.wire_name)),
            key: renamed(&parameter.origin, "another_name"),
        });
    }
    if let Some(body) = &operation.body {
        items.push(Item {
            path: format!("{path}::{}", own.body),
            kind: if body.required { "argument" } else { "setter" },
            origin: body.origin.clone(),
            rule: "every body is called so, unless a parameter is".to_owned(),
            key: "nothing: it is the same for all operations".to_owned(),
        });
    }
}

fn explicit(name: Option<&String>) -> Option<String> {
    name.map(|name| explicit_text(name))
}

fn explicit_text(name: &str) -> String {
    format!("`{name}`, asked for in the description or under `[names]` in codegen.toml")
}

/// The line of codegen.toml.
fn renamed(at: &Pointer, example: &str) -> String {
    format!("{:?} = {example:?} under `[names]` in codegen.toml", at.as_str())
}
