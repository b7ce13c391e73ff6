//! A member of an object, found the quick way.

use serde_json::{Map, Value};

/// The member of an object at a key. Objects of descriptions are small mostly, and to look at all keys of a small one takes
/// a fraction of the time that to hash one key does.
pub(crate) fn lookup<'v>(map: &'v Map<String, Value>, key: &str) -> Option<&'v Value> {
    const SMALL: usize = 16;
    if map.len() > SMALL {
        return map.get(key);
    }
    map.iter().find_map(|(name, value)| (name == key).then_some(value))
}
