//! Groups: the handle of each tag, with its module, accessor and feature.
//!
//! An operation stands with its first tag. Operations without a tag share the group `general`, unless no operation has
//! a tag: then they are grouped by the first segment of their paths that differs and is no version, when that gives 2
//! to 40 groups, else they stand in one group named after the API. Module, accessor and feature are one name, so that
//! knowing one is knowing all; it is ASCII, because it names files.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::candidates::{self, Piece};
use super::case::Words;
use super::renames::rename;
use super::scope::Scope;
use super::{Context, GroupNames, Ident, codes, reserved};
use crate::diag::Part;
use crate::ir::{Api, OperationId};
use crate::source::Pointer;

/// Groups made of path segments are worth it up to this number.
const MOST_PATH_GROUPS: usize = 40;

/// What the line of operations without a tag is about. No tag is blank.
const NO_TAG: &str = "";

/// A group before it has a name.
struct Draft {
    tag: Option<usize>,
    operations: Vec<OperationId>,
    /// A rename in codegen.toml.
    explicit: Option<String>,
    /// What its line in names.lock is about: the tag, or the part of the paths.
    key: String,
    /// Words of the tag, segment or title, in order of preference.
    words: Vec<Words>,
    origin: Pointer,
}

/// Names all groups. The words of a group are kept for its operations.
pub(super) fn assign(
    context: &mut Context<'_, '_>,
    taken: &[Ident],
) -> (Vec<GroupNames>, Vec<Words>) {
    let drafts = drafts(context);
    let mut modules = Scope::new(&[reserved::GROUPS, reserved::CRATES, reserved::DEVICES]);
    for name in taken {
        modules.take(name.as_str());
    }
    let mut handles = Scope::of_files(&[reserved::TYPES, reserved::API_TYPES]);
    let held: Vec<Option<String>> =
        drafts.iter().map(|draft| context.held_group(&draft.key)).collect();
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    // By words, so that the order of the document does not matter.
    order.sort_by_key(|index| {
        let draft = &drafts[*index];
        let rank = match (&draft.explicit, &held[*index]) {
            (Some(_), _) => 0,
            (None, Some(_)) => 1,
            (None, None) => 2,
        };
        (rank, draft.words.first().map(Words::snake))
    });
    let mut named: Vec<Option<(GroupNames, Words)>> = drafts.iter().map(|_| None).collect();
    for index in order {
        let Some(draft) = drafts.get(index) else { continue };
        let held = held[index].as_deref().filter(|_| draft.explicit.is_none());
        named[index] = Some(name(context, draft, held, &mut modules, &mut handles));
    }
    named.into_iter().flatten().unzip()
}

fn name(
    context: &mut Context<'_, '_>,
    draft: &Draft,
    held: Option<&str>,
    modules: &mut Scope,
    handles: &mut Scope,
) -> (GroupNames, Words) {
    let words = draft.words.first().cloned().unwrap_or_else(|| Words::of("general"));
    let mut module_candidates = Vec::new();
    if let Some(explicit) = &draft.explicit {
        let plain = without_api(&Words::of(explicit)).ascii();
        candidates::push_new(&mut module_candidates, plain.snake());
    }
    for words in &draft.words {
        let plain = without_api(words).ascii().capped(super::case::LONGEST);
        // `type_` would do for a module, `type_api` reads better, and is a feature name as well.
        if !reserved::is_keyword(plain.snake().trim_end_matches('_')) {
            candidates::push_new(&mut module_candidates, plain.snake());
        }
        candidates::push_new(&mut module_candidates, plain.with("api").snake());
    }
    if let Some(held) = held {
        module_candidates.retain(|name| name != held);
        module_candidates.insert(0, held.to_owned());
    }
    let module = modules.claim(&module_candidates);
    if draft.explicit.is_none() {
        context.note_group(&draft.key, &module.text, held);
    }
    let base = draft.explicit.as_deref().map_or_else(|| words.clone(), Words::of);
    let mut handle_candidates = vec![
        without_api(&base).capped(super::case::LONGEST).with("api").pascal(),
        Words::of(&module.text).with("api").pascal(),
    ];
    handle_candidates.dedup();
    let handle = handles.claim(&handle_candidates);
    let feature = module.text.trim_end_matches('_').replace('_', "-");
    let names = GroupNames {
        tag: draft.tag,
        operations: draft.operations.clone(),
        module: context.give(module, &draft.origin, draft.explicit.as_deref(), "group"),
        handle: context.give(handle, &draft.origin, None, "handle"),
        feature,
    };
    (names, without_api(&words))
}

