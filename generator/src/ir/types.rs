//! Types: what a schema means to a client, whatever it was written with.

use serde_json::Value;

use super::{OperationId, TypeId};
use crate::source::Pointer;

/// A type with a name of its own: a component schema, or an inline one that needs a name.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// The schema it was made from.
    pub origin: Pointer,
    /// What it may be called, by strength of claim.
    pub hint: NameHint,
    /// What rustdoc says of it.
    pub docs: Docs,
    /// Whether it is sent, received, or both. Filled by `passes::usage`.
    pub usage: Usage,
    /// What it is.
    pub kind: TypeKind,
}

/// The four kinds of named types.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// Named fields.
    Object(Object),
    /// One of a list of constants.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(Type),
    /// A wrapper around a type: what an alias becomes when it contains itself. Made by `passes::cycles`.
    Newtype(Type),
}

/// A use of a type. `null` is never part of a named type: it is hoisted to the places that refer to it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// Any JSON value: the description says nothing more.
    Any,
    /// Only `null`.
    Null,
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Integer(Integer),
    /// Any number.
    Number(Number),
    /// Text.
    String(StringFormat),
    /// Raw bytes that are not JSON: a file, an octet stream. Only as a body or part of one.
    Binary,
    /// A JSON array.
    List(Box<Type>),
    /// A JSON object with arbitrary keys.
    Map(Box<Type>),
    /// A JSON array of fixed length (`prefixItems` without further items).
    Tuple(Vec<Type>),
    /// The type or `null`. Not used for a field: [`Presence`] says it there.
    Nullable(Box<Type>),
    /// The type behind a pointer, because it contains itself. Made by `passes::cycles`.
    Boxed(Box<Type>),
    /// A type with a definition.
    Named(TypeId),
    /// A type of the user's (`x-rust-type`, or a replacement in codegen.toml), as a Rust path.
    External(String),
}

/// Width of an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Integer {
    /// `format: int8`.
    I8,
    /// `format: int16`.
    I16,
    /// `format: int32`.
    I32,
    /// `format: int64`, and every integer without a format.
    I64,
    /// `format: uint8`.
    U8,
    /// `format: uint16`.
    U16,
    /// `format: uint32`.
    U32,
    /// `format: uint64`, or bounds beyond 63 bits.
    U64,
}

impl Integer {
    /// Sign and width (`u16`).
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
        }
    }
}

/// Width of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Number {
    /// `format: float`.
    F32,
    /// `format: double`, and every number without a format.
    F64,
    /// One that keeps its digits, where codegen.toml asks for it.
    Decimal,
    /// An integer or any other number, told apart by how it is written, so that no digit of an integer is lost.
    Exact,
}

/// What a string holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StringFormat {
    /// Text, or a format without a type of its own.
    Plain,
    /// `date`: RFC 3339 full-date.
    Date,
    /// `date-time`: RFC 3339.
    DateTime,
    /// `time`.
    Time,
    /// `duration`: ISO 8601.
    Duration,
    /// `uuid`.
    Uuid,
    /// `uri`, `url`, `iri`.
    Uri,
    /// `ipv4`.
    Ipv4,
    /// `ipv6`.
    Ipv6,
    /// `ip`.
    Ip,
    /// `byte`, `base64`, `contentEncoding: base64`.
    Byte,
    /// `password`: a secret.
    Password,
    /// `int64` written as text.
    Int64,
    /// `uint64` written as text.
    Uint64,
    /// `decimal` written as text.
    Decimal,
}

/// A JSON object with known keys.
#[derive(Clone, Debug, Default)]
pub struct Object {
    /// Known keys, in document order.
    pub fields: Vec<Field>,
    /// What other keys mean.
    pub additional: Additional,
}

/// Keys beside the known ones.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Additional {
    /// The description does not say: other keys are read over.
    #[default]
    Ignored,
    /// `additionalProperties: false`: none are sent; those received are read over.
    Forbidden,
    /// Kept, each value of this type.
    Typed(Type),
}

/// A known key of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// Key on the wire.
    pub wire_name: String,
    /// Type of the value when there is one: never [`Type::Nullable`], which `presence` says.
    pub ty: Type,
    /// Whether it may be absent or `null`.
    pub presence: Presence,
    /// `default`.
    pub default: Option<Value>,
    /// `const`, or an `enum` of one value: always this value.
    pub constant: Option<Value>,
    /// Directions in which it is used.
    pub access: Access,
    /// `x-rust-name`.
    pub explicit_name: Option<String>,
    /// Whether an example has `null`, which the schema does not allow: what is only received may have it.
    pub null_seen: bool,
    /// What rustdoc says of it.
    pub docs: Docs,
    /// The property's schema.
    pub origin: Pointer,
}

impl Field {
    /// Whether it is always there with one value, which nobody has to give or to look at.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        self.constant.is_some() && self.presence == Presence::Required
    }
}

/// Whether a field may be absent, and whether it may be `null`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// There, and not `null`.
    Required,
    /// May be absent.
    Optional,
    /// There, perhaps as `null`.
    Nullable,
    /// May be absent, and may be `null`: three states.
    OptionalNullable,
}

/// `readOnly` and `writeOnly`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Access {
    /// Sent and received.
    #[default]
    Both,
    /// `readOnly`: only received.
    ReadOnly,
    /// `writeOnly`: only sent.
    WriteOnly,
}

