//! The pointers of all nodes that have a name, for "did you mean" and for the way back from a name.

use super::{Api, TypeKind};
use crate::source::Pointer;

impl Api {
    /// The places of types, fields, variants, operations, parameters, tags, schemes and webhooks.
    pub fn origins(&self) -> impl Iterator<Item = &Pointer> {
        let types = self.types.iter().flat_map(|(_, def)| {
            let members: Vec<&Pointer> = match &def.kind {
                TypeKind::Object(object) => {
                    object.fields.iter().map(|field| &field.origin).collect()
                }
                TypeKind::Union(union) => {
                    union.variants.iter().map(|variant| &variant.origin).collect()
                }
                TypeKind::Enum(_) | TypeKind::Alias(_) | TypeKind::Newtype(_) => Vec::new(),
            };
            std::iter::once(&def.origin).chain(members)
        });
        let operations = self.operations.iter().flat_map(|operation| {
            let parameters = operation.parameters.iter().map(|parameter| &parameter.origin);
            std::iter::once(&operation.origin).chain(parameters)
        });
        let tags = self.tags.iter().map(|tag| &tag.origin);
        let schemes = self.security_schemes.iter().map(|scheme| &scheme.origin);
        let webhooks = self.webhooks.iter().map(|webhook| &webhook.origin);
        types.chain(operations).chain(tags).chain(schemes).chain(webhooks)
    }
}
