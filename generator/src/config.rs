//! codegen.toml: what a maintainer decides about the generated crate.

mod check;
mod pagination;
mod replacement;

pub(crate) use check::is_type_path;
pub use pagination::{PageScheme, Pagination};
pub use replacement::{Codec, Replacement};

use std::ops::Range;

use indexmap::IndexMap;
use serde::Deserialize;
use toml::Spanned;

use crate::diag::{Code, Diagnostic, Label, Place, Severity};
use crate::source::SourceFile;

/// codegen.toml is no TOML, or a table in it is not complete.
pub const INVALID: Code = Code {
    id: "OAS0501",
    summary: "codegen.toml cannot be read",
    explanation: "The text is not TOML, or a key that has to be there is missing. Nothing is generated until it is \
        corrected. The place is where the reader gave up; the cause is there or just before it.",
};

/// A key that does not exist.
pub const UNKNOWN_KEY: Code = Code {
    id: "OAS0502",
    summary: "codegen.toml has a key that does not exist",
    explanation: "A key that is not read would be a decision that is silently ignored, so it is an error. Often it is \
        a typing mistake, or stands in another table than it should.",
};

/// A value of the wrong kind.
pub const BAD_VALUE: Code = Code {
    id: "OAS0503",
    summary: "codegen.toml has a value that does not fit",
    explanation: "The value has another type than the key wants, or is none of the words it allows. The message says what \
        was expected.",
};

/// An entry with nothing to apply to.
pub const UNUSED_ENTRY: Code = Code {
    id: "OAS0504",
    summary: "an entry of codegen.toml matches nothing",
    explanation: "Renames, replacements, selections and allowed warnings name something in the description. When that is \
        renamed or removed, the entry would stop to work without a word and stay forever, so it is an error. Correct \
        the pointer, or remove the entry.",
};

/// Pages that an operation cannot have.
pub const PAGINATION: Code = Code {
    id: "OAS0505",
    summary: "an entry under `[pagination]` does not fit its operation",
    explanation: "Pages are read by the operation's own parameters and the properties of its answer. The entry names one \
        that is not there or is of another kind, or leaves out one that its scheme needs. An entry whose key ends in `*` \
        is for those of the operations it matches that it fits; it is an error when it fits none.",
};

/// All codes of this stage.
pub const CODES: &[Code] = &[INVALID, UNKNOWN_KEY, BAD_VALUE, UNUSED_ENTRY, PAGINATION];

/// codegen.toml.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// Manifest of the generated crate.
    #[serde(rename = "crate")]
    pub krate: Crate,
    /// How the description is read.
    #[serde(default)]
    pub input: Input,
    /// The client as a whole.
    #[serde(default)]
    pub client: Client,
    /// Environment variables of credentials, by key of the security scheme.
    #[serde(default)]
    pub credentials: IndexMap<Spanned<String>, Credential>,
    /// Values a client carries around for its user (`client.default_org_id()`), by name.
    #[serde(default)]
    pub defaults: IndexMap<String, DefaultValue>,
    /// Rust types of string formats.
    #[serde(default)]
    pub types: Types,
    /// Renames, by pointer: type, field, operation, parameter, enum value, tag.
    #[serde(default)]
    pub names: IndexMap<Spanned<String>, String>,
    /// Types replaced by a path of the user's, by pointer of the schema: `"my_crate::Money"`, or
    /// `{ path = "my_crate::Money", with = "serde" }`. The type has `Clone`, `Debug` and `PartialEq`, as models have.
    #[serde(default)]
    pub replace: IndexMap<Spanned<String>, Replacement>,
    /// Dependencies of the generated crate beside its own, as they stand in a manifest; one of its own that stands
    /// here, too, is as it is written here.
    #[serde(default)]
    pub dependencies: IndexMap<Spanned<String>, toml::Value>,
    /// Which operations to generate; everything when empty.
    #[serde(default)]
    pub include: Selection,
    /// Which operations to leave out.
    #[serde(default)]
    pub exclude: Selection,
    /// Warnings that are known and fine: code to pointers. An entry that matches nothing is an error.
    #[serde(default)]
    pub allow: IndexMap<String, Vec<Spanned<String>>>,
    /// Headers in which single operations take an idempotency key, by pointer of the operation; `""` for none.
    #[serde(default)]
    pub idempotency: IndexMap<Spanned<String>, String>,
    /// Operations that give a list page by page: by `GET /path` or operation id, where `*` at the end stands for
    /// anything. What names an operation counts more than a pattern, and a pattern more than an extension.
    #[serde(default)]
    pub pagination: IndexMap<Spanned<String>, Pagination>,
    /// Derives added to every model, enum and union (`Hash`, `Eq`, `schemars::JsonSchema`, …) that can have them:
    /// there is no `Eq` where there is an `f64`, and no foreign trait where there is a type of the runtime.
    #[serde(default)]
    pub derive: Vec<Spanned<String>>,
    /// Whether names once given stay: names.lock is written beside codegen.toml, and read from there.
    #[serde(default = "yes")]
    pub lock: bool,
    /// The text of names.lock; none where there is no such file. [`Config::parse`] does not know it.
    #[serde(skip)]
    pub names_lock: Option<SourceFile>,
}

