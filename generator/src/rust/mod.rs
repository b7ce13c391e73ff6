//! Rust types, literals and docs as typed views: what templates see.
//!
//! Views hold [`Ident`](crate::names::Ident), [`TypeExpr`], [`Code`], [`StrLit`], [`Doc`], [`Markdown`], `bool` and other
//! views, never a `String` of the description.

mod api;
mod client;
mod contract;
mod derives;
mod doc;
mod example;
mod foreign;
mod manifest;
mod model;
mod multipart;
mod outcomes;
mod outline;
mod pages;
mod reference;
mod setup;
mod statuses;
mod streams;
mod text;
mod types;
mod webhooks;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

pub use api::{ApiModuleView, GroupView};
pub use client::{ClientView, LibView};
pub use contract::{ContractView, TableView, TestingView};
pub use manifest::{LicenseView, ManifestView, OPTIONAL_PARTS, ReadmeView, RuntimePart};
pub use model::ModuleView;
pub use outline::{Kind, Outline, Public, outline};
pub use reference::{ApiReferenceView, ModelReferenceView};
pub use text::{Code, Doc, Markdown, StrLit, TomlStr, TypeExpr};
pub use webhooks::WebhooksView;

use crate::config::Config;
use crate::diag::Sink;
use crate::ir::{Api, Docs, MediaKind, OperationId, PartEncoding, Type, TypeId, TypeKind, Usage};
use crate::names::Names;
use crate::samples::Samples;

/// The crate as views.
#[derive(Debug)]
pub struct Crate {
    /// `Cargo.toml`.
    pub manifest: ManifestView,
    /// `README.md`.
    pub readme: ReadmeView,
    /// Licence files.
    pub licenses: Vec<LicenseView>,
    /// `src/lib.rs`.
    pub lib: LibView,
    /// `src/client.rs`.
    pub client: ClientView,
    /// `src/api/mod.rs`.
    pub api: ApiModuleView,
    /// `src/api/*.rs`.
    pub groups: Vec<GroupView>,
    /// `src/model/mod.rs`.
    pub models: model::ModelsView,
    /// `src/model/*.rs`.
    pub modules: Vec<ModuleView>,
    /// `src/webhooks.rs`.
    pub webhooks: Option<WebhooksView>,
    /// `src/testing.rs`.
    pub testing: TestingView,
    /// `src/testing.jsonl`.
    pub testing_table: TableView,
    /// `tests/operations.rs`.
    pub contract: ContractView,
    /// Parts of the runtime that the crate needs.
    pub runtime: Vec<RuntimePart>,
    /// `docs/*Api.md`.
    pub api_references: Vec<ApiReferenceView>,
    /// `docs/*.md` of models.
    pub model_references: Vec<ModelReferenceView>,
}

impl Crate {
    /// Methods of all handles.
    #[must_use]
    pub fn methods(&self) -> usize {
        self.groups.iter().map(GroupView::methods).sum()
    }
}

/// What every view is built from.
pub(crate) struct Cx<'a> {
    api: &'a Api,
    names: &'a Names,
    config: &'a Config,
    /// The crate as it is named in code.
    crate_ident: String,
    /// By `TypeId`: indexes of the groups whose operations reach it.
    reach: Vec<BTreeSet<usize>>,
    /// By `TypeId`: name of its page under `docs`, without `.md`.
    pages: Vec<String>,
    /// Objects that are sent as `multipart`.
    multipart: BTreeMap<TypeId, &'a [PartEncoding]>,
    /// Types that are read, and types that are written, without being asked for by a feature.
    read: BTreeSet<TypeId>,
    written: BTreeSet<TypeId>,
    /// By `TypeId`: derives that codegen.toml adds.
    derives: Vec<Vec<String>>,
    /// What was said of nodes: rustdoc, the reference and the README say it again.
    docs: RefCell<HashMap<*const Docs, Said<'a>>>,
}

/// What is said of a node, and the node, which so outlives its address as a key.
struct Said<'a>(&'a Docs, Rc<Markdown>);

impl<'a> Cx<'a> {
    /// What rustdoc says of a node; see [`doc::of`].
    fn doc(&self, docs: &'a Docs) -> Rc<Markdown> {
        let mut made = self.docs.borrow_mut();
        let Said(of, text) = made.entry(docs).or_insert_with(|| Said(docs, Rc::new(doc::of(docs))));
        debug_assert!(std::ptr::eq(*of, docs));
        Rc::clone(text)
    }

    /// The first paragraph of it, on one line.
    fn summary(&self, docs: &'a Docs) -> String {
        self.doc(docs).first_paragraph().line()
    }

    /// Which traits a type has always.
    fn gates(&self, id: TypeId) -> model::Gates {
        model::Gates {
            decode: self.read.contains(&id),
            encode: self.written.contains(&id),
            parameter: self.api.types[id].usage.parameter,
        }
    }
}

/// Builds the views.
#[must_use]
pub fn build(
    api: &Api,
    names: &Names,
    samples: &Samples,
    config: &Config,
    sink: &mut Sink,
) -> Crate {
    let cx = context(api, names, config, sink);
    let modules = model::modules(&cx);
    let groups: Vec<GroupView> =
        (0..names.groups.len()).map(|index| api::group(&cx, index)).collect();
    let runtime = manifest::runtime(&cx);
    Crate {
        manifest: manifest::manifest(&cx, &runtime),
        readme: manifest::readme(&cx),
        licenses: manifest::licenses(&cx),
        lib: client::lib(&cx, &runtime),
        client: client::client(&cx),
        api: api::module(&cx),
        models: model::models(&cx, &modules),
        api_references: reference::apis(&cx),
        model_references: reference::models(&cx),
        webhooks: webhooks::webhooks(&cx),
        testing: contract::testing(&cx),
        testing_table: contract::table(samples),
        contract: contract::contract(&cx, samples),
        groups,
        modules,
        runtime,
    }
}

