//! The simulator: a POP3 server, its maildrops, clients and the line between them, in virtual time; and
//! the servers of SMTP, IMAP and POP2 that share the maildrops.
//!
//! Nothing here reads a clock, opens a socket or throws dice: the same script gives the same events.
//!
//! ```text
//! World ── moves ──► Client ── octets over a Link ──► server::Endpoint ──► Server (one of four states)
//!   │                                                       │
//!   └── writes Events and Truths                            └── Site: Profile and Store of maildrops
//! ```

pub mod clock;
pub mod link;

pub mod filler;
pub mod mail;
pub mod maildrop;
pub mod store;

pub mod phrase;
pub mod profile;
pub mod template;

pub mod server;

pub mod imap;
pub mod pop2;
pub mod service;
pub mod smtp;

pub mod client;
pub mod truth;
pub mod world;

#[cfg(test)]
pub(crate) mod testing;

pub use clock::Clock;
pub use link::Link;
pub use mail::Mail;
pub use maildrop::Maildrop;
pub use phrase::Phrase;
pub use profile::Profile;
pub use server::Server;
pub use service::Service;
pub use store::Store;
pub use truth::Truth;
pub use world::World;
