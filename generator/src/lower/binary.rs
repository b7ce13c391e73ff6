//! `format: binary`: bytes as a body or as a part of a multipart body, text everywhere else.

use std::collections::{HashMap, HashSet};

use super::Lowering;
use crate::ir::{Additional, Api, MediaKind, NameHint, StringFormat, Type, TypeId, TypeKind};

impl Lowering<'_> {
    /// Keeps [`Type::Binary`] where bytes can be sent. An object that is sent as parts and used elsewhere, too, is
    /// two types: one with files and one with text.
    pub(super) fn settle_binary(&mut self) {
        let parted = self.part_objects();
        let elsewhere = used_elsewhere(&mut self.api);
        let mut copies: Vec<(TypeId, TypeId)> = Vec::new();
        for id in &parted {
            if elsewhere.contains(id) && holds_files(&self.api, *id) {
                let mut copy = self.api.types[*id].clone();
                let name = copy.hint.component.take().or(copy.hint.title.take());
                copy.hint = NameHint {
                    component: name.map(|name| format!("{name}Parts")),
                    ..NameHint::default()
                };
                copies.push((*id, self.api.types.push(copy)));
            }
        }
        self.point_parts_at(&copies);
        let keep: HashSet<TypeId> = parted
            .iter()
            .map(|id| copies.iter().find(|(old, _)| old == id).map_or(*id, |(_, new)| *new))
            .collect();
        self.inline_files(&keep);
        let ids: Vec<TypeId> = self.api.types.ids().collect();
        for id in ids {
            let with_files = keep.contains(&id);
            as_text_in_definition(&mut self.api.types[id].kind, with_files);
        }
        self.api.used_types_mut(|ty| {
            if *ty != Type::Binary {
                as_text(ty);
            }
        });
        for operation in &mut self.api.operations {
            operation.parameters.iter_mut().for_each(|parameter| as_text(&mut parameter.ty));
            let headers = operation.responses.iter_mut().flat_map(|answer| &mut answer.headers);
            headers.for_each(|header| as_text(&mut header.ty));
        }
        for media in self.api.media_mut().filter(|media| media.kind != MediaKind::Binary) {
            as_text(&mut media.ty);
        }
    }

    /// The objects that are sent as parts, behind names for them.
    fn part_objects(&mut self) -> Vec<TypeId> {
        let mut found = Vec::new();
        let kinds: Vec<Type> = self
            .api
            .media_mut()
            .filter(|media| media.kind == MediaKind::Multipart)
            .map(|media| media.ty.clone())
            .collect();
        for ty in kinds {
            let mut ty = &ty;
            // A chain of names longer than the number of types would be a circle.
            for _ in 0..=self.api.types.len() {
                let Type::Named(id) = ty else { break };
                match &self.api.types[*id].kind {
                    TypeKind::Alias(inner) => ty = inner,
                    TypeKind::Object(_) => {
                        if !found.contains(id) {
                            found.push(*id);
                        }
                        break;
                    }
                    _ => break,
                }
            }
        }
        found
    }

    /// Says of fields whose type is a file by another name that they are files: the name is that of a text elsewhere.
    fn inline_files(&mut self, objects: &HashSet<TypeId>) {
        let ids: Vec<TypeId> = self.api.types.ids().filter(|id| objects.contains(id)).collect();
        for id in ids {
            let TypeKind::Object(object) = &self.api.types[id].kind else { continue };
            let files: Vec<(usize, Type)> = object
                .fields
                .iter()
                .enumerate()
                .filter_map(|(index, field)| Some((index, file_type(&self.api, &field.ty, 0)?)))
                .collect();
            let additional = match &object.additional {
                Additional::Typed(ty) => file_type(&self.api, ty, 0),
                _ => None,
            };
            if let TypeKind::Object(object) = &mut self.api.types[id].kind {
                for (index, ty) in files {
                    object.fields[index].ty = ty;
                }
                if let Some(ty) = additional {
                    object.additional = Additional::Typed(ty);
                }
            }
        }
    }

    fn point_parts_at(&mut self, copies: &[(TypeId, TypeId)]) {
        if copies.is_empty() {
            return;
        }
        let ends: HashMap<TypeId, TypeId> =
            self.api.types.ids().map(|id| (id, end_of(&self.api, id))).collect();
        for media in self.api.media_mut() {
            if media.kind == MediaKind::Multipart
                && let Type::Named(id) = &mut media.ty
                && let Some((_, copy)) = copies.iter().find(|(old, _)| Some(old) == ends.get(id))
            {
                *id = *copy;
            }
        }
    }
}

