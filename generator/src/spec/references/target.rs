//! From the text of a reference to the place it means.

use std::cell::Cell;

use serde_json::Value;

use super::components::{self, component_at, key_of};
use super::identifiers::{Identifiers, home};
use super::survey::{Form, Site};
use crate::diag::nearest;
use crate::source::Pointer;
use crate::spec::shape::{Kind, Shape, shape};

/// For one reference, so many others are followed. What is tried in vain counts, so that a circle ends.
const STEP_LIMIT: usize = 64;

/// Where a reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To a component of the right kind.
    Component(String),
    /// To a place of the right kind, or of none, which is not a component.
    Place(Pointer),
    /// To an object of another kind.
    OtherKind(Kind, Pointer),
    /// To a file or address that is not part of the document.
    External,
    /// Nowhere.
    Nothing,
}

/// Finds the target of a reference; the flag says that it is not where the reference says.
pub(super) fn find(root: &Value, site: &Site, identifiers: &Identifiers) -> (Target, bool) {
    let finder = Finder { root, identifiers, steps: Cell::new(0) };
    let target = match finder.place(&site.text, &site.at) {
        Some(place) => judge(root, site.kind, &place),
        None if is_external(&site.text) => Target::External,
        None => Target::Nothing,
    };
    match target {
        Target::Component(_) | Target::Place(_) => (target, false),
        Target::OtherKind(..) | Target::External | Target::Nothing => {
            match meant(root, site, &target).or_else(|| finder.schema_in(site, &target)) {
                // A mapping may hold the bare name of a component (OpenAPI 3.0.4, section 4.7.25.1).
                Some(meant) => (meant, site.form != Form::Mapping || site.text.contains('/')),
                None => (target, false),
            }
        }
    }
}

struct Finder<'a> {
    root: &'a Value,
    identifiers: &'a Identifiers,
    steps: Cell<usize>,
}

impl Finder<'_> {
    fn place(&self, text: &str, from: &Pointer) -> Option<Pointer> {
        self.steps.set(self.steps.get() + 1);
        if self.steps.get() > STEP_LIMIT {
            return None;
        }
        let (uri, fragment) = text.split_once('#').unwrap_or((text, ""));
        let scopes: Vec<Pointer> = if uri.is_empty() {
            // Inside a schema with `$id` a fragment counts from there, but descriptions seldom mean that.
            let enclosing = self.identifiers.enclosing(from).cloned();
            [Some(Pointer::root()), enclosing].into_iter().flatten().collect()
        } else {
            vec![self.identifiers.resource(uri, from)?.clone()]
        };
        if fragment.is_empty() {
            return if uri.is_empty() {
                self.enclosing_schema(from)
            } else {
                scopes.into_iter().next()
            };
        }
        if !fragment.starts_with('/') {
            let name = percent_decoded(fragment);
            return self.identifiers.anchor(&name, from).cloned();
        }
        let decoded = percent_decoded(fragment);
        scopes.iter().find_map(|scope| {
            [decoded.as_str(), fragment]
                .into_iter()
                .find_map(|fragment| self.follow(scope, &Pointer::new(fragment)))
        })
    }

    /// The schema of a body, where a schema is expected and the body has only that one.
    fn schema_in(&self, site: &Site, target: &Target) -> Option<Target> {
        let Target::OtherKind(found, place) = target else { return None };
        let path = match (site.kind, found) {
            (Kind::Schema, Kind::Response | Kind::RequestBody) => {
                let types = place.find(self.root)?.get("content")?.as_object()?;
                let mut names = types.keys();
                let only = names.next().filter(|_| names.next().is_none())?;
                Pointer::root().keys(["content", only, "schema"])
            }
            (Kind::Schema, Kind::MediaType) => Pointer::root().key("schema"),
            _ => return None,
        };
        let schema = self.follow(place, &path)?;
        match judge(self.root, Kind::Schema, &schema) {
            found @ (Target::Component(_) | Target::Place(_)) => Some(found),
            _ => None,
        }
    }

    /// `#` alone: the schema resource, or the component that the reference is in.
    fn enclosing_schema(&self, from: &Pointer) -> Option<Pointer> {
        self.identifiers
            .enclosing(from)
            .filter(|at| !at.as_str().is_empty())
            .cloned()
            .or_else(|| home(from))
    }

    /// Walks a pointer, through references where it has to.
    fn follow(&self, scope: &Pointer, path: &Pointer) -> Option<Pointer> {
        let mut at = scope.clone();
        let mut node = at.find(self.root)?;
        for segment in path.segments() {
            while child(node, &segment).is_none() {
                let text = node.get("$ref")?.as_str()?;
                at = self.place(text, &at)?;
                node = at.find(self.root)?;
            }
            node = child(node, &segment)?;
            at = at.key(&segment);
        }
        // What is nothing but a reference, and has no name of its own, stands for its target.
        let text = node
            .as_object()
            .filter(|map| map.len() == 1 && component_at(&at).is_none())
            .and_then(|map| map.get("$ref")?.as_str());
        let target =
            text.and_then(|text| self.settled_component(text).or_else(|| self.place(text, &at)));
        Some(target.unwrap_or(at))
    }

    /// A reference in its final form has the key as it is, without escapes.
    fn settled_component(&self, text: &str) -> Option<Pointer> {
        Kind::COMPONENTS.into_iter().find_map(|kind| {
            let key = key_of(kind, text)?;
            components::component(self.root, kind, key)?;
            Some(Pointer::root().keys(["components", kind.component_map()?, key]))
        })
    }
}

