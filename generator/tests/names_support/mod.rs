//! Small APIs for tests of names.

#![allow(dead_code, reason = "each test crate uses a part")]

use oasmith::config::Config;
use oasmith::diag::Sink;
use oasmith::ir::{
    Access, Additional, Api, Discriminated, Docs, Encoding, Enum, EnumBase, EnumValue, Field,
    Location, Media, MediaKind, Method, NameHint, Object, Operation, OperationId, Parameter,
    Parent, Presence, Probe, RequestBody, Response, Role, SecurityKind, SecurityScheme,
    StatusPattern, StringFormat, Style, Tag, Tagging, Type, TypeDef, TypeId, TypeKind, Union,
    Usage, Variant,
};
use oasmith::names::{self, Names};
use oasmith::source::{Pointer, SourceMap};

/// An API that grows by a line each.
#[derive(Clone, Default)]
pub(crate) struct ApiBuilder {
    pub(crate) api: Api,
}

impl ApiBuilder {
    pub(crate) fn component(&mut self, key: &str, kind: TypeKind) -> TypeId {
        let hint = NameHint { component: Some(key.to_owned()), ..NameHint::default() };
        self.push(Pointer::root().keys(["components", "schemas", key]), hint, kind)
    }

    pub(crate) fn inline(
        &mut self,
        parent: Parent,
        role: Role,
        title: Option<&str>,
        kind: TypeKind,
    ) -> TypeId {
        let hint = NameHint {
            title: title.map(str::to_owned),
            parent: Some((parent, role)),
            ..NameHint::default()
        };
        let origin = Pointer::root().key("inline").index(self.api.types.len());
        self.push(origin, hint, kind)
    }

    fn push(&mut self, origin: Pointer, hint: NameHint, kind: TypeKind) -> TypeId {
        let (docs, usage) = (Docs::default(), Usage::default());
        self.api.types.push(TypeDef { origin, hint, docs, usage, kind })
    }

    pub(crate) fn operation(&mut self, operation: Operation) -> OperationId {
        for name in &operation.tags {
            if !self.api.tags.iter().any(|tag| tag.name == *name) {
                let origin = operation.origin.key("tags").index(0);
                self.api.tags.push(Tag { name: name.clone(), description: None, origin });
            }
        }
        self.api.operations.push(operation);
        self.api.operations.len() - 1
    }

    pub(crate) fn security_scheme(&mut self, key: &str) {
        self.api.security_schemes.push(SecurityScheme {
            key: key.to_owned(),
            kind: SecurityKind::Bearer,
            description: None,
            origin: Pointer::root().keys(["components", "securitySchemes", key]),
        });
    }
}

/// The names, and diagnostics as `CODE message`.
pub(crate) fn assign(api: &Api, config: &Config) -> (Names, Vec<String>) {
    let mut sink = Sink::new(false);
    let names = names::assign(api, config, names::lock::Lock::default(), &mut sink);
    let diagnostics = sink.into_sorted(&SourceMap::default());
    (names, diagnostics.iter().map(|one| format!("{} {}", one.code.id, one.message)).collect())
}

pub(crate) fn member_names(names: &Names, index: usize) -> Vec<&str> {
    names.types[index].members.iter().map(oasmith::names::Ident::as_str).collect()
}

pub(crate) fn field(wire_name: &str) -> Field {
    Field {
        wire_name: wire_name.to_owned(),
        ty: Type::Bool,
        presence: Presence::Required,
        default: None,
        constant: None,
        null_seen: false,
        access: Access::Both,
        explicit_name: None,
        docs: Docs::default(),
        origin: Pointer::root().keys(["properties", wire_name]),
    }
}

pub(crate) fn object(fields: &[&str]) -> TypeKind {
    let fields = fields.iter().map(|name| field(name)).collect();
    TypeKind::Object(Object { fields, additional: Additional::Ignored })
}

pub(crate) fn enumeration(values: &[&str]) -> TypeKind {
    let values = values
        .iter()
        .map(|value| EnumValue {
            value: (*value).into(),
            explicit_name: None,
            docs: Docs::default(),
        })
        .collect();
    TypeKind::Enum(Enum { base: EnumBase::String, values, open: true })
}

/// A union; tagged when its first variant has a tag.
pub(crate) fn union(variants: Vec<Variant>) -> TypeKind {
    let tagged = variants.first().is_some_and(|variant| !variant.tags.is_empty());
    let tagging = if tagged {
        Tagging::Property(Discriminated { property: "kind".into() })
    } else {
        Tagging::Shape
    };
    TypeKind::Union(Union { variants, tagging })
}

pub(crate) fn variant(ty: Type, tags: &[&str]) -> Variant {
    Variant {
        ty,
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        tag_is_field: false,
        probe: Probe::default(),
        explicit_name: None,
        title: None,
        docs: Docs::default(),
        origin: Pointer::root(),
    }
}

pub(crate) fn operation(method: &str, path: &str, id: Option<&str>, tags: &[&str]) -> Operation {
    Operation {
        position: 0,
        operation_id: id.map(str::to_owned),
        explicit_name: None,
        method: match method {
            "get" => Method::Get,
            "post" => Method::Post,
            "put" => Method::Put,
            other => Method::Other(other.to_ascii_uppercase()),
        },
        path: path.to_owned(),
        parameters: Vec::new(),
        body: None,
        responses: Vec::new(),
        security: Vec::new(),
        servers: Vec::new(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        links: Vec::new(),
        pagination: None,
        docs: Docs::default(),
        origin: Pointer::root().keys(["paths", path, method]),
    }
}

pub(crate) fn parameter(name: &str, location: Location, required: bool) -> Parameter {
    Parameter {
        wire_name: name.to_owned(),
        location,
        encoding: Encoding::Style { style: Style::Form, explode: true, allow_reserved: false },
        ty: Type::String(StringFormat::Plain),
        required,
        nullable: false,
        default: None,
        explicit_name: None,
        docs: Docs::default(),
        origin: Pointer::root().keys(["parameters", name]),
    }
}

pub(crate) fn body(media_types: &[&str]) -> RequestBody {
    let kind = |text: &str| match text {
        "multipart/form-data" => MediaKind::Multipart,
        text if text.ends_with("json") => MediaKind::Json,
        _ => MediaKind::Binary,
    };
    let content = media_types
        .iter()
        .map(|text| Media {
            media_type: (*text).to_owned(),
            kind: kind(text),
            ty: Type::Any,
            parts: Vec::new(),
            example: None,
            origin: Pointer::root(),
        })
        .collect();
    RequestBody { required: true, content, docs: Docs::default(), origin: Pointer::root() }
}

pub(crate) fn responses(keys: &[&str]) -> Vec<Response> {
    let status = |key: &str| match key {
        "default" => StatusPattern::Default,
        "2XX" => StatusPattern::Range(2),
        code => StatusPattern::Code(code.parse().expect("a status")),
    };
    keys.iter()
        .map(|key| Response {
            status: status(key),
            content: Vec::new(),
            headers: Vec::new(),
            docs: Docs::default(),
            origin: Pointer::root(),
        })
        .collect()
}
