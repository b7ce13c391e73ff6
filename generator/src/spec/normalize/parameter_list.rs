//! Parameters as a list: nameless, ignored and doubled ones go, and those of the path are the placeholders of the path.

use serde_json::{Map, Value, json};

use super::paths::placeholders;
use crate::diag::Part;
use crate::source::Pointer;
use crate::spec::codes;
use crate::spec::components;
use crate::spec::ext;
use crate::spec::repair::Context;
use crate::spec::shape::is_method;

/// Checks the parameters of all operations; components are what their references lead to.
pub(super) fn check(root: &mut Value, context: &mut Context<'_>) {
    let Some(mut paths) = root.get_mut("paths").map(Value::take) else { return };
    let components = root.get("components").and_then(|components| components.get("parameters"));
    if let Value::Object(paths) = &mut paths {
        let place = Pointer::root().key("paths");
        for (path, item) in paths {
            if let Value::Object(item) = item {
                check_path(path, item, &place.key(path), components, context);
            }
        }
    }
    if let Some(root) = root.as_object_mut() {
        root.insert("paths".to_owned(), paths);
    }
}

fn check_path(
    path: &str,
    item: &mut Map<String, Value>,
    at: &Pointer,
    components: Option<&Value>,
    context: &mut Context<'_>,
) {
    let list = at.key("parameters");
    if let Some(Value::Array(parameters)) = item.get_mut("parameters") {
        clean(parameters, &list, components, context);
    }
    if ext::webhook_name(path).is_some() || path.starts_with("x-") {
        return;
    }
    let path = ext::method_and_path(path).map_or(path, |(_, path)| path);
    let wanted = placeholders(path);
    let mut shared = item.get_mut("parameters").map(Value::take);
    if let Some(Value::Array(parameters)) = &mut shared {
        let lists = item.values().filter_map(|operation| operation.get("parameters")?.as_array());
        let own: Vec<String> = lists.flat_map(|list| path_parameters(list, components)).collect();
        fit_to_path(parameters, &wanted, &own, &list, components, context);
    }
    let of_path = shared.as_ref().and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let known = path_parameters(of_path, components);
    for (method, operation) in item.iter_mut() {
        let Value::Object(operation) = operation else { continue };
        if !is_method(method) {
            continue;
        }
        let at = at.key(method);
        let list = at.key("parameters");
        let before = operation.get_mut("parameters").map(Value::take);
        let mut parameters = match before {
            Some(Value::Array(parameters)) => parameters,
            _ => Vec::new(),
        };
        clean(&mut parameters, &list, components, context);
        fit_to_path(&mut parameters, &wanted, &known, &list, components, context);
        let own = path_parameters(&parameters, components);
        for name in &wanted {
            if !known.contains(name) && !own.contains(name) {
                context
                    .sink
                    .warning(
                        codes::PATH_PARAMETERS,
                        &at,
                        format!("the placeholder `{{{name}}}` of `{path}` has no parameter"),
                    )
                    .at_key()
                    .help(format!("declare a parameter `{name}` with `in: path`"));
                parameters.push(json!({
                    "name": name,
                    "in": "path",
                    "required": true,
                    "schema": { "type": "string" },
                }));
            }
        }
        if parameters.is_empty() {
            operation.shift_remove("parameters");
        } else {
            operation.insert("parameters".to_owned(), Value::Array(parameters));
        }
    }
    if let Some(shared) = shared {
        item.insert("parameters".to_owned(), shared);
    }
}

/// The parameter itself.
fn resolved<'a>(
    parameter: &'a Value,
    components: Option<&'a Value>,
) -> Option<&'a Map<String, Value>> {
    Some(components::resolved(components, "parameters", parameter)?.1)
}

fn component_key(parameter: &Map<String, Value>) -> Option<&str> {
    components::key_of("parameters", parameter)
}

fn component_place(key: &str) -> Pointer {
    Pointer::root().keys(["components", "parameters", key])
}