/// Manifest of the generated crate.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Crate {
    /// `package.name`.
    pub name: String,
    /// `package.version`.
    #[serde(default = "initial_version")]
    pub version: String,
    /// `package.license`, an SPDX expression.
    #[serde(default)]
    pub license: Option<String>,
    /// `package.description`; by default made from the title.
    #[serde(default)]
    pub description: Option<String>,
    /// `package.repository`.
    #[serde(default)]
    pub repository: Option<String>,
    /// `package.keywords`.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// `package.categories`.
    #[serde(default)]
    pub categories: Vec<String>,
    /// Whether `cargo publish` may publish it.
    #[serde(default)]
    pub publish: bool,
    /// `[hints] mostly-unused`: whoever builds with a nightly cargo's `-Zprofile-hint-mostly-unused` compiles only what
    /// is called. Without that option cargo warns of the hint (as of 1.100), so it is off unless asked for.
    #[serde(default)]
    pub mostly_unused: bool,
}

/// How the description is read.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Input {
    /// Whether certain mistakes (a reference to nothing, a duplicate key) are errors. True with a codegen.toml: who
    /// writes one maintains the description. False without: it is taken as it comes, repaired with warnings.
    pub strict: bool,
}

impl Default for Input {
    fn default() -> Self {
        Self { strict: true }
    }
}

/// The client as a whole.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Client {
    /// `User-Agent`; by default `name/version`.
    #[serde(default)]
    pub user_agent: Option<String>,
    /// Environment variable of the base URL.
    #[serde(default)]
    pub base_url_env: Option<String>,
    /// Header in which every POST and PATCH gets an idempotency key, so that it can be sent again.
    #[serde(default)]
    pub idempotency_header: Option<Spanned<String>>,
    /// Pointer of the schema of errors that operations do not declare.
    #[serde(default)]
    pub error_body: Option<Spanned<String>>,
    /// The data of the event that ends a stream of events; `[DONE]` unless set, and none when it is empty.
    #[serde(default)]
    pub event_end: Option<Spanned<String>>,
    /// What methods are called after.
    #[serde(default)]
    pub operation_names: OperationNames,
}

/// What methods are called after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OperationNames {
    /// The operation id without the tag or class it starts with (`Users_List` in the group of `users`), and without the
    /// path and method that `FastAPI` adds, where that leaves a name of its own.
    #[default]
    Short,
    /// The whole operation id.
    Id,
}

/// The environment variables of a credential: one for all of it, or one for each part.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Credential {
    /// Variable of the whole credential: key, token, `user:password`.
    pub env: Option<String>,
    /// Variable of the user name of a basic scheme.
    pub user_env: Option<String>,
    /// Variable of the password of a basic scheme.
    pub password_env: Option<String>,
    /// Variable of the client id of a scheme `oauth2` or `openIdConnect`.
    pub client_id_env: Option<String>,
    /// Variable of the client secret of a scheme `oauth2` or `openIdConnect`.
    pub client_secret_env: Option<String>,
    /// Variable of the refresh token of a scheme `oauth2` or `openIdConnect`.
    pub refresh_token_env: Option<String>,
}

impl Credential {
    /// Each variable with what it holds, in the order in which they are tried.
    #[must_use]
    pub fn variables(&self) -> Vec<(&str, &'static str)> {
        let all = [
            (&self.env, "the credential"),
            (&self.user_env, "the user name"),
            (&self.password_env, "the password"),
            (&self.client_id_env, "the client id"),
            (&self.client_secret_env, "the client secret"),
            (&self.refresh_token_env, "the refresh token"),
        ];
        all.into_iter().filter_map(|(env, what)| Some((env.as_deref()?, what))).collect()
    }
}

/// A value the client carries around.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct DefaultValue {
    /// Environment variable that holds it.
    pub env: String,
    /// What it is, for rustdoc.
    #[serde(default)]
    pub doc: Option<String>,
}

