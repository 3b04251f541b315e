//! TLS inside captures: what its handshake tells, and what a key log opens.
//!
//! ```text
//! events ─► layer ─► record ─► connection (hello, certificate, alerts) ─► opener ─► events inside
//!                                              key_log ─► schedule ─► cipher ─┘
//! ```
//!
//! Nothing here verifies a certificate or a signature: an observer believes what both sides took.
//! A record is opened only if it authenticates, so nothing is ever read that was not said.

pub(super) mod key_log;

mod octets;

mod record;

mod certificate;
pub(super) mod hello;
mod messages;

mod cipher;
mod opener;
mod schedule;

mod connection;
pub(super) mod layer;

#[cfg(test)]
mod testing;
