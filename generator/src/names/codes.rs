//! Diagnostics of this stage.

use crate::diag::Code;

/// All codes of this stage.
pub const CODES: &[Code] = &[
    NUMBERED,
    NOT_AS_ASKED,
    TAGS_MERGED,
    OPERATION_ID_TWICE,
    OPERATION_IDS_ALIKE,
    LOCK_UNREADABLE,
    LOCK_TAKEN,
    LOCK_UNUSED,
    GAVE_WAY,
];

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
    explanation: "Their operations stand in one group, that of the tag in more words, or first in the alphabet: readers would not tell two \
        handles apart by letter case, and file systems cannot. Use one spelling in the description, or rename one of the tags \
        under `[names]` in codegen.toml.",
};

/// The same id at two operations.
pub(super) const OPERATION_ID_TWICE: Code = Code {
    id: "OAS0404",
    summary: "an operation id is used twice",
    explanation: "An operation id names one operation (OpenAPI 3.0.4, section 4.7.10.1), and methods are named after \
        it. The operation whose path is first in the alphabet keeps the name; the method of the other is named after its HTTP method and path, \
        which changes once the id is mended. Give each operation an id of its own.",
};

/// Two ids that are one name.
pub(super) const OPERATION_IDS_ALIKE: Code = Code {
    id: "OAS0405",
    summary: "two operation ids are the same name in Rust",
    explanation: "Methods are in snake case, so `getUser` and `get_user` are one name, and a group has it once. One \
        of them keeps it; the other gets the next best name. Use ids that differ in more than letter case and \
        punctuation, or name one of the operations with `x-rust-name` or under `[names]` in codegen.toml.",
};

/// A lock that says nothing, or something that cannot be.
pub(super) const LOCK_UNREADABLE: Code = Code {
    id: "OAS0406",
    summary: "names.lock cannot be read",
    explanation: "The text is not TOML, has a table that does not exist, or a name that cannot be one in Rust. Nothing is \
        generated until it is mended, because names would change without a word. After a merge, lines of both branches \
        may stay: each line is about one item. Without the file all names are given anew.",
};

/// A kept name that cannot be had.
pub(super) const LOCK_TAKEN: Code = Code {
    id: "OAS0407",
    summary: "a name of names.lock cannot be had",
    explanation: "Another line keeps the same name, or an item asks for it by `x-rust-name` or codegen.toml, which counts \
        more, or it is reserved. The item gets the next best name, and keeps that from now on. After a merge of two \
        branches that both brought a new item, write another name into one of the lines.",
};

/// A line about nothing.
pub(super) const LOCK_UNUSED: Code = Code {
    id: "OAS0408",
    summary: "a line of names.lock is about nothing",
    explanation: "What stood at this place was removed or moved. A name that nobody has is free for others, so the line is \
        removed when the crate is written. Where the item only moved, put its new place into the line (`--dump names` \
        prints places) to keep the name.",
};

/// A newcomer without the name it would have.
pub(super) const GAVE_WAY: Code = Code {
    id: "OAS0409",
    summary: "a name is kept for another item by names.lock",
    explanation: "The item would have had this name by the usual rules, but another one has had it in an earlier version of \
        the crate, and callers rely on that. The newcomer gets the next best name. Give one of them a name under \
        `[names]` in codegen.toml, or remove the line of the other from names.lock when it may change.",
};