/// One of a list of constants. Values are unique; `null` is hoisted to the uses.
#[derive(Clone, Debug)]
pub struct Enum {
    /// JSON type of the values.
    pub base: EnumBase,
    /// The values in document order.
    pub values: Vec<EnumValue>,
    /// Whether a value not in the list is kept instead of refused. True unless codegen.toml says otherwise.
    pub open: bool,
}

/// JSON type of an enum's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EnumBase {
    /// All strings.
    String,
    /// All integers.
    Integer,
    /// Anything else: numbers, booleans, or several types.
    Mixed,
}

/// A constant of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// The value on the wire.
    pub value: Value,
    /// `x-enum-varnames` and its relatives, or the title of a `const` branch.
    pub explicit_name: Option<String>,
    /// What rustdoc says of it.
    pub docs: Docs,
}

/// One of several types.
#[derive(Clone, Debug)]
pub struct Union {
    /// The types, in document order; no two alike, `null` hoisted to the uses.
    pub variants: Vec<Variant>,
    /// How to tell them apart.
    pub tagging: Tagging,
}

/// How a reader tells the variants of a union apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tagging {
    /// By the text of a property: a declared discriminator, or a property that is constant in each variant.
    Property(Discriminated),
    /// By JSON kind and required keys ([`Probe`]), then by trying in order.
    Shape,
}

/// A property that names the variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discriminated {
    /// The property on the wire.
    pub property: String,
}

/// One type of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The type.
    pub ty: Type,
    /// With [`Tagging::Property`]: texts that name this variant; the first is sent. Empty with `Shape`.
    pub tags: Vec<String>,
    /// With [`Tagging::Property`]: whether the type itself has the property as a required field, so that it writes it.
    pub tag_is_field: bool,
    /// With [`Tagging::Shape`]: what a value of the type must look like.
    pub probe: Probe,
    /// `x-rust-name` or title of the branch.
    pub explicit_name: Option<String>,
    /// Title of the branch, a weaker claim.
    pub title: Option<String>,
    /// What rustdoc says of it.
    pub docs: Docs,
    /// The branch.
    pub origin: Pointer,
}

/// What a JSON value must look like to be of a type: cheap to test before trying to read it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Probe {
    /// JSON kinds the type can be written as.
    pub kinds: JsonKinds,
    /// For objects: keys that must be there.
    pub required: Vec<String>,
    /// For objects: keys that, if they are there as text, hold one of these texts.
    pub texts: Vec<(String, Vec<String>)>,
}

/// A set of JSON kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "a set of six members, each named")]
pub struct JsonKinds {
    /// `true`, `false`.
    pub bool: bool,
    /// Numbers without fraction.
    pub integer: bool,
    /// All other numbers.
    pub number: bool,
    /// Strings.
    pub string: bool,
    /// Arrays.
    pub array: bool,
    /// Objects.
    pub object: bool,
}

/// In which directions a type goes over the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// Sent in a body.
    pub request: bool,
    /// Received.
    pub response: bool,
    /// Sent in a parameter.
    pub parameter: bool,
}

/// Names a type may have, strongest claim first: `explicit`, `component`, `title`, then parent and role. A type that is
/// the sent form of another has no claim of its own.
#[derive(Clone, Debug, Default)]
pub struct NameHint {
    /// `x-rust-name`, or a rename in codegen.toml.
    pub explicit: Option<String>,
    /// Key under `components`.
    pub component: Option<String>,
    /// `title`.
    pub title: Option<String>,
    /// Where it lives, for an inline type.
    pub parent: Option<(Parent, Role)>,
    /// The type that is received where this one is sent. Made by `passes::split`.
    pub sent_form_of: Option<TypeId>,
}

/// The node an inline type lives in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parent {
    /// A named type.
    Type(TypeId),
    /// An operation.
    Operation(OperationId),
    /// A webhook or callback, by index in [`super::Api::webhooks`].
    Webhook(usize),
    /// A component that is no schema (a parameter, response, header or request body): its key is the first role.
    Component,
}

/// What an inline type is to its parent. A path of roles when it is nested in unnamed lists and maps.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The property of this name.
    Property(String),
    /// An element of the list in this role.
    Item(Box<Role>),
    /// A value of the map in this role.
    MapValue(Box<Role>),
    /// The n-th item (from 0) of the tuple in this role.
    Nth(Box<Role>, usize),
    /// An element or value of the parent itself, which is a list or map alias.
    Element,
    /// The n-th branch (from 0) of a union; `tag` where a discriminator names it.
    Variant {
        /// Position among the branches.
        index: usize,
        /// Text that names it on the wire.
        tag: Option<String>,
    },
    /// The request body; with the media type when there are several.
    Request(Option<String>),
    /// The response of this status (`None`: the only one); with the media type when there are several.
    Response(Option<String>, Option<String>),
    /// The parameter of this name.
    Parameter(String),
    /// The response header of this name.
    Header(String),
    /// A component that is no schema, of this key.
    Component(String),
}

/// What rustdoc says of a node.
#[derive(Clone, Debug, Default)]
pub struct Docs {
    /// `title`, when it did not become the name.
    pub title: Option<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`, markdown.
    pub description: Option<String>,
    /// Whether it is deprecated, and why (`x-deprecated-reason`).
    pub deprecated: Option<String>,
    /// `externalDocs`: URL and description.
    pub external: Option<(String, Option<String>)>,
    /// Constraints in words (`at least 1`, `at most 25 items`, `unique items`, ``matches `^a` ``).
    pub constraints: Vec<String>,
    /// The first example.
    pub example: Option<Value>,
}
