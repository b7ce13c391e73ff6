//! Views of unions: variants, how each is told from the others, and which can be made by `From`.

use askama::Template;

use super::super::text::{Code, Doc, Markdown, StrLit, TypeExpr};
use super::super::{Cx, doc, types};
use super::{Gates, derive_list, type_doc};
use crate::ir::{JsonKinds, Tagging, Type, TypeDef, TypeId, TypeKind, Union, Variant};
use crate::names::{Ident, TypeNames};

/// One of several types.
#[derive(Debug, Template)]
#[template(path = "src/model/union.rs.jinja")]
pub(in crate::rust) struct UnionView {
    pub(super) doc: Doc,
    pub(super) name: Ident,
    pub(super) derives: Code,
    pub(super) gates: Gates,
    pub(super) variants: Vec<VariantView>,
    /// `Cat(model::Cat)`: those for which `From` can be implemented.
    pub(super) from: Vec<Code>,
    pub(super) rest: Ident,
    pub(super) tag: Option<StrLit>,
}

#[derive(Debug)]
pub(super) struct VariantView {
    pub(super) doc: Doc,
    pub(super) complex: bool,
    pub(super) name: Ident,
    pub(super) ty: TypeExpr,
    /// `"cat" | "feline"`, or the position among the candidates (`_` for the last).
    pub(super) pattern: Code,
    pub(super) encode: Code,
    pub(super) candidate: Code,
    /// Reads the variant, or nothing.
    pub(super) attempt: Code,
    /// Whether `From` can be implemented: no other variant holds the same type.
    pub(super) from: bool,
    pub(super) inner: TypeExpr,
}

pub(super) fn union<'a>(
    cx: &Cx<'a>,
    id: TypeId,
    def: &'a TypeDef,
    union: &'a Union,
    names: &TypeNames,
) -> UnionView {
    let tag = match &union.tagging {
        Tagging::Property(discriminated) => Some(&discriminated.property),
        Tagging::Shape => None,
    };
    let count = union.variants.len();
    let held: Vec<String> = union
        .variants
        .iter()
        .map(|variant| types::owned(cx, &types::expanded(cx, &variant.ty)).as_str().to_owned())
        .collect();
    let variants: Vec<VariantView> = union
        .variants
        .iter()
        .zip(&names.members)
        .enumerate()
        .map(|(index, (variant, name))| {
            let inner = types::owned(cx, &variant.ty);
            let already = matches!(variant.ty, Type::Boxed(_));
            let boxed = !already && types::size(cx, &variant.ty, 6) > types::BOX_OVER;
            let ty = if boxed { TypeExpr::new(format!("Box<{inner}>")) } else { inner.clone() };
            let mut text = Markdown::clone(&cx.doc(&variant.docs));
            if text.is_empty() {
                text.push(match variant.tags.first() {
                    Some(tag) => format!("`{}`.", doc::span(tag)),
                    None => format!("`{inner}`."),
                });
            }
            let pattern = if tag.is_some() {
                let tags: Vec<_> =
                    variant.tags.iter().map(|tag| StrLit::new(tag).to_string()).collect();
                Code::new(tags.join(" | "))
            } else if index + 1 == count {
                Code::new("_")
            } else {
                Code::new(index.to_string())
            };
            let encode = match (tag, variant.tags.first()) {
                (Some(property), Some(text)) if !variant.tag_is_field => Code::new(format!(
                    "out.tagged({}, {}, value)",
                    StrLit::new(property),
                    StrLit::new(text)
                )),
                _ => Code::new("runtime::Encode::encode(value, out)"),
            };
            VariantView {
                complex: types::is_complex(&ty),
                doc: text.outer(),
                name: name.clone(),
                pattern,
                encode,
                candidate: candidate(cx, variant),
                attempt: attempt(variant, name),
                from: held.iter().filter(|other| **other == held[index]).count() == 1
                    && ty.as_str() != "serde_json::Value",
                inner,
                ty,
            }
        })
        .collect();
    let from = variants
        .iter()
        .filter(|variant| variant.from)
        .map(|variant| Code::new(format!("{}({})", variant.name, variant.inner)));
    UnionView {
        from: from.collect(),
        doc: type_doc(cx, def, names).outer(),
        name: names.name.clone(),
        derives: derive_list(cx, id, &["Clone", "Debug", "PartialEq"]),
        gates: cx.gates(id),
        variants,
        rest: names.rest.clone(),
        tag: tag.map(|property| StrLit::new(property)),
    }
}

/// How a value of the variant looks: `Candidate { kinds, required, known }`.
fn candidate(cx: &Cx<'_>, variant: &Variant) -> Code {
    let JsonKinds { bool, integer, number, string, array, object } = variant.probe.kinds;
    let kinds: Vec<&str> = [
        (bool, "BOOLEAN"),
        (integer, "INTEGER"),
        (number, "NUMBER"),
        (string, "STRING"),
        (array, "ARRAY"),
        (object, "OBJECT"),
    ]
    .into_iter()
    .filter_map(|(is, name)| is.then_some(name))
    .collect();
    let kinds = match kinds.split_first() {
        None => "runtime::Kinds::ANY".to_owned(),
        // Any value at all, `null` among them.
        Some(_) if kinds.len() == 6 => "runtime::Kinds::ANY".to_owned(),
        Some((first, more)) => {
            let more: Vec<String> =
                more.iter().map(|kind| format!(".or(runtime::Kinds::{kind})")).collect();
            format!("runtime::Kinds::{first}{}", more.concat())
        }
    };
    let list = |keys: &mut dyn Iterator<Item = &str>| {
        keys.map(|key| StrLit::new(key).to_string()).collect::<Vec<_>>().join(", ")
    };
    let required = list(&mut variant.probe.required.iter().map(String::as_str));
    let known = match types::resolve(cx, &variant.ty) {
        Type::Named(id) => match &cx.api.types[*id].kind {
            TypeKind::Object(object) => {
                list(&mut object.fields.iter().map(|field| field.wire_name.as_str()))
            }
            _ => String::new(),
        },
        _ => String::new(),
    };
    Code::new(format!(
        "runtime::Candidate {{ kinds: {kinds}, required: &[{required}], known: &[{known}] }}"
    ))
}

/// Reads a variant by shape: unless a key that is constant in it holds something else.
fn attempt(variant: &Variant, name: &Ident) -> Code {
    let read = format!("input.attempt().map(Self::{name})");
    let conditions = variant.probe.texts.iter().map(|(key, texts)| {
        let texts: Vec<_> = texts.iter().map(|text| StrLit::new(text).to_string()).collect();
        let key = StrLit::new(key);
        format!("matches!(input.tag({key})?.as_deref(), None | Some({}))", texts.join(" | "))
    });
    let conditions: Vec<String> = conditions.collect();
    if conditions.is_empty() {
        return Code::new(read);
    }
    Code::new(format!("if {} {{ {read} }} else {{ None }}", conditions.join(" && ")))
}
