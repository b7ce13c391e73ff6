//! Which schemas allow `null`: decided on the description, because a use needs to know before the type is made.

use super::keywords::{Keywords, Kind};
use super::{Lowering, MAX_DEPTH};
use crate::spec::{SchemaNode, ext};

impl<'a> Lowering<'a> {
    /// Fills in which components allow `null`.
    pub(super) fn find_nullable_components(&mut self) {
        let keys: Vec<&'a str> = self.components.keys().copied().collect();
        for key in keys {
            let nullable = self.allows_null(SchemaNode::Component(key), &mut Vec::new(), 0);
            if let Some(component) = self.components.get_mut(key) {
                component.nullable = nullable;
            }
        }
    }

    /// Whether a position allows `null`.
    pub(super) fn is_nullable(&self, node: SchemaNode<'a>) -> bool {
        match node {
            SchemaNode::Component(key) => {
                self.components.get(key).is_some_and(|component| component.nullable)
            }
            SchemaNode::Inline(_) => self.allows_null(node, &mut Vec::new(), 0),
        }
    }

    fn allows_null(&self, node: SchemaNode<'a>, seen: &mut Vec<&'a str>, depth: usize) -> bool {
        if depth > MAX_DEPTH {
            return false;
        }
        let schema = match node {
            SchemaNode::Inline(schema) => schema,
            SchemaNode::Component(key) => {
                let Some((key, schema)) = self.component_schema(key) else { return false };
                if seen.contains(&key) {
                    return false;
                }
                seen.push(key);
                schema
            }
        };
        let keywords = Keywords::of(schema);
        let mut of = |node| self.allows_null(self.spec.schema(node), seen, depth + 1);
        keywords.data.nullable
            || keywords.kind == Some(Kind::Null)
            || keywords.values.iter().any(serde_json::Value::is_null)
            || keywords.one_of.iter().chain(keywords.any_of).any(&mut of)
            || self.all_branches_allow_null(&keywords, seen, depth)
    }

    /// A branch of `allOf` that only says `nullable` means the whole, though it has no type (OpenAPI 3.0.3 made it
    /// strict, descriptions did not follow); otherwise all branches have to allow `null`.
    fn all_branches_allow_null(
        &self,
        keywords: &Keywords<'a>,
        seen: &mut Vec<&'a str>,
        depth: usize,
    ) -> bool {
        if keywords.all_of.is_empty() || keywords.data.extensions.contains_key(ext::PREFIX_ITEMS) {
            return false;
        }
        let mut all = keywords.kind.is_none() && !keywords.has_members();
        for branch in keywords.all_of {
            let node = self.spec.schema(branch);
            let nullable = self.allows_null(node, seen, depth + 1);
            if let SchemaNode::Inline(schema) = node {
                let inner = Keywords::of(schema);
                if inner.data.extensions.contains_key(ext::BRANCHES) {
                    continue;
                }
                if inner.is_annotation() {
                    if inner.data.nullable {
                        return true;
                    }
                    continue;
                }
            }
            all &= nullable;
        }
        all
    }
}