fn child<'a>(node: &'a Value, segment: &str) -> Option<&'a Value> {
    match node {
        Value::Object(map) => map.get(segment),
        Value::Array(items) => items.get(segment.parse::<usize>().ok()?),
        _ => None,
    }
}

fn judge(root: &Value, wanted: Kind, place: &Pointer) -> Target {
    if let Some((kind, key)) = component_at(place) {
        return if kind == wanted {
            Target::Component(key)
        } else {
            Target::OtherKind(kind, place.clone())
        };
    }
    let fits = match place.find(root) {
        Some(Value::Object(_)) => true,
        Some(Value::Bool(_)) => wanted == Kind::Schema,
        _ => false,
    };
    match kind_at(place) {
        At::Object(kind) if kind == wanted && fits => Target::Place(place.clone()),
        At::Object(kind) if fits => Target::OtherKind(kind, place.clone()),
        At::Unknown if fits => Target::Place(place.clone()),
        _ => Target::Nothing,
    }
}

/// What the meta-table says of a place.
enum At {
    Object(Kind),
    /// A map or list of objects.
    Several(Kind),
    Unknown,
}

fn kind_at(place: &Pointer) -> At {
    let mut at = At::Object(Kind::Root);
    for segment in place.segments() {
        at = match at {
            At::Object(kind) => match shape(kind, &segment) {
                Shape::One(kind) => At::Object(kind),
                Shape::SchemaOrFlag => At::Object(Kind::Schema),
                Shape::List(kind) | Shape::Map(kind) => At::Several(kind),
                _ => At::Unknown,
            },
            At::Several(kind) => At::Object(kind),
            At::Unknown => At::Unknown,
        };
    }
    at
}

/// What a reference that does not lead to the right kind of object may mean.
fn meant(root: &Value, site: &Site, found: &Target) -> Option<Target> {
    let name = meant_name(&site.text)?;
    let key = [name.as_str(), name.trim()]
        .into_iter()
        .find(|name| components::component(root, site.kind, name).is_some())
        .map(str::to_owned)
        .or_else(|| {
            let mut alike = components::entries(root, site.kind)
                .filter(|(key, _)| key.to_lowercase() == name.trim().to_lowercase());
            alike.next().filter(|_| alike.next().is_none()).map(|(key, _)| key.clone())
        });
    if let Some(key) = key {
        return Some(Target::Component(key));
    }
    if *found != Target::Nothing {
        return None;
    }
    // Where other versions of OpenAPI, or JSON Schema, keep such objects.
    let maps: &[&str] = match site.kind {
        Kind::Schema => &["definitions", "$defs"],
        Kind::Parameter => &["parameters"],
        Kind::Response => &["responses"],
        Kind::SecurityScheme => &["securityDefinitions"],
        _ => &[],
    };
    maps.iter().find_map(|map| {
        root.get(*map)?.as_object()?.get(&name)?;
        Some(Target::Place(Pointer::root().keys([*map, &name])))
    })
}

/// The name at the end of a reference that evidently means something by that name in this document.
pub(super) fn meant_name(text: &str) -> Option<String> {
    let (file, fragment) = match text.split_once('#') {
        Some(("", fragment)) => ("", fragment),
        Some(_) => return None,
        None => (text, text),
    };
    // A name, `components/schemas/Name` or `/components/schemas/Name`; but not a file or address.
    if file.contains([':', '.']) && !file.contains("components/") {
        return None;
    }
    let decoded = percent_decoded(fragment);
    let path = Pointer::new(&format!("/{}", decoded.trim_start_matches('/')));
    let mut segments: Vec<String> = path.segments().collect();
    let name = segments.pop().filter(|name| !name.is_empty())?;
    (segments.len() <= 2).then_some(name)
}

fn is_external(text: &str) -> bool {
    text.split_once('#').map_or(text, |(file, _)| file).contains([':', '.', '/'])
}

/// RFC 3986, section 2.1; what is no escape stays as it is.
fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let hex = |at: usize| tail.get(at).and_then(|b| char::from(*b).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (first, hex(0), hex(1)) {
            bytes.push(u8::try_from(high * 16 + low).unwrap_or(first));
            rest = tail.get(2..).unwrap_or_default();
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// The component whose name is most like the one in a reference that leads nowhere.
pub(super) fn suggestion(root: &Value, kind: Kind, text: &str) -> Option<String> {
    let name = text.rsplit(['/', '#']).next().map(percent_decoded)?;
    nearest(&name, components::entries(root, kind).map(|(key, _)| key.as_str())).map(str::to_owned)
}