/// Where a chain of names ends.
fn end_of(api: &Api, id: TypeId) -> TypeId {
    let mut end = id;
    // One that is longer than the number of types would be a circle.
    for _ in 0..=api.types.len() {
        match &api.types[end].kind {
            TypeKind::Alias(Type::Named(next)) => end = *next,
            _ => break,
        }
    }
    end
}

/// Types that something other than a multipart body refers to.
fn used_elsewhere(api: &mut Api) -> HashSet<TypeId> {
    let mut used = HashSet::new();
    for (_, definition) in api.types.iter() {
        for ty in definition.kind.types() {
            ty.named(&mut |id| {
                used.insert(id);
            });
        }
    }
    for media in api.media_mut().filter(|media| media.kind != MediaKind::Multipart) {
        media.ty.named(&mut |id| {
            used.insert(id);
        });
    }
    used
}

fn holds_files(api: &Api, id: TypeId) -> bool {
    let TypeKind::Object(object) = &api.types[id].kind else { return false };
    let additional = match &object.additional {
        Additional::Typed(ty) => Some(ty),
        _ => None,
    };
    let mut types = object.fields.iter().map(|field| &field.ty).chain(additional);
    types.any(|ty| file_type(api, ty, 0).is_some())
}

/// A file, or a list of files, behind whatever names and branches.
fn file_type(api: &Api, ty: &Type, depth: usize) -> Option<Type> {
    // Nobody names a file so often; a circle of names would.
    if depth > 16 {
        return None;
    }
    match ty {
        Type::Binary => Some(Type::Binary),
        Type::List(item) => {
            let item = file_type(api, item, depth + 1)?;
            (item == Type::Binary).then(|| Type::List(Box::new(item)))
        }
        Type::Boxed(inner) => file_type(api, inner, depth + 1),
        Type::Named(id) => match &api.types[*id].kind {
            TypeKind::Alias(inner) | TypeKind::Newtype(inner) => file_type(api, inner, depth + 1),
            // One file, or a list of them: a list of one is the same parts.
            TypeKind::Union(union) if !union.variants.is_empty() => {
                let mut variants = union.variants.iter();
                let is_file = |ty| file_type(api, ty, depth + 1).is_some();
                let all = variants.all(|variant| is_file(&variant.ty));
                all.then(|| Type::List(Box::new(Type::Binary)))
            }
            _ => None,
        },
        _ => None,
    }
}

/// A file, or a list of files: the two that can be parts (OpenAPI 3.0.4, 4.7.15.1).
fn is_file(ty: &Type) -> bool {
    match ty {
        Type::Binary => true,
        Type::List(item) => **item == Type::Binary,
        _ => false,
    }
}

fn as_text_in_definition(kind: &mut TypeKind, with_files: bool) {
    for ty in kind.types_mut() {
        if !(with_files && is_file(ty)) {
            as_text(ty);
        }
    }
}

fn as_text(ty: &mut Type) {
    match ty {
        Type::Binary => *ty = Type::String(StringFormat::Plain),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) | Type::Boxed(inner) => {
            as_text(inner);
        }
        Type::Tuple(items) => items.iter_mut().for_each(as_text),
        _ => {}
    }
}
