//! What extensions that other generators know say of pages: `x-ms-pageable` and `x-speakeasy-pagination`.

use serde_json::Value;
use toml::Spanned;

use crate::config::{PageScheme, Pagination};
use crate::source::Pointer;

/// What an extension says; nothing when it says that there are no pages. The error: why it cannot be said in our terms.
type Read = fn(&Value) -> Result<Option<Pagination>, String>;

/// The extensions, in the order in which they are asked.
pub(super) const ALL: &[(&str, Read)] =
    &[("x-speakeasy-pagination", speakeasy), ("x-ms-pageable", pageable)];

/// The address of the next page is in the body, and the items under `value` unless it says otherwise.
#[allow(clippy::unnecessary_wraps, reason = "it is in the table of all extensions")]
fn pageable(value: &Value) -> Result<Option<Pagination>, String> {
    let next = text_of(value, "nextLinkName").filter(|name| !name.is_empty());
    let Some(next) = next else { return Ok(None) };
    let items = value.get("itemName").and_then(Value::as_str).unwrap_or("value");
    let mut said = empty(PageScheme::Link);
    said.next = Some(text(pointer(&[next])));
    said.items = Some(text(pointer(&[items])));
    Ok(Some(said))
}

fn speakeasy(value: &Value) -> Result<Option<Pagination>, String> {
    let inputs = value.get("inputs").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let input = |kind: &str| {
        let found = inputs.iter().find(|input| text_of(input, "type") == Some(kind))?;
        let name = text_of(found, "name")?;
        Some(match text_of(found, "in") {
            Some("requestBody") => text(format!("body:{}", pointer(&[name]))),
            _ => text(name.to_owned()),
        })
    };
    let output = |name: &str| {
        let path = value.get("outputs").and_then(|outputs| text_of(outputs, name));
        path.map(json_path).transpose()
    };
    let mut said = match text_of(value, "type") {
        Some("cursor") => {
            let mut said = empty(PageScheme::Cursor);
            (said.parameter, said.next) = (input("cursor"), output("nextCursor")?.map(text));
            said
        }
        Some("offsetLimit") => {
            let offset = input("offset");
            let scheme = if offset.is_some() { PageScheme::Offset } else { PageScheme::Page };
            let mut said = empty(scheme);
            said.parameter = offset.or_else(|| input("page"));
            said
        }
        Some("url") => {
            let mut said = empty(PageScheme::Link);
            said.next = output("nextUrl")?.map(text);
            if said.next.is_none() {
                return Err("`nextUrl` is missing: nothing says where the next page is".to_owned());
            }
            said
        }
        Some(other) => return Err(format!("`{other}` is not a known way to go through pages")),
        None => {
            return Err("`type` is missing: nothing says how pages follow each other".to_owned());
        }
    };
    said.limit = input("limit");
    said.items = output("results")?.map(text);
    Ok(Some(said))
}

/// `$.a.b` as a pointer, and `$.list[-1].b` as a pointer into the last item.
fn json_path(path: &str) -> Result<String, String> {
    let unknown = || format!("`{path}` is more than a path of properties");
    let rest = path.trim().strip_prefix('$').ok_or_else(unknown)?;
    let (prefix, rest) = match rest.split_once("[-1]") {
        Some((_, rest)) => ("item:", rest),
        None => ("", rest),
    };
    if rest.is_empty() {
        return Ok(prefix.to_owned());
    }
    let names: Vec<&str> = rest.strip_prefix('.').ok_or_else(unknown)?.split('.').collect();
    let is_plain = |name: &&str| !name.is_empty() && !name.contains(['[', ']', '*', '(', '?']);
    if names.iter().all(is_plain) {
        Ok(format!("{prefix}{}", pointer(&names)))
    } else {
        Err(unknown())
    }
}

fn empty(scheme: PageScheme) -> Pagination {
    Pagination {
        scheme,
        parameter: None,
        next: None,
        items: None,
        more: None,
        limit: None,
        size: None,
        start: None,
    }
}

fn text_of<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key)?.as_str()
}

fn text(text: String) -> Spanned<String> {
    Spanned::new(0..0, text)
}

/// A JSON pointer (RFC 6901, section 3).
fn pointer(keys: &[&str]) -> String {
    Pointer::root().keys(keys.iter().copied()).as_str().to_owned()
}
