//! What rustdoc says of a node: descriptions, examples, deprecation.

use indexmap::IndexMap;
use openapiv3::{Example, ExternalDocumentation, ReferenceOr, Schema};
use serde_json::Value;

use super::{Lowering, constraints};
use crate::ir::Docs;
use crate::source::Pointer;

/// Docs of a schema.
pub(super) fn of_schema(schema: &Schema) -> Docs {
    let data = &schema.schema_data;
    Docs {
        title: text(data.title.as_deref()),
        summary: None,
        description: text(data.description.as_deref()),
        deprecated: deprecated(data.deprecated, &data.extensions),
        external: external(data.external_docs.as_ref()),
        constraints: constraints::in_words(schema),
        example: data.example.clone().filter(|example| reference(example).is_none()),
    }
}

/// Where an example leads that is nothing but a reference. Such a one stands where a value belongs, and means another.
fn reference(example: &Value) -> Option<&str> {
    let object = example.as_object().filter(|object| object.len() == 1)?;
    object.get("$ref")?.as_str()
}

/// Takes over what `docs` does not say itself.
pub(super) fn complete(docs: &mut Docs, other: Docs) {
    docs.title = docs.title.take().or(other.title);
    docs.summary = docs.summary.take().or(other.summary);
    docs.description = docs.description.take().or(other.description);
    docs.deprecated = docs.deprecated.take().or(other.deprecated);
    docs.external = docs.external.take().or(other.external);
    docs.example = docs.example.take().or(other.example);
    for constraint in other.constraints {
        if !docs.constraints.contains(&constraint) {
            docs.constraints.push(constraint);
        }
    }
}

/// `deprecated` and `x-deprecated-reason`; a reason alone is enough.
pub(super) fn deprecated(flag: bool, extensions: &IndexMap<String, Value>) -> Option<String> {
    let reason = extensions.get("x-deprecated-reason").and_then(Value::as_str);
    reason.map(str::to_owned).or_else(|| flag.then(String::new))
}

/// `externalDocs`.
pub(super) fn external(docs: Option<&ExternalDocumentation>) -> Option<(String, Option<String>)> {
    docs.map(|docs| (docs.url.clone(), text(docs.description.as_deref())))
}

/// A text, unless it is blank.
pub(super) fn text(text: Option<&str>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty()).map(str::to_owned)
}

/// `x-rust-name`.
pub(super) fn rust_name(extensions: &IndexMap<String, Value>) -> Option<String> {
    extensions.get("x-rust-name").and_then(Value::as_str).map(str::to_owned)
}

/// `x-ms-client-name`: what a client should call a property or parameter.
pub(super) fn client_name(extensions: &IndexMap<String, Value>) -> Option<String> {
    let name = extensions.get("x-ms-client-name")?.as_str()?;
    name.contains(char::is_alphanumeric).then(|| name.to_owned())
}

impl Lowering<'_> {
    /// `example`, or the value of the first of `examples`.
    pub(super) fn example(
        &self,
        example: Option<&Value>,
        examples: &IndexMap<String, ReferenceOr<Example>>,
        at: &Pointer,
    ) -> Option<Value> {
        let named = example.and_then(reference);
        let example = match named {
            Some(target) => named_example(self, target),
            None => example.cloned(),
        };
        example.or_else(|| {
            let (name, first) = examples.first()?;
            self.spec.example(first, &at.key("examples").key(name))?.item.value.clone()
        })
    }
}

fn named_example(lowering: &Lowering<'_>, target: &str) -> Option<Value> {
    let key = target.strip_prefix("#/components/examples/")?;
    let node = lowering.spec.api.components.as_ref()?.examples.get(key)?;
    let at = Pointer::root().keys(["components", "examples", key]);
    lowering.spec.example(node, &at)?.item.value.clone()
}
