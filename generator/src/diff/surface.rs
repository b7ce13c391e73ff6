//! What users of the crate can name or call, with where in the description it comes from and what it does on the wire.

use std::collections::{BTreeMap, BTreeSet};

use super::facts;
use crate::config::Config;
use crate::diag::Sink;
use crate::ir::{
    Access, Api, Docs, Object, Operation, OperationId, Presence, Tagging, TypeDef, TypeKind, Union,
};
use crate::names::{GroupNames, Names, OperationNames, TypeNames};
use crate::rust::{Public, outline};
use crate::source::Pointer;

/// The public items of the crate that a description would give, by Rust path.
#[derive(Clone, Debug, Default)]
pub struct Surface {
    /// The items. Paths are those of `where`; a constructor is `model::Pet::new()`, a feature `feature pets`.
    pub items: BTreeMap<String, Item>,
    /// Features of the tags; none where the crate has no such features.
    pub features: BTreeSet<String>,
}

/// A public item.
#[derive(Clone, Debug)]
pub struct Item {
    /// What the compiler sees of it.
    pub public: Public,
    /// What it is in the description, whatever it is called in Rust: equal for an item that was only renamed.
    pub identity: String,
    /// The node it was made from, in the final document.
    pub origin: Pointer,
    /// What it does on the wire, by aspect.
    pub wire: BTreeMap<&'static str, String>,
    /// Whether its documentation says that it is deprecated.
    pub deprecated: bool,
    /// What its documentation is made from.
    pub docs: String,
}

impl Surface {
    /// Reads the stages' data.
    #[must_use]
    pub fn of(api: &Api, names: &Names, config: &Config, sink: &mut Sink) -> Self {
        let outline = outline(api, names, config, sink);
        let mut surface = Self { items: BTreeMap::new(), features: outline.features };
        for (path, public) in outline.items {
            let identity = path.rsplit("::").next().unwrap_or_default().to_owned();
            let origin = Pointer::root();
            let (wire, docs) = (BTreeMap::new(), String::new());
            surface
                .items
                .insert(path, Item { public, identity, origin, wire, deprecated: false, docs });
        }
        for ((_, def), names) in api.types.iter().zip(&names.types) {
            surface.definition(def, names);
        }
        for group in &names.groups {
            surface.group(api, group);
            for id in &group.operations {
                surface.operation(api, names, group, *id);
            }
        }
        surface.client(api, names);
        surface.inherit();
        surface
    }

