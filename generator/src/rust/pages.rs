//! Operations that give a list page by page: the implementation that `.pages()` and `.items()` need.

use std::fmt::Write as _;

use super::text::{Code, StrLit};
use super::{Cx, api, types};
use crate::ir::{
    Advance, Location, Member, Operation, OperationId, PagePlace, PageSource, Pagination, Type,
};

/// Parts of the runtime that an operation needs for it.
pub(super) fn parts(operation: &Operation) -> Vec<&'static str> {
    if operation.pagination.is_some() {
        vec!["blocking_stream", "link_header", "pages"]
    } else {
        Vec::new()
    }
}

/// The implementation for an operation's marker.
pub(super) fn implementation(cx: &Cx<'_>, id: OperationId) -> Option<Code> {
    let operation = &cx.api.operations[id];
    let marker = &cx.names.operations[id].marker;
    let pagination = operation.pagination.as_ref()?;
    let page = cx.api.page_type(id)?;
    let list = cx.api.member(page, &pagination.items).ok()?;
    let Type::List(item) = list.ty else { return None };
    let item = types::owned(cx, item);
    let (next, header, source) = advance(operation, pagination);
    let limit = pagination
        .limit
        .as_ref()
        .map_or_else(|| "None".to_owned(), |limit| format!("Some({})", place(operation, limit)));
    let paging = format!("next: {next}, limit: {limit}, size: {}", pagination.size);
    let items = path(cx, "page", &list, "as_mut", "&mut ");
    let mut text = format!(
        "impl runtime::Pages for {marker} {{
            type Item = {item};
            const PAGING: &'static runtime::Paging = &runtime::Paging {{ {paging} }};
            #[inline]
            fn items(page: &mut Self::Output) -> Option<&mut Vec<Self::Item>> {{ {items} }}"
    );
    if let Some(source) = source.filter(|_| !header) {
        let read = next_value(cx, page, &list, source)?;
        let _ = write!(
            text,
            "#[inline] fn next(page: &Self::Output) -> Option<&dyn runtime::ToParam> {{ {read} }}"
        );
    }
    if let Some(more) = &pagination.more {
        let member = cx.api.member(page, more).ok()?;
        let read = match path(cx, "page", &member, "as_ref", "") {
            read if member.options > 0 => format!("{read}.copied()"),
            read => read,
        };
        let _ = write!(text, "#[inline] fn more(page: &Self::Output) -> Option<bool> {{ {read} }}");
    }
    text.push('}');
    Some(Code::new(text))
}

/// What a method's documentation says of it.
pub(super) fn docs(cx: &Cx<'_>, group: usize, id: OperationId) -> Vec<String> {
    if implementation(cx, id).is_none() {
        return Vec::new();
    }
    let mut lines = vec![
        "The list comes page by page: [`.items()`](crate::Call::items) gives the items of all pages, \
         [`.pages()`](crate::Call::pages) the pages."
            .to_owned(),
        String::new(),
        "```no_run".to_owned(),
    ];
    lines.extend(api::examples::items(cx, group, id));
    lines.push("```".to_owned());
    lines
}

/// The change, whether what it needs comes in a header, and where it comes from.
fn advance<'p>(
    operation: &Operation,
    pagination: &'p Pagination,
) -> (String, bool, Option<&'p PageSource>) {
    let place = |to: &PagePlace| place(operation, to);
    match &pagination.advance {
        Advance::Cursor(to, from) => {
            let header = match from {
                PageSource::Header(name) => name.as_str(),
                _ => "",
            };
            let next = format!(
                "runtime::NextPage::Cursor {{ to: {}, header: {} }}",
                place(to),
                StrLit::new(header)
            );
            (next, !header.is_empty(), Some(from))
        }
        Advance::Offset(to, start) => {
            let next = format!("runtime::NextPage::Offset {{ to: {}, start: {start} }}", place(to));
            (next, false, None)
        }
        Advance::Number(to, start) => {
            let next = format!("runtime::NextPage::Number {{ to: {}, start: {start} }}", place(to));
            (next, false, None)
        }
        Advance::Link(from) => {
            let header = from.is_none();
            (format!("runtime::NextPage::Link {{ header: {header} }}"), header, from.as_ref())
        }
    }
}

fn place(operation: &Operation, place: &PagePlace) -> String {
    match place {
        PagePlace::Parameter(index) => {
            let parameter = &operation.parameters[*index];
            let kind = if parameter.location == Location::Header { "Header" } else { "Query" };
            format!("runtime::PagePlace::{kind}({})", api::param(parameter))
        }
        PagePlace::Body { path, number } => {
            let keys: Vec<String> = path.iter().map(|key| StrLit::new(key).to_string()).collect();
            let keys = keys.join(", ");
            format!("runtime::PagePlace::Body {{ path: &[{keys}], number: {number} }}")
        }
    }
}

fn next_value(cx: &Cx<'_>, page: &Type, list: &Member<'_>, source: &PageSource) -> Option<String> {
    match source {
        PageSource::Header(_) => None,
        // An option is a value, too: of nothing to send.
        PageSource::Member(keys) => {
            let member = Member { options: 0, ..cx.api.member(page, keys).ok()? };
            Some(path(cx, "page", &member, "as_ref", "&"))
        }
        PageSource::OfLastItem(keys) => {
            let Type::List(item) = list.ty else { return None };
            let items = path(cx, "page", list, "as_ref", "&");
            let found = match items.strip_prefix("Some(&") {
                Some(items) => format!("{}.last()", items.trim_end_matches(')')),
                None => format!("{items}?.last()"),
            };
            let member = Member { options: 0, ..cx.api.member(item, keys).ok()? };
            let value = path(cx, "item", &member, "as_ref", "&");
            Some(format!("let item = {found}?; {value}"))
        }
    }
}

/// An expression of an option of what is at the end of the path.
fn path(cx: &Cx<'_>, root: &str, member: &Member<'_>, open: &str, reference: &str) -> String {
    let mut text = root.to_owned();
    let opened = |count: usize| format!(".{open}()?").repeat(count);
    for hop in &member.hops {
        let field = &cx.names.types[hop.owner.index()].members[hop.field];
        text.push_str(&opened(hop.options));
        text.push('.');
        text.push_str(field.as_str());
    }
    match member.options {
        // The root is a reference already.
        0 if member.hops.is_empty() => format!("Some({root})"),
        0 => format!("Some({reference}{text})"),
        options => format!("{text}{}.{open}()", opened(options - 1)),
    }
}