/// `Pets API` is called `pets`, and its handle `PetsApi`.
fn without_api(words: &Words) -> Words {
    match words.split_last() {
        (Some(rest), "api" | "apis") => rest,
        _ => words.clone(),
    }
}

fn drafts(context: &mut Context<'_, '_>) -> Vec<Draft> {
    let api = context.api;
    let mut by_tag: BTreeMap<usize, Vec<OperationId>> = BTreeMap::new();
    let mut untagged = Vec::new();
    for (id, operation) in api.operations.iter().enumerate() {
        let tag = operation.tags.first();
        match tag.and_then(|name| api.tags.iter().position(|tag| tag.name == *name)) {
            Some(tag) => by_tag.entry(tag).or_default().push(id),
            None => untagged.push(id),
        }
    }
    let no_tags = by_tag.is_empty();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut tags: Vec<(usize, Vec<OperationId>)> = by_tag.into_iter().collect();
    // Of tags that are one, that of the most words names the group, whichever comes first in the document.
    tags.sort_by_cached_key(|(tag, _)| {
        let name = api.tags.get(*tag).map_or("", |tag| &tag.name);
        (Reverse(Words::of(name).count()), name)
    });
    for (tag, operations) in tags {
        let Some(described) = api.tags.get(tag) else { continue };
        let explicit = rename(context.config, &described.origin);
        let words = Words::of(&described.name);
        let same = |draft: &&mut Draft| {
            draft.explicit.is_none()
                && draft.words.first().is_some_and(|other| other.is_spelled_like(&words))
        };
        if explicit.is_none()
            && let Some(first) = drafts.iter_mut().find(same)
        {
            merged(context, first, tag);
            first.operations.extend(operations);
            first.operations.sort_unstable();
            continue;
        }
        drafts.push(Draft {
            tag: Some(tag),
            operations,
            explicit,
            key: described.name.clone(),
            words: vec![words],
            origin: described.origin.clone(),
        });
    }
    drafts.sort_by_key(|draft| draft.tag);
    for draft in &mut drafts {
        if draft.words.iter().flat_map(Words::iter).all(|word| !word.is_ascii()) {
            // A name of code points helps nobody where the paths have words.
            draft.words.splice(0..0, common_segment(api, &draft.operations));
        }
    }
    if no_tags {
        return without_tags(api, untagged);
    }
    if let Some(first) = untagged.first() {
        let origin = api.operations.get(*first).map(|operation| operation.origin.clone());
        drafts.push(Draft {
            tag: None,
            operations: untagged,
            explicit: None,
            key: NO_TAG.to_owned(),
            words: ["general", "untagged", "other"].map(Words::of).to_vec(),
            origin: origin.unwrap_or_default(),
        });
    }
    drafts
}

fn merged(context: &mut Context<'_, '_>, first: &Draft, tag: usize) {
    let Some(second) = context.api.tags.get(tag) else { return };
    let first_name =
        first.tag.and_then(|tag| context.api.tags.get(tag)).map_or("", |tag| &tag.name);
    context
        .sink
        .warning(
            codes::TAGS_MERGED,
            &second.origin,
            format!("tag `{}` differs from `{first_name}` only in its spelling", second.name),
        )
        .also(&first.origin, Part::Value, "their operations stand in this group")
        .help("use one spelling, or rename one of them under `[names]` in codegen.toml");
}

