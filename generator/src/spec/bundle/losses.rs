//! References that lead nowhere: what is said about them, and what stands in their place.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::codes;
use super::files::Lost;
use crate::diag::{Label, Place, Sink};
use crate::source::{Pointer, SourceMap};
use crate::spec::place;
use crate::spec::shape::Kind;

/// So many other places of the same mistake are shown.
const OTHER_PLACES: usize = 3;

/// Mistakes, equal ones together.
#[derive(Default)]
pub(super) struct Losses {
    groups: BTreeMap<(Lost, String), Vec<Place>>,
}

impl Losses {
    /// Notes one. Its place is found at once, because what is around it may move afterwards.
    pub(super) fn note(&mut self, lost: Lost, text: &str, at: &Pointer, map: &SourceMap) {
        // Of the others, `lost` says enough.
        let text = if lost == Lost::Url { text } else { "" };
        self.groups.entry((lost, text.to_owned())).or_default().push(place::fixed(at, map));
    }

    /// Reports them.
    pub(super) fn report(self, sink: &mut Sink) {
        for ((lost, text), places) in self.groups {
            let mut places = places.into_iter();
            let Some(first) = places.next() else { continue };
            let diagnostic = match lost {
                Lost::Unparsed => continue,
                Lost::Url => sink
                    .broken_at(
                        codes::URL_REFERENCE,
                        first,
                        format!("`{text}` leads to the network"),
                    )
                    .help(
                        "URLs are never fetched; download the document and refer to it by a \
                         relative path",
                    ),
                Lost::Unread { path, reason } => sink
                    .broken_at(codes::UNREAD_FILE, first, format!("cannot read `{path}`: {reason}"))
                    .help("references are relative to the file they stand in; correct the path"),
                Lost::Nothing { path, fragment } => sink
                    .broken_at(
                        codes::NOT_IN_FILE,
                        first,
                        format!("there is no `{fragment}` in `{path}`"),
                    )
                    .help("correct what follows `#`, or add it to that file"),
            };
            for place in places.take(OTHER_PLACES) {
                diagnostic.secondary.push(Label { place, text: "and here".to_owned() });
            }
        }
    }
}

/// Takes a reference out; `false` when nothing can stand in its place. What stays means nothing in particular, but has
/// the shape that its kind asks for.
pub(super) fn take_out(kind: Kind, map: &mut Map<String, Value>) -> bool {
    map.shift_remove("$ref");
    let filler = match kind {
        Kind::Response => json!({ "description": "" }),
        Kind::RequestBody => json!({ "content": { "application/octet-stream": {} } }),
        Kind::Header => json!({ "schema": {} }),
        Kind::Parameter | Kind::Example | Kind::Link | Kind::Callback | Kind::SecurityScheme => {
            return false;
        }
        _ => return true,
    };
    if let Value::Object(filler) = filler {
        *map = filler;
    }
    true
}
