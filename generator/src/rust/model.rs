//! Views of models: structs, enums, unions, aliases and newtypes, one file per module.

use std::collections::BTreeMap;

use askama::Template;
use indexmap::IndexMap;

use super::text::{Code, Doc, Markdown, StrLit, TypeExpr};
use super::{Cx, doc, example, multipart, types};
use crate::ir::{
    Access, Additional, Enum, EnumBase, Field, Object, Presence, Type, TypeDef, TypeId, TypeKind,
};
use crate::names::{Ident, TypeNames};

pub(super) mod outline;
mod union;

use union::{UnionView, union};

/// A file under `src/model`.
#[derive(Debug, Template)]
#[template(path = "src/model/module.rs.jinja")]
pub struct ModuleView {
    pub(super) module: Ident,
    pub(super) doc: Doc,
    pub(super) uses_model: bool,
    pub(super) uses_runtime: bool,
    pub(super) items: Vec<ItemView>,
}

impl ModuleView {
    /// Path of the file.
    #[must_use]
    pub fn path(&self) -> String {
        format!("src/model/{}.rs", self.module)
    }
}

/// An item of a model file.
#[derive(Debug)]
#[allow(clippy::large_enum_variant, reason = "most items are structs, and each is built once")]
pub(super) enum ItemView {
    /// A struct.
    Struct(StructView),
    /// An enum of constants.
    Enum(EnumView),
    /// A union.
    Union(UnionView),
    /// A type alias.
    Alias(AliasView),
    /// A newtype.
    Newtype(NewtypeView),
}

/// An object.
#[derive(Debug, Template)]
#[template(path = "src/model/struct.rs.jinja")]
pub(super) struct StructView {
    doc: Doc,
    name: Ident,
    derives: Code,
    gates: Gates,
    fields: Vec<FieldView>,
    /// How they are read and written, as `runtime::macros::object!` takes it: `0 id "id"`.
    members: Vec<Code>,
    /// What is written and has no field: `"state" = "\"on\""`.
    constants: Vec<Code>,
    rest: Option<RestView>,
    new: Option<NewView>,
    multipart: Option<Vec<Code>>,
}

#[derive(Debug)]
struct FieldView {
    doc: Doc,
    /// Whether clippy finds the type too complex: it is the description's.
    complex: bool,
    name: Ident,
    ty: TypeExpr,
}

#[derive(Debug)]
struct RestView {
    doc: Doc,
    complex: bool,
    name: Ident,
    ty: TypeExpr,
}

#[derive(Debug)]
struct NewView {
    doc: Doc,
    many: bool,
    complex: bool,
    /// Whether it says `#[inline]`: what is generic is compiled where it is called anyway.
    inline: bool,
    arguments: Vec<ArgumentView>,
    values: Vec<Code>,
}

#[derive(Debug)]
struct ArgumentView {
    name: Ident,
    ty: TypeExpr,
}

/// When the two directions are implemented: by use, or when the consumer asks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gates {
    /// `Decode` and `Deserialize` always.
    pub(super) decode: bool,
    /// `Encode` and `Serialize` always.
    pub(super) encode: bool,
    /// `ToParam`.
    pub(super) parameter: bool,
}

/// An enum of constants.
#[derive(Debug, Template)]
#[template(path = "src/model/enum.rs.jinja")]
pub(super) struct EnumView {
    doc: Doc,
    name: Ident,
    derives: Code,
    kind: EnumKind,
    values: Vec<ValueView>,
    rest: Ident,
}

#[derive(Clone, Copy, Debug)]
enum EnumKind {
    Text,
    ClosedText,
    Integer,
    ClosedInteger,
    Mixed,
    ClosedMixed,
}

#[derive(Debug)]
struct ValueView {
    doc: Doc,
    name: Ident,
    literal: Code,
}

/// Another name for a type.
#[derive(Debug, Template)]
#[template(path = "src/model/alias.rs.jinja")]
pub(super) struct AliasView {
    doc: Doc,
    name: Ident,
    ty: TypeExpr,
}

/// A wrapper around a type that contains itself.
#[derive(Debug, Template)]
#[template(path = "src/model/newtype.rs.jinja")]
pub(super) struct NewtypeView {
    doc: Doc,
    name: Ident,
    ty: TypeExpr,
    derives: Code,
    gates: Gates,
}

