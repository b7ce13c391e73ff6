//! Prints what a stage made, for people who look into the generator.

use std::fmt::Write as _;

use serde::Serialize;

use crate::diag::{Diagnostic, Sink};
use crate::emit::FileSet;
use crate::ir::{self, Api};
use crate::names::{self, Names};
use crate::source::{Document, SourceMap};
use crate::spec::Spec;
use crate::{Input, Stage, Stats, stages};

/// What a stage made, as text.
#[derive(Debug, Default)]
pub struct Dump {
    /// The text, when the run came that far: JSON for [`Stage::Document`] and [`Stage::Spec`].
    pub text: Option<String>,
    /// What was said until then.
    pub diagnostics: Vec<Diagnostic>,
    /// Turns places of diagnostics into file, line and column.
    pub map: SourceMap,
}

/// Runs the stages up to this one.
#[must_use]
pub fn dump(input: &Input<'_>, stage: Stage) -> Dump {
    let mut sink = Sink::new(input.config.input.strict);
    let mut map = SourceMap::default();
    let mut text = None;
    let watch = &mut |made: Made<'_>| {
        text = made.print(stage);
        if text.is_some() { None } else { Some(()) }
    };
    let files = stages(input, &mut sink, &mut map, &mut Stats::default(), watch);
    if stage == Stage::Files {
        text = files.as_ref().map(sizes);
    }
    Dump { text, diagnostics: sink.into_sorted(&map), map }
}

/// What a stage made.
pub(crate) enum Made<'a> {
    Document(&'a Document),
    Spec(&'a Spec),
    Ir(&'a Api),
    Names(&'a Names, &'a Api),
}

impl Made<'_> {
    fn print(&self, stage: Stage) -> Option<String> {
        match (self, stage) {
            (Self::Document(document), Stage::Document) => Some(json(&document.root)),
            (Self::Spec(spec), Stage::Spec) => Some(json(&spec.api)),
            (Self::Ir(api), Stage::Ir) => Some(ir::dump(api)),
            (Self::Names(names, api), Stage::Names) => Some(names::dump(names, api)),
            _ => None,
        }
    }
}

/// JSON for a person; a value that JSON cannot hold (a key that is no text) is said in place of it.
fn json(value: &impl Serialize) -> String {
    let text = serde_json::to_string_pretty(value);
    text.unwrap_or_else(|error| format!("\"cannot be printed: {error}\"")) + "\n"
}

fn sizes(files: &FileSet) -> String {
    let mut out = String::new();
    for (path, text) in &files.0 {
        let _ = writeln!(out, "{:>8}  {path}", text.len());
    }
    let total: usize = files.0.values().map(String::len).sum();
    let _ = writeln!(out, "{total:>8}  {} files", files.0.len());
    out
}
