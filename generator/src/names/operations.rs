//! Operations: method, marker, answer and body of each.
//!
//! A method is called after `x-rust-name` or codegen.toml, else the operation id, else method and path. What the
//! operation id repeats of its tag (`repos/list`, `users.list`, `UsersController_findAll`, `users_list`) is left out
//! where the group stays free of doubles. Of several equal operation ids that of the first path keeps it.

use std::collections::BTreeSet;

use super::case::{LONGEST, Words};
use super::lock::{Item, Kind, method_key};
use super::scope::{Claim, Scope};
use super::short_ids::{self, Cut, Short};
use super::{
    Context, GroupNames, Ident, OperationNames, candidates, operation_ids, parameters, reserved,
};
use crate::config::Config;
use crate::ir::{MediaKind, Operation, OperationId, RequestBody, Response};

/// Operation ids of `FastAPI` hold the whole path; they may be longer than other names.
const LONGEST_ID: usize = 80;

/// First words of what may follow a tag for the tag to be a namespace in `users_list` and `userList`.
pub(super) const VERBS: &[&str] = &[
    "add",
    "approve",
    "archive",
    "cancel",
    "change",
    "check",
    "close",
    "copy",
    "count",
    "create",
    "delete",
    "destroy",
    "disable",
    "download",
    "edit",
    "enable",
    "execute",
    "export",
    "fetch",
    "find",
    "get",
    "import",
    "invite",
    "list",
    "lookup",
    "merge",
    "modify",
    "open",
    "partial",
    "patch",
    "post",
    "publish",
    "put",
    "query",
    "read",
    "reject",
    "remove",
    "rename",
    "replace",
    "reset",
    "restore",
    "retrieve",
    "revoke",
    "run",
    "save",
    "search",
    "send",
    "set",
    "show",
    "start",
    "stop",
    "submit",
    "sync",
    "unarchive",
    "update",
    "upload",
    "upsert",
    "validate",
    "verify",
    "view",
    "write",
];

/// Names of all operations, and the words that types inside of them start with.
pub(super) fn assign(
    context: &mut Context<'_, '_>,
    groups: &[GroupNames],
    group_words: &[Words],
) -> (Vec<OperationNames>, Vec<Words>) {
    let count = context.api.operations.len();
    let mut names: Vec<Option<OperationNames>> = vec![None; count];
    let mut owners: Vec<Option<Words>> = vec![None; count];
    let first_of_id = operation_ids::first_of_each(context);
    for (group, words) in groups.iter().zip(group_words) {
        name_group(context, group, words, &first_of_id, &mut names);
    }
    let mut taken = BTreeSet::new();
    let mut all: Vec<(OperationId, &Words)> = (groups.iter().zip(group_words))
        .flat_map(|(group, words)| group.operations.iter().map(move |id| (*id, words)))
        .collect();
    // Not group by group: their order is that of the document.
    all.sort_by_key(|(id, _)| *id);
    for (id, words) in all {
        if let Some(operation) = context.api.operations.get(id) {
            let first = first_of_id.get(id).copied().unwrap_or(false);
            let owner = owner_words(context.config, operation, words, first, &mut taken);
            if let Some(slot) = owners.get_mut(id) {
                *slot = Some(owner);
            }
        }
    }
    // Every operation stands in exactly one group, so nothing is lost here.
    (names.into_iter().flatten().collect(), owners.into_iter().flatten().collect())
}

