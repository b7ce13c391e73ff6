//! Which operations give a list page by page, by `[pagination]` of codegen.toml or by an extension of the description.

use std::ops::Range;

use indexmap::IndexMap;
use serde_json::Value;
use toml::Spanned;

use super::{Lowering, codes, page_extensions, selection};
use crate::config::{self, PageScheme, Pagination};
use crate::diag::{Place, Severity, nearest};
use crate::ir::{
    Advance, Api, Location, MediaKind, OperationId, PagePlace, PageSource, Type, TypeKind,
};
use crate::source::Pointer;

/// What an extension of an operation says of pages, to be looked at when all types are known.
pub(super) struct Claim {
    operation: OperationId,
    at: Pointer,
    said: Result<Pagination, String>,
}

/// Why an operation does not have the pages that somebody says it has.
struct Misfit {
    /// The value in codegen.toml that does not fit; nothing when it is all of the entry.
    bytes: Option<Range<usize>>,
    message: String,
    help: String,
}

impl Lowering<'_> {
    /// Remembers what the extensions of an operation say of pages.
    pub(super) fn page_claim(
        &mut self,
        operation: OperationId,
        at: &Pointer,
        extensions: &IndexMap<String, Value>,
    ) {
        for (key, read) in page_extensions::ALL {
            let Some(said) = extensions.get(*key).and_then(|value| read(value).transpose()) else {
                continue;
            };
            self.page_claims.push(Claim { operation, at: at.key(key), said });
            return;
        }
    }

    /// Gives operations their pages: an entry that names the operation, else the first pattern that fits it, else what
    /// an extension says.
    pub(super) fn paginate(&mut self) {
        let config = self.config;
        let entries: Vec<_> = config.pagination.iter().collect();
        let (patterns, exact): (Vec<_>, Vec<_>) =
            entries.into_iter().partition(|(key, _)| key.get_ref().ends_with('*'));
        let mut settled = vec![false; self.api.operations.len()];
        for (key, entry) in exact {
            let named = self.operations_called(key.get_ref());
            if named.is_empty() {
                self.no_such_operation(key);
            }
            for id in named {
                match resolve(&self.api, id, entry) {
                    Ok(pagination) => self.api.operations[id].pagination = pagination,
                    Err(misfit) => self.misfit(key, misfit),
                }
                settled[id] = true;
            }
        }
        for (key, entry) in patterns {
            let named = self.operations_called(key.get_ref());
            if named.is_empty() {
                self.no_such_operation(key);
                continue;
            }
            let mut first = None;
            let mut fits = false;
            for id in named {
                match resolve(&self.api, id, entry) {
                    // One that is settled already shows that the pattern is not wrong.
                    Ok(_) if settled[id] => fits = true,
                    Ok(pagination) => {
                        self.api.operations[id].pagination = pagination;
                        (settled[id], fits) = (true, true);
                    }
                    Err(misfit) => {
                        first.get_or_insert(misfit);
                    }
                }
            }
            if let Some(misfit) = first.filter(|_| !fits) {
                self.misfit(key, misfit);
            }
        }
        for claim in std::mem::take(&mut self.page_claims) {
            if settled[claim.operation] {
                continue;
            }
            let misfit = match &claim.said {
                Ok(said) => match resolve(&self.api, claim.operation, said) {
                    Ok(pagination) => {
                        self.api.operations[claim.operation].pagination = pagination;
                        continue;
                    }
                    Err(misfit) => misfit.message,
                },
                Err(message) => message.clone(),
            };
            self.sink
                .warning(codes::PAGES_UNKNOWN, &claim.at, misfit)
                .help("say it in an entry under `[pagination]` of codegen.toml; `scheme = \"none\"` when it has no pages");
        }
    }

    fn operations_called(&self, key: &str) -> Vec<OperationId> {
        let called = |id: &OperationId| {
            let operation = &self.api.operations[*id];
            let route = format!("{} {}", operation.method.as_str(), operation.path);
            let names = [Some(route.as_str()), operation.operation_id.as_deref()];
            names.into_iter().flatten().any(|name| selection::matches(key, name))
        };
        (0..self.api.operations.len()).filter(called).collect()
    }

    fn no_such_operation(&mut self, key: &Spanned<String>) {
        let routes: Vec<String> = (self.api.operations.iter())
            .map(|operation| format!("{} {}", operation.method.as_str(), operation.path))
            .collect();
        let ids = self.api.operations.iter().filter_map(|it| it.operation_id.as_deref());
        let near = nearest(key.get_ref(), routes.iter().map(String::as_str).chain(ids));
        let help = near.map_or_else(
            || {
                "write `GET /path` or an operation id; `*` at the end stands for anything"
                    .to_owned()
            },
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("`{}` under `[pagination]` matches no operation", key.get_ref());
        self.sink
            .report(config::UNUSED_ENTRY, Severity::Error, Place::Config(key.span()), message)
            .help(help);
    }

    fn misfit(&mut self, key: &Spanned<String>, misfit: Misfit) {
        let place = Place::Config(misfit.bytes.unwrap_or_else(|| key.span()));
        self.sink
            .report(config::PAGINATION, Severity::Error, place, misfit.message)
            .help(misfit.help);
    }
}

