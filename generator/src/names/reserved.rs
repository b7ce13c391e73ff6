//! Names that are taken before the description says a word: by the language, by the prelude, by the templates and by
//! the runtime.

/// Keywords of all editions, strict and reserved (Rust Reference, "Keywords"). Weak ones (`union`, `auto`, `raw`,
/// `macro_rules`, `safe`, `default`) are identifiers.
const KEYWORDS: &[&str] = &[
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Whether the text is a keyword in any edition.
pub(super) fn is_keyword(text: &str) -> bool {
    KEYWORDS.binary_search(&text).is_ok()
}

/// Whether clippy takes a binding of this name for one that was forgotten (`disallowed_names`).
pub(super) fn is_placeholder(text: &str) -> bool {
    matches!(text, "foo" | "baz" | "quux")
}

/// Types and traits that generated files and their users name without a path. A type of the description that shadows
/// one breaks the file it stands in, and every `use model::*`.
pub(super) const TYPES: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Types that files under `api` name without a path, beside [`TYPES`].
pub(super) const API_TYPES: &[&str] =
    &["Answer", "Call", "Client", "Error", "Operation", "OperationInfo"];

/// Methods that every call has; an optional parameter of this name gets another setter. Operators are among them
/// because clippy takes `fn sub(self, …)` for a mistake (`should_implement_trait`).
pub const RESERVED_CALL_METHODS: &[&str] = &[
    "add",
    "attempt_timeout",
    "bitand",
    "bitor",
    "bitxor",
    "borrow",
    "borrow_mut",
    "boxed",
    "clone",
    "decode",
    "div",
    "events",
    "finish",
    "fmt",
    "from_parts",
    "header",
    "idempotency_key",
    "idempotent",
    "into",
    "into_future",
    "items",
    "lines",
    "mul",
    "new",
    "pages",
    "parts",
    "raw",
    "raw_blocking",
    "rem",
    "retry",
    "send",
    "send_blocking",
    "shl",
    "shr",
    "stream",
    "stream_blocking",
    "sub",
    "timeout",
    "try_into",
    "type_id",
    "with_headers",
    "with_response",
    "with_response_blocking",
];

/// Locals of the methods of a handle. Modules (`model`, `runtime`) are not among them: a value never shadows a module.
pub(super) const LOCALS: &[&str] = &["call"];

/// Methods a handle has by itself or through traits.
pub(super) const HANDLE_METHODS: &[&str] = &[
    "borrow",
    "borrow_mut",
    "client",
    "clone",
    "cmp",
    "deref",
    "fmt",
    "into",
    "new",
    "to_owned",
    "try_into",
    "type_id",
];

/// Methods of the client and features of the crate. Accessor, module and feature of a group are one name, so neither
/// may be taken.
pub(super) const GROUPS: &[&str] = &[
    // methods of the client
    "shared",
    "base_url",
    "borrow",
    "borrow_mut",
    "builder",
    "clone",
    "default_value",
    "execute",
    "fmt",
    "from_env",
    "into",
    "new",
    "request",
    "to_owned",
    "try_into",
    "type_id",
    // features
    "blocking",
    "brotli",
    "default",
    "full_serde",
    "gzip",
    "native_tls",
    "rustls",
    "testing",
    "tower",
    "tracing",
    "unused_models",
    "zstd",
    // a module in a module of its name (clippy's `module_inception`), and modules of the crate
    "api",
    "lib",
    "main",
    "runtime",
];

/// Crates that generated crates use: neither a feature nor a module beside a `use` may have such a name.
pub(super) const CRATES: &[&str] = &[
    "alloc",
    "base64",
    "bytes",
    "chrono",
    "core",
    "http",
    "http_body",
    "httpdate",
    "jiff",
    "reqwest",
    "serde",
    "serde_json",
    "std",
    "time",
    "tokio",
    "url",
    "uuid",
    "zeroize",
];

/// Modules that `model` cannot have.
pub(super) const MODEL_MODULES: &[&str] = &["api", "client", "lib", "main", "model", "runtime"];

/// File names that Windows keeps for devices.
pub(super) const DEVICES: &[&str] = &[
    "aux", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "con",
    "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "nul", "prn",
];

/// Methods of the builder that no security scheme may replace.
pub(super) const BUILDER_METHODS: &[&str] = &[
    "checked",
    "check_server_variables",
    "default_transport",
    "has_identity",
    "note",
    "resolved_base_url",
    "set_default_header",
    "setters",
    "after",
    "attempt_timeout",
    "authorization_request",
    "before",
    "base_url",
    "borrow",
    "borrow_mut",
    "build",
    "client_identity",
    "clone",
    "configure_http",
    "connect_timeout",
    "credential",
    "default_header",
    "default_headers",
    "default_value",
    "fmt",
    "from_env",
    "from_variables",
    "into",
    "new",
    "prefix",
    "proxy",
    "redirect",
    "response_limit",
    "retry",
    "retry_budget",
    "server",
    "server_variable",
    "timeout",
    "to_owned",
    "total_timeout",
    "transport",
    "try_into",
    "type_id",
    "user_agent",
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{API_TYPES, BUILDER_METHODS, GROUPS, KEYWORDS, RESERVED_CALL_METHODS, is_keyword};

    #[test]
    fn keywords_are_sorted_for_the_search() {
        assert!(KEYWORDS.is_sorted());
        assert!(is_keyword("gen") && is_keyword("Self") && is_keyword("abstract"));
        assert!(!is_keyword("union") && !is_keyword("self_"));
    }

    #[test]
    fn every_word_syn_refuses_is_a_keyword_here() {
        // syn knows the keywords of the language but for `gen`; the table must not know fewer.
        for word in ["abstract", "become", "final", "typeof", "unsized", "virtual", "try", "dyn"] {
            assert!(syn::parse_str::<syn::Ident>(word).is_err() && is_keyword(word), "{word}");
        }
    }

    #[test]
    fn imports_of_the_group_template_are_reserved() {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/src/api/group.rs.jinja");
        let text = std::fs::read_to_string(file).expect("the template is there");
        let list =
            text.split("use crate::runtime::{").nth(1).and_then(|rest| rest.split('}').next());
        for name in list.expect("an import").split(',').map(str::trim) {
            assert!(name == "self" || API_TYPES.contains(&name), "`{name}` is not reserved");
        }
    }

    /// Methods that the runtime gives to a type, whatever its parameters. Private ones count: two inherent methods of
    /// one name are an error even where only one is visible (rustc E0592).
    fn runtime_methods(name: &str) -> Vec<String> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../templates/runtime/src");
        let mut methods = Vec::new();
        for entry in std::fs::read_dir(folder).expect("the runtime is there") {
            let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a source");
            for item in syn::parse_file(&text).expect("Rust").items {
                let syn::Item::Impl(item) = item else { continue };
                let syn::Type::Path(ty) = &*item.self_ty else { continue };
                let Some(segment) = ty.path.segments.last() else { continue };
                // `impl Call<Undescribed>` is for one call only.
                let general = segment.arguments.is_none() || !item.generics.params.is_empty();
                if segment.ident != name || !general {
                    continue;
                }
                methods.extend(item.items.iter().filter_map(|item| match item {
                    syn::ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
                    _ => None,
                }));
            }
        }
        assert!(!methods.is_empty(), "the runtime has `{name}`");
        methods
    }

    #[test]
    fn methods_of_the_runtime_are_reserved() {
        for (ty, reserved) in [
            ("Call", RESERVED_CALL_METHODS),
            ("ClientBuilder", BUILDER_METHODS),
            ("Client", GROUPS),
        ] {
            for method in runtime_methods(ty) {
                assert!(reserved.contains(&method.as_str()), "`{ty}::{method}` is not reserved");
            }
        }
    }
}
