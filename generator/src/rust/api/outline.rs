//! The public items of a group of operations.

use super::{ChoiceView, GroupView, OperationView};
use crate::rust::outline::{Kind, Outline, Public};

pub(in crate::rust) fn group(view: &GroupView, out: &mut Outline) {
    let module = format!("api::{}", view.module);
    let handle = format!("{module}::{}", view.handle);
    out.add(handle.clone(), Public::new(Kind::Handle, None));
    for operation in &view.operations {
        self::operation(operation, &module, &handle, out);
    }
}

fn operation(view: &OperationView, module: &str, handle: &str, out: &mut Outline) {
    let path = format!("{handle}::{}", view.method);
    out.part(handle, &view.method, Public::new(Kind::Method, None).of(view.output.as_str()));
    for (position, argument) in view.arguments.iter().enumerate() {
        let item = Public::new(Kind::Argument, None).of(argument.ty.as_str()).at(position);
        out.part(&path, &argument.name, item);
    }
    for setter in &view.setters {
        out.part(&path, &setter.name, Public::new(Kind::Setter, None).of(setter.ty.as_str()));
    }
    for (name, ty) in ways(view) {
        out.part(&path, name, Public::new(Kind::Way, None).of(ty));
    }
    // These have the group's module for a scope, and go away with the operation.
    let beside = |kind| Public::new(kind, Some(&path));
    out.add(format!("{module}::{}", view.marker), beside(Kind::Marker));
    if let Some(headers) = &view.headers {
        let name = format!("{module}::{}", headers.name);
        out.add(name.clone(), beside(Kind::Struct).with(&["Clone", "Debug"]));
        for field in &headers.fields {
            out.part(&name, &field.name, Public::new(Kind::Field, None).of(field.ty.as_str()));
        }
    }
    let failures = view.failures.iter().filter_map(|failures| failures.choice.as_ref());
    for choice in view.response.iter().chain(&view.body).chain(failures) {
        let name = format!("{module}::{}", choice.name);
        out.add(name.clone(), beside(Kind::Union).with(&["Clone", "Debug", "PartialEq"]));
        variants(choice, &name, out);
    }
}

fn variants(view: &ChoiceView, path: &str, out: &mut Outline) {
    for variant in &view.variants {
        let item = Public::new(Kind::Variant, None);
        let item = match &variant.ty {
            Some(ty) => item.of(ty.as_str()),
            None => item,
        };
        out.part(path, &variant.name, item);
    }
}

/// What a call can do because of a trait of its marker, with what it gives. `()` keeps the names apart from setters.
fn ways(view: &OperationView) -> Vec<(&'static str, String)> {
    let mut ways = Vec::new();
    for implementation in &view.streams {
        let text = implementation.as_str();
        let associated = |name: &str| {
            let (_, after) = text.split_once(&format!("type {name} = "))?;
            Some(after.split_once(';')?.0.to_owned())
        };
        let found = match text.split_whitespace().nth(1) {
            Some("runtime::Download") => vec![("stream()", Some("Bytes".to_owned()))],
            Some("runtime::Lines") => vec![("lines()", associated("Item"))],
            Some("runtime::Events") => vec![("events()", associated("Data"))],
            Some("runtime::Pages") => {
                let page = Some(view.output.as_str().to_owned());
                vec![("items()", associated("Item")), ("pages()", page)]
            }
            _ => Vec::new(),
        };
        ways.extend(found.into_iter().filter_map(|(name, ty)| Some((name, ty?))));
    }
    if let Some(headers) = &view.headers {
        ways.push(("with_headers()", headers.name.as_str().to_owned()));
    }
    if let Some(failures) = &view.failures {
        ways.push(("described()", failures.ty.as_str().to_owned()));
    }
    ways
}
