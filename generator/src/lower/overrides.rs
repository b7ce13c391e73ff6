//! Renames and replacements: `x-rust-name`, `x-rust-type` and their tables in codegen.toml.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use openapiv3::SchemaData;
use serde_json::Value;

use super::shape::component_pointer;
use super::{Lowering, codes, docs};
use crate::config::{self, Config, Credential};
use crate::diag::{Place, Severity, nearest};
use crate::ir::{MediaKind, SecurityKind, Type};
use crate::source::Pointer;

/// The tables of codegen.toml that speak of nodes by pointer, and which entries were used.
pub(super) struct Overrides {
    names: BTreeMap<String, String>,
    replace: BTreeMap<String, String>,
    used_names: BTreeSet<String>,
    used_replace: BTreeSet<String>,
}

impl Overrides {
    pub(super) fn new(config: &Config) -> Self {
        let names = config.names.iter();
        let replace = config.replace.iter();
        Self {
            names: names.map(|(key, name)| (plain(key.as_ref()), name.clone())).collect(),
            replace: replace.map(|(key, by)| (plain(key.as_ref()), by.path.clone())).collect(),
            used_names: BTreeSet::new(),
            used_replace: BTreeSet::new(),
        }
    }

    /// The name codegen.toml gives a node.
    pub(super) fn name(&mut self, at: &Pointer) -> Option<String> {
        let name = self.names.get(at.as_str())?;
        self.used_names.insert(at.as_str().to_owned());
        Some(name.clone())
    }

    fn replacement(&mut self, at: &Pointer) -> Option<String> {
        let path = self.replace.get(at.as_str())?;
        self.used_replace.insert(at.as_str().to_owned());
        Some(path.clone())
    }
}

