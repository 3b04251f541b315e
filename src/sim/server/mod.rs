//! The server: four states, one line at a time. It obeys [`crate::proto::rules`].
//!
//! ```text
//! octets ─► Endpoint (lines) ─► Server::handle ─► gate (is it a command, and allowed here?)
//!                                  │
//!                                  ├─ Authorization ─ sasl      no maildrop: nothing can be touched
//!                                  ├─ Transaction               owns the maildrop and its lock
//!                                  ├─ Update                    has removed what was marked
//!                                  └─ Closed
//! ```
//!
//! Around them lies [`deviate`], through which nothing passes changed unless the profile says so.

pub mod deviate;

pub mod answer;
pub mod capabilities;
pub mod gate;
mod language;
pub mod sasl;

pub mod authorization;
pub mod transaction;
pub mod update;

pub mod endpoint;
pub mod state;

pub use answer::Answer;
pub use endpoint::Endpoint;
pub use state::Server;
pub use state::Site;

#[cfg(test)]
mod tests;
