//! Snippets in, IR text out.

mod all_of;
mod directions;
mod enums;
mod inheritance;
mod objects;
mod operations;
mod selection;
mod unions;

use std::fmt::Write as _;

use crate::config::Config;
use crate::diag::{Diagnostic, Place, Sink};
use crate::ir;
use crate::source::SourceMap;
use crate::spec::Spec;

/// The IR of a description, and what was said.
fn lowered_with(yaml: &str, config: &Config) -> (ir::Api, Vec<Diagnostic>) {
    let value: serde_json::Value = serde_yaml::from_str(yaml).expect("the snippet is YAML");
    lowered(serde_json::from_value(value).expect("the snippet is OpenAPI"), config)
}

fn lowered(api: openapiv3::OpenAPI, config: &Config) -> (ir::Api, Vec<Diagnostic>) {
    let spec = Spec { api, operations: 0, paths: Vec::new() };
    let mut sink = Sink::new(config.input.strict);
    let api = super::lower(&spec, config, &mut sink);
    let api = crate::passes::run(api, config, &mut sink);
    (api, sink.into_sorted(&SourceMap::default()))
}

/// The text of a whole description, with the diagnostics.
fn document(yaml: &str) -> String {
    document_with(yaml, &Config::for_crate("test"))
}

fn document_with(yaml: &str, config: &Config) -> String {
    let (api, diagnostics) =
        lowered_with(&format!("openapi: 3.0.0\ninfo: {{title: t, version: '1'}}\n{yaml}"), config);
    let text = ir::dump(&api);
    let text = text.split_once('\n').map_or("", |(_, rest)| rest);
    let mut text = text.to_owned();
    for diagnostic in &diagnostics {
        let place = match &diagnostic.primary.place {
            Place::Node(at, _) | Place::Source(_, at, _) => at.to_string(),
            Place::Config(bytes) => format!("codegen.toml:{}", bytes.start),
            Place::Bytes(..) => String::new(),
        };
        let Diagnostic { code, severity, message, .. } = diagnostic;
        let _ = writeln!(text, "{severity:?} {} {place}: {message}", code.id);
    }
    text
}

/// The text of component schemas.
fn schemas(yaml: &str) -> String {
    let mut document = "paths: {}\ncomponents:\n  schemas:\n".to_owned();
    for line in yaml.lines() {
        document.push_str("    ");
        document.push_str(line);
        document.push('\n');
    }
    self::document(&document)
}