impl Lowering<'_> {
    /// The name given to a node: codegen.toml first, then `x-rust-name`.
    pub(super) fn explicit_name(
        &mut self,
        at: &Pointer,
        extensions: &indexmap::IndexMap<String, serde_json::Value>,
    ) -> Option<String> {
        self.overrides.name(at).or_else(|| docs::rust_name(extensions))
    }

    /// The name given to the type of an inline schema. Such a schema is a field, too, and has one pointer: a name
    /// that starts with a capital is the type's, any other one the field's.
    pub(super) fn explicit_type_name(&mut self, at: &Pointer, data: &SchemaData) -> Option<String> {
        let capital = |name: &String| name.starts_with(char::is_uppercase);
        let configured = self.overrides.names.get(at.as_str()).is_some_and(capital);
        let configured = if configured { self.overrides.name(at) } else { None };
        configured.or_else(|| docs::rust_name(&data.extensions).filter(capital))
    }

    /// The name given to a field; see [`Self::explicit_type_name`].
    pub(super) fn explicit_field_name(
        &mut self,
        at: &Pointer,
        data: Option<&SchemaData>,
    ) -> Option<String> {
        let small = |name: &String| !name.starts_with(char::is_uppercase);
        let configured = self.overrides.names.get(at.as_str()).is_some_and(small);
        let configured = if configured { self.overrides.name(at) } else { None };
        configured.or_else(|| {
            let extensions = &data?.extensions;
            docs::rust_name(extensions).filter(small).or_else(|| docs::client_name(extensions))
        })
    }

    /// The type of the user's that stands for a schema.
    pub(super) fn external(&mut self, at: &Pointer, data: Option<&SchemaData>) -> Option<String> {
        if let Some(path) = self.overrides.replacement(at) {
            return Some(path);
        }
        let path = match data?.extensions.get("x-rust-type")? {
            Value::String(path) => path,
            // As other generators have it, with the crate that it comes from.
            Value::Object(table) => table.get("path")?.as_str()?,
            _ => return None,
        };
        let (message, help) = if !config::is_type_path(path) {
            (
                format!("`{path}` is not a Rust path; expected one like `my_crate::Money`"),
                "write the full path of a type that the generated crate can name",
            )
        } else if !self.config.knows_crate_of(path) {
            (
                format!("`{path}` is of a crate that the generated one does not depend on"),
                "add the crate to `[dependencies]` of codegen.toml",
            )
        } else {
            return Some(path.to_owned());
        };
        self.sink.warning(codes::RUST_TYPE_ODD, at, message).help(help);
        None
    }

    /// Reports entries of codegen.toml that speak of nothing.
    pub(super) fn unused_overrides(&mut self) {
        let config = self.config;
        for key in config.names.keys() {
            // Tags, security schemes and webhooks have no explicit name in the IR; `names` reads their entries itself.
            if !self.overrides.used_names.contains(&plain(key.as_ref()))
                && !self.is_left_to_names(key.as_ref())
            {
                self.unused("[names]", key.as_ref(), key.span());
            }
        }
        for (key, credential) in &config.credentials {
            let scheme =
                self.api.security_schemes.iter().find(|scheme| scheme.key == *key.as_ref());
            let Some(scheme) = scheme else {
                self.unused("[credentials]", key.as_ref(), key.span());
                continue;
            };
            for (name, is_fit) in fitting(credential, &scheme.kind) {
                if !is_fit {
                    let message =
                        format!("`{name}` says nothing about the scheme `{}`", scheme.key);
                    self.sink
                        .report(config::UNUSED_ENTRY, Severity::Error, Place::Config(key.span()), message)
                        .help("`env` is for all of a credential, `user-env` and `password-env` for `basic`, `client-id-env` with the others for `oauth2` and `openIdConnect`");
                }
            }
        }
        if let Some(header) = &config.client.idempotency_header {
            self.check_header(header.get_ref(), header.span());
        }
        if let Some(end) = &config.client.event_end
            && !self.has_events()
        {
            let message =
                "`event-end` under `[client]` matches nothing: no operation answers with events";
            self.sink
                .report(config::UNUSED_ENTRY, Severity::Error, Place::Config(end.span()), message)
                .help("remove it, or describe an answer of the media type `text/event-stream`");
        }
        for (key, header) in &config.idempotency {
            self.check_header(header, key.span());
            let pointer = plain(key.as_ref());
            if !self.api.operations.iter().any(|operation| operation.origin.as_str() == pointer) {
                self.unused("[idempotency]", key.as_ref(), key.span());
            }
        }
        for key in config.replace.keys() {
            if !self.overrides.used_replace.contains(&plain(key.as_ref())) {
                self.unused("[replace]", key.as_ref(), key.span());
            }
        }
    }

    fn has_events(&self) -> bool {
        let operations = self.api.operations.iter();
        let answers = operations.flat_map(crate::ir::Operation::successes);
        let mut media = answers.flat_map(|(_, response)| &response.content);
        media.any(|media| media.kind == MediaKind::EventStream)
    }

    /// Reports a text that cannot be the name of a header (RFC 9110, 5.6.2). An empty one stands for none.
    fn check_header(&mut self, name: &str, bytes: Range<usize>) {
        let is_token =
            |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if !name.bytes().all(is_token) {
            self.sink
                .report(
                    config::BAD_VALUE,
                    Severity::Error,
                    Place::Config(bytes),
                    format!("`{}` is not the name of a header", name.escape_debug()),
                )
                .help("expected letters, digits and hyphens");
        }
    }

    /// `[client] error-body`: the schema of errors that no operation declares.
    pub(super) fn error_body(&mut self) {
        let Some(entry) = &self.config.client.error_body else { return };
        let pointer = plain(entry.get_ref());
        let key =
            Pointer::new(&pointer).last().filter(|key| component_pointer(key).as_str() == pointer);
        let component = key.and_then(|key| self.components.get(key.as_str()));
        match component {
            Some(component) => self.api.error_body = Some(Type::Named(component.id)),
            None => self.unused("[client] error-body", entry.get_ref(), entry.span()),
        }
    }

    fn is_left_to_names(&self, pointer: &str) -> bool {
        let pointer = plain(pointer);
        let tags = self.api.tags.iter().map(|tag| &tag.origin);
        let schemes = self.api.security_schemes.iter().map(|scheme| &scheme.origin);
        let webhooks = self.api.webhooks.iter().map(|webhook| &webhook.origin);
        tags.chain(schemes).chain(webhooks).any(|origin| origin.as_str() == pointer)
    }

    fn unused(&mut self, table: &str, pointer: &str, bytes: Range<usize>) {
        let near = nearest(&plain(pointer), self.api.origins().map(Pointer::as_str));
        let help = near.map_or_else(
            || "remove the entry, or correct the pointer (`--dump ir` lists the pointers of all nodes)".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        self.sink
            .report(
                config::UNUSED_ENTRY,
                Severity::Error,
                Place::Config(bytes),
                format!("`{pointer}` in `{table}` matches nothing in the description"),
            )
            .help(help);
    }
}

/// Which keys of a credential are set, and whether they mean something for a scheme of this kind.
fn fitting(credential: &Credential, kind: &SecurityKind) -> Vec<(&'static str, bool)> {
    let is_basic = *kind == SecurityKind::Basic;
    let issues = matches!(kind, SecurityKind::OAuth2(_) | SecurityKind::OpenIdConnect(_));
    let has_user = credential.user_env.is_some();
    let has_client = credential.client_id_env.is_some();
    let all = [
        ("env", &credential.env, *kind != SecurityKind::MutualTls),
        ("user-env", &credential.user_env, is_basic),
        ("password-env", &credential.password_env, is_basic && has_user),
        ("client-id-env", &credential.client_id_env, issues),
        ("client-secret-env", &credential.client_secret_env, issues && has_client),
        ("refresh-token-env", &credential.refresh_token_env, issues && has_client),
    ];
    all.into_iter().filter(|(_, env, _)| env.is_some()).map(|(name, _, fit)| (name, fit)).collect()
}

/// A pointer as [`Pointer`] has it: without the `#` it may be written with.
pub(super) fn plain(pointer: &str) -> String {
    pointer.strip_prefix('#').unwrap_or(pointer).to_owned()
}
