//! From the typed description to the IR.
//!
//! The id of every component schema is reserved first; then the bodies are lowered one by one, so recursion ends at
//! a reference. What can only be said when all types are known (tags and probes of unions, which fields are files)
//! is settled at the end.

mod binary;
mod body;
mod choice;
mod codes;
mod constraints;
mod docs;
mod enum_;
mod info;
mod inheritance;
mod keywords;
mod nullable;
mod object;
mod operation;
mod overrides;
mod page_extensions;
mod pagination;
mod parameter;
mod response;
mod scalar;
mod schema;
mod security;
mod selection;
mod sendable;
mod server;
mod shape;
mod tagging;
mod union;
mod unit;
mod webhook;

#[cfg(test)]
mod tests;

pub use codes::CODES;

use std::collections::{HashMap, HashSet, VecDeque};

use indexmap::IndexMap;
use openapiv3::{Components, ReferenceOr, Schema};

use crate::config::Config;
use crate::diag::Sink;
use crate::ir::{Api, Docs, NameHint, Parent, Role, Type, TypeDef, TypeId, TypeKind, Usage};
use crate::source::Pointer;
use crate::spec::{SchemaNode, Spec, ext};

use overrides::Overrides;
use shape::component_pointer;

/// How deep lists, maps and `allOf` written inside each other are followed. Objects and unions in each other have no
/// limit: their members wait in a queue.
const MAX_DEPTH: usize = 32;

/// Makes the IR.
#[must_use]
pub fn lower(spec: &Spec, config: &Config, sink: &mut Sink) -> Api {
    let mut lowering = Lowering::new(spec, config, sink);
    lowering.info();
    lowering.servers();
    lowering.security_schemes();
    lowering.tags();
    lowering.reserve_components();
    lowering.component_bodies();
    lowering.operations();
    lowering.error_body();
    lowering.members();
    lowering.settle_binary();
    lowering.settle_unions();
    lowering.paginate();
    lowering.unused_overrides();
    lowering.api
}

/// The state of the stage.
struct Lowering<'a> {
    spec: &'a Spec,
    config: &'a Config,
    sink: &'a mut Sink,
    api: Api,
    /// Component schemas by key.
    components: IndexMap<&'a str, Component>,
    /// Component schemas made of another one by `allOf`, by the key of that one.
    children: IndexMap<&'a str, Vec<&'a str>>,
    /// Types made for inline schemas, by the schemas they were made of.
    made: HashMap<Vec<Pointer>, TypeId>,
    /// Components whose type has been defined.
    defined: HashSet<TypeId>,
    unions: Vec<tagging::Pending>,
    page_claims: Vec<pagination::Claim>,
    /// Types that are claimed and whose members are still to be lowered.
    waiting: VecDeque<Waiting<'a>>,
    overrides: Overrides,
    /// Number of unnamed inline schemas around the current one.
    depth: usize,
}

/// A component schema.
#[derive(Clone, Copy, Debug)]
struct Component {
    id: TypeId,
    nullable: bool,
}

/// What a schema position becomes.
#[derive(Clone, Debug)]
struct Lowered {
    ty: Type,
    nullable: bool,
}

/// Where an inline type lives.
#[derive(Clone, Debug)]
struct Slot {
    parent: Parent,
    role: Role,
}

/// What becomes a named type if it turns out to need a name.
#[derive(Clone, Debug)]
struct Making {
    target: Target,
    /// The schemas it is made of.
    key: Vec<Pointer>,
    docs: Docs,
    explicit: Option<String>,
    /// How many choices have been shared out on the way here.
    shared_out: usize,
}

