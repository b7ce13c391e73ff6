//! Diagnostics of this stage.

use crate::diag::Code;

/// A JSON text is broken.
pub(super) const INVALID_JSON: Code = Code {
    id: "OAS0101",
    summary: "the file is not valid JSON",
    explanation: "The text is not JSON as RFC 8259 has it, so nothing can be read from it. The place is where the \
        parser gave up; the cause is there or just before it: a comma too many or too few, a missing quote, a \
        comment. A file whose name ends in `.json`, or whose text starts with `{` or `[`, is read as JSON. Correct \
        the text, or rename the file to `.yaml` if that is what it holds.",
};

/// A YAML text is broken.
pub(super) const INVALID_YAML: Code = Code {
    id: "OAS0102",
    summary: "the file is not valid YAML",
    explanation: "The text is not YAML, so nothing can be read from it. The place is where the parser gave up; the \
        cause is often some lines above: indentation by a tab or by the wrong number of spaces, a missing space \
        behind a colon, an open quote, a text with `: ` or ` #` in it that needs quotes, an alias without an anchor.",
};

/// A key occurs twice.
pub(super) const DUPLICATE_KEY: Code = Code {
    id: "OAS0103",
    summary: "a key occurs more than once in a mapping",
    explanation: "JSON and YAML want the keys of an object to differ; parsers keep one and drop the others without a \
        word, so an operation or a property can vanish. The last one counts here, as in most readers of JSON. It is an \
        error when `[input] strict` is on, and a warning otherwise. Remove one of them, or rename it.",
};

/// Several YAML documents in a file.
pub(super) const DOCUMENTS: Code = Code {
    id: "OAS0104",
    summary: "the file has several YAML documents",
    explanation: "A line `---` starts another document in the same file. A description is one document; which of \
        them is meant cannot be known. Put each into a file of its own. A `---` at the start, or at the end with \
        nothing behind it, does no harm.",
};

/// Too many levels.
pub(super) const TOO_DEEP: Code = Code {
    id: "OAS0105",
    summary: "the file nests too deeply",
    explanation: "Objects and arrays in each other are read up to 128 levels deep, which protects the generator from \
        texts made to exhaust its stack; an alias inside its own anchor also has no end. Real descriptions have less than \
        forty. Name inner schemas under `components` and refer to them by `$ref`.",
};

/// Aliases of aliases.
pub(super) const EXPANSION: Code = Code {
    id: "OAS0106",
    summary: "YAML aliases expand to too much",
    explanation: "An alias (`*name`) stands for a copy of what its anchor (`&name`) marks. Aliases of lists of \
        aliases multiply: nine lines can stand for thousands of millions of values. The generator stops when \
        aliases add more than 64 MiB to what the text holds. Write shared parts under `components` and refer to \
        them by `$ref`, which copies nothing.",
};

/// Nothing in the file.
pub(super) const EMPTY: Code = Code {
    id: "OAS0107",
    summary: "the file is empty",
    explanation: "The file holds nothing, or only comments, or `null`, so there is nothing to generate from. Was it \
        written by a step that failed, or is it the wrong file? Give the path of a description.",
};

/// A key that is no scalar.
pub(super) const KEY: Code = Code {
    id: "OAS0108",
    summary: "a key is a mapping or a sequence",
    explanation: "YAML allows any value as a key, JSON only text, and a description is what JSON can say (OpenAPI, \
        section Format). Most often quotes are missing: `{id}: …` is a mapping as a key, `\"{id}\": …` is a text. Keys that \
        are numbers, booleans or null are read as they are written (`200` is `\"200\"`).",
};

/// An application's tag.
pub(super) const TAG: Code = Code {
    id: "OAS0109",
    summary: "a YAML tag is not read",
    explanation: "A tag such as `!Ref` gives a value a meaning that some other program knows, often a template \
        that has to be expanded before it is a description. The value is read as if the tag were not there. Expand \
        the template first, or remove the tag.",
};

/// `.inf` and `.nan`.
pub(super) const NOT_FINITE: Code = Code {
    id: "OAS0110",
    summary: "a number is infinite or not a number",
    explanation: "YAML has `.inf`, `-.inf` and `.nan`; JSON has no such numbers, and a description is what JSON can \
        say (OpenAPI, section Format). The value is read as `null`. If it means that there is no limit, remove the line.",
};

/// `<<` with something that cannot be merged.
pub(super) const MERGE: Code = Code {
    id: "OAS0111",
    summary: "a merge key has no mapping",
    explanation: "The key `<<` puts the entries of one or more mappings into the one it stands in \
        (https://yaml.org/type/merge.html); its value is an alias to a mapping, or a list of such. Anything else cannot be \
        merged and is kept under the key `<<`. Put the anchor on a mapping, or remove the line.",
};

/// All codes of this stage.
pub const CODES: &[Code] = &[
    INVALID_JSON,
    INVALID_YAML,
    DUPLICATE_KEY,
    DOCUMENTS,
    TOO_DEEP,
    EXPANSION,
    EMPTY,
    KEY,
    TAG,
    NOT_FINITE,
    MERGE,
];