/// What somebody says of an operation's pages, in terms of its parameters and fields.
fn resolve(
    api: &Api,
    id: OperationId,
    said: &Pagination,
) -> Result<Option<crate::ir::Pagination>, Misfit> {
    let scheme = said.scheme;
    if scheme == PageScheme::None {
        return Ok(None);
    }
    let whole = |message: &str, help: &str| {
        Err(Misfit { bytes: None, message: message.to_owned(), help: help.to_owned() })
    };
    let Some(page) = api.page_type(id) else {
        return whole(
            "an operation with pages needs one JSON type for all its successes",
            "remove the entry, or correct the responses of the operation",
        );
    };
    let items = items(api, page, said)?;
    let to = match &said.parameter {
        Some(parameter) => Some(place(api, id, parameter)?),
        None if scheme == PageScheme::Link => None,
        None => {
            return whole(
                "the pages of this scheme need a `parameter`",
                "name the parameter that says which page is wanted, or `body:` and the pointer of a member",
            );
        }
    };
    let next = match &said.next {
        Some(next) => Some(source(api, page, &items, next)?),
        None if scheme == PageScheme::Cursor => {
            return whole(
                "the pages of a cursor need a `next`",
                "give the pointer of the cursor in the answer, such as `/meta/next_cursor`",
            );
        }
        None => None,
    };
    let limit = said.limit.as_ref().map(|limit| place(api, id, limit)).transpose()?;
    let more = said.more.as_ref().map(|more| {
        let path = path(more)?;
        let ty = member(api, page, &path, more)?;
        if matches!(ty, Type::Bool) { Ok(path) } else { Err(wrong(more, "a truth value")) }
    });
    let start = |to: &PagePlace, usual: u64| {
        let default = match to {
            PagePlace::Parameter(at) => api.operations[id].parameters[*at].default.as_ref(),
            PagePlace::Body { .. } => None,
        };
        said.start.or_else(|| default?.as_u64()).unwrap_or(usual)
    };
    let advance = match (scheme, to, next) {
        (PageScheme::Cursor, Some(to), Some(next)) => Advance::Cursor(to, next),
        (PageScheme::Offset, Some(to), _) => {
            let start = start(&to, 0);
            Advance::Offset(to, start)
        }
        (PageScheme::Page, Some(to), _) => {
            let start = start(&to, 1);
            Advance::Number(to, start)
        }
        // A header of another name holds an address and nothing else; `Link` has its own form.
        (_, _, Some(PageSource::Header(_))) => {
            return whole(
                "an address comes in the header `Link` or in the body",
                "remove `next` for the header `Link`, or give the pointer of the address in the answer",
            );
        }
        (_, _, next) => Advance::Link(next),
    };
    let size = said.size.unwrap_or_default();
    Ok(Some(crate::ir::Pagination { advance, items, more: more.transpose()?, limit, size }))
}

fn items(api: &Api, page: &Type, said: &Pagination) -> Result<Vec<String>, Misfit> {
    match &said.items {
        Some(items) => {
            let path = path(items)?;
            let ty = member(api, page, &path, items)?;
            if matches!(ty, Type::List(_)) { Ok(path) } else { Err(wrong(items, "a list")) }
        }
        None => api.only_list(page).ok_or_else(|| Misfit {
            bytes: None,
            message: "the answer has not just one list, so its items are not known".to_owned(),
            help: "give the pointer of the list as `items`, such as `/data`".to_owned(),
        }),
    }
}

