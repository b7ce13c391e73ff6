//! Arguments and setters of a call: body and parameters in one scope.
//!
//! A parameter whose name is taken says where it is sent (`limit_query`), as long as that tells the two apart.

use super::case::Words;
use super::lock::{Item, Kind};
use super::scope::{Claim, Scope};
use super::{Context, Ident, candidates, reserved};
use crate::ir::{Location, Operation, Parameter};

/// The body's name, and those of the parameters.
pub(super) fn assign(context: &mut Context<'_, '_>, operation: &Operation) -> (Ident, Vec<Ident>) {
    let mut scope = Scope::new(&[reserved::LOCALS]);
    let plain: Vec<String> = (operation.parameters.iter())
        .map(|parameter| Words::of(&parameter.wire_name).snake())
        .collect();
    let mut claims = Vec::new();
    for (parameter, name) in operation.parameters.iter().zip(&plain) {
        let twin = operation.parameters.iter().zip(&plain).any(|(other, other_name)| {
            other_name == name
                && other.location == parameter.location
                && other.wire_name != parameter.wire_name
        });
        claims.push(claim(parameter, twin));
    }
    if operation.body.is_some() {
        let names = ["body", "request_body", "payload"].map(str::to_owned);
        claims.push(Claim { strength: 1, candidates: names.to_vec() });
    }
    let items: Vec<Item<'_>> = (operation.parameters.iter())
        .map(|parameter| {
            let place = location_word(parameter.location);
            let key = format!("{}::{place}:{}", operation.origin.as_str(), parameter.wire_name);
            let at = &parameter.origin;
            Item { kind: Kind::Parameter, key, at, what: "parameter", always: false }
        })
        .collect();
    let mut given = context.give_all(&mut scope, &items, &mut claims);
    let body = if operation.body.is_some() {
        given.pop().map_or_else(|| "body".to_owned(), |given| given.text)
    } else {
        "body".to_owned()
    };
    let parameters = (operation.parameters.iter().zip(given))
        .map(|(parameter, given)| {
            context.give(given, &parameter.origin, parameter.explicit_name.as_deref(), "parameter")
        })
        .collect();
    (Ident::new(body), parameters)
}

fn claim(parameter: &Parameter, twin: bool) -> Claim {
    let explicit = parameter.explicit_name.as_deref();
    let mut names = Vec::new();
    if let Some(explicit) = explicit {
        names.push(candidates::explicit_snake(explicit));
    }
    let spelled = candidates::snake_of(&parameter.wire_name);
    let place = location_word(parameter.location);
    let located = |name: &String| format!("{}_{place}", name.trim_end_matches('_'));
    let (plain, special) = spelled.split_first().map_or((None, &[][..]), |(a, b)| (Some(a), b));
    if let Some(name) = plain {
        candidates::push_new(&mut names, name.clone());
        if !twin {
            candidates::push_new(&mut names, located(name));
        }
    }
    for name in special {
        candidates::push_new(&mut names, name.clone());
    }
    for name in &spelled {
        candidates::push_new(&mut names, located(name));
    }
    if !parameter.required {
        // An optional one becomes a method of the call; a required one is only an argument.
        names.retain(|name| !reserved::RESERVED_CALL_METHODS.contains(&name.as_str()));
    }
    let exact = plain.is_some_and(|name| candidates::is_exact(&parameter.wire_name, name));
    let strength = match (explicit.is_some(), parameter.location, parameter.required) {
        (true, ..) => 0,
        (_, Location::Path, _) => 2,
        (_, _, true) => 3,
        _ => 5,
    };
    Claim { strength: strength + u8::from(!exact && explicit.is_none()), candidates: names }
}

fn location_word(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::QueryString => "query_string",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}
