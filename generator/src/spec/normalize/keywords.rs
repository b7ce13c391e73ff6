//! Keywords that are none, and near to one that is: a typing mistake that no reader would notice.

use serde_json::{Map, Value};

use crate::diag::nearest;
use crate::spec::codes;
use crate::spec::repair::Context;
use crate::spec::shape::{Kind, Shape, shape};
use crate::spec::walk::Trail;

/// Reports them. They mean nothing, and are read over.
pub(super) fn check(
    kind: Kind,
    map: &Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    let known = known(kind);
    if known.is_empty() {
        return;
    }
    for key in map.keys() {
        if shape(kind, key) != Shape::Any || key.starts_with("x-") || known.contains(&key.as_str())
        {
            continue;
        }
        let near = nearest(key, known.iter().copied()).filter(|near| !map.contains_key(*near));
        let Some(near) = near else { continue };
        let noun = kind.noun();
        let article = if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
        let message = format!("`{key}` is no keyword of {article} {noun}");
        context
            .sink
            .warning(codes::UNKNOWN_KEYWORD, &trail.child(key), message)
            .at_key()
            .help(format!("did you mean `{near}`? as it is, it is read over"));
    }
}

/// All keywords of a kind (OpenAPI 3.0.4, section 4; 3.1.1; 3.2.0; JSON Schema 2020-12), leftovers of 2.0 that are
/// understood elsewhere included; none for maps, whose keys are names.
#[expect(clippy::too_many_lines, reason = "a table, to be read beside the specification")]
fn known(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Root => &[
            "openapi",
            "swagger",
            "info",
            "servers",
            "paths",
            "webhooks",
            "components",
            "security",
            "tags",
            "externalDocs",
            "jsonSchemaDialect",
            "$self",
            "host",
            "basePath",
            "schemes",
            "consumes",
            "produces",
            "definitions",
            "parameters",
            "responses",
            "securityDefinitions",
        ],
        Kind::Info => {
            &["title", "version", "description", "termsOfService", "summary", "contact", "license"]
        }
        Kind::Operation => &[
            "tags",
            "summary",
            "description",
            "externalDocs",
            "operationId",
            "parameters",
            "requestBody",
            "responses",
            "callbacks",
            "deprecated",
            "security",
            "servers",
            "consumes",
            "produces",
            "schemes",
        ],
        Kind::Parameter => &[
            "$ref",
            "name",
            "in",
            "description",
            "required",
            "deprecated",
            "allowEmptyValue",
            "style",
            "explode",
            "allowReserved",
            "schema",
            "content",
            "example",
            "examples",
            "type",
            "format",
            "items",
            "collectionFormat",
            "default",
            "enum",
            "pattern",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "uniqueItems",
            "multipleOf",
        ],
        Kind::RequestBody => &["$ref", "description", "content", "required"],
        Kind::MediaType => &[
            "$ref",
            "schema",
            "itemSchema",
            "example",
            "examples",
            "encoding",
            "itemEncoding",
            "prefixEncoding",
        ],
        Kind::Response => {
            &["$ref", "description", "summary", "headers", "content", "links", "schema", "examples"]
        }
        Kind::SecurityScheme => &[
            "$ref",
            "type",
            "description",
            "name",
            "in",
            "scheme",
            "bearerFormat",
            "flows",
            "flow",
            "openIdConnectUrl",
            "oauth2MetadataUrl",
            "deprecated",
            "authorizationUrl",
            "tokenUrl",
            "scopes",
        ],
        Kind::Schema => &[
            "$ref",
            "$id",
            "$schema",
            "$anchor",
            "$dynamicRef",
            "$dynamicAnchor",
            "$recursiveRef",
            "$recursiveAnchor",
            "$defs",
            "$comment",
            "$vocabulary",
            "definitions",
            "title",
            "description",
            "type",
            "format",
            "nullable",
            "enum",
            "const",
            "default",
            "example",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly",
            "multipleOf",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "minLength",
            "maxLength",
            "pattern",
            "items",
            "prefixItems",
            "additionalItems",
            "unevaluatedItems",
            "contains",
            "minContains",
            "maxContains",
            "minItems",
            "maxItems",
            "uniqueItems",
            "properties",
            "patternProperties",
            "additionalProperties",
            "unevaluatedProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "required",
            "dependencies",
            "dependentRequired",
            "dependentSchemas",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else",
            "discriminator",
            "xml",
            "externalDocs",
            "contentEncoding",
            "contentMediaType",
            "contentSchema",
            "id",
            "collectionFormat",
            "optional",
            "options",
            "name",
        ],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::normalized;
    use crate::spec::version::Version;

    #[test]
    fn slips_are_found_and_words_are_not() {
        for (schema, codes) in [
            (json!({ "type": "object", "requierd": ["a"] }), &["OAS0227"][..]),
            (json!({ "additionalproperties": false }), &["OAS0227"]),
            (json!({ "properties": { "requierd": {} } }), &[]),
            (json!({ "type": "string", "x-requierd": 1, "since": "1.0" }), &[]),
            (json!({ "titel": "a", "title": "b" }), &[]),
        ] {
            let root = json!({ "components": { "schemas": { "A": schema } } });
            let (_, _, found) = normalized(Version::V3_0, root);
            assert_eq!(found, codes, "{schema}");
        }
    }
}
