//! What the later stages rely on in the IR, checked on every description among the tests' inputs.
//!
//! `OASMITH_DESCRIPTIONS` names a folder with more of them.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use oasmith::config::Config;
use oasmith::diag::Sink;
use oasmith::ir::{
    Access, Additional, Api, Field, Location, MediaKind, Parent, Presence, StatusPattern, Tagging,
    Type, TypeId, TypeKind, Usage,
};
use oasmith::source::{self, NoFiles, SourceFile, SourceMap};
use oasmith::{lower, passes, spec};

#[test]
fn later_stages_can_rely_on_the_ir() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")];
    folders.extend(std::env::var_os("OASMITH_DESCRIPTIONS").map(PathBuf::from));
    let mut count = 0;
    let mut broken = Vec::new();
    for file in folders.iter().flat_map(|folder| descriptions(folder)) {
        if let Some(api) = ir(&file) {
            count += 1;
            let found = Check::run(&api);
            broken.extend(found.into_iter().map(|text| format!("{}: {text}", file.display())));
        }
    }
    assert!(count > 0);
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

fn descriptions(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut pending = vec![folder.to_owned()];
    while let Some(folder) = pending.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                pending.push(path);
            } else if path.extension().is_some_and(|ext| ext == "yaml" || ext == "json") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn ir(path: &Path) -> Option<Api> {
    let text = fs::read_to_string(path).ok()?;
    let config = Config::for_crate("test");
    let mut sink = Sink::new(false);
    let mut map = SourceMap::default();
    let file = SourceFile { path: "openapi.yaml".to_owned(), text: text.into() };
    let document = source::load(file, &mut map, &mut sink)?;
    let document = spec::prepare(document, &mut map, &NoFiles, &mut sink)?;
    let spec = spec::typed(&document, &mut sink)?;
    let api = lower::lower(&spec, &config, &mut sink);
    let api = passes::run(api, &config, &mut sink);
    assert_eq!(api.operations.len(), spec.operations, "{}: operations", path.display());
    Some(api)
}

struct Check<'a> {
    api: &'a Api,
    broken: Vec<String>,
}

