//! The styles: a parameter and its value as text, per place in the request. The tables are those of OpenAPI 3.0.4
//! and 3.1.1, "Style Examples", on top of RFC 6570. Functions return the reason when a value cannot be sent.

use super::decoder::Decoder;
use super::decoder_lookahead::Kinds;
use super::encode::{Encode, to_json_string};
use super::param::{JsonText, Param, ParamStyle, ParamValue, ToParam};
use super::path::is_dot_segment;
use super::percent::{Escapes, percent_encode_to};
use std::borrow::Cow;

/// A name and a value, ready to be joined by `=`.
type Pairs = Vec<(String, String)>;

/// A value without the nesting that most styles have no form for.
enum Flat<'a> {
    Absent,
    Scalar(Cow<'a, str>),
    List(Vec<Cow<'a, str>>),
    Object(Vec<(Cow<'a, str>, Cow<'a, str>)>),
}

/// The text that takes the place of `{name}` in a path, escaped.
///
/// # Errors
///
/// The value is absent or its text is empty, `.` or `..`: URL parsers fold such segments, and another
/// operation would be called.
pub fn path_value(param: Param, value: &dyn ToParam) -> Result<String, &'static str> {
    let escapes = if param.allow_reserved { Escapes::ReservedInPath } else { Escapes::Unreserved };
    let text = match (param.style, flat(value)) {
        (_, Flat::Absent) => return Err("a path parameter needs a value"),
        (ParamStyle::Json, _) => escaped(&to_json_string(&value), escapes),
        (ParamStyle::Label, flat) => {
            let separator = if param.explode { "." } else { "," };
            format!(".{}", joined(&flat, separator, param.explode, escapes))
        }
        (ParamStyle::Matrix, flat) => matrix(param, &flat, escapes),
        (_, flat) => joined(&flat, ",", param.explode, escapes),
    };
    if text.is_empty() {
        return Err("a path parameter must not be empty");
    }
    if is_dot_segment(&text) {
        return Err("a path parameter must not be `.` or `..`");
    }
    Ok(text)
}

/// The pairs that a parameter adds to a query, joined. One value, as most parameters have, is written at once.
pub(super) fn query_text(param: Param, value: &dyn ToParam) -> Result<String, &'static str> {
    if param.style == ParamStyle::Form
        && let ParamValue::Scalar(text) = value.to_param()
    {
        let escapes =
            if param.allow_reserved { Escapes::ReservedInQuery } else { Escapes::Unreserved };
        let mut pair = String::with_capacity(param.name.len() + text.len() + 1);
        percent_encode_to(&mut pair, param.name, Escapes::Unreserved);
        pair.push('=');
        percent_encode_to(&mut pair, &text, escapes);
        return Ok(pair);
    }
    query_pairs(param, value).map(|pairs| joined_pairs(&pairs, "&"))
}

/// Names and values joined by `=`, and the pairs by `separator`.
pub(super) fn joined_pairs(pairs: &[(String, String)], separator: &str) -> String {
    let length = |(name, value): &(String, String)| name.len() + value.len() + 1 + separator.len();
    let mut text = String::with_capacity(pairs.iter().map(length).sum());
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push_str(separator);
        }
        text.push_str(name);
        text.push('=');
        text.push_str(value);
    }
    text
}

/// The pairs that a query gets, escaped: to be joined by `=` and `&`.
///
/// # Errors
///
/// None yet: every value has a form.
pub fn query_pairs(param: Param, value: &dyn ToParam) -> Result<Pairs, &'static str> {
    let escapes = if param.allow_reserved { Escapes::ReservedInQuery } else { Escapes::Unreserved };
    Ok(query_pairs_named(param.name, param, value, escapes))
}

/// The pairs of a body of type `application/x-www-form-urlencoded`, escaped. Members that `fields` does not
/// name have style `form`, but objects are JSON text.
///
/// # Errors
///
/// The body is not an object.
pub fn form_pairs(body: &dyn Encode, fields: &[Param]) -> Result<Pairs, &'static str> {
    let json = to_json_string(body);
    let members = Decoder::new(&json).raw_members().map_err(|_| "a form must be an object")?;
    let mut pairs = Pairs::new();
    for (name, json) in members {
        let field = fields.iter().find(|field| field.name == name).copied();
        // OpenAPI 3.0.4, Encoding Object: where nothing is said of the style, `contentType` decides, by default
        // `application/json` for objects; an array is an entry for each of its items.
        let object = json.trim_start().starts_with('{');
        let unnamed = if object { Param::json("") } else { Param::form("") };
        let (param, value) = (field.unwrap_or(unnamed), JsonText::new(json));
        let escapes =
            if param.allow_reserved { Escapes::ReservedInQuery } else { Escapes::Unreserved };
        pairs.extend(query_pairs_named(&name, param, &value, escapes));
    }
    Ok(pairs)
}

