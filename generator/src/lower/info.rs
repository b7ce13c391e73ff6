//! The Info Object and the Tag Objects.

use super::{Lowering, docs};
use crate::ir::{Contact, Info, License, Tag};
use crate::source::Pointer;
use crate::spec::ext;

impl Lowering<'_> {
    pub(super) fn info(&mut self) {
        let info = &self.spec.api.info;
        self.api.info = Info {
            title: info.title.clone(),
            version: info.version.clone(),
            description: docs::text(info.description.as_deref()),
            summary: info
                .extensions
                .get(ext::SUMMARY)
                .and_then(serde_json::Value::as_str)
                .map(str::to_owned),
            terms_of_service: docs::text(info.terms_of_service.as_deref()),
            contact: info.contact.as_ref().map(|contact| Contact {
                name: docs::text(contact.name.as_deref()),
                url: docs::text(contact.url.as_deref()),
                email: docs::text(contact.email.as_deref()),
            }),
            license: info.license.as_ref().map(|license| License {
                name: license.name.clone(),
                url: docs::text(license.url.as_deref()),
            }),
        };
    }

    /// Declared tags, once each. Those that are only used are added when they are met.
    pub(super) fn tags(&mut self) {
        let list = Pointer::root().key("tags");
        for (index, tag) in self.spec.api.tags.iter().enumerate() {
            if self.api.tags.iter().all(|known| known.name != tag.name) {
                self.api.tags.push(Tag {
                    name: tag.name.clone(),
                    description: docs::text(tag.description.as_deref()),
                    origin: list.index(index),
                });
            }
        }
    }

    /// The tags of an operation, once each and none of them blank; unknown ones become known.
    pub(super) fn tags_of(&mut self, tags: &[String], at: &Pointer) -> Vec<String> {
        let mut used: Vec<String> = Vec::new();
        for (index, name) in tags.iter().enumerate() {
            if name.trim().is_empty() || used.contains(name) {
                continue;
            }
            used.push(name.clone());
            if self.api.tags.iter().all(|known| known.name != *name) {
                let origin = at.key("tags").index(index);
                self.api.tags.push(Tag { name: name.clone(), description: None, origin });
            }
        }
        used
    }
}