/// Which crate stands for dates and times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateCrate {
    /// `chrono`: `NaiveDate`, `DateTime<FixedOffset>`, `NaiveTime` in a `TimeOfDay`.
    #[default]
    Chrono,
    /// `time`: `Date`, `OffsetDateTime`, `Time` in a `TimeOfDay`.
    Time,
    /// `jiff`: `civil::Date`, `Timestamp` (which keeps the instant and not the offset), `civil::Time` in a `TimeOfDay`,
    /// and `SpanFieldwise` for durations.
    Jiff,
    /// Text as it is on the wire.
    String,
}

/// Rust types of string formats.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Types {
    /// `date`, `date-time`, `time`; `duration` where the crate has a type for years and months.
    pub dates: DateCrate,
    /// `decimal`, as text or as a number.
    pub decimal: Decimal,
    /// Numbers without a format.
    pub number: Number,
    /// `uuid`: the `uuid` crate, or text.
    pub uuid: Uuid,
    /// Enums of texts refuse values that the description does not list; without it they keep them in a variant of
    /// their own, as enums of integers and of several types always do.
    pub closed_enums: bool,
}

/// What stands for a `decimal`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decimal {
    /// Text as it is on the wire, and `f64` for numbers.
    #[default]
    String,
    /// The `rust_decimal` crate: 28 digits, as they are on the wire.
    RustDecimal,
}

/// What stands for a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Number {
    /// `f64`.
    #[default]
    F64,
    /// The `rust_decimal` crate.
    RustDecimal,
}

/// What stands for a `uuid`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Uuid {
    /// The `uuid` crate.
    #[default]
    Uuid,
    /// Text as it is on the wire.
    String,
}

/// Operations by tag, path or operation id; `*` at the end stands for anything.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Selection {
    /// Tags.
    pub tags: Vec<Spanned<String>>,
    /// Paths.
    pub paths: Vec<Spanned<String>>,
    /// Operation ids.
    pub operations: Vec<Spanned<String>>,
}

/// Why codegen.toml could not be read.
#[derive(Clone, Debug)]
pub struct ConfigError {
    /// Which kind.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// Where in the text.
    pub bytes: Option<Range<usize>>,
}

impl ConfigError {
    fn new(error: &toml::de::Error) -> Self {
        let message = error.message();
        let code = if message.starts_with("unknown field") {
            UNKNOWN_KEY
        } else if message.starts_with("invalid ") || message.starts_with("unknown variant") {
            BAD_VALUE
        } else {
            INVALID
        };
        // Messages of diagnostics have one line.
        let message = message.lines().collect::<Vec<_>>().join(", ");
        Self { code, message, bytes: error.span() }
    }

    /// The same as a diagnostic, for [`crate::diag::render_text`].
    #[must_use]
    pub fn into_diagnostic(self) -> Diagnostic {
        let place = Place::Config(self.bytes.unwrap_or(0..0));
        let help = closest(&self.message).map(|name| format!("did you mean `{name}`?"));
        Diagnostic {
            code: self.code,
            severity: Severity::Error,
            message: self.message,
            primary: Label { place, text: String::new() },
            secondary: Vec::new(),
            help,
        }
    }
}

/// Of the names in serde's ``unknown … `x`, expected one of `y`, `z` ``, the one most like the first.
fn closest(message: &str) -> Option<&str> {
    let mut names = message.strip_prefix("unknown ")?.split('`').skip(1).step_by(2);
    let wrong = names.next()?;
    let likeness = |name: &str| strsim::damerau_levenshtein(wrong, name);
    names.filter(|name| likeness(name) <= 3).min_by_key(|name| likeness(name))
}

impl Config {
    /// Reads codegen.toml.
    ///
    /// # Errors
    /// When it is not TOML, or has keys or values that are none of this crate's.
    pub fn parse(text: &str) -> Result<Self, ConfigError> {
        let config = toml::from_str(text).map_err(|error| ConfigError::new(&error))?;
        check::check(&config)?;
        Ok(config)
    }

    /// What an adopter without a codegen.toml gets.
    #[must_use]
    pub fn for_crate(name: &str) -> Self {
        Self {
            krate: Crate { name: name.to_owned(), version: initial_version(), ..Crate::default() },
            input: Input { strict: false },
            client: Client::default(),
            credentials: IndexMap::new(),
            defaults: IndexMap::new(),
            types: Types::default(),
            names: IndexMap::new(),
            replace: IndexMap::new(),
            dependencies: IndexMap::new(),
            include: Selection::default(),
            exclude: Selection::default(),
            allow: IndexMap::new(),
            idempotency: IndexMap::new(),
            pagination: IndexMap::new(),
            derive: Vec::new(),
            lock: false,
            names_lock: None,
        }
    }
}

fn yes() -> bool {
    true
}

fn initial_version() -> String {
    "0.1.0".to_owned()
}