/// The value of a header; `None` when there is nothing to send. It is not escaped: nothing in HTTP would
/// undo it.
///
/// # Errors
///
/// The value has control characters.
pub fn header_value(param: Param, value: &dyn ToParam) -> Result<Option<String>, &'static str> {
    let text = match (param.style, flat(value)) {
        (_, Flat::Absent) => return Ok(None),
        (ParamStyle::Json, _) => to_json_string(&value),
        (_, Flat::List(items)) if items.is_empty() => return Ok(None),
        (_, Flat::Object(members)) if members.is_empty() => return Ok(None),
        (_, flat) => joined_by(&flat, ",", param.explode, &mut |out, text| out.push_str(text)),
    };
    // RFC 9110, section 5.5: what ends a line would start another header.
    if text.chars().any(char::is_control) {
        return Err("a header must not have control characters");
    }
    Ok(Some(text))
}

/// The cookies, escaped where RFC 6265 asks for it: to be joined by `=` and `; `.
///
/// # Errors
///
/// None yet: every value has a form.
pub fn cookie_pairs(param: Param, value: &dyn ToParam) -> Result<Pairs, &'static str> {
    Ok(query_pairs_named(param.name, param, value, Escapes::Cookie))
}

fn query_pairs_named(name: &str, param: Param, value: &dyn ToParam, escapes: Escapes) -> Pairs {
    let one = |text: String| vec![(escaped(name, Escapes::Unreserved), text)];
    let delimiter = match param.style {
        ParamStyle::DeepObject => {
            let mut pairs = Pairs::new();
            let name = escaped(name, Escapes::Unreserved);
            deep_pairs(&mut pairs, name, &value.to_param(), escapes);
            return pairs;
        }
        ParamStyle::SpaceDelimited => "%20",
        ParamStyle::PipeDelimited => "%7C",
        _ => ",",
    };
    match (param.style, flat(value)) {
        (_, Flat::Absent) => Pairs::new(),
        (ParamStyle::Json, _) => one(escaped(&to_json_string(&value), escapes)),
        (_, Flat::Scalar(text)) => one(escaped(&text, escapes)),
        (_, Flat::List(items)) if param.explode => {
            let pair =
                |item: Cow<'_, str>| (escaped(name, Escapes::Unreserved), escaped(&item, escapes));
            items.into_iter().map(pair).collect()
        }
        (_, Flat::Object(members)) if param.explode => members
            .into_iter()
            .map(|(name, value)| (escaped(&name, Escapes::Unreserved), escaped(&value, escapes)))
            .collect(),
        (_, Flat::List(items)) if items.is_empty() => Pairs::new(),
        (_, Flat::Object(members)) if members.is_empty() => Pairs::new(),
        (_, flat) => one(joined(&flat, delimiter, false, escapes)),
    }
}

/// `deepObject`: the text of OpenAPI defines it for objects of scalars. Deeper levels get one more pair of
/// brackets, as everybody does; items of arrays get their index, which all that read brackets understand.
fn deep_pairs(pairs: &mut Pairs, name: String, value: &ParamValue<'_>, escapes: Escapes) {
    match value {
        ParamValue::Absent => {}
        ParamValue::Scalar(text) => pairs.push((name, escaped(text, escapes))),
        ParamValue::List(items) => {
            for (index, item) in items.iter().enumerate() {
                deep_pairs(pairs, format!("{name}%5B{index}%5D"), item, escapes);
            }
        }
        ParamValue::Object(members) => {
            for (key, member) in members {
                let key = escaped(key, Escapes::Unreserved);
                deep_pairs(pairs, format!("{name}%5B{key}%5D"), member, escapes);
            }
        }
    }
}

