//! Examples and defaults that their schemas do not allow.

use serde_json::Value;

use super::check::{Misfit, Schemas};
use super::codes;
use super::walk::walk;
use crate::diag::{Code, Part, Sink};
use crate::source::Pointer;
use crate::spec::shape::Kind;

/// Reports them.
pub(super) fn misfits(root: &Value, sink: &mut Sink) {
    let schemas = Schemas::new(root);
    let mut check = |code: Code,
                     what: &str,
                     value: &Value,
                     at: &dyn Fn() -> Pointer,
                     schema: &Value,
                     place: &dyn Fn() -> Pointer| {
        // `null` is how YAML writes that nothing was filled in.
        if value.is_null() {
            return;
        }
        let Err(Misfit { path, schema: steps, expected, found }) = schemas.check(value, schema)
        else {
            return;
        };
        let at = path.iter().rev().fold(at(), |at, step| step.below(&at));
        let says = steps.iter().rev().fold(place(), |at, step| step.below(&at));
        let message =
            format!("this {what} does not fit its schema: expected {expected}, found {found}");
        sink.note(code, &at, message)
            .also(&says, Part::Key, "the schema")
            .help("correct one of them; formats and patterns are not compared");
    };
    walk(root, &mut |kind, node, trail| {
        let here = || trail.pointer();
        match kind {
            Kind::Schema => {
                for (keyword, code) in
                    [("default", codes::DEFAULT_MISFIT), ("example", codes::EXAMPLE_MISFIT)]
                {
                    if let Some(value) = node.get(keyword) {
                        check(code, keyword, value, &|| here().key(keyword), node, &here);
                    }
                }
            }
            Kind::Parameter | Kind::MediaType | Kind::Header => {
                let Some(schema) = node.get("schema") else { return };
                let place = || here().key("schema");
                let code = codes::EXAMPLE_MISFIT;
                if let Some(value) = node.get("example") {
                    check(code, "example", value, &|| here().key("example"), schema, &place);
                }
                let examples = node.get("examples").and_then(Value::as_object);
                for (key, example) in examples.into_iter().flatten() {
                    if let Some(value) = example.get("value") {
                        let at = || here().keys(["examples", key, "value"]);
                        check(code, "example", value, &at, schema, &place);
                    }
                }
            }
            _ => {}
        }
    });
}
