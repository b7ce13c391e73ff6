//! The text of names.lock: a table for each kind, a line for each name, sorted, so that changes of two branches rarely
//! meet in one line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use indexmap::IndexMap;
use toml::Spanned;

use super::{Entry, Kind, Lock, TABLES};
use crate::diag::{Place, Severity, Sink};
use crate::names::{codes, ident};
use crate::source::{SourceFile, SourceMap};

type Tables = IndexMap<Spanned<String>, IndexMap<Spanned<String>, Spanned<String>>>;

const HEAD: &str = "\
# Names that oasmith has given to what has no name of its own, so that they stay when the description changes.
# Written together with the crate; commit it. To change a name, use `[names]` in codegen.toml.
";

/// Reads names.lock. What is wrong with it is reported at its place.
pub fn parse(file: &SourceFile, map: &mut SourceMap, sink: &mut Sink) -> Lock {
    let id = map.add_text(file.clone());
    let mut lock = Lock { file: Some(id), ..Lock::default() };
    let tables: Tables = match toml::from_str(&file.text) {
        Ok(tables) => tables,
        Err(error) => {
            let message = error.message().lines().collect::<Vec<_>>().join(", ");
            sink.report(
                codes::LOCK_UNREADABLE,
                Severity::Error,
                Place::Bytes(id, error.span().unwrap_or(0..0)),
                format!("names.lock cannot be read: {message}"),
            )
            .help("mend the line (both sides of a merge conflict may stay), or restore the file; without it, names are given anew");
            return lock;
        }
    };
    for (table, lines) in tables {
        let Some((_, kind)) = TABLES.iter().find(|(name, _)| name == table.get_ref()) else {
            sink.report(
                codes::LOCK_UNREADABLE,
                Severity::Error,
                Place::Bytes(id, table.span()),
                format!("names.lock has no table `{}`", table.get_ref()),
            )
            .help("remove it; a newer oasmith may have written it");
            continue;
        };
        for (key, name) in lines {
            let bytes = name.span();
            let name = name.into_inner();
            if !is_name(*kind, &name) {
                sink.report(
                    codes::LOCK_UNREADABLE,
                    Severity::Error,
                    Place::Bytes(id, bytes),
                    format!("`{}` cannot be the name of {}", name.escape_debug(), noun(*kind)),
                )
                .help("correct the name, or remove the line");
                continue;
            }
            lock.entries.insert((*kind, key.into_inner()), Entry { name, bytes });
        }
    }
    lock
}

/// Whether a name is one that this stage could have given: an identifier in the style of its kind.
fn is_name(kind: Kind, name: &str) -> bool {
    let upper = name.starts_with(char::is_uppercase);
    let small = !name.contains(char::is_uppercase);
    let fits = match kind {
        Kind::Type | Kind::Sent => !small,
        Kind::Group => small && name.is_ascii(),
        Kind::Method | Kind::Parameter | Kind::Credential => small,
        Kind::Webhook => !name.contains(char::is_lowercase),
        Kind::Member => upper || small,
    };
    fits && ident::is_identifier(name)
}

fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Type | Kind::Sent => "a type",
        Kind::Member => "a field or variant",
        Kind::Group => "a group",
        Kind::Method => "a method",
        Kind::Parameter => "an argument",
        Kind::Credential => "a setter",
        Kind::Webhook => "a constant",
    }
}

/// Writes names.lock; empty where nothing is to be kept.
pub(super) fn text(names: &BTreeMap<(Kind, String), String>) -> String {
    let mut text = String::new();
    for (table, kind) in TABLES {
        let mut lines = names.iter().filter(|((of, _), _)| *of == kind).peekable();
        if lines.peek().is_some() {
            let head = if text.is_empty() { HEAD } else { "" };
            let _ = write!(text, "{head}\n[{table}]\n");
        }
        for ((_, key), name) in lines {
            let _ = writeln!(text, "{} = \"{name}\"", quoted(key));
        }
    }
    text
}

/// A basic string of TOML (1.0.0, "String").
fn quoted(key: &str) -> String {
    let mut text = String::from("\"");
    for c in key.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            c if c.is_control() => {
                let _ = write!(text, "\\u{:04X}", u32::from(c));
            }
            c => text.push(c),
        }
    }
    text.push('"');
    text
}
