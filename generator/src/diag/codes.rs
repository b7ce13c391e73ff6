//! The table of all diagnostics, stage by stage.

use super::Code;

/// All codes: `OAS01xx` source, `02xx` spec, `03xx` lowering and passes, `04xx` names, `05xx` configuration,
/// `06xx` Rust and emission, `07xx` notes of `lint`.
pub fn all_codes() -> impl Iterator<Item = &'static Code> {
    [
        crate::source::CODES,
        crate::spec::CODES,
        crate::spec::BUNDLE_CODES,
        crate::spec::SWAGGER2_CODES,
        crate::lower::CODES,
        crate::passes::CODES,
        crate::names::CODES,
        crate::config::CODES,
        crate::emit::CODES,
        crate::lint::CODES,
    ]
    .into_iter()
    .flatten()
}

/// The code of this id, in whatever case it is written.
#[must_use]
pub fn explain(id: &str) -> Option<&'static Code> {
    all_codes().find(|code| code.id.eq_ignore_ascii_case(id))
}
