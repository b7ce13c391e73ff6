//! From IR to IR: what is easier to say of the whole than of a part.

use crate::config::Config;
use crate::diag::Sink;
use crate::ir::Api;

/// Runs all passes, in order.
#[must_use]
pub fn run(api: Api, config: &Config, sink: &mut Sink) -> Api {
    let _ = (config, sink);
    api
}
