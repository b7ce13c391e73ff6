//! What goes over the wire, in words that are equal when the bytes are.

use crate::ir::{
    Advance, Api, Docs, Encoding, Flows, Location, Media, MediaKind, Object, Operation, PagePlace,
    PageSource, Parameter, PartEncoding, SecurityKind, Server, StatusPattern, Style,
};

/// `GET /pets/{}`: the names in a template are not sent.
pub(super) fn request(operation: &Operation) -> String {
    let mut path = String::new();
    let mut inside = false;
    for c in operation.path.chars() {
        match c {
            '{' => {
                inside = true;
                path.push('{');
            }
            '}' => {
                inside = false;
                path.push('}');
            }
            _ if inside => {}
            c => path.push(c),
        }
    }
    format!("`{} {path}`", operation.method.as_str())
}

/// Schemes by key: alternatives, and what belongs together.
pub(super) fn security(api: &Api, operation: &Operation) -> String {
    let alternatives = operation.security.iter().map(|alternative| {
        let schemes = alternative.iter().filter_map(|using| api.security_schemes.get(using.scheme));
        let keys: Vec<String> = schemes.map(|scheme| format!("`{}`", scheme.key)).collect();
        if keys.is_empty() { "nothing".to_owned() } else { keys.join(" and ") }
    });
    alternatives.collect::<Vec<_>>().join(", or ")
}

pub(super) fn server(server: &Server) -> String {
    let variables = server.variables.iter().map(|it| format!("{}={}", it.name, it.default));
    let variables: Vec<String> = variables.collect();
    if variables.is_empty() {
        return format!("`{}`", server.url);
    }
    format!("`{}` ({})", server.url, variables.join(", "))
}

/// Statuses of success with the media type that is asked for.
pub(super) fn successes(operation: &Operation) -> String {
    let answers = operation.successes().into_iter().map(|(_, response)| {
        let json = response.content.iter().find(|media| media.kind == MediaKind::Json);
        match json.or_else(|| response.content.first()) {
            Some(media) => format!("{} `{}`", status(response.status), media.media_type),
            None => status(response.status),
        }
    });
    answers.collect::<Vec<_>>().join(", ")
}

/// Statuses of failure whose body is read.
pub(super) fn failures(operation: &Operation) -> String {
    let successes: Vec<usize> = operation.successes().into_iter().map(|(index, _)| index).collect();
    let failures = operation.responses.iter().enumerate().filter(|(index, response)| {
        !successes.contains(index) && response.content.iter().any(|it| it.kind == MediaKind::Json)
    });
    failures.map(|(_, response)| status(response.status)).collect::<Vec<_>>().join(", ")
}

pub(super) fn status(status: StatusPattern) -> String {
    match status {
        StatusPattern::Code(code) => code.to_string(),
        StatusPattern::Range(class) => format!("{class}XX"),
        StatusPattern::Default => "default".to_owned(),
    }
}

/// What is changed from page to page; nothing where there are no pages.
pub(super) fn pages(operation: &Operation) -> String {
    let Some(pagination) = &operation.pagination else { return String::new() };
    let place = |place: &PagePlace| match place {
        PagePlace::Parameter(index) => operation
            .parameters
            .get(*index)
            .map_or_else(String::new, |parameter| format!("`{}`", parameter.wire_name)),
        PagePlace::Body { path, .. } => format!("`{}` of the body", path.join(".")),
    };
    let source = |source: &PageSource| match source {
        PageSource::Header(name) => format!("the header `{name}`"),
        PageSource::Member(path) => format!("`{}`", path.join(".")),
        PageSource::OfLastItem(path) => format!("`{}` of the last item", path.join(".")),
    };
    let advance = match &pagination.advance {
        Advance::Cursor(to, from) => format!("cursor {} from {}", place(to), source(from)),
        Advance::Offset(to, start) => format!("offset {} from {start}", place(to)),
        Advance::Number(to, start) => format!("number {} from {start}", place(to)),
        Advance::Link(Some(from)) => format!("link from {}", source(from)),
        Advance::Link(None) => "link from the header `Link`".to_owned(),
    };
    format!("{advance}, items in `{}`", pagination.items.join("."))
}

/// What tells a parameter from others: its name, but in a path its place.
pub(super) fn place(parameter: &Parameter, operation: &Operation) -> String {
    if parameter.location == Location::Path {
        return format!("path {}", nth(parameter, operation));
    }
    format!("{} {}", location(parameter.location), parameter.wire_name)
}

