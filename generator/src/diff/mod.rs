//! What changed between two descriptions for users of the crate that is generated from them.
//!
//! [`Surface`] is what users can name or call, read off the views that templates print, with what each item does on the
//! wire. [`compare`] compares two of them; how far each change has to move the version, the table in `rules` says.

mod changelog;
mod compare;
mod facts;
mod pairs;
mod rules;
mod surface;
mod version;

pub use changelog::changelog;
pub use compare::{Change, compare, verdict};
pub use rules::{Verdict, What};
pub use surface::{Item, Surface};
pub use version::Version;

use crate::diag::{Diagnostic, Sink};
use crate::dump::Made;
use crate::source::SourceMap;
use crate::{Input, Stats, stages};

/// The public items of the crate that would be generated.
#[derive(Debug, Default)]
pub struct Survey {
    /// The items; `None` where errors end the run before names are given.
    pub surface: Option<Surface>,
    /// What the run had to say until then.
    pub diagnostics: Vec<Diagnostic>,
    /// Turns places into file, line and column.
    pub map: SourceMap,
}

/// Runs the stages up to the names, and reads off the views made from them.
#[must_use]
pub fn survey(input: &Input<'_>) -> Survey {
    let mut sink = Sink::new(input.config.input.strict);
    let mut map = SourceMap::default();
    let mut surface = None;
    let mut views = Sink::new(input.config.input.strict);
    let watch = &mut |made: Made<'_>| match made {
        Made::Names(names, api) => {
            surface = Some(Surface::of(api, names, input.config, &mut views));
            None
        }
        _ => Some(()),
    };
    stages(input, &mut sink, &mut map, &mut Stats::default(), watch);
    sink.absorb(views);
    Survey { surface, diagnostics: sink.into_sorted(&map), map }
}
