//! Events: all that a source can tell. Nothing behind this file knows which source it was.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use crate::proto::Protocol;
use crate::proto::Side;
use crate::proto::utterance::Cover;
use crate::proto::utterance::Opening;
use crate::session::Fact;
use crate::session::Journey;
use crate::session::Time;

/// Counts the connections of a timeline from 0.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ConnectionId(pub u32);

impl ConnectionId {
    /// The place of the connection in the list of them.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Something that happened at a time.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Event {
    /// When.
    pub at: Time,
    /// On which connection; `None` for a fact about the whole world.
    pub connection: Option<ConnectionId>,
    /// Where the source had it from.
    pub mark: Mark,
    /// What.
    pub kind: EventKind,
}

/// The place in the source that an event came from.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Mark {
    /// The source has no places.
    Nowhere,
    /// The number of a frame in the capture file, counted from 1 as Wireshark does.
    Frame(u64),
    /// A line of the scenario file, counted from 1.
    ScriptLine(u32),
}

/// What can happen.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum EventKind {
    /// A connection was opened, or was found open. Its id is the next free one.
    Opened(Connection),
    /// A side said something.
    Octets {
        /// Who.
        side: Side,
        /// The octets, in order and without those said before.
        octets: Vec<u8>,
        /// Whether they were read inside TLS.
        cover: Cover,
    },
    /// A side said something that was not recorded.
    Gap {
        /// Who.
        side: Side,
        /// How many octets.
        octets: u64,
    },
    /// Octets that were heard came again, and differ. The first copy counts.
    Conflict {
        /// Who said them.
        side: Side,
        /// How many octets differ.
        octets: u64,
    },
    /// How the octets travel that the same side says next. A capture has its frames instead.
    Travelled(Journey),
    /// A connection came to its end.
    Closed(Closing),
    /// Something that the wire does not show.
    Fact(Fact),
}

/// The two ends of a connection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Connection {
    /// The end that opened it.
    pub client: Party,
    /// The end that listened.
    pub server: Party,
    /// Whether its beginning was seen.
    pub opening: Opening,
    /// What is spoken on it. Captures hold POP3 only.
    pub protocol: Protocol,
}

/// One end of a connection.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Party {
    /// What people call it, if it has a name.
    pub name: Option<Arc<str>>,
    /// Its address and port.
    pub address: SocketAddr,
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            Some(name) => f.write_str(name),
            None => self.address.fmt(f),
        }
    }
}

/// How a connection ended.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Closing {
    /// One side closed it in order, this one first.
    Finished(Side),
    /// One side broke it off with a reset.
    Reset(Side),
    /// The line was lost, without a word of either side.
    LineLost,
    /// The recording ends here; the connection may have gone on.
    RecordingEnds,
}