/// Groups of an API that uses no tags.
fn without_tags(api: &Api, operations: Vec<OperationId>) -> Vec<Draft> {
    let Some(origin) = operations.first().and_then(|id| api.operations.get(*id)) else {
        return Vec::new();
    };
    let one = Draft {
        tag: None,
        operations: operations.clone(),
        explicit: None,
        key: NO_TAG.to_owned(),
        words: [title_words(&api.info.title), Some(Words::of("general"))]
            .into_iter()
            .flatten()
            .collect(),
        origin: origin.origin.clone(),
    };
    let paths: Vec<Vec<&str>> =
        api.operations.iter().map(|operation| static_segments(&operation.path)).collect();
    let shared = shared_prefix(&paths);
    let mut groups: Vec<(Words, Draft)> = Vec::new();
    for id in operations {
        let segment = paths.get(id).and_then(|path| path.get(shared)).copied();
        let words = segment.map_or_else(|| Words::of("general"), Words::of);
        if let Some((_, draft)) = groups.iter_mut().find(|(other, _)| other.is_spelled_like(&words))
        {
            draft.operations.push(id);
            continue;
        }
        let origin = api.operations.get(id).map(|operation| operation.origin.clone());
        let draft = Draft {
            tag: None,
            operations: vec![id],
            explicit: None,
            key: format!("/{}", segment.unwrap_or_default()),
            words: vec![words.clone()],
            origin: origin.unwrap_or_default(),
        };
        groups.push((words, draft));
    }
    if (2..=MOST_PATH_GROUPS).contains(&groups.len()) {
        // As the document comes to them.
        let position = |id: &OperationId| api.operations.get(*id).map(|found| found.position);
        groups.sort_by_key(|(_, draft)| draft.operations.iter().map(position).min());
        groups.into_iter().map(|(_, draft)| draft).collect()
    } else {
        vec![one]
    }
}

/// Segments of a path without parameters, versions and the like.
fn static_segments(path: &str) -> Vec<&str> {
    path.split('/')
        .filter(|segment| {
            !candidates::is_prefix_segment(segment)
                && matches!(candidates::pieces(segment).first(), Some(Piece::Text(_)))
        })
        .map(|segment| segment.split(['{', ':', '.']).next().unwrap_or(segment))
        .filter(|segment| segment.contains(char::is_alphanumeric))
        .collect()
}

/// How many leading segments all paths share.
fn shared_prefix(paths: &[Vec<&str>]) -> usize {
    let Some(first) = paths.first() else { return 0 };
    paths
        .iter()
        .map(|path| path.iter().zip(first).take_while(|(a, b)| a == b).count())
        .min()
        .unwrap_or(0)
}

/// The first static segment of operations that agree on it.
fn common_segment(api: &Api, operations: &[OperationId]) -> Option<Words> {
    let mut found: Option<Words> = None;
    for id in operations {
        let path = &api.operations.get(*id)?.path;
        let words = static_segments(path).first().map(|segment| Words::of(segment))?;
        if found.as_ref().is_some_and(|other| *other != words) {
            return None;
        }
        found = Some(words);
    }
    found.filter(|words| words.iter().all(str::is_ascii))
}

/// The title without what every title says.
fn title_words(title: &str) -> Option<Words> {
    const EMPTY: &[&str] = &[
        "a",
        "an",
        "and",
        "api",
        "apis",
        "client",
        "definition",
        "description",
        "docs",
        "documentation",
        "for",
        "http",
        "of",
        "open",
        "openapi",
        "public",
        "reference",
        "rest",
        "schema",
        "sdk",
        "server",
        "service",
        "spec",
        "specification",
        "swagger",
        "the",
        "v1",
        "v2",
        "v3",
        "version",
    ];
    if title.trim().is_empty() {
        return None;
    }
    Words::from_list(
        Words::of(title)
            .iter()
            .filter(|word| !EMPTY.contains(word) && word.starts_with(char::is_alphabetic))
            .take(3),
    )
}
