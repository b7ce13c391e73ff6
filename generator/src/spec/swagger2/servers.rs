//! `host`, `basePath` and `schemes` become `servers`.

use serde_json::{Map, Value, json};

use super::codes;
use super::front::Front;
use crate::source::Pointer;

/// The servers of the document; `None` when it is relative to where it was found.
pub(super) fn convert(root: &Map<String, Value>, front: &mut Front<'_>) -> Option<Value> {
    let here = Pointer::root();
    let (scheme_in_host, host) = host(root, front);
    let path = base_path(root, front);
    if host.is_empty() {
        let at = here.key("basePath");
        front.moves.note_place(&at, &here.key("servers"));
        return (!path.is_empty()).then(|| json!([{ "url": path }]));
    }
    let mut schemes = schemes(root.get("schemes"), &here.key("schemes"), front);
    if schemes.is_empty() {
        // The scheme that the document was found by is to be used, which nobody knows here.
        schemes.push(scheme_in_host.unwrap_or_else(|| "https".to_owned()));
    }
    front.moves.note_place(&here.key("host"), &here.key("servers"));
    Some(servers(&schemes, &host, &path))
}

/// The servers of an operation that has schemes of its own.
pub(super) fn of_operation(
    operation: &Map<String, Value>,
    at: &Pointer,
    front: &mut Front<'_>,
) -> Option<Value> {
    let own = operation.get("schemes")?;
    let root = front.before.as_object()?;
    let host = text(root.get("host")).filter(|host| !host.contains("://"))?;
    let own = schemes(Some(own), &at.key("schemes"), front);
    let names = |value: Option<&Value>| {
        let names = value.and_then(Value::as_array).into_iter().flatten();
        names.filter_map(Value::as_str).map(str::to_lowercase).collect::<Vec<String>>()
    };
    let all = names(root.get("schemes"));
    if own.is_empty() || own.iter().all(|scheme| all.contains(scheme)) && own.len() == all.len() {
        return None;
    }
    front.moves.note_place(&at.key("schemes"), &at.key("servers"));
    let path = text(root.get("basePath")).unwrap_or_default();
    Some(servers(&own, host.trim_end_matches('/'), &slashed(&path)))
}

fn servers(schemes: &[String], host: &str, path: &str) -> Value {
    let path = path.trim_end_matches('/');
    let server = |scheme: &String| json!({ "url": format!("{scheme}://{host}{path}") });
    Value::Array(schemes.iter().map(server).collect())
}

/// The host, and the scheme that some write before it.
fn host(root: &Map<String, Value>, front: &mut Front<'_>) -> (Option<String>, String) {
    let at = Pointer::root().key("host");
    let Some(host) = text_or_report(root.get("host"), &at, front) else {
        return (None, String::new());
    };
    let Some((scheme, rest)) = host.split_once("://") else {
        return (None, host.trim_end_matches('/').to_owned());
    };
    front
        .warn(codes::SERVER, &at, format!("expected a host, found the URL `{host}`"))
        .help("write the scheme in `schemes` and a path in `basePath`");
    (Some(scheme.to_lowercase()), rest.trim_end_matches('/').to_owned())
}

fn base_path(root: &Map<String, Value>, front: &mut Front<'_>) -> String {
    let at = Pointer::root().key("basePath");
    let path = text_or_report(root.get("basePath"), &at, front).unwrap_or_default();
    slashed(&path)
}

fn slashed(path: &str) -> String {
    if path.is_empty() || path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

/// The schemes that a client can use, `https` first.
fn schemes(value: Option<&Value>, at: &Pointer, front: &mut Front<'_>) -> Vec<String> {
    let names: Vec<&Value> = match value {
        None | Some(Value::Null) => return Vec::new(),
        Some(Value::Array(names)) => names.iter().collect(),
        Some(name) => vec![name],
    };
    let mut schemes: Vec<String> = Vec::new();
    for name in names {
        match name.as_str().map(str::to_lowercase) {
            Some(scheme) if ["http", "https"].contains(&scheme.as_str()) => {
                if !schemes.contains(&scheme) {
                    schemes.push(scheme);
                }
            }
            // Web sockets are not spoken by this client.
            Some(scheme) if ["ws", "wss"].contains(&scheme.as_str()) => {}
            _ => {
                front
                    .warn(codes::SERVER, at, format!("`{name}` is no scheme of a server"))
                    .help("write `https` or `http`");
            }
        }
    }
    schemes.sort_by_key(|scheme| scheme != "https");
    schemes
}

fn text_or_report(value: Option<&Value>, at: &Pointer, front: &mut Front<'_>) -> Option<String> {
    let value = value.filter(|value| !value.is_null())?;
    if !value.is_string() {
        let key = at.last().unwrap_or_default();
        front
            .warn(codes::SERVER, at, format!("expected `{key}` to be text"))
            .help("write it as text; it is not read");
    }
    text(Some(value))
}

fn text(value: Option<&Value>) -> Option<String> {
    value?.as_str().map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}
