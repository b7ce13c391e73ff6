//! Where a call goes: base URLs, server templates, path templates with their arguments.
use url::Url;

use super::info::ServerInfo;

/// Checks a base URL. The reason never holds the URL itself, which may be where somebody put a password.
pub(super) fn parse_base_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| {
        format!("expected an absolute URL such as `https://api.example.com`: {error}")
    })?;
    check_base_url(url)
}

fn check_base_url(url: Url) -> Result<Url, String> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("expected the scheme `http` or `https`, not `{}`", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("user and password do not belong into a base URL: set a credential".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(
            "a base URL ends with its path: leave out `?` and `#` and what follows".to_owned()
        );
    }
    Ok(url)
}

/// The URL of a server: its template with the values of its variables, against `base` when it is relative.
pub(super) fn expand_server(
    server: &ServerInfo,
    values: &[(String, String)],
    base: Option<&Url>,
) -> Result<Url, String> {
    let mut text = server.url.to_owned();
    for variable in server.variables {
        let given = values.iter().find(|(name, _)| name == variable.name).map(|(_, value)| value);
        if let Some(value) = given
            && !variable.values.is_empty()
            && !variable.values.contains(&value.as_str())
        {
            let allowed = variable.values.join("`, `");
            return Err(format!(
                "server variable `{}`: expected one of `{allowed}`",
                variable.name
            ));
        }
        let value = given.map_or(variable.default, String::as_str);
        text = text.replace(&format!("{{{}}}", variable.name), value);
    }
    match Url::parse(&text) {
        Ok(url) => check_base_url(url),
        Err(url::ParseError::RelativeUrlWithoutBase) => match base {
            // `//host/path` names a host, so it is not a path of ours.
            Some(base) => base
                .join(&text)
                .map_err(|error| format!("server `{}`: {error}", server.url))
                .and_then(check_base_url),
            None => Err(format!(
                "the server `{}` of the description is relative: set the base URL with `ClientBuilder::base_url`",
                server.url
            )),
        },
        Err(error) => Err(format!("server `{}`: {error}", server.url)),
    }
}

/// A path template with its arguments, which are percent-encoded already, and the query it may have.
pub(super) fn expand_path(
    template: &str,
    arguments: &[(&'static str, String)],
) -> Result<(String, Option<String>), String> {
    let mut path = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, mark, after)) = split_at_any(rest, b"{?#") {
        path.push_str(before);
        match (mark, split_at_any(after, b"}?#")) {
            (b'{', Some((name, b'}', after))) => {
                let (_, value) = arguments
                    .iter()
                    .find(|(argument, _)| *argument == name)
                    .ok_or_else(|| format!("path parameter `{name}` has no value"))?;
                path.push_str(value);
                rest = after;
            }
            (b'{', _) => {
                path.push('{');
                rest = after;
            }
            (b'?', _) => {
                return Ok((path, after.split('#').next().map(str::to_owned)));
            }
            _ => return Ok((path, None)),
        }
    }
    path.push_str(rest);
    Ok((path, None))
}

/// What is before the first of these ASCII characters, which it is, and what is after it. A plain loop: texts are
/// short, and to search for each of them in turn takes several times as long.
fn split_at_any<'t>(text: &'t str, marks: &[u8]) -> Option<(&'t str, u8, &'t str)> {
    let at = text.bytes().position(|byte| marks.contains(&byte))?;
    Some((text.get(..at)?, *text.as_bytes().get(at)?, text.get(at + 1..)?))
}

/// Checks a path that a caller wrote: URL parsers fold dot segments even when they are encoded (WHATWG URL, section
/// 4.4). In a path template arguments are checked one by one, and none that passes can make such a segment.
pub(super) fn check_segments(path: &str) -> Result<(), String> {
    if path.chars().any(char::is_control) {
        return Err("the path holds a control character".to_owned());
    }
    // URL parsers take `\` for `/` in http URLs.
    if path.split(['/', '\\']).any(is_dot_segment) {
        return Err(
            "the path has a segment `.` or `..`, which would call another endpoint".to_owned()
        );
    }
    Ok(())
}

/// `path` below `base`, whether or not `base` ends with a slash.
pub(super) fn join(base: &Url, path: &str, query: Option<&str>) -> Url {
    let mut url = base.clone();
    let prefix = base.path().trim_end_matches('/');
    let separator = if path.is_empty() || path.starts_with('/') { "" } else { "/" };
    if prefix.is_empty() && separator.is_empty() {
        url.set_path(path);
    } else {
        url.set_path(&format!("{prefix}{separator}{path}"));
    }
    url.set_query(query.filter(|query| !query.is_empty()));
    url
}

/// Whether URL parsers fold it.
pub(super) fn is_dot_segment(segment: &str) -> bool {
    let mut rest = segment;
    let mut dots = 0;
    while !rest.is_empty() {
        let after = rest.strip_prefix('.').or_else(|| {
            rest.get(..3).filter(|text| text.eq_ignore_ascii_case("%2e")).map(|_| &rest[3..])
        });
        let Some(after) = after else { return false };
        rest = after;
        dots += 1;
    }
    dots == 1 || dots == 2
}
