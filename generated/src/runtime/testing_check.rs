//! Whether a request is one that the description allows: path, query, headers, cookies, credentials and body.
#![cfg(feature = "testing")]
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE};
use serde_json::{Map, Value};
use url::form_urlencoded;

use super::info::{ClientInfo, SchemeKind};
use super::testing_table::{Described, Parameter};
use super::transport::Request;

/// Styles that write each item or member as a pair of its own when `explode` is on.
const SPREAD: &[&str] = &["form", "spaceDelimited", "pipeDelimited"];

/// What the description does not allow about a request, in words; empty when all is well.
pub(super) fn check(
    operation: &Described,
    info: &ClientInfo,
    requirements: Option<&[&[usize]]>,
    request: &Request,
    sent: Option<&Bytes>,
) -> Vec<String> {
    let mut check = Check { operation, info, request, problems: Vec::new() };
    if request.method.as_str() != operation.method {
        check.problem(format!("method: expected `{}`", operation.method));
    }
    check.path();
    check.query();
    check.headers();
    check.credentials(requirements.unwrap_or_default());
    check.body(sent);
    check.problems
}

struct Check<'a> {
    operation: &'a Described,
    info: &'a ClientInfo,
    request: &'a Request,
    problems: Vec<String>,
}

impl<'a> Check<'a> {
    fn problem(&mut self, text: String) {
        self.problems.push(text);
    }

    fn parameters(&self, place: &'static str) -> impl Iterator<Item = &'a Parameter> + use<'a> {
        self.operation.parameters.iter().filter(move |found| found.place == place)
    }

    /// The template's segments are the last ones of the path; what is before them is the base URL's.
    fn path(&mut self) {
        let template = self.operation.path.split(['?', '#']).next().unwrap_or_default();
        let wanted: Vec<&str> = template.split('/').skip(1).collect();
        let sent: Vec<&str> = self.request.url.path().split('/').skip(1).collect();
        let Some(sent) = sent.len().checked_sub(wanted.len()).and_then(|at| sent.get(at..)) else {
            return self.problem(format!("path: expected `{template}`"));
        };
        for (wanted, sent) in wanted.iter().zip(sent) {
            let mut values = Vec::new();
            if !segment(wanted, sent, &mut values) {
                return self.problem(format!("path: expected `{template}`"));
            }
            for (name, text) in values {
                let parameter = self.parameters("path").find(|found| found.name == name);
                if let Some(parameter) = parameter.filter(|found| found.style == "simple") {
                    self.value(parameter, &decoded(text));
                }
            }
        }
    }

    fn query(&mut self) {
        let pairs: Vec<(String, String)> = self.request.url.query_pairs().into_owned().collect();
        let fixed = self.operation.path.split_once('?').map_or("", |(_, query)| query);
        let fixed: Vec<(String, String)> =
            form_urlencoded::parse(fixed.as_bytes()).into_owned().collect();
        if self.parameters("querystring").next().is_some() {
            return;
        }
        let mut known = vec![false; pairs.len()];
        for (slot, pair) in known.iter_mut().zip(&pairs) {
            *slot = fixed.contains(pair) || self.is_credential(&pair.0);
        }
        for parameter in self.parameters("query") {
            let mut found = false;
            for (slot, (name, text)) in known.iter_mut().zip(&pairs) {
                if self.owns(parameter, name) {
                    (*slot, found) = (true, true);
                    // A member of an object that is spread may have the same name.
                    let owners = self.parameters("query").filter(|other| self.owns(other, name));
                    if *name == parameter.name && owners.count() == 1 {
                        self.value(parameter, text);
                    }
                }
            }
            if parameter.is_required && !found {
                self.problem(format!("query parameter `{}` is missing", parameter.name));
            }
        }
        for (_, (name, _)) in known.iter().zip(&pairs).filter(|(known, _)| !**known) {
            self.problem(format!("query parameter `{name}` is not known"));
        }
    }

    /// Whether a key of the query is one of a parameter (OpenAPI 3.0.4, 4.7.12.2).
    fn owns(&self, parameter: &Parameter, key: &str) -> bool {
        let schemas = &self.operation.schemas;
        if key == parameter.name {
            return true;
        }
        if parameter.style == "deepObject" {
            let rest = key.strip_prefix(parameter.name.as_str());
            return rest.is_some_and(|rest| rest.starts_with('['));
        }
        let is_spread = SPREAD.contains(&parameter.style.as_str()) && parameter.explode;
        if !is_spread || !schemas.can_be(&parameter.schema, "object") {
            return false;
        }
        let mut names = Vec::new();
        schemas.properties(&parameter.schema, &mut names, 0);
        names.contains(&key) || schemas.is_open(&parameter.schema)
    }

