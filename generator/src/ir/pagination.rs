//! Operations that give a list page by page: how a page leads to the next one.

use super::{Api, MediaKind, OperationId, Presence, Type, TypeId, TypeKind};

/// How the pages of an operation follow each other. Paths are of wire names, from the body of a success.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// What is changed from one page to the next.
    pub advance: Advance,
    /// The list.
    pub items: Vec<String>,
    /// A truth value that says whether there is another page.
    pub more: Option<Vec<String>>,
    /// What says how many items a page is to have.
    pub limit: Option<PagePlace>,
    /// The most items the service puts on a page; 0 when nobody knows.
    pub size: u64,
}

/// What is changed from one page to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Advance {
    /// A text that the page before gives.
    Cursor(PagePlace, PageSource),
    /// How many items to skip, with the offset of the first page.
    Offset(PagePlace, u64),
    /// The number of the page, with that of the first.
    Number(PagePlace, u64),
    /// The whole address; from the header `Link` when there is no source.
    Link(Option<PageSource>),
}

/// A place in the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PagePlace {
    /// A parameter in query or headers, by its index in [`super::Operation::parameters`].
    Parameter(usize),
    /// A member of the body, which is JSON.
    Body {
        /// The keys that lead to it.
        path: Vec<String>,
        /// Whether it is a number, and not a text.
        number: bool,
    },
}

/// A place in the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageSource {
    /// A header.
    Header(String),
    /// A member of the body.
    Member(Vec<String>),
    /// A member of the page's last item.
    OfLastItem(Vec<String>),
}

/// A member of a value, with the way to it.
#[derive(Clone, Debug)]
pub struct Member<'a> {
    /// The fields that lead to it.
    pub hops: Vec<Hop>,
    /// How often the value may be missing or `null`: the options around it.
    pub options: usize,
    /// Its type, without aliases, `null` and pointers.
    pub ty: &'a Type,
}

/// A step from an object into one of its fields.
#[derive(Clone, Copy, Debug)]
pub struct Hop {
    /// How often the object may be missing or `null`.
    pub options: usize,
    /// The object.
    pub owner: TypeId,
    /// Index of the field.
    pub field: usize,
}

impl Api {
    /// The member at a path of wire names, or how many of them lead somewhere.
    ///
    /// # Errors
    /// When a name is not that of a field.
    pub fn member<'a>(&'a self, ty: &'a Type, path: &[String]) -> Result<Member<'a>, usize> {
        let mut hops = Vec::new();
        let (mut ty, mut options) = self.core(ty);
        for (index, name) in path.iter().enumerate() {
            let Type::Named(owner) = ty else { return Err(index) };
            let TypeKind::Object(object) = &self.types[*owner].kind else { return Err(index) };
            let found = object.fields.iter().position(|field| field.wire_name == *name);
            let field = found.filter(|at| !object.fields[*at].is_fixed()).ok_or(index)?;
            hops.push(Hop { options, owner: *owner, field });
            let field = &object.fields[field];
            let own = match field.presence {
                Presence::Required => 0,
                Presence::Optional | Presence::Nullable => 1,
                Presence::OptionalNullable => 2,
            };
            (ty, options) = self.core(&field.ty);
            options += own;
        }
        Ok(Member { hops, options, ty })
    }

    /// The type of all successes of an operation, when it is one and JSON.
    #[must_use]
    pub fn page_type(&self, id: OperationId) -> Option<&Type> {
        let mut types = self.operations[id].successes().into_iter().map(|(_, response)| {
            let json = response.content.iter().find(|media| media.kind == MediaKind::Json);
            json.map(|media| &media.ty)
        });
        let first = types.next()??;
        types.all(|ty| ty == Some(first)).then_some(first)
    }

    /// The only list nearest to the outside of a value, by its path.
    #[must_use]
    pub fn only_list(&self, ty: &Type) -> Option<Vec<String>> {
        let mut level: Vec<Vec<String>> = vec![Vec::new()];
        for _ in 0..3 {
            let mut lists = Vec::new();
            let mut inside = Vec::new();
            for path in &level {
                let Ok(member) = self.member(ty, path) else { continue };
                match member.ty {
                    Type::List(_) => lists.push(path.clone()),
                    Type::Named(id) => {
                        let TypeKind::Object(object) = &self.types[*id].kind else { continue };
                        inside.extend(object.fields.iter().map(|field| {
                            let mut path = path.clone();
                            path.push(field.wire_name.clone());
                            path
                        }));
                    }
                    _ => {}
                }
            }
            match lists.len() {
                0 => level = inside,
                1 => return lists.pop(),
                _ => return None,
            }
        }
        None
    }

    /// A type without aliases, `null` and pointers, and how many of them were `null`.
    fn core<'a>(&'a self, ty: &'a Type) -> (&'a Type, usize) {
        let (mut ty, mut options) = (ty, 0);
        // Aliases form no cycle; the bound is for a pass that has a bug.
        for _ in 0..=2 * self.types.len() {
            match ty {
                Type::Boxed(inner) => ty = inner,
                Type::Nullable(inner) => (ty, options) = (inner, options + 1),
                Type::Named(id) => match &self.types[*id].kind {
                    TypeKind::Alias(inner) => ty = inner,
                    _ => break,
                },
                _ => break,
            }
        }
        (ty, options)
    }
}
