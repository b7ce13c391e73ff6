//! Private extensions: how what 3.0 cannot say travels from `normalise` to `lower`.

/// `true` on a schema that came from `const`; its `enum` has the one value.
pub const CONST: &str = "x-oasmith-const";

/// `true` on the `items` schema of a tuple: its `allOf` holds the `prefixItems`, one by one, and its `anyOf` the
/// schema of the items after them, if there is one; nothing else is in it.
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

/// `format` of a number whose `type` was a list with `integer` in it.
pub const EXACT_NUMBER: &str = "x-oasmith-exact";

/// `true` on a parameter in `query` that is the whole query string (3.2, `in: querystring`).
pub const QUERY_STRING: &str = "x-oasmith-querystring";

/// `true` on a security scheme (`type: http`, `scheme: mutualTLS`) that is `type: mutualTLS` (3.1).
pub const MUTUAL_TLS: &str = "x-oasmith-mutual-tls";

/// `true` on a media type whose `schema` came from `itemSchema` (3.2): it is that of one item of a stream.
pub const ITEM_SCHEMA: &str = "x-oasmith-item-schema";

/// On the info object: its `summary` (3.1).
pub const SUMMARY: &str = "x-oasmith-summary";

/// On the root: the number of operations under `paths` when the document came in.
pub const OPERATIONS: &str = "x-oasmith-operations";

/// On the root: the keys of `paths` in the order in which they came in.
pub const PATHS: &str = "x-oasmith-paths";

/// On a path item: its methods in document order, where that is not openapiv3's order, which forgets the document's.
pub const METHODS: &str = "x-oasmith-methods";

/// `true` on a schema in an `allOf`: its own `allOf` holds schemas that values may or may not be of (`then`, `else`,
/// `dependentSchemas`), and its `properties` what an `if` asks for. All that counts is which properties there are.
pub const BRANCHES: &str = "x-oasmith-branches";

/// On an object schema: names of properties that are `null` in an example of an answer, though none may be.
pub const NULLS: &str = "x-oasmith-nulls";

/// On a schema: the `format` that its example contradicts. Values are read as any text; those that are made up are of it,
/// as that is what a validator of the description asks for.
pub const MADE_UP_FORMAT: &str = "x-oasmith-made-up-format";

/// Prefix of a path that is a webhook: `/x-oasmith-webhook/<name, JSON pointer escaped>`.
pub const WEBHOOK_PATH: &str = "/x-oasmith-webhook/";

/// Prefix of a path whose one operation (under `post`) has a method openapiv3 does not know:
/// `/x-oasmith-method/QUERY/<path>`, where `<path>` is the path without its first slash.
pub const METHOD_PATH: &str = "/x-oasmith-method/";

/// The path under which a webhook travels.
#[must_use]
pub fn webhook_path(name: &str) -> String {
    format!("{WEBHOOK_PATH}{}", name.replace('~', "~0").replace('/', "~1"))
}

/// The name of the webhook that travels under this path.
#[must_use]
pub fn webhook_name(path: &str) -> Option<String> {
    path.strip_prefix(WEBHOOK_PATH).map(|name| name.replace("~1", "/").replace("~0", "~"))
}

/// The path under which an operation with another method travels; `path` starts with a slash.
#[must_use]
pub fn method_path(method: &str, path: &str) -> String {
    format!("{METHOD_PATH}{method}{path}")
}

/// Method and path (with its first slash) of an operation that travels under this path.
#[must_use]
pub fn method_and_path(path: &str) -> Option<(&str, &str)> {
    let rest = path.strip_prefix(METHOD_PATH)?;
    Some(rest.split_at(rest.find('/')?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_travel_come_back() {
        assert_eq!(method_and_path(&method_path("QUERY", "/a/{b}")), Some(("QUERY", "/a/{b}")));
        assert_eq!(method_and_path("/a"), None);
        assert_eq!(webhook_name(&webhook_path("new/pet~")).as_deref(), Some("new/pet~"));
        assert_eq!(webhook_name("/a"), None);
    }
}
