//! The meta-table: which keyword of which object holds what (OpenAPI 3.0.4, section 4; 3.1.1; 3.2.0; leftovers of 2.0).

use serde_json::Value;

/// The kinds of objects of a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Kind {
    Root,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Tag,
    ExternalDocs,
    Paths,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Callback,
    Link,
    Example,
    Components,
    SecurityScheme,
    OAuthFlows,
    OAuthFlow,
    Schema,
    Discriminator,
}

/// What a keyword holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Anything, or nothing that is read.
    Any,
    /// What only the code of the object's kind can judge.
    Special,
    /// Text.
    Text,
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A whole number that is not negative.
    Count,
    /// A list of texts.
    Texts,
    /// A map from text to text.
    TextMap,
    /// An object of this kind.
    One(Kind),
    /// A schema, or a flag that is not one.
    SchemaOrFlag,
    /// A list of objects of this kind.
    List(Kind),
    /// A map from names to objects of this kind.
    Map(Kind),
}

impl Kind {
    /// The map under `components` that holds objects of this kind.
    pub(super) fn component_map(self) -> Option<&'static str> {
        Some(match self {
            Self::Schema => "schemas",
            Self::Response => "responses",
            Self::Parameter => "parameters",
            Self::Example => "examples",
            Self::RequestBody => "requestBodies",
            Self::Header => "headers",
            Self::SecurityScheme => "securitySchemes",
            Self::Link => "links",
            Self::Callback => "callbacks",
            Self::PathItem => "pathItems",
            Self::MediaType => "mediaTypes",
            _ => return None,
        })
    }

    /// All kinds that `components` holds.
    pub(super) const COMPONENTS: [Self; 11] = [
        Self::Schema,
        Self::Response,
        Self::Parameter,
        Self::Example,
        Self::RequestBody,
        Self::Header,
        Self::SecurityScheme,
        Self::Link,
        Self::Callback,
        Self::PathItem,
        Self::MediaType,
    ];

    /// As a message calls it.
    pub(super) fn noun(self) -> &'static str {
        match self {
            Self::Root => "description",
            Self::Info => "info object",
            Self::Contact => "contact",
            Self::License => "license",
            Self::Server => "server",
            Self::ServerVariable => "server variable",
            Self::Tag => "tag",
            Self::ExternalDocs => "link to documentation",
            Self::Paths => "map of paths",
            Self::PathItem => "path item",
            Self::Operation => "operation",
            Self::Parameter => "parameter",
            Self::Header => "header",
            Self::RequestBody => "request body",
            Self::MediaType => "media type",
            Self::Encoding => "encoding",
            Self::Responses => "map of responses",
            Self::Response => "response",
            Self::Callback => "callback",
            Self::Link => "link",
            Self::Example => "example",
            Self::Components => "map of components",
            Self::SecurityScheme => "security scheme",
            Self::OAuthFlows => "map of OAuth flows",
            Self::OAuthFlow => "OAuth flow",
            Self::Schema => "schema",
            Self::Discriminator => "discriminator",
        }
    }
}

