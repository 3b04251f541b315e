//! The simulator: a POP3 server, its maildrops, clients and the line between them, in virtual time; and
//! the servers of SMTP, IMAP, POP2 and POP1 that share the maildrops.
//!
//! Nothing here reads a clock, opens a socket or throws dice: the same script gives the same events.
//!
//! ```text
//! World ── moves ──► Client ── octets over a Link ──► server::Endpoint ──► Server (one of four states)
//!   │                                                       │
//!   └── writes Events and Truths                            └── Site: Profile and Store of maildrops
//! ```

pub mod chance;
pub mod clock;
pub mod link;
pub mod travel;

pub mod filler;
pub mod ledger;
pub mod mail;
pub mod maildrop;
pub mod store;
pub mod terms;

pub mod phrase;

pub mod deviation;
pub mod generation;
pub mod profile;
pub mod profiles;
pub mod template;
pub mod tongue;

pub mod server;

pub mod imap;
pub mod pop1;
pub mod pop2;
pub mod service;
pub mod smtp;

pub mod client;
pub mod meddler;
pub mod truth;
pub mod world;

#[cfg(test)]
pub(crate) mod testing;

pub use clock::Clock;
pub use deviation::Deviation;
pub use generation::Generation;
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
