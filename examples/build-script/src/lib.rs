//! A client that is generated when it is built.
#![allow(
    macro_expanded_macro_exports_accessed_by_absolute_paths,
    reason = "`include!` counts as a macro, and what it includes has some"
)]
#![allow(
    missing_docs,
    clippy::pedantic,
    reason = "generated code keeps the rules of its own crate, not those of this workspace"
)]

include!(concat!(env!("OUT_DIR"), "/client/src/lib.rs"));
