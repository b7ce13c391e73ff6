//! Private extensions: how what 3.0 cannot say travels from `normalise` to `lower`.

/// `true` on a schema that came from `const`; its `enum` has the one value.
pub const CONST: &str = "x-oasmith-const";

/// `true` on the `items` schema of a tuple: its `allOf` holds the `prefixItems`, one by one; nothing else is in it.
/// With [`TUPLE_REST`] on the array when more items may follow.
pub const PREFIX_ITEMS: &str = "x-oasmith-prefix-items";

/// `true` on an array schema whose `prefixItems` may be followed by others.
pub const TUPLE_REST: &str = "x-oasmith-tuple-rest";

/// On an object schema: list of the patterns of `patternProperties`. The schemas are in `additionalProperties`:
/// the one, or a `oneOf` of all (and of a typed `additionalProperties` beside them).
pub const PATTERNS: &str = "x-oasmith-patterns";

/// `true` on a component schema that was none (moved there from `$defs` or another place because something refers to
/// it): its key is a weak claim to a name.
pub const HOISTED: &str = "x-oasmith-hoisted";

/// On a schema: what became of a `type` list (`["string", "integer"]`), for rustdoc.
pub const TYPES: &str = "x-oasmith-types";

/// Prefix of a path that is a webhook: `/x-oasmith-webhook/<name, JSON pointer escaped>`.
pub const WEBHOOK_PATH: &str = "/x-oasmith-webhook/";

/// Prefix of a path whose one operation (under `post`) has a method openapiv3 does not know:
/// `/x-oasmith-method/QUERY/<path>`.
pub const METHOD_PATH: &str = "/x-oasmith-method/";
