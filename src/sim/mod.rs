//! The simulator: a server, its maildrops, clients and the line between them, in virtual time.
//!
//! Nothing here reads a clock, a file or a socket: the same script gives the same events, always.

pub mod maildrop;
pub mod profile;
pub mod texts;

pub mod server;

pub mod world;

pub use maildrop::Maildrops;
pub use profile::Profile;
pub use server::Server;
pub use world::World;