    /// Says of an item what the description knows; nothing of what the crate does not have.
    fn note(
        &mut self,
        path: &str,
        identity: String,
        origin: &Pointer,
        docs: Option<&Docs>,
    ) -> Note<'_> {
        let mut item = self.items.get_mut(path);
        if let Some(item) = &mut item {
            item.identity = identity;
            item.origin = origin.clone();
            if let Some(docs) = docs {
                item.deprecated = docs.deprecated.is_some();
                item.docs = facts::docs(docs);
            }
        }
        Note(item)
    }

    fn definition(&mut self, def: &TypeDef, names: &TypeNames) {
        let path = format!("model::{}", names.name);
        let form = if def.hint.sent_form_of.is_some() { "sent form of " } else { "" };
        let identity = format!("{form}{}", def.origin);
        let mut note = self.note(&path, identity, &def.origin, Some(&def.docs));
        match &def.kind {
            TypeKind::Object(object) => {
                note.wire("always sent", facts::constants(object));
                self.object(&path, def, object, names);
            }
            TypeKind::Enum(values) => {
                for (value, name) in values.values.iter().zip(&names.members) {
                    let json = value.value.to_string();
                    let at = def.origin.key("enum");
                    let path = format!("{path}::{name}");
                    let mut note =
                        self.note(&path, format!("value {json}"), &at, Some(&value.docs));
                    note.wire("value", json);
                }
                self.note(&format!("{path}::{}", names.rest), "rest".to_owned(), &def.origin, None);
            }
            TypeKind::Union(union) => {
                let by = match &union.tagging {
                    Tagging::Property(tag) => format!("`{}`", tag.property),
                    Tagging::Shape => "shape".to_owned(),
                };
                note.wire("told apart by", by);
                self.union(&path, def, union, names);
            }
            TypeKind::Alias(_) | TypeKind::Newtype(_) => {}
        }
    }

    fn object(&mut self, path: &str, def: &TypeDef, object: &Object, names: &TypeNames) {
        let sent = def.usage.request || def.usage.parameter;
        for (field, name) in object.fields.iter().zip(&names.members) {
            let identity = format!("key {}", field.wire_name);
            let at = format!("{path}::{name}");
            let mut note = self.note(&at, identity.clone(), &field.origin, Some(&field.docs));
            note.wire("key", format!("`{}`", field.wire_name));
            note.wire(
                "`None`",
                match field.presence {
                    Presence::Required => String::new(),
                    Presence::Optional => "left out".to_owned(),
                    Presence::Nullable => "`null`".to_owned(),
                    Presence::OptionalNullable => "left out, or `null`".to_owned(),
                },
            );
            if sent && field.access == Access::ReadOnly {
                note.wire("sent", "never".to_owned());
            }
            self.note(&format!("{path}::new()::{name}"), identity, &field.origin, None);
        }
        self.note(&format!("{path}::{}", names.rest), "rest".to_owned(), &def.origin, None);
    }

    fn union(&mut self, path: &str, def: &TypeDef, union: &Union, names: &TypeNames) {
        for (variant, name) in union.variants.iter().zip(&names.members) {
            let at = format!("{path}::{name}");
            let held = self.items.get(&at).and_then(|item| item.public.ty.clone());
            let identity = format!("type {}", held.unwrap_or_default());
            let mut note = self.note(&at, identity, &variant.origin, Some(&variant.docs));
            note.wire("tag", facts::list(variant.tags.iter().map(String::as_str)));
        }
        self.note(&format!("{path}::{}", names.rest), "rest".to_owned(), &def.origin, None);
    }

    fn group(&mut self, api: &Api, group: &GroupNames) {
        let tag = group.tag.and_then(|tag| api.tags.get(tag));
        let identity = tag.map_or_else(|| group.module.to_string(), |tag| tag.name.clone());
        let origin = tag.map_or_else(|| Pointer::root().key("paths"), |tag| tag.origin.clone());
        for path in [
            format!("api::{}::{}", group.module, group.handle),
            format!("Client::{}", group.module),
            format!("feature {}", group.feature),
        ] {
            self.note(&path, identity.clone(), &origin, None)
                .docs(tag.and_then(|tag| tag.description.as_deref()));
        }
    }

    fn operation(&mut self, api: &Api, all: &Names, group: &GroupNames, id: OperationId) {
        let (Some(operation), Some(names)) = (api.operations.get(id), all.operations.get(id))
        else {
            return;
        };
        let path = format!("api::{}::{}::{}", group.module, group.handle, names.method);
        let request = facts::request(operation);
        let mut note = self.note(&path, request.clone(), &operation.origin, Some(&operation.docs));
        note.wire("request", request.clone());
        note.wire("security", facts::security(api, operation));
        note.wire("server", operation.servers.first().map(facts::server).unwrap_or_default());
        note.wire("answers", facts::successes(operation));
        note.wire("failures with a body", facts::failures(operation));
        note.wire("pages", facts::pages(operation));
        for (parameter, name) in operation.parameters.iter().zip(&names.parameters) {
            let at = format!("{path}::{name}");
            let place = facts::place(parameter, operation);
            self.note(&at, place, &parameter.origin, Some(&parameter.docs))
                .wire("sent as", facts::sent_as(parameter, operation));
        }
        if let Some(body) = &operation.body {
            self.note(
                &format!("{path}::{}", names.body),
                "body".to_owned(),
                &body.origin,
                Some(&body.docs),
            )
            .wire("media type", facts::media(&body.content));
        }
        self.beside(operation, names, &format!("api::{}", group.module), &request);
    }

    /// The types of an operation beside its method.
    fn beside(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        module: &str,
        request: &str,
    ) {
        let origin = &operation.origin;
        let types = [
            (&names.marker, "operation"),
            (&names.headers, "headers"),
            (&names.response, "answers"),
            (&names.error, "failures"),
            (&names.body_type, "bodies"),
        ];
        for (name, what) in types {
            self.note(&format!("{module}::{name}"), format!("{what} of {request}"), origin, None);
        }
        let headers = operation.success_headers();
        for (header, name) in headers.into_iter().zip(&names.header_fields) {
            let wire = header.wire_name.to_ascii_lowercase();
            let at = format!("{module}::{}::{name}", names.headers);
            self.note(&at, format!("header {wire}"), origin, Some(&header.docs))
                .wire("header", format!("`{wire}`"));
        }
        for (response, name) in operation.responses.iter().zip(&names.response_variants) {
            let status = facts::status(response.status);
            for owner in [&names.response, &names.error] {
                let at = format!("{module}::{owner}::{name}");
                self.note(&at, format!("status {status}"), &response.origin, Some(&response.docs))
                    .wire("status", status.clone());
            }
        }
        let content = operation.body.iter().flat_map(|body| &body.content);
        for (media, name) in content.zip(&names.body_variants) {
            let at = format!("{module}::{}::{name}", names.body_type);
            let only = facts::media(std::slice::from_ref(media));
            self.note(&at, format!("media type {}", media.media_type), &media.origin, None)
                .wire("media type", only);
        }
    }

    fn client(&mut self, api: &Api, names: &Names) {
        let servers = api
            .servers
            .first()
            .map_or_else(|| Pointer::root().key("servers"), |server| server.origin.clone());
        self.note("Client", "client".to_owned(), &servers, None)
            .wire("servers", facts::list(api.servers.iter().map(facts::server)));
        for (scheme, name) in api.security_schemes.iter().zip(&names.security_schemes) {
            let path = format!("ClientBuilder::{name}");
            self.note(&path, format!("scheme {}", scheme.key), &scheme.origin, None)
                .docs(scheme.description.as_deref())
                .wire("credential", facts::credential(&scheme.kind));
        }
        for (webhook, name) in api.webhooks.iter().zip(&names.webhooks) {
            let path = format!("webhooks::{name}");
            let identity = format!("webhook {}", webhook.origin);
            self.note(&path, identity, &webhook.origin, Some(&webhook.docs))
                .wire("value", format!("`{}`", webhook.name));
        }
    }

    /// What the description does not know itself stands where that stands which it is part of.
    fn inherit(&mut self) {
        let root = Pointer::root();
        let origins: BTreeMap<String, Pointer> =
            self.items.iter().map(|(path, item)| (path.clone(), item.origin.clone())).collect();
        let parents: BTreeMap<String, Option<String>> = self
            .items
            .iter()
            .map(|(path, item)| (path.clone(), item.public.parent.clone()))
            .collect();
        for item in self.items.values_mut() {
            let mut parent = item.public.parent.as_ref();
            // Parents form no cycle: each path is longer than its parent's, but for those beside a method.
            for _ in 0..8 {
                let Some(path) = parent.filter(|_| item.origin == root) else { break };
                if let Some(origin) = origins.get(path) {
                    item.origin = origin.clone();
                }
                parent = parents.get(path).and_then(Option::as_ref);
            }
        }
    }
}

/// An item that is being described; nothing where the crate has none.
struct Note<'a>(Option<&'a mut Item>);

impl Note<'_> {
    fn wire(&mut self, aspect: &'static str, fact: String) -> &mut Self {
        if let Some(item) = self.0.as_mut().filter(|_| !fact.is_empty()) {
            item.wire.insert(aspect, fact);
        }
        self
    }

    fn docs(&mut self, text: Option<&str>) -> &mut Self {
        if let Some(item) = &mut self.0 {
            text.unwrap_or_default().clone_into(&mut item.docs);
        }
        self
    }
}