    fn is_credential(&self, key: &str) -> bool {
        let is = |kind| matches!(kind, SchemeKind::ApiKeyQuery(name) if name == key);
        self.info.schemes.iter().any(|scheme| is(scheme.kind))
    }

    fn headers(&mut self) {
        for parameter in self.parameters("header") {
            // OpenAPI 3.0.4, 4.7.12.1: these three are described elsewhere.
            let reserved = ["accept", "content-type", "authorization"];
            if reserved.iter().any(|name| parameter.name.eq_ignore_ascii_case(name)) {
                continue;
            }
            match self.request.headers.get(&parameter.name) {
                None if parameter.is_required => {
                    self.problem(format!("header `{}` is missing", parameter.name));
                }
                None => {}
                Some(value) => {
                    let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
                    self.value(parameter, &text);
                }
            }
        }
        let cookies = self.cookies();
        for parameter in self.parameters("cookie") {
            let owned = |name: &String| self.owns(parameter, name);
            if parameter.is_required && !cookies.iter().any(|(name, _)| owned(name)) {
                self.problem(format!("cookie `{}` is missing", parameter.name));
            }
        }
    }

    fn cookies(&self) -> Vec<(String, String)> {
        let lines = self.request.headers.get_all(COOKIE).into_iter();
        lines
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split("; "))
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    /// The value of a parameter, as far as its text stands for one value alone.
    fn value(&mut self, parameter: &Parameter, text: &str) {
        let schemas = &self.operation.schemas;
        let (can_list, can_object) = (
            schemas.can_be(&parameter.schema, "array"),
            schemas.can_be(&parameter.schema, "object"),
        );
        let problem = if parameter.style.is_empty() {
            match serde_json::from_str::<Value>(text) {
                Ok(value) => schemas.problem(&parameter.schema, &value),
                Err(_) => schemas.problem_of_text(&parameter.schema, text),
            }
        } else if can_list || can_object {
            // Lists and objects in a list have no style (OpenAPI 3.0.4, 4.7.12.3).
            let is_flat = |items: &&Value| {
                !schemas.can_be(items, "array") && !schemas.can_be(items, "object")
            };
            let items = schemas.resolve(&parameter.schema).and_then(|map| map.get("items"));
            let items = items.filter(is_flat);
            let each =
                |items| text.split(',').find_map(|text| schemas.problem_of_text(items, text));
            match items {
                Some(items) if SPREAD.contains(&parameter.style.as_str()) && parameter.explode => {
                    schemas.problem_of_text(items, text)
                }
                Some(items) if matches!(parameter.style.as_str(), "form" | "simple") => each(items),
                _ => None,
            }
        } else {
            schemas.problem_of_text(&parameter.schema, text)
        };
        if let Some(problem) = problem {
            self.problem(format!("{} parameter `{}`: {problem}", parameter.place, parameter.name));
        }
    }

    /// One of the alternatives has all of its credentials.
    fn credentials(&mut self, requirements: &[&[usize]]) {
        let there = |index: &usize| match self.info.schemes.get(*index).map(|scheme| scheme.kind) {
            Some(SchemeKind::ApiKeyHeader(name)) => self.request.headers.contains_key(name),
            Some(SchemeKind::ApiKeyQuery(name)) => {
                self.request.url.query_pairs().any(|(key, _)| key == name)
            }
            Some(SchemeKind::ApiKeyCookie(name)) => {
                self.cookies().iter().any(|(key, _)| key == name)
            }
            Some(SchemeKind::MutualTls) | None => true,
            Some(_) => self.request.headers.contains_key(AUTHORIZATION),
        };
        let fits =
            requirements.is_empty() || requirements.iter().any(|schemes| schemes.iter().all(there));
        if !fits {
            self.problem("no alternative of `security` has all its credentials".to_owned());
        }
    }

