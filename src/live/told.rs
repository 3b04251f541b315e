//! What a live connection tells: the same events as every source, and what is known besides.

use std::fmt;

use crate::live::mishap::Mishap;
use crate::live::trust::Doubt;
use crate::proto::Side;
use crate::session::ConnectionId;
use crate::session::Event;
use crate::session::Time;
use crate::session::TlsFacts;
use crate::session::tls_facts::Certificate;

/// What is told to whoever listens.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Told {
    /// Something happened. Ids of connections are counted from 0, each is opened before anything else of it.
    Event(Event),
    /// TLS was established on a connection.
    Tls {
        /// Which.
        connection: ConnectionId,
        /// What the two sides agreed on.
        facts: Box<TlsFacts>,
        /// The SHA-256 of the server's certificate.
        fingerprint: Option<String>,
    },
    /// The certificate of a server is not trusted, so nothing was said inside TLS.
    Untrusted {
        /// On which connection.
        connection: ConnectionId,
        /// What the certificate says, if that can be read.
        certificate: Option<Box<Certificate>>,
        /// Its SHA-256.
        fingerprint: String,
        /// Why it is not trusted.
        doubt: Doubt,
    },
    /// Nothing more will be told of a connection.
    Over(ConnectionId),
    /// A side sent records of TLS. Told only when asked for.
    Sealed {
        /// When.
        at: Time,
        /// On which connection.
        connection: ConnectionId,
        /// Who.
        side: Side,
        /// The octets as they were on the wire.
        octets: Vec<u8>,
    },
    /// A secret of TLS, as a line of a key log. Told only when asked for, before what it opens.
    Secret(String),
    /// The system refused something; the server goes on.
    Trouble(String),
    /// A connection of a client did not come to be, or came to a bad end.
    Mishap(Mishap),
}

/// Who listens. A sink that takes its time makes the server wait.
pub struct Sink(Box<dyn FnMut(Told) + Send>);

impl Sink {
    /// A sink of a function.
    pub fn new(tell: impl FnMut(Told) + Send + 'static) -> Self {
        Self(Box::new(tell))
    }

    /// Tells something.
    pub fn tell(&mut self, told: Told) {
        (self.0)(told);
    }
}

impl fmt::Debug for Sink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sink")
    }
}
