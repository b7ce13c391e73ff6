//! Servers and their variables.

use serde_json::{Map, Value};

use crate::spec::repair::Context;
use crate::spec::walk::Trail;

pub(super) fn normalize(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    if !map.contains_key("url") {
        context
            .missing(&trail.pointer(), "a server has no `url`".to_owned())
            .help("say where the API is; `/` is used");
        map.insert("url".to_owned(), Value::from("/"));
    }
}

pub(super) fn normalize_variable(
    map: &mut Map<String, Value>,
    trail: &Trail,
    context: &mut Context<'_>,
) {
    if map.contains_key("default") {
        return;
    }
    let first = map.get("enum").and_then(|values| values.get(0)).cloned();
    let default = first.unwrap_or_else(|| Value::from(""));
    let used = default.as_str().unwrap_or_default();
    context
        .missing(&trail.pointer(), "a server variable has no `default`".to_owned())
        .help(format!("add `default`; `{used}` is used"));
    map.insert("default".to_owned(), default);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::normalized;
    use crate::spec::version::Version;

    #[test]
    fn table() {
        let none: [&str; 0] = [];
        for (before, after, codes) in [
            (json!([{ "url": "/" }]), json!([{ "url": "/" }]), &none[..]),
            (json!([]), json!([]), &none),
            (json!("/v1"), json!([{ "url": "/v1" }]), &["OAS0209", "OAS0209"]),
            (json!(["/v1", null]), json!([{ "url": "/v1" }]), &["OAS0209", "OAS0210"]),
            (json!({ "url": "/v1" }), json!([{ "url": "/v1" }]), &["OAS0209"]),
            (json!([{}]), json!([{ "url": "/" }]), &["OAS0211"]),
            (
                json!([{ "url": "/", "variables": { "p": { "default": 80, "enum": [80, 81] } } }]),
                json!([{ "url": "/", "variables": { "p": { "default": "80", "enum": ["80", "81"] } } }]),
                &["OAS0209", "OAS0209"],
            ),
            (
                json!([{ "url": "/", "variables": { "p": { "enum": ["a"] } } }]),
                json!([{ "url": "/", "variables": { "p": { "enum": ["a"], "default": "a" } } }]),
                &["OAS0211"],
            ),
        ] {
            let (root, _, found) = normalized(Version::V3_0, json!({ "servers": before }));
            assert_eq!((&root["servers"], &found[..]), (&after, codes), "from {before}");
        }
    }
}
