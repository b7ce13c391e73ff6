//! `[names]` of codegen.toml for what has no explicit name in the IR: tags, security schemes and webhooks.
//!
//! Lowering reads the other entries, and reports those that match nothing.

use crate::config::Config;
use crate::source::Pointer;

/// The new name of what stands here. `#` before a pointer may be there or not.
pub(super) fn rename(config: &Config, at: &Pointer) -> Option<String> {
    let (_, name) = config.names.iter().find(|(key, _)| {
        let text = key.get_ref().as_str();
        text.strip_prefix('#').unwrap_or(text) == at.as_str()
    })?;
    (!name.trim().is_empty()).then(|| name.clone())
}