/// What `keyword` of an object of this kind holds.
#[expect(clippy::too_many_lines, reason = "a table, to be read beside the specification")]
pub(crate) fn shape(kind: Kind, keyword: &str) -> Shape {
    use Kind as K;
    use Shape::{Any, Count, Flag, List, Map, Number, One, Special, Text, TextMap, Texts};
    if keyword.starts_with("x-") {
        return Any;
    }
    match kind {
        K::Schema => match keyword {
            "$ref"
            | "type"
            | "required"
            | "enum"
            | "const"
            | "items"
            | "additionalProperties"
            | "exclusiveMinimum"
            | "exclusiveMaximum"
            | "discriminator"
            | "examples"
            | "unevaluatedProperties"
            | "unevaluatedItems" => schema_special(keyword),
            "title" | "description" | "pattern" | "format" | "contentEncoding"
            | "contentMediaType" => Text,
            "nullable" | "readOnly" | "writeOnly" | "deprecated" | "uniqueItems" => Flag,
            "minimum" | "maximum" | "multipleOf" => Number,
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties"
            | "maxProperties" => Count,
            "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => {
                Map(K::Schema)
            }
            "allOf" | "anyOf" | "oneOf" | "prefixItems" => List(K::Schema),
            "not" | "if" | "then" | "else" | "contains" | "propertyNames" | "contentSchema"
            | "additionalItems" => One(K::Schema),
            "externalDocs" => One(K::ExternalDocs),
            _ => Any,
        },
        K::Discriminator => match keyword {
            "propertyName" => Text,
            "mapping" => TextMap,
            _ => Any,
        },
        K::Root => match keyword {
            "info" => One(K::Info),
            "servers" => List(K::Server),
            "paths" => One(K::Paths),
            "components" => One(K::Components),
            "security" => Special,
            "tags" => List(K::Tag),
            "externalDocs" => One(K::ExternalDocs),
            "webhooks" => Map(K::PathItem),
            "definitions" | "$defs" => Map(K::Schema),
            "parameters" => Map(K::Parameter),
            "responses" => Map(K::Response),
            "securityDefinitions" => Map(K::SecurityScheme),
            _ => Any,
        },
        K::Info => match keyword {
            "title" | "version" | "description" | "termsOfService" | "summary" => Text,
            "contact" => One(K::Contact),
            "license" => One(K::License),
            _ => Any,
        },
        K::Contact => match keyword {
            "name" | "url" | "email" => Text,
            _ => Any,
        },
        K::License => match keyword {
            "name" | "url" | "identifier" => Text,
            _ => Any,
        },
        K::Server => match keyword {
            "url" | "description" | "name" => Text,
            "variables" => Map(K::ServerVariable),
            _ => Any,
        },
        K::ServerVariable => match keyword {
            "default" | "description" => Text,
            "enum" => Texts,
            _ => Any,
        },
        K::Tag => match keyword {
            "name" | "description" | "summary" => Text,
            "externalDocs" => One(K::ExternalDocs),
            _ => Any,
        },
        K::ExternalDocs => match keyword {
            "url" | "description" => Text,
            _ => Any,
        },
        K::Paths | K::Callback => match keyword {
            "$ref" if kind == K::Callback => Text,
            _ => One(K::PathItem),
        },
        K::PathItem => match keyword {
            "$ref" | "summary" | "description" => Text,
            "parameters" => List(K::Parameter),
            "servers" => List(K::Server),
            "additionalOperations" => Map(K::Operation),
            method if is_method(method) || method == "query" => One(K::Operation),
            _ => Any,
        },
        K::Operation => match keyword {
            "tags" | "security" => Special,
            "summary" | "description" | "operationId" => Text,
            "externalDocs" => One(K::ExternalDocs),
            "parameters" => List(K::Parameter),
            "requestBody" => One(K::RequestBody),
            "responses" => One(K::Responses),
            "callbacks" => Map(K::Callback),
            "deprecated" => Flag,
            "servers" => List(K::Server),
            _ => Any,
        },
        K::Parameter => match keyword {
            "$ref" | "name" | "in" | "description" | "style" => Text,
            "required" | "deprecated" | "allowEmptyValue" | "explode" | "allowReserved" => Flag,
            "schema" => One(K::Schema),
            "content" => Map(K::MediaType),
            "examples" => Map(K::Example),
            _ => Any,
        },
        K::Header => match keyword {
            "$ref" | "description" | "style" => Text,
            "required" | "deprecated" | "explode" => Flag,
            "schema" => One(K::Schema),
            "content" => Map(K::MediaType),
            "examples" => Map(K::Example),
            _ => Any,
        },
        K::RequestBody => match keyword {
            "$ref" | "description" => Text,
            "content" => Map(K::MediaType),
            "required" => Flag,
            _ => Any,
        },
        K::MediaType => match keyword {
            "$ref" => Text,
            "schema" | "itemSchema" => One(K::Schema),
            "examples" => Map(K::Example),
            "encoding" => Map(K::Encoding),
            _ => Any,
        },
        K::Encoding => match keyword {
            "contentType" | "style" => Text,
            "headers" => Map(K::Header),
            "explode" | "allowReserved" => Flag,
            _ => Any,
        },
        K::Responses => One(K::Response),
        K::Response => match keyword {
            "$ref" | "description" => Text,
            "headers" => Map(K::Header),
            "content" => Map(K::MediaType),
            "links" => Map(K::Link),
            _ => Any,
        },
        K::Link => match keyword {
            "$ref" | "operationRef" | "operationId" | "description" => Text,
            "server" => One(K::Server),
            _ => Any,
        },
        K::Example => match keyword {
            "$ref" | "summary" | "description" | "externalValue" => Text,
            _ => Any,
        },
        K::Components => K::COMPONENTS
            .into_iter()
            .find(|kind| kind.component_map() == Some(keyword))
            .map_or(Any, Map),
        K::SecurityScheme => match keyword {
            "$ref" | "type" | "description" | "name" | "in" | "scheme" | "bearerFormat"
            | "openIdConnectUrl" => Text,
            "flows" => One(K::OAuthFlows),
            _ => Any,
        },
        K::OAuthFlows => match keyword {
            "implicit" | "password" | "clientCredentials" | "authorizationCode" => {
                One(K::OAuthFlow)
            }
            _ => Any,
        },
        K::OAuthFlow => match keyword {
            "authorizationUrl" | "tokenUrl" | "refreshUrl" => Text,
            "scopes" => TextMap,
            _ => Any,
        },
    }
}

