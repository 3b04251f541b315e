//! Journeys: in which segments of TCP octets travelled, which of them were lost, and when they came.

use crate::proto::Side;
use crate::session::Time;

/// How something that one side said at once travelled to the other.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Journey {
    /// Who said it.
    pub side: Side,
    /// What the segments carry.
    pub load: Load,
    /// Every sending of every segment, by the times of sending. Invariant: those that arrived carry the load.
    pub segments: Vec<Segment>,
}

/// What segments carry.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Load {
    /// So many octets as they were said.
    Clear(u64),
    /// Records of TLS with so many octets inside.
    Sealed(u64),
    /// A message of the TLS handshake, by its place in
    /// [`HANDSHAKE_TURNS`](crate::session::sealed::HANDSHAKE_TURNS).
    Handshake(usize),
}

/// One sending of a segment.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Segment {
    /// Its number among the segments with octets of the connection, both sides together, counted from 1.
    pub number: u32,
    /// The place of its first octet among all octets that the side sent, those of TLS as they were on the wire.
    pub start: u64,
    /// How many octets it carries.
    pub length: u64,
    /// When it left.
    pub sent: Time,
    /// When it came; `None` if it was lost.
    pub arrived: Option<Time>,
    /// How often it had been sent before.
    pub again: u32,
    /// Whether it is a copy that the network made.
    pub copy: bool,
}

impl Segment {
    /// Whether it never came.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.arrived.is_none()
    }
}

impl Journey {
    /// When all of it had come, or `None` if not all of it did.
    #[must_use]
    pub fn delivered(&self) -> Option<Time> {
        let mut last = None;
        for segment in &self.segments {
            let came = self.segments.iter().filter(|other| other.number == segment.number);
            let came = came.filter_map(|other| other.arrived).min()?;
            last = last.max(Some(came));
        }
        last
    }
}
