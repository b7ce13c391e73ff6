//! The public items of a file of models.

use super::{EnumKind, EnumView, Gates, ItemView, ModuleView, StructView, UnionView};
use crate::rust::outline::{Kind, Outline, Public};

pub(in crate::rust) fn module(view: &ModuleView, out: &mut Outline) {
    for item in &view.items {
        match item {
            ItemView::Struct(view) => structure(view, out),
            ItemView::Enum(view) => enumeration(view, out),
            ItemView::Union(view) => union(view, out),
            ItemView::Alias(view) => {
                let item = Public::new(Kind::Alias, None).of(view.ty.as_str());
                out.add(format!("model::{}", view.name), item);
            }
            ItemView::Newtype(view) => {
                let mut item = derived(Kind::Newtype, view.derives.as_str());
                serde(view.gates, &mut item);
                item.exhaustive = true;
                let path = format!("model::{}", view.name);
                out.add(path.clone(), item);
                out.part(&path, 0, Public::new(Kind::Field, None).of(view.ty.as_str()));
            }
        }
    }
}

fn structure(view: &StructView, out: &mut Outline) {
    let path = format!("model::{}", view.name);
    let mut item = derived(Kind::Struct, view.derives.as_str());
    serde(view.gates, &mut item);
    out.add(path.clone(), item);
    for field in &view.fields {
        out.part(&path, &field.name, Public::new(Kind::Field, None).of(field.ty.as_str()));
    }
    if let Some(rest) = &view.rest {
        out.part(&path, &rest.name, Public::new(Kind::Field, None).of(rest.ty.as_str()));
    }
    if let Some(new) = &view.new {
        // A field may be called `new`; a method is something else.
        let constructor = format!("{path}::new()");
        out.part(&path, "new()", Public::new(Kind::Constructor, None));
        for (position, argument) in new.arguments.iter().enumerate() {
            let item = Public::new(Kind::Argument, None).of(argument.ty.as_str()).at(position);
            out.part(&constructor, &argument.name, item);
        }
    }
}

fn enumeration(view: &EnumView, out: &mut Outline) {
    let path = format!("model::{}", view.name);
    // What the macros of the runtime add (`text_enum!` and its relatives).
    let (added, rest): (&[&str], _) = match view.kind {
        EnumKind::Text => {
            (&["AsRef<str>", "Display", "From<&str>", "From<String>", "as_str()"], Some("String"))
        }
        EnumKind::ClosedText => (&["AsRef<str>", "Display", "FromStr", "as_str()"], None),
        EnumKind::Integer => (&["Display", "From<i64>", "Into<i64>"], Some("i64")),
        EnumKind::ClosedInteger => (&["Display", "TryFrom<i64>", "Into<i64>"], None),
        EnumKind::Mixed => (&[], Some("serde_json::Value")),
        EnumKind::ClosedMixed => (&[], None),
    };
    let item = derived(Kind::Enum, view.derives.as_str()).with(added);
    out.add(path.clone(), item.with(&["Deserialize", "Serialize"]));
    for value in &view.values {
        out.part(&path, &value.name, Public::new(Kind::Variant, None));
    }
    if let Some(rest) = rest {
        out.part(&path, &view.rest, Public::new(Kind::Variant, None).of(rest));
    }
}

fn union(view: &UnionView, out: &mut Outline) {
    let path = format!("model::{}", view.name);
    let mut item = derived(Kind::Union, view.derives.as_str());
    serde(view.gates, &mut item);
    for variant in view.variants.iter().filter(|variant| variant.from) {
        item.traits.insert(format!("From<{}>", variant.inner).replace("runtime::", ""), None);
    }
    out.add(path.clone(), item);
    for variant in &view.variants {
        out.part(&path, &variant.name, Public::new(Kind::Variant, None).of(variant.ty.as_str()));
    }
    out.part(&path, &view.rest, Public::new(Kind::Variant, None).of("serde_json::Value"));
}

fn derived(kind: Kind, derives: &str) -> Public {
    let derives: Vec<&str> = derives.split(", ").collect();
    Public::new(kind, None).with(&derives)
}

fn serde(gates: Gates, item: &mut Public) {
    let feature = |always: bool| (!always).then_some("full-serde");
    item.traits.insert("Deserialize".to_owned(), feature(gates.decode));
    item.traits.insert("Serialize".to_owned(), feature(gates.encode));
}
