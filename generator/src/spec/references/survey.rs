//! Finds the references that are not in their final form, and what names itself by `$id` and `$anchor`.

use serde_json::Value;

use super::components::ComponentKeys;
use super::identifiers::Identifiers;
use crate::source::Pointer;
use crate::spec::shape::Kind;
use crate::spec::walk::{Trail, Visitor, walk};

/// Where a reference stands and what it says.
#[derive(Clone, Debug)]
pub(super) struct Site {
    /// The object that holds the reference; for [`Form::Mapping`] the text itself.
    pub(super) at: Pointer,
    /// What has to be at its target.
    pub(super) kind: Kind,
    /// What it says.
    pub(super) text: String,
    /// How it is written.
    pub(super) form: Form,
}

/// The ways to write a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `$ref`.
    Ref,
    /// `$dynamicRef` (JSON Schema 2020-12, section 8.2.3.2), or `$recursiveRef` (2019-09, section 8.2.4.2.1).
    Dynamic(&'static str),
    /// A value of the `mapping` of a discriminator.
    Mapping,
}

/// What a round has to do.
#[derive(Debug, Default)]
pub(super) struct Survey {
    keys: ComponentKeys,
    pub(super) sites: Vec<Site>,
    pub(super) identifiers: Identifiers,
}

/// Looks at the whole document.
pub(super) fn survey(root: &mut Value) -> Survey {
    let mut survey = Survey { keys: ComponentKeys::of(root), ..Survey::default() };
    survey.identifiers.document(root);
    walk(Kind::Root, root, &mut Trail::default(), &mut survey);
    survey
}

/// References to these are resolved by copying: openapiv3 has no place for them, or `lower` does not follow them.
pub(super) fn is_copied(kind: Kind) -> bool {
    matches!(kind, Kind::PathItem | Kind::Callback | Kind::SecurityScheme | Kind::MediaType)
}

impl Visitor for Survey {
    fn enter(&mut self, kind: Kind, node: &mut Value, trail: &Trail) -> bool {
        let Value::Object(map) = node else { return true };
        match kind {
            Kind::Schema => {
                for (key, value) in map {
                    let form = match key.as_str() {
                        "$ref" => Form::Ref,
                        "$dynamicRef" => Form::Dynamic("$dynamicRef"),
                        "$recursiveRef" => Form::Dynamic("$recursiveRef"),
                        "$id" | "$anchor" | "$dynamicAnchor" => {
                            self.identifiers.note(key, value, trail);
                            continue;
                        }
                        _ => continue,
                    };
                    if let Value::String(text) = value {
                        self.reference(kind, text, form, || trail.pointer());
                    }
                }
            }
            Kind::Discriminator => {
                let Some(Value::Object(mapping)) = map.get("mapping") else { return true };
                for (value, target) in mapping {
                    if let Value::String(text) = target {
                        self.reference(Kind::Schema, text, Form::Mapping, || {
                            trail.child("mapping").key(value)
                        });
                    }
                }
            }
            kind if kind.component_map().is_some() => {
                if let Some(Value::String(text)) = map.get("$ref") {
                    self.reference(kind, text, Form::Ref, || trail.pointer());
                }
            }
            _ => {}
        }
        true
    }
}

impl Survey {
    fn reference(&mut self, kind: Kind, text: &str, form: Form, at: impl FnOnce() -> Pointer) {
        let settled = !matches!(form, Form::Dynamic(_)) && self.keys.leads(kind, text);
        if !settled || is_copied(kind) {
            self.sites.push(Site { at: at(), kind, text: text.to_owned(), form });
        }
    }
}