/// Keywords of a schema whose values may be of several types: which of them hold schemas.
fn schema_special(keyword: &str) -> Shape {
    match keyword {
        "items" => Shape::One(Kind::Schema),
        "additionalProperties" | "unevaluatedProperties" | "unevaluatedItems" => {
            Shape::SchemaOrFlag
        }
        "discriminator" => Shape::One(Kind::Discriminator),
        _ => Shape::Special,
    }
}

/// The methods of a path item in OpenAPI 3.0 (section 4.7.9).
pub(super) fn is_method(key: &str) -> bool {
    matches!(key, "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace")
}

/// Whether a value has the JSON type that a shape asks for; what is in it is not looked at.
pub(super) fn fits(shape: Shape, value: &Value) -> bool {
    match shape {
        Shape::Any | Shape::Special | Shape::SchemaOrFlag | Shape::One(Kind::Schema) => true,
        Shape::Text => value.is_string(),
        Shape::Flag => value.is_boolean(),
        Shape::Number => value.is_number(),
        Shape::Count => value.is_u64(),
        Shape::Texts => value.as_array().is_some_and(|items| items.iter().all(Value::is_string)),
        Shape::TextMap => {
            value.as_object().is_some_and(|entries| entries.values().all(Value::is_string))
        }
        Shape::One(_) => value.is_object(),
        Shape::List(kind) => {
            value.as_array().is_some_and(|items| items.iter().all(|item| fits_kind(kind, item)))
        }
        Shape::Map(kind) => value
            .as_object()
            .is_some_and(|entries| entries.iter().all(|(key, entry)| fits_entry(kind, key, entry))),
    }
}

/// An extension may stand between the entries of a map; only an object can be an entry of that name.
fn fits_entry(kind: Kind, key: &str, value: &Value) -> bool {
    if key.starts_with("x-") { value.is_object() } else { fits_kind(kind, value) }
}

/// Schemas may be written as booleans, examples as their values; both are put right where they stand.
fn fits_kind(kind: Kind, value: &Value) -> bool {
    matches!(kind, Kind::Schema | Kind::Example) || value.is_object()
}
