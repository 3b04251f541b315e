//! Mishaps: why a connection of a client did not come to be, or came to a bad end.

use std::net::SocketAddr;

/// What went wrong. Texts of the server and of the system are printable.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Mishap {
    /// The name has no address.
    #[error("there is no address of {host}: {detail}")]
    NoAddress {
        /// The name.
        host: String,
        /// What the system says.
        detail: String,
    },
    /// Nobody answers there.
    #[error("cannot connect to {address}: {detail}")]
    CannotConnect {
        /// The last address that was tried.
        address: SocketAddr,
        /// What the system says.
        detail: String,
    },
    /// The connection broke before it could be used.
    #[error("the connection is lost: {0}")]
    Lost(String),
    /// Too much waits already.
    #[error("{0} octets were not said: the server takes none")]
    NotSaid(usize),
    /// No greeting, no reply to STLS, or no end of the handshake.
    #[error("the server took too long to begin")]
    SlowBeginning,
    /// Nothing came for as long as the client waits.
    #[error("the server has been silent for too long")]
    Silent,
    /// More octets came than the client takes.
    #[error("the server has said more than {0} octets")]
    TooMuch(u64),
    /// A line without an end.
    #[error("what the server says is no line of POP3")]
    NotPop3,
    /// Anybody can have put it there (RFC 2595 §4).
    #[error("the server said more than it was asked before TLS began")]
    Injected,
    /// TLS was to be, and the server has none.
    #[error("the server refuses STLS: {0}")]
    StlsRefused(String),
    /// TLS was asked for in the middle, and what was to be said inside it is not said in the clear.
    #[error("the server refuses STLS: {0} octets behind it were not said")]
    Withheld(usize),
    /// The first line is no positive reply.
    #[error("the server does not greet: {0}")]
    NoGreeting(String),
    /// The handshake came to nothing, for another reason than the certificate.
    #[error("TLS failed: {0}")]
    TlsFailed(String),
    /// The handshake cannot be begun.
    #[error("TLS cannot begin: {0}")]
    TlsCannotBegin(String),
    /// The system does not work as it should.
    #[error("the system does not tell what happens any more: {0}")]
    System(String),
}
