//! What users of the crate can name or call, read off the views that templates print.

use std::collections::{BTreeMap, BTreeSet};

use super::{Cx, api, client, context, manifest, model};
use crate::config::Config;
use crate::diag::Sink;
use crate::ir::Api;
use crate::names::Names;

/// The public items of the crate, by path. Paths are those of `where`: an argument, a setter or a way to call is
/// `api::pets::PetsApi::list::limit`. What [`crate::emit`] copies into every crate as it is has no entry.
#[derive(Clone, Debug, Default)]
pub struct Outline {
    /// The items.
    pub items: BTreeMap<String, Public>,
    /// Features of the tags; none where there is one group of operations only.
    pub features: BTreeSet<String>,
}

/// A public item.
#[derive(Clone, Debug)]
pub struct Public {
    /// What it is.
    pub kind: Kind,
    /// Path of the item it is part of and goes away with.
    pub parent: Option<String>,
    /// The type of a field, argument or setter, what a variant holds, what a method or way to call gives, what an alias
    /// stands for.
    pub ty: Option<String>,
    /// Place among the arguments, from 0.
    pub position: usize,
    /// Traits, and methods that a macro of the runtime adds; with the feature that has to be on.
    pub traits: BTreeMap<String, Option<&'static str>>,
    /// Features of which one has to be on; `None` where there is no condition.
    pub gate: Option<BTreeSet<String>>,
    /// An enum or struct that users can match or build in full (no `#[non_exhaustive]`).
    pub exhaustive: bool,
}

impl Public {
    pub(super) fn new(kind: Kind, parent: Option<&str>) -> Self {
        Self {
            kind,
            parent: parent.map(str::to_owned),
            ty: None,
            position: 0,
            traits: BTreeMap::new(),
            gate: None,
            exhaustive: false,
        }
    }

    pub(super) fn of(self, ty: impl AsRef<str>) -> Self {
        // The module `runtime` is hidden; what users need of it, the crate's root exports.
        Self { ty: Some(ty.as_ref().replace("runtime::", "")), ..self }
    }

    pub(super) fn at(self, position: usize) -> Self {
        Self { position, ..self }
    }

    pub(super) fn with(mut self, traits: &[&str]) -> Self {
        self.traits.extend(traits.iter().map(|name| ((*name).to_owned(), None)));
        self
    }
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A struct of a model, or of headers.
    Struct,
    /// An enum of constants.
    Enum,
    /// An enum of types: a union, or the answers, failures or bodies of an operation.
    Union,
    /// A struct around one value.
    Newtype,
    /// Another name of a type.
    Alias,
    /// A field.
    Field,
    /// A variant.
    Variant,
    /// `new`.
    Constructor,
    /// What has the methods of a tag.
    Handle,
    /// The method of the client that gives a handle.
    Accessor,
    /// A method that makes a call.
    Method,
    /// The type of an operation.
    Marker,
    /// An argument of a method or constructor: it has a place, and no name that users write.
    Argument,
    /// A method of a call that sets what is optional.
    Setter,
    /// Another way to make a call, or to read what it gives: `items`, `stream`, `with_headers`.
    Way,
    /// A setter of the builder of clients.
    BuilderSetter,
    /// A getter of the client, or a method of its error.
    Getter,
    /// A constant.
    Constant,
    /// A type of the runtime that the crate has only when it is needed.
    Export,
    /// A feature.
    Feature,
    /// An environment variable that `Client::from_env` reads.
    Variable,
}

impl Kind {
    /// In words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Struct => "struct",
            Self::Enum => "enum",
            Self::Union => "union",
            Self::Newtype => "newtype",
            Self::Alias => "alias",
            Self::Field => "field",
            Self::Variant => "variant",
            Self::Constructor => "constructor",
            Self::Handle => "handle",
            Self::Accessor => "accessor",
            Self::Method => "method",
            Self::Marker => "operation type",
            Self::Argument => "argument",
            Self::Setter => "setter",
            Self::Way => "way to call",
            Self::BuilderSetter => "setter of the builder",
            Self::Getter => "getter",
            Self::Constant => "constant",
            Self::Export => "type",
            Self::Feature => "feature",
            Self::Variable => "environment variable",
        }
    }
}

/// Reads off what [`super::build`] would give to the templates.
#[must_use]
pub fn outline(api: &Api, names: &Names, config: &Config, sink: &mut Sink) -> Outline {
    let cx = context(api, names, config, sink);
    let mut out = Outline::default();
    for module in model::modules(&cx) {
        model::outline::module(&module, &mut out);
    }
    for index in 0..names.groups.len() {
        api::outline::group(&api::group(&cx, index), &mut out);
    }
    out.add("Client".to_owned(), Public::new(Kind::Struct, None));
    client::outline::client(&client::client(&cx), &mut out);
    for part in manifest::runtime(&cx) {
        for name in part.exports {
            out.add((*name).to_owned(), Public::new(Kind::Export, None));
        }
    }
    for name in names.webhooks.iter().take(api.webhooks.len()) {
        out.add(format!("webhooks::{name}"), Public::new(Kind::Constant, None).of("&str"));
    }
    let variables = config.credentials.values().flat_map(crate::config::Credential::variables);
    let variables = variables.map(|(name, _)| name);
    let others = config.client.base_url_env.iter().map(String::as_str);
    let others = others.chain(config.defaults.values().map(|value| value.env.as_str()));
    for name in variables.chain(others) {
        out.add(
            format!("Client::from_env::{name}"),
            Public::new(Kind::Variable, Some("Client::from_env")),
        );
    }
    gates(&cx, &mut out);
    out
}

impl Outline {
    pub(super) fn add(&mut self, path: String, item: Public) {
        self.items.insert(path, item);
    }

    /// A part of an item, under its path.
    pub(super) fn part(&mut self, parent: &str, name: impl std::fmt::Display, item: Public) {
        self.add(format!("{parent}::{name}"), Public { parent: Some(parent.to_owned()), ..item });
    }
}

/// The features, and what is compiled with which of them: files of models and of groups.
fn gates(cx: &Cx<'_>, out: &mut Outline) {
    let groups = &cx.names.groups;
    if groups.len() < 2 {
        return;
    }
    out.features = groups.iter().map(|group| group.feature.clone()).collect();
    let mut features = out.features.clone();
    let gate = |reached: &BTreeSet<usize>| -> Option<BTreeSet<String>> {
        match reached.len() {
            0 => Some(BTreeSet::from(["unused-models".to_owned()])),
            count if count == groups.len() => None,
            _ => Some(reached.iter().map(|index| groups[*index].feature.clone()).collect()),
        }
    };
    let mut files: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (names, reach) in cx.names.types.iter().zip(&cx.reach) {
        files.entry(names.module.as_str()).or_default().extend(reach);
    }
    for names in &cx.names.types {
        if let Some(item) = out.items.get_mut(&format!("model::{}", names.name)) {
            item.gate = files.get(names.module.as_str()).and_then(gate);
        }
    }
    for (index, group) in groups.iter().enumerate() {
        let gate = gate(&BTreeSet::from([index]));
        for path in [
            format!("api::{}::{}", group.module, group.handle),
            format!("Client::{}", group.module),
        ] {
            if let Some(item) = out.items.get_mut(&path) {
                item.gate.clone_from(&gate);
            }
        }
    }
    if cx.reach.iter().any(BTreeSet::is_empty) {
        features.insert("unused-models".to_owned());
    }
    for feature in features {
        out.add(format!("feature {feature}"), Public::new(Kind::Feature, None));
    }
}
