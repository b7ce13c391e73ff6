//! What the end-to-end tests and examples share: a stateful fake of the service, and the replay of recorded exchanges.
//!
//! [`fake::Fake`] behaves as the WhyLabs service does for the operations of the client: it keeps organizations and keys,
//! checks in the same order, and answers in the same shapes. [`wire`] reads recorded exchanges, makes the same calls with
//! our client and serves the same answers to it.

pub mod fake;
pub mod wire;
