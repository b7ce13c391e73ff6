//! One round: settles each reference that a survey found.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::components::{components_mut, reference_to};
use super::copies::Copies;
use super::hoist::Hoists;
use super::survey::{Form, Site, Survey, is_copied};
use super::target::{self, Target};
use crate::diag::{Part, Sink};
use crate::source::{Pointer, SourceMap};
use crate::spec::codes;
use crate::spec::shape::Kind;

/// At most so many places are shown for a reference that is wrong in several.
const OTHER_PLACES: usize = 3;

/// What is done at a site; every decision is made on the document as it stands, then all are carried out.
enum Action {
    Write(String),
    Copy(Pointer),
    Wrap(String),
    Adapt(Pointer),
    Break(Target),
}

/// Settles the references. In the last round, what still has to be copied is part of a circle.
pub(super) fn settle(
    root: &mut Value,
    found: &Survey,
    last: bool,
    map: &mut SourceMap,
    sink: &mut Sink,
) {
    let mut hoists = Hoists::default();
    let mut wrong = Wrong::default();
    let mut actions = Vec::with_capacity(found.sites.len());
    for site in &found.sites {
        let (target, misdirected) = target::find(root, site, &found.identifiers);
        let action = match target {
            Target::Component(key) if is_copied(site.kind) && !last => {
                let kind = site.kind.component_map().unwrap_or_default();
                Action::Copy(Pointer::root().keys(["components", kind, &key]))
            }
            Target::Place(place) if is_copied(site.kind) && !last => Action::Copy(place),
            Target::Component(_) | Target::Place(_) if is_copied(site.kind) => {
                Action::Break(Target::Nothing)
            }
            Target::Component(key) => Action::Write(reference_to(site.kind, &key)),
            Target::Place(place) => match hoists.key(root, site.kind, &place) {
                Some(key) => Action::Write(reference_to(site.kind, &key)),
                None => Action::Break(Target::OtherKind(site.kind, place)),
            },
            Target::OtherKind(Kind::Schema, _) if holds_a_schema(site.kind) => {
                wrong.note(site, "wrapped", Target::OtherKind(Kind::Schema, Pointer::root()));
                Action::Wrap(site.text.clone())
            }
            Target::OtherKind(found, place) if is_adaptable(site.kind, found) => {
                wrong.note(site, "adapted", Target::OtherKind(found, place.clone()));
                Action::Adapt(place)
            }
            other => Action::Break(other),
        };
        match &action {
            Action::Break(target) => wrong.note(site, "broken", target.clone()),
            Action::Write(text) if misdirected => wrong.redirected(site, text),
            Action::Copy(place) if misdirected => wrong.redirected(site, &place.to_string()),
            _ => {}
        }
        actions.push(action);
    }
    wrong.report(root, sink);
    // What follows moves nodes, perhaps to where one of these stood.
    sink.settle(map);

    let mut copies = Copies::default();
    // Backwards: children before their parents, later entries of a list before earlier ones.
    for (site, action) in found.sites.iter().zip(actions).rev() {
        match action {
            Action::Write(text) => write(root, site, text),
            Action::Wrap(text) => wrap(root, site, &text),
            Action::Adapt(place) => adapt(root, site, &place, map),
            Action::Break(_) => take_out(root, site),
            Action::Copy(place) => copies.add(site, place),
        }
    }
    copies.carry_out(root, map, sink);
    hoists.carry_out(root, map);
}

fn holds_a_schema(kind: Kind) -> bool {
    matches!(kind, Kind::Response | Kind::RequestBody | Kind::MediaType | Kind::Header)
}

fn write(root: &mut Value, site: &Site, text: String) {
    let Some(node) = root.pointer_mut(site.at.as_str()) else { return };
    match site.form {
        Form::Mapping => *node = Value::String(text),
        Form::Ref | Form::Dynamic(_) => {
            let Value::Object(map) = node else { return };
            if let Form::Dynamic(keyword) = site.form {
                map.shift_remove(keyword);
                if map.contains_key("$ref") {
                    return;
                }
            }
            map.insert("$ref".to_owned(), Value::String(text));
        }
    }
}

/// A schema where a response, body, header or media type is expected: its JSON form.
fn wrap(root: &mut Value, site: &Site, text: &str) {
    let Some(Value::Object(map)) = root.pointer_mut(site.at.as_str()) else { return };
    map.shift_remove("$ref");
    if site.kind == Kind::Response {
        map.entry("description").or_insert_with(|| Value::from(""));
    }
    let schema = json!({ "$ref": text });
    match site.kind {
        Kind::MediaType | Kind::Header => map.insert("schema".to_owned(), schema),
        _ => map.insert("content".to_owned(), json!({ "application/json": { "schema": schema } })),
    };
}

/// Kinds that say the same of what they have in common.
fn is_adaptable(wanted: Kind, found: Kind) -> bool {
    matches!(
        (wanted, found),
        (Kind::Header, Kind::Parameter)
            | (Kind::Response, Kind::RequestBody)
            | (Kind::RequestBody, Kind::Response)
    )
}

/// An object of another kind: what the kinds have in common is copied.
fn adapt(root: &mut Value, site: &Site, place: &Pointer, map: &mut SourceMap) {
    let common: &[&str] = match site.kind {
        Kind::Header => &["description", "required", "deprecated", "schema", "content", "example"],
        _ => &["description", "content"],
    };
    let Some(Value::Object(mut copy)) = place.find(root).cloned() else { return };
    copy.retain(|keyword, _| common.contains(&keyword.as_str()));
    if site.kind == Kind::Response {
        copy.entry("description").or_insert_with(|| Value::from(""));
    }
    if let Some(node) = root.pointer_mut(site.at.as_str()) {
        *node = Value::Object(copy);
        map.record_copy(place, &site.at);
    }
}