fn name_group(
    context: &mut Context<'_, '_>,
    group: &GroupNames,
    words: &Words,
    first_of_id: &[bool],
    names: &mut [Option<OperationNames>],
) {
    let api = context.api;
    let operations: Vec<(usize, &Operation)> = (group.operations.iter())
        .filter_map(|id| api.operations.get(*id).map(|operation| (*id, operation)))
        .collect();
    let mut claims: Vec<Claim> = operations
        .iter()
        .map(|(id, operation)| {
            method_claim(
                context.config,
                operation,
                words,
                first_of_id.get(*id).copied().unwrap_or(false),
            )
        })
        .collect();
    let items: Vec<Item<'_>> = (operations.iter().zip(&claims))
        .map(|((_, operation), claim)| Item {
            kind: Kind::Method,
            key: method_key(operation),
            at: &operation.origin,
            what: "method",
            // Two ids that are spelled otherwise may be one name.
            always: operation.operation_id.as_ref() != claim.candidates.first(),
        })
        .collect();
    let mut scope = Scope::new(&[reserved::HANDLE_METHODS]);
    let given = context.give_all(&mut scope, &items, &mut claims);
    let mut types = Scope::new(&[reserved::TYPES, reserved::API_TYPES]);
    types.take(group.handle.as_str());
    let mut methods = Vec::new();
    let mut markers = Vec::new();
    for ((_, operation), given) in operations.iter().zip(given) {
        let explicit = operation.explicit_name.as_deref();
        let method = context.give(given, &operation.origin, explicit, "method");
        let marker = Words::of(method.as_str().trim_end_matches('_'));
        let marker = types.claim(&[
            marker.pascal(),
            marker.with("operation").pascal(),
            marker.with("call").pascal(),
        ]);
        methods.push(method);
        markers.push(marker.text);
    }
    let called: Vec<operation_ids::Called<'_>> = (operations.iter().zip(&methods))
        .map(|((id, operation), method)| {
            let first = first_of_id.get(*id).copied().unwrap_or(false);
            operation_ids::Called {
                id: *id,
                wanted: names_of_id(context.config, operation, words, first),
                method,
            }
        })
        .collect();
    operation_ids::report_lost(context, &called);
    for (((id, operation), method), marker) in operations.iter().zip(methods).zip(markers) {
        let response = types.claim(&[format!("{marker}Response"), format!("{marker}Answer")]);
        let body_type = types.claim(&[format!("{marker}Body"), format!("{marker}Content")]);
        let headers = types.claim(&[format!("{marker}Headers")]);
        let error = types.claim(&[format!("{marker}Error"), format!("{marker}Failure")]);
        let (body, parameters) = parameters::assign(context, operation);
        let names_of_operation = OperationNames {
            method,
            marker: Ident::new(marker),
            response: Ident::new(response.text),
            response_variants: response_variants(&operation.responses),
            body_type: Ident::new(body_type.text),
            body_variants: operation.body.as_ref().map(body_variants).unwrap_or_default(),
            body,
            parameters,
            headers: Ident::new(headers.text),
            header_fields: header_fields(operation),
            error: Ident::new(error.text),
        };
        if let Some(slot) = names.get_mut(*id) {
            *slot = Some(names_of_operation);
        }
    }
}

fn method_claim(config: &Config, operation: &Operation, group: &Words, first: bool) -> Claim {
    let mut names = Vec::new();
    let path = |whole| candidates::path_words(&operation.method, &operation.path, whole);
    let (short_path, path) = (path(false), path(true));
    // `/templates` has a better claim to `get_templates` than `/v2/templates`.
    let mut strength = if short_path == path { 2 } else { 3 };
    if let Some(explicit) = operation.explicit_name.as_deref() {
        strength = 0;
        names.push(candidates::explicit_snake(explicit));
    }
    if let Some(id) = operation.operation_id.as_deref().filter(|id| first && !id.trim().is_empty())
    {
        let whole = Words::of(id);
        match short_ids::of(config, operation, id, group) {
            Some(short) => {
                strength = strength.min(2);
                candidates::push_new(&mut names, short.words.capped(LONGEST_ID).snake());
            }
            None => strength = strength.min(1),
        }
        candidates::push_new(&mut names, whole.capped(LONGEST_ID).snake());
        candidates::push_new(&mut names, whole.capped(LONGEST_ID).then(group).snake());
        candidates::push_new(&mut names, whole.capped(2 * LONGEST_ID).snake());
    }
    for words in [&short_path, &path, &path.then(group)] {
        candidates::push_new(&mut names, words.capped(2 * LONGEST_ID).snake());
    }
    Claim { strength, candidates: names }
}

