//! Which line is about which type: by place, and by what a type looks like where the place may move.

use std::collections::{BTreeMap, BTreeSet};

use super::Kind;
use crate::ir::{Api, TypeDef, TypeId, TypeKind};

/// Keys of all types that may need a line, and for those whose line has another key, that one.
pub(super) fn matched<'a>(
    api: &Api,
    lines: impl Iterator<Item = &'a (Kind, String)>,
) -> (BTreeMap<TypeId, String>, BTreeMap<(Kind, String), String>) {
    let mut shared: BTreeMap<(Kind, &str), usize> = BTreeMap::new();
    for (_, def) in api.types.iter() {
        *shared.entry((kind_of(def), def.origin.as_str())).or_default() += 1;
    }
    let mut keys = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (id, def) in api.types.iter() {
        let (kind, place) = (kind_of(def), def.origin.as_str());
        let is_alone = shared.get(&(kind, place)) == Some(&1);
        let mut key = place.to_owned();
        if def.hint.component.is_none() && (!is_alone || has_index(place)) {
            key = format!("{place}#{}", shape_of(def));
        }
        // Types that share place and shape cannot be told apart; the first has the line.
        if taken.insert((kind, key.clone())) {
            keys.insert(id, key);
        }
    }
    let lines: BTreeSet<&(Kind, String)> = lines.collect();
    let mut known = BTreeMap::new();
    let mut used: BTreeSet<(Kind, String)> =
        taken.iter().filter(|key| lines.contains(key)).cloned().collect();
    // The same in another place of the list, then another in the same place.
    for same in [list_of as fn(&str) -> String, |key| place_of(key).to_owned()] {
        let mut candidates: BTreeMap<(Kind, String), Vec<&(Kind, String)>> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.1.contains('#') && !used.contains(*line)) {
            candidates.entry((line.0, same(&line.1))).or_default().push(line);
        }
        let mut found = Vec::new();
        for key in &taken {
            let is_open = !lines.contains(key) && !known.contains_key(key) && key.1.contains('#');
            let line = candidates.get_mut(&(key.0, same(&key.1))).filter(|_| is_open);
            if let Some(line) = line.and_then(|lines| (lines.len() == 1).then(|| lines.remove(0))) {
                found.push((key.clone(), line.clone()));
            }
        }
        for (key, line) in found {
            known.insert(key, line.1.clone());
            used.insert(line);
        }
    }
    (keys, known)
}

pub(super) fn kind_of(def: &TypeDef) -> Kind {
    if def.hint.sent_form_of.is_some() { Kind::Sent } else { Kind::Type }
}

/// The pointer in a key.
fn place_of(key: &str) -> &str {
    key.rsplit_once('#').map_or(key, |(place, _)| place)
}

fn has_index(place: &str) -> bool {
    place.split('/').any(is_index)
}

fn is_index(segment: &str) -> bool {
    !segment.is_empty() && segment.len() < 3 && segment.bytes().all(|byte| byte.is_ascii_digit())
}

/// A key with its indexes left out.
fn list_of(key: &str) -> String {
    let (place, shape) = key.rsplit_once('#').unwrap_or((key, ""));
    let segments = place.split('/').map(|segment| if is_index(segment) { "*" } else { segment });
    segments.collect::<Vec<_>>().join("/") + "#" + shape
}

/// What a type looks like, in a few letters: its keys, values or number of variants, in any order.
fn shape_of(def: &TypeDef) -> String {
    let mut words: Vec<String> = match &def.kind {
        TypeKind::Object(object) => {
            object.fields.iter().map(|field| field.wire_name.clone()).collect()
        }
        TypeKind::Enum(list) => list.values.iter().map(|value| value.value.to_string()).collect(),
        TypeKind::Union(union) => {
            union.variants.iter().flat_map(|variant| variant.probe.required.clone()).collect()
        }
        TypeKind::Alias(_) | TypeKind::Newtype(_) => Vec::new(),
    };
    words.sort_unstable();
    let kind = match &def.kind {
        TypeKind::Object(_) => "object",
        TypeKind::Enum(_) => "enum",
        TypeKind::Union(_) => "union",
        TypeKind::Alias(_) | TypeKind::Newtype(_) => "alias",
    };
    // FNV-1a: the same on every machine; 24 bits tell the branches of one list apart.
    let mut hash = 0x811c_9dc5_u32;
    for byte in std::iter::once(kind)
        .chain(words.iter().map(String::as_str))
        .flat_map(|word| word.bytes().chain([0]))
    {
        hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    format!("{:06x}", hash & 0xff_ffff)
}