/// `matrix`: RFC 6570, section 3.2.7. A name without `=` stands for an empty value.
fn matrix(param: Param, flat: &Flat<'_>, escapes: Escapes) -> String {
    let pair = |name: &str, text: &str| match text {
        "" => format!(";{}", escaped(name, Escapes::Unreserved)),
        text => format!(";{}={text}", escaped(name, Escapes::Unreserved)),
    };
    match flat {
        Flat::List(items) if param.explode => {
            items.iter().map(|item| pair(param.name, &escaped(item, escapes))).collect()
        }
        Flat::Object(members) if param.explode => {
            members.iter().map(|(name, text)| pair(name, &escaped(text, escapes))).collect()
        }
        Flat::List(items) if items.is_empty() => String::new(),
        Flat::Object(members) if members.is_empty() => String::new(),
        flat => pair(param.name, &joined(flat, ",", false, escapes)),
    }
}

fn joined(flat: &Flat<'_>, separator: &str, explode: bool, escapes: Escapes) -> String {
    joined_by(flat, separator, explode, &mut |out, text| percent_encode_to(out, text, escapes))
}

/// All items, or names and values in turn; exploded objects have `name=value`.
fn joined_by(
    flat: &Flat<'_>,
    separator: &str,
    explode: bool,
    write: &mut dyn FnMut(&mut String, &str),
) -> String {
    let mut out = String::new();
    match flat {
        Flat::Absent => {}
        Flat::Scalar(text) => {
            out.reserve_exact(text.len());
            write(&mut out, text);
        }
        Flat::List(items) => {
            for (index, item) in items.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { separator });
                write(&mut out, item);
            }
        }
        Flat::Object(members) => {
            for (index, (name, text)) in members.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { separator });
                write(&mut out, name);
                out.push_str(if explode { "=" } else { separator });
                write(&mut out, text);
            }
        }
    }
    out
}

fn escaped(text: &str, escapes: Escapes) -> String {
    let mut out = String::with_capacity(text.len());
    percent_encode_to(&mut out, text, escapes);
    out
}

/// Absent items and members are left out (RFC 6570, section 2.3). Where OpenAPI defines no form, for arrays and
/// objects in arrays and objects, the inner ones become JSON, the default of its forms ("Encoding Object").
fn flat<'a>(value: &'a dyn ToParam) -> Flat<'a> {
    let param = value.to_param();
    if is_nested(&param) {
        let json = to_json_string(&value);
        return flat_json(&json).unwrap_or(Flat::Scalar(Cow::Owned(json)));
    }
    let scalar = |value: ParamValue<'a>| match value {
        ParamValue::Scalar(text) => Some(text),
        _ => None,
    };
    match param {
        ParamValue::Absent => Flat::Absent,
        ParamValue::Scalar(text) => Flat::Scalar(text),
        ParamValue::List(items) => Flat::List(items.into_iter().filter_map(scalar).collect()),
        ParamValue::Object(members) => {
            let member = |(name, value)| Some((name, scalar(value)?));
            Flat::Object(members.into_iter().filter_map(member).collect())
        }
    }
}

fn is_nested(value: &ParamValue<'_>) -> bool {
    let deep =
        |value: &ParamValue<'_>| matches!(value, ParamValue::List(_) | ParamValue::Object(_));
    match value {
        ParamValue::List(items) => items.iter().any(deep),
        ParamValue::Object(members) => members.iter().any(|(_, value)| deep(value)),
        ParamValue::Absent | ParamValue::Scalar(_) => false,
    }
}

fn flat_json(json: &str) -> Option<Flat<'static>> {
    let mut input = Decoder::new(json);
    if input.kind() == Kinds::ARRAY {
        return Some(Flat::List(input.raw_items().ok()?.into_iter().filter_map(inner).collect()));
    }
    let members = input.raw_members().ok()?.into_iter();
    let member = |(name, json): (Cow<'_, str>, _)| Some((name.into_owned().into(), inner(json)?));
    Some(Flat::Object(members.filter_map(member).collect()))
}

fn inner(json: &str) -> Option<Cow<'static, str>> {
    let mut input = Decoder::new(json);
    match input.kind() {
        Kinds::NULL => None,
        Kinds::STRING => input.text().ok().map(|text| text.into_owned().into()),
        _ => Some(json.to_owned().into()),
    }
}
