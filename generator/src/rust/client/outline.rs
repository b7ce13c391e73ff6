//! The public items that an API adds to the runtime's client, its builder and its error.

use super::{ClientView, CredentialKind};
use crate::rust::outline::{Kind, Outline, Public};

pub(in crate::rust) fn client(view: &ClientView, out: &mut Outline) {
    for handle in &view.handles {
        let group = format!("api::{}::{}", handle.accessor, handle.handle);
        let item = Public::new(Kind::Accessor, Some(&group)).of(handle.handle.as_str());
        out.add(format!("Client::{}", handle.accessor), item);
    }
    for scheme in &view.schemes {
        let path = format!("ClientBuilder::{}", scheme.setter);
        let ty = match scheme.credential {
            CredentialKind::Key | CredentialKind::Bearer | CredentialKind::Http => {
                "impl Into<Token>"
            }
            CredentialKind::Basic => "impl Into<String>, impl Into<Secret>",
            CredentialKind::None => continue,
        };
        out.add(path.clone(), Public::new(Kind::BuilderSetter, None).of(ty));
        if scheme.prefix_doc.is_some() {
            let item = Public::new(Kind::BuilderSetter, Some(&path)).of("impl Into<String>");
            out.add(format!("ClientBuilder::{}", scheme.prefix_setter), item);
        }
    }
    for default in &view.defaults {
        let getter = Public::new(Kind::Getter, None).of("Option<&str>");
        out.add(format!("Client::{}", default.getter), getter);
        let setter = Public::new(Kind::BuilderSetter, None).of("impl Into<String>");
        out.add(format!("ClientBuilder::{}", default.getter), setter);
    }
    if let Some(error) = &view.error {
        let item = Public::new(Kind::Getter, None).of(format!("Option<{}>", error.ty));
        out.add(format!("Error::{}", error.method), item);
    }
}