/// Takes a broken reference out: what stays means nothing in particular, but has the right shape.
fn take_out(root: &mut Value, site: &Site) {
    if let (Form::Ref, Kind::Schema) = (site.form, site.kind) {
        // A component of that name keeps the name in the client, and a later correction changes no signature.
        let key = super::components::key_of(Kind::Schema, &site.text)
            .filter(|key| !key.is_empty() && !key.contains(['/', '%', '~']));
        if let Some(key) = key {
            if let Some(schemas) = components_mut(root, Kind::Schema) {
                schemas.entry(key).or_insert_with(|| Value::Object(Map::new()));
            }
            return;
        }
    }
    let filler = match (site.form, site.kind) {
        (Form::Ref | Form::Dynamic(_), Kind::Schema) | (_, Kind::PathItem | Kind::MediaType) => {
            None
        }
        (Form::Ref, Kind::Response) => Some(json!({ "description": "" })),
        (Form::Ref, Kind::RequestBody) => {
            Some(json!({ "content": { "application/octet-stream": {} } }))
        }
        _ => return remove(root, &site.at),
    };
    let Some(node) = root.pointer_mut(site.at.as_str()) else { return };
    match (filler, node) {
        (Some(filler), node) => *node = filler,
        (None, Value::Object(map)) => {
            map.shift_remove("$ref");
            if let Form::Dynamic(keyword) = site.form {
                map.shift_remove(keyword);
            }
        }
        _ => {}
    }
}

fn remove(root: &mut Value, at: &Pointer) {
    let (Some(parent), Some(last)) = (at.parent(), at.last()) else { return };
    match root.pointer_mut(parent.as_str()) {
        Some(Value::Object(map)) => {
            map.shift_remove(&last);
        }
        Some(Value::Array(items)) => {
            if let Ok(index) = last.parse::<usize>()
                && index < items.len()
            {
                items.remove(index);
            }
        }
        _ => {}
    }
}

/// What is to be reported: equal mistakes in several places are one.
#[derive(Default)]
struct Wrong {
    groups: BTreeMap<(String, Kind, &'static str), usize>,
    mistakes: Vec<Mistake>,
}

struct Mistake {
    text: String,
    kind: Kind,
    target: Result<String, Target>,
    places: Vec<Pointer>,
}

impl Wrong {
    fn note(&mut self, site: &Site, what: &'static str, target: Target) {
        self.add(site, what, Err(target));
    }

    fn redirected(&mut self, site: &Site, to: &str) {
        self.add(site, "redirected", Ok(to.to_owned()));
    }

    fn add(&mut self, site: &Site, what: &'static str, target: Result<String, Target>) {
        let place = match site.form {
            Form::Mapping => site.at.clone(),
            Form::Ref => site.at.key("$ref"),
            Form::Dynamic(keyword) => site.at.key(keyword),
        };
        let next = self.mistakes.len();
        let index = *self.groups.entry((site.text.clone(), site.kind, what)).or_insert(next);
        if let Some(mistake) = self.mistakes.get_mut(index) {
            mistake.places.push(place);
        } else {
            let (text, kind) = (site.text.clone(), site.kind);
            self.mistakes.push(Mistake { text, kind, target, places: vec![place] });
        }
    }

    fn report(self, root: &Value, sink: &mut Sink) {
        for mistake in self.mistakes {
            mistake.report(root, sink);
        }
    }
}

impl Mistake {
    fn report(&self, root: &Value, sink: &mut Sink) {
        let (text, noun) = (&self.text, self.kind.noun());
        let Some((at, others)) = self.places.split_first() else { return };
        let diagnostic = match &self.target {
            Ok(found) => {
                let message = format!("`{text}` does not lead to a {noun}, `{found}` does");
                let diagnostic = sink.warning(codes::MISDIRECTED_REFERENCE, at, message);
                diagnostic.help(format!("write `{found}`"))
            }
            Err(Target::OtherKind(Kind::Schema, _)) if holds_a_schema(self.kind) => {
                let message = format!("expected a {noun}, `{text}` leads to a schema");
                sink.warning(codes::WRONG_KIND, at, message)
                    .label("read as its JSON form")
                    .help("put the reference under `schema`, inside `content` where there is one")
            }
            Err(Target::OtherKind(found, _)) if is_adaptable(self.kind, *found) => {
                let message = format!("expected a {noun}, `{text}` leads to a {}", found.noun());
                sink.warning(codes::WRONG_KIND, at, message)
                    .label(format!("read as a {noun}"))
                    .help(format!("describe it as a {noun} too"))
            }
            Err(Target::OtherKind(found, _)) => {
                let message = format!("expected a {noun}, `{text}` leads to a {}", found.noun());
                sink.broken(codes::WRONG_KIND, at, message)
                    .help(format!("refer to a {noun}, or write it here"))
            }
            Err(Target::External) => {
                let message = format!("`{text}` leads out of what was read");
                sink.broken(codes::DANGLING_REFERENCE, at, message).help(
                    "put the file beside the description, or copy what it holds to `components`",
                )
            }
            Err(_) => {
                let message = format!("`{text}` leads to no {noun}");
                let help = super::target::suggestion(root, self.kind, text).map_or_else(
                    || format!("correct the reference, or add the {noun}"),
                    |key| format!("did you mean `{}`?", reference_to(self.kind, &key)),
                );
                sink.broken(codes::DANGLING_REFERENCE, at, message).help(help)
            }
        };
        for other in others.iter().take(OTHER_PLACES) {
            diagnostic.also(other, Part::Value, "and here");
        }
    }
}