/// What views are built from; says what of the configuration cannot be.
fn context<'a>(api: &'a Api, names: &'a Names, config: &'a Config, sink: &mut Sink) -> Cx<'a> {
    let mut cx = Cx {
        api,
        names,
        config,
        crate_ident: config.krate.name.replace('-', "_"),
        reach: reach(api, names),
        pages: reference::pages(names),
        multipart: multipart(api),
        read: closure(api, |usage| usage.response || unused(usage)),
        written: closure(api, |usage| usage.request || usage.parameter || unused(usage)),
        derives: Vec::new(),
        docs: RefCell::default(),
    };
    cx.derives = derives::of_each(&cx, sink);
    cx
}

/// The groups that reach each type: a type is compiled when one of their features is on.
fn reach(api: &Api, names: &Names) -> Vec<BTreeSet<usize>> {
    let mut reach = vec![BTreeSet::new(); api.types.len()];
    for (index, group) in names.groups.iter().enumerate() {
        let mut open: Vec<TypeId> = Vec::new();
        for id in &group.operations {
            operation_types(api, *id, &mut |ty| named(ty, &mut open));
        }
        if let Some(ty) = &api.error_body {
            named(ty, &mut open);
        }
        while let Some(id) = open.pop() {
            if reach[id.index()].insert(index) {
                definition_types(api, id, &mut |ty| named(ty, &mut open));
            }
        }
    }
    reach
}

/// Types of this usage and all that they contain: a type that nothing reaches may be wanted in both directions, and
/// then so are its parts, whatever they are used for elsewhere.
fn closure(api: &Api, root: impl Fn(Usage) -> bool) -> BTreeSet<TypeId> {
    let mut open: Vec<TypeId> =
        api.types.iter().filter(|(_, def)| root(def.usage)).map(|(id, _)| id).collect();
    let mut found = BTreeSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            definition_types(api, id, &mut |ty| named(ty, &mut open));
        }
    }
    found
}

/// Calls `f` with every type an operation mentions.
fn operation_types(api: &Api, id: OperationId, f: &mut dyn FnMut(&Type)) {
    let operation = &api.operations[id];
    for parameter in &operation.parameters {
        f(&parameter.ty);
    }
    for media in operation.body.iter().flat_map(|body| &body.content) {
        f(&media.ty);
    }
    for response in &operation.responses {
        for media in &response.content {
            f(&media.ty);
        }
        for header in &response.headers {
            f(&header.ty);
        }
    }
}

/// Calls `f` with every type a definition mentions.
fn definition_types(api: &Api, id: TypeId, f: &mut dyn FnMut(&Type)) {
    match &api.types[id].kind {
        TypeKind::Object(object) => {
            for field in &object.fields {
                f(&field.ty);
            }
            if let crate::ir::Additional::Typed(ty) = &object.additional {
                f(ty);
            }
        }
        TypeKind::Enum(_) => {}
        TypeKind::Union(union) => {
            for variant in &union.variants {
                f(&variant.ty);
            }
        }
        TypeKind::Alias(ty) | TypeKind::Newtype(ty) => f(ty),
    }
}

/// Adds the definitions that a use names.
fn named(ty: &Type, out: &mut Vec<TypeId>) {
    match ty {
        Type::Named(id) => out.push(*id),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
            named(inner, out);
        }
        Type::Tuple(items) => {
            for item in items {
                named(item, out);
            }
        }
        _ => {}
    }
}

/// Objects that are sent as `multipart`, with what the first body that they are says about their parts.
fn multipart(api: &Api) -> BTreeMap<TypeId, &[PartEncoding]> {
    let mut found = BTreeMap::new();
    for operation in &api.operations {
        for media in operation.body.iter().flat_map(|body| &body.content) {
            if media.kind == MediaKind::Multipart {
                let mut open = Vec::new();
                named(&media.ty, &mut open);
                while let Some(id) = open.pop() {
                    match &api.types[id].kind {
                        TypeKind::Alias(inner) => named(inner, &mut open),
                        TypeKind::Object(_) => {
                            found.entry(id).or_insert(media.parts.as_slice());
                        }
                        _ => {}
                    }
                }
            }
        }
    }
    found
}

/// Whether a type goes in neither direction.
fn unused(usage: Usage) -> bool {
    usage == Usage::default()
}

/// The feature list of a cfg: `any(feature = "a", feature = "b")`; nothing when no group reaches it.
fn features(cx: &Cx<'_>, groups: &BTreeSet<usize>) -> Option<Code> {
    // With one group there is nothing to choose.
    if cx.names.groups.len() < 2 {
        return None;
    }
    let mut list: Vec<String> = groups
        .iter()
        .map(|index| format!("feature = {}", StrLit::new(&cx.names.groups[*index].feature)))
        .collect();
    // Not in the order of the groups, which is that of the document.
    list.sort_unstable();
    match list.as_slice() {
        [] => Some(Code::new("feature = \"unused-models\"")),
        [only] => Some(Code::new(only.as_str())),
        list if list.len() == cx.names.groups.len() => None,
        list => Some(Code::new(format!("any({})", list.join(", ")))),
    }
}