/// The members of a type that has its id.
enum Waiting<'a> {
    Object { id: TypeId, shape: Box<shape::Shape<'a>> },
    Union(Box<union::Waiting<'a>>),
}

/// Where the definition goes.
#[derive(Clone, Debug)]
enum Target {
    /// Into the place of a component.
    Reserved(TypeId),
    /// Into a new type.
    Inline(Slot),
}

impl<'a> Lowering<'a> {
    fn new(spec: &'a Spec, config: &'a Config, sink: &'a mut Sink) -> Self {
        Self {
            spec,
            config,
            sink,
            api: Api::default(),
            components: IndexMap::new(),
            children: IndexMap::new(),
            made: HashMap::new(),
            defined: HashSet::new(),
            unions: Vec::new(),
            page_claims: Vec::new(),
            waiting: VecDeque::new(),
            overrides: Overrides::new(config),
            depth: 0,
        }
    }

    fn reserve_components(&mut self) {
        let schemas = self.component_schemas();
        for (key, node) in schemas.into_iter().flatten() {
            let at = component_pointer(key);
            let mut hint = NameHint { component: Some(key.clone()), ..NameHint::default() };
            let mut docs = Docs::default();
            if let ReferenceOr::Item(schema) = node {
                docs = docs::of_schema(schema);
                hint.title.clone_from(&docs.title);
                hint.explicit = docs::rust_name(&schema.schema_data.extensions);
                if schema.schema_data.extensions.contains_key(ext::HOISTED) {
                    // Nobody called it a component, so its key is as weak a claim as a place.
                    hint.component = None;
                    hint.parent = Some((Parent::Component, Role::Component(key.clone())));
                }
            }
            hint.explicit = self.overrides.name(&at).or(hint.explicit);
            let kind = TypeKind::Alias(Type::Any);
            let definition = TypeDef { origin: at, hint, docs, usage: Usage::default(), kind };
            let id = self.api.types.push(definition);
            self.components.insert(key, Component { id, nullable: false });
        }
        self.find_nullable_components();
        self.find_children();
    }

    fn component_bodies(&mut self) {
        let keys: Vec<&'a str> = self.components.keys().copied().collect();
        for key in keys {
            self.component_body(key);
        }
        self.members();
    }

    /// Lowers the members of all types that wait for it, in the order in which they got their ids.
    fn members(&mut self) {
        while let Some(waiting) = self.waiting.pop_front() {
            match waiting {
                Waiting::Object { id, shape } => self.object_members(id, &shape),
                Waiting::Union(union) => self.union_members(*union),
            }
        }
    }

    fn component_schemas(&self) -> Option<&'a IndexMap<String, ReferenceOr<Schema>>> {
        let components: Option<&'a Components> = self.spec.api.components.as_ref();
        components.map(|components| &components.schemas)
    }

    /// The schema of a component, with its key, through components that only refer to another one.
    fn component_schema(&self, key: &str) -> Option<(&'a str, &'a Schema)> {
        let schemas = self.component_schemas()?;
        let mut key = key;
        for _ in 0..=schemas.len() {
            let (found, node) = schemas.get_key_value(key)?;
            match self.spec.schema(node) {
                SchemaNode::Inline(schema) => return Some((found.as_str(), schema)),
                SchemaNode::Component(next) => key = next,
            }
        }
        None
    }

    fn too_deep(&mut self, at: &Pointer) {
        self.sink
            .fallback(
                codes::TOO_DEEP,
                at,
                format!("schemas are nested more than {MAX_DEPTH} levels deep; expected fewer"),
            )
            .help("move inner schemas to `components/schemas` and refer to them");
    }

    /// The id of what is being made; from here on others can refer to it.
    fn claim(&mut self, making: &Making) -> TypeId {
        match &making.target {
            Target::Reserved(id) => {
                self.defined.insert(*id);
                *id
            }
            Target::Inline(slot) => {
                let hint = NameHint {
                    explicit: making.explicit.clone(),
                    component: None,
                    title: making.docs.title.clone(),
                    parent: Some((slot.parent, slot.role.clone())),
                    sent_form_of: None,
                };
                let id = self.api.types.push(TypeDef {
                    origin: making.key.last().cloned().unwrap_or_default(),
                    hint,
                    docs: making.docs.clone(),
                    usage: Usage::default(),
                    kind: TypeKind::Alias(Type::Any),
                });
                self.made.insert(making.key.clone(), id);
                id
            }
        }
    }

    fn define(&mut self, id: TypeId, kind: TypeKind) -> Type {
        self.api.types[id].kind = kind;
        Type::Named(id)
    }
}

impl Slot {
    fn new(parent: Parent, role: Role) -> Self {
        Self { parent, role }
    }

    fn item(&self) -> Self {
        Self { parent: self.parent, role: Role::Item(Box::new(self.role.clone())) }
    }

    fn map_value(&self) -> Self {
        Self { parent: self.parent, role: Role::MapValue(Box::new(self.role.clone())) }
    }
}

impl Target {
    /// Where an element of a list goes.
    fn item(&self) -> Slot {
        match self {
            Self::Reserved(id) => Slot::new(Parent::Type(*id), Role::Element),
            Self::Inline(slot) => slot.item(),
        }
    }

    /// Where an item of a tuple goes.
    fn nth(&self, index: usize) -> Slot {
        match self {
            Self::Reserved(id) => {
                Slot::new(Parent::Type(*id), Role::Nth(Box::new(Role::Element), index))
            }
            Self::Inline(slot) => {
                Slot::new(slot.parent, Role::Nth(Box::new(slot.role.clone()), index))
            }
        }
    }

    /// Where a value of a map goes.
    fn map_value(&self) -> Slot {
        match self {
            Self::Reserved(id) => Slot::new(Parent::Type(*id), Role::Element),
            Self::Inline(slot) => slot.map_value(),
        }
    }
}

impl Lowered {
    fn any() -> Self {
        Self { ty: Type::Any, nullable: false }
    }

    /// As an element of something that cannot say `null` beside it.
    fn element(self) -> Type {
        if self.nullable && !matches!(self.ty, Type::Any | Type::Null) {
            Type::Nullable(Box::new(self.ty))
        } else {
            self.ty
        }
    }
}
