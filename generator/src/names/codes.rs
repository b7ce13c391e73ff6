//! Diagnostics of this stage.

use crate::diag::Code;

/// All codes of this stage.
pub const CODES: &[Code] = &[NUMBERED, NOT_AS_ASKED, TAGS_MERGED];

/// A number in a name.
pub(super) const NUMBERED: Code = Code {
    id: "OAS0401",
    summary: "a name that only a number tells from another",
    explanation: "Names come from the description: keys, titles, operation ids, places. Where all of them are taken by \
        stronger claims, a number keeps the crate compiling, but it tells a reader nothing and moves when the \
        description changes. Give the item a name of its own: `x-rust-name` in the description, or an entry under \
        `[names]` in codegen.toml with the pointer of the item as its key.",
};

/// An explicit name that cannot be had.
pub(super) const NOT_AS_ASKED: Code = Code {
    id: "OAS0402",
    summary: "a name asked for by `x-rust-name` or codegen.toml cannot be had",
    explanation: "The name is a keyword, belongs to the prelude, the templates or the runtime, or another item asked \
        for it too. The next best name is used instead. Ask for another one.",
};

/// Tags that are one to a reader.
pub(super) const TAGS_MERGED: Code = Code {
    id: "OAS0403",
    summary: "two tags differ only in letter case or punctuation",
    explanation: "Their operations stand in one group, that of the tag that comes first: readers would not tell two \
        handles apart by letter case, and file systems cannot. Use one spelling in the description, or rename one of the tags \
        under `[names]` in codegen.toml.",
};