/// Views of all model files, in order of their first type.
pub(super) fn modules(cx: &Cx<'_>) -> Vec<ModuleView> {
    let mut order: Vec<ModuleView> = Vec::new();
    let mut by_name: BTreeMap<Ident, usize> = BTreeMap::new();
    for (id, def) in cx.api.types.iter() {
        let names = &cx.names.types[id.index()];
        let at = *by_name.entry(names.module.clone()).or_insert_with(|| {
            let mut text = Markdown::default();
            text.push(format!("`{}` and what belongs to it.", names.name));
            order.push(ModuleView {
                module: names.module.clone(),
                doc: text.inner(),
                uses_model: false,
                uses_runtime: false,
                items: Vec::new(),
            });
            order.len() - 1
        });
        let item = item(cx, id, def, names);
        order[at].uses_model |= mentions(&item, "model::");
        order[at].uses_runtime |=
            !matches!(item, ItemView::Alias(_)) || mentions(&item, "runtime::");
        order[at].items.push(item);
    }
    order
}

/// Whether a type in the item is of this module.
fn mentions(item: &ItemView, module: &str) -> bool {
    let has = |ty: &TypeExpr| ty.as_str().contains(module);
    match item {
        ItemView::Struct(view) => {
            view.fields.iter().any(|field| has(&field.ty))
                || view.rest.as_ref().is_some_and(|rest| has(&rest.ty))
                || view.new.iter().flat_map(|new| &new.arguments).any(|argument| has(&argument.ty))
        }
        ItemView::Union(view) => view.variants.iter().any(|variant| has(&variant.ty)),
        ItemView::Alias(view) => has(&view.ty),
        ItemView::Newtype(view) => has(&view.ty),
        ItemView::Enum(_) => false,
    }
}

fn item<'a>(cx: &Cx<'a>, id: TypeId, def: &'a TypeDef, names: &TypeNames) -> ItemView {
    match &def.kind {
        TypeKind::Object(object) => ItemView::Struct(structure(cx, id, def, object, names)),
        TypeKind::Enum(values) => ItemView::Enum(enumeration(cx, id, def, values, names)),
        TypeKind::Union(union) => ItemView::Union(self::union(cx, id, def, union, names)),
        TypeKind::Alias(ty) => ItemView::Alias(AliasView {
            doc: type_doc(cx, def, names).outer(),
            name: names.name.clone(),
            ty: types::owned(cx, ty),
        }),
        TypeKind::Newtype(ty) => ItemView::Newtype(NewtypeView {
            doc: type_doc(cx, def, names).outer(),
            name: names.name.clone(),
            ty: types::owned(cx, ty),
            derives: derive_list(cx, id, &["Clone", "Debug", "PartialEq"]),
            gates: cx.gates(id),
        }),
    }
}

fn type_doc<'a>(cx: &Cx<'a>, def: &'a TypeDef, names: &TypeNames) -> Markdown {
    let mut text = Markdown::clone(&cx.doc(&def.docs));
    if text.is_empty() {
        let wire = def.hint.component.as_deref().or(def.hint.title.as_deref());
        text.push(match wire {
            Some(wire) => format!("`{}` of the description.", doc::span(wire)),
            None => format!("`{}`.", names.name),
        });
    }
    if let Some(received) = def.hint.sent_form_of {
        let received = &cx.names.types[received.index()].name;
        text.gap().push(format!(
            "What is sent of [`{received}`](crate::model::{received}): without what is read only."
        ));
    }
    if let Some(reason) = &def.docs.deprecated {
        deprecation(&mut text, reason);
    }
    text
}

/// Deprecation is prose and not an attribute: the attribute would warn inside the crate, where the item is used.
pub(super) fn deprecation(text: &mut Markdown, reason: &str) {
    let reason = doc::line(reason);
    text.gap().push(if reason.is_empty() || reason == "deprecated" {
        "**Deprecated.**".to_owned()
    } else {
        format!("**Deprecated:** {reason}")
    });
}

/// Fields that a struct has: a required constant is written and read over, so nobody has to fill it in.
pub(super) fn visible(field: &Field) -> bool {
    !field.is_fixed()
}

