//! `$id`, `$anchor` and their relatives: names that schemas give themselves (JSON Schema 2020-12, section 8.2).

use serde_json::Value;

use crate::source::Pointer;
use crate::spec::walk::Trail;

/// All names in a document.
#[derive(Debug, Default)]
pub(super) struct Identifiers {
    /// Schema resources: absolute where a base is known.
    resources: Vec<(String, Pointer)>,
    anchors: Vec<(String, Pointer)>,
}

impl Identifiers {
    /// Notes the name of the document itself (3.2, `$self`).
    pub(super) fn document(&mut self, root: &Value) {
        if let Some(Value::String(uri)) = root.get("$self") {
            self.resources.push((strip_fragment(uri).to_owned(), Pointer::root()));
        }
    }

    /// Notes a keyword of the schema at the end of the trail.
    pub(super) fn note(&mut self, keyword: &str, value: &Value, trail: &Trail) {
        let at = trail.pointer();
        match (keyword, value) {
            // Draft 6 and 7 write anchors so.
            ("$id", Value::String(id)) if id.starts_with('#') => {
                self.anchors.push((id.trim_start_matches('#').to_owned(), at));
            }
            ("$id", Value::String(id)) => {
                let uri = self.absolute(strip_fragment(id), &at);
                self.resources.push((uri, at));
            }
            ("$anchor" | "$dynamicAnchor", Value::String(name)) => {
                self.anchors.push((name.clone(), at));
            }
            _ => {}
        }
    }

    /// The schema resource (or the document) of this URI, as written in a reference at `from`.
    pub(super) fn resource(&self, uri: &str, from: &Pointer) -> Option<&Pointer> {
        let absolute = self.absolute(uri, from);
        let by = |wanted: &str| self.resources.iter().find(|(id, _)| id == wanted);
        by(&absolute).or_else(|| by(uri)).map(|(_, at)| at)
    }

    /// The innermost schema resource that a place is in.
    pub(super) fn enclosing(&self, place: &Pointer) -> Option<&Pointer> {
        self.enclosing_entry(place).map(|(_, at)| at)
    }

    /// The schema of this anchor: in the same resource, in the same component, or the first there is.
    pub(super) fn anchor(&self, name: &str, from: &Pointer) -> Option<&Pointer> {
        let near = |scope: Option<Pointer>| {
            let scope = scope?;
            self.anchors.iter().find(|(anchor, at)| anchor == name && at.is_within(&scope))
        };
        near(self.enclosing(from).cloned())
            .or_else(|| near(home(from)))
            .or_else(|| self.anchors.iter().find(|(anchor, _)| anchor == name))
            .map(|(_, at)| at)
    }

    fn enclosing_entry(&self, place: &Pointer) -> Option<&(String, Pointer)> {
        self.resources
            .iter()
            .filter(|(_, at)| place.is_within(at))
            .max_by_key(|(_, at)| at.as_str().len())
    }

    fn absolute(&self, uri: &str, from: &Pointer) -> String {
        match self.enclosing_entry(from) {
            Some((base, _)) => join(base, uri),
            None => uri.to_owned(),
        }
    }
}

/// The component (or other named schema) that a place is in.
pub(super) fn home(place: &Pointer) -> Option<Pointer> {
    let segments: Vec<String> = place.segments().take(3).collect();
    let length = match segments.first()?.as_str() {
        "components" => 3,
        "definitions" | "$defs" => 2,
        _ => return None,
    };
    (segments.len() >= length)
        .then(|| Pointer::root().keys(segments.iter().take(length).map(String::as_str)))
}

fn strip_fragment(uri: &str) -> &str {
    uri.split_once('#').map_or(uri, |(before, _)| before)
}

/// RFC 3986, section 5.2, as far as identifiers of schemas need it: no query, no dot segments beyond leading ones.
fn join(base: &str, reference: &str) -> String {
    if reference.is_empty() {
        return base.to_owned();
    }
    if has_scheme(reference) {
        return reference.to_owned();
    }
    let root = base.find("://").map_or(0, |at| at + 3);
    let path = base[root..].find('/').map_or(base.len(), |at| root + at);
    if reference.starts_with('/') {
        return format!("{}{reference}", &base[..path]);
    }
    let mut folder = base[path..].rfind('/').map_or("/", |at| &base[path..=path + at]);
    let mut rest = reference;
    loop {
        if let Some(after) = rest.strip_prefix("./") {
            rest = after;
        } else if let Some(after) = rest.strip_prefix("../") {
            rest = after;
            folder = folder.trim_end_matches('/');
            folder = folder.rfind('/').map_or("/", |at| &folder[..=at]);
        } else {
            break;
        }
    }
    if path == base.len() && root == 0 {
        return rest.to_owned();
    }
    format!("{}{folder}{rest}", &base[..path])
}

fn has_scheme(uri: &str) -> bool {
    uri.split_once(':').is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_joined_as_rfc_3986_says() {
        // Section 5.4.1, those of the forms that occur.
        for (reference, result) in [
            ("g:h", "g:h"),
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("../g", "http://a/b/g"),
            ("../../g", "http://a/g"),
            ("", "http://a/b/c/d"),
        ] {
            assert_eq!(join("http://a/b/c/d", reference), result);
        }
        assert_eq!(join("http://a", "g"), "http://a/g");
        assert_eq!(join("tree", "node"), "node");
    }
}
