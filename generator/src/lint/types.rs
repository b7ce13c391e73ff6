//! Types whose names or values say less than they could.

use super::codes;
use crate::diag::Sink;
use crate::ir::{Api, Enum, Type, TypeDef, TypeKind};
use crate::names::{Names, Rule, TypeNames};

pub(super) fn check(api: &Api, names: &Names, sink: &mut Sink) {
    for ((_, def), names) in api.types.iter().zip(&names.types) {
        inline(def, names, sink);
        match &def.kind {
            TypeKind::Enum(Enum { values, .. }) if values.len() == 1 => {
                let message = format!("`model::{}` has one value", names.name);
                sink.note(codes::ONE_VALUE, &def.origin, message)
                    .help("leave the `enum` out, or make the property required: then it is no field at all");
            }
            TypeKind::Object(object) => {
                for (field, name) in object.fields.iter().zip(&names.members) {
                    if field.ty == Type::Any && field.constant.is_none() {
                        let message =
                            format!("`model::{}::{name}` is a `serde_json::Value`", names.name);
                        sink.note(codes::ANYTHING, &field.origin, message)
                            .at_key()
                            .help("describe the value, be it only by `type`");
                    }
                }
            }
            _ => {}
        }
    }
}

fn inline(def: &TypeDef, names: &TypeNames, sink: &mut Sink) {
    let by = match names.rule {
        Rule::Explicit | Rule::Component | Rule::SentForm | Rule::Numbered | Rule::Kept => return,
        Rule::Title => "title",
        Rule::Place | Rule::PlaceAndKind => "place",
    };
    let message = format!("this type is called `model::{}`, by its {by}", names.name);
    sink.note(codes::INLINE_TYPE, &def.origin, message).at_key().help(format!(
        "move the schema to `components/schemas`, or pin the name: `{:?} = {:?}` under `[names]` in codegen.toml",
        def.origin.as_str(),
        names.name.as_str(),
    ));
}
