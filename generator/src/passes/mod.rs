//! From IR to IR: what is easier to say of the whole than of a part.

mod codes;
mod compact;
mod cycles;
mod dedupe;
mod direction;
mod prune;
mod split;
mod usage;
mod variants;

pub use codes::CODES;

use crate::config::Config;
use crate::diag::Sink;
use crate::ir::Api;

/// Runs all passes, in order.
#[must_use]
pub fn run(mut api: Api, config: &Config, sink: &mut Sink) -> Api {
    prune::run(&mut api, config);
    dedupe::run(&mut api);
    variants::run(&mut api);
    cycles::break_alias_loops(&mut api, sink);
    direction::take_away_fields(&mut api);
    split::run(&mut api);
    direction::take_away_fields(&mut api);
    prune::unreached(&mut api);
    direction::join_states(&mut api);
    cycles::box_fields(&mut api);
    api
}
