//! Components that are only references to each other, in a circle.

use std::collections::{BTreeSet, HashMap};

use serde_json::{Value, json};

use super::components::{components_mut, entries, key_of};
use super::survey::is_copied;
use crate::diag::{Part, Sink};
use crate::source::Pointer;
use crate::spec::codes;
use crate::spec::shape::Kind;
use crate::spec::walk::reference;

/// Breaks circles; `true` when references to what is gone may be left.
pub(super) fn break_loops(root: &mut Value, sink: &mut Sink) -> bool {
    let mut removed = false;
    for kind in Kind::COMPONENTS.into_iter().filter(|kind| !is_copied(*kind)) {
        for circle in circles(root, kind) {
            report(kind, &circle, sink);
            let Some(components) = components_mut(root, kind) else { continue };
            for key in circle {
                let Some(Value::Object(component)) = components.get_mut(&key) else { continue };
                component.shift_remove("$ref");
                let filler = match kind {
                    Kind::Schema | Kind::Example => continue,
                    Kind::Response => ("description", json!("")),
                    Kind::RequestBody => ("content", json!({ "application/octet-stream": {} })),
                    Kind::Header => ("schema", json!({ "type": "string" })),
                    _ => {
                        components.shift_remove(&key);
                        removed = true;
                        continue;
                    }
                };
                component.entry(filler.0).or_insert(filler.1);
            }
        }
    }
    removed
}

/// The circles, each from its first component in the document.
fn circles(root: &Value, kind: Kind) -> Vec<Vec<String>> {
    let aliases: Vec<(&str, &str)> = entries(root, kind)
        .filter_map(|(key, value)| {
            let text = reference(value.as_object()?)?;
            Some((key.as_str(), key_of(kind, text)?))
        })
        .collect();
    let next: HashMap<&str, &str> = aliases.iter().copied().collect();
    let mut done = BTreeSet::new();
    let mut circles = Vec::new();
    for (start, _) in &aliases {
        let mut chain = vec![*start];
        while let Some(to) = chain.last().and_then(|last| next.get(last)) {
            if done.contains(to) {
                break;
            }
            if let Some(from) = chain.iter().position(|key| key == to) {
                circles.push(chain[from..].iter().map(|key| (*key).to_owned()).collect());
                break;
            }
            chain.push(to);
        }
        done.extend(chain);
    }
    circles
}

fn report(kind: Kind, circle: &[String], sink: &mut Sink) {
    let place = |key: &str| {
        let map = kind.component_map().unwrap_or_default();
        Pointer::root().keys(["components", map, key, "$ref"])
    };
    let Some((first, others)) = circle.split_first() else { return };
    let message = match others {
        [] => format!("`{first}` refers to itself"),
        _ => format!("`{}` refer to each other in a circle", circle.join("`, `")),
    };
    let diagnostic = sink.broken(codes::REFERENCE_LOOP, &place(first), message);
    diagnostic.help(format!("describe the {} instead of referring to another", kind.noun()));
    for other in others {
        diagnostic.also(&place(other), Part::Value, "part of the circle");
    }
}
