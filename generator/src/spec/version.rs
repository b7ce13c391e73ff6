//! Which version of OpenAPI a document declares.

use serde_json::Value;

use super::codes;
use crate::diag::Sink;
use crate::source::Pointer;

/// The versions that are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    /// Swagger 2.0.
    V2,
    /// 3.0.x.
    V3_0,
    /// 3.1.x: schemas are JSON Schema 2020-12.
    V3_1,
    /// 3.2.x.
    V3_2,
}

impl Version {
    /// As the specification is called.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::V2 => "Swagger 2.0",
            Self::V3_0 => "OpenAPI 3.0",
            Self::V3_1 => "OpenAPI 3.1",
            Self::V3_2 => "OpenAPI 3.2",
        }
    }
}

/// Reads the version of a document; `None` with an error when it is none that is read.
pub(super) fn read(root: &Value, sink: &mut Sink) -> Option<Version> {
    let here = Pointer::root();
    let Value::Object(map) = root else {
        sink.error(
            codes::NOT_A_DESCRIPTION,
            &here,
            format!("expected an OpenAPI description, found {}", super::repair::describe(root)),
        )
        .help("a description is an object that begins with `openapi: 3.0.4` or a later version");
        return None;
    };
    let Some((keyword, value)) = ["openapi", "swagger"].iter().find_map(|k| map.get_key_value(*k))
    else {
        let hint = foreign(map).unwrap_or(
            "begin the description with the version it is written in, such as `openapi: 3.0.4`",
        );
        sink.error(
            codes::NOT_A_DESCRIPTION,
            &here,
            "expected an OpenAPI description, found neither `openapi` nor `swagger`",
        )
        .help(hint);
        return None;
    };
    let at = here.key(keyword);
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => String::new(),
    };
    let mut parts = text.trim_start_matches(['v', 'V']).split('.');
    let version = match (keyword.as_str(), parts.next(), parts.next().unwrap_or("0")) {
        (_, Some("2"), "0") => Some(Version::V2),
        ("openapi" | "swagger", Some("3"), "0") => Some(Version::V3_0),
        ("openapi" | "swagger", Some("3"), "1") => Some(Version::V3_1),
        ("openapi" | "swagger", Some("3"), "2") => Some(Version::V3_2),
        _ => None,
    };
    match version {
        None => {
            let found = super::repair::describe(value);
            let message = format!("expected a version of OpenAPI in `{keyword}`, found {found}");
            sink.error(codes::UNKNOWN_VERSION, &at, message)
                .help("versions 2.0, 3.0, 3.1 and 3.2 are read, written as in `openapi: 3.0.4`");
        }
        Some(version) if value.is_number() => {
            sink.warning(
                codes::VERSION_NOT_TEXT,
                &at,
                format!("`{keyword}` is the number {text}, read as {}", version.name()),
            )
            .help("put the version in quotes, with its patch number: `openapi: \"3.0.4\"`");
        }
        Some(_) => {}
    }
    version
}

/// What a document is when it is evidently something else.
fn foreign(map: &serde_json::Map<String, Value>) -> Option<&'static str> {
    let has = |key: &str| map.contains_key(key);
    Some(if has("asyncapi") {
        "this is an AsyncAPI document; only OpenAPI descriptions are read"
    } else if has("swaggerVersion") {
        "this is Swagger 1.x; convert it to OpenAPI 3 first"
    } else if has("openrpc") {
        "this is an OpenRPC document; only OpenAPI descriptions are read"
    } else if has("arazzo") || has("overlay") {
        "this document refers to an OpenAPI description; point the tool at that one"
    } else if has("$schema") && !has("paths") {
        "this is a JSON schema; an OpenAPI description holds schemas under `components`"
    } else {
        return None;
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn run(value: &Value) -> (Option<Version>, Vec<String>) {
        let mut sink = Sink::new(false);
        let version = read(value, &mut sink);
        let diagnostics = sink.into_sorted(&crate::source::SourceMap::default());
        (version, diagnostics.into_iter().map(|d| d.code.id.to_owned()).collect())
    }

    #[test]
    fn versions() {
        let none: [&str; 0] = [];
        for (value, version, codes) in [
            (json!({"openapi": "3.0.3"}), Some(Version::V3_0), &none[..]),
            (json!({"openapi": "3.1.0"}), Some(Version::V3_1), &none),
            (json!({"openapi": "3.2.0"}), Some(Version::V3_2), &none),
            (json!({"openapi": " 3.0 "}), Some(Version::V3_0), &none),
            (json!({"swagger": "2.0"}), Some(Version::V2), &none),
            (json!({"swagger": 2.0}), Some(Version::V2), &["OAS0203"]),
            (json!({"openapi": 3.1}), Some(Version::V3_1), &["OAS0203"]),
            (json!({"openapi": 3}), Some(Version::V3_0), &["OAS0203"]),
            (json!({"openapi": "4.0.0"}), None, &["OAS0202"]),
            (json!({"openapi": "3.9.0"}), None, &["OAS0202"]),
            (json!({"openapi": "3.10.0"}), None, &["OAS0202"]),
            (json!({"openapi": null}), None, &["OAS0202"]),
            (json!({"openapi": {}}), None, &["OAS0202"]),
            (json!({"swagger": "1.2"}), None, &["OAS0202"]),
            (json!({"info": {}}), None, &["OAS0201"]),
            (json!([]), None, &["OAS0201"]),
            (json!(null), None, &["OAS0201"]),
            (json!("openapi: 3.0.0"), None, &["OAS0201"]),
        ] {
            assert_eq!(run(&value), (version, codes.iter().map(|c| (*c).to_owned()).collect()));
        }
    }
}