fn name_and_place<'a>(
    parameter: &'a Value,
    components: Option<&'a Value>,
) -> Option<(&'a str, &'a str)> {
    let parameter = resolved(parameter, components)?;
    Some((parameter.get("name")?.as_str()?, parameter.get("in")?.as_str()?))
}

fn path_parameters(parameters: &[Value], components: Option<&Value>) -> Vec<String> {
    parameters
        .iter()
        .filter_map(|parameter| name_and_place(parameter, components))
        .filter(|(_, place)| *place == "path")
        .map(|(name, _)| name.to_owned())
        .collect()
}

/// Takes out what is no parameter of a request.
fn clean(
    parameters: &mut Vec<Value>,
    list: &Pointer,
    components: Option<&Value>,
    context: &mut Context<'_>,
) {
    let mut seen: Vec<(String, String, usize)> = Vec::with_capacity(parameters.len());
    let mut kept = Vec::with_capacity(parameters.len());
    for (index, parameter) in parameters.iter().enumerate() {
        let Some((name, place)) = name_and_place(parameter, components) else {
            kept.push(index);
            continue;
        };
        let at = list.index(index);
        if name.is_empty() {
            continue;
        }
        if place == "header" && is_ignored(name) {
            // Said once of a component, not at each reference to it.
            let component = parameter.as_object().and_then(component_key);
            let at = component.map_or(at, component_place);
            let message = format!("the header parameter `{name}` is ignored");
            context.sink.note(codes::IGNORED_HEADER, &at, message).help(
                match name.to_ascii_lowercase().as_str() {
                    "authorization" => "describe it as a security scheme",
                    _ => "the media types under `content` say it",
                },
            );
            continue;
        }
        let first = seen.iter().find(|(other, there, _)| {
            there == place
                && (other == name || place == "header" && other.eq_ignore_ascii_case(name))
        });
        if let Some((_, _, first)) = first {
            context
                .sink
                .warning(
                    codes::DUPLICATE_PARAMETER,
                    &at,
                    format!("the {place} parameter `{name}` is declared twice"),
                )
                .help("remove one of them; the first is used")
                .also(&list.index(*first), Part::Value, "first here");
            continue;
        }
        seen.push((name.to_owned(), place.to_owned(), index));
        kept.push(index);
    }
    keep(parameters, &kept, list, context);
}

/// OpenAPI 3.0.4, section 4.7.12.1.
fn is_ignored(name: &str) -> bool {
    ["accept", "content-type", "authorization"].iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Path parameters without a placeholder get the name of the one that is evidently theirs, or go. That is the one that
/// differs in capitals and separators only, or the only one that is left for the only parameter that is.
fn fit_to_path(
    parameters: &mut Vec<Value>,
    wanted: &[String],
    elsewhere: &[String],
    list: &Pointer,
    components: Option<&Value>,
    context: &mut Context<'_>,
) {
    let declared = path_parameters(parameters, components);
    let free: Vec<&String> = wanted
        .iter()
        .filter(|name| !declared.contains(name) && !elsewhere.contains(name))
        .collect();
    let homeless = declared.iter().filter(|name| !wanted.contains(name)).count();
    let mut taken: Vec<&String> = Vec::new();
    let mut kept = Vec::with_capacity(parameters.len());
    for (index, parameter) in parameters.iter_mut().enumerate() {
        let Some((name, place)) = name_and_place(parameter, components) else {
            kept.push(index);
            continue;
        };
        if place != "path" || wanted.iter().any(|known| known == name) {
            kept.push(index);
            continue;
        }
        let name = name.to_owned();
        let at = list.index(index);
        let similar = free
            .iter()
            .copied()
            .find(|free| letters(free) == letters(&name))
            .or_else(|| free.first().copied().filter(|_| free.len() == 1 && homeless == 1))
            .filter(|free| !taken.contains(free));
        let message = format!("the path has no placeholder for the path parameter `{name}`");
        let diagnostic = context.sink.warning(codes::PATH_PARAMETERS, &at, message);
        let Some(similar) = similar else {
            diagnostic.help(format!("write `{{{name}}}` into the path, or remove the parameter"));
            continue;
        };
        diagnostic.help(format!("call it `{similar}`, as in the path; it is read as that"));
        taken.push(similar);
        if let Some(target) = resolved(parameter, components).cloned() {
            if let Some(key) = parameter.as_object().and_then(component_key) {
                context.copied(&component_place(key), &at);
            }
            let mut target = target;
            target.insert("name".to_owned(), Value::from(similar.as_str()));
            *parameter = Value::Object(target);
        }
        kept.push(index);
    }
    keep(parameters, &kept, list, context);
}

/// What is left of a name when only its letters and digits count.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn keep(parameters: &mut Vec<Value>, kept: &[usize], list: &Pointer, context: &mut Context<'_>) {
    if kept.len() == parameters.len() {
        return;
    }
    let mut index = 0;
    parameters.retain(|_| {
        let keep = kept.binary_search(&index).is_ok();
        index += 1;
        keep
    });
    context.list_shrunk(list, kept);
}