    fn body(&mut self, sent: Option<&Bytes>) {
        let Some(body) = &self.operation.body else {
            if sent.is_some_and(|bytes| !bytes.is_empty()) {
                self.problem("body: none is described".to_owned());
            }
            return;
        };
        let Some(bytes) = sent else {
            if body.is_required {
                self.problem("body: it is missing".to_owned());
            }
            return;
        };
        let sent_type =
            self.request.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = essence(sent_type.unwrap_or_default());
        let fitting = body.content.iter().filter(|(media_type, _)| covers(media_type, &essence));
        let Some((_, schema)) = fitting.max_by_key(|(media_type, _)| !media_type.contains('*'))
        else {
            let known: Vec<&str> = body.content.iter().map(|(name, _)| name.as_str()).collect();
            return self.problem(format!(
                "body: expected one of `{}`, not `{essence}`",
                known.join("`, `")
            ));
        };
        let schemas = &self.operation.schemas;
        if essence == "application/json" || essence.ends_with("+json") {
            let problem = match serde_json::from_slice::<Value>(bytes) {
                Ok(value) => schemas.problem(schema, &value),
                Err(error) => Some(format!("it is not JSON: {error}")),
            };
            if let Some(problem) = problem {
                self.problem(format!("body: {problem}"));
            }
        } else if essence == "application/x-www-form-urlencoded" {
            let names: Vec<String> = form_urlencoded::parse(bytes)
                .map(|(name, _)| name.split('[').next().unwrap_or_default().to_owned())
                .collect();
            self.fields(schema, &names);
        } else if essence.starts_with("multipart/") {
            let text = String::from_utf8_lossy(bytes);
            let names = text
                .lines()
                .filter(|line| line.to_ascii_lowercase().starts_with("content-disposition:"));
            let names: Vec<String> = names
                .filter_map(|line| {
                    Some(line.split_once("name=\"")?.1.split('"').next()?.to_owned())
                })
                .collect();
            self.fields(schema, &names);
        }
    }

    /// Fields of a form: those that have to be there are, and all are known.
    fn fields(&mut self, schema: &Value, names: &[String]) {
        let schemas = &self.operation.schemas;
        let mut known = Vec::new();
        schemas.properties(schema, &mut known, 0);
        let empty = Map::new();
        let map = schemas.resolve(schema).unwrap_or(&empty);
        let required = map.get("required").and_then(Value::as_array).into_iter().flatten();
        for name in required.filter_map(Value::as_str) {
            // A list without items and an object without members leave no trace.
            let property = map.get("properties").and_then(|known| known.get(name));
            let traceless = property.is_some_and(|schema| {
                schemas.can_be(schema, "array") || schemas.can_be(schema, "object")
            });
            if !traceless && !names.iter().any(|other| other == name) {
                self.problem(format!("body: `{name}` is missing"));
            }
        }
        if map.get("additionalProperties") == Some(&Value::Bool(false)) {
            // Members of an object that is spread have names of their own.
            let spread = known.iter().any(|name| {
                let property = map.get("properties").and_then(|all| all.get(*name));
                property.is_some_and(|schema| schemas.can_be(schema, "object"))
            });
            for name in names.iter().filter(|name| !spread && !known.contains(&name.as_str())) {
                self.problem(format!("body: `{name}` is not known"));
            }
        }
    }
}

/// Whether a segment is of a template, and the texts of its parameters, still encoded.
fn segment<'a>(template: &'a str, sent: &'a str, values: &mut Vec<(&'a str, &'a str)>) -> bool {
    let Some((literal, rest)) = template.split_once('{') else {
        return decoded(template) == decoded(sent);
    };
    let Some((name, rest)) = rest.split_once('}') else {
        return decoded(template) == decoded(sent);
    };
    let Some(sent) = sent.strip_prefix(literal) else { return false };
    let next = rest.split('{').next().unwrap_or_default();
    let end = if next.is_empty() {
        if rest.is_empty() { Some(sent.len()) } else { Some(sent.len().min(1)) }
    } else if next.len() == rest.len() {
        sent.strip_suffix(next).map(str::len)
    } else {
        sent.find(next)
    };
    let Some(end) = end else { return false };
    let (Some(value), Some(after)) = (sent.get(..end), sent.get(end..)) else { return false };
    values.push((name, value));
    rest.is_empty() || segment(rest, after, values)
}

fn decoded(text: &str) -> String {
    // As a value of a form, where only `+` and `&` mean something else than in a path.
    let pair = format!("={}", text.replace('+', "%2B").replace('&', "%26"));
    form_urlencoded::parse(pair.as_bytes()).map(|(_, value)| value).collect()
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type of the description, perhaps a range, covers one that was sent.
fn covers(described: &str, sent: &str) -> bool {
    let described = essence(described);
    match described.split_once('/') {
        Some(("*", "*")) => true,
        Some((main, "*")) => sent.split('/').next() == Some(main),
        _ => described == sent || (described.contains('*') && !sent.is_empty()),
    }
}