fn structure<'a>(
    cx: &Cx<'a>,
    id: TypeId,
    def: &'a TypeDef,
    object: &'a Object,
    names: &TypeNames,
) -> StructView {
    let mut fields = Vec::new();
    let mut members = Vec::new();
    let mut constants = Vec::new();
    let encoding = cx.multipart.get(&id).copied().unwrap_or_default();
    let mut parts = Vec::new();
    let sent = def.usage.request || def.usage.parameter;
    for (field, name) in object.fields.iter().zip(&names.members) {
        let wire = StrLit::new(&field.wire_name);
        if !visible(field) {
            let json = field.constant.as_ref().map(ToString::to_string).unwrap_or_default();
            constants.push(Code::new(format!("{wire} = {}", StrLit::new(&json))));
            parts.extend(field.constant.as_ref().map(|it| multipart::constant(&wire, it)));
            continue;
        }
        let value = types::owned(cx, &field.ty);
        let (ty, read, write) = match field.presence {
            Presence::Required => (value, "field", "field"),
            // `null` is a value of the type, so it is not the same as absent.
            Presence::Optional
                if matches!(types::resolve(cx, &field.ty), Type::Any | Type::Null) =>
            {
                (types::option(&value), "field", "optional")
            }
            Presence::Optional => (types::option(&value), "optional", "optional"),
            Presence::Nullable => (types::option(&value), "optional", "field"),
            Presence::OptionalNullable => {
                (types::option(&types::option(&value)), "nullable", "optional")
            }
        };
        let unsent = sent && field.access == Access::ReadOnly;
        let write = if unsent { "read_only" } else { write };
        let how = match (read, write) {
            ("field", "field") => String::new(),
            ("optional", "optional") => "? ".to_owned(),
            (read, write) => format!("({read} {write}) "),
        };
        members.push(Code::new(format!("{} {how}{name} {wire}", fields.len())));
        fields.push(FieldView {
            doc: field_doc(cx, field, name, sent).outer(),
            name: name.clone(),
            complex: types::is_complex(&ty),
            ty,
        });
        if !unsent {
            parts.push(multipart::field(cx, field, name, encoding));
        }
    }
    let rest = rest(cx, object, names);
    if let Additional::Typed(ty) = &object.additional {
        parts.push(multipart::rest(cx, ty, &names.rest));
    }
    let new = constructor(cx, object, names, rest.is_some());
    let mut derives = vec!["Clone", "Debug"];
    if new.is_none() {
        derives.push("Default");
    }
    derives.push("PartialEq");
    StructView {
        doc: type_doc(cx, def, names).outer(),
        name: names.name.clone(),
        derives: derive_list(cx, id, &derives),
        gates: cx.gates(id),
        fields,
        members,
        constants,
        rest,
        new,
        multipart: cx.multipart.contains_key(&id).then_some(parts),
    }
}

/// The field for all members that have none of their own.
fn rest(cx: &Cx<'_>, object: &Object, names: &TypeNames) -> Option<RestView> {
    let Additional::Typed(ty) = &object.additional else { return None };
    let mut text = Markdown::default();
    text.push("All other keys.");
    let ty = TypeExpr::new(format!("std::collections::BTreeMap<String, {}>", types::owned(cx, ty)));
    Some(RestView {
        doc: text.outer(),
        name: names.rest.clone(),
        complex: types::is_complex(&ty),
        ty,
    })
}

fn derive_list(cx: &Cx<'_>, id: TypeId, own: &[&str]) -> Code {
    let mut all: Vec<&str> = own.to_vec();
    for extra in &cx.derives[id.index()] {
        if !all.contains(&extra.as_str()) {
            all.push(extra);
        }
    }
    Code::new(all.join(", "))
}

/// `new` with what has to be there; nothing when a default does.
fn constructor(cx: &Cx<'_>, object: &Object, names: &TypeNames, rest: bool) -> Option<NewView> {
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    for (field, name) in
        object.fields.iter().zip(&names.members).filter(|(field, _)| visible(field))
    {
        let owned = types::owned(cx, &field.ty);
        match field.presence {
            Presence::Required if matches!(owned.as_str(), "String" | "runtime::Secret") => {
                arguments.push(ArgumentView {
                    name: name.clone(),
                    ty: TypeExpr::new(format!("impl Into<{owned}>")),
                });
                values.push(Code::new(format!("{name}: {name}.into()")));
            }
            Presence::Required => {
                arguments.push(ArgumentView { name: name.clone(), ty: owned });
                values.push(Code::new(name.as_str()));
            }
            Presence::Nullable | Presence::Optional | Presence::OptionalNullable => {
                values.push(Code::new(format!("{name}: None")));
            }
        }
    }
    if arguments.is_empty() {
        return None;
    }
    if rest {
        values.push(Code::new(format!("{}: std::collections::BTreeMap::new()", names.rest)));
    }
    let mut text = Markdown::default();
    text.push("With what has to be there; the rest is absent.");
    // Clippy's `too_many_arguments` draws the line at seven.
    let complex = arguments.iter().any(|argument| types::is_complex(&argument.ty));
    Some(NewView {
        doc: text.outer(),
        many: arguments.len() > 7,
        inline: !arguments.iter().any(|argument| argument.ty.is_generic()),
        complex,
        arguments,
        values,
    })
}