/// A place in the request: a parameter's name, or `body:` and a pointer.
fn place(api: &Api, id: OperationId, text: &Spanned<String>) -> Result<PagePlace, Misfit> {
    let operation = &api.operations[id];
    if let Some(pointer) = text.get_ref().strip_prefix("body:") {
        let path = pointer_path(pointer, text)?;
        let media = operation.body.as_ref().and_then(|body| match body.content.as_slice() {
            [only] if only.kind == MediaKind::Json => Some(only),
            _ => None,
        });
        let Some(media) = media.filter(|_| !path.is_empty()) else {
            return Err(Misfit {
                bytes: Some(text.span()),
                message: "the operation has no body that is JSON and nothing else".to_owned(),
                help: "name a parameter".to_owned(),
            });
        };
        let ty = member(api, &media.ty, &path, text)?;
        let number = matches!(ty, Type::Integer(_) | Type::Number(_));
        return Ok(PagePlace::Body { path, number });
    }
    let sendable = |location| matches!(location, Location::Query | Location::Header);
    let candidates = || operation.parameters.iter().filter(|it| sendable(it.location));
    let found = operation
        .parameters
        .iter()
        .position(|it| sendable(it.location) && it.wire_name == *text.get_ref());
    found.map(PagePlace::Parameter).ok_or_else(|| {
        let near = nearest(text.get_ref(), candidates().map(|it| it.wire_name.as_str()));
        let help = near.map_or_else(
            || "name a parameter in the query or a header, or write `body:` and the pointer of a member".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message =
            format!("the operation has no parameter `{}` in its query or headers", text.get_ref());
        Misfit { bytes: Some(text.span()), message, help }
    })
}

/// A place in the answer: a pointer, `item:` and a pointer, or `header:` and a name.
fn source(
    api: &Api,
    page: &Type,
    items: &[String],
    text: &Spanned<String>,
) -> Result<PageSource, Misfit> {
    if let Some(name) = text.get_ref().strip_prefix("header:") {
        let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        if name.is_empty() || !name.bytes().all(is_token) {
            return Err(wrong(text, "the name of a header"));
        }
        return Ok(PageSource::Header(name.to_owned()));
    }
    let (root, pointer, of_item) = match text.get_ref().strip_prefix("item:") {
        Some(pointer) => match api.member(page, items).map(|list| list.ty) {
            Ok(Type::List(item)) => (&**item, pointer, true),
            _ => (page, pointer, true),
        },
        None => (page, text.get_ref().as_str(), false),
    };
    let path = pointer_path(pointer, text)?;
    let ty = member(api, root, &path, text)?;
    let fits = matches!(ty, Type::String(_) | Type::Integer(_) | Type::Number(_) | Type::Any);
    match fits && !path.is_empty() {
        false => Err(wrong(text, "a text or a number")),
        true if of_item => Ok(PageSource::OfLastItem(path)),
        true => Ok(PageSource::Member(path)),
    }
}

fn path(text: &Spanned<String>) -> Result<Vec<String>, Misfit> {
    pointer_path(text.get_ref(), text)
}

/// The keys of a pointer, with or without `#`.
fn pointer_path(pointer: &str, text: &Spanned<String>) -> Result<Vec<String>, Misfit> {
    let pointer = pointer.strip_prefix('#').unwrap_or(pointer);
    if pointer.is_empty() || pointer.starts_with('/') {
        return Ok(Pointer::new(pointer).segments().collect());
    }
    Err(Misfit {
        bytes: Some(text.span()),
        message: format!("`{pointer}` is not a JSON pointer"),
        help: format!("write `/{}`", pointer.trim_start_matches(['$', '.']).replace('.', "/")),
    })
}

/// The type of a member, without aliases and `null`.
fn member<'a>(
    api: &'a Api,
    root: &'a Type,
    path: &[String],
    text: &Spanned<String>,
) -> Result<&'a Type, Misfit> {
    api.member(root, path).map(|member| member.ty).map_err(|known| {
        let (before, missing) = path.split_at(known.min(path.len()));
        let missing = missing.first().map_or("", String::as_str);
        let object = api.member(root, before).map(|member| member.ty);
        let fields = match object {
            Ok(Type::Named(id)) => match &api.types[*id].kind {
                TypeKind::Object(object) => object.fields.as_slice(),
                _ => &[],
            },
            _ => &[],
        };
        let near = nearest(missing, fields.iter().map(|field| field.wire_name.as_str()));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if fields.is_empty() => {
                "what is there is no object with known properties".to_owned()
            }
            None => "correct the pointer: it begins at the whole body".to_owned(),
        };
        let message = format!("there is no property `{missing}` at `{}`", text.get_ref());
        Misfit { bytes: Some(text.span()), message, help }
    })
}

fn wrong(text: &Spanned<String>, expected: &str) -> Misfit {
    Misfit {
        bytes: Some(text.span()),
        message: format!("`{}` is not {expected}", text.get_ref()),
        help: format!("give the place of {expected}"),
    }
}
