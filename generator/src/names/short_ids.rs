//! Operation ids without what says the same for all operations of a tag, or what a framework adds.

use super::case::Words;
use super::operations::VERBS;
use super::plural::singular;
use crate::config::{Config, OperationNames};
use crate::ir::Operation;

/// What is left of an operation id.
pub(super) struct Short {
    pub(super) words: Words,
    /// What was cut off.
    pub(super) cut: Cut,
}

/// What an operation id has beside the name of the operation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// The tag, as a first word.
    Tag,
    /// A class, as in `UsersController_findAll`.
    Class,
    /// The path and the method, as in `read_item_items__id__get`.
    Path,
}

/// The id without the tag it starts with, or the path it ends with; `None` when it has neither, or when the tag says
/// something there.
pub(super) fn of(config: &Config, operation: &Operation, id: &str, group: &Words) -> Option<Short> {
    if config.client.operation_names == OperationNames::Id {
        return None;
    }
    if let Some(function) = function_of(operation, id) {
        return Some(Short { words: Words::of(function), cut: Cut::Path });
    }
    if let Some((class, rest)) = id.split_once('_')
        && let Some(stem) = class.strip_suffix("Controller")
        && !stem.is_empty()
        && !rest.is_empty()
    {
        return Some(Short { words: Words::of(rest), cut: Cut::Class });
    }
    let words = in_namespace(id, group).or_else(|| without_tag(id, group))?;
    Some(Short { words, cut: Cut::Tag })
}

/// The function in an id that `FastAPI` has made: its name, the path with `_` for all that is no word, and the method.
fn function_of<'i>(operation: &Operation, id: &'i str) -> Option<&'i str> {
    let word = |c: char| if c.is_alphanumeric() { c } else { '_' };
    let path: String = operation.path.chars().map(word).collect();
    let rest = id.strip_suffix(&operation.method.as_str().to_lowercase())?.strip_suffix('_')?;
    let function = rest.strip_suffix(&path)?;
    function.contains(char::is_alphabetic).then_some(function)
}

/// `GetPet` of `Pets_GetPet`, as .NET and gRPC gateways write it, in the group of that tag (or `PetService`).
fn in_namespace(id: &str, group: &Words) -> Option<Words> {
    let (before, rest) = id.split_once('_')?;
    let capital = |text: &str| text.starts_with(|c: char| c.is_ascii_uppercase());
    let same = joined(&Words::of(before)) == joined(group);
    (capital(before) && capital(rest) && !rest.contains('_') && same).then(|| Words::of(rest))
}

/// Words as one, without what differs between a class and the tag of the same name.
fn joined(words: &Words) -> String {
    let list: Vec<&str> = words.iter().collect();
    let list = match list.as_slice() {
        [start @ .., "service"] if !start.is_empty() => start,
        list => list,
    };
    let text = list.concat();
    singular(&text).unwrap_or(text)
}

fn without_tag(id: &str, group: &Words) -> Option<Words> {
    let rest = Words::of(id).after(group)?;
    let namespace = ["/", ".", ":", "#", "|", "::", "__"].iter().any(|separator| {
        id.split_once(separator).is_some_and(|(before, _)| Words::of(before) == *group)
    });
    let first = rest.first();
    let says_something = first.starts_with(|c: char| c.is_ascii_digit())
        || ["and", "at", "by", "for", "from", "in", "of", "on", "or", "to", "via", "with"]
            .contains(&first);
    ((namespace || VERBS.contains(&first)) && !says_something).then_some(rest)
}
