//! What a live server is started with: where it listens, what it serves, and how much it bears.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use crate::live::Gate;
use crate::sim::server::Site;

/// What a server is started with.
#[derive(Debug, Default)]
pub struct Options {
    /// Where it listens without TLS; port 0 lets the system choose one.
    pub listen: Option<SocketAddr>,
    /// Where it listens with TLS from the first octet (RFC 8314 §3.1).
    pub tls_listen: Option<SocketAddr>,
    /// Whether others than this machine may reach it.
    pub allow_remote: bool,
    /// Whether STLS is offered (RFC 2595 §4). What the profile says of TLS does not count.
    pub stls: bool,
    /// The maildrops, and how the server presents itself.
    pub site: Site,
    /// How much it bears.
    pub limits: Limits,
    /// Whether the records of TLS and its secrets are told too, as a capture would show them.
    pub tell_sealed: bool,
    /// Who looks at each reply before it is sent.
    pub gate: Option<Box<dyn Gate>>,
}

/// How much a server bears, and for how long.
///
/// Beside its maildrops it takes 6 to 18 KiB for each connection (docs/serve.md tells what was measured), at most about
/// 100 KiB while the client does not take its replies, and twice the longest listing for each that is logged in: a
/// message that is sent shares its octets with the maildrop.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limits {
    /// Connections at the same time. One more is greeted with `-ERR` and closed.
    pub connections: usize,
    /// A handshake of TLS that takes longer is given up.
    pub handshake: Duration,
    /// A client that says no whole command and takes nothing of a reply for so long is logged out, where the
    /// profile has no time of its own. At least ten minutes are right (RFC 1939 §3).
    pub silence: Duration,
    /// When there is no room for another connection, one that has not logged in makes room after so long a silence.
    pub patience: Duration,
    /// How long the server waits for the client to close after the last reply.
    pub farewell: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 2048,
            handshake: Duration::from_secs(30),
            silence: Duration::from_mins(10),
            patience: Duration::from_mins(1),
            farewell: Duration::from_secs(2),
        }
    }
}

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Others than this machine could reach it, and nobody allowed that.
    #[error("{0} is no loopback address: others could reach it")]
    NotLoopback(SocketAddr),
    /// There is no address at all.
    #[error("a server needs an address to listen on")]
    Nowhere,
    /// The system does not let it listen.
    #[error("cannot listen on {address}: {error}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system says.
        error: io::Error,
    },
    /// The certificate cannot be made.
    #[error("cannot make a certificate: {0}")]
    Certificate(String),
    /// The system gives no thread, or nothing to wait with.
    #[error("cannot start the server: {0}")]
    System(#[from] io::Error),
}

/// Whether only this machine can reach an address.
#[must_use]
pub fn is_loopback(address: &SocketAddr) -> bool {
    address.ip().to_canonical().is_loopback()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_reaches_a_loopback_address() {
        let loopback = |text: &str| is_loopback(&text.parse().expect("an address"));
        assert!(["127.0.0.1:1", "127.9.9.9:0", "[::1]:110", "[::ffff:127.0.0.1]:1"].into_iter().all(loopback));
        assert!(!["0.0.0.0:110", "[::]:110", "192.0.2.1:110", "[::ffff:192.0.2.1]:1"].into_iter().any(loopback));
    }
}
