//! A stable text of the IR, for tests and `cargo xtask codegen --dump ir`: a line per type, field, parameter,
//! response.
//!
//! `?` after a type: optional; `|null`: may be null; both: three states. Types are `#` and their number, with their
//! strongest name. Texts for people are left out, but for constraints and deprecation.

use std::fmt::Write as _;

use super::{
    Access, Additional, Api, Docs, Encoding, EnumBase, Field, JsonKinds, Location, Media, NameHint,
    Number, Object, Operation, Parameter, Parent, Presence, Role, SecurityScheme, Server,
    StatusPattern, StringFormat, Tagging, Type, TypeDef, TypeId, TypeKind, Union, Usage, Webhook,
};

/// Prints the API.
#[must_use]
pub fn dump(api: &Api) -> String {
    let mut out = Printer { api, text: String::new() };
    out.line(0, &format!("api {:?} {:?}", api.info.title, api.info.version));
    api.servers.iter().for_each(|server| out.server(0, server));
    api.security_schemes.iter().for_each(|scheme| out.scheme(scheme));
    if let Some(ty) = &api.error_body {
        let line = format!("error body: {}", out.ty(ty));
        out.line(0, &line);
    }
    for tag in &api.tags {
        out.line(0, &format!("tag {:?}", tag.name));
    }
    api.operations.iter().for_each(|operation| out.operation(operation));
    api.webhooks.iter().for_each(|webhook| out.webhook(webhook));
    api.types.iter().for_each(|(id, definition)| out.definition(id, definition));
    out.text
}

struct Printer<'a> {
    api: &'a Api,
    text: String,
}

