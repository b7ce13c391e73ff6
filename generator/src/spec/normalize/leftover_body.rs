//! Parameters of 2.0 that are bodies (`in: body`, `in: formData`), left over in a description of 3.x.

use serde_json::{Map, Value, json};

use crate::spec::repair::Context;
use crate::spec::version::Version;
use crate::spec::walk::Trail;

/// Makes a request body of them, if the operation has none.
pub(super) fn normalize(map: &mut Map<String, Value>, trail: &Trail, context: &mut Context<'_>) {
    if map.contains_key("requestBody") {
        return;
    }
    let Some(Value::Array(parameters)) = map.get_mut("parameters") else { return };
    if !parameters.iter().any(|parameter| is_body(parameter) || is_form(parameter)) {
        return;
    }
    let list = trail.child("parameters");
    let body = trail.pointer().keys(["requestBody", "content"]);
    let mut kept = Vec::with_capacity(parameters.len());
    let mut rest = Vec::with_capacity(parameters.len());
    let mut whole = None;
    let mut properties = Map::new();
    let mut required = Vec::new();
    let mut media_type = "application/x-www-form-urlencoded";
    for (index, mut parameter) in std::mem::take(parameters).into_iter().enumerate() {
        let at = list.index(index);
        if !is_body(&parameter) && !is_form(&parameter) {
            kept.push(index);
            rest.push(parameter);
            continue;
        }
        let place = if is_body(&parameter) { "body" } else { "formData" };
        context.until(Version::V2, &at.key("in"), &format!("`in: {place}`"));
        let is_required = parameter.get("required") == Some(&Value::Bool(true));
        if is_body(&parameter) {
            let to = body.keys(["application/json", "schema"]);
            context.relocated(&at.key("schema"), &to);
            let schema = parameter.get_mut("schema").map_or_else(|| json!({}), Value::take);
            whole = Some((schema, is_required));
            media_type = "application/json";
            continue;
        }
        let Value::Object(mut property) = parameter else { continue };
        let Some(Value::String(name)) = property.shift_remove("name") else { continue };
        if property.get("type").is_some_and(|name| name == "file") && whole.is_none() {
            media_type = "multipart/form-data";
        }
        if is_required {
            required.push(Value::from(name.as_str()));
        }
        for keyword in ["in", "required", "collectionFormat", "allowEmptyValue"] {
            property.shift_remove(keyword);
        }
        let property = property.shift_remove("schema").unwrap_or(Value::Object(property));
        properties.insert(name, property);
    }
    *parameters = rest;
    context.list_shrunk(&list, &kept);
    let (schema, is_required) = whole.unwrap_or_else(|| {
        let is_required = !required.is_empty();
        let mut schema = json!({ "type": "object", "properties": properties });
        if let (true, Some(schema)) = (is_required, schema.as_object_mut()) {
            schema.insert("required".to_owned(), Value::Array(required));
        }
        (schema, is_required)
    });
    let body = json!({ "content": { media_type: { "schema": schema } }, "required": is_required });
    map.insert("requestBody".to_owned(), body);
}

fn is_body(parameter: &Value) -> bool {
    parameter.get("in").is_some_and(|place| place == "body")
}

fn is_form(parameter: &Value) -> bool {
    parameter.get("in").is_some_and(|place| place == "formData" || place == "form")
}

#[cfg(test)]
mod tests {
    use super::super::testing::normalized;
    use super::*;

    #[test]
    fn table() {
        let query = json!({ "name": "q", "in": "query", "schema": { "type": "string" } });
        for (before, parameters, body, codes) in [
            (
                json!([{ "name": "b", "in": "body", "required": true, "schema": { "type": "integer" } }, query]),
                json!([query]),
                json!({ "content": { "application/json": { "schema": { "type": "integer" } } }, "required": true }),
                &["OAS0212"][..],
            ),
            (
                json!([
                    { "name": "a", "in": "formData", "type": "string", "required": true },
                    { "name": "f", "in": "formData", "schema": { "type": "integer" } },
                ]),
                json!(null),
                json!({
                    "content": { "application/x-www-form-urlencoded": { "schema": {
                        "type": "object",
                        "properties": { "a": { "type": "string" }, "f": { "type": "integer" } },
                        "required": ["a"],
                    } } },
                    "required": true,
                }),
                &["OAS0212", "OAS0212"],
            ),
            (
                json!([{ "name": "f", "in": "formData", "type": "file" }]),
                json!(null),
                json!({
                    "content": { "multipart/form-data": { "schema": {
                        "type": "object",
                        "properties": { "f": { "type": "string", "format": "binary" } },
                    } } },
                    "required": false,
                }),
                &["OAS0212", "OAS0212"],
            ),
        ] {
            let operation = json!({ "parameters": before, "responses": {} });
            let (root, map, found) =
                normalized(Version::V3_0, json!({ "paths": { "/a": { "post": operation } } }));
            let operation = &root["paths"]["/a"]["post"];
            assert_eq!(operation["parameters"], parameters, "from {before}");
            assert_eq!(operation["requestBody"], body, "from {before}");
            assert_eq!(found, codes, "from {before}");
            let place = crate::source::Pointer::new("/paths/~1a/post/parameters/0");
            let origin = map.original(&place).1;
            assert_eq!(parameters.is_array(), origin.as_str().ends_with("/1"));
        }
    }
}
