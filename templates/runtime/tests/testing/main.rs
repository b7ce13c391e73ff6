//! The service of the feature `testing`: what it refuses, what it answers, and what a recording keeps.
#![cfg(feature = "testing")]

mod api;
mod cassette;
mod mock;