impl Printer<'_> {
    fn line(&mut self, level: usize, text: &str) {
        let _ = writeln!(self.text, "{:1$}{text}", "", level * 2);
    }

    fn server(&mut self, level: usize, server: &Server) {
        let mut line = format!("server {:?}", server.url);
        for variable in &server.variables {
            let _ = write!(line, " {}={:?}", variable.name, variable.default);
            if !variable.values.is_empty() {
                let _ = write!(line, " of {:?}", variable.values);
            }
        }
        self.line(level, &line);
    }

    fn scheme(&mut self, scheme: &SecurityScheme) {
        self.line(0, &format!("security scheme {}: {:?}", scheme.key, scheme.kind));
    }

    fn operation(&mut self, operation: &Operation) {
        let mut line = format!("{} {}", operation.method.as_str(), operation.path);
        if let Some(id) = &operation.operation_id {
            let _ = write!(line, " {id:?}");
        }
        if let Some(name) = &operation.explicit_name {
            let _ = write!(line, " named {name:?}");
        }
        if !operation.tags.is_empty() {
            let _ = write!(line, " tags {:?}", operation.tags);
        }
        line.push_str(&notes(&operation.docs));
        self.line(0, &line);
        operation.servers.iter().for_each(|server| self.server(1, server));
        if !operation.security.is_empty() {
            let line = format!("security {}", self.security(operation));
            self.line(1, &line);
        }
        operation.parameters.iter().for_each(|parameter| self.parameter(parameter));
        if let Some(body) = &operation.body {
            let need = if body.required { "" } else { "?" };
            body.content.iter().for_each(|media| self.media(1, &format!("body{need}"), media));
        }
        for response in &operation.responses {
            let status = match response.status {
                StatusPattern::Code(code) => code.to_string(),
                StatusPattern::Range(class) => format!("{class}XX"),
                StatusPattern::Default => "default".to_owned(),
            };
            if response.content.is_empty() {
                self.line(1, &format!("{status}: nothing"));
            }
            response.content.iter().for_each(|media| self.media(1, &status, media));
            for header in &response.headers {
                let need = if header.required { "" } else { "?" };
                let line = format!("header {}: {}{need}", header.wire_name, self.ty(&header.ty));
                self.line(2, &line);
            }
        }
        if let Some(pagination) = &operation.pagination {
            self.line(1, &format!("pages {pagination:?}"));
        }
        for link in &operation.links {
            self.line(1, &format!("link {link}"));
        }
    }

    fn security(&self, operation: &Operation) -> String {
        let alternatives = operation.security.iter().map(|alternative| {
            if alternative.is_empty() {
                return "nothing".to_owned();
            }
            let uses = alternative.iter().map(|used| {
                let key = self.api.security_schemes.get(used.scheme).map_or("?", |it| &it.key);
                if used.scopes.is_empty() {
                    key.to_owned()
                } else {
                    format!("{key}{:?}", used.scopes)
                }
            });
            uses.collect::<Vec<_>>().join(" and ")
        });
        alternatives.collect::<Vec<_>>().join(" or ")
    }

    fn parameter(&mut self, parameter: &Parameter) {
        let location = match parameter.location {
            Location::Path => "path",
            Location::Query => "query",
            Location::QueryString => "querystring",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        let mut line = format!("{location} {}: {}", parameter.wire_name, self.ty(&parameter.ty));
        line.push_str(if parameter.nullable { "|null" } else { "" });
        line.push_str(if parameter.required { "" } else { "?" });
        match &parameter.encoding {
            Encoding::Content(media_type) => {
                let _ = write!(line, " as {media_type}");
            }
            Encoding::Style { style, explode, allow_reserved } => {
                let _ = write!(line, " {style:?}");
                line.push_str(if *explode { " explode" } else { "" });
                line.push_str(if *allow_reserved { " reserved" } else { "" });
            }
        }
        if let Some(name) = &parameter.explicit_name {
            let _ = write!(line, " named {name:?}");
        }
        if let Some(default) = &parameter.default {
            let _ = write!(line, " = {default}");
        }
        line.push_str(&notes(&parameter.docs));
        self.line(1, &line);
    }

    fn media(&mut self, level: usize, role: &str, media: &Media) {
        let line = format!("{role} {} {:?}: {}", media.media_type, media.kind, self.ty(&media.ty));
        self.line(level, &line);
        for part in &media.parts {
            let mut line = format!("part {}", part.property);
            if let Some(content_type) = &part.content_type {
                let _ = write!(line, " as {content_type}");
            }
            if let Some((style, explode)) = &part.style {
                let _ = write!(line, " {style:?}{}", if *explode { " explode" } else { "" });
            }
            for header in &part.headers {
                let value = header.value.as_deref().unwrap_or("*");
                let _ = write!(line, " header {}: {value}", header.wire_name);
            }
            self.line(level + 1, &line);
        }
    }

    fn webhook(&mut self, webhook: &Webhook) {
        let mut line = format!("webhook {:?} {}", webhook.name, webhook.method.as_str());
        if let Some(id) = webhook.callback_of {
            let path = self.api.operations.get(id).map_or("?", |operation| &operation.path);
            let _ = write!(line, " callback of {path}");
        }
        self.line(0, &line);
        if let Some(body) = &webhook.body {
            body.content.iter().for_each(|media| self.media(1, "body", media));
        }
    }

    fn definition(&mut self, id: TypeId, definition: &TypeDef) {
        let head = format!("type {}{}", self.name(id), usage(definition.usage));
        let notes = notes(&definition.docs);
        match &definition.kind {
            TypeKind::Object(object) => {
                let extra = match &object.additional {
                    Additional::Ignored => String::new(),
                    Additional::Forbidden => " closed".to_owned(),
                    Additional::Typed(ty) => format!(" rest {}", self.ty(ty)),
                };
                self.line(0, &format!("{head} object{extra}{notes}"));
                self.fields(object);
            }
            TypeKind::Enum(list) => {
                let base = match list.base {
                    EnumBase::String => "string",
                    EnumBase::Integer => "integer",
                    EnumBase::Mixed => "mixed",
                };
                let open = if list.open { "open" } else { "closed" };
                self.line(0, &format!("{head} {open} {base} enum{notes}"));
                for value in &list.values {
                    let mut line = value.value.to_string();
                    if let Some(name) = &value.explicit_name {
                        let _ = write!(line, " named {name:?}");
                    }
                    if let Some(text) = &value.docs.description {
                        let _ = write!(line, " // {text}");
                    }
                    self.line(1, &line);
                }
            }
            TypeKind::Union(union) => {
                let by = match &union.tagging {
                    Tagging::Property(tagged) => format!("by {:?}", tagged.property),
                    Tagging::Shape => "by shape".to_owned(),
                };
                self.line(0, &format!("{head} union {by}{notes}"));
                self.variants(union);
            }
            TypeKind::Alias(ty) => {
                let line = format!("{head} = {}{notes}", self.ty(ty));
                self.line(0, &line);
            }
            TypeKind::Newtype(ty) => {
                let line = format!("{head} newtype {}{notes}", self.ty(ty));
                self.line(0, &line);
            }
        }
    }

    fn fields(&mut self, object: &Object) {
        for field in &object.fields {
            let line = self.field(field);
            self.line(1, &line);
        }
    }

    fn field(&self, field: &Field) -> String {
        let mut line = format!("{}: {}", field.wire_name, self.ty(&field.ty));
        line.push_str(match field.presence {
            Presence::Required => "",
            Presence::Optional => "?",
            Presence::Nullable => "|null",
            Presence::OptionalNullable => "|null?",
        });
        line.push_str(match field.access {
            Access::Both => "",
            Access::ReadOnly => " read-only",
            Access::WriteOnly => " write-only",
        });
        if let Some(constant) = &field.constant {
            let _ = write!(line, " always {constant}");
        }
        if let Some(default) = &field.default {
            let _ = write!(line, " = {default}");
        }
        if let Some(name) = &field.explicit_name {
            let _ = write!(line, " named {name:?}");
        }
        line.push_str(&notes(&field.docs));
        line
    }

    fn variants(&mut self, union: &Union) {
        for variant in &union.variants {
            let mut line = self.ty(&variant.ty);
            if !variant.tags.is_empty() {
                let _ = write!(line, " tags {:?}", variant.tags);
                line.push_str(if variant.tag_is_field { "" } else { " put in" });
            }
            if union.tagging == Tagging::Shape {
                let _ = write!(line, " if {}", kinds(variant.probe.kinds));
                if !variant.probe.required.is_empty() {
                    let _ = write!(line, " with {:?}", variant.probe.required);
                }
                for (key, texts) in &variant.probe.texts {
                    let _ = write!(line, " where {key} in {texts:?}");
                }
            }
            if let Some(name) = variant.explicit_name.as_ref().or(variant.title.as_ref()) {
                let _ = write!(line, " named {name:?}");
            }
            self.line(1, &line);
        }
    }

    fn ty(&self, ty: &Type) -> String {
        match ty {
            Type::Any => "any".to_owned(),
            Type::Null => "null".to_owned(),
            Type::Bool => "bool".to_owned(),
            Type::Integer(width) => width.as_str().to_owned(),
            Type::Number(Number::F32) => "f32".to_owned(),
            Type::Number(Number::F64) => "f64".to_owned(),
            Type::Number(Number::Decimal) => "decimal".to_owned(),
            Type::Number(Number::Exact) => "exact number".to_owned(),
            Type::String(StringFormat::Plain) => "string".to_owned(),
            Type::String(format) => format!("string({format:?})"),
            Type::Binary => "binary".to_owned(),
            Type::List(item) => format!("[{}]", self.ty(item)),
            Type::Map(value) => format!("{{{}}}", self.ty(value)),
            Type::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| self.ty(item)).collect();
                format!("({})", items.join(", "))
            }
            Type::Nullable(inner) => format!("{}|null", self.ty(inner)),
            Type::Boxed(inner) => format!("box {}", self.ty(inner)),
            Type::Named(id) => self.name(*id),
            Type::External(path) => format!("external {path}"),
        }
    }

    /// `#3 Pet`, or for an inline type where it lives: `#4 Pet.status`.
    fn name(&self, id: TypeId) -> String {
        format!("#{} {}", id.index(), self.path(&self.api.types[id].hint, 0))
    }

    fn path(&self, hint: &NameHint, depth: usize) -> String {
        if let Some(explicit) = &hint.explicit {
            return format!("{explicit:?}");
        }
        if let Some(component) = &hint.component {
            return component.clone();
        }
        if let Some(id) = hint.sent_form_of {
            return format!("{} as sent", self.path(&self.api.types[id].hint, depth + 1));
        }
        let Some((parent, role)) = &hint.parent else { return "?".to_owned() };
        let parent = match parent {
            Parent::Type(id) if depth < 32 => self.path(&self.api.types[*id].hint, depth + 1),
            Parent::Type(id) => format!("#{}", id.index()),
            Parent::Operation(id) => self.api.operations.get(*id).map_or_else(
                || "?".to_owned(),
                |operation| match &operation.operation_id {
                    Some(id) => id.clone(),
                    None => format!("{} {}", operation.method.as_str(), operation.path),
                },
            ),
            Parent::Webhook(index) => {
                self.api.webhooks.get(*index).map_or_else(String::new, |hook| hook.name.clone())
            }
            Parent::Component => "components".to_owned(),
        };
        let title = hint.title.as_ref().map_or_else(String::new, |title| format!(" {title:?}"));
        format!("{parent}.{}{title}", role_text(role))
    }
}