/// The names that are the operation id itself; none where another name was asked for.
fn names_of_id(config: &Config, operation: &Operation, group: &Words, first: bool) -> Vec<String> {
    let id = operation.operation_id.as_deref().filter(|id| first && !id.trim().is_empty());
    let Some(id) = id.filter(|_| operation.explicit_name.is_none()) else { return Vec::new() };
    let whole = Words::of(id);
    let short = short_ids::of(config, operation, id, group);
    let short = short.map(|short| short.words.capped(LONGEST_ID).snake());
    let whole = [LONGEST_ID, 2 * LONGEST_ID].map(|length| whole.clone().capped(length).snake());
    short.into_iter().chain(whole).collect()
}

/// The words that names of an operation's inline types start with: unlike methods, they share one scope with those
/// of all other groups, so they name the tag where the operation id leaves it to its prefix.
fn owner_words(
    config: &Config,
    operation: &Operation,
    group: &Words,
    first: bool,
    taken: &mut BTreeSet<Words>,
) -> Words {
    let mut choices = Vec::new();
    if let Some(explicit) = operation.explicit_name.as_deref() {
        let words = Words::of(explicit);
        choices.extend([words.clone(), group.then(&words)]);
    }
    if let Some(id) = operation.operation_id.as_deref().filter(|id| first && !id.trim().is_empty())
    {
        let whole = Words::of(id);
        match short_ids::of(config, operation, id, group) {
            Some(Short { words, cut: Cut::Path }) => choices.push(words),
            Some(short) if short.words.contain(group) => choices.push(short.words),
            Some(Short { words, cut: Cut::Class }) => choices.push(group.then(&words)),
            _ => {}
        }
        choices.push(whole);
    }
    let path = |whole| candidates::path_words(&operation.method, &operation.path, whole);
    let paths = [false, true].into_iter().map(path);
    for words in choices.into_iter().chain(paths) {
        let words = words.capped(LONGEST);
        if taken.insert(words.clone()) {
            return words;
        }
    }
    // Two of them differ in nothing but what the cap cut off; the scope of types tells their types apart.
    path(true)
}

/// Variants by status; statuses of an operation are unique.
fn response_variants(responses: &[Response]) -> Vec<Ident> {
    let claims: Vec<Claim> = responses
        .iter()
        .map(|response| Claim {
            strength: 0,
            candidates: vec![candidates::status_words(response.status).pascal()],
        })
        .collect();
    idents(&claims)
}

/// Variants by kind of body, all alike: by kind, else by subtype, else by the whole media type.
fn body_variants(body: &RequestBody) -> Vec<Ident> {
    let by_kind = |kind: MediaKind, media_type: &str| {
        candidates::media_kind_word(kind)
            .map_or_else(|| candidates::media_words(media_type).pascal(), str::to_owned)
    };
    let kinds: Vec<String> =
        body.content.iter().map(|media| by_kind(media.kind, &media.media_type)).collect();
    let subtypes: Vec<String> = (body.content.iter())
        .map(|media| candidates::media_words(&media.media_type).pascal())
        .collect();
    let whole: Vec<String> = body
        .content
        .iter()
        .map(|media| Words::of(&media.media_type).capped(LONGEST).pascal())
        .collect();
    let unique = |names: &Vec<String>| names.iter().collect::<BTreeSet<_>>().len() == names.len();
    let chosen = [kinds, subtypes].into_iter().find(unique).unwrap_or(whole);
    let claims: Vec<Claim> =
        chosen.into_iter().map(|name| Claim { strength: 0, candidates: vec![name] }).collect();
    idents(&claims)
}

/// Fields of the headers of successes, in the order of `Operation::success_headers`.
fn header_fields(operation: &Operation) -> Vec<Ident> {
    let claims: Vec<Claim> = (operation.success_headers().iter())
        .map(|header| Claim { strength: 0, candidates: candidates::snake_of(&header.wire_name) })
        .collect();
    idents(&claims)
}

fn idents(claims: &[Claim]) -> Vec<Ident> {
    let given = Scope::new(&[&["Self"]]).assign(claims);
    given.into_iter().map(|given| Ident::new(given.text)).collect()
}
