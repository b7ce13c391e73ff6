//! From the typed description to the IR.

mod codes;

pub use codes::CODES;

use crate::config::Config;
use crate::diag::Sink;
use crate::ir::Api;
use crate::spec::Spec;

/// Makes the IR.
#[must_use]
pub fn lower(spec: &Spec, config: &Config, sink: &mut Sink) -> Api {
    let _ = (spec, config, sink);
    Api::default()
}
