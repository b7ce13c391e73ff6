//! Replaying exchanges that were recorded with the Python client.
//!
//! A recording says which call was made, what went over the wire and what came of it. [`call`] makes the same call with
//! our client, [`script`] stands in for the server, and the tests compare.

pub mod call;
pub mod case;
pub mod difference;
pub mod oracle;
pub mod python;
pub mod script;
