//! The runtime's sources, copied verbatim into the crate; only its list of modules is made anew.

use crate::rust::OPTIONAL_PARTS;

macro_rules! sources {
    ($($name:literal),* $(,)?) => {
        /// Files of `templates/runtime/src`, but for `lib.rs`. A test compares the list with the folder.
        const SOURCES: &[(&str, &str)] = &[$(
            ($name, include_str!(concat!("../../../templates/runtime/src/", $name, ".rs"))),
        )*];
    };
}

sources! {
    "answer",
    "auth",
    "auth_absent",
    "base64_text",
    "blocking",
    "blocking_stream",
    "body",
    "body_reader",
    "body_stream",
    "builder",
    "by_serde",
    "call",
    "charset",
    "client",
    "clock",
    "credential_headers",
    "decode",
    "decode_error",
    "decoder",
    "decoder_lookahead",
    "decoder_object",
    "download",
    "encode",
    "enums",
    "error",
    "error_body",
    "event",
    "event_stream",
    "exchange",
    "failures",
    "file",
    "formats_base64",
    "formats_chrono",
    "formats_decimal",
    "formats_jiff",
    "formats_rfc3339",
    "formats_time",
    "formats_uuid",
    "hooks",
    "idempotency",
    "info",
    "item_source",
    "json_lines",
    "json_scanner",
    "line_stream",
    "link_header",
    "macros",
    "multipart",
    "number_text",
    "oauth2",
    "oauth2_authorize",
    "pages",
    "param",
    "param_style",
    "parts",
    "path",
    "percent",
    "problem",
    "rate_limit",
    "redirect",
    "retry",
    "retry_budget",
    "secret",
    "serde_bridge",
    "testing",
    "testing_cassette",
    "testing_check",
    "testing_contract",
    "testing_schema",
    "testing_table",
    "token",
    "trace",
    "transport",
    "transport_reqwest",
    "transport_tower",
    "typed_headers",
    "variants",
}

/// The root of the runtime crate: its list of modules and of what they export.
const ROOT: &str = include_str!("../../../templates/runtime/src/lib.rs");

/// What the file is called that stands in the place of a part where that one is absent, since others call it.
const STAND_IN: &str = "_absent";

/// Paths and texts of the runtime with these optional parts.
pub(super) fn files(parts: &[&str]) -> Vec<(String, String)> {
    let absent = |module: &str| {
        OPTIONAL_PARTS.iter().any(|part| part.module == module) && !parts.contains(&module)
    };
    let mut files = vec![("src/runtime/mod.rs".to_owned(), root(&absent))];
    for (name, text) in SOURCES {
        let (module, is_there) = match name.strip_suffix(STAND_IN) {
            Some(module) => (module, absent(module)),
            None => (*name, !absent(name)),
        };
        if is_there {
            files.push((format!("src/runtime/{module}.rs"), (*text).to_owned()));
        }
    }
    files
}

/// Whether a part has one.
fn has_stand_in(module: &str) -> bool {
    SOURCES.iter().any(|(name, _)| name.strip_suffix(STAND_IN) == Some(module))
}

/// The list of modules without those that are absent. Features that stand for a part are gone: it is there or not.
fn root(absent: &dyn Fn(&str) -> bool) -> String {
    let mut out = String::new();
    let mut held = String::new();
    let mut dropping = false;
    let mut repeated = false;
    for line in ROOT.lines() {
        if dropping {
            // A braced list ends where its brace does.
            dropping = !line.ends_with("};");
            continue;
        }
        let kinds = ["mod ", "pub mod ", "pub use "];
        let item = kinds.iter().find_map(|kind| line.strip_prefix(kind));
        if line.starts_with("#[path = ") {
            // What stands in has the name of the part, whose line was there already.
            repeated = true;
            continue;
        }
        let Some(item) = item else {
            let part = is_of_part(line);
            if part {
                continue;
            }
            if line.starts_with("#[") {
                held.push_str(line);
                held.push('\n');
            } else {
                out.push_str(line);
                out.push('\n');
            }
            continue;
        };
        let module = item.split([':', ';']).next().unwrap_or_default();
        let is_export = line.starts_with("pub use ");
        let is_gone = absent(module) && (is_export || !has_stand_in(module));
        if std::mem::take(&mut repeated) || is_gone {
            held.clear();
            dropping = !line.ends_with(';');
        } else {
            out.push_str(&std::mem::take(&mut held));
            out.push_str(line);
            out.push('\n');
        }
    }
    super::format::text(&out, "")
}

/// Whether a line is a condition on features that all stand for parts.
fn is_of_part(line: &str) -> bool {
    let Some(condition) = line.strip_prefix("#[cfg(") else { return false };
    // The texts between quotes are names of features.
    let mut features = condition.split('"').skip(1).step_by(2).peekable();
    let is_part = |name| {
        OPTIONAL_PARTS.iter().any(|part| part.module == name || part.dependencies.contains(&name))
    };
    features.peek().is_some() && features.all(is_part)
}

#[cfg(test)]
mod tests {
    use super::{SOURCES, files, root};

    #[test]
    fn every_source_of_the_runtime_is_listed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../templates/runtime/src");
        let mut found: Vec<String> = std::fs::read_dir(folder)
            .expect("the runtime's folder")
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter_map(|name| name.strip_suffix(".rs").map(str::to_owned))
            .filter(|name| name != "lib")
            .collect();
        found.sort();
        let listed: Vec<&str> = SOURCES.iter().map(|(name, _)| *name).collect();
        assert_eq!(listed, found);
    }

    #[test]
    fn absent_parts_leave_no_line() {
        let text = root(&|module| module.starts_with("formats_") && module != "formats_uuid");
        for absent in ["chrono", "Base64", "TimeOfDay", "rfc3339", "feature = \"jiff\""] {
            assert!(!text.contains(absent), "{absent}: {text}");
        }
        assert!(text.contains("\nmod formats_uuid;"), "{text}");
        assert!(text.contains("#[cfg(all(any(feature = \"rustls\""), "{text}");
        assert!(text.contains("mod secret;"), "{text}");
    }

    #[test]
    fn a_part_that_others_call_has_a_stand_in() {
        let text = root(&|module| matches!(module, "auth" | "token" | "oauth2"));
        assert_eq!(text.matches("mod auth;").count(), 1, "{text}");
        for absent in ["#[path", "Credential", "token", "oauth2::", "feature = \"auth\""] {
            assert!(!text.contains(absent), "{absent}: {text}");
        }
        let text = root(&|_| false);
        assert_eq!(text.matches("mod auth;").count(), 1, "{text}");
        assert!(text.contains("pub use auth::Credential;"), "{text}");
        let file = |parts: &[&str]| {
            let files = files(parts);
            let auth = files.into_iter().filter(|(path, _)| path.contains("/auth"));
            auth.collect::<Vec<_>>()
        };
        let (with, without) = (file(&["auth", "token"]), file(&[]));
        assert_eq!((with.len(), without.len()), (1, 1));
        assert!(with[0].1.contains("TokenSlot") && !without[0].1.contains("TokenSlot"));
    }
}