fn role_text(role: &Role) -> String {
    match role {
        Role::Property(name)
        | Role::Parameter(name)
        | Role::Header(name)
        | Role::Component(name) => name.clone(),
        Role::Nth(role, index) => format!("{}[{index}]", role_text(role)),
        Role::Item(role) => format!("{}[]", role_text(role)),
        Role::MapValue(role) => format!("{}{{}}", role_text(role)),
        Role::Element => "element".to_owned(),
        Role::Variant { index, tag: None } => format!("variant{index}"),
        Role::Variant { tag: Some(tag), .. } => format!("variant({tag})"),
        Role::Request(None) => "request".to_owned(),
        Role::Request(Some(media)) => format!("request({media})"),
        Role::Response(status, media) => {
            let words: Vec<&str> =
                [status, media].into_iter().flatten().map(String::as_str).collect();
            if words.is_empty() {
                "response".to_owned()
            } else {
                format!("response({})", words.join(" "))
            }
        }
    }
}

fn kinds(kinds: JsonKinds) -> String {
    let all = [
        (kinds.bool, "bool"),
        (kinds.integer, "integer"),
        (kinds.number, "number"),
        (kinds.string, "string"),
        (kinds.array, "array"),
        (kinds.object, "object"),
    ];
    if all.iter().all(|(there, _)| *there) {
        return "anything".to_owned();
    }
    all.iter().filter(|(there, _)| *there).map(|(_, name)| *name).collect::<Vec<_>>().join("|")
}

fn usage(usage: Usage) -> String {
    let all =
        [(usage.request, "sent"), (usage.response, "received"), (usage.parameter, "parameter")];
    let words: Vec<&str> = all.iter().filter(|(there, _)| *there).map(|(_, word)| *word).collect();
    if words.is_empty() { String::new() } else { format!(" ({})", words.join(", ")) }
}

fn notes(docs: &Docs) -> String {
    let mut text = String::new();
    if !docs.constraints.is_empty() {
        let _ = write!(text, " ({})", docs.constraints.join("; "));
    }
    match docs.deprecated.as_deref() {
        None => {}
        Some("") => text.push_str(" deprecated"),
        Some(reason) => {
            let _ = write!(text, " deprecated: {reason}");
        }
    }
    text
}