/// Place, name and style.
pub(super) fn sent_as(parameter: &Parameter, operation: &Operation) -> String {
    let how = match &parameter.encoding {
        Encoding::Content(media_type) => format!("as `{media_type}`"),
        Encoding::Style { style, explode, allow_reserved } => {
            let explode = if *explode { ", exploded" } else { "" };
            let reserved = if *allow_reserved { ", reserved characters allowed" } else { "" };
            format!("style {}{explode}{reserved}", style.as_str())
        }
    };
    if parameter.location != Location::Path {
        let name = if parameter.location == Location::Header {
            parameter.wire_name.to_ascii_lowercase()
        } else {
            parameter.wire_name.clone()
        };
        return format!("{} `{name}`, {how}", location(parameter.location));
    }
    // Only this style writes the name.
    let name = match parameter.encoding {
        Encoding::Style { style: Style::Matrix, .. } => format!(" `{}`", parameter.wire_name),
        _ => String::new(),
    };
    let nth = nth(parameter, operation);
    format!("parameter {nth} of the path{name}, {how}")
}

/// Which of the parameters in the path it is, from 1.
fn nth(parameter: &Parameter, operation: &Operation) -> usize {
    let before = operation.path.split(&format!("{{{}}}", parameter.wire_name)).next();
    before.unwrap_or_default().matches('{').count() + 1
}

fn location(location: Location) -> &'static str {
    match location {
        Location::Path => "path",
        Location::Query => "query",
        Location::QueryString => "query string",
        Location::Header => "header",
        Location::Cookie => "cookie",
    }
}

/// Media types with how their parts are written.
pub(super) fn media(content: &[Media]) -> String {
    let all = content.iter().map(|media| {
        let mut text = format!("`{}`", media.media_type);
        for part in &media.parts {
            text.push_str(&self::part(part));
        }
        text
    });
    all.collect::<Vec<_>>().join(", ")
}

fn part(part: &PartEncoding) -> String {
    let mut how: Vec<String> = part.content_type.iter().map(|ty| format!("as `{ty}`")).collect();
    if let Some((style, explode)) = part.style {
        let explode = if explode { ", exploded" } else { "" };
        how.push(format!("style {}{explode}", style.as_str()));
    }
    if part.allow_reserved {
        how.push("reserved characters allowed".to_owned());
    }
    how.extend(part.headers.iter().map(|header| format!("header `{}`", header.wire_name)));
    if how.is_empty() {
        return String::new();
    }
    format!(", `{}` {}", part.property, how.join(" "))
}

/// Keys that are always sent with one value.
pub(super) fn constants(object: &Object) -> String {
    let fixed = object.fields.iter().filter(|field| field.is_fixed());
    let all = fixed.filter_map(|field| {
        let value = field.constant.as_ref()?;
        Some(format!("`{}: {value}`", field.wire_name))
    });
    all.collect::<Vec<_>>().join(", ")
}

pub(super) fn credential(kind: &SecurityKind) -> String {
    match kind {
        SecurityKind::ApiKeyHeader(name) => format!("header `{name}`"),
        SecurityKind::ApiKeyQuery(name) => format!("query key `{name}`"),
        SecurityKind::ApiKeyCookie(name) => format!("cookie `{name}`"),
        SecurityKind::Basic => "`Authorization: Basic`".to_owned(),
        SecurityKind::Bearer => "`Authorization: Bearer`".to_owned(),
        SecurityKind::OtherHttp(name) => format!("`Authorization: {name}`"),
        SecurityKind::OAuth2(flows) => format!("OAuth 2.0 token{}", self::flows(flows)),
        SecurityKind::OpenIdConnect(url) => format!("OpenID Connect token of `{url}`"),
        SecurityKind::MutualTls => "client certificate".to_owned(),
    }
}

fn flows(flows: &Flows) -> String {
    let urls = [
        ("authorization", &flows.authorization_url),
        ("code", &flows.code_url),
        ("client credentials", &flows.client_credentials_url),
        ("password", &flows.password_url),
        ("refresh", &flows.refresh_url),
    ];
    let urls = urls.into_iter().filter_map(|(what, url)| Some((what, url.as_ref()?)));
    urls.fold(String::new(), |text, (what, url)| text + ", " + what + " at `" + url + "`")
}

/// `a, b`.
pub(super) fn list<S: AsRef<str>>(texts: impl Iterator<Item = S>) -> String {
    texts.map(|text| text.as_ref().to_owned()).collect::<Vec<_>>().join(", ")
}

/// Everything that documentation is made from.
pub(super) fn docs(docs: &Docs) -> String {
    let texts = [&docs.title, &docs.summary, &docs.description, &docs.deprecated];
    let mut all: Vec<&str> = texts.into_iter().flatten().map(String::as_str).collect();
    all.extend(docs.constraints.iter().map(String::as_str));
    all.join("\n")
}
