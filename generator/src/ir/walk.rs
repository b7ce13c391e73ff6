//! Walks over the types that definitions, operations and webhooks use.

use super::{Additional, Api, Media, Type, TypeId, TypeKind};

impl TypeKind {
    /// The types a definition is made of.
    #[must_use]
    pub fn types(&self) -> Vec<&Type> {
        match self {
            Self::Object(object) => {
                let fields = object.fields.iter().map(|field| &field.ty);
                let rest = match &object.additional {
                    Additional::Typed(ty) => Some(ty),
                    Additional::Ignored | Additional::Forbidden => None,
                };
                fields.chain(rest).collect()
            }
            Self::Union(union) => union.variants.iter().map(|variant| &variant.ty).collect(),
            Self::Alias(ty) | Self::Newtype(ty) => vec![ty],
            Self::Enum(_) => Vec::new(),
        }
    }

    /// The types a definition is made of.
    pub fn types_mut(&mut self) -> Vec<&mut Type> {
        match self {
            Self::Object(object) => {
                let fields = object.fields.iter_mut().map(|field| &mut field.ty);
                let rest = match &mut object.additional {
                    Additional::Typed(ty) => Some(ty),
                    Additional::Ignored | Additional::Forbidden => None,
                };
                fields.chain(rest).collect()
            }
            Self::Union(union) => {
                union.variants.iter_mut().map(|variant| &mut variant.ty).collect()
            }
            Self::Alias(ty) | Self::Newtype(ty) => vec![ty],
            Self::Enum(_) => Vec::new(),
        }
    }
}

impl Type {
    /// Calls `visit` with each named type in this one, once per occurrence.
    pub fn named(&self, visit: &mut impl FnMut(TypeId)) {
        match self {
            Self::Named(id) => visit(*id),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => {
                inner.named(visit);
            }
            Self::Tuple(items) => items.iter().for_each(|item| item.named(visit)),
            _ => {}
        }
    }

    /// Calls `visit` with the id of each named type in this one.
    pub fn named_mut(&mut self, visit: &mut impl FnMut(&mut TypeId)) {
        match self {
            Self::Named(id) => visit(id),
            Self::List(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => {
                inner.named_mut(visit);
            }
            Self::Tuple(items) => items.iter_mut().for_each(|item| item.named_mut(visit)),
            _ => {}
        }
    }
}

impl Api {
    /// All media types of request bodies, responses and webhooks.
    pub fn media_mut(&mut self) -> impl Iterator<Item = &mut Media> {
        let hooks = self.webhooks.iter_mut().filter_map(|hook| hook.body.as_mut());
        let hooks = hooks.flat_map(|body| &mut body.content);
        let operations = self.operations.iter_mut().flat_map(|operation| {
            let bodies = operation.body.iter_mut().flat_map(|body| &mut body.content);
            let answers = operation.responses.iter_mut().flat_map(|answer| &mut answer.content);
            bodies.chain(answers)
        });
        operations.chain(hooks)
    }

    /// Calls `visit` with each type that something other than a definition uses.
    pub fn used_types_mut(&mut self, mut visit: impl FnMut(&mut Type)) {
        for operation in &mut self.operations {
            operation.parameters.iter_mut().for_each(|parameter| visit(&mut parameter.ty));
            let headers = operation.responses.iter_mut().flat_map(|answer| &mut answer.headers);
            headers.for_each(|header| visit(&mut header.ty));
        }
        self.error_body.iter_mut().for_each(&mut visit);
        self.media_mut().for_each(|media| visit(&mut media.ty));
    }
}
