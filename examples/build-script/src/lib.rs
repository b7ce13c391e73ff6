//! A client that is generated when it is built.
#![allow(
    missing_docs,
    clippy::pedantic,
    reason = "generated code keeps the rules of its own crate, not those of this workspace"
)]

include!(concat!(env!("OUT_DIR"), "/client/src/lib.rs"));
