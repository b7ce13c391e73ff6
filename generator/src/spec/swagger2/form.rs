//! `in: formData` becomes the properties of a request body.

use serde_json::{Map, Value, json};

use super::front::Front;
use super::media_types::{FORM, MULTIPART, essence};
use super::parameter::query_style;
use super::schema;
use super::simple_schema::{separation, split};
use crate::source::Pointer;

/// A field: the parameter and where it stands.
pub(super) type Field<'a> = (&'a Map<String, Value>, Pointer);

/// Adds a form to the content of a request body at `to`; gives whether a field is required.
pub(super) fn add(
    fields: &[Field<'_>],
    to: &Pointer,
    consumes: Option<&[String]>,
    content: &mut Map<String, Value>,
    front: &mut Front<'_>,
) -> bool {
    let mut properties = Map::new();
    let mut encoding = Map::new();
    let mut required = Vec::new();
    let media_types = media_types(fields, consumes);
    for (field, at) in fields {
        let Some(Value::String(name)) = field.get("name") else { continue };
        let (mut property, rest) = split(field);
        if let Some(schema) = field.get("schema")
            && let Value::Object(schema) = schema::convert(schema)
        {
            property.extend(schema);
        }
        for (key, value) in rest {
            if key == "description" || key == "example" || key.starts_with("x-") {
                property.entry(key).or_insert(value);
            }
        }
        if field.get("required") == Some(&Value::Bool(true)) {
            required.push(Value::from(name.as_str()));
        }
        if field.get("type").is_some_and(|kind| kind == "array") {
            let (style, explode) = query_style(separation(field, at, front));
            encoding.insert(name.clone(), json!({ "style": style, "explode": explode }));
        }
        for media_type in &media_types {
            let schema = to.keys(["content", media_type.as_str(), "schema", "properties", name]);
            front.moves.note(at, &schema);
        }
        properties.insert(name.clone(), Value::Object(property));
    }
    let mut schema = Map::new();
    schema.insert("type".to_owned(), Value::from("object"));
    schema.insert("properties".to_owned(), Value::Object(properties));
    let is_required = !required.is_empty();
    if is_required {
        schema.insert("required".to_owned(), Value::Array(required));
    }
    for name in media_types {
        let mut media = Map::new();
        media.insert("schema".to_owned(), Value::Object(schema.clone()));
        // `style` says nothing of the parts of a multipart body (OpenAPI 3.0.4, section 4.7.15.1).
        if !encoding.is_empty() && essence(&name) == FORM {
            media.insert("encoding".to_owned(), Value::Object(encoding.clone()));
        }
        content.insert(name, Value::Object(media));
    }
    is_required
}

/// Which of the two types of a form: multipart as soon as there is a file, otherwise what `consumes` says.
fn media_types(fields: &[Field<'_>], consumes: Option<&[String]>) -> Vec<String> {
    let is_file = |map: &Map<String, Value>| map.get("type").is_some_and(|name| name == "file");
    let has_file = fields.iter().any(|(field, _)| {
        is_file(field) || field.get("items").and_then(Value::as_object).is_some_and(is_file)
    });
    let wanted = |name: &&String| {
        let essence = essence(name);
        essence == MULTIPART || (essence == FORM && !has_file)
    };
    let mut names: Vec<String> =
        consumes.unwrap_or_default().iter().filter(wanted).cloned().collect();
    if names.is_empty() {
        names.push(if has_file { MULTIPART } else { FORM }.to_owned());
    }
    names
}
