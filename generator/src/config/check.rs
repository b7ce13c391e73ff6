//! What codegen.toml can say in good TOML and still not mean: paths that are none, dependencies that are none.

use toml::{Spanned, Value};

use super::{BAD_VALUE, Codec, Config, ConfigError};

/// The first value that cannot work.
pub(super) fn check(config: &Config) -> Result<(), ConfigError> {
    for derive in &config.derive {
        let path = derive.get_ref();
        if syn::parse_str::<syn::Path>(path).is_err() || path.contains('<') {
            let expected = "expected the path of a derive such as `Hash` or `schemars::JsonSchema`";
            return Err(bad(derive, &format!("{expected}, found `{path}`")));
        }
        if matches!(last(path), "Serialize" | "Deserialize" | "Clone" | "Debug" | "PartialEq") {
            return Err(bad(derive, &format!("all models have `{path}` as it is")));
        }
        let has = |name: &str| config.derive.iter().any(|other| last(other.get_ref()) == name);
        if last(path) == "Ord" && !(has("Eq") && has("PartialOrd")) {
            return Err(bad(derive, "`Ord` needs `Eq` and `PartialOrd` beside it"));
        }
    }
    for (name, value) in &config.dependencies {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if name.get_ref().is_empty() || !name.get_ref().chars().all(is_name) {
            return Err(bad(name, &format!("`{}` is not the name of a crate", name.get_ref())));
        }
        if !matches!(value, Value::String(_) | Value::Table(_)) {
            let message = format!(
                "expected a version or a table for the dependency `{}`, as in a manifest",
                name.get_ref()
            );
            return Err(bad(name, &message));
        }
    }
    for (pointer, replacement) in &config.replace {
        if !is_type_path(&replacement.path) {
            let expected = "expected the path of a type such as `my_crate::Money`";
            return Err(bad(pointer, &format!("{expected}, found `{}`", replacement.path)));
        }
    }
    Ok(())
}

/// Whether a text is the path of a Rust type that can be named from anywhere, with nothing in it but such paths.
pub(crate) fn is_type_path(path: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_:<>, ".contains(c);
    path.chars().all(plain)
        && syn::parse_str::<syn::TypePath>(path).is_ok()
        && paths_in(path).all(|path| path.contains("::") || PRELUDE.contains(&path))
}

/// Types without a path that a replacement can be or be made of.
const PRELUDE: &[&str] = &[
    "Box", "Option", "String", "Vec", "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64",
    "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize",
];

/// `Vec` and `my::Money` in `Vec<my::Money>`.
fn paths_in(path: &str) -> impl Iterator<Item = &str> {
    path.split(['<', '>', ',', ' ']).filter(|path| !path.is_empty())
}

/// What paths may start with beside dependencies of codegen.toml: the standard library, the crate itself, and
/// dependencies that it has anyway, or has as soon as one of their types is used.
const KNOWN_CRATES: &[&str] = &[
    "alloc",
    "bytes",
    "chrono",
    "core",
    "crate",
    "http",
    "jiff",
    "runtime",
    "rust_decimal",
    "serde_json",
    "std",
    "time",
    "url",
    "uuid",
];

impl Config {
    /// Whether the generated crate can name a type.
    pub(crate) fn knows_crate_of(&self, path: &str) -> bool {
        paths_in(path)
            .filter_map(|path| Some(path.trim_start_matches("::").split_once("::")?.0))
            .all(|head| {
                let of_own = |name: &Spanned<String>| name.get_ref().replace('-', "_") == head;
                KNOWN_CRATES.contains(&head) || self.dependencies.keys().any(of_own)
            })
    }

    /// The type in a replacement that is read and written by serde: the one that codegen.toml says it of, else one of a
    /// crate, which cannot know the traits of the generated one. What is around it is the standard library's.
    pub(crate) fn by_serde<'p>(&self, path: &'p str) -> Option<&'p str> {
        let mut said = self.replace.values().filter(|replacement| replacement.path == path);
        let said = said.find_map(|replacement| replacement.with);
        let mut inner = path.trim();
        while let Some((_, rest)) =
            inner.split_once('<').filter(|(outer, _)| matches!(*outer, "Box" | "Option" | "Vec"))
        {
            inner = rest.strip_suffix('>').unwrap_or(rest).trim();
        }
        let foreign = || {
            let (head, _) = inner.trim_start_matches("::").split_once("::")?;
            (!HAVE_CODECS.contains(&head)).then_some(inner)
        };
        match said {
            Some(Codec::Serde) => Some(inner),
            Some(Codec::Runtime) => None,
            None => foreign(),
        }
    }
}

/// Crates for whose types the runtime has codecs, as far as it has any.
const HAVE_CODECS: &[&str] = &[
    "alloc",
    "chrono",
    "core",
    "crate",
    "jiff",
    "runtime",
    "rust_decimal",
    "serde_json",
    "std",
    "time",
    "uuid",
];

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path).trim()
}

fn bad(entry: &Spanned<String>, message: &str) -> ConfigError {
    ConfigError { code: BAD_VALUE, message: message.to_owned(), bytes: Some(entry.span()) }
}
