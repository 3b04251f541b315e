//! Live: the only sockets and the only real clock of the library.
//!
//! ```text
//! client ═ TCP, TLS ═► Wire ─► sim::server::Endpoint ─► Answer ─► (Gate) ─► Outgoing ═ TCP, TLS ═► client
//!                        └──────────── Told: events and facts ────────────► sink
//! ```
//!
//! All connections of a server live in one thread, and so does each connection of a client. The server is that of the
//! simulator: nothing here knows a command of POP3.

pub mod options;

pub mod chance;
pub mod clock;
pub mod identity;
pub mod maildrop;
pub mod mishap;
pub mod site;
pub mod told;

pub mod gate;
mod outgoing;

mod engine;
mod facts;
mod room;
mod shared;
mod talk;
mod wire;

pub mod connect;
pub mod serve;
pub mod trust;

pub use connect::Connecting;
pub use connect::Security;
pub use connect::Target;
pub use gate::Gate;
pub use gate::Reply;
pub use gate::Verdict;
pub use identity::Identity;
pub use mishap::Mishap;
pub use options::Limits;
pub use options::Options;
pub use options::StartError;
pub use serve::Running;
pub use told::Sink;
pub use told::Told;
pub use trust::Doubt;
pub use trust::Trust;