impl Check<'_> {
    fn run(api: &Api) -> Vec<String> {
        let mut check = Check { api, broken: Vec::new() };
        check.definitions();
        check.operations();
        check.sizes();
        check.broken
    }

    fn expect(&mut self, holds: bool, text: impl FnOnce() -> String) {
        if !holds {
            self.broken.push(text());
        }
    }

    fn ty(&mut self, ty: &Type, at: &str) {
        let count = self.api.types.len();
        ty.named(&mut |id| assert!(id.index() < count, "{at}: an id of no type"));
        self.expect(!matches!(ty, Type::Nullable(_)), || format!("{at}: `null` is not hoisted"));
    }

    fn definitions(&mut self) {
        for (id, definition) in self.api.types.iter() {
            let at = definition.origin.to_string();
            if let Some((parent, _)) = &definition.hint.parent {
                let known = match parent {
                    Parent::Type(id) => id.index() < self.api.types.len(),
                    Parent::Operation(id) => *id < self.api.operations.len(),
                    Parent::Webhook(index) => *index < self.api.webhooks.len(),
                    Parent::Component => true,
                };
                self.expect(known, || format!("{at}: the parent does not exist"));
            }
            let hint = &definition.hint;
            let named =
                hint.component.is_some() || hint.parent.is_some() || hint.sent_form_of.is_some();
            self.expect(named, || format!("{at}: no name at all"));
            match &definition.kind {
                TypeKind::Object(object) => {
                    let mut keys = BTreeSet::new();
                    for field in &object.fields {
                        self.ty(&field.ty, &field.origin.to_string());
                        self.expect(keys.insert(&field.wire_name), || {
                            format!("{at}: two fields `{}`", field.wire_name)
                        });
                        let three = field.presence == Presence::OptionalNullable;
                        let reads = definition.usage.response
                            && !definition.usage.request
                            && !definition.usage.parameter;
                        self.expect(!(three && reads), || format!("{at}: three states to read"));
                        self.one_way(definition.usage, field, &at);
                    }
                    if let Additional::Typed(ty) = &object.additional {
                        ty.named(&mut |id| assert!(id.index() < self.api.types.len()));
                    }
                }
                TypeKind::Enum(list) => {
                    self.expect(!list.values.is_empty(), || format!("{at}: an empty enum"));
                    let mut seen = BTreeSet::new();
                    for value in &list.values {
                        let text = value.value.to_string();
                        self.expect(text != "null", || format!("{at}: `null` is not hoisted"));
                        self.expect(seen.insert(text), || format!("{at}: a value twice"));
                    }
                }
                TypeKind::Union(union) => {
                    self.expect(!union.variants.is_empty(), || format!("{at}: no variant"));
                    let mut tags = BTreeSet::new();
                    for variant in &union.variants {
                        self.ty(&variant.ty, &at);
                        let tagged = matches!(union.tagging, Tagging::Property(_));
                        self.expect(variant.tags.is_empty() != tagged, || {
                            format!("{at}: a variant with the wrong number of tags")
                        });
                        for tag in &variant.tags {
                            self.expect(tags.insert(tag), || format!("{at}: tag `{tag}` twice"));
                        }
                    }
                }
                TypeKind::Alias(ty) | TypeKind::Newtype(ty) => {
                    ty.named(&mut |id| assert!(id.index() < self.api.types.len()));
                    let own = *ty == Type::Named(id);
                    self.expect(!own, || format!("{at}: another name for itself"));
                }
            }
        }
    }

    /// A field of one way only is none of a type that goes the other way, and optional in one that goes both.
    fn one_way(&mut self, usage: Usage, field: &Field, at: &str) {
        let sent = usage.request || usage.parameter;
        let wrong = match field.access {
            Access::Both => false,
            Access::ReadOnly => sent && !usage.response,
            Access::WriteOnly => usage.response && !sent,
        };
        let always = matches!(field.presence, Presence::Required | Presence::Nullable);
        let both = sent && usage.response && field.access != Access::Both;
        let wrong = wrong || (both && always && !field.is_fixed());
        self.expect(!wrong, || format!("{at}: `{}` goes the other way", field.wire_name));
    }

    fn operations(&mut self) {
        for operation in &self.api.operations {
            let at = operation.origin.to_string();
            self.expect(operation.path.starts_with('/'), || format!("{at}: {}", operation.path));
            let mut seen = BTreeSet::new();
            for parameter in &operation.parameters {
                let key = (format!("{:?}", parameter.location), &parameter.wire_name);
                self.expect(seen.insert(key), || format!("{at}: `{}` twice", parameter.wire_name));
                self.ty(&parameter.ty, &parameter.origin.to_string());
                self.expect(parameter.ty != Type::Binary, || {
                    format!("{at}: a file in a parameter")
                });
                let in_path = parameter.location == Location::Path;
                self.expect(!in_path || parameter.required, || format!("{at}: optional in a path"));
            }
            let mut rest = operation.path.as_str();
            while let Some((_, after)) = rest.split_once('{') {
                let Some((name, after)) = after.split_once('}') else { break };
                rest = after;
                let declared = operation.parameters.iter().any(|parameter| {
                    parameter.location == Location::Path && parameter.wire_name == name
                });
                self.expect(declared, || format!("{at}: nothing for `{{{name}}}`"));
            }
            for alternative in &operation.security {
                for used in alternative {
                    let known = used.scheme < self.api.security_schemes.len();
                    self.expect(known, || format!("{at}: an unknown scheme"));
                }
            }
            for tag in &operation.tags {
                let known = self.api.tags.iter().any(|known| known.name == *tag);
                self.expect(known, || format!("{at}: an unknown tag"));
            }
            let mut statuses: BTreeSet<StatusPattern> = BTreeSet::new();
            for response in &operation.responses {
                self.expect(statuses.insert(response.status), || format!("{at}: a status twice"));
            }
            let bodies = operation.body.iter().flat_map(|body| &body.content);
            let answers = operation.responses.iter().flat_map(|response| &response.content);
            for media in bodies.chain(answers) {
                let bytes = media.ty == Type::Binary;
                self.expect(bytes == (media.kind == MediaKind::Binary), || {
                    format!("{at}: {} is {:?}", media.media_type, media.ty)
                });
            }
        }
    }

    /// No type holds itself by value, and no circle of aliases is left.
    fn sizes(&mut self) {
        for (start, definition) in self.api.types.iter() {
            let mut pending = by_value(self.api, start);
            let mut seen = BTreeSet::new();
            while let Some(id) = pending.pop() {
                if id == start {
                    let at = &definition.origin;
                    self.broken.push(format!("{at}: holds itself by value"));
                    break;
                }
                if seen.insert(id) {
                    pending.extend(by_value(self.api, id));
                }
            }
            if let TypeKind::Alias(ty) = &definition.kind {
                let mut pending = Vec::new();
                ty.named(&mut |id| pending.push(id));
                let mut seen = BTreeSet::new();
                while let Some(id) = pending.pop() {
                    if let (true, TypeKind::Alias(ty)) = (seen.insert(id), &self.api.types[id].kind)
                    {
                        ty.named(&mut |id| pending.push(id));
                    }
                }
                let at = &definition.origin;
                self.expect(!seen.contains(&start), || format!("{at}: an alias of itself"));
            }
        }
    }
}

fn by_value(api: &Api, id: TypeId) -> Vec<TypeId> {
    fn add(ty: &Type, found: &mut Vec<TypeId>) {
        match ty {
            Type::Named(id) => found.push(*id),
            Type::Nullable(inner) => add(inner, found),
            Type::Tuple(items) => items.iter().for_each(|item| add(item, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    match &api.types[id].kind {
        TypeKind::Object(object) => object.fields.iter().for_each(|it| add(&it.ty, &mut found)),
        kind => kind.types().into_iter().for_each(|ty| add(ty, &mut found)),
    }
    found
}
