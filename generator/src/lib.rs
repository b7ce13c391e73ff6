//! oasmith reads an OpenAPI description and produces a self-contained async Rust client crate.
//!
//! A pure library: text in, files and diagnostics out. It does no IO, reads no clock and no environment, and the
//! same input gives the same bytes. [`generate`] is the list of stages; read it first, then `ARCHITECTURE.md`.

pub mod config;
pub mod diag;
pub mod diff;
mod dump;
pub mod emit;
pub mod ir;
mod items;
pub mod lint;
pub mod lower;
pub mod names;
pub mod passes;
pub mod rust;
pub mod samples;
pub mod source;
pub mod spec;

pub use dump::{Dump, dump};
pub use items::{Item, Items, items};

use config::Config;
use diag::{Diagnostic, Sink};
use dump::Made;
use emit::FileSet;
use source::{Loader, SourceFile, SourceMap};

/// What a run needs.
pub struct Input<'a> {
    /// The description.
    pub description: SourceFile,
    /// codegen.toml, parsed by [`Config::parse`], or [`Config::for_crate`].
    pub config: &'a Config,
    /// Reads the files that a `$ref` names beside the description.
    pub loader: &'a dyn Loader,
}

/// What a run gives. `files` is there if and only if no diagnostic is an error.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The crate.
    pub files: Option<FileSet>,
    /// Everything the run has to say, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// Turns places of diagnostics into file, line and column.
    pub map: SourceMap,
    /// Counts for summaries.
    pub stats: Stats,
    /// The text of names.lock from now on; empty when there is nothing to keep. `None` where names are not kept, or there is
    /// no crate.
    pub names_lock: Option<String>,
}

/// What was generated, in numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stats {
    /// Operations in the document.
    pub operations: usize,
    /// Methods in the crate.
    pub methods: usize,
    /// Types with a name of their own.
    pub types: usize,
    /// Schema positions that became `serde_json::Value` though the description says more.
    pub fallbacks: usize,
}

/// A stage whose data can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The document after bundling and normalising.
    Document,
    /// The typed description.
    Spec,
    /// The IR after all passes.
    Ir,
    /// All identifiers.
    Names,
    /// The files of the crate.
    Files,
}

/// Runs all stages. A stage that reports errors ends the run, so that all errors of it are shown and no echo of them.
#[must_use]
pub fn generate(input: &Input<'_>) -> Outcome {
    let mut sink = Sink::new(input.config.input.strict);
    let mut outcome = Outcome::default();
    let mut lock = None;
    let all = &mut |made: Made<'_>| {
        if let Made::Names(names, _) = made {
            lock = input.config.lock.then(|| names.kept.text());
        }
        Some(())
    };
    outcome.files = stages(input, &mut sink, &mut outcome.map, &mut outcome.stats, all);
    outcome.stats.fallbacks = sink.fallbacks();
    sink.allow(&input.config.allow, &outcome.map, config::UNUSED_ENTRY, lint::CODES);
    outcome.files = outcome.files.filter(|_| !sink.has_errors());
    outcome.names_lock = lock.filter(|_| outcome.files.is_some());
    outcome.diagnostics = sink.into_sorted(&outcome.map);
    outcome
}

/// Says what [`generate`] would, and what a client author wishes to know beyond it; see [`mod@lint`]. Makes no files.
#[must_use]
pub fn lint(input: &Input<'_>) -> Outcome {
    let mut sink = Sink::new(input.config.input.strict);
    let mut outcome = Outcome::default();
    let mut notes = Sink::default();
    let mut stats = Stats::default();
    let watch = &mut |made: Made<'_>| {
        match made {
            Made::Document(document) => lint::document(document, &mut notes),
            Made::Spec(spec) => stats.operations = spec.operations,
            Made::Ir(api) => stats.types = api.types.len(),
            Made::Names(names, api) => {
                stats.methods = api.operations.len();
                lint::api(api, names, &mut notes);
                return None;
            }
        }
        Some(())
    };
    stages(input, &mut sink, &mut outcome.map, &mut Stats::default(), watch);
    sink.absorb(notes);
    stats.fallbacks = sink.fallbacks();
    sink.allow(&input.config.allow, &outcome.map, config::UNUSED_ENTRY, &[]);
    Outcome { stats, diagnostics: sink.into_sorted(&outcome.map), ..outcome }
}

/// `watch` sees what each stage made, and ends the run by `None`.
fn stages(
    input: &Input<'_>,
    sink: &mut Sink,
    map: &mut SourceMap,
    stats: &mut Stats,
    watch: &mut dyn FnMut(Made<'_>) -> Option<()>,
) -> Option<FileSet> {
    let config = input.config;
    let document = source::load(input.description.clone(), map, sink)?;
    let document = spec::prepare(document, map, input.loader, sink)?;
    watch(Made::Document(&document))?;
    let spec = spec::typed(&document, sink)?;
    watch(Made::Spec(&spec))?;
    let api = lower::lower(&spec, config, sink);
    stats.operations = spec.operations;
    // Each stage's data ends where nothing reads it any more: it is most of the memory of a run.
    drop(spec);
    let api = passes::run(api, config, sink);
    watch(Made::Ir(&api))?;
    let lock = config.names_lock.as_ref().filter(|_| config.lock);
    let lock = lock.map(|file| names::lock::parse(file, map, sink)).unwrap_or_default();
    let names = names::assign(&api, config, lock, sink);
    watch(Made::Names(&names, &api))?;
    if sink.has_errors() {
        return None;
    }
    let samples = samples::samples(&document, &api);
    drop(document);
    let krate = rust::build(&api, &names, &samples, config, sink);
    stats.types = api.types.len();
    stats.methods = krate.methods();
    drop((api, names, samples));
    let files = emit::render(krate, sink)?;
    (!sink.has_errors()).then_some(files)
}