#[cfg(test)]
mod tests {
    use super::super::testing::normalized;
    use super::*;
    use crate::spec::version::Version;

    fn parameter(name: &str, place: &str) -> Value {
        let mut parameter = json!({ "name": name, "in": place, "schema": { "type": "string" } });
        if place == "path" {
            parameter["required"] = json!(true);
        }
        parameter
    }

    #[test]
    fn table() {
        let none: [&str; 0] = [];
        let (query, header, path) =
            (parameter("a", "query"), parameter("Authorization", "header"), parameter("a", "path"));
        for (template, before, after, codes) in [
            ("/x", json!([query]), json!([query]), &none[..]),
            ("/x", json!([query, header]), json!([query]), &["OAS0216"]),
            ("/x", json!([query, query]), json!([query]), &["OAS0217"]),
            ("/x", json!([path]), json!(null), &["OAS0218"]),
            ("/x", json!([{ "in": "query", "schema": {} }, query]), json!([query]), &["OAS0211"]),
            ("/{a}", json!([path, query]), json!([path, query]), &none),
            ("/{a}", json!([query]), json!([query, path]), &["OAS0218"]),
            ("/{a}", json!([parameter("A", "path")]), json!([path]), &["OAS0218"]),
            ("/{a}", json!([parameter("other", "path")]), json!([path]), &["OAS0218"]),
            (
                "/{a}",
                json!([parameter("b", "path"), parameter("c", "path")]),
                json!([path]),
                &["OAS0218", "OAS0218", "OAS0218"],
            ),
            (
                "/{a}",
                json!([{ "$ref": "#/components/parameters/P" }]),
                json!([{ "$ref": "#/components/parameters/P" }]),
                &none,
            ),
            (
                "/{A}",
                json!([{ "$ref": "#/components/parameters/P" }]),
                json!([parameter("A", "path")]),
                &["OAS0218"],
            ),
        ] {
            let (root, _, found) = normalized(
                Version::V3_0,
                json!({
                    "paths": { template: { "get": { "parameters": before, "responses": {} } } },
                    "components": { "parameters": { "P": path } },
                }),
            );
            let parameters = &root["paths"][template]["get"]["parameters"];
            assert_eq!((parameters, &found[..]), (&after, codes), "from {template} {before}");
        }
    }

    #[test]
    fn an_operation_need_not_repeat_what_its_path_declares() {
        let (root, _, found) = normalized(
            Version::V3_0,
            json!({ "paths": { "/{a}": {
                "parameters": [parameter("a", "path")],
                "get": { "responses": {} },
                "put": { "parameters": [parameter("a", "path")], "responses": {} },
            } } }),
        );
        assert_eq!(found, Vec::<&str>::new());
        assert_eq!(root["paths"]["/{a}"]["get"], json!({ "responses": {} }));
    }
}