fn field_doc<'a>(cx: &Cx<'a>, field: &'a Field, name: &Ident, sent: bool) -> Markdown {
    let mut text = Markdown::clone(&cx.doc(&field.docs));
    if text.is_empty() {
        text.push(format!("`{}`.", doc::span(&field.wire_name)));
    } else if field.wire_name != name.as_str() {
        text.gap().push(format!("On the wire: `{}`.", doc::span(&field.wire_name)));
    }
    match field.access {
        Access::ReadOnly => {
            text.gap().push(if sent {
                "Read only: it is received and never sent."
            } else {
                "Read only."
            });
        }
        Access::WriteOnly => {
            text.gap().push("Write only: it is sent and never received.");
        }
        Access::Both if field.presence == Presence::OptionalNullable => {
            text.gap().push("`None` leaves it out, `Some(None)` sends `null`.");
        }
        Access::Both => {}
    }
    if let Some(default) = field.default.as_ref().filter(|value| !value.is_null()) {
        text.gap().push(format!("Default of the service: {}.", example::inline_json(default)));
    }
    if let Some(reason) = &field.docs.deprecated {
        deprecation(&mut text, reason);
    }
    text
}

fn enumeration<'a>(
    cx: &Cx<'a>,
    id: TypeId,
    def: &'a TypeDef,
    values: &'a Enum,
    names: &TypeNames,
) -> EnumView {
    let kind = match (values.base, values.open) {
        (EnumBase::String, true) => EnumKind::Text,
        (EnumBase::String, false) => EnumKind::ClosedText,
        (EnumBase::Integer, true) => EnumKind::Integer,
        (EnumBase::Integer, false) => EnumKind::ClosedInteger,
        (EnumBase::Mixed, true) => EnumKind::Mixed,
        (EnumBase::Mixed, false) => EnumKind::ClosedMixed,
    };
    let views = values
        .values
        .iter()
        .zip(&names.members)
        .map(|(value, name)| {
            let mut text = Markdown::clone(&cx.doc(&value.docs));
            if text.is_empty() {
                text.push(format!("{}.", example::inline_json(&value.value)));
            }
            let literal = match (&value.value, kind) {
                (serde_json::Value::String(text), EnumKind::Text | EnumKind::ClosedText) => {
                    Code::new(StrLit::new(text).to_string())
                }
                (value, EnumKind::Integer | EnumKind::ClosedInteger) => {
                    Code::new(value.to_string())
                }
                (value, _) => example::json(value),
            };
            ValueView { doc: text.outer(), name: name.clone(), literal }
        })
        .collect();
    let derives: &[&str] = match kind {
        EnumKind::Mixed => &["Clone", "Debug", "PartialEq"],
        _ => &["Clone", "Debug", "PartialEq", "Eq", "Hash"],
    };
    EnumView {
        doc: type_doc(cx, def, names).outer(),
        name: names.name.clone(),
        derives: derive_list(cx, id, derives),
        kind,
        values: views,
        rest: names.rest.clone(),
    }
}

/// `src/model/mod.rs`.
#[derive(Debug, Template)]
#[template(path = "src/model/mod.rs.jinja")]
pub struct ModelsView {
    modules: Vec<ModuleEntry>,
    /// What is exported, by the features that it takes.
    lists: Vec<ExportList>,
}

#[derive(Debug)]
struct ExportList {
    cfg: Option<Code>,
    /// `module::Name`.
    paths: Vec<Code>,
}

#[derive(Debug)]
struct ModuleEntry {
    module: Ident,
    cfg: Option<Code>,
}

pub(super) fn models(cx: &Cx<'_>, modules: &[ModuleView]) -> ModelsView {
    let mut lists: IndexMap<Option<Code>, Vec<Code>> = IndexMap::new();
    let entries = modules.iter().map(|module| {
        let members: Vec<usize> = (0..cx.names.types.len())
            .filter(|index| cx.names.types[*index].module == module.module)
            .collect();
        // A file is compiled when any of its types is reached.
        let groups = members.iter().flat_map(|index| cx.reach[*index].iter().copied()).collect();
        let mut names: Vec<Ident> =
            members.iter().map(|index| cx.names.types[*index].name.clone()).collect();
        names.sort();
        let cfg = super::features(cx, &groups);
        let paths = names.iter().map(|name| Code::new(format!("{}::{name}", module.module)));
        lists.entry(cfg.clone()).or_default().extend(paths);
        ModuleEntry { module: module.module.clone(), cfg }
    });
    let modules = entries.collect();
    let lists = lists.into_iter().map(|(cfg, paths)| ExportList { cfg, paths });
    ModelsView { modules, lists: lists.collect() }
}
